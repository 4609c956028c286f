from datetime import timedelta

from django.db import migrations, models
from django.utils import timezone

JUST_TOLD = timedelta(hours=4)  # of `due.py`: else no reminder went out in the first four hours


def note_who_knows(apps, schema_editor):
    """Whoever has an appointment to come, as the portal begins to tell of them, has been told of it by the clinic."""
    Appointment = apps.get_model('scheduling', 'Appointment')
    events = apps.get_model('scheduling', 'AppointmentEvent').objects
    now = timezone.now()
    to_come = Appointment.objects.filter(status='booked', visit__startswith__gt=now, told_so_far=None)
    for appointment in to_come.select_related('room'):
        notice = apps.get_model('notices', 'Notice').objects.create(
            appointment=appointment,
            kind='booked',
            starts=appointment.visit.lower,
            location_id=appointment.room.location_id,
            version=events.filter(pgh_obj_id=appointment.pk).count(),
            made_at=now - JUST_TOLD,
        )
        apps.get_model('notices', 'Delivery').objects.create(
            notice=notice, channel='phone', withdrawn_at=now, withdrawn_because='before'
        )


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0002_a_withdrawn_reminder_may_come_again'),
    ]

    operations = [
        migrations.AlterField(
            model_name='delivery',
            name='withdrawn_because',
            field=models.CharField(blank=True, choices=[('changed', 'the appointment had changed'), ('consent', 'nobody may write to them so any more'), ('begun', 'the visit had begun'), ('before', 'it was booked before the portal told of appointments')], max_length=10, verbose_name='withdrawn because'),
        ),
        migrations.AlterField(
            model_name='deliveryevent',
            name='withdrawn_because',
            field=models.CharField(blank=True, choices=[('changed', 'the appointment had changed'), ('consent', 'nobody may write to them so any more'), ('begun', 'the visit had begun'), ('before', 'it was booked before the portal told of appointments')], max_length=10, verbose_name='withdrawn because'),
        ),
        migrations.RemoveConstraint(model_name='delivery', name='delivery_withdrawn_for_a_reason'),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(('withdrawn_at', None), ('withdrawn_because', '')),
                    models.Q(('withdrawn_at__isnull', False), ('withdrawn_because__in', ['changed', 'consent', 'begun', 'before'])),
                    _connector='OR',
                ),
                name='delivery_withdrawn_for_a_reason',
                violation_error_message='Say why it was withdrawn.',
            ),
        ),
        migrations.RunPython(note_who_knows, migrations.RunPython.noop),
    ]
