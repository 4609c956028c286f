"""The tests of requests happen in one small clinic, where Robin has a visit and may be written e-mails."""

from datetime import timedelta
from uuid import uuid4

import pytest

from clinic.locations.models import Clinic
from clinic.requests import asking
from patients.people.models import Patient
from tests.small_clinic import open_small_clinic


@pytest.fixture
def small_clinic(db):
    Clinic.objects.create(
        name="Stillwater Clinic",
        short_name="Stillwater",
        phone="+12125550100",
        email="hello@stillwater.example",
        country="US",
    )
    clinic = open_small_clinic()
    known = {"email": "robin@visitor.example", "channels": ["email"]}
    Patient.objects.filter(pk=clinic.patient.pk).update(**known)
    clinic.patient.refresh_from_db()
    return clinic


@pytest.fixture
def booked(small_clinic):
    """Robin's evaluation, Monday at ten."""
    return small_clinic.book()


@pytest.fixture
def ask(small_clinic, booked):
    """`ask()`: Robin asks for another time for the evaluation, unless told otherwise."""

    def send(appointment=None, wants="move", **said):
        appointment = appointment or booked
        said = {"form_key": uuid4(), "now": small_clinic.now + timedelta(minutes=1), **said}
        return asking.ask(appointment=appointment, wants=wants, **said)

    return send
