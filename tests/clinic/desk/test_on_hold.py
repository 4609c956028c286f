"""A hold is seen wherever the person is shown."""

import re
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from patients.area.writing import write
from patients.inquiries.receiving import receive_inquiry
from patients.people.holding import lift_hold, raise_hold
from patients.people.models import CareTeamMember, Patient
from patients.people.registering import register_patient
from tests.clinic.scheduling.pages import calendar, text_of
from tests.small_clinic import person

NAME = "Hilda Onhold"
MODEL_PAGES = (
    "people_patient",
    "people_careteammember",
    "people_hold",
    "screening_assessment",
    "screening_evaluation",
)
MODEL_PAGES += ("consent_consent", "scheduling_course", "scheduling_appointment")


@pytest.fixture
def everything(small_clinic):
    """Somebody with an inquiry, an evaluation, a consent, a course and two appointments."""
    inquiry = receive_inquiry(
        form_key=uuid4(),
        name=NAME,
        email="hilda@visitor.example",
        contact_by="email",
        location=small_clinic.location,
    )
    patient = register_patient(
        legal_name=NAME,
        birth_date=small_clinic.patient.birth_date,
        email=inquiry.email,
        location=small_clinic.location,
        inquiry=inquiry,
        by=small_clinic.front_desk,
        looked_after_by=small_clinic.prescriber,
    )
    small_clinic.patient = patient
    write(patient=patient, text="Hello", form_key=uuid4())
    course = small_clinic.authorise(patient)
    evaluation = small_clinic.book()
    treatment = small_clinic.book(
        type=small_clinic.treatment_type, course=course, session_start=small_clinic.at(13)
    )
    return small_clinic, inquiry, (evaluation, treatment)


@pytest.fixture
def superuser(everything):
    user = person("sue.super", is_superuser=True)
    CareTeamMember.objects.create(patient=everything[0].patient, user=user)
    return user


def pages(clinic, inquiry, appointments):
    """Every address of the staff site that shows this person's name."""
    of_patient = [clinic.patient.reference]
    names = ["desk:patient", "people:edit", "people:care_team", "people:hold"]
    names += ["screening:evaluate", "consent:witness", "scheduling:authorise"]
    yield from (reverse(name, args=of_patient) for name in names)
    yield reverse("people:list")
    yield reverse("people:list", query={"q": "hilda"})
    yield reverse("area:messages")
    yield reverse("admin:index")
    yield from (calendar(clinic, show) for show in ("rooms", "clinicians", "week"))
    yield reverse("scheduling:book", query={"q": "hilda"})
    yield reverse("scheduling:book", query={"patient": clinic.patient.reference})
    yield reverse("scheduling:book", query={"patient": clinic.patient.reference, "type": "evaluation"})
    for appointment in appointments:
        for name in ("appointment", "move", "cancel"):
            yield reverse(f"scheduling:{name}", args=[appointment.reference])
    yield reverse("inbox:list", query={"state": "registered"})
    yield reverse("inbox:inquiry", args=[inquiry.reference])


def shows_the_badge(page):
    return re.search(r"badge-amber\">\s*<svg[^>]*>.*?</svg>\s*On hold\s*</span>", page.content.decode())


@pytest.mark.drill
def test_a_hold_is_seen_on_every_page_that_shows_the_person(client, everything, superuser):
    clinic, *_others = everything
    with time_machine.travel(clinic.at(7), tick=False):
        client.force_login(superuser)
        shown = list(pages(*everything))
        before = {address: client.get(address) for address in shown}
        hold = raise_hold(patient=clinic.patient, reason="Call first", by=clinic.prescriber)
        during = {address: client.get(address) for address in shown}
        lift = reverse("people:lift", args=[clinic.patient.reference, hold.reference])
        during[lift] = client.get(lift)
        lift_hold(hold=hold, because="Called", by=clinic.prescriber)
        after = {address: client.get(address) for address in shown}
    for address, page in (before | during | after).items():
        assert NAME in text_of(page), address
    assert [address for address, page in during.items() if not shows_the_badge(page)] == []
    assert [address for address, page in (before | after).items() if shows_the_badge(page)] == []


@pytest.mark.parametrize("name", MODEL_PAGES)
def test_the_model_pages_say_who_is_on_hold(client, everything, superuser, name):
    clinic, *_others = everything
    raise_hold(patient=clinic.patient, reason="Call first", by=clinic.prescriber)
    client.force_login(superuser)
    page = client.get(reverse(f"admin:{name}_changelist")).content.decode()
    assert "On hold" in page or name == "people_hold"
    assert 'class="field-on_hold"><img src="/static/admin/img/icon-yes.svg"' in page or name == "people_hold"


def test_a_whole_list_asks_for_holds_once(django_assert_num_queries, everything):
    clinic, *_others = everything
    for _other in range(3):
        clinic.register()
    with django_assert_num_queries(1):
        assert [patient.is_on_hold for patient in Patient.objects.marking_holds()] == [False] * 5
