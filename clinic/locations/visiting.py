"""When to come: each location's week in words, and the days ahead that are not like it."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter

from .models import Closure, Location, OpeningHours, SpecialHours, Weekday

SHOWN_AHEAD = timedelta(days=60)


@dataclass
class Day:
    """One weekday of a location: its spans of opening, none when it is closed."""

    label: str
    spans: list[OpeningHours]


@dataclass
class SpecialDay:
    """A date with hours of its own, and why."""

    date: date
    reason: str
    spans: list[SpecialHours]


@dataclass
class Place:
    """A location as a visitor needs it."""

    location: Location
    week: list[Day]
    closures: list[Closure] = field(default_factory=list)
    special_days: list[SpecialDay] = field(default_factory=list)


def places_to_visit():
    """Every location that sees patients, with the week in force, and what is ahead within `SHOWN_AHEAD`."""
    todays = {location: location.today() for location in Location.objects.open_for_business()}
    if not todays:
        return []
    earliest, latest = min(todays.values()), max(todays.values()) + SHOWN_AHEAD
    hours = {today: list(OpeningHours.objects.in_force(today)) for today in set(todays.values())}
    closures = list(Closure.objects.between(earliest, latest))
    special = list(SpecialHours.objects.between(earliest, latest))
    return [
        Place(
            location,
            _week([span for span in hours[today] if span.location_id == location.pk]),
            [each for each in closures if each.is_of(location) and each.last_day >= today],
            _special_days(location, today, special, closures),
        )
        for location, today in todays.items()
    ]


def _week(hours):
    """Monday to Sunday with the hours of each day."""
    return [Day(day.label, [span for span in hours if span.weekday == day]) for day in Weekday]


def _special_days(location, today, special, closures):
    """The dates with hours of their own, but for those on which the location is closed all the same."""
    here = [
        each
        for each in special
        if each.location_id == location.pk
        and each.day >= today
        and not any(closure.closes(location, each.day) for closure in closures)
    ]
    days = groupby(here, key=attrgetter("day"))
    return [
        SpecialDay(day, spans[0].reason, spans) for day, spans in ((day, list(each)) for day, each in days)
    ]
