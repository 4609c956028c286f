"""Moments by the clocks of people: when a reminder is due, and until when nothing is sent at night."""

from datetime import UTC, datetime, timedelta

from .models import Unit

BEFORE_THE_QUIET = timedelta(minutes=15)
AT_ONCE = timedelta(hours=12)


def moment_of(day, hour, zone):
    """The moment a wall clock shows `hour` on `day`: the second where it comes twice, and where the clocks skip it
    as long after midnight, as `scheduling.timetable` has it.
    """
    wall = datetime.combine(day, hour, tzinfo=zone)
    return max(wall.replace(fold=fold).astimezone(UTC) for fold in (0, 1))


def reminder_moment(visit_begins, amount, unit, *, location, zone):
    """When a reminder of a visit is due: days keep the wall clock of the location, hours are counted.

    Where the quiet hours on the patient's clock (`zone`) would hold it back until the visit begins, it goes just
    before these begin.
    """
    visit_begins = visit_begins.astimezone(
        UTC
    )  # on one wall clock Python would not count the hour that is missing
    if unit == Unit.HOURS:
        due = visit_begins - timedelta(hours=amount)
    else:
        here = visit_begins.astimezone(location.zone)
        due = moment_of(here.date() - timedelta(days=amount), here.time(), location.zone)
    quiet = quiet_hours_at(due, location, zone)
    if quiet and quiet[1] >= visit_begins:
        due = quiet[0] - BEFORE_THE_QUIET
    return due


def quiet_hours_at(moment, location, zone):
    """The quiet hours of a location that this moment lies in, by the clock of `zone`: from and until; or None."""
    if location.quiet_from == location.quiet_until:
        return None
    today = moment.astimezone(zone).date()
    for began in (today - timedelta(days=1), today):
        wraps = location.quiet_until < location.quiet_from
        first = moment_of(began, location.quiet_from, zone)
        last = moment_of(began + timedelta(days=wraps), location.quiet_until, zone)
        if first <= moment < last:
            return first, last
    return None


def goes_at(now, *, is_text, is_reminder, visit_begins, location, zone):
    """When a message that is due now goes out: now, or once the quiet hours are over; None: not at all.

    An e-mail about a change goes at once where the visit begins within twelve hours, or before the quiet hours end.
    """
    quiet = quiet_hours_at(now, location, zone)
    if quiet is None:
        return now
    in_time = quiet[1] < visit_begins
    if not is_text and not is_reminder and (not in_time or visit_begins - now <= AT_ONCE):
        return now
    return quiet[1] if in_time else None
