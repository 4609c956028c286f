"""Planning a course: what is proposed, what stands against it, and that all of it can be booked."""

import time as clock
import uuid
from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clinic.locations.models import Closure
from clinic.scheduling import booking
from clinic.scheduling.booking import Session
from clinic.scheduling.models import Absence
from clinic.scheduling.openings import openings
from clinic.scheduling.planning import Wishes, plan_course
from clinic.scheduling.standing import Standing
from tests.small_clinic import open_small_clinic

TWICE_A_WEEK = [(6, 2, 4, True)]


@pytest.fixture
def course(small_clinic):
    return small_clinic.authorise(phases=TWICE_A_WEEK)


def planned(clinic, course, now=None, **wishes):
    asked = Wishes(**{"location": clinic.location, "first_day": clinic.monday, **wishes})
    now = now or clinic.now
    return plan_course(standing=Standing(course, now), type=clinic.treatment_type, wishes=asked, now=now)


def book(clinic, course, plan, **wishes):
    sessions = [
        Session(number, each.session_start, each.room, each.clinician)
        for number, each in plan.openings.items()
    ]
    return booking.book_course(
        **{
            "course": course,
            "type": clinic.treatment_type,
            "sessions": sessions,
            "by": clinic.front_desk,
            "form_key": uuid.uuid4(),
            "now": clinic.now,
            **wishes,
        }
    )


def days_of(clinic, plan):
    return [(each.session_start.date() - clinic.monday).days for each in plan.openings.values()]


def test_six_sessions_keep_to_two_days_one_time_one_clinician_and_one_room(small_clinic, course):
    plan = planned(small_clinic, course).plans[0]
    assert days_of(small_clinic, plan) == [0, 3, 7, 10, 14, 17]
    assert {(each.session_start.time(), each.room, each.clinician) for each in plan.openings.values()} == {
        (time(8, 30), small_clinic.rooms[0], small_clinic.clinicians[0])
    }
    assert plan.words == "The same clinician and room throughout; Mondays and Thursdays at 08:30"
    assert plan.cost == 2 * 30 + sum([0, 3, 7, 10, 14, 17])


def test_every_plan_that_is_proposed_can_be_booked(small_clinic, course):
    small_clinic.book(patient=small_clinic.register(), session_start=small_clinic.at(9))
    plans = planned(small_clinic, course, earliest=time(9), latest=time(12)).plans
    assert len(plans) == 3
    for plan in plans:
        booked = book(small_clinic, course, plan)
        assert [row.number for row in booked] == [1, 2, 3, 4, 5, 6]
        for row in booked:
            booking_is_undone(row, small_clinic)


def booking_is_undone(row, clinic):
    row.status = "cancelled"
    row.save()


def test_the_two_others_differ_in_their_days_their_times_or_their_clinician(small_clinic, course):
    best, *others = planned(small_clinic, course).plans
    assert [plan.name for plan in (best, *others)] == ["Best", "Another time", "Another clinician"]
    assert all(plan.cost >= best.cost for plan in others)
    another_time, another_clinician = others
    assert {each.session_start.time() for each in another_time.openings.values()} == {time(10, 30)}
    assert {each.clinician for each in another_clinician.openings.values()} == {small_clinic.clinicians[1]}


def test_wishes_are_kept_where_they_can_be_and_said_where_not(small_clinic, course):
    wish = {"weekdays": frozenset({2, 5}), "earliest": time(14), "latest": time(16)}
    plan = planned(small_clinic, course, clinician=small_clinic.clinicians[1], **wish).plans[0]
    assert plan.words == "The same clinician and room throughout; Tuesdays and Fridays at 14:00"
    assert {each.clinician for each in plan.openings.values()} == {small_clinic.clinicians[1]}
    only_sundays = planned(small_clinic, course, weekdays=frozenset({7})).plans[0]
    assert "sessions on other days than wished for" in only_sundays.words


def test_a_plan_goes_on_as_the_course_began(small_clinic, course):
    first = {"type": small_clinic.treatment_type, "course": course, "session_start": small_clinic.at(11)}
    small_clinic.book(**first, room=small_clinic.rooms[1], clinician=small_clinic.clinicians[1])
    plan = planned(small_clinic, course).plans[0]
    assert list(plan.openings) == [2, 3, 4, 5, 6]
    assert {(each.session_start.time(), each.room, each.clinician) for each in plan.openings.values()} == {
        (time(11), small_clinic.rooms[1], small_clinic.clinicians[1])
    }


def test_a_missing_session_is_planned_between_those_that_are_booked(small_clinic, course):
    plan = planned(small_clinic, course).plans[0]
    third = book(small_clinic, course, plan)[2]
    booking_is_undone(third, small_clinic)
    again = planned(small_clinic, course).plans[0]
    assert again.openings == {3: plan.openings[3]}


