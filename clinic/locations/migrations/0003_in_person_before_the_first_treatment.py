import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('locations', '0002_lines_about_alcohol_and_drugs'),
    ]

    operations = [
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
        migrations.AddField(
            model_name='location',
            name='sees_in_person_first',
            field=models.BooleanField(default=True, help_text='A prescriber who saw somebody by video alone cannot decide for treatment. Ask your lawyer first.', verbose_name='sees patients in person before the first treatment'),
        ),
        migrations.AddField(
            model_name='locationevent',
            name='sees_in_person_first',
            field=models.BooleanField(default=True, help_text='A prescriber who saw somebody by video alone cannot decide for treatment. Ask your lawyer first.', verbose_name='sees patients in person before the first treatment'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='location',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "locations_locationevent" ("answer_within", "city", "country", "getting_here", "id", "is_active", "medical_director_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postal_code", "region", "sees_in_person_first", "slug", "street", "time_zone") VALUES (NEW."answer_within", NEW."city", NEW."country", NEW."getting_here", NEW."id", NEW."is_active", NEW."medical_director_id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."postal_code", NEW."region", NEW."sees_in_person_first", NEW."slug", NEW."street", NEW."time_zone"); RETURN NULL;', hash='7a947c3e0150d588e59b0a2afc6003a046a18dd5', operation='INSERT', pgid='pgtrigger_insert_insert_61b07', table='locations_location', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='location',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "locations_locationevent" ("answer_within", "city", "country", "getting_here", "id", "is_active", "medical_director_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postal_code", "region", "sees_in_person_first", "slug", "street", "time_zone") VALUES (NEW."answer_within", NEW."city", NEW."country", NEW."getting_here", NEW."id", NEW."is_active", NEW."medical_director_id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."postal_code", NEW."region", NEW."sees_in_person_first", NEW."slug", NEW."street", NEW."time_zone"); RETURN NULL;', hash='82608e1c2d9053a0d49ca0e9d4db897b19b5ef8a', operation='UPDATE', pgid='pgtrigger_update_update_17196', table='locations_location', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='location',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "locations_locationevent" ("answer_within", "city", "country", "getting_here", "id", "is_active", "medical_director_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postal_code", "region", "sees_in_person_first", "slug", "street", "time_zone") VALUES (OLD."answer_within", OLD."city", OLD."country", OLD."getting_here", OLD."id", OLD."is_active", OLD."medical_director_id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."postal_code", OLD."region", OLD."sees_in_person_first", OLD."slug", OLD."street", OLD."time_zone"); RETURN NULL;', hash='102587ff097bb720d2f6ccdc3be0e7e55672e4ed', operation='DELETE', pgid='pgtrigger_delete_delete_09a27', table='locations_location', when='AFTER')),
        ),
    ]
