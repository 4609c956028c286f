"""The starter library: complete, honest about what nobody checked, and never in an editor's way."""

import re

import pytest
from django.core.management import call_command

from education import drafting, gate, starter
from education.hype import hits
from education.models import Claim, ComparedFact, Edition, LintOverride, Source
from education.rich_text import cited_keys

PAGES = starter.pages()


@pytest.fixture
def loaded(db):
    return starter.load()


def test_every_claim_and_source_of_the_brief_is_here(loaded):
    keys = set(Claim.objects.values_list("key", flat=True))
    assert {f"c{number:02}" for number in range(32)} | {f"o{number}" for number in range(1, 15)} <= keys
    assert loaded["articles"] == len(PAGES)
    assert not Claim.objects.filter(sources=None).exists()


def test_what_nobody_checked_is_not_verified(loaded):
    unverified = Source.objects.filter(is_verified=False).values_list("code", flat=True)
    assert set(unverified) == {"e2", "e19"}
    assert set(Claim.objects.filter(is_verified=False).values_list("key", flat=True)) == {"c11", "c19"}
    assert not Source.objects.filter(claims__is_verified=True, is_verified=False).exists()


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


def test_the_command_says_what_it_added(db, capsys):
    call_command("load_starter_content")
    assert f"{len(PAGES)} articles" in capsys.readouterr().out
    call_command("load_starter_content")
    assert "here already" in capsys.readouterr().out
