"""The waiting list's tests happen in the small clinic: somebody waits, and time comes free."""

import uuid
from datetime import timedelta

import pytest

from clinic.scheduling import cancelling
from clinic.waitlist import offering, wishing
from tests.small_clinic import open_small_clinic

HOUR = timedelta(hours=1)


@pytest.fixture
def small_clinic(db):
    return open_small_clinic()


@pytest.fixture
def told(small_clinic):
    return {"by": small_clinic.front_desk, "now": small_clinic.now}


@pytest.fixture
def wishes(small_clinic, told):
    """`wishes(patient, …)`: a wish for an evaluation, unless said otherwise."""

    def wish(patient=None, **said):
        wanted = {
            "patient": patient or small_clinic.patient,
            "type": small_clinic.evaluation_type,
            "location": small_clinic.location,
            "form_key": uuid.uuid4(),
            "notice_hours": 24,
        }
        return wishing.wish(**wanted | told | said)

    return wish


@pytest.fixture
def offers(small_clinic, told):
    """`offers(wish, …)`: Monday at 10 in the first room, for two hours, unless said otherwise."""

    def offer(wish, **said):
        opening = {
            "room": small_clinic.rooms[0],
            "clinician": small_clinic.clinicians[0],
            "session_start": small_clinic.at(10),
            "expires_at": said.pop("expires_at", (said.get("now") or small_clinic.now) + 2 * HOUR),
            "form_key": uuid.uuid4(),
        }
        return offering.offer(wish=wish, **opening | told | said)

    return offer


@pytest.fixture
def free_time(small_clinic, told):
    """`free_time()`: somebody has canceled Monday at 10, unless said otherwise."""

    def cancel(**said):
        booked = small_clinic.book(patient=small_clinic.register(), **said)
        return cancelling.cancel(appointment=booked, reason="Ill", **told).freed_times.get()

    return cancel


@pytest.fixture
def desk(client, small_clinic):
    client.force_login(small_clinic.front_desk)
    return client


def agree_to_mail(patient):
    """They agreed to e-mails."""
    patient.email, patient.channels = f"{patient.reference[:8]}@visitor.example", ["email"]
    patient.save()
    return patient
