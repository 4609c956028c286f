"""The page of hours: the week that results, what changes it, and what is stranded."""

from datetime import timedelta

import pytest
import time_machine
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test import Client, TestCase
from django.urls import reverse

from clinic.accounts import roles
from clinic.locations.models import Closure, Location, OpeningHours, SpecialHours
from clinic.locations.public_holidays import public_holidays
from clinic.scheduling.models import Absence, ClinicianHours, ExtraHours, RoomClosure
from patients.people.models import CareTeamMember
from tests.clinic.scheduling.pages import open_another, text_of
from tests.small_clinic import person


@pytest.fixture
def march():
    """Two weeks before the clocks go forward, in March 2027."""
    with time_machine.travel("2027-03-01T15:00Z"):
        yield


@pytest.fixture
def manager(client, small_clinic):
    client.force_login(person("mo.manager", roles.MANAGER))
    return client


def hours_of(clinic, clinician=None, day=None):
    query = {"location": clinic.location.slug, "day": (day or clinic.monday).isoformat()}
    if clinician:
        query["clinician"] = clinician.pk
    return reverse("scheduling:hours", query=query)


def sent(name, **fields):
    """A change as the page sends it."""
    return {"change": name, **{f"{name}-{field}": value for field, value in fields.items()}}


def closing(clinic, **fields):
    day = clinic.monday.isoformat()
    return sent("close", **{"first_day": day, "last_day": day, "reason": "Snow", **fields})


def test_the_week_shows_what_results_and_why(small_clinic, desk):
    monday, clinician = small_clinic.monday, small_clinic.clinicians[0]
    tuesday, wednesday = (monday + timedelta(days=n) for n in (1, 2))
    at = small_clinic.at
    SpecialHours.objects.create(
        location=small_clinic.location, day=monday, opens="10:00", closes="12:00", reason="Fair"
    )
    Closure.objects.create(first_day=tuesday, last_day=tuesday, reason="Snow")
    ExtraHours.objects.create(
        clinician=clinician, location=small_clinic.location, day=wednesday, starts="07:00", ends="09:00"
    )
    Absence.objects.create(
        clinician=clinician,
        away=DateTimeTZRange(at(12, day=wednesday), at(14, day=wednesday)),
        reason="Dentist",
    )
    RoomClosure.objects.create(
        room=small_clinic.rooms[0], closed=DateTimeTZRange(at(0), at(0, day=tuesday)), reason="Paint"
    )
    rows = desk.get(hours_of(small_clinic)).context["week"]
    assert [(row.hours, row.because) for row in rows[:3]] == [
        (["10:00–12:00"], "Fair"),
        ([], "Snow"),
        (["08:00–18:00"], ""),
    ]
    assert [(str(who), spans) for who, spans in rows[2].clinicians] == [
        ("Clinician 1", ["08:00–12:00", "14:00–18:00"]),
        ("Clinician 2", ["08:00–18:00"]),
    ]
    assert (rows[0].rooms, rows[1].rooms) == (["Room 1, all day: Paint"], [])
    assert rows[2].away == ["Clinician 1, 12:00–14:00: Dentist"]


def test_the_week_takes_as_many_queries_for_many_clinicians_as_for_few(
    small_clinic, desk, django_assert_max_num_queries
):
    with django_assert_max_num_queries(30) as few:
        desk.get(hours_of(small_clinic))
    for number in range(5):
        user = person(f"more.{number}", roles.CLINICIAN)
        more = type(small_clinic.clinicians[0]).objects.create(user=user)
        for weekday in range(1, 6):
            ClinicianHours.objects.create(
                clinician=more, location=small_clinic.location, weekday=weekday, starts="08:00", ends="12:00"
            )
    with django_assert_max_num_queries(len(few)):
        desk.get(hours_of(small_clinic))


def test_who_keeps_the_diary_reads_hours_and_changes_none(small_clinic, desk):
    page = desk.get(hours_of(small_clinic))
    assert "Change hours" not in text_of(page)
    assert desk.post(hours_of(small_clinic), closing(small_clinic)).status_code == 403
    assert not Closure.objects.exists()


