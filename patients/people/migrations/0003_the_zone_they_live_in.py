import clinic.locations.models
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0001_patients_and_holds'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='patient',
            name='merged_patient_never_changes',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='patient',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='patient',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='patient',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='patient',
            name='time_zone',
            field=models.CharField(blank=True, max_length=64, validators=[clinic.locations.models.validate_time_zone], verbose_name='time zone where they live'),
        ),
        migrations.AddField(
            model_name='patientevent',
            name='time_zone',
            field=models.CharField(blank=True, max_length=64, validators=[clinic.locations.models.validate_time_zone], verbose_name='time zone where they live'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='patient',
            trigger=pgtrigger.compiler.Trigger(name='merged_patient_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.merged_into_id IS NOT NULL AND (OLD.reference, OLD.legal_name, OLD.chosen_name, OLD.pronouns, OLD.birth_date, OLD.email, OLD.phone, OLD.channels, OLD.emergency_name, OLD.emergency_relation, OLD.emergency_phone, OLD.escort_name, OLD.escort_phone, OLD.language, OLD.needs_interpreter, OLD.access_needs, OLD.heard_from, OLD.location_id, OLD.time_zone, OLD.inquiry_id, OLD.registered_by_id, OLD.registered_at, OLD.ended_on, OLD.is_namesake, OLD.form_key) IS DISTINCT FROM (NEW.reference, NEW.legal_name, NEW.chosen_name, NEW.pronouns, NEW.birth_date, NEW.email, NEW.phone, NEW.channels, NEW.emergency_name, NEW.emergency_relation, NEW.emergency_phone, NEW.escort_name, NEW.escort_phone, NEW.language, NEW.needs_interpreter, NEW.access_needs, NEW.heard_from, NEW.location_id, NEW.time_zone, NEW.inquiry_id, NEW.registered_by_id, NEW.registered_at, NEW.ended_on, NEW.is_namesake, NEW.form_key))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='af861ebfbddccd8909ccb697c9c321c54876e807', operation='UPDATE', pgid='pgtrigger_merged_patient_never_changes_b7bd9', table='people_patient', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='patient',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_patientevent" ("access_needs", "birth_date", "channels", "chosen_name", "email", "emergency_name", "emergency_phone", "emergency_relation", "ended_on", "escort_name", "escort_phone", "form_key", "heard_from", "id", "inquiry_id", "is_namesake", "language", "legal_name", "location_id", "merged_into_id", "needs_interpreter", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "pronouns", "reference", "registered_at", "registered_by_id", "time_zone") VALUES (NEW."access_needs", NEW."birth_date", NEW."channels", NEW."chosen_name", NEW."email", NEW."emergency_name", NEW."emergency_phone", NEW."emergency_relation", NEW."ended_on", NEW."escort_name", NEW."escort_phone", NEW."form_key", NEW."heard_from", NEW."id", NEW."inquiry_id", NEW."is_namesake", NEW."language", NEW."legal_name", NEW."location_id", NEW."merged_into_id", NEW."needs_interpreter", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."pronouns", NEW."reference", NEW."registered_at", NEW."registered_by_id", NEW."time_zone"); RETURN NULL;', hash='30293070e515659faf2d873697310e2054434611', operation='INSERT', pgid='pgtrigger_insert_insert_17910', table='people_patient', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='patient',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "people_patientevent" ("access_needs", "birth_date", "channels", "chosen_name", "email", "emergency_name", "emergency_phone", "emergency_relation", "ended_on", "escort_name", "escort_phone", "form_key", "heard_from", "id", "inquiry_id", "is_namesake", "language", "legal_name", "location_id", "merged_into_id", "needs_interpreter", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "pronouns", "reference", "registered_at", "registered_by_id", "time_zone") VALUES (NEW."access_needs", NEW."birth_date", NEW."channels", NEW."chosen_name", NEW."email", NEW."emergency_name", NEW."emergency_phone", NEW."emergency_relation", NEW."ended_on", NEW."escort_name", NEW."escort_phone", NEW."form_key", NEW."heard_from", NEW."id", NEW."inquiry_id", NEW."is_namesake", NEW."language", NEW."legal_name", NEW."location_id", NEW."merged_into_id", NEW."needs_interpreter", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."pronouns", NEW."reference", NEW."registered_at", NEW."registered_by_id", NEW."time_zone"); RETURN NULL;', hash='c620c3eda808cb9b60c9e3ad13ea65719a489af4', operation='UPDATE', pgid='pgtrigger_update_update_950c8', table='people_patient', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='patient',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_patientevent" ("access_needs", "birth_date", "channels", "chosen_name", "email", "emergency_name", "emergency_phone", "emergency_relation", "ended_on", "escort_name", "escort_phone", "form_key", "heard_from", "id", "inquiry_id", "is_namesake", "language", "legal_name", "location_id", "merged_into_id", "needs_interpreter", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "pronouns", "reference", "registered_at", "registered_by_id", "time_zone") VALUES (OLD."access_needs", OLD."birth_date", OLD."channels", OLD."chosen_name", OLD."email", OLD."emergency_name", OLD."emergency_phone", OLD."emergency_relation", OLD."ended_on", OLD."escort_name", OLD."escort_phone", OLD."form_key", OLD."heard_from", OLD."id", OLD."inquiry_id", OLD."is_namesake", OLD."language", OLD."legal_name", OLD."location_id", OLD."merged_into_id", OLD."needs_interpreter", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."pronouns", OLD."reference", OLD."registered_at", OLD."registered_by_id", OLD."time_zone"); RETURN NULL;', hash='cfb90acbd10c3c3615c2b97255c5d1b048b6032c', operation='DELETE', pgid='pgtrigger_delete_delete_15ba0', table='people_patient', when='AFTER')),
        ),
    ]
