
import datetime

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('locations', '0003_in_person_before_the_first_treatment'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SpecialHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('opens', models.TimeField(verbose_name='opens')),
                ('closes', models.TimeField(verbose_name='closes')),
                ('reason', models.CharField(max_length=80, verbose_name='reason, as visitors read it')),
            ],
            options={
                'verbose_name': 'special opening hours',
                'verbose_name_plural': 'special opening hours',
                'ordering': ['day', 'opens'],
            },
        ),
        migrations.CreateModel(
            name='SpecialHoursEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('day', models.DateField(verbose_name='day')),
                ('opens', models.TimeField(verbose_name='opens')),
                ('closes', models.TimeField(verbose_name='closes')),
                ('reason', models.CharField(max_length=80, verbose_name='reason, as visitors read it')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='location',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='location',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='location',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='openinghours',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='openinghours',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='openinghours',
            name='delete_delete',
        ),
        migrations.RemoveConstraint(
            model_name='openinghours',
            name='openinghours_once_a_day',
        ),
        migrations.AddField(
            model_name='location',
            name='holidays_settled_until',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='public holidays settled until'),
        ),
        migrations.AddField(
            model_name='location',
            name='late_cancel_hours',
            field=models.PositiveSmallIntegerField(default=24, help_text='Hours before the visit. Unconfirmed until your medical director agrees.', validators=[django.core.validators.MaxValueValidator(168)], verbose_name='a cancellation is late within'),
        ),
        migrations.AddField(
            model_name='locationevent',
            name='holidays_settled_until',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='public holidays settled until'),
        ),
        migrations.AddField(
            model_name='locationevent',
            name='late_cancel_hours',
            field=models.PositiveSmallIntegerField(default=24, help_text='Hours before the visit. Unconfirmed until your medical director agrees.', validators=[django.core.validators.MaxValueValidator(168)], verbose_name='a cancellation is late within'),
        ),
        migrations.AddField(
            model_name='openinghours',
            name='valid_from',
            # What is there already has always counted.
            field=models.DateField(default=datetime.date(2000, 1, 1), verbose_name='valid from'),
        ),
        migrations.AlterField(
            model_name='openinghours',
            name='valid_from',
            field=models.DateField(default=django.utils.timezone.localdate, verbose_name='valid from'),
        ),
        migrations.AddField(
            model_name='openinghours',
            name='valid_until',
            field=models.DateField(blank=True, help_text='Empty: until changed.', null=True, verbose_name='valid until'),
        ),
        migrations.AddField(
            model_name='openinghoursevent',
            name='valid_from',
            field=models.DateField(default=django.utils.timezone.localdate, verbose_name='valid from'),
        ),
        migrations.AddField(
            model_name='openinghoursevent',
            name='valid_until',
            field=models.DateField(blank=True, help_text='Empty: until changed.', null=True, verbose_name='valid until'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='location',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "locations_locationevent" ("answer_within", "city", "country", "getting_here", "holidays_settled_until", "id", "is_active", "late_cancel_hours", "medical_director_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postal_code", "region", "sees_in_person_first", "slug", "street", "time_zone") VALUES (NEW."answer_within", NEW."city", NEW."country", NEW."getting_here", NEW."holidays_settled_until", NEW."id", NEW."is_active", NEW."late_cancel_hours", NEW."medical_director_id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."postal_code", NEW."region", NEW."sees_in_person_first", NEW."slug", NEW."street", NEW."time_zone"); RETURN NULL;', hash='41d85e5c2efc925a8503be96101eeb8dcaab68e0', operation='INSERT', pgid='pgtrigger_insert_insert_61b07', table='locations_location', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='location',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "locations_locationevent" ("answer_within", "city", "country", "getting_here", "holidays_settled_until", "id", "is_active", "late_cancel_hours", "medical_director_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postal_code", "region", "sees_in_person_first", "slug", "street", "time_zone") VALUES (NEW."answer_within", NEW."city", NEW."country", NEW."getting_here", NEW."holidays_settled_until", NEW."id", NEW."is_active", NEW."late_cancel_hours", NEW."medical_director_id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."postal_code", NEW."region", NEW."sees_in_person_first", NEW."slug", NEW."street", NEW."time_zone"); RETURN NULL;', hash='0e5e09b7feefbdc5c2cc8bfb9002716597b04945', operation='UPDATE', pgid='pgtrigger_update_update_17196', table='locations_location', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='location',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "locations_locationevent" ("answer_within", "city", "country", "getting_here", "holidays_settled_until", "id", "is_active", "late_cancel_hours", "medical_director_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postal_code", "region", "sees_in_person_first", "slug", "street", "time_zone") VALUES (OLD."answer_within", OLD."city", OLD."country", OLD."getting_here", OLD."holidays_settled_until", OLD."id", OLD."is_active", OLD."late_cancel_hours", OLD."medical_director_id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."postal_code", OLD."region", OLD."sees_in_person_first", OLD."slug", OLD."street", OLD."time_zone"); RETURN NULL;', hash='140464d87bc36130c0772022d14545e1ae2851b1', operation='DELETE', pgid='pgtrigger_delete_delete_09a27', table='locations_location', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='openinghours',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "locations_openinghoursevent" ("closes", "id", "location_id", "opens", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_until", "weekday") VALUES (NEW."closes", NEW."id", NEW."location_id", NEW."opens", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."valid_from", NEW."valid_until", NEW."weekday"); RETURN NULL;', hash='9ea38c6995bcbda855f0a6adee8063ae74cc26ae', operation='INSERT', pgid='pgtrigger_insert_insert_2add0', table='locations_openinghours', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='openinghours',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "locations_openinghoursevent" ("closes", "id", "location_id", "opens", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_until", "weekday") VALUES (NEW."closes", NEW."id", NEW."location_id", NEW."opens", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."valid_from", NEW."valid_until", NEW."weekday"); RETURN NULL;', hash='56aa22dffcb51913cbd4edf1cae9d884f003818f', operation='UPDATE', pgid='pgtrigger_update_update_13c7b', table='locations_openinghours', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='openinghours',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "locations_openinghoursevent" ("closes", "id", "location_id", "opens", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_until", "weekday") VALUES (OLD."closes", OLD."id", OLD."location_id", OLD."opens", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."valid_from", OLD."valid_until", OLD."weekday"); RETURN NULL;', hash='cf1ca7e65abfd10218ada3b578f22c32617dfa70', operation='DELETE', pgid='pgtrigger_delete_delete_aab3e', table='locations_openinghours', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='location',
            constraint=models.CheckConstraint(condition=models.Q(('late_cancel_hours__lte', 168)), name='location_late_cancel_within_a_week', violation_error_message='A cancellation counts as late within a week at most.'),
        ),
        migrations.AddConstraint(
            model_name='openinghours',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='openinghours_valid_span', violation_error_message='“Valid until” cannot come before “valid from”.'),
        ),
        migrations.AddConstraint(
            model_name='openinghours',
            constraint=models.UniqueConstraint(fields=('location', 'weekday', 'opens', 'valid_from'), name='openinghours_once_a_day', violation_error_message='These hours are here already.'),
        ),
        migrations.AddField(
            model_name='specialhours',
            name='location',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='special_hours', to='locations.location', verbose_name='location'),
        ),
        migrations.AddField(
            model_name='specialhoursevent',
            name='location',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='locations.location', verbose_name='location'),
        ),
        migrations.AddField(
            model_name='specialhoursevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='specialhoursevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='locations.specialhours'),
        ),
        migrations.AddConstraint(
            model_name='specialhours',
            constraint=models.CheckConstraint(condition=models.Q(('opens__lt', models.F('closes'))), name='specialhours_open_before_close', violation_error_message='Closing time must be later than opening time.'),
        ),
        migrations.AddConstraint(
            model_name='specialhours',
            constraint=models.UniqueConstraint(fields=('location', 'day', 'opens'), name='specialhours_once_a_day', violation_error_message='These hours are here already.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='specialhours',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "locations_specialhoursevent" ("closes", "day", "id", "location_id", "opens", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."closes", NEW."day", NEW."id", NEW."location_id", NEW."opens", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason"); RETURN NULL;', hash='13cfc733f65787ee8ff1beb9f0a0ea3d9059c82b', operation='INSERT', pgid='pgtrigger_insert_insert_d9b2e', table='locations_specialhours', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='specialhours',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "locations_specialhoursevent" ("closes", "day", "id", "location_id", "opens", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."closes", NEW."day", NEW."id", NEW."location_id", NEW."opens", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason"); RETURN NULL;', hash='1a05f8493c8e79c446f81351b418565eb813561b', operation='UPDATE', pgid='pgtrigger_update_update_8cf03', table='locations_specialhours', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='specialhours',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "locations_specialhoursevent" ("closes", "day", "id", "location_id", "opens", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (OLD."closes", OLD."day", OLD."id", OLD."location_id", OLD."opens", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason"); RETURN NULL;', hash='647c9e7ab2dbbfe6d4fcd4fb94e88f0270b1b05f', operation='DELETE', pgid='pgtrigger_delete_delete_49cd4', table='locations_specialhours', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='specialhoursevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d01bf50b20587520013a25c41b09bc3a3656360a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_efa72', table='locations_specialhoursevent', when='BEFORE')),
        ),
    ]
