"""Openings that fit what a patient said, for a visit that is to be moved; and which proposed times are still free."""

from datetime import UTC, time, timedelta

from clinic.scheduling import gaps
from clinic.scheduling.openings import fit_for, openings

from .models import PartOfDay

LOOK_AHEAD = timedelta(weeks=6)
DAYS_SHOWN, EACH_DAY = 8, 6
MANY = 4000  # openings, each quarter of an hour and clinician, of which a few are shown
NOON, BEFORE_NOON = time(12), time(11, 59)
PARTS = {PartOfDay.MORNING: {"not_after": BEFORE_NOON}, PartOfDay.AFTERNOON: {"not_before": NOON}}


def fitting(request, *, now, as_they_said=True):
    """What is shown of `every_fitting`: pairs of a day and its openings, at most one for each hour, the soonest first.

    With the clinician the visit has wherever that goes.
    """
    days, usual = {}, request.appointment.clinician
    for opening in every_fitting(request, now=now, as_they_said=as_they_said):
        hours = days.setdefault(opening.session_start.date(), {})
        hour = opening.session_start.replace(minute=0)
        before = hours.setdefault(hour, opening)
        if before.clinician != usual and opening.clinician == usual:
            hours[hour] = opening
    return [(day, _spread(list(hours.values()))) for day, hours in days.items()][:DAYS_SHOWN]


def every_fitting(request, *, now, as_they_said=True):
    """Openings to move the visit to, the soonest first.

    Of a course, on those days alone that keep the days authorized between its sessions. `as_they_said`: on the days
    and at the times of the day that suit the patient.
    """
    appointment = request.appointment
    possible = _days_that_keep_the_gaps(appointment, now)
    if not possible:
        return []
    found = openings(
        type=appointment.type,
        location=appointment.location,
        first_day=possible[0],
        last_day=possible[-1],
        now=now,
        patient=appointment.patient,
        session_minutes=appointment.session_minutes,
        instead_of=appointment,
        limit=MANY,
        **(_suits(request) if as_they_said else {}),
    )
    days, where_it_is_now = set(possible), appointment.session.lower
    return [
        opening
        for opening in found
        if opening.session_start.date() in days and opening.session_start - where_it_is_now
    ]


def still_free(times, appointment, now):
    """Those of the proposed times that could be had at this moment; nobody keeps them."""
    location = appointment.location
    fit = fit_for(type=appointment.type, location=location) if times else None
    return [
        each
        for each in times
        if each.session_start.astimezone(UTC)  # moments of an hour that comes twice are alike in UTC alone
        in {
            opening.session_start.astimezone(UTC)
            for opening in openings(
                type=appointment.type,
                location=location,
                first_day=each.starts_at.date(),
                last_day=each.starts_at.date(),
                now=now,
                patient=appointment.patient,
                clinician=each.clinician,
                room=each.room,
                session_minutes=appointment.session_minutes,
                instead_of=appointment,
                fit=fit,
            )
        }
    ]


def _suits(request):
    """The days and times of day of a request, as `openings` asks for them; all parts or none are any time."""
    suits = {"weekdays": set(request.weekdays) or None}
    return suits | (PARTS[request.parts[0]] if len(request.parts) == 1 else {})


def _days_that_keep_the_gaps(appointment, now):
    """The days from today on, as far as we look, that keep what was authorized between the sessions of its course."""
    today = now.astimezone(appointment.location.zone).date()
    last = max(appointment.starts_at.date(), today) + LOOK_AHEAD
    ahead = [today + timedelta(days=count) for count in range((last - today).days + 1)]
    course, number = appointment.course, appointment.number
    if course is None:
        return ahead
    steps, booked = gaps.steps_of(course.phases.all(), course.sessions_authorised), gaps.days_of(course)
    return [day for day in ahead if not gaps.broken_beside(steps, booked | {number: day}, {number})]


def _spread(openings_of_day):
    """At most `EACH_DAY` of them, spread over the day."""
    step = -(-len(openings_of_day) // EACH_DAY)
    return openings_of_day[::step]
