import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('locations', '0001_where_we_are'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='crisisline',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='crisisline',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='crisisline',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='crisisline',
            name='is_for_addiction',
            field=models.BooleanField(default=False, help_text='Shown to who is in withdrawal or cannot stop, and not at the end of every page.', verbose_name='about alcohol and drugs'),
        ),
        migrations.AddField(
            model_name='crisislineevent',
            name='is_for_addiction',
            field=models.BooleanField(default=False, help_text='Shown to who is in withdrawal or cannot stop, and not at the end of every page.', verbose_name='about alcohol and drugs'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='crisisline',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "locations_crisislineevent" ("checked_by_id", "checked_on", "cost", "country", "id", "is_emergency", "is_for_addiction", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "position", "text", "website", "when") VALUES (NEW."checked_by_id", NEW."checked_on", NEW."cost", NEW."country", NEW."id", NEW."is_emergency", NEW."is_for_addiction", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."position", NEW."text", NEW."website", NEW."when"); RETURN NULL;', hash='34413464b837d987bf636b501ca0602f0a7064aa', operation='INSERT', pgid='pgtrigger_insert_insert_aea6b', table='locations_crisisline', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='crisisline',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "locations_crisislineevent" ("checked_by_id", "checked_on", "cost", "country", "id", "is_emergency", "is_for_addiction", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "position", "text", "website", "when") VALUES (NEW."checked_by_id", NEW."checked_on", NEW."cost", NEW."country", NEW."id", NEW."is_emergency", NEW."is_for_addiction", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."position", NEW."text", NEW."website", NEW."when"); RETURN NULL;', hash='d35015d52e411aea066f774a14b7432dda253426', operation='UPDATE', pgid='pgtrigger_update_update_df057', table='locations_crisisline', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='crisisline',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "locations_crisislineevent" ("checked_by_id", "checked_on", "cost", "country", "id", "is_emergency", "is_for_addiction", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "position", "text", "website", "when") VALUES (OLD."checked_by_id", OLD."checked_on", OLD."cost", OLD."country", OLD."id", OLD."is_emergency", OLD."is_for_addiction", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."position", OLD."text", OLD."website", OLD."when"); RETURN NULL;', hash='7b247917ac479cf5831572f42796d7ab0f15a8b6', operation='DELETE', pgid='pgtrigger_delete_delete_e785d', table='locations_crisisline', when='AFTER')),
        ),
    ]
