"""Receiving an inquiry: row and mail together, however it comes."""

import re
import socket
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from contextlib import contextmanager, suppress
from datetime import timedelta
from email import message_from_bytes
from http.cookiejar import CookieJar
from unittest import mock

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from post_office.models import STATUS, Email

from clinic.limits.models import SubmissionCount
from clinic.management.commands import worker
from patients.inquiries import form_keys
from patients.inquiries.models import ContactConsentText, Inquiry
from patients.inquiries.receiving import receive_inquiry
from tests.conftest import free_port
from tests.patients.conftest import ANSWERS

SMTP = "django.core.mail.backends.smtp.EmailBackend"

FORBIDDEN_IN_MAIL = (
    "ana", "example,", "depression", "anxiety", "trauma", "ptsd", "pain", "ketamine", "spravato", "treatment",
    "therapy", "patient", "elevator", "large print", "diagnos",
)  # fmt: skip


def test_the_acknowledgement_waits_in_the_queue_and_says_nothing_of_what_it_is_about(asked):
    """T42, R8"""
    asked(
        name="Ana Example",
        help_with=["depression"],
        message="Is there an elevator?",
        support_needed="Large print",
    )
    mail = Email.objects.get()
    assert mail.to == ["ana@visitor.example"]
    assert mail.status == STATUS.queued
    assert mail.subject == "Stillwater: we have your message"
    assert mail.headers == {"Reply-To": "hello@stillwater.example"}
    for text in (mail.subject, mail.message, mail.html_message):
        words = re.sub(r"ana@visitor.example|<[^>]+>", "", text).lower()
        assert not [word for word in FORBIDDEN_IN_MAIL if re.search(rf"\b{word}", words)]
    for text in (mail.message, mail.html_message):
        assert "988" in text
        assert "(212) 555-0101" in text


def test_the_acknowledgement_names_the_day_we_promise(asked):
    with time_machine.travel("2026-11-20T15:00:00Z"):  # a Friday in New York
        asked()
    assert "by Tuesday, November 24" in Email.objects.get().message


def test_nobody_is_written_to_without_an_e_mail_address_or_after_a_call(asked, front_desk):
    asked(email="", contact_by="phone")
    asked(came_by="phone", taken_by=front_desk)
    assert not Email.objects.exists()


def test_curly_brackets_in_the_clinics_name_stay_what_they_are(asked, clinic):
    """The queue would read a finished mail as a template once more."""
    clinic.short_name = "{{ Stillwater }}"
    clinic.save()
    asked()
    assert "{{ Stillwater }}" in Email.objects.get().subject
    assert "{{ Stillwater }}" in Email.objects.get().message


def test_a_mail_that_cannot_be_queued_leaves_no_inquiry_behind(asked, db):
    """R4"""
    with (
        mock.patch.object(Email.objects, "create", side_effect=IntegrityError),
        pytest.raises(IntegrityError),
    ):
        asked()
    assert not Inquiry.objects.exists()


def test_the_same_key_is_one_inquiry_and_with_other_content_none(asked, riverside):
    """T07"""
    said = {
        "form_key": uuid.uuid4(),
        "location": riverside,
        "name": "Bo",
        "phone": "+12125550123",
        "contact_by": "phone",
    }
    first = receive_inquiry(**said)
    assert receive_inquiry(**said) == first
    with pytest.raises(ValidationError) as refusal:
        receive_inquiry(**{**said, "message": "Something else"})
    assert refusal.value.code == "sent_before"
    assert Inquiry.objects.count() == 1


def test_two_people_who_were_the_first_to_read_the_shipped_words_agree_to_one_version(asked):
    shown = [ContactConsentText.objects.current() for _reader in range(2)]  # nobody has agreed to any yet
    agreed = {asked(consent_text=words).consent_text for words in shown}
    assert agreed == {ContactConsentText.objects.get(version=1, text=shown[0].text)}


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"email": "", "phone": ""}, "Give an e-mail address or a phone number, so that we can answer."),
        ({"help_with": ["hope"]}, "not a valid choice"),
        ({"contact_by": "pigeon"}, "not a valid choice"),
        ({"came_by": "phone"}, "An inquiry by phone names who took it."),
        ({"name": "x" * 121}, "at most 120 characters"),
        ({"message": "x" * 2001}, "at most 2000 characters"),
    ],
)
def test_what_the_rows_do_not_allow_is_refused_in_words_by_every_path(asked, wrong, reason):
    """R3"""
    with pytest.raises(ValidationError, match=reason):
        asked(**wrong)
    assert not Inquiry.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ("email = '', phone = ''", "inquiry_can_be_answered"),
        ("state = 'closed'", "inquiry_closed_has_reason"),
        ("came_by = 'phone'", "inquiry_by_phone_has_taker"),
        ("message = repeat('x', 2001)", "inquiry_message_fits"),
    ],
)
def test_the_database_itself_refuses_what_the_rows_do_not_allow(asked, as_app_role, wrong, name):
    asked()
    with pytest.raises(IntegrityError, match=name), transaction.atomic(), as_app_role() as cursor:
        cursor.execute(f"UPDATE inquiries_inquiry SET {wrong}")


