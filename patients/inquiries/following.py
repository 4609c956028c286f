"""What somebody who asked does on their private page: write again, take it back, ask for a new link."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import answering, limits
from .form_keys import sent_before
from .mails import queue, write_to
from .models import Inquiry, Message

State = Inquiry.State
THEMSELVES = NOBODY = None  # of those who work here; of those who have a mailbox
NEW_LINK = gettext_lazy("your new link")


def add_message(*, inquiry, text, form_key, sender=None):
    """Add what they wrote. They wait for us again, whatever was put off or closed. Returns the Message.

    The same `form_key` (a UUID) sent twice is one message. Refuses with code `too_many` over the day's limit, and
    with code `registered` where the person is a patient by now and writes to us elsewhere.
    """
    message = Message(inquiry=inquiry, text=text.strip(), form_key=form_key, written_at=timezone.now())
    message.full_clean(validate_unique=False)
    try:
        with answering.at_work_on(inquiry, THEMSELVES) as row:
            if sender:
                limits.count(form="message", sender=sender)
            message.save()
            if row.state == State.CLOSED:
                answering.take_up_again(row, unanswered_since=message.written_at)
            elif row.unanswered_since is None:
                row.unanswered_since, row.snoozed_until = message.written_at, None
                row.save(update_fields=["unanswered_since", "snoozed_until"])
    except IntegrityError:
        earlier = sent_before(inquiry.messages, form_key, {"text": message.text})
        if earlier is None:
            raise
        return earlier
    return message


def withdraw(*, inquiry):
    """Take the inquiry back: nobody answers it any more. Doing it twice is once."""
    with answering.at_work_on(inquiry, THEMSELVES) as row:
        if row.is_waiting:
            answering.end(row, State.CLOSED, close_reason=Inquiry.CloseReason.WITHDRAWN)
    return row


@transaction.atomic
def send_new_link(*, inquiry, by=None):
    """Mail a new private link; those sent before open nothing any more. `by` is who sends it from the inbox."""
    if not inquiry.email:
        raise ValidationError(_("There is no e-mail address to send a link to."), code="no_email")
    inquiry.links.all().revoke()
    return write_to(inquiry, "new_link", subject=NEW_LINK, by=by)


def send_new_link_to(*, email, sender):
    """Mail a new link for the newest inquiry with this address, if there is one; nobody learns whether there is.

    An address we do not know costs the same work: a mail to nobody. Refuses with code `too_many` over the day's
    limit.
    """
    limits.count(form="new link", sender=sender)
    inquiry = Inquiry.objects.of_mailbox(email).select_related("location").first()
    if inquiry:
        return send_new_link(inquiry=inquiry)
    return queue("inquiries/mail/new_link", to=NOBODY, subject=NEW_LINK)


def end_links(*, inquiry):
    """Nobody opens the private page any more, until a new link is sent."""
    return inquiry.links.all().revoke()
