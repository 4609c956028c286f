"""What the database refuses by itself: raw SQL, as the application's own role."""

import uuid
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import IntegrityError, InternalError, connection, transaction
from django.utils import timezone

from clinic.scheduling.models import Appointment, Course
from education.models import Treatment
from patients.people.models import Hold
from patients.screening.models import Evaluation

TEN = datetime(2027, 3, 1, 15, 0, tzinfo=UTC)
RANGES = ("session", "visit", "room_block", "clinician_block")
LONG_AGO = date(2021, 1, 1)


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
        "reason": "",
        **changes,
    }


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


# -- One row -----------------------------------------------------------------------------------------

WRONG_APPOINTMENTS = {
    "39 minutes": ("appointment_session_40_to_60_minutes", everywhere(span(0, 39))),
    "61 minutes": ("appointment_session_40_to_60_minutes", everywhere(span(0, 61))),
    "an empty range": ("appointment_ranges_filled", everywhere("empty")),
    "an empty visit": ("appointment_ranges_filled", {"visit": span(0, 0)}),
    "no end": ("appointment_ranges_bounded", everywhere(span(0, ""))),
    "no beginning": ("appointment_ranges_bounded", {"room_block": span("", 60)}),
    "an infinite end": ("appointment_ranges_finite", everywhere(span(0, "infinity"))),
    "an infinite room": ("appointment_ranges_finite", {"room_block": span(0, "infinity")}),
    "an infinite past": ("appointment_ranges_finite", {"clinician_block": span("-infinity", 60)}),
    "its last moment": ("appointment_ranges_half_open", everywhere(span(bounds="[]"))),
    "not its first moment": ("appointment_ranges_half_open", everywhere(span(bounds="(]"))),
    "half a minute": ("appointment_ranges_whole_minutes", everywhere(span(0.5, 60.5))),
    "half a second": ("appointment_ranges_whole_minutes", {"room_block": span(0, 60 + 1 / 120)}),
    "a room for over a day": ("appointment_ranges_within_a_day", {"room_block": span(0, 24 * 60 + 1)}),
    "a session before the visit": ("appointment_ranges_nested", {"visit": span(10, 60)}),
    "a visit after the room": ("appointment_ranges_nested", {"visit": span(0, 90)}),
    "a clinician who leaves": ("appointment_ranges_nested", {"clinician_block": span(0, 50)}),
    "an unknown status": ("appointment_known_status", {"status": "maybe"}),
    "an unknown kind": ("appointment_known_kind", {"kind": "party"}),
    "another kind than its type's": ("appointment_kind_is_the_types", {"kind": "follow_up"}),
}


@pytest.mark.parametrize(("name", "wrong"), WRONG_APPOINTMENTS.values(), ids=WRONG_APPOINTMENTS)
def test_an_impossible_appointment_is_refused(small_clinic, as_app_role, name, wrong):
    """T04, T05."""
    with refused_by(name), as_app_role() as cursor:
        insert(cursor, "scheduling_appointment", evaluation_row(small_clinic, **wrong))


@pytest.mark.parametrize("minutes", [40, 50, 60])
def test_a_session_of_40_to_60_minutes_is_stored(small_clinic, as_app_role, minutes):
    """T04."""
    with as_app_role() as cursor:
        assert insert(
            cursor, "scheduling_appointment", evaluation_row(small_clinic, **everywhere(span(0, minutes)))
        )


@pytest.mark.parametrize("column", RANGES)
def test_no_range_can_be_missing(small_clinic, as_app_role, column):
    with pytest.raises(IntegrityError, match=column), transaction.atomic(), as_app_role() as cursor:
        insert(cursor, "scheduling_appointment", evaluation_row(small_clinic, **{column: None}))


# -- A treatment and its course ----------------------------------------------------------------------

WRONG_TREATMENTS = {
    "no course": (
        "appointment_treatment_has_course",
        {"course_id": None, "course_sessions": None, "number": None},
    ),
    "no number": ("appointment_treatment_is_numbered", {"number": None}),
    "no treatment named": ("appointment_treatment_is_numbered", {"treatment_id": None}),
    "number 0": ("appointment_number_within_course", {"number": 0}),
    "a number beyond the authorised": ("appointment_number_within_course", {"number": 7}),
    "more sessions than authorised": (
        "appointment_course_is_the_patients",
        {"number": 7, "course_sessions": 7},
    ),
}


@pytest.mark.parametrize(("name", "wrong"), WRONG_TREATMENTS.values(), ids=WRONG_TREATMENTS)
def test_a_treatment_beside_its_course_is_refused(small_clinic, as_app_role, name, wrong):
    row = treatment_row(small_clinic, small_clinic.authorise(), **wrong)
    with refused_by(name), as_app_role() as cursor:
        insert(cursor, "scheduling_appointment", row)


