"""One appointment: looked at, moved, canceled and restored; and the courses behind it."""

import re
from datetime import time
from html import unescape
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from clinic.scheduling import arriving, booking, cancelling
from clinic.scheduling.history import history_of
from patients.people.models import Hold
from tests.clinic.scheduling.pages import book_page, calendar, close, open_another, text_of, typed


def test_an_appointment_page_tells_the_whole_visit_and_its_story(small_clinic, desk):
    booked = small_clinic.book(type=small_clinic.treatment_type, course=small_clinic.authorise())
    said = text_of(desk.get(reverse("scheduling:appointment", args=[booked.reference])))
    for part in (
        "Robin Example: Ketamine into a vein, session 1 of 6",
        "09:30",
        "Session, 50 minutes",
        "11:50",
        "Fran Desk",
    ):
        assert part in said, part


def test_an_appointment_is_moved_with_a_reason_that_stays(small_clinic, desk):
    booked = small_clinic.book()
    page = desk.get(reverse("scheduling:move", args=[booked.reference]))
    seen = unescape(re.search(r'name="seen" value="([^"]+)"', page.content.decode())[1])
    sent = typed(small_clinic, at=time(15), room=small_clinic.rooms[1].pk, seen=seen, asked_by="patient")
    address = reverse("scheduling:move", args=[booked.reference])
    assert "Why is it moved?" in text_of(desk.post(address, sent)), "a reason is asked for"
    answer = desk.post(address, {**sent, "reason": "Patient asked"}, follow=True)
    booked.refresh_from_db()
    assert (booked.starts_at, booked.room) == (small_clinic.at(15), small_clinic.rooms[1])
    said = text_of(answer)
    assert "10:00–11:00 to" in said and "from Room 1 to Room 2; the patient asked: Patient asked" in said


def test_a_second_person_does_not_overwrite_what_the_first_changed(small_clinic, desk):
    """T08"""
    booked = small_clinic.book()
    seen = booked.changed_at.isoformat()
    booking.move(
        appointment=booked,
        session_start=small_clinic.at(12),
        room=booked.room,
        clinician=booked.clinician,
        by=small_clinic.prescriber,
        reason="Room needed",
        now=timezone.now(),
    )
    address = reverse("scheduling:move", args=[booked.reference])
    sent = typed(small_clinic, at=time(15), seen=seen, reason="Patient asked", asked_by="patient")
    answer = desk.post(address, sent)
    assert answer.status_code == 409
    assert "Pat Prescriber has changed this appointment" in text_of(answer)
    assert "10:00–11:00 to" in text_of(answer)
    booked.refresh_from_db()
    assert booked.starts_at == small_clinic.at(12)


def test_canceling_needs_a_reason_and_frees_the_time_at_once(small_clinic, desk):
    """T09"""
    booked = small_clinic.book()
    address = reverse("scheduling:cancel", args=[booked.reference])
    seen = booked.changed_at.isoformat()
    assert "There is a problem" in text_of(desk.post(address, {"reason": "", "seen": seen}))
    desk.post(address, {"reason": "Patient is ill", "seen": seen, "asked_by": "patient"})
    booked.refresh_from_db()
    assert (booked.status, booked.reason) == ("cancelled", "Patient is ill")
    assert desk.post(book_page(small_clinic), typed(small_clinic)).status_code == 302


def test_a_cancellation_is_taken_back_while_the_time_is_free(small_clinic, desk):
    """T09"""
    booked = small_clinic.book()
    cancelling.cancel(appointment=booked, by=small_clinic.front_desk, reason="Ill", now=timezone.now())
    restore = reverse("scheduling:restore", args=[booked.reference])
    assert desk.get(restore).status_code == 405, "R5: by POST only"
    other = small_clinic.book(patient=small_clinic.register())
    answer = desk.post(restore)
    assert answer.status_code == 409
    assert "Room 1 is taken 10:00–11:10." in text_of(answer)
    cancelling.cancel(appointment=other, by=small_clinic.front_desk, reason="Ill", now=timezone.now())
    assert desk.post(restore).status_code == 302
    booked.refresh_from_db()
    assert booked.status == "booked"


