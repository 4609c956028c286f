"""The figures' tests happen in one small clinic on November 20, 2026, with what the months before have left."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from clinic.scheduling import arriving, booking, cancelling
from patients.inquiries.models import Inquiry
from patients.inquiries.receiving import receive_inquiry
from patients.people.models import Patient
from tests.small_clinic import open_small_clinic

NOW = datetime(2026, 11, 20, 20, tzinfo=UTC)  # a Friday, 3 pm in New York
BEFORE = timedelta(days=30)


class Past:
    """What happened at a small clinic, told in few words. Times are `month, day, hour, minute` of its wall clock."""

    def __init__(self, clinic):
        self.clinic = clinic

    def at(self, month, day, hour=10, minute=0, year=2026, fold=0, room=None):
        zone = (room or self.clinic.rooms[0]).location.zone
        return datetime(year, month, day, hour, minute, tzinfo=zone, fold=fold)

    def booked(self, *when, year=2026, fold=0, **wishes):
        """An appointment that was booked a month before; an evaluation, unless a course is given."""
        clinic, room = self.clinic, wishes.get("room", self.clinic.rooms[0])
        starts = self.at(*when, year=year, fold=fold, room=room)
        if "course" in wishes:
            wishes |= {"type": clinic.treatment_type, "patient": wishes["course"].patient}
        return booking.book(
            **clinic.wish(session_start=starts, now=starts - BEFORE, form_key=uuid.uuid4(), **wishes)
        )

    def came(self, *when, **wishes):
        """A visit that took place."""
        return self.arrive(self.booked(*when, **wishes))

    def arrive(self, appointment):
        return arriving.arrive(
            appointment=appointment, by=self.clinic.front_desk, now=appointment.visit.lower
        )

    def missed(self, *when, **wishes):
        return self.miss(self.booked(*when, **wishes))

    def miss(self, appointment):
        return cancelling.mark_no_show(
            appointment=appointment,
            by=self.clinic.front_desk,
            now=appointment.visit.lower + timedelta(minutes=30),
        )

    def canceled(self, *when, hours_before=1, asked_by="patient", **wishes):
        return self.cancel(self.booked(*when, **wishes), hours_before, asked_by)

    def cancel(self, appointment, hours_before=1, asked_by="patient"):
        return cancelling.cancel(
            appointment=appointment,
            by=self.clinic.front_desk,
            reason="Invented.",
            asked_by=asked_by,
            now=appointment.visit.lower - timedelta(hours=hours_before),
        )

    def moved(self, appointment, *when, hours_before=1):
        return booking.move(
            appointment=appointment,
            session_start=self.at(*when),
            room=appointment.room,
            clinician=appointment.clinician,
            by=self.clinic.front_desk,
            reason="Invented.",
            gap_because="Invented.",
            now=appointment.visit.lower - timedelta(hours=hours_before),
        )

    def asked(self, received_at, location=None):
        """A patient who asked us at that moment."""
        patient = self.clinic.register()
        Patient.objects.filter(pk=patient.pk).update(inquiry=self.inquiry(received_at, location))
        return patient

    def inquiry(self, received_at, location=None):
        inquiry = receive_inquiry(
            form_key=uuid.uuid4(),
            name="Ana Example",
            email="ana@visitor.example",
            contact_by="email",
            location=location or self.clinic.location,
        )
        Inquiry.objects.filter(pk=inquiry.pk).update(received_at=received_at, unanswered_since=received_at)
        return inquiry


@pytest.fixture
def small_clinic(db):
    return open_small_clinic(now=NOW)


@pytest.fixture
def past(small_clinic):
    return Past(small_clinic)
