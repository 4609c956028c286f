"""A clinic that people can ask, and the people who answer."""

import re
from datetime import date, time, timedelta
from html import unescape

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from clinic.accounts import roles
from clinic.locations.models import Clinic, Country, CrisisLine, Location, OpeningHours, Weekday
from patients.inquiries.models import Inquiry
from patients.inquiries.receiving import receive_inquiry
from tests.small_clinic import person


@pytest.fixture
def clinic(db):
    CrisisLine.objects.create(
        country=Country.UNITED_STATES,
        name="988 Lifeline",
        phone="988",
        when="Day and night",
        cost="Free",
        checked_on="2026-11-01",
    )
    return Clinic.objects.create(
        name="Stillwater Clinic",
        short_name="Stillwater",
        phone="+12125550100",
        email="hello@stillwater.example",
        country=Country.UNITED_STATES,
    )


@pytest.fixture
def open_location(clinic):
    """`open_location("Lakeside")`: another location, open Monday to Friday."""

    def open_one(name, **fields):
        place = {"street": "1 River Street", "city": "New York", "postal_code": "10001", "country": "US"}
        options = {"time_zone": "America/New_York", "phone": "+12125550101", **place, **fields}
        location = Location.objects.create(name=name, slug=name.lower(), **options)
        for weekday in Weekday.values[:5]:
            OpeningHours.objects.create(
                location=location,
                weekday=weekday,
                opens=time(9),
                closes=time(17),
                valid_from=date(2020, 1, 1),
            )
        return location

    return open_one


@pytest.fixture
def riverside(open_location):
    return open_location("Riverside")


@pytest.fixture
def front_desk(db):
    return person("fern.frontdesk", roles.FRONT_DESK)


@pytest.fixture
def colleague(db):
    return person("sam.second", roles.FRONT_DESK)


@pytest.fixture
def clinician(db):
    return person("clara.clinician", roles.CLINICIAN)


@pytest.fixture
def prescriber(db):
    return person("percy.prescriber", roles.PRESCRIBER)


@pytest.fixture
def desk(client, front_desk):
    """The front desk's browser."""
    client.force_login(front_desk)
    return client


@pytest.fixture
def asked(riverside):
    """`asked(name="…")`: an inquiry as the website keeps it; `hours_ago` for one that waits."""
    from uuid import uuid4

    def ask(hours_ago=0, **fields):
        said = {
            "name": "Ana Example",
            "email": "ana@visitor.example",
            "phone": "+12125550123",
            "contact_by": Inquiry.ContactBy.EMAIL,
            "location": riverside,
            **fields,
        }
        return receive_inquiry(form_key=uuid4(), now=timezone.now() - timedelta(hours=hours_ago), **said)

    return ask


ANSWERS = {
    "name": "Ana Example",
    "email": "ana@visitor.example",
    "phone": "(212) 555-0123",
    "contact_by": "email",
    "best_time": "morning",
    "help_with": ["pain", "depression"],
    "message": "Do you have an elevator?",
    "support_needed": "Large print",
    "consent": "on",
}


def text_of_length(length):
    """A text that is hard to keep: emoji, Hebrew, Arabic, turned around, and an accent at its very end."""
    strange = "Ana \N{DOVE OF PEACE}\ufe0f e\u0301 \u05d0\u05d1\u05d2 \u0639\u0631\u0628\u064a \u202ex"
    return (strange * length)[: length - 1] + "\u0301"


def hidden_fields(page):
    """The hidden fields of a page's form, by name."""
    found = {}
    for tag in re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", page.content.decode()):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        found[name[1]] = unescape(value[1]) if value else ""
    return {name: value for name, value in found.items() if name != "csrfmiddlewaretoken"}


@pytest.fixture
def open_form(client, riverside):
    """The public form as a browser holds it a minute after it was opened."""

    def open_one(address=None):
        with time_machine.travel(timezone.now() - timedelta(minutes=1), tick=False):
            return hidden_fields(client.get(address or reverse("inquiries:inquire")))

    return open_one


@pytest.fixture
def send(client, open_form):
    """`send(name="…")`: fills in the public form, but for what is said here, and sends it."""

    def fill_in(form=None, address="203.0.113.7", **changes):
        typed = {**(form or open_form()), **ANSWERS, **changes}
        typed = {name: value for name, value in typed.items() if value is not None}
        return client.post(reverse("inquiries:inquire"), typed, REMOTE_ADDR=address)

    return fill_in


@pytest.fixture
def manager(db):
    return person("max.manager", roles.MANAGER)
