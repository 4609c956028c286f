"""Time that comes free is noted in the act that frees it, and left off once somebody has it."""

from datetime import timedelta

import pytest

from clinic.scheduling import booking, cancelling, freeing, offering
from clinic.scheduling.models import FreedTime
from tests.clinic.scheduling.refused import refused

HOUR = timedelta(hours=1)


@pytest.fixture
def told(small_clinic):
    return {"by": small_clinic.front_desk, "now": small_clinic.now}


def to_offer(clinic):
    return list(FreedTime.objects.to_offer(clinic.now))


def cancel(appointment, told, **said):
    return cancelling.cancel(appointment=appointment, reason="Ill", **told | said)


def test_a_canceled_time_is_noted_with_where_and_with_whom(small_clinic, told):
    booked = small_clinic.book()
    cancel(booked, told)
    [freed] = to_offer(small_clinic)
    assert (freed.room, freed.clinician, freed.session, freed.how) == (
        booked.room,
        booked.clinician,
        booked.session,
        "cancelled",
    )


def test_a_time_that_was_moved_away_from_is_noted(small_clinic, told):
    booked = small_clinic.book()
    before = booked.session
    place = {"session_start": small_clinic.at(14), "room": booked.room, "clinician": booked.clinician}
    booking.move(appointment=booked, reason="Works", **place, **told)
    assert [(each.session, each.how) for each in to_offer(small_clinic)] == [(before, "moved")]


def test_moved_by_a_quarter_of_an_hour_it_is_still_in_its_own_way(small_clinic, told):
    booked = small_clinic.book()
    place = {"session_start": small_clinic.at(10, 15), "room": booked.room, "clinician": booked.clinician}
    booking.move(appointment=booked, reason="Bus", **place, **told)
    assert to_offer(small_clinic) == []


def test_another_clinician_at_the_same_time_frees_no_room(small_clinic, told):
    booked = small_clinic.book()
    place = {"session_start": small_clinic.at(10), "room": booked.room}
    booking.move(appointment=booked, reason="Ill", clinician=small_clinic.clinicians[1], **place, **told)
    assert not FreedTime.objects.exists()


def test_time_that_has_begun_is_given_to_nobody(small_clinic, told):
    booked = small_clinic.book()
    cancel(booked, told, now=small_clinic.at(10))
    assert not FreedTime.objects.exists()


def test_an_act_that_is_refused_notes_nothing(small_clinic, told):
    booked = small_clinic.book()
    small_clinic.book(patient=small_clinic.register(), session_start=small_clinic.at(14))
    place = {"session_start": small_clinic.at(14), "room": booked.room, "clinician": booked.clinician}
    with refused("appointment_room_once_at_a_time", "appointment_clinician_once_at_a_time"):
        booking.move(appointment=booked, reason="Works", **place, **told)
    assert not FreedTime.objects.exists()


def test_once_somebody_has_it_it_is_not_offered(small_clinic, told):
    cancel(small_clinic.book(), told)
    other = small_clinic.book(patient=small_clinic.register(), session_start=small_clinic.at(10, 30))
    assert to_offer(small_clinic) == []
    cancel(other, told)
    assert len(to_offer(small_clinic)) == 2, "the two overlap, and both are free"


def test_the_same_time_freed_again_stands_there_once(small_clinic, told):
    cancel(small_clinic.book(), told)
    cancel(small_clinic.book(patient=small_clinic.register()), told)
    assert to_offer(small_clinic) == [FreedTime.objects.last()]


def test_an_offer_has_not_refilled_it(small_clinic, told):
    cancel(small_clinic.book(), told)
    offering.keep(**small_clinic.wish(until=small_clinic.now + HOUR))
    assert len(to_offer(small_clinic)) == 1


def test_taken_back_into_the_diary_it_is_not_offered(small_clinic, told):
    canceled = cancel(small_clinic.book(), told)
    cancelling.restore(appointment=canceled, **told)
    assert to_offer(small_clinic) == []


def test_it_is_left_free_once_and_with_a_reason(small_clinic, told):
    cancel(small_clinic.book(), told)
    [freed] = to_offer(small_clinic)
    with refused("reason_missing"):
        freeing.leave(freed=freed, because=" ", **told)
    freeing.leave(freed=freed, because="Room is needed", **told)
    assert to_offer(small_clinic) == []
    with refused("left_already"):
        freeing.leave(freed=freed, because="Again", **told)


def test_what_somebody_may_still_answer_is_not_left_free(small_clinic, told):
    cancel(small_clinic.book(), told)
    kept = offering.keep(**small_clinic.wish(until=small_clinic.now + HOUR))
    [freed] = to_offer(small_clinic)
    with refused("offered"):
        freeing.leave(freed=freed, because="Nobody fits", **told)
    freeing.leave(freed=freed, because="Nobody came", **told | {"now": kept.offered_until})


def test_a_reason_that_is_too_long_is_refused_in_words(small_clinic, told):
    cancel(small_clinic.book(), told)
    [freed] = to_offer(small_clinic)
    with refused("max_length"):
        freeing.leave(freed=freed, because="x" * 201, **told)
