"""The minute's job may run twice, die in the middle, and run on three machines: each thing is told once."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.management import call_command
from django.db import IntegrityError, OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from post_office.models import Email

from clinic.notices import phoning
from clinic.notices.models import Notice
from clinic.notices.writing import perhaps_due, reminder_times, write_what_is_due
from clinic.scheduling.models import Room
from patients.people.models import Patient
from tests.clinic.notices.minutes import MINUTE, NOW, a_clinic, at, minute
from tests.clinic.scheduling.raw_rows import fill_years_of_the_diary
from tests.clinic.test_worker import ROOT
from tests.plans import indexes, plan_of

COMMITTED = pytest.mark.django_db(transaction=True)


def book_at_each_hour(clinic, count, now=NOW, **where):
    """So many appointments of as many patients."""
    for number in range(count):
        clinic.book(
            type=clinic.follow_up_type,
            patient=clinic.register(),
            session_start=clinic.at(8 + number % 9, day=clinic.monday + timedelta(days=number // 9)),
            now=now,
            **where,
        )


@COMMITTED
def test_three_workers_at_once_tell_each_thing_once_and_stand_in_nobodys_way(caplog):
    clinic = a_clinic()
    book_at_each_hour(clinic, 9)
    ready = Barrier(3)

    def work(_number):
        try:
            ready.wait()
            for _again in range(2):
                write_what_is_due()
        finally:
            connection.close()

    with at(NOW + 3 * MINUTE), ThreadPoolExecutor(3) as machines:
        list(machines.map(work, range(3)))
    assert Notice.objects.count() == Notice.objects.values("appointment").distinct().count() == 9
    assert not caplog.records  # the rows' locks keep them apart, before the constraints have to


def at_lakeside(clinic):
    """A room at a second location."""
    clinic.location.pk, clinic.location.name, clinic.location.slug = None, "Lakeside", "lakeside"
    clinic.location.save()
    room = Room.objects.get(pk=clinic.rooms[1].pk)
    room.location = clinic.location
    room.save()
    return room.location


@COMMITTED
def test_where_it_fails_in_the_middle_the_next_minute_goes_on(app_role_connection):
    clinic = a_clinic()
    book_at_each_hour(clinic, 2, room=clinic.rooms[0])
    book_at_each_hour(clinic, 2, room=clinic.rooms[1], clinician=clinic.clinicians[1])
    lakeside = at_lakeside(clinic)
    with app_role_connection.cursor() as cursor:
        cursor.execute("SELECT FROM locations_location WHERE id = %s FOR UPDATE", [lakeside.pk])
        with connection.cursor() as here:
            here.execute("SET lock_timeout = '50ms'")
        with at(NOW + 3 * MINUTE), pytest.raises(OperationalError):
            write_what_is_due()
    assert 0 < Notice.objects.count() < 4
    app_role_connection.rollback()
    with at(NOW + 4 * MINUTE):
        write_what_is_due()
    assert Notice.objects.count() == Notice.objects.values("appointment").distinct().count() == 4
    assert Email.objects.count() == 0  # these patients agreed to nothing: four calls
    connection.close()


@pytest.mark.drill
@COMMITTED
def test_killed_between_two_appointments_it_tells_the_second_later_and_neither_twice(
    portal_environment, app_role_connection
):
    clinic = a_clinic(now=timezone.now() - timedelta(hours=1))
    book_at_each_hour(clinic, 2, room=clinic.rooms[0], now=clinic.now)
    book_at_each_hour(clinic, 2, room=clinic.rooms[1], clinician=clinic.clinicians[1], now=clinic.now)
    lakeside = at_lakeside(clinic)
    with app_role_connection.cursor() as cursor:
        cursor.execute("SELECT FROM locations_location WHERE id = %s FOR UPDATE", [lakeside.pk])
        worker = subprocess.Popen(
            [sys.executable, "manage.py", "worker", "--once"], cwd=ROOT, env=portal_environment
        )
        while not Notice.objects.exists():
            assert worker.poll() is None
            time.sleep(0.02)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
    app_role_connection.rollback()
    # What it had sent to the database before it died may still be committed: the second is told, or is not.
    assert Notice.objects.count() in (1, 2)
    while Notice.objects.count() < 4:  # until its session is gone, and the next worker may
        call_command("worker", "--once")
    assert Notice.objects.count() == Notice.objects.values("appointment").distinct().count() == 4


@pytest.mark.django_db
def test_one_odd_appointment_does_not_keep_the_others_from_being_told(clinic):
    book_at_each_hour(clinic, 3)
    odd = Notice(
        appointment=clinic.book(session_start=clinic.at(17)), kind="booked", starts=NOW, version=1,
        location=clinic.location, made_at=NOW,
    )  # fmt: skip
    odd.save()  # told as booked at this very version, and as another time: nothing says so again
    with at(NOW + 3 * MINUTE):
        write_what_is_due()
    assert Notice.objects.count() == 4


@pytest.mark.django_db
def test_a_zone_that_is_gone_from_the_map_keeps_nobody_else_from_being_reminded(clinic):
    odd, other = clinic.book(), clinic.book(patient=clinic.register(), session_start=clinic.at(14))
    minute(NOW + 3 * MINUTE)
    phoning.say_told(notice=other.told_so_far.get(), by=clinic.front_desk, now=NOW + 4 * MINUTE)
    Patient.objects.filter(pk=odd.patient_id).update(time_zone="Atlantis/Poseidonis")
    minute(clinic.at(14) - timedelta(days=7))
    assert [notice.appointment for notice in Notice.objects.filter(kind="reminder")] == [other]


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"kind": "moved"}, {"kind": "booked"}])
def test_the_database_itself_holds_that_a_change_is_told_once(clinic, change):
    clinic.book()
    with at(NOW + 3 * MINUTE):
        write_what_is_due()
    again = Notice.objects.get()
    again.pk, again.reference = None, "0" * 32
    again.kind = change["kind"]
    with pytest.raises(IntegrityError, match="notice_of_a_change_once"), transaction.atomic():
        again.save(force_insert=True)


@pytest.mark.django_db
def test_the_database_itself_holds_that_a_reminder_is_told_once(clinic):
    clinic.book()
    minute(NOW + 3 * MINUTE)
    minute(clinic.at(10) - timedelta(days=7))
    again = Notice.objects.get(kind="reminder")
    again.pk, again.reference = None, "0" * 32
    with pytest.raises(IntegrityError, match="notice_reminder_once"), transaction.atomic():
        again.save(force_insert=True)


# -- How much it asks --------------------------------------------------------------------------------


def queries_of_a_minute(moment):
    with at(moment), CaptureQueriesContext(connection) as queries:
        write_what_is_due()
    return len(queries)


@pytest.mark.django_db
def test_the_queries_do_not_grow_with_what_is_not_due(clinic):
    book_at_each_hour(clinic, 3)
    queries_of_a_minute(NOW + 3 * MINUTE)
    few = queries_of_a_minute(NOW + 4 * MINUTE)
    book_at_each_hour(clinic, 12, now=NOW + 4 * MINUTE, room=clinic.rooms[1], clinician=clinic.clinicians[1])
    queries_of_a_minute(NOW + 8 * MINUTE)
    assert queries_of_a_minute(NOW + 9 * MINUTE) == few <= 5


@pytest.mark.django_db
def test_the_past_is_not_read(clinic):
    fill_years_of_the_diary(clinic)
    with at(NOW + 3 * MINUTE), CaptureQueriesContext(connection) as queries:
        list(perhaps_due(reminder_times(), NOW))
    asked = plan_of(queries[1]["sql"])
    assert "appointment_by_beginning" in indexes(asked)
