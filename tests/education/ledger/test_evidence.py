"""What stands behind a mark once it no longer stands: readers are told at once, wherever they meet it."""

import pytest
from django.urls import reverse
from django.utils.formats import date_format

from education.ledger import ledger
from education.ledger.evidence import Evidence
from education.models import Article, Claim, Source
from education.writing import drafting, publishing
from tests.clinic.scheduling.pages import text_of

TAKEN_BACK = "We took this back Since {day} we no longer stand by these words. Please do not rely on them."
BEING_CHECKED = "We are checking this We are not sure of these words right now."


@pytest.fixture
def read_everywhere(published, article, editor, reviewer, second_editor, words, client):
    """`read_everywhere()`: the page, the answers and the glossary that cite c1 and c2, as readers find them."""
    for kind, topic in (("question", article.topic), ("term", None)):
        piece = Article.objects.create(topic=topic, slug=f"a-{kind}", kind=kind)
        draft = drafting.start(article=piece, author=editor, **words)
        publishing.send_for_review(edition=draft, by=editor)
        publishing.pass_clinical_review(edition=draft, by=reviewer, comment="Read.")
        publishing.pass_plain_review(edition=draft, by=second_editor, comment="Plain.")
        publishing.publish(edition=draft, by=editor)
    addresses = (
        article.get_absolute_url(),
        reverse("education:answers", args=[article.topic.slug]),
        reverse("education:glossary"),
    )
    return lambda: [client.get(address) for address in addresses]


@pytest.fixture
def claim(claims):
    return claims[0]


def test_a_verdict_stands_beside_the_words_it_judges_everywhere(read_everywhere, claim, reviewer):
    Claim.objects.filter(pk=claim.pk).update(often_said="It helps all.", verdict="not_supported")
    ledger.verify(claim, by=reviewer, note="Table 2.")
    for page in map(text_of, read_everywhere()):
        assert "Often said: “ It helps all. ” Not supported" in page


def test_a_claim_that_was_taken_back_says_so_at_its_mark_and_in_its_note(read_everywhere, claim, reviewer):
    claim = ledger.retract_claim(claim, by=reviewer, reason="The trial was withdrawn.")
    told = TAKEN_BACK.format(day=date_format(claim.retracted_on))
    for page in map(text_of, read_everywhere()):
        assert "Some feel better. Evidence 1, taken back" in page
        assert told in page
        assert page.count("Partly supported") == 1, "of the other claim alone"


def test_a_claim_somebody_doubts_is_said_to_be_checked(read_everywhere, claim, reviewer):
    ledger.doubt(claim, by=reviewer, note="Another number in table 2.")
    for page in map(text_of, read_everywhere()):
        assert "Some feel better. Evidence 1, being checked" in page
        assert BEING_CHECKED in page
        assert "Another number in table 2." not in page
    ledger.verify(claim, by=reviewer, note="The number is right.")
    assert BEING_CHECKED not in text_of(read_everywhere()[0])


@pytest.mark.parametrize("fallen", [{"standing": "retracted"}, {"is_verified": False}])
def test_a_claim_whose_sources_have_fallen_is_said_to_be_checked(read_everywhere, claim, fallen):
    Source.objects.filter(claims=claim).update(**fallen)
    for page in map(text_of, read_everywhere()):
        assert BEING_CHECKED in page


def test_a_source_somebody_doubts_is_said_to_be_checked(read_everywhere, claim, client):
    Source.objects.filter(claims=claim).update(is_verified=False)
    assert "We are checking this source" in text_of(client.get(reverse("education:sources")))
    page, _answers, glossary = map(text_of, read_everywhere())
    assert "We are checking this source" in page and "(being checked)" in glossary


def test_numbers_nobody_stands_by_are_not_drawn(published, article, claim, reviewer, client):
    Claim.objects.filter(pk=claim.pk).update(pictures="Well after 4 weeks: 23", numbers="23 of 100.")
    ledger.verify(claim, by=reviewer, note="Table 2.")
    page = text_of(client.get(article.get_absolute_url()))
    assert "Well after 4 weeks" in page and "23 of 100." in page
    ledger.doubt(claim, by=reviewer, note="Another number in table 2.")
    page = text_of(client.get(article.get_absolute_url()))
    assert "Well after 4 weeks" not in page and "23 of 100." not in page


def test_a_doubt_shows_on_kept_pages_at_once(
    kept_pages, published, article, claim, reviewer, client, django_capture_on_commit_callbacks
):
    assert BEING_CHECKED not in text_of(client.get(article.get_absolute_url()))
    with django_capture_on_commit_callbacks(execute=True):
        ledger.doubt(claim, by=reviewer, note="Another number in table 2.")
    assert BEING_CHECKED in text_of(client.get(article.get_absolute_url()))


def test_a_fallen_claim_costs_no_query_more(
    published, article, claim, reviewer, client, django_assert_num_queries, django_assert_max_num_queries
):
    with django_assert_max_num_queries(6) as before:
        client.get(article.get_absolute_url())
    ledger.retract_claim(claim, by=reviewer, reason="The trial was withdrawn.")
    with django_assert_num_queries(len(before)):
        client.get(article.get_absolute_url())


def test_a_draft_says_what_nobody_has_verified(article, editor, claim, words):
    Claim.objects.filter(pk=claim.pk).update(is_verified=False)
    draft = drafting.start(article=article, author=editor, **words)
    assert [note.stands for note in Evidence.of(draft).notes] == [False, True]
