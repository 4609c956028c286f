"""The diary in a real browser: looked at, booked, moved, canceled, on a phone and at a desk."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from clinic.locations.models import Closure
from clinic.scheduling.models import Appointment
from patients.people.models import CareTeamMember, Hold
from tests.small_clinic import open_small_clinic

from .conftest import WIDER_THAN_THE_SCREEN
from .hands import Keyboard, Mouse


@pytest.fixture
def clinic(portal_server):
    return open_small_clinic()


@pytest.fixture
def look_at(axe):
    """What every page must be: nothing for axe to find, and no sideways scroll."""

    def check(page):
        axe(page)
        assert not page.evaluate(WIDER_THAN_THE_SCREEN), f"{page.url} scrolls sideways"

    return check


def calendar(clinic, show):
    query = {"location": clinic.location.slug, "day": clinic.monday.isoformat(), "show": show}
    return reverse("scheduling:calendar", query=query)


@pytest.mark.drill
def test_every_page_of_the_diary_fits_and_is_sound(clinic, page, sign_in, look_at):
    course = clinic.authorise()
    booked = clinic.book(type=clinic.treatment_type, course=course)
    clinic.book(patient=clinic.register(), session_start=clinic.at(14))
    Hold.objects.create(patient=clinic.patient, reason="Call first.", raised_by=clinic.prescriber)
    CareTeamMember.objects.get_or_create(patient=clinic.patient, user=clinic.prescriber, until=None)
    patient = {"args": [clinic.patient.reference]}
    for user, addresses in (
        (
            clinic.front_desk,
            [
                *(calendar(clinic, show) for show in ("rooms", "clinicians", "week")),
                reverse("scheduling:book"),
                reverse("scheduling:book", query={"patient": clinic.patient.reference, "type": "evaluation"}),
                *(
                    reverse(f"scheduling:{name}", args=[booked.reference])
                    for name in ("appointment", "move", "cancel")
                ),
                reverse("desk:patient", **patient),
                reverse("admin:index"),
            ],
        ),
        (
            clinic.prescriber,
            [
                reverse("desk:patient", **patient),
                reverse("screening:evaluate", **patient),
                reverse("consent:witness", **patient),
                reverse("consent:document", args=[clinic.treatment.key, 1]),
                reverse("scheduling:authorise", **patient),
            ],
        ),
    ):
        sign_in(page, user)
        for address in addresses:
            assert page.goto(address).status == 200, address
            look_at(page)


@pytest.mark.parametrize("hands", [pytest.param(Mouse, marks=pytest.mark.drill), Keyboard])
def test_an_appointment_is_booked_from_the_calendar_moved_and_canceled(clinic, page, sign_in, look_at, hands):
    sign_in(page, clinic.front_desk)
    worker = hands(page)
    page.goto(calendar(clinic, "rooms"))
    worker.press(page.get_by_role("link", name="Book Room 2 from 08:00"))
    worker.write(page.get_by_label("Name, e-mail or phone"), "Robin")
    worker.press(page.get_by_role("main").get_by_role("button", name="Find", exact=True))
    worker.press(page.get_by_role("main").get_by_role("link", name="Robin Example"))
    worker.press(page.get_by_role("link", name="Evaluation", exact=True))
    expect(page.get_by_label("From", exact=True)).to_have_value(clinic.monday.isoformat())
    worker.tick(page.locator('input[name="opening"]').first)
    worker.press(page.get_by_role("button", name="Book this time"))
    expect(page.get_by_role("status")).to_contain_text("The appointment is booked.")
    booked = Appointment.objects.get()
    assert (booked.room, booked.starts_at) == (clinic.rooms[1], clinic.at(8))

    worker.press(page.get_by_role("link", name="Move", exact=True))
    worker.press(page.locator("summary").filter(has_text="Another time"))
    worker.tick(page.get_by_label("Use the time typed here"))
    worker.set_time(page.get_by_label("Session starts"), clinic.at(15).time())
    worker.tick(page.get_by_label("The patient", exact=True))
    worker.write(page.get_by_label("Why is it moved?"), "Patient asked")
    worker.press(page.get_by_role("button", name="Move it"))
    expect(page.get_by_role("status")).to_contain_text("The appointment is moved.")
    expect(page.get_by_role("main")).to_contain_text("Patient asked")
    booked.refresh_from_db()
    assert booked.starts_at == clinic.at(15)

    worker.press(page.get_by_role("link", name="Cancel it"))
    worker.tick(page.get_by_label("The patient", exact=True))
    worker.write(page.get_by_label("Why is it canceled?"), "Patient is ill")
    worker.press(page.get_by_role("button", name="Cancel this appointment"))
    expect(page.get_by_role("status")).to_contain_text("The appointment is canceled.")
    look_at(page)
    worker.press(page.get_by_role("button", name="Take the cancellation back"))
    expect(page.get_by_role("status")).to_contain_text("back in the diary")


def test_a_refused_time_is_said_on_top_and_stays_typed_without_scripts(clinic, open_page, sign_in):
    page = open_page("phone", java_script_enabled=False)
    sign_in(page, clinic.front_desk)
    clinic.book(patient=clinic.register())
    page.goto(reverse("scheduling:book", query={"patient": clinic.patient.reference, "type": "evaluation"}))
    page.locator("summary").filter(has_text="Another time").click()
    page.get_by_label("Use the time typed here").check()
    page.get_by_label("Day", exact=True).fill(clinic.monday.isoformat())
    page.get_by_label("Session starts").fill("10:00")
    page.get_by_label("Room", exact=True).last.select_option(label="Room 1")
    page.get_by_label("Clinician", exact=True).last.select_option(label="Clinician 1")
    page.get_by_role("button", name="Book this time").click()
    expect(page.get_by_role("alert")).to_contain_text("Room 1 is taken 10:00–11:10.")
    expect(page.get_by_label("Session starts")).to_have_value("10:00")
    page.get_by_label("Session starts").fill("13:00")
    page.get_by_role("button", name="Book this time").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Robin Example: Evaluation"))


@pytest.mark.drill
@pytest.mark.parametrize("hands", [Mouse, Keyboard])
def test_a_prescriber_moves_to_the_same_time_next_week_though_the_clinic_is_closed(
    clinic, page, sign_in, look_at, hands
):
    booked, next_week = clinic.book(), clinic.monday + timedelta(days=7)
    Closure.objects.create(first_day=next_week, last_day=next_week, reason="Holiday")
    CareTeamMember.objects.create(patient=clinic.patient, user=clinic.prescriber)
    sign_in(page, clinic.prescriber)
    worker = hands(page)
    page.goto(reverse("scheduling:appointment", args=[booked.reference]))
    worker.press(page.get_by_role("link", name="Move", exact=True))
    worker.press(page.get_by_role("link", name="Same time next week"))
    expect(page.get_by_label("Day", exact=True)).to_have_value(next_week.isoformat())
    expect(page.get_by_label("Session starts")).to_have_value("10:00")
    worker.tick(page.get_by_label("Somebody for the patient"))
    worker.write(page.get_by_label("Why is it moved?"), "Away that week")
    worker.press(page.get_by_role("button", name="Move it"))
    expect(page.get_by_role("alert")).to_contain_text("closed that day: Holiday")
    look_at(page)
    expect(page.get_by_label("Why is it moved?")).to_have_value("Away that week")
    worker.write(page.get_by_label("Outside these hours because"), "Nobody else can")
    worker.press(page.get_by_role("button", name="Move it anyway"))
    expect(page.get_by_role("status")).to_contain_text("The appointment is moved.")
    expect(page.get_by_role("main")).to_contain_text("outside hours because: Nobody else can")
    look_at(page)


@pytest.mark.drill
@pytest.mark.parametrize("hands", [Mouse, Keyboard])
def test_openings_are_looked_for_on_some_days_and_times(clinic, page, sign_in, look_at, hands):
    sign_in(page, clinic.front_desk)
    worker = hands(page)
    page.goto(reverse("scheduling:book", query={"patient": clinic.patient.reference, "type": "evaluation"}))
    worker.press(page.get_by_role("link", name="The first ten"))
    expect(page.locator("input[name=opening]:not([value=typed])")).to_have_count(10)
    worker.tick(page.get_by_label("Tue", exact=True))
    worker.tick(page.get_by_label("Thu", exact=True))
    worker.set_time(page.get_by_label("Not before"), clinic.at(14).time())
    worker.press(page.get_by_role("button", name="Show times"))
    expect(page.locator("input[name=opening]:not([value=typed])")).to_have_count(10)
    expect(page.locator(".openings summary").first).to_contain_text(re.compile("Tuesday|Thursday"))
    expect(page.locator(".time .clock").first).to_have_text("14:00")
    look_at(page)


def test_the_calendar_of_a_full_day_keeps_its_heads_in_sight(clinic, desk_page, sign_in):
    for hour in range(8, 17, 2):
        clinic.book(patient=clinic.register(), session_start=clinic.at(hour))
    sign_in(desk_page, clinic.front_desk)
    desk_page.set_viewport_size({"width": 1280, "height": 720})
    desk_page.goto(calendar(clinic, "rooms"))
    desk_page.mouse.wheel(0, 600)
    expect(desk_page.get_by_role("heading", name="Room 1")).to_be_in_viewport()
    assert not desk_page.evaluate(WIDER_THAN_THE_SCREEN)
