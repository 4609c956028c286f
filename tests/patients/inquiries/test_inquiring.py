"""The public form: what people meet when they ask the clinic to get in touch."""

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from clinic.limits.models import SubmissionCount
from patients.inquiries import form_keys, limits
from patients.inquiries.models import Inquiry
from patients.inquiries.wording import issue_consent_text
from tests.patients.conftest import ANSWERS, hidden_fields, text_of_length

FORM = "application/x-www-form-urlencoded"
INQUIRE = "/inquire/"
SENT = "/inquire/sent/"


def words(page):
    return re.sub(r"\s+", " ", page.content.decode())


# -- Asking ------------------------------------------------------------------------------------------


def test_what_somebody_asks_is_kept_as_they_said_it(send, riverside):
    page = send()
    assert (page.status_code, page["Location"]) == (302, SENT)
    inquiry = Inquiry.objects.get()
    assert inquiry.name == "Ana Example"
    assert inquiry.phone.as_e164 == "+12125550123"
    assert inquiry.help_with == ["depression", "pain"]
    assert (inquiry.best_time, inquiry.contact_by) == ("morning", "email")
    assert (inquiry.message, inquiry.support_needed) == ("Do you have an elevator?", "Large print")
    assert (inquiry.came_by, inquiry.state, inquiry.owner) == ("website", "new", None)
    assert inquiry.location == riverside


def test_the_form_shows_whom_to_call_and_that_nobody_watches(client, riverside):
    page = words(client.get(INQUIRE))
    assert page.index("not watched around the clock") < page.index("<form")
    assert page.index('href="tel:988"') < page.index("<form")


def test_the_form_opens_in_six_queries_and_makes_no_session(client, riverside, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        page = client.get(INQUIRE)
    assert "session" not in page.cookies
    assert page["Cache-Control"] == "no-store"


def test_opening_the_form_writes_nothing_even_where_nobody_has_agreed_to_anything_yet(desk, riverside):
    """R5"""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL transaction_read_only = on")
        for page in (INQUIRE, "/staff/inbox/phone/"):
            assert "You may contact me about this message" in words(desk.get(page))
        transaction.set_rollback(True)


def test_the_location_is_asked_for_only_where_there_are_several(client, send, open_form, open_location):
    assert b'name="location"' not in client.get(INQUIRE).content
    lakeside = open_location("Lakeside")
    page = send()
    assert b"Choose one. You can change it later." in page.content
    send(location="lakeside")
    assert Inquiry.objects.get().location == lakeside


def test_a_clinic_without_an_open_location_asks_people_to_call(client, clinic):
    assert "Please call us instead: (212) 555-0100" in words(client.get(INQUIRE))


@pytest.mark.parametrize("way", [{"email": "", "contact_by": None}, {"phone": "", "contact_by": None}])
def test_an_e_mail_address_or_a_phone_number_is_enough(send, way):
    assert send(**way).status_code == 302
    inquiry = Inquiry.objects.get()
    assert inquiry.contact_by == ("phone" if "email" in way else "email")


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"email": "", "phone": ""}, "Give an e-mail address or a phone number, so that we can answer."),
        ({"phone": "", "contact_by": "phone"}, "Give the phone number to call."),
        ({"email": "", "contact_by": "email"}, "Give the e-mail address to write to."),
        ({"email": "ana at home"}, "Enter a valid email address."),
        ({"phone": "12"}, "Check the number."),
        ({"phone": "(212) 555-0123 ext. 9"}, "Leave the extension out here"),
        ({"name": ""}, "Tell us what to call you."),
        ({"consent": None}, "We may only answer you if you agree to this."),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(send, wrong, reason):
    page = send(**wrong)
    text = words(page)
    assert page.status_code == 200
    assert reason in text
    assert "<title>Error: " in text
    assert "Do you have an elevator?" in text
    assert "Large print" in text
    assert not Inquiry.objects.exists()


def test_the_thank_you_page_says_what_happens_next_and_nothing_that_was_typed(client, send):
    send()
    page = words(client.get(SENT))
    assert "within 2 working days" in page
    assert "(212) 555-0101" in page
    assert "Ana" not in page
    assert "elevator" not in page


def test_the_words_agreed_to_are_those_on_the_page(send, open_form):
    form = open_form()
    issue_consent_text(text="Newer words.")
    send(form=form)
    assert Inquiry.objects.get().consent_text.version == 1
    send(name="Somebody Later")
    assert Inquiry.objects.get(name="Somebody Later").consent_text.text == "Newer words."


# -- Sending once (T07), too fast, too late ----------------------------------------------------------


def test_the_same_form_sent_again_is_one_inquiry(send, open_form):
    """T07"""
    form = open_form()
    assert {send(form=form)["Location"] for _ in range(3)} == {SENT}
    assert Inquiry.objects.count() == 1
    assert SubmissionCount.objects.get().count == 1


def test_the_same_form_with_other_content_is_refused_and_kept_on_the_page(send, open_form):
    """T07"""
    form = open_form()
    send(form=form)
    page = send(form=form, message="I forgot to say: mornings only.")
    assert "We already have the message you sent from this page" in words(page)
    assert "mornings only" in words(page)
    assert Inquiry.objects.count() == 1
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        send(form=hidden_fields(page), message="I forgot to say: mornings only.")
    assert Inquiry.objects.count() == 2


def test_a_form_that_is_sent_faster_than_people_type_is_held_back_once(client, send, riverside):
    form = hidden_fields(client.get(INQUIRE))
    page = send(form=form)
    assert "quicker than people type" in words(page)
    assert not Inquiry.objects.exists()
    with time_machine.travel(timezone.now() + timedelta(seconds=5)):
        send(form=hidden_fields(page))
    assert Inquiry.objects.count() == 1


