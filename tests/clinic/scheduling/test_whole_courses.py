"""Several sessions in one act: booked, moved and canceled together, all of them or none."""

import uuid
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from clinic.scheduling import booking, cancelling
from clinic.scheduling.booking import Move, Session
from clinic.scheduling.models import Appointment
from tests.clinic.scheduling.refused import refused


@pytest.fixture
def course(small_clinic):
    return small_clinic.authorise(phases=[(3, 2, 4, True), (2, 6, 8, False)])


@contextmanager
def refused_by_the_database():
    """By one of the constraints, whichever the database asks first: the acts look at what is in the diary only."""
    with pytest.raises(ValidationError) as refusal, transaction.atomic():
        yield
    assert {error.code for error in refusal.value.error_list} <= {
        f"appointment_{shared}_once_at_a_time" for shared in ("room", "clinician", "patient")
    }


def sessions_on(clinic, *days, hour=10):
    return [
        Session(number, clinic.at(hour, day=clinic.monday + timedelta(days=day)), clinic.rooms[0], who)
        for number, (day, who) in enumerate(((day, clinic.clinicians[0]) for day in days), start=1)
    ]


def book_course(clinic, course, *days, form_key=None, **wishes):
    return booking.book_course(
        **{
            "course": course,
            "type": clinic.treatment_type,
            "sessions": sessions_on(clinic, *days),
            "by": clinic.front_desk,
            "form_key": form_key or uuid.uuid4(),
            "now": clinic.now,
            **wishes,
        }
    )


def test_a_whole_course_is_booked_in_one_act(small_clinic, course):
    booked = book_course(small_clinic, course, 0, 3, 7, 14, 21)
    assert [row.number for row in booked] == [1, 2, 3, 4, 5]
    assert course.free_numbers() == []


def test_one_taken_time_and_none_of_the_course_is_booked(small_clinic, course):
    small_clinic.book(
        patient=small_clinic.register(),
        session_start=small_clinic.at(10, day=small_clinic.monday + timedelta(days=7)),
    )
    with refused(
        "appointment_room_once_at_a_time",
        "appointment_clinician_once_at_a_time",
        words="Session 3: Room 1 is taken 10:00–11:10.",
    ):
        book_course(small_clinic, course, 0, 3, 7, 14, 21)


def test_days_that_were_not_authorised_are_refused_for_the_course(small_clinic, course):
    with refused("gap_short", words="Session 2 comes 1 day after session 1; authorized are 2 to 4."):
        book_course(small_clinic, course, 0, 1, 4, 11, 18)


def test_two_sessions_at_one_time_are_refused(small_clinic):
    course = small_clinic.authorise(phases=[(2, 0, 4, False)])
    with refused_by_the_database():
        book_course(small_clinic, course, 0, 0)


def test_the_same_form_sent_again_leads_to_the_same_sessions(small_clinic, course):
    """T07"""
    key = uuid.uuid4()
    booked = book_course(small_clinic, course, 0, 3, 7, form_key=key)
    assert book_course(small_clinic, course, 0, 3, 7, form_key=key) == booked
    assert Appointment.objects.count() == 3


def test_sessions_behind_a_review_are_booked_and_wait(small_clinic, course):
    booked = book_course(small_clinic, course, 0, 3, 7, 14, 21)
    waiting = Appointment.objects.on_hold(small_clinic.location.today())
    assert list(waiting) == booked[3:]
    course.gates.update(decision="continue", decided_by=small_clinic.prescriber, decided_at=small_clinic.now)
    assert not waiting.all().exists()


def test_a_number_that_is_booked_already_is_refused(small_clinic, course):
    book_course(small_clinic, course, 0)
    with refused("appointment_number_once_per_course"):
        book_course(small_clinic, course, 14)


# -- Moving several ------------------------------------------------------------------------------------


def move_all(clinic, *moves, **wishes):
    return booking.move_all(
        **{
            "moves": moves,
            "by": clinic.front_desk,
            "reason": "Patient asked",
            "now": clinic.now,
            **wishes,
        }
    )


def test_two_sessions_change_places(small_clinic, course):
    first, second, _third = book_course(small_clinic, course, 0, 3, 7)
    there, here = second.session.lower, first.session.lower
    with refused("gap_short", "gap_long"):
        move_all(small_clinic, to(first, there), to(second, here))
    moved = move_all(
        small_clinic,
        to(first, there),
        to(second, here),
        by=small_clinic.prescriber,
        gap_because="Room 1 first",
    )
    assert [row.session.lower for row in moved] == [there, here]


def to(appointment, start):
    return Move(appointment, start, appointment.room, appointment.clinician)


def test_one_that_cannot_move_and_none_of_them_does(small_clinic, course):
    booked = book_course(small_clinic, course, 0, 3, 7)
    other = small_clinic.register()
    taken = small_clinic.at(10, day=small_clinic.monday + timedelta(days=8))
    small_clinic.book(patient=other, session_start=taken)
    with refused(
        "appointment_room_once_at_a_time",
        "appointment_clinician_once_at_a_time",
        words="Session 3: Room 1 is taken 10:00–11:10.",
    ):
        move_all(
            small_clinic,
            to(booked[1], booked[1].session.lower + timedelta(days=1)),
            to(booked[2], taken),
        )


def test_two_moved_to_one_time_are_refused_by_the_database(small_clinic, course):
    booked = book_course(small_clinic, course, 0, 3)
    there = small_clinic.at(10, day=small_clinic.monday + timedelta(days=5))
    with refused_by_the_database():
        move_all(
            small_clinic,
            *(to(each, there) for each in booked),
            by=small_clinic.prescriber,
            gap_because="Wrong on purpose",
        )


# -- The rest of a course --------------------------------------------------------------------------------


def test_the_rest_of_a_course_is_canceled_in_one_step(small_clinic, course):
    book_course(small_clinic, course, 0, 3, 7)
    after_the_first = small_clinic.at(15)
    cancelled = cancelling.cancel_rest(
        course=course,
        by=small_clinic.front_desk,
        reason="Feels well",
        asked_by="patient",
        now=after_the_first,
    )
    assert [row.number for row in cancelled] == [2, 3]
    assert {row.reason for row in cancelled} == {"Feels well"}
    with refused("nothing_to_cancel"):
        cancelling.cancel_rest(course=course, by=small_clinic.front_desk, reason="Again", now=after_the_first)


def test_canceling_the_rest_needs_a_reason(small_clinic, course):
    book_course(small_clinic, course, 0, 3)
    with refused("reason_missing"):
        cancelling.cancel_rest(course=course, by=small_clinic.front_desk, reason=" ", now=small_clinic.now)
