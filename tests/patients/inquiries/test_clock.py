"""How long an inquiry waits, and when an answer is overdue."""

from datetime import UTC, date, datetime, time
from uuid import uuid4

import pytest
import time_machine

from clinic.locations.models import Closure, OpeningHours, SpecialHours
from patients.inquiries import contacting, following
from patients.inquiries.clock import Clock, longest_promise
from patients.inquiries.models import Inquiry

FRIDAY, TUESDAY = date(2026, 11, 20), date(2026, 11, 24)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def receive(asked, received_at, **fields):
    inquiry = asked(**fields)
    Inquiry.objects.filter(pk=inquiry.pk).update(received_at=received_at, unanswered_since=received_at)
    inquiry.refresh_from_db()
    return inquiry


@pytest.mark.parametrize(
    ("asked_on", "answer_by"),
    [
        (date(2026, 11, 16), date(2026, 11, 18)),  # Monday: by Wednesday
        (date(2026, 11, 19), date(2026, 11, 23)),  # Thursday: the weekend does not count
        (FRIDAY, TUESDAY),
        (date(2026, 11, 21), TUESDAY),  # Saturday
        (date(2026, 11, 22), TUESDAY),  # Sunday
    ],
)
def test_we_answer_within_two_working_days(riverside, asked_on, answer_by):
    assert Clock().answer_by(riverside, asked_on) == answer_by


def test_closed_days_do_not_count(riverside):
    Closure.objects.create(
        location=None, first_day=date(2026, 11, 23), last_day=date(2026, 11, 24), reason="Holiday"
    )
    assert Clock().answer_by(riverside, FRIDAY) == date(2026, 11, 26)


def test_another_locations_closure_changes_nothing_here(riverside, open_location):
    Closure.objects.create(
        location=open_location("Lakeside"),
        first_day=date(2026, 11, 23),
        last_day=date(2026, 11, 24),
        reason="Paint",
    )
    assert Clock().answer_by(riverside, FRIDAY) == TUESDAY


def test_hours_count_from_their_first_day_to_their_last(riverside):
    """Wednesdays begin on the 25th, and Mondays have ended by the 23rd."""
    riverside.hours.filter(weekday=1).update(valid_until=date(2026, 11, 22))
    riverside.hours.filter(weekday=3).update(valid_from=date(2026, 11, 26))
    assert Clock().answer_by(riverside, FRIDAY) == date(2026, 11, 26)


def test_special_hours_of_a_day_count_instead_of_the_weekly_ones(riverside):
    for day in (date(2026, 11, 21), TUESDAY):  # a Saturday that is open, and a day that ends early
        SpecialHours.objects.create(
            location=riverside, day=day, opens=time(9), closes=time(11), reason="Fair"
        )
    clock = Clock()
    assert clock.answer_by(riverside, FRIDAY) == date(2026, 11, 23)
    assert clock.closes(riverside, TUESDAY) == time(11)


def test_a_location_without_hours_works_monday_to_friday(riverside):
    OpeningHours.objects.all().delete()
    assert Clock().answer_by(riverside, FRIDAY) == TUESDAY


def test_a_location_that_is_closed_for_good_ends_the_search(riverside):
    Closure.objects.create(location=riverside, first_day=FRIDAY, last_day=date(2099, 1, 1), reason="Closed")
    assert Clock().answer_by(riverside, FRIDAY) > date(2027, 6, 1)


def test_an_answer_is_overdue_once_the_location_closes_on_the_promised_day(asked):
    inquiry = receive(asked, at("2026-11-20T23:30:00"))  # Friday 6:30 pm in New York
    assert not Clock(at("2026-11-24T21:59:00")).read(inquiry).is_overdue  # Tuesday 4:59 pm
    assert Clock(at("2026-11-24T22:01:00")).read(inquiry).is_overdue


def test_each_location_says_within_how_many_working_days_it_answers(riverside, open_location):
    lakeside = open_location("Lakeside", answer_within=5)
    assert Clock().answer_by(lakeside, FRIDAY) == date(2026, 11, 27)
    assert longest_promise([riverside, lakeside]) == 5


def test_the_day_is_that_of_the_locations_own_calendar(asked, open_location):
    lakeside = open_location("Lakeside", time_zone="Pacific/Auckland")
    inquiry = receive(asked, at("2026-11-19T12:00:00"), location=lakeside)  # Friday 1 am in Auckland
    assert Clock().read(inquiry).answer_by == TUESDAY


def test_who_was_answered_waits_no_more_until_they_write_again(asked, front_desk):
    inquiry = receive(asked, at("2026-11-01T12:00:00"))
    contacting.log_call(inquiry=inquiry, outcome="spoke", by=front_desk)
    inquiry.refresh_from_db()
    late = Clock(at("2026-11-25T12:00:00"))
    assert (late.read(inquiry).is_overdue, late.read(inquiry).answer_by) == (False, None)
    with time_machine.travel(at("2026-11-20T12:00:00")):
        following.add_message(inquiry=inquiry, text="One more thing.", form_key=uuid4())
    inquiry.refresh_from_db()
    assert late.read(inquiry).is_overdue
    assert list(Inquiry.objects.overdue(late)) == [inquiry]


@pytest.mark.drill
def test_the_list_of_overdue_inquiries_is_what_the_clock_says_of_each(asked, open_location):
    """One rule, asked in two ways: of one inquiry and of the table."""
    lakeside = open_location("Lakeside", time_zone="America/Los_Angeles")
    Closure.objects.create(
        location=lakeside, first_day=date(2026, 11, 17), last_day=date(2026, 11, 17), reason="Paint"
    )
    for day in range(10, 25):
        for hour in (3, 7, 20):
            for location in (None, lakeside):
                where = {"location": location} if location else {}
                receive(asked, datetime(2026, 11, day, hour, tzinfo=UTC), **where)
    for now in ("2026-11-20T04:30:00", "2026-11-22T12:00:00", "2026-11-25T07:59:00"):
        clock = Clock(at(now))
        inquiries = Inquiry.objects.select_related("location").filter(received_at__lte=at(now))
        expected = {inquiry.pk for inquiry in inquiries if clock.read(inquiry).is_overdue}
        assert expected
        assert set(inquiries.overdue(clock).values_list("pk", flat=True)) == expected
        assert inquiries.counts(clock)["overdue"] == len(expected)
