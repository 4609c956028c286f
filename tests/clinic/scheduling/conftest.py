"""The diary's tests happen in one small clinic."""

import pytest

from patients.people.models import CareTeamMember
from tests.small_clinic import open_small_clinic


@pytest.fixture
def small_clinic(db):
    return open_small_clinic()


@pytest.fixture
def desk(client, small_clinic):
    """The front desk's browser."""
    client.force_login(small_clinic.front_desk)
    return client


@pytest.fixture
def prescriber(client, small_clinic):
    CareTeamMember.objects.create(patient=small_clinic.patient, user=small_clinic.prescriber)
    client.force_login(small_clinic.prescriber)
    return client
