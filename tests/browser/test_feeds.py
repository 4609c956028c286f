"""The addresses of calendars in a real browser: made, replaced and ended, by mouse and by keyboard."""

import urllib.error
import urllib.request

import pytest
from playwright.sync_api import expect

from clinic.feeds import subscribing
from tests.small_clinic import open_small_clinic

from .conftest import WIDER_THAN_THE_SCREEN

pytestmark = pytest.mark.drill
PAGE = "/staff/feeds/"


@pytest.fixture
def clinic(portal_server):
    return open_small_clinic()


def status_of(address):
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        return opener.open(address, timeout=10).status
    except urllib.error.HTTPError as refused:
        return refused.code


def test_a_clinician_comes_from_the_calendar_makes_an_address_and_ends_it_by_keyboard(
    clinic, open_page, sign_in, axe
):
    clinic.book()
    page = open_page("desk")
    sign_in(page, clinic.clinicians[0].user)
    page.goto("/staff/calendar/")
    page.get_by_role("link", name="Read it elsewhere").press("Enter")
    page.get_by_role("button", name="Make an address").press("Enter")
    shown = page.get_by_label("This is the address")
    expect(shown).to_be_visible()
    axe(page)
    address = shown.input_value()
    assert status_of(address) == 200
    page.get_by_role("button", name="Replace it").press("Enter")
    page.wait_for_load_state()
    another = page.get_by_label("This is the address").input_value()
    assert another != address and [status_of(each) for each in (address, another)] == [404, 200]
    page.get_by_role("button", name="End it").press("Enter")
    expect(page.get_by_text("opens nothing any more")).to_be_visible()
    assert status_of(another) == 404


@pytest.mark.parametrize("size", ["phone", "desk"])
@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_the_page_is_easy_to_read_everywhere(clinic, open_page, sign_in, axe, size, color_scheme):
    for room in clinic.rooms:
        subscribing.make_feed(by=clinic.front_desk, now=clinic.now, room=room)
    page = open_page(size, color_scheme=color_scheme)
    sign_in(page, clinic.front_desk)
    page.goto(PAGE)
    axe(page)
    assert not page.evaluate(WIDER_THAN_THE_SCREEN)
