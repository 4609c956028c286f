"""A medical evaluation in the browser: by thumb, at a desk, by keyboard, without script."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from clinic.locations.models import Clinic, CrisisLine
from patients.people.models import CareTeamMember
from patients.screening.loading import load_rules
from patients.screening.models import Evaluation
from tests.patients.area.own_pages import a_link
from tests.patients.screening.asking import answer_all
from tests.patients.screening.signed import accepted, sign
from tests.small_clinic import open_small_clinic

from .conftest import BOTH_SIZES, WIDER_THAN_THE_SCREEN
from .hands import Keyboard, Mouse


@pytest.fixture
def clinic(portal_server):
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
    load_rules()
    clinic = open_small_clinic()
    CareTeamMember.objects.create(patient=clinic.patient, user=clinic.prescriber)
    answer_all(clinic.patient, S11="yes", S36="yes")
    return clinic


def page_of(clinic):
    return reverse("screening:evaluate", args=[clinic.patient.reference])


@pytest.fixture
def look(axe):
    def check(page):
        axe(page)
        assert not page.evaluate(WIDER_THAN_THE_SCREEN), f"{page.url} scrolls sideways"

    return check


def in_group(page, group, choice):
    return page.get_by_role("group", name=group).get_by_label(choice)


def evaluates(page, hands):
    """Fills the form in, from top to bottom, and forgets to say why the flag is accepted."""
    hands.tick(in_group(page, "S11: your decision", "Accept it"))
    hands.tick(in_group(page, "How did you see the patient?", "In person"))
    hands.write(page.get_by_label("Blood pressure, upper number"), "118")
    hands.write(page.get_by_label("Blood pressure, lower number"), "76")
    hands.write(page.get_by_label("Findings"), "Calm, awake.")
    hands.tick(in_group(page, "Ketamine into a vein: your decision", "Deferred"))
    hands.write(page.get_by_label("Ketamine into a vein: reasons"), "A letter from neurology first.")
    hands.press(page.get_by_role("button", name="Sign this evaluation"))


@pytest.mark.drill
@pytest.mark.parametrize("size", BOTH_SIZES)
@pytest.mark.parametrize("hands", [Mouse, pytest.param(Keyboard, marks=pytest.mark.drill)])
def test_a_prescriber_says_why_to_each_flag_signs_and_the_patient_reads_the_letter(
    clinic, open_page, sign_in, look, size, hands
):
    page = open_page(size)
    sign_in(page, clinic.prescriber)
    page.goto(page_of(clinic))
    look(page)
    worker = hands(page)
    expect(page.get_by_label("Ketamine into a vein: reasons")).to_be_hidden()
    evaluates(page, worker)
    expect(page.get_by_role("alert")).to_contain_text("S11: why?: Say why.")
    expect(page.get_by_label("Findings")).to_have_value("Calm, awake.")
    look(page)
    expect(page.get_by_label("letter that it is not for now")).to_be_hidden()
    worker.write(page.get_by_label("S11: why?"), "Once, as a child.")
    worker.write(page.get_by_label("letter that we wait"), "Dear Robin,\n\nwe would like to wait.")
    worker.press(page.get_by_role("button", name="Sign this evaluation"))
    expect(page.get_by_text("The evaluation is signed.")).to_be_visible()
    assert Evaluation.objects.get().letter == "Dear Robin,\n\nwe would like to wait."

    page.goto(page_of(clinic))
    worker.press(page.get_by_text("What was found"))
    expect(page.get_by_text("Once, as a child.")).to_be_visible()
    look(page)
    worker.press(page.get_by_role("link", name="The letter to the patient"))
    expect(page.get_by_text("we would like to wait.")).to_be_visible()
    look(page)

    born, phone = clinic.patient.birth_date, open_page("phone")
    _link, address = a_link(clinic.patient)
    phone.goto(f"{address}letters/")
    phone.get_by_label("Month").select_option(index=born.month)
    phone.get_by_label("Day").fill(str(born.day))
    phone.get_by_label("Year").fill(str(born.year))
    phone.get_by_role("button", name="Open").click()
    expect(phone.get_by_text("we would like to wait.")).to_be_visible()
    look(phone)


@pytest.mark.drill
def test_an_evaluation_is_signed_without_script(clinic, open_page, sign_in):
    page = open_page("phone", java_script_enabled=False)
    sign_in(page, clinic.prescriber)
    page.goto(page_of(clinic))
    in_group(page, "Ketamine into a vein: your decision", "Treatment can go ahead").check()
    page.get_by_label("Ketamine into a vein: reasons").fill("Nothing speaks against it.")
    in_group(page, "How did you see the patient?", "In person").check()
    page.get_by_label("Blood pressure, upper number").fill("150")
    page.get_by_label("Blood pressure, lower number").fill("85")
    page.get_by_label("Findings").fill("Calm, awake.")
    page.get_by_role("button", name="Sign this evaluation").click()
    expect(page.get_by_role("alert")).to_contain_text("2 flags are not accepted")
    for flag in ("S11", "S09"):
        in_group(page, f"{flag}: your decision", "Accept it").check()
        page.get_by_label(f"{flag}: why?").fill("I asked.")
    page.get_by_role("button", name="Sign this evaluation").click()
    page.wait_for_selector("text=The evaluation is signed.")
    assert Evaluation.objects.get().decision == "eligible"


@pytest.mark.drill
@pytest.mark.parametrize(("size", "scheme"), [("phone", "dark"), ("desk", "light")])
def test_what_was_signed_one_after_the_other_is_sound(clinic, open_page, sign_in, look, size, scheme):
    for decision in ("eligible", "deferred", "not_now"):
        sign(clinic, judged=accepted("S11"), decide={"decision": decision})
    page = open_page(size, color_scheme=scheme)
    for who in (clinic.prescriber, clinic.clinicians[0].user):
        CareTeamMember.objects.get_or_create(patient=clinic.patient, user=who, until=None)
        sign_in(page, who)
        page.goto(page_of(clinic))
        expect(page.get_by_text("Superseded")).to_have_count(2)
        look(page)
