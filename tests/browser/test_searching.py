"""Searching in a real browser: by keyboard, on a phone, and without JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.small_library import open_small_library


@pytest.fixture
def library(portal_server):
    return open_small_library().publish()


def test_a_reader_finds_a_page_by_keyboard_alone(library, page, axe):
    page.goto("/learn/search/")
    axe(page)
    box = page.get_by_role("searchbox", name="Find an answer")
    box.focus()
    page.keyboard.type("low moood")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Showing results for low mood")).to_be_visible()
    expect(box).to_have_value("low moood")
    axe(page)
    answer = page.get_by_role("listitem").get_by_role("link", name="Low mood")
    while not answer.evaluate("link => link === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Low mood", level=1)).to_be_visible()


def test_what_is_not_found_leads_on(library, page, axe):
    page.goto("/learn/search/?q=qqqqqq")
    expect(page.get_by_role("heading", name="We found nothing for these words")).to_be_visible()
    axe(page)
    page.get_by_role("main").get_by_role("link", name="ask us").click()
    page.wait_for_url("**/inquire/")


def test_whom_to_call_stands_on_the_first_screen(library, page, axe):
    page.goto("/learn/search/?q=i+want+to+die")
    expect(page.get_by_role("heading", name="You deserve support right now")).to_be_in_viewport()
    expect(page.get_by_role("main").get_by_text("Call", exact=False).first).to_be_in_viewport()
    axe(page)


def test_search_needs_no_script_and_fits_a_small_phone(library, open_page):
    page = open_page("phone", java_script_enabled=False)
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/learn/search/")
    page.get_by_role("searchbox", name="Find an answer").fill("mood")
    page.get_by_role("main").get_by_role("button", name="Search").click()
    expect(page.get_by_role("main").get_by_role("link", name="Low mood")).to_be_visible()


def test_long_words_do_not_widen_the_page(library, phone_page):
    phone_page.set_viewport_size({"width": 320, "height": 640})
    phone_page.goto("/learn/search/?q=" + "moood" + "x" * 60 + "+moood")
    assert phone_page.evaluate("document.documentElement.scrollWidth") <= 320
