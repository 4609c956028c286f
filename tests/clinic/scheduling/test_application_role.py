"""What the application's own database role cannot do, whatever the program says."""

import psycopg2
import pytest


def test_the_application_cannot_book_an_overlap(small_clinic, app_role_connection):
    """T05: with a session of its own, next to what is committed."""
    booked = small_clinic.book()
    columns = (
        "reference, form_key, type_id, kind, patient_id, room_id, clinician_id, status, session, visit, \
        room_block, clinician_block, booked_by_id, booked_at, changed_by_id, changed_at, reason, \
        asked_by, was_late, outside_hours_because, gap_because, escort_name, escort_phone"
    )
    copied = columns.replace("reference, form_key", "md5('another'), md5('another')::uuid")
    with app_role_connection.cursor() as cursor, pytest.raises(psycopg2.errors.ExclusionViolation) as refusal:
        cursor.execute(
            f"INSERT INTO scheduling_appointment ({columns}) "
            f"SELECT {copied} FROM scheduling_appointment WHERE id = %s",
            [booked.pk],
        )
    assert refusal.value.pgcode == "23P01"


FORBIDDEN = {
    "drop a constraint": "ALTER TABLE scheduling_appointment DROP CONSTRAINT appointment_room_once_at_a_time",
    "switch triggers off": "ALTER TABLE scheduling_appointment DISABLE TRIGGER USER",
    "switch triggers off for itself": "SET session_replication_role = replica",
    "empty the diary": "TRUNCATE scheduling_appointment",
    "empty the history": "TRUNCATE scheduling_appointmentevent",
    "rewrite the history": "UPDATE scheduling_appointmentevent SET reason = 'other'",
    "delete from the history": "DELETE FROM scheduling_appointmentevent",
    "make a table": "CREATE TABLE public.mine (id int)",
}


@pytest.mark.parametrize("statement", FORBIDDEN.values(), ids=FORBIDDEN)
def test_the_application_cannot(app_role_connection, statement):
    """T05."""
    with app_role_connection.cursor() as cursor, pytest.raises(psycopg2.errors.InsufficientPrivilege):
        cursor.execute(statement)


def test_the_application_owns_nothing_and_rules_nothing(app_role_connection):
    """T05."""
    with app_role_connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolcreaterole, rolcreatedb, rolbypassrls "
            "FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (False, False, False, False)
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole")
        assert cursor.fetchone() == (0,)
