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


def one_slot_for_everybody(portal, clinic, *, clients, rounds, week=0):
    """Each round: everybody wants the same room, clinician and time, and once more when it is long taken.

    Returns the seconds of every answer of the storms, and of those where nobody waits for anybody.
    """
    storm, patients = Storm(portal, clinic.front_desk), [clinic.register() for _ in range(clients)]
    in_the_storm, afterwards, booked_before = [], [], Appointment.objects.active().count()
    path, nothing = a_booking(clinic, patients[0], clinic.at(8), clinic.rooms[0], clinic.clinicians[0])
    storm.break_loose([(path, nothing | {"opening": ""})] * 8)  # each process has shown the page once
    for number in range(rounds):
        at = clinic.at(8 + 2 * (number % 5), day=clinic.monday + timedelta(weeks=week, days=number // 5))

        def everybody_wants_it(at=at):
            return storm.break_loose(
                [
                    a_booking(clinic, patient, at, clinic.rooms[0], clinic.clinicians[0])
                    for patient in patients
                ]
            )

        answers = everybody_wants_it()
        assert_refused(answers, [302] + [409] * (clients - 1))
        winner = Appointment.objects.get(session__startswith=at)
        assert [answer.location for answer in answers if answer.location] == [
            reverse("scheduling:appointment", args=[winner.reference])
        ]
        late = everybody_wants_it()
        assert_refused(late, [409] * clients)
        in_the_storm += [answer.seconds for answer in answers]
        afterwards += [answer.seconds for answer in late]
    assert Appointment.objects.active().count() == booked_before + rounds
    assert (overlaps(), deadlocks()) == (0, 0)
    return in_the_storm, afterwards


def assert_refused(answers, expected):
    """Those who do not get the time read what is in the way."""
    statuses = sorted(answer.status for answer in answers)
    assert statuses == expected, statuses
    assert all("Room 1 is taken" in answer.body for answer in answers if answer.status == 409)


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


def a_course(clinic, course, day, chance):
    """The sessions of one course, typed by hand on the planner's page: the path and the fields."""
    fields = {"form_key": new_key(), "act": "book"}
    for number in range(1, course.sessions_authorised + 1):
        at = clinic.at(8, day=day + timedelta(days=number - 1)) + timedelta(
            minutes=30 * chance.randrange(1, 16)
        )
        fields |= {
            f"session-{number}-opening": "typed",
            f"session-{number}-day": at.date().isoformat(),
            f"session-{number}-starts": f"{at:%H:%M}",
            f"session-{number}-room": chance.choice(clinic.rooms).pk,
            f"session-{number}-clinician": chance.choice(clinic.clinicians).pk,
        }
    return reverse("scheduling:plan", args=[course.patient.reference, course.reference]), fields


def a_move(clinic, appointment, chance):
    """A move typed by hand to some time of that day: the path and the fields."""
    at = clinic.at(8, day=appointment.starts_at.date()) + timedelta(minutes=30 * chance.randrange(1, 16))
    return reverse("scheduling:move", args=[appointment.reference]), {
        "opening": "typed",
        "day": at.date().isoformat(),
        "starts": f"{at:%H:%M}",
        "room": chance.choice(clinic.rooms).pk,
        "clinician": chance.choice(clinic.clinicians).pk,
        "reason": "The storm",
        "asked_by": "clinic",
        "seen": appointment.changed_at.isoformat(),
    }


def courses_and_moves_at_once(portal, clinic, *, patients, rounds, seed):
    """Whole courses planned and single sessions moved over HTTP; what was acknowledged is there, whole."""
    storm, chance = Storm(portal, clinic.front_desk), random.Random(seed)
    done = 0
    for number in range(rounds):
        day = clinic.monday + timedelta(days=3 * (number % 4))
        courses = [clinic.authorise(clinic.register(), sessions=3) for _ in range(patients)]
        there = list(Appointment.objects.active().select_related("room__location"))
        moved = chance.sample(there, min(len(there), patients))
        posts = [a_course(clinic, course, day, chance) for course in courses]
        posts += [a_move(clinic, row, chance) for row in moved]
        answers = storm.break_loose(posts)
        assert {answer.status for answer in answers} <= {302, 409, 422}, [each.status for each in answers]
        for course, answer in zip(courses, answers, strict=False):
            assert course.appointments.active().count() == (3 if answer.status == 302 else 0)
        for row, answer in zip(moved, answers[len(courses) :], strict=True):
            row_now = Appointment.objects.get(pk=row.pk)
            assert (row_now.changed_at != row.changed_at) == (answer.status == 302)
        done += sum(answer.status == 302 for answer in answers)
        assert (overlaps(), deadlocks()) == (0, 0)
    assert done >= 1


def one_form_at_once(portal, clinic, *, times):
    """The same form, sent many times at once, leads every time to the one booking."""
    storm = Storm(portal, clinic.front_desk)
    post = a_booking(clinic, clinic.patient, clinic.at(10), clinic.rooms[0], clinic.clinicians[0])
    answers = storm.break_loose([post] * times)
    booked = Appointment.objects.get()
    address = reverse("scheduling:appointment", args=[booked.reference])
    assert [(answer.status, answer.location) for answer in answers] == [(302, address)] * times
