"""The diary as the calendar reads it: the same hours that openings are made from."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from clinic.locations.models import Closure, Location, OpeningHours
from clinic.scheduling import lanes
from clinic.scheduling.diary import Diary
from clinic.scheduling.models import Clinician, ClinicianHours
from clinic.scheduling.openings import openings

QUARTER, FOLLOW_UP = timedelta(minutes=15), timedelta(minutes=40)
CLOCKS_CHANGE = {
    "23 hours": ("America/New_York", date(2027, 3, 14)),
    "25 hours": ("America/New_York", date(2026, 11, 1)),
    "23 hours and a half": ("Australia/Lord_Howe", date(2026, 10, 4)),
    "24 hours and a half": ("Australia/Lord_Howe", date(2027, 4, 4)),
}


def diary_of(clinic, day, days=1, now=datetime(2026, 9, 1, 12, tzinfo=UTC)):
    return Diary(user=clinic.front_desk, location=clinic.location, first_day=day, days=days, now=now)


def open_at_night(clinic, opens, closes, zone="America/New_York"):
    """Open on Sundays only; the first clinician works from half past one."""
    Location.objects.update(time_zone=zone)
    clinic.location.refresh_from_db()
    OpeningHours.objects.exclude(weekday=7).delete()
    OpeningHours.objects.update(opens=opens, closes=closes)
    ClinicianHours.objects.update(starts=time(0), ends=time(23))
    ClinicianHours.objects.filter(clinician=clinic.clinicians[0]).update(starts=time(1, 30))


@pytest.mark.parametrize(("zone", "day"), CLOCKS_CHANGE.values(), ids=CLOCKS_CHANGE)
@pytest.mark.parametrize("opens", [time(0, 30), time(1, 15), time(1, 45), time(2, 10)], ids=str)
def test_calendar_and_openings_agree_on_a_day_when_the_clocks_change(small_clinic, zone, day, opens):
    open_at_night(small_clinic, opens, time(4, 30), zone)
    now = datetime(2026, 9, 1, 12, tzinfo=UTC)
    found = openings(
        type=small_clinic.follow_up_type,
        location=small_clinic.location,
        first_day=day,
        last_day=day,
        now=now,
    )
    offered = {(opening.session_start.astimezone(UTC), opening.clinician) for opening in found}
    fits_into_what_is_free = set()
    for lane in lanes.by_clinician(diary_of(small_clinic, day)).lanes:
        for free in (stretch for stretch in lane.stretches if stretch.kind == "free"):
            start = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=1)
            while start + FOLLOW_UP <= free.ends_at:
                if start >= free.starts_at:
                    fits_into_what_is_free.add((start, lane.clinician))
                start += QUARTER
    assert offered == fits_into_what_is_free
    assert offered


def test_an_hour_that_comes_twice_is_drawn_twice(small_clinic):
    open_at_night(small_clinic, time(0, 30), time(3))
    [lane, _other] = lanes.by_room(diary_of(small_clinic, date(2026, 11, 1))).lanes
    [free] = [stretch for stretch in lane.stretches if stretch.kind == "free"]
    assert free.height == 3.5 * 60 / 5


def test_a_week_leaves_out_a_weekend_on_which_nothing_happens(small_clinic):
    monday = small_clinic.monday
    saturday, sunday = monday + timedelta(days=5), monday + timedelta(days=6)

    def shown():
        return {day.date for day in diary_of(small_clinic, monday, days=7).by_day()}

    assert shown() >= {saturday, sunday}, "where it is open"
    OpeningHours.objects.filter(weekday__gte=5).delete()
    assert shown() == {monday + timedelta(days=n) for n in range(5)}, "a closed Friday is shown"
    Closure.objects.create(first_day=sunday, last_day=sunday, reason="Flood")
    assert saturday not in shown() and sunday in shown(), "a closure says why"
    OpeningHours.objects.create(location=small_clinic.location, weekday=6, opens=time(8), closes=time(18))
    small_clinic.book(session_start=small_clinic.at(10, day=saturday))
    OpeningHours.objects.filter(weekday=6).delete()
    assert saturday in shown(), "somebody comes"


def test_who_has_left_has_no_lane_but_for_what_is_still_booked(small_clinic):
    Clinician.objects.filter(pk=small_clinic.clinicians[1].pk).update(is_active=False)
    small_clinic.book()
    Clinician.objects.filter(pk=small_clinic.clinicians[0].pk).update(is_active=False)
    board = lanes.by_clinician(diary_of(small_clinic, small_clinic.monday))
    assert [lane.clinician for lane in board.lanes] == [small_clinic.clinicians[0]]
