"""Telling the desk by mail that somebody waits: one mail for all of them, at most every `EVERY`."""

from datetime import timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.locations.context import frame
from patients.area.models import PatientMessage
from patients.inquiries.mails import queue
from patients.inquiries.models import DeskDigest, Inquiry

EVERY = timedelta(minutes=15)


@transaction.atomic
def tell_the_desk(now=None):
    """Queue a mail to the clinic's mailbox where somebody waits of whom no mail has told. Returns it, or None.

    It says that an inquiry or a message waits, and where the log-in is: no name, and nothing of what was
    written. Only the worker calls this, one at a time.
    """
    now = now or timezone.now()
    last = DeskDigest.objects.first()
    if last and now - last.sent_at < EVERY:
        return None
    waiting = _waiting(now, last and last.sent_at)
    clinic = frame(None)["clinic"]
    if not clinic or not waiting:
        return None
    DeskDigest.objects.create(sent_at=now)
    return queue("desk/mail/waiting", to=clinic.email, subject=waiting[0]["subject"], waiting=waiting)


def _waiting(now, told_at):
    """What has come since the desk was told the last time: how a mail says so, and the page to look at."""
    inquiries = Inquiry.objects.waiting().filter(unanswered_since__lte=now)
    written = PatientMessage.objects.unread().filter(written_at__lte=now)
    if told_at:
        inquiries = inquiries.filter(unanswered_since__gt=told_at)
        written = written.filter(written_at__gt=told_at)
    found = []
    if inquiries.exists():
        words = {"subject": _("a new inquiry is waiting"), "words": _("A new inquiry is waiting.")}
        found.append({**words, "page": urljoin(settings.SITE_URL, reverse("inbox:list"))})
    if written.exists():
        words = {"subject": _("a new message is waiting"), "words": _("A new message is waiting.")}
        found.append({**words, "page": urljoin(settings.SITE_URL, reverse("area:messages"))})
    return found
