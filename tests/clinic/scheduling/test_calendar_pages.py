"""The calendar: a day by room, a day by clinician, a week."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from clinic.locations.models import Closure
from clinic.scheduling import cancelling
from clinic.scheduling.models import Absence
from patients.people.models import Hold
from tests.clinic.scheduling.pages import calendar, text_of
from tests.small_clinic import open_small_clinic


def test_a_day_by_room_shows_the_session_and_what_blocks_the_room(small_clinic, desk):
    course = small_clinic.authorise()
    small_clinic.book(type=small_clinic.treatment_type, course=course)
    said = text_of(desk.get(calendar(small_clinic)))
    for part in (
        "08:00 Free Book",
        "09:30 Prepare",
        "10:00–10:50 Robin Example Ketamine into a vein, session 1 of 6 Clinician 1",
        "10:50 Observe",
        "11:50 Turnover",
        "12:00 Free Book",
    ):
        assert part in said, part


def test_a_day_by_clinician_frees_the_clinician_while_the_patient_rests(small_clinic, desk):
    small_clinic.book(type=small_clinic.treatment_type, course=small_clinic.authorise())
    away = (small_clinic.at(14), small_clinic.at(15))
    Absence.objects.create(clinician=small_clinic.clinicians[1], away=away)
    said = text_of(desk.get(calendar(small_clinic, "clinicians")))
    assert "10:00–10:50 Robin Example Ketamine into a vein, session 1 of 6 Room 1" in said
    assert "10:50 Free Book" in said
    assert "14:00 Away" in said


def test_the_legend_explains_what_is_there(small_clinic, desk):
    small_clinic.book(type=small_clinic.treatment_type, course=small_clinic.authorise())
    assert "Hatched: prepare, observe and turnover" in text_of(desk.get(calendar(small_clinic)))
    assert "Hatched" not in text_of(desk.get(calendar(small_clinic, "clinicians")))
    type = small_clinic.treatment_type
    type.pk, type.key, type.clinician_stays_for_visit = None, "attended", True
    type.save()
    for row in (*small_clinic.rooms, *small_clinic.clinicians):
        row.types.add(type)
    course = small_clinic.patient.courses.get()
    small_clinic.book(type=type, course=course, session_start=small_clinic.at(15))
    assert "Hatched: prepare and observe" in text_of(desk.get(calendar(small_clinic, "clinicians")))


def test_a_stretch_too_short_for_its_words_says_them_under_the_pointer(small_clinic, desk):
    small_clinic.book(type=small_clinic.treatment_type, course=small_clinic.authorise())
    page = desk.get(calendar(small_clinic)).content.decode()
    assert 'title="11:50–12:00 Turnover"' in page
    assert page.count("title=") == 1


def test_a_week_lists_every_appointment_once_under_its_day(small_clinic, desk):
    small_clinic.book()
    small_clinic.book(session_start=small_clinic.at(14, day=small_clinic.monday + timedelta(days=2)))
    page = desk.get(calendar(small_clinic, "week"))
    assert text_of(page).count("Robin Example Evaluation") == 2
    assert "14:00–15:00" in text_of(page)


def test_a_closed_day_says_why(small_clinic, desk):
    Closure.objects.create(first_day=small_clinic.monday, last_day=small_clinic.monday, reason="Staff day")
    for show in ("rooms", "clinicians", "week"):
        assert "Closed: Staff day" in text_of(desk.get(calendar(small_clinic, show)))


def test_a_session_on_hold_is_marked(small_clinic, desk):
    small_clinic.book(type=small_clinic.treatment_type, course=small_clinic.authorise())
    assert "badge-amber" not in desk.get(calendar(small_clinic)).content.decode()
    Hold.objects.create(patient=small_clinic.patient, reason="Call first.", raised_by=small_clinic.prescriber)
    for show in ("rooms", "clinicians", "table", "week", "agenda"):
        assert desk.get(calendar(small_clinic, show)).content.decode().count("badge-amber") == 1


def test_a_canceled_appointment_leaves_the_calendar(small_clinic, desk):
    booked = small_clinic.book()
    cancelling.cancel(appointment=booked, by=small_clinic.front_desk, reason="Ill", now=small_clinic.now)
    assert "Robin Example" not in text_of(desk.get(calendar(small_clinic)))


def test_the_calendar_says_where_now_is(small_clinic, desk):
    with time_machine.travel(small_clinic.at(10, 42), tick=False):
        desk.force_login(small_clinic.front_desk)
        said = text_of(desk.get(calendar(small_clinic)))
    assert "It is 10:42 there now" in said
    assert "08:00 Now Free" in said


@pytest.mark.parametrize(
    "query",
    [
        {"day": "never", "show": "pages", "location": "nowhere"},
        {"day": "0001-01-01"},
        {"day": "9999-12-31", "show": "week"},
        {"day": "2026-02-30", "location": "\0", "show": "\ud800"},
        {"location": "riverside'; --"},
    ],
)
def test_an_address_that_makes_no_sense_shows_today(small_clinic, desk, query):
    """R7, T33: what is shown comes from an allow-list."""
    address = reverse("scheduling:calendar")
    encoded = "&".join(
        f"{name}={value.encode('utf-8', 'surrogatepass').hex('%')}" for name, value in query.items()
    )
    encoded = re.sub(r"=([0-9a-f]{2})", r"=%\1", encoded)
    response = desk.get(f"{address}?{encoded}")
    assert response.status_code == 200
    assert response.context["day"] == small_clinic.location.today()


def test_the_calendar_asks_the_same_queries_for_any_number_of_appointments(
    small_clinic, desk, django_assert_max_num_queries
):
    def queries(show):
        with django_assert_max_num_queries(40) as asked:
            desk.get(calendar(small_clinic, show))
        return len(asked)

    small_clinic.book()
    few = [queries(show) for show in ("rooms", "clinicians", "week")]
    for hour in range(11, 17, 2):
        for room, clinician in zip(small_clinic.rooms, small_clinic.clinicians, strict=True):
            small_clinic.book(
                patient=small_clinic.register(),
                session_start=small_clinic.at(hour, 15),
                room=room,
                clinician=clinician,
            )
    assert [queries(show) for show in ("rooms", "clinicians", "week")] == few


def test_a_calendar_without_a_location_says_what_to_do(client, db):
    clinic = open_small_clinic()
    clinic.location.is_active = False
    clinic.location.save()
    client.force_login(clinic.front_desk)
    assert "There is no location yet" in text_of(client.get(reverse("scheduling:calendar")))
