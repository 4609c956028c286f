"""A new password for somebody who forgot theirs."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from post_office.models import STATUS, Email

from clinic.accounts.resetting import blank_mails_with_links

FORGOTTEN = "/staff/password_reset/"
NEW = "another walk by the river"


def ask(client, email, **headers):
    return client.post(FORGOTTEN, {"email": email}, **headers)


def mailed_link():
    return re.search(r"https?://\S+", Email.objects.filter(to__icontains="fran").latest("id").message)[0]


def open_link(client, link):
    """Follows the link as a browser does; returns the address of the form behind it, or None."""
    response = client.get(re.sub(r"^https?://[^/]+", "", link))
    return response.url if response.status_code == 302 else None


def test_a_known_and_an_unknown_address_get_the_same_answer(client, colleague):
    """T27."""
    known, unknown = ask(client, colleague.email), ask(client, "nobody@stillwater.example")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert dict(known.headers) == dict(unknown.headers)
    recipients = list(Email.objects.order_by("id").values_list("to", flat=True))
    assert recipients == [[colleague.email], []]


@pytest.mark.parametrize("header", ["HTTP_HOST", "HTTP_X_FORWARDED_HOST"])
def test_the_link_leads_to_the_portals_own_host_whatever_the_request_says(
    client, colleague, settings, header
):
    """T26."""
    response = ask(client, colleague.email, **{header: "evil.example"})
    assert response.status_code == 400 or mailed_link().startswith(settings.SITE_URL)
    assert not Email.objects.filter(message__contains="evil.example").exists()


def test_the_link_sets_a_new_password_once(client, colleague):
    """T26."""
    ask(client, colleague.email)
    link = mailed_link()
    form = open_link(client, link)
    assert client.post(form, {"new_password1": NEW, "new_password2": NEW}).status_code == 302
    colleague.refresh_from_db()
    assert colleague.check_password(NEW)
    assert open_link(Client(), link) is None


def test_the_link_works_for_one_hour(client, colleague):
    """T26."""
    asked = datetime(2026, 11, 22, 12, tzinfo=UTC)
    with time_machine.travel(asked, tick=False):
        ask(client, colleague.email)
    with time_machine.travel(asked + timedelta(minutes=59), tick=False):
        assert open_link(Client(), mailed_link())
    with time_machine.travel(asked + timedelta(minutes=61), tick=False):
        assert open_link(Client(), mailed_link()) is None


def test_a_new_password_ends_every_other_session(client, colleague):
    """T26."""
    elsewhere = Client()
    elsewhere.force_login(colleague, backend="django.contrib.auth.backends.ModelBackend")
    assert elsewhere.get("/staff/password_change/").status_code == 200
    ask(client, colleague.email)
    client.post(open_link(client, mailed_link()), {"new_password1": NEW, "new_password2": NEW})
    assert elsewhere.get("/staff/password_change/").status_code == 302


def test_somebody_who_left_gets_no_link(client, colleague):
    colleague.is_active = False
    colleague.save()
    ask(client, colleague.email)
    assert Email.objects.get().to == []


def test_the_mail_says_whom_to_call_in_a_crisis(client, colleague):
    ask(client, colleague.email)
    mail = Email.objects.get()
    assert "not watched around the clock" in mail.message
    assert "not watched around the clock" in mail.html_message


def test_a_mail_that_was_sent_or_is_too_old_forgets_its_link(client, colleague):
    for _ in range(3):
        ask(client, colleague.email)
    sent, too_old, waiting = Email.objects.order_by("id")
    Email.objects.filter(pk=sent.pk).update(status=STATUS.sent)
    Email.objects.filter(pk=too_old.pk).update(expires_at=timezone.now())
    blank_mails_with_links()
    texts = dict(Email.objects.values_list("pk", "message"))
    assert texts[sent.pk] == texts[too_old.pk] == ""
    assert "password_reset" in texts[waiting.pk]
