"""What may be set aside, by whom and with which reason; and what never."""

from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from clinic.locations.models import Closure
from clinic.scheduling.models import Absence, ClinicianHours
from tests.clinic.scheduling.refused import refused


def test_a_clinician_books_outside_hours_and_says_why(small_clinic):
    with refused("outside_hours", "clinician_not_there"):
        small_clinic.book(session_start=small_clinic.at(19))
    booked = small_clinic.book(
        session_start=small_clinic.at(19), by=small_clinic.prescriber, outside_hours_because="Works late"
    )
    assert booked.outside_hours_because == "Works late"


def test_the_front_desk_does_not(small_clinic):
    with refused("outside_hours", "clinician_not_there", "outside_hours_clinician_only"):
        small_clinic.book(session_start=small_clinic.at(19), outside_hours_because="Works late")


def test_a_closed_day_can_be_set_aside_too(small_clinic):
    Closure.objects.create(first_day=small_clinic.monday, last_day=small_clinic.monday, reason="Holiday")
    wish = {"by": small_clinic.prescriber, "outside_hours_because": "She comes from far"}
    assert small_clinic.book(**wish).outside_hours_because == "She comes from far"


def test_within_hours_no_reason_is_kept(small_clinic):
    booked = small_clinic.book(by=small_clinic.prescriber, outside_hours_because="Nothing")
    assert booked.outside_hours_because == ""


NEVER = {
    "an overlap": (
        ("appointment_room_once_at_a_time", "appointment_clinician_once_at_a_time"),
        lambda clinic: clinic.book(patient=clinic.register()),
        {},
    ),
    "39 minutes": (("appointment_session_40_to_60_minutes",), None, {"session_minutes": 39}),
    "a clinician on leave": (
        ("clinician_away",),
        lambda clinic: Absence.objects.create(
            clinician=clinic.clinicians[0], away=DateTimeTZRange(clinic.at(9), clinic.at(12))
        ),
        {},
    ),
    "a room that does not fit": (
        ("room_unfit",),
        lambda clinic: clinic.rooms[0].types.clear(),
        {},
    ),
}


@pytest.mark.parametrize(("codes", "given", "wishes"), NEVER.values(), ids=NEVER)
def test_this_is_never_set_aside(small_clinic, codes, given, wishes):
    if given:
        given(small_clinic)
    with refused(*codes):
        small_clinic.book(by=small_clinic.prescriber, outside_hours_because="Please", **wishes)


def test_what_is_past_is_never_set_aside(small_clinic):
    with refused("past"):
        small_clinic.book(by=small_clinic.prescriber, outside_hours_because="Please", now=small_clinic.at(11))


def test_a_treatment_without_a_course_or_on_hold_is_never_set_aside(small_clinic):
    wish = {"by": small_clinic.prescriber, "outside_hours_because": "Please", "gap_because": "Please"}
    with refused("appointment_treatment_has_course"):
        small_clinic.book(type=small_clinic.treatment_type, **wish)
    course = small_clinic.authorise()
    small_clinic.patient.holds.create(reason="Waits", raised_by=small_clinic.prescriber)
    with refused("appointment_patient_not_on_hold"):
        small_clinic.book(type=small_clinic.treatment_type, course=course, **wish)


def test_a_clinician_who_works_elsewhere_that_day_can_be_asked(small_clinic):
    ClinicianHours.objects.filter(clinician=small_clinic.clinicians[0]).update(
        valid_until=small_clinic.monday - timedelta(days=1)
    )
    wish = {"by": small_clinic.prescriber, "outside_hours_because": "Comes in for her"}
    with refused("clinician_not_there"):
        small_clinic.book()
    assert small_clinic.book(**wish)
