"""Publishing: what the gate lets through, and what it says when it does not."""

from datetime import date

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction

from clinic.accounts import roles
from education import drafting, publishing
from education.models import Article, Edition, Source


def refusal_of(act, **arguments):
    with pytest.raises(ValidationError) as refused:
        act(**arguments)
    return " ".join(refused.value.messages)


def draft_with(article, editor, words, **changes):
    return drafting.start(article=article, author=editor, **words | changes)


def test_a_reviewer_publishes_what_somebody_else_wrote(waiting, reviewer):
    with time_machine.travel("2026-11-22T15:00:00Z", tick=False):
        edition = publishing.publish(edition=waiting, reviewer=reviewer, by=reviewer)
    edition.refresh_from_db()
    assert (edition.state, edition.reviewer) == (Edition.State.PUBLISHED, reviewer)
    assert (edition.reviewed_on, edition.review_due) == (date(2026, 11, 22), date(2027, 11, 22))


def test_a_page_about_safety_is_due_again_after_six_months(waiting, reviewer):
    Article.objects.update(kind=Article.Kind.SAFETY)
    with time_machine.travel("2026-08-31T15:00:00Z", tick=False):
        edition = publishing.publish(edition=waiting, reviewer=reviewer, by=reviewer)
    assert edition.review_due == date(2027, 2, 28)


def test_nobody_publishes_their_own_words(article, claims, reviewer, words):
    edition = publishing.send_for_review(edition=draft_with(article, reviewer, words))
    assert "You wrote in this" in refusal_of(
        publishing.publish, edition=edition, reviewer=reviewer, by=reviewer
    )


def test_nobody_reviews_a_page_they_wrote_in(article, claims, editor, reviewer, words):
    reviewer.groups.add(Group.objects.get(name=roles.EDITOR))
    draft = drafting.start(article=article, author=editor, **words)
    drafting.revise(edition=draft, by=reviewer, title="My own words")
    waiting = publishing.send_for_review(edition=draft)
    with pytest.raises(ValidationError, match="You wrote in this edition"):
        publishing.publish(edition=waiting, reviewer=reviewer, by=reviewer)


def test_a_text_that_changed_after_it_was_read_is_not_published(waiting, reviewer):
    seen = waiting.changed_at
    draft = publishing.take_back(edition=waiting)
    drafting.revise(edition=draft, by=draft.author, title="Slipped in")
    again = publishing.send_for_review(edition=draft)
    with pytest.raises(ValidationError, match="changed since you read it"):
        publishing.publish(edition=again, reviewer=reviewer, by=reviewer, seen=seen)
    publishing.publish(edition=again, reviewer=reviewer, by=reviewer, seen=again.changed_at)


def test_the_database_refuses_an_author_as_reviewer(waiting, as_app_role):
    with pytest.raises(IntegrityError, match="edition_author_is_not_reviewer"), as_app_role() as cursor:
        cursor.execute("UPDATE education_edition SET reviewer_id = author_id WHERE id = %s", [waiting.pk])


def test_the_database_refuses_a_published_edition_without_reviewer(waiting, as_app_role):
    with pytest.raises(IntegrityError, match="edition_published_is_reviewed"), as_app_role() as cursor:
        cursor.execute("UPDATE education_edition SET state = 'published' WHERE id = %s", [waiting.pk])


def test_an_editor_cannot_stand_as_reviewer(waiting, editor, reviewer):
    colleague = type(editor).objects.create_user("third@stillwater.example", name="Third")
    told = refusal_of(publishing.publish, edition=waiting, reviewer=colleague, by=reviewer)
    assert "may not review" in told
    told = refusal_of(publishing.publish, edition=waiting, reviewer=reviewer, by=editor)
    assert "may not publish" in told


