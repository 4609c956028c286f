"""The days between the sessions of a course: what is too few, too many, and who may set it aside."""

from datetime import date, timedelta

import pytest

from clinic.scheduling import booking, gaps
from clinic.scheduling.gaps import gaps_between, steps_of
from clinic.scheduling.models import CoursePhase
from tests.clinic.scheduling.refused import refused

TWICE_A_WEEK_THEN_WEEKLY = [
    CoursePhase(sessions=3, least_days=2, most_days=4),
    CoursePhase(sessions=2, least_days=6, most_days=8),
]
MONDAY = date(2027, 3, 1)


def on(**days):
    return {int(number[1:]): MONDAY + timedelta(days=day) for number, day in days.items()}


def test_each_session_keeps_to_the_phase_it_stands_in():
    steps = steps_of(TWICE_A_WEEK_THEN_WEEKLY, 5)
    assert steps == {2: (2, 4), 3: (2, 4), 4: (6, 8), 5: (6, 8)}


@pytest.mark.parametrize(
    ("days", "broken"),
    [
        (on(s1=0, s2=2, s3=6, s4=12, s5=20), []),
        (on(s1=0, s2=1), [(2, "short")]),
        (on(s1=0, s2=5), [(2, "long")]),
        (on(s1=0, s3=4), []),  # session 2 is missing: 4 to 8 days
        (on(s1=0, s3=3), [(3, "short")]),
        (on(s1=0, s3=9), [(3, "long")]),
        (on(s2=4, s3=0), [(3, "short")]),
        (on(s3=0, s4=5), [(4, "short")]),
        (on(s3=0, s5=17), [(5, "long")]),
        (on(s4=0), []),
    ],
)
def test_a_gap_is_broken_below_the_least_and_above_the_most_days(days, broken):
    found = [
        (gap.number, "short" if gap.is_short else "long")
        for gap in gaps_between(steps_of(TWICE_A_WEEK_THEN_WEEKLY, 5), days)
        if gap.is_broken
    ]
    assert found == broken


def test_sessions_that_no_phase_speaks_of_have_no_gaps():
    assert gaps_between({}, on(s1=0, s2=0)) == []


# -- In the diary --------------------------------------------------------------------------------------


@pytest.fixture
def course(small_clinic):
    return small_clinic.authorise(phases=[(3, 2, 4, False), (2, 6, 8, True)])


def session(clinic, course, day, **wishes):
    at = clinic.at(10, day=clinic.monday + timedelta(days=day))
    return clinic.book(type=clinic.treatment_type, course=course, session_start=at, **wishes)


def test_a_session_too_soon_after_the_one_before_is_refused_in_words(small_clinic, course):
    session(small_clinic, course, 0)
    words = "Session 2 comes 1 day after session 1; authorized are 2 to 4."
    with refused("gap_short", words=words):
        session(small_clinic, course, 1)
    assert session(small_clinic, course, 2).number == 2


def test_only_a_prescriber_puts_sessions_closer_together(small_clinic, course):
    session(small_clinic, course, 0)
    with refused("gap_prescriber_only"):
        session(small_clinic, course, 1, gap_because="She travels")
    near = session(small_clinic, course, 1, gap_because="She travels", by=small_clinic.prescriber)
    assert near.gap_because == "She travels"


def test_the_desk_may_leave_more_days_and_says_why(small_clinic, course):
    session(small_clinic, course, 0)
    with refused("gap_long"):
        session(small_clinic, course, 7)
    assert session(small_clinic, course, 7, gap_because="A cold").gap_because == "A cold"


def test_a_reason_is_kept_only_where_it_was_needed(small_clinic, course):
    assert session(small_clinic, course, 0, gap_because="Nothing").gap_because == ""


def test_moving_a_session_is_judged_on_both_sides(small_clinic, course):
    booked = [session(small_clinic, course, day) for day in (0, 3, 6)]
    with refused("gap_short", "gap_long"):
        booking.move(
            appointment=booked[1],
            session_start=small_clinic.at(10, day=small_clinic.monday + timedelta(days=1)),
            room=booked[1].room,
            clinician=booked[1].clinician,
            by=small_clinic.front_desk,
            reason="Asked",
            now=small_clinic.now,
        )


def test_a_gap_that_was_broken_before_is_no_reason_against_another_session(small_clinic, course):
    """What nobody touches is not judged again."""
    session(small_clinic, course, 0)
    session(small_clinic, course, 9, gap_because="A cold")
    assert session(small_clinic, course, 12).number == 3
    assert [gap.is_broken for gap in gaps.gaps_of(course)] == [True, False]
