"""Who takes up a safety task now: the rota by the location's wall clock, and after it the medical director."""

import itertools
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from clinic.locations.models import Location

from .models import OnCall

LOOKS_AHEAD = timedelta(days=7)


@dataclass(frozen=True)
class Span:
    """A stretch of time, and who is on call in it; nobody where `duties` is empty."""

    starts: datetime
    ends: datetime
    duties: tuple = ()


def spans_of(duty, zone, first_day, last_day):
    """When this duty falls on the given days, as pairs of moments; by the wall clock, clock changes included."""
    day = first_day
    while day <= last_day:
        in_force = (not duty.first_day or day >= duty.first_day) and (
            not duty.last_day or day <= duty.last_day
        )
        if in_force and day.isoweekday() in duty.weekdays:
            until = day if duty.ends > duty.starts else day + timedelta(days=1)
            yield datetime.combine(day, duty.starts, zone), datetime.combine(until, duty.ends, zone)
        day += timedelta(days=1)


def rota(location, starts, ends):
    """The time from `starts` to `ends` in spans without a gap, each with the duties that cover all of it."""
    duties = OnCall.objects.for_location(location).filter(person__is_active=True).select_related("person")
    zone = location.zone
    first_day = starts.astimezone(zone).date() - timedelta(days=1)
    covered = [
        (from_, until, duty)
        for duty in duties
        for from_, until in spans_of(duty, zone, first_day, ends.astimezone(zone).date())
        if from_ < ends and until > starts
    ]
    borders = {starts, ends}
    for from_, until, _duty in covered:
        borders |= {max(from_, starts), min(until, ends)}
    in_order = sorted(borders)
    return [
        Span(
            from_,
            until,
            tuple(duty for begins, stops, duty in covered if begins <= from_ and stops >= until),
        )
        for from_, until in itertools.pairwise(in_order)
    ]


def gaps(location, now=None):
    """The spans of the coming week in which nobody is on call."""
    now = now or timezone.now()
    return [span for span in rota(location, now, now + LOOKS_AHEAD) if not span.duties]


def is_watched(location, now=None):
    """Whether somebody is on call at every moment of the coming week: only then a form asks about suicide."""
    return not gaps(location, now)


def on_duty(location, now):
    """Who is on call at this moment, first who is asked first."""
    [span] = rota(location, now, now + timedelta(minutes=1))[:1]
    return [duty.person for duty in span.duties]


def who_is_asked(location, now):
    """Everybody who is asked to take up a task, in this order: who is on call, then the medical director."""
    people = on_duty(location, now)
    director = Location.objects.select_related("medical_director").get(pk=location.pk).medical_director
    if director and director.is_active:
        people.append(director)
    return list(dict.fromkeys(people))


def unwatched_locations(now=None):
    """Locations where an hour of the coming week has nobody on call."""
    return [location for location in Location.objects.open_for_business() if not is_watched(location, now)]
