"""Storms at the acts of the diary, and openings against the obvious search, at full size."""

from tests.clinic.scheduling import diary_storms
from tests.clinic.scheduling.diary_model import hold_against_the_model
from tests.clinic.scheduling.test_openings import hold_against_the_obvious, hold_booking_to_openings
from tests.small_clinic import open_small_clinic
from tests.storm import deadlocks, overlaps


def test_twenty_rounds_of_fifty_who_want_one_slot(transactional_db):
    """T01."""
    clinic = open_small_clinic()
    refusals = diary_storms.everybody_wants_one_slot(clinic, clients=50, rounds=20)
    assert len(refusals) == 20 * 49
    assert (overlaps(), deadlocks()) == (0, 0)


def test_twenty_rounds_of_fifty_who_change_everything(transactional_db):
    """T01, with moves, cancellations and restorations."""
    clinic = open_small_clinic(rooms=5, clinicians=6)
    diary_storms.everybody_changes_everything(clinic, clients=50, rounds=20, seed=11)


def test_twenty_rounds_of_courses_booked_turned_round_and_canceled(transactional_db):
    """T01, for courses and moves, with sessions that change places."""
    clinic = open_small_clinic(rooms=5, clinicians=6)
    assert diary_storms.everybody_plans_whole_courses(clinic, patients=20, rounds=20, seed=5) > 100


def test_openings_of_three_thousand_random_diaries(db):
    hold_against_the_obvious(open_small_clinic(), max_examples=3000)


def test_booking_and_openings_agree_on_every_quarter_of_an_hour_of_a_hundred_days(db):
    hold_booking_to_openings(open_small_clinic(), max_examples=100)


def test_two_hundred_runs_beside_a_plain_model(db):
    """T06: 200 sequences of 30 steps; the diary and the model never disagree."""
    hold_against_the_model(open_small_clinic(), max_examples=200, stateful_step_count=30)
