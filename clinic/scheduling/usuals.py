"""The best plan there is for a course, by what it costs to leave what is usual.

A plan costs, in points:

- `WEEKDAY` for each different day of the week its sessions lie on;
- `CLINICIAN` for each session with another clinician than the usual one, `ROOM` for each in another room, and
  `CLOCK` for each quarter of an hour a session starts before or after the usual time;
- `WISHED_DAY` for each session on a day of the week that was not wished for, and `WISHED_CLOCK` for each quarter of
  an hour outside the wished-for hours;
- `LATER` for each day that each session lies after the first day it could be booked, and `LATE` for each day past
  those that were authorized, where they are over already.

What is usual (a time, a clinician, a room) is whatever makes the plan cheapest; sessions that are booked already
count, so a plan goes on as the course began.

The search is exact. It decides what is usual step by step: the days of the week, the time, the clinician, the room.
At each step `chains.cheapest` finds the cheapest days by dynamic programming; what is not decided yet costs nothing,
so that is a lower bound for all that follows. The lowest bound goes on first, and the first that is decided to the end
is the best plan. Equal plans are told apart by the order of days, times, clinicians and rooms, so the same diary gives
the same plan.
"""

import heapq
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, combinations
from typing import NamedTuple

from .chains import cheapest

WEEKDAY, CLINICIAN, ROOM, CLOCK = 30, 40, 10, 2
WISHED_DAY, WISHED_CLOCK = 50, 5
LATER, LATE = 1, 100
QUARTER = 15  # minutes
NEVER = 10**9
NOT_REACHED = 4  # more than what can be undecided


class Spot(NamedTuple):
    """Where a session lies: the day's ordinal, the minute of the day, and the places of clinician and room in their
    lists.
    """

    day: int
    minute: int
    clinician: int
    room: int

    @property
    def weekday(self):
        return weekday(self.day)


@dataclass(frozen=True)
class Entry:
    """A session in the chain: where it is booked, or the first and the last day it may lie on, and the day after
    which it is late.
    """

    number: int
    spot: Spot | None = None
    first: int = 0
    last: int = 0
    late_after: int | None = None

    def lateness(self, day):
        return 0 if self.late_after is None else LATE * max(day - self.late_after, 0)


@dataclass(frozen=True)
class Liking:
    """What was wished for: days of the week (1 is Monday) and minutes of the day; nothing means any."""

    first_day: int
    weekdays: frozenset[int] = frozenset()
    earliest: int | None = None
    latest: int | None = None

    def of_day(self, day):
        off = self.weekdays and weekday(day) not in self.weekdays
        return LATER * (day - self.first_day) + (WISHED_DAY if off else 0)

    def of_clock(self, minute):
        if self.earliest is not None and minute < self.earliest:
            return WISHED_CLOCK * _quarters(minute, self.earliest)
        if self.latest is not None and minute > self.latest:
            return WISHED_CLOCK * _quarters(minute, self.latest)
        return 0


class Usual(NamedTuple):
    """What is usual in a plan, as far as it is decided: the days of the week it keeps to, and the rest."""

    week: tuple[int, ...]
    minute: int | None = None
    clinician: int | None = None
    room: int | None = None

    @property
    def is_decided(self):
        return self.room is not None


@dataclass(frozen=True)
class Found:
    """The best plan: its cost, where each session lies, by number, and what is usual in it."""

    cost: int
    spots: dict[int, Spot]
    usual: Usual


@dataclass
class Offers:
    """What can be booked: by day and minute the rooms that are free, for each clinician."""

    days: dict[int, dict[int, dict[int, tuple[int, ...]]]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, day, minute, clinician, rooms):
        self.days[day].setdefault(minute, {})[clinician] = rooms

    def only(self, *, day=None, minute=None, clinician=None):
        """The offers that each of these, asked for its own, says yes to."""
        left = Offers()
        for each_day, minutes in self.days.items():
            if day and not day(each_day):
                continue
            for each_minute, clinicians in minutes.items():
                if minute and not minute(each_minute):
                    continue
                for each, rooms in clinicians.items():
                    if not clinician or clinician(each):
                        left.add(each_day, each_minute, each, rooms)
        return left

    def spots(self, day):
        for minute, clinicians in sorted(self.days[day].items()):
            for clinician, rooms in sorted(clinicians.items()):
                for room in rooms:
                    yield Spot(day, minute, clinician, room)


def weekday(day):
    """1 is Monday."""
    return (day - 1) % 7 + 1


