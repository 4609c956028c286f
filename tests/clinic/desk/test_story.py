"""A patient's one story: every app tells its own, in order, and each role reads only what it may."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from clinic.desk.views import ENTRIES_SHOWN
from clinic.scheduling import authorising, booking, cancelling
from clinic.scheduling.models import Appointment, CoursePhase
from clinic.stories import story_of
from patients.area import writing
from patients.consent.withdrawing import withdraw
from patients.inquiries import contacting
from patients.inquiries.receiving import receive_inquiry
from patients.people import caring, correcting, holding, merging, registering
from patients.people.known import what_is_known
from patients.people.models import Patient
from patients.screening.evaluating import suspend
from tests.clinic.scheduling.pages import text_of


@pytest.fixture
def told(small_clinic):
    """`told(user, patient)`: the story as pairs of what and who, the oldest first."""

    def read(user, patient=small_clinic.patient):
        patients = [Patient.objects.get(pk=patient.pk), *Patient.objects.filter(merged_into=patient)]
        return [(entry.what, str(entry.who or "")) for entry in reversed(story_of(patients, user))]

    return read


def whole_story(clinic):
    """Somebody from their question to a canceled session, an hour between any two steps."""
    desk, prescriber = clinic.front_desk, clinic.prescriber
    with time_machine.travel(timezone.now() - timedelta(days=3), tick=False) as clock:

        def later():
            clock.shift(timedelta(hours=1))
            return timezone.now()

        inquiry = receive_inquiry(
            form_key=uuid4(),
            name="Ana Example",
            email="ana@visitor.example",
            phone="+12125550123",
            contact_by="email",
            message="Is there an elevator?",
            location=clinic.location,
        )
        later()
        contacting.log_call(inquiry=inquiry, outcome="spoke", text="Spoke for a while.", by=desk)
        later()
        patient = registering.register_patient(
            legal_name="Ana Example",
            birth_date=clinic.patient.birth_date - timedelta(days=90),
            phone="+12125550123",
            location=clinic.location,
            inquiry=inquiry,
            by=desk,
        )
    correcting.correct_patient(patient=patient, seen=what_is_known(patient), by=desk, pronouns="she/her")
    writing.write(patient=patient, text="I come by bus.", form_key=uuid4())
    hold = holding.raise_hold(patient=patient, reason="Asked to wait.", by=prescriber)
    holding.lift_hold(hold=hold, because="Talked.", by=prescriber)
    bases = {"evaluation": clinic.evaluate(patient), "consent": clinic.sign_consent(patient)}
    phases = [CoursePhase(sessions=6, least_days=0, most_days=365)]
    course = authorising.authorise_course(
        patient=patient, **bases, phases=phases, by=prescriber, now=timezone.now()
    )
    clinic.now = timezone.now()
    booked = clinic.book(patient=patient, type=clinic.treatment_type, course=course)
    moved = booking.move(
        appointment=booked,
        session_start=clinic.at(14),
        room=booked.room,
        clinician=booked.clinician,
        by=desk,
        reason="They asked.",
        now=timezone.now(),
    )
    cancelling.cancel(appointment=moved, by=desk, reason="A cold.", now=timezone.now())
    authorising.end_course(course=course, by=prescriber, now=timezone.now())
    suspend(evaluation=course.evaluation, by=prescriber, reason="Blood pressure.")
    withdraw(consent=course.consent, by=prescriber)
    caring.join_care_team(patient=patient, user=prescriber, by=prescriber)
    return patient


STEPS = (
    "Asked on the website", "Called: We spoke", "Registered", "Wrote on their own page", "Care put on hold",
    "Hold lifted", "Evaluated by a prescriber", "Consent signed", "Course authorized", "Booked for",
    "Moved from", "Canceled", "Evaluation suspended", "Consent withdrawn",
)  # fmt: skip


def test_the_front_desk_reads_the_whole_story_in_order(small_clinic, told):
    patient = whole_story(small_clinic)
    story = told(small_clinic.front_desk, patient)
    places = [next(place for place, (what, _who) in enumerate(story) if step in what) for step in STEPS]
    assert places == sorted(places), story
    who = dict(story)
    assert who["Course ended"] == str(small_clinic.prescriber)
    assert who["Registered"] == who["Corrected"] == str(small_clinic.front_desk)
    assert who["Care put on hold"] == who["Evaluation suspended"] == str(small_clinic.prescriber)
    assert who["Wrote on their own page"] == "the patient"


def test_the_front_desk_reads_that_something_is_done_and_never_what_was_found(client, small_clinic):
    patient = whole_story(small_clinic)
    page = reverse("desk:patient", args=[patient.reference])
    client.force_login(small_clinic.front_desk)
    said = text_of(client.get(page))
    assert "Evaluated by a prescriber" in said and "Consent withdrawn" in said
    for clinical in ("Treatment can go ahead", "Blood pressure.", "Invented.", "Consent, version 1"):
        assert clinical not in said, clinical
    client.force_login(small_clinic.prescriber)
    said = text_of(client.get(page))
    for clinical in ("Treatment can go ahead", "Blood pressure.", "Consent, version 1"):
        assert clinical in said, clinical
    for of_the_inbox in ("Is there an elevator?", "Spoke for a while."):
        assert of_the_inbox not in said


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("", "she/her", "Pronouns: she/her"),
        ("she/her", "they/them", "Pronouns: they/them instead of she/her"),
        ("she/her", "", "Pronouns: no longer she/her"),
    ],
)
def test_what_was_corrected_is_told_with_what_stood_there_before(small_clinic, before, after, words):
    patient, desk = small_clinic.patient, small_clinic.front_desk
    for pronouns in (before, after):
        seen = what_is_known(patient)
        patient = correcting.correct_patient(patient=patient, seen=seen, by=desk, pronouns=pronouns)
    assert words in [entry.text for entry in story_of([patient], desk) if entry.what == "Corrected"]


def test_what_patients_corrected_by_themselves_is_told_as_theirs(small_clinic, told):
    patient = small_clinic.patient
    seen = what_is_known(patient)
    correcting.correct_patient(patient=patient, seen=seen, by=None, escort_name="Bea Example")
    assert ("Corrected", "the patient") in told(small_clinic.front_desk)


def test_the_story_of_two_who_were_one_is_told_once_with_both_beginnings(small_clinic, told):
    other = small_clinic.register("Robyn Example")
    small_clinic.book(patient=other)
    seen = [what_is_known(other), what_is_known(small_clinic.patient)]
    merging.merge_patients(patient=other, into=small_clinic.patient, seen=seen, by=small_clinic.front_desk)
    whats = [what for what, _who in told(small_clinic.front_desk)]
    assert whats.count("Registered") == 2
    assert "Found to be here twice, and merged" in whats
    assert any("Booked for" in what for what in whats)


def test_days_are_those_of_the_patients_location(client, small_clinic):
    """In New York it is still the 23rd."""
    with time_machine.travel("2026-11-24T03:00:00Z", tick=False):
        patient = small_clinic.register("Kim Late")
        Patient.objects.filter(pk=patient.pk).update(registered_at=timezone.now())
        client.force_login(small_clinic.front_desk)
        said = text_of(client.get(reverse("desk:patient", args=[patient.reference])))
    assert "Monday, November 23, 2026 Registered Fran Desk 10:00 p.m." in said


def test_a_long_story_comes_in_pages_and_takes_as_many_queries_as_a_short_one(
    client, small_clinic, django_assert_max_num_queries
):
    """T19"""
    page = reverse("desk:patient", args=[small_clinic.patient.reference])
    client.force_login(small_clinic.front_desk)
    desk = small_clinic.front_desk

    def happen():
        """Something of everything that there can be more of."""
        small_clinic.evaluate(small_clinic.patient), small_clinic.sign_consent(small_clinic.patient)
        hold = holding.raise_hold(patient=small_clinic.patient, reason="Wait", by=small_clinic.prescriber)
        holding.lift_hold(hold=hold, because="Go on", by=small_clinic.prescriber)
        patient = Patient.objects.get(pk=small_clinic.patient.pk)
        changed = {"pronouns": "they/them" if patient.pronouns != "they/them" else "she/her"}
        correcting.correct_patient(patient=patient, seen=what_is_known(patient), by=desk, **changed)
        number = Appointment.objects.count()
        start = small_clinic.at(9) + timedelta(days=number)
        cancelling.cancel(
            appointment=small_clinic.book(session_start=start), by=desk, reason="x", now=timezone.now()
        )

    happen()
    with django_assert_max_num_queries(60) as few:
        client.get(page)
    for _again in range(9):
        happen()
    with django_assert_max_num_queries(len(few)):
        answer = client.get(page)
    assert len(answer.context["page"]) == ENTRIES_SHOWN
    assert "Page 1 of" in text_of(answer)
    older = text_of(client.get(page, {"page": 2}))
    assert "Registered" in older
    assert client.get(page, {"page": "x"}).status_code == 200


def test_the_story_of_somebody_elses_patient_is_told_to_nobody(client, small_clinic):
    """R1"""
    patient = whole_story(small_clinic)
    client.force_login(small_clinic.clinicians[1].user)
    assert client.get(reverse("desk:patient", args=[patient.reference])).status_code == 404


def test_what_was_answered_in_the_inbox_is_told_where_it_leads(client, small_clinic):
    patient = whole_story(small_clinic)
    client.force_login(small_clinic.front_desk)
    page = client.get(reverse("desk:patient", args=[patient.reference])).content.decode()
    assert reverse("inbox:inquiry", args=[patient.inquiry.reference]) in page
