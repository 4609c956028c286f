"""What needs doing now, for one person: only what this person may see, and only what waits."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.urls import reverse
from django.utils.translation import gettext as _

from clinic.locations.models import Clinic, Location
from clinic.scheduling.models import Appointment, Clinician
from education.models import Edition
from patients.inquiries.models import Inquiry
from patients.people.models import Patient


@dataclass
class Waiting:
    """One line of the list: how many of what, where to go, and since when the first of them waits."""

    count: int
    label: str
    url: str
    since: datetime | None = None


@dataclass
class Day:
    """Today at one location, by its own clock."""

    location: Location
    date: datetime
    appointments: list[Appointment]


def waiting_for(user, now):
    """What waits for `user`, most pressing first, without what is empty."""
    lines = []
    if user.has_perm("inquiries.view_inquiry"):
        lines += _inquiries(user)
    if user.has_perm("people.view_patient"):
        on_hold = Patient.objects.visible_to(user).with_open_hold().count()
        lines.append(Waiting(on_hold, _("Patients whose care is on hold"), reverse("people:list")))
    if user.has_perm("education.review_edition"):
        for_review = Edition.objects.filter(state=Edition.State.IN_REVIEW).exclude(author=user)
        lines.append(_oldest(for_review, "changed_at", _("Articles to review"), reverse("content:list")))
    if user.has_perm("education.change_edition"):
        drafts = Edition.objects.filter(state=Edition.State.DRAFT, author=user)
        lines.append(_oldest(drafts, "changed_at", _("Your drafts"), reverse("content:list")))
    if user.has_perm("locations.change_crisisline"):
        clinic = Clinic.objects.first()
        due = sum(line.is_due_for_check for line in clinic.crisis_lines()) if clinic else 0
        lines.append(
            Waiting(due, _("Crisis lines to check"), reverse("admin:locations_crisisline_changelist"))
        )
    return [line for line in lines if line.count]


def _inquiries(user):
    visible = Inquiry.objects.visible_to(user)
    new = visible.filter(state=Inquiry.State.NEW)
    own = visible.filter(state=Inquiry.State.IN_TOUCH, owner=user)
    return [
        _oldest(new, "received_at", _("New inquiries"), reverse("inbox:list")),
        _oldest(own, "received_at", _("Inquiries you are answering"), reverse("inbox:list")),
    ]


def _oldest(rows, moment, label, url):
    moments = list(rows.order_by(moment).values_list(moment, flat=True))
    return Waiting(len(moments), label, url, moments[0] if moments else None)


def days_of(user, now):
    """Today's appointments at each location: a clinician's own, else everybody's."""
    if not user.has_perm("scheduling.view_appointment"):
        return []
    appointments = Appointment.objects.visible_to(user).active()
    clinician = Clinician.objects.filter(user=user).first()
    if clinician:
        appointments = appointments.filter(clinician=clinician)
    days = []
    for location in Location.objects.open_for_business():
        midnight = datetime.combine(now.astimezone(location.zone).date(), time(), location.zone)
        next_midnight = datetime.combine(midnight.date() + timedelta(days=1), time(), location.zone)
        today = appointments.of_location(location).within(DateTimeTZRange(midnight, next_midnight))
        days.append(Day(location, midnight, list(today.for_diary())))
    return days
