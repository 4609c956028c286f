"""The health questions in the browser: on a phone by touch, at a desk by keyboard, and without a script."""

import pytest
from playwright.sync_api import expect

from clinic.locations.models import Clinic, CrisisLine
from patients.people.caring import join_care_team
from patients.people.models import Patient
from patients.safety.models import SafetyTask
from patients.screening.loading import load_rules
from patients.screening.models import Answer, QuestionnaireResponse
from patients.screening.question_steps import STEPS
from patients.screening.rules import shipped_rules
from tests.browser.hands import Keyboard, Mouse
from tests.patients.area.own_pages import a_link, a_patient
from tests.patients.screening.answer_sets import HARMLESS
from tests.patients.screening.asking import answer_all, is_watched
from tests.small_clinic import open_small_clinic

WIDER_THAN_THE_SCREEN = "document.documentElement.scrollWidth > window.innerWidth"
DESERVE = "Thank you for telling us. You deserve support right now."


@pytest.fixture
def clinic(portal_server):
    """A clinic that watches over its questions at every hour."""
    for position, (name, phone) in enumerate((("Emergency services", "911"), ("988 Lifeline", "988"))):
        CrisisLine.objects.create(
            country="US",
            name=name,
            phone=phone,
            position=position,
            is_emergency=phone == "911",
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
    clinic = open_small_clinic(rooms=1, clinicians=1)
    load_rules()
    is_watched(clinic)
    return clinic


@pytest.fixture
def address(clinic):
    return a_link(a_patient(clinic, phone="+12125550123"))[1]


def enter(page, hands, address):
    """Say the birth date, and begin."""
    page.goto(f"{address}questions/")
    hands.pick(page.get_by_label("Month"), "March")
    hands.write(page.get_by_label("Day"), "12")
    hands.write(page.get_by_label("Year"), "1984")
    hands.press(page.get_by_role("button", name="Open my page"))
    hands.press(page.get_by_role("button", name="Begin"))


def field(page, key, value):
    return page.locator(f'input[name="q_{key}"][value="{value}"]')


def is_well_made(page, axe):
    axe(page)
    assert not page.evaluate(WIDER_THAN_THE_SCREEN), page.url


class Finger(Mouse):
    """By touch."""

    def press(self, control):
        control.tap()

    def tick(self, control):
        control.tap()
        expect(control).to_be_checked()


def test_on_a_phone_answers_are_saved_as_they_are_touched_and_a_yes_is_answered_at_once(
    open_page, axe, address
):
    page = open_page("phone", has_touch=True)
    hands = Finger(page)
    enter(page, hands, address)
    expect(page.get_by_text("Step 1 of 11")).to_be_visible()
    is_well_made(page, axe)
    hands.tick(field(page, "S44", "yes"))
    hands.write(page.get_by_label("What happened?"), "It helped for a while.")
    with page.expect_response(lambda answer: "q_S45" in (answer.request.post_data or "")):
        hands.tick(field(page, "S45", "depression"))
    expect(page.locator("#answered .saved")).to_have_text("Saved")
    page.reload()
    expect(page.get_by_label("What happened?")).to_have_value("It helped for a while.")
    expect(field(page, "S45", "depression")).to_be_checked()
    hands.press(page.get_by_role("button", name="Next"))

    hands.tick(field(page, "S02", "yes"))
    expect(page.get_by_role("heading", name=DESERVE)).to_be_visible()
    expect(page.locator("#answered").get_by_role("link", name="Call 988")).to_have_attribute(
        "href", "tel:988"
    )
    expect(page.locator("#answered").get_by_text("A member of our team will call you by")).to_be_visible()
    assert SafetyTask.objects.count() == 1
    is_well_made(page, axe)
    hands.press(page.get_by_role("button", name="Next"))
    expect(page.get_by_role("heading", name=DESERVE, level=1)).to_be_visible()
    is_well_made(page, axe)
    page.get_by_label("Somebody you trust").fill("Kim")
    hands.press(page.get_by_role("button", name="Tell us"))
    expect(page.get_by_text("We have it.")).to_be_visible()
    assert SafetyTask.objects.get().trusted_name == "Kim"
    hands.press(page.get_by_role("link", name="Go on with the questions"))
    expect(page.get_by_text("Step 3 of 11")).to_be_visible()


def test_what_could_not_be_saved_is_said_in_the_open_page(open_page, address):
    """The link was ended while the page was open: “Saved” does not go on standing there."""
    page = open_page("phone", has_touch=True)
    hands = Finger(page)
    enter(page, hands, address)
    hands.tick(field(page, "S46", "tried_2"))
    expect(page.locator("#answered .saved")).to_have_text("Saved")
    Patient.objects.get(legal_name="Robin Reach").private_links.update(token_sha256=None, sent_at=None)
    hands.tick(field(page, "S46", "tried_3"))
    expect(page.locator("#answered").get_by_text("This link opens nothing")).to_be_visible()
    expect(page.locator("#answered .saved")).to_have_count(0)
    assert Answer.objects.get().value == "tried_2"


def fill_in(page, hands, look=lambda: None):
    """All steps, to the page that says that they were sent."""
    for number, step in enumerate(STEPS, start=1):
        expect(page.get_by_text(f"Step {number} of {len(STEPS)}")).to_be_visible()
        look()
        for key, value in HARMLESS.items():
            if shipped_rules()[key].group not in step.groups:
                continue
            if isinstance(value, dict):
                hands.write(page.get_by_label("Height in centimeters"), value["height_cm"])
                hands.write(page.get_by_label("Weight in kilograms"), value["weight_kg"])
                continue
            for choice in value if isinstance(value, list) else [value]:
                hands.tick(field(page, key, choice))
        hands.press(page.get_by_role("button", name="Next"))
    expect(page.get_by_role("heading", name="Look at your answers")).to_be_visible()
    look()
    hands.press(page.get_by_role("button", name="Send my answers"))
    expect(page.get_by_role("heading", name="A clinician will review your answers")).to_be_visible()
    look()
    assert QuestionnaireResponse.objects.get().submitted_at
    assert {answer.rule.key for answer in Answer.objects.all()} == {"S01", *HARMLESS}


@pytest.mark.drill
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_of_it_by_keyboard_at_a_desk(open_page, axe, address, scheme):
    page = open_page("desk", color_scheme=scheme)
    hands = Keyboard(page)
    enter(page, hands, address)
    fill_in(page, hands, look=lambda: is_well_made(page, axe))


@pytest.mark.drill
def test_all_of_it_without_a_script(open_page, address):
    page = open_page("phone", java_script_enabled=False)
    hands = Mouse(page)
    enter(page, hands, address)
    fill_in(page, hands)


@pytest.mark.drill
def test_a_crisis_is_answered_without_a_script(open_page, address):
    page = open_page("phone", java_script_enabled=False)
    enter(page, Mouse(page), address)
    page.goto(f"{address}questions/2/")
    field(page, "S02", "prefer_not").check()
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("heading", name=DESERVE)).to_be_visible()
    expect(page.get_by_role("main").get_by_role("link", name="Call 911")).to_have_attribute("href", "tel:911")
    assert SafetyTask.objects.get().cause == "rather_not_say"


