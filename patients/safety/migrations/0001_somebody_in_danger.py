import django.contrib.postgres.fields
import django.contrib.postgres.functions
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
import patients.links.references
import pgtrigger.compiler
import pgtrigger.migrations
import phonenumber_field.modelfields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('inquiries', '0001_somebody_asked'),
        ('locations', '0001_where_we_are'),
        ('people', '0001_patients_and_holds'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('post_office', '0014_alter_email_recipient_delivery_status_and_more'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HoldOfTask',
            fields=[
            ],
            options={
                'verbose_name': 'hold of a safety task',
                'verbose_name_plural': 'holds of safety tasks',
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('people.hold',),
        ),
        migrations.CreateModel(
            name='OnCall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('phone', phonenumber_field.modelfields.PhoneNumberField(help_text='Colleagues call it when a mail is not enough.', max_length=128, region=None, verbose_name='phone on call')),
                ('position', models.PositiveSmallIntegerField(default=1, help_text='1 is asked first, then 2, then the medical director.', verbose_name='asked as number')),
                ('weekdays', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(choices=[(1, 'Monday'), (2, 'Tuesday'), (3, 'Wednesday'), (4, 'Thursday'), (5, 'Friday'), (6, 'Saturday'), (7, 'Sunday')]), size=None, verbose_name='days of the week')),
                ('starts', models.TimeField(verbose_name='from')),
                ('ends', models.TimeField(help_text='Earlier than “from”, or the same: it ends the day after. 00:00 is midnight.', verbose_name='to')),
                ('first_day', models.DateField(blank=True, help_text='Empty: already now.', null=True, verbose_name='first day')),
                ('last_day', models.DateField(blank=True, help_text='Empty: until further notice.', null=True, verbose_name='last day')),
                ('location', models.ForeignKey(blank=True, help_text='Leave empty for every location.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='locations.location', verbose_name='location')),
                ('person', models.ForeignKey(help_text='A clinician or prescriber: they hear of a task by e-mail.', limit_choices_to={'is_active': True}, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who is on call')),
            ],
            options={
                'verbose_name': 'on-call hours',
                'verbose_name_plural': 'on-call hours',
                'ordering': ['position', 'starts', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('weekdays__contained_by', [1, 2, 3, 4, 5, 6, 7]), models.Q(('weekdays', []), _negated=True)), name='oncall_known_weekdays', violation_error_message='Choose at least one day of the week.'), models.CheckConstraint(condition=models.Q(('position__gte', 1), ('position__lte', 9)), name='oncall_position_is_a_place', violation_error_message='The order of asking is a number from 1 to 9.'), models.CheckConstraint(condition=models.Q(('first_day__isnull', True), ('last_day__isnull', True), ('first_day__lte', models.F('last_day')), _connector='OR'), name='oncall_first_day_before_last', violation_error_message='The last day cannot come before the first.')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "safety_oncallevent" ("ends", "first_day", "id", "last_day", "location_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "position", "starts", "weekdays") VALUES (NEW."ends", NEW."first_day", NEW."id", NEW."last_day", NEW."location_id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."position", NEW."starts", NEW."weekdays"); RETURN NULL;', hash='49df06ee7f75806ea8c3b13e1dcb3ca409d5ae64', operation='INSERT', pgid='pgtrigger_insert_insert_c95a0', table='safety_oncall', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "safety_oncallevent" ("ends", "first_day", "id", "last_day", "location_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "position", "starts", "weekdays") VALUES (NEW."ends", NEW."first_day", NEW."id", NEW."last_day", NEW."location_id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."position", NEW."starts", NEW."weekdays"); RETURN NULL;', hash='d3a68a11c0145ec8935c955dce4a216beeb4ccc8', operation='UPDATE', pgid='pgtrigger_update_update_0b145', table='safety_oncall', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "safety_oncallevent" ("ends", "first_day", "id", "last_day", "location_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "position", "starts", "weekdays") VALUES (OLD."ends", OLD."first_day", OLD."id", OLD."last_day", OLD."location_id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."position", OLD."starts", OLD."weekdays"); RETURN NULL;', hash='5d976c314bb414726841357111257b1292d5f47b', operation='DELETE', pgid='pgtrigger_delete_delete_bfe6c', table='safety_oncall', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='OnCallEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('phone', phonenumber_field.modelfields.PhoneNumberField(help_text='Colleagues call it when a mail is not enough.', max_length=128, region=None, verbose_name='phone on call')),
                ('position', models.PositiveSmallIntegerField(default=1, help_text='1 is asked first, then 2, then the medical director.', verbose_name='asked as number')),
                ('weekdays', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(choices=[(1, 'Monday'), (2, 'Tuesday'), (3, 'Wednesday'), (4, 'Thursday'), (5, 'Friday'), (6, 'Saturday'), (7, 'Sunday')]), size=None, verbose_name='days of the week')),
                ('starts', models.TimeField(verbose_name='from')),
                ('ends', models.TimeField(help_text='Earlier than “from”, or the same: it ends the day after. 00:00 is midnight.', verbose_name='to')),
                ('first_day', models.DateField(blank=True, help_text='Empty: already now.', null=True, verbose_name='first day')),
                ('last_day', models.DateField(blank=True, help_text='Empty: until further notice.', null=True, verbose_name='last day')),
                ('location', models.ForeignKey(blank=True, db_constraint=False, help_text='Leave empty for every location.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='locations.location', verbose_name='location')),
                ('person', models.ForeignKey(db_constraint=False, help_text='A clinician or prescriber: they hear of a task by e-mail.', limit_choices_to={'is_active': True}, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who is on call')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='safety.oncall')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='611ce5fb0a0eff354c9523be2900a00be6c8b8e4', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_20b7d', table='safety_oncallevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='ResponseTime',
            fields=[
                ('level', models.CharField(choices=[('T1', 'At once'), ('T2', 'Same day'), ('T3', 'Same working day'), ('T4', 'Next working day')], max_length=2, primary_key=True, serialize=False, verbose_name='level')),
                ('minutes', models.PositiveSmallIntegerField(blank=True, help_text='Empty where it is by the end of a working day.', null=True, verbose_name='taken up within (minutes)')),
                ('working_days', models.PositiveSmallIntegerField(blank=True, help_text='0 is the same working day, 1 the next.', null=True, verbose_name='or by the end of the working day')),
                ('then_every', models.PositiveSmallIntegerField(help_text='Nobody took it up: so long until one more person is asked.', verbose_name='then the next person every (minutes)')),
                ('call_within', models.PositiveSmallIntegerField(blank=True, help_text='What the page promises them while somebody is on call. Empty: it promises no time.', null=True, verbose_name='the person is called within (minutes)')),
                ('confirmed_on', models.DateField(blank=True, editable=False, null=True, verbose_name='confirmed on')),
                ('confirmed_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmed by')),
            ],
            options={
                'verbose_name': 'response time',
                'verbose_name_plural': 'response times',
                'ordering': ['level'],
                'constraints': [models.CheckConstraint(condition=models.Q(('level__in', ['T1', 'T2', 'T3', 'T4'])), name='responsetime_known_level', violation_error_message='Choose a level from the list.'), models.CheckConstraint(condition=models.Q(models.Q(('minutes__gte', 1), ('minutes__isnull', False), ('working_days__isnull', True)), models.Q(('minutes__isnull', True), ('working_days__isnull', False), ('working_days__lte', 5)), _connector='OR'), name='responsetime_minutes_or_days', violation_error_message='Give either minutes, or the end of a working day.'), models.CheckConstraint(condition=models.Q(('then_every__gte', 1)), name='responsetime_next_person_is_asked', violation_error_message='After some minutes the next person is asked.'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed_by__isnull', True), ('confirmed_on__isnull', True)), models.Q(('confirmed_by__isnull', False), ('confirmed_on__isnull', False)), _connector='OR'), name='responsetime_confirmed_by_somebody', violation_error_message='A confirmation has a name and a date.')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "safety_responsetimeevent" ("call_within", "confirmed_by_id", "confirmed_on", "level", "minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "then_every", "working_days") VALUES (NEW."call_within", NEW."confirmed_by_id", NEW."confirmed_on", NEW."level", NEW."minutes", _pgh_attach_context(), NOW(), \'insert\', NEW."level", NEW."then_every", NEW."working_days"); RETURN NULL;', hash='df48d921b63dfda0e59106b1424c7c4f1cb4e953', operation='INSERT', pgid='pgtrigger_insert_insert_4d5c6', table='safety_responsetime', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "safety_responsetimeevent" ("call_within", "confirmed_by_id", "confirmed_on", "level", "minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "then_every", "working_days") VALUES (NEW."call_within", NEW."confirmed_by_id", NEW."confirmed_on", NEW."level", NEW."minutes", _pgh_attach_context(), NOW(), \'update\', NEW."level", NEW."then_every", NEW."working_days"); RETURN NULL;', hash='1e6d25e5d8cc6716f1707d7e63e79f6f96694abf', operation='UPDATE', pgid='pgtrigger_update_update_f92a3', table='safety_responsetime', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "safety_responsetimeevent" ("call_within", "confirmed_by_id", "confirmed_on", "level", "minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "then_every", "working_days") VALUES (OLD."call_within", OLD."confirmed_by_id", OLD."confirmed_on", OLD."level", OLD."minutes", _pgh_attach_context(), NOW(), \'delete\', OLD."level", OLD."then_every", OLD."working_days"); RETURN NULL;', hash='16bf1915d1aeb995fe8b5b1cf7d851be8cc8480f', operation='DELETE', pgid='pgtrigger_delete_delete_e03fc', table='safety_responsetime', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='ResponseTimeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('level', models.CharField(choices=[('T1', 'At once'), ('T2', 'Same day'), ('T3', 'Same working day'), ('T4', 'Next working day')], max_length=2, serialize=False, verbose_name='level')),
                ('minutes', models.PositiveSmallIntegerField(blank=True, help_text='Empty where it is by the end of a working day.', null=True, verbose_name='taken up within (minutes)')),
                ('working_days', models.PositiveSmallIntegerField(blank=True, help_text='0 is the same working day, 1 the next.', null=True, verbose_name='or by the end of the working day')),
                ('then_every', models.PositiveSmallIntegerField(help_text='Nobody took it up: so long until one more person is asked.', verbose_name='then the next person every (minutes)')),
                ('call_within', models.PositiveSmallIntegerField(blank=True, help_text='What the page promises them while somebody is on call. Empty: it promises no time.', null=True, verbose_name='the person is called within (minutes)')),
                ('confirmed_on', models.DateField(blank=True, editable=False, null=True, verbose_name='confirmed on')),
                ('confirmed_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmed by')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='safety.responsetime')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='61b20cca49bb500e41c697c3af83d0cfe6f6e8c7', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_39d48', table='safety_responsetimeevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='SafetyTask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=patients.links.references.new_reference, editable=False, max_length=32, unique=True)),
                ('form_key', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, unique=True)),
                ('cause', models.CharField(choices=[('said_yes', 'Said yes when asked about ending their life or staying safe'), ('rather_not_say', 'Would rather not say whether they can stay safe'), ('flagged', 'Something they wrote or said worries us'), ('asq_acute', 'ASQ: positive, and now'), ('asq_positive', 'ASQ: positive, not now'), ('cssrs_high', 'C-SSRS: high'), ('cssrs_moderate', 'C-SSRS: moderate'), ('cssrs_low', 'C-SSRS: low'), ('item_9_often', 'PHQ-9, question 9: more than half the days, or nearly every day'), ('item_9_some', 'PHQ-9, question 9: several days'), ('phq_9_worse', 'PHQ-9: worse by 5 or more'), ('call_worse', 'A call after a session: they feel worse')], max_length=20, verbose_name='what happened')),
                ('level', models.CharField(choices=[('T1', 'At once'), ('T2', 'Same day'), ('T3', 'Same working day'), ('T4', 'Next working day')], max_length=2, verbose_name='how soon')),
                ('words', models.TextField(blank=True, max_length=2000, verbose_name='in words')),
                ('raised_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='raised')),
                ('acknowledge_by', models.DateTimeField(verbose_name='to be taken up by')),
                ('call_by', models.DateTimeField(blank=True, help_text='What the page told the person.', null=True, verbose_name='call promised by')),
                ('state', models.CharField(choices=[('open', 'Nobody has taken it up'), ('acknowledged', 'Taken up'), ('contacted', 'Reached'), ('assessed', 'Assessed'), ('closed', 'Closed')], default='open', max_length=12, verbose_name='state')),
                ('ask_next_at', models.DateTimeField(blank=True, null=True, verbose_name='next person asked')),
                ('acknowledged_at', models.DateTimeField(blank=True, null=True, verbose_name='taken up')),
                ('contacted_at', models.DateTimeField(blank=True, null=True, verbose_name='reached')),
                ('assessed_at', models.DateTimeField(blank=True, null=True, verbose_name='assessed')),
                ('outcome', models.CharField(blank=True, choices=[('safe', 'Safe, with a plan they agreed to'), ('other_care', 'Handed over to other care'), ('emergency', 'Emergency services were called'), ('mistake', 'Not what they meant; we spoke about it')], max_length=12, verbose_name='outcome')),
                ('closing_note', models.TextField(blank=True, max_length=2000, verbose_name='closing note')),
                ('alone_because', models.CharField(blank=True, max_length=300, verbose_name='why without a second person')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed')),
                ('phone', phonenumber_field.modelfields.PhoneNumberField(blank=True, max_length=128, region=None, verbose_name='phone to reach them at now')),
                ('whereabouts', models.CharField(blank=True, max_length=200, verbose_name='where they are')),
                ('trusted_name', models.CharField(blank=True, max_length=120, verbose_name='somebody they trust')),
                ('trusted_phone', phonenumber_field.modelfields.PhoneNumberField(blank=True, max_length=128, region=None, verbose_name='their phone')),
                ('acknowledged_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='taken up by')),
                ('assessed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='assessed by')),
                ('closed_by', models.ForeignKey(blank=True, help_text='The clinician who wrote the note.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='closed by')),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='second person')),
                ('contacted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='reached by')),
                ('hold', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.hold', verbose_name='hold')),
                ('inquiry', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inquiries.inquiry', verbose_name='inquiry')),
                ('owner', models.ForeignKey(blank=True, help_text='Who was asked last, and then who took it up.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
                ('patient', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.patient', verbose_name='patient')),
                ('raised_by', models.ForeignKey(blank=True, help_text='Empty where the person’s own answer did.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='raised by')),
            ],
            options={
                'verbose_name': 'safety task',
                'verbose_name_plural': 'safety tasks',
                'ordering': ['-raised_at', '-pk'],
                'permissions': [('acknowledge_safetytask', 'Can take up a safety task')],
                'indexes': [models.Index(condition=models.Q(('state', 'closed'), _negated=True), fields=['level', 'raised_at'], name='safetytask_unclosed'), models.Index(condition=models.Q(('state', 'open')), fields=['ask_next_at'], name='safetytask_to_escalate')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('inquiry__isnull', True), ('patient__isnull', False)), models.Q(('inquiry__isnull', False), ('patient__isnull', True)), _connector='OR'), name='safetytask_is_about_one', violation_error_message='A safety task is about a patient, or about somebody who asked.'), models.CheckConstraint(condition=models.Q(models.Q(('cause', 'said_yes'), ('level', 'T1')), models.Q(('cause', 'flagged'), ('level', 'T1')), models.Q(('cause', 'asq_acute'), ('level', 'T1')), models.Q(('cause', 'cssrs_high'), ('level', 'T1')), models.Q(('cause', 'item_9_often'), ('level', 'T2')), models.Q(('cause', 'asq_positive'), ('level', 'T2')), models.Q(('cause', 'cssrs_moderate'), ('level', 'T2')), models.Q(('cause', 'rather_not_say'), ('level', 'T3')), models.Q(('cause', 'item_9_some'), ('level', 'T3')), models.Q(('cause', 'cssrs_low'), ('level', 'T3')), models.Q(('cause', 'phq_9_worse'), ('level', 'T4')), models.Q(('cause', 'call_worse'), ('level', 'T4')), _connector='OR'), name='safetytask_level_goes_with_its_cause', violation_error_message='How soon it is goes with what happened.'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('words'), 2000), name='safetytask_words_fit', violation_error_message='Make the text shorter: at most 2000 characters.'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('closing_note'), 2000), name='safetytask_closing_note_fits', violation_error_message='Make the note shorter: at most 2000 characters.'), models.CheckConstraint(condition=models.Q(models.Q(('cause', 'flagged'), _negated=True), models.Q(('words', ''), _negated=True), _connector='OR'), name='safetytask_flag_says_what', violation_error_message='Say what worries you.'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'acknowledged', 'contacted', 'assessed', 'closed'])), name='safetytask_known_state', violation_error_message='Choose a state from the list.'), models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'safe', 'other_care', 'emergency', 'mistake'])), name='safetytask_known_outcome', violation_error_message='Choose an outcome from the list.'), models.CheckConstraint(condition=models.Q(models.Q(models.Q(('acknowledged_at__isnull', True), ('acknowledged_by__isnull', True)), models.Q(('acknowledged_at__isnull', False), ('acknowledged_by__isnull', False)), _connector='OR'), models.Q(models.Q(('contacted_at__isnull', True), ('contacted_by__isnull', True)), models.Q(('contacted_at__isnull', False), ('contacted_by__isnull', False)), _connector='OR'), models.Q(models.Q(('assessed_at__isnull', True), ('assessed_by__isnull', True)), models.Q(('assessed_at__isnull', False), ('assessed_by__isnull', False)), _connector='OR')), name='safetytask_steps_say_who_and_when', violation_error_message='Each step has a name and a time.'), models.CheckConstraint(condition=models.Q(models.Q(models.Q(('acknowledged_at__isnull', False), ('state__in', ['acknowledged', 'contacted', 'assessed', 'closed'])), models.Q(models.Q(('state__in', ['acknowledged', 'contacted', 'assessed', 'closed']), _negated=True), ('acknowledged_at__isnull', True)), _connector='OR'), models.Q(models.Q(('contacted_at__isnull', False), ('state__in', ['contacted', 'assessed', 'closed'])), models.Q(models.Q(('state__in', ['contacted', 'assessed', 'closed']), _negated=True), ('contacted_at__isnull', True)), _connector='OR'), models.Q(models.Q(('assessed_at__isnull', False), ('state__in', ['assessed', 'closed'])), models.Q(models.Q(('state__in', ['assessed', 'closed']), _negated=True), ('assessed_at__isnull', True)), _connector='OR')), name='safetytask_state_goes_with_its_steps', violation_error_message='First somebody takes it up, reaches the person, then assesses.'), models.CheckConstraint(condition=models.Q(('state', 'open'), ('owner__isnull', False), _connector='OR'), name='safetytask_somebody_owns_it', violation_error_message='A task that was taken up has an owner.'), models.CheckConstraint(condition=models.Q(models.Q(('closed_by__isnull', True), ('closing_note', ''), ('outcome', '')), models.Q(('closed_by__isnull', False), models.Q(('closing_note', ''), _negated=True), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='safetytask_closing_note_is_somebodys', violation_error_message='Closing needs a clinician, an outcome and a note.'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), models.Q(('state', 'closed'), _negated=True)), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), ('state', 'closed')), _connector='OR'), name='safetytask_closed_with_a_note', violation_error_message='Closing needs a clinician, an outcome and a note.'), models.CheckConstraint(condition=models.Q(models.Q(('level', 'T1'), ('state', 'closed'), _negated=True), models.Q(('confirmed_by__isnull', False), models.Q(('confirmed_by', models.F('closed_by')), _negated=True)), models.Q(('alone_because', ''), _negated=True), _connector='OR'), name='safetytask_two_close_the_gravest', violation_error_message='A second person confirms that this can be closed.')],
                'triggers': [pgtrigger.compiler.Trigger(name='follows_its_patient', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                IF TG_OP = 'UPDATE' THEN\n                    IF NEW.patient_id = OLD.patient_id THEN\n                        RETURN NEW;\n                    END IF;\n                    IF NOT EXISTS (\n                        SELECT FROM people_patient\n                        WHERE id = OLD.patient_id AND merged_into_id = NEW.patient_id\n                    ) THEN\n                        RAISE EXCEPTION 'row_stays_with_its_patient'\n                            USING ERRCODE = 'check_violation', CONSTRAINT = 'row_stays_with_its_patient';\n                    END IF;\n                END IF;\n                IF EXISTS (\n                    SELECT FROM people_patient WHERE id = NEW.patient_id AND merged_into_id IS NOT NULL\n                ) THEN\n                    RAISE EXCEPTION 'patient_was_merged'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'patient_was_merged';\n                END IF;\n                RETURN NEW;\n            ", hash='fc7143d7d8d88fbd6029794a2d51a86b814b564e', operation='INSERT OR UPDATE OF "patient_id"', pgid='pgtrigger_follows_its_patient_b2225', table='safety_safetytask', when='BEFORE')), pgtrigger.compiler.Trigger(name='safetytask_keeps_what_raised_it', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN ((OLD.reference, OLD.form_key, OLD.inquiry_id, OLD.cause, OLD.level, OLD.words, OLD.raised_at, OLD.raised_by_id, OLD.acknowledge_by, OLD.call_by, OLD.hold_id) IS DISTINCT FROM (NEW.reference, NEW.form_key, NEW.inquiry_id, NEW.cause, NEW.level, NEW.words, NEW.raised_at, NEW.raised_by_id, NEW.acknowledge_by, NEW.call_by, NEW.hold_id))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='860813968695336e4f36971767bc462cdf71afa8', operation='UPDATE', pgid='pgtrigger_safetytask_keeps_what_raised_it_766d0', table='safety_safetytask', when='BEFORE')), pgtrigger.compiler.Trigger(name='closed_safetytask_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.state = 'closed' AND (OLD.state, OLD.outcome, OLD.closing_note, OLD.closed_by_id, OLD.confirmed_by_id, OLD.closed_at) IS DISTINCT FROM (NEW.state, NEW.outcome, NEW.closing_note, NEW.closed_by_id, NEW.confirmed_by_id, NEW.closed_at))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='ab01ef07fd4f0c344f31706b33d179bb90d6fd02', operation='UPDATE', pgid='pgtrigger_closed_safetytask_never_changes_f9aa9', table='safety_safetytask', when='BEFORE')), pgtrigger.compiler.Trigger(name='safetytask_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='bb10d7c04a59b8a24e261f95ed8870bab01b2ae0', operation='DELETE', pgid='pgtrigger_safetytask_is_never_deleted_60885', table='safety_safetytask', when='BEFORE')), pgtrigger.compiler.Trigger(name='safetytask_moves_step_by_step', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF TG_OP = 'INSERT' THEN\n                        IF NEW.state <> 'open' THEN\n                            RAISE EXCEPTION 'safetytask_begins_open' USING ERRCODE = 'check_violation';\n                        END IF;\n                    ELSIF OLD.state <> NEW.state\n                        AND (OLD.state || '>' || NEW.state) NOT IN ('open>acknowledged', 'acknowledged>contacted', 'contacted>assessed', 'assessed>closed')\n                    THEN\n                        RAISE EXCEPTION 'safetytask_moves_step_by_step' USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ", hash='39cb27fc72e2728713ed3e2a9143625e8f9056ff', operation='INSERT OR UPDATE OF "state"', pgid='pgtrigger_safetytask_moves_step_by_step_57dbc', table='safety_safetytask', when='BEFORE')), pgtrigger.compiler.Trigger(name='safetytasks_close_one_by_one', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF (\n                        SELECT count(*) FROM old_rows AS before JOIN new_rows AS after USING (id)\n                        WHERE after.state = 'closed' AND before.state <> 'closed'\n                    ) > 1 THEN\n                        RAISE EXCEPTION 'safetytasks_close_one_by_one' USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NULL;\n                ", hash='c0581e7f881903060b8b614ea361234bf32b5ffd', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_safetytasks_close_one_by_one_eff36', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='safety_safetytask', when='AFTER')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "safety_safetytaskevent" ("acknowledge_by", "acknowledged_at", "acknowledged_by_id", "alone_because", "ask_next_at", "assessed_at", "assessed_by_id", "call_by", "cause", "closed_at", "closed_by_id", "closing_note", "confirmed_by_id", "contacted_at", "contacted_by_id", "form_key", "hold_id", "id", "inquiry_id", "level", "outcome", "owner_id", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "raised_at", "raised_by_id", "reference", "state", "trusted_name", "trusted_phone", "whereabouts", "words") VALUES (NEW."acknowledge_by", NEW."acknowledged_at", NEW."acknowledged_by_id", NEW."alone_because", NEW."ask_next_at", NEW."assessed_at", NEW."assessed_by_id", NEW."call_by", NEW."cause", NEW."closed_at", NEW."closed_by_id", NEW."closing_note", NEW."confirmed_by_id", NEW."contacted_at", NEW."contacted_by_id", NEW."form_key", NEW."hold_id", NEW."id", NEW."inquiry_id", NEW."level", NEW."outcome", NEW."owner_id", NEW."patient_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."raised_at", NEW."raised_by_id", NEW."reference", NEW."state", NEW."trusted_name", NEW."trusted_phone", NEW."whereabouts", NEW."words"); RETURN NULL;', hash='5de5dd3bfed4e7fc2c7e148405efab49ab8e4411', operation='INSERT', pgid='pgtrigger_insert_insert_6b125', table='safety_safetytask', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "safety_safetytaskevent" ("acknowledge_by", "acknowledged_at", "acknowledged_by_id", "alone_because", "ask_next_at", "assessed_at", "assessed_by_id", "call_by", "cause", "closed_at", "closed_by_id", "closing_note", "confirmed_by_id", "contacted_at", "contacted_by_id", "form_key", "hold_id", "id", "inquiry_id", "level", "outcome", "owner_id", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "raised_at", "raised_by_id", "reference", "state", "trusted_name", "trusted_phone", "whereabouts", "words") VALUES (NEW."acknowledge_by", NEW."acknowledged_at", NEW."acknowledged_by_id", NEW."alone_because", NEW."ask_next_at", NEW."assessed_at", NEW."assessed_by_id", NEW."call_by", NEW."cause", NEW."closed_at", NEW."closed_by_id", NEW."closing_note", NEW."confirmed_by_id", NEW."contacted_at", NEW."contacted_by_id", NEW."form_key", NEW."hold_id", NEW."id", NEW."inquiry_id", NEW."level", NEW."outcome", NEW."owner_id", NEW."patient_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."raised_at", NEW."raised_by_id", NEW."reference", NEW."state", NEW."trusted_name", NEW."trusted_phone", NEW."whereabouts", NEW."words"); RETURN NULL;', hash='88c93c5f7c74da0584deae6183cb4745e5daf844', operation='UPDATE', pgid='pgtrigger_update_update_863cb', table='safety_safetytask', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "safety_safetytaskevent" ("acknowledge_by", "acknowledged_at", "acknowledged_by_id", "alone_because", "ask_next_at", "assessed_at", "assessed_by_id", "call_by", "cause", "closed_at", "closed_by_id", "closing_note", "confirmed_by_id", "contacted_at", "contacted_by_id", "form_key", "hold_id", "id", "inquiry_id", "level", "outcome", "owner_id", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "raised_at", "raised_by_id", "reference", "state", "trusted_name", "trusted_phone", "whereabouts", "words") VALUES (OLD."acknowledge_by", OLD."acknowledged_at", OLD."acknowledged_by_id", OLD."alone_because", OLD."ask_next_at", OLD."assessed_at", OLD."assessed_by_id", OLD."call_by", OLD."cause", OLD."closed_at", OLD."closed_by_id", OLD."closing_note", OLD."confirmed_by_id", OLD."contacted_at", OLD."contacted_by_id", OLD."form_key", OLD."hold_id", OLD."id", OLD."inquiry_id", OLD."level", OLD."outcome", OLD."owner_id", OLD."patient_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."raised_at", OLD."raised_by_id", OLD."reference", OLD."state", OLD."trusted_name", OLD."trusted_phone", OLD."whereabouts", OLD."words"); RETURN NULL;', hash='ca666ca5d7ee10a9564510d22779d56132e4786e', operation='DELETE', pgid='pgtrigger_delete_delete_875ad', table='safety_safetytask', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='SafetyNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='asked')),
                ('mail', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='post_office.email', verbose_name='mail')),
                ('person', models.ForeignKey(blank=True, help_text='Empty where nobody is on call: then the clinic’s mailbox was told.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who was asked')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='safety.safetytask')),
            ],
            options={
                'verbose_name': 'safety notice',
                'verbose_name_plural': 'safety notices',
                'ordering': ['asked_at', 'pk'],
                'triggers': [pgtrigger.compiler.Trigger(name='safetynotice_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='47965c3cbfce0ce17d3c4111e74ed24ade1c25e1', operation='DELETE', pgid='pgtrigger_safetynotice_is_never_deleted_b9872', table='safety_safetynotice', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='SafetyEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('what', models.CharField(choices=[('raised', 'Raised'), ('nobody', 'Nobody is on call'), ('acknowledged', 'Took it up'), ('handed_over', 'Handed over'), ('tried', 'Tried to reach them'), ('contacted', 'Reached them'), ('assessed', 'Assessed'), ('closing', 'Wrote the closing note'), ('sent_back', 'Did not confirm closing'), ('closed', 'Closed'), ('added', 'The person added how to reach them'), ('noted', 'Noted')], max_length=12, verbose_name='what')),
                ('text', models.TextField(blank=True, max_length=2000, verbose_name='words')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='safety.safetytask')),
            ],
            options={
                'verbose_name': 'step of a safety task',
                'verbose_name_plural': 'steps of safety tasks',
                'ordering': ['at', 'pk'],
                'constraints': [models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('text'), 2000), name='safetyentry_text_fits', violation_error_message='Make the text shorter: at most 2000 characters.')],
                'triggers': [pgtrigger.compiler.Trigger(name='safetyentry_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='398ebc202434343567d61a73c5fc4af1e37903f0', operation='UPDATE OR DELETE', pgid='pgtrigger_safetyentry_never_changes_641eb', table='safety_safetyentry', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='SafetyTaskEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('reference', models.CharField(default=patients.links.references.new_reference, editable=False, max_length=32)),
                ('form_key', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False)),
                ('cause', models.CharField(choices=[('said_yes', 'Said yes when asked about ending their life or staying safe'), ('rather_not_say', 'Would rather not say whether they can stay safe'), ('flagged', 'Something they wrote or said worries us'), ('asq_acute', 'ASQ: positive, and now'), ('asq_positive', 'ASQ: positive, not now'), ('cssrs_high', 'C-SSRS: high'), ('cssrs_moderate', 'C-SSRS: moderate'), ('cssrs_low', 'C-SSRS: low'), ('item_9_often', 'PHQ-9, question 9: more than half the days, or nearly every day'), ('item_9_some', 'PHQ-9, question 9: several days'), ('phq_9_worse', 'PHQ-9: worse by 5 or more'), ('call_worse', 'A call after a session: they feel worse')], max_length=20, verbose_name='what happened')),
                ('level', models.CharField(choices=[('T1', 'At once'), ('T2', 'Same day'), ('T3', 'Same working day'), ('T4', 'Next working day')], max_length=2, verbose_name='how soon')),
                ('words', models.TextField(blank=True, max_length=2000, verbose_name='in words')),
                ('raised_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='raised')),
                ('acknowledge_by', models.DateTimeField(verbose_name='to be taken up by')),
                ('call_by', models.DateTimeField(blank=True, help_text='What the page told the person.', null=True, verbose_name='call promised by')),
                ('state', models.CharField(choices=[('open', 'Nobody has taken it up'), ('acknowledged', 'Taken up'), ('contacted', 'Reached'), ('assessed', 'Assessed'), ('closed', 'Closed')], default='open', max_length=12, verbose_name='state')),
                ('ask_next_at', models.DateTimeField(blank=True, null=True, verbose_name='next person asked')),
                ('acknowledged_at', models.DateTimeField(blank=True, null=True, verbose_name='taken up')),
                ('contacted_at', models.DateTimeField(blank=True, null=True, verbose_name='reached')),
                ('assessed_at', models.DateTimeField(blank=True, null=True, verbose_name='assessed')),
                ('outcome', models.CharField(blank=True, choices=[('safe', 'Safe, with a plan they agreed to'), ('other_care', 'Handed over to other care'), ('emergency', 'Emergency services were called'), ('mistake', 'Not what they meant; we spoke about it')], max_length=12, verbose_name='outcome')),
                ('closing_note', models.TextField(blank=True, max_length=2000, verbose_name='closing note')),
                ('alone_because', models.CharField(blank=True, max_length=300, verbose_name='why without a second person')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed')),
                ('phone', phonenumber_field.modelfields.PhoneNumberField(blank=True, max_length=128, region=None, verbose_name='phone to reach them at now')),
                ('whereabouts', models.CharField(blank=True, max_length=200, verbose_name='where they are')),
                ('trusted_name', models.CharField(blank=True, max_length=120, verbose_name='somebody they trust')),
                ('trusted_phone', phonenumber_field.modelfields.PhoneNumberField(blank=True, max_length=128, region=None, verbose_name='their phone')),
                ('acknowledged_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='taken up by')),
                ('assessed_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='assessed by')),
                ('closed_by', models.ForeignKey(blank=True, db_constraint=False, help_text='The clinician who wrote the note.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='closed by')),
                ('confirmed_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='second person')),
                ('contacted_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='reached by')),
                ('hold', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.hold', verbose_name='hold')),
                ('inquiry', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='inquiries.inquiry', verbose_name='inquiry')),
                ('owner', models.ForeignKey(blank=True, db_constraint=False, help_text='Who was asked last, and then who took it up.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
                ('patient', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.patient', verbose_name='patient')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='safety.safetytask')),
                ('raised_by', models.ForeignKey(blank=True, db_constraint=False, help_text='Empty where the person’s own answer did.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='raised by')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d8fc985d806d6d8af07eb390fa62dbb747e8588b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e2d73', table='safety_safetytaskevent', when='BEFORE'))],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='holdoftask',
            trigger=pgtrigger.compiler.Trigger(name='hold_waits_for_its_safety_task', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.lifted_at IS NULL AND NEW.lifted_at IS NOT NULL)', func="\n                    IF EXISTS (\n                        SELECT FROM safety_safetytask WHERE hold_id = NEW.id AND state <> 'closed'\n                    ) THEN\n                        RAISE EXCEPTION 'hold_waits_for_its_safety_task' USING ERRCODE = 'check_violation', CONSTRAINT = 'hold_waits_for_its_safety_task';\n                    END IF;\n                    RETURN NEW;\n                ", hash='e5fbaacfdd0c09e0ea0afefa38778030b37ec805', operation='UPDATE OF "lifted_at"', pgid='pgtrigger_hold_waits_for_its_safety_task_2101b', table='people_hold', when='BEFORE')),
        ),
    ]
