"""The minute's notices in a full diary: thousands of visits to come, a hundred thousand behind."""

import time
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clinic.notices.models import Notice
from clinic.notices.writing import perhaps_due, reminder_times, write_what_is_due
from clinic.scheduling.models import Appointment
from tests.clinic.notices.minutes import a_clinic
from tests.drills.test_a_million_appointments import RANGES, TABLE, grow_old, reads_of
from tests.plans import analyze, many_rows

DAYS = 30  # of a hundred visits


@pytest.fixture
def full_clinic(django_db_setup, django_db_blocker):
    """Ten rooms, each with a visit every hour of thirty days; all patients were told of theirs."""
    with django_db_blocker.unblock(), many_rows():
        clinic = a_clinic(now=timezone.now() - timedelta(hours=1), rooms=10, clinicians=10)
        for place in range(10):
            for hour in range(8, 18):
                clinic.book(
                    type=clinic.follow_up_type,
                    patient=clinic.register(),
                    room=clinic.rooms[place],
                    clinician=clinic.clinicians[place],
                    session_start=clinic.at(hour),
                )
        fields = [field.column for field in Appointment._meta.concrete_fields if not field.primary_key]
        said = {name: name for name in fields} | {
            "reference": "md5(id::text || '-' || n)",
            "form_key": "md5(n || '-' || id::text)::uuid",
        }
        for name in RANGES:
            said[name] = (
                f"tstzrange(lower({name}) + n * interval '1 day', upper({name}) + n * interval '1 day')"
            )
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {TABLE} ({', '.join(said)}) SELECT {', '.join(said.values())}"
                f" FROM generate_series(1, %s) AS n, {TABLE} AS pattern",
                [DAYS - 1],
            )
        yield clinic


@pytest.mark.timeout(1500)
def test_a_minute_in_which_nothing_is_due_asks_little_and_reads_no_past(full_clinic):
    began = time.perf_counter()
    write_what_is_due()
    made = time.perf_counter() - began
    assert Notice.objects.count() == DAYS * 100
    grow_old(30, 1030)
    analyze()
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        began = time.perf_counter()
        with CaptureQueriesContext(connection) as queries:
            write_what_is_due()
        took = time.perf_counter() - began
        print(f"{DAYS * 100} notices made in {made:.0f} s")
        print(f"a minute without any: {took * 1000:.0f} ms, {len(queries)} queries")
        assert Notice.objects.count() == DAYS * 100
        assert len(queries) <= 5 and took < 2
        with CaptureQueriesContext(connection) as queries:
            list(perhaps_due(reminder_times(), timezone.now()))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_sort = off")  # the most it could win by reading in another order
    ways, rows = reads_of(queries[1]["sql"])
    assert set(ways) == {"by an index"} and rows <= DAYS * 100 * 2
