"""Answering an inquiry: who does it, what was said, and how it ended. Every act keeps who did it."""

import uuid
from contextlib import contextmanager
from datetime import datetime, time, timedelta

import pghistory
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import Inquiry, Note

State = Inquiry.State
LONGEST_SNOOZE = timedelta(days=92)
CHANGED_BY_REGISTERING = ("state", "owner_id", "unanswered_since", "answered_at", "snoozed_until")


@contextmanager
def at_work_on(inquiry, by):
    """The inquiry's row, fresh and locked; refuses one that is registered.

    `by` is who changes it: somebody who works here, or None for the person who asked.
    """
    with transaction.atomic(), pghistory.context(user=by and by.pk):
        row = Inquiry.objects.select_for_update(no_key=True).get(pk=inquiry.pk)
        if row.state == State.REGISTERED:
            raise ValidationError(
                _("This person is registered as a patient, so the inquiry stays as it is."), code="registered"
            )
        yield row


def take(*, inquiry, by):
    """Take an inquiry on; refuses one that somebody else has taken."""
    with at_work_on(inquiry, by) as inquiry:
        if inquiry.owner_id not in (None, by.pk):
            raise ValidationError(
                _("%(owner)s has taken this inquiry already.") % {"owner": inquiry.owner}, code="taken"
            )
        refuse_unless_waiting(inquiry)
        inquiry.owner = by
        inquiry.save(update_fields=["owner"])
    return inquiry


def assign(*, inquiry, to, by):
    """Hand an inquiry to a colleague, or with `to=None` back to everybody."""
    if to is not None and not (to.is_active and to.has_perm("inquiries.change_inquiry")):
        raise ValidationError(_("%(name)s does not work with the inbox.") % {"name": to}, code="no_inbox")
    with at_work_on(inquiry, by) as inquiry:
        refuse_unless_waiting(inquiry)
        inquiry.owner = to
        inquiry.save(update_fields=["owner"])
    return inquiry


def answered(inquiry, by, at):
    """We have answered, so nobody waits for us any more. For acts that hold the row (`at_work_on`)."""
    inquiry.state, inquiry.unanswered_since, inquiry.snoozed_until = State.IN_TOUCH, None, None
    inquiry.answered_at = inquiry.answered_at or at
    inquiry.owner = inquiry.owner or by
    inquiry.save(update_fields=["state", "owner", "unanswered_since", "snoozed_until", "answered_at"])


def note(*, inquiry, text, by, form_key=None):
    """Add a note; the same `form_key` (a UUID) sent twice is one note."""
    if not text.strip():
        raise ValidationError(_("Write the note first."), code="empty")
    with at_work_on(inquiry, by) as inquiry:
        return write_down(inquiry, text, by, form_key)


def close(*, inquiry, reason, by, text="", form_key=None):
    """Close an inquiry for a reason (one of `Inquiry.CloseReason`)."""
    if reason not in Inquiry.CloseReason:
        raise ValidationError(_("Say why the inquiry is closed."), code="no_reason")
    with at_work_on(inquiry, by) as inquiry:
        if inquiry.close_reason == reason:  # sent twice
            return inquiry
        refuse_unless_waiting(inquiry)
        end(inquiry, State.CLOSED, close_reason=reason)
        write_down(inquiry, text, by, form_key)
    return inquiry


def end(inquiry, state, **why):
    """Nobody waits any more, and nothing is put off. For acts that hold the row (`at_work_on`)."""
    ended = {"state": state, "unanswered_since": None, "snoozed_until": None, **why}
    for name, value in ended.items():
        setattr(inquiry, name, value)
    inquiry.save(update_fields=[*ended])


@transaction.atomic
def close_as_spam(*, inquiries, by):
    """Close several at once that no person sent. Returns how many; each can be reopened."""
    found = inquiries.waiting().order_by("pk").select_for_update(no_key=True)
    return len([close(inquiry=inquiry, reason=Inquiry.CloseReason.SPAM, by=by) for inquiry in found])


def reopen(*, inquiry, by):
    """Take up a closed inquiry again; whoever does owns it, if nobody does."""
    with at_work_on(inquiry, by) as inquiry:
        if inquiry.state == State.CLOSED:
            take_up_again(inquiry)
            inquiry.owner = inquiry.owner or by
            inquiry.save(update_fields=["owner"])
    return inquiry


def take_up_again(inquiry, unanswered_since=None):
    """A closed inquiry goes on, and stands by itself. For acts that hold the row."""
    inquiry.state, inquiry.close_reason, inquiry.merged_into = State.IN_TOUCH, "", None
    inquiry.unanswered_since = unanswered_since
    inquiry.save(update_fields=["state", "close_reason", "merged_into", "unanswered_since"])


def snooze(*, inquiry, until, by):
    """Put an answered inquiry off until the morning of a date; it comes back to the list by itself."""
    with at_work_on(inquiry, by) as inquiry:
        refuse_unless_waiting(inquiry)
        if inquiry.unanswered_since:
            raise ValidationError(
                _("This person waits for our answer. Answer first, then put it off."), code="unanswered"
            )
        morning = datetime.combine(until, time(), inquiry.location.zone)
        if not timezone.now() < morning <= timezone.now() + LONGEST_SNOOZE:
            raise ValidationError(_("Choose a day after today, within three months."), code="day")
        inquiry.snoozed_until = morning
        inquiry.owner = inquiry.owner or by
        inquiry.save(update_fields=["snoozed_until", "owner"])
    return inquiry


def wake(*, inquiry, by):
    """Bring an inquiry that was put off back to the list now."""
    with at_work_on(inquiry, by) as inquiry:
        inquiry.snoozed_until = None
        inquiry.save(update_fields=["snoozed_until"])
    return inquiry


def finish_as_registered(*, inquiry, by):
    """The person became a patient: from now on the inquiry stays as it is. Only `registering` calls this."""
    with at_work_on(inquiry, by) as inquiry:
        if inquiry.state == State.CLOSED:
            raise ValidationError(_("This inquiry is closed. Reopen it first."), code="closed")
        end(
            inquiry,
            State.REGISTERED,
            owner=inquiry.owner or by,
            answered_at=inquiry.answered_at or timezone.now(),
        )
    return inquiry


def take_back_registered(*, inquiry, by):
    """Registering was a mistake: the inquiry stands where it stood before. Only `registering` calls this."""
    with transaction.atomic(), pghistory.context(user=by.pk):
        inquiry = Inquiry.objects.select_for_update(no_key=True).get(pk=inquiry.pk)
        before = (
            Inquiry.pgh_event_model.objects.filter(pgh_obj=inquiry)
            .exclude(state=State.REGISTERED)
            .latest("pgh_id")
        )
        for name in CHANGED_BY_REGISTERING:
            setattr(inquiry, name, getattr(before, name))
        inquiry.save(update_fields=[*CHANGED_BY_REGISTERING])
    return inquiry


def refuse_unless_waiting(inquiry):
    if not inquiry.is_waiting:
        raise ValidationError(_("This inquiry is closed. Reopen it first."), code="closed")


def write_down(inquiry, text, by, form_key):
    if not text.strip():
        return None
    form_key = form_key or uuid.uuid4()
    try:
        with transaction.atomic():
            written = Note(
                inquiry=inquiry, author=by, text=text, written_at=timezone.now(), form_key=form_key
            )
            written.full_clean(validate_unique=False)
            written.save()
            return written
    except IntegrityError:
        return Note.objects.get(form_key=form_key, inquiry=inquiry)