def test_a_manager_changes_the_weekly_hours_of_a_location_and_of_a_clinician(small_clinic, manager):
    clinician, first_day = small_clinic.clinicians[0], small_clinic.monday.isoformat()
    page = hours_of(small_clinic, clinician)
    assert 'value="08:00–18:00"' in manager.get(page).content.decode()
    answer = manager.post(
        page, sent("weekly", first_day=first_day, day_1="8-12, 13:30-17", day_2="09:00 to 17:00")
    )
    assert answer.status_code == 302
    assert "The weekly hours are changed." in text_of(manager.get(answer.url))
    new = OpeningHours.objects.filter(valid_from=small_clinic.monday)
    assert [str(row) for row in new] == ["Monday 08:00–12:00", "Monday 13:30–17:00", "Tuesday 09:00–17:00"]
    assert manager.post(page, sent("work", first_day=first_day, day_3="10-12")).status_code == 302
    [row] = ClinicianHours.objects.filter(valid_from=small_clinic.monday)
    assert (row.clinician, row.weekday, row.starts.hour) == (clinician, 3, 10)
    planned = text_of(manager.get(page))
    assert "Weekly hours of Clinician 1: Wednesday 10:00–12:00" in planned


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("mornings", "Write times of day such as 08:00–12:00, 13:00–18:00."),
        ("25-26", "Write times of day such as 08:00–12:00, 13:00–18:00."),
        ("12-8", "The end must be later than the start."),
        ("8-12, 11-13", "These times overlap."),
        ("8-9," * 21, "at most 80 characters"),
    ],
)
def test_times_that_make_no_sense_are_explained_and_stay_typed(small_clinic, manager, typed, words):
    answer = manager.post(
        hours_of(small_clinic), sent("weekly", first_day=small_clinic.monday.isoformat(), day_1=typed)
    )
    assert answer.status_code == 200
    assert words in text_of(answer)
    assert f'value="{typed}"' in answer.content.decode()
    assert not OpeningHours.objects.filter(valid_from=small_clinic.monday).exists()


def test_single_days_are_said_and_taken_back(small_clinic, manager):
    page, day = hours_of(small_clinic), small_clinic.monday.isoformat()
    clinician, room = small_clinic.clinicians[0], small_clinic.rooms[0]
    for change in (
        sent("special", day=day, spans="9-12", reason="Fair"),
        sent("extra", clinician=clinician.pk, day=day, spans="7-8"),
        sent("away", clinician=clinician.pk, first_day=day, starts="12:00", last_day=day, ends="13:00"),
        sent("room", room=room.pk, first_day=day, last_day=day, reason="Paint"),
        closing(small_clinic),
    ):
        assert manager.post(page, change).status_code == 302, change
    rows = [model.objects.get() for model in (SpecialHours, ExtraHours, Absence, RoomClosure, Closure)]
    words = text_of(manager.get(page))
    for said in (
        "Open 09:00–12:00: Fair",
        "Clinician 1 works 07:00–08:00 too",
        "12:00–13:00 Clinician 1 is away",
        "Room 1 is closed: Paint",
        "Closed: Snow",
    ):
        assert said in words
    for row in rows:
        assert manager.post(page, sent("back", row=f"{row._meta.model_name}-{row.pk}")).status_code == 302
        assert not type(row).objects.exists()
    assert "No special day, leave or closure is planned." in text_of(manager.get(page))


def test_nothing_of_another_location_is_taken_back_here(small_clinic, manager):
    row = Closure.objects.create(
        location=open_another(small_clinic),
        first_day=small_clinic.monday,
        last_day=small_clinic.monday,
        reason="Snow",
    )
    answer = manager.post(hours_of(small_clinic), sent("back", row=f"closure-{row.pk}"))
    assert answer.context["form"].errors
    assert Closure.objects.exists()


def test_two_days_of_leave_are_days_of_the_location(march, small_clinic, manager):
    """Two days in New York, one of them of 23 hours."""
    clinician = small_clinic.clinicians[0]
    leave = {"clinician": clinician.pk, "first_day": "2027-03-13", "last_day": "2027-03-14"}
    assert manager.post(hours_of(small_clinic), sent("away", **leave)).status_code == 302
    [absence] = Absence.objects.all()
    assert (absence.away.upper - absence.away.lower).total_seconds() == 47 * 3600
    assert "Sat, Mar 13, 2027 – Sun, Mar 14, 2027 Clinician 1 is away" in text_of(
        manager.get(hours_of(small_clinic))
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"last_day": "2027-03-12"},
        {"first_day": ""},
        {"starts": "02:30", "first_day": "2027-03-14"},
        {"starts": "14:00", "ends": "13:00", "last_day": "2027-03-13"},
        {"last_day": "9999-12-31"},
        {"first_day": "0001-01-01"},
        {"clinician": "0"},
        {"first_day": "2020-01-01"},
    ],
)
def test_impossible_leave_is_explained(march, small_clinic, manager, wrong):
    leave = {
        "clinician": small_clinic.clinicians[0].pk,
        "first_day": "2027-03-13",
        "last_day": "2027-03-14",
        **wrong,
    }
    answer = manager.post(hours_of(small_clinic), sent("away", **leave))
    assert answer.context["form"].errors or answer.context["refusal"]
    assert not Absence.objects.exists()


