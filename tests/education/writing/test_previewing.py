"""Private links to what is not published: who reads by them, and when they end."""

import hashlib
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from education.models import PreviewLink
from education.writing import drafting, previewing, publishing


@pytest.fixture
def draft(article, editor, claims, words):
    return drafting.start(article=article, author=editor, **words)


@pytest.fixture
def path(draft, editor):
    return urlsplit(previewing.make_link(edition=draft, by=editor)).path


def without_secrets(response):
    """A page, but for what differs in any two answers."""
    return (response.status_code, response.content)


def test_whoever_has_the_link_reads_the_draft_as_it_is_now(draft, editor, path):
    drafting.revise(edition=draft, by=editor, title="Low mood, newly told")
    answer = Client().get(path)
    assert answer.status_code == 200
    assert "Low mood, newly told" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert "noindex" in answer["X-Robots-Tag"]
    assert 'name="robots" content="noindex' in answer.content.decode()


def test_only_the_hash_of_a_link_is_kept(draft, path):
    token = path.strip("/").rpartition("/")[2]
    assert len(token) * 6 >= 128 + 128
    link = PreviewLink.objects.get()
    assert link.token_sha256 == hashlib.sha256(token.encode()).hexdigest()
    assert token not in str(link.__dict__)


def test_an_expired_an_ended_and_a_strangers_link_are_all_alike(draft, editor, path):
    with time_machine.travel(timezone.now() + previewing.LASTS - timedelta(minutes=1)):
        assert Client().get(path).status_code == 200
    with time_machine.travel(timezone.now() + previewing.LASTS + timedelta(minutes=1)):
        expired = Client().get(path)
    other = urlsplit(previewing.make_link(edition=draft, by=editor)).path
    previewing.end_link(link=PreviewLink.objects.first())
    ended = Client().get(other)
    strangers = Client().get(reverse("preview", args=["x" * 43]))
    overlong = Client().get(reverse("preview", args=["x" * 5000]))
    assert {without_secrets(each) for each in (expired, ended, strangers, overlong)} == {
        (404, strangers.content)
    }
    assert "This link opens nothing" in strangers.content.decode()
    assert strangers["Cache-Control"] == "no-store"


def test_an_editor_makes_a_link_sees_it_once_and_ends_it(draft, editor):
    client, where = Client(), {"topic": "conditions", "article": "low-mood", "language": "en"}
    client.force_login(editor)
    made = client.post(reverse("content:share", kwargs=where)).context["new_link"]
    page = reverse("content:edition", kwargs=where | {"number": 1})
    assert made not in client.get(page).content.decode()
    digest = PreviewLink.objects.get().token_sha256
    client.post(reverse("content:end_share", kwargs=where | {"digest": digest}))
    assert Client().get(urlsplit(made).path).status_code == 404


def test_a_link_ends_when_its_edition_is_published(approved, editor):
    path = urlsplit(previewing.make_link(edition=approved, by=editor)).path
    publishing.publish(edition=approved, by=editor)
    assert Client().get(path).status_code == 404
    with pytest.raises(ValidationError, match="nothing to preview"):
        previewing.make_link(edition=approved, by=editor)
