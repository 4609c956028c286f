"""Two patients who turn out to be one person: everything follows, both histories stay, or nothing is merged."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, InternalError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from pghistory.models import Event

from clinic.scheduling.models import Appointment
from patients.area import writing
from patients.area.models import PatientLink
from patients.consent.withdrawing import withdraw
from patients.people import caring, holding, merging
from patients.people.forms import errors_of
from patients.people.known import what_is_known
from patients.people.look_alikes import keep_apart
from patients.people.models import CareTeamMember, DifferentPeople, FollowsPatient, Patient
from patients.screening.evaluating import suspend
from tests.clinic.scheduling.pages import text_of
from tests.patients.people.test_registering import together
from tests.small_clinic import open_small_clinic


@pytest.fixture
def other(small_clinic):
    return small_clinic.register("Robyn Example")


@pytest.fixture
def merge(small_clinic, other):
    """`merge()`: the other row of Robin Example into the first."""

    def one(patient=other, into=small_clinic.patient, **fields):
        patient, into = Patient.objects.get(pk=patient.pk), Patient.objects.get(pk=into.pk)
        seen = [what_is_known(patient), what_is_known(into)]
        said = {"seen": seen, "by": small_clinic.front_desk, **fields}
        return merging.merge_patients(patient=patient, into=into, **said)

    return one


def codes(refusal):
    return {error.code for _field, error in errors_of(refusal.value)}


def rows_of(patient):
    """Everything that hangs on a patient, whichever app it is of: model, and how many."""
    found = {}
    for relation in Patient._meta.related_objects:
        if issubclass(relation.related_model, Event):
            continue
        rows = relation.related_model._base_manager.filter(**{relation.field.name: patient})
        found[relation.related_model.__name__, relation.field.name] = rows.count()
    return {name: count for name, count in found.items() if count}


def give_everything(clinic, patient):
    course = clinic.authorise(patient)
    clinic.book(patient=patient, type=clinic.treatment_type, course=course)
    clinic.book(patient=patient, session_start=clinic.at(14), room=clinic.rooms[1])
    suspend(evaluation=clinic.evaluate(patient), by=clinic.prescriber, reason="To be checked")
    withdraw(consent=clinic.sign_consent(patient), by=clinic.prescriber)
    hold = holding.raise_hold(patient=patient, reason="Asked to wait", by=clinic.prescriber)
    holding.lift_hold(hold=hold, because="Asked", by=clinic.prescriber)
    message = writing.write(patient=patient, text="I come by bus.", form_key=uuid4())
    writing.mark_read(message=message, by=clinic.front_desk)
    PatientLink.objects.create(patient=patient, expires_at=timezone.now() + timedelta(days=1))
    return course


def test_everything_that_hung_on_the_one_hangs_on_the_other(small_clinic, other, merge):
    course = give_everything(small_clinic, other)
    had = rows_of(other)
    assert {name for name, _field in had} == {
        "Appointment", "Assessment", "CareTeamMember", "Consent", "Course", "Evaluation", "Hold",
        "PatientLink", "PatientMessage",
    }  # fmt: skip
    assert merge() == small_clinic.patient
    assert rows_of(other) == {}
    assert rows_of(small_clinic.patient) == had | {("Patient", "merged_into"): 1}
    assert not PatientLink.objects.working().exists()
    course.refresh_from_db()
    assert {row.patient for row in course.appointments.all()} == {course.patient} == {small_clinic.patient}


def test_the_row_that_was_merged_stays_as_it_was_and_its_history_too(small_clinic, other, merge, as_app_role):
    merge(taken=["legal_name", "birth_date"])
    kept = Patient.objects.get(pk=other.pk)
    assert what_is_known(kept) == what_is_known(other)
    assert kept.merged_into == small_clinic.patient
    assert kept.events.count() == 2
    with (
        pytest.raises(InternalError, match="merged_patient_never_changes"),
        transaction.atomic(),
        as_app_role() as cursor,
    ):
        cursor.execute("UPDATE people_patient SET email = 'x@y.example' WHERE id = %s", [other.pk])


def test_the_one_who_stays_takes_what_was_chosen_of_the_other(small_clinic, other, merge):
    Patient.objects.filter(pk=other.pk).update(email="robyn@visitor.example", channels=["email"])
    merge(taken=["legal_name", "email", "channels"])
    small_clinic.patient.refresh_from_db()
    known = small_clinic.patient
    assert (known.legal_name, known.email, known.channels) == (
        "Robyn Example",
        "robyn@visitor.example",
        ["email"],
    )
    assert known.birth_date != other.birth_date


def test_what_does_not_belong_together_is_not_merged(small_clinic, other, merge):
    Patient.objects.filter(pk=other.pk).update(email="robyn@visitor.example", channels=["email"])
    with pytest.raises(ValidationError, match="Give the e-mail address"):
        merge(taken=["channels"])
    other.refresh_from_db()
    assert other.merged_into is None


def test_a_clinician_of_both_looks_after_the_one_once(small_clinic, other, merge):
    user, by = small_clinic.clinicians[0].user, small_clinic.front_desk
    for patient in (small_clinic.patient, other):
        caring.join_care_team(patient=patient, user=user, by=by)
    caring.join_care_team(patient=other, user=small_clinic.clinicians[1].user, by=by)
    merge()
    team = CareTeamMember.objects.filter(patient=small_clinic.patient)
    assert [member.user.name for member in team.current()] == ["Clinician 1", "Clinician 2"]
    assert team.count() == 3


def test_two_appointments_at_one_time_are_said_and_nothing_is_merged(small_clinic, other, merge):
    small_clinic.book()
    small_clinic.book(patient=other, room=small_clinic.rooms[1], clinician=small_clinic.clinicians[1])
    with pytest.raises(ValidationError, match="The two are booked at one time") as refusal:
        merge()
    assert codes(refusal) == {"both_booked"}
    other.refresh_from_db()
    assert other.merged_into is None
    assert Appointment.objects.filter(patient=other).count() == 1


def test_a_session_of_a_course_at_the_time_of_another_appointment_is_said(small_clinic, other, merge):
    small_clinic.book()
    small_clinic.book(
        patient=other, room=small_clinic.rooms[1], clinician=small_clinic.clinicians[1],
        type=small_clinic.treatment_type, course=small_clinic.authorise(other),
    )  # fmt: skip
    with pytest.raises(ValidationError, match="The two are booked at one time") as refusal:
        merge()
    assert codes(refusal) == {"both_booked"}
    other.refresh_from_db()
    assert other.merged_into is None


def test_two_running_courses_of_one_treatment_are_said_and_nothing_is_merged(small_clinic, other, merge):
    small_clinic.authorise(), small_clinic.authorise(other)
    with pytest.raises(ValidationError, match="Two courses of Ketamine into a vein") as refusal:
        merge()
    assert codes(refusal) == {"both_running"}
    other.refresh_from_db()
    assert other.merged_into is None


def test_sent_twice_is_merged_once(small_clinic, other, merge):
    assert merge() == merge() == small_clinic.patient
    assert other.events.count() == 2


def test_nobody_is_merged_with_themselves_or_with_one_who_is_merged_elsewhere(small_clinic, other, merge):
    third = small_clinic.register("Rob Example")
    with pytest.raises(ValidationError) as refusal:
        merge(patient=third, into=third)
    assert codes(refusal) == {"same"}
    merge()
    for pair in ({"patient": third, "into": other}, {"patient": other, "into": third}):
        with pytest.raises(ValidationError) as refusal:
            merge(**pair)
        assert codes(refusal) == {"merged"}


def test_those_who_were_merged_before_follow_so_nobody_leads_to_nobody(small_clinic, other, merge):
    third = small_clinic.register("Rob Example")
    merge(patient=third, into=other)
    merge()
    third.refresh_from_db()
    assert third.merged_into == small_clinic.patient


def test_the_database_holds_no_chain_of_merged_patients(small_clinic, other, merge, as_app_role):
    third = small_clinic.register("Rob Example")
    merge()
    for patient, into in ((third, other), (small_clinic.patient, third)):
        with (
            pytest.raises(IntegrityError, match="patient_merged_into_one_that_stands"),
            transaction.atomic(),
            as_app_role() as cursor,
        ):
            cursor.execute(
                "UPDATE people_patient SET merged_into_id = %s WHERE id = %s", [into.pk, patient.pk]
            )


def test_every_row_that_hangs_on_a_patient_follows_them():
    hang = {
        relation.related_model
        for relation in Patient._meta.related_objects
        if relation.field.name == "patient" and not issubclass(relation.related_model, Event)
    }
    assert [
        model
        for model in hang
        if not any(isinstance(trigger, FollowsPatient) for trigger in model._meta.triggers)
    ] == []


TABLES = [
    "people_hold",
    "people_careteammember",
    "screening_assessment",
    "screening_evaluation",
    "consent_consent",
    "scheduling_course",
]


@pytest.mark.parametrize(
    "table", [*TABLES, "scheduling_appointment", "area_patientlink", "area_patientmessage"]
)
def test_the_database_lets_no_row_go_to_somebody_else(small_clinic, other, as_app_role, table):
    give_everything(small_clinic, other)
    with (
        pytest.raises(IntegrityError, match="row_stays_with_its_patient"),
        transaction.atomic(),
        as_app_role() as cursor,
    ):
        cursor.execute(f"UPDATE {table} SET patient_id = %s", [small_clinic.patient.pk])


def test_nothing_more_is_recorded_for_the_row_that_was_merged(small_clinic, other, merge):
    merge()
    acts = [
        lambda: small_clinic.book(patient=other),
        lambda: holding.raise_hold(patient=other, reason="Wait", by=small_clinic.prescriber),
        lambda: caring.join_care_team(
            patient=other, user=small_clinic.prescriber, by=small_clinic.front_desk
        ),
        lambda: small_clinic.authorise(other),
    ]
    for act in acts[:3]:
        with pytest.raises(ValidationError) as refusal:
            act()
        assert codes(refusal) == {"merged"}
    with pytest.raises(IntegrityError, match="patient_was_merged"), transaction.atomic():
        acts[3]()


def test_who_changed_something_meanwhile_is_not_overwritten(small_clinic, other, merge):
    """T08"""
    seen = [what_is_known(other), what_is_known(small_clinic.patient)]
    Patient.objects.filter(pk=other.pk).update(chosen_name="Rob")
    with pytest.raises(ValidationError) as refusal:
        merge(seen=seen)
    assert codes(refusal) == {"changed_meanwhile"}


def test_whoever_is_somebody_else_stays_somebody_else(small_clinic, other, merge):
    third, by = small_clinic.register("Robert Example"), small_clinic.front_desk
    keep_apart(patient=other, others=[third, small_clinic.patient], because="I asked.", by=by)
    merge()
    pair = DifferentPeople.objects.get()
    assert {pair.one, pair.other} == {small_clinic.patient, third}


@pytest.mark.django_db(transaction=True)
def test_merging_both_ways_and_booking_at_once_leaves_one_patient_with_everything():
    clinic = open_small_clinic()
    first, second = clinic.patient, clinic.register("Robyn Example")
    seen = {first.pk: what_is_known(first), second.pk: what_is_known(second)}

    def merge(patient, into):
        return merging.merge_patients(
            patient=patient, into=into, seen=[seen[patient.pk], seen[into.pk]], by=clinic.front_desk
        )

    outcomes = together(
        lambda: merge(first, second),
        lambda: merge(second, first),
        lambda: clinic.book(patient=first),
        lambda: clinic.book(patient=second, session_start=clinic.at(14)),
    )
    assert sum(isinstance(outcome, Patient) for outcome in outcomes) == 1
    assert {frozenset(outcome) for outcome in outcomes if isinstance(outcome, set)} == {frozenset({"merged"})}
    stays = Patient.objects.standing().get()
    booked = [outcome for outcome in outcomes if isinstance(outcome, Appointment)]
    assert Appointment.objects.filter(patient=stays).count() == len(booked)
    assert Appointment.objects.count() == len(booked)
    connection.close()


# -- Pages -------------------------------------------------------------------------------------------


def page_of(patient):
    return reverse("desk:patient", args=[patient.reference])


def test_the_address_of_the_one_leads_to_the_page_of_the_other(client, small_clinic, other, merge):
    merge()
    client.force_login(small_clinic.front_desk)
    assert client.get(page_of(other))["Location"] == page_of(small_clinic.patient)
    client.force_login(small_clinic.clinicians[0].user)
    assert client.get(page_of(other)).status_code == 404


def test_a_merged_patient_stands_in_no_list(client, small_clinic, other, merge):
    merge()
    client.force_login(small_clinic.front_desk)
    assert "Robyn" not in text_of(client.get(reverse("people:list")))
    assert client.get(reverse("people:edit", args=[other.reference])).status_code == 404
