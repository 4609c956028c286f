"""Repairing a course: what follows a session that was missed or moved, and how far a course has drifted."""

import uuid
from datetime import time, timedelta
from itertools import pairwise, product

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.scheduling import booking, cancelling
from clinic.scheduling.booking import Move, Session
from clinic.scheduling.models import Absence, Appointment
from clinic.scheduling.openings import Opening, openings
from clinic.scheduling.repairing import Wish, plan_repair
from clinic.scheduling.standing import Standing
from patients.inquiries.form_keys import new_key
from tests.clinic.scheduling.pages import text_of
from tests.clinic.scheduling.refused import refused
from tests.small_clinic import open_small_clinic

DAYS = (0, 3, 7, 10, 14, 17)


@pytest.fixture
def course(small_clinic):
    course = small_clinic.authorise(phases=[(6, 2, 4, True)])
    book(small_clinic, course, enumerate(DAYS, start=1))
    return course


def book(clinic, course, numbered, hour=10):
    return booking.book_course(
        course=course,
        type=clinic.treatment_type,
        sessions=[
            Session(
                number,
                clinic.at(hour, day=clinic.monday + timedelta(days=day)),
                clinic.rooms[1],
                clinic.clinicians[1],
            )
            for number, day in numbered
        ],
        by=clinic.front_desk,
        form_key=uuid.uuid4(),
        now=clinic.now,
    )


def repair(clinic, course, wish=None, now=None):
    now = now or clinic.now
    return plan_repair(standing=Standing(course, now), type=clinic.treatment_type, now=now, wish=wish)


def days_in(clinic, found):
    return {
        number: (place.session_start.date() - clinic.monday).days for number, place in found.places.items()
    }


def cancel(clinic, number):
    row = Appointment.objects.active().get(number=number)
    return cancelling.cancel(appointment=row, by=clinic.front_desk, reason="Ill", now=clinic.now)


def wish(clinic, number, day, hour=10):
    start = clinic.at(hour, day=clinic.monday + timedelta(days=day))
    return Wish(number, Opening(start, clinic.rooms[1], clinic.clinicians[1]))


def test_a_course_that_keeps_to_its_days_needs_no_repair(small_clinic, course):
    standing = Standing(course, small_clinic.now)
    assert not standing.needs_repair
    assert repair(small_clinic, course).places == {}


def test_a_missed_session_is_made_up_for_and_nothing_else_moves_where_it_fits(small_clinic, course):
    cancel(small_clinic, 3)
    found = repair(small_clinic, course)
    assert found.breaks == ["Session 3 is missing: canceled."]
    assert days_in(small_clinic, found) == {3: 7, 4: 10, 5: 14, 6: 17}
    assert (found.places[3].session_start.time(), found.places[3].room) == (time(10), small_clinic.rooms[1])


def test_later_sessions_follow_as_few_and_as_little_as_they_must(small_clinic, course):
    """Session 2 goes to Saturday, day 5: session 3 on day 7 can stay."""
    assert days_in(small_clinic, repair(small_clinic, course, wish(small_clinic, 2, 4))) == {
        2: 4, 3: 7, 4: 10, 5: 14, 6: 17,
    }  # fmt: skip
    late = repair(small_clinic, course, wish(small_clinic, 3, 9))
    assert late.breaks == [
        "Session 3 comes 6 days after session 2; authorized are 2 to 4.",
        "Session 4 comes 1 day after session 3; authorized are 2 to 4.",
    ]
    assert days_in(small_clinic, late) == {3: 9, 4: 11, 5: 14, 6: 17}
    assert {(place.session_start.time(), place.clinician) for place in late.places.values()} == {
        (time(10), small_clinic.clinicians[1])
    }


def test_one_that_moves_with_another_clinician_is_better_than_two_that_move(small_clinic, course):
    """Each that moves is a call to the patient. Session 4 could keep its clinician only if session 5 moved too."""
    for day in (11, 12):
        at = small_clinic.at(0, day=small_clinic.monday + timedelta(days=day))
        away = (at, at + timedelta(days=1))
        Absence.objects.create(clinician=small_clinic.clinicians[1], away=away, reason="Leave")
    found = repair(small_clinic, course, wish(small_clinic, 3, 9))
    assert days_in(small_clinic, found) == {3: 9, 4: 11, 5: 14, 6: 17}
    assert found.places[4].clinician == small_clinic.clinicians[0]


def test_what_cannot_follow_is_explained(small_clinic, course):
    for day in range(11, 14):
        at = small_clinic.at(0, day=small_clinic.monday + timedelta(days=day))
        for who in small_clinic.clinicians:
            Absence.objects.create(clinician=who, away=(at, at + timedelta(days=1)), reason="Leave")
    found = repair(small_clinic, course, wish(small_clinic, 3, 9))
    assert [conflict.number for conflict in found.conflicts] == [4]
    assert "no clinician and room are free together on" in found.conflicts[0].words
    assert days_in(small_clinic, found) == {3: 9}


