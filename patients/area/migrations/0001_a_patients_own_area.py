import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
import patients.links.references
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('area', '0002_follows_its_patient'), ('area', '0002_closed_links_are_found')]

    initial = True

    dependencies = [
        ('people', '0001_patients_and_holds'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PatientMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=patients.links.references.new_reference, editable=False, max_length=32, unique=True)),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='written')),
                ('text', models.TextField(blank=True, max_length=2000, verbose_name='message')),
                ('corrected', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None, verbose_name='fields corrected')),
                ('form_key', models.UUIDField(editable=False, unique=True)),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='read')),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sent_to_us', to='people.patient', verbose_name='patient')),
                ('read_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='read by')),
            ],
            options={
                'verbose_name': 'message of a patient',
                'verbose_name_plural': 'messages of patients',
                'ordering': ['-written_at', '-id'],
                'indexes': [models.Index(fields=['patient', 'written_at'], name='patient_message_by_patient'), models.Index(condition=models.Q(('read_at', None)), fields=['written_at'], name='patient_message_unread')],
                'constraints': [models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('text'), 2000), name='patient_message_fits', violation_error_message='Make the message shorter: at most 2000 characters.'), models.CheckConstraint(condition=models.Q(models.Q(models.Q(('text', ''), _negated=True), ('corrected', [])), models.Q(('text', ''), models.Q(('corrected', []), _negated=True)), _connector='OR'), name='patient_message_says_one_thing', violation_error_message='Write your message first.'), models.CheckConstraint(condition=models.Q(models.Q(('read_at__isnull', True), ('read_by__isnull', True)), models.Q(('read_at__gte', models.F('written_at')), ('read_at__isnull', False), ('read_by__isnull', False)), _connector='OR'), name='patient_message_read_by_somebody', violation_error_message='A message is read by somebody, after it was written.')],
                'triggers': [pgtrigger.compiler.Trigger(name='patient_message_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='05c3cee251596a2ea7c5acdfde4a2fd282d6f799', operation='DELETE', pgid='pgtrigger_patient_message_is_never_deleted_bd3b0', table='area_patientmessage', when='BEFORE')), pgtrigger.compiler.Trigger(name='follows_its_patient', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                IF TG_OP = 'UPDATE' THEN\n                    IF NEW.patient_id = OLD.patient_id THEN\n                        RETURN NEW;\n                    END IF;\n                    IF NOT EXISTS (\n                        SELECT FROM people_patient\n                        WHERE id = OLD.patient_id AND merged_into_id = NEW.patient_id\n                    ) THEN\n                        RAISE EXCEPTION 'row_stays_with_its_patient'\n                            USING ERRCODE = 'check_violation', CONSTRAINT = 'row_stays_with_its_patient';\n                    END IF;\n                END IF;\n                IF EXISTS (\n                    SELECT FROM people_patient WHERE id = NEW.patient_id AND merged_into_id IS NOT NULL\n                ) THEN\n                    RAISE EXCEPTION 'patient_was_merged'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'patient_was_merged';\n                END IF;\n                RETURN NEW;\n            ", hash='0157c06e5d2dd573f48e774aabcfbc48cc907382', operation='INSERT OR UPDATE OF "patient_id"', pgid='pgtrigger_follows_its_patient_66902', table='area_patientmessage', when='BEFORE')), pgtrigger.compiler.Trigger(name='patient_message_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN ((OLD.reference, OLD.written_at, OLD.text, OLD.corrected, OLD.form_key) IS DISTINCT FROM (NEW.reference, NEW.written_at, NEW.text, NEW.corrected, NEW.form_key))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='00b0412de9d0930084b53559ee4e00c7f2a3ed29', operation='UPDATE', pgid='pgtrigger_patient_message_never_changes_967a1', table='area_patientmessage', when='BEFORE')), pgtrigger.compiler.Trigger(name='patient_message_is_read_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.read_at IS NOT NULL AND (OLD.read_at, OLD.read_by_id) IS DISTINCT FROM (NEW.read_at, NEW.read_by_id))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='2110335cf6dc25cb3ea2b3fbe91bdd49ce0de00c', operation='UPDATE', pgid='pgtrigger_patient_message_is_read_once_9cffc', table='area_patientmessage', when='BEFORE')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "area_patientmessageevent" ("corrected", "form_key", "id", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "read_at", "read_by_id", "reference", "text", "written_at") VALUES (NEW."corrected", NEW."form_key", NEW."id", NEW."patient_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."read_at", NEW."read_by_id", NEW."reference", NEW."text", NEW."written_at"); RETURN NULL;', hash='1b3dbd6e3ba51e64688494a2e669ca55f399867a', operation='INSERT', pgid='pgtrigger_insert_insert_76ae1', table='area_patientmessage', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "area_patientmessageevent" ("corrected", "form_key", "id", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "read_at", "read_by_id", "reference", "text", "written_at") VALUES (NEW."corrected", NEW."form_key", NEW."id", NEW."patient_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."read_at", NEW."read_by_id", NEW."reference", NEW."text", NEW."written_at"); RETURN NULL;', hash='dae99b59d1c29a04cd43231154f4fb570a55ea1a', operation='UPDATE', pgid='pgtrigger_update_update_39838', table='area_patientmessage', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "area_patientmessageevent" ("corrected", "form_key", "id", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "read_at", "read_by_id", "reference", "text", "written_at") VALUES (OLD."corrected", OLD."form_key", OLD."id", OLD."patient_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."read_at", OLD."read_by_id", OLD."reference", OLD."text", OLD."written_at"); RETURN NULL;', hash='597d922fa83ea81e49d2f20c90a51f68dd18618a', operation='DELETE', pgid='pgtrigger_delete_delete_3a58a', table='area_patientmessage', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='PatientMessageEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('reference', models.CharField(default=patients.links.references.new_reference, editable=False, max_length=32)),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='written')),
                ('text', models.TextField(blank=True, max_length=2000, verbose_name='message')),
                ('corrected', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None, verbose_name='fields corrected')),
                ('form_key', models.UUIDField(editable=False)),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='read')),
                ('patient', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.patient', verbose_name='patient')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='area.patientmessage')),
                ('read_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='read by')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='5c63c8848d37e17bcec56edff1e58c3059e8ac8f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_682d5', table='area_patientmessageevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='PatientLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=patients.links.references.new_reference, editable=False, max_length=32, unique=True)),
                ('token_sha256', models.CharField(editable=False, max_length=64, null=True, unique=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='made')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent')),
                ('expires_at', models.DateTimeField(verbose_name='expires')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='revoked')),
                ('last_opened_at', models.DateTimeField(blank=True, null=True, verbose_name='last opened')),
                ('wrong_tries', models.PositiveSmallIntegerField(default=0, verbose_name='wrong tries')),
                ('made_by', models.ForeignKey(blank=True, help_text='Empty where nobody who works here did.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='private_links', to='people.patient', verbose_name='patient')),
            ],
            options={
                'verbose_name': 'private link of a patient',
                'verbose_name_plural': 'private links of patients',
                'ordering': ['-made_at', '-id'],
                'abstract': False,
                'indexes': [models.Index(condition=models.Q(('revoked_at', None), ('wrong_tries__gte', 5)), fields=['patient'], name='patient_link_closed')],
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('made_at'))), name='patientlink_ends_after_it_begins', violation_error_message='A link ends after it begins.'), models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', True), ('token_sha256__isnull', True)), models.Q(('sent_at__isnull', False), ('token_sha256__isnull', False)), _connector='OR'), name='patientlink_was_sent_with_a_token', violation_error_message='A link that was sent has a token.')],
                'triggers': [pgtrigger.compiler.Trigger(name='follows_its_patient', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                IF TG_OP = 'UPDATE' THEN\n                    IF NEW.patient_id = OLD.patient_id THEN\n                        RETURN NEW;\n                    END IF;\n                    IF NOT EXISTS (\n                        SELECT FROM people_patient\n                        WHERE id = OLD.patient_id AND merged_into_id = NEW.patient_id\n                    ) THEN\n                        RAISE EXCEPTION 'row_stays_with_its_patient'\n                            USING ERRCODE = 'check_violation', CONSTRAINT = 'row_stays_with_its_patient';\n                    END IF;\n                END IF;\n                IF EXISTS (\n                    SELECT FROM people_patient WHERE id = NEW.patient_id AND merged_into_id IS NOT NULL\n                ) THEN\n                    RAISE EXCEPTION 'patient_was_merged'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'patient_was_merged';\n                END IF;\n                RETURN NEW;\n            ", hash='5b2fc21ab8aebc82a1f45ea511c0fe401d68d7b7', operation='INSERT OR UPDATE OF "patient_id"', pgid='pgtrigger_follows_its_patient_4ef38', table='area_patientlink', when='BEFORE')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "area_patientlinkevent" ("expires_at", "id", "last_opened_at", "made_at", "made_by_id", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "revoked_at", "sent_at", "wrong_tries") VALUES (NEW."expires_at", NEW."id", NEW."last_opened_at", NEW."made_at", NEW."made_by_id", NEW."patient_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reference", NEW."revoked_at", NEW."sent_at", NEW."wrong_tries"); RETURN NULL;', hash='8689f08297d3eae16f26ed3d5680d07901f852ca', operation='INSERT', pgid='pgtrigger_insert_insert_b8dd6', table='area_patientlink', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."expires_at" IS DISTINCT FROM (NEW."expires_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."last_opened_at" IS DISTINCT FROM (NEW."last_opened_at") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at") OR OLD."made_by_id" IS DISTINCT FROM (NEW."made_by_id") OR OLD."patient_id" IS DISTINCT FROM (NEW."patient_id") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."revoked_at" IS DISTINCT FROM (NEW."revoked_at") OR OLD."sent_at" IS DISTINCT FROM (NEW."sent_at") OR OLD."wrong_tries" IS DISTINCT FROM (NEW."wrong_tries"))', func='INSERT INTO "area_patientlinkevent" ("expires_at", "id", "last_opened_at", "made_at", "made_by_id", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "revoked_at", "sent_at", "wrong_tries") VALUES (NEW."expires_at", NEW."id", NEW."last_opened_at", NEW."made_at", NEW."made_by_id", NEW."patient_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reference", NEW."revoked_at", NEW."sent_at", NEW."wrong_tries"); RETURN NULL;', hash='e7d33f2ef9e2df0e1b0a5685d695d02b7aee4744', operation='UPDATE', pgid='pgtrigger_update_update_51383', table='area_patientlink', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "area_patientlinkevent" ("expires_at", "id", "last_opened_at", "made_at", "made_by_id", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "revoked_at", "sent_at", "wrong_tries") VALUES (OLD."expires_at", OLD."id", OLD."last_opened_at", OLD."made_at", OLD."made_by_id", OLD."patient_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reference", OLD."revoked_at", OLD."sent_at", OLD."wrong_tries"); RETURN NULL;', hash='909152a3a678877677a9675b82ed2281f9e1339a', operation='DELETE', pgid='pgtrigger_delete_delete_2d2ae', table='area_patientlink', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='PatientLinkEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('reference', models.CharField(default=patients.links.references.new_reference, editable=False, max_length=32)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='made')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent')),
                ('expires_at', models.DateTimeField(verbose_name='expires')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='revoked')),
                ('last_opened_at', models.DateTimeField(blank=True, null=True, verbose_name='last opened')),
                ('wrong_tries', models.PositiveSmallIntegerField(default=0, verbose_name='wrong tries')),
                ('made_by', models.ForeignKey(blank=True, db_constraint=False, help_text='Empty where nobody who works here did.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
                ('patient', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.patient', verbose_name='patient')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='area.patientlink')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f4ceebb0e28b1a6cb5998bd36b6cb2dfa5e916c2', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b18c1', table='area_patientlinkevent', when='BEFORE'))],
            },
        ),
    ]
