"""The starter library: complete, honest about what nobody checked, and never in an editor's way."""

import re

import pytest
from django.core.management import call_command
from django.utils.html import strip_tags

from education import drafting, publishing, starter
from education.exchange.pages import PARTS
from education.models import Article, Claim, Edition, Source
from education.rich_text import cited_keys, clean

PAGES = starter.pages()
HYPE = re.compile(
    r"breakthrough|groundbreaking|revolutionary|miracle|\bcures?\b|beacon of hope|life-changing|game.changer|"
    r"paradigm shift|rewire|\bproven\b|guaranteed|non-addictive|no side effects|FDA-approved ketamine|"
    r"first step to reclaiming|remarkable|committed suicide|eligible",
    re.IGNORECASE,
)


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


def test_articles_load_as_drafts_that_could_be_sent_for_review(loaded):
    for edition in Edition.objects.all():
        assert edition.state == Edition.State.DRAFT
        assert publishing.obstacles(edition) == []


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


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)
def test_an_article_is_plain_and_without_hype(page):
    texts = {part: page.words[part] for part in PARTS}
    for text in texts.values():
        assert not HYPE.search(strip_tags(text))
        blocks = re.split(r"</(?:h2|h3|li|p)>", clean(text))
        for sentence in [each for block in blocks for each in re.split(r"(?<=[.?!:])\s", strip_tags(block))]:
            assert len(sentence.split()) <= 25, sentence
    assert cited_keys(*texts.values())
    if page.kind in (Article.Kind.CONDITION, Article.Kind.TREATMENT):
        assert all(texts.values())
        assert len(texts["risks"]) > len(texts["benefits"]) / 2