def test_a_change_that_strands_somebody_asks_first_and_shows_a_manager_no_names(small_clinic, manager):
    booked, page = small_clinic.book(), hours_of(small_clinic)
    asked = manager.post(page, closing(small_clinic))
    assert asked.status_code == 422
    words = text_of(asked)
    assert "1 appointment to come would be outside hours" in words
    assert "10:00–11:00 · Room 1, Riverside · Clinician 1" in words
    assert "Riverside is closed that day: Snow." in words
    assert "Robin" not in words
    assert not Closure.objects.exists()
    again = closing(small_clinic, knowing=booked.reference, knows="on")
    unsaid = manager.post(page, again)
    assert "Say why." in text_of(unsaid)
    assert "10:00–11:00 · Room 1" in text_of(unsaid), "the list stays"
    assert manager.post(page, {**again, "close-because": "The roof leaks"}).status_code == 302
    assert Closure.objects.exists()


def test_the_stranded_are_listed_for_whoever_moves_them(small_clinic, client):
    booked, list_page = small_clinic.book(), reverse("scheduling:stranded")
    Closure.objects.create(first_day=small_clinic.monday, last_day=small_clinic.monday, reason="Snow")
    client.force_login(small_clinic.front_desk)
    answer = client.get(list_page)
    assert "Robin Example" in text_of(answer)
    assert reverse("scheduling:move", args=[booked.reference]) in answer.content.decode()
    client.force_login(person("other.clinician", roles.CLINICIAN))
    assert "No appointment is stranded" in text_of(client.get(list_page)), "another clinician’s patient"
    client.force_login(person("mo.manager", roles.MANAGER))
    assert "Robin" not in text_of(client.get(list_page))


def test_the_first_page_says_how_many_wait_to_be_moved(small_clinic, client):
    small_clinic.book()
    CareTeamMember.objects.get_or_create(patient=small_clinic.patient, user=small_clinic.prescriber)
    Closure.objects.create(first_day=small_clinic.monday, last_day=small_clinic.monday, reason="Snow")
    for user in (small_clinic.front_desk, small_clinic.prescriber):
        client.force_login(user)
        home = client.get(reverse("admin:index"))
        waiting = {line.url: line.count for line in home.context["waiting"]}
        assert waiting[reverse("scheduling:stranded")] == 1


def test_a_manager_settles_the_public_holidays(small_clinic, manager):
    location, page = small_clinic.location, hours_of(small_clinic)
    home = manager.get(reverse("admin:index")).context["waiting"]
    assert any("public holidays" in line.label for line in home)
    form = manager.get(page).content.decode()
    assert "Nobody has settled these yet, so all are ticked." in form
    assert "The location’s page names no state or region" in form
    day = public_holidays(location, location.today() + timedelta(days=1)).days[0][0]
    assert manager.post(page, sent("holidays", closed=[day.isoformat()])).status_code == 302
    assert [closure.first_day for closure in location.closures.all()] == [day]
    settled = manager.get(page).content.decode()
    assert "Settled until" in settled
    assert settled.count('name="holidays-closed"') > settled.count("checked")
    assert not any(
        "public holidays" in line.label for line in manager.get(reverse("admin:index")).context["waiting"]
    )
    Location.objects.update(region="Atlantis")
    assert "does not know “Atlantis”" in text_of(manager.get(page))


def test_a_day_that_is_no_public_holiday_is_not_settled_as_one(small_clinic, manager):
    answer = manager.post(hours_of(small_clinic), sent("holidays", closed=["2027-02-03"]))
    assert answer.context["form"].errors
    assert not Closure.objects.exists()


def test_what_a_manager_changes_the_public_reads_at_once(small_clinic, manager, kept_pages):
    visit, reader = reverse("locations:visit"), Client()
    assert "Snow" not in text_of(reader.get(visit))
    with TestCase.captureOnCommitCallbacks(execute=True):
        manager.post(hours_of(small_clinic), closing(small_clinic))
    assert "Snow" in text_of(reader.get(visit))


def test_hours_of_a_place_or_a_week_that_is_none_are_those_of_the_first(small_clinic, manager):
    page = reverse("scheduling:hours", query={"location": "nowhere", "clinician": "0", "day": "soon"})
    assert "Riverside, on its clock" in text_of(manager.get(page))
    for change in ("", "nonsense", "work"):
        assert manager.post(page, {"change": change}).status_code == 404


def test_without_a_location_the_page_says_where_to_begin(client, db):
    client.force_login(person("mo.manager", roles.MANAGER))
    assert "There is no location yet" in text_of(client.get(reverse("scheduling:hours")))
