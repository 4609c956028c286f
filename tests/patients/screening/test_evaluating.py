"""Evaluations: recorded by a prescriber, never edited, suspended when they no longer hold."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import InternalError, transaction
from django.urls import reverse

from clinic.scheduling.models import Course
from patients.inquiries.form_keys import new_key
from patients.people.models import CareTeamMember
from patients.screening.evaluating import LONGEST_VALID, evaluate, suspend
from patients.screening.models import Evaluation


@pytest.fixture
def decided(small_clinic):
    """What a prescriber decides today, but for what is said otherwise."""
    today = small_clinic.location.today()

    def decide(**otherwise):
        said = {
            "patient": small_clinic.patient,
            "treatment": small_clinic.treatment,
            "decision": Evaluation.Decision.ELIGIBLE,
            "mode": Evaluation.Mode.IN_PERSON,
            "summary": "Blood pressure 120/80. Nothing speaks against it.",
            "decided_on": today,
            "valid_until": today + timedelta(days=90),
            "by": small_clinic.prescriber,
        }
        return evaluate(**{**said, **otherwise})

    return decide


@pytest.fixture
def prescriber(client, small_clinic):
    CareTeamMember.objects.create(patient=small_clinic.patient, user=small_clinic.prescriber)
    client.force_login(small_clinic.prescriber)
    return client


def page_of(patient):
    return reverse("screening:evaluate", args=[patient.reference])


def test_a_prescriber_records_a_decision_and_looks_after_the_patient(small_clinic, decided):
    evaluation = decided()
    assert (evaluation.decided_by, evaluation.decision) == (small_clinic.prescriber, "eligible")
    assert small_clinic.patient.care_team.current().get().user == small_clinic.prescriber


def test_a_form_sent_twice_is_one_evaluation(small_clinic, decided):
    """T07"""
    key = uuid4()
    assert decided(form_key=key) == decided(form_key=key)
    with pytest.raises(ValidationError, match="sent before with other details"):
        decided(form_key=key, decision=Evaluation.Decision.NOT_NOW)
    assert Evaluation.objects.get().decision == "eligible"
    assert decided() != decided(), "the same decision in two forms is two"


def test_only_a_prescriber_decides(small_clinic, decided):
    for other in (small_clinic.clinicians[0].user, small_clinic.front_desk):
        with pytest.raises(ValidationError, match="Only a prescriber"):
            decided(by=other)
    assert not Evaluation.objects.exists()


@pytest.mark.parametrize(
    ("days", "valid_for", "words"),
    [(1, 90, "future"), (0, 0, "must come after"), (0, LONGEST_VALID.days + 1, "a year at most")],
)
def test_dates_that_make_no_sense_are_refused(small_clinic, decided, days, valid_for, words):
    decided_on = small_clinic.location.today() + timedelta(days=days)
    with pytest.raises(ValidationError, match=words):
        decided(decided_on=decided_on, valid_until=decided_on + timedelta(days=valid_for))


def test_a_decision_is_never_edited(decided):
    evaluation = decided()
    with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
        Evaluation.objects.filter(pk=evaluation.pk).update(summary="Something else.")


def test_suspending_puts_the_course_on_hold_and_cancels_nothing(small_clinic, decided):
    course = small_clinic.authorise()
    small_clinic.book(type=small_clinic.treatment_type, course=course)
    suspended = suspend(
        evaluation=course.evaluation, by=small_clinic.prescriber, reason="New heart medicine."
    )
    assert suspended not in Evaluation.objects.in_force(small_clinic.location.today())
    assert Course.objects.on_hold(small_clinic.location.today()).get() == course
    assert course.appointments.active().count() == 1


def test_an_evaluation_is_suspended_once_for_a_reason(small_clinic, decided):
    evaluation = decided()
    with pytest.raises(ValidationError, match="Say why"):
        suspend(evaluation=evaluation, by=small_clinic.prescriber, reason=" ")
    suspend(evaluation=evaluation, by=small_clinic.prescriber, reason="Ill.")
    with pytest.raises(ValidationError, match="already"):
        suspend(evaluation=evaluation, by=small_clinic.prescriber, reason="Ill.")


# -- The page ----------------------------------------------------------------------------------------


def test_a_decision_is_recorded_on_the_patients_page(small_clinic, prescriber):
    today = small_clinic.location.today()
    typed = {
        "form_key": new_key(),
        "treatment": small_clinic.treatment.pk,
        "decision": "deferred",
        "mode": "remote",
        "summary": "Blood pressure too high today. \N{OK HAND SIGN} שלום",
        "decided_on": today.isoformat(),
        "valid_until": (today + timedelta(days=30)).isoformat(),
    }
    assert 'name="form_key"' in prescriber.get(page_of(small_clinic.patient)).content.decode()
    for _click in range(2):
        assert prescriber.post(page_of(small_clinic.patient), typed).status_code == 302
    evaluation = small_clinic.patient.evaluations.get()
    assert (evaluation.decision, evaluation.summary) == ("deferred", typed["summary"])


@pytest.mark.parametrize(("days_left", "badge"), [(0, "In force"), (-1, "Run out")])
def test_the_page_says_whether_a_decision_still_holds(small_clinic, prescriber, days_left, badge):
    until = small_clinic.location.today() + timedelta(days=days_left)
    small_clinic.evaluate(small_clinic.patient, valid_until=until)
    page = prescriber.get(page_of(small_clinic.patient)).content.decode()
    assert [word for word in ("In force", "Run out") if word in page] == [badge]


def test_nothing_typed_is_lost_when_a_decision_is_refused(small_clinic, prescriber):
    """T32, R4: too long by one, refused in words, and still there."""
    typed = {"summary": "x" * 5001, "decision": "eligible"}
    page = prescriber.post(page_of(small_clinic.patient), typed).content.decode()
    assert "There is a problem" in page
    assert "x" * 5001 in page
    assert not small_clinic.patient.evaluations.exists()


def test_an_evaluation_is_suspended_on_the_page_with_a_reason(small_clinic, prescriber):
    evaluation = small_clinic.evaluate(small_clinic.patient)
    address = reverse("screening:suspend", args=[small_clinic.patient.reference, evaluation.reference])
    refused = prescriber.post(address, {"reason": ""})
    assert "There is a problem" in refused.content.decode()
    assert prescriber.get(address).status_code == 405, "R5: by POST only"
    prescriber.post(address, {"reason": "New medicine."})
    evaluation.refresh_from_db()
    assert evaluation.suspended_because == "New medicine."


def test_clinicians_read_decisions_and_do_not_decide(client, small_clinic):
    clinician = small_clinic.clinicians[0].user
    CareTeamMember.objects.create(patient=small_clinic.patient, user=clinician)
    evaluation = small_clinic.evaluate(small_clinic.patient)
    client.force_login(clinician)
    page = client.get(page_of(small_clinic.patient))
    assert evaluation.summary in page.content.decode()
    assert "Record this decision" not in page.content.decode()
    client.post(page_of(small_clinic.patient), {"decision": "eligible"})
    assert small_clinic.patient.evaluations.count() == 1
    suspend_it = reverse("screening:suspend", args=[small_clinic.patient.reference, evaluation.reference])
    assert client.post(suspend_it, {"reason": "x"}).status_code == 403


def test_the_front_desk_sees_no_evaluation(client, small_clinic):
    client.force_login(small_clinic.front_desk)
    assert client.get(page_of(small_clinic.patient)).status_code == 403


def test_somebody_elses_patient_is_not_found(client, small_clinic):
    """R1"""
    client.force_login(small_clinic.prescriber)
    assert client.get(page_of(small_clinic.patient)).status_code == 404
