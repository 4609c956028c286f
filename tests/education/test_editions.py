"""The words in which the rest of the wing asks for editions."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from education.models import Article, ArticleTreatment, Edition, EditionWriter, Treatment
from education.writing import drafting, publishing


@pytest.fixture
def draft(article, editor, claims, words):
    return drafting.start(article=article, author=editor, **words)


def test_an_edition_cites_what_its_words_link_to_and_nothing_that_only_begins_alike(draft, editor):
    body = '<p><a href="claim:c10">So.</a> claim:c3</p>'
    drafting.revise(edition=draft, by=editor, body=body, benefits="")
    cites = {key: Edition.objects.citing([key]).exists() for key in ("c10", "c1", "c3", "c2")}
    assert cites == {"c10": True, "c1": False, "c3": False, "c2": True}, "c2 stands among the risks"
    assert Edition.objects.citing(["c1", "c10"]).get() == draft
    assert not Edition.objects.citing([]).exists()


def test_whoever_wrote_a_word_wrote_in_it_and_is_named_once(draft, editor, second_editor, reviewer):
    drafting.revise(edition=draft, by=second_editor, title="My own words")
    for writer in (editor, second_editor):
        assert list(Edition.objects.written_by(writer)) == [draft]
        assert not Edition.objects.for_review_by(writer).exists()
        assert publishing.wrote(writer, draft)
    assert list(Edition.objects.for_review_by(reviewer)) == [draft]
    assert not publishing.wrote(reviewer, draft)


def test_an_author_nobody_listed_among_the_writers_wrote_it_all_the_same(draft, editor):
    draft.writers.clear()
    assert publishing.wrote(editor, draft)


@pytest.mark.parametrize(
    ("late", "said"),
    [
        (-61, (False, False, False, True)),
        (-60, (True, False, False, True)),
        (0, (True, False, False, True)),
        (1, (False, True, False, True)),
        (90, (False, True, False, True)),
        (91, (False, True, True, False)),
    ],
)
def test_a_review_is_soon_then_late_then_left_out(published, late, said):
    today = published.review_due + timedelta(days=late)
    edition, found = Edition.objects.told_when_overdue(today).get(), Edition.objects.all()
    is_soon, is_named = found.due_soon(today).exists(), found.fresh_enough(today).exists()
    assert (is_soon, edition.is_overdue, edition.is_left_out, is_named) == said
    assert found.overdue(today).exists() == edition.is_overdue


def test_lists_fetch_no_text_and_nobody_fetches_what_search_reads(published):
    unread = {"search_vector", "heading_vector"}
    assert Edition.objects.get().get_deferred_fields() == unread
    assert Article.objects.get().editions.get().get_deferred_fields() == unread
    listed = Edition.objects.without_texts().get()
    assert listed.get_deferred_fields() == {*Edition.RICH_PARTS, *unread}


def test_the_history_keeps_who_is_counted_among_the_writers(draft, editor, second_editor, as_app_role):
    drafting.revise(edition=draft, by=second_editor, title="My own words")
    with as_app_role() as cursor:
        cursor.execute(
            "DELETE FROM education_edition_writers WHERE edition_id = %s AND user_id = %s",
            [draft.pk, second_editor.pk],
        )
    kept = EditionWriter.pgh_event_model.objects.filter(edition=draft).order_by("pgh_id")
    assert [(each.pgh_label, each.user) for each in kept] == [
        ("insert", editor),
        ("insert", second_editor),
        ("delete", second_editor),
    ]
    with pytest.raises(DatabaseError), transaction.atomic(), as_app_role() as cursor:
        cursor.execute("DELETE FROM education_editionwriterevent")


def test_the_history_keeps_which_treatments_a_page_was_about_and_who_said_so(client, article, editor):
    drip = article.treatments.get()
    spray = Treatment.objects.create(key="spray", name="A spray", status="approved", status_line="Checked.")
    client.force_login(editor)
    typed = {"topic": article.topic_id, "slug": article.slug, "kind": article.kind, "position": 0}
    address = reverse("admin:education_article_change", args=[article.pk])
    assert client.post(address, typed | {"treatments": [spray.pk]}).status_code == 302
    kept = ArticleTreatment.pgh_event_model.objects.filter(article=article).order_by("pgh_id")
    assert [(each.pgh_label, each.treatment) for each in kept] == [
        ("insert", drip),
        ("delete", drip),
        ("insert", spray),
    ]
    assert {each.pgh_context.metadata["user"] for each in list(kept)[1:]} == {editor.pk}
