import clinic.locations.models
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import pgtrigger.compiler
import phonenumber_field.modelfields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('locations', '0002_crisis_line_may_be_text_only'), ('locations', '0003_crisis_line_may_have_no_number'), ('locations', '0004_getting_here_fits'), ('locations', '0005_answers_within')]

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
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
                ('checked_on', models.DateField(verbose_name='last checked on')),
                ('checked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='checked by')),
            ],
            options={
                'verbose_name': 'crisis line',
                'verbose_name_plural': 'crisis lines',
                'ordering': ['country', 'position'],
                'constraints': [models.UniqueConstraint(fields=('country', 'name'), name='crisisline_once_per_country', violation_error_message='This crisis line is here already.'), models.CheckConstraint(condition=models.Q(models.Q(('phone', ''), _negated=True), models.Q(('text', ''), _negated=True), _connector='OR'), name='crisisline_can_be_reached', violation_error_message='Give a number to call, or how to text.')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "locations_crisislineevent" ("checked_by_id", "checked_on", "cost", "country", "id", "is_emergency", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "position", "text", "website", "when") VALUES (NEW."checked_by_id", NEW."checked_on", NEW."cost", NEW."country", NEW."id", NEW."is_emergency", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."position", NEW."text", NEW."website", NEW."when"); RETURN NULL;', hash='727be4ba6a1acf45e28dce4f531fc1170f524e6d', operation='INSERT', pgid='pgtrigger_insert_insert_aea6b', table='locations_crisisline', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "locations_crisislineevent" ("checked_by_id", "checked_on", "cost", "country", "id", "is_emergency", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "position", "text", "website", "when") VALUES (NEW."checked_by_id", NEW."checked_on", NEW."cost", NEW."country", NEW."id", NEW."is_emergency", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."position", NEW."text", NEW."website", NEW."when"); RETURN NULL;', hash='243d07517bc71f8c2177420f4748d47d68185336', operation='UPDATE', pgid='pgtrigger_update_update_df057', table='locations_crisisline', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "locations_crisislineevent" ("checked_by_id", "checked_on", "cost", "country", "id", "is_emergency", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "position", "text", "website", "when") VALUES (OLD."checked_by_id", OLD."checked_on", OLD."cost", OLD."country", OLD."id", OLD."is_emergency", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."position", OLD."text", OLD."website", OLD."when"); RETURN NULL;', hash='3434c59e31c580e1279483e81346ecf0b6013ab0', operation='DELETE', pgid='pgtrigger_delete_delete_e785d', table='locations_crisisline', when='AFTER'))],
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
                ('medical_director', models.ForeignKey(blank=True, help_text="A prescriber who answers for this location's clinical settings.", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='medical director')),
                ('answer_within', models.PositiveSmallIntegerField(default=2, help_text='Working days after the day somebody asked. The form, the mail and the inbox say so: promise what you keep.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(10)], verbose_name='answers within')),
                ('is_active', models.BooleanField(default=True, verbose_name='sees patients')),
            ],
            options={
                'verbose_name': 'location',
                'verbose_name_plural': 'locations',
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('getting_here'), 1000), name='location_getting_here_fits', violation_error_message='Make “Getting here” shorter: at most 1000 characters.'), models.CheckConstraint(condition=models.Q(('answer_within__gte', 1), ('answer_within__lte', 10)), name='location_answers_within_ten_days', violation_error_message='Promise an answer within 1 to 10 working days.')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "locations_locationevent" ("answer_within", "city", "country", "getting_here", "id", "is_active", "medical_director_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postal_code", "region", "slug", "street", "time_zone") VALUES (NEW."answer_within", NEW."city", NEW."country", NEW."getting_here", NEW."id", NEW."is_active", NEW."medical_director_id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."postal_code", NEW."region", NEW."slug", NEW."street", NEW."time_zone"); RETURN NULL;', hash='9d1122eb2167e691360465b879f4859d8ba8819e', operation='INSERT', pgid='pgtrigger_insert_insert_61b07', table='locations_location', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "locations_locationevent" ("answer_within", "city", "country", "getting_here", "id", "is_active", "medical_director_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postal_code", "region", "slug", "street", "time_zone") VALUES (NEW."answer_within", NEW."city", NEW."country", NEW."getting_here", NEW."id", NEW."is_active", NEW."medical_director_id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."postal_code", NEW."region", NEW."slug", NEW."street", NEW."time_zone"); RETURN NULL;', hash='c2f06fd30860683da452000b1afe2042c156f592', operation='UPDATE', pgid='pgtrigger_update_update_17196', table='locations_location', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "locations_locationevent" ("answer_within", "city", "country", "getting_here", "id", "is_active", "medical_director_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postal_code", "region", "slug", "street", "time_zone") VALUES (OLD."answer_within", OLD."city", OLD."country", OLD."getting_here", OLD."id", OLD."is_active", OLD."medical_director_id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."postal_code", OLD."region", OLD."slug", OLD."street", OLD."time_zone"); RETURN NULL;', hash='e8b98b1086c927dcf41476235a13c4ce4dcc3c2a', operation='DELETE', pgid='pgtrigger_delete_delete_09a27', table='locations_location', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='ClinicEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='locations.clinic')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.PositiveSmallIntegerField(default=1, editable=False, serialize=False)),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('short_name', models.CharField(help_text='In page titles, mails and calendars. Name no drug and no illness.', max_length=40, verbose_name='discreet short name')),
                ('phone', phonenumber_field.modelfields.PhoneNumberField(max_length=128, region=None, verbose_name='phone')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail')),
                ('country', models.CharField(choices=[('US', 'United States'), ('GB', 'United Kingdom'), ('CA', 'Canada'), ('IE', 'Ireland')], help_text='Decides which crisis lines are shown.', max_length=2, verbose_name='country')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e2bf53c8d02cd5e342ec94d9a003821a746917c6', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_72c7c', table='locations_clinicevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Closure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('location', models.ForeignKey(blank=True, help_text='Leave empty to close every location.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='closures', to='locations.location', verbose_name='location')),
                ('first_day', models.DateField(verbose_name='first day closed')),
                ('last_day', models.DateField(verbose_name='last day closed')),
                ('reason', models.CharField(max_length=80, verbose_name='reason, as visitors read it')),
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
            name='CrisisLineEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='locations.crisisline')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
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
                ('checked_on', models.DateField(verbose_name='last checked on')),
                ('checked_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='checked by')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4a59bd2c1abf84edac6aace07c5b718d2b96df47', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_725e0', table='locations_crisislineevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='LocationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='locations.location')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
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
                ('medical_director', models.ForeignKey(blank=True, db_constraint=False, help_text="A prescriber who answers for this location's clinical settings.", null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='medical director')),
                ('answer_within', models.PositiveSmallIntegerField(default=2, help_text='Working days after the day somebody asked. The form, the mail and the inbox say so: promise what you keep.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(10)], verbose_name='answers within')),
                ('is_active', models.BooleanField(default=True, verbose_name='sees patients')),
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
                ('location', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hours', to='locations.location', verbose_name='location')),
                ('weekday', models.PositiveSmallIntegerField(choices=[(1, 'Monday'), (2, 'Tuesday'), (3, 'Wednesday'), (4, 'Thursday'), (5, 'Friday'), (6, 'Saturday'), (7, 'Sunday')], verbose_name='day')),
                ('opens', models.TimeField(verbose_name='opens')),
                ('closes', models.TimeField(verbose_name='closes')),
            ],
            options={
                'verbose_name': 'opening hours',
                'verbose_name_plural': 'opening hours',
                'ordering': ['weekday', 'opens'],
                'constraints': [models.CheckConstraint(condition=models.Q(('opens__lt', models.F('closes'))), name='openinghours_open_before_close', violation_error_message='Closing time must be later than opening time.'), models.CheckConstraint(condition=models.Q(('weekday__gte', 1), ('weekday__lte', 7)), name='openinghours_known_weekday', violation_error_message='Choose a day of the week.'), models.UniqueConstraint(fields=('location', 'weekday', 'opens'), name='openinghours_once_a_day', violation_error_message='These hours are here already.')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "locations_openinghoursevent" ("closes", "id", "location_id", "opens", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "weekday") VALUES (NEW."closes", NEW."id", NEW."location_id", NEW."opens", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."weekday"); RETURN NULL;', hash='d60a060544ee990e813c953a576a12ce42d2a3e7', operation='INSERT', pgid='pgtrigger_insert_insert_2add0', table='locations_openinghours', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "locations_openinghoursevent" ("closes", "id", "location_id", "opens", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "weekday") VALUES (NEW."closes", NEW."id", NEW."location_id", NEW."opens", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."weekday"); RETURN NULL;', hash='ffcace19f3d3230d39f55b442408b836b596d0a8', operation='UPDATE', pgid='pgtrigger_update_update_13c7b', table='locations_openinghours', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "locations_openinghoursevent" ("closes", "id", "location_id", "opens", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "weekday") VALUES (OLD."closes", OLD."id", OLD."location_id", OLD."opens", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."weekday"); RETURN NULL;', hash='cec8bf6f34ed9fd95c80cf8a84f416e8053ce502', operation='DELETE', pgid='pgtrigger_delete_delete_aab3e', table='locations_openinghours', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='ClosureEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='locations.closure')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('location', models.ForeignKey(blank=True, db_constraint=False, help_text='Leave empty to close every location.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='locations.location', verbose_name='location')),
                ('first_day', models.DateField(verbose_name='first day closed')),
                ('last_day', models.DateField(verbose_name='last day closed')),
                ('reason', models.CharField(max_length=80, verbose_name='reason, as visitors read it')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='087f773ed670bedab545b1f7c15d2c09af498e13', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_80a92', table='locations_closureevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='OpeningHoursEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='locations.openinghours')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('location', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='locations.location', verbose_name='location')),
                ('weekday', models.PositiveSmallIntegerField(choices=[(1, 'Monday'), (2, 'Tuesday'), (3, 'Wednesday'), (4, 'Thursday'), (5, 'Friday'), (6, 'Saturday'), (7, 'Sunday')], verbose_name='day')),
                ('opens', models.TimeField(verbose_name='opens')),
                ('closes', models.TimeField(verbose_name='closes')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0452d549d3eb5dc232c89e970a97397d45001d8c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3f7ea', table='locations_openinghoursevent', when='BEFORE'))],
            },
        ),
    ]
