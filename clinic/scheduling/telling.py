"""What we tell of a patient's courses and appointments."""

from collections import defaultdict

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.translation import gettext as _

from clinic.stories import Entry
from patients.inquiries.timeline import actor

from .history import entries_of
from .models import Appointment, Course, ReviewGate


def tell(patients, user):
    """Courses authorized, reviewed and ended, and all that happened to each appointment; for who may read them."""
    if user.has_perm("scheduling.view_course"):
        yield from courses_of(patients)
        yield from reviews_of(patients)
    if user.has_perm("scheduling.view_appointment"):
        yield from appointments_of(patients)


def courses_of(patients):
    courses = list(
        Course.objects.filter(patient__in=patients).select_related("treatment", "authorised_by", "patient")
    )
    endings = Course.pgh_event_model.objects.filter(pgh_obj__in=courses, ended_on__isnull=False)
    first = endings.select_related("pgh_context").order_by("pgh_obj_id", "pgh_id").distinct("pgh_obj_id")
    ended = {event.pgh_obj_id: event for event in first}
    people = get_user_model().objects.in_bulk({actor(event) for event in ended.values()})
    for course in courses:
        yield Entry(course.authorised_at, _("Course authorized"), course.authorised_by, str(course))
        if event := ended.get(course.pk):
            yield Entry(event.pgh_created_at, _("Course ended"), people.get(actor(event)), str(course))


def reviews_of(patients):
    """Every decision at a review, also those that a later one replaced."""
    events = ReviewGate.pgh_event_model.objects.filter(course__patient__in=patients).exclude(decision="")
    for event in events.select_related("decided_by", "course__treatment", "course__patient").order_by(
        "pgh_id"
    ):
        words = {"number": event.after_number, "decision": event.get_decision_display()}
        yield Entry(
            event.decided_at,
            _("Review after session %(number)s: %(decision)s") % words,
            event.decided_by,
            event.note,
            reverse("scheduling:course", args=[event.course.patient.reference, event.course.reference]),
        )


def appointments_of(patients):
    """The history of every appointment, each entry with what the appointment is; offers are the waiting list's."""
    rows = Appointment.objects.filter(patient__in=patients).select_related("type", "room__location")
    appointments = {row.pk: row for row in rows}
    events = Appointment.pgh_event_model.objects.filter(pgh_obj__in=appointments)
    stories = defaultdict(list)
    for event in events.select_related("changed_by", "room__location", "clinician__user").order_by("pgh_id"):
        stories[event.pgh_obj_id].append(event)
    for key, story in stories.items():
        appointment = appointments[key]
        for entry in entries_of(story, appointment.location.zone):
            if entry.is_of_an_offer:
                continue
            words = {"appointment": appointment.what, "what": entry.what}
            yield Entry(
                entry.at,
                _("%(appointment)s: %(what)s") % words,
                entry.who,
                entry.reason,
                reverse("scheduling:appointment", args=[appointment.reference]),
            )
