"""Nobody and nothing is booked twice at once: the database by itself, raw SQL, as the application's own role."""

import pytest
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import connection

from clinic.scheduling.models import Appointment
from tests.clinic.scheduling.raw_rows import evaluation_row, everywhere, insert, refused_by, span

ELSEWHERE = {
    "room": lambda clinic: {"room_id": clinic.rooms[1].pk},
    "clinician": lambda clinic: {"clinician_id": clinic.clinicians[1].pk},
    "patient": lambda clinic: {"patient_id": clinic.register().pk},
}


@pytest.mark.parametrize("shared", ELSEWHERE)
@pytest.mark.parametrize("status", ["offered", "booked", "arrived", "ready", "finished"])
def test_nobody_and_nothing_is_booked_twice_at_once(small_clinic, as_app_role, shared, status):
    """T03: an overlap of one minute, with one of room, clinician and patient the same."""
    others = [change(small_clinic) for who, change in ELSEWHERE.items() if who != shared]
    with as_app_role() as cursor:
        insert(cursor, "scheduling_appointment", evaluation_row(small_clinic, status=status))
        second = {key: value for other in others for key, value in other.items()}
        back_to_back = evaluation_row(small_clinic, **second, **everywhere(span(60, 120)), status="cancelled")
        insert(cursor, "scheduling_appointment", back_to_back)
    with refused_by(f"appointment_{shared}_once_at_a_time"), as_app_role() as cursor:
        overlapping = evaluation_row(small_clinic, **second, **everywhere(span(59, 119)))
        insert(cursor, "scheduling_appointment", overlapping)


def test_everything_different_at_the_same_time_is_fine(small_clinic, as_app_role):
    """T03."""
    elsewhere = {key: value for change in ELSEWHERE.values() for key, value in change(small_clinic).items()}
    with as_app_role() as cursor:
        insert(cursor, "scheduling_appointment", evaluation_row(small_clinic))
        insert(cursor, "scheduling_appointment", evaluation_row(small_clinic, **elsewhere))


@pytest.mark.parametrize("status", ["cancelled", "no_show", "lapsed"])
def test_what_does_not_take_place_frees_its_time(small_clinic, as_app_role, status):
    """T09."""
    with as_app_role() as cursor:
        insert(cursor, "scheduling_appointment", evaluation_row(small_clinic, status=status))
        insert(cursor, "scheduling_appointment", evaluation_row(small_clinic))


def test_an_exclusion_constraint_counts_what_active_counts(db):
    """One condition: what a constraint frees, `active()` leaves out."""
    condition = str(Appointment.objects.active().query).partition("WHERE ")[2].partition(" ORDER")[0]
    statuses = sorted(status for status in Appointment.Status.values if status in condition)
    with connection.cursor() as cursor:
        for constraint in Appointment._meta.constraints:
            if isinstance(constraint, ExclusionConstraint):
                cursor.execute(
                    "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s",
                    [constraint.name],
                )
                definition = cursor.fetchone()[0].partition("WHERE")[2]
                assert statuses == sorted(
                    status for status in Appointment.Status.values if status in definition
                )
