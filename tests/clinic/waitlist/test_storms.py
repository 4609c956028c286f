"""A small storm of yeses; at full size in `tests/drills/test_offer_storms.py`."""

from tests.small_clinic import open_small_clinic

from . import offer_storms


def test_everybody_says_yes_while_the_desk_books_and_one_has_it(portal_server):
    offer_storms.everybody_says_yes(portal_server, open_small_clinic(), people=6, rounds=1, desk=3)


def test_at_the_second_of_its_end_nothing_that_was_booked_is_freed(transactional_db):
    offer_storms.at_the_expirys_second(open_small_clinic(), people=2, rounds=2, seed=3)
