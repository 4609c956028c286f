"""A clinic where somebody is on call at every hour, and a patient in danger."""

from datetime import UTC, date, datetime, time

import pytest

from clinic.accounts import roles
from patients.people import registering
from patients.safety.models import OnCall
from patients.safety.raising import raise_task
from tests.small_clinic import person

EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]
MONDAY_NOON = datetime(2025, 12, 8, 17, 0, tzinfo=UTC)  # 12:00 in New York


@pytest.fixture
def put_on_call(db):
    """`put_on_call(person)`: at every hour and everywhere, unless told otherwise."""

    def put(who, **fields):
        known = {"weekdays": EVERY_DAY, "starts": time(0), "ends": time(0), "phone": "+12125550191"}
        return OnCall.objects.create(person=who, **{**known, **fields})

    return put


@pytest.fixture
def director(riverside):
    """The prescriber whom the location names as its medical director."""
    who = person("dora.director", roles.PRESCRIBER)
    riverside.medical_director = who
    riverside.save()
    return who


@pytest.fixture
def robin(riverside, front_desk):
    return registering.register_patient(
        legal_name="Robin Reach",
        birth_date=date(1984, 3, 12),
        phone="+12125550123",
        location=riverside,
        by=front_desk,
    )


@pytest.fixture
def raised(robin):
    """`raised("cssrs_low")`: a task about Robin; for having said yes, unless told otherwise."""

    def one(cause="said_yes", patient=None, **fields):
        return raise_task(patient=patient or robin, cause=cause, **{"now": MONDAY_NOON, **fields})

    return one
