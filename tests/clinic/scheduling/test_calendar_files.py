"""Calendar files of appointments: what they say and what they never say, and what calendars make of them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from django.utils.translation import override

from clinic.locations.models import Clinic, OpeningHours
from clinic.scheduling import arriving, booking, cancelling
from clinic.scheduling.calendar_files import calendar_file, content_type_of, title_of
from clinic.scheduling.models import Appointment, ClinicianHours
from tests.calendars import Khal, beside, on_the_clock, read, unfolded

# RFC 5546, 3.2.1 and 3.2.5: what a file of this method must have, and what no published one may have.
REQUIRED = {
    "PUBLISH": {"DTSTAMP", "DTSTART", "ORGANIZER", "SUMMARY", "UID", "SEQUENCE"},
    "CANCEL": {"DTSTAMP", "ORGANIZER", "SEQUENCE", "UID", "STATUS"},
}
FORBIDDEN = {"ATTENDEE", "REQUEST-STATUS", "RECURRENCE-ID"}


@pytest.fixture
def named_clinic(small_clinic):
    Clinic.objects.create(
        name="Stillwater Ketamine Clinic",
        short_name="Stillwater",
        phone="+12125550142",
        email="hello@stillwater.example",
        country="US",
    )
    return small_clinic


def file_of(appointment):
    """The file, and its one event, of an appointment as it is stored."""
    stored = Appointment.objects.get(pk=appointment.pk)
    file = calendar_file(stored)
    calendar = read(file)
    [event] = calendar.events
    method = str(calendar["METHOD"])
    assert REQUIRED[method] <= set(event) and not FORBIDDEN & set(event)
    assert content_type_of(stored) == f"text/calendar; method={method}"
    return file, event


def move(clinic, appointment, session_start):
    return booking.move(
        appointment=appointment,
        session_start=session_start,
        room=appointment.room,
        clinician=appointment.clinician,
        by=clinic.front_desk,
        reason="Asked.",
        gap_because="Asked.",
        now=clinic.now,
    )


def cancel(clinic, appointment):
    return cancelling.cancel(
        appointment=appointment, by=clinic.front_desk, reason="Ill.", asked_by="patient", now=clinic.now
    )


def test_it_says_when_and_where_to_be_and_whom_to_call(named_clinic):
    booked = named_clinic.book(type=named_clinic.treatment_type, course=named_clinic.authorise())
    with time_machine.travel(named_clinic.now, tick=False):
        _file, event = file_of(booked)
    assert (event.start, event.end) == (booked.visit.lower, booked.visit.upper)
    assert event.start.utcoffset() == timedelta(0) and "TZID" not in event["DTSTART"].params
    assert event["SUMMARY"] == "Appointment, Stillwater"
    assert event["LOCATION"] == "100 Invented Street, Demotown, 10000"
    assert event["DESCRIPTION"] == "To change it, call +1 212-555-0142."
    assert (event["STATUS"], event["CLASS"]) == ("CONFIRMED", "PRIVATE")
    assert event["ORGANIZER"] == f"mailto:{settings.DEFAULT_FROM_EMAIL}"
    assert event["ORGANIZER"].params["CN"] == "Stillwater"
    assert event.stamp == named_clinic.now.replace(microsecond=0)


def test_it_says_nothing_about_anybody(named_clinic):
    """Discreet: no name, treatment, type of place or location's name stands anywhere in the bytes."""
    course = named_clinic.authorise()
    booked = named_clinic.book(type=named_clinic.treatment_type, course=course, asked_by="patient")
    for file in (file_of(booked)[0], file_of(cancel(named_clinic, booked))[0]):
        said = b"\n".join(unfolded(file)).decode().lower()
        for word in (
            *("robin", "example,", "clinician 1", "fran", "room 1", "riverside"),
            *("ketamine", "vein", "session", "treatment", "clinic@", "ill.", "patient", booked.reference),
        ):
            if word == "clinic@":
                assert said.count(word) == 1, "who mails come from"
            else:
                assert word not in said, word


