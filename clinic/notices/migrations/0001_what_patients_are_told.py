import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import patients.links.references
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('locations', '0005_quiet_hours_and_asking_for_changes'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('post_office', '0014_alter_email_recipient_delivery_status_and_more'),
        ('scheduling', '0008_offers_and_freed_time'),
    ]

    operations = [
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=patients.links.references.new_reference, editable=False, max_length=32, unique=True)),
                ('kind', models.CharField(choices=[('booked', 'Booked'), ('moved', 'Moved'), ('cancelled', 'Canceled'), ('reminder', 'Reminder')], max_length=10, verbose_name='what')),
                ('lead_amount', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='how long before')),
                ('lead_unit', models.CharField(blank=True, choices=[('days', 'days'), ('hours', 'hours')], max_length=5, verbose_name='of what')),
                ('starts', models.DateTimeField(verbose_name='the visit begins')),
                ('version', models.PositiveIntegerField(verbose_name='version of the appointment')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='made')),
                ('appointment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='told_so_far', to='scheduling.appointment', verbose_name='appointment')),
                ('location', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='locations.location', verbose_name='location')),
            ],
            options={
                'verbose_name': 'notice',
                'verbose_name_plural': 'notices',
                'ordering': ['-made_at', '-id'],
                'indexes': [models.Index(fields=['appointment', 'made_at'], name='notice_of_appointment'), models.Index(fields=['made_at'], name='notice_by_time')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['booked', 'moved', 'cancelled', 'reminder'])), name='notice_known_kind', violation_error_message='Choose what is told from the list.'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'reminder'), ('lead_amount__isnull', False), ('lead_unit__in', ['days', 'hours'])), models.Q(models.Q(('kind', 'reminder'), _negated=True), ('lead_amount__isnull', True), ('lead_unit', '')), _connector='OR'), name='notice_reminder_has_a_lead', violation_error_message='A reminder, and nothing else, has a time before the visit.'), models.UniqueConstraint(condition=models.Q(('kind', 'reminder'), _negated=True), fields=('appointment', 'version', 'location'), name='notice_of_a_change_once', violation_error_message='This change has been told.'), models.UniqueConstraint(condition=models.Q(('kind', 'reminder')), fields=('appointment', 'starts', 'lead_amount', 'lead_unit'), name='notice_reminder_once', violation_error_message='This reminder has been told.')],
                'triggers': [pgtrigger.compiler.Trigger(name='notice_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='9115f7ea2629f16df040ee6278cd463acf16d3cf', operation='DELETE', pgid='pgtrigger_notice_is_never_deleted_96b2c', table='notices_notice', when='BEFORE')), pgtrigger.compiler.Trigger(name='notice_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='8b1495cc23c9360ecb1bddfd3ece2ff41e3f1dcb', operation='UPDATE', pgid='pgtrigger_notice_never_changes_4f3fa', table='notices_notice', when='BEFORE')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "notices_noticeevent" ("appointment_id", "id", "kind", "lead_amount", "lead_unit", "location_id", "made_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "starts", "version") VALUES (NEW."appointment_id", NEW."id", NEW."kind", NEW."lead_amount", NEW."lead_unit", NEW."location_id", NEW."made_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reference", NEW."starts", NEW."version"); RETURN NULL;', hash='fd6b44a36c7f0344511b7d744f3eabe610ee97d1', operation='INSERT', pgid='pgtrigger_insert_insert_44969', table='notices_notice', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "notices_noticeevent" ("appointment_id", "id", "kind", "lead_amount", "lead_unit", "location_id", "made_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "starts", "version") VALUES (NEW."appointment_id", NEW."id", NEW."kind", NEW."lead_amount", NEW."lead_unit", NEW."location_id", NEW."made_at", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reference", NEW."starts", NEW."version"); RETURN NULL;', hash='dae33d49029f0510fdb9938227f0dce256c91a27', operation='UPDATE', pgid='pgtrigger_update_update_0f9bc', table='notices_notice', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "notices_noticeevent" ("appointment_id", "id", "kind", "lead_amount", "lead_unit", "location_id", "made_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "starts", "version") VALUES (OLD."appointment_id", OLD."id", OLD."kind", OLD."lead_amount", OLD."lead_unit", OLD."location_id", OLD."made_at", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reference", OLD."starts", OLD."version"); RETURN NULL;', hash='5f57c476d19eccc016f6dc3d2f129de998117ef8', operation='DELETE', pgid='pgtrigger_delete_delete_e6f4d', table='notices_notice', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('email', 'E-mail'), ('text', 'Text message'), ('phone', 'By phone')], max_length=5, verbose_name='how')),
                ('tried_at', models.DateTimeField(blank=True, null=True, verbose_name='tried')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='told')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn')),
                ('withdrawn_because', models.CharField(blank=True, choices=[('changed', 'the appointment had changed'), ('consent', 'the patient does not agree to it any more'), ('begun', 'the visit had begun')], max_length=10, verbose_name='withdrawn because')),
                ('queued', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='post_office.email', verbose_name='in the queue')),
                ('told_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='told by')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='notices.notice', verbose_name='notice')),
            ],
            options={
                'verbose_name': 'delivery',
                'verbose_name_plural': 'deliveries',
                'ordering': ['id'],
                'indexes': [models.Index(condition=models.Q(('sent_at__isnull', True), ('withdrawn_at__isnull', True)), fields=['notice'], name='delivery_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(('channel__in', ['email', 'text', 'phone'])), name='delivery_known_channel', violation_error_message='Choose how it is told from the list.'), models.UniqueConstraint(fields=('notice', 'channel'), name='delivery_once_by_each_channel', violation_error_message='This was told so already.'), models.CheckConstraint(condition=models.Q(models.Q(('channel', 'phone'), ('queued__isnull', True), ('sent_at', None), ('told_by', None)), models.Q(('channel', 'phone'), ('queued__isnull', True), ('sent_at__isnull', False), ('told_by__isnull', False)), models.Q(models.Q(('channel', 'phone'), _negated=True), ('told_by', None)), _connector='OR'), name='delivery_by_phone_by_somebody', violation_error_message='Somebody tells it by phone; nothing else has a name.'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_because', '')), models.Q(('withdrawn_at__isnull', False), ('withdrawn_because__in', ['changed', 'consent', 'begun'])), _connector='OR'), name='delivery_withdrawn_for_a_reason', violation_error_message='Say why it was withdrawn.'), models.CheckConstraint(condition=models.Q(('sent_at', None), ('withdrawn_at', None), _connector='OR'), name='delivery_sent_or_withdrawn', violation_error_message='What was sent cannot be withdrawn.')],
                'triggers': [pgtrigger.compiler.Trigger(name='delivery_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='64291a4832090488be0744d4220d0ba824cd963c', operation='DELETE', pgid='pgtrigger_delivery_is_never_deleted_1492a', table='notices_delivery', when='BEFORE')), pgtrigger.compiler.Trigger(name='delivery_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN ((OLD.notice_id, OLD.channel) IS DISTINCT FROM (NEW.notice_id, NEW.channel))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='2a3e21193d4dc3c384be82f83fb928842feedf21', operation='UPDATE', pgid='pgtrigger_delivery_never_changes_905fb', table='notices_delivery', when='BEFORE')), pgtrigger.compiler.Trigger(name='delivery_is_over_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN ((OLD.sent_at IS NOT NULL OR OLD.withdrawn_at IS NOT NULL) AND (OLD.sent_at, OLD.told_by_id, OLD.withdrawn_at, OLD.withdrawn_because) IS DISTINCT FROM (NEW.sent_at, NEW.told_by_id, NEW.withdrawn_at, NEW.withdrawn_because))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='61237e8f11a37a468b00093d0824ba103da4267e', operation='UPDATE', pgid='pgtrigger_delivery_is_over_once_93fd8', table='notices_delivery', when='BEFORE')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "notices_deliveryevent" ("channel", "id", "notice_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "queued_id", "sent_at", "told_by_id", "tried_at", "withdrawn_at", "withdrawn_because") VALUES (NEW."channel", NEW."id", NEW."notice_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."queued_id", NEW."sent_at", NEW."told_by_id", NEW."tried_at", NEW."withdrawn_at", NEW."withdrawn_because"); RETURN NULL;', hash='1e1ff81e54b43a849e5a0be7c074e99c09b5a6cf', operation='INSERT', pgid='pgtrigger_insert_insert_59af8', table='notices_delivery', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "notices_deliveryevent" ("channel", "id", "notice_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "queued_id", "sent_at", "told_by_id", "tried_at", "withdrawn_at", "withdrawn_because") VALUES (NEW."channel", NEW."id", NEW."notice_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."queued_id", NEW."sent_at", NEW."told_by_id", NEW."tried_at", NEW."withdrawn_at", NEW."withdrawn_because"); RETURN NULL;', hash='e6f08b44f8770d66fc6a716ac250d4a3a4358ffa', operation='UPDATE', pgid='pgtrigger_update_update_15625', table='notices_delivery', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "notices_deliveryevent" ("channel", "id", "notice_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "queued_id", "sent_at", "told_by_id", "tried_at", "withdrawn_at", "withdrawn_because") VALUES (OLD."channel", OLD."id", OLD."notice_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."queued_id", OLD."sent_at", OLD."told_by_id", OLD."tried_at", OLD."withdrawn_at", OLD."withdrawn_because"); RETURN NULL;', hash='a3584e1681f845352e28456bbc77d223d4f01b45', operation='DELETE', pgid='pgtrigger_delete_delete_88526', table='notices_delivery', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='DeliveryEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('channel', models.CharField(choices=[('email', 'E-mail'), ('text', 'Text message'), ('phone', 'By phone')], max_length=5, verbose_name='how')),
                ('tried_at', models.DateTimeField(blank=True, null=True, verbose_name='tried')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='told')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn')),
                ('withdrawn_because', models.CharField(blank=True, choices=[('changed', 'the appointment had changed'), ('consent', 'the patient does not agree to it any more'), ('begun', 'the visit had begun')], max_length=10, verbose_name='withdrawn because')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='notices.delivery')),
                ('queued', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='post_office.email', verbose_name='in the queue')),
                ('told_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='told by')),
                ('notice', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='notices.notice', verbose_name='notice')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='32cacb3def2e396d3c98fef12c8c0a494764adc3', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_85e01', table='notices_deliveryevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='NoticeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('reference', models.CharField(default=patients.links.references.new_reference, editable=False, max_length=32)),
                ('kind', models.CharField(choices=[('booked', 'Booked'), ('moved', 'Moved'), ('cancelled', 'Canceled'), ('reminder', 'Reminder')], max_length=10, verbose_name='what')),
                ('lead_amount', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='how long before')),
                ('lead_unit', models.CharField(blank=True, choices=[('days', 'days'), ('hours', 'hours')], max_length=5, verbose_name='of what')),
                ('starts', models.DateTimeField(verbose_name='the visit begins')),
                ('version', models.PositiveIntegerField(verbose_name='version of the appointment')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='made')),
                ('appointment', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='scheduling.appointment', verbose_name='appointment')),
                ('location', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='locations.location', verbose_name='location')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='notices.notice')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='979ca3a272aaa31bef5ec9b48e68ef6b64492f19', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_0c05e', table='notices_noticeevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='ReminderTime',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(90)], verbose_name='how many')),
                ('unit', models.CharField(choices=[('days', 'days'), ('hours', 'hours')], help_text='Days keep the time on the clock; hours are counted one by one.', max_length=5, verbose_name='of what')),
                ('location', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminder_times', to='locations.location', verbose_name='location')),
            ],
            options={
                'verbose_name': 'reminder',
                'verbose_name_plural': 'reminders',
                'ordering': ['location__name', 'unit', '-amount'],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gte', 1), ('amount__lte', 90)), name='remindertime_amount_in_reach', violation_error_message='Remind 1 to 90 days or hours ahead.'), models.CheckConstraint(condition=models.Q(('unit__in', ['days', 'hours'])), name='remindertime_known_unit', violation_error_message='Choose days or hours.'), models.UniqueConstraint(fields=('location', 'amount', 'unit'), name='remindertime_once', violation_error_message='This reminder is here already.')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "notices_remindertimeevent" ("amount", "id", "location_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit") VALUES (NEW."amount", NEW."id", NEW."location_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."unit"); RETURN NULL;', hash='3fc713bc378c85b43b616fc5bc1b03133c60b248', operation='INSERT', pgid='pgtrigger_insert_insert_d7799', table='notices_remindertime', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "notices_remindertimeevent" ("amount", "id", "location_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit") VALUES (NEW."amount", NEW."id", NEW."location_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."unit"); RETURN NULL;', hash='d4a455f1eec85836f4ad8a955f8ebf22d8d343a0', operation='UPDATE', pgid='pgtrigger_update_update_b13d2', table='notices_remindertime', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "notices_remindertimeevent" ("amount", "id", "location_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit") VALUES (OLD."amount", OLD."id", OLD."location_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."unit"); RETURN NULL;', hash='a9b877d1fb7275b66054e95d12456f85998ac1ca', operation='DELETE', pgid='pgtrigger_delete_delete_6f59b', table='notices_remindertime', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='ReminderTimeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('amount', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(90)], verbose_name='how many')),
                ('unit', models.CharField(choices=[('days', 'days'), ('hours', 'hours')], help_text='Days keep the time on the clock; hours are counted one by one.', max_length=5, verbose_name='of what')),
                ('location', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='locations.location', verbose_name='location')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='notices.remindertime')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b7a953b6d46f4e37fc4987af43ed7f9fddb97228', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9483f', table='notices_remindertimeevent', when='BEFORE'))],
            },
        ),
    ]
