"""The day at one location as people there follow it: who is expected, here, gone or missing, and every room.

What somebody does is kept as a status; where a visit stands besides, such as in session, follows from its times.
"""

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from patients.people.models import Hold

from . import timetable
from .arriving import NEXT, ONE_BACK
from .models import Appointment, Room
from .waiting import reasons_by_session

Status = Appointment.Status
CAME = "came"  # the step by which a visit that is past is finished
FOLLOWED = (Status.BOOKED, Status.ARRIVED, Status.READY, Status.FINISHED, Status.NO_SHOW)
GROUPS = {
    "late": gettext_lazy("Late"),
    "here": gettext_lazy("Here now"),
    "expected": gettext_lazy("Expected"),
    "gone": gettext_lazy("Finished"),
    "missing": gettext_lazy("Did not come"),
}
WALL = {gettext_lazy("Here now"): ("here",), gettext_lazy("To come"): ("late", "expected")}
WALL_HOLDS = 7  # lines, on 1080 pixels
HERE = (Status.ARRIVED, Status.READY)


@dataclass
class Visit:
    """One appointment of the day, at the moment `now`; `waits_for` says why it is on hold, if it is."""

    appointment: Appointment
    now: datetime
    waits_for: list[str] = field(default_factory=list)

    @property
    def is_visible(self):
        return self.appointment.is_visible

    @property
    def begins_at(self):
        return self.appointment.visit.lower.astimezone(self.appointment.location.zone)

    @property
    def minutes_late(self):
        """How long somebody who is not here has been expected, once that is worth saying."""
        if not self.appointment.is_late_at(self.now):
            return 0
        return int((self.now - self.appointment.visit.lower).total_seconds()) // 60

    @property
    def group(self):
        """Under which of `GROUPS` it is listed."""
        if self.minutes_late:
            return "late"
        here = dict.fromkeys(HERE, "here")
        rest = {Status.BOOKED: "expected", Status.FINISHED: "gone", Status.NO_SHOW: "missing"}
        return {**here, **rest}[self.appointment.status]

    @property
    def words(self):
        """Where it stands, in a few words without a name."""
        status, session = self.appointment.status, self.appointment.session
        clock = {"since": self._clock(self.appointment.since), "at": self._clock(session.lower)}
        clock |= {"until": self._clock(session.upper), "end": self._clock(self.appointment.visit.upper)}
        if minutes := self.minutes_late:
            return ngettext("%(count)s minute late", "%(count)s minutes late", minutes) % {"count": minutes}
        if status == Status.BOOKED:
            return _("Expected")
        if status == Status.READY:
            return _("Ready to leave since %(since)s") % clock
        if status == Status.FINISHED:
            return _("Left at %(since)s") % clock
        if status == Status.NO_SHOW:
            return _("Did not come")
        if self.now < session.lower:
            return _("Here since %(since)s, session at %(at)s") % clock
        if self.now < session.upper:
            return _("In session until %(until)s") % clock
        if self.now < self.appointment.visit.upper:
            return _("Watched until %(end)s") % clock
        return _("Still here; the visit was to end at %(end)s") % clock

    @property
    def is_past(self):
        """Whether it was on an earlier day."""
        zone = self.appointment.location.zone
        return self.begins_at.date() < self.now.astimezone(zone).date()

    @property
    def step(self):
        """The next step, and what its button says; of a visit that is past, all that are left at once."""
        if self.is_past and self.appointment.status in NEXT:
            return CAME, _("They came")
        return {
            Status.BOOKED: (Status.ARRIVED, _("Arrived")),
            Status.ARRIVED: (Status.READY, _("Ready to leave")),
            Status.READY: (Status.FINISHED, _("Finished")),
        }.get(self.appointment.status)

    @property
    def step_back(self):
        """The status that one step back leads to, and what its button says."""
        status = self.appointment.status
        before = Status.BOOKED if status == Status.NO_SHOW else ONE_BACK.get(status)
        if before is None:
            return None
        return before, _("Take “%(status)s” back") % {"status": self.appointment.get_status_display()}

    @property
    def can_be_missed(self):
        """Whether it can be said by now that the patient did not come."""
        return self.appointment.status == Status.BOOKED and self.now >= self.appointment.visit.lower

    @property
    def asks_escort(self):
        """Whether the next step is to leave, which the patient may not do alone, and nobody is named."""
        leaves = self.step and self.step[0] in (CAME, Status.FINISHED)
        return leaves and self.appointment.type.needs_escort and not self.appointment.escort_name

    @property
    def takes_escort(self):
        """Whether it can still be noted who takes the patient home."""
        is_open = self.appointment.status in (Status.BOOKED, *HERE)
        return is_open and (self.appointment.type.needs_escort or bool(self.appointment.escort_name))

    @property
    def initials(self):
        return initials_of(self.appointment.patient.name)

    def _clock(self, moment):
        return f"{moment.astimezone(self.appointment.location.zone):%H:%M}"


