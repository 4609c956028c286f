"""The figures of a clinic with a million appointments behind it, and with a year of courses among them."""

import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clinic.accounts import roles
from clinic.figures.counting import EVERYWHERE, by_month
from clinic.scheduling.models import Appointment
from patients.inquiries.receiving import receive_inquiry
from patients.people.models import Patient
from tests.drills.test_a_million_appointments import A_MILLION, grow_old, old_clinic, without_asking_each_row  # noqa: F401
from tests.plans import analyze, without_triggers
from tests.small_clinic import person

A_YEAR, SESSIONS, A_DAY = 402, 6, 50  # days of fifty sessions of courses
BACK = "n * interval '1 day'"
TABLES = ["scheduling_appointment", "scheduling_course", "scheduling_coursephase", "scheduling_freedtime"]
BECAME = """
    UPDATE scheduling_appointment SET
        status = CASE WHEN id %% 20 < 16 THEN 'finished' WHEN id %% 20 = 16 THEN 'no_show'
                      WHEN id %% 20 = 17 THEN 'booked' ELSE 'cancelled' END,
        was_late = id %% 20 = 18
    WHERE id IN (SELECT id FROM scheduling_appointment ORDER BY id LIMIT 100)
"""
COURSES = """
    INSERT INTO scheduling_course (id, reference, patient_id, treatment_id, evaluation_id, decision, consent_id,
                                   sessions_authorised, authorised_by_id, authorised_at, ended_on)
    SELECT 1000000 + block * %(a_day)s + k, md5('course' || block || '-' || k), patient_id, treatment_id,
           evaluation_id, decision, consent_id, sessions_authorised, authorised_by_id, authorised_at, '2020-01-01'
    FROM (SELECT row_number() OVER (ORDER BY id) - 1 AS k, * FROM scheduling_course WHERE id < 1000000) AS pattern,
         generate_series(0, %(days)s / %(sessions)s) AS block;
    INSERT INTO scheduling_coursephase (course_id, position, sessions, least_days, most_days, review_after)
    SELECT id, 1, %(sessions)s, 2, 4, false FROM scheduling_course WHERE id >= 1000000
"""
# The first fifty of the Monday again on each day, as session after session of these courses.
SESSIONS_OF_THEM = """
    INSERT INTO scheduling_appointment ({columns})
    SELECT {values}
    FROM generate_series(1, %(days)s) AS n,
         (SELECT row_number() OVER (ORDER BY id) - 1 AS k, * FROM scheduling_course WHERE id < 1000000) AS course
         JOIN LATERAL (SELECT * FROM scheduling_appointment ORDER BY id OFFSET course.k LIMIT 1) AS pattern ON true
"""
FREED = """
    INSERT INTO scheduling_freedtime (reference, appointment_id, how, room_id, clinician_id, session, room_block,
                                      freed_at, left_because)
    SELECT md5('freed' || id), id, 'cancelled', room_id, clinician_id, session, room_block, changed_at, ''
    FROM scheduling_appointment WHERE status = 'cancelled' AND lower(session) > %(since)s
"""


def grow_courses(clinic):
    """A year of courses: fifty sessions a day, six days each."""
    said = {
        **dict.fromkeys(
            ["room_id", "clinician_id", "booked_by_id", "booked_at", "changed_by_id", "changed_at"], None
        ),
        **dict.fromkeys(["reason", "asked_by", "outside_hours_because", "gap_because"], "''"),
        **dict.fromkeys(["escort_name", "escort_phone"], "''"),
        "reference": "md5('session' || n || '-' || k)",
        "form_key": "md5('key' || n || '-' || k)::uuid",
        "type_id": str(clinic.treatment_type.pk),
        "kind": "'treatment'",
        "treatment_id": "course.treatment_id",
        "patient_id": "course.patient_id",
        "course_id": "1000000 + (n / %(sessions)s) * %(a_day)s + k",
        "course_sessions": "%(sessions)s",
        "number": "%(sessions)s - n %% %(sessions)s",
        "status": "coalesce((ARRAY['no_show', 'cancelled'])[(n + k) %% 20 + 1], 'finished')",
        "was_late": "(n + k) %% 20 = 1",
        **{
            name: f"tstzrange(lower(pattern.{name}) - {BACK}, upper(pattern.{name}) - {BACK})"
            for name in ("session", "visit", "room_block", "clinician_block")
        },
    }
    values = [value or f"pattern.{name}" for name, value in said.items()]
    asked = {"days": A_YEAR, "sessions": SESSIONS, "a_day": A_DAY}
    with connection.cursor() as cursor:
        cursor.execute(COURSES, asked)
        cursor.execute(SESSIONS_OF_THEM.format(columns=", ".join(said), values=", ".join(values)), asked)


@pytest.mark.timeout(1500)
def test_figures_of_a_million_appointments_are_quick(old_clinic, client):  # noqa: F811
    for booked in Appointment.objects.order_by("pk").select_related("patient")[:A_DAY]:
        inquiry = receive_inquiry(
            form_key=uuid4(),
            name="Ana",
            email="a@visitor.example",
            contact_by="email",
            location=old_clinic.location,
        )
        Patient.objects.filter(pk=booked.patient_id).update(inquiry=inquiry)
        old_clinic.authorise(booked.patient, sessions=SESSIONS)
    without_triggers(TABLES)
    with connection.cursor() as cursor:
        cursor.execute(BECAME, [])
    with without_asking_each_row():
        grow_courses(old_clinic)
        grow_old(A_YEAR + 1, A_MILLION)
        with connection.cursor() as cursor:
            cursor.execute(FREED, {"since": old_clinic.now - timedelta(days=430)})
    analyze()
    assert Appointment.objects.count() > 950_000
    client.force_login(person("max.manager", roles.MANAGER))
    seconds = []
    for _again in range(3):
        with CaptureQueriesContext(connection) as queries:
            began = time.perf_counter()
            assert client.get("/staff/figures/").status_code == 200
            seconds.append(time.perf_counter() - began)
    for query in queries:
        print(f"{query['time']} s: {' '.join(query['sql'].split())[:70]}")
    print(f"{min(seconds):.2f} s behind {Appointment.objects.count()} appointments")
    months = by_month([old_clinic.location], old_clinic.now)[EVERYWHERE]
    assert months[1].came > 1000 and months[1].late and months[1].courses > 100 and months[1].freed_minutes
    assert min(seconds) < 5
