"""Reviews: who decides, what waits behind them, and where that is said."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from clinic.accounts import roles
from clinic.scheduling import booking, reviewing
from clinic.scheduling.booking import Session
from clinic.scheduling.models import Appointment, ReviewGate
from clinic.scheduling.waiting import reasons_by_session
from tests.clinic.scheduling.pages import text_of
from tests.clinic.scheduling.refused import refused
from tests.small_clinic import person


@pytest.fixture
def course(small_clinic):
    """Two sessions, a review, and two more; the first three are booked."""
    course = small_clinic.authorise(phases=[(2, 2, 4, True), (2, 2, 4, False)])
    booking.book_course(
        course=course,
        type=small_clinic.treatment_type,
        sessions=[
            Session(
                number,
                small_clinic.at(10, day=small_clinic.monday + timedelta(days=3 * (number - 1))),
                small_clinic.rooms[0],
                small_clinic.clinicians[0],
            )
            for number in (1, 2, 3)
        ],
        by=small_clinic.front_desk,
        form_key=uuid.uuid4(),
        now=small_clinic.now,
    )
    return course


def decide(clinic, course, decision="continue", note="", **wishes):
    return reviewing.decide(
        **{
            "gate": course.gates.get(),
            "decision": decision,
            "note": note,
            "by": clinic.prescriber,
            "now": clinic.now,
            **wishes,
        }
    )


def reasons(clinic, course, number):
    rows = list(course.appointments.select_related("course"))
    found = reasons_by_session(rows, clinic.location.today())
    return next(found[row.pk] for row in rows if row.number == number)


def test_sessions_behind_a_review_wait_until_a_prescriber_says_go_on(small_clinic, course):
    today = small_clinic.location.today()
    assert reasons(small_clinic, course, 2) == []
    assert reasons(small_clinic, course, 3) == ["It waits for the review after session 2."]
    decide(small_clinic, course)
    assert reasons(small_clinic, course, 3) == []
    assert not Appointment.objects.on_hold(today).exists()


@pytest.mark.parametrize("role", [roles.FRONT_DESK, roles.CLINICIAN, roles.MANAGER])
def test_nobody_but_a_prescriber_decides(small_clinic, course, role):
    with refused("not_a_prescriber"):
        decide(small_clinic, course, by=person("sam.somebody", role))


@pytest.mark.parametrize("decision", ["change", "stop"])
def test_to_change_or_to_stop_needs_a_note_and_lets_nothing_more_be_booked(small_clinic, course, decision):
    with refused("note_missing"):
        decide(small_clinic, course, decision, note=" ")
    gate = decide(small_clinic, course, decision, note="Blood pressure too high.")
    assert (gate.decided_by, gate.note) == (small_clinic.prescriber, "Blood pressure too high.")
    words = f"The review after session 2 decided: {gate.get_decision_display().lower()}."
    assert reasons(small_clinic, course, 3) == [words]
    session = {"type": small_clinic.treatment_type, "course": course}
    later = small_clinic.at(10, day=small_clinic.monday + timedelta(days=9))
    with refused("appointment_before_a_review_that_ends_it"):
        small_clinic.book(**session, session_start=later)


def test_who_has_not_seen_the_last_decision_replaces_none(small_clinic, course):
    seen = course.gates.get()
    decide(small_clinic, course)
    with refused("changed_meanwhile"):
        decide(small_clinic, course, "stop", note="Well", gate=seen)
    with refused("note_missing"):
        decide(small_clinic, course)
    assert decide(small_clinic, course, "stop", note="Well again.").decision == "stop"
    course.ended_on = small_clinic.location.today()
    course.save()
    with refused("appointment_course_is_running"):
        decide(small_clinic, course, note="Again")


def test_a_review_is_due_once_the_session_before_it_is_over(small_clinic, course):
    second = Appointment.objects.get(number=2)
    assert not ReviewGate.objects.due(second.session.lower).exists()
    assert ReviewGate.objects.due(second.session.upper).get() == course.gates.get()
    decide(small_clinic, course)
    assert not ReviewGate.objects.due(second.session.upper).exists()


def test_a_prescriber_finds_what_waits_and_decides_on_its_page(small_clinic, course, prescriber):
    with time_machine.travel(small_clinic.at(12, day=small_clinic.monday + timedelta(days=3)), tick=False):
        prescriber.force_login(small_clinic.prescriber)
        assert "1 Courses that wait for a review" in text_of(prescriber.get(reverse("admin:index")))
        listed = text_of(prescriber.get(reverse("scheduling:courses"), {"show": "review"}))
        assert "The review after session 2" in listed
        patient = prescriber.get(reverse("desk:patient", args=[small_clinic.patient.reference]))
        assert "Review after session 2" in text_of(patient)
        page = reverse("scheduling:review", args=[small_clinic.patient.reference, course.reference, 2])
        assert "Behind it 3." in text_of(prescriber.get(page))
        assert "Say why." in text_of(prescriber.post(page, {"decision": "stop", "note": ""}))
        answer = prescriber.post(page, {"decision": "stop", "note": "Feels well."}, follow=True)
        assert "Cancel the rest of the course below." in text_of(answer)
        assert "Feels well." in text_of(answer)
        assert "No review is due" in text_of(
            prescriber.get(reverse("scheduling:courses"), {"show": "review"})
        )
        stale = prescriber.post(page, {"decision": "continue", "note": "Go", "seen": ""})
        assert stale.status_code == 409
        assert "has decided meanwhile: Stop." in text_of(stale)
    told = text_of(prescriber.get(reverse("desk:patient", args=[small_clinic.patient.reference])))
    assert "Review after session 2: Stop" in told


def test_the_front_desk_opens_no_review(small_clinic, course, desk):
    page = reverse("scheduling:review", args=[small_clinic.patient.reference, course.reference, 2])
    assert desk.get(page).status_code == 403
    patient = text_of(desk.get(reverse("desk:patient", args=[small_clinic.patient.reference])))
    assert "Review after session 2" not in patient
