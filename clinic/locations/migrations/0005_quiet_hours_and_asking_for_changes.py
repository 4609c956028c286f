import datetime
import django.core.validators
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('locations', '0001_where_we_are'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='location',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='location',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='location',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='location',
            name='change_request_hours',
            field=models.PositiveSmallIntegerField(default=24, help_text='Hours before the visit. Later than that their page says to call. Unconfirmed until your medical director agrees.', validators=[django.core.validators.MaxValueValidator(336)], verbose_name='patients ask to move or cancel until'),
        ),
        migrations.AddField(
            model_name='location',
            name='quiet_from',
            field=models.TimeField(default=datetime.time(21, 0), help_text='On the patient’s own clock. Mails and texts wait until the quiet hours are over.', verbose_name='nothing is sent from'),
        ),
        migrations.AddField(
            model_name='location',
            name='quiet_until',
            field=models.TimeField(default=datetime.time(8, 0), verbose_name='until'),
        ),
        migrations.AddField(
            model_name='locationevent',
            name='change_request_hours',
            field=models.PositiveSmallIntegerField(default=24, help_text='Hours before the visit. Later than that their page says to call. Unconfirmed until your medical director agrees.', validators=[django.core.validators.MaxValueValidator(336)], verbose_name='patients ask to move or cancel until'),
        ),
        migrations.AddField(
            model_name='locationevent',
            name='quiet_from',
            field=models.TimeField(default=datetime.time(21, 0), help_text='On the patient’s own clock. Mails and texts wait until the quiet hours are over.', verbose_name='nothing is sent from'),
        ),
        migrations.AddField(
            model_name='locationevent',
            name='quiet_until',
            field=models.TimeField(default=datetime.time(8, 0), verbose_name='until'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='location',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "locations_locationevent" ("answer_within", "change_request_hours", "city", "country", "getting_here", "holidays_settled_until", "id", "is_active", "late_cancel_hours", "medical_director_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postal_code", "quiet_from", "quiet_until", "region", "sees_in_person_first", "slug", "street", "time_zone") VALUES (NEW."answer_within", NEW."change_request_hours", NEW."city", NEW."country", NEW."getting_here", NEW."holidays_settled_until", NEW."id", NEW."is_active", NEW."late_cancel_hours", NEW."medical_director_id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."postal_code", NEW."quiet_from", NEW."quiet_until", NEW."region", NEW."sees_in_person_first", NEW."slug", NEW."street", NEW."time_zone"); RETURN NULL;', hash='cc93c0e88c10d02996134926dc959933ac5193c2', operation='INSERT', pgid='pgtrigger_insert_insert_61b07', table='locations_location', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='location',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "locations_locationevent" ("answer_within", "change_request_hours", "city", "country", "getting_here", "holidays_settled_until", "id", "is_active", "late_cancel_hours", "medical_director_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postal_code", "quiet_from", "quiet_until", "region", "sees_in_person_first", "slug", "street", "time_zone") VALUES (NEW."answer_within", NEW."change_request_hours", NEW."city", NEW."country", NEW."getting_here", NEW."holidays_settled_until", NEW."id", NEW."is_active", NEW."late_cancel_hours", NEW."medical_director_id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."postal_code", NEW."quiet_from", NEW."quiet_until", NEW."region", NEW."sees_in_person_first", NEW."slug", NEW."street", NEW."time_zone"); RETURN NULL;', hash='7bc7d13f496b077f38035c476f6ccedf31972ec2', operation='UPDATE', pgid='pgtrigger_update_update_17196', table='locations_location', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='location',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "locations_locationevent" ("answer_within", "change_request_hours", "city", "country", "getting_here", "holidays_settled_until", "id", "is_active", "late_cancel_hours", "medical_director_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postal_code", "quiet_from", "quiet_until", "region", "sees_in_person_first", "slug", "street", "time_zone") VALUES (OLD."answer_within", OLD."change_request_hours", OLD."city", OLD."country", OLD."getting_here", OLD."holidays_settled_until", OLD."id", OLD."is_active", OLD."late_cancel_hours", OLD."medical_director_id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."postal_code", OLD."quiet_from", OLD."quiet_until", OLD."region", OLD."sees_in_person_first", OLD."slug", OLD."street", OLD."time_zone"); RETURN NULL;', hash='89f19d2a08bc9c0bc81be4a28b4129b18d9d6fe8', operation='DELETE', pgid='pgtrigger_delete_delete_09a27', table='locations_location', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='location',
            constraint=models.CheckConstraint(condition=models.Q(('change_request_hours__lte', 336)), name='location_change_requests_within_two_weeks', violation_error_message='Patients ask online until two weeks before the visit at most.'),
        ),
    ]
