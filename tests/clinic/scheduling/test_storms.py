"""Small storms; of other kinds, and at full size in `tests/drills/test_booking_storms.py`."""

from tests.clinic.scheduling import booking_storms
from tests.small_clinic import open_small_clinic


def test_fifty_people_want_one_slot_and_one_gets_it(portal_server):
    """T01: 50 clients at once, two web processes: 1 created, 49 conflict pages, no 5xx."""
    booking_storms.one_slot_for_everybody(portal_server, open_small_clinic(), clients=50, rounds=1)


def test_one_form_sent_ten_times_at_once_is_one_booking(portal_server):
    """T07"""
    booking_storms.one_form_at_once(portal_server, open_small_clinic(), times=10)
