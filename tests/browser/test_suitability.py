"""“Is it for me?” in a real browser: from a page about a problem to asking us, with a keyboard and no script."""

import pytest
from playwright.sync_api import expect

from tests import kept_rows

from .conftest import BOTH_SIZES
from .hands import Keyboard

PAIN, ANSWER = "/learn/conditions/chronic-pain/", "/suitability/answer/"


@pytest.fixture
def library(portal_server):
    kept_rows.load_demo()


def answers(hands):
    page = hands.page
    hands.tick(page.get_by_label("Long-term pain"))
    hands.tick(page.get_by_label("Not sure", exact=True))
    hands.tick(page.get_by_label("A way in without steps"))
    hands.press(page.get_by_role("button", name="See what comes next"))
    expect(page.get_by_role("heading", level=1)).to_have_text("We need to talk with you first")


@pytest.mark.drill
@pytest.mark.parametrize("size", BOTH_SIZES)
def test_somebody_reads_asks_whether_it_is_for_them_and_goes_on_to_ask_us(library, open_page, axe, size):
    page = open_page(size, java_script_enabled=False)
    hands = Keyboard(page)
    page.goto(PAIN)
    hands.press(page.get_by_role("main").get_by_role("link", name="Is it for me?"))
    answers(hands)
    expect(page).to_have_url(ANSWER)
    hands.press(page.get_by_role("link", name="Fibromyalgia"))
    expect(page.get_by_role("heading", name="Fibromyalgia", level=1)).to_be_visible()
    page = open_page(size)
    page.goto("/suitability/")
    axe(page)
    answers(Keyboard(page))
    axe(page)
    Keyboard(page).press(page.get_by_role("main").get_by_role("link", name="Ask us"))
    expect(page.get_by_role("heading", name="Ask us", level=1)).to_be_visible()
    expect(page).to_have_url("/inquire/")
    assert not page.get_by_label("Long-term pain").is_checked()


def test_who_may_be_in_danger_is_one_press_from_help(library, open_page):
    page = open_page("phone", java_script_enabled=False)
    page.goto("/suitability/")
    link = page.get_by_role("link", name="Might you hurt yourself")
    expect(link).to_be_in_viewport()
    Keyboard(page).press(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("You deserve support right now")
