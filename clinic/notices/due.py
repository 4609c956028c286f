"""What a patient is to be told of an appointment now: the whole rule, of what stands and what was told."""

from dataclasses import dataclass
from datetime import timedelta

from clinic.scheduling.models import Appointment

from .clocks import reminder_moment
from .models import Notice, ReminderTime

Status, Kind = Appointment.Status, Notice.Kind
GRACE = timedelta(minutes=3)  # after a change: time to take it back, or to change it again
JUST_TOLD = timedelta(hours=4)  # whoever has just been told needs no reminder


@dataclass(frozen=True)
class Due:
    kind: str
    reminder: ReminderTime | None = None


def due(appointment, told, reminder_times, now):
    """What is due, as Due, or None. `told` are the notices of the appointment, in the order they were made.

    Whoever is about to be told less than `GRACE` after a change waits for its end. Whoever perhaps never got what holds
    again is told once more.
    """
    if appointment.visit.lower <= now or not is_settled(appointment, now):
        return None
    told = [notice for notice in told if notice.counts]
    known = next((notice for notice in reversed(told) if notice.kind != Kind.REMINDER), None)
    expects_a_visit = known is not None and known.tells_of_a_visit
    is_unsure = known is not None and known.is_unsure
    if appointment.status == Status.CANCELLED:
        return Due(Kind.CANCELLED) if expects_a_visit or is_unsure else None
    if appointment.status != Status.BOOKED:
        return None
    if not expects_a_visit:
        return Due(Kind.BOOKED)
    if not known.says_where_it_stands(appointment):
        return Due(Kind.MOVED)
    if is_unsure:
        return Due(Kind.BOOKED)
    return _reminder_due(appointment, told, reminder_times, now)


def is_settled(appointment, now):
    """Whether nobody has changed it in the last minutes."""
    return appointment.changed_at <= now - GRACE


def _reminder_due(appointment, told, reminder_times, now):
    """The latest reminder whose moment has come, unless something told since makes it needless."""
    latest, location, zone = told[-1], appointment.location, appointment.patient.zone
    moments = {
        time: reminder_moment(appointment.visit.lower, time.amount, time.unit, location=location, zone=zone)
        for time in reminder_times
    }
    come = [time for time, moment in moments.items() if moment <= now]
    if not come or latest.is_waiting:
        return None
    last = max(come, key=moments.get)
    was_told = any(notice.reminds_as(last, appointment) for notice in told)
    if was_told or moments[last] <= latest.told_at + JUST_TOLD:
        return None
    return Due(Kind.REMINDER, last)
