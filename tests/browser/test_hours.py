"""Hours in a real browser: changed on one page, with whom they would strand in sight, by mouse and by keyboard."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from clinic.accounts import roles
from clinic.scheduling.models import Appointment, ClinicianHours
from tests.small_clinic import open_small_clinic, person

from .conftest import WIDER_THAN_THE_SCREEN
from .hands import Keyboard, Mouse

pytestmark = pytest.mark.drill


@pytest.fixture
def clinic(portal_server):
    return open_small_clinic()


@pytest.fixture
def manager(clinic):
    return person("mo.manager", roles.MANAGER)


@pytest.fixture
def look_at(axe):
    def check(page):
        axe(page)
        assert not page.evaluate(WIDER_THAN_THE_SCREEN), f"{page.url} scrolls sideways"

    return check


@pytest.mark.parametrize("hands", [Mouse, Keyboard])
def test_hours_change_with_the_stranded_in_sight_and_the_desk_moves_them(
    clinic, manager, page, sign_in, look_at, hands
):
    """A clinician’s Mondays begin at noon from that Monday on; whoever is booked at ten stays, and is moved."""
    booked, worker = clinic.book(), hands(page)
    sign_in(page, manager)
    query = {"location": clinic.location.slug, "day": clinic.monday.isoformat()}
    page.goto(reverse("scheduling:hours", query=query))
    look_at(page)
    worker.pick(page.get_by_label("Clinician").first, "Clinician 1")
    worker.press(page.get_by_role("button", name="Go", exact=True))
    worker.press(page.locator("#change-work summary"))
    form = page.locator("#change-work")
    worker.write(form.get_by_label("Monday"), "noon to six")
    worker.press(form.get_by_role("button", name="Save these hours"))
    expect(page.get_by_role("alert")).to_contain_text("Write times of day")
    look_at(page)
    worker.write(form.get_by_label("Monday"), "12-18")
    worker.press(form.get_by_role("button", name="Save these hours"))
    expect(page.get_by_role("alert")).to_contain_text("Nothing was changed yet")
    expect(form).to_contain_text("1 appointment to come would be outside hours")
    expect(form).to_contain_text("10:00–11:00 · Room 1, Riverside · Clinician 1")
    expect(page.get_by_role("main")).not_to_contain_text("Robin")
    look_at(page)
    worker.tick(form.get_by_label("I know: these stay booked"))
    worker.write(form.get_by_label("Why is it changed all the same?"), "Teaching on Monday mornings")
    worker.press(form.get_by_role("button", name="Save these hours"))
    expect(page.get_by_role("status")).to_contain_text("The weekly hours are changed.")
    expect(page.get_by_role("row").filter(has_text="Mon,")).to_contain_text("12:00–18:00")
    look_at(page)
    assert ClinicianHours.objects.filter(valid_from=clinic.monday, weekday=1).get().starts.hour == 12

    sign_in(page, clinic.front_desk)
    page.goto(reverse("admin:index"))
    worker.press(page.get_by_role("link", name="Appointments that hours have left stranded"))
    expect(page.get_by_role("main")).to_contain_text("Robin Example")
    expect(page.get_by_role("main")).to_contain_text("Clinician 1 does not work at Riverside 10:00–11:00")
    look_at(page)
    worker.press(page.get_by_role("link", name="Move Robin Example"))
    worker.press(page.locator("summary").filter(has_text="Another time"))
    worker.tick(page.get_by_label("Use the time typed here"))
    worker.set_time(page.get_by_label("Session starts"), clinic.at(15).time())
    worker.tick(page.get_by_label("The clinic", exact=True))
    worker.write(page.get_by_label("Why is it moved?"), "Hours changed")
    worker.press(page.get_by_role("button", name="Move it"))
    expect(page.get_by_role("status")).to_contain_text("The appointment is moved.")
    assert Appointment.objects.get(pk=booked.pk).starts_at == clinic.at(15)
    page.goto(reverse("scheduling:stranded"))
    expect(page.get_by_role("main")).to_contain_text("No appointment is stranded")
    look_at(page)


def test_every_fold_of_the_page_is_sound(clinic, manager, page, sign_in, look_at):
    sign_in(page, manager)
    page.goto(reverse("scheduling:hours", query={"clinician": clinic.clinicians[0].pk}))
    for fold in page.locator("details.openings").all():
        fold.locator("summary").click()
    look_at(page)


def test_a_special_day_is_said_and_taken_back_without_scripts(clinic, manager, open_page, sign_in):
    page = open_page("phone", java_script_enabled=False)
    sign_in(page, manager)
    page.goto(reverse("scheduling:hours", query={"day": clinic.monday.isoformat()}))
    page.locator("#change-special summary").click()
    form = page.locator("#change-special")
    form.get_by_label("Open").fill("9-12")
    form.get_by_label("Reason, as visitors read it").fill("Fair")
    form.get_by_role("button", name="Save these hours").click()
    expect(page.get_by_role("status")).to_contain_text("That day has its own hours.")
    expect(page.get_by_role("row").filter(has_text="Mon,")).to_contain_text("09:00–12:00")
    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_role("status")).to_contain_text("It is taken back.")
    expect(page.get_by_role("row").filter(has_text="Mon,")).to_contain_text("08:00–18:00")
