"""The day in a real browser: from expected to finished, kept up to date, and on the wall."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from clinic.scheduling import arriving
from patients.people.models import Hold
from tests.small_clinic import open_small_clinic

from .conftest import WIDER_THAN_THE_SCREEN
from .hands import Keyboard, Mouse

pytestmark = pytest.mark.drill

WALL = {"width": 1920, "height": 1080}
HIGHER_THAN_THE_SCREEN = "document.documentElement.scrollHeight > document.documentElement.clientHeight"
SOON = 10_000  # milliseconds within which a colleague's change is seen
NEVER_ON_THE_WALL = ("Robin", "Example", "Kim", "Second", "Ketamine", "Evaluation", "Clinician")


@pytest.fixture
def clinic(portal_server):
    """A clinic where it is noon, whenever the tests run, so that its day is under way."""
    clinic = open_small_clinic()
    ahead_of_utc = 12 - timezone.now().hour
    clinic.location.time_zone = f"Etc/GMT{-ahead_of_utc:+d}" if ahead_of_utc else "Etc/GMT"
    clinic.location.save()
    clinic.treatment_type.needs_escort = True
    clinic.treatment_type.save()
    clinic.now = timezone.now().replace(second=0, microsecond=0)
    return clinic


@pytest.fixture
def robin(clinic):
    """Whose session began ten minutes ago and who is not here."""
    early = {"now": clinic.now - timedelta(hours=3), "session_start": clinic.now - timedelta(minutes=10)}
    return clinic.book(type=clinic.treatment_type, course=clinic.authorise(), **early)


@pytest.fixture
def kim(clinic):
    """Who is expected in half an hour."""
    return clinic.book(
        patient=clinic.register("Kim Second"),
        room=clinic.rooms[1],
        clinician=clinic.clinicians[1],
        session_start=clinic.now + timedelta(minutes=30),
    )


def line_of(page, name):
    return page.locator(".visit-line").filter(has=page.get_by_role("link", name=name))


@pytest.mark.parametrize("hands", [Mouse, Keyboard])
@pytest.mark.parametrize("size", ["phone", "desk"])
def test_somebody_goes_from_expected_to_finished(clinic, robin, kim, size, hands, open_page, sign_in, axe):
    page = open_page(size)
    sign_in(page, clinic.front_desk)
    worker = hands(page)
    page.goto(reverse("scheduling:today"))
    line = line_of(page, "Robin Example")
    expect(page.get_by_role("main")).to_contain_text("Next: " + f"{kim.starts_at:%H:%M}")
    expect(line).to_contain_text(re.compile(r"\d\d minutes late"))
    axe(page)
    assert not page.evaluate(WIDER_THAN_THE_SCREEN)
    worker.press(line.get_by_role("button", name="Arrived"))
    expect(line).to_contain_text("In session until")
    worker.press(line.get_by_role("button", name="Ready to leave"))
    expect(line).to_contain_text("Ready to leave since")
    worker.write(line.get_by_label("Who takes the patient home?"), "Sam Sample")
    worker.write(line.get_by_label("Their phone"), "+12125550100")
    axe(page)
    worker.press(line.get_by_role("button", name="Save, and: Finished"))
    expect(line).to_contain_text("Left at")
    expect(line).to_contain_text("Goes home with Sam Sample, +12125550100")
    worker.press(line.get_by_role("button", name="Take “Finished” back"))
    expect(line).to_contain_text("Ready to leave since")
    robin.refresh_from_db()
    assert (robin.status, robin.escort_name) == ("ready", "Sam Sample")


def test_a_colleagues_change_appears_and_what_one_is_typing_stays(clinic, robin, kim, desk_page, sign_in):
    """T08"""
    page = desk_page
    sign_in(page, clinic.front_desk)
    page.goto(reverse("scheduling:today"))
    mine, other = line_of(page, "Robin Example"), line_of(page, "Kim Second")
    mine.locator("summary").click()
    name = mine.get_by_label("Who takes the patient home?")
    name.press_sequentially("Sam")
    arriving.arrive(appointment=kim, by=clinic.prescriber, now=timezone.now())
    expect(other).to_contain_text("Here since", timeout=SOON)
    expect(name).to_have_value("Sam")
    expect(name).to_be_focused()
    here = arriving.arrive(appointment=robin, by=clinic.prescriber, now=timezone.now())
    expect(mine).to_contain_text("A colleague has changed this line meanwhile.", timeout=SOON)
    expect(mine.get_by_text("A colleague has changed this line")).to_be_visible(timeout=SOON)
    name.press_sequentially(" Sample")
    expect(page.locator(f"#visit-{robin.reference}")).to_have_count(1)
    mine.get_by_role("button", name="Save the name").click()
    expect(page.get_by_role("alert")).to_contain_text("Pat Prescriber has changed this appointment")
    expect(name).to_have_value("Sam Sample")
    mine.get_by_role("button", name="Save the name").click()
    expect(mine).to_contain_text("Goes home with Sam Sample")
    here.refresh_from_db()
    assert (here.status, here.escort_name) == ("arrived", "Sam Sample")


def test_a_line_that_is_left_comes_up_to_date(clinic, robin, kim, desk_page, sign_in):
    page = desk_page
    sign_in(page, clinic.front_desk)
    page.goto(reverse("scheduling:today"))
    mine = line_of(page, "Robin Example")
    mine.locator("summary").focus()
    arriving.arrive(appointment=robin, by=clinic.prescriber, now=timezone.now())
    expect(mine.get_by_text("A colleague has changed this line")).to_be_visible(timeout=SOON)
    expect(mine).to_contain_text("late")
    page.get_by_role("link", name="Wall screen").focus()
    expect(mine).to_contain_text("In session until", timeout=SOON)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_wall_names_nobody_and_keeps_itself_up_to_date(
    clinic, robin, kim, scheme, open_page, sign_in, axe
):
    Hold.objects.create(patient=clinic.patient, reason="Call first.", raised_by=clinic.prescriber)
    page = open_page("desk", color_scheme=scheme)
    page.set_viewport_size(WALL)
    sign_in(page, clinic.front_desk)
    page.goto(reverse("scheduling:wall"))
    expect(page.get_by_role("main")).to_contain_text("KS")
    axe(page)
    assert not page.evaluate(WIDER_THAN_THE_SCREEN) and not page.evaluate(HIGHER_THAN_THE_SCREEN)
    arriving.arrive(appointment=kim, by=clinic.prescriber, now=timezone.now())
    expect(page.get_by_role("main")).to_contain_text("Here since", timeout=SOON)
    page.set_viewport_size({"width": 320, "height": 640})
    assert not page.evaluate(WIDER_THAN_THE_SCREEN), "nor on the narrowest phone"
    everything = page.content()
    for word in NEVER_ON_THE_WALL:
        assert word not in everything, word


def test_the_wall_needs_no_scripts(clinic, kim, open_page, sign_in):
    page = open_page("desk", java_script_enabled=False)
    sign_in(page, clinic.front_desk)
    page.goto(reverse("scheduling:wall"))
    expect(page.get_by_role("main")).to_contain_text("Expected")
    arriving.arrive(appointment=kim, by=clinic.prescriber, now=timezone.now())
    expect(page.get_by_role("main")).to_contain_text("Here since", timeout=2 * SOON)


def test_who_was_signed_out_is_asked_to_sign_in_again(clinic, kim, desk_page, sign_in):
    sign_in(desk_page, clinic.front_desk)
    desk_page.goto(reverse("scheduling:today"))
    desk_page.context.clear_cookies()
    expect(desk_page).to_have_url(re.compile("/staff/login/"), timeout=2 * SOON)
