"""Patients, registered as the front desk registers them."""

from datetime import date

import pytest

from patients.people import registering

BORN = date(1984, 3, 12)


@pytest.fixture
def register(riverside, front_desk):
    """`register("Bo Sample", email="…")`: a patient, Ana Example unless told otherwise."""

    def one(legal_name="Ana Example", **fields):
        known = {"birth_date": BORN, "email": "ana@visitor.example", "location": riverside, "by": front_desk}
        return registering.register_patient(legal_name=legal_name, **{**known, **fields})

    return one
