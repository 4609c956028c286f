"""Who is perhaps here twice: found, compared side by side, merged, or said to be two people."""

import re
from datetime import date, timedelta

import pgtrigger
import pytest
from django.db import connection
from django.urls import reverse

from clinic.accounts import roles
from patients.people import staff_views
from patients.people.look_alikes import likely_pairs, look_alikes_of, patients_in_pairs
from patients.people.models import DifferentPeople, Patient
from tests.patients.conftest import hidden_fields
from tests.patients.people.conftest import BORN, somebody_else
from tests.plans import analyze
from tests.small_clinic import person

PAIRS = "/staff/patients/pairs/"
LATER = BORN + timedelta(days=1)


def words(page):
    return re.sub(r"\s+", " ", page.content.decode())


def compare(into, patient):
    return reverse("people:compare", args=[into.reference, patient.reference])


@pytest.fixture
def twice(register):
    """`twice(email="…")`: somebody who is perhaps Ana Example a second time."""

    def one(legal_name="Anna Example", **fields):
        found = register(legal_name, **{"email": "anna@visitor.example", **somebody_else(), **fields})
        DifferentPeople.objects.all().delete()
        return found

    return one


def pairs():
    return {(one.legal_name, other.legal_name) for one, other in likely_pairs(Patient.objects.standing(), 9)}


ALIKE = {
    "the same e-mail": {"legal_name": "Bo Sample", "birth_date": LATER, "email": "Ana@visitor.example"},
    "the same phone": {"legal_name": "Bo Sample", "birth_date": LATER, "phone": "+12125550123"},
    "one birth date under like names": {"legal_name": "Annabel Exampel"},
}


@pytest.mark.parametrize("fields", ALIKE.values(), ids=ALIKE)
def test_a_likely_pair_is_found_once(register, twice, fields):
    register(phone="+12125550123")
    twice(**fields)
    assert pairs() == {("Ana Example", fields["legal_name"])}


def test_those_who_share_nothing_are_no_pair(register, twice):
    register()
    twice("Bo Sample")
    twice("Ana Exampel", birth_date=LATER, email="", phone="+12125550111")
    twice("Cy Nomail", birth_date=LATER, email="", phone="+12125550112")
    assert pairs() == set()


def test_three_rows_of_one_person_are_three_pairs(register, twice):
    register(), twice(), twice("Ana Exampel", email="ana.exampel@visitor.example")
    assert len(likely_pairs(Patient.objects.standing(), 9)) == 3


def test_a_pair_of_two_people_is_not_asked_about_again(desk, register, twice, front_desk):
    one, other = register(), twice()
    assert "Anna Example" in words(desk.get(PAIRS))
    page = desk.post(compare(one, other), {"act": "different", "because": " "})
    assert "This field is required" in words(page)
    assert not DifferentPeople.objects.exists()
    for _twice in range(2):
        answer = desk.post(compare(one, other), {"act": "different", "because": "Twins: I asked."})
        assert answer["Location"] == PAIRS
    kept = DifferentPeople.objects.get()
    assert (kept.said_by, kept.because) == (front_desk, "Twins: I asked.")
    assert "Nobody looks as if they were here twice" in words(desk.get(PAIRS))
    assert "Twins: I asked." in words(desk.get(compare(one, other)))


def test_the_two_stand_side_by_side_with_a_choice_for_what_differs(desk, register, twice):
    one, other = register(), twice(chosen_name="Annie", phone="+12125550177")
    page = desk.get(compare(one, other))
    form = page.context["form"]
    assert {name: form[name].value() for name in form.fields if name != "seen"} == {
        "legal_name": "stays",
        "chosen_name": "taken",
        "email": "stays",
        "phone": "taken",
    }
    assert "March 12, 1984" in words(page) and "the same" in words(page)
    sent = hidden_fields(page) | {"act": "merge", "legal_name": "taken", "chosen_name": "taken"}
    sent |= {"email": "stays", "phone": "taken"}
    for _double_click in range(2):
        answer = desk.post(compare(one, other), sent)
        assert answer["Location"] == reverse("desk:patient", args=[one.reference])
    one.refresh_from_db()
    assert (one.legal_name, one.chosen_name, one.email) == ("Anna Example", "Annie", "ana@visitor.example")
    assert Patient.objects.standing().get() == one


@pytest.mark.parametrize("sent", [{}, {"act": "merge"}, {"act": "merge", "legal_name": "both"}])
def test_an_empty_choice_merges_nobody_and_is_said(desk, register, twice, sent):
    one, other = register(), twice()
    page = desk.post(compare(one, other), sent)
    assert "<title>Error: " in words(page)
    assert Patient.objects.standing().count() == 2


