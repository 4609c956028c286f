import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import patients.links.references
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('education', '0002_a_word_leads_on_too'),
        ('people', '0003_the_zone_they_live_in'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('scheduling', '0001_the_diary'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FreedTime',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=patients.links.references.new_reference, editable=False, max_length=32, unique=True)),
                ('how', models.CharField(choices=[('cancelled', 'Canceled'), ('moved', 'Moved')], max_length=10, verbose_name='how')),
                ('session', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='session')),
                ('room_block', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='room blocked')),
                ('freed_at', models.DateTimeField(verbose_name='freed')),
                ('left_at', models.DateTimeField(blank=True, null=True, verbose_name='left free')),
                ('left_because', models.CharField(blank=True, max_length=200, verbose_name='left free because')),
            ],
            options={
                'verbose_name': 'freed time',
                'verbose_name_plural': 'freed times',
                'ordering': ['session', 'id'],
            },
        ),
        migrations.CreateModel(
            name='FreedTimeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('reference', models.CharField(default=patients.links.references.new_reference, editable=False, max_length=32)),
                ('how', models.CharField(choices=[('cancelled', 'Canceled'), ('moved', 'Moved')], max_length=10, verbose_name='how')),
                ('session', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='session')),
                ('room_block', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='room blocked')),
                ('freed_at', models.DateTimeField(verbose_name='freed')),
                ('left_at', models.DateTimeField(blank=True, null=True, verbose_name='left free')),
                ('left_because', models.CharField(blank=True, max_length=200, verbose_name='left free because')),
            ],
            options={
                'abstract': False,
            },
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
            model_name='appointment',
            name='treatment_rests_on_what_is_in_force',
        ),
        migrations.RemoveConstraint(
            model_name='appointment',
            name='appointment_number_once_per_course',
        ),
        migrations.AddField(
            model_name='appointment',
            name='offered_until',
            field=models.DateTimeField(blank=True, help_text='While it is offered it takes up its time; then the offer lapses.', null=True, verbose_name='offered until'),
        ),
        migrations.AddField(
            model_name='appointmentevent',
            name='offered_until',
            field=models.DateTimeField(blank=True, help_text='While it is offered it takes up its time; then the offer lapses.', null=True, verbose_name='offered until'),
        ),
        migrations.AlterField(
            model_name='appointment',
            name='status',
            field=models.CharField(choices=[('offered', 'Offered'), ('booked', 'Booked'), ('arrived', 'Arrived'), ('ready', 'Ready to leave'), ('finished', 'Finished'), ('cancelled', 'Canceled'), ('no_show', 'Did not come'), ('lapsed', 'Offer ended')], default='booked', max_length=10, verbose_name='status'),
        ),
        migrations.AlterField(
            model_name='appointmentevent',
            name='status',
            field=models.CharField(choices=[('offered', 'Offered'), ('booked', 'Booked'), ('arrived', 'Arrived'), ('ready', 'Ready to leave'), ('finished', 'Finished'), ('cancelled', 'Canceled'), ('no_show', 'Did not come'), ('lapsed', 'Offer ended')], default='booked', max_length=10, verbose_name='status'),
        ),
        migrations.AddIndex(
            model_name='appointment',
            index=models.Index(condition=models.Q(('status', 'offered')), fields=['offered_until'], name='appointment_offered'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='appointment',
            trigger=pgtrigger.compiler.Trigger(name='treatment_rests_on_what_is_in_force', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NEW.kind = 'treatment' AND NEW.status IN ('offered', 'booked', 'arrived', 'ready', 'finished'))", declare='DECLARE today DATE; rests RECORD;', func="\n            IF TG_OP = 'UPDATE' AND OLD.course_id IS NOT DISTINCT FROM NEW.course_id\n                AND OLD.status IN ('offered', 'booked', 'arrived', 'ready', 'finished') AND NOT (OLD.status = 'offered' AND NEW.status = 'booked')\n            THEN\n                RETURN NEW;\n            END IF;\n            SELECT (now() AT TIME ZONE location.time_zone)::date INTO today\n            FROM scheduling_room room JOIN locations_location location ON location.id = room.location_id\n            WHERE room.id = NEW.room_id;\n            SELECT course.ended_on IS NULL AS is_running,\n                   EXISTS (\n                       SELECT FROM screening_evaluation evaluation\n                       WHERE evaluation.patient_id = course.patient_id\n                           AND evaluation.treatment_id = course.treatment_id\n                           AND evaluation.decision = 'eligible'\n                           AND evaluation.suspended_at IS NULL AND evaluation.valid_until >= today\n                           AND NOT EXISTS (\n                               SELECT FROM screening_evaluation later\n                               WHERE later.patient_id = evaluation.patient_id\n                                   AND later.treatment_id = evaluation.treatment_id\n                                   AND later.id > evaluation.id\n                           )\n                   ) AS is_evaluated,\n                   (\n        consent.withdrawn_at IS NULL AND consent.valid_until >= today AND NOT EXISTS (\n            SELECT FROM consent_document signed JOIN consent_document later\n                ON later.kind = signed.kind AND later.treatment_id IS NOT DISTINCT FROM signed.treatment_id\n            WHERE signed.id = consent.document_id AND later.version > signed.version\n                AND later.change = 'must_resign' AND later.issued_on <= today\n        )\n    ) AS is_consented\n            INTO rests\n            FROM scheduling_course course\n            JOIN consent_consent consent ON consent.id = course.consent_id\n            WHERE course.id = NEW.course_id;\n            IF NOT rests.is_running THEN\n                RAISE EXCEPTION 'appointment_course_is_running' USING ERRCODE = 'check_violation', CONSTRAINT = 'appointment_course_is_running';\n            ELSIF NOT rests.is_evaluated THEN\n                RAISE EXCEPTION 'appointment_evaluation_in_force' USING ERRCODE = 'check_violation', CONSTRAINT = 'appointment_evaluation_in_force';\n            ELSIF NOT rests.is_consented THEN\n                RAISE EXCEPTION 'appointment_consent_in_force' USING ERRCODE = 'check_violation', CONSTRAINT = 'appointment_consent_in_force';\n            ELSIF EXISTS (\n                SELECT FROM people_hold WHERE patient_id = NEW.patient_id AND lifted_at IS NULL\n            ) THEN\n                RAISE EXCEPTION 'appointment_patient_not_on_hold' USING ERRCODE = 'check_violation', CONSTRAINT = 'appointment_patient_not_on_hold';\n            ELSIF EXISTS (\n                SELECT FROM scheduling_reviewgate\n                WHERE course_id = NEW.course_id AND after_number < NEW.number\n                    AND decision IN ('change', 'stop')\n            ) THEN\n                RAISE EXCEPTION 'appointment_before_a_review_that_ends_it' USING ERRCODE = 'check_violation', CONSTRAINT = 'appointment_before_a_review_that_ends_it';\n            END IF;\n            RETURN NEW;\n        ", hash='74e6665ae7d41a47272ccb3f24371e8000726409', operation='INSERT OR UPDATE OF "status", "course_id"', pgid='pgtrigger_treatment_rests_on_what_is_in_force_1a00f', table='scheduling_appointment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='appointment',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "scheduling_appointmentevent" ("asked_by", "booked_at", "booked_by_id", "changed_at", "changed_by_id", "clinician_block", "clinician_id", "course_id", "course_sessions", "escort_name", "escort_phone", "form_key", "gap_because", "id", "kind", "number", "offered_until", "outside_hours_because", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reference", "room_block", "room_id", "session", "status", "treatment_id", "type_id", "visit", "was_late") VALUES (NEW."asked_by", NEW."booked_at", NEW."booked_by_id", NEW."changed_at", NEW."changed_by_id", NEW."clinician_block", NEW."clinician_id", NEW."course_id", NEW."course_sessions", NEW."escort_name", NEW."escort_phone", NEW."form_key", NEW."gap_because", NEW."id", NEW."kind", NEW."number", NEW."offered_until", NEW."outside_hours_because", NEW."patient_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."reference", NEW."room_block", NEW."room_id", NEW."session", NEW."status", NEW."treatment_id", NEW."type_id", NEW."visit", NEW."was_late"); RETURN NULL;', hash='780d9cca11c64b5c6949e0f5d5ba34e659e3d845', operation='INSERT', pgid='pgtrigger_insert_insert_cdcf2', table='scheduling_appointment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='appointment',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "scheduling_appointmentevent" ("asked_by", "booked_at", "booked_by_id", "changed_at", "changed_by_id", "clinician_block", "clinician_id", "course_id", "course_sessions", "escort_name", "escort_phone", "form_key", "gap_because", "id", "kind", "number", "offered_until", "outside_hours_because", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reference", "room_block", "room_id", "session", "status", "treatment_id", "type_id", "visit", "was_late") VALUES (NEW."asked_by", NEW."booked_at", NEW."booked_by_id", NEW."changed_at", NEW."changed_by_id", NEW."clinician_block", NEW."clinician_id", NEW."course_id", NEW."course_sessions", NEW."escort_name", NEW."escort_phone", NEW."form_key", NEW."gap_because", NEW."id", NEW."kind", NEW."number", NEW."offered_until", NEW."outside_hours_because", NEW."patient_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."reference", NEW."room_block", NEW."room_id", NEW."session", NEW."status", NEW."treatment_id", NEW."type_id", NEW."visit", NEW."was_late"); RETURN NULL;', hash='ed237ed12fad414372cf8e060b094d7de2854bb0', operation='UPDATE', pgid='pgtrigger_update_update_7193b', table='scheduling_appointment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='appointment',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "scheduling_appointmentevent" ("asked_by", "booked_at", "booked_by_id", "changed_at", "changed_by_id", "clinician_block", "clinician_id", "course_id", "course_sessions", "escort_name", "escort_phone", "form_key", "gap_because", "id", "kind", "number", "offered_until", "outside_hours_because", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reference", "room_block", "room_id", "session", "status", "treatment_id", "type_id", "visit", "was_late") VALUES (OLD."asked_by", OLD."booked_at", OLD."booked_by_id", OLD."changed_at", OLD."changed_by_id", OLD."clinician_block", OLD."clinician_id", OLD."course_id", OLD."course_sessions", OLD."escort_name", OLD."escort_phone", OLD."form_key", OLD."gap_because", OLD."id", OLD."kind", OLD."number", OLD."offered_until", OLD."outside_hours_because", OLD."patient_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."reference", OLD."room_block", OLD."room_id", OLD."session", OLD."status", OLD."treatment_id", OLD."type_id", OLD."visit", OLD."was_late"); RETURN NULL;', hash='e10f0c160e556064ccabe8bf671725bc07d68ba1', operation='DELETE', pgid='pgtrigger_delete_delete_c56ad', table='scheduling_appointment', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'offered'), _negated=True), ('offered_until__isnull', False), _connector='OR'), name='appointment_offer_ends', violation_error_message='Say until when it is offered.'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ('booked', 'arrived', 'ready', 'finished'))), fields=('course', 'number'), name='appointment_number_once_per_course', violation_error_message='This session of the course is booked already.'),
        ),
        migrations.AddField(
            model_name='freedtime',
            name='appointment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='freed_times', to='scheduling.appointment', verbose_name='appointment'),
        ),
        migrations.AddField(
            model_name='freedtime',
            name='clinician',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scheduling.clinician', verbose_name='clinician'),
        ),
        migrations.AddField(
            model_name='freedtime',
            name='left_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='left free by'),
        ),
        migrations.AddField(
            model_name='freedtime',
            name='room',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scheduling.room', verbose_name='room'),
        ),
        migrations.AddField(
            model_name='freedtimeevent',
            name='appointment',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='scheduling.appointment', verbose_name='appointment'),
        ),
        migrations.AddField(
            model_name='freedtimeevent',
            name='clinician',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='scheduling.clinician', verbose_name='clinician'),
        ),
        migrations.AddField(
            model_name='freedtimeevent',
            name='left_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='left free by'),
        ),
        migrations.AddField(
            model_name='freedtimeevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='freedtimeevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='scheduling.freedtime'),
        ),
        migrations.AddField(
            model_name='freedtimeevent',
            name='room',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='scheduling.room', verbose_name='room'),
        ),
        migrations.AddIndex(
            model_name='freedtime',
            index=models.Index(models.Func('session', function='lower', output_field=models.DateTimeField()), name='freedtime_by_beginning'),
        ),
        migrations.AddConstraint(
            model_name='freedtime',
            constraint=models.CheckConstraint(condition=models.Q(('how__in', ['cancelled', 'moved'])), name='freedtime_known_how', violation_error_message='Choose how it came free from the list.'),
        ),
        migrations.AddConstraint(
            model_name='freedtime',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('left_at__isnull', True), ('left_because', ''), ('left_by__isnull', True)), models.Q(('left_at__isnull', False), ('left_by__isnull', False), models.Q(('left_because', ''), _negated=True)), _connector='OR'), name='freedtime_left_by_somebody', violation_error_message='Say why nobody is offered this time.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='freedtime',
            trigger=pgtrigger.compiler.Trigger(name='freedtime_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='449765797663cc337dbe41f1d1f913038bab1cbf', operation='DELETE', pgid='pgtrigger_freedtime_is_never_deleted_54ed2', table='scheduling_freedtime', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='freedtime',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "scheduling_freedtimeevent" ("appointment_id", "clinician_id", "freed_at", "how", "id", "left_at", "left_because", "left_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "room_block", "room_id", "session") VALUES (NEW."appointment_id", NEW."clinician_id", NEW."freed_at", NEW."how", NEW."id", NEW."left_at", NEW."left_because", NEW."left_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reference", NEW."room_block", NEW."room_id", NEW."session"); RETURN NULL;', hash='f01919d697a057e3de0d89c39debb30636f3e8a7', operation='INSERT', pgid='pgtrigger_insert_insert_29c70', table='scheduling_freedtime', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='freedtime',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "scheduling_freedtimeevent" ("appointment_id", "clinician_id", "freed_at", "how", "id", "left_at", "left_because", "left_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "room_block", "room_id", "session") VALUES (NEW."appointment_id", NEW."clinician_id", NEW."freed_at", NEW."how", NEW."id", NEW."left_at", NEW."left_because", NEW."left_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reference", NEW."room_block", NEW."room_id", NEW."session"); RETURN NULL;', hash='8725938a49b39a567a8e04ffc830c16e128e4d44', operation='UPDATE', pgid='pgtrigger_update_update_27878', table='scheduling_freedtime', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='freedtime',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "scheduling_freedtimeevent" ("appointment_id", "clinician_id", "freed_at", "how", "id", "left_at", "left_because", "left_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "room_block", "room_id", "session") VALUES (OLD."appointment_id", OLD."clinician_id", OLD."freed_at", OLD."how", OLD."id", OLD."left_at", OLD."left_because", OLD."left_by_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reference", OLD."room_block", OLD."room_id", OLD."session"); RETURN NULL;', hash='cf39d1a683ed1fbc0bfdac41741fe999a6e925f7', operation='DELETE', pgid='pgtrigger_delete_delete_86bb3', table='scheduling_freedtime', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='freedtimeevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0eb166960c35a406f5a28c5e1a0aa9120e51b4dd', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b95dd', table='scheduling_freedtimeevent', when='BEFORE')),
        ),
    ]
