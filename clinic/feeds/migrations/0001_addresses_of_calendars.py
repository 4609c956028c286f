import django.db.models.deletion
import django.utils.timezone
import patients.links.references
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('scheduling', '0008_offers_and_freed_time'),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=patients.links.references.new_reference, editable=False, max_length=32, unique=True)),
                ('token_sha256', models.CharField(editable=False, max_length=64, unique=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='made')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='ended')),
                ('last_read_at', models.DateTimeField(blank=True, null=True, verbose_name='last read')),
                ('clinician', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scheduling.clinician', verbose_name='clinician')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
                ('revoked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ended by')),
                ('room', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scheduling.room', verbose_name='room')),
            ],
            options={
                'verbose_name': 'calendar feed',
                'verbose_name_plural': 'calendar feeds',
                'ordering': ['-made_at', '-id'],
                'permissions': [('keep_room_feeds', 'Can make and end the feeds of rooms'), ('end_every_feed', 'Can see and end everybody’s feeds')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('clinician__isnull', False), ('room__isnull', True)), models.Q(('clinician__isnull', True), ('room__isnull', False)), _connector='OR'), name='calendarfeed_of_one', violation_error_message='A feed is a clinician’s or a room’s.'), models.CheckConstraint(condition=models.Q(models.Q(('revoked_at__isnull', True), ('revoked_by__isnull', True)), models.Q(('revoked_at__gte', models.F('made_at')), ('revoked_at__isnull', False), ('revoked_by__isnull', False)), _connector='OR'), name='calendarfeed_ended_by_somebody', violation_error_message='A feed is ended by somebody, after it was made.'), models.UniqueConstraint(condition=models.Q(('revoked_at', None)), fields=('made_by', 'clinician', 'room'), name='calendarfeed_once_for_each', nulls_distinct=False, violation_error_message='You have an address for this calendar already.')],
                'triggers': [pgtrigger.compiler.Trigger(name='calendarfeed_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='36795f0bcb0134d9de4cbb4be4c802fd31174486', operation='DELETE', pgid='pgtrigger_calendarfeed_is_never_deleted_29c56', table='feeds_calendarfeed', when='BEFORE')), pgtrigger.compiler.Trigger(name='calendarfeed_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN ((OLD.reference, OLD.clinician_id, OLD.room_id, OLD.token_sha256, OLD.made_by_id, OLD.made_at) IS DISTINCT FROM (NEW.reference, NEW.clinician_id, NEW.room_id, NEW.token_sha256, NEW.made_by_id, NEW.made_at))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='198942927b2b39d288589c72bf0557e37c2b7420', operation='UPDATE', pgid='pgtrigger_calendarfeed_never_changes_46f41', table='feeds_calendarfeed', when='BEFORE')), pgtrigger.compiler.Trigger(name='calendarfeed_ends_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.revoked_at IS NOT NULL AND (OLD.revoked_at, OLD.revoked_by_id) IS DISTINCT FROM (NEW.revoked_at, NEW.revoked_by_id))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='c54a815008f81d0cda69ebf8d5e15ddc6cb2e1f5', operation='UPDATE', pgid='pgtrigger_calendarfeed_ends_once_60c28', table='feeds_calendarfeed', when='BEFORE')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "feeds_calendarfeedevent" ("clinician_id", "id", "made_at", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "revoked_at", "revoked_by_id", "room_id") VALUES (NEW."clinician_id", NEW."id", NEW."made_at", NEW."made_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reference", NEW."revoked_at", NEW."revoked_by_id", NEW."room_id"); RETURN NULL;', hash='79ceab8d6501c9119b4d94cb59f0270fc4de0e33', operation='INSERT', pgid='pgtrigger_insert_insert_73d04', table='feeds_calendarfeed', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."clinician_id" IS DISTINCT FROM (NEW."clinician_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at") OR OLD."made_by_id" IS DISTINCT FROM (NEW."made_by_id") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."revoked_at" IS DISTINCT FROM (NEW."revoked_at") OR OLD."revoked_by_id" IS DISTINCT FROM (NEW."revoked_by_id") OR OLD."room_id" IS DISTINCT FROM (NEW."room_id"))', func='INSERT INTO "feeds_calendarfeedevent" ("clinician_id", "id", "made_at", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "revoked_at", "revoked_by_id", "room_id") VALUES (NEW."clinician_id", NEW."id", NEW."made_at", NEW."made_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reference", NEW."revoked_at", NEW."revoked_by_id", NEW."room_id"); RETURN NULL;', hash='28fe8a46c07b7b5e7cff193588f6abb1d103727a', operation='UPDATE', pgid='pgtrigger_update_update_bfe75', table='feeds_calendarfeed', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "feeds_calendarfeedevent" ("clinician_id", "id", "made_at", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "revoked_at", "revoked_by_id", "room_id") VALUES (OLD."clinician_id", OLD."id", OLD."made_at", OLD."made_by_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reference", OLD."revoked_at", OLD."revoked_by_id", OLD."room_id"); RETURN NULL;', hash='b49d0be3e1d54e84ead0bdd2fac037e3c4d11391', operation='DELETE', pgid='pgtrigger_delete_delete_654f4', table='feeds_calendarfeed', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='CalendarFeedEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('reference', models.CharField(default=patients.links.references.new_reference, editable=False, max_length=32)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='made')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='ended')),
                ('clinician', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='scheduling.clinician', verbose_name='clinician')),
                ('made_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='feeds.calendarfeed')),
                ('revoked_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ended by')),
                ('room', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='scheduling.room', verbose_name='room')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='551381bff29041526741778024a706c9538df1ad', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_72d6a', table='feeds_calendarfeedevent', when='BEFORE'))],
            },
        ),
    ]
