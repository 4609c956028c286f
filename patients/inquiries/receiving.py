"""Receiving an inquiry: the row and its acknowledgement, both or neither."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy

from clinic.days import day_in_words

from . import limits
from .clock import Clock
from .form_keys import sent_before
from .mails import write_to
from .models import ContactConsentText, Inquiry

SENT_BEFORE = gettext_lazy(
    "We already have the message you sent from this page, so the changed one was not sent. "
    "To give us the changed one as well, please send it again."
)


def receive_inquiry(
    *,
    form_key,
    location,
    name,
    contact_by,
    email="",
    phone="",
    best_time=Inquiry.BestTime.ANY,
    help_with=(),
    message="",
    support_needed="",
    came_by=Inquiry.CameBy.WEBSITE,
    taken_by=None,
    consent_text=None,
    sender=None,
    now=None,
):
    """Keep what somebody asked, and tell them by mail that we have it.

    Sending one form twice, or ten times at once, is one inquiry: the same `form_key` (a UUID) with the same
    content returns it again, with other content is refused (code `sent_before`). `sender` is the hash from
    `counting.sender_of`; without one nothing is counted. Refuses with code `too_many` over the day's limit.
    `consent_text` is the version that was shown, else the current one. An inquiry by phone names who took it,
    and sends no mail: they have just talked to us.
    """
    now = now or timezone.now()
    said = {
        "came_by": came_by,
        "location": location,
        "name": name,
        "email": email,
        "phone": phone,
        "contact_by": contact_by,
        "best_time": best_time,
        "help_with": list(help_with),
        "message": message,
        "support_needed": support_needed,
    }
    inquiry = Inquiry(
        **said,
        form_key=form_key,
        taken_by=taken_by,
        received_at=now,
        unanswered_since=now,
        consented_at=now,
        language=get_language(),
    )
    try:
        with transaction.atomic():
            inquiry.consent_text = ContactConsentText.objects.keep(
                consent_text or ContactConsentText.objects.current()
            )
            inquiry.full_clean(validate_unique=False)
            if sender:
                limits.count(form="inquiry", sender=sender)
            inquiry.save()
            if inquiry.email and came_by == Inquiry.CameBy.WEBSITE:
                acknowledge(inquiry)
    except (IntegrityError, ValidationError):
        earlier = sent_before(Inquiry.objects, form_key, said, SENT_BEFORE)
        if earlier is None:
            raise
        return earlier
    return inquiry


def acknowledge(inquiry):
    """Queue a mail that says we have the message and when we answer: nothing of what it is about."""
    answer_by = Clock(inquiry.received_at).read(inquiry).answer_by
    return write_to(
        inquiry,
        "acknowledgement",
        subject=gettext_lazy("we have your message"),
        day=day_in_words(answer_by),
        phone=inquiry.location.phone.as_national,
    )
