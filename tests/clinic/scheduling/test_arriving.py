"""The day itself: expected, arrived, ready, finished; late and not there; and taking each back."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from clinic.scheduling import arriving, cancelling
from tests.clinic.scheduling.refused import refused


@pytest.fixture
def booked(small_clinic):
    return small_clinic.book()


def do(act, clinic, appointment, now=None, **words):
    return act(appointment=appointment, by=clinic.front_desk, now=now or clinic.at(10), **words)


def test_a_visit_goes_its_way_and_every_step_can_be_taken_back(small_clinic, booked):
    there = do(arriving.arrive, small_clinic, booked)
    assert there.status == "arrived"
    ready = do(arriving.make_ready, small_clinic, there)
    gone = do(arriving.finish, small_clinic, ready)
    assert (ready.status, gone.status) == ("ready", "finished")
    for status in ("ready", "arrived", "booked"):
        gone = do(arriving.step_back, small_clinic, gone)
        assert gone.status == status
    with refused("no_step_back"):
        do(arriving.step_back, small_clinic, gone)


def test_nobody_arrives_on_another_day(small_clinic, booked):
    with refused("another_day"):
        do(arriving.arrive, small_clinic, booked, now=small_clinic.at(10) - timedelta(days=1))


def test_no_step_is_left_out(small_clinic, booked):
    for act in (arriving.make_ready, arriving.finish):
        with refused("another_status"):
            do(act, small_clinic, booked)


def test_two_people_do_not_take_one_step_twice(small_clinic, booked):
    """T08"""
    do(arriving.arrive, small_clinic, booked)
    with refused("changed_meanwhile"):
        do(arriving.arrive, small_clinic, booked)


def test_who_was_treated_leaves_with_somebody_whose_name_we_know(small_clinic):
    small_clinic.treatment_type.needs_escort = True
    small_clinic.treatment_type.save()
    booked = small_clinic.book(type=small_clinic.treatment_type, course=small_clinic.authorise())
    ready = do(arriving.make_ready, small_clinic, do(arriving.arrive, small_clinic, booked))
    with refused("escort_missing", words="Say who takes the patient home."):
        do(arriving.finish, small_clinic, ready)
    named = do(arriving.name_escort, small_clinic, ready, name=" Sam Sample ", phone="+1 212 555 0100")
    assert (named.escort_name, named.escort_phone) == ("Sam Sample", "+1 212 555 0100")
    assert do(arriving.finish, small_clinic, named).status == "finished"


def test_a_name_that_is_too_long_is_refused(small_clinic, booked):
    with pytest.raises(ValidationError):
        do(arriving.name_escort, small_clinic, booked, name="x" * 81, phone="")


# -- Not coming ------------------------------------------------------------------------------------------


def test_who_did_not_come_frees_the_time_and_may_still_come(small_clinic, booked):
    with refused("not_begun"):
        do(cancelling.mark_no_show, small_clinic, booked, now=small_clinic.at(9, 59))
    missed = do(cancelling.mark_no_show, small_clinic, booked, now=small_clinic.at(10, 20))
    assert missed.status == "no_show"
    back = do(cancelling.restore, small_clinic, missed, now=small_clinic.at(10, 30))
    assert back.status == "booked", "though the time is past"
    there = do(arriving.arrive, small_clinic, back)
    with refused("cannot_miss"):
        do(cancelling.mark_no_show, small_clinic, there, now=small_clinic.at(10, 40))


def test_not_coming_is_not_taken_back_over_somebody_else(small_clinic, booked):
    missed = do(cancelling.mark_no_show, small_clinic, booked)
    small_clinic.book(
        patient=small_clinic.register(), session_start=small_clinic.at(10, 15), session_minutes=40
    )
    with refused("appointment_room_once_at_a_time", "appointment_clinician_once_at_a_time"):
        do(cancelling.restore, small_clinic, missed, now=small_clinic.at(10, 20))


@pytest.mark.parametrize(
    ("hours_before", "asked_by", "is_late"),
    [
        (23, "patient", True),
        (25, "patient", False),
        (24, "patient", False),
        (23, "clinic", False),
        (1, "", True),
    ],
)
def test_a_cancellation_within_a_day_is_late_unless_the_clinic_asked(
    small_clinic, booked, hours_before, asked_by, is_late
):
    now = small_clinic.at(10) - timedelta(hours=hours_before)
    cancelled = do(cancelling.cancel, small_clinic, booked, now=now, reason="Ill", asked_by=asked_by)
    assert (cancelled.was_late, cancelled.asked_by) == (is_late, asked_by)
    assert do(cancelling.restore, small_clinic, cancelled, now=now).was_late is False
