import clinic.locations.models
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
import pgtrigger.compiler
import phonenumber_field.modelfields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('locations', '0002_crisis_line_may_be_text_only'), ('locations', '0003_crisis_line_may_have_no_number'), ('locations', '0004_getting_here_fits'), ('locations', '0005_answers_within'), ('locations', '0002_lines_about_alcohol_and_drugs'), ('locations', '0003_in_person_before_the_first_treatment'), ('locations', '0004_hours_that_begin_and_end')]

    initial = True

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CrisisLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('country', models.CharField(choices=[('US', 'United States'), ('GB', 'United Kingdom'), ('CA', 'Canada'), ('IE', 'Ireland')], max_length=2, verbose_name='country')),
                ('position', models.PositiveSmallIntegerField(default=1, verbose_name='position')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('phone', models.CharField(blank=True, help_text='As people dial it, such as 988. Leave it empty where people can only text.', max_length=20, verbose_name='number to call')),
                ('text', models.CharField(blank=True, help_text='Such as “Text 988” or “Text SHOUT to 85258”.', max_length=80, verbose_name='how to text')),
                ('website', models.URLField(blank=True, verbose_name='website')),
                ('when', models.CharField(help_text='Such as “Day and night”.', max_length=60, verbose_name='when it answers')),
                ('cost', models.CharField(help_text='Such as “Free”.', max_length=60, verbose_name='what it costs')),
                ('is_emergency', models.BooleanField(default=False, help_text='For danger right now, such as 911 or 999.', verbose_name='emergency number')),
                ('is_for_addiction', models.BooleanField(default=False, help_text='Shown to who is in withdrawal or cannot stop, and not at the end of every page.', verbose_name='about alcohol and drugs')),
                ('checked_on', models.DateField(verbose_name='last checked on')),
                ('checked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='checked by')),
            ],
            options={
                'verbose_name': 'crisis line',
                'verbose_name_plural': 'crisis lines',
                'ordering': ['country', 'position'],
                'constraints': [models.UniqueConstraint(fields=('country', 'name'), name='crisisline_once_per_country', violation_error_message='This crisis line is here already.'), models.CheckConstraint(condition=models.Q(models.Q(('phone', ''), _negated=True), models.Q(('text', ''), _negated=True), _connector='OR'), name='crisisline_can_be_reached', violation_error_message='Give a number to call, or how to text.')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "locations_crisislineevent" ("checked_by_id", "checked_on", "cost", "country", "id", "is_emergency", "is_for_addiction", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "position", "text", "website", "when") VALUES (NEW."checked_by_id", NEW."checked_on", NEW."cost", NEW."country", NEW."id", NEW."is_emergency", NEW."is_for_addiction", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."position", NEW."text", NEW."website", NEW."when"); RETURN NULL;', hash='34413464b837d987bf636b501ca0602f0a7064aa', operation='INSERT', pgid='pgtrigger_insert_insert_aea6b', table='locations_crisisline', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "locations_crisislineevent" ("checked_by_id", "checked_on", "cost", "country", "id", "is_emergency", "is_for_addiction", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "position", "text", "website", "when") VALUES (NEW."checked_by_id", NEW."checked_on", NEW."cost", NEW."country", NEW."id", NEW."is_emergency", NEW."is_for_addiction", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."position", NEW."text", NEW."website", NEW."when"); RETURN NULL;', hash='d35015d52e411aea066f774a14b7432dda253426', operation='UPDATE', pgid='pgtrigger_update_update_df057', table='locations_crisisline', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "locations_crisislineevent" ("checked_by_id", "checked_on", "cost", "country", "id", "is_emergency", "is_for_addiction", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "position", "text", "website", "when") VALUES (OLD."checked_by_id", OLD."checked_on", OLD."cost", OLD."country", OLD."id", OLD."is_emergency", OLD."is_for_addiction", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."position", OLD."text", OLD."website", OLD."when"); RETURN NULL;', hash='7b247917ac479cf5831572f42796d7ab0f15a8b6', operation='DELETE', pgid='pgtrigger_delete_delete_e785d', table='locations_crisisline', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='CrisisLineEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('country', models.CharField(choices=[('US', 'United States'), ('GB', 'United Kingdom'), ('CA', 'Canada'), ('IE', 'Ireland')], max_length=2, verbose_name='country')),
                ('position', models.PositiveSmallIntegerField(default=1, verbose_name='position')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('phone', models.CharField(blank=True, help_text='As people dial it, such as 988. Leave it empty where people can only text.', max_length=20, verbose_name='number to call')),
                ('text', models.CharField(blank=True, help_text='Such as “Text 988” or “Text SHOUT to 85258”.', max_length=80, verbose_name='how to text')),
                ('website', models.URLField(blank=True, verbose_name='website')),
                ('when', models.CharField(help_text='Such as “Day and night”.', max_length=60, verbose_name='when it answers')),
                ('cost', models.CharField(help_text='Such as “Free”.', max_length=60, verbose_name='what it costs')),
                ('is_emergency', models.BooleanField(default=False, help_text='For danger right now, such as 911 or 999.', verbose_name='emergency number')),
                ('is_for_addiction', models.BooleanField(default=False, help_text='Shown to who is in withdrawal or cannot stop, and not at the end of every page.', verbose_name='about alcohol and drugs')),
                ('checked_on', models.DateField(verbose_name='last checked on')),
                ('checked_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='checked by')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='locations.crisisline')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4a59bd2c1abf84edac6aace07c5b718d2b96df47', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_725e0', table='locations_crisislineevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Location',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='name')),
                ('slug', models.SlugField(unique=True, verbose_name='address name')),
                ('time_zone', models.CharField(max_length=64, validators=[clinic.locations.models.validate_time_zone], verbose_name='time zone')),
                ('street', models.CharField(max_length=120, verbose_name='street')),
                ('city', models.CharField(max_length=80, verbose_name='city')),
                ('region', models.CharField(blank=True, max_length=80, verbose_name='state or region')),
                ('postal_code', models.CharField(max_length=16, verbose_name='postal code')),
                ('country', models.CharField(choices=[('US', 'United States'), ('GB', 'United Kingdom'), ('CA', 'Canada'), ('IE', 'Ireland')], max_length=2, verbose_name='country')),
                ('phone', phonenumber_field.modelfields.PhoneNumberField(max_length=128, region=None, verbose_name='phone')),
                ('getting_here', models.TextField(blank=True, help_text='Parking, transit, steps, lift.', max_length=1000, verbose_name='getting here')),
                ('answer_within', models.PositiveSmallIntegerField(default=2, help_text='Working days after the day somebody asked. The form, the mail and the inbox say so: promise what you keep.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(10)], verbose_name='answers within')),
                ('sees_in_person_first', models.BooleanField(default=True, help_text='A prescriber who saw somebody by video alone cannot decide for treatment. Ask your lawyer first.', verbose_name='sees patients in person before the first treatment')),
                ('late_cancel_hours', models.PositiveSmallIntegerField(default=24, help_text='Hours before the visit. Unconfirmed until your medical director agrees.', validators=[django.core.validators.MaxValueValidator(168)], verbose_name='a cancellation is late within')),
                ('holidays_settled_until', models.DateField(blank=True, editable=False, null=True, verbose_name='public holidays settled until')),
                ('is_active', models.BooleanField(default=True, verbose_name='sees patients')),
                ('medical_director', models.ForeignKey(blank=True, help_text="A prescriber who answers for this location's clinical settings.", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='medical director')),
            ],
            options={
                'verbose_name': 'location',
                'verbose_name_plural': 'locations',
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('getting_here'), 1000), name='location_getting_here_fits', violation_error_message='Make “Getting here” shorter: at most 1000 characters.'), models.CheckConstraint(condition=models.Q(('answer_within__gte', 1), ('answer_within__lte', 10)), name='location_answers_within_ten_days', violation_error_message='Promise an answer within 1 to 10 working days.'), models.CheckConstraint(condition=models.Q(('late_cancel_hours__lte', 168)), name='location_late_cancel_within_a_week', violation_error_message='A cancellation counts as late within a week at most.')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "locations_locationevent" ("answer_within", "city", "country", "getting_here", "holidays_settled_until", "id", "is_active", "late_cancel_hours", "medical_director_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postal_code", "region", "sees_in_person_first", "slug", "street", "time_zone") VALUES (NEW."answer_within", NEW."city", NEW."country", NEW."getting_here", NEW."holidays_settled_until", NEW."id", NEW."is_active", NEW."late_cancel_hours", NEW."medical_director_id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."postal_code", NEW."region", NEW."sees_in_person_first", NEW."slug", NEW."street", NEW."time_zone"); RETURN NULL;', hash='41d85e5c2efc925a8503be96101eeb8dcaab68e0', operation='INSERT', pgid='pgtrigger_insert_insert_61b07', table='locations_location', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "locations_locationevent" ("answer_within", "city", "country", "getting_here", "holidays_settled_until", "id", "is_active", "late_cancel_hours", "medical_director_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postal_code", "region", "sees_in_person_first", "slug", "street", "time_zone") VALUES (NEW."answer_within", NEW."city", NEW."country", NEW."getting_here", NEW."holidays_settled_until", NEW."id", NEW."is_active", NEW."late_cancel_hours", NEW."medical_director_id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."postal_code", NEW."region", NEW."sees_in_person_first", NEW."slug", NEW."street", NEW."time_zone"); RETURN NULL;', hash='0e5e09b7feefbdc5c2cc8bfb9002716597b04945', operation='UPDATE', pgid='pgtrigger_update_update_17196', table='locations_location', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "locations_locationevent" ("answer_within", "city", "country", "getting_here", "holidays_settled_until", "id", "is_active", "late_cancel_hours", "medical_director_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postal_code", "region", "sees_in_person_first", "slug", "street", "time_zone") VALUES (OLD."answer_within", OLD."city", OLD."country", OLD."getting_here", OLD."holidays_settled_until", OLD."id", OLD."is_active", OLD."late_cancel_hours", OLD."medical_director_id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."postal_code", OLD."region", OLD."sees_in_person_first", OLD."slug", OLD."street", OLD."time_zone"); RETURN NULL;', hash='140464d87bc36130c0772022d14545e1ae2851b1', operation='DELETE', pgid='pgtrigger_delete_delete_09a27', table='locations_location', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Closure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_day', models.DateField(verbose_name='first day closed')),
                ('last_day', models.DateField(verbose_name='last day closed')),
                ('reason', models.CharField(max_length=80, verbose_name='reason, as visitors read it')),
                ('location', models.ForeignKey(blank=True, help_text='Leave empty to close every location.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='closures', to='locations.location', verbose_name='location')),
            ],
            options={
                'verbose_name': 'closure',
                'verbose_name_plural': 'closures',
                'ordering': ['first_day'],
                'constraints': [models.CheckConstraint(condition=models.Q(('first_day__lte', models.F('last_day'))), name='closure_first_day_before_last', violation_error_message='The last day closed cannot come before the first.')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "locations_closureevent" ("first_day", "id", "last_day", "location_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."first_day", NEW."id", NEW."last_day", NEW."location_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason"); RETURN NULL;', hash='f64a16b184f3d850505a4568fb4eb64c593d1dea', operation='INSERT', pgid='pgtrigger_insert_insert_3f2f9', table='locations_closure', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "locations_closureevent" ("first_day", "id", "last_day", "location_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."first_day", NEW."id", NEW."last_day", NEW."location_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason"); RETURN NULL;', hash='40ce51948ceae404673c2f8e000cfcd052dff327', operation='UPDATE', pgid='pgtrigger_update_update_7701b', table='locations_closure', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "locations_closureevent" ("first_day", "id", "last_day", "location_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (OLD."first_day", OLD."id", OLD."last_day", OLD."location_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason"); RETURN NULL;', hash='d37d85c3de2124f99b7de0073bb24b099b7bbf89', operation='DELETE', pgid='pgtrigger_delete_delete_c8a88', table='locations_closure', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='ClosureEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('first_day', models.DateField(verbose_name='first day closed')),
                ('last_day', models.DateField(verbose_name='last day closed')),
                ('reason', models.CharField(max_length=80, verbose_name='reason, as visitors read it')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='locations.closure')),
                ('location', models.ForeignKey(blank=True, db_constraint=False, help_text='Leave empty to close every location.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='locations.location', verbose_name='location')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='087f773ed670bedab545b1f7c15d2c09af498e13', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_80a92', table='locations_closureevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='LocationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('slug', models.SlugField(db_index=False, verbose_name='address name')),
                ('time_zone', models.CharField(max_length=64, validators=[clinic.locations.models.validate_time_zone], verbose_name='time zone')),
                ('street', models.CharField(max_length=120, verbose_name='street')),
                ('city', models.CharField(max_length=80, verbose_name='city')),
                ('region', models.CharField(blank=True, max_length=80, verbose_name='state or region')),
                ('postal_code', models.CharField(max_length=16, verbose_name='postal code')),
                ('country', models.CharField(choices=[('US', 'United States'), ('GB', 'United Kingdom'), ('CA', 'Canada'), ('IE', 'Ireland')], max_length=2, verbose_name='country')),
                ('phone', phonenumber_field.modelfields.PhoneNumberField(max_length=128, region=None, verbose_name='phone')),
                ('getting_here', models.TextField(blank=True, help_text='Parking, transit, steps, lift.', max_length=1000, verbose_name='getting here')),
                ('answer_within', models.PositiveSmallIntegerField(default=2, help_text='Working days after the day somebody asked. The form, the mail and the inbox say so: promise what you keep.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(10)], verbose_name='answers within')),
                ('sees_in_person_first', models.BooleanField(default=True, help_text='A prescriber who saw somebody by video alone cannot decide for treatment. Ask your lawyer first.', verbose_name='sees patients in person before the first treatment')),
                ('late_cancel_hours', models.PositiveSmallIntegerField(default=24, help_text='Hours before the visit. Unconfirmed until your medical director agrees.', validators=[django.core.validators.MaxValueValidator(168)], verbose_name='a cancellation is late within')),
                ('holidays_settled_until', models.DateField(blank=True, editable=False, null=True, verbose_name='public holidays settled until')),
                ('is_active', models.BooleanField(default=True, verbose_name='sees patients')),
                ('medical_director', models.ForeignKey(blank=True, db_constraint=False, help_text="A prescriber who answers for this location's clinical settings.", null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='medical director')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='locations.location')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a8dfbafaf38d9678c677efee7b285ee2ad992f7e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_0d844', table='locations_locationevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='OpeningHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekday', models.PositiveSmallIntegerField(choices=[(1, 'Monday'), (2, 'Tuesday'), (3, 'Wednesday'), (4, 'Thursday'), (5, 'Friday'), (6, 'Saturday'), (7, 'Sunday')], verbose_name='day')),
                ('opens', models.TimeField(verbose_name='opens')),
                ('closes', models.TimeField(verbose_name='closes')),
                ('valid_from', models.DateField(default=django.utils.timezone.localdate, verbose_name='valid from')),
                ('valid_until', models.DateField(blank=True, help_text='Empty: until changed.', null=True, verbose_name='valid until')),
                ('location', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hours', to='locations.location', verbose_name='location')),
            ],
            options={
                'verbose_name': 'opening hours',
                'verbose_name_plural': 'opening hours',
                'ordering': ['weekday', 'opens'],
                'constraints': [models.CheckConstraint(condition=models.Q(('opens__lt', models.F('closes'))), name='openinghours_open_before_close', violation_error_message='Closing time must be later than opening time.'), models.CheckConstraint(condition=models.Q(('weekday__gte', 1), ('weekday__lte', 7)), name='openinghours_known_weekday', violation_error_message='Choose a day of the week.'), models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='openinghours_valid_span', violation_error_message='“Valid until” cannot come before “valid from”.'), models.UniqueConstraint(fields=('location', 'weekday', 'opens', 'valid_from'), name='openinghours_once_a_day', violation_error_message='These hours are here already.')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "locations_openinghoursevent" ("closes", "id", "location_id", "opens", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_until", "weekday") VALUES (NEW."closes", NEW."id", NEW."location_id", NEW."opens", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."valid_from", NEW."valid_until", NEW."weekday"); RETURN NULL;', hash='9ea38c6995bcbda855f0a6adee8063ae74cc26ae', operation='INSERT', pgid='pgtrigger_insert_insert_2add0', table='locations_openinghours', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "locations_openinghoursevent" ("closes", "id", "location_id", "opens", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_until", "weekday") VALUES (NEW."closes", NEW."id", NEW."location_id", NEW."opens", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."valid_from", NEW."valid_until", NEW."weekday"); RETURN NULL;', hash='56aa22dffcb51913cbd4edf1cae9d884f003818f', operation='UPDATE', pgid='pgtrigger_update_update_13c7b', table='locations_openinghours', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "locations_openinghoursevent" ("closes", "id", "location_id", "opens", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_until", "weekday") VALUES (OLD."closes", OLD."id", OLD."location_id", OLD."opens", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."valid_from", OLD."valid_until", OLD."weekday"); RETURN NULL;', hash='cf1ca7e65abfd10218ada3b578f22c32617dfa70', operation='DELETE', pgid='pgtrigger_delete_delete_aab3e', table='locations_openinghours', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='OpeningHoursEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('weekday', models.PositiveSmallIntegerField(choices=[(1, 'Monday'), (2, 'Tuesday'), (3, 'Wednesday'), (4, 'Thursday'), (5, 'Friday'), (6, 'Saturday'), (7, 'Sunday')], verbose_name='day')),
                ('opens', models.TimeField(verbose_name='opens')),
                ('closes', models.TimeField(verbose_name='closes')),
                ('valid_from', models.DateField(default=django.utils.timezone.localdate, verbose_name='valid from')),
                ('valid_until', models.DateField(blank=True, help_text='Empty: until changed.', null=True, verbose_name='valid until')),
                ('location', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='locations.location', verbose_name='location')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='locations.openinghours')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0452d549d3eb5dc232c89e970a97397d45001d8c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3f7ea', table='locations_openinghoursevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='SpecialHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('opens', models.TimeField(verbose_name='opens')),
                ('closes', models.TimeField(verbose_name='closes')),
                ('reason', models.CharField(max_length=80, verbose_name='reason, as visitors read it')),
                ('location', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='special_hours', to='locations.location', verbose_name='location')),
            ],
            options={
                'verbose_name': 'special opening hours',
                'verbose_name_plural': 'special opening hours',
                'ordering': ['day', 'opens'],
                'constraints': [models.CheckConstraint(condition=models.Q(('opens__lt', models.F('closes'))), name='specialhours_open_before_close', violation_error_message='Closing time must be later than opening time.'), models.UniqueConstraint(fields=('location', 'day', 'opens'), name='specialhours_once_a_day', violation_error_message='These hours are here already.')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "locations_specialhoursevent" ("closes", "day", "id", "location_id", "opens", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."closes", NEW."day", NEW."id", NEW."location_id", NEW."opens", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason"); RETURN NULL;', hash='13cfc733f65787ee8ff1beb9f0a0ea3d9059c82b', operation='INSERT', pgid='pgtrigger_insert_insert_d9b2e', table='locations_specialhours', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "locations_specialhoursevent" ("closes", "day", "id", "location_id", "opens", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."closes", NEW."day", NEW."id", NEW."location_id", NEW."opens", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason"); RETURN NULL;', hash='1a05f8493c8e79c446f81351b418565eb813561b', operation='UPDATE', pgid='pgtrigger_update_update_8cf03', table='locations_specialhours', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "locations_specialhoursevent" ("closes", "day", "id", "location_id", "opens", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (OLD."closes", OLD."day", OLD."id", OLD."location_id", OLD."opens", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason"); RETURN NULL;', hash='647c9e7ab2dbbfe6d4fcd4fb94e88f0270b1b05f', operation='DELETE', pgid='pgtrigger_delete_delete_49cd4', table='locations_specialhours', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='SpecialHoursEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('day', models.DateField(verbose_name='day')),
                ('opens', models.TimeField(verbose_name='opens')),
                ('closes', models.TimeField(verbose_name='closes')),
                ('reason', models.CharField(max_length=80, verbose_name='reason, as visitors read it')),
                ('location', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='locations.location', verbose_name='location')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='locations.specialhours')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d01bf50b20587520013a25c41b09bc3a3656360a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_efa72', table='locations_specialhoursevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Clinic',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('short_name', models.CharField(help_text='In page titles, mails and calendars. Name no drug and no illness.', max_length=40, verbose_name='discreet short name')),
                ('phone', phonenumber_field.modelfields.PhoneNumberField(max_length=128, region=None, verbose_name='phone')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail')),
                ('country', models.CharField(choices=[('US', 'United States'), ('GB', 'United Kingdom'), ('CA', 'Canada'), ('IE', 'Ireland')], help_text='Decides which crisis lines are shown.', max_length=2, verbose_name='country')),
            ],
            options={
                'verbose_name': 'clinic',
                'verbose_name_plural': 'clinic',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='clinic_is_one_row', violation_error_message='There is one clinic; change its row instead.')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "locations_clinicevent" ("country", "email", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "short_name") VALUES (NEW."country", NEW."email", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."short_name"); RETURN NULL;', hash='291b2c4fbd34100b09fa4b98674bd5c13d285e82', operation='INSERT', pgid='pgtrigger_insert_insert_dedaf', table='locations_clinic', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "locations_clinicevent" ("country", "email", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "short_name") VALUES (NEW."country", NEW."email", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."short_name"); RETURN NULL;', hash='9d97fdbda61e15cca183c9eaba051e1bf07c22f7', operation='UPDATE', pgid='pgtrigger_update_update_ded1e', table='locations_clinic', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "locations_clinicevent" ("country", "email", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "short_name") VALUES (OLD."country", OLD."email", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."short_name"); RETURN NULL;', hash='5e61ea526de6ca28024a1f065f703a3a5f0f63c5', operation='DELETE', pgid='pgtrigger_delete_delete_3aee2', table='locations_clinic', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='ClinicEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.PositiveSmallIntegerField(default=1, editable=False, serialize=False)),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('short_name', models.CharField(help_text='In page titles, mails and calendars. Name no drug and no illness.', max_length=40, verbose_name='discreet short name')),
                ('phone', phonenumber_field.modelfields.PhoneNumberField(max_length=128, region=None, verbose_name='phone')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail')),
                ('country', models.CharField(choices=[('US', 'United States'), ('GB', 'United Kingdom'), ('CA', 'Canada'), ('IE', 'Ireland')], help_text='Decides which crisis lines are shown.', max_length=2, verbose_name='country')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='locations.clinic')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e2bf53c8d02cd5e342ec94d9a003821a746917c6', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_72c7c', table='locations_clinicevent', when='BEFORE'))],
            },
        ),
    ]
