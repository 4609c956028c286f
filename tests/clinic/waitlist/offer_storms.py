"""Storms of people who say yes to one time, at any size; over HTTP, and at the acts themselves."""

import random
import uuid
from datetime import timedelta
from functools import partial

from django.utils import timezone

from clinic.scheduling import offering as times
from clinic.scheduling.models import Appointment
from clinic.waitlist import answering, offering, wishing
from clinic.waitlist.models import Offer, Wish
from tests.clinic.scheduling.booking_storms import a_booking
from tests.clinic.scheduling.diary_storms import break_loose
from tests.patients.area.own_pages import a_link
from tests.storm import Storm, deadlocks, overlaps

HOUR = timedelta(hours=1)
KIND = "You stay on our list, and we look for another time for you."


class Asked:
    """Somebody on the list, with their private page; asked for a time in each round."""

    def __init__(self, clinic, has=None):
        self.clinic, self.patient = clinic, clinic.register()
        self.address = a_link(self.patient)[1]
        born = self.patient.birth_date
        self.born = {"year": born.year, "month": born.month, "day": born.day}
        self.has = has and clinic.book(patient=self.patient, **has)
        self.offer = None

    def be_asked(self, at, room, clinician, now=None):
        now = now or self.clinic.now
        wish = Wish.objects.open().filter(patient=self.patient).first() or wishing.wish(
            patient=self.patient,
            type=self.clinic.evaluation_type,
            location=self.clinic.location,
            form_key=uuid.uuid4(),
            notice_hours=0,
            instead_of=self.has,
            by=self.clinic.front_desk,
            now=now,
        )
        self.offer = offering.offer(
            wish=wish,
            room=room,
            clinician=clinician,
            session_start=at,
            expires_at=now + HOUR,
            by=self.clinic.front_desk,
            form_key=uuid.uuid4(),
            now=now,
        )

    def says(self, act):
        """What their browser sends: the birth date with the answer, as after a while."""
        return f"{self.address}offers/{self.offer.reference}/", {**self.born, "act": act}


def everybody_says_yes(portal, clinic, *, people, rounds, desk=0):
    """Each round: all say yes to one time, while the `desk` tries to book it for so many others; one has it.

    Returns the seconds of every answer.
    """
    storm, asked, seconds = Storm(portal, clinic.front_desk), [Asked(clinic) for _ in range(people)], []
    others = [clinic.register() for _ in range(desk)]
    for number in range(rounds):
        at = clinic.at(8 + 2 * (number % 5), day=clinic.monday + timedelta(days=number // 5))
        place = (clinic.rooms[0], clinic.clinicians[0])
        Offer.objects.filter(answer="").update(answer="declined", answered_at=clinic.now)
        for each in asked:
            each.be_asked(at, *place, now=timezone.now())
        bookings = [a_booking(clinic, each, at, *place) for each in others]
        answers = storm.break_loose([*(each.says("accept") for each in asked), *bookings])
        yeses, booked = answers[:people], answers[people:]
        assert sorted(answer.status for answer in yeses) == [302] + [409] * (people - 1), [
            answer.status for answer in answers
        ]
        assert {answer.status for answer in booked} <= {409}, "the time is kept for who was asked"
        assert sum(KIND in answer.body for answer in yeses) == people - 1
        assert Appointment.objects.active().filter(session__startswith=at).count() == 1
        seconds += [answer.seconds for answer in yeses]
    assert (overlaps(), deadlocks()) == (0, 0)
    return sorted(seconds)


def yeses(asked, end):
    """Everybody says yes in the last moment before the end."""
    now = end - timedelta(microseconds=1)
    for each in asked:
        yield partial(lambda offer: answering.accept(offer=offer, now=now).appointment, each.offer)


def what_else_can_happen(clinic, asked, at, end):
    """What else comes at the end of an offer: in the last moment before it, or the first after."""
    in_time = {"now": end - timedelta(microseconds=1)}
    by_desk = {"by": clinic.front_desk, **in_time}
    kept = Appointment.objects.get(status="offered")
    wish = clinic.wish(patient=clinic.register(), session_start=at, now=end)
    yield lambda: answering.decline(offer=asked[0].offer, **in_time).kept
    yield lambda: offering.take_back(offer=asked[-1].offer, **by_desk).kept
    yield lambda: times.give_back(kept=kept, **by_desk)
    yield lambda: times.lapse_run_out(end) or []
    yield lambda: times.lapse_run_out(end) or []
    yield lambda: clinic.book(**wish)


def at_the_expirys_second(clinic, *, people, rounds, seed):
    """Yes, no, taken back, given back, the minute's job and a booking, all at the moment when the offer ends.

    What was booked stays booked, and what nobody has is free. Returns how many rounds ended with an appointment
    that somebody had said yes to.
    """
    chance, taken = random.Random(seed), 0
    for number in range(rounds):
        at = clinic.at(8 + 2 * (number % 5), day=clinic.monday + timedelta(days=number // 5))
        asked = [Asked(clinic) for _ in range(people)]
        for each in asked:
            each.be_asked(at, clinic.rooms[0], clinic.clinicians[0])
        end = clinic.now + HOUR
        # Not all of them each time: the minute's job is quicker than anybody who says yes.
        others = list(what_else_can_happen(clinic, asked, at, end))
        acts = [*yeses(asked, end), *chance.sample(others, chance.randrange(len(others)))]
        chance.shuffle(acts)
        break_loose(acts)
        times.lapse_run_out(end)
        there = list(Appointment.objects.filter(session__startswith=at).exclude(status="lapsed"))
        yes = list(Offer.objects.filter(answer="accepted", appointment__session__startswith=at))
        assert len(there) <= 1 and [row.status for row in there] in ([], ["booked"])
        assert len(yes) <= 1
        if yes:
            assert [row.pk for row in there] == [yes[0].appointment_id], "a booked time was freed"
        taken += len(yes)
    assert (overlaps(), deadlocks()) == (0, 0)
    return taken
