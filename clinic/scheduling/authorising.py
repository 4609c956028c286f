"""Authorising a course of sessions, and ending one: a prescriber's acts."""

import pghistory
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from patients.consent.models import Consent
from patients.people.models import Patient
from patients.screening.models import Evaluation

from . import refusals
from .models import Course, CoursePhase, ReviewGate


def bases_for(patient):
    """What a course of this patient can rest on today, and what is missing for one.

    Returns pairs of an evaluation and a consent to the same treatment, the newest that are in force; and for
    what is missing pairs of `evaluation` or `consent` and a sentence.
    """
    today = patient.location.today()
    evaluations = _newest(Evaluation.objects.in_force(today).eligible().filter(patient=patient), "decided_on")
    consents = _newest(Consent.objects.in_force(today).filter(patient=patient), "signed_on")
    agreed_to = {consent.treatment_id: consent for consent in consents}
    bases, missing = [], []
    for evaluation in evaluations.select_related("treatment"):
        if consent := agreed_to.get(evaluation.treatment_id):
            bases.append((evaluation, consent))
        else:
            words = {"treatment": evaluation.treatment}
            missing.append(("consent", _("%(treatment)s: no consent is in force.") % words))
    if not bases and not missing:
        missing.append(("evaluation", _("No evaluation in force says that treatment can go ahead.")))
    return bases, missing


def authorise_course(*, patient, evaluation, consent, phases, by, now):
    """Authorise a course of the evaluation's treatment, on an evaluation and a consent in force.

    `phases` are rows of a protocol, or of the course that is to be, in order: each so many sessions with the days
    between them; one with `review_after` puts a review gate behind its last session. Raises `ValidationError`
    where `by` is no prescriber, or where something a course rests on does not hold.
    """
    _prescribers_only(by)
    with refusals.in_words():
        patient = Patient.objects.locked(patient)
        today = now.astimezone(patient.location.zone).date()
        if not Evaluation.objects.in_force(today).filter(pk=evaluation.pk).exists():
            raise refusals.of("appointment_evaluation_in_force")
        if not Consent.objects.in_force(today).filter(pk=consent.pk).exists():
            raise refusals.of("appointment_consent_in_force")
        course = Course.objects.create(
            patient=patient,
            treatment=evaluation.treatment,
            evaluation=evaluation,
            consent=consent,
            sessions_authorised=sum(phase.sessions for phase in phases),
            authorised_by=by,
            authorised_at=now,
        )
        last = 0
        for position, phase in enumerate(phases, start=1):
            CoursePhase.objects.create(
                course=course,
                position=position,
                sessions=phase.sessions,
                least_days=phase.least_days,
                most_days=phase.most_days,
                review_after=phase.review_after,
            )
            last += phase.sessions
            if phase.review_after:
                ReviewGate.objects.create(course=course, after_number=last)
        return course


def end_course(*, course, by, now):
    """End a course today: nothing more is booked in it. Sessions still to come must be cancelled first."""
    _prescribers_only(by)
    with refusals.in_words(), pghistory.context(user=by.pk):
        patient = Patient.objects.locked(course.patient)
        course = Course.objects.get(pk=course.pk)
        if course.ended_on is not None:
            raise refusals.of("appointment_course_is_running")
        to_come = course.appointments.upcoming(now).count()
        if to_come:
            raise ValidationError(
                ngettext(
                    "%(count)s session is still to come. Cancel it first.",
                    "%(count)s sessions are still to come. Cancel them first.",
                    to_come,
                ),
                "sessions_to_come",
                {"count": to_come},
            )
        course.ended_on = now.astimezone(patient.location.zone).date()
        course.save(update_fields=["ended_on"])
        return course


def rest_on_newest(*, consent):
    """The patient has signed: a course of that treatment rests on the newest consent in force from now on.

    Only `recording` calls this, under the patient's lock.
    """
    patient = consent.patient
    same = {"patient": patient, "treatment": consent.treatment_id}
    in_force = Consent.objects.in_force(patient.location.today()).filter(**same)
    if newest := _newest(in_force.exclude(treatment=None), "signed_on").first():
        Course.objects.running().filter(**same).exclude(consent=newest).update(consent=newest)


def follow(*, patient, into):
    """The patient was here twice: their courses, with the sessions in them, follow to `into`.

    Refuses where both have a course of one treatment running. Only `merging` calls this.
    """
    theirs = Course.objects.running().filter(patient=into)
    both = Course.objects.running().filter(patient=patient, treatment__in=theirs.values("treatment"))
    against = [
        ValidationError(
            _("Two courses of %(treatment)s would run at once. End one of them first."),
            "both_running",
            {"treatment": course.treatment},
        )
        for course in both.select_related("treatment")
    ]
    if against:
        raise ValidationError(against)
    with refusals.in_words():
        Course.objects.filter(patient=patient).update(patient=into)


def _newest(rows, dated):
    return rows.order_by("treatment_id", f"-{dated}", "-pk").distinct("treatment_id")


def _prescribers_only(person):
    if not person.has_perm("scheduling.add_course"):
        raise ValidationError(_("Only a prescriber may do this."), "not_a_prescriber")
