"""Crisis lines: what the clinic begins with, and when somebody checks them again."""

from datetime import date

import pytest
import time_machine

from clinic.accounts.models import User
from clinic.locations.models import Clinic, Country, CrisisLine
from clinic.locations.starter import load_crisis_lines

pytestmark = pytest.mark.django_db


def test_starter_lines_are_due_until_somebody_of_the_clinic_has_checked_them():
    load_crisis_lines()
    assert all(line.is_due_for_check for line in CrisisLine.objects.all())


@pytest.mark.parametrize(("today", "is_due"), [("2027-01-29", False), ("2027-01-30", True)])
def test_a_line_is_due_ninety_days_after_it_was_checked(today, is_due):
    load_crisis_lines()
    line = CrisisLine.objects.get(name="Samaritans")
    line.checked_on = date(2026, 11, 1)
    line.checked_by = User.objects.create_user("max@stillwater.example", name="Max")
    with time_machine.travel(today):
        assert line.is_due_for_check is is_due


def test_loading_the_starter_lines_again_leaves_what_the_clinic_corrected():
    load_crisis_lines()
    CrisisLine.objects.filter(name="Samaritans").update(phone="116 124")
    load_crisis_lines()
    assert CrisisLine.objects.get(name="Samaritans").phone == "116 124"


def test_a_clinic_shows_the_lines_of_its_own_country_the_emergency_number_first():
    load_crisis_lines()
    clinic = Clinic(country=Country.UNITED_STATES)
    assert [line.phone for line in clinic.crisis_lines()] == ["911", "988", "988", "988"]
