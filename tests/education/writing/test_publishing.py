"""Publishing: each step of an edition, who may take it, and what is said to whoever may not."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from clinic.accounts import roles
from clinic.management.commands.worker import run_due_jobs
from education.models import Article, DirectorSignOff, Edition, Source
from education.writing import drafting, publishing

NOW = datetime.fromisoformat("2026-11-22T15:00:00+00:00")


def refusal_of(act, **arguments):
    with pytest.raises(ValidationError) as refused:
        act(**arguments)
    return " ".join(refused.value.messages)


def read_by_both(edition, reviewer, reader):
    publishing.pass_clinical_review(edition=edition, by=reviewer, comment="Read against its sources.")
    return publishing.pass_plain_review(edition=edition, by=reader, comment="Plain.")


def steps_of(edition):
    return list(edition.steps.order_by("id").values_list("moved_to", "by__name", "comment"))


# -- The way of an edition -----------------------------------------------------------------------------


def test_an_edition_goes_its_way_and_each_step_keeps_its_words(published):
    assert published.state == Edition.State.PUBLISHED
    assert steps_of(published) == [
        ("clinical_review", "Edith", "Sent for review."),
        ("plain_review", "Rhea", "Read against its sources."),
        ("approved", "Paula", "Plain."),
        ("published", "Edith", "Published."),
    ]
    assert (published.reviewer.name, published.plain_reviewer.name) == ("Rhea", "Paula")


@pytest.mark.parametrize(
    ("kind", "read_on", "due"),
    [
        (Article.Kind.CONDITION, "2026-11-22T15:00:00Z", date(2027, 11, 22)),
        (Article.Kind.SAFETY, "2026-08-31T15:00:00Z", date(2027, 2, 28)),
    ],
)
def test_a_page_is_due_again_after_a_year_and_one_about_safety_after_half(
    waiting, editor, reviewer, second_editor, kind, read_on, due
):
    Article.objects.update(kind=kind)
    with time_machine.travel(read_on, tick=False):
        approved = read_by_both(waiting, reviewer, second_editor)
    with time_machine.travel(approved.reviewed_on + timedelta(days=40), tick=False):
        edition = publishing.publish(edition=approved, by=editor)
    assert (edition.reviewed_on, edition.review_due) == (date.fromisoformat(read_on[:10]), due)


def test_a_new_edition_takes_the_place_of_the_one_before(published, article, editor, reviewer, second_editor):
    draft = drafting.start(article=article, author=editor, change_note="A newer trial.")
    assert (draft.number, draft.body) == (2, published.body)
    approved = read_by_both(publishing.send_for_review(edition=draft, by=editor), reviewer, second_editor)
    publishing.publish(edition=approved, by=editor)
    states = dict(Edition.objects.values_list("number", "state"))
    assert states == {1: Edition.State.SUPERSEDED, 2: Edition.State.PUBLISHED}
    assert steps_of(published)[-1] == ("superseded", "Edith", "Edition 2 takes its place.")


def test_publishing_keeps_what_the_claims_said(published):
    kept = list(published.citations.values_list("position", "claim__key", "statement", "verdict"))
    assert kept == [
        (1, "c1", "What is known of c1.", "partly"),
        (2, "c2", "What is known of c2.", "partly"),
    ]


def test_a_reviewer_sends_an_edition_back_with_a_comment(waiting, reviewer):
    draft = publishing.return_to_draft(edition=waiting, by=reviewer, comment="Name the risks first.")
    assert draft.state == Edition.State.DRAFT
    assert steps_of(draft)[-1] == ("draft", "Rhea", "Name the risks first.")


def test_an_edition_taken_back_is_reviewed_anew(approved, editor):
    draft = publishing.return_to_draft(edition=approved, by=editor, comment="A sentence is missing.")
    draft.refresh_from_db()
    assert (draft.reviewer, draft.reviewed_on, draft.plain_reviewer, draft.plain_reviewed_on) == (None,) * 4


def test_a_published_page_is_withdrawn_with_its_reason(published, reviewer):
    publishing.withdraw(edition=published, by=reviewer, comment="Its main trial was retracted.")
    published.refresh_from_db()
    assert published.state == Edition.State.WITHDRAWN
    assert steps_of(published)[-1] == ("withdrawn", "Rhea", "Its main trial was retracted.")


# -- Who may not --------------------------------------------------------------------------------------


def test_nobody_reviews_a_page_they_wrote(waiting, editor, reviewer):
    editor.groups.add(Group.objects.get(name=roles.CLINICAL_REVIEWER))
    fresh = type(editor).objects.get(pk=editor.pk)
    told = refusal_of(publishing.pass_clinical_review, edition=waiting, by=fresh, comment="Mine.")
    assert "You wrote in this edition" in told
    publishing.pass_clinical_review(edition=waiting, by=reviewer, comment="Read.")
    told = refusal_of(publishing.pass_plain_review, edition=waiting, by=fresh, comment="Mine.")
    assert "You wrote in this edition" in told


def test_nobody_reviews_a_page_they_changed_a_word_of(
    article, claims, editor, second_editor, reviewer, words
):
    draft = drafting.start(article=article, author=editor, **words)
    drafting.revise(edition=draft, by=second_editor, title="My own words")
    waiting = publishing.send_for_review(edition=draft, by=editor)
    publishing.pass_clinical_review(edition=waiting, by=reviewer, comment="Read.")
    told = refusal_of(publishing.pass_plain_review, edition=waiting, by=second_editor, comment="Mine.")
    assert "You wrote in this edition" in told


def test_only_a_clinical_reviewer_passes_the_clinical_review(waiting, second_editor):
    told = refusal_of(publishing.pass_clinical_review, edition=waiting, by=second_editor, comment="Fine.")
    assert told == "Paula may not review pages."


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (publishing.plan, {"at": NOW}),
        (publishing.publish, {}),
    ],
)
def test_a_clinical_reviewer_neither_plans_nor_publishes(approved, reviewer, act, words):
    assert "Rhea may not work on pages." in refusal_of(act, edition=approved, by=reviewer, **words)


def test_the_front_desk_moves_nothing(waiting, front_desk, reviewer, second_editor):
    told = "Fern may not work on pages."
    words = {"edition": waiting, "by": front_desk}
    assert refusal_of(publishing.return_to_draft, **words, comment="Let me.") == told
    publishing.return_to_draft(edition=waiting, by=waiting.author, comment="Once more.")
    assert refusal_of(publishing.send_for_review, **words) == told
    publishing.send_for_review(edition=waiting, by=waiting.author)
    publishing.publish(edition=read_by_both(waiting, reviewer, second_editor), by=waiting.author)
    assert refusal_of(publishing.withdraw, **words, comment="Let me.") == told


@pytest.mark.parametrize("act", [publishing.pass_clinical_review, publishing.return_to_draft])
def test_a_review_without_a_word_is_refused(waiting, reviewer, act):
    assert "Say a few words" in refusal_of(act, edition=waiting, by=reviewer, comment="  ")


def test_a_text_that_changed_after_it_was_read_is_not_passed(waiting, editor, reviewer):
    seen = waiting.changed_at
    draft = publishing.return_to_draft(edition=waiting, by=editor, comment="Once more.")
    drafting.revise(edition=draft, by=editor, title="Slipped in")
    again = publishing.send_for_review(edition=draft, by=editor)
    words = {"edition": again, "by": reviewer, "comment": "Read."}
    assert "changed since you read it" in refusal_of(publishing.pass_clinical_review, **words, seen=seen)
    publishing.pass_clinical_review(**words, seen=again.changed_at)


# -- Not in this state -----------------------------------------------------------------------------------


def test_each_step_is_taken_from_its_own_state(article, claims, editor, reviewer, second_editor, words):
    draft = drafting.start(article=article, author=editor, **words)
    comment = {"edition": draft, "comment": "Read."}
    assert "does not wait for clinical" in refusal_of(publishing.pass_clinical_review, by=reviewer, **comment)
    assert "does not wait for plain" in refusal_of(publishing.pass_plain_review, by=second_editor, **comment)
    assert "not on its way" in refusal_of(publishing.return_to_draft, by=editor, **comment)
    assert "Only a published" in refusal_of(publishing.withdraw, by=editor, **comment)
    assert "Only an approved" in refusal_of(publishing.publish, edition=draft, by=editor)
    assert "Only an approved" in refusal_of(publishing.plan, edition=draft, by=editor, at=NOW)
    publishing.send_for_review(edition=draft, by=editor)
    assert "Only a draft" in refusal_of(publishing.send_for_review, edition=draft, by=editor)


# -- The gate, at each step ------------------------------------------------------------------------------


def test_an_unfinished_page_is_not_sent(article, editor, claims, words):
    draft = drafting.start(article=article, author=editor, **words | {"risks": ""})
    assert "may harm" in refusal_of(publishing.send_for_review, edition=draft, by=editor)


def test_a_claim_that_lost_its_source_on_the_way_is_caught_at_each_step(
    waiting, editor, reviewer, second_editor
):
    def lost(act, **words):
        Source.objects.update(standing=Source.Standing.RETRACTED)
        told = refusal_of(act, edition=waiting, **words)
        Source.objects.update(standing=Source.Standing.CURRENT)
        return "“c1”" in told and "“c2”" in told

    assert lost(publishing.pass_clinical_review, by=reviewer, comment="Read.")
    publishing.pass_clinical_review(edition=waiting, by=reviewer, comment="Read.")
    assert lost(publishing.pass_plain_review, by=second_editor, comment="Plain.")
    publishing.pass_plain_review(edition=waiting, by=second_editor, comment="Plain.")
    assert lost(publishing.plan, by=editor, at=timezone.now() + timedelta(days=1))
    assert lost(publishing.publish, by=editor)
    waiting.refresh_from_db()
    assert waiting.state == Edition.State.APPROVED


# -- At a time -------------------------------------------------------------------------------------------


def test_an_approved_edition_is_published_by_itself_when_its_time_has_come(approved, editor):
    with time_machine.travel(NOW, tick=False):
        publishing.plan(edition=approved, by=editor, at=NOW + timedelta(hours=2))
        assert publishing.publish_due(now=NOW + timedelta(hours=2, seconds=-1)) == ([], [])
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        published, refused = publishing.publish_due(now=timezone.now())
        assert (published, refused) == ([approved], [])
        assert publishing.publish_due(now=timezone.now()) == ([], []), "once is enough"
    approved.refresh_from_db()
    assert (approved.state, approved.published_at) == (Edition.State.PUBLISHED, NOW + timedelta(hours=2))
    assert steps_of(approved)[-2:] == [
        ("approved", "Edith", "To be published Nov 22, 2026, 17:00 UTC."),
        ("published", "Edith", "Published as planned."),
    ]


def test_the_worker_publishes_what_is_due(approved, editor):
    later = timezone.now() + timedelta(hours=1)
    publishing.plan(edition=approved, by=editor, at=later)
    run_due_jobs()
    assert steps_of(approved)[-1][0] == "approved"
    with time_machine.travel(later, tick=False):
        run_due_jobs()
    assert steps_of(approved)[-1][0] == "published"


def test_what_the_gate_refuses_at_its_time_stays_approved_with_the_reason(approved, editor):
    with time_machine.travel(NOW, tick=False):
        publishing.plan(edition=approved, by=editor, at=NOW + timedelta(hours=2))
        Source.objects.update(standing=Source.Standing.RETRACTED)
        published, refused = publishing.publish_due(now=NOW + timedelta(hours=3))
        assert (published, refused) == ([], [approved])
        assert publishing.publish_due(now=NOW + timedelta(hours=3)) == ([], [])
    approved.refresh_from_db()
    assert (approved.state, approved.publish_at) == (Edition.State.APPROVED, None)
    reason = steps_of(approved)[-1][2]
    assert reason.startswith("Not published as planned:") and "“c1”" in reason


def test_a_plan_looks_ahead_and_can_be_dropped(approved, editor):
    with time_machine.travel(NOW, tick=False):
        assert "a time to come" in refusal_of(publishing.plan, edition=approved, by=editor, at=NOW)
        publishing.plan(edition=approved, by=editor, at=NOW + timedelta(days=1))
        publishing.plan(edition=approved, by=editor, at=None)
        assert publishing.publish_due(now=NOW + timedelta(days=2)) == ([], [])


# -- At once -------------------------------------------------------------------------------------------


def all_at_once(*acts):
    """What each of these came to, all begun at the same moment: what it returned, or its refusal."""
    gate = threading.Barrier(len(acts))

    def run(act):
        try:
            gate.wait()
            return act()
        except ValidationError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def test_two_publishers_at_once_publish_it_once(transactional_db, approved, editor, second_editor):
    outcomes = all_at_once(
        *(lambda by=by: publishing.publish(edition=approved, by=by) for by in (editor, second_editor) * 4)
    )
    refusals = [outcome for outcome in outcomes if isinstance(outcome, ValidationError)]
    assert len(refusals) == 7
    assert {refusal.messages[0] for refusal in refusals} == {"Only an approved edition can be published."}
    assert [step[0] for step in steps_of(approved)].count("published") == 1


def test_a_publisher_and_the_minutes_job_publish_it_once(transactional_db, approved, editor):
    later = timezone.now() + timedelta(hours=1)
    publishing.plan(edition=approved, by=editor, at=later)
    all_at_once(
        *[lambda: publishing.publish_due(now=later)] * 3,
        lambda: publishing.publish(edition=approved, by=editor),
    )
    assert [step[0] for step in steps_of(approved)].count("published") == 1


# -- The medical director --------------------------------------------------------------------------------


def test_only_a_medical_director_signs_off_and_only_the_words_they_read(waiting, reviewer, director):
    told = refusal_of(publishing.sign_off, edition=waiting, by=reviewer)
    assert "Only a location’s medical director" in told
    seen = waiting.changed_at - timedelta(seconds=1)
    told = refusal_of(publishing.sign_off, edition=waiting, by=director, seen=seen)
    assert "changed since you read it" in told
    publishing.sign_off(edition=waiting, by=director, seen=waiting.changed_at)
    assert DirectorSignOff.objects.get().words_of == waiting.changed_at
    assert "signed off already" in refusal_of(publishing.sign_off, edition=waiting, by=director)


def test_a_published_page_is_not_signed_off_afterwards(published, director):
    assert "not on its way" in refusal_of(publishing.sign_off, edition=published, by=director)


# -- What the database holds -----------------------------------------------------------------------------


@pytest.mark.parametrize("column", ["reviewer_id", "plain_reviewer_id"])
def test_the_database_refuses_an_author_as_reviewer(waiting, as_app_role, column):
    with pytest.raises(IntegrityError, match="edition_author_is_not_reviewer"), as_app_role() as cursor:
        cursor.execute(f"UPDATE education_edition SET {column} = author_id WHERE id = %s", [waiting.pk])


@pytest.mark.parametrize("state", ["published", "approved", "superseded"])
def test_the_database_lets_no_edition_skip_a_review(waiting, as_app_role, state):
    with pytest.raises(DatabaseError, match="Invalid transition"), as_app_role() as cursor:
        cursor.execute("UPDATE education_edition SET state = %s WHERE id = %s", [state, waiting.pk])


def test_the_database_refuses_an_edition_past_its_reviews_without_reviewers(waiting, as_app_role):
    with pytest.raises(IntegrityError, match="past_clinical_review"), as_app_role() as cursor:
        cursor.execute("UPDATE education_edition SET state = 'plain_review' WHERE id = %s", [waiting.pk])


@pytest.mark.parametrize("column", ["body", "risks", "title", "summary"])
def test_a_published_edition_never_changes(published, as_app_role, column):
    with pytest.raises(DatabaseError, match="Cannot update"), as_app_role() as cursor:
        cursor.execute(f"UPDATE education_edition SET {column} = 'other' WHERE id = %s", [published.pk])


def test_a_published_edition_is_not_deleted(published, as_app_role):
    with pytest.raises(DatabaseError, match="Cannot delete"), as_app_role() as cursor:
        cursor.execute("DELETE FROM education_edition WHERE id = %s", [published.pk])


@pytest.mark.parametrize("statement", ["UPDATE {} SET comment = 'other'", "DELETE FROM {}"])
@pytest.mark.parametrize("table", ["education_editionstep", "education_directorsignoff"])
def test_what_was_said_on_the_way_stays(waiting, director, as_app_role, table, statement):
    publishing.sign_off(edition=waiting, by=director)
    with pytest.raises(DatabaseError, match="Cannot"), as_app_role() as cursor:
        cursor.execute(statement.format(table))


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
    assert "working on a draft" in refusal_of(drafting.start, article=article, author=editor)
    drafting.start(article=article, author=editor, language="es")
    for state, constraint in [("draft", "edition_one_open"), ("published", "edition_one_published")]:
        copy = Edition.objects.get(pk=published.pk)
        copy.pk, copy.number, copy.state = None, 77, state
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            copy.save(force_insert=True)
