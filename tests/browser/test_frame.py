"""The frame in a real browser: by keyboard, on a phone, in the dark, without scripts."""

import re
from contextlib import contextmanager
from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from clinic.accounts import roles
from clinic.locations.models import Clinic, CrisisLine, Location, OpeningHours, Weekday
from tests.small_clinic import CLOSES, OPENS, person

PUBLIC = ["/visit/", "/help-now/", "/privacy/", "/accessibility/", "/no-such-page/"]
PUBLIC += ["/suitability/", "/suitability/answer/"]
SIGNED_OUT = ["/staff/login/", "/staff/password_reset/", "/staff/password_reset/sent/"]
NEUTRAL = "https://www.wikipedia.org/"


@pytest.fixture(autouse=True)
def clinic(portal_server):
    Clinic.objects.create(
        name="Stillwater Clinic",
        short_name="Stillwater",
        phone="+12125550143",
        email="hello@stillwater.example",
        country="US",
    )
    for position, (name, phone) in enumerate([("Emergency services", "911"), ("988 Lifeline", "988")]):
        CrisisLine.objects.create(
            country="US",
            position=position,
            name=name,
            phone=phone,
            website="https://988lifeline.org/",
            when="Day and night",
            cost="Free",
            checked_on=date(2026, 11, 1),
        )
    location = Location.objects.create(
        name="Riverside",
        slug="riverside",
        time_zone="America/New_York",
        street="100 Invented Street",
        city="Demotown",
        postal_code="10000",
        country="US",
        phone="+12125550142",
    )
    for day in list(Weekday)[:5]:
        OpeningHours.objects.create(location=location, weekday=day, opens=OPENS, closes=CLOSES)
    return location


@pytest.fixture
def manager(portal_server):
    return person("mia.manager", roles.MANAGER, name="Mia Manager")


@pytest.mark.drill
def test_every_page_of_the_clinic_is_accessible_in_both_lights(open_page, axe):
    for size, scheme in (("phone", "dark"), ("desk", "light")):
        page = open_page(size, color_scheme=scheme)
        for path in PUBLIC + SIGNED_OUT:
            page.goto(path)
            axe(page)


@pytest.mark.drill
def test_the_model_pages_are_accessible(page, axe, sign_in, manager, clinic):
    sign_in(page, manager)
    addresses = [
        "/staff/",
        "/staff/password_change/",
        reverse("admin:locations_location_changelist"),
        reverse("admin:locations_location_change", args=[clinic.pk]),
        reverse("admin:locations_crisisline_add"),
        reverse("admin:accounts_user_changelist"),
        reverse("admin:accounts_user_add"),
        reverse("admin:accounts_user_change", args=[manager.pk]),
        reverse("admin:accounts_user_history", args=[manager.pk]),
    ]
    for address in addresses:
        assert page.goto(address).ok
        axe(page)


@pytest.mark.drill
def test_nothing_scrolls_sideways_on_the_narrowest_phone(open_page, sign_in, manager, clinic):
    page = open_page("phone")
    page.set_viewport_size({"width": 320, "height": 640})
    sign_in(page, manager)
    for path in [*PUBLIC, "/staff/", reverse("admin:locations_location_change", args=[clinic.pk])]:
        page.goto(path)
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, path


@contextmanager
def visitor(browser, portal_server, **options):
    """A page beside which the neutral place is played here, so that no test leaves this machine."""
    context = browser.new_context(base_url=portal_server.url, **options)
    arrivals = []

    def answer(route):
        arrivals.append(route.request.url)
        route.fulfill(body="<title>Elsewhere</title>", content_type="text/html")

    context.route(NEUTRAL, answer)
    yield context.new_page(), arrivals
    context.close()


def test_shift_three_times_leaves_and_the_way_back_is_gone(browser, portal_server):
    with visitor(browser, portal_server) as (page, arrivals):
        page.goto("/privacy/")
        page.goto("/help-now/")
        for _ in range(3):
            page.keyboard.press("Shift")
        page.wait_for_url(NEUTRAL)
        assert len(arrivals) == 1
        page.go_back()
        expect(page).to_have_url("/privacy/")


def test_capital_letters_do_not_leave(browser, portal_server):
    with visitor(browser, portal_server) as (page, arrivals):
        page.goto("/help-now/")
        for letter in "ABC":
            page.keyboard.press(f"Shift+{letter}")
        page.wait_for_timeout(300)
        assert not arrivals


@pytest.mark.parametrize("scripts", [True, False])
def test_the_button_leaves_with_scripts_and_without(browser, portal_server, scripts):
    with visitor(browser, portal_server, java_script_enabled=scripts) as (page, arrivals):
        page.goto("/help-now/")
        page.get_by_role("link", name="Leave this site").click()
        page.wait_for_url(NEUTRAL)
        assert len(arrivals) == 1


def test_the_quick_exit_is_the_second_stop_of_the_keyboard(desk_page):
    desk_page.goto("/visit/")
    desk_page.keyboard.press("Tab")
    expect(desk_page.locator(":focus")).to_have_text("Skip to the main content")
    desk_page.keyboard.press("Tab")
    expect(desk_page.locator(":focus")).to_have_text("Leave this site")


def test_the_skip_link_leads_past_the_frame(desk_page):
    desk_page.goto("/visit/")
    desk_page.keyboard.press("Tab")
    desk_page.keyboard.press("Enter")
    expect(desk_page.locator(":focus")).to_have_attribute("id", "main")


def test_the_first_visit_weighs_75_kb_at_most(open_page):
    page = open_page("phone")
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto("/visit/", wait_until="networkidle")
    assert len(sizes) >= 4
    assert sum(sizes) <= 75_000


def test_the_staff_menu_opens_on_a_phone_without_scripts(open_page, sign_in, manager):
    page = open_page("phone", java_script_enabled=False)
    sign_in(page, manager)
    page.goto("/staff/")
    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("link", name="Crisis lines", exact=True).click()
    expect(page.get_by_role("heading", name="Crisis lines")).to_be_visible()


def test_an_error_leads_by_keyboard_to_its_field(desk_page):
    desk_page.goto("/staff/password_reset/")
    desk_page.get_by_role("button", name="Send the link").click()
    expect(desk_page).to_have_title(re.compile("^Error: "))
    desk_page.get_by_role("link", name="E-mail: This field is required.").press("Enter")
    field = desk_page.get_by_label("E-mail")
    assert field.evaluate("node => node === document.activeElement")
    assert field.get_attribute("aria-invalid") == "true"
    described_by = field.get_attribute("aria-describedby")
    expect(desk_page.locator(f"#{described_by}")).to_contain_text("This field is required.")
