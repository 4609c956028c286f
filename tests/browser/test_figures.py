"""The clinic's figures in a real browser, as the demo clinic shows them."""

import pytest
from playwright.sync_api import expect

from clinic.accounts import roles
from clinic.accounts.models import User
from tests import kept_rows

from .conftest import WIDER_THAN_THE_SCREEN

pytestmark = pytest.mark.drill
PAGE = "/staff/figures/"


@pytest.fixture
def manager(portal_server):
    kept_rows.load_demo()
    return User.objects.in_role(roles.MANAGER).first()


@pytest.mark.parametrize("size", ["phone", "desk"])
@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_the_figures_are_easy_to_read_everywhere(manager, open_page, sign_in, axe, size, color_scheme):
    page = open_page(size, color_scheme=color_scheme)
    sign_in(page, manager)
    page.goto(PAGE)
    axe(page)
    assert not page.evaluate(WIDER_THAN_THE_SCREEN)
    expect(page.get_by_role("img", name="by month")).to_have_count(5)


def test_somebody_chooses_a_location_by_keyboard_and_downloads_its_file(manager, open_page, sign_in, axe):
    page = open_page("desk")
    sign_in(page, manager)
    page.goto(PAGE)
    page.get_by_label("Location").press("L")
    page.get_by_role("button", name="Show").press("Enter")
    page.wait_for_load_state()
    expect(page.get_by_label("Location")).to_have_value("lakeside")
    axe(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as CSV").press("Enter")
    assert download.value.suggested_filename == "figures-by-month.csv"
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 13 and all(line.startswith("Lakeside,") for line in lines[1:])


def test_on_paper_the_figures_stand_beside_their_charts(manager, open_page, sign_in):
    page = open_page("desk")
    sign_in(page, manager)
    page.goto(PAGE)
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name="Download as CSV")).to_be_hidden()
    charts, tables = page.locator(".chart"), page.locator(".table")
    for number in range(5):
        chart, table = charts.nth(number).bounding_box(), tables.nth(number).bounding_box()
        assert chart["x"] + chart["width"] <= table["x"]
