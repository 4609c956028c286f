"""The private page of somebody who asked."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from post_office.models import Email

from clinic.tokens import digest_of, new_token
from patients.inquiries import answering, contacting, following, merging
from patients.inquiries.models import Message, StatusLink
from tests.patients.conftest import hidden_fields

TYPED = {
    "name": "Zephyrine Quux",
    "email": "zq@visitor.example",
    "phone": "+16465550199",
    "message": "Marmalade",
    "support_needed": "Pelican",
    "help_with": ["ptsd"],
}


@pytest.fixture
def link_of():
    """`link_of(inquiry)`: the address of a working private link, as a mail brings it."""

    def make(inquiry):
        token = new_token()
        StatusLink.objects.create(inquiry=inquiry, token_sha256=digest_of(token), sent_at=timezone.now())
        return f"/inquiry/{token}/"

    return make


def words(page):
    return re.sub(r"\s+", " ", page.content.decode())


def test_it_says_where_things_stand_and_nothing_that_was_typed(client, asked, link_of, front_desk):
    """R6, R8, T42"""
    inquiry = asked(**TYPED)
    address = link_of(inquiry)
    shown = [client.get(address)]
    contacting.log_call(inquiry=inquiry, outcome="spoke", by=front_desk, text="Marmalade")
    shown.append(client.get(address))
    answering.close(inquiry=inquiry, reason="not_now", by=front_desk)
    shown.append(client.get(address))
    answering.reopen(inquiry=inquiry, by=front_desk)
    answering.finish_as_registered(inquiry=inquiry, by=front_desk)
    shown.append(client.get(address))
    told = [words(page) for page in shown]
    for said, page in zip(
        ("We have your message", "We have answered you", "This is closed", "You are registered"),
        told,
        strict=True,
    ):
        assert said in page
    for page, response in zip(told, shown, strict=True):
        for typed in ("Zephyrine", "zq@", "5550199", "Marmalade", "Pelican", "PTSD", "Trauma", "Fern"):
            assert typed not in page
        assert response["Cache-Control"] == "no-store" and response["X-Robots-Tag"] == "noindex, nofollow"


def test_it_names_the_day_we_promised_and_says_sorry_when_it_has_passed(client, asked, link_of):
    inquiry = asked()
    address = link_of(inquiry)
    assert re.search(r"answers you by \w+day, \w+ \d", words(client.get(address)))
    with time_machine.travel(timezone.now() + timedelta(days=12)):
        assert "We are sorry" in words(client.get(address))


@pytest.mark.parametrize("what", ["stranger", "expired", "revoked", "unsent"])
def test_a_link_that_opens_nothing_is_one_kind_page_whatever_the_reason(client, asked, link_of, what):
    """T29"""
    address = link_of(asked())
    plain = words(client.get("/inquiry/" + new_token() + "/"))
    if what == "stranger":
        address = "/inquiry/" + new_token() + "/"
    elif what == "revoked":
        StatusLink.objects.all().revoke()
    elif what == "unsent":
        StatusLink.objects.update(token_sha256=None, sent_at=None)
    later = timezone.now() + StatusLink.lasts + timedelta(days=1) if what == "expired" else timezone.now()
    with time_machine.travel(later):
        for page in (
            client.get(address),
            client.get(f"{address}take-back/"),
            client.post(address, {"act": "message"}),
        ):
            assert page.status_code == 404 and words(page) == plain
    assert "(212) 555-0101" in plain and "You did nothing wrong" in plain


def test_a_message_is_kept_and_not_shown(client, asked, link_of):
    inquiry = asked()
    address = link_of(inquiry)
    form = hidden_fields(client.get(address))
    typed = {**form, "act": "message", "text": "Marmalade\r\nand toast"}
    page = client.post(address, typed, follow=True)
    assert "We have your message." in words(page) and "Marmalade" not in words(page)
    assert Message.objects.get().text == "Marmalade\nand toast"
    client.post(address, typed)
    assert Message.objects.count() == 1


def test_an_empty_message_is_refused_in_words_and_nothing_is_lost(client, asked, link_of):
    inquiry = asked()
    address = link_of(inquiry)
    form = hidden_fields(client.get(address))
    page = client.post(address, {**form, "act": "message", "text": " "})
    assert "Write your message first." in words(page)
    page = client.post(address, {**form, "act": "message", "text": "x" * 2001})
    assert "2000 characters" in words(page) and "x" * 2001 in words(page)


def test_taking_it_back_is_asked_once_and_done_by_post_alone(client, asked, link_of):
    """R5"""
    inquiry = asked()
    address = link_of(inquiry)
    assert "Take your message back?" in words(client.get(f"{address}take-back/"))
    inquiry.refresh_from_db()
    assert inquiry.state == "new"
    page = client.post(f"{address}take-back/", follow=True)
    assert "You took your message back" in words(page)
    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.close_reason) == ("closed", "withdrawn")


def test_a_new_link_ends_this_one(client, asked, link_of):
    address = link_of(asked())
    page = client.post(address, {"act": "new_link"}, follow=True)
    assert "a new link is on its way" in words(page)
    assert client.get(address).status_code == 404


def test_asking_for_a_link_answers_alike_whoever_asks(client, asked):
    """T27"""
    asked(email="ana@visitor.example")
    pages = [
        client.post("/inquiry/new-link/", {"email": email}, follow=True)
        for email in ("ana@visitor.example", "nobody@visitor.example")
    ]
    assert words(pages[0]) == words(pages[1]) and pages[0].redirect_chain == pages[1].redirect_chain
    mails = Email.objects.filter(subject="Stillwater: your new link").order_by("pk")
    assert [mail.to for mail in mails] == [["ana@visitor.example"], []]


def test_the_page_of_a_merged_inquiry_tells_of_the_one_that_stays(client, asked, link_of, front_desk):
    first, second = asked(), asked()
    address = link_of(first)
    merging.merge(inquiry=first, into=second, by=front_desk)
    assert "We have your message" in words(client.get(address))
    following.withdraw(inquiry=second)
    assert "You took your message back" in words(client.get(address))


def test_the_desk_sees_that_a_link_was_opened_sends_a_new_one_and_ends_all(desk, client, asked, link_of):
    inquiry = asked()
    desk.get(link_of(inquiry))
    page = f"/staff/inbox/{inquiry.reference}/"
    assert "opened" in words(desk.get(page))
    assert "A new private link is on its way" in words(desk.post(page, {"act": "send_link"}, follow=True))
    assert "open nothing any more" in words(desk.post(page, {"act": "end_links"}, follow=True))
    assert not StatusLink.objects.working().exists()
    assert "No link opens it" in words(desk.get(page))