def test_an_evaluation_belongs_to_no_course(small_clinic, as_app_role):
    row = evaluation_row(small_clinic, course_id=small_clinic.authorise().pk)
    with refused_by("appointment_treatment_has_course"), as_app_role() as cursor:
        insert(cursor, "scheduling_appointment", row)


def test_another_patients_course_is_refused(small_clinic, as_app_role):
    theirs = small_clinic.authorise(small_clinic.register())
    with refused_by("appointment_course_is_the_patients"), as_app_role() as cursor:
        insert(cursor, "scheduling_appointment", treatment_row(small_clinic, theirs))


def test_a_course_of_another_treatment_is_refused(small_clinic, as_app_role):
    course = small_clinic.authorise()
    other = Treatment.objects.create(key="other", name="Other", status="off_label", status_line="Invented.")
    row = treatment_row(small_clinic, course, treatment_id=other.pk)
    # Two keys forbid it; which is asked first depends on whether tables were migrated or restored.
    either = refused_by("appointment_treatment_is_the_types", "appointment_course_is_the_patients")
    with either, as_app_role() as cursor:
        insert(cursor, "scheduling_appointment", row)


def test_a_session_of_a_course_is_booked_once(small_clinic, as_app_role):
    course = small_clinic.authorise()
    with as_app_role() as cursor:
        insert(cursor, "scheduling_appointment", treatment_row(small_clinic, course))
        cancelled = treatment_row(small_clinic, course, status="cancelled")
        insert(cursor, "scheduling_appointment", cancelled)
    with refused_by("appointment_number_once_per_course"), as_app_role() as cursor:
        later = treatment_row(small_clinic, course, **everywhere(span(300, 360)))
        insert(cursor, "scheduling_appointment", later)


def test_a_course_cannot_shrink_below_what_is_booked(small_clinic, as_app_role):
    course = small_clinic.authorise()
    with as_app_role() as cursor:
        insert(cursor, "scheduling_appointment", treatment_row(small_clinic, course, number=6))
    with refused_by("appointment_number_within_course"), as_app_role() as cursor:
        cursor.execute("UPDATE scheduling_course SET sessions_authorised = 5 WHERE id = %s", [course.pk])


WRONG_COURSES = {
    "no evaluation": ("course_has_evaluation", lambda clinic: {"evaluation_id": None}),
    "no consent": ("course_has_consent", lambda clinic: {"consent_id": None}),
    "no sessions": ("course_number_of_sessions", lambda clinic: {"sessions_authorised": 0}),
    "61 sessions": ("course_number_of_sessions", lambda clinic: {"sessions_authorised": 61}),
    "a deferred evaluation": (
        "course_evaluation_is_the_patients",
        lambda clinic: {
            "evaluation_id": clinic.evaluate(clinic.patient, decision=Evaluation.Decision.DEFERRED).pk
        },
    ),
    "a decision against it": ("course_evaluation_decided_for_it", lambda clinic: {"decision": "not_now"}),
    "another patient's evaluation": (
        "course_evaluation_is_the_patients",
        lambda clinic: {"evaluation_id": clinic.evaluate(clinic.register()).pk},
    ),
    "another patient's consent": (
        "course_consent_is_the_patients",
        lambda clinic: {"consent_id": clinic.sign_consent(clinic.register()).pk},
    ),
}


@pytest.mark.parametrize(("name", "wrong"), WRONG_COURSES.values(), ids=WRONG_COURSES)
def test_a_course_that_rests_on_nothing_is_refused(small_clinic, as_app_role, name, wrong):
    row = course_row(small_clinic, **wrong(small_clinic))
    with refused_by(name), as_app_role() as cursor:
        insert(cursor, "scheduling_course", row)


def test_two_courses_of_one_treatment_do_not_run_at_once(small_clinic, as_app_role):
    small_clinic.authorise()
    with refused_by("course_running_once_per_treatment"), as_app_role() as cursor:
        insert(cursor, "scheduling_course", course_row(small_clinic))


def suspend_evaluation(clinic, course):
    Evaluation.objects.filter(pk=course.evaluation_id).update(
        suspended_at=timezone.now(), suspended_by=clinic.prescriber, suspended_because="New finding"
    )


def withdraw_consent(clinic, course):
    type(course.consent).objects.filter(pk=course.consent_id).update(
        withdrawn_at=timezone.now(), withdrawal_recorded_by=clinic.prescriber
    )


def let_evaluation_run_out(clinic, course):
    old = clinic.evaluate(clinic.patient, valid_until=LONG_AGO)
    Course.objects.filter(pk=course.pk).update(evaluation=old)


def let_consent_run_out(clinic, course):
    old = clinic.sign_consent(clinic.patient, valid_until=LONG_AGO)
    Course.objects.filter(pk=course.pk).update(consent=old)


def hold(clinic, course):
    Hold.objects.create(patient=clinic.patient, reason="Blood pressure", raised_by=clinic.prescriber)


