import django.contrib.postgres.functions
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
import patients.links.references
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('screening', '0002_recorded_once'), ('screening', '0003_findings_fit'), ('screening', '0004_follows_its_patient')]

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('education', '0001_claims_and_editions'),
        ('people', '0001_patients_and_holds'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='Evaluation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=patients.links.references.new_reference, editable=False, max_length=32, unique=True)),
                ('form_key', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, unique=True)),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evaluations', to='people.patient', verbose_name='patient')),
                ('treatment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='education.treatment', verbose_name='treatment')),
                ('decision', models.CharField(choices=[('eligible', 'Treatment can go ahead'), ('deferred', 'Deferred'), ('not_now', 'Not now')], max_length=10, verbose_name='decision')),
                ('mode', models.CharField(choices=[('in_person', 'In person'), ('remote', 'By video')], max_length=10, verbose_name='how')),
                ('summary', models.TextField(max_length=5000, verbose_name='findings and reasons')),
                ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='prescriber')),
                ('decided_on', models.DateField(verbose_name='date')),
                ('valid_until', models.DateField(verbose_name='valid until')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='recorded')),
                ('suspended_at', models.DateTimeField(blank=True, null=True, verbose_name='suspended')),
                ('suspended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='suspended by')),
                ('suspended_because', models.CharField(blank=True, max_length=300, verbose_name='why suspended')),
            ],
            options={
                'verbose_name': 'evaluation',
                'verbose_name_plural': 'evaluations',
                'ordering': ['-decided_on', '-id'],
                'constraints': [models.UniqueConstraint(fields=('id', 'patient', 'treatment', 'decision'), name='evaluation_for_courses'), models.CheckConstraint(condition=models.Q(('decision__in', ['eligible', 'deferred', 'not_now'])), name='evaluation_known_decision', violation_error_message='Choose a decision from the list.'), models.CheckConstraint(condition=models.Q(('mode__in', ['in_person', 'remote'])), name='evaluation_known_mode', violation_error_message='Choose how the evaluation was done.'), models.CheckConstraint(condition=models.Q(('valid_until__gt', models.F('decided_on'))), name='evaluation_ends_after_it_begins', violation_error_message='“Valid until” must come after the date of the evaluation.'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('summary'), 5000), name='evaluation_summary_fits', violation_error_message='Make the findings and reasons shorter: at most 5000 characters.'), models.CheckConstraint(condition=models.Q(models.Q(('suspended_at__isnull', True), ('suspended_because', ''), ('suspended_by__isnull', True)), models.Q(('suspended_at__isnull', False), ('suspended_by__isnull', False), models.Q(('suspended_because', ''), _negated=True)), _connector='OR'), name='evaluation_suspended_says_who_and_why', violation_error_message='Suspending an evaluation needs a name and a reason.')],
                'triggers': [pgtrigger.compiler.Trigger(name='follows_its_patient', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                IF TG_OP = 'UPDATE' THEN\n                    IF NEW.patient_id = OLD.patient_id THEN\n                        RETURN NEW;\n                    END IF;\n                    IF NOT EXISTS (\n                        SELECT FROM people_patient\n                        WHERE id = OLD.patient_id AND merged_into_id = NEW.patient_id\n                    ) THEN\n                        RAISE EXCEPTION 'row_stays_with_its_patient'\n                            USING ERRCODE = 'check_violation', CONSTRAINT = 'row_stays_with_its_patient';\n                    END IF;\n                END IF;\n                IF EXISTS (\n                    SELECT FROM people_patient WHERE id = NEW.patient_id AND merged_into_id IS NOT NULL\n                ) THEN\n                    RAISE EXCEPTION 'patient_was_merged'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'patient_was_merged';\n                END IF;\n                RETURN NEW;\n            ", hash='5003164685b2484d2a009f88303a4e8e314ea82a', operation='INSERT OR UPDATE OF "patient_id"', pgid='pgtrigger_follows_its_patient_c08ab', table='screening_evaluation', when='BEFORE')), pgtrigger.compiler.Trigger(name='evaluation_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN ((OLD.reference, OLD.treatment_id, OLD.decision, OLD.mode, OLD.summary, OLD.decided_by_id, OLD.decided_on, OLD.valid_until, OLD.recorded_at, OLD.form_key) IS DISTINCT FROM (NEW.reference, NEW.treatment_id, NEW.decision, NEW.mode, NEW.summary, NEW.decided_by_id, NEW.decided_on, NEW.valid_until, NEW.recorded_at, NEW.form_key))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='0ad25f4eaa03bcdfa3757b4cad9513d9f411a466', operation='UPDATE', pgid='pgtrigger_evaluation_never_changes_03491', table='screening_evaluation', when='BEFORE')), pgtrigger.compiler.Trigger(name='suspending_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.suspended_at IS NOT NULL AND (OLD.suspended_at, OLD.suspended_by_id, OLD.suspended_because) IS DISTINCT FROM (NEW.suspended_at, NEW.suspended_by_id, NEW.suspended_because))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='c07f918b5cb61afc5063ce4c90895e60ada6baed', operation='UPDATE', pgid='pgtrigger_suspending_never_changes_7e208', table='screening_evaluation', when='BEFORE')), pgtrigger.compiler.Trigger(name='evaluation_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='d7fb1d08c3df7df2ea651313df16fcd22ca25aab', operation='DELETE', pgid='pgtrigger_evaluation_is_never_deleted_16723', table='screening_evaluation', when='BEFORE')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "screening_evaluationevent" ("decided_by_id", "decided_on", "decision", "form_key", "id", "mode", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "reference", "summary", "suspended_at", "suspended_because", "suspended_by_id", "treatment_id", "valid_until") VALUES (NEW."decided_by_id", NEW."decided_on", NEW."decision", NEW."form_key", NEW."id", NEW."mode", NEW."patient_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."reference", NEW."summary", NEW."suspended_at", NEW."suspended_because", NEW."suspended_by_id", NEW."treatment_id", NEW."valid_until"); RETURN NULL;', hash='27c1f6103c6f76629af40a06d79920a4e84b815d', operation='INSERT', pgid='pgtrigger_insert_insert_038e8', table='screening_evaluation', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "screening_evaluationevent" ("decided_by_id", "decided_on", "decision", "form_key", "id", "mode", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "reference", "summary", "suspended_at", "suspended_because", "suspended_by_id", "treatment_id", "valid_until") VALUES (NEW."decided_by_id", NEW."decided_on", NEW."decision", NEW."form_key", NEW."id", NEW."mode", NEW."patient_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."reference", NEW."summary", NEW."suspended_at", NEW."suspended_because", NEW."suspended_by_id", NEW."treatment_id", NEW."valid_until"); RETURN NULL;', hash='b15a40aaa1fd4d0f79e0e33f3c117fdc96800599', operation='UPDATE', pgid='pgtrigger_update_update_d4cb0', table='screening_evaluation', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "screening_evaluationevent" ("decided_by_id", "decided_on", "decision", "form_key", "id", "mode", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "reference", "summary", "suspended_at", "suspended_because", "suspended_by_id", "treatment_id", "valid_until") VALUES (OLD."decided_by_id", OLD."decided_on", OLD."decision", OLD."form_key", OLD."id", OLD."mode", OLD."patient_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."reference", OLD."summary", OLD."suspended_at", OLD."suspended_because", OLD."suspended_by_id", OLD."treatment_id", OLD."valid_until"); RETURN NULL;', hash='db159cf069fe223aed0e96f7021bec7a94bda074', operation='DELETE', pgid='pgtrigger_delete_delete_44e2d', table='screening_evaluation', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='EvaluationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='screening.evaluation')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('reference', models.CharField(default=patients.links.references.new_reference, editable=False, max_length=32)),
                ('form_key', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False)),
                ('patient', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.patient', verbose_name='patient')),
                ('treatment', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='education.treatment', verbose_name='treatment')),
                ('decision', models.CharField(choices=[('eligible', 'Treatment can go ahead'), ('deferred', 'Deferred'), ('not_now', 'Not now')], max_length=10, verbose_name='decision')),
                ('mode', models.CharField(choices=[('in_person', 'In person'), ('remote', 'By video')], max_length=10, verbose_name='how')),
                ('summary', models.TextField(max_length=5000, verbose_name='findings and reasons')),
                ('decided_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='prescriber')),
                ('decided_on', models.DateField(verbose_name='date')),
                ('valid_until', models.DateField(verbose_name='valid until')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='recorded')),
                ('suspended_at', models.DateTimeField(blank=True, null=True, verbose_name='suspended')),
                ('suspended_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='suspended by')),
                ('suspended_because', models.CharField(blank=True, max_length=300, verbose_name='why suspended')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='eb64ec60464331deb49c2a269bfd2b89a478e837', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ff1be', table='screening_evaluationevent', when='BEFORE'))],
            },
        ),
    ]
