"""Holds and care teams: who makes care wait, and who looks after whom."""

import threading
import time
import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError
from django.utils import timezone

from patients.people import caring, holding, registering
from patients.people.models import CareTeamMember, Hold, Patient


@pytest.fixture
def patient(riverside, front_desk):
    return registering.register_patient(
        legal_name="Ana Example",
        birth_date=date(1984, 3, 12),
        email="ana@visitor.example",
        location=riverside,
        by=front_desk,
    )


def test_a_hold_is_open_until_somebody_lifts_it_for_a_reason(patient, prescriber, clinician):
    hold = holding.raise_hold(patient=patient, reason="Blood pressure to be checked", by=clinician)
    assert Patient.objects.with_open_hold().get() == patient
    with pytest.raises(ValidationError):
        holding.lift_hold(hold=hold, because=" ", by=prescriber)
    hold = holding.lift_hold(hold=hold, because="Checked", by=prescriber)
    assert (hold.lifted_by, hold.lifted_because) == (prescriber, "Checked")
    assert not Patient.objects.with_open_hold().exists()
    with pytest.raises(ValidationError, match="has lifted this hold already"):
        holding.lift_hold(hold=hold, because="Again", by=clinician)


def test_a_hold_needs_a_reason_and_is_raised_once(patient, clinician):
    with pytest.raises(ValidationError):
        holding.raise_hold(patient=patient, reason="", by=clinician)
    key = uuid.uuid4()
    hold = holding.raise_hold(patient=patient, reason="Asked to wait", by=clinician, form_key=key)
    again = holding.raise_hold(patient=patient, reason="Asked to wait", by=clinician, form_key=key)
    assert again == hold
    with pytest.raises(ValidationError) as refusal:
        holding.raise_hold(patient=patient, reason="Something else", by=clinician, form_key=key)
    assert refusal.value.code == "sent_before"
    assert Hold.objects.count() == 1


def test_a_hold_is_never_deleted_and_never_lifted_without_a_name(patient, clinician, as_app_role):
    holding.raise_hold(patient=patient, reason="Asked to wait", by=clinician)
    with (
        pytest.raises(InternalError, match="hold_is_never_deleted"),
        transaction.atomic(),
        as_app_role() as cursor,
    ):
        cursor.execute("DELETE FROM people_hold")
    with (
        pytest.raises(IntegrityError, match="hold_lifted_says_who_and_why"),
        transaction.atomic(),
        as_app_role() as cursor,
    ):
        cursor.execute("UPDATE people_hold SET lifted_at = now()")


def test_a_patient_is_never_deleted_once_registering_them_cannot_be_undone(patient, as_app_role):
    Patient.objects.update(registered_at=timezone.now() - timedelta(hours=25))
    with (
        pytest.raises(InternalError, match="patient_is_never_deleted"),
        transaction.atomic(),
        as_app_role() as cursor,
    ):
        cursor.execute("DELETE FROM people_patient")


@pytest.mark.django_db(transaction=True)
def test_raising_a_hold_waits_for_whoever_books_this_patient(patient, clinician):
    """Design of the locks: both take the patient's row first."""
    raised = threading.Event()

    def raise_it():
        holding.raise_hold(patient=patient, reason="Asked to wait", by=clinician)
        raised.set()
        connection.close()

    with transaction.atomic():
        Patient.objects.select_for_update(no_key=True).get()
        thread = threading.Thread(target=raise_it)
        thread.start()
        time.sleep(0.5)  # long enough for one that does not wait
        assert not raised.is_set()
    thread.join()
    assert raised.is_set()


def test_a_clinician_joins_and_leaves_the_care_team(patient, clinician, front_desk):
    caring.join_care_team(patient=patient, user=clinician, by=front_desk)
    caring.join_care_team(patient=patient, user=clinician, by=front_desk)
    assert Patient.objects.visible_to(clinician).count() == 1
    assert CareTeamMember.objects.count() == 1
    caring.leave_care_team(patient=patient, user=clinician, by=front_desk)
    assert not Patient.objects.visible_to(clinician).exists()
    caring.join_care_team(patient=patient, user=clinician, by=front_desk)
    assert CareTeamMember.objects.count() == 2


def test_only_clinicians_look_after_patients(patient, front_desk):
    with pytest.raises(ValidationError, match="not a clinician"):
        caring.join_care_team(patient=patient, user=front_desk, by=front_desk)
