"""What search answers: the starter library, asked as people ask."""

import csv
import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from clinic.accounts.models import User
from education.models import Claim, Edition, EditionClaim, Source, Synonym
from education.rich_text import cited_keys
from education.search import searching

TABLE = list(csv.DictReader(io.StringIO(Path(__file__).with_name("search_table.csv").read_text())))


@pytest.fixture(scope="module")
def published_library(starter_library):
    """The starter library before readers, once for this module: the steps of its editions are tried elsewhere."""
    publish_everything()


def publish_everything():
    today, editions = timezone.localdate(), Edition.objects.all()
    claims = {claim.key: claim for claim in Claim.objects.all()}
    EditionClaim.objects.bulk_create(
        EditionClaim(edition=edition, claim=claims[key], position=position)
        for edition in editions
        for position, key in enumerate(cited_keys(*edition.texts), 1)
    )
    clinician, editor = (User.objects.create_user(f"{who}@stillwater.example", name=who) for who in "ab")
    editions.update(state=Edition.State.CLINICAL_REVIEW)
    editions.update(state=Edition.State.PLAIN_REVIEW, reviewer=clinician, reviewed_on=today)
    editions.update(state=Edition.State.APPROVED, plain_reviewer=editor, plain_reviewed_on=today)
    editions.update(
        state=Edition.State.PUBLISHED,
        review_due=today + timedelta(days=180),
        published_at=timezone.now(),
    )
    for edition in editions:
        searching.learn_words(edition)


@pytest.fixture
def library(published_library, db):
    """The published library as a test may change it."""


def found(words, language="en", today=None, **how):
    return searching.search(words, language=language, today=today or timezone.localdate(), **how)


def addresses(words, **how):
    return [result.url for result in found(words, **how).results]


def page(client, words, **more):
    response = client.get(reverse("education:search"), {"q": words, **more})
    assert response.status_code == 200
    return response


# -- What comes first ---------------------------------------------------------------------------------


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["typed"])
def test_a_question_finds_its_answer_first(library, row):
    assert addresses(row["typed"])[:1] == [row["first"]]


def test_the_table_asks_forty_questions_and_more():
    assert len(TABLE) >= 40 and len({row["typed"] for row in TABLE}) == len(TABLE)


def test_pages_questions_words_and_claims_stand_in_one_list_of_twenty_at_most(library):
    kinds = [result.kind for result in found("bladder").results]
    assert kinds[0] == "safety" and {"question", "term", "claim"} < set(kinds)
    assert kinds.index("claim") > max(kinds.index("question"), kinds.index("term"))
    assert len(found("ketamine").results) == searching.SHOWN


def test_a_claim_leads_to_the_evidence_on_a_page_that_rests_on_it(library, client):
    claim = next(result for result in found("long infusions CRPS").results if result.kind == "claim")
    address, _hash, anchor = claim.url.partition("#")
    assert f'id="{anchor}"' in client.get(address).content.decode()


def test_a_verdict_stands_beside_what_is_often_said_where_it_judges_that(library, client):
    shown = page(client, "groundbreaking").content.decode()
    assert 'Often said: “<span lang="en">Ketamine is a groundbreaking treatment' in shown
    assert "<strong>Not supported.</strong>" in shown


def retract(claim):
    claim.update(retracted_on=date(2026, 11, 22), retraction_reason="Tried here.")


def sources_of(claim):
    return Source.objects.filter(claims__in=claim)


@pytest.mark.parametrize(
    "fall",
    [
        retract,
        lambda claim: claim.update(is_verified=False),
        lambda claim: sources_of(claim).update(standing=Source.Standing.RETRACTED),
        lambda claim: sources_of(claim).update(standing=Source.Standing.SUPERSEDED),
        lambda claim: sources_of(claim).update(is_verified=False),
    ],
    ids=["retracted", "doubted", "sources retracted", "sources superseded", "sources doubted"],
)
def test_a_claim_that_no_longer_stands_is_not_found(library, fall):
    assert any(result.kind == "claim" for result in found("groundbreaking").results)
    fall(Claim.objects.filter(key="c01"))
    assert not any(result.kind == "claim" for result in found("groundbreaking").results)


