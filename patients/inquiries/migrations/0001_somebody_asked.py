import django.contrib.postgres.fields
import django.contrib.postgres.functions
import django.contrib.postgres.indexes
import django.contrib.postgres.operations
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
import patients.links.references
import pgtrigger.compiler
import phonenumber_field.modelfields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('inquiries', '0002_who_answers_them'), ('inquiries', '0003_notes_once_and_registered_stays'), ('inquiries', '0004_messages_fit'), ('inquiries', '0005_words_to_agree_to_fit'), ('inquiries', '0006_counts_stand_on_the_ground'), ('inquiries', '0007_answered_put_off_merged'), ('inquiries', '0008_registering_can_be_taken_back')]

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('locations', '0001_where_we_are'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('post_office', '0014_alter_email_recipient_delivery_status_and_more'),
    ]

    operations = [
        django.contrib.postgres.operations.TrigramExtension(
        ),
        migrations.CreateModel(
            name='ContactConsentText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(unique=True, verbose_name='version')),
                ('text', models.TextField(max_length=1000, verbose_name='text')),
                ('in_force_from', models.DateTimeField(default=django.utils.timezone.now, verbose_name='in force from')),
            ],
            options={
                'verbose_name': 'consent to be contacted',
                'verbose_name_plural': 'consents to be contacted',
                'ordering': ['-version'],
                'constraints': [models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('text'), 1000), name='contact_consent_text_fits', violation_error_message='Make the text shorter: at most 1000 characters.')],
                'triggers': [pgtrigger.compiler.Trigger(name='contact_consent_text_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7c44617faf816a582f3904054cd3f4f9ba9a6909', operation='UPDATE OR DELETE', pgid='pgtrigger_contact_consent_text_never_changes_cdad1', table='inquiries_contactconsenttext', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='DeskDigest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sent_at', models.DateTimeField(unique=True, verbose_name='sent')),
            ],
            options={
                'verbose_name': 'mail to the desk',
                'verbose_name_plural': 'mails to the desk',
                'ordering': ['-sent_at'],
                'triggers': [pgtrigger.compiler.Trigger(name='desk_digest_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='e7c064fd3b840e1b9094b37163fbcf69711cb8e2', operation='UPDATE', pgid='pgtrigger_desk_digest_stays_d83ae', table='inquiries_deskdigest', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Inquiry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=patients.links.references.new_reference, editable=False, max_length=32, unique=True)),
                ('form_key', models.UUIDField(editable=False, unique=True)),
                ('came_by', models.CharField(choices=[('website', 'Website'), ('phone', 'Phone')], max_length=10, verbose_name='came by')),
                ('received_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='received')),
                ('taken_by', models.ForeignKey(blank=True, help_text='Who wrote down an inquiry made by phone.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='taken by')),
                ('location', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='locations.location', verbose_name='location')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('phone', phonenumber_field.modelfields.PhoneNumberField(blank=True, max_length=128, region=None, verbose_name='phone')),
                ('language', models.CharField(choices=[('en', 'English'), ('es', 'Spanish')], default='en', max_length=2, verbose_name='language')),
                ('contact_by', models.CharField(choices=[('email', 'E-mail'), ('phone', 'Phone call')], max_length=10, verbose_name='how to reach them')),
                ('best_time', models.CharField(choices=[('any', 'Any time'), ('morning', 'Morning'), ('afternoon', 'Afternoon'), ('evening', 'Early evening')], default='any', max_length=10, verbose_name='when to reach them')),
                ('help_with', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('depression', 'Depression'), ('anxiety', 'Anxiety'), ('ptsd', 'Trauma or PTSD'), ('pain', 'Long-term pain'), ('other', 'Something else'), ('unsaid', 'I would rather say later')], max_length=12), blank=True, default=list, size=None, verbose_name='wants help with')),
                ('message', models.TextField(blank=True, max_length=2000, verbose_name='message')),
                ('support_needed', models.CharField(blank=True, max_length=300, verbose_name='support needed')),
                ('consent_text', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inquiries.contactconsenttext', verbose_name='agreed to')),
                ('consented_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='agreed at')),
                ('state', models.CharField(choices=[('new', 'New'), ('in_touch', 'In touch'), ('registered', 'Registered'), ('closed', 'Closed')], default='new', max_length=12, verbose_name='state')),
                ('close_reason', models.CharField(blank=True, choices=[('no_answer', 'We could not reach them'), ('withdrawn', 'They took it back'), ('not_now', 'They do not want this now'), ('elsewhere', 'Better helped elsewhere'), ('duplicate', 'They asked twice'), ('spam', 'Not a real inquiry')], max_length=12, verbose_name='why closed')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='inquiries', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
                ('unanswered_since', models.DateTimeField(blank=True, default=django.utils.timezone.now, editable=False, null=True, verbose_name='waiting for us since')),
                ('answered_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='first answered')),
                ('snoozed_until', models.DateTimeField(blank=True, null=True, verbose_name='put off until')),
                ('merged_into', models.ForeignKey(blank=True, help_text='The inquiry in which this person is answered.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='inquiries.inquiry', verbose_name='same person as')),
            ],
            options={
                'verbose_name': 'inquiry',
                'verbose_name_plural': 'inquiries',
                'ordering': ['-received_at', '-id'],
                'permissions': [('view_figures', 'Can see the inbox’s figures')],
                'indexes': [models.Index(fields=['state', 'received_at'], name='inquiry_by_state_and_age'), models.Index(fields=['owner', 'state'], name='inquiry_by_owner'), models.Index(fields=['unanswered_since'], name='inquiry_by_waiting'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('name'), 'gin_trgm_ops'), name='inquiry_name_like'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('email'), 'gin_trgm_ops'), name='inquiry_email_like'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass('phone', 'gin_trgm_ops'), name='inquiry_phone_like')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('email', ''), _negated=True), models.Q(('phone', ''), _negated=True), _connector='OR'), name='inquiry_can_be_answered', violation_error_message='Give an e-mail address or a phone number, so that we can answer.'), models.CheckConstraint(condition=models.Q(('state__in', ['new', 'in_touch', 'registered', 'closed'])), name='inquiry_known_state', violation_error_message='Choose a state from the list.'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'closed'), models.Q(('close_reason', ''), _negated=True)), models.Q(models.Q(('state', 'closed'), _negated=True), ('close_reason', '')), _connector='OR'), name='inquiry_closed_has_reason', violation_error_message='Say why the inquiry is closed.'), models.CheckConstraint(condition=models.Q(models.Q(('came_by', 'website'), ('taken_by__isnull', True)), models.Q(('came_by', 'phone'), ('taken_by__isnull', False)), _connector='OR'), name='inquiry_by_phone_has_taker', violation_error_message='An inquiry by phone names who took it.'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('message'), 2000), name='inquiry_message_fits', violation_error_message='Make the message shorter: at most 2000 characters.'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'new'), _negated=True), ('unanswered_since__isnull', False), _connector='OR'), name='inquiry_new_waits_for_us', violation_error_message='Nobody has answered a new inquiry.'), models.CheckConstraint(condition=models.Q(('state__in', ['new', 'in_touch']), models.Q(('snoozed_until__isnull', True), ('unanswered_since__isnull', True)), _connector='OR'), name='inquiry_that_is_over_waits_for_nobody', violation_error_message='An inquiry that is over waits for nobody.'), models.CheckConstraint(condition=models.Q(('snoozed_until__isnull', True), ('unanswered_since__isnull', True), _connector='OR'), name='inquiry_is_put_off_once_answered', violation_error_message='Answer first; who waits for us is not put off.'), models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('close_reason', 'duplicate'), ('state', 'closed'), models.Q(('merged_into', models.F('id')), _negated=True)), _connector='OR'), name='inquiry_merged_is_closed', violation_error_message='An inquiry that was merged is closed as asked twice.')],
                'triggers': [pgtrigger.compiler.Trigger(name='inquiry_state_moves_along_its_arrows', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{new:in_touch,new:registered,new:closed,in_touch:registered,in_touch:closed,closed:in_touch,registered:new,registered:in_touch}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='85cb31d8a4b232e446dd560c3d2ae8b3308ba85f', operation='UPDATE', pgid='pgtrigger_inquiry_state_moves_along_its_arrows_9fdfb', table='inquiries_inquiry', when='BEFORE')), pgtrigger.compiler.Trigger(name='merged_into_one_that_stands', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF EXISTS (\n                        SELECT FROM inquiries_inquiry AS kept\n                        WHERE kept.id = NEW.merged_into_id AND kept.merged_into_id IS NOT NULL\n                    ) THEN\n                        RAISE EXCEPTION 'inquiry_merged_into_one_that_stands' USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ", hash='8869de2156f11e3f40fdaecd9040a6ad370b78bb', operation='INSERT OR UPDATE OF "merged_into_id"', pgid='pgtrigger_merged_into_one_that_stands_15f0a', table='inquiries_inquiry', when='BEFORE')), pgtrigger.compiler.Trigger(name='registered_inquiry_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN ((OLD.state = 'registered' AND NEW.state NOT IN ('new', 'in_touch')) OR OLD.state = 'registered' AND (OLD.reference, OLD.form_key, OLD.came_by, OLD.received_at, OLD.taken_by_id, OLD.location_id, OLD.name, OLD.email, OLD.phone, OLD.language, OLD.contact_by, OLD.best_time, OLD.help_with, OLD.message, OLD.support_needed, OLD.consent_text_id, OLD.consented_at) IS DISTINCT FROM (NEW.reference, NEW.form_key, NEW.came_by, NEW.received_at, NEW.taken_by_id, NEW.location_id, NEW.name, NEW.email, NEW.phone, NEW.language, NEW.contact_by, NEW.best_time, NEW.help_with, NEW.message, NEW.support_needed, NEW.consent_text_id, NEW.consented_at))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='8dbc586bf82eee5404e8d471f19edf06daf6ed59', operation='UPDATE', pgid='pgtrigger_registered_inquiry_never_changes_fa6ac', table='inquiries_inquiry', when='BEFORE')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "inquiries_inquiryevent" ("answered_at", "best_time", "came_by", "close_reason", "consent_text_id", "consented_at", "contact_by", "email", "form_key", "help_with", "id", "language", "location_id", "merged_into_id", "message", "name", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "received_at", "reference", "snoozed_until", "state", "support_needed", "taken_by_id", "unanswered_since") VALUES (NEW."answered_at", NEW."best_time", NEW."came_by", NEW."close_reason", NEW."consent_text_id", NEW."consented_at", NEW."contact_by", NEW."email", NEW."form_key", NEW."help_with", NEW."id", NEW."language", NEW."location_id", NEW."merged_into_id", NEW."message", NEW."name", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."received_at", NEW."reference", NEW."snoozed_until", NEW."state", NEW."support_needed", NEW."taken_by_id", NEW."unanswered_since"); RETURN NULL;', hash='2def3534c924a0c222bc71b9ffd03d5d794c3a18', operation='INSERT', pgid='pgtrigger_insert_insert_3b23b', table='inquiries_inquiry', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "inquiries_inquiryevent" ("answered_at", "best_time", "came_by", "close_reason", "consent_text_id", "consented_at", "contact_by", "email", "form_key", "help_with", "id", "language", "location_id", "merged_into_id", "message", "name", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "received_at", "reference", "snoozed_until", "state", "support_needed", "taken_by_id", "unanswered_since") VALUES (NEW."answered_at", NEW."best_time", NEW."came_by", NEW."close_reason", NEW."consent_text_id", NEW."consented_at", NEW."contact_by", NEW."email", NEW."form_key", NEW."help_with", NEW."id", NEW."language", NEW."location_id", NEW."merged_into_id", NEW."message", NEW."name", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."received_at", NEW."reference", NEW."snoozed_until", NEW."state", NEW."support_needed", NEW."taken_by_id", NEW."unanswered_since"); RETURN NULL;', hash='0be1e11d83f8946fc651ad514b480e259dc3399f', operation='UPDATE', pgid='pgtrigger_update_update_7cd7a', table='inquiries_inquiry', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "inquiries_inquiryevent" ("answered_at", "best_time", "came_by", "close_reason", "consent_text_id", "consented_at", "contact_by", "email", "form_key", "help_with", "id", "language", "location_id", "merged_into_id", "message", "name", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "received_at", "reference", "snoozed_until", "state", "support_needed", "taken_by_id", "unanswered_since") VALUES (OLD."answered_at", OLD."best_time", OLD."came_by", OLD."close_reason", OLD."consent_text_id", OLD."consented_at", OLD."contact_by", OLD."email", OLD."form_key", OLD."help_with", OLD."id", OLD."language", OLD."location_id", OLD."merged_into_id", OLD."message", OLD."name", OLD."owner_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."received_at", OLD."reference", OLD."snoozed_until", OLD."state", OLD."support_needed", OLD."taken_by_id", OLD."unanswered_since"); RETURN NULL;', hash='daa706f00b15c944732572682f8f5471bd9c45de', operation='DELETE', pgid='pgtrigger_delete_delete_6f4f4', table='inquiries_inquiry', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='inquiries.inquiry', verbose_name='inquiry')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='at')),
                ('way', models.CharField(choices=[('mail', 'E-mail'), ('call', 'Phone call')], max_length=4, verbose_name='way')),
                ('outcome', models.CharField(choices=[('sent', 'Sent'), ('spoke', 'We spoke'), ('no_answer', 'Nobody answered'), ('left_message', 'Left a neutral message'), ('wrong_number', 'Wrong number')], max_length=12, verbose_name='what came of it')),
                ('text', models.TextField(blank=True, max_length=2000, verbose_name='what was written or said')),
                ('email', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='post_office.email')),
                ('form_key', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, unique=True)),
            ],
            options={
                'verbose_name': 'contact',
                'verbose_name_plural': 'contacts',
                'ordering': ['at', 'id'],
                'constraints': [models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('text'), 2000), name='contact_fits', violation_error_message='Make it shorter: at most 2000 characters.'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'sent'), ('way', 'mail')), models.Q(('outcome__in', ['spoke', 'no_answer', 'left_message', 'wrong_number']), ('way', 'call')), _connector='OR'), name='contact_outcome_fits_its_way', violation_error_message='Say what came of the call.')],
                'triggers': [pgtrigger.compiler.Trigger(name='contact_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN ((OLD.inquiry_id, OLD.by_id, OLD.at, OLD.way, OLD.outcome, OLD.text, OLD.form_key) IS DISTINCT FROM (NEW.inquiry_id, NEW.by_id, NEW.at, NEW.way, NEW.outcome, NEW.text, NEW.form_key))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='260899b46654919e8cabee95d7c3465b36cd840a', operation='UPDATE', pgid='pgtrigger_contact_never_changes_2f759', table='inquiries_contact', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='InquiryEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='inquiries.inquiry')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('reference', models.CharField(default=patients.links.references.new_reference, editable=False, max_length=32)),
                ('form_key', models.UUIDField(editable=False)),
                ('came_by', models.CharField(choices=[('website', 'Website'), ('phone', 'Phone')], max_length=10, verbose_name='came by')),
                ('received_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='received')),
                ('taken_by', models.ForeignKey(blank=True, db_constraint=False, help_text='Who wrote down an inquiry made by phone.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='taken by')),
                ('location', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='locations.location', verbose_name='location')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('phone', phonenumber_field.modelfields.PhoneNumberField(blank=True, max_length=128, region=None, verbose_name='phone')),
                ('language', models.CharField(choices=[('en', 'English'), ('es', 'Spanish')], default='en', max_length=2, verbose_name='language')),
                ('contact_by', models.CharField(choices=[('email', 'E-mail'), ('phone', 'Phone call')], max_length=10, verbose_name='how to reach them')),
                ('best_time', models.CharField(choices=[('any', 'Any time'), ('morning', 'Morning'), ('afternoon', 'Afternoon'), ('evening', 'Early evening')], default='any', max_length=10, verbose_name='when to reach them')),
                ('help_with', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('depression', 'Depression'), ('anxiety', 'Anxiety'), ('ptsd', 'Trauma or PTSD'), ('pain', 'Long-term pain'), ('other', 'Something else'), ('unsaid', 'I would rather say later')], max_length=12), blank=True, default=list, size=None, verbose_name='wants help with')),
                ('message', models.TextField(blank=True, max_length=2000, verbose_name='message')),
                ('support_needed', models.CharField(blank=True, max_length=300, verbose_name='support needed')),
                ('consent_text', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='inquiries.contactconsenttext', verbose_name='agreed to')),
                ('consented_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='agreed at')),
                ('state', models.CharField(choices=[('new', 'New'), ('in_touch', 'In touch'), ('registered', 'Registered'), ('closed', 'Closed')], default='new', max_length=12, verbose_name='state')),
                ('close_reason', models.CharField(blank=True, choices=[('no_answer', 'We could not reach them'), ('withdrawn', 'They took it back'), ('not_now', 'They do not want this now'), ('elsewhere', 'Better helped elsewhere'), ('duplicate', 'They asked twice'), ('spam', 'Not a real inquiry')], max_length=12, verbose_name='why closed')),
                ('owner', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
                ('unanswered_since', models.DateTimeField(blank=True, default=django.utils.timezone.now, editable=False, null=True, verbose_name='waiting for us since')),
                ('answered_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='first answered')),
                ('snoozed_until', models.DateTimeField(blank=True, null=True, verbose_name='put off until')),
                ('merged_into', models.ForeignKey(blank=True, db_constraint=False, help_text='The inquiry in which this person is answered.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='inquiries.inquiry', verbose_name='same person as')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a415fa1363eaedda55b9b8f13dc6a5362e9ceed8', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c768c', table='inquiries_inquiryevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='inquiries.inquiry', verbose_name='inquiry')),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='written')),
                ('text', models.TextField(max_length=2000, verbose_name='message')),
                ('form_key', models.UUIDField(editable=False, unique=True)),
            ],
            options={
                'verbose_name': 'message of somebody who asked',
                'verbose_name_plural': 'messages of people who asked',
                'ordering': ['written_at', 'id'],
                'constraints': [models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('text'), 2000), name='inquiry_later_message_fits', violation_error_message='Make the message shorter: at most 2000 characters.')],
                'triggers': [pgtrigger.compiler.Trigger(name='inquiry_later_message_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='9870ae94a45193718d400a21da1b9d6ab1b43917', operation='UPDATE', pgid='pgtrigger_inquiry_later_message_never_changes_80ca6', table='inquiries_message', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='inquiries.inquiry', verbose_name='inquiry')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='written')),
                ('text', models.TextField(max_length=2000, verbose_name='note')),
                ('form_key', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, unique=True)),
            ],
            options={
                'verbose_name': 'note',
                'verbose_name_plural': 'notes',
                'ordering': ['written_at', 'id'],
                'constraints': [models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('text'), 2000), name='note_fits', violation_error_message='Make the note shorter: at most 2000 characters.')],
                'triggers': [pgtrigger.compiler.Trigger(name='note_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='fa1a1fe6d726e967dab92f1fae509148a3077dd0', operation='UPDATE', pgid='pgtrigger_note_never_changes_3d033', table='inquiries_note', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='StatusLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=patients.links.references.new_reference, editable=False, max_length=32, unique=True)),
                ('token_sha256', models.CharField(editable=False, max_length=64, null=True, unique=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='made')),
                ('made_by', models.ForeignKey(blank=True, help_text='Empty where nobody who works here did.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent')),
                ('expires_at', models.DateTimeField(verbose_name='expires')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='revoked')),
                ('last_opened_at', models.DateTimeField(blank=True, null=True, verbose_name='last opened')),
                ('wrong_tries', models.PositiveSmallIntegerField(default=0, verbose_name='wrong tries')),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='inquiries.inquiry', verbose_name='inquiry')),
            ],
            options={
                'verbose_name': 'private link to an inquiry',
                'verbose_name_plural': 'private links to inquiries',
                'ordering': ['-made_at', '-id'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('made_at'))), name='statuslink_ends_after_it_begins', violation_error_message='A link ends after it begins.'), models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', True), ('token_sha256__isnull', True)), models.Q(('sent_at__isnull', False), ('token_sha256__isnull', False)), _connector='OR'), name='statuslink_was_sent_with_a_token', violation_error_message='A link that was sent has a token.')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "inquiries_statuslinkevent" ("expires_at", "id", "inquiry_id", "last_opened_at", "made_at", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "revoked_at", "sent_at", "wrong_tries") VALUES (NEW."expires_at", NEW."id", NEW."inquiry_id", NEW."last_opened_at", NEW."made_at", NEW."made_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reference", NEW."revoked_at", NEW."sent_at", NEW."wrong_tries"); RETURN NULL;', hash='5ee99b733f76888e055f463bbe38bbc65aa8dfff', operation='INSERT', pgid='pgtrigger_insert_insert_5850a', table='inquiries_statuslink', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."expires_at" IS DISTINCT FROM (NEW."expires_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."inquiry_id" IS DISTINCT FROM (NEW."inquiry_id") OR OLD."last_opened_at" IS DISTINCT FROM (NEW."last_opened_at") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at") OR OLD."made_by_id" IS DISTINCT FROM (NEW."made_by_id") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."revoked_at" IS DISTINCT FROM (NEW."revoked_at") OR OLD."sent_at" IS DISTINCT FROM (NEW."sent_at") OR OLD."wrong_tries" IS DISTINCT FROM (NEW."wrong_tries"))', func='INSERT INTO "inquiries_statuslinkevent" ("expires_at", "id", "inquiry_id", "last_opened_at", "made_at", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "revoked_at", "sent_at", "wrong_tries") VALUES (NEW."expires_at", NEW."id", NEW."inquiry_id", NEW."last_opened_at", NEW."made_at", NEW."made_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reference", NEW."revoked_at", NEW."sent_at", NEW."wrong_tries"); RETURN NULL;', hash='8f89e8fa28a234b1395288d34a9ac6d0cfb6e027', operation='UPDATE', pgid='pgtrigger_update_update_e1d2a', table='inquiries_statuslink', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "inquiries_statuslinkevent" ("expires_at", "id", "inquiry_id", "last_opened_at", "made_at", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "revoked_at", "sent_at", "wrong_tries") VALUES (OLD."expires_at", OLD."id", OLD."inquiry_id", OLD."last_opened_at", OLD."made_at", OLD."made_by_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reference", OLD."revoked_at", OLD."sent_at", OLD."wrong_tries"); RETURN NULL;', hash='210dec4af31c71f4c934bcecc3c04884362adbdb', operation='DELETE', pgid='pgtrigger_delete_delete_1a71f', table='inquiries_statuslink', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='StatusLinkEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='inquiries.statuslink')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('reference', models.CharField(default=patients.links.references.new_reference, editable=False, max_length=32)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='made')),
                ('made_by', models.ForeignKey(blank=True, db_constraint=False, help_text='Empty where nobody who works here did.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent')),
                ('expires_at', models.DateTimeField(verbose_name='expires')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='revoked')),
                ('last_opened_at', models.DateTimeField(blank=True, null=True, verbose_name='last opened')),
                ('wrong_tries', models.PositiveSmallIntegerField(default=0, verbose_name='wrong tries')),
                ('inquiry', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='inquiries.inquiry', verbose_name='inquiry')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='da519a97b9131eb0d5229c2b9fca3b6f47c7188a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_8d635', table='inquiries_statuslinkevent', when='BEFORE'))],
            },
        ),
    ]
