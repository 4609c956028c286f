"""People who look alike, in a real browser: asked about at registering, told apart, compared and merged."""

import pytest

from patients.people.models import DifferentPeople, Patient
from tests.small_clinic import open_small_clinic

from .hands import Keyboard, Mouse

TWICE = "Robin Exampel"  # a typing error of somebody who registered Robin Example again


@pytest.fixture
def clinic(portal_server):
    return open_small_clinic()


@pytest.mark.drill
@pytest.mark.parametrize(("size", "hands"), [("phone", Mouse), ("desk", Keyboard)])
def test_a_twin_is_told_apart_and_who_is_here_twice_is_merged(clinic, enters, sign_in, size, hands):
    robin, desk = clinic.patient, enters(size, hands)
    sign_in(desk.page, clinic.front_desk)
    desk.page.goto("/staff/patients/register/")
    register_the_twin_of(robin, desk)
    pair = DifferentPeople.objects.get()
    assert (pair.one, pair.other.legal_name, pair.because) == (robin, "Robyn Example", "Twins: I asked.")

    twice = clinic.register(TWICE)
    Patient.objects.filter(pk=twice.pk).update(birth_date=robin.birth_date, phone="+12125550177")
    merge_who_is_here_twice(desk)
    robin.refresh_from_db()
    assert (robin.legal_name, robin.phone.as_e164) == ("Robin Example", "+12125550177")
    assert {patient.legal_name for patient in Patient.objects.standing()} == {
        "Robin Example",
        "Robyn Example",
    }


def register_the_twin_of(robin, desk):
    desk.comes_to("Register a patient")
    desk.writes("Legal name", "Robyn Example")
    desk.sets_date("Birth date", robin.birth_date)
    desk.writes("E-mail", "robyn@visitor.example")
    desk.picks("Location", "Riverside")
    desk.pushes("Register")
    desk.reads("Perhaps this person is here already", role="alert")
    desk.reads("Is it one of them?")
    desk.reads("the same birth date")
    desk.looks_closely()
    desk.writes("This is somebody else. How do you know?", "Twins: I asked.")
    desk.pushes("Register")
    desk.comes_to("Robyn Example")


def merge_who_is_here_twice(desk):
    desk.page.goto("/staff/")
    desk.comes_to("Today")
    desk.follows("Patients who are perhaps here twice")
    desk.comes_to("Perhaps here twice")
    desk.follows(f"Compare : Robin Example, {TWICE}")
    desk.comes_to("One person or two?")
    desk.reads("Alike: the same birth date")
    desk.ticks("phone: +1 212-555-0177")
    desk.pushes("They are one person: merge")
    desk.comes_to("Robin Example")
    desk.reads("The two are one patient now.", role="status")
