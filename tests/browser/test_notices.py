"""Notices in a real browser: who waits for a call, and one key that says they were told."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from clinic.notices.models import Delivery
from clinic.notices.writing import write_what_is_due
from patients.people.models import Patient
from tests.clinic.notices.minutes import a_clinic

from .conftest import WIDER_THAN_THE_SCREEN

pytestmark = pytest.mark.drill


@pytest.fixture
def clinic(portal_server):
    """Somebody who agreed to calls alone, and somebody whose mail is on its way."""
    clinic = a_clinic(now=timezone.now() - timedelta(hours=1), channels=["call"])
    clinic.book()
    kim = clinic.register("Kim Second")
    Patient.objects.filter(pk=kim.pk).update(email="kim@visitor.example", channels=["email"])
    clinic.book(patient=kim, room=clinic.rooms[1], clinician=clinic.clinicians[1])
    write_what_is_due()
    return clinic


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_the_desk_calls_and_says_so_by_keyboard(clinic, size, open_page, sign_in, axe):
    page = open_page(size)
    sign_in(page, clinic.front_desk)
    page.goto(reverse("notices:list"))
    axe(page)
    assert not page.evaluate(WIDER_THAN_THE_SCREEN)
    expect(page.get_by_role("main")).not_to_contain_text("Kim Second")
    page.get_by_role("button", name="Told by phone").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("Nobody waits for a call")
    assert Delivery.objects.get(channel="phone").told_by == clinic.front_desk
    page.get_by_role("link", name="The last 30 days").click()
    expect(page.get_by_role("main")).to_contain_text("told by Fran Desk")
    axe(page)
    assert not page.evaluate(WIDER_THAN_THE_SCREEN)
    page.get_by_role("row", name="Kim Second").get_by_role("link", name="10:00").click()
    expect(page.get_by_role("region", name="What the patient was told")).to_contain_text("E-mail:")
    axe(page)
