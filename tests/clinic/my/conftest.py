import pytest

from clinic.locations.models import Clinic, CrisisLine
from tests.patients.area.own_pages import SAID, a_link, a_patient
from tests.small_clinic import open_small_clinic


@pytest.fixture
def small_clinic(db):
    CrisisLine.objects.create(
        country="US",
        name="988 Lifeline",
        phone="988",
        when="Day and night",
        cost="Free",
        checked_on="2026-11-01",
    )
    Clinic.objects.create(
        name="Stillwater Clinic",
        short_name="Stillwater",
        phone="+12125550100",
        email="hello@stillwater.example",
        country="US",
    )
    return open_small_clinic()


@pytest.fixture
def robin(small_clinic):
    return a_patient(small_clinic, chosen_name="Rob")


@pytest.fixture
def link(robin):
    """The link to Robin's page, with its `address`."""
    made, made.address = a_link(robin)
    return made


@pytest.fixture
def opened(client, link):
    """The address of Robin's page, open in this browser."""
    client.post(link.address, SAID)
    return link.address