def test_an_appointment_on_hold_says_why(small_clinic, desk):
    course = small_clinic.authorise()
    booked = small_clinic.book(type=small_clinic.treatment_type, course=course)
    Hold.objects.create(patient=small_clinic.patient, reason="Call first.", raised_by=small_clinic.prescriber)
    said = text_of(desk.get(reverse("scheduling:appointment", args=[booked.reference])))
    assert "The patient’s care is on hold: Call first." in said
    assert "A clinician decides." in said


@pytest.mark.parametrize("has_another", [True, False])
def test_an_appointment_at_a_closed_location_is_seen_and_moved_away(small_clinic, desk, has_another):
    booked = small_clinic.book()
    if has_another:
        open_another(small_clinic)
    close(small_clinic.location)
    for show in ("rooms", "clinicians", "week"):
        said = text_of(desk.get(calendar(small_clinic, show)))
        assert "Robin Example" in said and "Free Book" not in said
    move = desk.get(reverse("scheduling:move", args=[booked.reference]))
    assert move.status_code == 200
    assert move.context["location"].slug == ("uptown" if has_another else "riverside")


@pytest.mark.parametrize("has_another", [True, False])
def test_a_patient_of_a_closed_location_is_booked_elsewhere(small_clinic, desk, has_another):
    if has_another:
        open_another(small_clinic)
    close(small_clinic.location)
    page = desk.get(book_page(small_clinic))
    assert page.status_code == 200
    assert page.context["location"].slug == ("uptown" if has_another else "riverside")


def test_a_random_reference_is_not_found(small_clinic, desk):
    for name in ("appointment", "move", "cancel"):
        assert desk.get(reverse(f"scheduling:{name}", args=[uuid4().hex])).status_code == 404


def test_what_a_course_still_needs_is_said_in_words(small_clinic, prescriber):
    address = reverse("scheduling:authorise", args=[small_clinic.patient.reference])
    assert "No evaluation in force says that treatment can go ahead." in text_of(prescriber.get(address))
    small_clinic.evaluate(small_clinic.patient)
    assert "Ketamine into a vein: no consent is in force." in text_of(prescriber.get(address))


def six_sessions(evaluation, sessions="6"):
    """One phase, as the form sends it."""
    days = {"phase-1-least_days": "2", "phase-1-most_days": "7"}
    return {"basis": evaluation.reference, "phase-1-sessions": sessions, **days}


def test_a_prescriber_authorizes_a_course_and_ends_it(small_clinic, prescriber):
    evaluation = small_clinic.evaluate(small_clinic.patient)
    consent = small_clinic.sign_consent(small_clinic.patient)
    address = reverse("scheduling:authorise", args=[small_clinic.patient.reference])
    refused = prescriber.post(address, six_sessions(evaluation, sessions="61"))
    assert "less than or equal to 60" in text_of(refused)
    prescriber.post(address, six_sessions(evaluation))
    course = small_clinic.patient.courses.get()
    assert (course.evaluation, course.consent, course.sessions_authorised) == (evaluation, consent, 6)
    booked = small_clinic.book(type=small_clinic.treatment_type, course=course)
    end = reverse("scheduling:end_course", args=[small_clinic.patient.reference, course.reference])
    assert "1 session is still to come." in text_of(prescriber.post(end))
    cancelling.cancel(appointment=booked, by=small_clinic.front_desk, reason="Ill", now=timezone.now())
    prescriber.post(end)
    course.refresh_from_db()
    assert course.ended_on == small_clinic.location.today()


def test_another_patients_evaluation_is_no_basis_for_a_course(small_clinic, prescriber):
    other = small_clinic.register()
    foreign = small_clinic.evaluate(other)
    small_clinic.evaluate(small_clinic.patient)
    small_clinic.sign_consent(small_clinic.patient)
    address = reverse("scheduling:authorise", args=[small_clinic.patient.reference])
    answer = prescriber.post(address, six_sessions(foreign))
    assert "Select a valid choice." in text_of(answer)
    assert not small_clinic.patient.courses.exists()


# -- Late, missed, and twice -----------------------------------------------------------------------------


