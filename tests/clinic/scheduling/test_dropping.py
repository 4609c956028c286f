"""An appointment is dropped in the calendar: moved as the act judges, or refused in its words."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from clinic.accounts import roles
from clinic.locations.models import Location, OpeningHours
from clinic.scheduling.models import Appointment, ClinicianHours, Room
from tests.clinic.scheduling.pages import open_another, text_of
from tests.small_clinic import person

CLOCKS_GO_BACK, CLOCKS_GO_FORWARD = date(2026, 11, 1), date(2027, 3, 14)


def dropped(appointment, **changes):
    """What the calendar sends: where the appointment stands, but for `changes`."""
    return {
        "day": appointment.starts_at.date().isoformat(),
        "starts": f"{appointment.starts_at:%H:%M}",
        "minutes": appointment.session_minutes,
        "room": appointment.room_id,
        "clinician": appointment.clinician_id,
        "reason": "Patient asked",
        "asked_by": "patient",
        "seen": appointment.changed_at.isoformat(),
        **changes,
    }


def drop(client, appointment, **changes):
    address = reverse("scheduling:drop", args=[appointment.reference])
    return client.post(address, dropped(appointment, **changes))


def stored(appointment):
    return Appointment.objects.select_related("room__location").get(pk=appointment.pk)


def test_it_is_moved_and_what_undoes_it_is_handed_back(small_clinic, desk):
    booked = small_clinic.book()
    answer = drop(desk, booked, starts="14:05", minutes=40, room=small_clinic.rooms[1].pk, asked_by="family")
    assert answer.status_code == 200
    assert "14:05–14:45, Room 2, Clinician 1" in answer.json()["said"]
    moved = stored(booked)
    assert (moved.starts_at, moved.session_minutes, moved.room) == (
        small_clinic.at(14, 5),
        40,
        small_clinic.rooms[1],
    )
    assert (moved.reason, moved.asked_by, moved.changed_by) == (
        "Patient asked",
        "family",
        small_clinic.front_desk,
    )
    back = desk.post(reverse("scheduling:drop", args=[booked.reference]), answer.json()["undo"])
    assert back.status_code == 200, back.json()
    again = stored(booked)
    assert (again.session, again.room, again.reason) == (booked.session, booked.room, "Moved back")


@pytest.mark.parametrize(
    ("changes", "status", "why"),
    [
        ({"starts": "10:30"}, 409, "Clinician 2 is with a patient 10:00–11:00."),
        ({"starts": "07:00"}, 422, "Riverside is not open for the whole visit, 07:00–08:00."),
        ({"minutes": 35}, 422, "A session lasts 40 to 60 minutes."),
        ({"reason": " "}, 422, "Say why."),
        ({"asked_by": ""}, 422, "Say who asked."),
        ({"day": "2020-01-06"}, 422, "This time is past."),
        ({"seen": "2020-01-01T00:00:00+00:00"}, 409, "has changed this appointment"),
        ({"room": 0}, 422, "Select a valid choice"),
        ({"starts": "never"}, 422, "Enter a valid time."),
    ],
)
def test_a_refusal_says_why_and_nothing_moves(small_clinic, desk, changes, status, why):
    small_clinic.book(
        patient=small_clinic.register(), room=small_clinic.rooms[1], clinician=small_clinic.clinicians[1]
    )
    booked = small_clinic.book(session_start=small_clinic.at(14))
    answer = drop(desk, booked, **{"clinician": small_clinic.clinicians[1].pk, **changes})
    assert answer.status_code == status
    assert why in " ".join(answer.json()["reasons"])
    assert stored(booked).session == booked.session


def test_a_refusal_leads_to_the_page_where_exceptions_are_made(small_clinic, desk):
    booked = small_clinic.book()
    [way] = drop(desk, booked, starts="07:00").json()["ways"]
    assert way["address"].startswith(reverse("scheduling:move", args=[booked.reference]))
    assert desk.get(way["address"]).status_code == 200


def test_where_it_breaks_the_course_the_sessions_after_it_may_be_moved_too(small_clinic, desk):
    course = small_clinic.authorise(phases=[(3, 2, 4, False)])
    sessions = [
        small_clinic.book(
            type=small_clinic.treatment_type,
            course=course,
            session_start=small_clinic.at(10, day=small_clinic.monday + timedelta(days=days)),
        )
        for days in (0, 3, 6)
    ]
    refused = drop(desk, sessions[1], day=(small_clinic.monday + timedelta(days=5)).isoformat())
    assert refused.status_code == 422
    assert any("authorized are 2 to 4" in reason for reason in refused.json()["reasons"])
    repair, _move = refused.json()["ways"]
    assert repair["address"].startswith(
        reverse("scheduling:repair", args=[small_clinic.patient.reference, course.reference])
    )
    page = desk.get(repair["address"])
    assert page.status_code == 200
    assert "Robin Example" in text_of(page)


def test_only_who_may_see_the_patient_and_change_the_diary_drops(small_clinic, client):
    booked = small_clinic.book()
    client.force_login(person("some.clinician", roles.CLINICIAN))
    assert drop(client, booked, starts="14:00").status_code == 404
    client.force_login(person("some.editor", roles.EDITOR))
    assert drop(client, booked, starts="14:00").status_code == 403
    client.force_login(small_clinic.front_desk)
    assert client.get(reverse("scheduling:drop", args=[booked.reference])).status_code == 405
    assert stored(booked).session == booked.session


def open_at_night(clinic):
    clinic.now = timezone.now()
    OpeningHours.objects.update(opens=time(0), closes=time(23))
    ClinicianHours.objects.update(starts=time(0), ends=time(23))


@time_machine.travel("2026-10-20T12:00:00Z", tick=False)
def test_a_time_that_comes_twice_is_asked_about(small_clinic, desk):
    open_at_night(small_clinic)
    desk.force_login(small_clinic.front_desk)
    booked = small_clinic.book(session_start=small_clinic.at(1, 30, CLOCKS_GO_BACK + timedelta(days=1)))
    asked = drop(desk, booked, day=CLOCKS_GO_BACK.isoformat())
    assert (asked.status_code, asked.json()["asks"], asked.json()["stays"]) == (422, True, True)
    assert "comes twice" in asked.json()["reasons"][0]
    answer = drop(desk, booked, day=CLOCKS_GO_BACK.isoformat(), fold="1")
    assert "01:30 EST–02:30" in answer.json()["said"]
    assert stored(booked).starts_at.fold == 1
    first = drop(desk, stored(booked), day=CLOCKS_GO_BACK.isoformat(), fold="0")
    assert "01:30 EDT–01:30 EST" in first.json()["said"]
    assert first.json()["undo"]["fold"] == "1"


@time_machine.travel("2027-03-01T12:00:00Z", tick=False)
def test_a_time_that_the_clocks_skip_is_refused(small_clinic, desk):
    open_at_night(small_clinic)
    desk.force_login(small_clinic.front_desk)
    booked = small_clinic.book(session_start=small_clinic.at(2, 30, CLOCKS_GO_FORWARD + timedelta(days=1)))
    answer = drop(desk, booked, day=CLOCKS_GO_FORWARD.isoformat())
    assert (answer.status_code, answer.json()["asks"], answer.json()["stays"]) == (422, False, False)
    assert "There is no 02:30" in answer.json()["reasons"][0]


def test_the_clock_is_the_one_of_the_room(small_clinic, desk):
    booked = small_clinic.book()
    other = open_another(small_clinic)
    Location.objects.filter(pk=other.pk).update(time_zone="Europe/London")
    OpeningHours.objects.create(
        location=other, weekday=small_clinic.monday.isoweekday(), opens=time(8), closes=time(18)
    )
    ClinicianHours.objects.create(
        clinician=small_clinic.clinicians[0],
        location=other,
        weekday=small_clinic.monday.isoweekday(),
        starts=time(8),
        ends=time(18),
    )
    answer = drop(desk, booked, starts="15:00", room=Room.objects.get(location=other).pk)
    assert answer.status_code == 200, answer.json()
    at_three = datetime.combine(small_clinic.monday, time(15), tzinfo=ZoneInfo("Europe/London"))
    assert f"{stored(booked).starts_at:%H:%M %Z}" == f"{at_three:%H:%M %Z}"
    assert stored(booked).session.lower == at_three
