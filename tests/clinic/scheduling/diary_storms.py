"""Storms at the acts themselves: booked, moved, cancelled and restored by many at the same moment."""

import random
import threading
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import connections

from clinic.scheduling import booking, cancelling
from clinic.scheduling.models import Appointment
from tests.storm import deadlocks, overlaps

PATIENCE = 60  # seconds
REASON = "The storm"


def break_loose(acts):
    """Do all of `acts` at once, each in a thread and a database session of its own.

    Returns for each its appointment, or the `ValidationError` that refused it; any other error is raised.
    """
    gate, outcomes = threading.Barrier(len(acts)), [None] * len(acts)

    def do(number, act):
        gate.wait()
        try:
            outcomes[number] = act()
        except Exception as error:
            outcomes[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    for outcome in outcomes:
        if not isinstance(outcome, Appointment | ValidationError):
            raise outcome or AssertionError("Somebody got no answer.")
    return outcomes


def booked(outcomes):
    return [outcome for outcome in outcomes if isinstance(outcome, Appointment)]


def everybody_wants_one_slot(clinic, *, clients, rounds):
    """Each round one gets it; returns what the others read."""
    patients, refusals = [clinic.register() for _ in range(clients)], []
    for number in range(rounds):
        at = clinic.at(10, day=clinic.monday + timedelta(days=number))
        wishes = [clinic.wish(patient=patient, session_start=at) for patient in patients]
        outcomes = break_loose([lambda wish=wish: booking.book(**wish) for wish in wishes])
        assert len(booked(outcomes)) == 1
        refusals += [outcome for outcome in outcomes if isinstance(outcome, ValidationError)]
    return refusals


def everybody_changes_everything(clinic, *, clients, rounds, seed):
    """Book, move, cancel and restore at partly overlapping times across rooms, clinicians and patients."""
    chance = random.Random(seed)
    patients = [clinic.register() for _ in range(clients // 3)]

    def somewhere(day):
        return {
            "session_start": clinic.at(8, day=day) + timedelta(minutes=5 * chance.randrange(100)),
            "room": chance.choice(clinic.rooms),
            "clinician": chance.choice(clinic.clinicians),
        }

    def something(day, there):
        change = {"by": clinic.front_desk, "now": clinic.now}
        seen = chance.choice(there) if there else None
        if seen is None or chance.random() < 0.4:
            wish = clinic.wish(patient=chance.choice(patients), **somewhere(day))
            return lambda: booking.book(**wish)
        if seen.status == Appointment.Status.CANCELLED:
            return lambda: cancelling.restore(appointment=seen, **change)
        if chance.random() < 0.2:
            return lambda: cancelling.cancel(appointment=seen, reason=REASON, **change)
        place = somewhere(day)
        return lambda: booking.move(appointment=seen, reason=REASON, **place, **change)

    done = 0
    for number in range(rounds):
        day = clinic.monday + timedelta(days=number // 4)
        there = list(Appointment.objects.select_related("room", "clinician", "patient"))
        outcomes = break_loose([something(day, there) for _ in range(clients)])
        for appointment in booked(outcomes):
            assert Appointment.objects.filter(pk=appointment.pk).exists()
        done += len(booked(outcomes))
    assert done >= rounds
    assert (overlaps(), deadlocks()) == (0, 0)
