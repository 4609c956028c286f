"""Authorising a course of sessions, and ending one."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from clinic.accounts import roles
from clinic.accounts.models import User
from clinic.scheduling import authorising, cancelling
from clinic.scheduling.models import Course, CoursePhase
from education.models import Treatment
from patients.screening.models import Evaluation
from tests.clinic.scheduling.refused import refused

LONG_AGO = date(2021, 1, 1)


def authorise(clinic, **wishes):
    patient = wishes.pop("patient", clinic.patient)
    return authorising.authorise_course(
        **{
            "patient": patient,
            "evaluation": wishes.pop("evaluation", None) or clinic.evaluate(patient),
            "consent": wishes.pop("consent", None) or clinic.sign_consent(patient),
            "phases": [CoursePhase(sessions=wishes.pop("sessions", 6), least_days=0, most_days=365)],
            "by": clinic.prescriber,
            "now": clinic.now,
            **wishes,
        }
    )


def test_a_prescriber_authorises_a_course(small_clinic):
    course = authorise(small_clinic)
    assert Course.objects.running().get() == course
    assert (course.patient, course.treatment) == (small_clinic.patient, small_clinic.treatment)
    assert (course.sessions_authorised, course.authorised_by) == (6, small_clinic.prescriber)
    assert course.authorised_at == small_clinic.now


@pytest.mark.parametrize("role", [role for role in roles.ROLES if role != roles.PRESCRIBER])
def test_nobody_else_authorises_or_ends_one(small_clinic, role):
    course = authorise(small_clinic)
    somebody = User.objects.create_user("somebody@stillwater.example", name="Somebody")
    somebody.groups.set(Group.objects.filter(name=role))
    with refused("not_a_prescriber"):
        authorise(small_clinic, by=somebody)
    with refused("not_a_prescriber"):
        authorising.end_course(course=course, by=somebody, now=small_clinic.now)
    assert Course.objects.running().count() == 1


def run_out(clinic):
    return {"evaluation": clinic.evaluate(clinic.patient, valid_until=LONG_AGO)}


def superseded(clinic):
    evaluation = clinic.evaluate(clinic.patient)
    clinic.evaluate(clinic.patient, decision=Evaluation.Decision.NOT_NOW)
    return {"evaluation": evaluation}


def suspended(clinic):
    because = {
        "suspended_at": timezone.now(),
        "suspended_by": clinic.prescriber,
        "suspended_because": "New finding",
    }
    return {"evaluation": clinic.evaluate(clinic.patient, **because)}


def consent_run_out(clinic):
    return {"consent": clinic.sign_consent(clinic.patient, valid_until=LONG_AGO)}


def withdrawn(clinic):
    by = {"withdrawn_at": timezone.now(), "withdrawal_recorded_by": clinic.prescriber}
    return {"consent": clinic.sign_consent(clinic.patient, **by)}


def deferred(clinic):
    return {"evaluation": clinic.evaluate(clinic.patient, decision=Evaluation.Decision.DEFERRED)}


def anothers_evaluation(clinic):
    return {"evaluation": clinic.evaluate(clinic.register())}


def anothers_consent(clinic):
    return {"consent": clinic.sign_consent(clinic.register())}


def consent_for_another_treatment(clinic):
    consent = clinic.sign_consent(clinic.patient)
    other = Treatment.objects.create(key="other", name="Other", status="off_label", status_line="Invented.")
    clinic.treatment = other
    return {"evaluation": clinic.evaluate(clinic.patient), "consent": consent}


@pytest.mark.parametrize(
    ("beside", "code"),
    [
        (run_out, "appointment_evaluation_in_force"),
        (superseded, "appointment_evaluation_in_force"),
        (suspended, "appointment_evaluation_in_force"),
        (consent_run_out, "appointment_consent_in_force"),
        (withdrawn, "appointment_consent_in_force"),
        (deferred, "course_evaluation_is_the_patients"),
        (anothers_evaluation, "course_evaluation_is_the_patients"),
        (anothers_consent, "course_consent_is_the_patients"),
        (consent_for_another_treatment, "course_consent_is_the_patients"),
        (lambda clinic: {"sessions": 0}, "course_number_of_sessions"),
        (lambda clinic: {"sessions": 61}, "course_number_of_sessions"),
    ],
)
def test_a_course_rests_on_what_holds_for_this_patient(small_clinic, beside, code):
    with refused(code):
        authorise(small_clinic, **beside(small_clinic))
    assert not Course.objects.exists()


def test_a_course_rests_on_the_newest_of_each(small_clinic):
    patient = small_clinic.patient
    assert authorising.bases_for(patient) == (
        [],
        [("evaluation", "No evaluation in force says that treatment can go ahead.")],
    )
    small_clinic.evaluate(patient)
    small_clinic.evaluate(patient, decision=Evaluation.Decision.DEFERRED)
    assert authorising.bases_for(patient)[1][0][0] == "evaluation", "the newest decides to wait"
    newest = small_clinic.evaluate(patient)
    treatment = small_clinic.treatment
    assert authorising.bases_for(patient) == (
        [],
        [("consent", f"{treatment}: no consent is in force.")],
    )
    small_clinic.sign_consent(patient)
    consent = small_clinic.sign_consent(patient)
    small_clinic.sign_consent(patient, valid_until=LONG_AGO)
    assert authorising.bases_for(patient) == ([(newest, consent)], [])


def test_what_holds_is_judged_by_the_patients_calendar(small_clinic):
    """At 3 in the morning in London it is still yesterday in New York."""
    last_day = {"valid_until": date(2030, 1, 15)}
    evaluation = small_clinic.evaluate(small_clinic.patient, **last_day)
    assert authorise(small_clinic, evaluation=evaluation, now=datetime(2030, 1, 16, 3, tzinfo=UTC))
    with refused("appointment_evaluation_in_force"):
        authorise(small_clinic, evaluation=evaluation, now=datetime(2030, 1, 16, 6, tzinfo=UTC))


def test_one_course_of_a_treatment_runs_at_a_time(small_clinic):
    """T07: a second click authorizes nothing more."""
    course = authorise(small_clinic)
    with refused("course_running_once_per_treatment"):
        authorise(small_clinic)
    authorising.end_course(course=course, by=small_clinic.prescriber, now=small_clinic.now)
    assert authorise(small_clinic) in Course.objects.running()


def test_a_course_is_ended_once(small_clinic):
    course = authorise(small_clinic)
    ended = authorising.end_course(course=course, by=small_clinic.prescriber, now=small_clinic.at(12))
    assert ended.ended_on == small_clinic.monday
    assert not Course.objects.running().exists()
    with refused("appointment_course_is_running"):
        authorising.end_course(course=course, by=small_clinic.prescriber, now=small_clinic.at(12))


def test_a_course_does_not_end_under_a_booked_session(small_clinic):
    course = authorise(small_clinic)
    booked = small_clinic.book(type=small_clinic.treatment_type, course=course)
    with refused("sessions_to_come", words="1 session is still to come. Cancel it first."):
        authorising.end_course(course=course, by=small_clinic.prescriber, now=small_clinic.now)
    cancelling.cancel(appointment=booked, by=small_clinic.prescriber, reason="Well", now=small_clinic.now)
    assert authorising.end_course(course=course, by=small_clinic.prescriber, now=small_clinic.now)
