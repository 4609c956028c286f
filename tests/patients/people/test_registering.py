"""Registering: adults only, nobody twice, one patient from one inquiry."""

import threading
import uuid
from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from patients.inquiries import answering
from patients.inquiries.models import Inquiry
from patients.people.forms import errors_of
from patients.people.models import DifferentPeople, Patient
from tests.patients.people.conftest import BORN, somebody_else

LATER = BORN + timedelta(days=1)


def codes(refusal):
    return {error.code for _field, error in errors_of(refusal.value)}


def test_a_patient_is_registered_from_an_inquiry_which_then_stays_as_it_is(register, asked, front_desk):
    inquiry = asked()
    patient = register(inquiry=inquiry, phone=inquiry.phone)
    assert (patient.inquiry, patient.registered_by) == (inquiry, front_desk)
    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.owner) == ("registered", front_desk)


def test_one_inquiry_makes_one_patient(register, asked):
    inquiry = asked()
    register(inquiry=inquiry)
    with pytest.raises(ValidationError) as refusal:
        register(inquiry=inquiry, legal_name="Somebody Else")
    assert codes(refusal) == {"registered"}
    assert Patient.objects.count() == 1


def test_a_closed_inquiry_is_reopened_first(register, asked, front_desk):
    inquiry = asked()
    answering.close(inquiry=inquiry, reason="not_now", by=front_desk)
    with pytest.raises(ValidationError, match="Reopen it first"):
        register(inquiry=inquiry)
    assert not Patient.objects.exists()


def test_what_is_refused_leaves_the_inquiry_open(register, asked):
    register()
    inquiry = asked()
    with pytest.raises(ValidationError):
        register(inquiry=inquiry)
    assert Inquiry.objects.get().state == "new"


@pytest.mark.parametrize(
    ("birth_date", "code"),
    [
        (date(2008, 11, 24), "minor"),  # 18 tomorrow
        (date(2008, 11, 23), None),  # 18 today
        (date(2008, 2, 29), None),
        (date(2026, 11, 24), "birth_date"),
        (date(1884, 3, 12), "birth_date"),
        (date(1926, 3, 12), None),
    ],
)
def test_adults_only(register, birth_date, code):
    with time_machine.travel("2026-11-24T03:00:00Z", tick=False):  # still the 23rd in New York
        if code is None:
            assert register(birth_date=birth_date).pk
            return
        with pytest.raises(ValidationError) as refusal:
            register(birth_date=birth_date)
    assert codes(refusal) == {code}
    assert not Patient.objects.exists()


@pytest.mark.parametrize("name", ["Ana Example", "ANA EXAMPLE", "  ana example "])
def test_nobody_is_registered_twice_without_saying_that_this_is_another_person(register, name):
    register()
    with pytest.raises(ValidationError) as refusal:
        register(legal_name=name)
    assert codes(refusal) == {"perhaps_here"}
    second = register(legal_name=name, **somebody_else())
    assert second.is_namesake
    assert Patient.objects.count() == 2


ALIKE = {
    "the same e-mail": {"legal_name": "Bo Sample", "birth_date": LATER, "email": "ANA@visitor.example"},
    "the same phone": {"legal_name": "Bo Sample", "birth_date": LATER, "phone": "+12125550123"},
    "the same birth date, a name somewhat alike": {"legal_name": "Annabel Exampel"},
    "a very like name": {"legal_name": "Anna Example", "birth_date": LATER},
    "the names the other way round": {"legal_name": "Example, Ana", "birth_date": LATER},
    "goes by that name": {"legal_name": "Annie Example", "birth_date": LATER},
    "goes by the legal name": {"legal_name": "Q", "chosen_name": "Ana Example", "birth_date": LATER},
}
UNLIKE = {
    "another name": {"legal_name": "Bo Sample"},
    "a name somewhat alike and another birth date": {"legal_name": "Annabel Exampel", "birth_date": LATER},
}


@pytest.mark.parametrize("new", ALIKE.values(), ids=ALIKE)
def test_somebody_who_looks_like_a_patient_is_asked_about(register, new):
    register(chosen_name="Annie Example", phone="+12125550123")
    with pytest.raises(ValidationError) as refusal:
        register(**{"email": "other@visitor.example", **new})
    assert codes(refusal) == {"perhaps_here"}
    assert Patient.objects.count() == 1


@pytest.mark.parametrize("new", UNLIKE.values(), ids=UNLIKE)
def test_somebody_who_looks_like_nobody_is_registered_at_once(register, new):
    register(chosen_name="Annie Example", phone="+12125550123")
    assert register(**{"email": "other@visitor.example", **new}).pk


