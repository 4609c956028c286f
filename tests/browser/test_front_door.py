"""From “somebody asked” to their own page, in a real browser: at both widths, with and without JavaScript."""

import re
from datetime import date

import pytest
from django.core import mail
from playwright.sync_api import expect

from clinic.locations.models import Location
from clinic.management.commands.worker import do_round
from patients.area.models import PatientLink
from patients.inquiries.models import Inquiry
from patients.people.models import Patient
from tests import kept_rows

from .hands import Keyboard, Mouse

NAME, BORN = "Bea Newcomer", date(1984, 3, 12)
MAILBOX = "newcomer@visitor.example"
A_MOMENT = 2_200  # milliseconds: longer than the form takes for a person's

pytestmark = pytest.mark.drill


@pytest.fixture
def demo(portal_server, settings):
    """The demo clinic, committed; its mails can be read."""
    kept_rows.load_demo()
    settings.TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
    return Location.objects.get(slug="riverside")


def link_mailed_to_bea():
    """The path of the private link in the newest mail that has one."""
    do_round(jobs=False)
    links = [
        re.findall(r"https?://[^/\s]+(/(?:inquiry|my)/[\w-]{20,}/)", sent.body)
        for sent in mail.outbox
        if MAILBOX in sent.to
    ]
    return [link for found in links for link in found][-1]


def read_and_wonder(bea):
    bea.page.goto("/learn/conditions/depression/")
    bea.comes_to("Depression")
    bea.follows("Is it for me?", within=bea.page.get_by_role("main"))
    bea.comes_to("Is it for me?")
    bea.ticks("Depression")
    bea.ticks("Not sure")
    bea.pushes("See what comes next")
    bea.comes_to("We need to talk with you first")


def ask(bea):
    bea.follows("Ask us", within=bea.page.get_by_role("main"))
    bea.comes_to("Ask us")
    asked = bea.page.locator("main form :is(input:not([type=hidden]), select, textarea):visible")
    names = {field.get_attribute("name") for field in asked.all()}
    assert len(names) <= 12, names
    bea.writes("Your name", NAME)
    bea.writes("E-mail (optional)", MAILBOX)
    bea.hands.tick(bea.page.get_by_role("radio", name="E-mail", exact=True))
    bea.ticks("Riverside")
    bea.ticks("Depression")
    bea.writes("Your message", "May I bring my sister?")
    bea.ticks("You may contact me")
    bea.page.wait_for_timeout(A_MOMENT)
    bea.pushes("Send")
    bea.comes_to("Thank you. We have your message")


def follow_it(bea, says):
    bea.page.goto(link_mailed_to_bea())
    bea.comes_to("Where things stand")
    bea.reads(says)
    assert "sister" not in bea.page.content() and NAME not in bea.page.content()


def answer(desk):
    desk.goes_by_the_menu("Inbox")
    desk.comes_to("Inbox")
    desk.follows(NAME)
    desk.comes_to(NAME)
    desk.reads("May I bring my sister?")
    desk.pushes("Take it on")
    desk.unfolds("Write a mail")
    desk.writes("What we write", "Your sister is welcome.")
    desk.pushes("Send the mail")
    desk.reads("The mail is on its way.", role="status")


def register(desk):
    desk.follows("Register as patient")
    desk.comes_to("Register a patient")
    desk.sets_date("Birth date", BORN)
    desk.pushes("Register")
    desk.comes_to(NAME)


def open_on_another_device(bea, link):
    """A wrong date is refused in words; the right one opens the page."""
    bea.page.goto(link)
    bea.comes_to("Your private page")
    assert NAME not in bea.page.content()
    for year, heading in ((BORN.year + 1, "Your private page"), (BORN.year, f"Hello, {NAME}")):
        bea.picks("Month", f"{BORN:%B}")
        bea.writes("Day", str(BORN.day))
        bea.writes("Year", str(year))
        bea.pushes("Open my page")
        bea.comes_to(heading)


def write_and_be_read(device, desk):
    """A message, which the device says when it was read; then the page is closed there."""
    device.writes("Your message", "She comes along.")
    device.pushes("Send")
    device.reads("Not read yet")
    desk.goes_by_the_menu("Messages")
    desk.comes_to("Messages from patients")
    desk.follows(NAME)
    desk.comes_to(NAME)
    desk.pushes("Mark as read")
    desk.reads("The patient can see that you have read it.", role="status")
    device.page.reload()
    device.reads("Read on")
    device.pushes("Close my page")
    device.comes_to("Your private page")


def meets(somebody, address, status, words):
    answer = somebody.page.goto(address)
    assert answer.status == status, address
    somebody.reads(words)


@pytest.mark.parametrize(
    ("size", "hands", "script"), [("phone", Mouse, True), ("desk", Keyboard, True), ("phone", Mouse, False)]
)
def test_somebody_reads_asks_is_answered_registered_and_opens_their_own_page(
    demo, enters, size, hands, script
):
    """R6, T29, T42"""
    options = {"java_script_enabled": script}
    bea, desk, stranger, editor = (enters(size, hands, **options) for _person in range(4))
    read_and_wonder(bea)
    ask(bea)
    follow_it(bea, "We have your message")
    desk.signs_in("frontdesk")
    answer(desk)
    follow_it(bea, "We have answered you")
    inquiry = Inquiry.objects.get(name=NAME)
    register(desk)
    patient = Patient.objects.get(inquiry=inquiry)
    assert (patient.birth_date, patient.email, patient.location) == (BORN, MAILBOX, demo)
    follow_it(bea, "You are registered")

    desk.pushes("Send the link")
    desk.reads("The private link is on its way.", role="status")
    link = link_mailed_to_bea()
    device = enters("phone" if size == "desk" else "desk", hands, **options)
    open_on_another_device(device, link)
    write_and_be_read(device, desk)

    meets(stranger, f"/staff/patients/{patient.reference}/", 200, "")
    editor.signs_in("editor")
    meets(editor, f"/staff/inbox/{inquiry.reference}/", 403, "")
    PatientLink.objects.filter(patient=patient).update(revoked_at="2020-01-01T00:00Z")
    for nobodys in (link, "/my/not-a-link/"):
        meets(stranger, nobodys, 404, "")
    expect(stranger.page.get_by_role("main")).not_to_contain_text(NAME)
