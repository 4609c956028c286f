"""Storms of people who say yes to one time, at full size."""

from tests.clinic.waitlist import offer_storms
from tests.small_clinic import open_small_clinic


def test_twenty_rounds_of_twenty_people_who_say_yes(portal_server):
    """Each round 1 appointment and 19 kind pages, 0 x 5xx, no deadlock."""
    seconds = offer_storms.everybody_says_yes(portal_server, open_small_clinic(), people=20, rounds=20)
    print(f"p99 of 400 answers: {seconds[int(len(seconds) * 0.99)]:.2f} s")


def test_twenty_yeses_against_twenty_bookings_by_the_desk(portal_server):
    """The time is kept for who was asked: one of them has it, and all who book read that it is taken."""
    offer_storms.everybody_says_yes(portal_server, open_small_clinic(), people=20, rounds=10, desk=20)


def test_forty_ends_of_an_offer_at_its_last_moment(transactional_db):
    """Yes, no, taken back, given back, lapsed and booked over at once: lapsing never frees a booked time."""
    taken = offer_storms.at_the_expirys_second(open_small_clinic(), people=5, rounds=40, seed=17)
    print(f"somebody said yes in time in {taken} of 40 rounds")
    assert taken > 0