def test_a_claim_is_found_while_one_of_its_sources_stands(library):
    claim = Claim.objects.annotate(sources_cited=Count("sources")).filter(sources_cited__gt=1).first()
    first, *_others = claim.sources.order_by("pk")
    Source.objects.exclude(pk=first.pk).update(standing=Source.Standing.RETRACTED)
    said = [result.passage for result in found(claim.statement).results if result.kind == "claim"]
    assert any("".join(words for words, _found in passage) == claim.statement for passage in said)


def test_drafts_and_what_was_withdrawn_are_not_found(library):
    crps = Edition.objects.published().get(article__slug="crps", article__kind="condition")
    assert "/learn/conditions/crps/" in addresses("crps")
    Edition.objects.filter(pk=crps.pk).update(state=Edition.State.WITHDRAWN)
    assert "/learn/conditions/crps/" not in addresses("crps")


def test_a_page_over_ninety_days_past_its_review_leaves_search(library):
    due = Edition.objects.published().get(article__slug="crps", article__kind="condition").review_due
    assert "/learn/conditions/crps/" in addresses("crps", today=due + timedelta(days=90))
    assert "/learn/conditions/crps/" not in addresses("crps", today=due + timedelta(days=91))


def test_another_language_finds_its_own_pages_only(library):
    assert addresses("crps", language="es") == []


# -- Words of the field, and their spelling -----------------------------------------------------------


def test_a_synonym_finds_what_it_means(library):
    assert addresses("zyxtan") == []
    Synonym.objects.create(term="zyxtan", means=["glaucoma"])
    assert addresses("zyxtan")[0] == "/learn/questions/#i-have-glaucoma"
    assert addresses("zyxtans")[0] == "/learn/questions/#i-have-glaucoma"


def test_the_starter_synonyms_lead_to_something(library):
    """A synonym whose meanings stand on no page is of no use."""
    idle = [synonym.term for synonym in Synonym.objects.all() if not addresses(synonym.term, as_typed=True)]
    assert idle == []


def test_two_letters_are_a_synonym_only_alone_or_in_capitals(library):
    into_a_muscle = "/learn/questions/#is-a-shot-as-good-as-a-drip"
    assert into_a_muscle in addresses("im")[:3]
    assert into_a_muscle in addresses("IM ketamine")[:3]
    assert into_a_muscle not in addresses("im pregnant")


def test_a_misspelt_word_is_corrected_and_the_reader_is_told(library, client):
    shown = page(client, "ketemine <b>bladder").content.decode()
    assert "Showing results for <strong>ketamine b bladder</strong>" in shown
    assert 'href="?q=ketemine+%3Cb%3Ebladder&amp;as_typed=1"' in shown
    as_typed = page(client, "ketemine bladder", as_typed="1").content.decode()
    assert "Showing results for" not in as_typed


@pytest.mark.parametrize("words", ["injections", "bladders", "driving", "Xanax", "CPAP", "troches", "qqqqqq"])
def test_a_word_that_is_right_or_like_no_other_stays_as_typed(library, words):
    assert found(words).corrected == ""


# -- Whatever is typed --------------------------------------------------------------------------------

NASTY = [
    "", " ", "\x00", "a\x00b", "\ud800", "crps \udfff", "'", '"', "\\", "%", "%s", "& | ! ()", "crps:*", "<->",
    "a & | b",
    "'; DROP TABLE education_edition; --", "crps'::tsquery", "((((((", ":A", "!crps", "<script>alert(1)</script>",
    "the", "is it", "im", "İstanbul ǅ ß ﬁ ² ① Ⅷ", "مرحبا بالعالم", "抑郁症", "e\u0301\u0301\u0301", 
    "\u200b\u200d", "🙂 🙃", "a" * 5000,
    "word " * 2000, "-", "--", "1", "3.14e309", "\x02crps\x03", "\r\n\t", "NULL", "{}", "[1:2]", 
    "k-hole", "gad-7 phq-9",
]  # fmt: skip