def test_a_course_that_is_late_already_is_planned_as_little_late_as_can_be(small_clinic, course):
    small_clinic.book(type=small_clinic.treatment_type, course=course)
    later = small_clinic.monday + timedelta(days=9)
    plan = planned(small_clinic, course, first_day=later).plans[0]
    assert days_of(small_clinic, plan)[0] == 9


def test_what_is_in_the_way_is_explained_and_the_longest_plan_is_shown(small_clinic, course):
    first = small_clinic.book(type=small_clinic.treatment_type, course=course)
    holiday = small_clinic.monday + timedelta(days=9)
    Closure.objects.create(location=None, first_day=holiday, last_day=holiday, reason="Holiday")
    for day in (7, 8, 10, 11, 12):
        at = small_clinic.at(0, day=small_clinic.monday + timedelta(days=day))
        for who in small_clinic.clinicians:
            Absence.objects.create(clinician=who, away=(at, at + timedelta(days=1)), reason="Leave")
    found = planned(small_clinic, course)
    [conflict] = found.conflicts
    assert first.number == 1
    assert list(found.plans[0].openings) == [2, 3, 4]
    before, on, after = (
        f"{holiday + timedelta(days=days):%a, %b} {(holiday + timedelta(days=days)).day}"
        for days in (-1, 0, 1)
    )
    nobody = "no clinician and room are free together on"
    assert conflict.words == (
        f"Session 5 must lie between {before} and {after}: {nobody} {before}; "
        f"Riverside is closed on {on} (Holiday); {nobody} {after}."
    )


def test_nothing_to_plan_and_nowhere_to_go(small_clinic, course):
    book(small_clinic, course, planned(small_clinic, course).plans[0])
    assert planned(small_clinic, course).plans == []
    other = small_clinic.authorise(small_clinic.register(), phases=TWICE_A_WEEK)
    Closure.objects.create(
        location=None,
        first_day=small_clinic.monday,
        last_day=small_clinic.monday + timedelta(days=60),
        reason="Move",
    )
    found = planned(small_clinic, other)
    assert found.plans == []
    assert found.conflicts[0].number == 1
    assert "Riverside is closed on" in found.conflicts[0].words


def test_each_session_has_others_nearby_that_keep_the_days_between(small_clinic, course):
    found = planned(small_clinic, course)
    assert set(found.nearby) == {1, 2, 3, 4, 5, 6}
    for number, nearby in found.nearby.items():
        assert found.plans[0].openings[number] in nearby
        assert len({each.session_start.date() for each in nearby}) > 3


def test_openings_name_every_free_room_and_count_what_moves_away_as_free(small_clinic):
    booked = small_clinic.book(patient=small_clinic.register(), session_start=small_clinic.at(10))
    asked = {
        "type": small_clinic.evaluation_type,
        "location": small_clinic.location,
        "first_day": small_clinic.monday,
        "last_day": small_clinic.monday,
        "now": small_clinic.now,
        "clinician": small_clinic.clinicians[1],
        "each_room": True,
    }
    at_ten = [each.rooms for each in openings(**asked) if each.session_start == small_clinic.at(10)]
    assert at_ten == [(small_clinic.rooms[1],)]
    freed = openings(**asked, besides=[booked])
    assert [each.rooms for each in freed if each.session_start == small_clinic.at(10)] == [
        tuple(small_clinic.rooms)
    ]


def test_it_asks_the_same_few_questions_however_long_the_course(small_clinic, course):
    long = small_clinic.authorise(small_clinic.register(), phases=[(8, 3, 4, True), (4, 6, 8, True)])
    counts = []
    for each in (course, long):
        with CaptureQueriesContext(connection) as queries:
            assert planned(small_clinic, each).plans
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


@pytest.mark.drill
def test_six_sessions_with_ten_rooms_and_ten_clinicians_take_less_than_a_second(db):
    clinic = open_small_clinic(rooms=10, clinicians=10)
    course = clinic.authorise(phases=TWICE_A_WEEK)
    for day in range(28):
        for n, room in enumerate(clinic.rooms[:9]):
            at = clinic.at(9 + n % 4 * 2, day=clinic.monday + timedelta(days=day))
            clinic.book(
                patient=clinic.register(), room=room, clinician=clinic.clinicians[n], session_start=at
            )
    took = []
    for _attempt in range(3):
        began = clock.perf_counter()
        assert len(planned(clinic, course).plans) == 3
        took.append(clock.perf_counter() - began)
    print(f"planned in {min(took):.3f} s")
    assert min(took) < 1