@dataclass
class RoomNow:
    """A room at this moment, in words, and who is expected there next."""

    room: Room
    words: str
    is_free: bool
    next: Visit | None


@dataclass
class Board:
    """All of a location's day at the moment `now`."""

    visits: list[Visit]
    rooms: list[RoomNow]
    left_open: list[Visit]
    now: datetime

    @property
    def groups(self):
        """What is listed under which heading; headings with nothing below are left out."""
        for key, label in GROUPS.items():
            if visits := [visit for visit in self.visits if visit.group == key]:
                yield key, label, visits

    @property
    def on_the_wall(self):
        """Who is here and who is to come, as far as a screen holds, and how many more there are."""
        for label, groups in WALL.items():
            visits = [visit for visit in self.visits if visit.group in groups]
            yield groups[-1], label, visits[:WALL_HOLDS], len(visits[WALL_HOLDS:])

    @property
    def next(self):
        """Who is expected next."""
        return next((visit for visit in self.visits if visit.group == "expected"), None)


def day_at(location, now):
    """The moments of the day that it is now at a location, from midnight to midnight."""
    today = now.astimezone(location.zone).date()
    return timetable.days(location=location, first_day=today, last_day=today)


def board_of(location, user, now):
    """The day at a location for who reads it; in a number of queries that no appointment adds to."""
    span = day_at(location, now)
    diary = Appointment.objects.diary_of(user).of_location(location)
    of_today = list(diary.beginning_in(span).filter(status__in=FOLLOWED).saying_since().for_diary())
    open_still = list(diary.filter(is_visible=True).left_open(span.lower).saying_since().for_diary())
    visits = [Visit(row, now) for row in of_today]
    say_what_waits([visit for visit in visits if visit.is_visible], now.astimezone(location.zone).date())
    return Board(visits, _rooms(location, visits, now), [Visit(row, now) for row in open_still], now)


def version_of(location, user, now):
    """A word that is another one once the board would look different: what people did, and each new minute."""
    span = day_at(location, now)
    diary = Appointment.objects.diary_of(user).of_location(location).order_by("pk")
    of_today, open_still = diary.beginning_in(span), diary.left_open(span.lower)
    changed = [list(rows.values_list("pk", "changed_at", "is_visible")) for rows in (of_today, open_still)]
    holds = Hold.objects.open().filter(patient__in=of_today.order_by().values("patient")).order_by("pk")
    said = f"{now:%Y-%m-%dT%H:%M} {changed} {list(holds.values_list('pk', flat=True))}"
    return sha256(said.encode()).hexdigest()[:16]


def say_what_waits(visits, today):
    """Give visits that are on hold the reasons, one sentence each; in the same few queries for any number."""
    sessions = [
        visit.appointment for visit in visits if visit.appointment.course and visit.appointment.is_active
    ]
    reasons = reasons_by_session(sessions, today)
    for visit in visits:
        visit.waits_for = reasons.get(visit.appointment.pk, [])
        visit.appointment.is_on_hold = bool(visit.waits_for)


def initials_of(name):
    """The first letters of somebody’s first and last name."""
    words = name.split()
    return "".join(word[0].upper() for word in (words[:1] + words[1:][-1:]))


def _rooms(location, visits, now):
    used = {visit.appointment.room_id for visit in visits}
    rooms = Room.objects.filter(location=location).filter(Q(is_active=True) | Q(pk__in=used))
    found = []
    for room in rooms.order_by("name"):
        here = [visit for visit in visits if visit.appointment.room_id == room.pk]
        said = [words for visit in here if (words := _room_is(visit, now))]
        to_come = (visit for visit in here if visit.group in ("expected", "late"))
        found.append(RoomNow(room, "; ".join(said) or _("Free"), not said, next(to_come, None)))
    return found


def _room_is(visit, now):
    """What a visit means for its room now, in words; empty where it means nothing."""
    row = visit.appointment
    zone = row.location.zone
    if row.status in HERE:
        words = (
            _("In use until %(until)s") if now < row.visit.upper else _("In use longer than until %(until)s")
        )
        return words % {"until": f"{row.visit.upper.astimezone(zone):%H:%M}"}
    if row.status == Status.FINISHED:
        turnover = row.room_block.upper - row.visit.upper
        ready_at = min(row.room_block.upper, row.since + turnover)
        if now < ready_at:
            return _("Being made ready until %(until)s") % {"until": f"{ready_at.astimezone(zone):%H:%M}"}
    if row.status == Status.BOOKED and row.visit.lower <= now < row.visit.upper:
        return _("Kept for who is late")
    return ""
