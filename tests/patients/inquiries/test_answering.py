"""Answering: who owns an inquiry, what was said, how it ended."""

import threading
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.utils import InternalError

from patients.inquiries import answering, contacting
from patients.inquiries.models import Inquiry, Note
from patients.inquiries.timeline import timeline


def story(inquiry):
    return [(entry.what, str(entry.who or ""), entry.text) for entry in timeline(inquiry)]


def test_an_inquiry_is_taken_once(asked, front_desk, colleague):
    inquiry = asked()
    answering.take(inquiry=inquiry, by=front_desk)
    assert answering.take(inquiry=inquiry, by=front_desk).owner == front_desk
    with pytest.raises(ValidationError, match=r"Fern\.?.* has taken this inquiry already"):
        answering.take(inquiry=inquiry, by=colleague)


def test_an_inquiry_is_handed_over_to_somebody_who_works_with_the_inbox(
    asked, front_desk, colleague, clinician
):
    inquiry = asked()
    assert answering.assign(inquiry=inquiry, to=colleague, by=front_desk).owner == colleague
    assert answering.assign(inquiry=inquiry, to=None, by=front_desk).owner is None
    with pytest.raises(ValidationError, match="does not work with the inbox"):
        answering.assign(inquiry=inquiry, to=clinician, by=front_desk)


def test_whoever_answers_first_owns_the_inquiry(asked, front_desk, colleague):
    inquiry = asked()
    for user in (front_desk, colleague):
        contacting.log_call(inquiry=inquiry, outcome="spoke", by=user)
        inquiry.refresh_from_db()
        assert (inquiry.state, inquiry.owner) == ("in_touch", front_desk)


def test_closing_needs_a_reason_and_can_be_undone(asked, front_desk):
    inquiry = asked()
    with pytest.raises(ValidationError, match="Say why"):
        answering.close(inquiry=inquiry, reason="", by=front_desk)
    answering.close(inquiry=inquiry, reason=Inquiry.CloseReason.NOT_NOW, by=front_desk)
    with pytest.raises(ValidationError, match="closed"):
        answering.take(inquiry=inquiry, by=front_desk)
    inquiry = answering.reopen(inquiry=inquiry, by=front_desk)
    assert (inquiry.state, inquiry.close_reason, inquiry.owner) == ("in_touch", "", front_desk)


def test_a_note_sent_twice_is_one_note(asked, front_desk):
    inquiry, key = asked(), uuid.uuid4()
    for _ in range(3):
        answering.note(inquiry=inquiry, text="Called, no answer.", by=front_desk, form_key=key)
    assert Note.objects.count() == 1


def test_an_empty_note_and_one_that_is_too_long_are_refused(asked, front_desk):
    inquiry = asked()
    with pytest.raises(ValidationError, match="Write the note first"):
        answering.note(inquiry=inquiry, text="  ", by=front_desk)
    with pytest.raises(ValidationError, match="at most 2000 characters"):
        answering.note(inquiry=inquiry, text="x" * 2001, by=front_desk)


def test_a_note_never_changes(asked, front_desk):
    note = answering.note(inquiry=asked(), text="As it was.", by=front_desk)
    with pytest.raises(InternalError, match="note_never_changes"), transaction.atomic():
        Note.objects.filter(pk=note.pk).update(text="Otherwise.")


def test_a_registered_inquiry_stays_as_it_is(asked, front_desk, as_app_role):
    inquiry = answering.finish_as_registered(inquiry=asked(), by=front_desk)
    for act in (answering.take, answering.reopen, answering.wake):
        with pytest.raises(ValidationError, match="stays as it is"):
            act(inquiry=inquiry, by=front_desk)
    with pytest.raises(ValidationError, match="stays as it is"):
        answering.close(inquiry=inquiry, reason="spam", by=front_desk)
    with (
        pytest.raises(InternalError, match="registered_inquiry_never_changes"),
        transaction.atomic(),
        as_app_role() as cursor,
    ):
        cursor.execute("UPDATE inquiries_inquiry SET name = 'Somebody Else'")


@pytest.mark.parametrize(
    ("before", "after"), [("in_touch", "new"), ("closed", "new"), ("closed", "registered")]
)
def test_states_move_along_their_arrows_only(asked, as_app_role, before, after):
    asked()
    reason = {True: "'spam'", False: "''"}
    with as_app_role() as cursor:
        cursor.execute(
            f"UPDATE inquiries_inquiry SET state = '{before}', close_reason = {reason[before == 'closed']}, "
            "unanswered_since = NULL"
        )
        with pytest.raises(InternalError), transaction.atomic():
            cursor.execute(f"UPDATE inquiries_inquiry SET state = '{after}', close_reason = ''")


def test_the_story_tells_who_did_what_in_order(asked, front_desk, colleague, django_assert_num_queries):
    inquiry = asked()
    answering.take(inquiry=inquiry, by=front_desk)
    answering.assign(inquiry=inquiry, to=colleague, by=front_desk)
    contacting.log_call(inquiry=inquiry, outcome="spoke", by=colleague, text="Spoke for ten minutes.")
    answering.close(inquiry=inquiry, reason="not_now", by=colleague)
    answering.reopen(inquiry=inquiry, by=front_desk)
    with django_assert_num_queries(6):
        told = story(inquiry)
    fern, sam = str(front_desk), str(colleague)
    assert sorted(told) == sorted(
        [
            ("Asked on the website", "", ""),
            ("Taken on", fern, ""),
            (f"Given to {sam}", fern, ""),
            ("Got in touch", sam, ""),
            ("Called: We spoke", sam, "Spoke for ten minutes."),
            ("Closed: They do not want this now", sam, ""),
            ("Reopened", fern, ""),
        ]
    )
    assert told[0] == ("Asked on the website", "", "")


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_cannot_take_one_inquiry_at_once(asked, front_desk, colleague):
    inquiry, start, won, lost = asked(), threading.Barrier(2), [], []

    def take(user):
        start.wait()
        try:
            won.append(answering.take(inquiry=inquiry, by=user).owner)
        except ValidationError as refusal:
            lost.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=[user]) for user in (front_desk, colleague)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(won), lost) == (1, ["taken"])
    assert Inquiry.objects.get().owner == won[0]
