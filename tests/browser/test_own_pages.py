"""A patient's own pages in the browser: on a phone and at a desk, by keyboard, without script."""

from datetime import time, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from clinic.accounts import roles
from clinic.locations.models import Clinic, CrisisLine, Location, OpeningHours, Weekday
from patients.area.models import PatientLink, PatientMessage
from patients.people import registering
from tests.browser.hands import Keyboard
from tests.patients.area.own_pages import BORN, a_link
from tests.small_clinic import person


@pytest.fixture
def front_desk(transactional_db):
    return person("fern.frontdesk", roles.FRONT_DESK)


@pytest.fixture
def robin(portal_server, front_desk):
    CrisisLine.objects.create(
        country="US",
        name="988 Lifeline",
        phone="988",
        when="Day and night",
        cost="Free",
        checked_on="2026-11-01",
    )
    Clinic.objects.create(
        name="Stillwater Clinic",
        short_name="Stillwater",
        phone="+12125550100",
        email="hello@stillwater.example",
        country="US",
    )
    location = Location.objects.create(
        name="Riverside",
        slug="riverside",
        time_zone="America/New_York",
        street="1 River Street",
        city="New York",
        postal_code="10001",
        country="US",
        phone="+12125550101",
    )
    for weekday in Weekday:
        OpeningHours.objects.create(location=location, weekday=weekday, opens=time(9), closes=time(17))
    return registering.register_patient(
        legal_name="Robin Reach",
        birth_date=BORN,
        email="robin@visitor.example",
        channels=["email"],
        location=location,
        by=front_desk,
    )


@pytest.fixture
def address(robin):
    return a_link(robin)[1]


def say_the_date(page, year="1984"):
    page.get_by_label("Month").select_option(label="March")
    page.get_by_label("Day").fill("12")
    page.get_by_label("Year").fill(year)
    page.get_by_role("button", name="Open").click()


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.drill
@pytest.mark.parametrize(("size", "scheme"), [("phone", "light"), ("desk", "dark")])
def test_every_page_is_accessible_and_fits(open_page, sign_in, axe, address, robin, front_desk, size, scheme):
    page = open_page(size, color_scheme=scheme)

    def look():
        assert fits(page), page.url
        axe(page)

    page.goto(address)
    look()
    say_the_date(page, year="1985")
    expect(page.get_by_text("You can try 4 more times.").first).to_be_visible()
    look()
    say_the_date(page)
    expect(page.get_by_role("heading", name="Hello, Robin Reach")).to_be_visible()
    look()
    page.get_by_label("Your message").fill("Do Mondays work?")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Not read yet")).to_be_visible()
    look()
    page.get_by_role("link", name="Correct it or take it back").click()
    look()
    page.get_by_label("E-mail (optional)").fill("")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    look()
    for other in ("/my/new-link/", "/my/new-link/?asked=yes", "/my/none/"):
        page.goto(other)
        look()

    sign_in(page, front_desk)
    page.goto("/staff/messages/")
    expect(page.get_by_text("Do Mondays work?")).to_be_visible()
    look()
    page.goto(f"/staff/patients/{robin.reference}/")
    look()
    page.get_by_role("button", name="Mark as read").click()
    expect(page.get_by_text("The patient can see that you have read it.")).to_be_visible()
    page.goto(address)
    expect(page.get_by_text("Read on")).to_be_visible()


def test_it_opens_writes_corrects_and_closes_by_keyboard_and_without_script(open_page, address, robin):
    page = open_page("phone", java_script_enabled=False)
    page.goto(address)
    page.get_by_label("Month").focus()
    page.keyboard.type("March")
    page.keyboard.press("Tab")
    page.keyboard.type("12")
    page.keyboard.press("Tab")
    page.keyboard.type("1984")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Hello, Robin Reach")
    page.get_by_label("Your message").focus()
    page.keyboard.type("Do Mondays work?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=We have your message.")
    page.get_by_role("link", name="Correct it or take it back").focus()
    page.keyboard.press("Enter")
    page.get_by_label("You may write me e-mails.").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Save").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("text=You took it back on")
    page.get_by_role("button", name="Close my page").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Your page is closed on this device.")
    robin.refresh_from_db()
    assert robin.channels == [] and PatientMessage.objects.filter(text="Do Mondays work?").count() == 1


@pytest.mark.drill
def test_every_stop_of_the_keyboard_is_seen(desk_page, address):
    hands = Keyboard(desk_page)
    desk_page.goto(address)
    hands.pick(desk_page.get_by_label("Month"), "March")
    hands.write(desk_page.get_by_label("Day"), "12")
    hands.write(desk_page.get_by_label("Year"), "1984")
    hands.press(desk_page.get_by_role("button", name="Open my page"))
    hands.write(desk_page.get_by_label("Your message"), "Hello")
    hands.press(desk_page.get_by_role("button", name="Send"))
    hands.press(desk_page.get_by_role("link", name="Correct it or take it back"))
    hands.press(desk_page.get_by_role("link", name="Back without saving"))
    hands.press(desk_page.get_by_role("button", name="Close my page"))
    expect(desk_page.get_by_text("Your page is closed on this device.")).to_be_visible()


def test_a_double_click_is_one_message(desk_page, address):
    """T07"""
    desk_page.goto(address)
    say_the_date(desk_page)
    desk_page.get_by_label("Your message").fill("Hello")
    desk_page.get_by_role("button", name="Send").dblclick()
    expect(desk_page.get_by_text("We have your message.")).to_be_visible()
    assert PatientMessage.objects.count() == 1


@pytest.mark.drill
def test_the_link_works_on_another_device_and_closing_one_leaves_the_other_open(open_page, address):
    phone, desk = open_page("phone"), open_page("desk")
    for page in (phone, desk):
        page.goto(address)
        say_the_date(page)
    phone.get_by_role("button", name="Close my page").click()
    desk.reload()
    expect(desk.get_by_role("heading", name="Hello, Robin Reach")).to_be_visible()


@pytest.mark.drill
def test_nothing_that_a_patient_typed_runs(desk_page, sign_in, address, robin, front_desk):
    """T36"""
    dialogs = []
    desk_page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    attack = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)><svg onload=alert(3)>"
    desk_page.goto(address)
    desk_page.context.clear_cookies(name="private")
    say_the_date(desk_page)
    desk_page.get_by_label("Your message").fill(attack)
    desk_page.context.clear_cookies(name="private")
    desk_page.get_by_role("button", name="Send").click()
    say_the_date(desk_page)
    expect(desk_page.get_by_text("<script>alert(1)</script>")).to_be_visible()
    sign_in(desk_page, front_desk)
    for staff_page in ("/staff/messages/", f"/staff/patients/{robin.reference}/"):
        desk_page.goto(staff_page)
        expect(desk_page.get_by_text("<script>alert(1)</script>").first).to_be_visible()
    assert dialogs == []


def test_leaving_quickly_leaves_the_page_closed_after_a_while(desk_page, address):
    """The short session is a cookie with an end: the browser itself forgets it."""
    desk_page.goto(address)
    say_the_date(desk_page)
    [cookie] = [each for each in desk_page.context.cookies() if each["name"] == "private"]
    left = cookie["expires"] - timezone.now().timestamp()
    assert timedelta(minutes=19) < timedelta(seconds=left) < timedelta(minutes=21)
    assert cookie["httpOnly"] and cookie["path"] == address
    assert PatientLink.objects.get().last_opened_at
    expect(desk_page.get_by_role("link", name="Leave this site")).to_be_visible()
