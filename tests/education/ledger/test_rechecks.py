"""Rechecks: whoever changes what a published page rests on, by whatever way, the page is looked at again."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError

from education.ledger import ledger, rechecking
from education.models import ClaimSource, Recheck, Source
from education.writing import drafting, publishing

OPENED = ("claim__key", "source__code", "reason")


def opened():
    return list(Recheck.objects.open().order_by("claim__key", "reason").values_list(*OPENED))


@pytest.fixture
def raw(as_app_role):
    def run(statement, *values):
        with as_app_role() as cursor:
            cursor.execute(statement, values)

    return run


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("often_said", "It works for all."),
        ("statement", "Other words."),
        ("verdict", "not_supported"),
        ("strength", "low"),
        ("strength_note", "Few studies."),
        ("status", "unapproved"),
        ("status_note", "Nowhere."),
        ("numbers", "12 of 100."),
        ("pictures", "Well: 12"),
    ],
)
def test_a_claim_that_says_otherwise_opens_a_recheck_even_by_raw_sql(published, raw, column, value):
    raw(f"UPDATE education_claim SET {column} = %s WHERE key = 'c1'", value)
    assert opened() == [("c1", None, "claim_changed")]


def test_a_retracted_claim_opens_a_recheck_of_its_own(published, raw):
    raw(
        "UPDATE education_claim SET retracted_on = '2026-11-22', retraction_reason = 'Wrong',"
        " verdict = 'not_supported' WHERE key = 'c2'"
    )
    assert opened() == [("c2", None, "claim_retracted")]


def test_a_claim_no_longer_verified_opens_a_recheck_of_its_own(published, raw):
    raw("UPDATE education_claim SET is_verified = false WHERE key = 'c1'")
    assert opened() == [("c1", None, "claim_doubted")]


@pytest.mark.parametrize(
    "change", ["standing = 'retracted'", "standing = 'superseded'", "is_verified = false"]
)
def test_a_source_that_no_longer_stands_opens_a_recheck_that_names_it(published, raw, change):
    raw(f"UPDATE education_source SET {change} WHERE code = 'source-of-c1'")
    assert opened() == [("c1", "source-of-c1", "source_changed")]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM education_claimsource WHERE id = %s",
        "UPDATE education_claimsource SET place = 'p. 12' WHERE id = %s",
        "INSERT INTO education_claimsource (claim_id, source_id, place, position)"
        " SELECT cited.claim_id, other.id, '', 2 FROM education_claimsource cited, education_source other"
        " WHERE cited.id = %s AND other.code = 'source-of-c2'",
    ],
    ids=["taken away", "another place", "added"],
)
def test_other_sources_behind_a_claim_open_a_recheck(published, raw, statement):
    raw(statement, ClaimSource.objects.get(claim__key="c1").pk)
    assert opened() == [("c1", None, "claim_changed")]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE education_claim SET note = 'For us', next_check = '2028-01-01', checked_on = '2027-01-01'",
        "UPDATE education_claim SET statement = statement",
        "UPDATE education_claimsource SET position = 7",
        "UPDATE education_source SET verification_note = 'Read in full', accessed_on = '2027-01-01'",
    ],
)
def test_what_no_reader_sees_opens_nothing(published, raw, statement):
    raw(statement)
    assert opened() == []


def test_verifying_what_was_doubted_opens_nothing_more(published, raw):
    for verified in (False, True):
        raw("UPDATE education_claim SET is_verified = %s WHERE key = 'c1'", verified)
        raw("UPDATE education_source SET is_verified = %s WHERE code = 'source-of-c2'", verified)
    assert opened() == [("c1", None, "claim_doubted"), ("c2", "source-of-c2", "source_changed")]


def test_the_same_reason_waits_once_and_again_after_it_was_closed(published, raw, editor):
    for verdict in ("weak", "supported"):
        raw("UPDATE education_claim SET verdict = %s WHERE key = 'c1'", verdict)
    rechecking.close(Recheck.objects.get(), by=editor, note="Still true as it stands.")
    assert opened() == []
    raw("UPDATE education_claim SET verdict = 'weak' WHERE key = 'c1'")
    assert opened() == [("c1", None, "claim_changed")]
    assert Recheck.objects.count() == 2


def test_a_draft_waits_for_nothing_and_a_superseded_edition_neither(
    published, article, editor, second_editor, reviewer, raw
):
    raw("UPDATE education_claim SET verdict = 'weak' WHERE key = 'c1'")
    raw("UPDATE education_claim SET is_verified = true")
    draft = drafting.start(article=article, author=editor, change_note="A newer trial.")
    draft = publishing.send_for_review(edition=draft, by=editor)
    publishing.pass_clinical_review(edition=draft, by=reviewer, comment="Read.")
    approved = publishing.pass_plain_review(edition=draft, by=second_editor, comment="Plain.")
    raw("UPDATE education_claim SET verdict = 'supported' WHERE key = 'c1'")
    raw("UPDATE education_claim SET is_verified = true")
    assert Recheck.objects.count() == 1
    publishing.publish(edition=approved, by=editor)
    assert opened() == [], "the newer edition deals with the older one’s"
    raw("UPDATE education_claim SET verdict = 'partly' WHERE key = 'c1'")
    assert [each.edition for each in Recheck.objects.open()] == [approved]


def test_a_withdrawn_page_is_not_looked_at_again(published, editor, raw):
    raw("UPDATE education_claim SET verdict = 'weak' WHERE key = 'c1'")
    assert Recheck.objects.count() == 1
    publishing.withdraw(edition=published, by=editor, comment="Out of date.")
    raw("UPDATE education_claim SET verdict = 'not_supported' WHERE key = 'c2'")
    assert Recheck.objects.count() == 1


def test_every_page_that_cites_a_claim_is_looked_at(published, editor, as_app_role, raw):
    with as_app_role() as cursor:
        cursor.execute("SELECT count(*) FROM education_editionclaim WHERE edition_id = %s", [published.pk])
        assert cursor.fetchone() == (2,)
    ledger.change_standing(
        Source.objects.get(code="source-of-c1"),
        standing=Source.Standing.RETRACTED,
        by=editor,
        note="The journal withdrew it.",
    )
    assert opened() == [("c1", "source-of-c1", "source_changed")]


def test_closing_says_who_and_what_was_found(published, reviewer, raw):
    raw("UPDATE education_claim SET verdict = 'weak' WHERE key = 'c1'")
    recheck = Recheck.objects.get()
    with pytest.raises(ValidationError, match="Say what you found"):
        rechecking.close(recheck, by=reviewer, note="  ")
    closed = rechecking.close(recheck, by=reviewer, note="New draft begun.")
    assert (closed.closed_by, closed.note) == (reviewer, "New draft begun.")
    with pytest.raises(ValidationError, match="A colleague has looked"):
        rechecking.close(recheck, by=reviewer, note="Once more.")


def test_whoever_works_on_no_pages_closes_nothing(published, raw, django_user_model):
    raw("UPDATE education_claim SET verdict = 'weak' WHERE key = 'c1'")
    stranger = django_user_model.objects.create_user("desk@stillwater.example", name="Fern")
    with pytest.raises(ValidationError, match="Fern may not"):
        rechecking.close(Recheck.objects.get(), by=stranger, note="Fine.")


def test_the_database_keeps_rechecks_and_wants_a_note(published, raw):
    raw("UPDATE education_claim SET verdict = 'weak' WHERE key = 'c1'")
    with pytest.raises(IntegrityError, match="closed_by_somebody_with_a_note"):
        raw("UPDATE education_recheck SET closed_at = now()")


def test_a_recheck_is_never_deleted(published, raw):
    raw("UPDATE education_claim SET verdict = 'weak' WHERE key = 'c1'")
    with pytest.raises(DatabaseError, match="Cannot delete"):
        raw("DELETE FROM education_recheck")
