"""Writing a draft."""

import pytest
from django.core.exceptions import ValidationError

from education import drafting
from education.models import Edition


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