def end(clinic, course):
    Course.objects.filter(pk=course.pk).update(ended_on=LONG_AGO)


NO_LONGER_IN_FORCE = {
    suspend_evaluation: "appointment_evaluation_in_force",
    let_evaluation_run_out: "appointment_evaluation_in_force",
    withdraw_consent: "appointment_consent_in_force",
    let_consent_run_out: "appointment_consent_in_force",
    hold: "appointment_patient_not_on_hold",
    end: "appointment_course_is_running",
}


@pytest.mark.parametrize("status", ["offered", "booked", "arrived", "finished"])
@pytest.mark.parametrize(
    ("happening", "name"), NO_LONGER_IN_FORCE.items(), ids=lambda each: getattr(each, "__name__", each)
)
def test_a_treatment_is_refused_once_what_it_rests_on_does_not_hold(
    small_clinic, as_app_role, happening, name, status
):
    course = small_clinic.authorise()
    happening(small_clinic, course)
    with refused_by(name), as_app_role() as cursor:
        insert(cursor, "scheduling_appointment", treatment_row(small_clinic, course, status=status))


@pytest.mark.parametrize(
    ("happening", "name"), NO_LONGER_IN_FORCE.items(), ids=lambda each: getattr(each, "__name__", each)
)
def test_what_ends_later_cancels_nothing_but_lets_nothing_come_back(
    small_clinic, as_app_role, happening, name
):
    course = small_clinic.authorise()
    with as_app_role() as cursor:
        booked = insert(cursor, "scheduling_appointment", treatment_row(small_clinic, course))
    happening(small_clinic, course)
    change_status = "UPDATE scheduling_appointment SET status = %s WHERE id = %s"
    with as_app_role() as cursor:
        cursor.execute(change_status, ["arrived", booked])
        cursor.execute(change_status, ["cancelled", booked])
    with refused_by(name), as_app_role() as cursor:
        cursor.execute(change_status, ["booked", booked])


def test_a_session_cannot_be_slipped_into_a_course_that_ended(small_clinic, as_app_role):
    ended = small_clinic.authorise()
    end(small_clinic, ended)
    with as_app_role() as cursor:
        booked = insert(
            cursor, "scheduling_appointment", treatment_row(small_clinic, small_clinic.authorise())
        )
    with refused_by("appointment_course_is_running"), as_app_role() as cursor:
        cursor.execute("UPDATE scheduling_appointment SET course_id = %s WHERE id = %s", [ended.pk, booked])


# -- Two rows ----------------------------------------------------------------------------------------

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


def test_one_form_makes_one_appointment(small_clinic, as_app_role):
    """T07."""
    row = evaluation_row(small_clinic)
    with as_app_role() as cursor:
        insert(cursor, "scheduling_appointment", row)
    again = {**row, **everywhere(span(300, 360)), "reference": uuid.uuid4().hex}
    with refused_by("appointment_form_key_once"), as_app_role() as cursor:
        insert(cursor, "scheduling_appointment", again)


def test_a_status_moves_along_its_arrows_only(small_clinic, as_app_role):
    with as_app_role() as cursor:
        booked = insert(cursor, "scheduling_appointment", evaluation_row(small_clinic))
    with refused_by("appointment_status_moves_along_arrows"), as_app_role() as cursor:
        cursor.execute("UPDATE scheduling_appointment SET status = 'finished' WHERE id = %s", [booked])


def test_an_appointment_is_never_deleted(small_clinic, as_app_role):
    with as_app_role() as cursor:
        booked = insert(cursor, "scheduling_appointment", evaluation_row(small_clinic))
    with (
        pytest.raises(InternalError, match="Cannot delete"),
        transaction.atomic(),
        as_app_role() as cursor,
    ):
        cursor.execute("DELETE FROM scheduling_appointment WHERE id = %s", [booked])


def test_every_rule_of_appointments_and_courses_is_tried_here():
    """A constraint that this file forgets is a constraint nobody has seen refuse."""
    tried = {name for name, _ in [*WRONG_APPOINTMENTS.values(), *WRONG_TREATMENTS.values()]}
    tried |= {name for name, _ in WRONG_COURSES.values()} | set(NO_LONGER_IN_FORCE.values())
    tried |= {f"appointment_{shared}_once_at_a_time" for shared in ELSEWHERE}
    tried |= {
        "appointment_form_key_once",
        "appointment_number_once_per_course",
        "appointment_status_moves_along_arrows",
        "appointment_treatment_is_the_types",
        "course_running_once_per_treatment",
    }
    rules = {rule.name for model in (Appointment, Course) for rule in model._meta.constraints}
    rules |= {name for trigger in Appointment._meta.triggers for name in getattr(trigger, "refusals", ())}
    rules.discard("course_for_appointments")  # not a rule: the key that appointments refer to
    assert rules == tried


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
