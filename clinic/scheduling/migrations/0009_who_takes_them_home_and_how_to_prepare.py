import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('education', '0002_a_word_leads_on_too'),
        ('people', '0003_the_zone_they_live_in'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('scheduling', '0008_offers_and_freed_time'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Preparation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('no_food_minutes', models.PositiveSmallIntegerField(blank=True, help_text='Empty: not decided yet, and patients read that we tell them. 0: they eat as usual.', null=True, validators=[django.core.validators.MaxValueValidator(1440)], verbose_name='nothing to eat, minutes before the session')),
                ('no_drink_minutes', models.PositiveSmallIntegerField(blank=True, help_text='Empty and 0 likewise.', null=True, validators=[django.core.validators.MaxValueValidator(1440)], verbose_name='nothing to drink, minutes before')),
                ('no_spray_minutes', models.PositiveSmallIntegerField(blank=True, help_text='A spray for the nose with a steroid or a decongestant. Empty: nothing is said of it.', null=True, validators=[django.core.validators.MaxValueValidator(1440)], verbose_name='no nasal spray, minutes before')),
                ('source', models.CharField(blank=True, help_text='For staff: patients do not read it. Say too what nobody has checked.', max_length=400, verbose_name='where the numbers come from')),
                ('words_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('confirmed_on', models.DateField(blank=True, null=True, verbose_name='confirmed on')),
            ],
            options={
                'verbose_name': 'how to prepare',
                'verbose_name_plural': 'how to prepare',
                'ordering': ['type__kind', 'type__name'],
            },
        ),
        migrations.CreateModel(
            name='PreparationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('no_food_minutes', models.PositiveSmallIntegerField(blank=True, help_text='Empty: not decided yet, and patients read that we tell them. 0: they eat as usual.', null=True, validators=[django.core.validators.MaxValueValidator(1440)], verbose_name='nothing to eat, minutes before the session')),
                ('no_drink_minutes', models.PositiveSmallIntegerField(blank=True, help_text='Empty and 0 likewise.', null=True, validators=[django.core.validators.MaxValueValidator(1440)], verbose_name='nothing to drink, minutes before')),
                ('no_spray_minutes', models.PositiveSmallIntegerField(blank=True, help_text='A spray for the nose with a steroid or a decongestant. Empty: nothing is said of it.', null=True, validators=[django.core.validators.MaxValueValidator(1440)], verbose_name='no nasal spray, minutes before')),
                ('source', models.CharField(blank=True, help_text='For staff: patients do not read it. Say too what nobody has checked.', max_length=400, verbose_name='where the numbers come from')),
                ('words_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('confirmed_on', models.DateField(blank=True, null=True, verbose_name='confirmed on')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='appointment',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='appointment',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='appointment',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='appointment',
            name='escort_confirmed_at',
            field=models.DateTimeField(blank=True, help_text='When the patient said so on their own page; for the day that the visit is on now.', null=True, verbose_name='confirmed by the patient'),
        ),
        migrations.AddField(
            model_name='appointmentevent',
            name='escort_confirmed_at',
            field=models.DateTimeField(blank=True, help_text='When the patient said so on their own page; for the day that the visit is on now.', null=True, verbose_name='confirmed by the patient'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='appointment',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "scheduling_appointmentevent" ("asked_by", "booked_at", "booked_by_id", "changed_at", "changed_by_id", "clinician_block", "clinician_id", "course_id", "course_sessions", "escort_confirmed_at", "escort_name", "escort_phone", "form_key", "gap_because", "id", "kind", "number", "offered_until", "outside_hours_because", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reference", "room_block", "room_id", "session", "status", "treatment_id", "type_id", "visit", "was_late") VALUES (NEW."asked_by", NEW."booked_at", NEW."booked_by_id", NEW."changed_at", NEW."changed_by_id", NEW."clinician_block", NEW."clinician_id", NEW."course_id", NEW."course_sessions", NEW."escort_confirmed_at", NEW."escort_name", NEW."escort_phone", NEW."form_key", NEW."gap_because", NEW."id", NEW."kind", NEW."number", NEW."offered_until", NEW."outside_hours_because", NEW."patient_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."reference", NEW."room_block", NEW."room_id", NEW."session", NEW."status", NEW."treatment_id", NEW."type_id", NEW."visit", NEW."was_late"); RETURN NULL;', hash='c52ffd31ba28a6956edef9def61eff96864c833b', operation='INSERT', pgid='pgtrigger_insert_insert_cdcf2', table='scheduling_appointment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='appointment',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "scheduling_appointmentevent" ("asked_by", "booked_at", "booked_by_id", "changed_at", "changed_by_id", "clinician_block", "clinician_id", "course_id", "course_sessions", "escort_confirmed_at", "escort_name", "escort_phone", "form_key", "gap_because", "id", "kind", "number", "offered_until", "outside_hours_because", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reference", "room_block", "room_id", "session", "status", "treatment_id", "type_id", "visit", "was_late") VALUES (NEW."asked_by", NEW."booked_at", NEW."booked_by_id", NEW."changed_at", NEW."changed_by_id", NEW."clinician_block", NEW."clinician_id", NEW."course_id", NEW."course_sessions", NEW."escort_confirmed_at", NEW."escort_name", NEW."escort_phone", NEW."form_key", NEW."gap_because", NEW."id", NEW."kind", NEW."number", NEW."offered_until", NEW."outside_hours_because", NEW."patient_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."reference", NEW."room_block", NEW."room_id", NEW."session", NEW."status", NEW."treatment_id", NEW."type_id", NEW."visit", NEW."was_late"); RETURN NULL;', hash='94faa3721b2c70f4635d0c6e2b196658bd6e454d', operation='UPDATE', pgid='pgtrigger_update_update_7193b', table='scheduling_appointment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='appointment',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "scheduling_appointmentevent" ("asked_by", "booked_at", "booked_by_id", "changed_at", "changed_by_id", "clinician_block", "clinician_id", "course_id", "course_sessions", "escort_confirmed_at", "escort_name", "escort_phone", "form_key", "gap_because", "id", "kind", "number", "offered_until", "outside_hours_because", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reference", "room_block", "room_id", "session", "status", "treatment_id", "type_id", "visit", "was_late") VALUES (OLD."asked_by", OLD."booked_at", OLD."booked_by_id", OLD."changed_at", OLD."changed_by_id", OLD."clinician_block", OLD."clinician_id", OLD."course_id", OLD."course_sessions", OLD."escort_confirmed_at", OLD."escort_name", OLD."escort_phone", OLD."form_key", OLD."gap_because", OLD."id", OLD."kind", OLD."number", OLD."offered_until", OLD."outside_hours_because", OLD."patient_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."reference", OLD."room_block", OLD."room_id", OLD."session", OLD."status", OLD."treatment_id", OLD."type_id", OLD."visit", OLD."was_late"); RETURN NULL;', hash='a6429261f719c2cb8d01cf58a31feb54846dafb9', operation='DELETE', pgid='pgtrigger_delete_delete_c56ad', table='scheduling_appointment', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(('escort_confirmed_at', None), models.Q(('escort_name', ''), _negated=True), _connector='OR'), name='appointment_escort_confirmed_has_a_name', violation_error_message='Say who takes the patient home.'),
        ),
        migrations.AddField(
            model_name='preparation',
            name='confirmed_by',
            field=models.ForeignKey(blank=True, help_text='The medical director who answers for it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmed by'),
        ),
        migrations.AddField(
            model_name='preparation',
            name='type',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='preparation', to='scheduling.appointmenttype', verbose_name='type'),
        ),
        migrations.AddField(
            model_name='preparationevent',
            name='confirmed_by',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='The medical director who answers for it.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmed by'),
        ),
        migrations.AddField(
            model_name='preparationevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='preparationevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='scheduling.preparation'),
        ),
        migrations.AddField(
            model_name='preparationevent',
            name='type',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='scheduling.appointmenttype', verbose_name='type'),
        ),
        migrations.AddConstraint(
            model_name='preparation',
            constraint=models.CheckConstraint(condition=models.Q(('no_drink_minutes__lte', 1440), ('no_food_minutes__lte', 1440), ('no_spray_minutes__lte', 1440)), name='preparation_within_a_day', violation_error_message='A day before at most.'),
        ),
        migrations.AddConstraint(
            model_name='preparation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_by__isnull', True), ('confirmed_on__isnull', True)), models.Q(('confirmed_by__isnull', False), ('confirmed_on__isnull', False)), _connector='OR'), name='preparation_confirmed_says_who_and_when', violation_error_message='A confirmation has a name and a date.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='preparation',
            trigger=pgtrigger.compiler.Trigger(name='changed_preparation_is_unconfirmed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN ((OLD.no_food_minutes, OLD.no_drink_minutes, OLD.no_spray_minutes) IS DISTINCT FROM (NEW.no_food_minutes, NEW.no_drink_minutes, NEW.no_spray_minutes) AND (OLD.confirmed_by_id, OLD.confirmed_on) IS NOT DISTINCT FROM (NEW.confirmed_by_id, NEW.confirmed_on))', func='NEW.confirmed_by_id := NULL; NEW.confirmed_on := NULL; RETURN NEW;', hash='57dd68a876589a22b8a4751eced8969149d2b5b0', operation='UPDATE', pgid='pgtrigger_changed_preparation_is_unconfirmed_68fc6', table='scheduling_preparation', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='preparation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "scheduling_preparationevent" ("confirmed_by_id", "confirmed_on", "id", "no_drink_minutes", "no_food_minutes", "no_spray_minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "type_id", "words_sha256") VALUES (NEW."confirmed_by_id", NEW."confirmed_on", NEW."id", NEW."no_drink_minutes", NEW."no_food_minutes", NEW."no_spray_minutes", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source", NEW."type_id", NEW."words_sha256"); RETURN NULL;', hash='2f9680545f296407aa0cbc5a6027b05eefaa7fde', operation='INSERT', pgid='pgtrigger_insert_insert_94b2e', table='scheduling_preparation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='preparation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "scheduling_preparationevent" ("confirmed_by_id", "confirmed_on", "id", "no_drink_minutes", "no_food_minutes", "no_spray_minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "type_id", "words_sha256") VALUES (NEW."confirmed_by_id", NEW."confirmed_on", NEW."id", NEW."no_drink_minutes", NEW."no_food_minutes", NEW."no_spray_minutes", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source", NEW."type_id", NEW."words_sha256"); RETURN NULL;', hash='4a3ff5203542bc1b8dc90b248028c1bd5396bd97', operation='UPDATE', pgid='pgtrigger_update_update_c5ce7', table='scheduling_preparation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='preparation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "scheduling_preparationevent" ("confirmed_by_id", "confirmed_on", "id", "no_drink_minutes", "no_food_minutes", "no_spray_minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "type_id", "words_sha256") VALUES (OLD."confirmed_by_id", OLD."confirmed_on", OLD."id", OLD."no_drink_minutes", OLD."no_food_minutes", OLD."no_spray_minutes", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."source", OLD."type_id", OLD."words_sha256"); RETURN NULL;', hash='677f3cdd7ebac7acaac2ddcf72d7869c7e747df7', operation='DELETE', pgid='pgtrigger_delete_delete_134b8', table='scheduling_preparation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='preparationevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c763aa5b6296f5a4006a999a8a341e90dbffa114', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_732da', table='scheduling_preparationevent', when='BEFORE')),
        ),
    ]
