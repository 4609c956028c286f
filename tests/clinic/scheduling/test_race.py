"""Races at the acts; at full size in `tests/drills/test_diary_storms.py`, over HTTP in `test_storms.py`."""

import os

import psycopg2
import pytest
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.exceptions import ValidationError
from django.db import connection

from clinic.scheduling import booking, judging
from clinic.scheduling.models import Appointment, Clinician, Room
from patients.people.models import CareTeamMember
from tests.clinic.scheduling import diary_storms
from tests.small_clinic import open_small_clinic
from tests.storm import overlaps


def test_two_people_cannot_book_one_room_at_once(transactional_db):
    """T01: 50 at once, exactly one gets it, and the others read what is in the way, or to try again."""
    clinic = open_small_clinic()
    refusals = diary_storms.everybody_wants_one_slot(clinic, clients=50, rounds=2)
    assert len(refusals) == 2 * 49
    words = {refusal.messages[0] for refusal in refusals}
    taken, busy = "Room 1 is taken 10:00–11:10.", "Somebody else is booking right now. Try again."
    assert taken in words and words <= {taken, busy}
    assert overlaps() == 0


@pytest.mark.drill
def test_a_storm_of_changes_leaves_no_overlap_and_no_deadlock(transactional_db):
    """T01, with moves, cancellations and restorations."""
    clinic = open_small_clinic(rooms=3, clinicians=3)
    diary_storms.everybody_changes_everything(clinic, clients=30, rounds=4, seed=3)


def test_one_form_sent_ten_times_at_once_makes_one_appointment(transactional_db):
    """T07."""
    wish = open_small_clinic().wish()
    outcomes = diary_storms.break_loose([lambda: booking.book(**wish)] * 10)
    assert outcomes == [Appointment.objects.get()] * 10


def test_one_form_with_ten_contents_at_once_makes_one_appointment(transactional_db):
    """T07: different rooms, clinicians and patients, so that no lock keeps them apart."""
    clinic = open_small_clinic(rooms=10, clinicians=10)
    key = clinic.wish()["form_key"]
    wishes = [
        clinic.wish(form_key=key, room=room, clinician=clinician, patient=clinic.register())
        for room, clinician in zip(clinic.rooms, clinic.clinicians, strict=True)
    ]
    outcomes = diary_storms.break_loose([lambda wish=wish: booking.book(**wish) for wish in wishes])
    assert diary_storms.booked(outcomes) == [Appointment.objects.get()]
    refused = [outcome for outcome in outcomes if isinstance(outcome, ValidationError)]
    assert {error.code for refusal in refused for error in refusal.error_list} == {
        "appointment_form_key_once"
    }


def test_a_course_is_never_booked_beyond_what_is_authorised(transactional_db):
    clinic = open_small_clinic(rooms=3, clinicians=3)
    course = clinic.authorise(sessions=2)
    wishes = [
        clinic.wish(
            type=clinic.treatment_type,
            course=course,
            room=clinic.rooms[number],
            clinician=clinic.clinicians[number],
            session_start=clinic.at(9 + 3 * number),
        )
        for number in range(3)
    ]
    outcomes = diary_storms.break_loose([lambda wish=wish: booking.book(**wish) for wish in wishes])
    assert sorted(appointment.number for appointment in diary_storms.booked(outcomes)) == [1, 2]
    assert CareTeamMember.objects.filter(patient=clinic.patient).count() == 2


# -- The negative control ----------------------------------------------------------------------------


@pytest.fixture
def unguarded_diary(transactional_db, monkeypatch):
    """A scratch database without the exclusion constraints, and acts that lock nothing."""
    here = connection.settings_dict["NAME"]
    scratch = f"{here}_scratch"
    owner = psycopg2.connect(os.environ["DATABASE_OWNER_URL"])
    owner.autocommit = True
    try:
        with owner.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {scratch} TEMPLATE portal_template")
            use(scratch)
            with connection.cursor() as inside:
                for constraint in Appointment._meta.constraints:
                    if isinstance(constraint, ExclusionConstraint):
                        inside.execute(
                            f"ALTER TABLE scheduling_appointment DROP CONSTRAINT {constraint.name}"
                        )
            monkeypatch.setattr(judging, "lock", lock_nothing)
            yield
            use(here)
            cursor.execute(f"DROP DATABASE {scratch} WITH (FORCE)")
    finally:
        use(here)
        owner.close()


def use(database):
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = database


def lock_nothing(rooms, clinicians, patient, now, also=()):
    return (
        Room.objects.select_related("location").in_bulk([room.pk for room in rooms]),
        Clinician.objects.select_related("user").in_bulk([clinician.pk for clinician in clinicians]),
        patient,
    )


def test_without_constraints_and_locks_the_storm_does_overlap(unguarded_diary):
    """T02: if this storm found nothing, T01 would prove nothing.

    An act still looks at what is in the way before it writes, so that a round may pass without an overlap;
    the first that has one ends the storm.
    """
    clinic = open_small_clinic()
    with pytest.raises(AssertionError):
        diary_storms.everybody_wants_one_slot(clinic, clients=20, rounds=50)
    assert overlaps() > 0
