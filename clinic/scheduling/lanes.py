"""A day of the diary drawn: a lane for each room or clinician, each a stack of stretches of time.

Every lane of a day begins and ends at the same moment and is drawn in steps of five minutes, so the same moment
stands at the same height in all of them, and an hour that comes twice is drawn twice.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from . import timetable
from .models import Absence, Appointment, Clinician, Room, RoomClosure
from .models.types import SESSION_MINUTES

WORTH_BOOKING = timedelta(minutes=SESSION_MINUTES[0])
MINUTE = timedelta(minutes=1)
STEP = timedelta(minutes=5)
AROUND = timedelta(minutes=30)  # drawn before the first and after the last hour, so that closing is seen
GIVES_WAY = ("away", "closed")


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
    height: int = 0  # in steps
    clock: str = ""
    until: str = ""
    before: int = 0  # minutes taken before a session, and after it
    after: int = 0

    @property
    def is_hatched(self):
        """Whether it surrounds a session."""
        return self.kind in ("prepare", "observe", "turnover")

    @property
    def is_short(self):
        """Too low for a line of text."""
        return self.height < 3

    @property
    def is_low(self):
        """Too low for more than three lines."""
        return self.height < 9


@dataclass
class Lane:
    """One room's or one clinician's day."""

    title: str
    room: Room | None = None
    clinician: Clinician | None = None
    stretches: list[Stretch] = field(default_factory=list)

    @property
    def whose(self):
        return self.room or self.clinician


@dataclass
class Board:
    """The lanes of a day from `first` to `last`, the hours beside them, and where now is, in steps from the top.

    `clocks` say from when on the clock is how many minutes ahead of UTC, and what that is called: one, or two on a
    day when the clocks change.
    """

    lanes: list[Lane]
    first: datetime | None = None
    last: datetime | None = None
    hours: list[tuple[int, str]] = field(default_factory=list)
    now: int | None = None
    clocks: list[tuple[datetime, int, str]] = field(default_factory=list)

    @property
    def is_hatched(self):
        return any(stretch.is_hatched for lane in self.lanes for stretch in lane.stretches)

    @property
    def is_wide(self):
        """Whether the lanes scroll in a box of their own."""
        return len(self.lanes) > 6

    @property
    def steps(self):
        return _steps(self.last - self.first)


def by_room(diary):
    """One lane for each room in use, and for each other room with an appointment."""
    used = {row.room_id for row in diary.appointments}
    rooms = Room.objects.filter(location=diary.location).filter(Q(is_active=True) | Q(pk__in=used))
    shut = {}
    for closure in RoomClosure.objects.filter(room__location=diary.location, closed__overlap=diary.span):
        shut.setdefault(closure.room_id, []).append(("closed", closure.closed, closure.reason))
    day, lanes = diary.days[0], []
    for room in rooms.order_by("name"):
        taken = [
            stretch
            for row in diary.appointments
            if row.room_id == room.pk
            for stretch in _parts(row, row.room_block)
        ]
        taken += _shown(shut.get(room.pk, []), diary)
        stretches = _filled(_one_at_a_time(taken), day.hours, diary)
        lanes.append(Lane(title=str(room), room=room, stretches=stretches))
    return _board(lanes, diary)


def by_clinician(diary):
    """One lane for each clinician who works here that day, or has an appointment here."""
    day = diary.days[0]
    hours = timetable.at_work(location=diary.location, day=day.date)
    booked_here = {row.clinician_id for row in diary.appointments}
    works_here = Q(pk__in=Clinician.objects.bookable().filter(pk__in=hours))
    clinicians = Clinician.objects.filter(works_here | Q(pk__in=booked_here)).select_related("user")
    if diary.wanted.clinician:
        clinicians = clinicians.filter(pk=diary.wanted.clinician.pk)
    clinicians = list(clinicians.order_by("user__name"))
    elsewhere, away = diary.elsewhere(clinicians), {}
    for absence in Absence.objects.filter(clinician__in=clinicians, away__overlap=diary.span):
        away.setdefault(absence.clinician_id, []).append(("away", absence.away, _("Away")))
    lanes = []
    for clinician in clinicians:
        taken = [
            stretch
            for row in diary.appointments
            if row.clinician_id == clinician.pk
            for stretch in _parts(row, row.clinician_block)
        ]
        taken += [_at_another(row) for row in elsewhere if row.clinician_id == clinician.pk]
        taken += _shown(away.get(clinician.pk, []), diary)
        stretches = _filled(_one_at_a_time(taken), hours.get(clinician.pk, []), diary)
        lanes.append(Lane(title=str(clinician), clinician=clinician, stretches=stretches))
    return _board(lanes, diary)


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
    parts = [
        Stretch(kind, lower, upper, words, row)
        for kind, lower, upper, words in moments
        if lower < upper and block.lower <= lower and upper <= block.upper
    ]
    for part in parts:
        part.before = (row.session.lower - block.lower) // MINUTE
        part.after = (block.upper - row.session.upper) // MINUTE
    return parts


def _at_another(row):
    words = _("At %(location)s") % {"location": row.room.location}
    return Stretch("elsewhere", row.clinician_block.lower, row.clinician_block.upper, words)


def _shown(spans, diary):
    """Absences and closures, as much of each as the day shows."""
    first, last = diary.span.lower, diary.span.upper
    if hours := diary.days[0].hours:
        first, last = hours[0].lower, hours[-1].upper
    cut = [(kind, max(span.lower, first), min(span.upper, last), words) for kind, span, words in spans]
    return [Stretch(*each) for each in cut if each[1] < each[2]]


def _one_at_a_time(stretches):
    """An absence or a closure makes room for an appointment booked into it: a lane shows one thing at a time."""
    kept = sorted((each for each in stretches if each.kind not in GIVES_WAY), key=_start)
    for giving_way in sorted((each for each in stretches if each.kind in GIVES_WAY), key=_start):
        cursor = giving_way.starts_at
        for each in sorted(kept, key=_start):
            if each.ends_at <= cursor or each.starts_at >= giving_way.ends_at:
                continue
            if each.starts_at > cursor:
                kept.append(Stretch(giving_way.kind, cursor, each.starts_at, giving_way.words))
            cursor = max(cursor, each.ends_at)
        if cursor < giving_way.ends_at:
            kept.append(Stretch(giving_way.kind, cursor, giving_way.ends_at, giving_way.words))
    return sorted(kept, key=_start)


def _filled(taken, hours, diary):
    """What is taken, in order of time, with what is free between."""
    stretches = []
    for span in hours:
        cursor = span.lower
        for stretch in taken:
            if stretch.ends_at <= span.lower or stretch.starts_at >= span.upper:
                continue
            if stretch.starts_at > cursor:
                stretches.append(_free(cursor, stretch.starts_at, diary))
            cursor = max(cursor, stretch.ends_at)
        if cursor < span.upper:
            stretches.append(_free(cursor, span.upper, diary))
    return sorted([*taken, *stretches], key=_start)


def _free(starts_at, ends_at, diary):
    is_bookable = diary.location.is_active and ends_at - max(starts_at, diary.now) >= WORTH_BOOKING
    return Stretch("free", starts_at, ends_at, _("Free"), is_bookable=is_bookable)


def _board(lanes, diary):
    """Let every lane begin and end at the same time, so that the same hour stands at the same height."""
    bounds = [(stretch.starts_at, stretch.ends_at) for lane in lanes for stretch in lane.stretches]
    bounds += [(span.lower, span.upper) for span in diary.days[0].hours]
    if not bounds or not lanes:
        return Board(lanes)
    zone = diary.location.zone
    first = _floor(min(start for start, _end in bounds), zone) - AROUND
    last = _floor(max(end for _start, end in bounds) + AROUND - STEP, zone) + AROUND
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
            stretch.is_now = stretch.starts_at <= diary.now < stretch.ends_at
            stretch.height = _steps(stretch.ends_at - first) - _steps(stretch.starts_at - first)
            stretch.clock = timetable.clock(stretch.starts_at, diary.location)
            stretch.until = timetable.clock(stretch.ends_at, diary.location)
        lane.stretches = level
    return Board(
        lanes=lanes,
        first=first,
        last=last,
        hours=list(_hours(first, last, diary.location)),
        now=_steps(diary.now - first) if first <= diary.now < last else None,
        clocks=list(_clocks(first, last, zone)),
    )


def _hours(first, last, location):
    """What stands beside the lanes: each hour of the clock, with how many steps it is high."""
    cursor = first
    while cursor < last:
        minute = cursor.astimezone(location.zone).minute
        until = min(cursor + timedelta(minutes=60 - minute), last)
        yield (
            _steps(until - first) - _steps(cursor - first),
            "" if minute else timetable.clock(cursor, location),
        )
        cursor = until


def _floor(moment, zone):
    """The half hour before."""
    return moment - timedelta(minutes=moment.astimezone(zone).minute % 30)


def _clocks(first, last, zone):
    """The first moment of each clock that is in force in between."""
    moment, before = first, None
    while moment < last:
        here = moment.astimezone(zone)
        if here.utcoffset() != before:
            before = here.utcoffset()
            yield moment, before // MINUTE, f"{here:%Z}"
        moment += STEP


def _steps(length):
    return round(length / STEP)


def _start(stretch):
    return stretch.starts_at
