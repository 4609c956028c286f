"""Somebody sends the public form three hundred times in ten minutes."""

from collections import Counter
from datetime import timedelta

import time_machine
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email

from clinic.desk import telling
from clinic.locations.models import Clinic
from patients.inquiries import form_keys, limits
from patients.inquiries.models import Inquiry
from tests.patients.conftest import ANSWERS, hidden_fields
from tests.small_clinic import open_small_clinic

INQUIRE = reverse("inquiries:inquire")
TIMES, MINUTES = 300, 10


def fill_in(client, address, form):
    """One more form, as if it had been opened a minute ago."""
    with time_machine.travel(timezone.now() - timedelta(minutes=1)):
        key = form_keys.new_key()
    return client.post(INQUIRE, {**form, **ANSWERS, "form_key": key}, REMOTE_ADDR=address).status_code


def test_three_hundred_from_one_address_are_twenty_rows_two_mails_and_nobody_elses_trouble(client, db):
    """T20, at a small part of its size: after the twentieth each refusal is the same."""
    open_small_clinic()
    Clinic.objects.create(
        name="Stillwater Clinic",
        short_name="Stillwater",
        phone="+12125550100",
        email="hello@stillwater.example",
        country="US",
    )
    form, answers, began = hidden_fields(client.get(INQUIRE)), Counter(), timezone.now()
    for minute in range(MINUTES):
        with time_machine.travel(began + timedelta(minutes=minute)):
            for _again in range(TIMES // MINUTES):
                answers[fill_in(client, "203.0.113.7", form)] += 1
            telling.tell_the_desk()
            assert fill_in(client, f"198.51.100.{minute}", form) == 302
    assert answers == {302: limits.A_DAY, 429: TIMES - limits.A_DAY}
    assert Inquiry.objects.count() == limits.A_DAY + MINUTES
    assert Email.objects.filter(to__contains="hello@stillwater.example").count() <= 2