def test_that_two_are_different_is_kept_with_who_said_so_and_how_they_know(register, front_desk):
    first, second = register(), register("Anna Example", **somebody_else())
    kept = DifferentPeople.objects.get()
    assert (kept.one, kept.other, kept.said_by, kept.because) == (first, second, front_desk, "I asked them.")


@pytest.mark.parametrize("because", ["", "  "])
def test_that_two_are_different_needs_words(register, because):
    register()
    with pytest.raises(ValidationError) as refusal:
        register(**{**somebody_else(), "because": because})
    assert codes(refusal) == {"perhaps_here"}


@pytest.mark.parametrize(
    ("constraint", "columns"),
    [
        ("differentpeople_once", "one_id, other_id"),
        ("differentpeople_in_order", "other_id, one_id"),
        ("differentpeople_in_order", "one_id, one_id"),
    ],
)
def test_the_database_keeps_a_pair_once_and_in_order(register, as_app_role, constraint, columns):
    register(), register("Anna Example", **somebody_else())
    with (
        pytest.raises(IntegrityError, match=constraint),
        transaction.atomic(),
        as_app_role() as cursor,
    ):
        cursor.execute(
            "INSERT INTO people_differentpeople (one_id, other_id, because, said_by_id, said_at) "
            f"SELECT {columns}, because, said_by_id, said_at FROM people_differentpeople"
        )


def test_the_database_itself_keeps_nobody_twice(register, as_app_role):
    register()
    register(legal_name="Bo Sample")
    with (
        pytest.raises(IntegrityError, match="patient_is_here_once"),
        transaction.atomic(),
        as_app_role() as cursor,
    ):
        cursor.execute("UPDATE people_patient SET legal_name = 'aNA eXAMPLE'")


def test_somebody_we_cannot_reach_is_not_registered(register):
    with pytest.raises(ValidationError, match="Give an e-mail address or a phone number"):
        register(email="", phone="")


def test_one_form_sent_twice_is_one_patient_and_with_other_content_none(register, asked):
    """T07"""
    key, inquiry = uuid.uuid4(), asked()
    first = register(form_key=key, inquiry=inquiry)
    assert register(form_key=key, inquiry=inquiry) == first
    with pytest.raises(ValidationError) as refusal:
        register(form_key=key, inquiry=inquiry, legal_name="Somebody Else")
    assert codes(refusal) == {"sent_before"}
    direct = uuid.uuid4()
    second = register(form_key=direct, **somebody_else())
    assert register(form_key=direct, **somebody_else()) == second
    assert Patient.objects.count() == 2


def test_whoever_looks_after_them_sees_them(register, clinician, prescriber):
    patient = register(looked_after_by=clinician)
    assert Patient.objects.visible_to(clinician).get() == patient
    assert not Patient.objects.visible_to(prescriber).exists()


def together(*acts):
    """Runs these at the same moment; what each returned, or the codes it was refused with."""
    start, outcomes = threading.Barrier(len(acts)), []

    def run(act):
        start.wait()
        try:
            outcomes.append(act())
        except ValidationError as refusal:
            outcomes.append({error.code for _field, error in errors_of(refusal)})
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.django_db(transaction=True)
def test_two_registrations_of_one_inquiry_at_once_are_one_patient(register, asked):
    inquiry = asked()
    outcomes = together(
        *(
            lambda name=name: register(inquiry=inquiry, legal_name=name)
            for name in ("Ana One", "Ana Two", "Ana Three")
        )
    )
    assert sorted(isinstance(outcome, Patient) for outcome in outcomes) == [False, False, True]
    assert [outcome for outcome in outcomes if isinstance(outcome, set)] == [{"registered"}] * 2
    assert Patient.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_registrations_of_one_person_at_once_are_one_patient(register):
    outcomes = together(*[register] * 4)
    assert sum(isinstance(outcome, Patient) for outcome in outcomes) == 1
    assert [outcome for outcome in outcomes if isinstance(outcome, set)] == [{"perhaps_here"}] * 3
    assert Patient.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_colleagues_who_register_one_person_under_like_names_the_second_is_asked(register):
    names = ["Ana Example", "Anna Example", "Ana Exampel"]
    outcomes = together(*[lambda name=name: register(name) for name in names])
    assert sum(isinstance(outcome, Patient) for outcome in outcomes) == 1
    assert [outcome for outcome in outcomes if isinstance(outcome, set)] == [{"perhaps_here"}] * 2


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_ten_times_at_once_is_one_patient(register, asked):
    """T07"""
    key, inquiry = uuid.uuid4(), asked()
    outcomes = together(*[lambda: register(form_key=key, inquiry=inquiry)] * 10)
    assert len(set(outcomes)) == 1
    assert Patient.objects.count() == 1
