
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('education', '0002_a_word_leads_on_too'),
        ('locations', '0004_hours_that_begin_and_end'),
        ('people', '0002_an_answer_holds_care'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('scheduling', '0003_a_newer_evaluation_counts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CoursePhase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('sessions', models.PositiveSmallIntegerField(verbose_name='sessions')),
                ('least_days', models.PositiveSmallIntegerField(verbose_name='days after the one before, at least')),
                ('most_days', models.PositiveSmallIntegerField(verbose_name='at most')),
                ('review_after', models.BooleanField(default=False, help_text='Sessions behind the review are booked and wait on hold until a prescriber decides.', verbose_name='a prescriber reviews after it')),
            ],
            options={
                'verbose_name': 'phase of a course',
                'verbose_name_plural': 'phases of a course',
                'ordering': ['position'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CoursePhaseEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('sessions', models.PositiveSmallIntegerField(verbose_name='sessions')),
                ('least_days', models.PositiveSmallIntegerField(verbose_name='days after the one before, at least')),
                ('most_days', models.PositiveSmallIntegerField(verbose_name='at most')),
                ('review_after', models.BooleanField(default=False, help_text='Sessions behind the review are booked and wait on hold until a prescriber decides.', verbose_name='a prescriber reviews after it')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ExtraHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('starts', models.TimeField(verbose_name='from')),
                ('ends', models.TimeField(verbose_name='to')),
                ('reason', models.CharField(blank=True, max_length=80, verbose_name='reason')),
            ],
            options={
                'verbose_name': 'extra hours',
                'verbose_name_plural': 'extra hours',
                'ordering': ['day', 'starts'],
            },
        ),
        migrations.CreateModel(
            name='ExtraHoursEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('day', models.DateField(verbose_name='day')),
                ('starts', models.TimeField(verbose_name='from')),
                ('ends', models.TimeField(verbose_name='to')),
                ('reason', models.CharField(blank=True, max_length=80, verbose_name='reason')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Protocol',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(unique=True, verbose_name='key')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ('confirmed_on', models.DateField(blank=True, null=True, verbose_name='confirmed on')),
            ],
            options={
                'verbose_name': 'protocol',
                'verbose_name_plural': 'protocols',
                'ordering': ['treatment__name', 'name'],
            },
        ),
        migrations.CreateModel(
            name='ProtocolEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('key', models.SlugField(db_index=False, verbose_name='key')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ('confirmed_on', models.DateField(blank=True, null=True, verbose_name='confirmed on')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProtocolPhase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('sessions', models.PositiveSmallIntegerField(verbose_name='sessions')),
                ('least_days', models.PositiveSmallIntegerField(verbose_name='days after the one before, at least')),
                ('most_days', models.PositiveSmallIntegerField(verbose_name='at most')),
                ('review_after', models.BooleanField(default=False, help_text='Sessions behind the review are booked and wait on hold until a prescriber decides.', verbose_name='a prescriber reviews after it')),
            ],
            options={
                'verbose_name': 'phase of a protocol',
                'verbose_name_plural': 'phases of a protocol',
                'ordering': ['position'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProtocolPhaseEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('sessions', models.PositiveSmallIntegerField(verbose_name='sessions')),
                ('least_days', models.PositiveSmallIntegerField(verbose_name='days after the one before, at least')),
                ('most_days', models.PositiveSmallIntegerField(verbose_name='at most')),
                ('review_after', models.BooleanField(default=False, help_text='Sessions behind the review are booked and wait on hold until a prescriber decides.', verbose_name='a prescriber reviews after it')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ReviewGate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('after_number', models.PositiveSmallIntegerField(verbose_name='after session')),
                ('decision', models.CharField(blank=True, choices=[('continue', 'Go on as planned'), ('change', 'Change the plan'), ('stop', 'Stop')], max_length=10, verbose_name='decision')),
                ('note', models.TextField(blank=True, max_length=1000, verbose_name='note')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided')),
            ],
            options={
                'verbose_name': 'review gate',
                'verbose_name_plural': 'review gates',
                'ordering': ['course', 'after_number'],
            },
        ),
        migrations.CreateModel(
            name='ReviewGateEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('after_number', models.PositiveSmallIntegerField(verbose_name='after session')),
                ('decision', models.CharField(blank=True, choices=[('continue', 'Go on as planned'), ('change', 'Change the plan'), ('stop', 'Stop')], max_length=10, verbose_name='decision')),
                ('note', models.TextField(blank=True, max_length=1000, verbose_name='note')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RoomClosure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('closed', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='closed')),
                ('reason', models.CharField(max_length=80, verbose_name='reason')),
            ],
            options={
                'verbose_name': 'room closure',
                'verbose_name_plural': 'room closures',
                'ordering': ['closed'],
            },
        ),
        migrations.CreateModel(
            name='RoomClosureEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('closed', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='closed')),
                ('reason', models.CharField(max_length=80, verbose_name='reason')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AlterModelOptions(
            name='appointment',
            options={'ordering': ['session', 'id'], 'permissions': [('book_outside_hours', 'Can book outside the hours of a location or a clinician'), ('break_course_gaps', 'Can book sessions of a course closer together than authorized')], 'verbose_name': 'appointment', 'verbose_name_plural': 'appointments'},
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='appointment',
            name='appointment_status_moves_along_arrows',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='appointment',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='appointment',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='appointment',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='appointmenttype',
            name='changed_minutes_are_unconfirmed',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='appointmenttype',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='appointmenttype',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='appointmenttype',
            name='delete_delete',
        ),
        migrations.RemoveConstraint(
            model_name='appointment',
            name='appointment_room_once_at_a_time',
        ),
        migrations.RemoveConstraint(
            model_name='appointment',
            name='appointment_clinician_once_at_a_time',
        ),
        migrations.RemoveConstraint(
            model_name='appointment',
            name='appointment_patient_once_at_a_time',
        ),
        migrations.AddField(
            model_name='appointment',
            name='asked_by',
            field=models.CharField(blank=True, choices=[('patient', 'The patient'), ('family', 'Somebody for the patient'), ('clinic', 'The clinic')], max_length=10, verbose_name='who asked'),
        ),
        migrations.AddField(
            model_name='appointment',
            name='escort_name',
            field=models.CharField(blank=True, max_length=80, verbose_name='who takes the patient home'),
        ),
        migrations.AddField(
            model_name='appointment',
            name='escort_phone',
            field=models.CharField(blank=True, max_length=30, verbose_name='their phone'),
        ),
        migrations.AddField(
            model_name='appointment',
            name='gap_because',
            field=models.CharField(blank=True, max_length=200, verbose_name='other days between because'),
        ),
        migrations.AddField(
            model_name='appointment',
            name='outside_hours_because',
            field=models.CharField(blank=True, max_length=200, verbose_name='outside hours because'),
        ),
        migrations.AddField(
            model_name='appointment',
            name='was_late',
            field=models.BooleanField(default=False, verbose_name='canceled late'),
        ),
        migrations.AddField(
            model_name='appointmentevent',
            name='asked_by',
            field=models.CharField(blank=True, choices=[('patient', 'The patient'), ('family', 'Somebody for the patient'), ('clinic', 'The clinic')], max_length=10, verbose_name='who asked'),
        ),
        migrations.AddField(
            model_name='appointmentevent',
            name='escort_name',
            field=models.CharField(blank=True, max_length=80, verbose_name='who takes the patient home'),
        ),
        migrations.AddField(
            model_name='appointmentevent',
            name='escort_phone',
            field=models.CharField(blank=True, max_length=30, verbose_name='their phone'),
        ),
        migrations.AddField(
            model_name='appointmentevent',
            name='gap_because',
            field=models.CharField(blank=True, max_length=200, verbose_name='other days between because'),
        ),
        migrations.AddField(
            model_name='appointmentevent',
            name='outside_hours_because',
            field=models.CharField(blank=True, max_length=200, verbose_name='outside hours because'),
        ),
        migrations.AddField(
            model_name='appointmentevent',
            name='was_late',
            field=models.BooleanField(default=False, verbose_name='canceled late'),
        ),
        migrations.AddField(
            model_name='appointmenttype',
            name='needs_escort',
            field=models.BooleanField(default=False, help_text='Whose name is asked for before the patient leaves.', verbose_name='needs somebody to take the patient home'),
        ),
        migrations.AddField(
            model_name='appointmenttype',
            name='needs_prescriber_on_site',
            field=models.BooleanField(default=False, help_text='Booked only while a prescriber is at work at the location for the whole visit.', verbose_name='needs a prescriber on site'),
        ),
        migrations.AddField(
            model_name='appointmenttypeevent',
            name='needs_escort',
            field=models.BooleanField(default=False, help_text='Whose name is asked for before the patient leaves.', verbose_name='needs somebody to take the patient home'),
        ),
        migrations.AddField(
            model_name='appointmenttypeevent',
            name='needs_prescriber_on_site',
            field=models.BooleanField(default=False, help_text='Booked only while a prescriber is at work at the location for the whole visit.', verbose_name='needs a prescriber on site'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='appointment',
            trigger=pgtrigger.compiler.Trigger(name='appointment_status_moves_along_arrows', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.status <> NEW.status AND (OLD.status || '>' || NEW.status) NOT IN ('offered>booked', 'offered>cancelled', 'offered>lapsed', 'booked>arrived', 'booked>cancelled', 'booked>no_show', 'arrived>booked', 'arrived>ready', 'arrived>cancelled', 'ready>arrived', 'ready>finished', 'finished>ready', 'cancelled>booked', 'no_show>booked'))", func="RAISE EXCEPTION 'appointment_status_moves_along_arrows' USING ERRCODE = 'check_violation', CONSTRAINT = 'appointment_status_moves_along_arrows';", hash='5a474670937f0066abe1aa409a569f08a3092f2c', operation='UPDATE OF "status"', pgid='pgtrigger_appointment_status_moves_along_arrows_3745e', table='scheduling_appointment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='appointment',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "scheduling_appointmentevent" ("asked_by", "booked_at", "booked_by_id", "changed_at", "changed_by_id", "clinician_block", "clinician_id", "course_id", "course_sessions", "escort_name", "escort_phone", "form_key", "gap_because", "id", "kind", "number", "outside_hours_because", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reference", "room_block", "room_id", "session", "status", "treatment_id", "type_id", "visit", "was_late") VALUES (NEW."asked_by", NEW."booked_at", NEW."booked_by_id", NEW."changed_at", NEW."changed_by_id", NEW."clinician_block", NEW."clinician_id", NEW."course_id", NEW."course_sessions", NEW."escort_name", NEW."escort_phone", NEW."form_key", NEW."gap_because", NEW."id", NEW."kind", NEW."number", NEW."outside_hours_because", NEW."patient_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."reference", NEW."room_block", NEW."room_id", NEW."session", NEW."status", NEW."treatment_id", NEW."type_id", NEW."visit", NEW."was_late"); RETURN NULL;', hash='689a06a1a1ad921747010b6631bf44b86e8e04e4', operation='INSERT', pgid='pgtrigger_insert_insert_cdcf2', table='scheduling_appointment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='appointment',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "scheduling_appointmentevent" ("asked_by", "booked_at", "booked_by_id", "changed_at", "changed_by_id", "clinician_block", "clinician_id", "course_id", "course_sessions", "escort_name", "escort_phone", "form_key", "gap_because", "id", "kind", "number", "outside_hours_because", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reference", "room_block", "room_id", "session", "status", "treatment_id", "type_id", "visit", "was_late") VALUES (NEW."asked_by", NEW."booked_at", NEW."booked_by_id", NEW."changed_at", NEW."changed_by_id", NEW."clinician_block", NEW."clinician_id", NEW."course_id", NEW."course_sessions", NEW."escort_name", NEW."escort_phone", NEW."form_key", NEW."gap_because", NEW."id", NEW."kind", NEW."number", NEW."outside_hours_because", NEW."patient_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."reference", NEW."room_block", NEW."room_id", NEW."session", NEW."status", NEW."treatment_id", NEW."type_id", NEW."visit", NEW."was_late"); RETURN NULL;', hash='30590d7fc499725414872bb934b7064345bc893a', operation='UPDATE', pgid='pgtrigger_update_update_7193b', table='scheduling_appointment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='appointment',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "scheduling_appointmentevent" ("asked_by", "booked_at", "booked_by_id", "changed_at", "changed_by_id", "clinician_block", "clinician_id", "course_id", "course_sessions", "escort_name", "escort_phone", "form_key", "gap_because", "id", "kind", "number", "outside_hours_because", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reference", "room_block", "room_id", "session", "status", "treatment_id", "type_id", "visit", "was_late") VALUES (OLD."asked_by", OLD."booked_at", OLD."booked_by_id", OLD."changed_at", OLD."changed_by_id", OLD."clinician_block", OLD."clinician_id", OLD."course_id", OLD."course_sessions", OLD."escort_name", OLD."escort_phone", OLD."form_key", OLD."gap_because", OLD."id", OLD."kind", OLD."number", OLD."outside_hours_because", OLD."patient_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."reference", OLD."room_block", OLD."room_id", OLD."session", OLD."status", OLD."treatment_id", OLD."type_id", OLD."visit", OLD."was_late"); RETURN NULL;', hash='76955d50e8123bb7110013efc0ed3778f55442c7', operation='DELETE', pgid='pgtrigger_delete_delete_c56ad', table='scheduling_appointment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='appointmenttype',
            trigger=pgtrigger.compiler.Trigger(name='changed_minutes_are_unconfirmed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN ((OLD.prepare_minutes, OLD.session_minutes, OLD.observe_minutes, OLD.turnover_minutes, OLD.observe_floor_minutes, OLD.observe_floor_from, OLD.clinician_stays_for_visit, OLD.needs_prescriber_on_site, OLD.needs_escort) IS DISTINCT FROM (NEW.prepare_minutes, NEW.session_minutes, NEW.observe_minutes, NEW.turnover_minutes, NEW.observe_floor_minutes, NEW.observe_floor_from, NEW.clinician_stays_for_visit, NEW.needs_prescriber_on_site, NEW.needs_escort) AND (OLD.confirmed_by_id, OLD.confirmed_on) IS NOT DISTINCT FROM (NEW.confirmed_by_id, NEW.confirmed_on))', func='NEW.confirmed_by_id := NULL; NEW.confirmed_on := NULL; RETURN NEW;', hash='9b2aa9fb1bf11f2d202c9452da56291b5e807dd0', operation='UPDATE', pgid='pgtrigger_changed_minutes_are_unconfirmed_82e84', table='scheduling_appointmenttype', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='appointmenttype',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "scheduling_appointmenttypeevent" ("clinician_stays_for_visit", "confirmed_by_id", "confirmed_on", "id", "is_active", "key", "kind", "name", "needs_escort", "needs_prescriber_on_site", "observe_floor_from", "observe_floor_minutes", "observe_minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepare_minutes", "session_minutes", "treatment_id", "turnover_minutes") VALUES (NEW."clinician_stays_for_visit", NEW."confirmed_by_id", NEW."confirmed_on", NEW."id", NEW."is_active", NEW."key", NEW."kind", NEW."name", NEW."needs_escort", NEW."needs_prescriber_on_site", NEW."observe_floor_from", NEW."observe_floor_minutes", NEW."observe_minutes", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."prepare_minutes", NEW."session_minutes", NEW."treatment_id", NEW."turnover_minutes"); RETURN NULL;', hash='eba0845e664c59c495a8691c2a7a01c63a6710da', operation='INSERT', pgid='pgtrigger_insert_insert_c7557', table='scheduling_appointmenttype', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='appointmenttype',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "scheduling_appointmenttypeevent" ("clinician_stays_for_visit", "confirmed_by_id", "confirmed_on", "id", "is_active", "key", "kind", "name", "needs_escort", "needs_prescriber_on_site", "observe_floor_from", "observe_floor_minutes", "observe_minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepare_minutes", "session_minutes", "treatment_id", "turnover_minutes") VALUES (NEW."clinician_stays_for_visit", NEW."confirmed_by_id", NEW."confirmed_on", NEW."id", NEW."is_active", NEW."key", NEW."kind", NEW."name", NEW."needs_escort", NEW."needs_prescriber_on_site", NEW."observe_floor_from", NEW."observe_floor_minutes", NEW."observe_minutes", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."prepare_minutes", NEW."session_minutes", NEW."treatment_id", NEW."turnover_minutes"); RETURN NULL;', hash='a18529e56cc30a6e724915b44b62617a847e3074', operation='UPDATE', pgid='pgtrigger_update_update_deb78', table='scheduling_appointmenttype', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='appointmenttype',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "scheduling_appointmenttypeevent" ("clinician_stays_for_visit", "confirmed_by_id", "confirmed_on", "id", "is_active", "key", "kind", "name", "needs_escort", "needs_prescriber_on_site", "observe_floor_from", "observe_floor_minutes", "observe_minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepare_minutes", "session_minutes", "treatment_id", "turnover_minutes") VALUES (OLD."clinician_stays_for_visit", OLD."confirmed_by_id", OLD."confirmed_on", OLD."id", OLD."is_active", OLD."key", OLD."kind", OLD."name", OLD."needs_escort", OLD."needs_prescriber_on_site", OLD."observe_floor_from", OLD."observe_floor_minutes", OLD."observe_minutes", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."prepare_minutes", OLD."session_minutes", OLD."treatment_id", OLD."turnover_minutes"); RETURN NULL;', hash='6cc51634bd1736eae0dc44a27e6eb0db2602e699', operation='DELETE', pgid='pgtrigger_delete_delete_358c8', table='scheduling_appointmenttype', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(('asked_by__in', ['', 'patient', 'family', 'clinic'])), name='appointment_known_asker', violation_error_message='Choose who asked from the list.'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(('was_late', False), ('status', 'cancelled'), _connector='OR'), name='appointment_late_is_canceled', violation_error_message='Only a cancellation is late.'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('status__in', ('offered', 'booked', 'arrived', 'ready', 'finished'))), deferrable=django.db.models.constraints.Deferrable['IMMEDIATE'], expressions=[('room', '='), ('room_block', '&&')], name='appointment_room_once_at_a_time', violation_error_message='The room is taken then.'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('status__in', ('offered', 'booked', 'arrived', 'ready', 'finished'))), deferrable=django.db.models.constraints.Deferrable['IMMEDIATE'], expressions=[('clinician', '='), ('clinician_block', '&&')], name='appointment_clinician_once_at_a_time', violation_error_message='The clinician is busy then.'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('status__in', ('offered', 'booked', 'arrived', 'ready', 'finished'))), deferrable=django.db.models.constraints.Deferrable['IMMEDIATE'], expressions=[('patient', '='), ('visit', '&&')], name='appointment_patient_once_at_a_time', violation_error_message='The patient has another appointment then.'),
        ),
        migrations.AddField(
            model_name='coursephase',
            name='course',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='phases', to='scheduling.course'),
        ),
        migrations.AddField(
            model_name='coursephaseevent',
            name='course',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='scheduling.course'),
        ),
        migrations.AddField(
            model_name='coursephaseevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='coursephaseevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='scheduling.coursephase'),
        ),
        migrations.AddField(
            model_name='extrahours',
            name='clinician',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='extra_hours', to='scheduling.clinician', verbose_name='clinician'),
        ),
        migrations.AddField(
            model_name='extrahours',
            name='location',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='locations.location', verbose_name='location'),
        ),
        migrations.AddField(
            model_name='extrahoursevent',
            name='clinician',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='scheduling.clinician', verbose_name='clinician'),
        ),
        migrations.AddField(
            model_name='extrahoursevent',
            name='location',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='locations.location', verbose_name='location'),
        ),
        migrations.AddField(
            model_name='extrahoursevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='extrahoursevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='scheduling.extrahours'),
        ),
        migrations.AddField(
            model_name='protocol',
            name='confirmed_by',
            field=models.ForeignKey(blank=True, help_text='The medical director who answers for these numbers.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmed by'),
        ),
        migrations.AddField(
            model_name='protocol',
            name='treatment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='education.treatment', verbose_name='treatment'),
        ),
        migrations.AddField(
            model_name='protocolevent',
            name='confirmed_by',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='The medical director who answers for these numbers.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmed by'),
        ),
        migrations.AddField(
            model_name='protocolevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='protocolevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='scheduling.protocol'),
        ),
        migrations.AddField(
            model_name='protocolevent',
            name='treatment',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='education.treatment', verbose_name='treatment'),
        ),
        migrations.AddField(
            model_name='protocolphase',
            name='protocol',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='phases', to='scheduling.protocol'),
        ),
        migrations.AddField(
            model_name='protocolphaseevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='protocolphaseevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='scheduling.protocolphase'),
        ),
        migrations.AddField(
            model_name='protocolphaseevent',
            name='protocol',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='scheduling.protocol'),
        ),
        migrations.AddField(
            model_name='reviewgate',
            name='course',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='gates', to='scheduling.course', verbose_name='course'),
        ),
        migrations.AddField(
            model_name='reviewgate',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by'),
        ),
        migrations.AddField(
            model_name='reviewgateevent',
            name='course',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='scheduling.course', verbose_name='course'),
        ),
        migrations.AddField(
            model_name='reviewgateevent',
            name='decided_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by'),
        ),
        migrations.AddField(
            model_name='reviewgateevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='reviewgateevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='scheduling.reviewgate'),
        ),
        migrations.AddField(
            model_name='roomclosure',
            name='room',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='closures', to='scheduling.room', verbose_name='room'),
        ),
        migrations.AddField(
            model_name='roomclosureevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='roomclosureevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='scheduling.roomclosure'),
        ),
        migrations.AddField(
            model_name='roomclosureevent',
            name='room',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='scheduling.room', verbose_name='room'),
        ),
        migrations.AddConstraint(
            model_name='coursephase',
            constraint=models.CheckConstraint(condition=models.Q(('sessions__gte', 1), ('sessions__lte', 60)), name='coursephase_number_of_sessions', violation_error_message='A phase has 1 to 60 sessions.'),
        ),
        migrations.AddConstraint(
            model_name='coursephase',
            constraint=models.CheckConstraint(condition=models.Q(('least_days__lte', models.F('most_days')), ('most_days__lte', 365)), name='coursephase_days_in_order', violation_error_message='The most days are as many as the least, or more, and 365 at most.'),
        ),
        migrations.AddConstraint(
            model_name='coursephase',
            constraint=models.UniqueConstraint(fields=('course', 'position'), name='coursephase_once_per_position', violation_error_message='The course has a phase in that place.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='coursephase',
            trigger=pgtrigger.compiler.Trigger(name='coursephase_is_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='efa69ab53fff787630e2c5d5d6bfceba8afba6e9', operation='UPDATE OR DELETE', pgid='pgtrigger_coursephase_is_never_changed_1f163', table='scheduling_coursephase', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='coursephase',
            trigger=pgtrigger.compiler.Trigger(name='coursephases_within_what_is_authorised', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF (SELECT sum(sessions) FROM scheduling_coursephase WHERE course_id = NEW.course_id)\n                        > (SELECT sessions_authorised FROM scheduling_course WHERE id = NEW.course_id)\n                    THEN\n                        RAISE EXCEPTION 'coursephases_within_what_is_authorised' USING ERRCODE = 'check_violation', CONSTRAINT = 'coursephases_within_what_is_authorised';\n                    END IF;\n                    RETURN NULL;\n                ", hash='d7551e15260ecfeef69f193d895eb72d55604a21', operation='INSERT', pgid='pgtrigger_coursephases_within_what_is_authorised_60d78', table='scheduling_coursephase', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='coursephase',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "scheduling_coursephaseevent" ("course_id", "id", "least_days", "most_days", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "review_after", "sessions") VALUES (NEW."course_id", NEW."id", NEW."least_days", NEW."most_days", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."review_after", NEW."sessions"); RETURN NULL;', hash='ac41d9149f7495463e98bf6df135758d9c3eb55e', operation='INSERT', pgid='pgtrigger_insert_insert_521e5', table='scheduling_coursephase', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='coursephase',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "scheduling_coursephaseevent" ("course_id", "id", "least_days", "most_days", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "review_after", "sessions") VALUES (NEW."course_id", NEW."id", NEW."least_days", NEW."most_days", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."review_after", NEW."sessions"); RETURN NULL;', hash='310752102b58d0db18713655ae464901381c739d', operation='UPDATE', pgid='pgtrigger_update_update_f9b24', table='scheduling_coursephase', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='coursephase',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "scheduling_coursephaseevent" ("course_id", "id", "least_days", "most_days", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "review_after", "sessions") VALUES (OLD."course_id", OLD."id", OLD."least_days", OLD."most_days", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."review_after", OLD."sessions"); RETURN NULL;', hash='099fa79c652b23a8bd9de87603f3900a6220b627', operation='DELETE', pgid='pgtrigger_delete_delete_b9ca9', table='scheduling_coursephase', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='coursephaseevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8c55e882cc8d21a2865213e69e30ec85e6b87987', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f7a22', table='scheduling_coursephaseevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='extrahours',
            constraint=models.CheckConstraint(condition=models.Q(('starts__lt', models.F('ends'))), name='extrahours_start_before_end', violation_error_message='The end must be later than the start.'),
        ),
        migrations.AddConstraint(
            model_name='extrahours',
            constraint=models.UniqueConstraint(fields=('clinician', 'location', 'day', 'starts'), name='extrahours_once_a_day', violation_error_message='These hours are here already.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='extrahours',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "scheduling_extrahoursevent" ("clinician_id", "day", "ends", "id", "location_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "starts") VALUES (NEW."clinician_id", NEW."day", NEW."ends", NEW."id", NEW."location_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."starts"); RETURN NULL;', hash='654d6912b272304705d05ac1855ef82407893734', operation='INSERT', pgid='pgtrigger_insert_insert_aea01', table='scheduling_extrahours', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='extrahours',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "scheduling_extrahoursevent" ("clinician_id", "day", "ends", "id", "location_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "starts") VALUES (NEW."clinician_id", NEW."day", NEW."ends", NEW."id", NEW."location_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."starts"); RETURN NULL;', hash='d17e782756b70db3ab5703ef3efa02ad3b610854', operation='UPDATE', pgid='pgtrigger_update_update_c6002', table='scheduling_extrahours', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='extrahours',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "scheduling_extrahoursevent" ("clinician_id", "day", "ends", "id", "location_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "starts") VALUES (OLD."clinician_id", OLD."day", OLD."ends", OLD."id", OLD."location_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."starts"); RETURN NULL;', hash='b704e550bac50c53591d1b1737aa1060ccb47985', operation='DELETE', pgid='pgtrigger_delete_delete_4e3b5', table='scheduling_extrahours', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='extrahoursevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2be3eaf8886efa3e6e3b248d8df02aaddc329c49', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b1987', table='scheduling_extrahoursevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='protocol',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_by__isnull', True), ('confirmed_on__isnull', True)), models.Q(('confirmed_by__isnull', False), ('confirmed_on__isnull', False)), _connector='OR'), name='protocol_confirmed_says_who_and_when', violation_error_message='A confirmation has a name and a date.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='protocol',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "scheduling_protocolevent" ("confirmed_by_id", "confirmed_on", "id", "is_active", "key", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "treatment_id") VALUES (NEW."confirmed_by_id", NEW."confirmed_on", NEW."id", NEW."is_active", NEW."key", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."treatment_id"); RETURN NULL;', hash='e43f8fa07f0da1b16ea8e58b0eb4b4e028aaeb53', operation='INSERT', pgid='pgtrigger_insert_insert_cf06e', table='scheduling_protocol', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='protocol',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "scheduling_protocolevent" ("confirmed_by_id", "confirmed_on", "id", "is_active", "key", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "treatment_id") VALUES (NEW."confirmed_by_id", NEW."confirmed_on", NEW."id", NEW."is_active", NEW."key", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."treatment_id"); RETURN NULL;', hash='4fefaf3f85f5de851cee2c3fd4a3d4b546bdf4cf', operation='UPDATE', pgid='pgtrigger_update_update_aa534', table='scheduling_protocol', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='protocol',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "scheduling_protocolevent" ("confirmed_by_id", "confirmed_on", "id", "is_active", "key", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "treatment_id") VALUES (OLD."confirmed_by_id", OLD."confirmed_on", OLD."id", OLD."is_active", OLD."key", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."treatment_id"); RETURN NULL;', hash='83f8ae519b511eea8701f81b257ca840ff5bac8d', operation='DELETE', pgid='pgtrigger_delete_delete_a0352', table='scheduling_protocol', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='protocolevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='361f5d3e0da3628ec6b51d079e43dc8fadb137a2', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_4daf9', table='scheduling_protocolevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='protocolphase',
            constraint=models.CheckConstraint(condition=models.Q(('sessions__gte', 1), ('sessions__lte', 60)), name='protocolphase_number_of_sessions', violation_error_message='A phase has 1 to 60 sessions.'),
        ),
        migrations.AddConstraint(
            model_name='protocolphase',
            constraint=models.CheckConstraint(condition=models.Q(('least_days__lte', models.F('most_days')), ('most_days__lte', 365)), name='protocolphase_days_in_order', violation_error_message='The most days are as many as the least, or more, and 365 at most.'),
        ),
        migrations.AddConstraint(
            model_name='protocolphase',
            constraint=models.UniqueConstraint(fields=('protocol', 'position'), name='protocolphase_once_per_position', violation_error_message='The protocol has a phase in that place.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='protocolphase',
            trigger=pgtrigger.compiler.Trigger(name='changed_phases_are_unconfirmed', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n                    UPDATE scheduling_protocol SET confirmed_by_id = NULL, confirmed_on = NULL\n                    WHERE id IN (OLD.protocol_id, NEW.protocol_id) AND confirmed_by_id IS NOT NULL;\n                    RETURN NULL;\n                ', hash='bab5460851238c7e7f648f56e3d1e17b441cbd81', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_changed_phases_are_unconfirmed_437d3', table='scheduling_protocolphase', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='protocolphase',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "scheduling_protocolphaseevent" ("id", "least_days", "most_days", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "protocol_id", "review_after", "sessions") VALUES (NEW."id", NEW."least_days", NEW."most_days", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."protocol_id", NEW."review_after", NEW."sessions"); RETURN NULL;', hash='2563d3a69b3b6d38c590819ec8b6963b115980d3', operation='INSERT', pgid='pgtrigger_insert_insert_90f1e', table='scheduling_protocolphase', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='protocolphase',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "scheduling_protocolphaseevent" ("id", "least_days", "most_days", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "protocol_id", "review_after", "sessions") VALUES (NEW."id", NEW."least_days", NEW."most_days", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."protocol_id", NEW."review_after", NEW."sessions"); RETURN NULL;', hash='6bf010432a0d6690950994f850cabaf19ab0cb95', operation='UPDATE', pgid='pgtrigger_update_update_0653c', table='scheduling_protocolphase', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='protocolphase',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "scheduling_protocolphaseevent" ("id", "least_days", "most_days", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "protocol_id", "review_after", "sessions") VALUES (OLD."id", OLD."least_days", OLD."most_days", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."protocol_id", OLD."review_after", OLD."sessions"); RETURN NULL;', hash='b00a5583eba45eb50a450ce7ab3a9c411bf2cde2', operation='DELETE', pgid='pgtrigger_delete_delete_5d5fc', table='scheduling_protocolphase', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='protocolphaseevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='26237914929ce5ea9d03179238a5bac456508a8c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3f0a3', table='scheduling_protocolphaseevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='reviewgate',
            constraint=models.UniqueConstraint(fields=('course', 'after_number'), name='reviewgate_once_per_session', violation_error_message='The course has a review after that session.'),
        ),
        migrations.AddConstraint(
            model_name='reviewgate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('decision', '')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('decision__in', ['continue', 'change', 'stop'])), _connector='OR'), name='reviewgate_decided_says_who_and_when', violation_error_message='A decision has a name and a time.'),
        ),
        migrations.AddConstraint(
            model_name='reviewgate',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('note'), 1000), name='reviewgate_note_fits', violation_error_message='Make the note shorter: at most 1000 characters.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewgate',
            trigger=pgtrigger.compiler.Trigger(name='reviewgate_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='18a07a68c72cec6465f4e0c164653f008cc8ed86', operation='DELETE', pgid='pgtrigger_reviewgate_is_never_deleted_21081', table='scheduling_reviewgate', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewgate',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "scheduling_reviewgateevent" ("after_number", "course_id", "decided_at", "decided_by_id", "decision", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."after_number", NEW."course_id", NEW."decided_at", NEW."decided_by_id", NEW."decision", NEW."id", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='1b49c23349831d9ee2516d26fa5f51c6f6dd4a4b', operation='INSERT', pgid='pgtrigger_insert_insert_8aca0', table='scheduling_reviewgate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewgate',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "scheduling_reviewgateevent" ("after_number", "course_id", "decided_at", "decided_by_id", "decision", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."after_number", NEW."course_id", NEW."decided_at", NEW."decided_by_id", NEW."decision", NEW."id", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='e858bd6bc89fc39d24de15b839774129c32aa1cf', operation='UPDATE', pgid='pgtrigger_update_update_84cb7', table='scheduling_reviewgate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewgate',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "scheduling_reviewgateevent" ("after_number", "course_id", "decided_at", "decided_by_id", "decision", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."after_number", OLD."course_id", OLD."decided_at", OLD."decided_by_id", OLD."decision", OLD."id", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='48992169ab3e4de59a55852e384924b9cb9c48f1', operation='DELETE', pgid='pgtrigger_delete_delete_2a773', table='scheduling_reviewgate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewgateevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b67e62b11aea2d38395278b0156764a62500124d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_4f93d', table='scheduling_reviewgateevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='roomclosure',
            constraint=models.CheckConstraint(condition=models.Q(('closed__isempty', False), ('closed__lower_inf', False), ('closed__upper_inf', False)), name='roomclosure_begins_and_ends', violation_error_message='A closure of a room has a beginning and an end.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='roomclosure',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "scheduling_roomclosureevent" ("closed", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "room_id") VALUES (NEW."closed", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."room_id"); RETURN NULL;', hash='dae9430caacb1b11d3500e2d5ef79be19fd67d30', operation='INSERT', pgid='pgtrigger_insert_insert_7b58b', table='scheduling_roomclosure', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='roomclosure',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "scheduling_roomclosureevent" ("closed", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "room_id") VALUES (NEW."closed", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."room_id"); RETURN NULL;', hash='591bfc7d57774454e6136795a567b708cfa6f9ad', operation='UPDATE', pgid='pgtrigger_update_update_b87a2', table='scheduling_roomclosure', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='roomclosure',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "scheduling_roomclosureevent" ("closed", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "room_id") VALUES (OLD."closed", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."room_id"); RETURN NULL;', hash='ed534952b6eef0e458085bb430d7b376dab12c66', operation='DELETE', pgid='pgtrigger_delete_delete_36e7a', table='scheduling_roomclosure', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='roomclosureevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='622fdbbdc20c5b39d79cd0c812d6b56a65863763', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9b973', table='scheduling_roomclosureevent', when='BEFORE')),
        ),
    ]
