"""Mails with a private link: queued without it, sent with it.

In a queued mail stands where the link will be; the link itself is made as the mail goes to the mail server, so no
table, and no copy of one, ever holds an address that opens something.
"""

import copy
import re
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.urls import reverse

from .models import issue

_place = re.compile(r"(?<=/)link-([0-9a-f]{32})(?=/)")


def address_in_a_mail(link):
    """What stands for a link in a queued mail. Opened as it is, it leads to the page for links that open nothing."""
    return urljoin(settings.SITE_URL, reverse(link.url_name, args=[f"link-{link.reference}"]))


class WithPrivateLinks(BaseEmailBackend):
    """Hands mails to the mail server of `EMAIL_URL`, each with the links it has a place for."""

    def __init__(self, **options):
        super().__init__(**options)
        self.transport = get_connection(settings.TRANSPORT, **options)

    def open(self):
        return self.transport.open()

    def close(self):
        return self.transport.close()

    def send_messages(self, messages):
        return self.transport.send_messages([with_links(message) for message in messages])


def with_links(message):
    """A copy of the mail in which each place holds its link: the same in the text and in the page."""
    tokens = {}

    def fill(text):
        return _place.sub(lambda found: _token(found, tokens), text)

    filled = copy.copy(message)
    filled.body = fill(message.body)
    if isinstance(message, EmailMultiAlternatives):
        filled.alternatives = [
            alternative._replace(content=fill(alternative.content)) for alternative in message.alternatives
        ]
    return filled


def _token(found, tokens):
    reference = found[1]
    if reference not in tokens:
        tokens[reference] = issue(reference) or found[0]
    return tokens[reference]
