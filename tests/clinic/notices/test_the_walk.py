"""A patient walks from the first booking to the last visit of a course, on a frozen clock.

They live in California and come to New York; both clock changes lie on the way. Nothing is sent to them from nine in
the evening to eight in the morning, which is midnight to eleven in New York.
"""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from clinic.notices.models import Delivery
from clinic.scheduling import arriving, offering
from tests.clinic.notices.minutes import MINUTE, NEW_YORK, a_clinic, cancel, minute, move, restore

pytestmark = pytest.mark.django_db

# When it left (New York), what it said, and when the visit it tells of begins.
TABLE = """
02-15 11:00 EST  Booked                     03-12 10:00 EST
02-15 11:00 EST  Booked                     03-15 10:00 EDT
02-16 13:03 EST  Moved                      03-15 14:00 EDT
02-17 13:03 EST  Canceled                   03-12 10:00 EST
02-17 14:03 EST  Booked                     03-12 10:00 EST
02-19 15:03 EST  Booked                     03-22 14:30 EDT
02-22 12:03 EST  Booked                     11-08 14:00 EST
02-23 12:06 EST  Moved                      11-08 10:00 EST
03-05 11:00 EST  Reminder, 7 days before    03-12 10:00 EST
03-08 14:00 EST  Reminder, 7 days before    03-15 14:00 EDT
03-10 11:00 EST  Reminder, 2 days before    03-12 10:00 EST
03-11 11:00 EST  Reminder, 24 hours before  03-12 10:00 EST
03-13 14:00 EST  Reminder, 2 days before    03-15 14:00 EDT
03-14 14:00 EDT  Reminder, 24 hours before  03-15 14:00 EDT
03-15 14:30 EDT  Reminder, 7 days before    03-22 14:30 EDT
03-20 14:30 EDT  Reminder, 2 days before    03-22 14:30 EDT
03-21 14:30 EDT  Reminder, 24 hours before  03-22 14:30 EDT
03-22 11:00 EDT  Canceled                   03-22 14:30 EDT
11-01 11:00 EDT  Reminder, 7 days before    11-08 10:00 EST
11-06 11:00 EDT  Reminder, 2 days before    11-08 10:00 EST
11-07 11:00 EST  Reminder, 24 hours before  11-08 10:00 EST
"""


def at(month, day, hour, minutes=0):
    return datetime(2027, month, day, hour, minutes, tzinfo=NEW_YORK)


def acts(clinic, rows):
    """What staff and patient do, and when; each visit begins half an hour before its session."""
    course = clinic.authorise()
    what = {"type": clinic.treatment_type, "course": course}
    who = {"by": clinic.front_desk}

    def book(name, start, now):
        rows[name] = clinic.book(**what, session_start=start, now=now)

    def offer(now):
        place = {"patient": clinic.patient, "room": clinic.rooms[0], "clinician": clinic.clinicians[0]}
        rows["third"] = offering.keep(
            **what,
            **place,
            **who,
            session_start=at(3, 22, 15),
            until=at(2, 20, 12),
            form_key=uuid4(),
            now=now,
        )

    def say_yes(now):
        rows["third"] = offering.take(
            kept=rows["third"], patient=clinic.patient, course=course, form_key=uuid4(), **who, now=now
        )

    def come(now):
        rows["first"].refresh_from_db()
        arriving.arrive(appointment=rows["first"], **who, now=now)

    return [
        (at(2, 15, 9), lambda now: book("first", at(3, 12, 10, 30), now)),
        (at(2, 15, 9, 1), lambda now: book("second", at(3, 15, 10, 30), now)),
        (at(2, 16, 13), lambda now: move(clinic, rows["second"], at(3, 15, 14, 30), now)),
        (at(2, 16, 13, 30), lambda now: cancel(clinic, rows["first"], now)),
        (at(2, 16, 13, 31), lambda now: restore(clinic, rows["first"], now)),
        (at(2, 17, 13), lambda now: cancel(clinic, rows["first"], now)),
        (at(2, 17, 14), lambda now: restore(clinic, rows["first"], now)),
        (at(2, 19, 12), offer),
        (at(2, 19, 15), say_yes),
        (at(2, 22, 12), lambda now: book("fourth", at(11, 8, 14, 30), now)),
        (at(2, 23, 12, 1), lambda now: move(clinic, rows["fourth"], at(11, 9, 9, 30), now)),
        (at(2, 23, 12, 3), lambda now: move(clinic, rows["fourth"], at(11, 8, 10, 30), now)),
        (at(3, 12, 9, 50), come),
        (at(3, 22, 0, 30), lambda now: cancel(clinic, rows["third"], now)),
    ]


def around_what_happens(days):
    """Some minutes of each day: at night, at the end of the quiet hours, and of the visits."""
    for day in days:
        for hour, minutes in ((0, 33), (10, 0), (11, 0), (14, 0), (14, 30)):
            yield at(day.month, day.day, hour, minutes)


def every_quarter_of_an_hour(days):
    for day in days:
        yield from (at(day.month, day.day, number // 4, number % 4 * 15) for number in range(96))


DAYS = [
    *(at(3, 5, 0) + timedelta(days=number) for number in range(19)),
    *(at(11, 1, 0) + timedelta(days=number) for number in range(8)),
]


@pytest.mark.drill
@pytest.mark.parametrize("minutes", [around_what_happens, every_quarter_of_an_hour])
def test_each_thing_is_told_once_in_order_at_the_right_wall_time_and_none_after_a_cancellation(minutes):
    clinic, rows = a_clinic(now=at(2, 1, 9), time_zone="America/Los_Angeles"), {}
    happens = acts(clinic, rows)
    looked_at = {when + number * MINUTE for when, _act in happens for number in range(5)}
    looked_at |= {at(2, 15, 11), *minutes(DAYS)}
    for moment in sorted(looked_at):
        for when, act in happens:
            if when == moment:
                act(when)
        minute(moment)
    assert "\n".join(["", *as_it_left(), ""]) == TABLE


def as_it_left():
    for delivery in Delivery.objects.exclude(sent_at=None).select_related("notice__location"):
        left, begins = delivery.sent_at.astimezone(NEW_YORK), delivery.notice.begins_at
        yield f"{left:%m-%d %H:%M %Z}  {delivery.notice.what:<25}  {begins:%m-%d %H:%M %Z}"