def test_a_draft_nobody_sent_for_review_is_not_published(article, editor, reviewer, claims, words):
    draft = draft_with(article, editor, words)
    told = refusal_of(publishing.publish, edition=draft, reviewer=reviewer, by=reviewer)
    assert "waits for review" in told


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ({"is_verified": False}, "“weak” is not verified"),
        ({"source_verified": False}, "none of its sources"),
        ({"standing": Source.Standing.RETRACTED}, "none of its sources"),
    ],
)
def test_an_unverified_claim_or_source_stops_a_page(article, editor, make_claim, claims, words, broken, said):
    make_claim("weak", **broken)
    draft = draft_with(article, editor, words, body='<p><a href="claim:weak">It is so.</a></p>')
    assert said in refusal_of(publishing.send_for_review, edition=draft)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"body": '<p><a href="claim:c99">It is so.</a></p>'}, "no claim “c99”"),
        ({"body": "<p>Nothing.</p>", "benefits": "", "risks": ""}, "cites no claim"),
        ({"risks": ""}, "no risks"),
        ({"benefits": ""}, "says what may help"),
        ({"alternatives": ""}, "names other ways"),
    ],
)
def test_an_unfinished_page_is_refused_in_words(article, editor, claims, words, changes, said):
    draft = draft_with(article, editor, words, **changes)
    assert said in refusal_of(publishing.send_for_review, edition=draft)


def test_a_page_about_a_condition_shows_what_is_approved(article, editor, claims, words):
    article.treatments.clear()
    draft = draft_with(article, editor, words)
    assert "Choose its treatments" in refusal_of(publishing.send_for_review, edition=draft)


def test_a_claim_that_lost_its_source_while_waiting_is_caught(waiting, reviewer):
    Source.objects.update(standing=Source.Standing.RETRACTED)
    told = refusal_of(publishing.publish, edition=waiting, reviewer=reviewer, by=reviewer)
    assert "“c1”" in told and "“c2”" in told
    waiting.refresh_from_db()
    assert waiting.state == Edition.State.IN_REVIEW


def test_a_new_edition_takes_the_place_of_the_one_before(published, article, editor, reviewer):
    draft = drafting.start(article=article, author=editor)
    assert (draft.number, draft.body) == (2, published.body)
    waiting = publishing.send_for_review(edition=draft)
    publishing.publish(edition=waiting, reviewer=reviewer, by=reviewer)
    states = dict(Edition.objects.values_list("number", "state"))
    assert states == {1: Edition.State.SUPERSEDED, 2: Edition.State.PUBLISHED}


def test_publishing_keeps_what_the_claims_said(published):
    kept = list(published.citations.values_list("position", "claim__key", "statement", "verdict"))
    assert kept == [
        (1, "c1", "What is known of c1.", "partly"),
        (2, "c2", "What is known of c2.", "partly"),
    ]


@pytest.mark.parametrize("column", ["body", "risks", "title", "summary"])
def test_a_published_edition_never_changes(published, as_app_role, column):
    with pytest.raises(DatabaseError, match="Cannot update"), as_app_role() as cursor:
        cursor.execute(f"UPDATE education_edition SET {column} = 'other' WHERE id = %s", [published.pk])


def test_a_published_edition_is_not_deleted(published, as_app_role):
    with pytest.raises(DatabaseError, match="Cannot delete"), as_app_role() as cursor:
        cursor.execute("DELETE FROM education_edition WHERE id = %s", [published.pk])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE education_editionclaim SET verdict = 'supported'",
        "DELETE FROM education_editionclaim",
        "INSERT INTO education_editionclaim (edition_id, claim_id, position, statement, verdict) "
        "SELECT edition_id, claim_id, 9, '', '' FROM education_editionclaim LIMIT 1",
    ],
)
def test_the_citations_of_a_published_edition_never_change(published, as_app_role, statement):
    with pytest.raises(DatabaseError, match="never change"), as_app_role() as cursor:
        cursor.execute(statement)


def test_one_draft_and_one_published_edition_for_each_language(published, article, editor):
    drafting.start(article=article, author=editor)
    refusal_of(drafting.start, article=article, author=editor)
    drafting.start(article=article, author=editor, language="es")
    columns = "article_id, language, number, state, title, summary, body, benefits, risks, alternatives"
    for state, constraint in [("draft", "edition_one_open"), ("published", "edition_one_published")]:
        with (
            pytest.raises(IntegrityError, match=constraint),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                f"INSERT INTO education_edition ({columns}, change_note, author_id, reviewer_id, reviewed_on,"
                " review_due, published_at, started_at, changed_at)"
                " SELECT article_id, language, 77, %s, title, summary, body, benefits, risks, alternatives,"
                " change_note, author_id, reviewer_id, reviewed_on, review_due, published_at, started_at,"
                " changed_at FROM education_edition WHERE id = %s",
                [state, published.pk],
            )


def test_a_reviewer_sends_an_edition_back(waiting):
    assert publishing.take_back(edition=waiting).state == Edition.State.DRAFT
    assert "not waiting" in refusal_of(publishing.take_back, edition=waiting)
