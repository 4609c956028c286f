"""Consent on a patient's own pages in the browser: on a phone and at a desk, by keyboard, without script."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from clinic.accounts import roles
from education.models import Treatment
from patients.consent.models import Consent, Document
from patients.consent.starter import load_documents
from patients.screening import evaluating
from tests.browser.conftest import BOTH_SIZES
from tests.browser.hands import Keyboard
from tests.browser.test_own_pages import fits, robin, say_the_date  # noqa: F401 -- Robin is a fixture
from tests.patients.area.own_pages import a_link
from tests.small_clinic import person


@pytest.fixture
def front_desk(transactional_db):
    return person("fern.frontdesk", roles.FRONT_DESK)


@pytest.fixture
def address(robin):  # noqa: F811
    """Robin's page, once a prescriber has decided that a treatment can go ahead; with the starting texts to sign."""
    treatment = Treatment.objects.create(
        key="ketamine_iv", name="Ketamine into a vein", status="off_label", status_line="Invented."
    )
    load_documents()
    today = robin.location.today()
    evaluating.evaluate(
        patient=robin,
        mode="in_person",
        examined_on=today,
        systolic=118,
        diastolic=76,
        findings="Invented.",
        decided=[
            evaluating.Decided(treatment, "eligible", "Invented.", valid_until=today + timedelta(days=180))
        ],
        by=person("pat.prescriber", roles.PRESCRIBER),
    )
    return a_link(robin)[1]


def open_list(page, address):
    page.goto(address)
    say_the_date(page)
    page.get_by_role("link", name="Read, sign or take back").click()


def draw(page):
    page.locator("canvas").scroll_into_view_if_needed()
    box = page.locator("canvas").bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 60, steps=8)
    page.mouse.up()


@pytest.mark.drill
@pytest.mark.parametrize("size", BOTH_SIZES)
def test_they_read_answer_draw_sign_and_take_back_on_accessible_pages(open_page, axe, address, robin, size):  # noqa: F811
    page = open_page(size, color_scheme="light" if size == "phone" else "dark")

    def look(at):
        expect(page.get_by_role("heading", name=at, exact=True)).to_be_visible()
        assert fits(page), page.url
        axe(page)

    open_list(page, address)
    look("Your agreements")
    page.get_by_role("link", name="Read and sign").first.click()
    look("Papers and signatures on a screen")
    page.get_by_role("link", name="I have read it. Go on").click()
    page.get_by_label("No, only screens from now on").check()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("You can ask us for paper at any time.").first).to_be_visible()
    look("Is the text clear?")
    page.get_by_label("Yes, at any time and at no cost").check()
    page.get_by_label("Yes, on my page or by telling you").check()
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Type your full name").fill("Robin Reach")
    draw(page)
    page.get_by_role("button", name="Clear the drawing").click()
    draw(page)
    page.get_by_role("button", name="Sign").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    look("There is a problem")
    say_the_date_and_sign(page)
    expect(page.get_by_text("Thank you. You have signed.")).to_be_visible()
    expect(page.get_by_role("img", name="Drawn signature of Robin Reach")).to_be_visible()
    look("Papers and signatures on a screen")
    [stroke] = Consent.objects.get().drawing
    assert len(stroke) > 1 and all(0 <= x <= 600 and 0 <= y <= 200 for x, y in stroke)
    with page.expect_download() as download:
        page.get_by_role("link", name="Save as a file (PDF)").click()
    assert download.value.suggested_filename == "signed-copy.pdf"
    page.get_by_role("link", name="Take it back").click()
    look("Take it back")
    page.get_by_role("button", name="Yes, take it back").click()
    expect(page.get_by_text("You have taken it back.")).to_be_visible()
    look("Your agreements")
    assert Consent.objects.get().withdrawn_by_patient


def say_the_date_and_sign(page):
    page.get_by_label("Month").select_option(label="March")
    page.get_by_label("Day").fill("12")
    page.get_by_label("Year").fill("1984")
    page.get_by_role("button", name="Sign").click()


RIGHT = {
    "electronic_records": ["Yes, at any time and at no cost", "Yes, on my page or by telling you"],
    "ketamine_iv": [
        "The FDA has not approved this use",
        "Nobody can promise that",
        "An adult takes me home",
        "Yes, at any time, and you still care for me",
    ],
}


@pytest.mark.parametrize("size", [pytest.param("phone", marks=pytest.mark.drill), "desk"])
def test_a_treatment_is_signed_by_keyboard_and_without_script(open_page, address, robin, size):  # noqa: F811
    page = open_page(size, java_script_enabled=False)
    open_list(page, address)
    page.get_by_role("link", name="Read and sign").last.focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="I have read it. Go on").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="On a screen: read about it first").focus()
    page.keyboard.press("Enter")
    sign_by_keyboard(page, RIGHT["electronic_records"])
    page.get_by_role("link", name="Back to your agreements").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Read and sign").last.focus()
    page.keyboard.press("Enter")
    sign_by_keyboard(page, RIGHT["ketamine_iv"])
    assert robin.consents.in_force(robin.location.today()).count() == 2
    assert Consent.objects.latest("signed_at").signed_at <= timezone.now()


def sign_by_keyboard(page, answers):
    page.get_by_role("link", name="I have read it. Go on").focus()
    page.keyboard.press("Enter")
    for answer in answers:
        page.get_by_label(answer).focus()
        page.keyboard.press("Space")
    page.get_by_role("button", name="Go on").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Type your full name").focus()
    page.keyboard.type("Robin Reach")
    page.keyboard.press("Tab")
    page.keyboard.type("March")
    page.keyboard.press("Tab")
    page.keyboard.type("12")
    page.keyboard.press("Tab")
    page.keyboard.type("1984")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Thank you. You have signed.")


@pytest.mark.drill
def test_every_stop_of_the_keyboard_is_seen(desk_page, address):
    hands = Keyboard(desk_page)
    open_list(desk_page, address)
    hands.press(desk_page.get_by_role("link", name="Read and sign").first)
    hands.press(desk_page.get_by_role("link", name="I have read it. Go on"))
    for answer in RIGHT["electronic_records"]:
        hands.tick(desk_page.get_by_label(answer))
    hands.press(desk_page.get_by_role("button", name="Go on"))
    hands.write(desk_page.get_by_label("Type your full name"), "Robin Reach")
    hands.pick(desk_page.get_by_label("Month"), "March")
    hands.write(desk_page.get_by_label("Day"), "12")
    hands.write(desk_page.get_by_label("Year"), "1984")
    hands.press(desk_page.get_by_role("button", name="Sign"))
    hands.press(desk_page.get_by_role("link", name="Take it back"))
    hands.press(desk_page.get_by_role("button", name="Yes, take it back"))
    expect(desk_page.get_by_text("You have taken it back.")).to_be_visible()
    assert Document.objects.count() == 3
