"""Mails, as rows of the queue: neutral outside and inside."""

from email.utils import make_msgid

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override
from post_office.models import PRIORITY, STATUS, Email

from clinic.locations.context import frame
from patients.links.delivering import address_in_a_mail

from .models import StatusLink


def write_to(inquiry, mail, *, subject, by=None, **words):
    """Queue a mail to somebody who asked, in the language they asked in. Returns the queue's row.

    Each leads to their private page, by a link of its own that is made as the mail is sent.
    """
    link = StatusLink.objects.create(inquiry=inquiry, made_by=by)
    with override(inquiry.language):
        way = {"link": address_in_a_mail(link), "days": StatusLink.lasts.days}
        return queue(f"inquiries/mail/{mail}", to=inquiry.email, subject=subject, **way, **words)


def queue(mail, *, to, subject, message_id=None, expires_at=None, **words):
    """Queue the mail of this template (`<mail>.html` and `<mail>.txt`) to one address, or to nobody (None).

    Returns the queue's row. Its subject is the clinic's discreet short name and `subject`. What has not left by
    `expires_at` never leaves.
    """
    # A row of the queue itself: its `send()` would read the finished text as a template once more.
    return Email.objects.create(
        **written(mail, subject=subject, **words),
        to=[to] if to else [],
        priority=PRIORITY.medium,
        status=STATUS.queued,
        message_id=message_id or make_msgid(domain=settings.SITE_HOST),
        expires_at=expires_at,
    )


def written(mail, *, subject, **words):
    """The mail of this template, in the language in force: `subject`, both texts, from whom, and its headers."""
    clinic = frame(None)["clinic"]
    if clinic:
        subject = _("%(clinic)s: %(subject)s") % {"clinic": clinic.short_name, "subject": subject}
    context = {"subject": subject, **words}
    return {
        "from_email": settings.DEFAULT_FROM_EMAIL,
        "subject": str(subject),
        "message": render_to_string(f"{mail}.txt", context),
        "html_message": render_to_string(f"{mail}.html", context),
        "headers": {"Reply-To": clinic.email} if clinic else None,
    }
