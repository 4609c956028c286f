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

    replaces = [('consent', '0002_who_witnessed'), ('consent', '0003_recorded_once'), ('consent', '0004_documents_fit'), ('consent', '0005_follows_its_patient')]

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('education', '0001_claims_and_editions'),
        ('people', '0001_patients_and_holds'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('treatment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='education.treatment', verbose_name='treatment')),
                ('version', models.PositiveIntegerField(verbose_name='version')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('text', models.TextField(max_length=20000, verbose_name='text')),
                ('issued_on', models.DateField(verbose_name='issued on')),
            ],
            options={
                'verbose_name': 'consent document',
                'verbose_name_plural': 'consent documents',
                'ordering': ['treatment', '-version'],
                'constraints': [models.UniqueConstraint(fields=('treatment', 'version'), name='document_version_once', violation_error_message='This version is here already.'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('text'), 20000), name='document_text_fits', violation_error_message='Make the text shorter: at most 20000 characters.')],
                'triggers': [pgtrigger.compiler.Trigger(name='document_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7d23b761f515665f4641638718d5b2ab2524b86d', operation='UPDATE OR DELETE', pgid='pgtrigger_document_never_changes_eb4ec', table='consent_document', when='BEFORE')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "consent_documentevent" ("id", "issued_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "title", "treatment_id", "version") VALUES (NEW."id", NEW."issued_on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."text", NEW."title", NEW."treatment_id", NEW."version"); RETURN NULL;', hash='33890f3010ae6c3ef16deef5d6586c337bdd00d6', operation='INSERT', pgid='pgtrigger_insert_insert_5adcc', table='consent_document', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "consent_documentevent" ("id", "issued_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "title", "treatment_id", "version") VALUES (NEW."id", NEW."issued_on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."text", NEW."title", NEW."treatment_id", NEW."version"); RETURN NULL;', hash='7be46580a76711aa506f35f4fcd4359f1794f4f5', operation='UPDATE', pgid='pgtrigger_update_update_b94fb', table='consent_document', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "consent_documentevent" ("id", "issued_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "title", "treatment_id", "version") VALUES (OLD."id", OLD."issued_on", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."text", OLD."title", OLD."treatment_id", OLD."version"); RETURN NULL;', hash='44603acfd228fa3ec889f89872a093ddfc16a5be', operation='DELETE', pgid='pgtrigger_delete_delete_ae7e0', table='consent_document', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=patients.links.references.new_reference, editable=False, max_length=32, unique=True)),
                ('form_key', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, unique=True)),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='people.patient', verbose_name='patient')),
                ('treatment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='education.treatment', verbose_name='treatment')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='consent.document', verbose_name='document')),
                ('text_sha256', models.CharField(max_length=64, verbose_name='fingerprint of the text')),
                ('method', models.CharField(choices=[('witnessed_paper', 'On paper, with a witness')], max_length=20, verbose_name='how signed')),
                ('signed_name', models.CharField(max_length=120, verbose_name='name as signed')),
                ('signed_on', models.DateField(verbose_name='signed on')),
                ('witness', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='witness')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='recorded')),
                ('valid_until', models.DateField(verbose_name='valid until')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn')),
                ('withdrawal_recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='withdrawal recorded by')),
            ],
            options={
                'verbose_name': 'consent',
                'verbose_name_plural': 'consents',
                'ordering': ['-signed_on', '-id'],
                'constraints': [models.UniqueConstraint(fields=('id', 'patient', 'treatment'), name='consent_for_courses'), models.CheckConstraint(condition=models.Q(('method__in', ['witnessed_paper'])), name='consent_known_method', violation_error_message='Choose how the consent was signed.'), models.CheckConstraint(condition=models.Q(('valid_until__gt', models.F('signed_on'))), name='consent_ends_after_it_begins', violation_error_message='“Valid until” must come after the date of signing.'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawal_recorded_by__isnull', True), ('withdrawn_at__isnull', True)), models.Q(('withdrawal_recorded_by__isnull', False), ('withdrawn_at__isnull', False)), _connector='OR'), name='consent_withdrawal_says_who', violation_error_message='Recording a withdrawal needs a name.')],
                'triggers': [pgtrigger.compiler.Trigger(name='follows_its_patient', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                IF TG_OP = 'UPDATE' THEN\n                    IF NEW.patient_id = OLD.patient_id THEN\n                        RETURN NEW;\n                    END IF;\n                    IF NOT EXISTS (\n                        SELECT FROM people_patient\n                        WHERE id = OLD.patient_id AND merged_into_id = NEW.patient_id\n                    ) THEN\n                        RAISE EXCEPTION 'row_stays_with_its_patient'\n                            USING ERRCODE = 'check_violation', CONSTRAINT = 'row_stays_with_its_patient';\n                    END IF;\n                END IF;\n                IF EXISTS (\n                    SELECT FROM people_patient WHERE id = NEW.patient_id AND merged_into_id IS NOT NULL\n                ) THEN\n                    RAISE EXCEPTION 'patient_was_merged'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'patient_was_merged';\n                END IF;\n                RETURN NEW;\n            ", hash='b017276b06d9d919f2b342b6f96011a0ae296c35', operation='INSERT OR UPDATE OF "patient_id"', pgid='pgtrigger_follows_its_patient_fcdef', table='consent_consent', when='BEFORE')), pgtrigger.compiler.Trigger(name='signature_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN ((OLD.reference, OLD.treatment_id, OLD.document_id, OLD.text_sha256, OLD.method, OLD.signed_name, OLD.signed_on, OLD.witness_id, OLD.recorded_at, OLD.valid_until, OLD.form_key) IS DISTINCT FROM (NEW.reference, NEW.treatment_id, NEW.document_id, NEW.text_sha256, NEW.method, NEW.signed_name, NEW.signed_on, NEW.witness_id, NEW.recorded_at, NEW.valid_until, NEW.form_key))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='365df35953e9ff8c2852ee97575e4bad9c022535', operation='UPDATE', pgid='pgtrigger_signature_never_changes_14d19', table='consent_consent', when='BEFORE')), pgtrigger.compiler.Trigger(name='withdrawal_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.withdrawn_at IS NOT NULL AND (OLD.withdrawn_at, OLD.withdrawal_recorded_by_id) IS DISTINCT FROM (NEW.withdrawn_at, NEW.withdrawal_recorded_by_id))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='44241a7f9cfaad78548f9ef61484d21bac51f4bd', operation='UPDATE', pgid='pgtrigger_withdrawal_never_changes_da25d', table='consent_consent', when='BEFORE')), pgtrigger.compiler.Trigger(name='signature_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='208a6d234b2cdb483d65db6b342b7a65fed217c4', operation='DELETE', pgid='pgtrigger_signature_is_never_deleted_1ca55', table='consent_consent', when='BEFORE')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "consent_consentevent" ("document_id", "form_key", "id", "method", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "reference", "signed_name", "signed_on", "text_sha256", "treatment_id", "valid_until", "withdrawal_recorded_by_id", "withdrawn_at", "witness_id") VALUES (NEW."document_id", NEW."form_key", NEW."id", NEW."method", NEW."patient_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."reference", NEW."signed_name", NEW."signed_on", NEW."text_sha256", NEW."treatment_id", NEW."valid_until", NEW."withdrawal_recorded_by_id", NEW."withdrawn_at", NEW."witness_id"); RETURN NULL;', hash='ba6063b035ade810981b7ad537824fcaf131c673', operation='INSERT', pgid='pgtrigger_insert_insert_6007e', table='consent_consent', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "consent_consentevent" ("document_id", "form_key", "id", "method", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "reference", "signed_name", "signed_on", "text_sha256", "treatment_id", "valid_until", "withdrawal_recorded_by_id", "withdrawn_at", "witness_id") VALUES (NEW."document_id", NEW."form_key", NEW."id", NEW."method", NEW."patient_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."reference", NEW."signed_name", NEW."signed_on", NEW."text_sha256", NEW."treatment_id", NEW."valid_until", NEW."withdrawal_recorded_by_id", NEW."withdrawn_at", NEW."witness_id"); RETURN NULL;', hash='0d9e6b7d568e29ee92c3e0407b5dc458685be257', operation='UPDATE', pgid='pgtrigger_update_update_3b14c', table='consent_consent', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "consent_consentevent" ("document_id", "form_key", "id", "method", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "reference", "signed_name", "signed_on", "text_sha256", "treatment_id", "valid_until", "withdrawal_recorded_by_id", "withdrawn_at", "witness_id") VALUES (OLD."document_id", OLD."form_key", OLD."id", OLD."method", OLD."patient_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."reference", OLD."signed_name", OLD."signed_on", OLD."text_sha256", OLD."treatment_id", OLD."valid_until", OLD."withdrawal_recorded_by_id", OLD."withdrawn_at", OLD."witness_id"); RETURN NULL;', hash='57656ebdff953e6c49464fbf25f79fdf52a9de60', operation='DELETE', pgid='pgtrigger_delete_delete_124d9', table='consent_consent', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='DocumentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='consent.document')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('treatment', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='education.treatment', verbose_name='treatment')),
                ('version', models.PositiveIntegerField(verbose_name='version')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('text', models.TextField(max_length=20000, verbose_name='text')),
                ('issued_on', models.DateField(verbose_name='issued on')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='5501b9928d9e5ed493c8fe76f6e1fec6a92245b7', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_726ef', table='consent_documentevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='ConsentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='consent.consent')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('reference', models.CharField(default=patients.links.references.new_reference, editable=False, max_length=32)),
                ('form_key', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False)),
                ('patient', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.patient', verbose_name='patient')),
                ('treatment', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='education.treatment', verbose_name='treatment')),
                ('document', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='consent.document', verbose_name='document')),
                ('text_sha256', models.CharField(max_length=64, verbose_name='fingerprint of the text')),
                ('method', models.CharField(choices=[('witnessed_paper', 'On paper, with a witness')], max_length=20, verbose_name='how signed')),
                ('signed_name', models.CharField(max_length=120, verbose_name='name as signed')),
                ('signed_on', models.DateField(verbose_name='signed on')),
                ('witness', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='witness')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='recorded')),
                ('valid_until', models.DateField(verbose_name='valid until')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn')),
                ('withdrawal_recorded_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='withdrawal recorded by')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1c346e473e56f77096d8f27987b3d87f084bf816', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3dd0f', table='consent_consentevent', when='BEFORE'))],
            },
        ),
    ]
