"""Who is on call: by the wall clock of the location, without a gap, and who is asked after them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError

from patients.safety.on_call import gaps, is_watched, on_duty, rota, unwatched_locations, who_is_asked
from tests.patients.safety.conftest import MONDAY_NOON

WORKDAYS = [1, 2, 3, 4, 5]


def test_nobody_watches_until_every_hour_of_the_coming_week_has_somebody(
    riverside, put_on_call, clinician, prescriber
):
    assert not is_watched(riverside, MONDAY_NOON)
    put_on_call(clinician, weekdays=WORKDAYS, starts=time(8), ends=time(18))
    assert not is_watched(riverside, MONDAY_NOON)
    put_on_call(prescriber, starts=time(18), ends=time(8))
    gap = gaps(riverside, MONDAY_NOON)[0].starts.astimezone(riverside.zone)
    assert f"{gap:%a %H:%M}" == "Sat 08:00"
    put_on_call(prescriber, weekdays=[6, 7], starts=time(8), ends=time(18))
    assert is_watched(riverside, MONDAY_NOON)


def test_one_minute_without_anybody_is_a_gap(riverside, put_on_call, clinician):
    put_on_call(clinician, starts=time(0, 1), ends=time(0))
    assert {span.ends - span.starts for span in gaps(riverside, MONDAY_NOON)} == {timedelta(minutes=1)}


def test_a_duty_that_ends_in_the_coming_week_leaves_a_gap(riverside, put_on_call, clinician):
    put_on_call(clinician, last_day=date(2025, 12, 11))
    assert not is_watched(riverside, MONDAY_NOON)
    assert is_watched(riverside, MONDAY_NOON - timedelta(days=5))


def test_whoever_no_longer_works_here_watches_nothing(riverside, put_on_call, clinician):
    put_on_call(clinician)
    assert is_watched(riverside, MONDAY_NOON)
    clinician.is_active = False
    clinician.save()
    assert not is_watched(riverside, MONDAY_NOON)


def test_a_duty_of_one_location_is_none_of_another(riverside, open_location, put_on_call, clinician):
    lakeside = open_location("Lakeside", time_zone="America/Chicago")
    put_on_call(clinician, location=riverside)
    assert is_watched(riverside, MONDAY_NOON)
    assert unwatched_locations(MONDAY_NOON) == [lakeside]


@pytest.mark.parametrize(
    "moment", [datetime(2026, 11, 1, 4, tzinfo=UTC), datetime(2027, 3, 14, 5, tzinfo=UTC)]
)
def test_the_day_the_clocks_change_has_no_gap_and_no_hour_twice(
    riverside, put_on_call, clinician, prescriber, moment
):
    put_on_call(clinician, starts=time(7), ends=time(19))
    put_on_call(prescriber, starts=time(19), ends=time(7))
    spans = rota(riverside, moment, moment + timedelta(days=2))
    assert all(len(span.duties) == 1 for span in spans)
    assert sum((span.ends - span.starts for span in spans), timedelta()) == timedelta(days=2)


def test_who_is_asked_is_who_is_on_call_in_order_and_then_the_medical_director(
    riverside, put_on_call, clinician, prescriber, director
):
    put_on_call(prescriber, position=2)
    put_on_call(clinician, position=1)
    assert on_duty(riverside, MONDAY_NOON) == [clinician, prescriber]
    assert who_is_asked(riverside, MONDAY_NOON) == [clinician, prescriber, director]
    put_on_call(director, position=3)
    assert who_is_asked(riverside, MONDAY_NOON) == [clinician, prescriber, director]


def test_a_duty_needs_a_day_and_a_place_in_the_order(put_on_call, clinician):
    duty = put_on_call(clinician)
    for field, value in (("weekdays", []), ("position", 0), ("weekdays", [8])):
        with pytest.raises(ValidationError):
            setattr(duty, field, value)
            duty.full_clean()
