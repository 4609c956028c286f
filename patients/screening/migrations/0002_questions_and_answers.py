import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
import patients.links.references
import patients.screening.rules
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_an_answer_holds_care'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('screening', '0001_evaluations'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='QuestionnaireResponse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=patients.links.references.new_reference, editable=False, max_length=32, unique=True)),
                ('mode', models.CharField(choices=[('own', 'On their own page'), ('phone', 'By phone'), ('in_person', 'In person')], default='own', max_length=10, verbose_name='how')),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='begun')),
                ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='finished')),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='responses', to='people.patient', verbose_name='patient')),
                ('started_by', models.ForeignKey(blank=True, help_text='Empty where the patient did.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='begun by')),
                ('submitted_by', models.ForeignKey(blank=True, help_text='Empty where the patient did.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='finished by')),
            ],
            options={
                'verbose_name': 'answers to the health questions',
                'verbose_name_plural': 'answers to the health questions',
                'ordering': ['-started_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.JSONField(verbose_name='answer')),
                ('text', models.TextField(blank=True, max_length=2000, verbose_name='in words')),
                ('form_key', models.UUIDField(editable=False)),
                ('answered_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='answered')),
                ('answered_by', models.ForeignKey(blank=True, help_text='Empty where the patient answered.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written down by')),
                ('response', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='screening.questionnaireresponse', verbose_name='answers')),
            ],
            options={
                'verbose_name': 'answer',
                'verbose_name_plural': 'answers',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='QuestionnaireResponseEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('reference', models.CharField(default=patients.links.references.new_reference, editable=False, max_length=32)),
                ('mode', models.CharField(choices=[('own', 'On their own page'), ('phone', 'By phone'), ('in_person', 'In person')], default='own', max_length=10, verbose_name='how')),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='begun')),
                ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='finished')),
                ('patient', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.patient', verbose_name='patient')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='screening.questionnaireresponse')),
                ('started_by', models.ForeignKey(blank=True, db_constraint=False, help_text='Empty where the patient did.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='begun by')),
                ('submitted_by', models.ForeignKey(blank=True, db_constraint=False, help_text='Empty where the patient did.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='finished by')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Rule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=patients.links.references.new_reference, editable=False, max_length=32, unique=True)),
                ('key', models.CharField(max_length=8, verbose_name='rule')),
                ('version', models.PositiveIntegerField(verbose_name='version')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('group', models.CharField(max_length=30, verbose_name='group')),
                ('question', models.CharField(max_length=400, verbose_name='question')),
                ('question_es', models.CharField(blank=True, max_length=400, verbose_name='question in Spanish')),
                ('asked_because', models.CharField(blank=True, max_length=400, verbose_name='why it is asked, for patients')),
                ('asked_because_es', models.CharField(blank=True, max_length=400, verbose_name='the same in Spanish')),
                ('answer_type', models.CharField(max_length=200, verbose_name='how it is answered')),
                ('flag_when', models.CharField(max_length=200, verbose_name='raises a flag when')),
                ('level', models.CharField(choices=[('crisis', 'Crisis'), ('stop', 'Stop: talk first'), ('clinician_review', 'For a clinician to look at'), ('note', 'Note')], max_length=20, verbose_name='level')),
                ('stage', models.CharField(max_length=8, verbose_name='asked at')),
                ('applies_to', models.CharField(default='all', max_length=80, verbose_name='for which treatments')),
                ('why', models.CharField(max_length=400, verbose_name='why, for clinicians')),
                ('basis', models.CharField(max_length=60, verbose_name='rests on')),
                ('sources', models.CharField(blank=True, max_length=80, verbose_name='sources')),
                ('is_retired', models.BooleanField(default=False, verbose_name='no longer asked')),
                ('because', models.CharField(blank=True, max_length=300, verbose_name='why this version')),
                ('state', models.CharField(choices=[('proposed', 'Proposed'), ('in_use', 'Let through'), ('declined', 'Declined')], default='proposed', max_length=10, verbose_name='state')),
                ('proposed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='proposed')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided')),
                ('decided_because', models.CharField(blank=True, max_length=300, verbose_name='why so decided')),
                ('confirmed_on', models.DateField(blank=True, null=True, verbose_name='confirmed on')),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmed by')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('proposed_by', models.ForeignKey(blank=True, help_text='Empty for a version that came with the portal.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposed by')),
            ],
            options={
                'verbose_name': 'screening rule',
                'verbose_name_plural': 'screening rules',
                'ordering': ['position', 'key', '-version'],
            },
            bases=(patients.screening.rules.RuleWords, models.Model),
        ),
        migrations.CreateModel(
            name='Flag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('crisis', 'Crisis'), ('stop', 'Stop: talk first'), ('clinician_review', 'For a clinician to look at'), ('note', 'Note')], max_length=20, verbose_name='level')),
                ('answer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='flags', to='screening.answer', verbose_name='answer')),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='screening.rule', verbose_name='rule')),
            ],
            options={
                'verbose_name': 'flag',
                'verbose_name_plural': 'flags',
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='answer',
            name='rule',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='screening.rule', verbose_name='question'),
        ),
        migrations.CreateModel(
            name='RuleEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('reference', models.CharField(default=patients.links.references.new_reference, editable=False, max_length=32)),
                ('key', models.CharField(max_length=8, verbose_name='rule')),
                ('version', models.PositiveIntegerField(verbose_name='version')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('group', models.CharField(max_length=30, verbose_name='group')),
                ('question', models.CharField(max_length=400, verbose_name='question')),
                ('question_es', models.CharField(blank=True, max_length=400, verbose_name='question in Spanish')),
                ('asked_because', models.CharField(blank=True, max_length=400, verbose_name='why it is asked, for patients')),
                ('asked_because_es', models.CharField(blank=True, max_length=400, verbose_name='the same in Spanish')),
                ('answer_type', models.CharField(max_length=200, verbose_name='how it is answered')),
                ('flag_when', models.CharField(max_length=200, verbose_name='raises a flag when')),
                ('level', models.CharField(choices=[('crisis', 'Crisis'), ('stop', 'Stop: talk first'), ('clinician_review', 'For a clinician to look at'), ('note', 'Note')], max_length=20, verbose_name='level')),
                ('stage', models.CharField(max_length=8, verbose_name='asked at')),
                ('applies_to', models.CharField(default='all', max_length=80, verbose_name='for which treatments')),
                ('why', models.CharField(max_length=400, verbose_name='why, for clinicians')),
                ('basis', models.CharField(max_length=60, verbose_name='rests on')),
                ('sources', models.CharField(blank=True, max_length=80, verbose_name='sources')),
                ('is_retired', models.BooleanField(default=False, verbose_name='no longer asked')),
                ('because', models.CharField(blank=True, max_length=300, verbose_name='why this version')),
                ('state', models.CharField(choices=[('proposed', 'Proposed'), ('in_use', 'Let through'), ('declined', 'Declined')], default='proposed', max_length=10, verbose_name='state')),
                ('proposed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='proposed')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided')),
                ('decided_because', models.CharField(blank=True, max_length=300, verbose_name='why so decided')),
                ('confirmed_on', models.DateField(blank=True, null=True, verbose_name='confirmed on')),
                ('confirmed_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmed by')),
                ('decided_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='screening.rule')),
                ('proposed_by', models.ForeignKey(blank=True, db_constraint=False, help_text='Empty for a version that came with the portal.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposed by')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='questionnaireresponse',
            index=models.Index(fields=['patient', '-submitted_at'], name='response_by_patient'),
        ),
        migrations.AddConstraint(
            model_name='questionnaireresponse',
            constraint=models.UniqueConstraint(condition=models.Q(('submitted_at', None)), fields=('patient',), name='response_begun_once', violation_error_message='The questions are begun already: go on where they stand.'),
        ),
        migrations.AddConstraint(
            model_name='questionnaireresponse',
            constraint=models.CheckConstraint(condition=models.Q(('mode__in', ['own', 'phone', 'in_person'])), name='response_known_mode', violation_error_message='Choose how the questions were asked.'),
        ),
        migrations.AddConstraint(
            model_name='questionnaireresponse',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('submitted_at__isnull', True), ('submitted_by__isnull', True)), ('submitted_at__gte', models.F('started_at')), _connector='OR'), name='response_finished_after_it_began', violation_error_message='The end cannot come before the beginning.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='questionnaireresponse',
            trigger=pgtrigger.compiler.Trigger(name='follows_its_patient', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                IF TG_OP = 'UPDATE' THEN\n                    IF NEW.patient_id = OLD.patient_id THEN\n                        RETURN NEW;\n                    END IF;\n                    IF NOT EXISTS (\n                        SELECT FROM people_patient\n                        WHERE id = OLD.patient_id AND merged_into_id = NEW.patient_id\n                    ) THEN\n                        RAISE EXCEPTION 'row_stays_with_its_patient'\n                            USING ERRCODE = 'check_violation', CONSTRAINT = 'row_stays_with_its_patient';\n                    END IF;\n                END IF;\n                IF EXISTS (\n                    SELECT FROM people_patient WHERE id = NEW.patient_id AND merged_into_id IS NOT NULL\n                ) THEN\n                    RAISE EXCEPTION 'patient_was_merged'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'patient_was_merged';\n                END IF;\n                RETURN NEW;\n            ", hash='1f287d7f815994692dd406f412c4218e9f7f26e8', operation='INSERT OR UPDATE OF "patient_id"', pgid='pgtrigger_follows_its_patient_093a9', table='screening_questionnaireresponse', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='questionnaireresponse',
            trigger=pgtrigger.compiler.Trigger(name='response_keeps_its_beginning', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN ((OLD.reference, OLD.mode, OLD.started_at, OLD.started_by_id) IS DISTINCT FROM (NEW.reference, NEW.mode, NEW.started_at, NEW.started_by_id))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='5a79e81f897def4c06e1f8a6b5554922ac727c15', operation='UPDATE', pgid='pgtrigger_response_keeps_its_beginning_7b45e', table='screening_questionnaireresponse', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='questionnaireresponse',
            trigger=pgtrigger.compiler.Trigger(name='response_is_finished_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.submitted_at IS NOT NULL AND (OLD.submitted_at, OLD.submitted_by_id) IS DISTINCT FROM (NEW.submitted_at, NEW.submitted_by_id))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='c960a50b024930f90d9416b7db99d02e195eb836', operation='UPDATE', pgid='pgtrigger_response_is_finished_once_9e1b6', table='screening_questionnaireresponse', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='questionnaireresponse',
            trigger=pgtrigger.compiler.Trigger(name='response_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='3b16eb0756487dda81fe6875ce8e67e4e0259ade', operation='DELETE', pgid='pgtrigger_response_is_never_deleted_2fae9', table='screening_questionnaireresponse', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='questionnaireresponse',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "screening_questionnaireresponseevent" ("id", "mode", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "started_at", "started_by_id", "submitted_at", "submitted_by_id") VALUES (NEW."id", NEW."mode", NEW."patient_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reference", NEW."started_at", NEW."started_by_id", NEW."submitted_at", NEW."submitted_by_id"); RETURN NULL;', hash='8138b9ba3b77715cd04d901453223ecc4a572523', operation='INSERT', pgid='pgtrigger_insert_insert_ef524', table='screening_questionnaireresponse', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='questionnaireresponse',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "screening_questionnaireresponseevent" ("id", "mode", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "started_at", "started_by_id", "submitted_at", "submitted_by_id") VALUES (NEW."id", NEW."mode", NEW."patient_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reference", NEW."started_at", NEW."started_by_id", NEW."submitted_at", NEW."submitted_by_id"); RETURN NULL;', hash='d960850e0b3a651aca630193ca10c2ab65e8bdaa', operation='UPDATE', pgid='pgtrigger_update_update_07de6', table='screening_questionnaireresponse', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='questionnaireresponse',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "screening_questionnaireresponseevent" ("id", "mode", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "started_at", "started_by_id", "submitted_at", "submitted_by_id") VALUES (OLD."id", OLD."mode", OLD."patient_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reference", OLD."started_at", OLD."started_by_id", OLD."submitted_at", OLD."submitted_by_id"); RETURN NULL;', hash='a409ae375e2d3c8e7f2901a0c319ba5930a97f1a', operation='DELETE', pgid='pgtrigger_delete_delete_fed27', table='screening_questionnaireresponse', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='questionnaireresponseevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='77c702d04947ab841f8dc2d2a8ce4ee56e55d55b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_4970d', table='screening_questionnaireresponseevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='rule',
            constraint=models.UniqueConstraint(fields=('key', 'version'), name='rule_version_once', violation_error_message='Somebody has just proposed another version. Look at it first.'),
        ),
        migrations.AddConstraint(
            model_name='rule',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('key',), name='rule_proposed_once', violation_error_message='A version waits for a decision already. Decide about it first.'),
        ),
        migrations.AddConstraint(
            model_name='rule',
            constraint=models.CheckConstraint(condition=models.Q(('level__in', ['crisis', 'stop', 'clinician_review', 'note'])), name='rule_known_level', violation_error_message='Choose a level from the list.'),
        ),
        migrations.AddConstraint(
            model_name='rule',
            constraint=models.CheckConstraint(condition=models.Q(('stage__regex', '^[PED](,[PED])*$')), name='rule_known_stage', violation_error_message='Say when it is asked: P, E or D, with commas between.'),
        ),
        migrations.AddConstraint(
            model_name='rule',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('key', 'S02'), _negated=True), models.Q(('answer_type', 'yes|no|prefer_not'), ('flag_when', 'yes|prefer_not'), ('group', 'crisis'), ('is_retired', False), ('level', 'crisis'), ('stage', 'E,D')), _connector='OR'), models.Q(models.Q(('level', 'crisis'), _negated=True), ('key__in', ['S02', 'S02p']), _connector='OR')), name='rule_crisis_stays_one', violation_error_message='The question about suicide stays as it is judged, and it alone is a crisis: change its words, nothing else.'),
        ),
        migrations.AddConstraint(
            model_name='rule',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'proposed')), models.Q(('decided_by__isnull', True), ('proposed_by__isnull', True), ('state', 'in_use'), ('version', 1)), models.Q(models.Q(('state', 'proposed'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False), models.Q(('proposed_by__isnull', True), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR')), _connector='OR'), name='rule_decided_by_a_second_person', violation_error_message='Somebody else than who proposed it decides.'),
        ),
        migrations.AddConstraint(
            model_name='rule',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'declined'), _negated=True), models.Q(('decided_because', ''), _negated=True), _connector='OR'), name='rule_declined_says_why', violation_error_message='Say why you decline it.'),
        ),
        migrations.AddConstraint(
            model_name='rule',
            constraint=models.CheckConstraint(condition=models.Q(('version', 1), models.Q(('because', ''), _negated=True), _connector='OR'), name='rule_later_version_says_why', violation_error_message='Say why you propose this version.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rule',
            trigger=pgtrigger.compiler.Trigger(name='rule_version_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN ((OLD.reference, OLD.key, OLD.version, OLD.position, OLD.group, OLD.question, OLD.question_es, OLD.asked_because, OLD.asked_because_es, OLD.answer_type, OLD.flag_when, OLD.level, OLD.stage, OLD.applies_to, OLD.why, OLD.basis, OLD.sources, OLD.is_retired, OLD.because, OLD.proposed_by_id, OLD.proposed_at) IS DISTINCT FROM (NEW.reference, NEW.key, NEW.version, NEW.position, NEW.group, NEW.question, NEW.question_es, NEW.asked_because, NEW.asked_because_es, NEW.answer_type, NEW.flag_when, NEW.level, NEW.stage, NEW.applies_to, NEW.why, NEW.basis, NEW.sources, NEW.is_retired, NEW.because, NEW.proposed_by_id, NEW.proposed_at))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='c8924aea2cc88ee31af5a2357c1c243f4daa9418', operation='UPDATE', pgid='pgtrigger_rule_version_never_changes_6ca98', table='screening_rule', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rule',
            trigger=pgtrigger.compiler.Trigger(name='rule_is_decided_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.state <> 'proposed' AND (OLD.state, OLD.decided_by_id, OLD.decided_at, OLD.decided_because) IS DISTINCT FROM (NEW.state, NEW.decided_by_id, NEW.decided_at, NEW.decided_because))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='40ba40a0126e83c7fca4f10e1f0b2a034a8a0ce8', operation='UPDATE', pgid='pgtrigger_rule_is_decided_once_56be8', table='screening_rule', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rule',
            trigger=pgtrigger.compiler.Trigger(name='rule_is_confirmed_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.confirmed_on IS NOT NULL AND (OLD.confirmed_by_id, OLD.confirmed_on) IS DISTINCT FROM (NEW.confirmed_by_id, NEW.confirmed_on))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='7e9b2868e51d397502013a5d16ae7de24e186372', operation='UPDATE', pgid='pgtrigger_rule_is_confirmed_once_d154b', table='screening_rule', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rule',
            trigger=pgtrigger.compiler.Trigger(name='rule_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='8508d6cf232aa627b83e46273a458ea8935a8853', operation='DELETE', pgid='pgtrigger_rule_is_never_deleted_910b2', table='screening_rule', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rule',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "screening_ruleevent" ("answer_type", "applies_to", "asked_because", "asked_because_es", "basis", "because", "confirmed_by_id", "confirmed_on", "decided_at", "decided_because", "decided_by_id", "flag_when", "group", "id", "is_retired", "key", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "proposed_at", "proposed_by_id", "question", "question_es", "reference", "sources", "stage", "state", "version", "why") VALUES (NEW."answer_type", NEW."applies_to", NEW."asked_because", NEW."asked_because_es", NEW."basis", NEW."because", NEW."confirmed_by_id", NEW."confirmed_on", NEW."decided_at", NEW."decided_because", NEW."decided_by_id", NEW."flag_when", NEW."group", NEW."id", NEW."is_retired", NEW."key", NEW."level", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."proposed_at", NEW."proposed_by_id", NEW."question", NEW."question_es", NEW."reference", NEW."sources", NEW."stage", NEW."state", NEW."version", NEW."why"); RETURN NULL;', hash='6565ec2c3cf3119c7ceb6e03f8b73d07de138b4b', operation='INSERT', pgid='pgtrigger_insert_insert_7989b', table='screening_rule', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rule',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "screening_ruleevent" ("answer_type", "applies_to", "asked_because", "asked_because_es", "basis", "because", "confirmed_by_id", "confirmed_on", "decided_at", "decided_because", "decided_by_id", "flag_when", "group", "id", "is_retired", "key", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "proposed_at", "proposed_by_id", "question", "question_es", "reference", "sources", "stage", "state", "version", "why") VALUES (NEW."answer_type", NEW."applies_to", NEW."asked_because", NEW."asked_because_es", NEW."basis", NEW."because", NEW."confirmed_by_id", NEW."confirmed_on", NEW."decided_at", NEW."decided_because", NEW."decided_by_id", NEW."flag_when", NEW."group", NEW."id", NEW."is_retired", NEW."key", NEW."level", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."proposed_at", NEW."proposed_by_id", NEW."question", NEW."question_es", NEW."reference", NEW."sources", NEW."stage", NEW."state", NEW."version", NEW."why"); RETURN NULL;', hash='77ed4bfea29be1665abf5769cf7f60b7a5e04975', operation='UPDATE', pgid='pgtrigger_update_update_26d71', table='screening_rule', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rule',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "screening_ruleevent" ("answer_type", "applies_to", "asked_because", "asked_because_es", "basis", "because", "confirmed_by_id", "confirmed_on", "decided_at", "decided_because", "decided_by_id", "flag_when", "group", "id", "is_retired", "key", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "proposed_at", "proposed_by_id", "question", "question_es", "reference", "sources", "stage", "state", "version", "why") VALUES (OLD."answer_type", OLD."applies_to", OLD."asked_because", OLD."asked_because_es", OLD."basis", OLD."because", OLD."confirmed_by_id", OLD."confirmed_on", OLD."decided_at", OLD."decided_because", OLD."decided_by_id", OLD."flag_when", OLD."group", OLD."id", OLD."is_retired", OLD."key", OLD."level", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."proposed_at", OLD."proposed_by_id", OLD."question", OLD."question_es", OLD."reference", OLD."sources", OLD."stage", OLD."state", OLD."version", OLD."why"); RETURN NULL;', hash='d0fda156a1108e81b531b133c62254b4f440cdcd', operation='DELETE', pgid='pgtrigger_delete_delete_160bc', table='screening_rule', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='flag',
            constraint=models.UniqueConstraint(fields=('answer', 'rule'), name='flag_once', violation_error_message='This flag is raised already.'),
        ),
        migrations.AddConstraint(
            model_name='flag',
            constraint=models.CheckConstraint(condition=models.Q(('level__in', ['crisis', 'stop', 'clinician_review', 'note'])), name='flag_known_level', violation_error_message='Choose a level from the list.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='flag',
            trigger=pgtrigger.compiler.Trigger(name='flag_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ef7f1ae833e24f14f548147f2c9167c1d19f3649', operation='UPDATE OR DELETE', pgid='pgtrigger_flag_never_changes_6c115', table='screening_flag', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='answer',
            index=models.Index(fields=['response', 'rule'], name='answer_by_question'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('text'), 2000), name='answer_text_fits', violation_error_message='Make the text shorter: at most 2000 characters.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='answer',
            trigger=pgtrigger.compiler.Trigger(name='answer_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a9821ea2df35f6f83664abc745ed5193b401dbf6', operation='UPDATE OR DELETE', pgid='pgtrigger_answer_never_changes_a6b74', table='screening_answer', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='answer',
            trigger=pgtrigger.compiler.Trigger(name='answer_before_the_end', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF EXISTS (\n                        SELECT FROM screening_questionnaireresponse\n                        WHERE id = NEW.response_id AND submitted_at IS NOT NULL\n                    ) THEN\n                        RAISE EXCEPTION 'answer_before_the_end' USING ERRCODE = 'check_violation', CONSTRAINT = 'answer_before_the_end';\n                    END IF;\n                    RETURN NEW;\n                ", hash='5ccd1797015c2bec336b3478070dcc25aba42686', operation='INSERT', pgid='pgtrigger_answer_before_the_end_c31b3', table='screening_answer', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ruleevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='89221476bb6c1c08b2b666f3c6c711c21af5ee7e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_128a3', table='screening_ruleevent', when='BEFORE')),
        ),
    ]