def test_a_change_makes_the_same_event_newer(named_clinic):
    booked = named_clinic.book()
    told = [file_of(booked)[1]]
    moved = move(named_clinic, booked, named_clinic.at(14))
    told.append(file_of(moved)[1])
    cancelled = cancel(named_clinic, moved)
    told.append(file_of(cancelled)[1])
    told.append(
        file_of(cancelling.restore(appointment=cancelled, by=named_clinic.front_desk, now=named_clinic.now))[
            1
        ]
    )
    assert len({event.uid for event in told}) == 1
    assert [event["STATUS"] for event in told] == ["CONFIRMED", "CONFIRMED", "CANCELLED", "CONFIRMED"]
    versions = [event.sequence for event in told]
    assert versions == sorted(set(versions))
    assert [event.start for event in told[:2]] == [named_clinic.at(10), named_clinic.at(14)]
    assert "DESCRIPTION" not in told[2]


def test_two_appointments_are_two_events(named_clinic):
    first, second = named_clinic.book(), named_clinic.book(session_start=named_clinic.at(15))
    assert file_of(first)[1].uid != file_of(second)[1].uid


def test_the_same_appointment_is_the_same_event_under_another_address_of_the_site(named_clinic, settings):
    booked = named_clinic.book()
    before = file_of(booked)[1].uid
    settings.SITE_URL, settings.SITE_HOST = "https://elsewhere.example", "elsewhere.example"
    assert file_of(booked)[1].uid == before


def test_who_came_keeps_the_event_and_who_did_not_has_none(named_clinic):
    booked = named_clinic.book()
    arrived = arriving.arrive(appointment=booked, by=named_clinic.front_desk, now=booked.visit.lower)
    assert file_of(arrived)[1]["STATUS"] == "CONFIRMED"
    back = arriving.step_back(appointment=arrived, by=named_clinic.front_desk, now=booked.visit.lower)
    missed = cancelling.mark_no_show(appointment=back, by=named_clinic.front_desk, now=booked.visit.upper)
    assert file_of(missed)[1]["STATUS"] == "CANCELLED"


@pytest.mark.parametrize(
    ("short_name", "street"),
    [
        ("Stillwater; Elm, Oak & Co", "1, Elm; Street\\Corner"),
        (
            "Ruhepunkt Mönchengladbach – סטילווטר 🕊",
            "Straße der langen Namen und noch viel längerer Wörter 12b, " + "é" * 60,
        ),
        ("The “Quiet” House", "Gate 3\nsecond floor"),
    ],
)
def test_whatever_the_clinic_is_called_comes_back_as_it_was(named_clinic, short_name, street):
    Clinic.objects.update(short_name=short_name)
    named_clinic.location.street = street
    named_clinic.location.save()
    booked = Appointment.objects.get(pk=named_clinic.book().pk)
    _file, event = file_of(booked)
    assert event["SUMMARY"] == f"Appointment, {short_name}"
    assert event["LOCATION"].startswith(street)
    assert event["ORGANIZER"].params["CN"] == short_name


def test_it_speaks_the_language_of_whom_it_is_for(named_clinic):
    booked = named_clinic.book()
    with override("es"):
        assert file_of(booked)[1]["SUMMARY"] == title_of(Clinic.objects.get())


def test_a_portal_that_has_no_clinic_yet_still_makes_a_file(small_clinic):
    assert file_of(small_clinic.book())[1]["SUMMARY"] == "Appointment"


# -- In a real calendar --------------------------------------------------------------------------------


def around_the_clock(clinic, zone, now):
    """The clinic in this zone, open day and night."""
    clinic.location.time_zone = zone
    clinic.location.save()
    OpeningHours.objects.update(opens=time(0), closes=time(23, 59), valid_from=date(2020, 1, 1))
    ClinicianHours.objects.update(starts=time(0), ends=time(23, 59))
    clinic.now = now
    for room in clinic.rooms:
        room.location = clinic.location
    clinic.patient.location = clinic.location
    return clinic


