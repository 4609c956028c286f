"""From a question on a phone to a registered patient, in a real browser."""

import re
import uuid
from datetime import date, time, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from clinic.accounts import roles
from clinic.locations.models import Clinic, CrisisLine, Location, OpeningHours
from patients.inquiries import answering
from patients.inquiries.models import Inquiry
from patients.inquiries.receiving import receive_inquiry
from patients.people import holding, registering
from patients.people.models import Patient
from tests.small_clinic import person

A_MOMENT = 2_500  # milliseconds: longer than the form takes for a person's


@pytest.fixture(autouse=True)
def locations(portal_server):
    Clinic.objects.create(
        name="Stillwater Clinic",
        short_name="Stillwater",
        phone="+12125550100",
        email="hello@stillwater.example",
        country="US",
    )
    CrisisLine.objects.create(
        country="US",
        name="988 Lifeline",
        phone="988",
        text="Text 988",
        when="Day and night",
        cost="Free",
        checked_on=date(2026, 11, 1),
    )
    for name in ("Riverside", "Lakeside"):
        location = Location.objects.create(
            name=name,
            slug=name.lower(),
            time_zone="America/New_York",
            street="100 Invented Street",
            city="Demotown",
            postal_code="10000",
            country="US",
            phone="+12125550142",
        )
        for weekday in range(1, 6):
            OpeningHours.objects.create(location=location, weekday=weekday, opens=time(9), closes=time(17))
    return Location.objects.in_bulk(field_name="slug")


@pytest.fixture
def front_desk(portal_server):
    return person("fern.frontdesk", roles.FRONT_DESK, name="Fern Frontdesk")


@pytest.fixture
def clinician(portal_server):
    return person("clara.clinician", roles.CLINICIAN, name="Clara Clinician")


def receive(locations, **fields):
    said = {"name": "Bo Sample", "email": "bo@visitor.example", "contact_by": "email", **fields}
    return receive_inquiry(form_key=uuid.uuid4(), location=locations["riverside"], **said)


def ask(page):
    page.goto("/inquire/")
    page.get_by_label("Your name").fill("Ana Example")
    page.get_by_label("E-mail (optional)").fill("ana@visitor.example")
    page.get_by_label("Riverside").check()
    page.get_by_label("Long-term pain").check()
    page.get_by_label("Your message").fill("Do you have an elevator?\nI use a wheelchair.")
    page.get_by_label("You may contact me").check()
    page.wait_for_timeout(A_MOMENT)


@pytest.mark.drill
def test_somebody_asks_and_becomes_a_patient(page, sign_in, axe, front_desk, clinician):
    ask(page)
    axe(page)
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/inquire/sent/")
    axe(page)
    assert "Ana" not in page.content()

    sign_in(page, front_desk)
    page.goto("/staff/inbox/")
    axe(page)
    page.get_by_role("link", name="Ana Example").click()
    expect(page.get_by_text("I use a wheelchair.")).to_be_visible()
    page.get_by_role("button", name="Take it on").click()
    page.get_by_text("Note a call").click()
    page.get_by_label("We spoke").check()
    page.get_by_label("What was said (optional)").fill("Called. Wants to come on a Monday.")
    page.get_by_role("button", name="Keep the call").click()
    expect(page.get_by_text("Called. Wants to come on a Monday.")).to_be_visible()
    axe(page)

    page.get_by_role("link", name="Register as patient").click()
    expect(page.get_by_label("Legal name")).to_have_value("Ana Example")
    page.get_by_label("Birth date").fill("1984-03-12")
    page.get_by_label("Looked after by").select_option(label="Clara Clinician")
    axe(page)
    page.get_by_role("button", name="Register").click()
    page.wait_for_url(re.compile("/staff/patients/[0-9a-f]{32}/$"))
    patient = Patient.objects.get()
    assert page.url.endswith(f"/staff/patients/{patient.reference}/")
    assert patient.inquiry.state == "registered"


def test_the_inbox_is_worked_by_the_arrow_keys_or_j_and_k(desk_page, sign_in, axe, locations, front_desk):
    for days_ago, name in ((3, "Ana First"), (2, "Bo Second"), (1, "Cy Third")):
        with time_machine.travel(timezone.now() - timedelta(days=days_ago)):
            receive(locations, name=name)
    sign_in(desk_page, front_desk)
    desk_page.goto("/staff/inbox/")
    expect(desk_page.get_by_text("go from row to row")).to_be_visible()
    axe(desk_page)
    focused = "document.activeElement.textContent"
    desk_page.get_by_role("link", name="Ana First").focus()
    for key, name in (
        ("ArrowUp", "Ana First"),
        ("ArrowDown", "Bo Second"),
        ("j", "Cy Third"),
        ("j", "Cy Third"),
        ("k", "Bo Second"),
        ("ArrowUp", "Ana First"),
        ("ArrowDown", "Bo Second"),
    ):
        desk_page.keyboard.press(key)
        assert desk_page.evaluate(focused) == name
    desk_page.keyboard.press("Enter")
    desk_page.get_by_role("heading", name="Bo Second").wait_for()


