"""Whose appointments somebody may read and change: those of the patients they may see (R1)."""

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.urls import reverse

from clinic.accounts import roles
from clinic.scheduling import cancelling
from clinic.scheduling.models import Appointment
from patients.people.models import Hold
from tests.clinic.scheduling.pages import calendar, text_of, typed

PAGES = ("appointment", "move", "cancel")
TAKEN = "Another clinician’s patient"
WHERE = {"SERVER_NAME": "localhost"}


@pytest.fixture
def colleagues(small_clinic):
    """A session, on hold, with the first clinician."""
    booked = small_clinic.book(type=small_clinic.treatment_type, course=small_clinic.authorise())
    Hold.objects.create(patient=small_clinic.patient, reason="Call first.", raised_by=small_clinic.prescriber)
    return booked


@pytest.fixture
def second(client, small_clinic):
    """The browser of the second clinician, who looks after nobody here."""
    client.force_login(small_clinic.clinicians[1].user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def addresses(booked):
    yield from (reverse(f"scheduling:{name}", args=[booked.reference]) for name in PAGES)


def test_a_clinician_does_not_open_a_colleagues_patients_appointment(second, colleagues):
    assert [second.get(address).status_code for address in addresses(colleagues)] == [404, 404, 404]


def test_nobody_takes_a_colleagues_patient_over_through_the_diary(small_clinic, second, colleagues):
    to_themselves = typed(
        small_clinic,
        clinician=small_clinic.clinicians[1].pk,
        seen=colleagues.changed_at.isoformat(),
        reason="Mine now",
    )
    _open, move, cancel = addresses(colleagues)
    assert second.post(move, to_themselves).status_code == 404
    assert second.post(cancel, to_themselves).status_code == 404
    cancelling.cancel(appointment=colleagues, by=small_clinic.front_desk, reason="Ill", now=small_clinic.now)
    assert second.post(reverse("scheduling:restore", args=[colleagues.reference])).status_code == 404
    stored = Appointment.objects.get()
    assert (stored.status, stored.clinician) == ("cancelled", small_clinic.clinicians[0])


@pytest.mark.parametrize("show", ["rooms", "clinicians", "week"])
def test_the_calendar_says_that_a_time_is_taken_and_not_for_whom(small_clinic, second, colleagues, show):
    page = second.get(calendar(small_clinic, show))
    assert TAKEN in text_of(page)
    said = page.content.decode().partition('id="board"')[2]  # below what one may look for
    for word in (
        "Robin",
        "Ketamine into a vein",
        "ketamine",
        "of\u00a06",
        "On hold",
        "Observe",
        "kind-",
        colleagues.reference,
    ):
        assert word not in said, word
    taken_from = {"rooms": "09:30", "clinicians": "10:00", "week": "10:00–10:50"}[show]
    assert taken_from in said


def test_a_clinician_reads_their_own_patients_in_the_calendar(small_clinic, client, colleagues):
    client.force_login(small_clinic.clinicians[0].user)
    said = text_of(client.get(calendar(small_clinic)))
    assert "Robin Example Ketamine into a vein, session 1 of 6" in said
    assert TAKEN not in said


def test_today_says_that_a_time_is_taken_and_not_for_whom(small_clinic, client, colleagues):
    """Who is no clinician of the diary reads the whole day."""
    reader = small_clinic.prescriber
    reader.groups.set(Group.objects.filter(name=roles.PRESCRIBER))
    with time_machine.travel(small_clinic.at(8), tick=False):
        client.force_login(reader)
        said = text_of(client.get(reverse("admin:index")))
        assert f"10:00–10:50 {TAKEN} Room 1 Clinician 1" in said
        assert "Robin" not in said and "Ketamine into a vein" not in said and "On hold" not in said
        client.force_login(small_clinic.front_desk)
        assert "Robin Example On hold Ketamine into a vein, session 1 of 6" in text_of(
            client.get(reverse("admin:index"))
        )


@pytest.mark.parametrize("model", ["appointment", "course"])
def test_the_model_pages_show_a_colleagues_patient_to_nobody_else(small_clinic, second, colleagues, model):
    row = colleagues if model == "appointment" else colleagues.course
    listed = second.get(reverse(f"admin:scheduling_{model}_changelist"), **WHERE)
    assert "Robin" not in listed.content.decode()
    page = second.get(reverse(f"admin:scheduling_{model}_change", args=[row.pk]), **WHERE)
    assert page.status_code == 404


def test_the_front_desk_opens_moves_and_cancels_everybodys_appointments(small_clinic, client, colleagues):
    client.force_login(small_clinic.front_desk)
    assert [client.get(address).status_code for address in addresses(colleagues)] == [200, 200, 200]
    assert "Robin Example" in text_of(client.get(calendar(small_clinic)))
