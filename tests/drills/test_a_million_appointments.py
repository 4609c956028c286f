"""A diary with a million appointments behind it answers with the same queries, planned the same way, as a young one."""

import time
import uuid
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clinic.scheduling import booking
from clinic.scheduling.judging import NOBODY_TWICE
from clinic.scheduling.models import ACTIVE_STATUSES, Appointment, AppointmentType
from clinic.scheduling.openings import openings
from clinic.scheduling.planning import Wishes, plan_course
from clinic.scheduling.standing import Standing
from tests.plans import analyze, many_rows, steps, without_triggers
from tests.small_clinic import open_small_clinic

TABLE = "scheduling_appointment"
RANGES = ("session", "visit", "room_block", "clinician_block")
A_THOUSAND, A_MILLION = 10, 10_000  # days of a hundred appointments


@pytest.fixture
def old_clinic(django_db_setup, django_db_blocker):
    """Ten rooms, ten clinicians, and every one of them with a patient every hour of the Monday before last."""
    with django_db_blocker.unblock(), many_rows():
        clinic = open_small_clinic(rooms=10, clinicians=10)
        AppointmentType.objects.filter(key="evaluation").update(session_minutes=40, turnover_minutes=5)
        clinic.evaluation_type.refresh_from_db()
        patients = [clinic.register() for _ in range(100)]
        for hour in range(8, 18):
            for place in range(10):
                clinic.book(
                    patient=patients[(hour - 8) * 10 + place],
                    room=clinic.rooms[place],
                    clinician=clinic.clinicians[(place + hour) % 10],
                    session_start=clinic.at(hour),
                    session_minutes=40,
                )
        for number in range(1, 28):  # and some of the weeks ahead
            for hour in (9, 11, 14):
                clinic.book(
                    patient=patients[hour + number],
                    room=clinic.rooms[number % 10],
                    clinician=clinic.clinicians[(number + hour) % 10],
                    session_start=clinic.at(hour, day=clinic.monday + timedelta(days=number)),
                    session_minutes=40,
                )
        yield clinic


def grow_old(first, last):
    """The hundred appointments of the Monday again, on each day from so many to so many days before it."""
    fields = [field.column for field in Appointment._meta.concrete_fields if not field.primary_key]
    said = {name: name for name in fields} | {
        "reference": "md5(id::text || '-' || n)",
        "form_key": "md5(n || '-' || id::text)::uuid",
    }
    for name in RANGES:
        said[name] = f"tstzrange(lower({name}) - n * interval '1 day', upper({name}) - n * interval '1 day')"
    without_triggers([TABLE])
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {TABLE} ({', '.join(said)}) SELECT {', '.join(said.values())}"
            f" FROM generate_series(%s, %s) AS n, (SELECT * FROM {TABLE} ORDER BY id LIMIT 100) AS pattern",
            [first, last],
        )


@contextmanager
def without_asking_each_row():
    """The indexes by which nobody is twice at one time are made anew behind a million rows, as mere indexes: what
    they refuse is tried elsewhere; here it is how they are read.
    """
    with connection.cursor() as cursor:
        for constraint in NOBODY_TWICE:
            cursor.execute(f"ALTER TABLE {TABLE} DROP CONSTRAINT {constraint.name}")
        yield
        active = ", ".join(f"'{status}'" for status in ACTIVE_STATUSES)
        for constraint in NOBODY_TWICE:
            (who, _equal), (span, _overlaps) = constraint.expressions
            cursor.execute(
                f"CREATE INDEX {constraint.name} ON {TABLE} USING gist ({who}_id, {span})"
                f" WHERE status IN ({active})"
            )


def four_weeks_of_openings(clinic, client):
    found = openings(
        type=clinic.evaluation_type,
        location=clinic.location,
        first_day=clinic.monday,
        last_day=clinic.monday + timedelta(days=27),
        now=clinic.now,
        patient=clinic.patient,
        limit=5000,
    )
    assert len(found) > 1000


def a_week_of_the_calendar(clinic, client):
    client.force_login(clinic.front_desk)
    query = {"location": clinic.location.slug, "day": clinic.monday.isoformat(), "show": "week"}
    assert client.get(reverse("scheduling:calendar", query=query)).status_code == 200


def a_plan_of_six_sessions(clinic, client):
    planned = plan_course(
        standing=Standing(clinic.course, clinic.now),
        type=clinic.treatment_type,
        wishes=Wishes(clinic.location, clinic.monday),
        now=clinic.now,
    )
    assert [len(plan.openings) for plan in planned.plans] == [6, 6, 6]


def one_booking(clinic, client):
    booking.book(
        **clinic.wish(
            patient=clinic.patient,
            session_start=clinic.at(16, day=clinic.monday + timedelta(days=3)),
            session_minutes=40,
            form_key=uuid.uuid4(),
        )
    )


WORK = {
    "openings of four weeks": four_weeks_of_openings,
    "a week of the calendar": a_week_of_the_calendar,
    "a plan of six sessions": a_plan_of_six_sessions,
    "a booking": one_booking,
}


def asked_by(work, clinic, client):
    """The queries of this work that read appointments, and the seconds of the quickest of three times."""
    quickest = float("inf")
    for _time in range(3):
        began = time.perf_counter()
        with transaction.atomic(), CaptureQueriesContext(connection) as queries:
            work(clinic, client)
            transaction.set_rollback(True)
        quickest = min(quickest, time.perf_counter() - began)
    return [each["sql"] for each in queries if TABLE in each["sql"] and "SELECT" in each["sql"]], quickest


def reads_of(statement, is_young=False):
    """How a statement comes by appointments, step by step, and how many rows of them it looks at.

    A young table fits into a few pages, which are as quickly read whole: there the planner is asked not to.
    """
    statement = statement.rpartition(", true); ")[2]  # what the history says first of some statements
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = %s", ["off" if is_young else "on"])
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}")
        [[[found]]] = cursor.fetchall()
    reading = [step for step in steps(found["Plan"]) if step.get("Relation Name") == TABLE]
    ways = sorted("whole" if step["Node Type"] == "Seq Scan" else "by an index" for step in reading)
    looked_at = sum(
        (step["Actual Rows"] + step.get("Rows Removed by Filter", 0)) * step["Actual Loops"]
        for step in reading
    )
    return ways, looked_at


@pytest.mark.timeout(1500)
def test_a_million_appointments_behind_change_no_query_and_no_plan(old_clinic, client):
    old_clinic.course = old_clinic.authorise(phases=[(6, 2, 4, True)])
    grow_old(1, A_THOUSAND)
    analyze()
    young = {name: asked_by(work, old_clinic, client) for name, work in WORK.items()}
    reads = {
        name: [reads_of(each, is_young=True) for each in queries]
        for name, (queries, _seconds) in young.items()
    }
    with without_asking_each_row():
        grow_old(A_THOUSAND + 1, A_MILLION)
    analyze()
    assert Appointment.objects.count() > 1_000_000
    for name, work in WORK.items():
        queries, seconds = asked_by(work, old_clinic, client)
        print(
            f"{name}: {young[name][1] * 1000:.0f} ms behind a thousand, {seconds * 1000:.0f} ms behind a million"
        )
        assert len(queries) == len(young[name][0]), name
        for (ways, few), statement in zip(reads[name], queries, strict=True):
            ways_now, many = reads_of(statement)
            assert ways_now == ways == ["by an index"] * len(ways), (name, statement)
            assert many <= few * 1.2, (name, statement)
