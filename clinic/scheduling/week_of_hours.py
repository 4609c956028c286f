"""The week that results from all that is said about hours, and what is still to come; for one location."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinic.locations.models import Closure, OpeningHours, Weekday

from . import timetable
from .models import Absence, Clinician, ClinicianHours, ExtraHours, RoomClosure

DAYS_OF_A_WEEK = 7


@dataclass
class Day:
    """One day: when the location is open and why it is not as usual, who is here when, which rooms are closed."""

    date: date
    hours: list[str]
    because: str = ""
    clinicians: list[tuple[Clinician, list[str]]] = field(default_factory=list)
    away: list[str] = field(default_factory=list)
    rooms: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Planned:
    """Something said of days to come: in words, from when on, and the row by which it is taken back, if one can."""

    first_day: date
    when: str
    what: str
    row: object = None

    @property
    def key(self):
        """How it stands in the form that takes it back."""
        return f"{self.row._meta.model_name}-{self.row.pk}"


def week_of_hours(*, location, monday, clinicians):
    """Seven days from `monday`, with the hours of these clinicians; in a fixed number of queries."""
    sunday = monday + timedelta(days=DAYS_OF_A_WEEK - 1)
    shown = {"location": location, "first_day": monday, "last_day": sunday}
    span, here = timetable.days(**shown), timetable.here(**shown)
    special = dict(location.special_hours.between(monday, sunday).values_list("day", "reason"))
    absences = Absence.objects.filter(away__overlap=span, clinician__in=clinicians)
    absences = list(absences.select_related("clinician__user"))
    closures = RoomClosure.objects.filter(room__location=location, closed__overlap=span)
    closures = list(closures.select_related("room"))
    days = []
    for day, hours, closed_because in timetable.hours(**shown):
        whole = timetable.days(location=location, first_day=day, last_day=day)
        days.append(
            Day(
                date=day,
                hours=[timetable.on_the_wall_clock(span, location) for span in hours],
                because=closed_because or special.get(day, ""),
                clinicians=[
                    (each, [timetable.on_the_wall_clock(span, location) for span in here[each.pk, day]])
                    for each in clinicians
                    if (each.pk, day) in here
                ],
                away=_of_the_day(absences, whole, location, "clinician", "away"),
                rooms=_of_the_day(closures, whole, location, "room", "closed"),
            )
        )
    return days


def planned_for(*, location, today, clinicians):
    """All that is said of single days from `today` on, and of weekly hours that begin later, in order."""
    now = timetable.days(location=location, first_day=today, last_day=today).lower
    to_come = DateTimeTZRange(now, None)
    planned = [
        Planned(each.first_day, _days(each.first_day, each.last_day), _closed(each), each)
        for each in Closure.objects.of_location(location).from_day(today)
    ]
    special = defaultdict(list)
    for each in location.special_hours.from_day(today):
        special[each.day].append(each)
    for day, rows in special.items():
        spans = ", ".join(_clock(each.opens, each.closes) for each in rows)
        what = _("Open %(spans)s: %(reason)s") % {"spans": spans, "reason": rows[0].reason}
        planned.append(Planned(day, _days(day, day), what, rows[0]))
    of_clinicians = {"clinician__in": clinicians}
    extra = ExtraHours.objects.from_day(today).filter(location=location, **of_clinicians)
    of_the_day = defaultdict(list)
    for each in extra.select_related("clinician__user"):
        of_the_day[each.day, each.clinician].append(each)
    for (day, clinician), rows in of_the_day.items():
        spans = ", ".join(_clock(each.starts, each.ends) for each in rows)
        what = _("%(clinician)s works %(spans)s too") % {"clinician": clinician, "spans": spans}
        planned.append(Planned(day, _days(day, day), _and(what, rows[0].reason), rows[0]))
    absences = Absence.objects.filter(away__overlap=to_come, **of_clinicians)
    for each in absences.select_related("clinician__user"):
        what = _("%(clinician)s is away") % {"clinician": each.clinician}
        planned.append(_span(each.away, _and(what, each.reason), each, location))
    closures = RoomClosure.objects.filter(closed__overlap=to_come, room__location=location)
    for each in closures.select_related("room"):
        what = _("%(room)s is closed") % {"room": each.room}
        planned.append(_span(each.closed, _and(what, each.reason), each, location))
    planned += _weekly_to_come(location, today, clinicians)
    return sorted(planned, key=lambda each: each.first_day)


def weekly(rows):
    """Weekly hours as the form shows them: for each weekday its spans, pairs of wall times."""
    week = {weekday: [] for weekday in Weekday}
    for row in rows:
        week[row.weekday].append(
            (row.opens, row.closes) if isinstance(row, OpeningHours) else (row.starts, row.ends)
        )
    return {weekday: sorted(spans) for weekday, spans in week.items()}


def _weekly_to_come(location, today, clinicians):
    """Weekly hours that begin later than today, one line for each first day and for whom."""
    later = {"location": location, "valid_from__gt": today}
    theirs = ClinicianHours.objects.filter(**later, clinician__in=clinicians).select_related(
        "clinician__user"
    )
    found = defaultdict(list)
    for row in [*OpeningHours.objects.filter(**later), *theirs]:
        found[row.valid_from, getattr(row, "clinician", location)].append(row)
    for (first_day, whose), rows in found.items():
        spans = "; ".join(
            f"{weekday.label} {', '.join(_clock(*span) for span in spans)}"
            for weekday, spans in weekly(rows).items()
            if spans
        )
        what = _("Weekly hours of %(whose)s: %(spans)s") % {"whose": whose, "spans": spans}
        yield Planned(first_day, _("from %(day)s") % {"day": _day(first_day)}, what)


def _of_the_day(rows, day, location, whose, field):
    """Who is away or what is closed on a day, from when to when, and why."""
    said = []
    for row in rows:
        span = getattr(row, field)
        start, end = max(span.lower, day.lower), min(span.upper, day.upper)
        if start >= end:
            continue
        is_all_day = (start, end) == (day.lower, day.upper)
        when = (
            _("all day") if is_all_day else timetable.on_the_wall_clock(DateTimeTZRange(start, end), location)
        )
        said.append(f"{getattr(row, whose)}, {_and(when, row.reason)}")
    return said


def _span(span, what, row, location):
    """A range of moments as what is planned: whole days, or from one time to another."""
    start, end = (bound.astimezone(location.zone) for bound in (span.lower, span.upper))
    last = (span.upper - timedelta(microseconds=1)).astimezone(location.zone).date()
    whole = timetable.days(location=location, first_day=start.date(), last_day=last)
    if (whole.lower, whole.upper) == (span.lower, span.upper):
        return Planned(start.date(), _days(start.date(), last), what, row)
    if start.date() == last:
        when = f"{_day(last)}, {timetable.on_the_wall_clock(span, location)}"
    else:
        when = f"{_day(start.date())} {start:%H:%M} – {_day(end.date())} {end:%H:%M}"
    return Planned(start.date(), when, what, row)


def _closed(closure):
    closed = _("Closed: %(reason)s") if closure.location_id else _("Closed everywhere: %(reason)s")
    return closed % {"reason": closure.reason}


def _and(what, reason):
    return f"{what}: {reason}" if reason else what


def _clock(start, end):
    return f"{start:%H:%M}–{end:%H:%M}"


def _day(day):
    return date_format(day, "D, M j, Y")


def _days(first, last):
    return _day(first) if first == last else f"{_day(first)} – {_day(last)}"
