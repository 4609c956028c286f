"""Small storms; at full size in `tests/drills/test_booking_storms.py`."""

from tests.clinic.scheduling import booking_storms
from tests.small_clinic import open_small_clinic


def test_fifty_people_want_one_slot_and_one_gets_it(portal_server):
    """T01: 50 clients at once, two web processes: 1 created, 49 conflict pages, no 5xx."""
    booking_storms.one_slot_for_everybody(portal_server, open_small_clinic(), clients=50, rounds=1)


def test_a_mixed_storm_leaves_no_overlap_and_no_deadlock(portal_server):
    """T01, with partly overlapping times across rooms and clinicians."""
    clinic = open_small_clinic(rooms=3, clinicians=3)
    booking_storms.all_over_the_day(portal_server, clinic, clients=30, rounds=1, seed=1)


def test_whole_courses_and_moves_leave_no_overlap_and_are_done_whole_or_not(portal_server):
    """T01, for courses and moves."""
    clinic = open_small_clinic(rooms=3, clinicians=3)
    booking_storms.courses_and_moves_at_once(portal_server, clinic, patients=4, rounds=1, seed=3)


def test_one_form_sent_ten_times_at_once_is_one_booking(portal_server):
    """T07"""
    booking_storms.one_form_at_once(portal_server, open_small_clinic(), times=10)
