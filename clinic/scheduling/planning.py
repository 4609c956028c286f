"""Planning the sessions of a course that are still to book: the best plan, two others, or why there is none.

The days between are hard: every session lies as many days after the one before as its phase says, and never two on
one day. What is good is said and searched for in `usuals`. Three things are read, whatever the diary holds: who and
which rooms are fit for it, their openings, and where there is no plan the opening hours.
"""

from dataclasses import dataclass, field
from datetime import date, time
from itertools import groupby

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinic.locations.models import Location

from . import timetable, usuals
from .chains import stuck_at
from .gaps import step_between
from .models import Clinician
from .openings import Opening, fit_for, openings
from .plan_words import said_of
from .usuals import Entry, Found, Liking, Offers, Spot

START_WITHIN = 14  # days in which the first session is looked for
LOOK_AHEAD = 14  # days past the least, where a phase allows more or none speaks of it
ANOTHER_TIME = 120  # minutes between the usual times of two plans that differ in that
NEARBY_DAYS, NEARBY_EACH_DAY = 7, 3


@dataclass(frozen=True)
class Wishes:
    """Where and from which day on, and what the patient would like."""

    location: Location
    first_day: date
    weekdays: frozenset[int] = frozenset()
    earliest: time | None = None
    latest: time | None = None
    clinician: Clinician | None = None


@dataclass(frozen=True)
class Conflict:
    """A session that cannot be planned, and why, in words."""

    number: int
    words: str


@dataclass(frozen=True)
class Plan:
    """An opening for each session, by number; what it costs, and what it is like, in words."""

    cost: int
    openings: dict[int, Opening]
    words: str
    name: str = ""


@dataclass
class Planned:
    """The plans there are, the best one first, and what stands against a whole one."""

    plans: list[Plan] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    nearby: dict[int, list[Opening]] = field(default_factory=dict)


def plan_course(*, standing, type, wishes, now):
    """The best plans for the sessions of a course that are still to book.

    Where not all of them can be planned, the plans hold as many as go and the conflicts say why not the rest.
    """
    task = Task(standing, type, wishes, now, wanted=standing.to_plan, staying=places_of(standing.booked))
    conflicts = task.leave_out_what_does_not_go()
    found = usuals.best(task.entries, task.links, task.offers, task.liking) if task.wanted else None
    if not found:
        return Planned(conflicts=conflicts)
    plans = [task.plan(found, _("Best")), *_others(task, found)]
    return Planned(plans, conflicts, task.nearby(found))


def _others(task, found):
    """Two plans that really differ from the best: other days, another time, another clinician; the cheapest of each."""
    on = [spot.weekday for spot in found.spots.values()]
    usual_day = max(sorted(set(on)), key=on.count)
    minute, clinician = found.usual.minute, found.usual.clinician
    differing = [
        (_("Other days"), {"day": lambda day: usuals.weekday(day) != usual_day}),
        (_("Another time"), {"minute": lambda each: abs(each - minute) >= ANOTHER_TIME}),
        (_("Another clinician"), {"clinician": lambda each: each != clinician}),
    ]
    others = []
    for name, only in differing:
        other = usuals.best(task.entries, task.links, task.offers.only(**only), task.liking)
        if other and other.spots not in [spots for _cost, spots, _plan in others]:
            others.append((other.cost, other.spots, task.plan(other, name)))
    others.sort(key=lambda each: each[0])
    return [plan for _cost, _spots, plan in others[:2]]


