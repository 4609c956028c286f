"""What patient and desk read of a request, whatever was done to the visit in whatever order."""

import random
from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from clinic.my import visits
from clinic.requests import answering, asking, finding
from clinic.requests.models import ChangeRequest, ProposedTime
from clinic.scheduling import arriving, booking, cancelling
from clinic.scheduling.models import Appointment


class Visit:
    """One visit, and everything that may happen to it: `acts` are the names of these methods."""

    acts = (
        *["ask", "move"] * 4, *["propose", "arrive"] * 2, "take_back", "pick", "none", "keep", "answer", "cancel",
        "restore", "step_back", "miss", "wait", "somebody_else",
    )  # fmt: skip

    def __init__(self, clinic, seed):
        self.clinic, self.chance, self.now = clinic, random.Random(seed), clinic.now
        self.desk = {"by": clinic.front_desk}
        self.pk = clinic.book(session_start=clinic.at(10)).pk

    @property
    def row(self):
        return Appointment.objects.for_diary().get(pk=self.pk)

    def asked(self):
        return self.chance.choice(ChangeRequest.objects.order_by("pk"))

    def ask(self):
        wants = self.chance.choice(["move", "cancel"])
        asking.ask(appointment=self.row, wants=wants, form_key=uuid4(), now=self.now)

    def take_back(self):
        asking.take_back(request=self.asked(), now=self.now)

    def times(self):
        found = finding.every_fitting(self.asked(), now=self.now)
        return self.chance.sample(found, min(self.chance.choice([1, 2, 3]), len(found)))

    def seen(self, asked):
        return list(asked.times.standing().values_list("reference", flat=True))

    def propose(self):
        asked = self.asked()
        answering.propose(request=asked, times=self.times(), seen=self.seen(asked), now=self.now, **self.desk)

    def pick(self):
        answering.pick(proposed=self.chance.choice(ProposedTime.objects.order_by("pk")), now=self.now)

    def none(self):
        asked = self.asked()
        answering.turn_down(request=asked, seen=self.seen(asked), now=self.now)

    def keep(self):
        answering.keep(request=self.asked(), words="Sorry.", now=self.now, **self.desk)

    def answer(self):
        time = self.times()[0]
        where = {"session_start": time.session_start, "room": time.room, "clinician": time.clinician}
        answering.move(request=self.asked(), now=self.now, **where, **self.desk)

    def cancel(self):
        if self.chance.random() < 0.5:
            answering.cancel(request=self.asked(), now=self.now, **self.desk)
        else:
            cancelling.cancel(appointment=self.row, reason="Ill", now=self.now, **self.desk)

    def move(self):
        row = self.row
        at = self.clinic.at(self.chance.choice([10, 14]), day=self.clinic.monday)
        booking.move(
            appointment=row, session_start=at, room=row.room, clinician=row.clinician, reason="Asked", now=self.now,
            **self.desk,
        )  # fmt: skip

    def restore(self):
        cancelling.restore(appointment=self.row, now=self.now, **self.desk)

    def arrive(self):
        arriving.arrive(appointment=self.row, now=self.now, **self.desk)

    def step_back(self):
        arriving.step_back(appointment=self.row, now=self.now, **self.desk)

    def miss(self):
        cancelling.mark_no_show(appointment=self.row, now=self.now, **self.desk)

    def wait(self):
        early = self.row.visit.lower - timedelta(hours=self.chance.choice([1, 30]))
        self.now = max(self.now, self.chance.choice([self.now, early]))

    def somebody_else(self):
        at = self.clinic.at(self.chance.randrange(8, 17), day=self.row.starts_at.date())
        self.clinic.book(patient=self.clinic.register(), session_start=at, now=self.now)

    def happen(self, count):
        for _ in range(count):
            act = self.chance.choice(self.acts)
            with suppress(ValidationError, IndexError):
                getattr(self, act)()
            yield act
            self.now += timedelta(minutes=1)


def is_as_both_see_it(visit):
    every = ChangeRequest.objects.select_related("appointment")
    still_open = {each for each in every if each.is_open(visit.now)}
    theirs = set(ChangeRequest.objects.for_the_patient(visit.now))
    ours = set(ChangeRequest.objects.for_the_desk(visit.now))
    assert still_open == set(ChangeRequest.objects.open(visit.now)) == theirs | ours and not theirs & ours
    assert len(still_open) <= 1
    own = visits.OwnVisit(visit.row, visit.now)
    assert {own.open_request} - {None} == still_open
    assert bool(own.were_proposed) == bool(theirs) and (own.waits_for_us_since is not None) == bool(ours)
    assert {time.request for time in own.proposed} <= theirs
    if own.may_ask and own.open_request is None:
        with transaction.atomic():
            asking.ask(appointment=visit.row, wants="move", form_key=uuid4(), now=visit.now)
            transaction.set_rollback(True)


@pytest.mark.drill
@pytest.mark.parametrize("seed", range(5))
def test_patient_and_desk_read_the_same_whatever_was_done(small_clinic, seed):
    visit = Visit(small_clinic, seed)
    for _act in visit.happen(120):
        is_as_both_see_it(visit)
