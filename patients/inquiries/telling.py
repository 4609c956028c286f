"""Telling the desk by mail that somebody waits: one mail for all of them, at most every `EVERY`."""

from datetime import timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.locations.context import frame

from .mails import queue
from .models import DeskDigest, Inquiry

EVERY = timedelta(minutes=15)


@transaction.atomic
def tell_the_desk(now=None):
    """Queue a mail to the clinic's mailbox where somebody waits of whom no mail has told. Returns it, or None.

    It says that an inquiry waits, and where the log-in is: no name, and nothing of what was asked. Only the
    worker calls this, one at a time.
    """
    now = now or timezone.now()
    last = DeskDigest.objects.first()
    if last and now - last.sent_at < EVERY:
        return None
    waiting = Inquiry.objects.waiting().filter(unanswered_since__lte=now)
    if last:
        waiting = waiting.filter(unanswered_since__gt=last.sent_at)
    clinic = frame(None)["clinic"]
    if not clinic or not waiting.exists():
        return None
    DeskDigest.objects.create(sent_at=now)
    inbox = urljoin(settings.SITE_URL, reverse("inbox:list"))
    return queue("inquiries/mail/desk", to=clinic.email, subject=_("a new inquiry is waiting"), inbox=inbox)
