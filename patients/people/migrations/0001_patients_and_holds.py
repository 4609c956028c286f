import django.contrib.postgres.fields
import django.contrib.postgres.functions
import django.contrib.postgres.indexes
import django.contrib.postgres.operations
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import patients.links.references
import pgtrigger.compiler
import pgtrigger.migrations
import phonenumber_field.modelfields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('people', '0002_nobody_twice'), ('people', '0003_holds_once'), ('people', '0004_who_they_are_and_how_to_reach_them'), ('people', '0005_nobody_twice_unseen'), ('people', '0006_one_person_one_row'), ('people', '0002_an_answer_holds_care')]

    initial = True

    dependencies = [
        ('inquiries', '0001_somebody_asked'),
        ('locations', '0001_where_we_are'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        django.contrib.postgres.operations.TrigramExtension(
        ),
        migrations.CreateModel(
            name='AskedInquiry',
            fields=[
            ],
            options={
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('inquiries.inquiry',),
        ),
        migrations.CreateModel(
            name='Patient',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=patients.links.references.new_reference, editable=False, max_length=32, unique=True)),
                ('legal_name', models.CharField(max_length=120, verbose_name='legal name')),
                ('chosen_name', models.CharField(blank=True, help_text='If it is not the legal name.', max_length=120, verbose_name='name they go by')),
                ('pronouns', models.CharField(blank=True, max_length=40, verbose_name='pronouns')),
                ('birth_date', models.DateField(verbose_name='birth date')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('phone', phonenumber_field.modelfields.PhoneNumberField(blank=True, max_length=128, region=None, verbose_name='phone')),
                ('channels', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('email', 'Write e-mails'), ('call', 'Call'), ('voice', 'Leave a voice message'), ('text', 'Send text messages')], max_length=8), blank=True, default=list, size=None, verbose_name='how we may reach them')),
                ('emergency_name', models.CharField(blank=True, max_length=120, verbose_name='emergency contact')),
                ('emergency_relation', models.CharField(blank=True, max_length=60, verbose_name='how they are related')),
                ('emergency_phone', phonenumber_field.modelfields.PhoneNumberField(blank=True, max_length=128, region=None, verbose_name='emergency phone')),
                ('escort_name', models.CharField(blank=True, max_length=120, verbose_name='who takes them home')),
                ('escort_phone', phonenumber_field.modelfields.PhoneNumberField(blank=True, max_length=128, region=None, verbose_name='phone of who takes them home')),
                ('language', models.CharField(blank=True, max_length=40, verbose_name='language spoken')),
                ('needs_interpreter', models.BooleanField(default=False, verbose_name='needs an interpreter')),
                ('access_needs', models.CharField(blank=True, max_length=500, verbose_name='what would make a visit easier')),
                ('heard_from', models.CharField(choices=[('clinician', 'A doctor or therapist'), ('somebody', 'Family or a friend'), ('search', 'Searching the web'), ('insurer', 'Their insurer'), ('other', 'Something else'), ('unsaid', 'Not said')], default='unsaid', max_length=10, verbose_name='heard of us from')),
                ('registered_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='registered')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='left the clinic on')),
                ('is_namesake', models.BooleanField(default=False, help_text='Somebody else here has the same legal name and birth date; staff have made sure of it.', verbose_name='another person')),
                ('form_key', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, unique=True)),
                ('inquiry', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inquiries.inquiry', verbose_name='inquiry')),
                ('location', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='locations.location', verbose_name='location')),
                ('merged_into', models.ForeignKey(blank=True, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='people.patient', verbose_name='same person as')),
                ('registered_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='registered by')),
            ],
            options={
                'verbose_name': 'patient',
                'verbose_name_plural': 'patients',
                'ordering': [django.db.models.functions.text.Lower('legal_name'), 'id'],
                'permissions': [('view_every_patient', 'Can see every patient’s contact data'), ('merge_patient', 'Can merge two patients who are one person')],
                'indexes': [models.Index(django.db.models.functions.text.Lower('legal_name'), models.F('birth_date'), name='patient_by_name_and_birth_date'), models.Index(fields=['birth_date'], name='patient_by_birth_date'), models.Index(django.db.models.functions.text.Upper('email'), name='patient_by_email'), models.Index(fields=['phone'], name='patient_by_phone'), models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='patient_by_merged_into'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('legal_name'), 'gin_trgm_ops'), name='patient_legal_name_like'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('chosen_name'), 'gin_trgm_ops'), name='patient_chosen_name_like'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('email'), 'gin_trgm_ops'), name='patient_email_like'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass('phone', 'gin_trgm_ops'), name='patient_phone_like')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('email', ''), _negated=True), models.Q(('phone', ''), _negated=True), _connector='OR'), name='patient_can_be_reached', violation_error_message='Give an e-mail address or a phone number.'), models.CheckConstraint(condition=models.Q(('merged_into', models.F('id')), _negated=True), name='patient_merged_into_another', violation_error_message='Nobody is merged into themselves.'), models.CheckConstraint(condition=models.Q(('channels__contained_by', ['email', 'call', 'voice', 'text'])), name='patient_known_channels', violation_error_message='Choose ways to reach them from the list.'), models.CheckConstraint(condition=models.Q(models.Q(('channels__contains', ['email']), _negated=True), models.Q(('email', ''), _negated=True), _connector='OR'), name='patient_writing_needs_an_address', violation_error_code='no_address', violation_error_message='Give the e-mail address that we may write to.'), models.CheckConstraint(condition=models.Q(models.Q(('channels__overlap', ['call', 'voice', 'text']), _negated=True), models.Q(('phone', ''), _negated=True), _connector='OR'), name='patient_calling_needs_a_number', violation_error_code='no_number', violation_error_message='Give the phone number that we may call or send a text to.'), models.CheckConstraint(condition=models.Q(models.Q(('emergency_name', ''), ('emergency_phone', ''), ('emergency_relation', '')), models.Q(models.Q(('emergency_name', ''), _negated=True), models.Q(('emergency_phone', ''), _negated=True)), _connector='OR'), name='patient_emergency_contact_is_whole', violation_error_code='half_emergency_contact', violation_error_message='An emergency contact has a name and a phone number.'), models.CheckConstraint(condition=models.Q(('escort_phone', ''), models.Q(('escort_name', ''), _negated=True), _connector='OR'), name='patient_escort_has_a_name', violation_error_code='nameless_escort', violation_error_message='Say who takes them home, not only the number.'), models.CheckConstraint(condition=models.Q(('needs_interpreter', False), models.Q(('language', ''), _negated=True), _connector='OR'), name='patient_interpreter_speaks_a_language', violation_error_code='no_language', violation_error_message='Say for which language they need an interpreter.'), models.CheckConstraint(condition=models.Q(('heard_from__in', ['clinician', 'somebody', 'search', 'insurer', 'other', 'unsaid'])), name='patient_heard_from_known', violation_error_message='Choose how they heard of us from the list.'), models.UniqueConstraint(django.db.models.functions.text.Lower('legal_name'), models.F('birth_date'), condition=models.Q(('is_namesake', False), ('merged_into', None)), name='patient_is_here_once', violation_error_code='namesake', violation_error_message='Somebody with this legal name and birth date is here already.')],
                'triggers': [pgtrigger.compiler.Trigger(name='patient_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.registered_at < now() - interval '1 day')", func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='686f9feb1391961d812b0ada911b46e09ed9c406', operation='DELETE', pgid='pgtrigger_patient_is_never_deleted_32152', table='people_patient', when='BEFORE')), pgtrigger.compiler.Trigger(name='merged_patient_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.merged_into_id IS NOT NULL AND (OLD.reference, OLD.legal_name, OLD.chosen_name, OLD.pronouns, OLD.birth_date, OLD.email, OLD.phone, OLD.channels, OLD.emergency_name, OLD.emergency_relation, OLD.emergency_phone, OLD.escort_name, OLD.escort_phone, OLD.language, OLD.needs_interpreter, OLD.access_needs, OLD.heard_from, OLD.location_id, OLD.inquiry_id, OLD.registered_by_id, OLD.registered_at, OLD.ended_on, OLD.is_namesake, OLD.form_key) IS DISTINCT FROM (NEW.reference, NEW.legal_name, NEW.chosen_name, NEW.pronouns, NEW.birth_date, NEW.email, NEW.phone, NEW.channels, NEW.emergency_name, NEW.emergency_relation, NEW.emergency_phone, NEW.escort_name, NEW.escort_phone, NEW.language, NEW.needs_interpreter, NEW.access_needs, NEW.heard_from, NEW.location_id, NEW.inquiry_id, NEW.registered_by_id, NEW.registered_at, NEW.ended_on, NEW.is_namesake, NEW.form_key))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='bf9d271fdd78be63b5068e14d515a3c7b94fe5ed', operation='UPDATE', pgid='pgtrigger_merged_patient_never_changes_b7bd9', table='people_patient', when='BEFORE')), pgtrigger.compiler.Trigger(name='merged_into_one_that_stands', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."merged_into_id" IS NOT NULL)', func="\n            IF EXISTS (\n                SELECT FROM people_patient AS other\n                WHERE (other.id = NEW.merged_into_id AND other.merged_into_id IS NOT NULL)\n                    OR other.merged_into_id = NEW.id\n            ) THEN\n                RAISE EXCEPTION 'patient_merged_into_one_that_stands' USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='dfea3a8ebcebfe302b7e11ef5cc8af6547e73d28', operation='INSERT OR UPDATE OF "merged_into_id"', pgid='pgtrigger_merged_into_one_that_stands_a1304', table='people_patient', when='BEFORE')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_patientevent" ("access_needs", "birth_date", "channels", "chosen_name", "email", "emergency_name", "emergency_phone", "emergency_relation", "ended_on", "escort_name", "escort_phone", "form_key", "heard_from", "id", "inquiry_id", "is_namesake", "language", "legal_name", "location_id", "merged_into_id", "needs_interpreter", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "pronouns", "reference", "registered_at", "registered_by_id") VALUES (NEW."access_needs", NEW."birth_date", NEW."channels", NEW."chosen_name", NEW."email", NEW."emergency_name", NEW."emergency_phone", NEW."emergency_relation", NEW."ended_on", NEW."escort_name", NEW."escort_phone", NEW."form_key", NEW."heard_from", NEW."id", NEW."inquiry_id", NEW."is_namesake", NEW."language", NEW."legal_name", NEW."location_id", NEW."merged_into_id", NEW."needs_interpreter", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."pronouns", NEW."reference", NEW."registered_at", NEW."registered_by_id"); RETURN NULL;', hash='126c68364279dddbe247ac13ba441aa2ac72d14a', operation='INSERT', pgid='pgtrigger_insert_insert_17910', table='people_patient', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "people_patientevent" ("access_needs", "birth_date", "channels", "chosen_name", "email", "emergency_name", "emergency_phone", "emergency_relation", "ended_on", "escort_name", "escort_phone", "form_key", "heard_from", "id", "inquiry_id", "is_namesake", "language", "legal_name", "location_id", "merged_into_id", "needs_interpreter", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "pronouns", "reference", "registered_at", "registered_by_id") VALUES (NEW."access_needs", NEW."birth_date", NEW."channels", NEW."chosen_name", NEW."email", NEW."emergency_name", NEW."emergency_phone", NEW."emergency_relation", NEW."ended_on", NEW."escort_name", NEW."escort_phone", NEW."form_key", NEW."heard_from", NEW."id", NEW."inquiry_id", NEW."is_namesake", NEW."language", NEW."legal_name", NEW."location_id", NEW."merged_into_id", NEW."needs_interpreter", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."pronouns", NEW."reference", NEW."registered_at", NEW."registered_by_id"); RETURN NULL;', hash='a648ea2a6687b170bce3941a7a2a54ffe65fa5e4', operation='UPDATE', pgid='pgtrigger_update_update_950c8', table='people_patient', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_patientevent" ("access_needs", "birth_date", "channels", "chosen_name", "email", "emergency_name", "emergency_phone", "emergency_relation", "ended_on", "escort_name", "escort_phone", "form_key", "heard_from", "id", "inquiry_id", "is_namesake", "language", "legal_name", "location_id", "merged_into_id", "needs_interpreter", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "pronouns", "reference", "registered_at", "registered_by_id") VALUES (OLD."access_needs", OLD."birth_date", OLD."channels", OLD."chosen_name", OLD."email", OLD."emergency_name", OLD."emergency_phone", OLD."emergency_relation", OLD."ended_on", OLD."escort_name", OLD."escort_phone", OLD."form_key", OLD."heard_from", OLD."id", OLD."inquiry_id", OLD."is_namesake", OLD."language", OLD."legal_name", OLD."location_id", OLD."merged_into_id", OLD."needs_interpreter", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."pronouns", OLD."reference", OLD."registered_at", OLD."registered_by_id"); RETURN NULL;', hash='7427912ff69dc337fa89cd85e5cc1ee2dcebcb7d', operation='DELETE', pgid='pgtrigger_delete_delete_15ba0', table='people_patient', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='CareTeamMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
                ('until', models.DateTimeField(blank=True, null=True, verbose_name='until')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='clinician')),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='care_team', to='people.patient', verbose_name='patient')),
            ],
            options={
                'verbose_name': 'care team member',
                'verbose_name_plural': 'care team',
                'ordering': ['since', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('patient', 'user'), name='careteammember_once', violation_error_message='This clinician looks after the patient already.'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='careteammember_since_before_until', violation_error_message='The end cannot come before the beginning.')],
                'triggers': [pgtrigger.compiler.Trigger(name='follows_its_patient', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                IF TG_OP = 'UPDATE' THEN\n                    IF NEW.patient_id = OLD.patient_id THEN\n                        RETURN NEW;\n                    END IF;\n                    IF NOT EXISTS (\n                        SELECT FROM people_patient\n                        WHERE id = OLD.patient_id AND merged_into_id = NEW.patient_id\n                    ) THEN\n                        RAISE EXCEPTION 'row_stays_with_its_patient'\n                            USING ERRCODE = 'check_violation', CONSTRAINT = 'row_stays_with_its_patient';\n                    END IF;\n                END IF;\n                IF EXISTS (\n                    SELECT FROM people_patient WHERE id = NEW.patient_id AND merged_into_id IS NOT NULL\n                ) THEN\n                    RAISE EXCEPTION 'patient_was_merged'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'patient_was_merged';\n                END IF;\n                RETURN NEW;\n            ", hash='1f82be3bba79358568e46e4c8f1163363d57c085', operation='INSERT OR UPDATE OF "patient_id"', pgid='pgtrigger_follows_its_patient_11727', table='people_careteammember', when='BEFORE')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_careteammemberevent" ("id", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "until", "user_id") VALUES (NEW."id", NEW."patient_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."since", NEW."until", NEW."user_id"); RETURN NULL;', hash='ecb10310ff08951eb015e45ac26f1c04c5e5c1c3', operation='INSERT', pgid='pgtrigger_insert_insert_53039', table='people_careteammember', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "people_careteammemberevent" ("id", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "until", "user_id") VALUES (NEW."id", NEW."patient_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."since", NEW."until", NEW."user_id"); RETURN NULL;', hash='445443860dc5b299d6a58d1291996c6d799458f6', operation='UPDATE', pgid='pgtrigger_update_update_8e07b', table='people_careteammember', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_careteammemberevent" ("id", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "until", "user_id") VALUES (OLD."id", OLD."patient_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."since", OLD."until", OLD."user_id"); RETURN NULL;', hash='65f7c1c94022d5f279c1bb0cbf2361a42f31f0c6', operation='DELETE', pgid='pgtrigger_delete_delete_1fbcf', table='people_careteammember', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='DifferentPeople',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('because', models.CharField(max_length=200, verbose_name='how we know')),
                ('said_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='said')),
                ('said_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='said by')),
                ('one', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.patient', verbose_name='one')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.patient', verbose_name='other')),
            ],
            options={
                'verbose_name': 'two people who look alike',
                'verbose_name_plural': 'people who look alike',
                'ordering': ['-said_at', '-id'],
                'constraints': [models.UniqueConstraint(fields=('one', 'other'), name='differentpeople_once', violation_error_message='Somebody has said already that these are two people.'), models.CheckConstraint(condition=models.Q(('one__lt', models.F('other'))), name='differentpeople_in_order', violation_error_message='Nobody is another person than they are.'), models.CheckConstraint(condition=models.Q(('because', ''), _negated=True), name='differentpeople_says_how_we_know', violation_error_message='Say how you know that this is somebody else.')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_differentpeopleevent" ("because", "id", "one_id", "other_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "said_at", "said_by_id") VALUES (NEW."because", NEW."id", NEW."one_id", NEW."other_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."said_at", NEW."said_by_id"); RETURN NULL;', hash='7daea330fd4dd9f0f5e3b491fc5e962329c83f12', operation='INSERT', pgid='pgtrigger_insert_insert_6193c', table='people_differentpeople', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "people_differentpeopleevent" ("because", "id", "one_id", "other_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "said_at", "said_by_id") VALUES (NEW."because", NEW."id", NEW."one_id", NEW."other_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."said_at", NEW."said_by_id"); RETURN NULL;', hash='64282d8a8f916388ef01b836f92c4afaf63a6dcd', operation='UPDATE', pgid='pgtrigger_update_update_f70e9', table='people_differentpeople', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_differentpeopleevent" ("because", "id", "one_id", "other_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "said_at", "said_by_id") VALUES (OLD."because", OLD."id", OLD."one_id", OLD."other_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."said_at", OLD."said_by_id"); RETURN NULL;', hash='6a2622c7220ca791796282463032d489fb654cc3', operation='DELETE', pgid='pgtrigger_delete_delete_12d48', table='people_differentpeople', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Hold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, unique=True)),
                ('form_key', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, unique=True)),
                ('cause', models.CharField(choices=[('person', 'A person who works here'), ('safety', 'A safety task'), ('answers', 'An answer to the health questions')], default='person', max_length=8, verbose_name='cause')),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('raised_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='raised')),
                ('lifted_at', models.DateTimeField(blank=True, null=True, verbose_name='lifted')),
                ('lifted_because', models.CharField(blank=True, max_length=300, verbose_name='why lifted')),
                ('lifted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='lifted by')),
                ('raised_by', models.ForeignKey(blank=True, help_text='Empty where an answer of the patient did.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='raised by')),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holds', to='people.patient', verbose_name='patient')),
            ],
            options={
                'verbose_name': 'hold',
                'verbose_name_plural': 'holds',
                'ordering': ['-raised_at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('lifted_at__isnull', True), ('lifted_because', ''), ('lifted_by__isnull', True)), models.Q(('lifted_at__isnull', False), ('lifted_by__isnull', False), models.Q(('lifted_because', ''), _negated=True)), _connector='OR'), name='hold_lifted_says_who_and_why', violation_error_message='Lifting a hold needs a name and a reason.'), models.CheckConstraint(condition=models.Q(('cause__in', ['person', 'safety', 'answers'])), name='hold_known_cause', violation_error_message='Choose what raised the hold from the list.'), models.CheckConstraint(condition=models.Q(models.Q(('cause', 'person'), _negated=True), ('raised_by__isnull', False), _connector='OR'), name='hold_of_a_person_says_who', violation_error_message='A hold that a person raises has their name.')],
                'triggers': [pgtrigger.compiler.Trigger(name='follows_its_patient', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                IF TG_OP = 'UPDATE' THEN\n                    IF NEW.patient_id = OLD.patient_id THEN\n                        RETURN NEW;\n                    END IF;\n                    IF NOT EXISTS (\n                        SELECT FROM people_patient\n                        WHERE id = OLD.patient_id AND merged_into_id = NEW.patient_id\n                    ) THEN\n                        RAISE EXCEPTION 'row_stays_with_its_patient'\n                            USING ERRCODE = 'check_violation', CONSTRAINT = 'row_stays_with_its_patient';\n                    END IF;\n                END IF;\n                IF EXISTS (\n                    SELECT FROM people_patient WHERE id = NEW.patient_id AND merged_into_id IS NOT NULL\n                ) THEN\n                    RAISE EXCEPTION 'patient_was_merged'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'patient_was_merged';\n                END IF;\n                RETURN NEW;\n            ", hash='279eff5c2430ccb19b760b3d9f8954f3ec82efc1', operation='INSERT OR UPDATE OF "patient_id"', pgid='pgtrigger_follows_its_patient_80ddc', table='people_hold', when='BEFORE')), pgtrigger.compiler.Trigger(name='hold_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='bd385d6bdff1c923d896c096f80c8dc8aafa14db', operation='DELETE', pgid='pgtrigger_hold_is_never_deleted_06204', table='people_hold', when='BEFORE')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_holdevent" ("cause", "form_key", "id", "lifted_at", "lifted_because", "lifted_by_id", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_at", "raised_by_id", "reason", "reference") VALUES (NEW."cause", NEW."form_key", NEW."id", NEW."lifted_at", NEW."lifted_because", NEW."lifted_by_id", NEW."patient_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."raised_at", NEW."raised_by_id", NEW."reason", NEW."reference"); RETURN NULL;', hash='4c4351f3d7afdc75f44083c81c0da49116df0d89', operation='INSERT', pgid='pgtrigger_insert_insert_86cf3', table='people_hold', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "people_holdevent" ("cause", "form_key", "id", "lifted_at", "lifted_because", "lifted_by_id", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_at", "raised_by_id", "reason", "reference") VALUES (NEW."cause", NEW."form_key", NEW."id", NEW."lifted_at", NEW."lifted_because", NEW."lifted_by_id", NEW."patient_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."raised_at", NEW."raised_by_id", NEW."reason", NEW."reference"); RETURN NULL;', hash='7117e3c2c7dfa4ab64e3d5f8429ff2ac653171ef', operation='UPDATE', pgid='pgtrigger_update_update_d2c93', table='people_hold', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_holdevent" ("cause", "form_key", "id", "lifted_at", "lifted_because", "lifted_by_id", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_at", "raised_by_id", "reason", "reference") VALUES (OLD."cause", OLD."form_key", OLD."id", OLD."lifted_at", OLD."lifted_because", OLD."lifted_by_id", OLD."patient_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."raised_at", OLD."raised_by_id", OLD."reason", OLD."reference"); RETURN NULL;', hash='6a4885a1de3575918e545af7ee425484484bdee5', operation='DELETE', pgid='pgtrigger_delete_delete_6dbe2', table='people_hold', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='HoldEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('reference', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False)),
                ('form_key', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False)),
                ('cause', models.CharField(choices=[('person', 'A person who works here'), ('safety', 'A safety task'), ('answers', 'An answer to the health questions')], default='person', max_length=8, verbose_name='cause')),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('raised_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='raised')),
                ('lifted_at', models.DateTimeField(blank=True, null=True, verbose_name='lifted')),
                ('lifted_because', models.CharField(blank=True, max_length=300, verbose_name='why lifted')),
                ('lifted_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='lifted by')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='people.hold')),
                ('raised_by', models.ForeignKey(blank=True, db_constraint=False, help_text='Empty where an answer of the patient did.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='raised by')),
                ('patient', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.patient', verbose_name='patient')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3025c3adad55245e7fb1a9a1f00b89ed39323511', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d4440', table='people_holdevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='DifferentPeopleEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('because', models.CharField(max_length=200, verbose_name='how we know')),
                ('said_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='said')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='people.differentpeople')),
                ('said_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='said by')),
                ('one', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.patient', verbose_name='one')),
                ('other', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.patient', verbose_name='other')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='01ab69b3b8e466f7671dcb1f58b473b3c8e1bc24', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d2c02', table='people_differentpeopleevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='CareTeamMemberEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('since', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
                ('until', models.DateTimeField(blank=True, null=True, verbose_name='until')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='people.careteammember')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='clinician')),
                ('patient', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.patient', verbose_name='patient')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='892512360a4457f82d189274bf33875f91116b18', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ee202', table='people_careteammemberevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='PatientEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('reference', models.CharField(default=patients.links.references.new_reference, editable=False, max_length=32)),
                ('legal_name', models.CharField(max_length=120, verbose_name='legal name')),
                ('chosen_name', models.CharField(blank=True, help_text='If it is not the legal name.', max_length=120, verbose_name='name they go by')),
                ('pronouns', models.CharField(blank=True, max_length=40, verbose_name='pronouns')),
                ('birth_date', models.DateField(verbose_name='birth date')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('phone', phonenumber_field.modelfields.PhoneNumberField(blank=True, max_length=128, region=None, verbose_name='phone')),
                ('channels', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('email', 'Write e-mails'), ('call', 'Call'), ('voice', 'Leave a voice message'), ('text', 'Send text messages')], max_length=8), blank=True, default=list, size=None, verbose_name='how we may reach them')),
                ('emergency_name', models.CharField(blank=True, max_length=120, verbose_name='emergency contact')),
                ('emergency_relation', models.CharField(blank=True, max_length=60, verbose_name='how they are related')),
                ('emergency_phone', phonenumber_field.modelfields.PhoneNumberField(blank=True, max_length=128, region=None, verbose_name='emergency phone')),
                ('escort_name', models.CharField(blank=True, max_length=120, verbose_name='who takes them home')),
                ('escort_phone', phonenumber_field.modelfields.PhoneNumberField(blank=True, max_length=128, region=None, verbose_name='phone of who takes them home')),
                ('language', models.CharField(blank=True, max_length=40, verbose_name='language spoken')),
                ('needs_interpreter', models.BooleanField(default=False, verbose_name='needs an interpreter')),
                ('access_needs', models.CharField(blank=True, max_length=500, verbose_name='what would make a visit easier')),
                ('heard_from', models.CharField(choices=[('clinician', 'A doctor or therapist'), ('somebody', 'Family or a friend'), ('search', 'Searching the web'), ('insurer', 'Their insurer'), ('other', 'Something else'), ('unsaid', 'Not said')], default='unsaid', max_length=10, verbose_name='heard of us from')),
                ('registered_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='registered')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='left the clinic on')),
                ('is_namesake', models.BooleanField(default=False, help_text='Somebody else here has the same legal name and birth date; staff have made sure of it.', verbose_name='another person')),
                ('form_key', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False)),
                ('inquiry', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='inquiries.inquiry', verbose_name='inquiry')),
                ('location', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='locations.location', verbose_name='location')),
                ('merged_into', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.patient', verbose_name='same person as')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='people.patient')),
                ('registered_by', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='registered by')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d47d32cae08d85fd5e8656c58d77b621666e0dfb', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5be91', table='people_patientevent', when='BEFORE'))],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='askedinquiry',
            trigger=pgtrigger.compiler.Trigger(name='inquiry_of_a_patient_stays_registered', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" = \'registered\' AND NOT (NEW."state" = \'registered\'))', func="\n                    IF EXISTS (SELECT FROM people_patient WHERE inquiry_id = OLD.id) THEN\n                        RAISE EXCEPTION 'inquiry_of_a_patient_stays_registered'\n                            USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ", hash='33b59831b4b3e162d2260e8220d3b7fe98b4e04d', operation='UPDATE OF "state"', pgid='pgtrigger_inquiry_of_a_patient_stays_registered_d6c7c', table='inquiries_inquiry', when='BEFORE')),
        ),
    ]
