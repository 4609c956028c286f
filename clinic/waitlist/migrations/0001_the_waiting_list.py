import django.contrib.postgres.fields
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
        ('people', '0003_the_zone_they_live_in'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('scheduling', '0008_offers_and_freed_time'),
    ]

    operations = [
        migrations.CreateModel(
            name='Wish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=patients.links.references.new_reference, editable=False, max_length=32, unique=True)),
                ('form_key', models.UUIDField(editable=False, unique=True)),
                ('weekdays', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), blank=True, default=list, size=None, verbose_name='on')),
                ('not_before', models.TimeField(blank=True, null=True, verbose_name='not before')),
                ('not_after', models.TimeField(blank=True, null=True, verbose_name='not after')),
                ('earliest', models.DateField(blank=True, null=True, verbose_name='from')),
                ('latest', models.DateField(blank=True, null=True, verbose_name='until')),
                ('notice_hours', models.PositiveSmallIntegerField(default=24, validators=[django.core.validators.MaxValueValidator(336)], verbose_name='hours’ notice they need')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='waits since')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended')),
                ('ended_how', models.CharField(blank=True, choices=[('filled', 'Has a time'), ('withdrawn', 'The patient does not want it any more'), ('not_needed', 'No longer needed')], max_length=10, verbose_name='how it ended')),
                ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='last changed by')),
                ('course', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scheduling.course', verbose_name='course')),
                ('ended_by', models.ForeignKey(blank=True, help_text='Empty where the patient took a time on their own page.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ended by')),
                ('instead_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scheduling.appointment', verbose_name='an earlier time for')),
                ('location', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='locations.location', verbose_name='location')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='put on the list by')),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.patient', verbose_name='patient')),
                ('type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scheduling.appointmenttype', verbose_name='type')),
            ],
            options={
                'verbose_name': 'wish',
                'verbose_name_plural': 'wishes',
                'ordering': ['made_at', 'id'],
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['location', 'made_at'], name='wish_open')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('patient', 'type', 'course'), name='wish_open_once', nulls_distinct=False, violation_error_message='They are on the waiting list for this already. Change that wish.'), models.CheckConstraint(condition=models.Q(('weekdays__contained_by', [1, 2, 3, 4, 5, 6, 7])), name='wish_known_weekdays', violation_error_message='Choose days of the week.'), models.CheckConstraint(condition=models.Q(('not_before', None), ('not_after', None), ('not_before__lte', models.F('not_after')), _connector='OR'), name='wish_times_in_order', violation_error_message='“Not after” is earlier than “not before”.'), models.CheckConstraint(condition=models.Q(('earliest', None), ('latest', None), ('earliest__lte', models.F('latest')), _connector='OR'), name='wish_days_in_order', violation_error_message='The last day is earlier than the first.'), models.CheckConstraint(condition=models.Q(('notice_hours__lte', 336)), name='wish_notice_in_days', violation_error_message='At most two weeks’ notice: 336 hours.'), models.CheckConstraint(condition=models.Q(('ended_how__in', ['', 'filled', 'withdrawn', 'not_needed'])), name='wish_known_end', violation_error_message='Choose how it ended from the list.'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True), ('ended_how', '')), models.Q(('ended_at__isnull', False), models.Q(('ended_how', ''), _negated=True)), _connector='OR'), name='wish_ends_somehow', violation_error_message='Say how it ended.')],
                'triggers': [pgtrigger.compiler.Trigger(name='follows_its_patient', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                IF TG_OP = 'UPDATE' THEN\n                    IF NEW.patient_id = OLD.patient_id THEN\n                        RETURN NEW;\n                    END IF;\n                    IF NOT EXISTS (\n                        SELECT FROM people_patient\n                        WHERE id = OLD.patient_id AND merged_into_id = NEW.patient_id\n                    ) THEN\n                        RAISE EXCEPTION 'row_stays_with_its_patient'\n                            USING ERRCODE = 'check_violation', CONSTRAINT = 'row_stays_with_its_patient';\n                    END IF;\n                END IF;\n                IF EXISTS (\n                    SELECT FROM people_patient WHERE id = NEW.patient_id AND merged_into_id IS NOT NULL\n                ) THEN\n                    RAISE EXCEPTION 'patient_was_merged'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'patient_was_merged';\n                END IF;\n                RETURN NEW;\n            ", hash='49bc8acb6310c3f1a872ebaaeac710482d07b580', operation='INSERT OR UPDATE OF "patient_id"', pgid='pgtrigger_follows_its_patient_ed019', table='waitlist_wish', when='BEFORE')), pgtrigger.compiler.Trigger(name='wish_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='0c515138ae7e863f08d6e7144edad700c19b4a54', operation='DELETE', pgid='pgtrigger_wish_is_never_deleted_66943', table='waitlist_wish', when='BEFORE')), pgtrigger.compiler.Trigger(name='wish_is_for_one_thing', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN ((OLD.reference, OLD.form_key, OLD.type_id, OLD.course_id, OLD.instead_of_id, OLD.made_at, OLD.made_by_id) IS DISTINCT FROM (NEW.reference, NEW.form_key, NEW.type_id, NEW.course_id, NEW.instead_of_id, NEW.made_at, NEW.made_by_id))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='060ad3c73f62d9539546ac20199a52c3e04ce69f', operation='UPDATE', pgid='pgtrigger_wish_is_for_one_thing_26a71', table='waitlist_wish', when='BEFORE')), pgtrigger.compiler.Trigger(name='wish_ends_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.ended_at IS NOT NULL AND (OLD.ended_at) IS DISTINCT FROM (NEW.ended_at))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='5fd0869acfb9294c8691ffacea1da935782a901e', operation='UPDATE', pgid='pgtrigger_wish_ends_once_b2ff8', table='waitlist_wish', when='BEFORE')), pgtrigger.compiler.Trigger(name='wish_is_of_one_patient', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF (SELECT kind = 'treatment' FROM scheduling_appointmenttype WHERE id = NEW.type_id)\n                        <> (NEW.course_id IS NOT NULL)\n                    THEN\n                        RAISE EXCEPTION 'wish_for_a_treatment_has_a_course' USING ERRCODE = 'check_violation', CONSTRAINT = 'wish_for_a_treatment_has_a_course';\n                    END IF;\n                    IF EXISTS (\n                        SELECT FROM scheduling_course WHERE id = NEW.course_id AND patient_id <> NEW.patient_id\n                    ) OR EXISTS (\n                        SELECT FROM scheduling_appointment\n                        WHERE id = NEW.instead_of_id AND (\n                            patient_id <> NEW.patient_id OR type_id <> NEW.type_id\n                            OR course_id IS DISTINCT FROM NEW.course_id\n                        )\n                    ) THEN\n                        RAISE EXCEPTION 'wish_is_of_one_patient' USING ERRCODE = 'check_violation', CONSTRAINT = 'wish_is_of_one_patient';\n                    END IF;\n                    RETURN NEW;\n                ", hash='e837b403e435beee5f1abbcf5664f0ede4d67582', operation='INSERT', pgid='pgtrigger_wish_is_of_one_patient_11019', table='waitlist_wish', when='BEFORE')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "waitlist_wishevent" ("changed_by_id", "course_id", "earliest", "ended_at", "ended_by_id", "ended_how", "form_key", "id", "instead_of_id", "latest", "location_id", "made_at", "made_by_id", "not_after", "not_before", "note", "notice_hours", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "type_id", "weekdays") VALUES (NEW."changed_by_id", NEW."course_id", NEW."earliest", NEW."ended_at", NEW."ended_by_id", NEW."ended_how", NEW."form_key", NEW."id", NEW."instead_of_id", NEW."latest", NEW."location_id", NEW."made_at", NEW."made_by_id", NEW."not_after", NEW."not_before", NEW."note", NEW."notice_hours", NEW."patient_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reference", NEW."type_id", NEW."weekdays"); RETURN NULL;', hash='96bf7e04543aafa4faf95a933c0a62efbb5de74b', operation='INSERT', pgid='pgtrigger_insert_insert_c5ce6', table='waitlist_wish', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "waitlist_wishevent" ("changed_by_id", "course_id", "earliest", "ended_at", "ended_by_id", "ended_how", "form_key", "id", "instead_of_id", "latest", "location_id", "made_at", "made_by_id", "not_after", "not_before", "note", "notice_hours", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "type_id", "weekdays") VALUES (NEW."changed_by_id", NEW."course_id", NEW."earliest", NEW."ended_at", NEW."ended_by_id", NEW."ended_how", NEW."form_key", NEW."id", NEW."instead_of_id", NEW."latest", NEW."location_id", NEW."made_at", NEW."made_by_id", NEW."not_after", NEW."not_before", NEW."note", NEW."notice_hours", NEW."patient_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reference", NEW."type_id", NEW."weekdays"); RETURN NULL;', hash='cc1036a934d5a9c2fd33e801318ac51a71eb6c7a', operation='UPDATE', pgid='pgtrigger_update_update_c69e9', table='waitlist_wish', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "waitlist_wishevent" ("changed_by_id", "course_id", "earliest", "ended_at", "ended_by_id", "ended_how", "form_key", "id", "instead_of_id", "latest", "location_id", "made_at", "made_by_id", "not_after", "not_before", "note", "notice_hours", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "type_id", "weekdays") VALUES (OLD."changed_by_id", OLD."course_id", OLD."earliest", OLD."ended_at", OLD."ended_by_id", OLD."ended_how", OLD."form_key", OLD."id", OLD."instead_of_id", OLD."latest", OLD."location_id", OLD."made_at", OLD."made_by_id", OLD."not_after", OLD."not_before", OLD."note", OLD."notice_hours", OLD."patient_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reference", OLD."type_id", OLD."weekdays"); RETURN NULL;', hash='8ef1694f503ee7a0b65a11f0a24de64ac857fd55', operation='DELETE', pgid='pgtrigger_delete_delete_c648b', table='waitlist_wish', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=patients.links.references.new_reference, editable=False, max_length=32, unique=True)),
                ('by_mail', models.BooleanField(default=False, verbose_name='written to')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='offered')),
                ('expires_at', models.DateTimeField(verbose_name='answer by')),
                ('answer', models.CharField(blank=True, choices=[('accepted', 'Yes'), ('declined', 'No'), ('taken_back', 'Taken back')], max_length=10, verbose_name='answer')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered')),
                ('answered_by', models.ForeignKey(blank=True, help_text='Empty where the patient answered on their own page.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answer noted by')),
                ('appointment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scheduling.appointment', verbose_name='booked or moved')),
                ('kept', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scheduling.appointment', verbose_name='kept by')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='offered by')),
                ('wish', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='waitlist.wish', verbose_name='wish')),
            ],
            options={
                'verbose_name': 'offer',
                'verbose_name_plural': 'offers',
                'ordering': ['-made_at', '-id'],
                'indexes': [models.Index(condition=models.Q(('answer', '')), fields=['expires_at'], name='offer_unanswered')],
                'constraints': [models.CheckConstraint(condition=models.Q(('answer__in', ['', 'accepted', 'declined', 'taken_back'])), name='offer_known_answer', violation_error_message='Choose an answer from the list.'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True), ('answered_by__isnull', True)), models.Q(models.Q(('answer', ''), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='offer_answered_at_a_time', violation_error_message='An answer has a time.'), models.CheckConstraint(condition=models.Q(models.Q(('answer', 'accepted'), ('appointment__isnull', False)), models.Q(models.Q(('answer', 'accepted'), _negated=True), ('appointment__isnull', True)), _connector='OR'), name='offer_accepted_is_an_appointment', violation_error_message='An offer that was accepted is an appointment.'), models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('made_at'))), name='offer_ends_after_it_begins', violation_error_message='An offer ends after now and before the visit.')],
                'triggers': [pgtrigger.compiler.Trigger(name='offer_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='e2261272a7e1754aef9f54ccc3493e9bb6320429', operation='DELETE', pgid='pgtrigger_offer_is_never_deleted_ac5fc', table='waitlist_offer', when='BEFORE')), pgtrigger.compiler.Trigger(name='offer_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN ((OLD.reference, OLD.wish_id, OLD.by_mail, OLD.made_at, OLD.made_by_id, OLD.expires_at) IS DISTINCT FROM (NEW.reference, NEW.wish_id, NEW.by_mail, NEW.made_at, NEW.made_by_id, NEW.expires_at))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='7d1f8cacf99ee1d973e9cfbcd140bec98f98919f', operation='UPDATE', pgid='pgtrigger_offer_never_changes_8e9a7', table='waitlist_offer', when='BEFORE')), pgtrigger.compiler.Trigger(name='offer_is_answered_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.answer <> '' AND (OLD.kept_id, OLD.answer, OLD.answered_at, OLD.answered_by_id, OLD.appointment_id) IS DISTINCT FROM (NEW.kept_id, NEW.answer, NEW.answered_at, NEW.answered_by_id, NEW.appointment_id))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='8c270292aae0afd5b35a08cb4d22f79c01e749e8', operation='UPDATE', pgid='pgtrigger_offer_is_answered_once_decb9', table='waitlist_offer', when='BEFORE')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "waitlist_offerevent" ("answer", "answered_at", "answered_by_id", "appointment_id", "by_mail", "expires_at", "id", "kept_id", "made_at", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "wish_id") VALUES (NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."appointment_id", NEW."by_mail", NEW."expires_at", NEW."id", NEW."kept_id", NEW."made_at", NEW."made_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reference", NEW."wish_id"); RETURN NULL;', hash='26c4b5b4f50407f14e66dfb967d19aa248fef499', operation='INSERT', pgid='pgtrigger_insert_insert_e7bdc', table='waitlist_offer', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "waitlist_offerevent" ("answer", "answered_at", "answered_by_id", "appointment_id", "by_mail", "expires_at", "id", "kept_id", "made_at", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "wish_id") VALUES (NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."appointment_id", NEW."by_mail", NEW."expires_at", NEW."id", NEW."kept_id", NEW."made_at", NEW."made_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reference", NEW."wish_id"); RETURN NULL;', hash='5300916c0f85fc74ec3d82071c9863ccea7284a5', operation='UPDATE', pgid='pgtrigger_update_update_2bb98', table='waitlist_offer', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "waitlist_offerevent" ("answer", "answered_at", "answered_by_id", "appointment_id", "by_mail", "expires_at", "id", "kept_id", "made_at", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "wish_id") VALUES (OLD."answer", OLD."answered_at", OLD."answered_by_id", OLD."appointment_id", OLD."by_mail", OLD."expires_at", OLD."id", OLD."kept_id", OLD."made_at", OLD."made_by_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reference", OLD."wish_id"); RETURN NULL;', hash='6fbdbfe5aace9cb50fb199ec3b731025a73ccbbc', operation='DELETE', pgid='pgtrigger_delete_delete_0adc7', table='waitlist_offer', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='OfferEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('reference', models.CharField(default=patients.links.references.new_reference, editable=False, max_length=32)),
                ('by_mail', models.BooleanField(default=False, verbose_name='written to')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='offered')),
                ('expires_at', models.DateTimeField(verbose_name='answer by')),
                ('answer', models.CharField(blank=True, choices=[('accepted', 'Yes'), ('declined', 'No'), ('taken_back', 'Taken back')], max_length=10, verbose_name='answer')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered')),
                ('answered_by', models.ForeignKey(blank=True, db_constraint=False, help_text='Empty where the patient answered on their own page.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answer noted by')),
                ('appointment', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='scheduling.appointment', verbose_name='booked or moved')),
                ('kept', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='scheduling.appointment', verbose_name='kept by')),
                ('made_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='offered by')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='waitlist.offer')),
                ('wish', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='waitlist.wish', verbose_name='wish')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1a02e1e0d75913909bbbb412c3570fac6d48eb67', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_0e10a', table='waitlist_offerevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='WishEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('reference', models.CharField(default=patients.links.references.new_reference, editable=False, max_length=32)),
                ('form_key', models.UUIDField(editable=False)),
                ('weekdays', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), blank=True, default=list, size=None, verbose_name='on')),
                ('not_before', models.TimeField(blank=True, null=True, verbose_name='not before')),
                ('not_after', models.TimeField(blank=True, null=True, verbose_name='not after')),
                ('earliest', models.DateField(blank=True, null=True, verbose_name='from')),
                ('latest', models.DateField(blank=True, null=True, verbose_name='until')),
                ('notice_hours', models.PositiveSmallIntegerField(default=24, validators=[django.core.validators.MaxValueValidator(336)], verbose_name='hours’ notice they need')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='waits since')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended')),
                ('ended_how', models.CharField(blank=True, choices=[('filled', 'Has a time'), ('withdrawn', 'The patient does not want it any more'), ('not_needed', 'No longer needed')], max_length=10, verbose_name='how it ended')),
                ('changed_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='last changed by')),
                ('course', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='scheduling.course', verbose_name='course')),
                ('ended_by', models.ForeignKey(blank=True, db_constraint=False, help_text='Empty where the patient took a time on their own page.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ended by')),
                ('instead_of', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='scheduling.appointment', verbose_name='an earlier time for')),
                ('location', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='locations.location', verbose_name='location')),
                ('made_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='put on the list by')),
                ('patient', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.patient', verbose_name='patient')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='waitlist.wish')),
                ('type', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='scheduling.appointmenttype', verbose_name='type')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='170a9269d934ab7d81055cd6835ef3a4696672c2', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_63d1d', table='waitlist_wishevent', when='BEFORE'))],
            },
        ),
    ]
