"""The calendar: a day by room, by clinician and as a table, a week, a month, an agenda."""

import re
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clinic.accounts import roles
from clinic.locations.models import Closure, Location, OpeningHours
from clinic.scheduling import booking, cancelling
from clinic.scheduling.models import Absence, ClinicianHours, RoomClosure
from patients.people import holding
from patients.people.models import Hold
from tests.clinic.scheduling.pages import calendar, open_another, text_of
from tests.clinic.scheduling.raw_rows import fill_years_of_the_diary
from tests.plans import plan_of, reads_whole
from tests.small_clinic import open_small_clinic, person


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
    assert re.search(r'data-where="Mon, [^"]*, 10:00–11:00, Room 1, Clinician 1"', page.content.decode())
    assert re.search(r'data-clock="10:00"', page.content.decode()), "on the clock of the location"


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


def test_a_day_as_a_table_has_the_same_actions(small_clinic, desk):
    booked = small_clinic.book()
    page = desk.get(calendar(small_clinic, "table"))
    assert "10:00–11:00 Robin Example Evaluation Room 1, 10:00–11:10 Clinician 1 Booked" in text_of(page)
    for name in ("appointment", "move", "cancel"):
        assert reverse(f"scheduling:{name}", args=[booked.reference]) in page.content.decode()
    assert "Book Room 1 08:00–10:00" in text_of(page)


def test_a_month_counts_each_day_by_type_and_says_why_it_is_closed(small_clinic, desk):
    small_clinic.book(session_start=small_clinic.at(9))
    small_clinic.book(patient=small_clinic.register(), session_start=small_clinic.at(14))
    Closure.objects.create(first_day=small_clinic.monday, last_day=small_clinic.monday, reason="Staff day")
    said = text_of(desk.get(calendar(small_clinic, "month")))
    assert f"{small_clinic.monday.day} Closed: Staff day 2 Evaluation" in said
    assert "Robin" not in said


def test_the_agenda_lists_two_weeks_and_says_where_nobody_comes(small_clinic, desk):
    assert "Nobody is booked in these two weeks" in text_of(desk.get(calendar(small_clinic, "agenda")))
    small_clinic.book(session_start=small_clinic.at(10, day=small_clinic.monday + timedelta(days=13)))
    assert "10:00–11:00 Robin Example" in text_of(desk.get(calendar(small_clinic, "agenda")))
    assert "Robin" not in text_of(
        desk.get(calendar(small_clinic, "agenda", small_clinic.monday - timedelta(1)))
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"type": "evaluation"}, {"Robin Example"}),
        ({"type": "follow_up"}, {"Jo Sample"}),
        ({"clinician": "second"}, {"Jo Sample"}),
        ({"state": "arrived"}, set()),
        ({"state": "on_hold"}, {"Robin Example"}),
        ({"state": "no such state", "clinician": "0", "type": "none"}, {"Robin Example", "Jo Sample"}),
    ],
)
def test_what_is_looked_for_is_kept_in_the_address(small_clinic, desk, query, found):
    small_clinic.book()
    second = {"clinician": small_clinic.clinicians[1], "room": small_clinic.rooms[1]}
    small_clinic.book(patient=small_clinic.register("Jo Sample"), type=small_clinic.follow_up_type, **second)
    Hold.objects.create(patient=small_clinic.patient, reason="Call first.", raised_by=small_clinic.prescriber)
    if query.get("clinician") == "second":
        query = {"clinician": small_clinic.clinicians[1].pk}
    page = desk.get(f"{calendar(small_clinic, 'week')}&{urlencode(query)}")
    assert {name for name in ("Robin Example", "Jo Sample") if name in text_of(page)} == found
    day = desk.get(f"{calendar(small_clinic)}&{urlencode(query)}")
    assert "Robin Example" in text_of(day), "in a lane the time is taken all the same"
    assert day.content.decode().count("stretch-session h-12 is-faded") == ("Robin Example" not in found)


def test_all_locations_are_shown_each_on_its_own_clock(small_clinic, desk):
    small_clinic.book()
    other = open_another(small_clinic)
    assert "All locations" in text_of(desk.get(calendar(small_clinic)))
    Location.objects.filter(pk=other.pk).update(time_zone="Europe/London")
    there = small_clinic.at(10, 42)
    zones = {"Riverside": small_clinic.location.zone, "Uptown": ZoneInfo("Europe/London")}
    with time_machine.travel(there, tick=False):
        desk.force_login(small_clinic.front_desk)
        for show in ("rooms", "week", "month"):
            address = calendar(small_clinic, show).replace("location=riverside", "location=all")
            said = text_of(desk.get(address))
            for name, zone in zones.items():
                clock = f"{there.astimezone(zone):%H:%M there now (%Z)}"
                assert re.search(f"{name}.*It is {re.escape(clock)}", said), show


