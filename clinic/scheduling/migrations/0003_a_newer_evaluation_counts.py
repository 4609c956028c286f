import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('scheduling', '0002_signed_again_where_a_version_asks'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='appointment',
            name='treatment_rests_on_what_is_in_force',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='appointment',
            trigger=pgtrigger.compiler.Trigger(name='treatment_rests_on_what_is_in_force', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NEW.kind = 'treatment' AND NEW.status IN ('offered', 'booked', 'arrived', 'ready', 'finished'))", declare='DECLARE today DATE; rests RECORD;', func="\n            IF TG_OP = 'UPDATE' AND OLD.course_id IS NOT DISTINCT FROM NEW.course_id\n                AND OLD.status IN ('offered', 'booked', 'arrived', 'ready', 'finished')\n            THEN\n                RETURN NEW;\n            END IF;\n            SELECT (now() AT TIME ZONE location.time_zone)::date INTO today\n            FROM scheduling_room room JOIN locations_location location ON location.id = room.location_id\n            WHERE room.id = NEW.room_id;\n            SELECT course.ended_on IS NULL AS is_running,\n                   EXISTS (\n                       SELECT FROM screening_evaluation evaluation\n                       WHERE evaluation.patient_id = course.patient_id\n                           AND evaluation.treatment_id = course.treatment_id\n                           AND evaluation.decision = 'eligible'\n                           AND evaluation.suspended_at IS NULL AND evaluation.valid_until >= today\n                           AND NOT EXISTS (\n                               SELECT FROM screening_evaluation later\n                               WHERE later.patient_id = evaluation.patient_id\n                                   AND later.treatment_id = evaluation.treatment_id\n                                   AND later.id > evaluation.id\n                           )\n                   ) AS is_evaluated,\n                   (\n        consent.withdrawn_at IS NULL AND consent.valid_until >= today AND NOT EXISTS (\n            SELECT FROM consent_document signed JOIN consent_document later\n                ON later.kind = signed.kind AND later.treatment_id IS NOT DISTINCT FROM signed.treatment_id\n            WHERE signed.id = consent.document_id AND later.version > signed.version\n                AND later.change = 'must_resign' AND later.issued_on <= today\n        )\n    ) AS is_consented\n            INTO rests\n            FROM scheduling_course course\n            JOIN consent_consent consent ON consent.id = course.consent_id\n            WHERE course.id = NEW.course_id;\n            IF NOT rests.is_running THEN\n                RAISE EXCEPTION 'appointment_course_is_running' USING ERRCODE = 'check_violation', CONSTRAINT = 'appointment_course_is_running';\n            ELSIF NOT rests.is_evaluated THEN\n                RAISE EXCEPTION 'appointment_evaluation_in_force' USING ERRCODE = 'check_violation', CONSTRAINT = 'appointment_evaluation_in_force';\n            ELSIF NOT rests.is_consented THEN\n                RAISE EXCEPTION 'appointment_consent_in_force' USING ERRCODE = 'check_violation', CONSTRAINT = 'appointment_consent_in_force';\n            ELSIF EXISTS (\n                SELECT FROM people_hold WHERE patient_id = NEW.patient_id AND lifted_at IS NULL\n            ) THEN\n                RAISE EXCEPTION 'appointment_patient_not_on_hold' USING ERRCODE = 'check_violation', CONSTRAINT = 'appointment_patient_not_on_hold';\n            END IF;\n            RETURN NEW;\n        ", hash='9399384ce1fad170d47ecb65a732ed9a80c881f9', operation='INSERT OR UPDATE OF "status", "course_id"', pgid='pgtrigger_treatment_rests_on_what_is_in_force_1a00f', table='scheduling_appointment', when='BEFORE')),
        ),
    ]
