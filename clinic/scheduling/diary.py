"""What the calendar shows: a day by room or by clinician, and a week, as stretches of time in order.

Moments stay in UTC until a page shows them: on one wall clock an hour that comes twice is reckoned as one.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from clinic.locations.models import Location

from . import timetable
from .models import Absence, Appointment, Clinician, ClinicianHours, Room
from .models.types import SESSION_MINUTES

WORTH_BOOKING = timedelta(minutes=SESSION_MINUTES[0])
SATURDAY = 6
HEIGHT_STEP = 5  # minutes; a stretch is drawn in steps of this, up to half a day
HIGHEST = 144


@dataclass
class Stretch:
    """A piece of a lane: `kind` is free, closed, away, elsewhere, prepare, session, observe or turnover.

    Elsewhere is at another location, or with a patient whom the reader may not see.
    """

    kind: str
    starts_at: datetime
    ends_at: datetime
    words: str = ""
    appointment: Appointment | None = None
    is_bookable: bool = False
    is_now: bool = False

    @property
    def height(self):
        """How high it is drawn, in steps."""
        minutes = (self.ends_at - self.starts_at).total_seconds() / 60
        return max(1, min(HIGHEST, round(minutes / HEIGHT_STEP)))

    @property
    def is_hatched(self):
        """Whether it surrounds a session."""
        return self.kind in ("prepare", "observe", "turnover")

    @property
    def is_short(self):
        """Too low for a line of text."""
        return self.height < 3


@dataclass
class Lane:
    """One room's or one clinician's day, from opening to closing."""

    title: str
    room: Room | None = None
    clinician: Clinician | None = None
    stretches: list[Stretch] = field(default_factory=list)


@dataclass
class Day:
    """One day of a location: when it is open, and its appointments in order of time."""

    date: date
    hours: list[DateTimeTZRange]
    closed_because: str
    appointments: list[Appointment] = field(default_factory=list)

    @property
    def is_closed(self):
        return not self.hours

    @property
    def is_quiet_weekend(self):
        """Whether it is a day of the weekend that is like any other: closed, and nobody comes."""
        is_weekend = self.date.isoweekday() >= SATURDAY
        return is_weekend and self.is_closed and not self.closed_because and not self.appointments


def locations_with_a_diary(now):
    """Locations that see patients, and after them closed ones where somebody is still booked."""
    to_come = Appointment.objects.upcoming(now).filter(room__location=OuterRef("pk"))
    return Location.objects.filter(Q(is_active=True) | Exists(to_come)).order_by("-is_active", "name")


class Diary:
    """The diary of one location from `first_day` on, for `days` days, as one person may see it.

    Reads everything in a fixed number of queries, however many appointments there are.
    """

    def __init__(self, *, user, location: Location, first_day, days, now):
        self.location, self.now = location, now
        shown = {
            "location": location,
            "first_day": first_day,
            "last_day": first_day + timedelta(days=days - 1),
        }
        self.span = timetable.days(**shown)
        self.days = [Day(*day) for day in timetable.hours(**shown)]
        diary = Appointment.objects.diary_of(user).active().within(self.span).for_diary()
        at_work = ClinicianHours.objects.filter(location=location).values("clinician")
        self.everything = list(diary.filter(Q(room__location=location) | Q(clinician__in=at_work)))
        on_hold = diary.on_hold(location.today()).values_list("pk", flat=True)
        self.on_hold = set(on_hold)
        self.appointments = [row for row in self.everything if row.room.location_id == location.pk]
        for appointment in self.everything:
            appointment.is_on_hold = appointment.pk in self.on_hold
        for day in self.days:
            day.appointments = [row for row in self.appointments if row.starts_at.date() == day.date]

    def by_room(self):
        """One lane for each room in use, and for each other room with an appointment."""
        used = {row.room_id for row in self.appointments}
        rooms = Room.objects.filter(location=self.location).filter(Q(is_active=True) | Q(pk__in=used))
        day = self.days[0]
        lanes = []
        for room in rooms.order_by("name"):
            taken = [
                stretch
                for row in self.appointments
                if row.room_id == room.pk
                for stretch in _parts(row, row.room_block)
            ]
            lanes.append(Lane(title=str(room), room=room, stretches=self._filled(taken, day.hours)))
        return self._level(lanes)

    def by_clinician(self):
        """One lane for each clinician who works here that day, or has an appointment here."""
        day = self.days[0]
        hours = timetable.at_work(location=self.location, day=day.date)
        away = self._absences(day)
        booked_here = {row.clinician_id for row in self.appointments}
        works_here = Q(pk__in=Clinician.objects.bookable().filter(pk__in=hours))
        clinicians = Clinician.objects.filter(works_here | Q(pk__in=booked_here)).select_related("user")
        lanes = []
        for clinician in clinicians.order_by("user__name"):
            taken = [
                stretch
                for row in self.everything
                if row.clinician_id == clinician.pk
                for stretch in self._of_clinician(row)
            ]
            taken += away.get(clinician.pk, [])
            stretches = self._filled(_without_overlaps(taken), hours.get(clinician.pk, []))
            lanes.append(Lane(title=str(clinician), clinician=clinician, stretches=stretches))
        return self._level(lanes)

    def by_day(self):
        """The days of a week, without a weekend that nobody needs to see."""
        return [day for day in self.days if not day.is_quiet_weekend]

    def types(self):
        """The types of appointment that the reader finds in it, once each."""
        return {row.type_id: row.type for row in self.everything if row.is_visible}.values()

    # -- how ---------------------------------------------------------------------------------------

    def _absences(self, day):
        """Absences by clinician, as much of each as the calendar shows."""
        first, last = self.span.lower, self.span.upper
        if day.hours:
            first, last = day.hours[0].lower, day.hours[-1].upper
        away = {}
        for absence in Absence.objects.filter(away__overlap=self.span):
            starts_at, ends_at = max(absence.away.lower, first), min(absence.away.upper, last)
            if starts_at < ends_at:
                stretch = Stretch("away", starts_at, ends_at, _("Away"))
                away.setdefault(absence.clinician_id, []).append(stretch)
        return away

    def _of_clinician(self, row):
        if row.room.location_id == self.location.pk:
            return _parts(row, row.clinician_block)
        words = _("At %(location)s") % {"location": row.room.location}
        return [Stretch("elsewhere", row.clinician_block.lower, row.clinician_block.upper, words)]

    def _filled(self, taken, hours):
        """What is taken, in order of time, with what is free between."""
        taken = sorted(taken, key=lambda stretch: stretch.starts_at)
        stretches = []
        for span in hours:
            cursor = span.lower
            for stretch in taken:
                if stretch.ends_at <= span.lower or stretch.starts_at >= span.upper:
                    continue
                if stretch.starts_at > cursor:
                    stretches.append(self._free(cursor, stretch.starts_at))
                cursor = max(cursor, stretch.ends_at)
            if cursor < span.upper:
                stretches.append(self._free(cursor, span.upper))
        return sorted([*taken, *stretches], key=lambda stretch: stretch.starts_at)

    def _free(self, starts_at, ends_at):
        is_bookable = self.location.is_active and ends_at - max(starts_at, self.now) >= WORTH_BOOKING
        return Stretch("free", starts_at, ends_at, _("Free"), is_bookable=is_bookable)

    def _level(self, lanes):
        """Let every lane begin and end at the same time, so that the same hour stands at the same height."""
        bounds = [stretch.starts_at for lane in lanes for stretch in lane.stretches]
        bounds += [stretch.ends_at for lane in lanes for stretch in lane.stretches]
        bounds += [moment for span in self.days[0].hours for moment in (span.lower, span.upper)]
        if not bounds:
            return lanes
        first, last = min(bounds), max(bounds)
        for lane in lanes:
            closed = _("Not at work") if lane.clinician else _("Closed")
            level, cursor = [], first
            for stretch in lane.stretches:
                if stretch.starts_at > cursor:
                    level.append(Stretch("closed", cursor, stretch.starts_at, closed))
                level.append(stretch)
                cursor = max(cursor, stretch.ends_at)
            if cursor < last:
                level.append(Stretch("closed", cursor, last, closed))
            for stretch in level:
                stretch.is_now = stretch.starts_at <= self.now < stretch.ends_at
            lane.stretches = level
        return lanes


def _parts(row, block):
    """An appointment as far as `block` reaches: what comes before the session, the session, and after."""
    if not row.is_visible:
        return [Stretch("elsewhere", block.lower, block.upper, _("Another clinician’s patient"))]
    moments = (
        ("prepare", row.visit.lower, row.session.lower, _("Prepare")),
        ("session", row.session.lower, row.session.upper, ""),
        ("observe", row.session.upper, row.visit.upper, _("Observe")),
        ("turnover", row.visit.upper, row.room_block.upper, _("Turnover")),
    )
    return [
        Stretch(kind, lower, upper, words, row)
        for kind, lower, upper, words in moments
        if lower < upper and block.lower <= lower and upper <= block.upper
    ]


def _without_overlaps(stretches):
    """An absence makes room for an appointment booked into it: one lane shows one thing at a time."""
    booked = sorted(
        (each for each in stretches if each.kind != "away"), key=lambda stretch: stretch.starts_at
    )
    kept = list(booked)
    for absence in (each for each in stretches if each.kind == "away"):
        cursor = absence.starts_at
        for each in booked:
            if each.ends_at <= cursor or each.starts_at >= absence.ends_at:
                continue
            if each.starts_at > cursor:
                kept.append(Stretch("away", cursor, each.starts_at, absence.words))
            cursor = each.ends_at
        if cursor < absence.ends_at:
            kept.append(Stretch("away", cursor, absence.ends_at, absence.words))
    return kept