def _quarters(minute, other):
    """The quarters of an hour between two minutes of the day."""
    return abs(minute // QUARTER - other // QUARTER)


def apart(spot, usual):
    """What it costs a session to lie where it does, as far as it is decided what is usual."""
    return (
        (0 if usual.minute is None else CLOCK * _quarters(spot.minute, usual.minute))
        + (CLINICIAN if usual.clinician not in (None, spot.clinician) else 0)
        + (ROOM if usual.room not in (None, spot.room) else 0)
    )


def best(entries, links, offers, liking):
    """The best plan for the entries that are not booked, or None where there is none."""
    return _Search(entries, links, offers, liking).run()


class _Search:
    def __init__(self, entries, links, offers, liking):
        self.entries, self.links, self.offers, self.liking = entries, links, offers, liking
        self.booked = [entry.spot for entry in entries if entry.spot]
        self.clocks_of, self.least_apart = cache(self._clocks_of), cache(self._least_apart)
        self.days = {
            entry.number: [day for day in range(entry.first, entry.last + 1) if offers.days.get(day)]
            for entry in entries
            if not entry.spot
        }
        self.on_day = {day: liking.of_day(day) for days in self.days.values() for day in days}
        minutes = [offers.days[day] for day in self.on_day]
        self.minutes = sorted({*chain.from_iterable(minutes), *(spot.minute for spot in self.booked)})
        by_clinician = [by for of_day in minutes for by in of_day.values()]
        self.clinicians = sorted(
            {*chain.from_iterable(by_clinician), *(spot.clinician for spot in self.booked)}
        )
        free = {rooms for by in by_clinician for rooms in by.values()}
        self.rooms = sorted({*chain.from_iterable(free), *(spot.room for spot in self.booked)})

    def run(self):
        any_day = cheapest(self._costs(Usual(tuple(range(1, 8)))), self.links)
        if any_day is None:
            return None
        todo = []
        for week in self._weeks():  # none costs less than any day does, so most are never looked at
            heapq.heappush(todo, (any_day[0] + WEEKDAY * len(week), NOT_REACHED, Usual(week), None))
        while todo:
            cost, undecided, usual, days = heapq.heappop(todo)
            if undecided == NOT_REACHED:
                self._put(todo, usual)
                continue
            if usual.is_decided:
                return Found(cost, self._spots(usual, days), usual)
            if usual.minute is None:
                finer = [usual._replace(minute=minute) for minute in self.minutes]
            elif usual.clinician is None:
                finer = [usual._replace(clinician=clinician) for clinician in self.clinicians]
            else:
                finer = [usual._replace(room=room) for room in self.rooms]
            for each in finer:
                self._put(todo, each)
        return None

    def _weeks(self):
        """The sets of days of the week that a plan may keep to: those of what is booked, and any others."""
        booked = {spot.weekday for spot in self.booked}
        others = sorted({weekday(day) for day in self.on_day} - booked)
        for size in range(len(others) + 1):
            for more in combinations(others, size):
                yield tuple(sorted(booked.union(more)))

    def _put(self, todo, usual):
        """Remember this for later with the least it can come to, where it leads to a plan at all."""
        if way := cheapest(self._costs(usual), self.links):
            cost, days = way
            undecided = usual.count(None)
            heapq.heappush(todo, (cost + WEEKDAY * len(usual.week), undecided, usual, days))

    def _costs(self, usual):
        anywhere, week = usual[1:], set(usual.week)
        return [
            {entry.spot.day: apart(entry.spot, usual)}
            if entry.spot
            else {
                day: self.on_day[day] + entry.lateness(day) + self.least_apart(day, anywhere)
                for day in self.days[entry.number]
                if weekday(day) in week
            }
            for entry in self.entries
        ]

    def _least_apart(self, day, usual):
        """The least that any offer of this day costs."""
        minute, clinician, room = usual
        least = self._nearest(day, None, None, minute)
        if clinician is not None:
            least = min(least + CLINICIAN, self._nearest(day, clinician, None, minute))
        if room is not None:
            in_the_room = min(
                self._nearest(day, clinician, room, minute),
                self._nearest(day, None, room, minute) + CLINICIAN,
            )
            least = min(least + ROOM, in_the_room)
        return least

    def _nearest(self, day, clinician, room, minute):
        """The least that the clock costs on this day, with this clinician and in this room, or any."""
        clocks = self.clocks_of(day, clinician, room)
        if minute is None:
            return min(clocks.values(), default=NEVER)
        usual = minute // QUARTER
        return min([cost + CLOCK * abs(quarter - usual) for quarter, cost in clocks.items()], default=NEVER)

    def _clocks_of(self, day, clinician, room):
        """The quarters of an hour that are offered, each with what it costs when it was not wished for."""
        return {
            minute // QUARTER: self.liking.of_clock(minute)
            for minute, by in self.offers.days[day].items()
            if any(
                clinician in (None, each) and (room is None or room in rooms) for each, rooms in by.items()
            )
        }

    def _spots(self, usual, days):
        """The cheapest offer of each day that was chosen; of equal ones the earliest."""
        return {
            entry.number: min(
                self.offers.spots(day),
                key=lambda spot: (apart(spot, usual) + self.liking.of_clock(spot.minute), spot),
            )
            for entry, day in zip(self.entries, days, strict=True)
            if not entry.spot
        }
