"""What the database refuses a course and its sessions by itself: raw SQL, as the application's own role."""

from datetime import date

import pytest
from django.utils import timezone

from clinic.scheduling.models import Course, ReviewGate
from education.models import Treatment
from patients.people.models import Hold
from patients.screening.models import Evaluation
from tests.clinic.scheduling.raw_rows import (
    course_row,
    evaluation_row,
    everywhere,
    insert,
    refused_by,
    span,
    treatment_row,
)

LONG_AGO = date(2021, 1, 1)

WRONG_TREATMENTS = {
    "no course": (
        "appointment_treatment_has_course",
        {"course_id": None, "course_sessions": None, "number": None},
    ),
    "no number": ("appointment_treatment_is_numbered", {"number": None}),
    "no treatment named": ("appointment_treatment_is_numbered", {"treatment_id": None}),
    "number 0": ("appointment_number_within_course", {"number": 0}),
    "a number beyond the authorised": ("appointment_number_within_course", {"number": 7}),
    "more sessions than authorised": (
        "appointment_course_is_the_patients",
        {"number": 7, "course_sessions": 7},
    ),
}


@pytest.mark.parametrize(("name", "wrong"), WRONG_TREATMENTS.values(), ids=WRONG_TREATMENTS)
def test_a_treatment_beside_its_course_is_refused(small_clinic, as_app_role, name, wrong):
    row = treatment_row(small_clinic, small_clinic.authorise(), **wrong)
    with refused_by(name), as_app_role() as cursor:
        insert(cursor, "scheduling_appointment", row)


def test_an_evaluation_belongs_to_no_course(small_clinic, as_app_role):
    row = evaluation_row(small_clinic, course_id=small_clinic.authorise().pk)
    with refused_by("appointment_treatment_has_course"), as_app_role() as cursor:
        insert(cursor, "scheduling_appointment", row)


def test_another_patients_course_is_refused(small_clinic, as_app_role):
    theirs = small_clinic.authorise(small_clinic.register())
    with refused_by("appointment_course_is_the_patients"), as_app_role() as cursor:
        insert(cursor, "scheduling_appointment", treatment_row(small_clinic, theirs))


def test_a_course_of_another_treatment_is_refused(small_clinic, as_app_role):
    course = small_clinic.authorise()
    other = Treatment.objects.create(key="other", name="Other", status="off_label", status_line="Invented.")
    row = treatment_row(small_clinic, course, treatment_id=other.pk)
    # Two keys forbid it; which is asked first depends on whether tables were migrated or restored.
    either = refused_by("appointment_treatment_is_the_types", "appointment_course_is_the_patients")
    with either, as_app_role() as cursor:
        insert(cursor, "scheduling_appointment", row)


def test_a_session_of_a_course_is_booked_once(small_clinic, as_app_role):
    course = small_clinic.authorise()
    with as_app_role() as cursor:
        insert(cursor, "scheduling_appointment", treatment_row(small_clinic, course))
        cancelled = treatment_row(small_clinic, course, status="cancelled")
        insert(cursor, "scheduling_appointment", cancelled)
    with refused_by("appointment_number_once_per_course"), as_app_role() as cursor:
        later = treatment_row(small_clinic, course, **everywhere(span(300, 360)))
        insert(cursor, "scheduling_appointment", later)


def test_a_course_cannot_shrink_below_what_is_booked(small_clinic, as_app_role):
    course = small_clinic.authorise()
    with as_app_role() as cursor:
        insert(cursor, "scheduling_appointment", treatment_row(small_clinic, course, number=6))
    with refused_by("appointment_number_within_course"), as_app_role() as cursor:
        cursor.execute("UPDATE scheduling_course SET sessions_authorised = 5 WHERE id = %s", [course.pk])


WRONG_COURSES = {
    "no evaluation": ("course_has_evaluation", lambda clinic: {"evaluation_id": None}),
    "no consent": ("course_has_consent", lambda clinic: {"consent_id": None}),
    "no sessions": ("course_number_of_sessions", lambda clinic: {"sessions_authorised": 0}),
    "61 sessions": ("course_number_of_sessions", lambda clinic: {"sessions_authorised": 61}),
    "a deferred evaluation": (
        "course_evaluation_is_the_patients",
        lambda clinic: {
            "evaluation_id": clinic.evaluate(clinic.patient, decision=Evaluation.Decision.DEFERRED).pk
        },
    ),
    "a decision against it": ("course_evaluation_decided_for_it", lambda clinic: {"decision": "not_now"}),
    "another patient's evaluation": (
        "course_evaluation_is_the_patients",
        lambda clinic: {"evaluation_id": clinic.evaluate(clinic.register()).pk},
    ),
    "another patient's consent": (
        "course_consent_is_the_patients",
        lambda clinic: {"consent_id": clinic.sign_consent(clinic.register()).pk},
    ),
}


