import django.contrib.postgres.fields
import django.db.models.deletion
import patients.links.references
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('scheduling', '0009_who_takes_them_home_and_how_to_prepare'),
    ]

    operations = [
        migrations.CreateModel(
            name='ChangeRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=patients.links.references.new_reference, editable=False, max_length=32, unique=True)),
                ('form_key', models.UUIDField(editable=False, unique=True)),
                ('about', models.DateTimeField(verbose_name='session asked about')),
                ('wants', models.CharField(choices=[('move', 'Another time'), ('cancel', 'Cancel the visit')], max_length=10, verbose_name='wants')),
                ('weekdays', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), blank=True, default=list, size=None, verbose_name='days that suit')),
                ('parts', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('morning', 'in the morning'), ('afternoon', 'in the afternoon')], max_length=10), blank=True, default=list, size=None, verbose_name='times that suit')),
                ('words', models.CharField(blank=True, max_length=500, verbose_name='what else they say')),
                ('asked_at', models.DateTimeField(verbose_name='asked')),
                ('answer', models.CharField(blank=True, choices=[('moved', 'Moved'), ('cancelled', 'Canceled'), ('kept', 'Stays as it is'), ('withdrawn', 'Taken back by the patient')], max_length=10, verbose_name='answer')),
                ('answer_words', models.CharField(blank=True, max_length=500, verbose_name='words to the patient')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered')),
                ('answered_by', models.ForeignKey(blank=True, help_text='Empty where the patient did: took it back, or chose one of the times.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answered by')),
                ('appointment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='change_requests', to='scheduling.appointment', verbose_name='appointment')),
            ],
            options={
                'verbose_name': 'request to change an appointment',
                'verbose_name_plural': 'requests to change appointments',
                'ordering': ['-asked_at', '-id'],
                'indexes': [models.Index(condition=models.Q(('answer', '')), fields=['about'], name='changerequest_open')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('answer', '')), fields=('appointment', 'about'), name='changerequest_one_open_per_visit', violation_error_message='You have asked about this visit already.'), models.CheckConstraint(condition=models.Q(('wants__in', ['move', 'cancel'])), name='changerequest_known_wish', violation_error_message='Choose what you would like.'), models.CheckConstraint(condition=models.Q(('weekdays__contained_by', [1, 2, 3, 4, 5, 6, 7])), name='changerequest_known_days', violation_error_message='Choose days of the week from the list.'), models.CheckConstraint(condition=models.Q(('parts__contained_by', ['morning', 'afternoon'])), name='changerequest_known_parts', violation_error_message='Choose times of the day from the list.'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answer_words', ''), ('answered_at', None), ('answered_by', None)), models.Q(('answer', 'withdrawn'), ('answer_words', ''), ('answered_at__isnull', False), ('answered_by', None)), models.Q(('answer', 'moved'), ('answer_words', ''), ('answered_at__isnull', False)), models.Q(('answer', 'cancelled'), ('answer_words', ''), ('answered_at__isnull', False), ('answered_by__isnull', False)), models.Q(('answer', 'kept'), ('answered_at__isnull', False), ('answered_by__isnull', False), models.Q(('answer_words', ''), _negated=True)), _connector='OR'), name='changerequest_answered_once', violation_error_message='An answer says when and by whom; “stays as it is” says why.')],
                'triggers': [pgtrigger.compiler.Trigger(name='changerequest_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='80501051c9d6663dc1ff5880254f4b337f10532f', operation='DELETE', pgid='pgtrigger_changerequest_is_never_deleted_82d94', table='requests_changerequest', when='BEFORE')), pgtrigger.compiler.Trigger(name='changerequest_stays_as_it_was_asked', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN ((OLD.reference, OLD.form_key, OLD.appointment_id, OLD.about, OLD.wants, OLD.weekdays, OLD.parts, OLD.words, OLD.asked_at) IS DISTINCT FROM (NEW.reference, NEW.form_key, NEW.appointment_id, NEW.about, NEW.wants, NEW.weekdays, NEW.parts, NEW.words, NEW.asked_at))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='c0f08ec42553fa646058f50c49b177d425fae586', operation='UPDATE', pgid='pgtrigger_changerequest_stays_as_it_was_asked_94073', table='requests_changerequest', when='BEFORE')), pgtrigger.compiler.Trigger(name='changerequest_is_answered_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.answer <> '' AND (OLD.answer, OLD.answer_words, OLD.answered_at, OLD.answered_by_id) IS DISTINCT FROM (NEW.answer, NEW.answer_words, NEW.answered_at, NEW.answered_by_id))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='d9dd0985b427fe3806800751a742a93eb5786c31', operation='UPDATE', pgid='pgtrigger_changerequest_is_answered_once_ce2a3', table='requests_changerequest', when='BEFORE')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "requests_changerequestevent" ("about", "answer", "answer_words", "answered_at", "answered_by_id", "appointment_id", "asked_at", "form_key", "id", "parts", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "wants", "weekdays", "words") VALUES (NEW."about", NEW."answer", NEW."answer_words", NEW."answered_at", NEW."answered_by_id", NEW."appointment_id", NEW."asked_at", NEW."form_key", NEW."id", NEW."parts", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reference", NEW."wants", NEW."weekdays", NEW."words"); RETURN NULL;', hash='ef9fb988d2860142f01d1e3962abd373f4d5fd7c', operation='INSERT', pgid='pgtrigger_insert_insert_87d8d', table='requests_changerequest', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "requests_changerequestevent" ("about", "answer", "answer_words", "answered_at", "answered_by_id", "appointment_id", "asked_at", "form_key", "id", "parts", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "wants", "weekdays", "words") VALUES (NEW."about", NEW."answer", NEW."answer_words", NEW."answered_at", NEW."answered_by_id", NEW."appointment_id", NEW."asked_at", NEW."form_key", NEW."id", NEW."parts", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reference", NEW."wants", NEW."weekdays", NEW."words"); RETURN NULL;', hash='75e86822e0b6785eeb2464afa91431be7a9859e7', operation='UPDATE', pgid='pgtrigger_update_update_83455', table='requests_changerequest', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "requests_changerequestevent" ("about", "answer", "answer_words", "answered_at", "answered_by_id", "appointment_id", "asked_at", "form_key", "id", "parts", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "wants", "weekdays", "words") VALUES (OLD."about", OLD."answer", OLD."answer_words", OLD."answered_at", OLD."answered_by_id", OLD."appointment_id", OLD."asked_at", OLD."form_key", OLD."id", OLD."parts", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reference", OLD."wants", OLD."weekdays", OLD."words"); RETURN NULL;', hash='e68adc215810f858e1323fd9b059f6f0d677c376', operation='DELETE', pgid='pgtrigger_delete_delete_96490', table='requests_changerequest', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='ChangeRequestEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('reference', models.CharField(default=patients.links.references.new_reference, editable=False, max_length=32)),
                ('form_key', models.UUIDField(editable=False)),
                ('about', models.DateTimeField(verbose_name='session asked about')),
                ('wants', models.CharField(choices=[('move', 'Another time'), ('cancel', 'Cancel the visit')], max_length=10, verbose_name='wants')),
                ('weekdays', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), blank=True, default=list, size=None, verbose_name='days that suit')),
                ('parts', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('morning', 'in the morning'), ('afternoon', 'in the afternoon')], max_length=10), blank=True, default=list, size=None, verbose_name='times that suit')),
                ('words', models.CharField(blank=True, max_length=500, verbose_name='what else they say')),
                ('asked_at', models.DateTimeField(verbose_name='asked')),
                ('answer', models.CharField(blank=True, choices=[('moved', 'Moved'), ('cancelled', 'Canceled'), ('kept', 'Stays as it is'), ('withdrawn', 'Taken back by the patient')], max_length=10, verbose_name='answer')),
                ('answer_words', models.CharField(blank=True, max_length=500, verbose_name='words to the patient')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered')),
                ('answered_by', models.ForeignKey(blank=True, db_constraint=False, help_text='Empty where the patient did: took it back, or chose one of the times.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answered by')),
                ('appointment', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='scheduling.appointment', verbose_name='appointment')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='requests.changerequest')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4d1ae6201b4bd502e2af930cd14214010346fdf2', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5b0b1', table='requests_changerequestevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='ProposedTime',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=patients.links.references.new_reference, editable=False, max_length=32, unique=True)),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('session_start', models.DateTimeField(verbose_name='session starts')),
                ('proposed_at', models.DateTimeField(verbose_name='proposed')),
                ('dropped_at', models.DateTimeField(blank=True, help_text='When it was no longer to be had, did not suit, or other times took its place.', null=True, verbose_name='dropped')),
                ('clinician', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scheduling.clinician', verbose_name='clinician')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposed by')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='times', to='requests.changerequest', verbose_name='request')),
                ('room', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scheduling.room', verbose_name='room')),
            ],
            options={
                'verbose_name': 'proposed time',
                'verbose_name_plural': 'proposed times',
                'ordering': ['request', 'session_start'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('dropped_at', None)), fields=('request', 'position'), name='proposedtime_in_its_place', violation_error_message='Propose up to three times at once.'), models.CheckConstraint(condition=models.Q(('position__gte', 1), ('position__lte', 3)), name='proposedtime_three_at_most', violation_error_message='Propose up to three times at once.')],
                'triggers': [pgtrigger.compiler.Trigger(name='proposedtime_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='df20f7604fc5aa1db6dc2722f6a26408a9922f20', operation='DELETE', pgid='pgtrigger_proposedtime_is_never_deleted_c3219', table='requests_proposedtime', when='BEFORE')), pgtrigger.compiler.Trigger(name='proposedtime_stays_as_proposed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN ((OLD.reference, OLD.request_id, OLD.position, OLD.session_start, OLD.room_id, OLD.clinician_id, OLD.proposed_by_id, OLD.proposed_at) IS DISTINCT FROM (NEW.reference, NEW.request_id, NEW.position, NEW.session_start, NEW.room_id, NEW.clinician_id, NEW.proposed_by_id, NEW.proposed_at))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='83ceb4c829e5193d4d642a91cf94e3e60f420351', operation='UPDATE', pgid='pgtrigger_proposedtime_stays_as_proposed_b733f', table='requests_proposedtime', when='BEFORE')), pgtrigger.compiler.Trigger(name='proposedtime_is_dropped_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.dropped_at IS NOT NULL AND (OLD.dropped_at) IS DISTINCT FROM (NEW.dropped_at))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='d006fd2b3683cc5a98856e8503d59e704bcfaccb', operation='UPDATE', pgid='pgtrigger_proposedtime_is_dropped_once_d29b5', table='requests_proposedtime', when='BEFORE')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "requests_proposedtimeevent" ("clinician_id", "dropped_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "proposed_at", "proposed_by_id", "reference", "request_id", "room_id", "session_start") VALUES (NEW."clinician_id", NEW."dropped_at", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."proposed_at", NEW."proposed_by_id", NEW."reference", NEW."request_id", NEW."room_id", NEW."session_start"); RETURN NULL;', hash='0ed0bdf27b7d657d2e04ae8acf7d1895e3873b51', operation='INSERT', pgid='pgtrigger_insert_insert_8189a', table='requests_proposedtime', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "requests_proposedtimeevent" ("clinician_id", "dropped_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "proposed_at", "proposed_by_id", "reference", "request_id", "room_id", "session_start") VALUES (NEW."clinician_id", NEW."dropped_at", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."proposed_at", NEW."proposed_by_id", NEW."reference", NEW."request_id", NEW."room_id", NEW."session_start"); RETURN NULL;', hash='091bd5a9c3afff9351d5ca39a865a71becc3a213', operation='UPDATE', pgid='pgtrigger_update_update_112ba', table='requests_proposedtime', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "requests_proposedtimeevent" ("clinician_id", "dropped_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "proposed_at", "proposed_by_id", "reference", "request_id", "room_id", "session_start") VALUES (OLD."clinician_id", OLD."dropped_at", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."proposed_at", OLD."proposed_by_id", OLD."reference", OLD."request_id", OLD."room_id", OLD."session_start"); RETURN NULL;', hash='6c4f40a872004441e4275570919a7d24fd5f1f40', operation='DELETE', pgid='pgtrigger_delete_delete_93ac4', table='requests_proposedtime', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='ProposedTimeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('reference', models.CharField(default=patients.links.references.new_reference, editable=False, max_length=32)),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('session_start', models.DateTimeField(verbose_name='session starts')),
                ('proposed_at', models.DateTimeField(verbose_name='proposed')),
                ('dropped_at', models.DateTimeField(blank=True, help_text='When it was no longer to be had, did not suit, or other times took its place.', null=True, verbose_name='dropped')),
                ('clinician', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='scheduling.clinician', verbose_name='clinician')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='requests.proposedtime')),
                ('proposed_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposed by')),
                ('request', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='requests.changerequest', verbose_name='request')),
                ('room', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='scheduling.room', verbose_name='room')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7c3bdc2000563b01eb4a0f2e1f1ba26a02614d0d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b259c', table='requests_proposedtimeevent', when='BEFORE'))],
            },
        ),
    ]
