"""Storms at the acts themselves: booked, moved, cancelled and restored by many at the same moment."""

import random
import threading
import uuid
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import connections

from clinic.scheduling import booking, cancelling
from clinic.scheduling.booking import Move, Session
from clinic.scheduling.models import Appointment
from tests.storm import deadlocks, overlaps

PATIENCE = 60  # seconds
REASON = "The storm"


def break_loose(acts):
    """Do all of `acts` at once, each in a thread and a database session of its own.

    Returns for each its appointment (or appointments), or the `ValidationError` that refused it; any other error
    is raised.
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
        if not isinstance(outcome, Appointment | list | ValidationError):
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


def everybody_plans_whole_courses(clinic, *, patients, rounds, seed):
    """Courses of three booked, swapped, canceled and taken back at once; each act is done whole or not at all.

    Returns how many acts were done.
    """
    chance = random.Random(seed)
    courses = [clinic.authorise(clinic.register(), sessions=3) for _ in range(patients)]
    change = {"by": clinic.front_desk, "now": clinic.now}

    def somewhere(day):
        return {
            "session_start": clinic.at(8, day=day) + timedelta(minutes=30 * chance.randrange(1, 16)),
            "room": chance.choice(clinic.rooms),
            "clinician": chance.choice(clinic.clinicians),
        }

    def book(course):
        days = sorted(chance.sample(range(5), 3))
        sessions = [
            Session(number, **somewhere(clinic.monday + timedelta(days=day)))
            for number, day in enumerate(days, start=1)
        ]
        key = uuid.uuid4()
        return lambda: booking.book_course(
            course=course, type=clinic.treatment_type, sessions=sessions, form_key=key, **change
        )

    def turn_round(rows):
        """Each session takes the time, room and clinician of the next, and the last that of the first."""
        places = [(row.session.lower, row.room, row.clinician) for row in rows[1:] + rows[:1]]
        moves = [Move(row, *place) for row, place in zip(rows, places, strict=True)]
        return lambda: booking.move_all(moves=moves, reason=REASON, **change)

    def something(course):
        rows = list(course.appointments.select_related("room", "clinician", "patient").order_by("pk"))
        active = [row for row in rows if row.is_active]
        if not rows or (not active and chance.random() < 0.5):
            return book(course)
        if not active:
            again = chance.choice(rows)
            return lambda: cancelling.restore(appointment=again, **change)
        if chance.random() < 0.3:
            return lambda: cancelling.cancel_rest(course=course, reason=REASON, **change)
        return turn_round(active)

    done = 0
    for _round in range(rounds):
        acts = [something(course) for course in courses for _twice in range(2)]
        outcomes = break_loose(acts)
        for outcome in outcomes:
            rows = outcome if isinstance(outcome, list) else [outcome]
            for row in rows:
                assert isinstance(row, ValidationError) or Appointment.objects.filter(pk=row.pk).exists()
        done += sum(not isinstance(outcome, ValidationError) for outcome in outcomes)
        for course in courses:
            booked = course.appointments.values("form_key").count()
            assert booked % 3 == 0, "a course is booked whole or not at all"
    assert (overlaps(), deadlocks()) == (0, 0)
    return done