def test_an_unknown_state_is_refused_by_the_database(asked):
    inquiry = asked()
    inquiry.pk, inquiry.reference, inquiry.form_key, inquiry.state = None, "1" * 32, uuid.uuid4(), "lost"
    with pytest.raises(IntegrityError, match="inquiry_known_state"), transaction.atomic():
        inquiry.save()


@pytest.mark.django_db(transaction=True)
def test_ten_sendings_of_one_form_at_once_are_one_inquiry(portal_server, riverside):
    """T07: by two web processes, each sending from a browser of its own."""
    with time_machine.travel(timezone.now() - timedelta(minutes=1)):
        key = form_keys.new_key()
    start, answers = threading.Barrier(10), []

    def send():
        browser = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(CookieJar())
        )
        page = browser.open(f"{portal_server.url}/inquire/", timeout=20).read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        typed = {**ANSWERS, "form_key": key, "consent_version": "1", "csrfmiddlewaretoken": token}
        body = urllib.parse.urlencode(typed, doseq=True).encode()
        start.wait()
        try:
            answer = browser.open(f"{portal_server.url}/inquire/", body, timeout=20)
            answers.append((answer.status, urllib.parse.urlsplit(answer.url).path))
        except urllib.error.HTTPError as error:
            answers.append((error.code, ""))

    threads = [threading.Thread(target=send) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [(200, "/inquire/sent/")] * 10
    assert Inquiry.objects.count() == 1
    assert Email.objects.count() == 1
    assert SubmissionCount.objects.get().count == 1


class Sink:
    """A mail server that keeps what it is given."""

    def __init__(self):
        self.kept = []

    async def handle_DATA(self, server, session, envelope):
        self.kept.append((envelope.rcpt_tos, message_from_bytes(envelope.content)))
        return "250 Kept"


@contextmanager
def closing_every_connection(port):
    """What listens where a mail server was, and hangs up."""
    with socket.create_server(("127.0.0.1", port)) as listener:

        def hang_up():
            with suppress(OSError):
                while True:
                    listener.accept()[0].close()

        thread = threading.Thread(target=hang_up)
        thread.start()
        yield
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


@pytest.mark.django_db(transaction=True)
def test_an_inquiry_is_kept_while_mail_is_refused_and_its_mail_goes_out_once_later(send, settings):
    """T13"""
    settings.POST_OFFICE = {**settings.POST_OFFICE, "BACKENDS": {"default": SMTP}}
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    with closing_every_connection(settings.EMAIL_PORT):
        began = time.monotonic()
        assert send().status_code == 302
        assert time.monotonic() - began < 2
        worker.do_round(jobs=False)
    assert Inquiry.objects.count() == 1
    assert Email.objects.get().status == STATUS.requeued
    sink = Sink()
    mail_server = Controller(sink, hostname="127.0.0.1", port=settings.EMAIL_PORT)
    mail_server.start()
    try:
        with time_machine.travel(timezone.now() + timedelta(minutes=1, seconds=1)):
            for _round in range(3):
                worker.do_round(jobs=False)
    finally:
        mail_server.stop()
    [(recipients, message)] = sink.kept
    assert recipients == ["ana@visitor.example"]
    assert message["Subject"] == "Stillwater: we have your message"
    assert Email.objects.get().status == STATUS.sent


def test_the_queued_mail_is_a_well_made_message(asked):
    asked()
    message = message_from_bytes(Email.objects.get().email_message().message().as_bytes())
    assert {part.get_content_type() for part in message.walk()} >= {"text/plain", "text/html"}
    assert message["Message-ID"]


def test_what_the_database_keeps_of_an_inquiry_includes_its_history(asked):
    asked()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pgh_label, state FROM inquiries_inquiryevent")
        assert cursor.fetchall() == [("insert", "new")]