def test_before_it_is_canceled_the_page_says_whether_that_is_late(small_clinic, desk):
    booked = small_clinic.book()
    address = reverse("scheduling:cancel", args=[booked.reference])
    assert "It does not count as canceled late." in text_of(desk.get(address))
    with time_machine.travel(small_clinic.at(8)):
        desk.force_login(small_clinic.front_desk)
        assert "The visit begins in less than 24 hours" in text_of(desk.get(address))
        sent = {"reason": "Ill", "asked_by": "patient", "seen": booked.changed_at.isoformat()}
        said = text_of(desk.post(address, sent, follow=True))
        assert "counts as canceled late" in said and "Canceled late; the patient asked: Ill" in said
        desk.post(reverse("scheduling:restore", args=[booked.reference]))
    booked.refresh_from_db()
    assert (booked.status, booked.was_late) == ("booked", False)


def test_who_asked_is_asked(small_clinic, desk):
    booked = small_clinic.book()
    sent = {"reason": "Ill", "seen": booked.changed_at.isoformat()}
    answer = desk.post(reverse("scheduling:cancel", args=[booked.reference]), sent)
    assert "Who asked?: This field is required." in text_of(answer)


@pytest.mark.parametrize("act", ["cancel", "restore"])
def test_what_is_sent_twice_is_done_once_and_said_kindly(small_clinic, desk, act):
    booked = small_clinic.book()
    address = reverse(f"scheduling:{act}", args=[booked.reference])
    if act == "restore":
        cancelling.cancel(appointment=booked, by=small_clinic.front_desk, reason="Ill", now=timezone.now())
    before = booked.events.count()
    sent = {"reason": "Ill", "asked_by": "patient", "seen": booked.changed_at.isoformat()}
    assert [desk.post(address, sent).status_code for _again in range(2)] == [302, 302]
    assert booked.events.count() == before + 1
    page = desk.get(reverse("scheduling:appointment", args=[booked.reference]))
    assert "That is done already (Fran Desk" in text_of(page)


def test_what_is_typed_stays_when_a_colleague_was_faster(small_clinic, desk):
    """T08"""
    booked = small_clinic.book()
    seen = booked.changed_at.isoformat()
    booking.move(
        appointment=booked,
        session_start=small_clinic.at(12),
        room=booked.room,
        clinician=booked.clinician,
        by=small_clinic.prescriber,
        reason="Room needed",
        now=timezone.now(),
    )
    address = reverse("scheduling:cancel", args=[booked.reference])
    answer = desk.post(address, {"reason": "Patient is ill", "asked_by": "family", "seen": seen})
    assert answer.status_code == 409
    said, page = text_of(answer), answer.content.decode()
    assert "Pat Prescriber has changed this appointment" in said and "12:00–13:00" in said
    assert 'value="Patient is ill"' in page
    seen = unescape(re.search(r'name="seen" value="([^"]+)"', page)[1])
    assert desk.post(address, {"reason": "Ill", "asked_by": "family", "seen": seen}).status_code == 302


def test_who_did_not_come_is_noted_and_taken_back_in_words(small_clinic, desk):
    booked = small_clinic.book()
    with time_machine.travel(small_clinic.at(10, 20)):
        desk.force_login(small_clinic.front_desk)
        page = reverse("scheduling:appointment", args=[booked.reference])
        assert "Did not come" in text_of(desk.get(page))
        sent = {"to": "no_show", "seen": booked.changed_at.isoformat()}
        desk.post(reverse("scheduling:step", args=[booked.reference]), sent)
        assert "Take “Did not come” back" in text_of(desk.get(page))
        desk.post(reverse("scheduling:restore", args=[booked.reference]))
        assert "“Did not come” taken back" in text_of(desk.get(page))


def test_before_the_day_no_step_of_it_is_offered(small_clinic, desk):
    booked = small_clinic.book()
    said = text_of(desk.get(reverse("scheduling:appointment", args=[booked.reference])))
    assert "The day itself" not in said and "Did not come" not in said


def test_the_reason_of_a_move_is_not_told_again_of_a_later_step(small_clinic):
    booked = small_clinic.book()
    place = {"room": booked.room, "clinician": booked.clinician, "session_start": small_clinic.at(12)}
    who = {"by": small_clinic.front_desk, "now": small_clinic.at(8)}
    moved = booking.move(appointment=booked, reason="Room needed", asked_by="clinic", **place, **who)
    there = arriving.arrive(appointment=moved, **who)
    told = [(entry.what, entry.reason) for entry in history_of(there)]
    assert told[0] == ("Arrived", "")
    assert told[1][0].endswith("; the clinic asked") and told[1][1] == "Room needed"
