"""Reminders by the wall clock, and quiet hours by the patient's, on days of 23 and 25 hours too."""

from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from clinic.notices.clocks import goes_at, moment_of, quiet_hours_at, reminder_moment

NEW_YORK, LOS_ANGELES = ZoneInfo("America/New_York"), ZoneInfo("America/Los_Angeles")


def a_location(quiet_from=time(21), quiet_until=time(8)):
    return SimpleNamespace(quiet_from=quiet_from, quiet_until=quiet_until, zone=NEW_YORK)


def here(*parts, fold=0):
    return datetime(*parts, tzinfo=NEW_YORK, fold=fold)


def read(moment, zone=NEW_YORK):
    return f"{moment.astimezone(zone):%m-%d %H:%M %Z}"


@pytest.mark.parametrize(
    ("visit", "amount", "unit", "due"),
    [
        (here(2027, 3, 15, 10), 2, "days", "03-13 10:00 EST"),  # the clocks go forward on the 14th
        (here(2027, 3, 15, 10), 48, "hours", "03-13 09:00 EST"),
        (here(2027, 11, 8, 10), 2, "days", "11-06 10:00 EDT"),  # and back on November 7
        (here(2027, 11, 8, 10), 48, "hours", "11-06 11:00 EDT"),
        (here(2027, 3, 16, 2, 30), 2, "days", "03-14 03:30 EDT"),  # a time the clocks skip
        (here(2027, 11, 9, 1, 30), 2, "days", "11-07 01:30 EST"),  # a time that comes twice: the second
    ],
)
def test_days_keep_the_wall_clock_and_hours_are_counted(visit, amount, unit, due):
    never_quiet = a_location(quiet_from=time(0), quiet_until=time(0))
    found = reminder_moment(visit, amount, unit, location=never_quiet, zone=NEW_YORK)
    assert read(found) == due


@pytest.mark.parametrize(
    ("moment", "quiet_from", "quiet_until", "over"),
    [
        (here(2026, 11, 30, 20, 59), time(21), time(8), None),
        (here(2026, 11, 30, 21), time(21), time(8), "12-01 08:00 EST"),
        (here(2026, 12, 1, 7, 59), time(21), time(8), "12-01 08:00 EST"),
        (here(2026, 12, 1, 8), time(21), time(8), None),
        (here(2026, 12, 1, 12, 30), time(12), time(14), "12-01 14:00 EST"),
        (here(2026, 12, 1, 11), time(12), time(14), None),
        (here(2026, 12, 1, 3), time(8), time(8), None),  # none at all
        (here(2027, 3, 14, 1), time(22), time(2, 30), "03-14 03:30 EDT"),
        (here(2027, 11, 7, 1, 10, fold=1), time(22), time(1, 30), "11-07 01:30 EST"),
    ],
)
def test_quiet_hours_may_be_over_midnight_and_end_by_the_wall_clock(moment, quiet_from, quiet_until, over):
    found = quiet_hours_at(moment.astimezone(UTC), a_location(quiet_from, quiet_until), NEW_YORK)
    assert (read(found[1]) if found else None) == over


def test_quiet_hours_are_those_of_the_patients_own_clock():
    quiet = quiet_hours_at(here(2026, 12, 1, 9), a_location(), LOS_ANGELES)
    assert read(quiet[1], LOS_ANGELES) == "12-01 08:00 PST"


def test_a_reminder_that_would_come_too_late_goes_before_the_quiet_hours():
    visit = here(2026, 12, 1, 7, 30)
    due = reminder_moment(visit, 2, "hours", location=a_location(), zone=NEW_YORK)
    assert read(due) == "11-30 20:45 EST"
    due = reminder_moment(here(2026, 12, 1, 8, 30), 2, "hours", location=a_location(), zone=NEW_YORK)
    assert read(due) == "12-01 06:30 EST"  # and waits until eight


NIGHT = here(2026, 12, 1, 1)


@pytest.mark.parametrize(
    ("is_text", "is_reminder", "visit", "goes"),
    [
        (False, False, NIGHT + timedelta(hours=13), "12-01 08:00 EST"),
        (False, False, NIGHT + timedelta(hours=12), "12-01 01:00 EST"),
        (True, False, NIGHT + timedelta(hours=12), "12-01 08:00 EST"),
        (False, True, NIGHT + timedelta(hours=12), "12-01 08:00 EST"),
        (False, False, NIGHT + timedelta(hours=5), "12-01 01:00 EST"),
        (True, False, NIGHT + timedelta(hours=5), None),
        (False, True, NIGHT + timedelta(hours=5), None),
    ],
)
def test_at_night_only_a_mail_about_a_change_to_a_visit_soon_goes_at_once(is_text, is_reminder, visit, goes):
    said = {"is_text": is_text, "is_reminder": is_reminder, "visit_begins": visit}
    found = goes_at(NIGHT, **said, location=a_location(), zone=NEW_YORK)
    assert (found and read(found)) == goes


def test_a_moment_on_the_wall_is_one_moment():
    assert read(moment_of(date(2027, 3, 14), time(2, 30), NEW_YORK)) == "03-14 03:30 EDT"
    assert read(moment_of(date(2027, 11, 7), time(1, 30), NEW_YORK)) == "11-07 01:30 EST"
