"""Patients who are quick: one form sent often, one time that two of them choose."""

import threading
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from clinic.requests import answering, asking
from clinic.requests.models import ChangeRequest, ProposedTime
from clinic.scheduling import arriving
from clinic.scheduling.models import Appointment
from clinic.scheduling.openings import Opening
from tests.clinic.scheduling import diary_storms
from tests.small_clinic import open_small_clinic


@pytest.mark.drill
def test_one_form_sent_ten_times_at_once_is_one_request(transactional_db):
    """T07"""
    clinic = open_small_clinic()
    said = {"appointment": clinic.book(), "wants": "move", "form_key": uuid4(), "now": clinic.now}
    outcomes = diary_storms.break_loose([lambda: [asking.ask(**said)]] * 10)
    assert outcomes == [[ChangeRequest.objects.get()]] * 10


@pytest.mark.drill
def test_two_tabs_at_once_ask_one_thing(transactional_db):
    clinic = open_small_clinic()
    said = {"appointment": clinic.book(), "wants": "move", "now": clinic.now}
    outcomes = diary_storms.break_loose([lambda: [asking.ask(**said, form_key=uuid4())]] * 6)
    refused = [outcome for outcome in outcomes if isinstance(outcome, ValidationError)]
    assert ChangeRequest.objects.count() == 1 and {each.code for each in refused} == {"asked_already"}


def test_a_time_that_four_choose_at_once_is_one_patients(transactional_db):
    """T01: the others keep the visit they have, and read that this time is gone."""
    clinic = open_small_clinic()
    times = []
    for hour in (8, 10, 12, 16):
        visit = clinic.book(patient=clinic.register(), session_start=clinic.at(hour))
        asked = asking.ask(appointment=visit, wants="move", form_key=uuid4(), now=clinic.now)
        opening = Opening(clinic.at(14), clinic.rooms[0], clinic.clinicians[0])
        times += answering.propose(request=asked, times=[opening], by=clinic.front_desk, now=clinic.now)
    picks = [lambda time=time: [answering.pick(proposed=time, now=clinic.now)] for time in times]
    outcomes = diary_storms.break_loose(picks)
    refused = [outcome for outcome in outcomes if isinstance(outcome, ValidationError)]
    assert len(refused) == 3 and {each.code for each in refused} <= {"gone", "busy"}
    assert ChangeRequest.objects.filter(answer="moved").count() == 1
    assert sorted(row.starts_at.hour for row in Appointment.objects.all()).count(14) == 1
    assert Appointment.objects.active().count() == 4
    gone = sum(each.code == "gone" for each in refused)
    assert ProposedTime.objects.exclude(dropped_at=None).count() == gone


def test_a_time_stays_proposed_while_the_desk_notes_something_else_of_the_visit(transactional_db):
    """The patient chooses in the moment in which the desk notes who takes them home: nobody has that time."""
    clinic = open_small_clinic()
    visit, noted = clinic.book(), threading.Event()
    asked = asking.ask(appointment=visit, wants="move", form_key=uuid4(), now=clinic.now)
    opening = Opening(clinic.at(14), clinic.rooms[0], clinic.clinicians[0])
    [proposed] = answering.propose(request=asked, times=[opening], by=clinic.front_desk, now=clinic.now)

    def note():
        with transaction.atomic():
            now = clinic.now + timedelta(seconds=1)
            note = arriving.name_escort(
                appointment=visit, name="Gale", phone="", by=clinic.front_desk, now=now
            )
            noted.set()
            wait_until_somebody_waits()
        return note

    def choose():
        noted.wait(diary_storms.PATIENCE)
        return [answering.pick(proposed=proposed, now=clinic.now)]

    _note, refusal = diary_storms.break_loose([note, choose])
    assert [error.code for error in refusal.error_list] == ["changed_meanwhile"]
    assert list(ProposedTime.objects.standing()) == [proposed]
    assert answering.pick(proposed=proposed, now=clinic.now).answer == "moved"


def wait_until_somebody_waits():
    until = time.monotonic() + diary_storms.PATIENCE
    with connection.cursor() as cursor:
        while time.monotonic() < until:
            cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
            if cursor.fetchone()[0]:
                return
            time.sleep(0.02)
    raise AssertionError("Nobody waits.")