def test_the_drift_is_told_with_its_reason(small_clinic, course):
    third = Appointment.objects.get(number=3)
    places = repair(small_clinic, course, wish(small_clinic, 3, 9)).places
    moves = [
        Move(Appointment.objects.get(number=number), place.session_start, place.room, place.clinician)
        for number, place in places.items()
        if place.session_start != Appointment.objects.get(number=number).session.lower
    ]
    booking.move_all(
        moves=moves,
        by=small_clinic.front_desk,
        reason="Ill",
        gap_because="patient ill",
        now=small_clinic.now,
    )
    standing = Standing(course, small_clinic.now)
    assert third.number == 3
    assert standing.drifts == ["2 days late after session 2: patient ill"]
    assert standing.drift_in_all_words == "In all, session 6 is where it was authorized to be."
    assert not standing.needs_repair, "somebody said why"


def test_a_session_missed_before_one_that_has_begun_stays_missed(small_clinic, course):
    cancel(small_clinic, 2)
    after_the_third = small_clinic.at(12, day=small_clinic.monday + timedelta(days=7))
    standing = Standing(course, after_the_third)
    assert (standing.to_plan, standing.skipped, standing.missing) == ([], [2], [])


# -- Held against every repair there is ------------------------------------------------------------------


def every_repair(clinic, course, wished):
    """What each way costs to let the sessions after a wished move follow, as `repairing` has it, without a search."""
    rows = {row.number: row for row in course.appointments.active() if row.number > wished.number}
    moving = [*rows.values(), course.appointments.get(number=wished.number)]
    found = openings(
        type=clinic.treatment_type,
        location=clinic.location,
        first_day=clinic.monday,
        last_day=clinic.monday + timedelta(days=30),
        now=clinic.now,
        patient=course.patient,
        besides=moving,
        each_room=True,
        limit=None,
    )
    ways = {}
    for number, row in rows.items():
        best = {row.starts_at.date(): 0}
        for each in found:
            day, clock = (
                each.session_start.date(),
                each.session_start.hour * 4 + each.session_start.minute // 15,
            )
            cost = 10_000 + abs((day - row.starts_at.date()).days) + 2 * abs(clock - 40)
            cost += 30 * (day.weekday() != row.starts_at.weekday()) + 40 * (each.clinician != row.clinician)
            cost += 10 * (row.room not in each.rooms)
            best[day] = min(best.get(day, cost), cost)
        ways[number] = best
    for days in product(*ways.values()):
        pairs = pairwise([wished.place.session_start.date(), *days])
        if all(2 <= (after - before).days <= 4 for before, after in pairs):
            yield sum(ways[number][day] for number, day in zip(ways, days, strict=True))


def cost_of(course, found, wished):
    cost = 0
    for row in course.appointments.active():
        place = found.places.get(row.number)
        if row.number > wished.number and place.session_start != row.session.lower:
            clock = place.session_start.hour * 4 + place.session_start.minute // 15
            cost += (
                10_000 + abs((place.session_start.date() - row.starts_at.date()).days) + 2 * abs(clock - 40)
            )
            cost += 30 * (place.session_start.weekday() != row.starts_at.weekday())
        if row.number > wished.number:
            moved = place.session_start == row.session.lower and place.clinician != row.clinician
            cost += 10_000 * moved + 40 * (place.clinician != row.clinician) + 10 * (place.room != row.room)
    return cost


@pytest.mark.drill
def test_no_repair_costs_less_than_the_one_proposed(db):
    clinic = open_small_clinic()
    course = clinic.authorise(phases=[(4, 2, 4, False)])
    book(clinic, course, enumerate((0, 3, 7, 10), start=1))

    @given(
        number=st.integers(2, 3),
        day=st.integers(2, 12),
        away=st.lists(st.tuples(st.integers(4, 18), st.integers(0, 1), st.integers(8, 16)), max_size=14),
    )
    @settings(max_examples=60, deadline=None)
    def holds(number, day, away):
        Absence.objects.all().delete()
        for n, who, hour in away:
            at = clinic.at(hour, day=clinic.monday + timedelta(days=n))
            Absence.objects.create(
                clinician=clinic.clinicians[who], away=(at, at + timedelta(hours=9)), reason="Leave"
            )
        wished = wish(clinic, number, day)
        costs = list(every_repair(clinic, course, wished))
        found = repair(clinic, course, wished)
        if costs:
            assert cost_of(course, found, wished) == min(costs)
        else:
            assert found.conflicts

    holds()


