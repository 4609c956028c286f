"""What a session rests on is judged twice, by a trigger and by querysets: they are of one mind."""

from datetime import timedelta
from itertools import product

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from clinic.scheduling.models import Course
from clinic.scheduling.waiting import reasons_to_wait
from education.models import Treatment
from patients.consent.models import Document
from patients.people.models import Hold
from tests.clinic.scheduling.raw_rows import insert, treatment_row

DAYS_LEFT = (-1, 0, 1)  # it ran out yesterday, holds today for the last time, holds tomorrow too
HOLDS = (None, "open", "lifted")
# Of a text for another treatment, of the text that was signed, and of that one from tomorrow on.
LATER_VERSIONS = (None, "minor", "must_resign", "of another text", "tomorrow")
LATER = ("eligible", "deferred")  # what is decided after the evaluation on which the course was authorised


def today_in_the_database(clinic):
    with connection.cursor() as cursor:
        cursor.execute("SELECT (now() AT TIME ZONE %s)::date", [clinic.location.time_zone])
        return cursor.fetchone()[0]


def evaluations(clinic, today):
    """What may be decided first: how many days are left, and whether it is suspended."""
    by = {"suspended_at": timezone.now(), "suspended_by": clinic.prescriber, "suspended_because": "Finding"}
    for days, suspended in product(DAYS_LEFT, ({}, by)):
        yield {"valid_until": today + timedelta(days=days), **suspended}


def consents(clinic, today):
    by = {"withdrawn_at": timezone.now(), "withdrawal_recorded_by": clinic.prescriber}
    for days, withdrawn in product(DAYS_LEFT, ({}, by)):
        yield clinic.sign_consent(clinic.patient, valid_until=today + timedelta(days=days), **withdrawn)


def hold(clinic, how):
    lifted = {"lifted_at": timezone.now(), "lifted_by": clinic.prescriber, "lifted_because": "Called."}
    if how:
        said = {"patient": clinic.patient, "reason": "Call.", "raised_by": clinic.prescriber}
        Hold.objects.create(**said, **(lifted if how == "lifted" else {}))


def issue_later(clinic, today, which):
    """A later version of what was signed, or of something else."""
    about, issued_on = clinic.treatment, today
    if which == "of another text":
        about = Treatment.objects.create(
            key="other", name="Other", status="off_label", status_line="Invented."
        )
        a_text(about, 1, today, "first")
    if which == "tomorrow":
        issued_on = today + timedelta(days=1)
    if which:
        a_text(about, 2, issued_on, "minor" if which == "minor" else "must_resign")


def a_text(about, version, issued_on, change):
    Document.objects.create(
        treatment=about,
        version=version,
        title="Consent",
        text="I agree.",
        change=change,
        what_changed="" if version == 1 else "A word.",
        issued_on=issued_on,
    )


def is_taken_by_the_database(clinic, course, as_app_role):
    try:
        with transaction.atomic(), as_app_role() as cursor:
            insert(cursor, "scheduling_appointment", treatment_row(clinic, course))
    except IntegrityError as refusal:
        assert refusal.__cause__.diag.constraint_name.startswith("appointment_")
        return False
    return True


@pytest.mark.drill
def test_the_trigger_and_the_querysets_agree_in_every_case(small_clinic, as_app_role):
    today, verdicts = today_in_the_database(small_clinic), []
    rests_on = list(product(evaluations(small_clinic, today), list(consents(small_clinic, today))))
    alone = product(rests_on, (None, today), HOLDS, (None,))
    superseded = product(rests_on, (None,), (None,), LATER)
    for (decided, consent), ended_on, held, later in (*alone, *superseded):
        before = transaction.savepoint()
        hold(small_clinic, held)
        evaluation = small_clinic.evaluate(small_clinic.patient, **decided)
        course = Course.objects.create(
            patient=small_clinic.patient,
            treatment=small_clinic.treatment,
            evaluation=evaluation,
            consent=consent,
            sessions_authorised=6,
            authorised_by=small_clinic.prescriber,
            ended_on=ended_on,
        )
        if later:
            small_clinic.evaluate(small_clinic.patient, decision=later)
        waits = Course.objects.on_hold(today).filter(pk=course.pk).exists()
        may_be_booked = Course.objects.running().filter(pk=course.pk).exists() and not waits
        case = (
            f"evaluation until {evaluation.valid_until}, suspended {evaluation.suspended_at}, then {later}, "
            f"consent until {consent.valid_until}, withdrawn {consent.withdrawn_at}, "
            f"hold {held}, course ended {ended_on}, today {today}"
        )
        assert is_taken_by_the_database(small_clinic, course, as_app_role) == may_be_booked, case
        assert bool(reasons_to_wait(course, today)) == waits, case
        verdicts.append(may_be_booked)
        transaction.savepoint_rollback(before)
    # A later decision for it carries a course whatever came before, and one against it never does.
    assert (len(verdicts), sum(verdicts)) == (216 + 72, 8 + 12)


def test_both_agree_about_later_versions_of_what_was_signed(small_clinic, as_app_role):
    today, verdicts = today_in_the_database(small_clinic), {}
    for which in LATER_VERSIONS:
        before = transaction.savepoint()
        course = small_clinic.authorise()
        issue_later(small_clinic, today, which)
        waits = Course.objects.on_hold(today).filter(pk=course.pk).exists()
        assert is_taken_by_the_database(small_clinic, course, as_app_role) != waits, which
        assert bool(reasons_to_wait(course, today)) == waits, which
        verdicts[which] = waits
        transaction.savepoint_rollback(before)
    assert [which for which, waits in verdicts.items() if waits] == ["must_resign"]