def test_several_are_ticked_by_keyboard_and_a_search_keeps_its_letters(
    desk_page, sign_in, locations, front_desk
):
    for name in ("Ana First", "Bo Second"):
        receive(locations, name=name)
    sign_in(desk_page, front_desk)
    desk_page.goto("/staff/inbox/")
    desk_page.get_by_label("Choose").first.focus()
    for key in ("Space", "ArrowDown", "Space"):
        desk_page.keyboard.press(key)
    assert desk_page.get_by_label("Choose").evaluate_all("boxes => boxes.every(box => box.checked)")
    search = desk_page.get_by_label("Name, e-mail or phone")
    search.focus()
    desk_page.keyboard.type("jkjk")
    expect(search).to_have_value("jkjk")


@pytest.mark.drill
def test_the_inquiry_needs_no_script_and_no_mouse(open_page):
    page = open_page("phone", java_script_enabled=False)
    page.goto("/inquire/")
    page.get_by_label("Your name").focus()
    keyboard = page.keyboard
    keyboard.type("Ana Example")
    keyboard.press("Tab")
    keyboard.type("ana@visitor.example")
    keyboard.press("Tab")
    keyboard.press("Tab")
    keyboard.press("Space")  # reach me by e-mail
    keyboard.press("Tab")
    keyboard.press("Tab")
    keyboard.press("Space")  # Lakeside, the first location
    keyboard.press("Tab")
    keyboard.press("Space")  # depression
    for _ in range(6):
        keyboard.press("Tab")
    keyboard.type("Hello")
    keyboard.press("Tab")
    keyboard.press("Tab")
    keyboard.press("Space")  # the agreement
    page.wait_for_timeout(A_MOMENT)
    keyboard.press("Enter")
    page.wait_for_url("**/inquire/sent/")
    inquiry = Inquiry.objects.get()
    assert (inquiry.name, inquiry.message, inquiry.help_with) == ("Ana Example", "Hello", ["depression"])


def test_an_error_leads_to_its_field_and_keeps_what_was_typed(page, axe):
    page.goto("/inquire/")
    page.get_by_label("Your message").fill("Only a message")
    page.wait_for_timeout(A_MOMENT)
    page.get_by_role("button", name="Send").click()
    expect(page).to_have_title(re.compile("^Error: "))
    axe(page)
    page.get_by_role("link", name="Tell us what to call you.").click()
    expect(page.locator(":focus")).to_have_attribute("name", "name")
    expect(page.get_by_label("Your message")).to_have_value("Only a message")


def test_sending_twice_by_a_double_click_is_one_inquiry(desk_page):
    """T07"""
    ask(desk_page)
    desk_page.get_by_role("button", name="Send").dblclick()
    desk_page.wait_for_url("**/inquire/sent/")
    assert Inquiry.objects.count() == 1


def test_the_public_form_fits_a_narrow_phone(open_page):
    page = open_page("phone")
    page.set_viewport_size({"width": 320, "height": 640})
    for address in ("/inquire/", "/inquire/sent/"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.drill
def test_every_staff_page_of_intake_is_accessible_in_both_lights(
    open_page, sign_in, axe, locations, front_desk, clinician
):
    with time_machine.travel(timezone.now() - timedelta(days=9)):
        overdue = receive(locations)
    closed = answering.close(inquiry=receive(locations, name="Cy"), reason="spam", by=front_desk)
    patient = registering.register_patient(
        legal_name="Ana Example",
        birth_date=date(1984, 3, 12),
        email="ana@visitor.example",
        location=locations["riverside"],
        by=front_desk,
        looked_after_by=clinician,
    )
    hold = holding.raise_hold(patient=patient, reason="Asked to wait", by=clinician)
    of_the_desk = [
        "/staff/inbox/",
        "/staff/inbox/?state=registered",
        "/staff/inbox/phone/",
        reverse("inbox:inquiry", args=[overdue.reference]),
        reverse("inbox:inquiry", args=[closed.reference]),
        "/staff/patients/",
        "/staff/patients/?q=nobody",
        "/staff/patients/register/",
        reverse("people:edit", args=[patient.reference]),
        reverse("people:care_team", args=[patient.reference]),
    ]
    of_the_clinician = [
        "/staff/patients/",
        reverse("people:hold", args=[patient.reference]),
        reverse("people:lift", args=[patient.reference, hold.reference]),
    ]
    for size, scheme in (("phone", "light"), ("desk", "dark")):
        page = open_page(size, color_scheme=scheme)
        for user, addresses in ((front_desk, of_the_desk), (clinician, of_the_clinician)):
            sign_in(page, user)
            for address in addresses:
                assert page.goto(address).status == 200
                assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address
                axe(page)


@pytest.mark.drill
def test_nothing_that_was_typed_runs(desk_page, sign_in, locations, front_desk):
    """T36"""
    dialogs = []
    desk_page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    attack = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)><svg onload=alert(3)>"
    inquiry = receive(locations, name=attack[:120], message=attack, support_needed=attack)
    answering.note(inquiry=inquiry, text=attack, by=front_desk)
    sign_in(desk_page, front_desk)
    for address in (
        "/staff/inbox/",
        reverse("inbox:inquiry", args=[inquiry.reference]),
        "/staff/inquiries/inquiry/",
    ):
        desk_page.goto(address)
        expect(desk_page.get_by_text("<script>alert(1)</script>").first).to_be_visible()
    assert dialogs == []
