"""Moving, cancelling and restoring: what the acts do, and in which words they refuse."""

from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from clinic.locations.models import Closure
from clinic.scheduling import authorising, booking, cancelling
from clinic.scheduling.models import Appointment
from patients.people.models import Patient
from tests.clinic.scheduling.refused import refused


def book_session(clinic, course, hour):
    return clinic.book(type=clinic.treatment_type, course=course, session_start=clinic.at(hour))


# -- Moving ------------------------------------------------------------------------------------------


def move(clinic, appointment, **wishes):
    return booking.move(
        **{
            "appointment": appointment,
            "session_start": clinic.at(14),
            "room": appointment.room,
            "clinician": appointment.clinician,
            "by": clinic.prescriber,
            "reason": "The patient asked",
            "now": clinic.now + timedelta(minutes=5),
            **wishes,
        }
    )


def test_an_appointment_moves_with_its_length(small_clinic):
    booked = small_clinic.book(session_minutes=45)
    moved = move(small_clinic, booked, room=small_clinic.rooms[1], clinician=small_clinic.clinicians[1])
    assert moved.pk == booked.pk
    assert moved.session == DateTimeTZRange(small_clinic.at(14), small_clinic.at(14, 45))
    assert (moved.room, moved.clinician) == (small_clinic.rooms[1], small_clinic.clinicians[1])
    assert (moved.changed_by, moved.reason) == (small_clinic.prescriber, "The patient asked")
    assert moved.booked_by == small_clinic.front_desk
    assert Patient.objects.visible_to(small_clinic.clinicians[1].user).exists()
    assert small_clinic.book(patient=small_clinic.register()), "the old time is free"


def test_an_appointment_is_not_in_its_own_way(small_clinic):
    booked = small_clinic.book()
    assert move(small_clinic, booked, session_start=small_clinic.at(10, 15), session_minutes=50)


def test_an_appointment_is_not_moved_onto_another(small_clinic):
    booked = small_clinic.book()
    small_clinic.book(patient=small_clinic.register(), session_start=small_clinic.at(14))
    with refused(
        "appointment_room_once_at_a_time",
        "appointment_clinician_once_at_a_time",
        words="Room 1 is taken 14:00–15:10.",
    ):
        move(small_clinic, booked, session_start=small_clinic.at(14, 30))


def test_moving_obeys_the_rules_of_the_diary(small_clinic):
    """R3."""
    booked = small_clinic.book()
    that_day = {"first_day": small_clinic.monday, "last_day": small_clinic.monday}
    Closure.objects.create(location=small_clinic.location, reason="Snow", **that_day)
    with refused("closed", words="Riverside is closed that day: Snow."):
        move(small_clinic, booked)


def test_only_what_is_still_to_come_moves(small_clinic):
    booked = small_clinic.book()
    Appointment.objects.update(status="arrived")
    booked.refresh_from_db()
    with refused("cannot_move"):
        move(small_clinic, booked)


def test_a_change_somebody_else_made_is_not_overwritten(small_clinic):
    """T08, as far as one request goes."""
    seen_by_two = small_clinic.book()
    move(small_clinic, Appointment.objects.get(pk=seen_by_two.pk))
    with refused("changed_meanwhile"):
        move(small_clinic, seen_by_two, session_start=small_clinic.at(16))


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_change_needs_a_reason(small_clinic, reason):
    booked = small_clinic.book()
    with refused("reason_missing"):
        move(small_clinic, booked, reason=reason)
    with refused("reason_missing"):
        cancelling.cancel(appointment=booked, by=small_clinic.front_desk, reason=reason, now=small_clinic.now)


def test_a_reason_has_a_limit(small_clinic):
    """T32."""
    booked = small_clinic.book()
    with refused("max_length"):
        cancelling.cancel(
            appointment=booked, by=small_clinic.front_desk, reason="x" * 201, now=small_clinic.now
        )
    longest = "é" * 200
    assert (
        cancelling.cancel(
            appointment=booked, by=small_clinic.front_desk, reason=longest, now=small_clinic.now
        ).reason
        == longest
    )


def test_every_change_stays_in_the_history(small_clinic):
    booked = small_clinic.book()
    moved = move(small_clinic, booked)
    cancelling.cancel(appointment=moved, by=small_clinic.front_desk, reason="Ill", now=small_clinic.now)
    history = booked.events.order_by("pgh_id").values_list("pgh_label", "status", "reason")
    assert list(history) == [
        ("insert", "booked", ""),
        ("update", "booked", "The patient asked"),
        ("update", "cancelled", "Ill"),
    ]


# -- Cancelling and restoring ------------------------------------------------------------------------


def cancel(clinic, appointment):
    return cancelling.cancel(appointment=appointment, by=clinic.front_desk, reason="Ill", now=clinic.now)


def restore(clinic, appointment):
    return cancelling.restore(appointment=appointment, by=clinic.front_desk, now=clinic.now)


def test_cancelling_frees_the_time_at_once(small_clinic):
    """T09."""
    assert cancel(small_clinic, small_clinic.book()).status == "cancelled"
    assert small_clinic.book(patient=small_clinic.register())


def test_a_cancellation_can_be_taken_back(small_clinic):
    """T09."""
    cancelled = cancel(small_clinic, small_clinic.book())
    restored = restore(small_clinic, cancelled)
    assert (restored.pk, restored.status) == (cancelled.pk, "booked")


def test_a_cancellation_is_not_taken_back_when_the_time_is_taken(small_clinic):
    """T09."""
    cancelled = cancel(small_clinic, small_clinic.book())
    small_clinic.book(patient=small_clinic.register())
    with refused(
        "appointment_room_once_at_a_time",
        "appointment_clinician_once_at_a_time",
        words="Room 1 is taken 10:00–11:10.",
    ):
        restore(small_clinic, cancelled)


def test_a_cancellation_is_not_taken_back_when_the_time_is_past(small_clinic):
    cancelled = cancel(small_clinic, small_clinic.book())
    with refused("past"):
        cancelling.restore(appointment=cancelled, by=small_clinic.front_desk, now=small_clinic.at(10, 1))


def test_a_restored_session_finds_a_free_number(small_clinic):
    course = small_clinic.authorise(sessions=2)
    cancelled = cancel(small_clinic, book_session(small_clinic, course, 9))
    assert book_session(small_clinic, course, 13).number == 1
    assert restore(small_clinic, cancelled).number == 2


def test_a_session_is_not_restored_beyond_the_authorised(small_clinic):
    course = small_clinic.authorise(sessions=1)
    cancelled = cancel(small_clinic, book_session(small_clinic, course, 9))
    book_session(small_clinic, course, 13)
    with refused("appointment_number_within_course"):
        restore(small_clinic, cancelled)


def test_a_session_is_not_restored_into_a_course_that_ended(small_clinic):
    course = small_clinic.authorise()
    cancelled = cancel(small_clinic, book_session(small_clinic, course, 9))
    authorising.end_course(course=course, by=small_clinic.prescriber, now=small_clinic.now)
    with refused("appointment_course_is_running", words="The course has ended."):
        restore(small_clinic, cancelled)


def test_only_what_is_cancelled_is_restored_and_only_once_cancelled(small_clinic):
    booked = small_clinic.book()
    with refused("cannot_restore"):
        restore(small_clinic, booked)
    cancelled = cancel(small_clinic, booked)
    with refused("cannot_cancel"):
        cancel(small_clinic, cancelled)
