import django.contrib.postgres.fields
import django.contrib.postgres.functions
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
import patients.links.references
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('consent', '0002_who_witnessed'), ('consent', '0003_recorded_once'), ('consent', '0004_documents_fit'), ('consent', '0005_follows_its_patient'), ('consent', '0002_consent_on_a_screen')]

    initial = True

    dependencies = [
        ('area', '0001_a_patients_own_area'),
        ('education', '0001_claims_and_editions'),
        ('people', '0001_patients_and_holds'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=patients.links.references.new_reference, editable=False, max_length=32, unique=True)),
                ('kind', models.CharField(choices=[('treatment', 'Treatment'), ('electronic_records', 'Electronic records and signatures'), ('privacy_notice', 'Privacy notice')], default='treatment', max_length=20, verbose_name='about')),
                ('version', models.PositiveIntegerField(verbose_name='version')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('summary', models.TextField(help_text='The most important points in plain words, each on a line that begins with “- ”.', max_length=2000, verbose_name='in short')),
                ('text', models.TextField(max_length=20000, verbose_name='text')),
                ('change', models.CharField(choices=[('first', 'The first version'), ('minor', 'A small change: signatures stay good'), ('must_resign', 'A change that matters: everybody signs again')], default='first', max_length=12, verbose_name='kind of change')),
                ('what_changed', models.TextField(blank=True, max_length=1000, verbose_name='what changed')),
                ('issued_on', models.DateField(verbose_name='issued on')),
                ('treatment', models.ForeignKey(blank=True, help_text='Only where the text is about one.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='education.treatment', verbose_name='treatment')),
            ],
            options={
                'verbose_name': 'consent document',
                'verbose_name_plural': 'consent documents',
                'ordering': ['kind', 'treatment', '-version'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'treatment', 'version'), name='document_version_once', nulls_distinct=False, violation_error_message='This version is here already.'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'treatment'), ('treatment__isnull', False)), models.Q(('kind__in', ['electronic_records', 'privacy_notice']), ('treatment__isnull', True)), _connector='OR'), name='document_is_about_one_thing', violation_error_message='Choose the treatment where the text is about one, and none elsewhere.'), models.CheckConstraint(condition=models.Q(models.Q(('change', 'first'), ('version', 1), ('what_changed', '')), models.Q(('change__in', ['minor', 'must_resign']), ('version__gt', 1), models.Q(('what_changed', ''), _negated=True)), _connector='OR'), name='document_says_what_changed', violation_error_message='Say what changed, and whether everybody signs again.'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('summary'), 2000), name='document_summary_fits', violation_error_message='Make the summary shorter: at most 2000 characters.'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('text'), 20000), name='document_text_fits', violation_error_message='Make the text shorter: at most 20000 characters.'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('what_changed'), 1000), name='document_what_changed_fits', violation_error_message='Say what changed in at most 1000 characters.')],
                'triggers': [pgtrigger.compiler.Trigger(name='document_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7d23b761f515665f4641638718d5b2ab2524b86d', operation='UPDATE OR DELETE', pgid='pgtrigger_document_never_changes_eb4ec', table='consent_document', when='BEFORE')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "consent_documentevent" ("change", "id", "issued_on", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "summary", "text", "title", "treatment_id", "version", "what_changed") VALUES (NEW."change", NEW."id", NEW."issued_on", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reference", NEW."summary", NEW."text", NEW."title", NEW."treatment_id", NEW."version", NEW."what_changed"); RETURN NULL;', hash='ddccf7059ed6a1a6661642ba25f98d6375e521cb', operation='INSERT', pgid='pgtrigger_insert_insert_5adcc', table='consent_document', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "consent_documentevent" ("change", "id", "issued_on", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "summary", "text", "title", "treatment_id", "version", "what_changed") VALUES (NEW."change", NEW."id", NEW."issued_on", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reference", NEW."summary", NEW."text", NEW."title", NEW."treatment_id", NEW."version", NEW."what_changed"); RETURN NULL;', hash='275e2e3f8b564aeaaf2cd71ce10a3245b7e3110f', operation='UPDATE', pgid='pgtrigger_update_update_b94fb', table='consent_document', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "consent_documentevent" ("change", "id", "issued_on", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "summary", "text", "title", "treatment_id", "version", "what_changed") VALUES (OLD."change", OLD."id", OLD."issued_on", OLD."kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reference", OLD."summary", OLD."text", OLD."title", OLD."treatment_id", OLD."version", OLD."what_changed"); RETURN NULL;', hash='f0b6e7650c4295545800e3252b9a410ddc062a1f', operation='DELETE', pgid='pgtrigger_delete_delete_ae7e0', table='consent_document', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='DocumentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('reference', models.CharField(default=patients.links.references.new_reference, editable=False, max_length=32)),
                ('kind', models.CharField(choices=[('treatment', 'Treatment'), ('electronic_records', 'Electronic records and signatures'), ('privacy_notice', 'Privacy notice')], default='treatment', max_length=20, verbose_name='about')),
                ('version', models.PositiveIntegerField(verbose_name='version')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('summary', models.TextField(help_text='The most important points in plain words, each on a line that begins with “- ”.', max_length=2000, verbose_name='in short')),
                ('text', models.TextField(max_length=20000, verbose_name='text')),
                ('change', models.CharField(choices=[('first', 'The first version'), ('minor', 'A small change: signatures stay good'), ('must_resign', 'A change that matters: everybody signs again')], default='first', max_length=12, verbose_name='kind of change')),
                ('what_changed', models.TextField(blank=True, max_length=1000, verbose_name='what changed')),
                ('issued_on', models.DateField(verbose_name='issued on')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='consent.document')),
                ('treatment', models.ForeignKey(blank=True, db_constraint=False, help_text='Only where the text is about one.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='education.treatment', verbose_name='treatment')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='5501b9928d9e5ed493c8fe76f6e1fec6a92245b7', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_726ef', table='consent_documentevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='UnderstandingQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('question', models.CharField(max_length=300, verbose_name='question')),
                ('choices', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), size=None, verbose_name='answers to choose from')),
                ('right', models.PositiveSmallIntegerField(verbose_name='number of the right answer')),
                ('explanation', models.CharField(max_length=500, verbose_name='why')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='consent.document', verbose_name='document')),
            ],
            options={
                'verbose_name': 'question about a document',
                'verbose_name_plural': 'questions about documents',
                'ordering': ['document', 'position'],
                'constraints': [models.UniqueConstraint(fields=('document', 'position'), name='question_position_once', violation_error_message='Two questions cannot stand at one place.'), models.CheckConstraint(condition=models.Q(('choices__len__gte', 2), ('choices__len__lte', 5), ('right__gte', 1), ('right__lte', models.F('choices__len'))), name='question_has_its_right_answer', violation_error_message='A question has two to five answers, and one of them is right.')],
                'triggers': [pgtrigger.compiler.Trigger(name='question_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2897c2c99594d33df96eb0a06432d3729961d999', operation='UPDATE OR DELETE', pgid='pgtrigger_question_never_changes_f15c4', table='consent_understandingquestion', when='BEFORE')), pgtrigger.compiler.Trigger(name='question_comes_before_signatures', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF EXISTS (SELECT FROM consent_consent WHERE document_id = NEW.document_id) THEN\n                        RAISE EXCEPTION 'question_comes_before_signatures' USING ERRCODE = 'check_violation', CONSTRAINT = 'question_comes_before_signatures';\n                    END IF;\n                    RETURN NEW;\n                ", hash='5ec45e1dd7994480e84185b34447155cad0f00c6', operation='INSERT', pgid='pgtrigger_question_comes_before_signatures_59626', table='consent_understandingquestion', when='BEFORE')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "consent_understandingquestionevent" ("choices", "document_id", "explanation", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "question", "right") VALUES (NEW."choices", NEW."document_id", NEW."explanation", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."question", NEW."right"); RETURN NULL;', hash='c78219a86c8aff31eac7d580f713221bd3e7c54b', operation='INSERT', pgid='pgtrigger_insert_insert_3c052', table='consent_understandingquestion', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "consent_understandingquestionevent" ("choices", "document_id", "explanation", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "question", "right") VALUES (NEW."choices", NEW."document_id", NEW."explanation", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."question", NEW."right"); RETURN NULL;', hash='b9aea0480f2a53782dfb1578e9afe0dabd1ea768', operation='UPDATE', pgid='pgtrigger_update_update_4a83c', table='consent_understandingquestion', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "consent_understandingquestionevent" ("choices", "document_id", "explanation", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "question", "right") VALUES (OLD."choices", OLD."document_id", OLD."explanation", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."question", OLD."right"); RETURN NULL;', hash='86dfa11e09488c31e5f92db710878d3b909a9a46', operation='DELETE', pgid='pgtrigger_delete_delete_17e00', table='consent_understandingquestion', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='UnderstandingQuestionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('question', models.CharField(max_length=300, verbose_name='question')),
                ('choices', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), size=None, verbose_name='answers to choose from')),
                ('right', models.PositiveSmallIntegerField(verbose_name='number of the right answer')),
                ('explanation', models.CharField(max_length=500, verbose_name='why')),
                ('document', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='consent.document', verbose_name='document')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='consent.understandingquestion')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7b49b706f5099f09ac4730d1da417e3b35569b30', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d4afb', table='consent_understandingquestionevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=patients.links.references.new_reference, editable=False, max_length=32, unique=True)),
                ('form_key', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, unique=True)),
                ('text_sha256', models.CharField(max_length=64, verbose_name='fingerprint of the text')),
                ('method', models.CharField(choices=[('witnessed_paper', 'On paper, with a witness'), ('electronic', 'On their own page')], max_length=20, verbose_name='how signed')),
                ('signed_name', models.CharField(max_length=120, verbose_name='name as signed')),
                ('drawing', models.JSONField(blank=True, default=list, help_text='Strokes, each a list of points [x, y]; empty where the typed name is the signature.', verbose_name='drawn signature')),
                ('meaning', models.CharField(blank=True, max_length=300, verbose_name='what was confirmed')),
                ('signed_on', models.DateField(verbose_name='signed on')),
                ('signed_at', models.DateTimeField(blank=True, null=True, verbose_name='signed at')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='recorded')),
                ('valid_until', models.DateField(verbose_name='valid until')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn')),
                ('withdrawn_by_patient', models.BooleanField(default=False, verbose_name='withdrawn on their own page')),
                ('link', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='area.patientlink', verbose_name='private link')),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='people.patient', verbose_name='patient')),
                ('treatment', models.ForeignKey(blank=True, help_text='That of the document; empty where it is about none.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='education.treatment', verbose_name='treatment')),
                ('withdrawal_recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='withdrawal recorded by')),
                ('witness', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='witness')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='consent.document', verbose_name='document')),
            ],
            options={
                'verbose_name': 'consent',
                'verbose_name_plural': 'consents',
                'ordering': ['-signed_on', '-id'],
                'constraints': [models.UniqueConstraint(fields=('id', 'patient', 'treatment'), name='consent_for_courses'), models.CheckConstraint(condition=models.Q(('method__in', ['witnessed_paper', 'electronic'])), name='consent_known_method', violation_error_message='Choose how the consent was signed.'), models.CheckConstraint(condition=models.Q(models.Q(('drawing', []), ('link__isnull', True), ('method', 'witnessed_paper'), ('signed_at__isnull', True), ('witness__isnull', False)), models.Q(('link__isnull', False), ('method', 'electronic'), ('signed_at__isnull', False), ('witness__isnull', True), models.Q(('meaning', ''), _negated=True)), _connector='OR'), name='consent_says_who_saw_it', violation_error_message='Paper has a witness. A signature on a screen has a time, a meaning and a private link.'), models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.comparison.Cast('drawing', models.TextField())), 20000), django.db.models.lookups.Exact(models.Func(models.F('drawing'), function='jsonb_typeof', output_field=models.TextField()), 'array')), name='consent_drawing_fits', violation_error_message='The drawing is too large. Draw it again, or type your name only.'), models.CheckConstraint(condition=models.Q(('valid_until__gt', models.F('signed_on'))), name='consent_ends_after_it_begins', violation_error_message='“Valid until” must come after the date of signing.'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawal_recorded_by__isnull', True), ('withdrawn_at__isnull', True), ('withdrawn_by_patient', False)), models.Q(('withdrawal_recorded_by__isnull', False), ('withdrawn_at__isnull', False), ('withdrawn_by_patient', False)), models.Q(('withdrawal_recorded_by__isnull', True), ('withdrawn_at__isnull', False), ('withdrawn_by_patient', True)), _connector='OR'), name='consent_withdrawal_says_who', violation_error_message='A withdrawal says who recorded it: the patient or one of us.')],
                'triggers': [pgtrigger.compiler.Trigger(name='follows_its_patient', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                IF TG_OP = 'UPDATE' THEN\n                    IF NEW.patient_id = OLD.patient_id THEN\n                        RETURN NEW;\n                    END IF;\n                    IF NOT EXISTS (\n                        SELECT FROM people_patient\n                        WHERE id = OLD.patient_id AND merged_into_id = NEW.patient_id\n                    ) THEN\n                        RAISE EXCEPTION 'row_stays_with_its_patient'\n                            USING ERRCODE = 'check_violation', CONSTRAINT = 'row_stays_with_its_patient';\n                    END IF;\n                END IF;\n                IF EXISTS (\n                    SELECT FROM people_patient WHERE id = NEW.patient_id AND merged_into_id IS NOT NULL\n                ) THEN\n                    RAISE EXCEPTION 'patient_was_merged'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'patient_was_merged';\n                END IF;\n                RETURN NEW;\n            ", hash='b017276b06d9d919f2b342b6f96011a0ae296c35', operation='INSERT OR UPDATE OF "patient_id"', pgid='pgtrigger_follows_its_patient_fcdef', table='consent_consent', when='BEFORE')), pgtrigger.compiler.Trigger(name='signs_its_document', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE shown RECORD;', func="\n            SELECT *, CASE summary WHEN '' THEN text ELSE summary || E'\\n\\n' || text END AS whole\n            INTO shown FROM consent_document WHERE id = NEW.document_id;\n            IF NEW.treatment_id IS DISTINCT FROM shown.treatment_id THEN\n                RAISE EXCEPTION 'consent_is_to_its_document' USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_is_to_its_document';\n            ELSIF NEW.text_sha256 <> encode(sha256(convert_to(shown.whole, 'UTF8')), 'hex') THEN\n                RAISE EXCEPTION 'consent_keeps_the_exact_text' USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_keeps_the_exact_text';\n            ELSIF NEW.link_id IS NOT NULL AND NOT EXISTS (\n                SELECT FROM area_patientlink WHERE id = NEW.link_id AND patient_id = NEW.patient_id\n            ) THEN\n                RAISE EXCEPTION 'consent_link_is_the_patients' USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_link_is_the_patients';\n            ELSIF NEW.method = 'electronic' AND shown.kind = 'treatment' AND NOT EXISTS (\n                SELECT FROM consent_consent agreed JOIN consent_document about ON about.id = agreed.document_id\n                WHERE agreed.patient_id = NEW.patient_id AND about.kind = 'electronic_records'\n                    AND (\n        agreed.withdrawn_at IS NULL AND agreed.valid_until >= NEW.signed_on AND NOT EXISTS (\n            SELECT FROM consent_document signed JOIN consent_document later\n                ON later.kind = signed.kind AND later.treatment_id IS NOT DISTINCT FROM signed.treatment_id\n            WHERE signed.id = agreed.document_id AND later.version > signed.version\n                AND later.change = 'must_resign' AND later.issued_on <= NEW.signed_on\n        )\n    )\n            ) THEN\n                RAISE EXCEPTION 'consent_electronic_records_agreed' USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_electronic_records_agreed';\n            END IF;\n            RETURN NEW;\n        ", hash='31f0afae7757bfa6c0cd2475060f7a4a6167c057', operation='INSERT', pgid='pgtrigger_signs_its_document_3367d', table='consent_consent', when='BEFORE')), pgtrigger.compiler.Trigger(name='signature_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN ((OLD.reference, OLD.treatment_id, OLD.document_id, OLD.text_sha256, OLD.method, OLD.signed_name, OLD.drawing, OLD.meaning, OLD.signed_on, OLD.signed_at, OLD.link_id, OLD.witness_id, OLD.recorded_at, OLD.valid_until, OLD.form_key) IS DISTINCT FROM (NEW.reference, NEW.treatment_id, NEW.document_id, NEW.text_sha256, NEW.method, NEW.signed_name, NEW.drawing, NEW.meaning, NEW.signed_on, NEW.signed_at, NEW.link_id, NEW.witness_id, NEW.recorded_at, NEW.valid_until, NEW.form_key))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='6110c37792b20dda43bf9b69c5983bb564a77483', operation='UPDATE', pgid='pgtrigger_signature_never_changes_14d19', table='consent_consent', when='BEFORE')), pgtrigger.compiler.Trigger(name='withdrawal_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.withdrawn_at IS NOT NULL AND (OLD.withdrawn_at, OLD.withdrawal_recorded_by_id, OLD.withdrawn_by_patient) IS DISTINCT FROM (NEW.withdrawn_at, NEW.withdrawal_recorded_by_id, NEW.withdrawn_by_patient))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='ac539cb306f361683941076a91f194cd4fe3c8a1', operation='UPDATE', pgid='pgtrigger_withdrawal_never_changes_da25d', table='consent_consent', when='BEFORE')), pgtrigger.compiler.Trigger(name='signature_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='208a6d234b2cdb483d65db6b342b7a65fed217c4', operation='DELETE', pgid='pgtrigger_signature_is_never_deleted_1ca55', table='consent_consent', when='BEFORE')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "consent_consentevent" ("document_id", "drawing", "form_key", "id", "link_id", "meaning", "method", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "reference", "signed_at", "signed_name", "signed_on", "text_sha256", "treatment_id", "valid_until", "withdrawal_recorded_by_id", "withdrawn_at", "withdrawn_by_patient", "witness_id") VALUES (NEW."document_id", NEW."drawing", NEW."form_key", NEW."id", NEW."link_id", NEW."meaning", NEW."method", NEW."patient_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."reference", NEW."signed_at", NEW."signed_name", NEW."signed_on", NEW."text_sha256", NEW."treatment_id", NEW."valid_until", NEW."withdrawal_recorded_by_id", NEW."withdrawn_at", NEW."withdrawn_by_patient", NEW."witness_id"); RETURN NULL;', hash='85a6305bbb7840e8d9cc1297bd6bb2ff71e85122', operation='INSERT', pgid='pgtrigger_insert_insert_6007e', table='consent_consent', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "consent_consentevent" ("document_id", "drawing", "form_key", "id", "link_id", "meaning", "method", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "reference", "signed_at", "signed_name", "signed_on", "text_sha256", "treatment_id", "valid_until", "withdrawal_recorded_by_id", "withdrawn_at", "withdrawn_by_patient", "witness_id") VALUES (NEW."document_id", NEW."drawing", NEW."form_key", NEW."id", NEW."link_id", NEW."meaning", NEW."method", NEW."patient_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."reference", NEW."signed_at", NEW."signed_name", NEW."signed_on", NEW."text_sha256", NEW."treatment_id", NEW."valid_until", NEW."withdrawal_recorded_by_id", NEW."withdrawn_at", NEW."withdrawn_by_patient", NEW."witness_id"); RETURN NULL;', hash='8f27bc957a9b938a0db13075f2cb6f959030b4df', operation='UPDATE', pgid='pgtrigger_update_update_3b14c', table='consent_consent', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "consent_consentevent" ("document_id", "drawing", "form_key", "id", "link_id", "meaning", "method", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "reference", "signed_at", "signed_name", "signed_on", "text_sha256", "treatment_id", "valid_until", "withdrawal_recorded_by_id", "withdrawn_at", "withdrawn_by_patient", "witness_id") VALUES (OLD."document_id", OLD."drawing", OLD."form_key", OLD."id", OLD."link_id", OLD."meaning", OLD."method", OLD."patient_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."reference", OLD."signed_at", OLD."signed_name", OLD."signed_on", OLD."text_sha256", OLD."treatment_id", OLD."valid_until", OLD."withdrawal_recorded_by_id", OLD."withdrawn_at", OLD."withdrawn_by_patient", OLD."witness_id"); RETURN NULL;', hash='e40e1cce5d465d886cfe80a0b5acadaecc608833', operation='DELETE', pgid='pgtrigger_delete_delete_124d9', table='consent_consent', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='ConsentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('reference', models.CharField(default=patients.links.references.new_reference, editable=False, max_length=32)),
                ('form_key', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False)),
                ('text_sha256', models.CharField(max_length=64, verbose_name='fingerprint of the text')),
                ('method', models.CharField(choices=[('witnessed_paper', 'On paper, with a witness'), ('electronic', 'On their own page')], max_length=20, verbose_name='how signed')),
                ('signed_name', models.CharField(max_length=120, verbose_name='name as signed')),
                ('drawing', models.JSONField(blank=True, default=list, help_text='Strokes, each a list of points [x, y]; empty where the typed name is the signature.', verbose_name='drawn signature')),
                ('meaning', models.CharField(blank=True, max_length=300, verbose_name='what was confirmed')),
                ('signed_on', models.DateField(verbose_name='signed on')),
                ('signed_at', models.DateTimeField(blank=True, null=True, verbose_name='signed at')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='recorded')),
                ('valid_until', models.DateField(verbose_name='valid until')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn')),
                ('withdrawn_by_patient', models.BooleanField(default=False, verbose_name='withdrawn on their own page')),
                ('link', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='area.patientlink', verbose_name='private link')),
                ('patient', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.patient', verbose_name='patient')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='consent.consent')),
                ('treatment', models.ForeignKey(blank=True, db_constraint=False, help_text='That of the document; empty where it is about none.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='education.treatment', verbose_name='treatment')),
                ('withdrawal_recorded_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='withdrawal recorded by')),
                ('witness', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='witness')),
                ('document', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='consent.document', verbose_name='document')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1c346e473e56f77096d8f27987b3d87f084bf816', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3dd0f', table='consent_consentevent', when='BEFORE'))],
            },
        ),
    ]
