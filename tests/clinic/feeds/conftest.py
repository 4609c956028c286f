"""The feeds' tests happen in one small clinic, whose clinicians work there and whose calendars are asked for."""

import pytest

from clinic.accounts import roles
from clinic.feeds import subscribing
from clinic.feeds.models import CalendarFeed
from clinic.locations.models import Clinic
from tests.small_clinic import open_small_clinic, person


@pytest.fixture
def small_clinic(db):
    clinic = open_small_clinic()
    Clinic.objects.create(
        name="Stillwater Ketamine Clinic",
        short_name="Stillwater",
        phone="+12125550142",
        email="hello@stillwater.example",
        country="US",
    )
    return clinic


@pytest.fixture
def clinicians_feed(small_clinic):
    """The path of the address of the first clinician's times, and the feed."""
    return path_and_feed(by=small_clinic.clinicians[0].user, now=small_clinic.now)


@pytest.fixture
def rooms_feed(small_clinic):
    return path_and_feed(by=small_clinic.front_desk, now=small_clinic.now, room=small_clinic.rooms[0])


@pytest.fixture
def manager(small_clinic):
    return person("max.manager", roles.MANAGER)


def path_and_feed(**asked):
    address = subscribing.make_feed(**asked)
    return address.removeprefix("http://localhost:8000"), CalendarFeed.objects.standing().latest("pk")
