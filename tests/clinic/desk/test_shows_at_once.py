"""What takes the ground from under a course shows at once: on every session to come, in the calendar, on the page of
the patient, and to the patients themselves; and it cancels nothing."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from clinic.scheduling.models import Appointment
from patients.consent.withdrawing import withdraw
from patients.people.models import CareTeamMember
from patients.safety.raising import raise_task
from patients.screening import answering
from patients.screening.evaluating import suspend
from patients.screening.loading import load_rules
from tests.clinic.desk.test_on_hold import shows_the_badge
from tests.clinic.scheduling.pages import calendar, text_of
from tests.patients.area.own_pages import SAID, a_link


@pytest.fixture
def clinic(small_clinic):
    """A course with two sessions to come, and a clinician who looks after the patient."""
    small_clinic.course = small_clinic.authorise()
    CareTeamMember.objects.create(patient=small_clinic.patient, user=small_clinic.prescriber)
    for days in (0, 3):
        start = small_clinic.at(13, day=small_clinic.monday + timedelta(days=days))
        small_clinic.book(type=small_clinic.treatment_type, course=small_clinic.course, session_start=start)
    return small_clinic


def withdrawn(clinic):
    withdraw(consent=clinic.course.consent, by=clinic.prescriber)


def suspended(clinic):
    suspend(evaluation=clinic.course.evaluation, by=clinic.prescriber, reason="New findings")


def in_danger(clinic):
    raise_task(patient=clinic.patient, cause="said_yes")


def stopped(clinic):
    rules = {rule.key: rule for rule in load_rules()}
    response = answering.begin(patient=clinic.patient)
    answering.save_answers(response=response, answers={rules["S17"]: ("yes", "")}, form_key=uuid.uuid4())


def pages(clinic):
    yield reverse("desk:patient", args=[clinic.patient.reference])
    for day in (clinic.monday, clinic.monday + timedelta(days=3)):
        yield from (calendar(clinic, show, day) for show in ("rooms", "clinicians", "week"))
    for appointment in Appointment.objects.all():
        yield reverse("scheduling:appointment", args=[appointment.reference])


WHY = {
    withdrawn: "The consent is no longer in force.",
    suspended: "The evaluation is no longer in force.",
    in_danger: "A clinician talks with them first.",
    stopped: "A clinician looks at their health answers first.",
}


@pytest.mark.parametrize(
    "happens",
    [withdrawn, *(pytest.param(each, marks=pytest.mark.drill) for each in WHY if each is not withdrawn)],
    ids=lambda happens: happens.__name__,
)
def test_it_shows_on_every_session_to_come_with_the_reason_that_everybody_may_see(client, clinic, happens):
    with time_machine.travel(clinic.at(7), tick=False):
        client.force_login(clinic.prescriber)
        addresses = list(pages(clinic))
        assert [address for address in addresses if shows_the_badge(client.get(address))] == []
        happens(clinic)
        assert [address for address in addresses if not shows_the_badge(client.get(address))] == []
        client.force_login(clinic.front_desk)
        for appointment in Appointment.objects.all():
            said = text_of(client.get(reverse("scheduling:appointment", args=[appointment.reference])))
            assert WHY[happens] in said
            assert appointment.status == "booked"


def test_what_runs_out_shows_by_itself(clinic):
    last_day = clinic.course.evaluation.valid_until
    assert not Appointment.objects.on_hold(last_day).exists()
    assert Appointment.objects.on_hold(last_day + timedelta(days=1)).count() == 2


@pytest.mark.parametrize("happens", WHY, ids=lambda happens: happens.__name__)
def test_the_patient_reads_that_somebody_looks_at_it_and_no_reason(client, clinic, happens):
    link = a_link(clinic.patient)[1]
    clinic.patient.birth_date = clinic.patient.birth_date.replace(year=1984, month=3, day=12)
    clinic.patient.save()
    client.post(link, SAID)
    assert "one of us looks at something again" not in text_of(client.get(link))
    happens(clinic)
    said = text_of(client.get(link))
    assert "one of us looks at something again" in said
    assert WHY[happens] not in said
    assert Appointment.objects.active().count() == 2
