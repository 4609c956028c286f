"""Why the sessions of a course wait, or soon will, in words."""

from collections import defaultdict

from django.utils.translation import gettext as _

from patients.consent.models import Consent
from patients.people.models import Hold

from .models import SOON, Course, ReviewGate


def reasons_to_wait(course, today):
    """What `Course.objects.on_hold` found, one sentence each; empty for a course that is not on hold."""
    return reasons_of([course], today)[course.pk]


def reasons_by_session(appointments, today):
    """Why appointments of courses wait, one sentence each, by their keys: all that `Appointment.objects.on_hold`
    found, in four queries.
    """
    courses = {row.course for row in appointments}
    of_courses = reasons_of(courses, today)
    gates = list(ReviewGate.objects.shut().filter(course__in=courses).order_by("after_number"))
    found = {}
    for row in appointments:
        before = (
            gate for gate in gates if gate.course_id == row.course_id and gate.after_number < row.number
        )
        review = [gate.words for gate in before][:1]
        found[row.pk] = [*of_courses[row.course_id], *review]
    return found


def reasons_of(courses, today):
    """What `Course.objects.on_hold` found of many courses, by their keys, in three queries."""
    held = defaultdict(list)
    for hold in Hold.objects.open().filter(patient__in={course.patient_id for course in courses}):
        held[hold.patient_id].append(hold.reason)
    evaluated, agreed = what_holds(courses, today)
    found = {}
    for course in courses:
        found[course.pk] = [
            _("The patient’s care is on hold: %(reason)s") % {"reason": reason}
            for reason in held[course.patient_id]
        ]
        if course.pk not in evaluated:
            found[course.pk].append(_("The evaluation is no longer in force."))
        if course.consent_id not in agreed:
            found[course.pk].append(_("The consent is no longer in force."))
    return found


def what_runs_out(courses, today):
    """Of courses whose evaluation and consent hold today, which of the two does not within `SOON`, by their keys."""
    evaluated, agreed = what_holds(courses, today + SOON)
    found = {}
    for course in courses:
        words = []
        if course.pk not in evaluated:
            words.append(_("The evaluation runs out within 30 days."))
        if course.consent_id not in agreed:
            words.append(_("The consent runs out within 30 days."))
        found[course.pk] = words
    return found


def what_holds(courses, day):
    """On the given date: the keys of those of the courses that are evaluated, and of their consents in force."""
    evaluated = Course.objects.evaluated(day).filter(pk__in=[course.pk for course in courses])
    agreed = Consent.objects.in_force(day).filter(pk__in=[course.consent_id for course in courses])
    return set(evaluated.values_list("pk", flat=True)), set(agreed.values_list("pk", flat=True))
