"""A clinic on a frozen clock, its minute's job and its mail server: what the tests of notices begin with."""

from contextlib import contextmanager
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import time_machine
from django.conf import settings
from django.core import mail
from django.utils.module_loading import import_string
from post_office.mail import get_queued
from post_office.models import STATUS, Email

from clinic.locations.models import Clinic
from clinic.notices.models import Delivery, Notice
from clinic.notices.starter import load_reminder_times
from clinic.notices.writing import write_what_is_due
from clinic.scheduling import booking, cancelling
from patients.people.models import Patient
from tests.small_clinic import open_small_clinic

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 30, 9, tzinfo=NEW_YORK)  # a Monday
MINUTE = timedelta(minutes=1)


def a_clinic(now=NOW, channels=("email",), rooms=2, clinicians=2, **patient):
    """The small clinic, whose patient may be written to by these channels."""
    clinic = open_small_clinic(now=now, rooms=rooms, clinicians=clinicians)
    Clinic.objects.create(
        name="Stillwater Ketamine Clinic",
        short_name="Stillwater",
        phone="+12125550100",
        email="hello@stillwater.example",
        country="US",
    )
    load_reminder_times()
    known = {"email": "robin@visitor.example", "phone": "+12125550199", "channels": list(channels)}
    Patient.objects.filter(pk=clinic.patient.pk).update(**known, **patient)
    clinic.patient.refresh_from_db()
    return clinic


@contextmanager
def at(moment):
    with time_machine.travel(moment, tick=False):
        yield


def minute(moment):
    """The minute's job, and then the mail server, at this moment."""
    with at(moment):
        write_what_is_due()
        send_what_waits()


def send_what_waits():
    """Everything that is due in the queue goes out, as the worker sends it, in this thread."""
    while waiting := list(get_queued()):
        [queued] = waiting
        backend = import_string(settings.POST_OFFICE["BACKENDS"][queued.backend_alias or "default"])()
        queued.dispatch(commit=False, connection=backend)
        Email.objects.filter(pk=queued.pk).update(status=STATUS.sent)


def told():
    """All that was told, in order: what, and when the visit begins by the clock there."""
    return [(notice.what, f"{notice.begins_at:%m-%d %H:%M}") for notice in Notice.objects.order_by("pk")]


def sent():
    """All that has left, in order: when, how, what."""
    deliveries = Delivery.objects.exclude(sent_at=None).select_related("notice").order_by("sent_at", "pk")
    return [
        (f"{each.sent_at.astimezone(NEW_YORK):%m-%d %H:%M}", each.channel, each.notice.kind)
        for each in deliveries
    ]


def mails():
    """Mails and texts that have left this test's process."""
    return mail.outbox


def cancel(clinic, appointment, now, **said):
    said = {"reason": "Ill", "asked_by": "patient", **said}
    appointment.refresh_from_db()
    return cancelling.cancel(appointment=appointment, by=clinic.front_desk, now=now, **said)


def restore(clinic, appointment, now):
    appointment.refresh_from_db()
    return cancelling.restore(appointment=appointment, by=clinic.front_desk, now=now)


def move(clinic, appointment, start, now, **changes):
    appointment.refresh_from_db()
    where = {"room": appointment.room, "clinician": appointment.clinician, **changes}
    return booking.move(
        appointment=appointment, session_start=start, by=clinic.front_desk, reason="Work", now=now, **where
    )


def days_later(days, **hours):
    return NOW + timedelta(days=days, **hours)
