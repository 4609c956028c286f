"""The page of figures and its file: what they say, to whom, and that no cell is taken for a formula."""

import csv

import pytest
import time_machine

from clinic.accounts import roles
from clinic.figures.months import Month
from clinic.figures.sections import sections
from clinic.locations.models import Location
from tests.small_clinic import person

from .conftest import NOW

PAGE, FILE = "/staff/figures/", "/staff/figures.csv"


@pytest.fixture
def manager(client, small_clinic):
    client.force_login(person("max.manager", roles.MANAGER))
    with time_machine.travel(NOW, tick=False):
        yield client


def rows_of(answer):
    return list(csv.reader(answer.content.decode("utf-8-sig").splitlines(keepends=True)))


def test_the_page_shows_a_chart_and_its_table_for_each_figure(manager, past):
    past.came(10, 5)
    page = manager.get(PAGE)
    words = page.content.decode()
    assert words.count("<svg viewBox") == words.count("<table") == 5 and "style=" not in words
    for said in (
        "Rooms",
        "Canceled late",
        "first session",
        "courses drift",
        "came free",
        "Nov\N{NO-BREAK SPACE}2026, so far",
    ):
        assert said in words
    assert page["Cache-Control"] == "no-store"


def test_the_file_says_the_same_in_minutes(manager, past):
    past.came(10, 5)
    past.missed(10, 6)
    file = manager.get(FILE)
    assert file["Content-Disposition"] == 'attachment; filename="figures-by-month.csv"'
    head, running, october, *_others = rows_of(file)
    said = dict(zip(head, october, strict=True))
    assert running[1:3] == ["2026-11", "no"]
    assert said["Location"] == "Riverside" and said["Month"] == "2026-10" and said["Is over"] == "yes"
    assert (said["Open room minutes"], said["Used room minutes"]) == ("37200", "70")
    assert (said["Took place"], said["Did not come"], said["Days of drift, median"]) == ("1", "1", "")
    assert len(rows_of(file)) == 13 and file["Cache-Control"] == "no-store"


def test_no_location_is_taken_for_a_formula(manager):
    """T38"""
    for name in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"):
        Location.objects.update(name=name)
        assert {row[0] for row in rows_of(manager.get(FILE))[1:]} == {f"'{name}"}


def test_every_other_location_comes_back_as_it_is_called(manager):
    """T38"""
    for name in ('Elm, "Oak" & Co', "a\nb", "\N{DOVE OF PEACE} אבג é", "1-2", "'=1", " =1"):
        Location.objects.update(name=name)
        assert {row[0] for row in rows_of(manager.get(FILE))[1:]} == {name}


def test_one_location_is_chosen_on_the_page_and_in_the_file(manager, small_clinic, past):
    past.came(10, 5)
    place = Location.objects.get()
    place.pk, place.name, place.slug = None, "Lakeside", "lakeside"
    place.save()
    assert len(rows_of(manager.get(FILE))) == 1 + 2 * 12
    assert {row[0] for row in rows_of(manager.get(f"{FILE}?location=lakeside"))[1:]} == {"Lakeside"}
    assert "<svg viewBox" in manager.get(f"{PAGE}?location=riverside").content.decode()
    assert "There is nothing to count yet" in manager.get(f"{PAGE}?location=lakeside").content.decode()
    assert manager.get(f"{PAGE}?location=nowhere").status_code == 200


def test_a_clinic_that_has_not_begun_reads_what_will_be_here(manager):
    assert "There is nothing to count yet" in manager.get(PAGE).content.decode()


def test_few_hours_are_said_to_the_tenth():
    rooms, *_others, freed = sections(
        [Month(NOW.date(), open_minutes=74430, used_minutes=45, freed_minutes=90, refilled_minutes=45)]
    )
    assert rooms.rows[0][1:3] == ["1,240", "0.8"] and freed.rows[0][1:] == [
        "1.5",
        "0.8",
        "50\N{NO-BREAK SPACE}%",
    ]


def test_small_numbers_are_counted_and_not_turned_into_shares():
    few = Month(
        NOW.date().replace(day=1), came=3, missed=1, firsts=4, days_to_first=9.0, courses=2, drift=3.0
    )
    _rooms, visits, first, drift, _freed = sections([few])
    assert visits.rows[0][1:] == ["3", "1", "0", "0"]
    assert first.rows[0][1:] == ["4", "–"] and drift.rows[0][1:] == ["2", "–"]
    assert first.chart.bars[0].said == drift.chart.bars[0].said == "–"
    many = Month(few.day, came=6, missed=3, late=1, firsts=5, days_to_first=9.5, courses=5, drift=3.0)
    _rooms, visits, first, drift, _freed = sections([many])
    assert visits.rows[0][2:4] == ["3 (30\N{NO-BREAK SPACE}%)", "1 (10\N{NO-BREAK SPACE}%)"]
    assert first.rows[0][2] == "9.5" and drift.rows[0][2] == "+3"
    early = sections([Month(few.day, came=1, courses=5, drift=-2.5)])[3]
    assert early.rows[0][2] == early.chart.bars[0].said == "\N{MINUS SIGN}2.5"


def test_managers_and_prescribers_see_the_figures(client, small_clinic):
    for role, status in (
        (roles.MANAGER, 200),
        (roles.PRESCRIBER, 200),
        (roles.FRONT_DESK, 403),
        (roles.CLINICIAN, 403),
        (roles.EDITOR, 403),
        (roles.PRIVACY_OFFICER, 403),
    ):
        client.force_login(person(role.replace(" ", "."), role))
        assert [client.get(path).status_code for path in (PAGE, FILE)] == [status] * 2, role
        home = client.get("/staff/", follow=True).content.decode()
        assert (f'href="{PAGE}"' in home) == (status == 200)


def test_nobody_is_named(manager, small_clinic, past):
    past.came(10, 5, course=small_clinic.authorise(past.asked(past.at(10, 1))))
    for path in (PAGE, FILE):
        words = manager.get(path).content.decode()
        for name in ("Robin", "Ana", "Patient Number", "Clinician 1", "Ketamine", "vein"):
            assert name not in words, name
