"""Undoing a registration: within a day, by who did it, while nothing hangs on the patient."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from patients.inquiries import answering, contacting
from patients.inquiries.models import Inquiry
from patients.people import caring, holding
from patients.people.forms import errors_of
from patients.people.models import DifferentPeople, Patient
from patients.people.registering import add_inquiry, take_back
from tests.patients.people.conftest import somebody_else
from tests.patients.people.test_registering import together

STATE = ("state", "owner", "unanswered_since", "answered_at", "snoozed_until")


def code(refusal):
    [(_field, error)] = errors_of(refusal.value)
    return error.code


def standing(inquiry):
    row = Inquiry.objects.get(pk=inquiry.pk)
    return {name: getattr(row, name) for name in STATE}


def untouched(inquiry, by):
    return inquiry


def spoken_with(inquiry, by):
    contacting.log_call(inquiry=inquiry, outcome="spoke", text="", by=by)
    return inquiry


def put_off(inquiry, by):
    spoken_with(inquiry, by)
    return answering.snooze(inquiry=inquiry, until=inquiry.location.today() + timedelta(days=9), by=by)


@pytest.mark.parametrize("before", [untouched, spoken_with, put_off])
def test_the_inquiry_stands_where_it_stood_before(register, asked, front_desk, colleague, before):
    inquiry = before(asked(), colleague)
    stood = standing(inquiry)
    patient = register(inquiry=inquiry)
    assert take_back(patient=patient, by=front_desk) == inquiry
    assert standing(inquiry) == stood
    assert not Patient.objects.exists()
    assert register(inquiry=inquiry).inquiry == inquiry


def test_the_history_keeps_whom_somebody_registered_by_mistake(register, front_desk):
    take_back(patient=register(), by=front_desk)
    gone = Patient.pgh_event_model.objects.get(pgh_label="delete")
    assert (gone.legal_name, gone.pgh_context.metadata["user"]) == ("Ana Example", front_desk.pk)


def test_the_same_form_sent_again_after_that_registers_nobody_unasked(register, front_desk):
    key = uuid4()
    take_back(patient=register(form_key=key), by=front_desk)
    with pytest.raises(ValidationError) as refusal:
        register(form_key=key)
    assert code(refusal) == "taken_back"
    assert not Patient.objects.exists()


def test_only_who_registered_them_undoes_it(register, colleague):
    with pytest.raises(ValidationError) as refusal:
        take_back(patient=register(), by=colleague)
    assert code(refusal) == "not_yours"


@pytest.mark.parametrize(("hours", "is_undone"), [(23.9, True), (24.1, False)])
def test_it_is_undone_within_a_day(register, front_desk, hours, is_undone):
    patient = register()
    with time_machine.travel(timezone.now() + timedelta(hours=hours), tick=False):
        if is_undone:
            take_back(patient=patient, by=front_desk)
        else:
            with pytest.raises(ValidationError) as refusal:
                take_back(patient=patient, by=front_desk)
            assert code(refusal) == "too_late"
    assert Patient.objects.exists() is not is_undone


def hold(patient, clinician):
    holding.raise_hold(patient=patient, reason="Asked to wait", by=clinician)


def care_team(patient, clinician):
    caring.join_care_team(patient=patient, user=clinician, by=clinician)


@pytest.mark.parametrize(("hang", "words"), [(hold, "hold"), (care_team, "care team member")])
def test_a_patient_for_whom_something_was_recorded_stays(register, front_desk, clinician, hang, words):
    patient = register()
    hang(patient, clinician)
    with pytest.raises(ValidationError, match=words) as refusal:
        take_back(patient=patient, by=front_desk)
    assert code(refusal) == "in_use"
    assert Patient.objects.get() == patient


def test_what_was_said_when_registering_goes_with_it(register, front_desk, clinician):
    register()
    patient = register("Anna Example", looked_after_by=clinician, **somebody_else())
    take_back(patient=patient, by=front_desk)
    assert Patient.objects.count() == 1
    assert not DifferentPeople.objects.exists()


def test_the_inquiry_of_a_patient_stays_registered_whoever_writes(register, asked, as_app_role):
    register(inquiry=asked())
    with (
        pytest.raises(IntegrityError, match="inquiry_of_a_patient_stays_registered"),
        transaction.atomic(),
        as_app_role() as cursor,
    ):
        cursor.execute("UPDATE inquiries_inquiry SET state = 'in_touch'")


def test_who_asks_again_is_answered_in_the_inquiry_they_came_by(register, asked, front_desk):
    first = asked()
    patient = register(inquiry=first)
    again = asked(hours_ago=1)
    add_inquiry(inquiry=again, patient=patient, by=front_desk)
    again.refresh_from_db()
    assert (again.state, again.close_reason, again.merged_into) == ("closed", "duplicate", first)
    patient.refresh_from_db()
    assert patient.inquiry == first


@pytest.mark.django_db(transaction=True)
def test_undoing_and_recording_something_at_once_leaves_no_half_of_either(register, front_desk, clinician):
    patient = register()

    def raise_hold():
        return holding.raise_hold(patient=patient, reason="Asked to wait", by=clinician)

    outcomes = together(raise_hold, lambda: take_back(patient=patient, by=front_desk) or "undone")
    if "undone" in outcomes:
        assert {"undone"} in outcomes and not Patient.objects.exists()
    else:
        assert {"in_use"} in outcomes and Patient.objects.get().is_on_hold


def test_nothing_is_recorded_for_somebody_whose_registration_was_undone(register, front_desk, clinician):
    patient = register()
    take_back(patient=Patient.objects.get(), by=front_desk)
    with pytest.raises(ValidationError) as refusal:
        hold(patient, clinician)
    assert code(refusal) == "undone"
