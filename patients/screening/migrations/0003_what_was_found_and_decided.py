import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
import patients.links.references
import pgtrigger.compiler
import pgtrigger.migrations
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('education', '0002_a_word_leads_on_too'),
        ('people', '0002_an_answer_holds_care'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('screening', '0002_questions_and_answers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Assessment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=patients.links.references.new_reference, editable=False, max_length=32, unique=True)),
                ('form_key', models.UUIDField(editable=False, unique=True)),
                ('mode', models.CharField(choices=[('in_person', 'In person'), ('remote', 'By video')], max_length=10, verbose_name='how')),
                ('examined_on', models.DateField(verbose_name='date')),
                ('systolic', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(40), django.core.validators.MaxValueValidator(300)], verbose_name='blood pressure, upper number')),
                ('diastolic', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(20), django.core.validators.MaxValueValidator(200)], verbose_name='blood pressure, lower number')),
                ('pulse', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(20), django.core.validators.MaxValueValidator(250)], verbose_name='pulse a minute')),
                ('breathing', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(4), django.core.validators.MaxValueValidator(60)], verbose_name='breaths a minute')),
                ('oxygen', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(50), django.core.validators.MaxValueValidator(100)], verbose_name='oxygen saturation, %')),
                ('temperature', models.DecimalField(blank=True, decimal_places=1, max_digits=3, null=True, validators=[django.core.validators.MinValueValidator(Decimal('30')), django.core.validators.MaxValueValidator(Decimal('43'))], verbose_name='temperature, °C')),
                ('weight_kg', models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True, validators=[django.core.validators.MinValueValidator(Decimal('20')), django.core.validators.MaxValueValidator(Decimal('650'))], verbose_name='weight, kg')),
                ('height_cm', models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True, validators=[django.core.validators.MinValueValidator(Decimal('50')), django.core.validators.MaxValueValidator(Decimal('272'))], verbose_name='height, cm')),
                ('diagnoses', models.TextField(blank=True, max_length=5000, verbose_name='diagnoses considered')),
                ('medicines', models.TextField(blank=True, max_length=5000, verbose_name='medicines')),
                ('findings', models.TextField(max_length=5000, verbose_name='findings')),
                ('signed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='signed')),
            ],
            options={
                'verbose_name': 'examination',
                'verbose_name_plural': 'examinations',
                'ordering': ['-signed_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='AssessmentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('reference', models.CharField(default=patients.links.references.new_reference, editable=False, max_length=32)),
                ('form_key', models.UUIDField(editable=False)),
                ('mode', models.CharField(choices=[('in_person', 'In person'), ('remote', 'By video')], max_length=10, verbose_name='how')),
                ('examined_on', models.DateField(verbose_name='date')),
                ('systolic', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(40), django.core.validators.MaxValueValidator(300)], verbose_name='blood pressure, upper number')),
                ('diastolic', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(20), django.core.validators.MaxValueValidator(200)], verbose_name='blood pressure, lower number')),
                ('pulse', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(20), django.core.validators.MaxValueValidator(250)], verbose_name='pulse a minute')),
                ('breathing', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(4), django.core.validators.MaxValueValidator(60)], verbose_name='breaths a minute')),
                ('oxygen', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(50), django.core.validators.MaxValueValidator(100)], verbose_name='oxygen saturation, %')),
                ('temperature', models.DecimalField(blank=True, decimal_places=1, max_digits=3, null=True, validators=[django.core.validators.MinValueValidator(Decimal('30')), django.core.validators.MaxValueValidator(Decimal('43'))], verbose_name='temperature, °C')),
                ('weight_kg', models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True, validators=[django.core.validators.MinValueValidator(Decimal('20')), django.core.validators.MaxValueValidator(Decimal('650'))], verbose_name='weight, kg')),
                ('height_cm', models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True, validators=[django.core.validators.MinValueValidator(Decimal('50')), django.core.validators.MaxValueValidator(Decimal('272'))], verbose_name='height, cm')),
                ('diagnoses', models.TextField(blank=True, max_length=5000, verbose_name='diagnoses considered')),
                ('medicines', models.TextField(blank=True, max_length=5000, verbose_name='medicines')),
                ('findings', models.TextField(max_length=5000, verbose_name='findings')),
                ('signed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='signed')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FlagDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('decision', models.CharField(choices=[('accept', 'Accept it'), ('stop', 'Stop here'), ('ask_more', 'Ask more first')], max_length=10, verbose_name='decision')),
                ('reason', models.CharField(max_length=500, verbose_name='why')),
            ],
            options={
                'verbose_name': 'decision about a flag',
                'verbose_name_plural': 'decisions about flags',
                'ordering': ['pk'],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='evaluation',
            name='evaluation_never_changes',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='evaluation',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='evaluation',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='evaluation',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='evaluation',
            name='letter',
            field=models.TextField(blank=True, max_length=5000, verbose_name='letter to the patient'),
        ),
        migrations.AddField(
            model_name='evaluationevent',
            name='letter',
            field=models.TextField(blank=True, max_length=5000, verbose_name='letter to the patient'),
        ),
        migrations.AlterField(
            model_name='evaluation',
            name='summary',
            field=models.TextField(max_length=5000, verbose_name='reasons'),
        ),
        migrations.AlterField(
            model_name='evaluationevent',
            name='summary',
            field=models.TextField(max_length=5000, verbose_name='reasons'),
        ),
        migrations.AlterField(
            model_name='flag',
            name='answer',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='flags', to='screening.answer', verbose_name='answer'),
        ),
        migrations.AddField(
            model_name='assessment',
            name='patient',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='people.patient', verbose_name='patient'),
        ),
        migrations.AddField(
            model_name='assessment',
            name='response',
            field=models.ForeignKey(blank=True, help_text='Empty where the patient had not answered yet.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='screening.questionnaireresponse', verbose_name='answers that were read'),
        ),
        migrations.AddField(
            model_name='assessment',
            name='signed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='signed by'),
        ),
        migrations.AddField(
            model_name='evaluation',
            name='assessment',
            field=models.ForeignKey(blank=True, help_text='Empty for a decision of before examinations were kept.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='evaluations', to='screening.assessment', verbose_name='examination'),
        ),
        migrations.AddField(
            model_name='evaluationevent',
            name='assessment',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='Empty for a decision of before examinations were kept.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='screening.assessment', verbose_name='examination'),
        ),
        migrations.AddField(
            model_name='flag',
            name='assessment',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='flags', to='screening.assessment', verbose_name='examination'),
        ),
        migrations.AddIndex(
            model_name='evaluation',
            index=models.Index(fields=['patient', 'treatment', '-id'], name='evaluation_newest_first'),
        ),
        migrations.AddConstraint(
            model_name='evaluation',
            constraint=models.UniqueConstraint(fields=('assessment', 'treatment'), name='evaluation_once_per_examination', violation_error_message='This treatment is decided already.'),
        ),
        migrations.AddConstraint(
            model_name='evaluation',
            constraint=models.CheckConstraint(condition=models.Q(('assessment__isnull', True), models.Q(('decision', 'eligible'), ('letter', '')), models.Q(models.Q(('decision', 'eligible'), _negated=True), models.Q(('letter', ''), _negated=True)), _connector='OR'), name='evaluation_letter_where_it_waits', violation_error_message='“Deferred” and “not now” go with a letter to the patient.'),
        ),
        migrations.AddConstraint(
            model_name='evaluation',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('letter'), 5000), name='evaluation_letter_fits', violation_error_message='Make the letter shorter: at most 5000 characters.'),
        ),
        migrations.AddConstraint(
            model_name='flag',
            constraint=models.UniqueConstraint(fields=('assessment', 'rule'), name='flag_of_examination_once', violation_error_message='This flag is raised already.'),
        ),
        migrations.AddConstraint(
            model_name='flag',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer__isnull', False), ('assessment__isnull', True)), models.Q(('answer__isnull', True), ('assessment__isnull', False)), _connector='OR'), name='flag_comes_of_one_thing', violation_error_message='A flag comes of an answer or of an examination.'),
        ),
        migrations.AlterConstraint(
            model_name='evaluation',
            name='evaluation_summary_fits',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('summary'), 5000), name='evaluation_summary_fits', violation_error_message='Make the reasons shorter: at most 5000 characters.'),
        ),
        migrations.AddField(
            model_name='assessmentevent',
            name='patient',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.patient', verbose_name='patient'),
        ),
        migrations.AddField(
            model_name='assessmentevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='assessmentevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='screening.assessment'),
        ),
        migrations.AddField(
            model_name='assessmentevent',
            name='response',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='Empty where the patient had not answered yet.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='screening.questionnaireresponse', verbose_name='answers that were read'),
        ),
        migrations.AddField(
            model_name='assessmentevent',
            name='signed_by',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='signed by'),
        ),
        migrations.AddField(
            model_name='flagdecision',
            name='assessment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='flag_decisions', to='screening.assessment', verbose_name='examination'),
        ),
        migrations.AddField(
            model_name='flagdecision',
            name='flag',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='screening.flag', verbose_name='flag'),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.CheckConstraint(condition=models.Q(('mode__in', ['in_person', 'remote'])), name='assessment_known_mode', violation_error_message='Choose how you saw the patient.'),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('systolic__isnull', True), models.Q(('systolic__gte', 40), ('systolic__lte', 300)), _connector='OR'), models.Q(('diastolic__isnull', True), models.Q(('diastolic__gte', 20), ('diastolic__lte', 200)), _connector='OR'), models.Q(('pulse__isnull', True), models.Q(('pulse__gte', 20), ('pulse__lte', 250)), _connector='OR'), models.Q(('breathing__isnull', True), models.Q(('breathing__gte', 4), ('breathing__lte', 60)), _connector='OR'), models.Q(('oxygen__isnull', True), models.Q(('oxygen__gte', 50), ('oxygen__lte', 100)), _connector='OR'), models.Q(('temperature__isnull', True), models.Q(('temperature__gte', Decimal('30')), ('temperature__lte', Decimal('43'))), _connector='OR'), models.Q(('weight_kg__isnull', True), models.Q(('weight_kg__gte', Decimal('20')), ('weight_kg__lte', Decimal('650'))), _connector='OR'), models.Q(('height_cm__isnull', True), models.Q(('height_cm__gte', Decimal('50')), ('height_cm__lte', Decimal('272'))), _connector='OR')), name='assessment_measured_within_bounds', violation_error_message='Please check what you measured: one of the numbers seems mistyped.'),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('diastolic__isnull', True), ('systolic__isnull', True)), models.Q(('diastolic__isnull', False), ('systolic__gt', models.F('diastolic')), ('systolic__isnull', False)), _connector='OR'), name='assessment_pressure_has_two_numbers', violation_error_message='Blood pressure has two numbers, the upper one higher.'),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('mode', 'in_person'), _negated=True), ('systolic__isnull', False), _connector='OR'), name='assessment_in_person_has_blood_pressure', violation_error_message='You saw them in person: give the blood pressure.'),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('findings'), 5000), name='assessment_findings_fit', violation_error_message='Make the findings shorter: at most 5000 characters.'),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('diagnoses'), 5000), name='assessment_diagnoses_fit', violation_error_message='Make the diagnoses shorter: at most 5000 characters.'),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('medicines'), 5000), name='assessment_medicines_fit', violation_error_message='Make the medicines shorter: at most 5000 characters.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assessment',
            trigger=pgtrigger.compiler.Trigger(name='follows_its_patient', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                IF TG_OP = 'UPDATE' THEN\n                    IF NEW.patient_id = OLD.patient_id THEN\n                        RETURN NEW;\n                    END IF;\n                    IF NOT EXISTS (\n                        SELECT FROM people_patient\n                        WHERE id = OLD.patient_id AND merged_into_id = NEW.patient_id\n                    ) THEN\n                        RAISE EXCEPTION 'row_stays_with_its_patient'\n                            USING ERRCODE = 'check_violation', CONSTRAINT = 'row_stays_with_its_patient';\n                    END IF;\n                END IF;\n                IF EXISTS (\n                    SELECT FROM people_patient WHERE id = NEW.patient_id AND merged_into_id IS NOT NULL\n                ) THEN\n                    RAISE EXCEPTION 'patient_was_merged'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'patient_was_merged';\n                END IF;\n                RETURN NEW;\n            ", hash='c1827ad8883c8cf5f55fd37230cb248f29f5900d', operation='INSERT OR UPDATE OF "patient_id"', pgid='pgtrigger_follows_its_patient_811b3', table='screening_assessment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assessment',
            trigger=pgtrigger.compiler.Trigger(name='assessment_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN ((OLD.reference, OLD.form_key, OLD.response_id, OLD.mode, OLD.examined_on, OLD.systolic, OLD.diastolic, OLD.pulse, OLD.breathing, OLD.oxygen, OLD.temperature, OLD.weight_kg, OLD.height_cm, OLD.diagnoses, OLD.medicines, OLD.findings, OLD.signed_by_id, OLD.signed_at) IS DISTINCT FROM (NEW.reference, NEW.form_key, NEW.response_id, NEW.mode, NEW.examined_on, NEW.systolic, NEW.diastolic, NEW.pulse, NEW.breathing, NEW.oxygen, NEW.temperature, NEW.weight_kg, NEW.height_cm, NEW.diagnoses, NEW.medicines, NEW.findings, NEW.signed_by_id, NEW.signed_at))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='e323455f78841b14f728f6f1debe99170aa1f674', operation='UPDATE', pgid='pgtrigger_assessment_never_changes_08261', table='screening_assessment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assessment',
            trigger=pgtrigger.compiler.Trigger(name='assessment_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='c758f10074801faa39cfc25fcd77bedf582e6e61', operation='DELETE', pgid='pgtrigger_assessment_is_never_deleted_3d65f', table='screening_assessment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assessment',
            trigger=pgtrigger.compiler.Trigger(name='assessment_reads_the_patients_answers', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW.response_id IS NOT NULL)', func="\n                    IF NOT EXISTS (\n                        SELECT FROM screening_questionnaireresponse\n                        WHERE id = NEW.response_id AND patient_id = NEW.patient_id\n                            AND submitted_at IS NOT NULL\n                    ) THEN\n                        RAISE EXCEPTION 'assessment_reads_the_patients_answers' USING ERRCODE = 'check_violation', CONSTRAINT = 'assessment_reads_the_patients_answers';\n                    END IF;\n                    RETURN NEW;\n                ", hash='23cf35862f2759c5f04a23436b14bad57c6dfa1d', operation='INSERT', pgid='pgtrigger_assessment_reads_the_patients_answers_fe21c', table='screening_assessment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assessment',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "screening_assessmentevent" ("breathing", "diagnoses", "diastolic", "examined_on", "findings", "form_key", "height_cm", "id", "medicines", "mode", "oxygen", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pulse", "reference", "response_id", "signed_at", "signed_by_id", "systolic", "temperature", "weight_kg") VALUES (NEW."breathing", NEW."diagnoses", NEW."diastolic", NEW."examined_on", NEW."findings", NEW."form_key", NEW."height_cm", NEW."id", NEW."medicines", NEW."mode", NEW."oxygen", NEW."patient_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."pulse", NEW."reference", NEW."response_id", NEW."signed_at", NEW."signed_by_id", NEW."systolic", NEW."temperature", NEW."weight_kg"); RETURN NULL;', hash='3730eee2e372082e321f3c79c2ed0d7fa048d014', operation='INSERT', pgid='pgtrigger_insert_insert_0ca09', table='screening_assessment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assessment',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "screening_assessmentevent" ("breathing", "diagnoses", "diastolic", "examined_on", "findings", "form_key", "height_cm", "id", "medicines", "mode", "oxygen", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pulse", "reference", "response_id", "signed_at", "signed_by_id", "systolic", "temperature", "weight_kg") VALUES (NEW."breathing", NEW."diagnoses", NEW."diastolic", NEW."examined_on", NEW."findings", NEW."form_key", NEW."height_cm", NEW."id", NEW."medicines", NEW."mode", NEW."oxygen", NEW."patient_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."pulse", NEW."reference", NEW."response_id", NEW."signed_at", NEW."signed_by_id", NEW."systolic", NEW."temperature", NEW."weight_kg"); RETURN NULL;', hash='b7e065816b1daf224cd81c882944b381b9a0e04e', operation='UPDATE', pgid='pgtrigger_update_update_79919', table='screening_assessment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assessment',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "screening_assessmentevent" ("breathing", "diagnoses", "diastolic", "examined_on", "findings", "form_key", "height_cm", "id", "medicines", "mode", "oxygen", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pulse", "reference", "response_id", "signed_at", "signed_by_id", "systolic", "temperature", "weight_kg") VALUES (OLD."breathing", OLD."diagnoses", OLD."diastolic", OLD."examined_on", OLD."findings", OLD."form_key", OLD."height_cm", OLD."id", OLD."medicines", OLD."mode", OLD."oxygen", OLD."patient_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."pulse", OLD."reference", OLD."response_id", OLD."signed_at", OLD."signed_by_id", OLD."systolic", OLD."temperature", OLD."weight_kg"); RETURN NULL;', hash='6344fa5d416fc4c0fea960235da10d5053d42231', operation='DELETE', pgid='pgtrigger_delete_delete_5324f', table='screening_assessment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assessmentevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9c83623f5c5bd0a15a9fe17426af2a7455c00007', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_2bedf', table='screening_assessmentevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='flagdecision',
            constraint=models.UniqueConstraint(fields=('assessment', 'flag'), name='flagdecision_once', violation_error_message='This flag is decided already.'),
        ),
        migrations.AddConstraint(
            model_name='flagdecision',
            constraint=models.CheckConstraint(condition=models.Q(('decision__in', ['accept', 'stop', 'ask_more'])), name='flagdecision_known_decision', violation_error_message='Choose a decision from the list.'),
        ),
        migrations.AddConstraint(
            model_name='flagdecision',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='flagdecision_says_why', violation_error_message='Say why.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='flagdecision',
            trigger=pgtrigger.compiler.Trigger(name='flagdecision_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='fc1b26a401b71f7a64e1cb5e442d4d0c4fc2901d', operation='UPDATE OR DELETE', pgid='pgtrigger_flagdecision_never_changes_63191', table='screening_flagdecision', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='flagdecision',
            trigger=pgtrigger.compiler.Trigger(name='flagdecision_is_about_what_was_read', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF NOT EXISTS (\n                        SELECT FROM screening_flag flag\n                        JOIN screening_assessment assessment ON assessment.id = NEW.assessment_id\n                        LEFT JOIN screening_answer answer ON answer.id = flag.answer_id\n                        WHERE flag.id = NEW.flag_id AND (\n                            flag.assessment_id = assessment.id OR answer.response_id = assessment.response_id\n                        )\n                    ) THEN\n                        RAISE EXCEPTION 'flagdecision_is_about_what_was_read' USING ERRCODE = 'check_violation', CONSTRAINT = 'flagdecision_is_about_what_was_read';\n                    END IF;\n                    RETURN NEW;\n                ", hash='fe9cbb031e4710267f16ded0a2a2a5503abd488d', operation='INSERT', pgid='pgtrigger_flagdecision_is_about_what_was_read_24119', table='screening_flagdecision', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='evaluation',
            trigger=pgtrigger.compiler.Trigger(name='evaluation_rests_on_an_examination', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE read RECORD; newest BIGINT;', func="\n            SELECT patient_id, response_id INTO read FROM screening_assessment WHERE id = NEW.assessment_id;\n            IF read.patient_id IS DISTINCT FROM NEW.patient_id THEN\n                RAISE EXCEPTION 'evaluation_has_an_examination' USING ERRCODE = 'check_violation', CONSTRAINT = 'evaluation_has_an_examination';\n            END IF;\n            IF NEW.decision <> 'eligible' THEN\n                RETURN NEW;\n            END IF;\n            SELECT id INTO newest FROM screening_questionnaireresponse\n            WHERE patient_id = NEW.patient_id AND submitted_at IS NOT NULL\n            ORDER BY submitted_at DESC, id DESC LIMIT 1;\n            IF newest IS DISTINCT FROM read.response_id THEN\n                RAISE EXCEPTION 'evaluation_reads_the_newest_answers' USING ERRCODE = 'check_violation', CONSTRAINT = 'evaluation_reads_the_newest_answers';\n            END IF;\n            IF EXISTS (\n                SELECT FROM screening_flag flag\n                JOIN screening_rule rule ON rule.id = flag.rule_id\n                JOIN education_treatment treatment ON treatment.id = NEW.treatment_id\n                WHERE flag.level IN ('crisis', 'stop', 'clinician_review')\n                    AND (rule.applies_to = 'all'\n                        OR treatment.key = ANY (string_to_array(replace(rule.applies_to, ' ', ''), ',')))\n                    AND (flag.assessment_id = NEW.assessment_id OR flag.answer_id IN (\n                        SELECT DISTINCT ON (asked.key) answer.id\n                        FROM screening_answer answer JOIN screening_rule asked ON asked.id = answer.rule_id\n                        WHERE answer.response_id = newest\n                        ORDER BY asked.key, answer.id DESC\n                    ))\n                    AND NOT EXISTS (\n                        SELECT FROM screening_flagdecision decided\n                        WHERE decided.assessment_id = NEW.assessment_id AND decided.flag_id = flag.id\n                            AND decided.decision = 'accept'\n                    )\n            ) THEN\n                RAISE EXCEPTION 'evaluation_leaves_no_flag_undecided' USING ERRCODE = 'check_violation', CONSTRAINT = 'evaluation_leaves_no_flag_undecided';\n            END IF;\n            RETURN NEW;\n        ", hash='8268acdd0586acfdfa7d5782fb3dfa6f228f444d', operation='INSERT', pgid='pgtrigger_evaluation_rests_on_an_examination_371d1', table='screening_evaluation', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='evaluation',
            trigger=pgtrigger.compiler.Trigger(name='evaluation_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN ((OLD.reference, OLD.treatment_id, OLD.decision, OLD.mode, OLD.summary, OLD.decided_by_id, OLD.decided_on, OLD.valid_until, OLD.recorded_at, OLD.form_key, OLD.assessment_id, OLD.letter) IS DISTINCT FROM (NEW.reference, NEW.treatment_id, NEW.decision, NEW.mode, NEW.summary, NEW.decided_by_id, NEW.decided_on, NEW.valid_until, NEW.recorded_at, NEW.form_key, NEW.assessment_id, NEW.letter))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='f173e30ec77265ad1869b55b2c1b350a77f1e916', operation='UPDATE', pgid='pgtrigger_evaluation_never_changes_03491', table='screening_evaluation', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='evaluation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "screening_evaluationevent" ("assessment_id", "decided_by_id", "decided_on", "decision", "form_key", "id", "letter", "mode", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "reference", "summary", "suspended_at", "suspended_because", "suspended_by_id", "treatment_id", "valid_until") VALUES (NEW."assessment_id", NEW."decided_by_id", NEW."decided_on", NEW."decision", NEW."form_key", NEW."id", NEW."letter", NEW."mode", NEW."patient_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."reference", NEW."summary", NEW."suspended_at", NEW."suspended_because", NEW."suspended_by_id", NEW."treatment_id", NEW."valid_until"); RETURN NULL;', hash='a2c60629fb6a6babf4ecf9a1ae3c8bd4788cde5b', operation='INSERT', pgid='pgtrigger_insert_insert_038e8', table='screening_evaluation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='evaluation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "screening_evaluationevent" ("assessment_id", "decided_by_id", "decided_on", "decision", "form_key", "id", "letter", "mode", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "reference", "summary", "suspended_at", "suspended_because", "suspended_by_id", "treatment_id", "valid_until") VALUES (NEW."assessment_id", NEW."decided_by_id", NEW."decided_on", NEW."decision", NEW."form_key", NEW."id", NEW."letter", NEW."mode", NEW."patient_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."reference", NEW."summary", NEW."suspended_at", NEW."suspended_because", NEW."suspended_by_id", NEW."treatment_id", NEW."valid_until"); RETURN NULL;', hash='08a420527e02cb06798ccfcc7350252b9b245d2d', operation='UPDATE', pgid='pgtrigger_update_update_d4cb0', table='screening_evaluation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='evaluation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "screening_evaluationevent" ("assessment_id", "decided_by_id", "decided_on", "decision", "form_key", "id", "letter", "mode", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "reference", "summary", "suspended_at", "suspended_because", "suspended_by_id", "treatment_id", "valid_until") VALUES (OLD."assessment_id", OLD."decided_by_id", OLD."decided_on", OLD."decision", OLD."form_key", OLD."id", OLD."letter", OLD."mode", OLD."patient_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."reference", OLD."summary", OLD."suspended_at", OLD."suspended_because", OLD."suspended_by_id", OLD."treatment_id", OLD."valid_until"); RETURN NULL;', hash='300d843392ee39b8db92362cc2eebe261ebed54b', operation='DELETE', pgid='pgtrigger_delete_delete_44e2d', table='screening_evaluation', when='AFTER')),
        ),
    ]