@pytest.mark.parametrize("words", NASTY, ids=ascii)
def test_nothing_that_is_typed_breaks_search(library, client, words):
    """T33."""
    searching.search(words, language="en", today=timezone.localdate())
    searching.search(words, language="es", today=timezone.localdate())
    if not any("\ud800" <= letter <= "\udfff" for letter in words):
        page(client, words)


@pytest.mark.parametrize(
    "query", ["q=%FF%FE", "q=%ED%A0%80", "q=a&q=b", "q[]=a", "q", "as_typed=1", "q=%00", "q=a%26b"]
)
def test_no_address_breaks_the_page(library, client, query):
    """T33."""
    assert client.get(f"{reverse('education:search')}?{query}").status_code in (200, 400)


def test_what_is_typed_is_cut_at_two_hundred_letters(library):
    assert found("x" * 5000).typed == "x" * 200


def test_what_is_no_text_is_left_out(library):
    """T33."""
    assert found("crps\x00 \ud800 pain\udfff\n").typed == "crps pain"


def test_what_is_typed_is_shown_as_text(library, client):
    shown = page(client, "<script>alert(1)</script> crps").content.decode()
    assert "<script>alert" not in shown and "&lt;script&gt;alert" in shown


def test_the_words_found_are_marked_in_a_text_without_tags(library, client):
    shown = page(client, "taxi").content.decode()
    assert "<mark>" in shown and "\x02" not in shown and "&lt;p&gt;" not in shown
    assert not any("<" in words for result in found("taxi").results for words, _found in result.passage)


# -- The page -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    ["suicide", "suiside", "I want to die", "i don't want to live", "kill my self",
     "no reason to live", "self-harm", "overdosed", "quiero morir"],
)  # fmt: skip
def test_words_of_crisis_show_whom_to_call_before_anything_else(library, client, words):
    shown = page(client, words).content.decode()
    main = shown[shown.index("<main") :]
    assert main.index("You deserve support right now") < main.index('id="search-words"')
    assert "crisis-lines" in main[: main.index('id="search-words"')]


@pytest.mark.parametrize("words", ["crps", "how long does it last", "diet", "life"])
def test_other_words_do_not(library, client, words):
    assert "You deserve support right now" not in page(client, words).content.decode()


def test_an_empty_result_helps_on(library, client):
    shown = page(client, "qqqqqq").content.decode()
    assert "We found nothing for these words" in shown and "Look at the spelling" in shown
    for name in ("inquiries:inquire", "education:questions", "education:glossary"):
        assert f'href="{reverse(name)}"' in shown
    assert 'href="/learn/safety/"' in shown


def test_without_words_the_page_offers_the_topics(library, client):
    shown = client.get(reverse("education:search")).content.decode()
    assert "We found nothing" not in shown and 'href="/learn/conditions/"' in shown


def test_what_was_looked_for_is_kept_nowhere(library, client, capfd, caplog):
    """R8, P5."""
    response = page(client, "glaucoma")
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["Referrer-Policy"] == "same-origin"
    shown = response.content.decode()
    assert "glaucoma" not in shown[shown.index("<title>") : shown.index("</title>")].lower()
    assert '<meta name="robots" content="noindex">' in shown
    assert not response.cookies
    logged = capfd.readouterr()
    assert "glaucoma" not in logged.out + logged.err + caplog.text


@pytest.mark.parametrize("words", ["ketemine bladder", "qqqqqq", "suicide", "spravato"])
def test_an_answer_takes_six_queries_at_most(library, client, django_assert_max_num_queries, words):
    with django_assert_max_num_queries(6):
        page(client, words)
