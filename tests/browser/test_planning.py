"""Whole courses in a real browser: planned, booked, moved with all that follows, by mouse and by keyboard."""

import time
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from clinic.scheduling.models import Appointment, Protocol
from patients.people.models import CareTeamMember
from tests.small_clinic import open_small_clinic

from .conftest import WIDER_THAN_THE_SCREEN
from .hands import Keyboard, Mouse

pytestmark = pytest.mark.drill
MOST_CLICKS, MOST_SECONDS = 15, 60


class CountingMouse(Mouse):
    """Counts what it clicks."""

    def __init__(self, page):
        super().__init__(page)
        self.clicks = 0

    def press(self, control):
        self.clicks += 1
        super().press(control)


@pytest.fixture
def clinic(portal_server):
    return open_small_clinic()


@pytest.fixture
def course(clinic):
    return clinic.authorise(phases=[(6, 2, 4, True)])


@pytest.fixture
def look_at(axe):
    def check(page):
        axe(page)
        assert not page.evaluate(WIDER_THAN_THE_SCREEN), f"{page.url} scrolls sideways"

    return check


def address(name, course, **query):
    return reverse(f"scheduling:{name}", args=[course.patient.reference, course.reference], query=query)


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_six_sessions_are_booked_in_under_a_minute_and_fifteen_clicks(
    clinic, course, open_page, sign_in, size
):
    page = open_page(size)
    sign_in(page, clinic.front_desk)
    page.goto(reverse("desk:patient", args=[clinic.patient.reference]))
    began, hands = time.monotonic(), CountingMouse(page)
    hands.press(page.get_by_role("link", name="Plan the course"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Plan the course of")
    hands.press(page.get_by_role("button", name="Book these 6 sessions"))
    expect(page.get_by_role("status")).to_contain_text("6 sessions are booked.")
    took = time.monotonic() - began
    print(f"{size}: {hands.clicks} clicks, {took:.1f} s")
    assert hands.clicks <= MOST_CLICKS
    assert took < MOST_SECONDS
    assert course.free_numbers() == []


def test_another_plan_another_time_a_check_and_the_booking_by_keyboard_alone(
    clinic, course, page, sign_in, look_at
):
    sign_in(page, clinic.front_desk)
    worker = Keyboard(page)
    page.goto(reverse("desk:patient", args=[clinic.patient.reference]))
    worker.press(page.get_by_role("link", name="Plan the course"))
    worker.press(page.get_by_role("link", name="Another time", exact=True))
    page.wait_for_load_state()
    fourth = page.get_by_role("group", name="Session 4 of 6")
    worker.pick(fourth.get_by_label("Day, time, room and clinician"), "Another time, typed below")
    worker.press(fourth.locator("summary"))
    worker.set_time(fourth.get_by_label("Session starts"), clinic.at(15).time())
    worker.press(page.get_by_role("button", name="Check"))
    expect(page.get_by_role("status")).to_contain_text("All of it fits")
    look_at(page)
    worker.press(page.get_by_role("button", name="Book these 6 sessions"))
    expect(page.get_by_role("status")).to_contain_text("6 sessions are booked.")
    look_at(page)
    assert Appointment.objects.get(number=4).starts_at.time() == clinic.at(15).time()


@pytest.mark.parametrize("hands", [Mouse, Keyboard])
def test_one_is_missed_and_the_repair_accepted(clinic, course, page, sign_in, look_at, hands):
    sign_in(page, clinic.front_desk)
    worker = hands(page)
    page.goto(address("plan", course))
    worker.press(page.get_by_role("button", name="Book these 6 sessions"))
    expect(page.get_by_role("status")).to_contain_text("6 sessions are booked.")
    third = Appointment.objects.get(number=3)
    page.goto(reverse("scheduling:cancel", args=[third.reference]))
    worker.tick(page.get_by_label("The patient", exact=True))
    worker.write(page.get_by_label("Why is it canceled?"), "Patient is ill")
    worker.press(page.get_by_role("button", name="Cancel this appointment"))
    expect(page.get_by_role("status")).to_contain_text("canceled")
    page.goto(address("course", course))
    worker.press(page.get_by_role("link", name="Repair the course"))
    expect(page.get_by_role("main")).to_contain_text("Session 3 is missing: canceled.")
    look_at(page)
    worker.write(page.get_by_label("Why is it moved?"), "Patient was ill")
    worker.press(page.get_by_role("button", name="Accept the repair"))
    expect(page.get_by_role("status")).to_contain_text("The course is repaired.")
    assert course.free_numbers() == []


def test_a_plan_is_changed_and_booked_without_scripts(clinic, course, open_page, sign_in):
    page = open_page("phone", java_script_enabled=False)
    sign_in(page, clinic.front_desk)
    taken = clinic.at(13, day=clinic.location.today() + timedelta(days=1))
    clinic.book(patient=clinic.register(), session_start=taken)
    page.goto(address("plan", course))
    first = page.get_by_role("group", name="Session 1 of 6")
    first.locator("select").first.select_option(label="Another time, typed below")
    first.locator("summary").click()
    first.get_by_label("Day", exact=True).fill(taken.date().isoformat())
    first.get_by_label("Session starts").fill("13:00")
    first.get_by_label("Room", exact=True).select_option(label="Room 1")
    first.get_by_label("Clinician", exact=True).select_option(label="Clinician 1")
    page.get_by_role("button", name="Book these 6 sessions").click()
    expect(page.get_by_role("alert")).to_contain_text("Session 1: Room 1 is taken 13:00–14:10.")
    first = page.get_by_role("group", name="Session 1 of 6")
    expect(first.get_by_label("Session starts")).to_have_value("13:00")
    first.get_by_label("Session starts").fill("08:30")
    page.get_by_role("button", name="Book these 6 sessions").click()
    expect(page.get_by_role("status")).to_contain_text("6 sessions are booked.")


def test_every_page_of_a_course_fits_and_is_sound(clinic, page, sign_in, look_at):
    protocol = Protocol.objects.create(key="six", treatment=clinic.treatment, name="Six sessions")
    protocol.phases.create(position=1, sessions=6, least_days=2, most_days=4, review_after=True)
    course = clinic.authorise(phases=[(2, 2, 4, True), (2, 2, 4, False)])
    CareTeamMember.objects.get_or_create(patient=clinic.patient, user=clinic.prescriber, until=None)
    sign_in(page, clinic.prescriber)
    page.goto(address("plan", course))
    page.get_by_role("button", name="Book these 4 sessions").click()
    expect(page.get_by_role("status")).to_contain_text("4 sessions are booked.")
    second = Appointment.objects.get(number=2)
    wish = {
        "session": second.reference,
        "to": (second.starts_at + timedelta(days=2)).isoformat(),
        "room": second.room_id,
        "clinician": second.clinician_id,
    }
    for where in (
        address("course", course),
        address("plan", course),
        address("repair", course),
        address("repair", course, **wish),
        address("cancel_rest", course),
        reverse("scheduling:review", args=[course.patient.reference, course.reference, 2]),
        reverse("scheduling:authorise", args=[course.patient.reference], query={"protocol": "six"}),
        *(reverse("scheduling:courses", query={"show": show}) for show in ("plan", "gaps", "review", "soon")),
    ):
        assert page.goto(where).status == 200, where
        look_at(page)
