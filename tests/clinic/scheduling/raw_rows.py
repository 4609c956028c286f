"""Rows of the diary as raw SQL puts them in, past every act, and what refuses them."""

import uuid
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from tests.plans import analyze

TEN = datetime(2027, 3, 1, 15, 0, tzinfo=UTC)
RANGES = ("session", "visit", "room_block", "clinician_block")


def span(start=0, end=60, bounds="[)"):
    """A range in SQL's own words, in minutes from ten o'clock."""
    start, end = (
        moment if isinstance(moment, str) else (TEN + timedelta(minutes=moment)).isoformat()
        for moment in (start, end)
    )
    return f"{bounds[0]}{start},{end}{bounds[1]}"


def everywhere(text):
    return dict.fromkeys(RANGES, text)


def insert(cursor, table, row):
    columns = ", ".join(row)
    cursor.execute(
        f"INSERT INTO {table} ({columns}) VALUES ({', '.join(['%s'] * len(row))}) RETURNING id",
        list(row.values()),
    )
    return cursor.fetchone()[0]


def evaluation_row(clinic, **changes):
    return {
        "reference": uuid.uuid4().hex,
        "form_key": str(uuid.uuid4()),
        "type_id": clinic.evaluation_type.pk,
        "kind": "evaluation",
        "patient_id": clinic.patient.pk,
        "room_id": clinic.rooms[0].pk,
        "clinician_id": clinic.clinicians[0].pk,
        "status": "booked",
        **everywhere(span()),
        "booked_by_id": clinic.front_desk.pk,
        "booked_at": timezone.now(),
        "changed_by_id": clinic.front_desk.pk,
        "changed_at": timezone.now(),
        **dict.fromkeys(["reason", "asked_by", "outside_hours_because", "gap_because"], ""),
        **dict.fromkeys(["escort_name", "escort_phone"], ""),
        "was_late": False,
        "offered_until": timezone.now() + timedelta(hours=2) if changes.get("status") == "offered" else None,
        **changes,
    }


def fill_years_of_the_diary(clinic, days=1000):
    """The same evaluation on every day of some years."""
    row = evaluation_row(clinic)
    copied = {name: name for name in row} | {"reference": "md5(n::text)", "form_key": "gen_random_uuid()"}
    for name in RANGES:
        copied[name] = (
            f"tstzrange(lower({name}) - n * interval '1 day', upper({name}) - n * interval '1 day')"
        )
    with connection.cursor() as cursor:
        first = insert(cursor, "scheduling_appointment", row)
        cursor.execute(
            f"INSERT INTO scheduling_appointment ({', '.join(copied)}) SELECT {', '.join(copied.values())} "
            "FROM scheduling_appointment, generate_series(1, %s) AS n WHERE id = %s",
            [days, first],
        )
    analyze()


def treatment_row(clinic, course, **changes):
    return evaluation_row(
        clinic,
        **{
            "type_id": clinic.treatment_type.pk,
            "kind": "treatment",
            "treatment_id": clinic.treatment.pk,
            "course_id": course.pk,
            "course_sessions": course.sessions_authorised,
            "number": 1,
            **changes,
        },
    )


def course_row(clinic, **changes):
    patient = clinic.patient
    return {
        "reference": uuid.uuid4().hex,
        "patient_id": patient.pk,
        "treatment_id": clinic.treatment.pk,
        "evaluation_id": clinic.evaluate(patient).pk,
        "decision": "eligible",
        "consent_id": clinic.sign_consent(patient).pk,
        "sessions_authorised": 6,
        "authorised_by_id": clinic.prescriber.pk,
        "authorised_at": timezone.now(),
        **changes,
    }


@contextmanager
def refused_by(*names):
    """The work within is refused by the constraint (or trigger) of this name, or of one of these."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        yield
    assert refusal.value.__cause__.diag.constraint_name in names
