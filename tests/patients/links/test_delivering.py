"""A private link is made as its mail is sent, and stands in no table."""

import re

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from post_office.mail import send_queued
from post_office.models import STATUS, Email

from clinic.tokens import digest_of
from patients.inquiries.models import StatusLink
from patients.links.delivering import with_links


@pytest.fixture
def sent(settings, asked):
    """The one mail that went to somebody who asked, as it left."""
    settings.TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"

    def send():
        mail.outbox = []
        send_queued(processes=1)
        return mail.outbox[0]

    return send


def token_in(text):
    return re.search(r"/inquiry/([\w-]{43})/", text)[1]


@pytest.mark.django_db(transaction=True)
def test_the_mail_that_leaves_holds_one_link_and_the_queue_none(asked, sent):
    asked()
    queued = Email.objects.get()
    link = StatusLink.objects.get()
    assert f"/inquiry/link-{link.reference}/" in queued.message and link.token_sha256 is None
    left = sent()
    token = token_in(left.body)
    assert token_in(left.alternatives[0].content) == token
    queued.refresh_from_db()
    link.refresh_from_db()
    assert token not in queued.message + queued.html_message
    assert link.token_sha256 == digest_of(token) and link.sent_at
    assert StatusLink.objects.behind(token) == link


def test_a_mail_that_is_sent_again_opens_by_its_own_link_alone(asked):
    asked()
    queued = Email.objects.get().prepare_email_message()
    first, second = (token_in(with_links(queued).body) for _try in range(2))
    assert StatusLink.objects.behind(first) is None
    assert StatusLink.objects.behind(second)


class AwayMailServer(BaseEmailBackend):
    def send_messages(self, messages):
        raise ConnectionError


@pytest.mark.django_db(transaction=True)
def test_a_mail_that_nobody_took_has_made_no_link(asked, settings):
    asked()
    settings.TRANSPORT = f"{__name__}.AwayMailServer"
    send_queued(processes=1)
    assert Email.objects.get().status == STATUS.requeued
    link = StatusLink.objects.get()
    assert link.token_sha256 is None and link.sent_at is None


def test_a_link_that_was_revoked_meanwhile_is_not_made(asked):
    asked()
    StatusLink.objects.all().revoke()
    left = with_links(Email.objects.get().prepare_email_message())
    assert re.search(r"/inquiry/link-[0-9a-f]{32}/", left.body)


def test_a_mail_without_a_link_leaves_as_it_is(db):
    plain = EmailMultiAlternatives(
        "Subject", "Words /link-nobody/ and /link-" + "0" * 32 + "/", to=["a@b.example"]
    )
    assert with_links(plain).body == plain.body


def test_what_stands_in_the_queue_opens_nothing(asked, client):
    asked()
    link = StatusLink.objects.get()
    page = client.get(f"/inquiry/link-{link.reference}/")
    assert page.status_code == 404 and "This link opens nothing" in page.content.decode()
