"""A patient asks to move or cancel a visit: once, in time; and can take it back."""

from contextlib import nullcontext
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.utils import InternalError

from clinic.requests import answering, asking
from clinic.requests.models import ChangeRequest
from clinic.scheduling import arriving, booking, cancelling
from patients.people.models import Patient
from tests.clinic.scheduling.refused import refused
from tests.patients.area.own_pages import merged


def test_what_they_ask_is_kept_and_nothing_moves(small_clinic, booked, ask):
    asked = ask(weekdays=[5, 2], parts=["morning"], words="  Works late. ")
    assert (asked.weekdays, asked.parts, asked.words) == ([2, 5], ["morning"], "Works late.")
    assert asked.about == booked.session.lower and asked.is_open(small_clinic.now)
    booked.refresh_from_db()
    assert booked.status == "booked" and booked.starts_at == small_clinic.at(10)
    context = ChangeRequest.pgh_event_model.objects.get().pgh_context
    assert context.metadata["patient"] is True


def test_to_cancel_asks_for_no_days(ask):
    asked = ask(wants="cancel", weekdays=[1], parts=["morning"])
    assert (asked.weekdays, asked.parts) == ([], [])


def test_a_form_sent_twice_is_one_request_and_with_other_words_none(ask):
    """T07"""
    key = uuid4()
    assert ask(form_key=key) == ask(form_key=key)
    with refused("sent_before"):
        ask(form_key=key, words="Something else.")
    assert ChangeRequest.objects.count() == 1


def test_one_request_waits_at_a_time(ask, small_clinic):
    ask()
    with refused("asked_already"):
        ask(wants="cancel")
    asking.take_back(request=ChangeRequest.objects.get(), now=small_clinic.now)
    assert ask(wants="cancel").wants == "cancel"


@pytest.mark.parametrize(("minutes", "in_time"), [(0, True), (1, False)])
def test_it_is_in_time_until_the_hours_the_location_has_set(small_clinic, booked, ask, minutes, in_time):
    small_clinic.location.change_request_hours = 48
    small_clinic.location.save()
    now = booked.visit.lower - timedelta(hours=48) + timedelta(minutes=minutes)
    with nullcontext() if in_time else refused("too_late"):
        ask(now=now)
    assert ChangeRequest.objects.count() == in_time


def test_the_hours_are_hours_over_a_clock_change_too(small_clinic, ask):
    """The clocks go forward between the two: a day before by the wall clock is 23 hours."""
    now = small_clinic.at(10).replace(year=2030, month=3, day=9)
    at = small_clinic.at(10).replace(year=2030, month=3, day=10)
    visit = small_clinic.book(session_start=at, now=now - timedelta(days=2))
    with refused("too_late"):
        ask(visit, now=now)
    assert ask(visit, now=now - timedelta(hours=1))


def test_of_a_visit_that_is_off_or_elsewhere_nothing_is_asked(small_clinic, booked, ask):
    with refused("moved"):
        ask(about=small_clinic.at(11))
    cancelling.cancel(appointment=booked, by=small_clinic.front_desk, reason="Ill", now=small_clinic.now)
    with refused("too_late"):
        ask()


def test_taken_back_twice_is_once(small_clinic, ask):
    asked = ask()
    for _time in range(2):
        taken = asking.take_back(request=asked, now=small_clinic.now + timedelta(minutes=2))
    assert taken.answer == "withdrawn" and taken.answered_by is None


def test_once_the_visit_has_moved_or_is_off_nothing_waits(small_clinic, booked, ask):
    """What became of it follows from the appointment; nobody has to keep it in step."""
    asked, now = ask(), small_clinic.now
    assert list(ChangeRequest.objects.open(now)) == [asked]
    moved = booking.move(
        appointment=booked, session_start=small_clinic.at(14), room=booked.room, clinician=booked.clinician,
        by=small_clinic.front_desk, reason="Asked", now=now,
    )  # fmt: skip
    asked = ChangeRequest.objects.get()
    assert list(ChangeRequest.objects.open(now)) == []
    assert asked.outcome == "moved" and not asked.is_open(now)
    with refused("answered"):
        asking.take_back(request=asked, now=now)
    again = ask(moved)  # about the time it has now
    cancelling.cancel(appointment=moved, by=small_clinic.front_desk, reason="Ill", now=now)
    assert ChangeRequest.objects.get(pk=again.pk).outcome == "cancelled"


def test_after_the_visit_has_begun_nothing_waits(small_clinic, booked, ask):
    asked = ask()
    assert not ChangeRequest.objects.open(booked.session.lower) and not asked.is_open(booked.session.lower)


def test_it_goes_with_the_appointment_when_the_patient_was_here_twice(small_clinic, ask):
    ask()
    into = small_clinic.register("Robin Exampel")
    merged(small_clinic, small_clinic.patient, Patient.objects.get(pk=into.pk))
    assert ChangeRequest.objects.get().appointment.patient == into


@pytest.mark.parametrize(
    ("sql", "name"),
    [
        ("UPDATE requests_changerequest SET words = 'x'", "changerequest_stays_as_it_was_asked"),
        ("DELETE FROM requests_changerequest", "changerequest_is_never_deleted"),
    ],
)
def test_what_was_asked_stays(ask, sql, name):
    ask()
    with pytest.raises(InternalError, match=name), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_once_the_patient_is_here_nothing_waits(small_clinic, ask):
    """They come half an hour before the session that they asked to move begins."""
    session = small_clinic.book(
        type=small_clinic.treatment_type, course=small_clinic.authorise(), session_start=small_clinic.at(14)
    )
    ask(session, wants="cancel")
    here = session.visit.lower + timedelta(minutes=5)
    arriving.arrive(appointment=session, by=small_clinic.front_desk, now=here)
    asked = ChangeRequest.objects.get()
    assert not ChangeRequest.objects.open(here) and not asked.is_open(here)
    with refused("answered"):
        answering.cancel(request=asked, by=small_clinic.front_desk, now=here)


def test_of_a_patient_who_did_not_come_nothing_says_that_it_was_canceled(small_clinic, booked, ask):
    ask(wants="move")
    now = booked.visit.lower + timedelta(minutes=20)
    cancelling.mark_no_show(appointment=booked, by=small_clinic.front_desk, now=now)
    asked = ChangeRequest.objects.get()
    assert asked.outcome == "" and not asked.is_open(now)
    with refused("answered", words="This request is answered already: the visit has begun."):
        answering.keep(request=asked, words="Sorry.", by=small_clinic.front_desk, now=now)
