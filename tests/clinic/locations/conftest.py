"""A clinic in the United States with crisis lines here and in the United Kingdom."""

from datetime import date

import pytest

from clinic.locations import context
from clinic.locations.models import Clinic, CrisisLine


@pytest.fixture(autouse=True)
def nothing_remembered():
    """Each test is a process that has not read anything yet."""
    context._last_known.update(clinic=None, crisis_lines=[])


@pytest.fixture
def clinic(db):
    return Clinic.objects.create(
        name="Stillwater Clinic",
        short_name="Stillwater",
        phone="+12125550143",
        email="hello@stillwater.example",
        country="US",
    )


@pytest.fixture
def crisis_lines(db):
    rows = [
        {"country": "US", "name": "Emergency services", "phone": "911", "is_emergency": True},
        {"country": "US", "name": "988 Lifeline", "phone": "988", "text": "Text 988", "position": 2},
        {"country": "GB", "name": "Samaritans", "phone": "116 123"},
    ]
    return [
        CrisisLine.objects.create(when="Day and night", cost="Free", checked_on=date(2026, 11, 1), **row)
        for row in rows
    ]
