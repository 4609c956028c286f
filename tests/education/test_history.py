"""What happened to a row of the ledger: each thing once, with who did it and what changed."""

import pytest

from education.history import history_of
from education.ledger import ledger
from education.models import Claim, Source
from tests.small_library import make_claim


@pytest.fixture
def claim(db):
    return make_claim("c1", statement="Some feel better.")


def told(claim, *fields):
    return [
        (entry.what, [(change.label, change.before, change.after) for change in entry.changes])
        for entry in history_of(Claim, pgh_obj_id=claim.pk, fields=fields)
    ]


def test_the_newest_stands_first_with_its_words_before_and_after(claim):
    Claim.objects.filter(pk=claim.pk).update(statement="Some sleep better.")
    assert told(claim, "statement") == [
        ("Changed", [("what can be said", "Some feel better.", "Some sleep better.")]),
        ("Added", []),
    ]


def test_a_change_of_what_is_not_shown_is_not_told(claim):
    Claim.objects.filter(pk=claim.pk).update(statement="Some sleep better.")
    assert told(claim, "numbers") == [("Added", [])]


def test_a_check_that_changed_nothing_is_told_with_who_did_it(claim, reviewer):
    ledger.record_check(claim, by=reviewer, next_check=claim.next_check, note="Read again.")
    newest = history_of(Claim, pgh_obj_id=claim.pk, fields=["numbers"])[0]
    assert (newest.what, newest.who, newest.note, newest.changes) == ("Checked", reviewer, "Read again.", [])


def test_yes_no_and_nothing_are_said_in_words(claim):
    Claim.objects.filter(pk=claim.pk).update(is_verified=False, numbers="12 of 100")
    assert told(claim, "is_verified", "numbers")[0] == (
        "Changed",
        [("verified", "yes", "no"), ("what the numbers are", "nothing", "12 of 100")],
    )


def test_a_row_that_came_back_is_not_compared_with_the_one_that_was_taken_away(claim):
    claim.citations.all().delete()
    claim.delete()
    Source.objects.all().delete()
    make_claim("c1", statement="Other words.")
    entries = history_of(Claim, fields=["statement"], key="c1")
    assert [entry.what for entry in entries] == ["Added", "Taken away", "Added"]
    assert all(not entry.changes for entry in entries)
