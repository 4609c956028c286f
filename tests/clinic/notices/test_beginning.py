"""A clinic that had appointments before the portal told of any: nobody is told what they know."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core import mail

from clinic.notices.models import Delivery, Notice
from tests.clinic.notices.minutes import MINUTE, NOW, at, cancel, minute, move, restore, sent, told

pytestmark = pytest.mark.django_db
BEGINS = NOW + timedelta(days=1)


@pytest.fixture
def booked(clinic):
    """Booked the day before the portal begins to tell."""
    booked = clinic.book()
    begin()
    return booked


def begin():
    with at(BEGINS):
        import_module("clinic.notices.migrations.0003_who_has_an_appointment_knows_of_it").note_who_knows(
            apps, schema_editor=None
        )


def test_who_has_an_appointment_is_told_nothing_and_reminded_as_ever(clinic, booked):
    for passed in range(3):
        minute(BEGINS + passed * MINUTE)
    assert sent() == []
    minute(clinic.at(10) - timedelta(days=7))
    assert sent() == [("12-07 10:00", "email", "reminder")]


def test_no_reminder_whose_time_had_come_is_sent_at_once_and_the_next_goes(clinic):
    clinic.book(session_start=clinic.at(12, day=BEGINS.date() + timedelta(days=1)))
    clinic.book(session_start=clinic.at(10, day=BEGINS.date() + timedelta(days=3)))
    begin()
    minute(BEGINS)
    assert sent() == []
    minute(BEGINS + timedelta(hours=3))
    assert told()[2:] == [("Reminder, 24 hours before", "12-02 12:00")]


def test_a_move_and_a_cancellation_are_told_to_who_knew_before(clinic, booked):
    move(clinic, booked, clinic.at(14), BEGINS + timedelta(hours=1))
    minute(BEGINS + timedelta(hours=2))
    assert "It is no longer at 10:00 a.m. on Monday, December 14" in mail.outbox[0].body
    cancel(clinic, booked, BEGINS + timedelta(hours=3))
    minute(BEGINS + timedelta(hours=4))
    assert [how for _when, _by, how in sent()] == ["moved", "cancelled"]


def test_what_is_off_or_told_already_is_left_alone(clinic):
    off, known = clinic.book(), clinic.book(session_start=clinic.at(14))
    cancel(clinic, off, NOW + MINUTE)
    minute(NOW + 10 * MINUTE)
    begin()
    begin()
    assert Notice.objects.get().appointment == known and not Delivery.objects.exclude(channel="email")
    restore(clinic, off, BEGINS + MINUTE)
    minute(BEGINS + 4 * MINUTE)
    assert sent()[-1] == ("12-01 09:04", "email", "booked")
