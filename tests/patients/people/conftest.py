"""Patients, registered as the front desk registers them."""

from datetime import date

import pytest
from django.utils.text import slugify

from patients.people import registering
from patients.people.models import Patient

BORN = date(1984, 3, 12)


def somebody_else():
    """What to say when registering somebody who is none of those who are here."""
    return {"different_from": Patient.objects.all(), "because": "I asked them."}


@pytest.fixture
def register(riverside, front_desk):
    """`register("Bo Sample", email="…")`: a patient, Ana Example unless told otherwise."""

    def one(legal_name="Ana Example", **fields):
        email = f"{slugify(legal_name.split()[0])}@visitor.example"
        known = {"birth_date": BORN, "email": email, "location": riverside, "by": front_desk}
        return registering.register_patient(legal_name=legal_name, **{**known, **fields})

    return one
