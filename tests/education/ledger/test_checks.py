"""A check holds for the words and the sources somebody checked: whoever changes them takes it back."""

import pytest
from django.urls import reverse

from education.ledger import ledger
from education.models import Claim, ClaimSource, Source
from tests.clinic.scheduling.pages import text_of

LOST = "What it says has changed, so it is not verified any more"


@pytest.fixture
def raw(as_app_role):
    def run(statement, *values):
        with as_app_role() as cursor:
            cursor.execute(statement, values)

    return run


def verified():
    """The claims and the sources that are verified now."""
    rows = (*Claim.objects.filter(is_verified=True), *Source.objects.filter(is_verified=True))
    return {getattr(row, "key", None) or row.code for row in rows}


EVERYTHING = {"c1", "c2", "source-of-c1", "source-of-c2"}


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("often_said", "It works for all."),
        ("statement", "Other words."),
        ("verdict", "supported"),
        ("strength", "strong"),
        ("strength_note", "Few studies."),
        ("status", "approved"),
        ("status_note", "Nowhere."),
        ("numbers", "12 of 100."),
        ("pictures", "Well: 12"),
    ],
)
def test_a_claim_that_says_otherwise_is_not_verified_even_by_raw_sql(claims, raw, column, value):
    raw(f"UPDATE education_claim SET {column} = %s WHERE key = 'c1'", value)
    assert verified() == EVERYTHING - {"c1"}


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("kind", "review"),
        ("authors", "Roe J"),
        ("title", "Another trial"),
        ("published_in", "Cell"),
        ("year", 2020),
        ("place", "1:2–3"),
        ("doi", "10.1000/other"),
        ("pmid", "12"),
        ("url", "https://example.org/"),
        ("read_in", "a copy"),
    ],
)
def test_a_source_that_is_another_is_not_verified_even_by_raw_sql(claims, raw, column, value):
    raw(f"UPDATE education_source SET {column} = %s WHERE code = 'source-of-c1'", value)
    assert verified() == EVERYTHING - {"source-of-c1"}


@pytest.mark.parametrize(
    ("statement", "lose"),
    [
        ("DELETE FROM education_claimsource WHERE id = %s", {"c1"}),
        ("UPDATE education_claimsource SET place = 'p. 12' WHERE id = %s", {"c1"}),
        (
            "UPDATE education_claimsource SET claim_id = (SELECT id FROM education_claim WHERE key = 'c2')"
            " WHERE id = %s",
            {"c1", "c2"},
        ),
        (
            "INSERT INTO education_claimsource (claim_id, source_id, place, position)"
            " SELECT cited.claim_id, other.id, '', 2 FROM education_claimsource cited, education_source other"
            " WHERE cited.id = %s AND other.code = 'source-of-c2'",
            {"c1"},
        ),
    ],
    ids=["taken away", "another place", "of another claim", "added"],
)
def test_a_claim_that_rests_on_other_sources_is_not_verified(claims, raw, statement, lose):
    raw(statement, ClaimSource.objects.get(claim__key="c1").pk)
    assert verified() == EVERYTHING - lose


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE education_claim SET note = 'For us', next_check = '2028-01-01', checked_on = '2027-01-01'",
        "UPDATE education_claim SET statement = statement, is_clinic_choice = true",
        "UPDATE education_claimsource SET position = 7, place = place",
        "UPDATE education_source SET verification_note = 'Read in full', accessed_on = '2027-01-01'",
    ],
)
def test_what_says_nothing_to_readers_keeps_the_check(claims, raw, statement):
    raw(statement)
    assert verified() == EVERYTHING


def test_words_are_verified_after_they_are_written_not_with_them(claims, raw, reviewer):
    raw("UPDATE education_claim SET is_verified = false WHERE key = 'c1'")
    raw("UPDATE education_claim SET is_verified = true, statement = 'Other words.' WHERE key = 'c1'")
    assert verified() == EVERYTHING - {"c1"}
    ledger.verify(Claim.objects.get(key="c1"), by=reviewer, note="Table 2.")
    assert verified() == EVERYTHING


# -- The model pages ----------------------------------------------------------------------------------


@pytest.fixture
def save(client, editor):
    """`save(row, statement="…")`: an editor changes a claim or a source on its model page."""

    def send(row, **typed):
        client.force_login(editor)
        address = reverse(f"admin:education_{type(row).__name__.lower()}_change", args=[row.pk])
        form = client.get(address).context["adminform"].form
        kept = {name: form[name].value() or "" for name in form.fields if name != "seen"}
        if isinstance(row, Claim):
            [citation] = row.citations.all()
            kept |= {
                "citations-TOTAL_FORMS": 1,
                "citations-INITIAL_FORMS": 1,
                "citations-0-id": citation.pk,
                "citations-0-claim": row.pk,
                "citations-0-source": citation.source_id,
                "citations-0-place": citation.place,
                "citations-0-position": citation.position,
            }
        return client.post(address, kept | typed, follow=True)

    return send


def test_an_editor_who_rewords_a_claim_is_told_that_its_check_is_gone(claims, save):
    page = save(claims[0], statement="Other words.")
    assert LOST in text_of(page) and "Verify it" in text_of(page)
    assert page.redirect_chain == [(reverse("ledger:claim", args=["c1"]), 302)]
    assert verified() == EVERYTHING - {"c1"}


def test_an_editor_who_cites_another_place_is_told_so_too(claims, save):
    assert LOST in text_of(save(claims[0], **{"citations-0-place": "p. 12"}))
    assert verified() == EVERYTHING - {"c1"}


def test_an_editor_who_rewords_a_source_is_told_that_its_check_is_gone(claims, save):
    page = save(Source.objects.get(code="source-of-c1"), title="Another trial")
    assert LOST in text_of(page)
    assert page.redirect_chain == [(reverse("ledger:source", args=["source-of-c1"]), 302)]
    assert verified() == EVERYTHING - {"source-of-c1"}


def test_a_model_page_saved_as_it_was_keeps_the_check(claims, save, raw):
    raw("UPDATE education_claim SET pictures = %s WHERE key = 'c1'", "Well: 23\nIll: 77")
    raw("UPDATE education_claim SET is_verified = true")
    page = save(Claim.objects.get(key="c1"), pictures="Well: 23\r\nIll: 77")  # as a browser ends its lines
    assert LOST not in text_of(page)
    assert verified() == EVERYTHING


def test_whoever_has_read_the_source_verifies_the_new_words_with_them(claims, save, editor):
    page = save(claims[0], statement="Other words.", seen="on", how=" ")
    assert "Say in a few words how you know." in text_of(page)
    page = save(claims[0], statement="Other words.", seen="on", how="Table 2 says so.")
    assert LOST not in text_of(page) and "Table 2 says so." in text_of(page)
    claim = Claim.objects.get(key="c1")
    assert (claim.statement, claim.is_verified, claim.checked_by) == ("Other words.", True, editor)


def test_new_words_without_a_standing_source_stay_unverified_and_say_why(claims, save):
    Source.objects.update(standing=Source.Standing.RETRACTED)
    page = text_of(save(claims[0], statement="Other words.", seen="on", how="Table 2."))
    assert "None of its sources is verified and current." in page and LOST in page
    assert Claim.objects.get(key="c1").statement == "Other words."
