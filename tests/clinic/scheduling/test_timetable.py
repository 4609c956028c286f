"""The wall clock of a location, on the days when the clocks change."""

from datetime import UTC, date, datetime, time

import pytest
from django.core.exceptions import ValidationError

from clinic.locations.models import Location
from clinic.scheduling import timetable

NEW_YORK = Location(name="Riverside", time_zone="America/New_York")
LONDON = Location(name="Thameside", time_zone="Europe/London")


@pytest.mark.parametrize(
    ("location", "day", "in_utc"),
    [
        (NEW_YORK, date(2027, 3, 13), 14),
        (NEW_YORK, date(2027, 3, 14), 13),
        (NEW_YORK, date(2026, 11, 1), 14),
        (NEW_YORK, date(2026, 10, 31), 13),
        (LONDON, date(2027, 3, 27), 9),
        (LONDON, date(2027, 3, 28), 8),
        (LONDON, date(2026, 10, 25), 9),
    ],
)
def test_nine_oclock_stays_nine_oclock(location, day, in_utc):
    moment = timetable.moment(location=location, day=day, hour=time(9))
    assert moment == datetime(day.year, day.month, day.day, in_utc, tzinfo=UTC)
    assert moment.time() == time(9)


@pytest.mark.parametrize(("location", "day", "hour"), [(NEW_YORK, 14, time(2, 30)), (LONDON, 28, time(1, 0))])
def test_an_hour_that_the_clocks_skip_is_refused(location, day, hour):
    with pytest.raises(ValidationError, match="the clocks go forward") as refusal:
        timetable.moment(location=location, day=date(2027, 3, day), hour=hour)
    assert refusal.value.code == "missing_hour"


def test_an_hour_that_comes_twice_is_asked_about():
    asked = {"location": NEW_YORK, "day": date(2026, 11, 1), "hour": time(1, 30)}
    with pytest.raises(ValidationError, match="the clocks go back") as refusal:
        timetable.moment(**asked)
    assert refusal.value.code == "doubled_hour"
    assert timetable.moment(**asked, fold=0).astimezone(UTC) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert timetable.moment(**asked, fold=1).astimezone(UTC) == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


def test_a_year_after_a_leap_day_is_the_last_of_february():
    now = datetime(2028, 2, 29, 12, tzinfo=UTC)
    _, latest = timetable.bookable_span(now=now, location=LONDON)
    assert latest == datetime(2029, 2, 28, 12, tzinfo=UTC)


@pytest.mark.parametrize(("day", "hours"), [(date(2027, 3, 14), 23), (date(2026, 11, 1), 25)])
def test_a_day_of_the_clock_change_is_complete(day, hours):
    span = timetable.days(location=NEW_YORK, first_day=day, last_day=day)
    assert (span.upper - span.lower).total_seconds() == hours * 3600