# -- In one act ----------------------------------------------------------------------------------------


def test_moves_and_a_missing_session_are_written_in_one_act(small_clinic, course):
    cancel(small_clinic, 3)
    rows = {row.number: row for row in course.appointments.active()}
    day = small_clinic.monday + timedelta(days=8)
    wanted = {
        "course": course,
        "type": small_clinic.treatment_type,
        "moves": [
            Move(
                rows[4],
                small_clinic.at(11, day=day + timedelta(days=3)),
                small_clinic.rooms[0],
                rows[4].clinician,
            )
        ],
        "by": small_clinic.front_desk,
        "reason": "Ill",
        "form_key": uuid.uuid4(),
        "now": small_clinic.now,
    }
    too_late = small_clinic.at(10, day=day + timedelta(days=2))
    with refused("gap_long", "gap_short"):
        booking.rearrange(
            **wanted, sessions=[Session(3, too_late, small_clinic.rooms[0], small_clinic.clinicians[0])]
        )
    sessions = [Session(3, small_clinic.at(10, day=day), small_clinic.rooms[0], small_clinic.clinicians[0])]
    with refused("gap_long"):
        booking.rearrange(**wanted, sessions=sessions)
    moved, booked = booking.rearrange(**wanted, sessions=sessions, gap_because="Was ill")
    assert [row.number for row in (*moved, *booked)] == [4, 3]


# -- The page ------------------------------------------------------------------------------------------


def page_of(clinic, course, **query):
    return reverse("scheduling:repair", args=[clinic.patient.reference, course.reference], query=query)


def sent(page, **changes):
    """The form as the page shows it, sent back."""
    form = {"form_key": new_key(), "reason": "Patient was ill", "act": "book"}
    for row in page.context["rows"]:
        if row.form:
            for name in ("opening", "seen"):
                form[f"session-{row.number}-{name}"] = row.form.initial.get(name, "")
    return form | changes


def test_the_page_shows_the_repair_and_accepts_it(small_clinic, course, desk):
    cancel(small_clinic, 3)
    page = desk.get(page_of(small_clinic, course))
    words = text_of(page)
    assert "Session 3 is missing: canceled." in words
    assert words.count("stays") == 3
    checked = desk.post(page_of(small_clinic, course), sent(page, act="check"))
    assert "All of it fits" in text_of(checked)
    assert course.free_numbers() == [3]
    answer = desk.post(page_of(small_clinic, course), sent(page), follow=True)
    assert "The course is repaired." in text_of(answer)
    assert course.free_numbers() == []
    assert "Nothing is to be repaired" in text_of(desk.get(page_of(small_clinic, course)))


def test_a_wished_move_is_accepted_with_all_that_follows(small_clinic, course, desk):
    third = Appointment.objects.get(number=3)
    start = small_clinic.at(10, day=small_clinic.monday + timedelta(days=9))
    asked = {
        "session": third.reference,
        "to": start.isoformat(),
        "room": small_clinic.rooms[1].pk,
        "clinician": small_clinic.clinicians[1].pk,
    }
    page = desk.get(page_of(small_clinic, course, **asked))
    assert "Session 4 comes 1 day after session 3" in text_of(page)
    here = page_of(small_clinic, course, **asked)
    refused = desk.post(here, sent(page))
    assert refused.status_code == 422
    assert "Session 3 comes 6 days after session 2" in text_of(refused)
    accepted = desk.post(here, sent(page, gap_because="patient ill"), follow=True)
    assert "2 days late after session 2: patient ill" in text_of(accepted)
    days = [
        (row.starts_at.date() - small_clinic.monday).days for row in course.appointments.order_by("number")
    ]
    assert days == [0, 3, 9, 11, 14, 17]
    again = desk.post(here, sent(page, gap_because="patient ill"))
    assert again.status_code == 302, "sent twice, done once"
    other = {"session-4-opening": sent(page)["session-6-opening"]}
    stale = desk.post(here, sent(page, gap_because="patient ill", **other))
    assert stale.status_code == 409
    assert "Fran Desk has changed this appointment" in text_of(stale)


@pytest.mark.parametrize(
    "wrong", [{"to": "soon"}, {"to": "2027-01-01T10:00"}, {"room": "x"}, {"session": "no"}]
)
def test_a_wish_that_makes_no_sense_is_not_found(small_clinic, course, desk, wrong):
    asked = {
        "session": Appointment.objects.get(number=3).reference,
        "to": small_clinic.at(10).isoformat(),
        "room": small_clinic.rooms[1].pk,
        "clinician": small_clinic.clinicians[1].pk,
    }
    assert desk.get(page_of(small_clinic, course, **asked | wrong)).status_code == 404
