"""Reminders to begin with."""

from clinic.locations.models import Location

from .models import ReminderTime, Unit

REMINDERS = ((7, Unit.DAYS), (2, Unit.DAYS), (24, Unit.HOURS))


def load_reminder_times():
    """Put reminders in for each location that has none; where there is one, the clinic has chosen."""
    for location in Location.objects.filter(reminder_times=None):
        ReminderTime.objects.bulk_create(
            ReminderTime(location=location, amount=amount, unit=unit) for amount, unit in REMINDERS
        )