@pytest.mark.drill
@pytest.mark.parametrize("size", ["phone", "desk"])
def test_staff_pages_of_it_are_accessible_and_fit(open_page, sign_in, axe, clinic, size):
    robin = a_patient(clinic)
    join_care_team(patient=robin, user=clinic.prescriber, by=clinic.prescriber)
    answer_all(robin, S02="yes", S03="yes", S36="yes")
    answer_all(robin, S39=("list", "Aspirin"))
    page = open_page(size)
    sign_in(page, clinic.prescriber)
    for address in (
        f"/staff/patients/{robin.reference}/answers/",
        f"/staff/patients/{robin.reference}/answers/ask/",
        "/staff/health-questions/",
        "/staff/health-questions/S36/",
        "/staff/health-questions/S36/propose/",
        "/staff/health-questions/S36/1/",
    ):
        page.goto(address)
        is_well_made(page, axe)


@pytest.mark.drill
def test_nothing_that_a_patient_wrote_runs(open_page, sign_in, clinic):
    """T36"""
    attack = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)><svg onload=alert(3)>"
    robin = a_patient(clinic)
    join_care_team(patient=robin, user=clinic.prescriber, by=clinic.prescriber)
    answer_all(robin, S33=("yes", attack), S39=("list", attack), S44=("yes", attack), S51=(["other"], attack))
    page, dialogs = open_page("desk"), []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    address = a_link(robin)[1]
    page.goto(f"{address}questions/sent/")
    Mouse(page).pick(page.get_by_label("Month"), "March")
    page.get_by_label("Day").fill("12")
    page.get_by_label("Year").fill("1984")
    page.get_by_role("button", name="Open my page").click()
    expect(page.get_by_text(attack)).to_have_count(4)
    sign_in(page, clinic.prescriber)
    page.goto(f"/staff/patients/{robin.reference}/answers/")
    expect(page.get_by_text(attack)).to_have_count(8)
    assert dialogs == []
