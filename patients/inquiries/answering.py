"""Answering an inquiry: who does it, what was said, and how it ended. Every act keeps who did it."""

import uuid
from contextlib import contextmanager

import pghistory
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import Inquiry, Note

State = Inquiry.State


@contextmanager
def at_work_on(inquiry, by):
    """The inquiry's row, fresh and locked, with `by` as who changes it; refuses one that is registered."""
    with transaction.atomic(), pghistory.context(user=by.pk):
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


def get_in_touch(*, inquiry, by, text="", form_key=None):
    """Record that we have answered; whoever did owns the inquiry, if nobody does yet."""
    with at_work_on(inquiry, by) as inquiry:
        if inquiry.state == State.CLOSED:
            raise ValidationError(_("This inquiry is closed. Reopen it first."), code="closed")
        inquiry.state = State.IN_TOUCH
        inquiry.owner = inquiry.owner or by
        inquiry.save(update_fields=["state", "owner"])
        write_down(inquiry, text, by, form_key)
    return inquiry


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
        inquiry.state, inquiry.close_reason = State.CLOSED, reason
        inquiry.save(update_fields=["state", "close_reason"])
        write_down(inquiry, text, by, form_key)
    return inquiry


def reopen(*, inquiry, by):
    """Take up a closed inquiry again; whoever does owns it, if nobody does."""
    with at_work_on(inquiry, by) as inquiry:
        if inquiry.state == State.CLOSED:
            inquiry.state, inquiry.close_reason = State.IN_TOUCH, ""
            inquiry.owner = inquiry.owner or by
            inquiry.save(update_fields=["state", "close_reason", "owner"])
    return inquiry


def finish_as_registered(*, inquiry, by):
    """The person became a patient: from now on the inquiry stays as it is. Only `registering` calls this."""
    with at_work_on(inquiry, by) as inquiry:
        if inquiry.state == State.CLOSED:
            raise ValidationError(_("This inquiry is closed. Reopen it first."), code="closed")
        inquiry.state = State.REGISTERED
        inquiry.owner = inquiry.owner or by
        inquiry.save(update_fields=["state", "owner"])
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
