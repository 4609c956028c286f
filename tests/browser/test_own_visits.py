"""A patient's visits in the browser: on a phone by touch, by keyboard, without JavaScript, in Spanish, on paper."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from clinic.accounts import roles
from clinic.locations.models import Clinic, CrisisLine
from clinic.requests.models import ChangeRequest
from clinic.scheduling import booking
from clinic.scheduling.models import Appointment, Preparation
from tests.browser.hands import Keyboard
from tests.browser.test_own_pages import fits, say_the_date
from tests.patients.area.own_pages import a_link, a_patient
from tests.small_clinic import open_small_clinic, person

pytestmark = pytest.mark.drill


@pytest.fixture
def clinic(portal_server, transactional_db):
    CrisisLine.objects.create(
        country="US",
        name="988 Lifeline",
        phone="988",
        when="Day and night",
        cost="Free",
        checked_on="2026-11-01",
    )
    Clinic.objects.create(
        name="Stillwater Clinic", short_name="Stillwater", phone="+12125550100", country="US",
        email="hello@stillwater.example",
    )  # fmt: skip
    clinic = open_small_clinic()
    clinic.treatment_type.needs_escort = True
    clinic.treatment_type.save()
    Preparation.objects.create(
        type=clinic.treatment_type, no_food_minutes=120, no_drink_minutes=30,
        confirmed_by=clinic.prescriber, confirmed_on=timezone.now().date(),
    )  # fmt: skip
    return clinic


@pytest.fixture
def visit(clinic):
    robin = a_patient(clinic)
    course = clinic.authorise(robin)
    return clinic.book(type=clinic.treatment_type, patient=robin, course=course)


@pytest.fixture
def address(visit):
    return a_link(visit.patient)[1]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_from_asking_to_choosing_on_a_phone_and_at_the_desk(
    open_page, sign_in, axe, clinic, visit, address, scheme
):
    phone = open_page("phone", color_scheme=scheme, has_touch=True)
    desk = open_page("desk", color_scheme=scheme)

    def look(page):
        page.wait_for_load_state()
        assert fits(page), page.url
        axe(page)

    phone.goto(address)
    say_the_date(phone)
    phone.get_by_role("link", name="All your visits").tap()
    expect(phone.get_by_role("heading", name="Your visits")).to_be_visible()
    look(phone)
    phone.get_by_role("link", name="at 9:30 a.m.").tap()
    expect(phone.get_by_role("heading", name="Session 1 of 6")).to_be_visible()
    expect(phone.get_by_text("From 8:00 a.m. on, please eat nothing.")).to_be_visible()
    look(phone)
    phone.get_by_label("Who takes you home?").fill("Gale Reach")
    phone.get_by_role("button", name="Yes, they take me home").tap()
    expect(phone.get_by_text("We know who takes you home.")).to_be_visible()
    with phone.expect_download() as file:
        phone.get_by_role("link", name="Add to your calendar").tap()
    assert file.value.suggested_filename == "appointment.ics"
    phone.get_by_role("link", name="Ask to move or cancel it").tap()
    expect(phone.get_by_role("heading", name="Ask to move or cancel it")).to_be_visible()
    phone.get_by_role("button", name="Send").tap()
    expect(phone.get_by_role("heading", name="There is a problem")).to_be_visible()
    look(phone)
    phone.get_by_label("Another time for this visit").check()
    phone.get_by_label("In the afternoon").check()
    phone.get_by_role("button", name="Send").dblclick()
    expect(phone.get_by_role("heading", name="You asked for another time")).to_be_visible()
    look(phone)
    assert ChangeRequest.objects.count() == 1

    sign_in(desk, clinic.front_desk)
    desk.goto("/staff/requests/")
    look(desk)
    desk.get_by_role("link", name="Robin Reach").click()
    expect(desk.get_by_role("heading", name="Request of Robin Reach")).to_be_visible()
    look(desk)
    for hour in ("13:00", "15:00"):
        # On one day, whatever the clock: of today one of them may be past.
        desk.locator("label.time", has_text=hour).last.click()
    desk.get_by_role("button", name="Propose up to three").click()
    expect(desk.get_by_text("The patient is next.")).to_be_visible()
    look(desk)

    phone.reload()
    expect(phone.get_by_role("heading", name="Other times for this visit")).to_be_visible()
    look(phone)
    phone.locator("button[name=time]").first.tap()
    expect(phone.get_by_text("Your visit has moved to the time you chose.")).to_be_visible()
    look(phone)
    visit.refresh_from_db()
    assert visit.starts_at.hour == 13 and visit.status == "booked"
    desk.goto(f"/staff/calendar/appointment/{visit.reference}/")
    expect(desk.get_by_role("heading", name="What the patient asked")).to_be_visible()
    look(desk)


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_all_of_it_by_keyboard_and_every_stop_is_seen(open_page, visit, address, size):
    page = open_page(size)
    hands = Keyboard(page)
    page.goto(address)
    hands.pick(page.get_by_label("Month"), "March")
    hands.write(page.get_by_label("Day"), "12")
    hands.write(page.get_by_label("Year"), "1984")
    hands.press(page.get_by_role("button", name="Open my page"))
    hands.press(page.get_by_role("link", name="How to prepare, and your way home"))
    hands.write(page.get_by_label("Who takes you home?"), "Gale")
    hands.press(page.get_by_role("button", name="Yes, they take me home"))
    expect(page.get_by_text("We know who takes you home.")).to_be_visible()
    hands.press(page.get_by_role("link", name="Ask to move or cancel it"))
    hands.tick(page.get_by_label("To cancel this visit"))
    hands.press(page.get_by_role("button", name="Send"))
    hands.press(page.get_by_role("button", name="Take it back"))
    expect(page.get_by_text("You have taken it back.")).to_be_visible()


def test_it_works_without_javascript(open_page, visit, address):
    page = open_page("phone", java_script_enabled=False)
    page.goto(f"{address}visits/{visit.reference}/")
    say_the_date(page)
    page.get_by_label("Who takes you home?").fill("Gale")
    page.get_by_role("button", name="Yes, they take me home").click()
    page.wait_for_selector("text=We know who takes you home.")
    page.get_by_role("link", name="Ask to move or cancel it").click()
    page.get_by_label("Another time for this visit").check()
    page.get_by_role("button", name="Send").click()
    page.wait_for_selector("text=You asked for another time")
    page.get_by_role("button", name="Take it back").click()
    page.wait_for_selector("text=You have taken it back.")
    assert Appointment.objects.get().escort_confirmed_at


def test_what_is_sent_after_the_page_closed_waits_for_the_birth_date(desk_page, visit, address):
    desk_page.goto(f"{address}visits/{visit.reference}/change/")
    say_the_date(desk_page)
    desk_page.get_by_label("To cancel this visit").check()
    desk_page.get_by_label("Is there anything else we should know?").fill("A train strike.")
    desk_page.context.clear_cookies(name="private")
    desk_page.get_by_role("button", name="Send").click()
    say_the_date(desk_page)
    expect(desk_page.get_by_text("A train strike.")).to_be_visible()
    assert ChangeRequest.objects.get().wants == "cancel"


def test_in_spanish_it_fits_and_is_accessible(open_page, axe, clinic, visit, address):
    page = open_page("phone")
    page.goto(f"/es{address}visits/{visit.reference}/")
    page.locator("[name=month]").select_option("3")
    page.locator("[name=day]").fill("12")
    page.locator("[name=year]").fill("1984")
    page.locator("main form button").first.click()
    for path in ("visits/", f"visits/{visit.reference}/", f"visits/{visit.reference}/change/"):
        page.goto(f"/es{address}{path}")
        expect(page.locator("html")).to_have_attribute("lang", "es")
        assert fits(page), path
        axe(page)


def test_on_paper_it_is_a_sheet_without_buttons_or_forms(desk_page, visit, address):
    desk_page.goto(f"{address}visits/{visit.reference}/")
    say_the_date(desk_page)
    desk_page.emulate_media(media="print")
    expect(desk_page.get_by_text("From 8:00 a.m. on, please eat nothing.")).to_be_visible()
    for hidden in ("Add to your calendar", "Tell us who takes you home", "Leave this site"):
        for each in desk_page.get_by_text(hidden).all():
            expect(each).to_be_hidden()


def test_a_visit_that_moves_while_they_read_is_not_confirmed_for_another_day(
    desk_page, clinic, visit, address
):
    desk_page.goto(f"{address}visits/{visit.reference}/")
    say_the_date(desk_page)
    expect(desk_page.get_by_role("heading", name="Your way home")).to_be_visible()
    booking.move(
        appointment=visit, session_start=clinic.at(14), room=visit.room, clinician=visit.clinician,
        by=person("desk", roles.FRONT_DESK), reason="Asked", now=timezone.now(),
    )  # fmt: skip
    desk_page.get_by_label("Who takes you home?").fill("Gale")
    desk_page.get_by_role("button", name="Yes, they take me home").click()
    expect(desk_page.get_by_text("This visit has another time now.").first).to_be_visible()
    assert not Appointment.objects.get().escort_confirmed_at
