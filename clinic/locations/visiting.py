"""When to come: each location's week in words, and the closures ahead."""

from dataclasses import dataclass, field

from .models import Closure, Location, OpeningHours, Weekday


@dataclass
class Day:
    """One weekday of a location: its spans of opening, none when it is closed."""

    label: str
    spans: list[OpeningHours]


@dataclass
class Place:
    """A location as a visitor needs it."""

    location: Location
    week: list[Day]
    closures: list[Closure] = field(default_factory=list)


def places_to_visit():
    """Every location that sees patients, with its week and the closures that are not over."""
    locations = Location.objects.open_for_business().prefetch_related("hours")
    places = [Place(location, week_of(location)) for location in locations]
    if places:
        earliest_today = min(place.location.today() for place in places)
        closures = list(Closure.objects.from_day(earliest_today))
        for place in places:
            today = place.location.today()
            place.closures = [
                each for each in closures if each.is_of(place.location) and each.last_day >= today
            ]
    return places


def week_of(location):
    """Monday to Sunday with the hours of each day."""
    hours = list(location.hours.all())
    return [Day(day.label, [span for span in hours if span.weekday == day]) for day in Weekday]
