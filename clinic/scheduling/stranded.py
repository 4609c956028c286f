"""Stranded appointments: those to come which the hours, as they are now, would refuse.

Nothing marks them: whoever changed hours knew, and the list is what `timetable` finds against them today. What was
set aside when an appointment was booked does not strand it.
"""

from clinic.locations.models import Location

from . import judging, timetable
from .models import Appointment


def stranded_at(location, now):
    """The stranded appointments of a location in order of time, each with its `objections`: `ValidationError`s."""
    found = timetable.stranded(location=location, now=now)
    appointments = list(Appointment.objects.filter(pk__in=found).for_diary()) if found else []
    for each in appointments:
        each.objections = [
            objection
            for objection in timetable.in_words(each, found[each.pk])
            if not (each.outside_hours_because and objection.code in judging.HOURS)
        ]
    return [each for each in appointments if each.objections]


def stranded_for(user, now):
    """Those whose patient this person may see, at every location, by time."""
    everywhere = [each for location in Location.objects.all() for each in stranded_at(location, now)]
    mark_visible(everywhere, user)
    return sorted((each for each in everywhere if each.is_visible), key=lambda each: each.session.lower)


def mark_visible(appointments, user):
    """Say of each whether this person may see its patient (`is_visible`); of the others only when, where, with whom."""
    theirs = Appointment.objects.visible_to(user).filter(pk__in=[each.pk for each in appointments])
    visible = set(theirs.values_list("pk", flat=True)) if appointments else set()
    for each in appointments:
        each.is_visible = each.pk in visible