def test_a_page_that_nothing_has_changed_on_is_not_sent_again(small_clinic, desk):
    booked = small_clinic.book()
    address = calendar(small_clinic)
    with time_machine.travel(small_clinic.now, tick=False):
        desk.force_login(small_clinic.front_desk)
        state = desk.get(address).headers["ETag"]

        def again():
            return desk.get(address, headers={"If-None-Match": state}).status_code

        with CaptureQueriesContext(connection) as asked:
            assert again() == 304
        about_the_diary = [query for query in asked if "changed_at" in query["sql"] or "hold" in query["sql"]]
        assert (len(about_the_diary), len(asked) < 12) == (2, True)
        hold = Hold.objects.create(
            patient=small_clinic.patient, reason="Call first.", raised_by=small_clinic.prescriber
        )
        assert again() == 200
        holding.lift_hold(hold=hold, by=small_clinic.prescriber, because="Called.", now=small_clinic.now)
        assert again() == 304
        booking.move(
            appointment=booked,
            session_start=small_clinic.at(14),
            room=booked.room,
            clinician=booked.clinician,
            by=small_clinic.front_desk,
            reason="Later",
            now=small_clinic.now + timedelta(milliseconds=20),
        )
        assert again() == 200


def test_an_hour_that_comes_twice_is_told_apart(small_clinic, desk):
    OpeningHours.objects.update(opens=time(0), closes=time(4))
    ClinicianHours.objects.update(starts=time(0), ends=time(23))
    night = date(2027, 11, 7)
    with time_machine.travel(datetime(2027, 10, 20, 12, tzinfo=UTC), tick=False):
        desk.force_login(small_clinic.front_desk)
        twice = datetime(2027, 11, 7, 1, 30, tzinfo=small_clinic.location.zone, fold=1)
        small_clinic.book(session_start=twice, now=timezone.now())
        said = text_of(desk.get(calendar(small_clinic, day=night)))
    assert "01:00 EDT 01:00 EST 02:00 03:00" in said, "beside the lanes"
    assert "01:30 EST–02:30 Robin Example" in said


def test_what_others_treat_is_taken_and_nothing_more_is_told(small_clinic, client):
    small_clinic.book()
    client.force_login(person("some.clinician", roles.CLINICIAN))
    for show in ("rooms", "clinicians", "table", "week", "month", "agenda"):
        page = client.get(calendar(small_clinic, show))
        assert "nother clinician" in text_of(page) or "of other clinicians’ patients" in text_of(page), show
        board = page.content.decode().partition('id="board"')[2]
        for secret in ("Robin", "data-drop", "data-name=", "kind-evaluation"):
            assert secret not in board, (show, secret)
    for query in ("type=evaluation", "state=booked"):
        page = client.get(f"{calendar(small_clinic, 'week')}&{query}")
        assert "nother clinician" not in text_of(page), f"{query} would tell what it is"


def test_a_closed_room_says_why(small_clinic, desk):
    small_clinic.book(session_start=small_clinic.at(13))
    closed = (small_clinic.at(12), small_clinic.at(15))
    RoomClosure.objects.create(room=small_clinic.rooms[0], closed=closed, reason="Painting")
    said = text_of(desk.get(calendar(small_clinic)))
    assert "12:00 Painting 13:00–14:00 Robin Example" in said
    assert "14:10 Painting 15:00 Free" in said


def test_who_has_not_come_is_late(small_clinic, desk):
    small_clinic.book()
    with time_machine.travel(small_clinic.at(9, 59), tick=False):
        desk.force_login(small_clinic.front_desk)
        assert "badge-amber" not in desk.get(calendar(small_clinic)).content.decode()
    with time_machine.travel(small_clinic.at(10, 5), tick=False):
        for show in ("rooms", "week"):
            page = desk.get(f"{calendar(small_clinic, show)}&state=late")
            assert page.content.decode().count("badge-amber") == 1


def test_a_week_of_years_is_read_from_indexes(small_clinic, desk):
    fill_years_of_the_diary(small_clinic)
    with CaptureQueriesContext(connection) as queries:
        desk.get(calendar(small_clinic, "week"))
    about = [each["sql"] for each in queries if each["sql"].startswith('SELECT "scheduling_appointment"')]
    assert about
    for statement in about:
        assert "scheduling_appointment" not in reads_whole(plan_of(statement)), statement
