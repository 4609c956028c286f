"""Repairing a course: a session was missed or is to be moved, and those after it follow as little as they must.

The sessions after it, and the numbers that are missing between, are planned anew with the days between that were
authorised. A repair costs, in points: `MOVED` for each session that moves at all; then as a plan does for another day
of the week (`WEEKDAY`), another clinician, another room and each quarter of an hour, all against where the session is
booked now; and `LATER` for each day it lies apart from that. `chains.cheapest` finds the best there is.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from .chains import cheapest
from .gaps import gaps_between
from .openings import Opening
from .planning import Conflict, Task, Wishes, places_of
from .usuals import LATER, WEEKDAY, Spot, Usual, apart

MOVED = 10_000


@dataclass(frozen=True)
class Wish:
    """The move somebody wants: which session, and where it goes."""

    number: int
    place: Opening


@dataclass
class Repair:
    """Where each session goes, by number, those that stay included; what breaks without it; what cannot be repaired;
    and openings nearby.
    """

    places: dict[int, Opening] = field(default_factory=dict)
    breaks: list[str] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    nearby: dict[int, list[Opening]] = field(default_factory=dict)


def plan_repair(*, standing, type, now, wish=None):
    """The repair that moves the fewest sessions, and those as little as it must."""
    repair = Repair(breaks=_what_breaks(standing, wish))
    since = _since(standing, wish)
    leaving = {number: row for number, row in standing.to_come.items() if number >= since}
    missing = [number for number in standing.missing if number >= since]
    moving = dict(leaving) | ({wish.number: standing.booked[wish.number]} if wish else {})
    if not moving and not missing:
        return repair
    staying = places_of({number: row for number, row in standing.booked.items() if number not in moving})
    if wish:
        staying[wish.number] = repair.places[wish.number] = wish.place
    known = places_of(leaving) | places_of({n: standing.missed[n] for n in missing if n in standing.missed})
    location = next(iter(moving.values()), None) or next(iter(standing.to_come.values()))
    wishes = Wishes(location.location, now.astimezone(location.location.zone).date())
    task = Task(
        standing,
        type,
        wishes,
        now,
        wanted=sorted([*leaving, *missing]),
        staying=staying,
        leaving=list(moving.values()),
    )
    search = _Search(task, known, leaving)
    repair.conflicts = task.leave_out_what_does_not_go(search.stays)
    repair.places |= search.run()
    repair.nearby = search.nearby()
    return repair


def _since(standing, wish):
    """The number from which on sessions may have to follow."""
    if wish:
        return wish.number + 1
    return min(
        [*standing.missing, *(gap.number for gap in standing.breaks)], default=len(standing.numbers) + 1
    )


def _what_breaks(standing, wish):
    """In words: the sessions that are missing, and the gaps that are broken, or would be."""
    days = dict(standing.days)
    if wish:
        days[wish.number] = wish.place.session_start.date()
        gaps = [gap for gap in gaps_between(standing.steps, days) if gap.is_broken]
        return [gap.words for gap in gaps if wish.number in (gap.before, gap.number)]
    words = []
    for number in standing.missing:
        missed = standing.missed.get(number)
        said = {"number": number, "status": missed and missed.get_status_display().lower()}
        words.append(
            (
                _("Session %(number)s is missing: %(status)s.")
                if missed
                else _("Session %(number)s is not booked.")
            )
            % said
        )
    return [*words, *(gap.words for gap in standing.breaks)]


class _Search:
    """Where each session goes, told by how unlike that is to where it is or was."""

    def __init__(self, task, known, leaving):
        self.task = task
        self.known = {number: task.spot(place) for number, place in known.items()}
        self.places = known
        self.leaving = leaving

    def stays(self, number, day):
        """Whether a session is booked on that day already, so that it can stay there whatever is offered."""
        return number in self.leaving and self.known[number].day == day

    def run(self):
        entries = self.task.entries
        chain = [
            {entry.spot.day: 0}
            if entry.spot
            else {day: self._best(entry, day)[0] for day in self._days(entry)}
            for entry in entries
        ]
        way = cheapest(chain, self.task.links) if self.task.wanted else None
        if way is None:
            return {}
        return {
            entry.number: self._place(entry.number, self._best(entry, day)[1])
            for entry, day in zip(entries, way[1], strict=True)
            if not entry.spot
        }

    def nearby(self):
        return {
            entry.number: self.task.nearby_of(
                entry,
                self.known[entry.number].day if entry.number in self.known else entry.first,
                lambda spot, number=entry.number: (self._unlike(number, spot), spot),
            )
            for entry in self.task.entries
            if not entry.spot
        }

    def _days(self, entry):
        days = range(entry.first, entry.last + 1)
        return [day for day in days if self.task.offers.days.get(day) or self.stays(entry.number, day)]

    def _best(self, entry, day):
        """The cheapest place on a day: staying where it is, or one of the offers."""
        number = entry.number
        spots = [(self._unlike(number, spot), spot) for spot in self._offered(number, day)]
        if self.stays(number, day):
            spots.append((0, self.known[number]))
        cost, spot = min(spots)
        return cost + entry.lateness(day), spot

    def _offered(self, number, day):
        """One offer for each time and clinician: in the room it was booked in where that is free, else the first."""
        was = self.known.get(number)
        for minute, clinicians in self.task.offers.days.get(day, {}).items():
            for clinician, rooms in clinicians.items():
                yield Spot(day, minute, clinician, was.room if was and was.room in rooms else rooms[0])

    def _unlike(self, number, spot):
        was = self.known.get(number)
        if was is None:
            return LATER * spot.day
        moved = MOVED if number in self.leaving and spot != was else 0
        other_day = WEEKDAY if spot.weekday != was.weekday else 0
        like = Usual((), was.minute, was.clinician, was.room)
        return moved + other_day + apart(spot, like) + LATER * abs(spot.day - was.day)

    def _place(self, number, spot):
        return (
            self.places[number]
            if self.stays(number, spot.day) and spot == self.known[number]
            else self.task.opening(spot)
        )
