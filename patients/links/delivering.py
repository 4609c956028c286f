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
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from post_office.models import STATUS, Email

from .models import issue

_place = re.compile(r"(?<=/)link-([0-9a-f]{32})(?=/)")


def address_in_a_mail(link):
    """What stands for a link in a queued mail. Opened as it is, it leads to the page for links that open nothing."""
    return urljoin(settings.SITE_URL, reverse(link.url_name, args=[f"link-{link.reference}"]))


class FromTheQueue(BaseEmailBackend):
    """Hands over what waits in the queue, as it is made at that moment.

    That it has left is written before, and counts from the moment the mail server has it: a worker that sends
    something and dies before it can say so makes the next one send it again.
    """

    def send_messages(self, messages):
        for message in messages:
            if going := self.going(message):
                with transaction.atomic():
                    _wait_for_slow_servers()
                    self.say_left(message)
                    self.hand_over(self.made(going))
        return len(messages)

    def going(self, message):
        """What the message stands for, or None: nothing leaves, and the queue is done with it. Decided for good."""
        return message

    def made(self, going):
        """What leaves. It is made with the sending, so that what nobody took leaves no private link behind."""
        return going

    def hand_over(self, made):
        raise NotImplementedError

    def say_left(self, message):
        waiting = Email.objects.filter(status__in=(STATUS.queued, STATUS.requeued))
        waiting.filter(message_id=message.extra_headers.get("Message-ID")).update(
            status=STATUS.sent, last_updated=timezone.now()
        )


def _wait_for_slow_servers():
    """A mail server may take five seconds for each step; the database does not give up on us meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = '5min'")


class WithPrivateLinks(FromTheQueue):
    """Hands mails to the mail server of `EMAIL_URL`, each with the links it has a place for."""

    def __init__(self, **options):
        super().__init__(**options)
        self.transport = get_connection(settings.TRANSPORT, **options)

    def open(self):
        return self.transport.open()

    def close(self):
        return self.transport.close()

    def made(self, going):
        return with_links(going)

    def hand_over(self, made):
        self.transport.send_messages([made])


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