@pytest.mark.parametrize(("name", "wrong"), WRONG_COURSES.values(), ids=WRONG_COURSES)
def test_a_course_that_rests_on_nothing_is_refused(small_clinic, as_app_role, name, wrong):
    row = course_row(small_clinic, **wrong(small_clinic))
    with refused_by(name), as_app_role() as cursor:
        insert(cursor, "scheduling_course", row)


def test_two_courses_of_one_treatment_do_not_run_at_once(small_clinic, as_app_role):
    small_clinic.authorise()
    with refused_by("course_running_once_per_treatment"), as_app_role() as cursor:
        insert(cursor, "scheduling_course", course_row(small_clinic))


def suspend_evaluation(clinic, course):
    Evaluation.objects.filter(pk=course.evaluation_id).update(
        suspended_at=timezone.now(), suspended_by=clinic.prescriber, suspended_because="New finding"
    )


def withdraw_consent(clinic, course):
    type(course.consent).objects.filter(pk=course.consent_id).update(
        withdrawn_at=timezone.now(), withdrawal_recorded_by=clinic.prescriber
    )


def let_evaluation_run_out(clinic, course):
    clinic.evaluate(clinic.patient, valid_until=LONG_AGO)


def decide_otherwise(clinic, course):
    clinic.evaluate(clinic.patient, decision=Evaluation.Decision.DEFERRED)


def let_consent_run_out(clinic, course):
    old = clinic.sign_consent(clinic.patient, valid_until=LONG_AGO)
    Course.objects.filter(pk=course.pk).update(consent=old)


def hold(clinic, course):
    Hold.objects.create(patient=clinic.patient, reason="Blood pressure", raised_by=clinic.prescriber)


def end(clinic, course):
    Course.objects.filter(pk=course.pk).update(ended_on=LONG_AGO)


def stop_at_a_review(clinic, course):
    ReviewGate.objects.create(
        course=course, after_number=0, decision="stop", decided_by=clinic.prescriber, decided_at=clinic.now
    )


NO_LONGER_IN_FORCE = {
    stop_at_a_review: "appointment_before_a_review_that_ends_it",
    suspend_evaluation: "appointment_evaluation_in_force",
    let_evaluation_run_out: "appointment_evaluation_in_force",
    decide_otherwise: "appointment_evaluation_in_force",
    withdraw_consent: "appointment_consent_in_force",
    let_consent_run_out: "appointment_consent_in_force",
    hold: "appointment_patient_not_on_hold",
    end: "appointment_course_is_running",
}


@pytest.mark.parametrize("status", ["offered", "booked", "arrived", "finished"])
@pytest.mark.parametrize(
    ("happening", "name"), NO_LONGER_IN_FORCE.items(), ids=lambda each: getattr(each, "__name__", each)
)
def test_a_treatment_is_refused_once_what_it_rests_on_does_not_hold(
    small_clinic, as_app_role, happening, name, status
):
    course = small_clinic.authorise()
    happening(small_clinic, course)
    with refused_by(name), as_app_role() as cursor:
        insert(cursor, "scheduling_appointment", treatment_row(small_clinic, course, status=status))


@pytest.mark.parametrize(
    ("happening", "name"), NO_LONGER_IN_FORCE.items(), ids=lambda each: getattr(each, "__name__", each)
)
def test_what_ends_later_cancels_nothing_but_lets_nothing_come_back(
    small_clinic, as_app_role, happening, name
):
    course = small_clinic.authorise()
    with as_app_role() as cursor:
        booked = insert(cursor, "scheduling_appointment", treatment_row(small_clinic, course))
    happening(small_clinic, course)
    change_status = "UPDATE scheduling_appointment SET status = %s WHERE id = %s"
    with as_app_role() as cursor:
        cursor.execute(change_status, ["arrived", booked])
        cursor.execute(change_status, ["cancelled", booked])
    with refused_by(name), as_app_role() as cursor:
        cursor.execute(change_status, ["booked", booked])


def test_a_session_cannot_be_slipped_into_a_course_that_ended(small_clinic, as_app_role):
    ended = small_clinic.authorise()
    end(small_clinic, ended)
    with as_app_role() as cursor:
        booked = insert(
            cursor, "scheduling_appointment", treatment_row(small_clinic, small_clinic.authorise())
        )
    with refused_by("appointment_course_is_running"), as_app_role() as cursor:
        cursor.execute("UPDATE scheduling_appointment SET course_id = %s WHERE id = %s", [ended.pk, booked])
