"""Writing a draft."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from education.models import Edition
from education.writing import drafting, publishing


@pytest.fixture
def draft(article, editor, words):
    return drafting.start(article=article, author=editor, **words)


def test_rich_text_is_cleaned_when_a_draft_is_saved(draft):
    """T37"""
    drafting.revise(
        edition=draft,
        by=draft.author,
        body='<p onclick="x()">Hello<script>alert(1)</script></p><style>p{}</style>',
    )
    draft.refresh_from_db()
    assert draft.body == "<p>Hello</p>"


def test_a_draft_that_waits_for_review_keeps_its_words(waiting):
    with pytest.raises(ValidationError, match="no longer a draft"):
        drafting.revise(edition=waiting, by=waiting.author, body="<p>Other.</p>")


def test_a_colleagues_change_is_not_overwritten(draft):
    seen = draft.changed_at
    drafting.revise(edition=draft, by=draft.author, seen=seen, title="Theirs")
    with pytest.raises(ValidationError, match="Somebody else changed"):
        drafting.revise(edition=draft, by=draft.author, seen=seen, title="Mine")
    assert Edition.objects.get().title == "Theirs"


def test_an_article_without_words_can_be_begun(article, editor):
    draft = drafting.start(article=article, author=editor)
    assert (draft.title, draft.body, draft.number) == ("Low mood", "", 1)


# -- Two people in one draft ---------------------------------------------------------------------------

PAGE = {"topic": "conditions", "article": "low-mood", "language": "en"}
EDIT, VISIT = (reverse(f"content:{name}", kwargs=PAGE) for name in ("edit", "visit"))


@pytest.fixture
def hers(second_editor):
    client = Client()
    client.force_login(second_editor)
    return client


def test_whoever_opens_a_draft_is_told_who_else_has_it_open(draft, editor, second_editor, hers):
    now = timezone.now()
    drafting.visit(edition=draft, by=editor, now=now - drafting.HERE_FOR)
    assert not drafting.others_here(draft, second_editor, now), "who went is not here"
    drafting.visit(edition=draft, by=editor, now=now - timedelta(minutes=1))
    assert [visit.user for visit in drafting.others_here(draft, second_editor, now)] == [editor]
    assert not drafting.others_here(draft, editor, now), "nobody is warned of themselves"
    assert "Edith has this draft open too." in hers.get(EDIT).content.decode()


def test_an_open_page_says_so_and_is_answered_only_with_what_is_new(draft, editor, second_editor, hers):
    assert hers.post(VISIT, {"known": ""}).status_code == 204
    assert [visit.user for visit in drafting.others_here(draft, editor, timezone.now())] == [second_editor]
    drafting.visit(edition=draft, by=editor, now=timezone.now())
    assert "Edith has this draft open too." in hers.post(VISIT, {"known": ""}).content.decode()
    assert hers.post(VISIT, {"known": "Edith"}).status_code == 204


def test_of_two_who_save_the_second_sees_both_texts_and_decides(draft, editor, hers, words):
    seen = draft.changed_at.isoformat()
    drafting.revise(edition=draft, by=editor, title="Theirs entirely")
    mine = {**words, "title": "Mine entirely", "seen": seen}
    answer = hers.post(EDIT, mine)
    text = answer.content.decode()
    assert "Not saved: somebody else changed this draft meanwhile" in text
    assert "Theirs</del>" in text and "Mine</ins>" in text
    assert 'value="Mine entirely"' in text, "nothing typed is lost"
    assert Edition.objects.get().title == "Theirs entirely"
    assert "Save and preview" not in text

    drafting.revise(edition=draft, by=editor, title="Theirs again")
    theirs = answer.context["theirs"].changed_at.isoformat()
    again = hers.post(EDIT, {**mine, "over": theirs})
    assert "Theirs again" in again.content.decode().replace("</del>", "").replace("<del>", "")
    assert Edition.objects.get().title == "Theirs again", "only what was shown is saved over"

    hers.post(EDIT, {**mine, "over": again.context["theirs"].changed_at.isoformat()})
    assert Edition.objects.get().title == "Mine entirely"


def test_what_is_written_while_a_colleague_sends_the_draft_stays_on_the_screen(
    draft, claims, editor, hers, words
):
    publishing.send_for_review(edition=draft, by=editor)
    answer = hers.post(EDIT, {**words, "title": "Mine entirely", "seen": draft.changed_at.isoformat()})
    assert "no longer a draft" in answer.content.decode()
    assert 'value="Mine entirely"' in answer.content.decode()
    assert Edition.objects.get().title == "Low mood"
    assert hers.get(EDIT).status_code == 302
