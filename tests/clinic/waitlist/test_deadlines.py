"""Until when somebody is asked to answer: a while of waking hours, and never past the notice they need."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from clinic.waitlist.deadlines import proposed

NEW_YORK = ZoneInfo("America/New_York")


def at(day, hour, minute=0, month=12):
    return datetime(2026, month, day, hour, minute, tzinfo=NEW_YORK)


def end(now, visit, latest=None, quiet=(time(21), time(8)), zone=NEW_YORK):
    found = proposed(
        now=now,
        visit_starts=visit,
        latest=latest or visit,
        zone=zone,
        quiet_from=quiet[0],
        quiet_until=quiet[1],
    )
    return found.astimezone(NEW_YORK)


@pytest.mark.parametrize(
    ("now", "visit", "expected"),
    [
        (at(1, 9), at(1, 18), at(1, 9, 30)),  # tonight: half an hour
        (at(1, 9), at(2, 9), at(1, 11)),  # tomorrow: two hours
        (at(1, 20), at(2, 20), at(2, 9)),  # an hour in the evening, and one in the morning
        (at(1, 23), at(2, 23), at(2, 10)),  # at night nobody has to answer
        (at(1, 3), at(2, 3), at(1, 10)),
        (at(1, 9), at(5, 9), at(1, 17)),  # this week: eight hours
        (at(1, 15), at(5, 9), at(2, 10)),
        (at(1, 9), at(20, 9), at(2, 20)),  # later: a day awake, twelve hours of it tomorrow
    ],
)
def test_the_nearer_the_visit_the_shorter_and_the_night_does_not_count(now, visit, expected):
    assert end(now, visit) == expected


def test_the_notice_they_need_comes_first():
    assert end(at(1, 9), at(2, 12), latest=at(1, 10)) == at(1, 10)


def test_the_night_is_where_the_patient_lives():
    los_angeles = ZoneInfo("America/Los_Angeles")
    assert end(at(1, 8), at(2, 8), zone=los_angeles) == at(1, 13), (
        "at eight in New York they sleep until eleven"
    )


def test_no_quiet_hours_are_no_quiet_hours():
    assert end(at(1, 23), at(2, 23), quiet=(time(0), time(0))) == at(2, 1)


def test_quiet_hours_within_a_day():
    assert end(at(1, 12), at(2, 12), quiet=(time(13), time(15))) == at(1, 16)


def test_the_night_the_clocks_go_back_is_an_hour_longer():
    now, visit = at(31, 20, month=10), at(1, 20, month=11)
    assert end(now, visit) == at(1, 9, month=11)
    assert (end(now, visit) - now.astimezone(UTC)) == timedelta(hours=14)
