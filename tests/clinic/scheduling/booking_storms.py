"""Storms at the booking page: what is sent and what must hold afterwards, at any size."""

import random
from datetime import timedelta

from django.urls import reverse

from clinic.scheduling.models import Appointment
from patients.inquiries.form_keys import new_key
from tests.storm import Storm, deadlocks, overlaps


def a_booking(clinic, patient, at, room, clinician, form_key=None):
    """One booking typed by hand: the path and the fields."""
    path = reverse("scheduling:book", query={"patient": patient.reference, "type": "evaluation"})
    return path, {
        "form_key": form_key or new_key(),
        "opening": "typed",
        "day": at.date().isoformat(),
        "starts": f"{at:%H:%M}",
        "room": room.pk,
        "clinician": clinician.pk,
    }


def one_slot_for_everybody(portal, clinic, *, clients, rounds):
    """Each round: everybody wants the same room, clinician and time. Returns the seconds of every answer."""
    storm, patients, seconds = Storm(portal, clinic.front_desk), [], []
    for _ in range(clients):
        patients.append(clinic.register())
    path, nothing = a_booking(clinic, patients[0], clinic.at(8), clinic.rooms[0], clinic.clinicians[0])
    storm.break_loose([(path, nothing | {"opening": ""})] * 8)  # each process has shown the page once
    for number in range(rounds):
        at = clinic.at(8 + 2 * (number % 5), day=clinic.monday + timedelta(days=number // 5))
        posts = [
            a_booking(clinic, patient, at, clinic.rooms[0], clinic.clinicians[0]) for patient in patients
        ]
        answers = storm.break_loose(posts)
        statuses = sorted(answer.status for answer in answers)
        assert statuses == [302] + [409] * (clients - 1), statuses
        losers = [answer for answer in answers if answer.status == 409]
        assert all("Room 1 is taken" in answer.body for answer in losers)
        winner = Appointment.objects.get(session__startswith=at)
        assert [answer.location for answer in answers if answer.location] == [
            reverse("scheduling:appointment", args=[winner.reference])
        ]
        seconds += [answer.seconds for answer in answers]
    assert Appointment.objects.active().count() == rounds
    assert (overlaps(), deadlocks()) == (0, 0)
    return sorted(seconds)


def all_over_the_day(portal, clinic, *, clients, rounds, seed):
    """Partly overlapping times across rooms, clinicians and patients: nobody twice, and nobody hangs."""
    storm, chance = Storm(portal, clinic.front_desk), random.Random(seed)
    patients = [clinic.register() for _ in range(clients // 5)]
    acknowledged = set()
    for number in range(rounds):
        day = clinic.monday + timedelta(days=number)
        posts = [
            a_booking(
                clinic,
                chance.choice(patients),
                clinic.at(8, day=day) + timedelta(minutes=5 * chance.randrange(100)),
                chance.choice(clinic.rooms),
                chance.choice(clinic.clinicians),
            )
            for _ in range(clients)
        ]
        answers = storm.break_loose(posts)
        assert {answer.status for answer in answers} <= {302, 409}, [answer.status for answer in answers]
        acknowledged |= {answer.location for answer in answers if answer.status == 302}
    stored = Appointment.objects.active().values_list("reference", flat=True)
    assert {reverse("scheduling:appointment", args=[reference]) for reference in stored} == acknowledged
    assert acknowledged
    assert (overlaps(), deadlocks()) == (0, 0)


def one_form_at_once(portal, clinic, *, times):
    """The same form, sent many times at once, leads every time to the one booking."""
    storm = Storm(portal, clinic.front_desk)
    post = a_booking(clinic, clinic.patient, clinic.at(10), clinic.rooms[0], clinic.clinicians[0])
    answers = storm.break_loose([post] * times)
    booked = Appointment.objects.get()
    address = reverse("scheduling:appointment", args=[booked.reference])
    assert [(answer.status, answer.location) for answer in answers] == [(302, address)] * times