def judge_in_khal(clinic, folder, starts, moved_to, read_in):
    """Booked and imported twice, moved and imported, canceled and imported: one event each time, at its instant."""
    khal, zone = Khal(folder, read_in), ZoneInfo(read_in)
    booked = clinic.book(type=clinic.treatment_type, course=clinic.authorise(), session_start=starts)
    file, _event = file_of(booked)
    khal.take_in(file, file)
    around = beside(starts.date())
    [shown] = khal.lists(*around)
    assert (shown.begins, shown.ends) == (
        on_the_clock(booked.visit.lower, zone),
        on_the_clock(booked.visit.upper, zone),
    )
    assert shown.lasts == "2h 20m", "30 + 50 + 60 minutes, whatever the clocks do"
    assert (shown.title, shown.status) == ("Appointment, Stillwater", "CONFIRMED")
    moved = move(clinic, booked, moved_to)
    khal.take_in(file_of(moved)[0])
    [shown] = khal.lists(*around)
    assert shown.begins == on_the_clock(moved.visit.lower, zone)
    assert shown.lasts == "2h 20m"
    khal.take_in(file_of(cancel(clinic, moved))[0])
    [shown] = khal.lists(*around)
    assert shown.status == "CANCELLED"


@pytest.mark.drill
def test_a_calendar_shows_one_event_and_moves_and_cancels_it(named_clinic, tmp_path):
    clinic = around_the_clock(named_clinic, "America/New_York", datetime(2026, 10, 18, 12, tzinfo=UTC))
    twice = datetime(2026, 11, 1, 1, 30, tzinfo=clinic.location.zone)
    judge_in_khal(clinic, tmp_path / "khal", twice, twice.replace(fold=1), "America/New_York")


# When the session starts and where it is moved to (fold 1: the second turn of an hour that comes twice).
NEW_YORK, LONDON = "America/New_York", "Europe/London"
OVER_THE_CHANGE = [
    (
        NEW_YORK,
        (2026, 11, 1, 0, 45),
        0,
        (2026, 11, 1, 3, 15),
        0,
    ),  # the visit spans the doubled hour; then after it
    (NEW_YORK, (2026, 11, 1, 1, 30), 0, (2026, 11, 1, 1, 30), 1),  # the first 01:30, then the second
    (NEW_YORK, (2026, 11, 1, 1, 0), 1, (2026, 11, 1, 9, 0), 0),
    (
        NEW_YORK,
        (2027, 3, 14, 1, 45),
        0,
        (2027, 3, 14, 3, 0),
        0,
    ),  # right before the missing hour, then right after
    (NEW_YORK, (2027, 3, 14, 3, 30), 0, (2027, 3, 14, 1, 0), 0),  # prepared for before it
    (LONDON, (2026, 10, 25, 0, 45), 0, (2026, 10, 25, 1, 15), 1),
    (LONDON, (2026, 10, 25, 1, 30), 0, (2026, 10, 25, 1, 30), 1),
    (LONDON, (2027, 3, 28, 0, 30), 0, (2027, 3, 28, 2, 0), 0),
    (LONDON, (2027, 3, 28, 2, 15), 0, (2027, 3, 28, 9, 0), 0),
]


@pytest.mark.drill
@pytest.mark.parametrize("read_in", [None, "Asia/Kolkata", "Pacific/Apia", "UTC"])
@pytest.mark.parametrize(("zone", "wall", "fold", "moved_wall", "moved_fold"), OVER_THE_CHANGE)
def test_over_a_clock_change_it_is_one_event_at_its_instant(
    named_clinic, tmp_path, zone, wall, fold, moved_wall, moved_fold, read_in
):
    starts, moved_to = (
        datetime(*each, tzinfo=ZoneInfo(zone), fold=turn)
        for each, turn in ((wall, fold), (moved_wall, moved_fold))
    )
    clinic = around_the_clock(named_clinic, zone, starts.astimezone(UTC) - timedelta(days=14))
    judge_in_khal(clinic, tmp_path / "khal", starts, moved_to, read_in or zone)
