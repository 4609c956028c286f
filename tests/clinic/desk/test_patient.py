"""A patient's whole story: what each role reads, and the one thing to do now."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from patients.area.models import PatientLink
from patients.consent.withdrawing import withdraw
from patients.people.models import CareTeamMember, Hold
from tests.clinic.scheduling.pages import text_of


@pytest.fixture
def story(client, small_clinic):
    """`story(user)`: what the patient's page says to this person."""

    def read(user):
        client.force_login(user)
        return text_of(client.get(reverse("desk:patient", args=[small_clinic.patient.reference])))

    return read


@pytest.fixture
def prescriber(small_clinic):
    CareTeamMember.objects.create(patient=small_clinic.patient, user=small_clinic.prescriber)
    return small_clinic.prescriber


def test_each_step_names_the_one_thing_to_do_now(small_clinic, story, prescriber):
    desk = small_clinic.front_desk
    assert "Book an evaluation visit" in story(desk)
    assert "Ask the health questions" in story(prescriber)
    small_clinic.patient.responses.create(started_at=small_clinic.now, submitted_at=timezone.now())
    assert "Record the evaluation" in story(prescriber)
    small_clinic.book()
    assert "The prescriber records the evaluation after the visit." in story(desk)
    evaluation = small_clinic.evaluate(small_clinic.patient)
    assert "A clinician witnesses the signature." in story(desk)
    assert "Record the signed consent" in story(prescriber)
    consent = small_clinic.sign_consent(small_clinic.patient)
    assert "A prescriber authorizes the course." in story(desk)
    assert "Authorize a course" in story(prescriber)
    small_clinic.patient.courses.create(
        treatment=small_clinic.treatment,
        evaluation=evaluation,
        consent=consent,
        sessions_authorised=1,
        authorised_by=prescriber,
    )
    assert "0 of 1 sessions booked Plan the course" in story(desk)
    course = small_clinic.patient.courses.get()
    small_clinic.book(type=small_clinic.treatment_type, course=course, session_start=small_clinic.at(14))
    assert "Everything is in place." in story(desk)


def test_who_agreed_to_mails_answers_the_questions_on_their_own_page(small_clinic, story):
    small_clinic.patient.email, small_clinic.patient.channels = "robin@visitor.example", ["email"]
    small_clinic.patient.save()
    assert "Health questions answered missing: Not yet" in story(small_clinic.front_desk)
    assert "Send the private link" in story(small_clinic.front_desk)
    PatientLink.objects.create(patient=small_clinic.patient, token_sha256="0" * 64, sent_at=timezone.now())
    assert "Book an evaluation visit" in story(small_clinic.front_desk)
    small_clinic.patient.responses.create()
    assert "Begun, not sent yet" in story(small_clinic.front_desk)


def test_the_front_desk_reads_that_steps_are_done_and_no_finding(small_clinic, story, prescriber):
    small_clinic.authorise()
    said = story(small_clinic.front_desk)
    assert "Evaluated by a prescriber done: In force" in said
    for clinical in ("Invented.", "Treatment can go ahead", "All evaluations", "All consents"):
        assert clinical not in said, clinical
    assert "Treatment can go ahead" in story(prescriber)
    assert "All consents" in story(prescriber)


def test_a_hold_stands_above_everything(small_clinic, story, prescriber):
    course = small_clinic.authorise()
    small_clinic.book(type=small_clinic.treatment_type, course=course)
    Hold.objects.create(patient=small_clinic.patient, reason="Call first.", raised_by=prescriber)
    for user in (small_clinic.front_desk, prescriber):
        said = story(user)
        assert said.index("Call first.") < said.index("On the way to treatment")
        assert "The hold waits for a clinician’s decision." in said
        assert "Booked On hold" in said
    assert "Lift this hold" in story(prescriber)
    assert "Lift this hold" not in story(small_clinic.front_desk)


def test_a_withdrawn_consent_shows_at_once(small_clinic, story, prescriber):
    course = small_clinic.authorise()
    small_clinic.book(type=small_clinic.treatment_type, course=course)
    withdraw(consent=course.consent, by=prescriber)
    said = story(small_clinic.front_desk)
    assert "Consent signed missing: Not yet, or no longer in force" in said
    assert "Booked On hold" in said
    assert "Withdrawn" in story(prescriber)


@pytest.mark.parametrize(("days_left", "badge"), [(0, "In force"), (-1, "Run out")])
def test_the_story_says_what_still_holds(small_clinic, story, prescriber, days_left, badge):
    until = small_clinic.location.today() + timedelta(days=days_left)
    small_clinic.evaluate(small_clinic.patient, valid_until=until)
    small_clinic.sign_consent(small_clinic.patient, valid_until=until)
    said = story(prescriber)
    for shown in ("Treatment can go ahead", "version 1"):
        assert said.partition(shown)[2].strip().startswith(badge), shown


def test_somebody_elses_patient_and_a_random_reference_are_the_same_page(client, small_clinic):
    """R1, R6"""
    client.force_login(small_clinic.clinicians[0].user)
    there = client.get(reverse("desk:patient", args=[small_clinic.patient.reference]))
    nowhere = client.get(reverse("desk:patient", args=[uuid4().hex]))
    assert there.status_code == nowhere.status_code == 404
    assert text_of(there) == text_of(nowhere)
