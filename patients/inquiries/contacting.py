"""Getting in touch with somebody who asked: a mail from one of the clinic's templates, or a call that is noted."""

import uuid

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from clinic.locations.context import frame
from education.wordings import wording

from . import answering
from .mails import write_to
from .models import Contact

# The templates a reply begins with, by the place where editors keep its words.
REPLIES = {
    "call_us": "inquiries.reply_call_us",
    "tried_to_call": "inquiries.reply_tried_to_call",
    "next_step": "inquiries.reply_next_step",
    "elsewhere": "inquiries.reply_elsewhere",
}
SUBJECT = gettext_lazy("an answer to your message")


def reply_text(inquiry, template, by):
    """The words of a template, filled in for this inquiry in the language they asked in."""
    place = REPLIES[template]
    clinic = frame(None)["clinic"]
    with override(inquiry.language):
        words = wording.own_words(inquiry.language).get(place) or str(wording.places()[place].words)
        return wording.filled(
            words,
            place,
            {
                "clinic": clinic.short_name if clinic else inquiry.location.name,
                "phone": inquiry.location.phone.as_national,
                "colleague": by.name,
            },
        )


def reply_by_mail(*, inquiry, text, by, form_key=None, now=None):
    """Answer by mail; whoever does owns the inquiry, if nobody does yet. Returns the Contact.

    Refuses words that tell others what the mail is about (code `clinical`), and an inquiry without an e-mail
    address (code `no_email`). The same `form_key` (a UUID) sent twice is one mail.
    """
    text = text.strip()
    if not text:
        raise ValidationError(_("Write the answer first."), code="empty")
    if not inquiry.email:
        raise ValidationError(_("They gave no e-mail address. Call them instead."), code="no_email")
    if found := wording.clinical_words(text):
        raise ValidationError(
            _("“%(word)s” may not stand in a mail: others may see it. Offer a call instead."),
            code="clinical",
            params={"word": found[0]},
        )

    def write(inquiry):
        return Contact(
            way=Contact.Way.MAIL,
            outcome=Contact.Outcome.SENT,
            text=text,
            email=write_to(inquiry, "reply", subject=SUBJECT, by=by, text=text),
        )

    return _get_in_touch(inquiry, by, form_key, now or timezone.now(), write)


def log_call(*, inquiry, outcome, by, text="", form_key=None, now=None):
    """Note a call. Only one in which we spoke is an answer; after any other they wait as before."""
    if outcome not in Contact.Outcome or outcome == Contact.Outcome.SENT:
        raise ValidationError(_("Say what came of the call."), code="outcome")

    def write(inquiry):
        return Contact(way=Contact.Way.CALL, outcome=outcome, text=text.strip())

    return _get_in_touch(inquiry, by, form_key, now or timezone.now(), write)


def _get_in_touch(inquiry, by, form_key, now, write):
    form_key = form_key or uuid.uuid4()
    try:
        with answering.at_work_on(inquiry, by) as inquiry:
            answering.refuse_unless_waiting(inquiry)
            contact = write(inquiry)
            contact.inquiry, contact.by, contact.at, contact.form_key = inquiry, by, now, form_key
            contact.full_clean(validate_unique=False)
            contact.save()
            if contact.outcome in Contact.ANSWERED:
                answering.answered(inquiry, by, now)
    except (IntegrityError, ValidationError):
        earlier = Contact.objects.filter(inquiry=inquiry, form_key=form_key).first()
        if earlier is None:
            raise
        return earlier
    return contact
