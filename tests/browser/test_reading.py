"""Reading the library in a real browser, with and without JavaScript."""

import re

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from playwright.sync_api import expect

from clinic.accounts import roles
from clinic.accounts.models import User
from education import publishing
from education.models import Edition

DEPRESSION = "/learn/conditions/depression/"


def person(name, role):
    user = User.objects.create_user(f"{name}@stillwater.example", name=name.capitalize())
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def library(portal_server):
    """The starter library, published."""
    call_command("load_starter_content", author=person("edith", roles.EDITOR).email, verbosity=0)
    reviewer = person("rhea", roles.CLINICAL_REVIEWER)
    for draft in Edition.objects.all():
        publishing.publish(edition=publishing.send_for_review(edition=draft), reviewer=reviewer, by=reviewer)


def test_a_reader_finds_a_page_and_opens_the_evidence_behind_a_sentence(library, page, axe):
    page.goto("/")
    axe(page)
    page.get_by_role("link", name="Read", exact=True).click()
    axe(page)
    page.get_by_role("main").get_by_role("link", name="Depression").click()
    expect(page.get_by_role("heading", name="Depression", level=1)).to_be_visible()
    axe(page)

    mark = page.get_by_role("link", name="Evidence 5", exact=True).first
    mark.scroll_into_view_if_needed()
    mark.click()
    card = page.get_by_role("dialog", name="Evidence 5")
    expect(card).to_be_visible()
    expect(card).to_contain_text("Partly supported")
    expect(card.get_by_role("link").first).to_have_attribute("href", re.compile(r"^https://"))
    assert not page.url.endswith("#evidence-5")
    axe(page)
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(mark).to_be_focused()


def test_the_evidence_opens_and_closes_by_keyboard(library, desk_page):
    page = desk_page
    page.goto(DEPRESSION)
    page.get_by_role("link", name="Evidence 1", exact=True).first.focus()
    page.keyboard.press("Enter")
    card = page.get_by_role("dialog", name="Evidence 1")
    expect(card).to_be_focused()
    page.keyboard.press("Tab")
    assert card.evaluate("card => card.contains(document.activeElement)")
    card.get_by_role("button", name="Close").press("Enter")
    expect(card).to_be_hidden()
    expect(page.get_by_role("link", name="Evidence 1", exact=True).first).to_be_focused()


def test_without_javascript_a_mark_leads_to_its_note_and_back(library, open_page, axe):
    page = open_page("phone", java_script_enabled=False)
    page.goto(DEPRESSION)
    page.get_by_role("link", name="Evidence 2", exact=True).first.click()
    assert page.url.endswith("#evidence-2")
    note = page.locator("#evidence-2")
    expect(note).to_be_in_viewport()
    note.get_by_role("link", name="Back to the text").click()
    expect(page.locator("#claim-2")).to_be_in_viewport()


@pytest.mark.parametrize("url", ["/", "/learn/", "/learn/conditions/", DEPRESSION])
def test_a_page_fits_a_narrow_phone_without_scrolling_sideways(library, open_page, url):
    page = open_page("phone")
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(url)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_first_visit_weighs_75_kilobytes_or_less(library, phone_page):
    received = []
    session = phone_page.context.new_cdp_session(phone_page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    phone_page.goto(DEPRESSION, wait_until="networkidle")
    assert 20 * 1024 < sum(received) <= 75 * 1024, received
