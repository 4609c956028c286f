import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0001_patients_and_holds'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='hold',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='hold',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='hold',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='hold',
            name='cause',
            field=models.CharField(choices=[('person', 'A person who works here'), ('safety', 'A safety task'), ('answers', 'An answer to the health questions')], default='person', max_length=8, verbose_name='cause'),
        ),
        migrations.AddField(
            model_name='holdevent',
            name='cause',
            field=models.CharField(choices=[('person', 'A person who works here'), ('safety', 'A safety task'), ('answers', 'An answer to the health questions')], default='person', max_length=8, verbose_name='cause'),
        ),
        migrations.AlterField(
            model_name='hold',
            name='raised_by',
            field=models.ForeignKey(blank=True, help_text='Empty where an answer of the patient did.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='raised by'),
        ),
        migrations.AlterField(
            model_name='holdevent',
            name='raised_by',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='Empty where an answer of the patient did.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='raised by'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='hold',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_holdevent" ("cause", "form_key", "id", "lifted_at", "lifted_because", "lifted_by_id", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_at", "raised_by_id", "reason", "reference") VALUES (NEW."cause", NEW."form_key", NEW."id", NEW."lifted_at", NEW."lifted_because", NEW."lifted_by_id", NEW."patient_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."raised_at", NEW."raised_by_id", NEW."reason", NEW."reference"); RETURN NULL;', hash='4c4351f3d7afdc75f44083c81c0da49116df0d89', operation='INSERT', pgid='pgtrigger_insert_insert_86cf3', table='people_hold', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='hold',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "people_holdevent" ("cause", "form_key", "id", "lifted_at", "lifted_because", "lifted_by_id", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_at", "raised_by_id", "reason", "reference") VALUES (NEW."cause", NEW."form_key", NEW."id", NEW."lifted_at", NEW."lifted_because", NEW."lifted_by_id", NEW."patient_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."raised_at", NEW."raised_by_id", NEW."reason", NEW."reference"); RETURN NULL;', hash='7117e3c2c7dfa4ab64e3d5f8429ff2ac653171ef', operation='UPDATE', pgid='pgtrigger_update_update_d2c93', table='people_hold', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='hold',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_holdevent" ("cause", "form_key", "id", "lifted_at", "lifted_because", "lifted_by_id", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_at", "raised_by_id", "reason", "reference") VALUES (OLD."cause", OLD."form_key", OLD."id", OLD."lifted_at", OLD."lifted_because", OLD."lifted_by_id", OLD."patient_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."raised_at", OLD."raised_by_id", OLD."reason", OLD."reference"); RETURN NULL;', hash='6a4885a1de3575918e545af7ee425484484bdee5', operation='DELETE', pgid='pgtrigger_delete_delete_6dbe2', table='people_hold', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='hold',
            constraint=models.CheckConstraint(condition=models.Q(('cause__in', ['person', 'safety', 'answers'])), name='hold_known_cause', violation_error_message='Choose what raised the hold from the list.'),
        ),
        migrations.AddConstraint(
            model_name='hold',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cause', 'person'), _negated=True), ('raised_by__isnull', False), _connector='OR'), name='hold_of_a_person_says_who', violation_error_message='A hold that a person raises has their name.'),
        ),
    ]