def test_a_page_that_was_open_for_days_is_asked_for_once_more(send, open_form):
    form = open_form()
    with time_machine.travel(timezone.now() + timedelta(days=2)) as clock:
        page = send(form=form)
        assert "open for more than a day" in words(page)
        assert "elevator" in words(page)
        clock.shift(10)
        send(form=hidden_fields(page))
    assert Inquiry.objects.count() == 1


@pytest.mark.parametrize("key", ["", "a" * 32, "0" * 32 + ":1uK8kC:forged", "\0"])
def test_a_key_that_is_not_ours_is_refused_with_a_fresh_one(send, key):
    page = send(form={"form_key": key, "consent_version": "1"})
    assert "We could not check where this came from" in words(page)
    assert form_keys.read_key(hidden_fields(page)["form_key"])
    assert not Inquiry.objects.exists()


def test_what_fills_in_the_field_nobody_sees_is_asked_again_not_dropped(send, open_form):
    page = send(website="https://spam.example")
    assert "filled in a field nobody sees" in words(page)
    assert "spam.example" not in words(page)
    assert not Inquiry.objects.exists()
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        send(form=hidden_fields(page))
    assert Inquiry.objects.count() == 1


# -- Limits ------------------------------------------------------------------------------------------


def test_one_connection_sends_so_many_inquiries_a_day_and_reads_whom_to_call(send):
    """T20, R10"""
    for _ in range(limits.A_DAY):
        assert send().status_code == 302
    page = send(name="Number Twenty-one")
    assert page.status_code == 429
    assert 0 < int(page["Retry-After"]) <= 24 * 60 * 60
    assert "Many messages came from your connection today" in words(page)
    assert "(212) 555-0101" in words(page)
    assert "Number Twenty-one" in words(page)
    assert send(address="198.51.100.9").status_code == 302
    assert Inquiry.objects.count() == limits.A_DAY + 1
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert send().status_code == 302


# -- What can be typed (T32, T33) --------------------------------------------------------------------


@pytest.mark.parametrize(("field", "limit"), [("name", 120), ("message", 2000), ("support_needed", 300)])
def test_a_text_of_the_longest_length_is_kept_to_the_last_character(send, field, limit):
    """T32"""
    longest = text_of_length(limit)
    assert send(**{field: longest}).status_code == 302
    assert getattr(Inquiry.objects.get(), field) == longest


@pytest.mark.parametrize(
    ("field", "limit"), [("name", 120), ("message", 2000), ("support_needed", 300), ("email", 254)]
)
def test_one_character_more_is_refused_in_words(send, field, limit):
    """T32"""
    too_long = "a" * (limit + 1 - len("@x.example")) + "@x.example"
    page = send(**{field: too_long})
    assert f"at most {limit} characters" in words(page)
    assert too_long in words(page)
    assert not Inquiry.objects.exists()


def test_lines_are_counted_as_people_count_them(send):
    """A browser sends the end of a line as two characters."""
    assert send(message="\r\n".join(["x" * 99] * 20)).status_code == 302
    assert Inquiry.objects.get().message == "\n".join(["x" * 99] * 20)


@pytest.mark.drill
@pytest.mark.parametrize("sent", ["%00", "a%00b", "%ED%A0%80", "%FF", "%1B%5B31m"])
@pytest.mark.parametrize("field", [*ANSWERS, "form_key", "consent_version", "website", "location"])
def test_no_character_breaks_the_form(client, open_form, open_location, field, sent):
    """T33: NUL, half of a surrogate pair, no UTF-8 at all, an escape sequence."""
    open_location("Lakeside")
    typed = urlencode({**open_form(), **ANSWERS, "location": "riverside", field: "HERE"}, doseq=True)
    page = client.generic("POST", INQUIRE, typed.replace("HERE", sent), content_type=FORM)
    assert page.status_code in (200, 302)
    for inquiry in Inquiry.objects.all():
        assert "\0" not in inquiry.name + inquiry.message


NAME_IN_PARTS = b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\nAna\r\n--x--'


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b'{"name": "Ana"}'),
        ("text/plain", b"name=Ana"),
        ("", b"name=Ana"),
        ("multipart/form-data", b"--x\r\n"),
        ("multipart/form-data; boundary=", b"--x\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: nonsense"),
        ("multipart/form-data; boundary=x; charset=hex", NAME_IN_PARTS),
        ("application/x-www-form-urlencoded; charset=utf-7", b"name=+AGE-"),
        (FORM, b"name=%FF%FE%ED%A0%80&message=%00"),
        (FORM, b"&".join(b"f%d=x" % number for number in range(2000))),
        (FORM, b"name=a&name=b&help_with=pain&help_with=pain&help_with=%00"),
    ],
)
def test_no_request_breaks_the_page(client, riverside, content_type, body):
    """T33"""
    client.raise_request_exception = False
    page = client.generic("POST", INQUIRE, body, content_type=content_type)
    assert page.status_code in (200, 400, 403, 413)
    assert not Inquiry.objects.exists()


def test_other_methods_are_refused(client, riverside):
    """R5"""
    assert client.put(INQUIRE).status_code == 405
    assert client.delete(INQUIRE).status_code == 405
    assert client.post(SENT).status_code == 405
    assert client.head(INQUIRE).status_code == 200


def test_nothing_that_was_typed_stands_in_an_address_a_log_or_a_session(send, client, capfd, caplog):
    """R8"""
    page = send(message="canary-in-the-message", support_needed="canary-in-the-support")
    assert page["Location"] == reverse("inquiries:sent")
    send(name="", message="canary-in-the-message")
    written = capfd.readouterr()
    assert "canary" not in written.out + written.err + caplog.text
    assert not client.session.items()
