"""From the private link to the first session: what a patient has done, and what is still to do, in their words."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinic.scheduling.models import Course
from patients.consent.models import Consent
from patients.screening.answering import begun_by


@dataclass(frozen=True)
class Step:
    """One step: whether it is done, in words, and the way to do it where the patient can."""

    name: str
    is_done: bool
    words: str
    action: str = ""
    url: str = ""


def steps_of(patient, token):
    """The steps of a patient, in order. They say what is missing, and never what was found."""
    today = patient.location.today()
    evaluations = list(patient.evaluations.with_standing(today).order_by("-decided_on", "-pk"))
    evaluated = [row for row in evaluations if row.is_in_force and row.decision == row.Decision.ELIGIBLE]
    agreed = Consent.objects.in_force(today).filter(patient=patient)
    return [
        _questions(patient, token),
        _evaluation(evaluations, evaluated, token),
        _consent(evaluated, agreed, token),
        _course(patient),
    ]


def _day(moment, patient):
    return date_format(moment.astimezone(patient.location.zone), "DATE_FORMAT")


def _questions(patient, token):
    name, url = _("Answer the health questions"), reverse("my:questions", args=[token])
    if sent := patient.responses.submitted().first():
        words = _("You sent them on %(day)s.") % {"day": _day(sent.submitted_at, patient)}
        return Step(name, True, words, _("Read them, or answer again"), url)
    if begun_by(patient):
        return Step(name, False, _("You have begun. It is all saved."), _("Go on"), url)
    return Step(name, False, _("About 15 minutes. You can stop in between."), _("Begin"), url)


def _evaluation(evaluations, evaluated, token):
    name = _("Talk with a clinician")
    written = [row for row in evaluations if row.letter]
    way = (_("Read what we wrote to you"), reverse("my:letters", args=[token])) if written else ()
    if evaluated:
        day = date_format(evaluated[0].decided_on, "DATE_FORMAT")
        until = date_format(evaluated[0].valid_until, "DATE_FORMAT")
        words = _("You decided together on %(day)s. You talk again by %(until)s.") % {
            "day": day,
            "until": until,
        }
        return Step(name, True, words, *way)
    if standing := [row for row in written if row.is_in_force]:
        day = date_format(standing[0].decided_on, "DATE_FORMAT")
        words = _("You talked on %(day)s. We wrote to you what we think, and what else there is.")
        return Step(name, False, words % {"day": day}, *way)  # what comes after it waits
    words = _("They ask about your health, answer your questions, and decide with you.")
    return Step(name, False, words, *way)


def _consent(evaluated, agreed, token):
    name, url = _("Read what you agree to, and sign"), reverse("my:agreements", args=[token])
    wanted = {row.treatment_id for row in evaluated}
    signed = set(agreed.exclude(treatment=None).values_list("treatment", flat=True))
    if signed and (not wanted or wanted & signed):
        return Step(name, True, _("You can take it back at any time."), _("Read, sign or take back"), url)
    words = _("You read it in peace and ask what you like. You can say no.")
    return Step(name, False, words, _("Read and sign"), url)


def _course(patient):
    name = _("Plan your visits")
    courses = list(Course.objects.running().filter(patient=patient))
    if not courses:
        return Step(
            name, False, _("A prescriber plans how many. Then our front desk finds the days with you.")
        )
    booked = sum(course.appointments.agreed().count() for course in courses)
    planned = sum(course.sessions_authorised for course in courses)
    words = _("%(booked)s of %(planned)s visits have a date.") % {"booked": booked, "planned": planned}
    return Step(name, booked >= planned, words)
