"""The waiting list in a real browser: the desk offers time that came free, and two patients answer on their phones."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from clinic.locations.models import Clinic, CrisisLine
from clinic.scheduling import cancelling
from clinic.scheduling.models import Appointment
from clinic.waitlist.models import Offer
from tests.patients.area.own_pages import a_link, a_patient
from tests.small_clinic import open_small_clinic

from .hands import Keyboard, Mouse

pytestmark = pytest.mark.drill


class Finger(Mouse):
    """Taps."""

    def press(self, control):
        control.tap()


@pytest.fixture
def clinic(portal_server):
    CrisisLine.objects.create(
        country="US", name="988", phone="988", when="Day and night", cost="Free", checked_on="2026-11-01"
    )
    Clinic.objects.create(
        name="Stillwater Clinic",
        short_name="Stillwater",
        phone="+12125550100",
        email="hello@stillwater.example",
        country="US",
    )
    return open_small_clinic()


def has_an_appointment(clinic, name, hour, number):
    return clinic.book(
        patient=a_patient(clinic, legal_name=name),
        session_start=clinic.at(hour),
        room=clinic.rooms[number],
        clinician=clinic.clinicians[number],
    )


def opens_the_offer(somebody, patient):
    """Comes by the link in the mail, and says the birth date."""
    offer = Offer.objects.get(wish__patient=patient)
    somebody.page.goto(f"{a_link(patient)[1]}offers/{offer.reference}/")
    somebody.comes_to("Your private page")
    somebody.picks("Month", "March")
    somebody.writes("Day", "12")
    somebody.writes("Year", "1984")
    somebody.pushes("Open my page")


@pytest.mark.parametrize(
    ("desk_hands", "patients_hands", "scheme"),
    [(Mouse, Finger, "light"), (Keyboard, Keyboard, "dark")],
    ids=["by-touch", "by-keyboard"],
)
def test_time_comes_free_is_offered_to_two_and_the_first_yes_has_it(
    clinic, enters, sign_in, desk_hands, patients_hands, scheme
):
    later = [
        has_an_appointment(clinic, f"Robin {name}", 15, number) for number, name in enumerate(("One", "Two"))
    ]
    freed = clinic.book(patient=clinic.register())
    cancelling.cancel(appointment=freed, reason="Ill", by=clinic.front_desk, now=clinic.now)

    desk = enters("desk", desk_hands, color_scheme=scheme)
    sign_in(desk.page, clinic.front_desk)
    for has in later:
        desk.page.goto(reverse("scheduling:appointment", args=[has.reference]))
        desk.follows("Put on the waiting list for an earlier time")
        desk.comes_to(f"Put {has.patient} on the waiting list")
        desk.pushes("Put on the list")
        desk.comes_to("Waiting list")
    desk.reads("Who fits, in order")
    desk.ticks("Robin Two")
    with desk.wanting("to offer it"):
        desk.hands.press(desk.page.get_by_role("button", name=re.compile("^Offer ")))
    desk.comes_to("Waiting list")
    desk.reads("is offered to Robin One until")
    desk.reads("is offered to Robin Two until")
    desk.looks_closely()
    kept = Appointment.objects.get(status="offered")
    desk.page.goto(reverse("scheduling:appointment", args=[kept.reference]))
    desk.comes_to("Robin One")
    desk.reads("Who was asked for this time")

    touch = {"has_touch": True} if patients_hands is Finger else {}
    two = enters("phone", patients_hands, color_scheme=scheme, **touch)
    opens_the_offer(two, later[1].patient)
    two.comes_to("We have a time for you")
    two.reads("If you say yes, your visit on")
    two.pushes("Yes, I take this time")
    two.comes_to("The time is yours")
    two.reads("Your visit has moved to this time.")

    one = enters("phone", patients_hands, color_scheme=scheme, **touch)
    opens_the_offer(one, later[0].patient)
    one.comes_to("This time is no longer free")
    one.reads("stays as it is")
    one.follows("Back to your page")
    one.comes_to("Hello, Robin One")

    desk.page.goto(reverse("waitlist:board"))
    desk.reads("15:00–16:00")  # what Robin Two has left
    assert Appointment.objects.agreed().get(pk=later[1].pk).starts_at == clinic.at(10)


def test_whoever_says_no_keeps_what_they_have(clinic, enters, sign_in):
    has = has_an_appointment(clinic, "Robin One", 15, 0)
    desk = enters("phone", Finger, has_touch=True)
    sign_in(desk.page, clinic.front_desk)
    desk.page.goto(reverse("waitlist:add"))
    desk.comes_to("Who waits?")
    desk.writes("Name, e-mail or phone", "Robin")
    desk.pushes("Find")
    desk.follows("Robin One")
    desk.comes_to("Put Robin One on the waiting list")
    desk.page.get_by_label("An earlier time than").check()
    desk.pushes("Put on the list")
    desk.comes_to("Waiting list")
    desk.follows("Find a time")
    desk.comes_to("Find a time for Robin One")
    desk.page.locator("input[name=opening]").first.check()
    desk.pushes("Offer this time")
    desk.comes_to("Waiting list")
    desk.follows("Robin One")
    desk.comes_to("Robin One waits for an earlier time")
    patient = enters("phone", Finger, has_touch=True)
    opens_the_offer(patient, has.patient)
    patient.comes_to("We have a time for you")
    patient.pushes("No, keep my present appointment")
    patient.comes_to("Thank you for telling us")
    patient.reads("stays as it is")
    expect(patient.page.get_by_role("link", name="(212) 555-0142").first).to_be_visible()
