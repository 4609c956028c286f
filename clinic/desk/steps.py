"""From registered to treated: the steps a patient has done, and the one thing to do now."""

from dataclasses import dataclass
from itertools import chain

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinic.scheduling.models import Course, Kind, ReviewGate
from clinic.scheduling.standing import Standing
from patients.area.models import PatientLink
from patients.consent.models import Consent
from patients.people.models import Patient
from patients.screening.answering import begun_by
from patients.screening.models import Evaluation, QuestionnaireResponse


@dataclass(frozen=True)
class Step:
    """One step: whether it is done, in words for anybody who may see the patient, and the way to do it."""

    name: str
    is_done: bool
    words: str
    action: str = ""
    url: str = ""
    who: str = ""


def steps_of(patient, user, upcoming):
    """The steps of a patient in order, `upcoming` being the appointments still to come.

    Says that a step is done or missing and never what was found, so the front desk may read it.
    """
    today = patient.location.today()
    evaluated = Evaluation.objects.in_force(today).eligible().filter(patient=patient)
    evaluated_for = set(evaluated.values_list("treatment", flat=True))
    agreed = Consent.objects.in_force(today).filter(patient=patient).exclude(treatment=None)
    agreed_to = set(agreed.values_list("treatment", flat=True))
    courses = list(Course.objects.running().filter(patient=patient).select_related("treatment"))
    return [
        Step(_("Registered"), True, _day(patient.registered_at.astimezone(patient.location.zone))),
        _questions_step(patient, user),
        _evaluation_step(patient, user, evaluated_for, upcoming),
        _consent_step(patient, user, evaluated_for, agreed_to),
        _course_step(patient, user, evaluated_for & agreed_to, courses),
        *chain.from_iterable(_course_steps(patient, user, course) for course in courses),
    ]


def next_step(steps):
    """The one to do now: the first that this person can do, else the first that somebody else does."""
    missing = [step for step in steps if not step.is_done]
    return next((step for step in missing if step.url), missing[0] if missing else None)


def _day(day):
    return date_format(day, "M j, Y")


def _questions_step(patient, user):
    name = _("Health questions answered")
    answered = QuestionnaireResponse.objects.submitted().filter(patient=patient).first()
    if answered:
        return Step(name, True, _day(answered.submitted_at.astimezone(patient.location.zone)))
    words = _("Begun, not sent yet") if begun_by(patient) else _("Not yet")
    if user.has_perm("screening.add_questionnaireresponse"):
        url = reverse("screening:ask", args=[patient.reference])
        return Step(name, False, words, _("Ask the health questions"), url)
    if (
        Patient.Channel.EMAIL in patient.channels
        and user.has_perm("area.add_patientlink")
        and not PatientLink.objects.working().filter(patient=patient).exists()
    ):
        return Step(name, False, words, _("Send the private link"), "#private-link")
    return Step(
        name, False, words, who=_("The patient answers on their private page, or a clinician asks them.")
    )


def _evaluation_step(patient, user, evaluated_for, upcoming):
    name = _("Evaluated by a prescriber")
    visit = next((row for row in upcoming if row.kind == Kind.EVALUATION), None)
    if evaluated_for:
        return Step(name, True, _("In force"))
    words = (
        _("Evaluation visit booked for %s") % _day(visit.starts_at)
        if visit
        else _("Not yet, or no longer in force")
    )
    if user.has_perm("screening.add_evaluation"):
        url = reverse("screening:evaluate", args=[patient.reference])
        return Step(name, False, words, _("Record the evaluation"), url)
    if visit:
        return Step(name, False, words, who=_("The prescriber records the evaluation after the visit."))
    return Step(name, False, words, **_booking(patient, user, _("Book an evaluation visit"), "evaluation"))


def _consent_step(patient, user, evaluated_for, agreed_to):
    name = _("Consent signed")
    if agreed_to and (agreed_to & evaluated_for or not evaluated_for):
        return Step(name, True, _("In force"))
    words = _("Signed for another treatment") if agreed_to else _("Not yet, or no longer in force")
    if user.has_perm("consent.add_consent"):
        url = reverse("consent:witness", args=[patient.reference])
        return Step(name, False, words, _("Record the signed consent"), url)
    return Step(name, False, words, who=_("A clinician witnesses the signature."))


def _course_step(patient, user, ready_for, courses):
    name = _("Course authorized")
    if courses:
        return Step(name, True, ", ".join(str(course) for course in courses))
    words = _("Not yet") if ready_for else _("Waits for evaluation and consent")
    if user.has_perm("scheduling.add_course"):
        url = reverse("scheduling:authorise", args=[patient.reference])
        return Step(name, False, words, _("Authorize a course"), url)
    return Step(name, False, words, who=_("A prescriber authorizes the course."))


def _course_steps(patient, user, course):
    """Its sessions, and the review that nobody has done though the session before it is over."""
    standing = Standing(course, timezone.now())
    page = {"args": [patient.reference, course.reference]}
    yield _sessions_step(user, course, standing, page)
    for gate in ReviewGate.objects.due(standing.now).filter(course=course):
        words = {"number": gate.after_number}
        name = _("Reviewed after session %(number)s") % words
        said = _("Later sessions wait")
        if user.has_perm("scheduling.change_reviewgate"):
            url = reverse("scheduling:review", args=[*page["args"], gate.after_number])
            yield Step(name, False, said, _("Review after session %(number)s") % words, url)
        else:
            yield Step(name, False, said, who=_("A prescriber reviews how it goes."))


def _sessions_step(user, course, standing, page):
    name = _("Sessions booked")
    counts = {"booked": len(standing.booked), "count": course.sessions_authorised}
    words = _("%(booked)s of %(count)s sessions booked") % counts
    if not standing.to_plan:
        return Step(name, True, words)
    if not user.has_perm("scheduling.add_appointment"):
        return Step(name, False, words, who=_("The front desk books it."))
    action = _("Plan the rest of the course") if standing.booked else _("Plan the course")
    return Step(name, False, words, action, reverse("scheduling:plan", **page))


def _booking(patient, user, words, type_key):
    if not user.has_perm("scheduling.add_appointment"):
        return {"who": _("The front desk books it.")}
    query = {"patient": patient.reference, "type": type_key}
    return {"action": words, "url": reverse("scheduling:book", query=query)}
