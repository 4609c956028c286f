import clinic.scheduling.composite_keys
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.operations
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.math
import django.db.models.lookups
import django.utils.timezone
import patients.links.references
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('scheduling', '0002_course_running_once'), ('scheduling', '0003_labels_in_american_spelling'), ('scheduling', '0004_what_rooms_and_clinicians_do'), ('scheduling', '0005_a_type_is_named_as_its_treatment'), ('scheduling', '0006_follows_its_patient')]

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('consent', '0001_documents_and_signatures'),
        ('education', '0001_claims_and_editions'),
        ('locations', '0001_where_we_are'),
        ('people', '0001_patients_and_holds'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('screening', '0001_evaluations'),
    ]

    operations = [
        django.contrib.postgres.operations.BtreeGistExtension(
        ),
        migrations.CreateModel(
            name='AppointmentType',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(unique=True, verbose_name='key')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('kind', models.CharField(choices=[('evaluation', 'Evaluation'), ('treatment', 'Treatment'), ('follow_up', 'Follow-up')], max_length=10, verbose_name='kind')),
                ('treatment', models.ForeignKey(blank=True, help_text='For a treatment only.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='education.treatment', verbose_name='treatment')),
                ('prepare_minutes', models.PositiveSmallIntegerField(default=0, verbose_name='prepare, minutes')),
                ('session_minutes', models.PositiveSmallIntegerField(verbose_name='session, minutes')),
                ('observe_minutes', models.PositiveSmallIntegerField(default=0, verbose_name='observe, minutes')),
                ('turnover_minutes', models.PositiveSmallIntegerField(default=0, verbose_name='turnover of the room, minutes')),
                ('observe_floor_minutes', models.PositiveSmallIntegerField(default=0, help_text='The observation never ends before this.', verbose_name='least minutes watched')),
                ('observe_floor_from', models.CharField(choices=[('session_start', 'the start of the session'), ('session_end', 'the end of the session')], default='session_end', max_length=15, verbose_name='counted from')),
                ('clinician_stays_for_visit', models.BooleanField(default=False, help_text='Otherwise for the session only.', verbose_name='clinician stays for the whole visit')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ('confirmed_by', models.ForeignKey(blank=True, help_text='The medical director who answers for these minutes.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmed by')),
                ('confirmed_on', models.DateField(blank=True, null=True, verbose_name='confirmed on')),
            ],
            options={
                'verbose_name': 'appointment type',
                'verbose_name_plural': 'appointment types',
                'ordering': ['kind', 'name'],
                'constraints': [models.UniqueConstraint(fields=('id', 'kind'), name='appointmenttype_with_kind'), models.UniqueConstraint(fields=('id', 'treatment'), name='appointmenttype_with_treatment'), models.CheckConstraint(condition=models.Q(('kind__in', ['evaluation', 'treatment', 'follow_up'])), name='appointmenttype_known_kind', violation_error_message='Choose a kind from the list.'), models.CheckConstraint(condition=models.Q(('session_minutes__gte', 40), ('session_minutes__lte', 60)), name='appointmenttype_session_40_to_60_minutes', violation_error_message='A session lasts 40 to 60 minutes.'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'treatment'), ('treatment__isnull', False)), models.Q(models.Q(('kind', 'treatment'), _negated=True), ('treatment__isnull', True)), _connector='OR'), name='appointmenttype_treatment_names_it', violation_error_message='A treatment type names its treatment; other types name none.'), models.CheckConstraint(condition=models.Q(models.Q(('observe_floor_from', 'session_end'), ('observe_minutes__gte', models.F('observe_floor_minutes'))), models.Q(('observe_floor_from', 'session_start'), ('observe_minutes__gte', django.db.models.expressions.CombinedExpression(models.F('observe_floor_minutes'), '-', models.F('session_minutes')))), _connector='OR'), name='appointmenttype_observes_long_enough', violation_error_message='The observation is shorter than the least minutes watched.'), models.CheckConstraint(condition=models.Q(('observe_minutes__lte', 600), ('prepare_minutes__lte', 240), ('turnover_minutes__lte', 240)), name='appointmenttype_within_a_day', violation_error_message='A visit ends on the day it begins. Check the minutes.'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed_by__isnull', True), ('confirmed_on__isnull', True)), models.Q(('confirmed_by__isnull', False), ('confirmed_on__isnull', False)), _connector='OR'), name='appointmenttype_confirmed_says_who_and_when', violation_error_message='A confirmation has a name and a date.')],
                'triggers': [pgtrigger.compiler.Trigger(name='changed_minutes_are_unconfirmed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN ((OLD.prepare_minutes, OLD.session_minutes, OLD.observe_minutes, OLD.turnover_minutes, OLD.observe_floor_minutes, OLD.observe_floor_from, OLD.clinician_stays_for_visit) IS DISTINCT FROM (NEW.prepare_minutes, NEW.session_minutes, NEW.observe_minutes, NEW.turnover_minutes, NEW.observe_floor_minutes, NEW.observe_floor_from, NEW.clinician_stays_for_visit) AND (OLD.confirmed_by_id, OLD.confirmed_on) IS NOT DISTINCT FROM (NEW.confirmed_by_id, NEW.confirmed_on))', func='NEW.confirmed_by_id := NULL; NEW.confirmed_on := NULL; RETURN NEW;', hash='1be6e6b07d52022fdf222ee34468f125089e6c9f', operation='UPDATE', pgid='pgtrigger_changed_minutes_are_unconfirmed_82e84', table='scheduling_appointmenttype', when='BEFORE')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "scheduling_appointmenttypeevent" ("clinician_stays_for_visit", "confirmed_by_id", "confirmed_on", "id", "is_active", "key", "kind", "name", "observe_floor_from", "observe_floor_minutes", "observe_minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepare_minutes", "session_minutes", "treatment_id", "turnover_minutes") VALUES (NEW."clinician_stays_for_visit", NEW."confirmed_by_id", NEW."confirmed_on", NEW."id", NEW."is_active", NEW."key", NEW."kind", NEW."name", NEW."observe_floor_from", NEW."observe_floor_minutes", NEW."observe_minutes", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."prepare_minutes", NEW."session_minutes", NEW."treatment_id", NEW."turnover_minutes"); RETURN NULL;', hash='a5628bb46addcf509ec2552f4cec2548c2b0ffb0', operation='INSERT', pgid='pgtrigger_insert_insert_c7557', table='scheduling_appointmenttype', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "scheduling_appointmenttypeevent" ("clinician_stays_for_visit", "confirmed_by_id", "confirmed_on", "id", "is_active", "key", "kind", "name", "observe_floor_from", "observe_floor_minutes", "observe_minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepare_minutes", "session_minutes", "treatment_id", "turnover_minutes") VALUES (NEW."clinician_stays_for_visit", NEW."confirmed_by_id", NEW."confirmed_on", NEW."id", NEW."is_active", NEW."key", NEW."kind", NEW."name", NEW."observe_floor_from", NEW."observe_floor_minutes", NEW."observe_minutes", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."prepare_minutes", NEW."session_minutes", NEW."treatment_id", NEW."turnover_minutes"); RETURN NULL;', hash='6e9cf569878057ddac56e7e6abc1949aa61fa818', operation='UPDATE', pgid='pgtrigger_update_update_deb78', table='scheduling_appointmenttype', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "scheduling_appointmenttypeevent" ("clinician_stays_for_visit", "confirmed_by_id", "confirmed_on", "id", "is_active", "key", "kind", "name", "observe_floor_from", "observe_floor_minutes", "observe_minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepare_minutes", "session_minutes", "treatment_id", "turnover_minutes") VALUES (OLD."clinician_stays_for_visit", OLD."confirmed_by_id", OLD."confirmed_on", OLD."id", OLD."is_active", OLD."key", OLD."kind", OLD."name", OLD."observe_floor_from", OLD."observe_floor_minutes", OLD."observe_minutes", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."prepare_minutes", OLD."session_minutes", OLD."treatment_id", OLD."turnover_minutes"); RETURN NULL;', hash='d6d8335cfd392d7b41be250150d42f3b71c5b13a', operation='DELETE', pgid='pgtrigger_delete_delete_358c8', table='scheduling_appointmenttype', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Course',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=patients.links.references.new_reference, editable=False, max_length=32, unique=True)),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='courses', to='people.patient', verbose_name='patient')),
                ('treatment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='education.treatment', verbose_name='treatment')),
                ('evaluation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='courses', to='screening.evaluation', verbose_name='evaluation')),
                ('decision', models.CharField(default='eligible', editable=False, max_length=10)),
                ('consent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='courses', to='consent.consent', verbose_name='consent')),
                ('sessions_authorised', models.PositiveSmallIntegerField(verbose_name='sessions authorized')),
                ('authorised_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='authorized by')),
                ('authorised_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='authorized')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='ended on')),
            ],
            options={
                'verbose_name': 'course',
                'verbose_name_plural': 'courses',
                'ordering': ['-authorised_at', '-id'],
                'constraints': [models.UniqueConstraint(fields=('id', 'patient', 'treatment', 'sessions_authorised'), name='course_for_appointments'), models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('patient', 'treatment'), name='course_running_once_per_treatment', violation_error_message='A course of this treatment is running already. End it before you authorize another.'), models.CheckConstraint(condition=models.Q(('decision', 'eligible')), name='course_evaluation_decided_for_it', violation_error_message='The evaluation did not decide in favor of treatment.'), models.CheckConstraint(condition=models.Q(('evaluation__isnull', False)), name='course_has_evaluation', violation_error_message='A course needs an evaluation.'), models.CheckConstraint(condition=models.Q(('consent__isnull', False)), name='course_has_consent', violation_error_message='A course needs a consent.'), models.CheckConstraint(condition=models.Q(('sessions_authorised__gte', 1), ('sessions_authorised__lte', 60)), name='course_number_of_sessions', violation_error_message='A course has 1 to 60 sessions.'), clinic.scheduling.composite_keys.CompositeForeignKey(deferrable=True, fields=('evaluation', 'patient', 'treatment', 'decision'), name='course_evaluation_is_the_patients', to='screening.Evaluation', to_fields=('id', 'patient', 'treatment', 'decision'), violation_error_message='The evaluation is another patient’s, for another treatment, or decided otherwise.'), clinic.scheduling.composite_keys.CompositeForeignKey(deferrable=True, fields=('consent', 'patient', 'treatment'), name='course_consent_is_the_patients', to='consent.Consent', to_fields=('id', 'patient', 'treatment'), violation_error_message='The consent is another patient’s, or for another treatment.')],
                'triggers': [pgtrigger.compiler.Trigger(name='follows_its_patient', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                IF TG_OP = 'UPDATE' THEN\n                    IF NEW.patient_id = OLD.patient_id THEN\n                        RETURN NEW;\n                    END IF;\n                    IF NOT EXISTS (\n                        SELECT FROM people_patient\n                        WHERE id = OLD.patient_id AND merged_into_id = NEW.patient_id\n                    ) THEN\n                        RAISE EXCEPTION 'row_stays_with_its_patient'\n                            USING ERRCODE = 'check_violation', CONSTRAINT = 'row_stays_with_its_patient';\n                    END IF;\n                END IF;\n                IF EXISTS (\n                    SELECT FROM people_patient WHERE id = NEW.patient_id AND merged_into_id IS NOT NULL\n                ) THEN\n                    RAISE EXCEPTION 'patient_was_merged'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'patient_was_merged';\n                END IF;\n                RETURN NEW;\n            ", hash='07842679f7503cc946d5c3ffb244fe71d2f0f001', operation='INSERT OR UPDATE OF "patient_id"', pgid='pgtrigger_follows_its_patient_df593', table='scheduling_course', when='BEFORE')), pgtrigger.compiler.Trigger(name='course_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='60f803eac5f414021d87345dfe314adf444c1ad4', operation='DELETE', pgid='pgtrigger_course_is_never_deleted_16202', table='scheduling_course', when='BEFORE')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "scheduling_courseevent" ("authorised_at", "authorised_by_id", "consent_id", "decision", "ended_on", "evaluation_id", "id", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "sessions_authorised", "treatment_id") VALUES (NEW."authorised_at", NEW."authorised_by_id", NEW."consent_id", NEW."decision", NEW."ended_on", NEW."evaluation_id", NEW."id", NEW."patient_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reference", NEW."sessions_authorised", NEW."treatment_id"); RETURN NULL;', hash='918e42e40ec1ee1f3b82b2f7c078151723a3acbb', operation='INSERT', pgid='pgtrigger_insert_insert_3301c', table='scheduling_course', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "scheduling_courseevent" ("authorised_at", "authorised_by_id", "consent_id", "decision", "ended_on", "evaluation_id", "id", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "sessions_authorised", "treatment_id") VALUES (NEW."authorised_at", NEW."authorised_by_id", NEW."consent_id", NEW."decision", NEW."ended_on", NEW."evaluation_id", NEW."id", NEW."patient_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reference", NEW."sessions_authorised", NEW."treatment_id"); RETURN NULL;', hash='cedaf9f272f22aa0d642e5ed5af2ca3322a08170', operation='UPDATE', pgid='pgtrigger_update_update_a2ae8', table='scheduling_course', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "scheduling_courseevent" ("authorised_at", "authorised_by_id", "consent_id", "decision", "ended_on", "evaluation_id", "id", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "sessions_authorised", "treatment_id") VALUES (OLD."authorised_at", OLD."authorised_by_id", OLD."consent_id", OLD."decision", OLD."ended_on", OLD."evaluation_id", OLD."id", OLD."patient_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reference", OLD."sessions_authorised", OLD."treatment_id"); RETURN NULL;', hash='849fd341b2e0ae350b87708db80cf9940d3bf2c6', operation='DELETE', pgid='pgtrigger_delete_delete_c0176', table='scheduling_course', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='AppointmentTypeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='scheduling.appointmenttype')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('key', models.SlugField(db_index=False, verbose_name='key')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('kind', models.CharField(choices=[('evaluation', 'Evaluation'), ('treatment', 'Treatment'), ('follow_up', 'Follow-up')], max_length=10, verbose_name='kind')),
                ('treatment', models.ForeignKey(blank=True, db_constraint=False, help_text='For a treatment only.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='education.treatment', verbose_name='treatment')),
                ('prepare_minutes', models.PositiveSmallIntegerField(default=0, verbose_name='prepare, minutes')),
                ('session_minutes', models.PositiveSmallIntegerField(verbose_name='session, minutes')),
                ('observe_minutes', models.PositiveSmallIntegerField(default=0, verbose_name='observe, minutes')),
                ('turnover_minutes', models.PositiveSmallIntegerField(default=0, verbose_name='turnover of the room, minutes')),
                ('observe_floor_minutes', models.PositiveSmallIntegerField(default=0, help_text='The observation never ends before this.', verbose_name='least minutes watched')),
                ('observe_floor_from', models.CharField(choices=[('session_start', 'the start of the session'), ('session_end', 'the end of the session')], default='session_end', max_length=15, verbose_name='counted from')),
                ('clinician_stays_for_visit', models.BooleanField(default=False, help_text='Otherwise for the session only.', verbose_name='clinician stays for the whole visit')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ('confirmed_by', models.ForeignKey(blank=True, db_constraint=False, help_text='The medical director who answers for these minutes.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmed by')),
                ('confirmed_on', models.DateField(blank=True, null=True, verbose_name='confirmed on')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6833f7d703eedd476474895a6435e21360042fa9', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a8383', table='scheduling_appointmenttypeevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Clinician',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('is_active', models.BooleanField(default=True, verbose_name='takes appointments')),
                ('types', models.ManyToManyField(blank=True, related_name='clinicians', to='scheduling.appointmenttype', verbose_name='does')),
            ],
            options={
                'verbose_name': 'clinician',
                'verbose_name_plural': 'clinicians',
                'ordering': ['user__name'],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "scheduling_clinicianevent" ("id", "is_active", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (NEW."id", NEW."is_active", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."user_id"); RETURN NULL;', hash='fb9d024d9f1ba339093b27a9cf6f6f37edf5c742', operation='INSERT', pgid='pgtrigger_insert_insert_14974', table='scheduling_clinician', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "scheduling_clinicianevent" ("id", "is_active", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (NEW."id", NEW."is_active", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."user_id"); RETURN NULL;', hash='f225de53ecd9a74323b46ad84b64f26027cd7cc4', operation='UPDATE', pgid='pgtrigger_update_update_d7515', table='scheduling_clinician', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "scheduling_clinicianevent" ("id", "is_active", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (OLD."id", OLD."is_active", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."user_id"); RETURN NULL;', hash='a138017f1be822d08fc69add09d30a27875b3d21', operation='DELETE', pgid='pgtrigger_delete_delete_33ca8', table='scheduling_clinician', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='CourseEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='scheduling.course')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('reference', models.CharField(default=patients.links.references.new_reference, editable=False, max_length=32)),
                ('patient', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.patient', verbose_name='patient')),
                ('treatment', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='education.treatment', verbose_name='treatment')),
                ('evaluation', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='screening.evaluation', verbose_name='evaluation')),
                ('decision', models.CharField(default='eligible', editable=False, max_length=10)),
                ('consent', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='consent.consent', verbose_name='consent')),
                ('sessions_authorised', models.PositiveSmallIntegerField(verbose_name='sessions authorized')),
                ('authorised_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='authorized by')),
                ('authorised_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='authorized')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='ended on')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='06e658d46168ad3daceb788127c07861e6731791', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e87df', table='scheduling_courseevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Room',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('location', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='locations.location', verbose_name='location')),
                ('name', models.CharField(max_length=40, verbose_name='name')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ('types', models.ManyToManyField(blank=True, related_name='rooms', to='scheduling.appointmenttype', verbose_name='can be used for')),
            ],
            options={
                'verbose_name': 'room',
                'verbose_name_plural': 'rooms',
                'ordering': ['location__name', 'name'],
                'constraints': [models.UniqueConstraint(fields=('location', 'name'), name='room_name_once_per_location', violation_error_message='This location has a room of that name.')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "scheduling_roomevent" ("id", "is_active", "location_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."is_active", NEW."location_id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='40695d1f991db06f124ce51bcbf634b149fc4649', operation='INSERT', pgid='pgtrigger_insert_insert_4b200', table='scheduling_room', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "scheduling_roomevent" ("id", "is_active", "location_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."is_active", NEW."location_id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='4b0c004a52efe92e2e72755f3314c85e297a01b6', operation='UPDATE', pgid='pgtrigger_update_update_83449', table='scheduling_room', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "scheduling_roomevent" ("id", "is_active", "location_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."id", OLD."is_active", OLD."location_id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='f90947797a5b3d7d531b7ea7f1da2ec3d92ea43e', operation='DELETE', pgid='pgtrigger_delete_delete_382b4', table='scheduling_room', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('clinician', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='absences', to='scheduling.clinician', verbose_name='clinician')),
                ('away', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='away')),
                ('reason', models.CharField(blank=True, max_length=80, verbose_name='reason')),
            ],
            options={
                'verbose_name': 'absence',
                'verbose_name_plural': 'absences',
                'ordering': ['away'],
                'constraints': [models.CheckConstraint(condition=models.Q(('away__isempty', False), ('away__lower_inf', False), ('away__upper_inf', False)), name='absence_begins_and_ends', violation_error_message='An absence has a beginning and an end.')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "scheduling_absenceevent" ("away", "clinician_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."away", NEW."clinician_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason"); RETURN NULL;', hash='efa38d18870e2ad33e41123722f2a8cdfbb22a4b', operation='INSERT', pgid='pgtrigger_insert_insert_61f92', table='scheduling_absence', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "scheduling_absenceevent" ("away", "clinician_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."away", NEW."clinician_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason"); RETURN NULL;', hash='500a0fc7f11bafbaa1263a2ab0443ffd7e0b3f4a', operation='UPDATE', pgid='pgtrigger_update_update_39a57', table='scheduling_absence', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "scheduling_absenceevent" ("away", "clinician_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (OLD."away", OLD."clinician_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason"); RETURN NULL;', hash='5ab4fb763f2ba0271029972b93e8a81540f25a0e', operation='DELETE', pgid='pgtrigger_delete_delete_dee38', table='scheduling_absence', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=patients.links.references.new_reference, editable=False, max_length=32, unique=True)),
                ('form_key', models.UUIDField(editable=False)),
                ('type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scheduling.appointmenttype', verbose_name='type')),
                ('kind', models.CharField(choices=[('evaluation', 'Evaluation'), ('treatment', 'Treatment'), ('follow_up', 'Follow-up')], max_length=10, verbose_name='kind')),
                ('treatment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='education.treatment', verbose_name='treatment')),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='people.patient', verbose_name='patient')),
                ('course', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='scheduling.course', verbose_name='course')),
                ('course_sessions', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='sessions in the course')),
                ('number', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='session number')),
                ('room', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='scheduling.room', verbose_name='room')),
                ('clinician', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='scheduling.clinician', verbose_name='clinician')),
                ('status', models.CharField(choices=[('offered', 'Offered'), ('booked', 'Booked'), ('arrived', 'Arrived'), ('ready', 'Ready to leave'), ('finished', 'Finished'), ('cancelled', 'Canceled'), ('no_show', 'Did not come'), ('lapsed', 'Offer ran out')], default='booked', max_length=10, verbose_name='status')),
                ('session', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='session')),
                ('visit', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='visit')),
                ('room_block', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='room blocked')),
                ('clinician_block', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='clinician blocked')),
                ('booked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='booked by')),
                ('booked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='booked')),
                ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='last changed by')),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='last changed')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='reason for the last change')),
            ],
            options={
                'verbose_name': 'appointment',
                'verbose_name_plural': 'appointments',
                'ordering': ['session', 'id'],
                'indexes': [models.Index(fields=['patient', 'session'], name='appointment_by_patient')],
                'constraints': [models.UniqueConstraint(fields=('form_key',), name='appointment_form_key_once', violation_error_message='This form was sent before with other details. Start again.'), models.CheckConstraint(condition=models.Q(('status__in', ['offered', 'booked', 'arrived', 'ready', 'finished', 'cancelled', 'no_show', 'lapsed'])), name='appointment_known_status', violation_error_message='Choose a status from the list.'), models.CheckConstraint(condition=models.Q(('kind__in', ['evaluation', 'treatment', 'follow_up'])), name='appointment_known_kind', violation_error_message='Choose a kind from the list.'), models.CheckConstraint(condition=models.Q(('session__lower_inf', False), ('session__upper_inf', False), ('visit__lower_inf', False), ('visit__upper_inf', False), ('room_block__lower_inf', False), ('room_block__upper_inf', False), ('clinician_block__lower_inf', False), ('clinician_block__upper_inf', False)), name='appointment_ranges_bounded', violation_error_message='An appointment has a beginning and an end.'), models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(models.Func(models.Func(models.F('session'), function='lower', output_field=models.DateTimeField()), function='isfinite', output_field=models.BooleanField()), models.Value(True)), django.db.models.lookups.Exact(models.Func(models.Func(models.F('session'), function='upper', output_field=models.DateTimeField()), function='isfinite', output_field=models.BooleanField()), models.Value(True)), django.db.models.lookups.Exact(models.Func(models.Func(models.F('visit'), function='lower', output_field=models.DateTimeField()), function='isfinite', output_field=models.BooleanField()), models.Value(True)), django.db.models.lookups.Exact(models.Func(models.Func(models.F('visit'), function='upper', output_field=models.DateTimeField()), function='isfinite', output_field=models.BooleanField()), models.Value(True)), django.db.models.lookups.Exact(models.Func(models.Func(models.F('room_block'), function='lower', output_field=models.DateTimeField()), function='isfinite', output_field=models.BooleanField()), models.Value(True)), django.db.models.lookups.Exact(models.Func(models.Func(models.F('room_block'), function='upper', output_field=models.DateTimeField()), function='isfinite', output_field=models.BooleanField()), models.Value(True)), django.db.models.lookups.Exact(models.Func(models.Func(models.F('clinician_block'), function='lower', output_field=models.DateTimeField()), function='isfinite', output_field=models.BooleanField()), models.Value(True)), django.db.models.lookups.Exact(models.Func(models.Func(models.F('clinician_block'), function='upper', output_field=models.DateTimeField()), function='isfinite', output_field=models.BooleanField()), models.Value(True))), name='appointment_ranges_finite', violation_error_message='An appointment has a beginning and an end.'), models.CheckConstraint(condition=models.Q(('session__isempty', False), ('visit__isempty', False), ('room_block__isempty', False), ('clinician_block__isempty', False)), name='appointment_ranges_filled', violation_error_message='An appointment ends after it begins.'), models.CheckConstraint(condition=models.Q(('session__lower_inc', True), ('session__upper_inc', False), ('visit__lower_inc', True), ('visit__upper_inc', False), ('room_block__lower_inc', True), ('room_block__upper_inc', False), ('clinician_block__lower_inc', True), ('clinician_block__upper_inc', False)), name='appointment_ranges_half_open', violation_error_message='An appointment includes its first moment and not its last.'), models.CheckConstraint(condition=models.Q(('session__contained_by', models.F('visit')), ('visit__contained_by', models.F('room_block')), ('session__contained_by', models.F('clinician_block'))), name='appointment_ranges_nested', violation_error_message='The session lies within the visit, and the visit within the room’s time.'), models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(django.db.models.functions.math.Mod(models.Func(models.Func(models.F('session'), function='lower', output_field=models.DateTimeField()), output_field=models.DecimalField(decimal_places=6, max_digits=20), template='EXTRACT(EPOCH FROM %(expressions)s)'), models.Value(60), output_field=models.DecimalField()), models.Value(0)), django.db.models.lookups.Exact(django.db.models.functions.math.Mod(models.Func(models.Func(models.F('session'), function='upper', output_field=models.DateTimeField()), output_field=models.DecimalField(decimal_places=6, max_digits=20), template='EXTRACT(EPOCH FROM %(expressions)s)'), models.Value(60), output_field=models.DecimalField()), models.Value(0)), django.db.models.lookups.Exact(django.db.models.functions.math.Mod(models.Func(models.Func(models.F('visit'), function='lower', output_field=models.DateTimeField()), output_field=models.DecimalField(decimal_places=6, max_digits=20), template='EXTRACT(EPOCH FROM %(expressions)s)'), models.Value(60), output_field=models.DecimalField()), models.Value(0)), django.db.models.lookups.Exact(django.db.models.functions.math.Mod(models.Func(models.Func(models.F('visit'), function='upper', output_field=models.DateTimeField()), output_field=models.DecimalField(decimal_places=6, max_digits=20), template='EXTRACT(EPOCH FROM %(expressions)s)'), models.Value(60), output_field=models.DecimalField()), models.Value(0)), django.db.models.lookups.Exact(django.db.models.functions.math.Mod(models.Func(models.Func(models.F('room_block'), function='lower', output_field=models.DateTimeField()), output_field=models.DecimalField(decimal_places=6, max_digits=20), template='EXTRACT(EPOCH FROM %(expressions)s)'), models.Value(60), output_field=models.DecimalField()), models.Value(0)), django.db.models.lookups.Exact(django.db.models.functions.math.Mod(models.Func(models.Func(models.F('room_block'), function='upper', output_field=models.DateTimeField()), output_field=models.DecimalField(decimal_places=6, max_digits=20), template='EXTRACT(EPOCH FROM %(expressions)s)'), models.Value(60), output_field=models.DecimalField()), models.Value(0)), django.db.models.lookups.Exact(django.db.models.functions.math.Mod(models.Func(models.Func(models.F('clinician_block'), function='lower', output_field=models.DateTimeField()), output_field=models.DecimalField(decimal_places=6, max_digits=20), template='EXTRACT(EPOCH FROM %(expressions)s)'), models.Value(60), output_field=models.DecimalField()), models.Value(0)), django.db.models.lookups.Exact(django.db.models.functions.math.Mod(models.Func(models.Func(models.F('clinician_block'), function='upper', output_field=models.DateTimeField()), output_field=models.DecimalField(decimal_places=6, max_digits=20), template='EXTRACT(EPOCH FROM %(expressions)s)'), models.Value(60), output_field=models.DecimalField()), models.Value(0))), name='appointment_ranges_whole_minutes', violation_error_message='Times are whole minutes.'), models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.Func(models.Func(models.F('session'), function='upper', output_field=models.DateTimeField()), output_field=models.DecimalField(decimal_places=6, max_digits=20), template='EXTRACT(EPOCH FROM %(expressions)s)'), '-', models.Func(models.Func(models.F('session'), function='lower', output_field=models.DateTimeField()), output_field=models.DecimalField(decimal_places=6, max_digits=20), template='EXTRACT(EPOCH FROM %(expressions)s)')), '/', models.Value(60)), models.Value(1440)), django.db.models.lookups.LessThanOrEqual(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.Func(models.Func(models.F('visit'), function='upper', output_field=models.DateTimeField()), output_field=models.DecimalField(decimal_places=6, max_digits=20), template='EXTRACT(EPOCH FROM %(expressions)s)'), '-', models.Func(models.Func(models.F('visit'), function='lower', output_field=models.DateTimeField()), output_field=models.DecimalField(decimal_places=6, max_digits=20), template='EXTRACT(EPOCH FROM %(expressions)s)')), '/', models.Value(60)), models.Value(1440)), django.db.models.lookups.LessThanOrEqual(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.Func(models.Func(models.F('room_block'), function='upper', output_field=models.DateTimeField()), output_field=models.DecimalField(decimal_places=6, max_digits=20), template='EXTRACT(EPOCH FROM %(expressions)s)'), '-', models.Func(models.Func(models.F('room_block'), function='lower', output_field=models.DateTimeField()), output_field=models.DecimalField(decimal_places=6, max_digits=20), template='EXTRACT(EPOCH FROM %(expressions)s)')), '/', models.Value(60)), models.Value(1440)), django.db.models.lookups.LessThanOrEqual(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.Func(models.Func(models.F('clinician_block'), function='upper', output_field=models.DateTimeField()), output_field=models.DecimalField(decimal_places=6, max_digits=20), template='EXTRACT(EPOCH FROM %(expressions)s)'), '-', models.Func(models.Func(models.F('clinician_block'), function='lower', output_field=models.DateTimeField()), output_field=models.DecimalField(decimal_places=6, max_digits=20), template='EXTRACT(EPOCH FROM %(expressions)s)')), '/', models.Value(60)), models.Value(1440))), name='appointment_ranges_within_a_day', violation_error_message='An appointment takes a day at most.'), models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.Func(models.Func(models.F('session'), function='upper', output_field=models.DateTimeField()), output_field=models.DecimalField(decimal_places=6, max_digits=20), template='EXTRACT(EPOCH FROM %(expressions)s)'), '-', models.Func(models.Func(models.F('session'), function='lower', output_field=models.DateTimeField()), output_field=models.DecimalField(decimal_places=6, max_digits=20), template='EXTRACT(EPOCH FROM %(expressions)s)')), '/', models.Value(60)), models.Value(40)), django.db.models.lookups.LessThanOrEqual(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.Func(models.Func(models.F('session'), function='upper', output_field=models.DateTimeField()), output_field=models.DecimalField(decimal_places=6, max_digits=20), template='EXTRACT(EPOCH FROM %(expressions)s)'), '-', models.Func(models.Func(models.F('session'), function='lower', output_field=models.DateTimeField()), output_field=models.DecimalField(decimal_places=6, max_digits=20), template='EXTRACT(EPOCH FROM %(expressions)s)')), '/', models.Value(60)), models.Value(60))), name='appointment_session_40_to_60_minutes', violation_error_message='A session lasts 40 to 60 minutes.'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('status__in', ('offered', 'booked', 'arrived', 'ready', 'finished'))), expressions=[('room', '='), ('room_block', '&&')], name='appointment_room_once_at_a_time', violation_error_message='The room is taken then.'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('status__in', ('offered', 'booked', 'arrived', 'ready', 'finished'))), expressions=[('clinician', '='), ('clinician_block', '&&')], name='appointment_clinician_once_at_a_time', violation_error_message='The clinician is busy then.'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('status__in', ('offered', 'booked', 'arrived', 'ready', 'finished'))), expressions=[('patient', '='), ('visit', '&&')], name='appointment_patient_once_at_a_time', violation_error_message='The patient has another appointment then.'), clinic.scheduling.composite_keys.CompositeForeignKey(fields=('type', 'kind'), name='appointment_kind_is_the_types', to='scheduling.AppointmentType', to_fields=('id', 'kind'), violation_error_message='This type of appointment has changed. Choose it again.'), clinic.scheduling.composite_keys.CompositeForeignKey(fields=('type', 'treatment'), name='appointment_treatment_is_the_types', to='scheduling.AppointmentType', to_fields=('id', 'treatment'), violation_error_message='This type of appointment has changed. Choose it again.'), models.CheckConstraint(condition=models.Q(models.Q(('course__isnull', False), ('kind', 'treatment')), models.Q(models.Q(('kind', 'treatment'), _negated=True), ('course__isnull', True)), _connector='OR'), name='appointment_treatment_has_course', violation_error_message='A treatment session belongs to a course; other appointments do not.'), models.CheckConstraint(condition=models.Q(models.Q(('course_sessions__isnull', False), ('kind', 'treatment'), ('number__isnull', False), ('treatment__isnull', False)), models.Q(models.Q(('kind', 'treatment'), _negated=True), ('course_sessions__isnull', True), ('number__isnull', True), ('treatment__isnull', True)), _connector='OR'), name='appointment_treatment_is_numbered', violation_error_message='A treatment session has a number in its course.'), models.CheckConstraint(condition=models.Q(('number__isnull', True), models.Q(('number__gte', 1), ('number__lte', models.F('course_sessions'))), _connector='OR'), name='appointment_number_within_course', violation_error_message='The course has no more sessions authorized.'), clinic.scheduling.composite_keys.CompositeForeignKey(cascade_update=True, fields=('course', 'patient', 'treatment', 'course_sessions'), name='appointment_course_is_the_patients', to='scheduling.Course', to_fields=('id', 'patient', 'treatment', 'sessions_authorised'), violation_error_message='The course is another patient’s, or for another treatment.'), models.UniqueConstraint(condition=models.Q(('status__in', ('offered', 'booked', 'arrived', 'ready', 'finished'))), fields=('course', 'number'), name='appointment_number_once_per_course', violation_error_message='This session of the course is booked already.')],
                'triggers': [pgtrigger.compiler.Trigger(name='follows_its_patient', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                IF TG_OP = 'UPDATE' THEN\n                    IF NEW.patient_id = OLD.patient_id THEN\n                        RETURN NEW;\n                    END IF;\n                    IF NOT EXISTS (\n                        SELECT FROM people_patient\n                        WHERE id = OLD.patient_id AND merged_into_id = NEW.patient_id\n                    ) THEN\n                        RAISE EXCEPTION 'row_stays_with_its_patient'\n                            USING ERRCODE = 'check_violation', CONSTRAINT = 'row_stays_with_its_patient';\n                    END IF;\n                END IF;\n                IF EXISTS (\n                    SELECT FROM people_patient WHERE id = NEW.patient_id AND merged_into_id IS NOT NULL\n                ) THEN\n                    RAISE EXCEPTION 'patient_was_merged'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'patient_was_merged';\n                END IF;\n                RETURN NEW;\n            ", hash='696992d399915348d6ef55857b50c4ed97f4b440', operation='INSERT OR UPDATE OF "patient_id"', pgid='pgtrigger_follows_its_patient_e720f', table='scheduling_appointment', when='BEFORE')), pgtrigger.compiler.Trigger(name='appointment_status_moves_along_arrows', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.status <> NEW.status AND (OLD.status || '>' || NEW.status) NOT IN ('offered>booked', 'offered>cancelled', 'offered>lapsed', 'booked>arrived', 'booked>cancelled', 'booked>no_show', 'arrived>booked', 'arrived>ready', 'arrived>cancelled', 'ready>arrived', 'ready>finished', 'cancelled>booked', 'no_show>booked'))", func="RAISE EXCEPTION 'appointment_status_moves_along_arrows' USING ERRCODE = 'check_violation', CONSTRAINT = 'appointment_status_moves_along_arrows';", hash='f57779f43d1ba45a1e8dc3e0407954d22e3be695', operation='UPDATE OF "status"', pgid='pgtrigger_appointment_status_moves_along_arrows_3745e', table='scheduling_appointment', when='BEFORE')), pgtrigger.compiler.Trigger(name='treatment_rests_on_what_is_in_force', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NEW.kind = 'treatment' AND NEW.status IN ('offered', 'booked', 'arrived', 'ready', 'finished'))", declare='DECLARE today DATE; rests RECORD;', func="\n            IF TG_OP = 'UPDATE' AND OLD.course_id IS NOT DISTINCT FROM NEW.course_id\n                AND OLD.status IN ('offered', 'booked', 'arrived', 'ready', 'finished')\n            THEN\n                RETURN NEW;\n            END IF;\n            SELECT (now() AT TIME ZONE location.time_zone)::date INTO today\n            FROM scheduling_room room JOIN locations_location location ON location.id = room.location_id\n            WHERE room.id = NEW.room_id;\n            SELECT course.ended_on IS NULL AS is_running,\n                   evaluation.suspended_at IS NULL AND evaluation.valid_until >= today AS is_evaluated,\n                   consent.withdrawn_at IS NULL AND consent.valid_until >= today AS is_consented\n            INTO rests\n            FROM scheduling_course course\n            JOIN screening_evaluation evaluation ON evaluation.id = course.evaluation_id\n            JOIN consent_consent consent ON consent.id = course.consent_id\n            WHERE course.id = NEW.course_id;\n            IF NOT rests.is_running THEN\n                RAISE EXCEPTION 'appointment_course_is_running' USING ERRCODE = 'check_violation', CONSTRAINT = 'appointment_course_is_running';\n            ELSIF NOT rests.is_evaluated THEN\n                RAISE EXCEPTION 'appointment_evaluation_in_force' USING ERRCODE = 'check_violation', CONSTRAINT = 'appointment_evaluation_in_force';\n            ELSIF NOT rests.is_consented THEN\n                RAISE EXCEPTION 'appointment_consent_in_force' USING ERRCODE = 'check_violation', CONSTRAINT = 'appointment_consent_in_force';\n            ELSIF EXISTS (\n                SELECT FROM people_hold WHERE patient_id = NEW.patient_id AND lifted_at IS NULL\n            ) THEN\n                RAISE EXCEPTION 'appointment_patient_not_on_hold' USING ERRCODE = 'check_violation', CONSTRAINT = 'appointment_patient_not_on_hold';\n            END IF;\n            RETURN NEW;\n        ", hash='7a2bba328e612b7d2cea2a4cb22746293a274974', operation='INSERT OR UPDATE OF "status", "course_id"', pgid='pgtrigger_treatment_rests_on_what_is_in_force_1a00f', table='scheduling_appointment', when='BEFORE')), pgtrigger.compiler.Trigger(name='appointment_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='1dca1a00de0ac5253fe9c6e8ac86a37973a103fa', operation='DELETE', pgid='pgtrigger_appointment_is_never_deleted_68fc3', table='scheduling_appointment', when='BEFORE')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "scheduling_appointmentevent" ("booked_at", "booked_by_id", "changed_at", "changed_by_id", "clinician_block", "clinician_id", "course_id", "course_sessions", "form_key", "id", "kind", "number", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reference", "room_block", "room_id", "session", "status", "treatment_id", "type_id", "visit") VALUES (NEW."booked_at", NEW."booked_by_id", NEW."changed_at", NEW."changed_by_id", NEW."clinician_block", NEW."clinician_id", NEW."course_id", NEW."course_sessions", NEW."form_key", NEW."id", NEW."kind", NEW."number", NEW."patient_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."reference", NEW."room_block", NEW."room_id", NEW."session", NEW."status", NEW."treatment_id", NEW."type_id", NEW."visit"); RETURN NULL;', hash='610b5a408530ee7fa63a0bda975949f8a8c90328', operation='INSERT', pgid='pgtrigger_insert_insert_cdcf2', table='scheduling_appointment', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "scheduling_appointmentevent" ("booked_at", "booked_by_id", "changed_at", "changed_by_id", "clinician_block", "clinician_id", "course_id", "course_sessions", "form_key", "id", "kind", "number", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reference", "room_block", "room_id", "session", "status", "treatment_id", "type_id", "visit") VALUES (NEW."booked_at", NEW."booked_by_id", NEW."changed_at", NEW."changed_by_id", NEW."clinician_block", NEW."clinician_id", NEW."course_id", NEW."course_sessions", NEW."form_key", NEW."id", NEW."kind", NEW."number", NEW."patient_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."reference", NEW."room_block", NEW."room_id", NEW."session", NEW."status", NEW."treatment_id", NEW."type_id", NEW."visit"); RETURN NULL;', hash='bfbef42e2e14a25e35e08256b4a120ef5a756cfc', operation='UPDATE', pgid='pgtrigger_update_update_7193b', table='scheduling_appointment', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "scheduling_appointmentevent" ("booked_at", "booked_by_id", "changed_at", "changed_by_id", "clinician_block", "clinician_id", "course_id", "course_sessions", "form_key", "id", "kind", "number", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reference", "room_block", "room_id", "session", "status", "treatment_id", "type_id", "visit") VALUES (OLD."booked_at", OLD."booked_by_id", OLD."changed_at", OLD."changed_by_id", OLD."clinician_block", OLD."clinician_id", OLD."course_id", OLD."course_sessions", OLD."form_key", OLD."id", OLD."kind", OLD."number", OLD."patient_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."reference", OLD."room_block", OLD."room_id", OLD."session", OLD."status", OLD."treatment_id", OLD."type_id", OLD."visit"); RETURN NULL;', hash='712d8fc0c628e92c69be4328a10090ca35c05b0a', operation='DELETE', pgid='pgtrigger_delete_delete_c56ad', table='scheduling_appointment', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='ClinicianEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='scheduling.clinician')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('is_active', models.BooleanField(default=True, verbose_name='takes appointments')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b8be12f97de3602b8ab9384c071b736cb0125458', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_13ae0', table='scheduling_clinicianevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='ClinicianHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('clinician', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hours', to='scheduling.clinician', verbose_name='clinician')),
                ('location', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='locations.location', verbose_name='location')),
                ('weekday', models.PositiveSmallIntegerField(choices=[(1, 'Monday'), (2, 'Tuesday'), (3, 'Wednesday'), (4, 'Thursday'), (5, 'Friday'), (6, 'Saturday'), (7, 'Sunday')], verbose_name='day')),
                ('starts', models.TimeField(verbose_name='from')),
                ('ends', models.TimeField(verbose_name='to')),
                ('valid_from', models.DateField(default=django.utils.timezone.localdate, verbose_name='valid from')),
                ('valid_until', models.DateField(blank=True, help_text='Empty: until changed.', null=True, verbose_name='valid until')),
            ],
            options={
                'verbose_name': 'working hours',
                'verbose_name_plural': 'working hours',
                'ordering': ['clinician', 'weekday', 'starts'],
                'constraints': [models.CheckConstraint(condition=models.Q(('starts__lt', models.F('ends'))), name='clinicianhours_start_before_end', violation_error_message='The end must be later than the start.'), models.CheckConstraint(condition=models.Q(('weekday__gte', 1), ('weekday__lte', 7)), name='clinicianhours_known_weekday', violation_error_message='Choose a day of the week.'), models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='clinicianhours_valid_span', violation_error_message='“Valid until” cannot come before “valid from”.')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "scheduling_clinicianhoursevent" ("clinician_id", "ends", "id", "location_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts", "valid_from", "valid_until", "weekday") VALUES (NEW."clinician_id", NEW."ends", NEW."id", NEW."location_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."starts", NEW."valid_from", NEW."valid_until", NEW."weekday"); RETURN NULL;', hash='0564fb88b62b81de6c8665234f7c2c7c6b0bb882', operation='INSERT', pgid='pgtrigger_insert_insert_00182', table='scheduling_clinicianhours', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "scheduling_clinicianhoursevent" ("clinician_id", "ends", "id", "location_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts", "valid_from", "valid_until", "weekday") VALUES (NEW."clinician_id", NEW."ends", NEW."id", NEW."location_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."starts", NEW."valid_from", NEW."valid_until", NEW."weekday"); RETURN NULL;', hash='db98e6a2830365b25d453bc29a35d1183d1692bb', operation='UPDATE', pgid='pgtrigger_update_update_f7aed', table='scheduling_clinicianhours', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "scheduling_clinicianhoursevent" ("clinician_id", "ends", "id", "location_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts", "valid_from", "valid_until", "weekday") VALUES (OLD."clinician_id", OLD."ends", OLD."id", OLD."location_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."starts", OLD."valid_from", OLD."valid_until", OLD."weekday"); RETURN NULL;', hash='12fc3e7e113321e65991c232ed63144906d1207b', operation='DELETE', pgid='pgtrigger_delete_delete_74428', table='scheduling_clinicianhours', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='ClinicianSkill',
            fields=[
            ],
            options={
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('scheduling.clinician_types',),
        ),
        migrations.CreateModel(
            name='ClinicianSkillEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('clinician', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='scheduling.clinician')),
                ('appointmenttype', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='scheduling.appointmenttype')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8d387325217a5890d124f2f2cafc5e332f3c9e99', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_12620', table='scheduling_clinicianskillevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='RoomEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='scheduling.room')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('location', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='locations.location', verbose_name='location')),
                ('name', models.CharField(max_length=40, verbose_name='name')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9c16f5839654840a36a1bb5d4296dec33c317620', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a6add', table='scheduling_roomevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='RoomUse',
            fields=[
            ],
            options={
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('scheduling.room_types',),
        ),
        migrations.CreateModel(
            name='RoomUseEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('room', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='scheduling.room')),
                ('appointmenttype', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='scheduling.appointmenttype')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ebab4d938f907fa95831e9a49db75c144dc900fc', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c0e1e', table='scheduling_roomuseevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='AbsenceEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='scheduling.absence')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('clinician', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='scheduling.clinician', verbose_name='clinician')),
                ('away', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='away')),
                ('reason', models.CharField(blank=True, max_length=80, verbose_name='reason')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b00019f6816df1bf90a7d6a53bcf1ed538e842d0', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a31e9', table='scheduling_absenceevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='AppointmentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='scheduling.appointment')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('reference', models.CharField(default=patients.links.references.new_reference, editable=False, max_length=32)),
                ('form_key', models.UUIDField(editable=False)),
                ('type', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='scheduling.appointmenttype', verbose_name='type')),
                ('kind', models.CharField(choices=[('evaluation', 'Evaluation'), ('treatment', 'Treatment'), ('follow_up', 'Follow-up')], max_length=10, verbose_name='kind')),
                ('treatment', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='education.treatment', verbose_name='treatment')),
                ('patient', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.patient', verbose_name='patient')),
                ('course', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='scheduling.course', verbose_name='course')),
                ('course_sessions', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='sessions in the course')),
                ('number', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='session number')),
                ('room', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='scheduling.room', verbose_name='room')),
                ('clinician', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='scheduling.clinician', verbose_name='clinician')),
                ('status', models.CharField(choices=[('offered', 'Offered'), ('booked', 'Booked'), ('arrived', 'Arrived'), ('ready', 'Ready to leave'), ('finished', 'Finished'), ('cancelled', 'Canceled'), ('no_show', 'Did not come'), ('lapsed', 'Offer ran out')], default='booked', max_length=10, verbose_name='status')),
                ('session', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='session')),
                ('visit', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='visit')),
                ('room_block', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='room blocked')),
                ('clinician_block', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='clinician blocked')),
                ('booked_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='booked by')),
                ('booked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='booked')),
                ('changed_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='last changed by')),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='last changed')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='reason for the last change')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ef979a043ec8601caf85155ca4b0218ea789364d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_dfe96', table='scheduling_appointmentevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='ClinicianHoursEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='scheduling.clinicianhours')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('clinician', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='scheduling.clinician', verbose_name='clinician')),
                ('location', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='locations.location', verbose_name='location')),
                ('weekday', models.PositiveSmallIntegerField(choices=[(1, 'Monday'), (2, 'Tuesday'), (3, 'Wednesday'), (4, 'Thursday'), (5, 'Friday'), (6, 'Saturday'), (7, 'Sunday')], verbose_name='day')),
                ('starts', models.TimeField(verbose_name='from')),
                ('ends', models.TimeField(verbose_name='to')),
                ('valid_from', models.DateField(default=django.utils.timezone.localdate, verbose_name='valid from')),
                ('valid_until', models.DateField(blank=True, help_text='Empty: until changed.', null=True, verbose_name='valid until')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3bd9d15ceb1d3b4130f534005f5dbbd986def940', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b61dc', table='scheduling_clinicianhoursevent', when='BEFORE'))],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='clinicianskill',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "scheduling_clinicianskillevent" ("appointmenttype_id", "clinician_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label") VALUES (NEW."appointmenttype_id", NEW."clinician_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\'); RETURN NULL;', hash='1c28faf2c08bb5734ef05491d2e3a3ebb9d8894c', operation='INSERT', pgid='pgtrigger_insert_insert_04179', table='scheduling_clinician_types', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='clinicianskill',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "scheduling_clinicianskillevent" ("appointmenttype_id", "clinician_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label") VALUES (NEW."appointmenttype_id", NEW."clinician_id", NEW."id", _pgh_attach_context(), NOW(), \'update\'); RETURN NULL;', hash='3106cca9e1e8a6c48644875e27ba62ba6ad97b09', operation='UPDATE', pgid='pgtrigger_update_update_ada83', table='scheduling_clinician_types', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='clinicianskill',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "scheduling_clinicianskillevent" ("appointmenttype_id", "clinician_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label") VALUES (OLD."appointmenttype_id", OLD."clinician_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\'); RETURN NULL;', hash='9fa6df92193642e47790cc8fc9bf125b5aaf6843', operation='DELETE', pgid='pgtrigger_delete_delete_ec328', table='scheduling_clinician_types', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='roomuse',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "scheduling_roomuseevent" ("appointmenttype_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "room_id") VALUES (NEW."appointmenttype_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."room_id"); RETURN NULL;', hash='1bac4331cfc671cf3c62daff7257e954c5c4500e', operation='INSERT', pgid='pgtrigger_insert_insert_66f46', table='scheduling_room_types', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='roomuse',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "scheduling_roomuseevent" ("appointmenttype_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "room_id") VALUES (NEW."appointmenttype_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."room_id"); RETURN NULL;', hash='1dcd8e4ff2f10b7dac39c28f788bad27bb32f676', operation='UPDATE', pgid='pgtrigger_update_update_15524', table='scheduling_room_types', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='roomuse',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "scheduling_roomuseevent" ("appointmenttype_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "room_id") VALUES (OLD."appointmenttype_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."room_id"); RETURN NULL;', hash='3eecd0cf5fde8a50f3a214b7a92df2b484d6eece', operation='DELETE', pgid='pgtrigger_delete_delete_b1e81', table='scheduling_room_types', when='AFTER')),
        ),
    ]
