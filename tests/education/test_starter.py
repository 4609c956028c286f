"""The starter library: complete, honest about what nobody checked, and never in an editor's way."""

import csv
import re
from pathlib import Path

import pytest

from education import starter
from education.checks import gate
from education.checks.hype import hits
from education.models import Claim, ClaimSource, ComparedFact, Edition, LintOverride, Source
from education.rich_text import cited_keys
from education.writing import drafting

PAGES = starter.pages()


def table(file):
    """The rows of a table beside this file: what the domain brief says, typed from it and not from the library."""
    return list(csv.DictReader(Path(__file__).with_name(file).read_text().splitlines()))


CLAIMS = table("starter_claims.csv")
SOURCES = table("starter_sources.csv")


@pytest.fixture
def loaded(starter_library, db):
    """The starter library as a test may change it."""


def test_every_claim_of_the_brief_is_here_and_judged_as_it_judges(loaded):
    """A promotional claim is not supported; a source nobody has read carries none."""
    nobody_read = {row["code"] for row in SOURCES if row["verified"] == "no"}
    brief, here = {}, {}
    for row in CLAIMS:
        claim = Claim.objects.get(key=row["key"])
        status = claim.status if row["status"] else ""  # the brief gives none of ours
        sources = set(claim.sources.values_list("code", flat=True))
        here[claim.key] = claim.verdict, status, sources
        brief[claim.key] = row["verdict"], row["status"], set(row["sources"].split()) - nobody_read
    assert here == brief
    assert len(brief) == 32 + 14 and Edition.objects.count() == len(PAGES)
    assert not Claim.objects.filter(sources=None).exists()


def test_every_source_of_the_brief_is_here_and_cited_where_it_was_read(loaded):
    verified = dict(Source.objects.values_list("code", "is_verified"))
    assert {row["code"]: row["verified"] == "yes" for row in SOURCES}.items() <= verified.items()
    read = {(row["code"], part) for row in SOURCES for part in row["parts_read"].split("; ") if part}
    cited = set(ClaimSource.objects.exclude(place="").values_list("source__code", "place"))
    assert cited == read


def test_what_nobody_checked_is_not_verified(loaded):
    unverified = set(Claim.objects.filter(is_verified=False).values_list("key", flat=True))
    assert unverified == {"c11", "c19", "c28"}
    assert not Source.objects.filter(claims__is_verified=True, is_verified=False).exists()
    assert not Claim.objects.filter(is_verified=True, checked_by=None).exists()


def test_a_verdict_judges_what_others_say_or_what_we_say_ourselves(loaded):
    """Above a statement of our own, “weak” or “not supported” would say that it is untrue."""
    ours = Claim.objects.filter(often_said="").exclude(verdict=Claim.Verdict.SUPPORTED)
    assert not list(ours)


def test_every_page_question_and_word_passes_the_gate_and_hides_no_long_sentence(loaded):
    editions = Edition.objects.select_related("article__topic")
    assert len(editions) == len(PAGES)
    refused = {}
    for edition in editions:
        assert edition.state == Edition.State.DRAFT
        if found := [*gate.obstacles(edition), *gate.remarks(edition)]:
            refused[str(edition.article)] = [str(each) for each in found]
    assert refused == {}


def test_every_reason_to_let_words_stand_is_still_needed(loaded):
    kept = set(LintOverride.objects.values_list("article_id", "language", "phrase", "sentence"))
    editions = Edition.objects.filter(article__lint_overrides__isnull=False).distinct()
    needed = {
        (each.article_id, each.language, hit.phrase, hit.sentence) for each in editions for hit in hits(each)
    }
    assert kept == needed


def test_every_claim_of_the_library_is_cited_or_compared_or_of_the_brief(loaded):
    cited = {key for edition in Edition.objects.all() for key in cited_keys(*edition.texts)}
    compared = set(ComparedFact.objects.values_list("claim__key", flat=True))
    others = Claim.objects.exclude(key__in=cited | compared).values_list("key", flat=True)
    assert [key for key in others if not re.fullmatch(r"[cop]\d+", key)] == []


def test_loading_again_changes_nothing_an_editor_changed(loaded, editor):
    Claim.objects.filter(key="c06").update(statement="Ours.")
    draft = Edition.objects.get(article__slug="depression")
    drafting.revise(edition=draft, by=draft.author, title="Our title")
    assert not +starter.load()
    assert Claim.objects.get(key="c06").statement == "Ours."
    assert Edition.objects.get(article__slug="depression").title == "Our title"
