"""The four changes of clocks of 2026–27: what is stored lasts as long as it should, and 09:00 stays 09:00."""

import uuid
from datetime import UTC, date, datetime, time, timedelta

import pytest

from clinic.locations.models import OpeningHours
from clinic.scheduling import booking
from clinic.scheduling.booking import Session
from clinic.scheduling.models import Appointment, ClinicianHours
from clinic.scheduling.planning import Wishes, plan_course
from clinic.scheduling.standing import Standing

CHANGES = [
    ("Europe/London", date(2026, 10, 25), 1),
    ("America/New_York", date(2026, 11, 1), 1),
    ("America/New_York", date(2027, 3, 14), -1),
    ("Europe/London", date(2027, 3, 28), -1),
]
LENGTHS = {"session": 50, "visit": 30 + 50 + 60, "room_block": 30 + 50 + 60 + 10, "clinician_block": 50}


@pytest.fixture
def clinic_in(small_clinic):
    """`clinic_in(zone, now)`: the small clinic in this zone, open around the clock."""

    def move(zone, now):
        small_clinic.location.time_zone = zone
        small_clinic.location.save()
        OpeningHours.objects.update(opens=time(0), closes=time(23, 59), valid_from=date(2020, 1, 1))
        ClinicianHours.objects.update(starts=time(0), ends=time(23, 59))
        small_clinic.now = now
        for room in small_clinic.rooms:
            room.location = small_clinic.location
        small_clinic.patient.location = small_clinic.location
        return small_clinic

    return move


def two_weeks_before(day):
    return datetime.combine(day - timedelta(days=14), time(12), tzinfo=UTC)


@pytest.mark.parametrize(("zone", "day", "hours"), CHANGES)
def test_a_visit_over_the_change_lasts_as_long_as_any(clinic_in, zone, day, hours):
    clinic = clinic_in(zone, two_weeks_before(day))
    clinic.book(
        type=clinic.treatment_type, course=clinic.authorise(), session_start=clinic.at(0, 45, day=day)
    )
    stored = Appointment.objects.get()
    for name, minutes in LENGTHS.items():
        span = getattr(stored, name)
        assert (span.upper - span.lower) == timedelta(minutes=minutes), name
    begins, ends = (
        moment.astimezone(clinic.location.zone) for moment in (stored.visit.lower, stored.visit.upper)
    )
    on_the_wall = ends.replace(tzinfo=None) - begins.replace(tzinfo=None)
    assert on_the_wall == timedelta(minutes=LENGTHS["visit"]) - timedelta(hours=hours)


@pytest.mark.parametrize(("zone", "day", "hours"), CHANGES)
def test_a_course_over_the_change_keeps_its_time_on_the_wall(clinic_in, zone, day, hours):
    clinic = clinic_in(zone, two_weeks_before(day))
    course = clinic.authorise(phases=[(3, 7, 7, False)])
    wishes = Wishes(clinic.location, day - timedelta(days=9), earliest=time(9), latest=time(9))
    planned = plan_course(
        standing=Standing(course, clinic.now), type=clinic.treatment_type, wishes=wishes, now=clinic.now
    )
    booking.book_course(
        course=course,
        type=clinic.treatment_type,
        sessions=[
            Session(number, each.session_start, each.room, each.clinician)
            for number, each in planned.plans[0].openings.items()
        ],
        by=clinic.front_desk,
        form_key=uuid.uuid4(),
        now=clinic.now,
    )
    rows = Appointment.objects.select_related("room__location").order_by("session")
    assert [row.starts_at.time() for row in rows] == [time(9)] * 3
    before, after = rows[0].session.lower, rows[2].session.lower
    assert after - before == timedelta(days=14, hours=hours)