class Task:
    """What is to be planned, as `usuals` searches it: the chain of sessions, its links and what is offered.

    `wanted` are the numbers to find a day for, `staying` the places of those that stay where they are, by number.
    The times of the appointments that are `leaving` count as free.
    """

    def __init__(self, standing, type, wishes, now, *, wanted, staying, leaving=()):
        self.standing, self.wishes, self.location = standing, wishes, wishes.location
        self.wanted, self.staying, self.leaving = list(wanted), staying, leaving
        self.first_day = max(wishes.first_day, now.astimezone(self.location.zone).date()).toordinal()
        self.rooms, self.clinicians = fit = fit_for(type=type, location=self.location)
        self.room_at, self.clinician_at = ({row.pk: at for at, row in enumerate(rows)} for rows in fit)
        self._lay_chain()
        self.liking = Liking(
            self.first_day, wishes.weekdays, _minute(wishes.earliest), _minute(wishes.latest)
        )
        self.offers, self.starts = Offers(), {}
        for opening in self._openings(type, now, fit) if self.wanted else ():
            self._offer(opening)

    def _openings(self, type, now, fit):
        lasts = [entry.last for entry in self.entries if not entry.spot]
        return openings(
            type=type,
            location=self.location,
            first_day=date.fromordinal(self.first_day),
            last_day=date.fromordinal(max(*lasts, self.first_day)),
            now=now,
            patient=self.standing.course.patient,
            clinician=self.wishes.clinician,
            besides=self.leaving,
            limit=None,
            each_room=True,
            fit=fit,
        )

    def _offer(self, opening):
        start = opening.session_start
        shown = start.toordinal(), start.hour * 60 + start.minute
        if self.starts.setdefault(shown, start).fold != start.fold:
            return  # a time that comes twice that night is offered once
        rooms = tuple(self.room_at[room.pk] for room in opening.rooms)
        self.offers.add(*shown, self.clinician_at[opening.clinician.pk], rooms)

    def _lay_chain(self):
        """The sessions that are booked and those wanted, in order, each with the days it may lie on.

        Where the days that were authorised are over before anything can be booked, the course is late: the days
        go on from the first one, and each costs so much that it is as little late as can be.
        """
        booked = {number: place.session_start.toordinal() for number, place in self.staying.items()}
        numbers = sorted({*booked, *self.wanted})
        links, firsts, lasts, late_after = [], [], [], {}
        for place, number in enumerate(numbers):
            before = numbers[place - 1] if place else None
            link = before and self._link(before, number)
            if link and before in booked and link[1] < self.first_day - lasts[-1]:
                late_after[number] = lasts[-1] + link[1]
                link = link[0], self.first_day - lasts[-1] + START_WITHIN
            if before:
                links.append(link)
            if number in booked:
                first = last = booked[number]
            elif link:
                first = max(firsts[-1] + link[0], self.first_day)
                last = lasts[-1] + link[1]
            else:
                later = [day for each, day in booked.items() if each > number]
                first = self.first_day
                last = min(later) if later else self.first_day + START_WITHIN - 1
            firsts.append(first)
            lasts.append(last)
        for place in range(len(numbers) - 2, -1, -1):
            if numbers[place] not in booked and links[place]:
                firsts[place] = max(firsts[place], firsts[place + 1] - links[place][1])
                lasts[place] = min(lasts[place], lasts[place + 1] - links[place][0])
        self.links = links
        self.entries = [
            Entry(
                number,
                self.spot(self.staying[number]) if number in booked else None,
                first,
                last,
                late_after.get(number),
            )
            for number, first, last in zip(numbers, firsts, lasts, strict=True)
        ]

    def _link(self, before, number):
        """The least and most days from one session to the next of the chain; None where both are booked."""
        if before in self.staying and number in self.staying:
            return None
        least, most = step_between(self.standing.steps, before, number) or (number - before, LOOK_AHEAD)
        least = max(least, number - before)
        return least, max(least, min(most, least + LOOK_AHEAD))

    def spot(self, place):
        """A place as the search sees it; a room or clinician that is not offered has a number of its own."""
        start, clinician, room = place.session_start, place.clinician.pk, place.room.pk
        return Spot(
            start.toordinal(),
            start.hour * 60 + start.minute,
            self.clinician_at.get(clinician, -clinician),
            self.room_at.get(room, -room),
        )

    def leave_out_what_does_not_go(self, stays=lambda number, day: False):
        """Take the sessions out that no way leads to, with those after them up to the next that stays; say why.

        `stays` tells of a number whether it may lie on a day whatever is offered.
        """
        conflicts = []
        while self.wanted and (stuck := stuck_at(self._days_offered(stays), self.links)):
            place, reached = stuck
            if self.entries[place].spot:
                place -= 1
            entry = self.entries[place]
            conflicts.append(Conflict(entry.number, self._why_not(entry, place, reached)))
            booked_after = [number for number in self.staying if number > entry.number]
            next_booked = min(booked_after, default=self.standing.course.sessions_authorised + 1)
            self.wanted = [number for number in self.wanted if not entry.number <= number < next_booked]
            self._lay_chain()
        return conflicts

    def _days_offered(self, stays):
        return [
            {entry.spot.day: 0}
            if entry.spot
            else {
                day: 0
                for day in range(entry.first, entry.last + 1)
                if self.offers.days.get(day) or stays(entry.number, day)
            }
            for entry in self.entries
        ]

    def _why_not(self, entry, place, reached):
        first, last = entry.first, entry.last
        if reached and (link := self.links[place - 1] if place else None):
            first, last = max(first, reached[0] + link[0]), min(last, reached[-1] + link[1])
        words = {"number": entry.number}
        if first > last:
            return _("Session %(number)s: no day keeps the days before and after it.") % words
        span = _day(first) if first == last else None
        words |= {"day": span, "first": _day(first), "last": _day(last), "why": self._why(first, last)}
        if span:
            return _("Session %(number)s must lie on %(day)s: %(why)s.") % words
        return _("Session %(number)s must lie between %(first)s and %(last)s: %(why)s.") % words

    def _why(self, first, last):
        """Why nothing can be booked on these days, days of one reason told together."""
        hours = timetable.hours(
            location=self.location, first_day=date.fromordinal(first), last_day=date.fromordinal(last)
        )
        reasons = [(day.toordinal(), self._why_on(day, spans, closed)) for day, spans, closed in hours]
        told = []
        for (reason, words), days in groupby(reasons, key=lambda each: each[1]):
            listed = [day for day, _reason in days]
            days = " – ".join(_day(day) for day in dict.fromkeys((listed[0], listed[-1])))
            told.append(reason % {**dict(words), "days": days})
        return "; ".join(told)

    def _why_on(self, day, spans, closed):
        if closed:
            words = (("location", self.location), ("reason", closed))
            return _("%(location)s is closed on %(days)s (%(reason)s)"), words
        if not spans:
            return _("%(location)s is not open on %(days)s"), (("location", self.location),)
        if self.offers.days.get(day.toordinal()):
            return _("the days between rule out %(days)s"), ()
        if self.wishes.clinician:
            words = (("clinician", self.wishes.clinician),)
            return _("%(clinician)s and a room are not free together on %(days)s"), words
        return _("no clinician and room are free together on %(days)s"), ()

    # -- From what was found to the diary ------------------------------------------------------------------

    def plan(self, found: Found, name=""):
        chosen = {number: self.opening(spot) for number, spot in found.spots.items()}
        return Plan(found.cost, chosen, said_of(list(chosen.values()), self.wishes), name)

    def nearby(self, found: Found):
        """For each session that was planned, the openings it could take instead, most like the rest of the plan."""

        def unlike(spot):
            return usuals.apart(spot, found.usual) + self.liking.of_clock(spot.minute), spot

        return {
            entry.number: self.nearby_of(entry, found.spots[entry.number].day, unlike)
            for entry in self.entries
            if not entry.spot
        }

    def nearby_of(self, entry, around, unlike):
        """The openings around a day that a session could take, of each day those that are the least `unlike`."""
        return [
            self.opening(spot)
            for day in range(entry.first, entry.last + 1)
            if day in self.offers.days and abs(day - around) <= NEARBY_DAYS
            for spot in sorted(sorted(self._one_a_time(day, unlike), key=unlike)[:NEARBY_EACH_DAY])
        ]

    def _one_a_time(self, day, unlike):
        """Of all the rooms and clinicians free at a time, the one most like the plan."""
        spots = self.offers.spots(day)
        return [min(same, key=unlike) for _minute, same in groupby(spots, key=lambda spot: spot.minute)]

    def opening(self, spot):
        start = self.starts[spot.day, spot.minute]
        return Opening(start, self.rooms[spot.room], self.clinicians[spot.clinician])


def places_of(booked):
    """Where appointments are, by number, each on the wall clock of its location."""
    return {number: Opening(row.starts_at, row.room, row.clinician) for number, row in booked.items()}


def _minute(clock):
    return clock and clock.hour * 60 + clock.minute


def _day(ordinal):
    return date_format(date.fromordinal(ordinal), "D, M j")
