"""Reading the library in a real browser, with and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tests import kept_rows

from .conftest import SIZES

DEPRESSION = "/learn/conditions/depression/"
PUBLIC = ["/", "/learn/", "/learn/conditions/", DEPRESSION, DEPRESSION + "changes/", "/learn/questions/"]
PUBLIC += ["/learn/questions/safety/", "/learn/glossary/", "/learn/compare/", "/learn/sources/"]
HEAVIEST = [DEPRESSION, "/learn/research/common-claims/", "/learn/questions/safety/", "/learn/questions/"]
HEAVIEST += ["/learn/glossary/", "/learn/compare/", "/learn/sources/"]
# Where words that grow or shrink when the font comes would move most.
MANY_LINES = ["/", "/learn/questions/", "/learn/compare/"]
SLOW_LINE = {"offline": False, "latency": 200, "downloadThroughput": 40_000, "uploadThroughput": 40_000}


@pytest.fixture
def library(portal_server):
    """The demo clinic's library, published."""
    kept_rows.load_demo()


def test_a_reader_finds_a_page_and_what_stands_behind_it(library, page, axe):
    finds_the_page_on_depression(page)
    axe(page)
    opens_and_closes_the_evidence(page, axe)
    opens_and_closes_by_keyboard(page, page.get_by_role("link", name="Evidence 1", exact=True).first)
    opens_and_closes_by_keyboard(page, page.locator("a.term").first)
    compares_treatments_and_finds_a_source(page)


def test_a_page_serves_without_javascript_and_on_paper(library, open_page):
    page = open_page("phone", java_script_enabled=False)
    leads_to_notes_words_and_parts_and_back(page)
    lies_open_on_paper(page)


@pytest.mark.drill
def test_every_page_of_the_library_is_accessible_light_and_still(library, open_page, axe):
    for size in SIZES:
        page = open_page(size)
        for url in PUBLIC:
            page.goto(url)
            axe(page)
    for url in PUBLIC:
        fits_a_narrow_phone(open_page("phone"), url)
    for url in HEAVIEST:
        is_light(open_page("phone"), url)
    for url in MANY_LINES:
        does_not_jump_on_a_slow_line(open_page("phone"), url)


def finds_the_page_on_depression(page):
    page.goto("/")
    page.get_by_role("link", name="Read", exact=True).click()
    page.get_by_role("main").get_by_role("link", name="Depression").click()
    expect(page.get_by_role("heading", name="Depression", level=1)).to_be_visible()


def opens_and_closes_the_evidence(page, axe):
    mark = page.get_by_role("link", name="Evidence 5", exact=True).first
    mark.scroll_into_view_if_needed()
    mark.click()
    card = page.get_by_role("dialog", name="Evidence 5")
    expect(card).to_be_visible()
    expect(card).to_contain_text("Partly supported")
    expect(card.get_by_role("link").first).to_have_attribute("href", re.compile(r"^https://"))
    card.evaluate("card => card.scrollTo(0, card.scrollHeight)")
    expect(card.get_by_role("button", name="Close")).to_be_in_viewport()
    assert not page.url.endswith("#evidence-5")
    axe(page)
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(mark).to_be_focused()


def opens_and_closes_by_keyboard(page, link):
    link.focus()
    page.keyboard.press("Enter")
    card = page.get_by_role("dialog")
    expect(card).to_be_focused()
    page.keyboard.press("Tab")
    assert card.evaluate("card => card.contains(document.activeElement)")
    card.get_by_role("button", name="Close").press("Enter")
    expect(card).to_be_hidden()
    expect(link).to_be_focused()


def compares_treatments_and_finds_a_source(page):
    page.goto("/learn/")
    page.get_by_role("link", name="Compare treatments").click()
    page.get_by_role("link", name="Evidence 1", exact=True).first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    page.goto("/learn/sources/")
    page.locator("#e5").get_by_text(re.compile(r"Used in \d+ places")).click()
    page.locator("#e5").get_by_role("link", name="Depression", exact=True).click()
    expect(page.get_by_role("heading", name="Depression", level=1)).to_be_visible()


def leads_to_notes_words_and_parts_and_back(page):
    page.goto(DEPRESSION)
    page.get_by_role("link", name="Evidence 2", exact=True).first.click()
    assert page.url.endswith("#evidence-2")
    note = page.locator("#evidence-2")
    expect(note).to_be_in_viewport()
    note.get_by_text("Numbers, strength and sources").click()
    expect(note.get_by_role("link").first).to_be_visible()
    note.get_by_role("link", name="Back to the text").click()
    expect(page.locator("#claim-2")).to_be_in_viewport()
    page.locator("a.term", has_text="off-label").first.click()
    expect(page.locator("#word-off-label")).to_be_in_viewport()
    expect(page.locator("#word-off-label")).to_contain_text("an approved medicine")
    page.get_by_text("On this page").first.click()
    page.get_by_role("link", name="What may harm").click()
    expect(page.get_by_role("heading", name="What may harm")).to_be_in_viewport()


def lies_open_on_paper(page):
    page.goto(DEPRESSION)
    page.emulate_media(media="print")
    expect(page.locator("#evidence-2 dl")).to_be_visible()
    expect(page.locator(".contents")).to_be_hidden()
    link = page.locator('#evidence-2 a[href^="http"]').first
    assert link.evaluate("link => getComputedStyle(link, '::after').content").startswith('" (https://')


def fits_a_narrow_phone(page, url):
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(url)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, url


def is_light(page, url):
    received = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page.goto(url, wait_until="networkidle")
    assert 20 * 1024 < sum(received) <= 75 * 1024, (url, sum(received), received)


def does_not_jump_on_a_slow_line(page, url):
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_LINE)
    page.add_init_script(
        "window.jumped = 0; new PerformanceObserver(list => list.getEntries().forEach(each =>"
        " { window.jumped += each.value })).observe({type: 'layout-shift', buffered: true})"
    )
    page.goto(url, wait_until="networkidle")
    assert page.evaluate("window.jumped") < 0.01, url