def test_what_was_refused_is_said_and_every_choice_stays(desk, register, twice):
    """T08"""
    one, other = register(), twice(chosen_name="Annie")
    sent = hidden_fields(desk.get(compare(one, other)))
    sent |= {"act": "merge", "legal_name": "taken", "email": "taken", "chosen_name": "stays"}
    Patient.objects.filter(pk=other.pk).update(pronouns="she/her")
    page = desk.post(compare(one, other), sent)
    assert "Nothing was merged" in words(page) or "<title>Error: " in words(page)
    assert page.context["form"]["legal_name"].value() == "taken"
    assert Patient.objects.standing().count() == 2
    again = sent | hidden_fields(page) | {"pronouns": "taken"}
    assert desk.post(compare(one, other), again).status_code == 302


def test_the_inquiry_of_a_merged_patient_leads_to_the_one_who_stays(desk, register, twice, asked):
    inquiry = asked()
    one, other = register(), twice(inquiry=inquiry)
    sent = hidden_fields(desk.get(compare(one, other))) | {"legal_name": "stays", "email": "stays"}
    desk.post(compare(one, other), sent)
    answer = desk.get(f"/staff/patients/register/?inquiry={inquiry.reference}")
    assert answer["Location"] == reverse("desk:patient", args=[one.reference])
    assert desk.get("/staff/inbox/?state=registered").context["rows"][0][0].patient == one


def test_nobody_compares_patients_they_may_not_see(client, register, twice, clinician):
    """R1"""
    one, other = register(), twice()
    client.force_login(clinician)
    assert client.get(compare(one, other)).status_code == 403
    client.force_login(person("mo.manager", roles.MANAGER))
    assert client.get(PAIRS).status_code == client.get(compare(one, other)).status_code == 403


@pytest.mark.parametrize("reference", ["0" * 32, "1" * 32])
def test_a_pair_that_is_not_there_is_not_found(desk, register, reference):
    """R1, T29"""
    one = register()
    for pair in ([one.reference, reference], [reference, one.reference]):
        assert desk.get(reverse("people:compare", args=pair)).status_code == 404


FIRST = [f"{start}{end}" for start in ("Ad", "Be", "Ca", "Do", "El") for end in ("a", "no", "ric", "la")]
LAST = [f"{start}{end}" for start in ("Ald", "Bir", "Ced", "Dog") for end in ("er", "ch", "ar", "wood")]


def somebody(number, location, by):
    return Patient(
        legal_name=f"{FIRST[number % 20]} {LAST[number // 20 % 16]}{number // 320:x}",
        birth_date=date(1950, 1, 1) + timedelta(days=number * 7 % 20_000),
        email=f"{number}@visitor.example",
        phone=f"+1212{number:07}",
        location=location,
        registered_by=by,
    )


def ten_thousand(riverside, front_desk):
    with pgtrigger.ignore("people.Patient:insert_insert"):  # rows without a history are made sooner
        Patient.objects.bulk_create(somebody(number, riverside, front_desk) for number in range(10_000))
    analyze()


@pytest.mark.drill
def test_among_ten_thousand_patients_each_likeness_and_each_word_has_an_index(riverside, front_desk):
    """T19: rows this new are read one by one, until PostgreSQL has tidied its indexes; so that is forbidden here."""
    ten_thousand(riverside, front_desk)
    known = {"birth_date": BORN, "email": "77@visitor.example", "phone": "+12120000077"}
    names, search = ["legal_name_like", "chosen_name_like"], ["email_like", "phone_like"]
    plans = {
        look_alikes_of(Patient(legal_name="Ada Alder0", **known)): [*names, "by_email", "by_phone"],
        Patient.objects.named_like("2120000077"): [*names, *search],
        patients_in_pairs(Patient.objects.standing()): ["by_birth_date", "by_email", "by_phone"],
    }
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    for found, indexes in plans.items():
        plan = found.order_by().explain()
        assert [index for index in indexes if f"patient_{index}" not in plan] == [], plan


@pytest.mark.drill
def test_the_page_of_pairs_takes_as_many_queries_for_many_as_for_few(
    desk, register, twice, riverside, front_desk, django_assert_max_num_queries
):
    """T19"""
    ten_thousand(riverside, front_desk)
    register(), twice()
    with django_assert_max_num_queries(15) as few:
        desk.get(PAIRS)
    Patient.objects.filter(phone__endswith="7").update(email="shared@visitor.example")
    with django_assert_max_num_queries(len(few)):
        page = desk.get(PAIRS)
    assert len(page.context["pairs"]) == staff_views.PAIRS_SHOWN
    assert "There are more." in words(page)
