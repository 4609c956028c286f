"""A new password for somebody who forgot theirs."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from post_office.models import STATUS, Email, EmailTemplate, Log

from clinic.accounts.resetting import A_DAY
from clinic.locations.models import Clinic
from clinic.locations.starter import load_crisis_lines
from clinic.management.commands import worker

LOCMEM = "django.core.mail.backends.locmem.EmailBackend"
FORGOTTEN = "/staff/password_reset/"
NEW = "another walk by the river"


def ask(client, email, **headers):
    return client.post(FORGOTTEN, {"email": email}, **headers)


def mailed():
    """The text and the HTML of the last mail to Fran, made as when it is sent."""
    message = Email.objects.filter(to__icontains="fran").latest("id").prepare_email_message()
    return message.body, message.alternatives[0].content


def link_in(text):
    return re.search(r"https?://[^\s\"<]+", text)[0]


def mailed_link():
    return link_in(mailed()[0])


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


@pytest.mark.parametrize("email", ["fran.desk@stillwater.example", "nobody@stillwater.example"])
def test_one_connection_gets_so_many_links_a_day_and_is_not_told_when_there_are_no_more(
    client, colleague, email
):
    """T27, R10."""
    answers = [ask(client, email, REMOTE_ADDR="203.0.113.7") for _time in range(A_DAY + 2)]
    assert {(each.status_code, each.url, tuple(each.headers.items())) for each in answers} == {
        (302, "/staff/password_reset/sent/", tuple(answers[0].headers.items()))
    }
    assert {each.content for each in answers} == {b""}
    assert Email.objects.count() == A_DAY
    ask(client, email, REMOTE_ADDR="198.51.100.9")
    assert Email.objects.count() == A_DAY + 1


@pytest.mark.parametrize("header", ["HTTP_HOST", "HTTP_X_FORWARDED_HOST"])
def test_the_link_leads_to_the_portals_own_host_whatever_the_request_says(
    client, colleague, settings, header
):
    """T26."""
    response = ask(client, colleague.email, **{header: "evil.example"})
    texts = mailed() if Email.objects.exists() else ()
    assert response.status_code == 400 or texts
    for text in texts:
        assert link_in(text).startswith(settings.SITE_URL)
        assert "evil.example" not in text


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
        link = mailed_link()
    with time_machine.travel(asked + timedelta(minutes=59), tick=False):
        assert open_link(Client(), link)
    with time_machine.travel(asked + timedelta(minutes=61), tick=False):
        assert open_link(Client(), link) is None


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
    load_crisis_lines()
    Clinic.objects.create(
        name="Stillwater Clinic",
        short_name="Stillwater",
        phone="+12125550143",
        email="hello@stillwater.example",
        country="US",
    )
    ask(client, colleague.email)
    for text in mailed():
        assert "not watched around the clock" in text
        assert "988" in text
        assert "(212) 555-0143" in text


def test_the_link_is_made_as_the_mail_is_sent_and_never_stands_in_the_queue(client, colleague, settings):
    settings.POST_OFFICE = {**settings.POST_OFFICE, "BACKENDS": {"default": LOCMEM}}

    def queue():
        return [list(model.objects.values()) for model in (Email, EmailTemplate, Log)]

    ask(client, colleague.email)
    ask(client, "nobody@stillwater.example")
    before = queue()
    worker.send_mail()
    after = queue()
    [sent] = mail.outbox
    assert (sent.to, sent.subject) == ([colleague.email], "Your new password")
    token = link_in(sent.body).rstrip("/").split("/")[-1]
    assert token in sent.alternatives[0].content
    for rows in (before, after):
        assert "/staff/" not in str(rows)
        assert token not in str(rows)
    assert set(Email.objects.values_list("status", flat=True)) == {STATUS.sent}
    assert open_link(client, link_in(sent.body))
