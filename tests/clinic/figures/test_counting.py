"""What the figures count, on small clinics made by hand, and that it takes as many queries for many as for few."""

from datetime import UTC, date, datetime, time, timedelta
from statistics import median

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test.utils import CaptureQueriesContext

from clinic.figures.counting import EVERYWHERE, by_month
from clinic.figures.months import Month
from clinic.locations.models import Closure, Location, OpeningHours, SpecialHours
from clinic.scheduling import authorising, cancelling, offering
from clinic.scheduling.models import Appointment, ClinicianHours, Room, RoomClosure
from patients.inquiries import merging
from patients.inquiries.models import Inquiry
from tests.patients.area.own_pages import merged

from .conftest import NOW

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
VISIT = 30 + 50 + 60 + 10  # minutes that a session of treatment has a room


@pytest.fixture
def counted(small_clinic):
    """`counted(OCTOBER)`: the figures of a month, of the small clinic or of another place."""

    def count(day, place=EVERYWHERE, now=NOW, locations=None):
        found = by_month(locations or list(Location.objects.all()), now)
        return next(month for month in found[place] if month.day == day)

    return count


@pytest.fixture
def chicago(small_clinic):
    """A second location, an hour behind, with a room and a clinician of its own, open day and night."""
    place = Location.objects.get()
    place.pk, place.name, place.slug, place.time_zone = None, "Lakeside", "lakeside", "America/Chicago"
    place.save()
    room = Room.objects.create(location=place, name="Room A")
    room.types.set(small_clinic.rooms[0].types.all())
    for location in Location.objects.all():
        open_day_and_night(location)
    ClinicianHours.objects.update(starts=time(0), ends=time(23, 59))
    clinician = small_clinic.clinicians[1]
    ClinicianHours.objects.filter(clinician=clinician).update(location=place)
    return {"room": room, "clinician": clinician}


def open_day_and_night(location):
    location.hours.all().delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(
            location=location, weekday=day, opens=time(0), closes=time(23, 59), valid_from=date(2020, 1, 1)
        )
        for day in range(1, 8)
    )


def span(past, *when, hours):
    begins = past.at(*when)
    return DateTimeTZRange(begins, begins + timedelta(hours=hours))


# -- Which months --------------------------------------------------------------------------------------


def test_the_last_twelve_months_are_shown_the_newest_first(small_clinic):
    found = by_month([small_clinic.location], NOW)
    assert set(found) == {EVERYWHERE, small_clinic.location.pk}
    for months in found.values():
        assert [month.day for month in months[:3]] == [NOVEMBER, OCTOBER, date(2026, 9, 1)]
        assert len(months) == 12 and months[-1].day == date(2025, 12, 1)
        assert [month.is_running for month in months] == [True, *[False] * 11]


def test_a_month_ends_at_the_midnight_of_the_location(small_clinic, past, counted, chicago):
    """By the clock of the world all three begin in November."""
    open_day_and_night(small_clinic.location)
    past.came(10, 31, 22, 30)
    past.came(11, 1, 0, 15)
    past.came(10, 31, 22, 45, patient=small_clinic.register(), **chicago)  # 11:45 pm in New York
    here, there = small_clinic.location.pk, chicago["room"].location_id
    assert [counted(OCTOBER, place).came for place in (here, there, EVERYWHERE)] == [1, 1, 2]
    assert [counted(NOVEMBER, place).came for place in (here, there, EVERYWHERE)] == [1, 0, 1]


def test_the_month_that_runs_is_counted_up_to_now(small_clinic, past, counted):
    past.came(11, 20, 9)
    past.booked(11, 20, 16)
    past.booked(11, 30, 9)
    month = counted(NOVEMBER)
    assert (month.came, month.unsaid, month.is_running) == (1, 0, True)
    assert month.open_minutes == 2 * (19 * 600 + 7 * 60), "19 days of ten hours, and today from 8 to 3"


def test_a_month_that_has_begun_in_one_place_only_is_empty_in_the_other(small_clinic, chicago, counted):
    now = datetime(2026, 12, 1, 5, 30, tzinfo=UTC)  # half past midnight in New York, an hour less in Chicago
    places = (small_clinic.location.pk, chicago["room"].location_id)
    assert [counted(date(2026, 12, 1), place, now).open_minutes for place in places] == [60, 0]


def test_a_month_runs_until_the_last_midnight_of_the_places_it_is_counted_of(small_clinic, chicago):
    now = datetime(2026, 12, 1, 5, 30, tzinfo=UTC)  # half past midnight in New York, an hour less in Chicago
    here, there = small_clinic.location, chicago["room"].location
    found = by_month([here, there], now)
    running = {place: [month.day.month for month in found[place] if month.is_running] for place in found}
    assert running == {here.pk: [12], there.pk: [11], EVERYWHERE: [12, 11]}


# -- Rooms ---------------------------------------------------------------------------------------------


def test_rooms_are_used_from_the_beginning_of_a_visit_until_they_are_clean(small_clinic, past, counted):
    past.came(10, 5, course=small_clinic.authorise())
    month = counted(OCTOBER)
    assert (month.used_minutes, month.open_minutes) == (VISIT, 2 * 31 * 600)
    assert month.used == round(100 * VISIT / (2 * 31 * 600))


def test_only_what_took_place_uses_a_room(small_clinic, past, counted):
    past.missed(10, 5)
    past.canceled(10, 6)
    past.booked(10, 7)
    assert counted(OCTOBER).used_minutes == 0


def test_a_visit_that_is_going_on_uses_its_room_until_now(small_clinic, past, counted):
    past.came(11, 20, 14, 45)
    assert counted(NOVEMBER).used_minutes == 15


def test_rooms_cannot_be_used_while_anything_is_closed(small_clinic, past, counted):
    Closure.objects.create(
        location=small_clinic.location,
        first_day=date(2026, 10, 6),
        last_day=date(2026, 10, 7),
        reason="Training",
    )
    SpecialHours.objects.create(
        location=small_clinic.location, day=date(2026, 10, 9), opens=time(8), closes=time(12), reason="Early"
    )
    RoomClosure.objects.create(
        room=small_clinic.rooms[0], closed=span(past, 10, 12, 16, hours=4), reason="Paint"
    )
    assert counted(OCTOBER).open_minutes == 2 * (31 * 600 - 2 * 600 - 6 * 60) - 2 * 60


def test_a_room_that_is_not_in_use_counts_on_neither_side(small_clinic, past, counted):
    past.came(10, 5, room=small_clinic.rooms[1])
    Room.objects.filter(pk=small_clinic.rooms[1].pk).update(is_active=False)
    month = counted(OCTOBER)
    assert (month.used_minutes, month.open_minutes, month.came) == (0, 31 * 600, 1)


def test_a_month_with_a_change_of_clocks_has_the_minutes_it_has(small_clinic, counted):
    """Open from midnight to 11:59 pm: 1439 minutes a day, an hour more or less when the clocks change."""
    open_day_and_night(small_clinic.location)
    now = datetime(2027, 4, 2, 12, tzinfo=UTC)
    assert counted(NOVEMBER, now=now).open_minutes == 2 * (30 * 1439 + 60)
    assert counted(date(2027, 3, 1), now=now).open_minutes == 2 * (31 * 1439 - 60)


def test_a_visit_over_a_change_of_clocks_is_as_long_as_it_was(small_clinic, past, counted):
    open_day_and_night(small_clinic.location)
    ClinicianHours.objects.update(starts=time(0), ends=time(23, 59))
    past.came(11, 1, 0, 45, course=small_clinic.authorise())
    assert counted(NOVEMBER).used_minutes == VISIT


# -- Visits --------------------------------------------------------------------------------------------


def test_what_became_of_each_visit(small_clinic, past, counted):
    past.came(10, 5)
    past.missed(10, 6)
    past.canceled(10, 7)
    past.canceled(10, 8, asked_by="family")
    past.canceled(10, 9, asked_by="clinic")  # never late
    past.canceled(10, 10, hours_before=48)
    past.booked(10, 12)
    month = counted(OCTOBER)
    assert (month.came, month.missed, month.late, month.unsaid) == (1, 1, 2, 1)
    assert month.expected == 4


def test_what_is_taken_back_counts_as_it_stands_today(small_clinic, past, counted):
    missed, late = past.missed(10, 6), past.canceled(10, 7)
    cancelling.restore(appointment=missed, by=small_clinic.front_desk, now=NOW)
    cancelling.restore(
        appointment=late, by=small_clinic.front_desk, now=late.visit.lower - timedelta(minutes=10)
    )
    month = counted(OCTOBER)
    assert (month.missed, month.late, month.unsaid) == (0, 0, 2)
    past.arrive(Appointment.objects.get(pk=missed.pk))
    assert counted(OCTOBER).came == 1


def test_a_visit_counts_in_the_month_in_which_it_was_to_begin(small_clinic, past, counted):
    past.canceled(11, 1, 9, hours_before=12)  # on October 31
    assert (counted(OCTOBER).late, counted(NOVEMBER).late) == (0, 1)


def test_of_fewer_than_five_there_is_no_share():
    assert Month(OCTOBER, came=3, missed=1).missed_share is None
    assert Month(OCTOBER, came=3, missed=1, late=1).missed_share == 20
    assert Month(OCTOBER, came=3, late=2).late_share == 40
    assert Month(OCTOBER, firsts=4, days_to_first=9.0).usual_days_to_first is None
    assert Month(OCTOBER, courses=5, drift=-1.5).usual_drift == -1.5
    assert Month(OCTOBER).used is Month(OCTOBER).refilled is None


# -- From the inquiry to the first session -------------------------------------------------------------


def test_days_are_counted_from_the_inquiry_to_the_first_session_that_took_place(small_clinic, past, counted):
    patient = past.asked(past.at(9, 1, 23, 30))  # September 2 in UTC
    course = small_clinic.authorise(patient)
    past.came(9, 10, patient=patient)  # an evaluation is no session
    past.missed(10, 1, course=course)
    past.came(10, 4, course=course)
    past.came(11, 9, course=course)
    without = small_clinic.authorise(small_clinic.register())
    past.came(10, 6, course=without)
    assert (counted(OCTOBER).firsts, counted(OCTOBER).days_to_first) == (1, 33)
    assert (counted(NOVEMBER).firsts, counted(NOVEMBER).days_to_first) == (0, None)


def test_who_asked_us_after_the_first_session_did_not_wait_for_it(small_clinic, past, counted):
    """Somebody who came by phone fills in the form of the site later, and the desk adds it to them."""
    past.came(10, 4, course=small_clinic.authorise(past.asked(past.at(10, 20))))
    assert (counted(OCTOBER).firsts, counted(OCTOBER).days_to_first) == (0, None)


def test_who_is_registered_twice_has_waited_since_they_asked_first(small_clinic, past, counted):
    """One by the inquiry, one by phone; one by a later inquiry, one by an earlier; they are found to be one."""
    for day, asked in ((10, None), (20, past.at(9, 25))):
        by_phone = past.asked(asked) if asked else small_clinic.register()
        by_inquiry = past.asked(past.at(9, 20))
        past.came(10, day, course=small_clinic.authorise(by_phone))
        merged(small_clinic, by_inquiry, by_phone)
    assert (counted(OCTOBER).firsts, counted(OCTOBER).days_to_first) == (2, 25)


def test_who_asked_twice_has_waited_since_they_asked_first(small_clinic, past, counted):
    """The desk closes the earlier inquiry as asked twice, in the one that they are registered from."""
    patient, earlier = past.asked(past.at(9, 25)), past.inquiry(past.at(9, 20))
    later = Inquiry.objects.exclude(pk=earlier.pk).get()
    merging.merge(inquiry=earlier, into=later, by=small_clinic.front_desk)
    past.came(10, 5, course=small_clinic.authorise(patient))
    assert counted(OCTOBER).days_to_first == 15


@pytest.mark.drill
def test_a_session_after_one_elsewhere_or_long_ago_is_no_first_one(small_clinic, past, counted, chicago):
    elsewhere = small_clinic.authorise(past.asked(past.at(9, 1)))
    past.came(10, 2, course=elsewhere, **chicago)
    past.came(10, 20, course=elsewhere)
    long_ago = small_clinic.authorise(past.asked(past.at(9, 1, year=2025)))
    past.came(10, 25, year=2025, course=long_ago)
    past.came(10, 21, course=long_ago)
    here, there = small_clinic.location, chicago["room"].location
    assert counted(OCTOBER, here.pk, locations=[here]).firsts == 0
    assert counted(OCTOBER, there.pk, locations=[there]).firsts == 1


def test_the_median_of_everywhere_is_of_all_people(small_clinic, past, counted, chicago):
    open_day_and_night(small_clinic.location)
    for day, place in ((2, {}), (3, {}), (4, {}), (20, chicago), (30, chicago)):
        course = small_clinic.authorise(past.asked(past.at(10, 1)))
        past.came(10, day, course=course, **place)
    here, there = small_clinic.location.pk, chicago["room"].location_id
    assert [counted(OCTOBER, place).days_to_first for place in (here, there)] == [2, 24]
    assert (counted(OCTOBER).firsts, counted(OCTOBER).days_to_first) == (5, 3)


# -- Courses -------------------------------------------------------------------------------------------


def test_a_course_that_is_over_has_drifted_by_what_its_page_says(small_clinic, past, counted):
    for number, days in enumerate(((5, 8, 12), (6, 9, 19), (7, 9, 11))):
        course = small_clinic.authorise(small_clinic.register(), phases=[(3, 3, 4, False)])
        for day in days:
            past.came(10, day, 9 + 3 * number, course=course, gap_because="Away.", by=small_clinic.prescriber)
    month = counted(OCTOBER)
    assert month.courses == 3, "the first in time, the second five days late, the third two days early"
    assert month.drift == median([0, 13 - 8, 4 - 6]) == 0


def test_a_course_counts_once_it_is_over_in_the_month_of_its_last_session(small_clinic, past, counted):
    course = small_clinic.authorise(phases=[(3, 3, 4, False)])
    past.came(9, 30, course=course)
    past.came(10, 10, course=course, gap_because="Away.")
    assert counted(OCTOBER).courses == 0
    last = past.booked(11, 2, course=course, gap_because="Away.")
    assert counted(NOVEMBER).courses == 0, "nobody has said that it took place"
    past.arrive(last)
    assert (counted(OCTOBER).courses, counted(NOVEMBER).courses) == (0, 1)
    assert counted(NOVEMBER).drift == 33 - 8


def test_a_course_that_a_prescriber_ended_counts_by_what_took_place(small_clinic, past, counted):
    course = small_clinic.authorise(phases=[(3, 3, 4, False)])
    past.came(10, 5, course=course)
    past.came(10, 8, course=course)
    authorising.end_course(course=course, by=small_clinic.prescriber, now=NOW)
    alone = small_clinic.authorise(small_clinic.register(), phases=[(3, 3, 4, False)])
    past.came(10, 6, course=alone)
    authorising.end_course(course=alone, by=small_clinic.prescriber, now=NOW)
    assert (counted(OCTOBER).courses, counted(OCTOBER).drift) == (1, 0), "one session alone drifts nowhere"


# -- Time that came free -------------------------------------------------------------------------------


def test_freed_time_is_refilled_as_far_as_somebody_else_has_it(small_clinic, past, counted):
    freed = past.canceled(10, 5, course=small_clinic.authorise(), hours_before=48)
    assert freed.room_block.lower == past.at(10, 5, 9, 30)
    other = small_clinic.register()
    past.came(10, 5, 11, patient=other)  # 60 minutes and 10 to clean, until 12:10
    month = counted(OCTOBER)
    assert (month.freed_minutes, month.refilled_minutes, month.refilled) == (VISIT, 60, 40)


def test_who_did_not_come_had_the_time_all_the_same(small_clinic, past, counted):
    past.canceled(10, 5)
    past.missed(10, 5, patient=small_clinic.register())
    assert counted(OCTOBER).refilled == 100


def test_time_that_came_free_twice_counts_once(small_clinic, past, counted):
    past.canceled(10, 5)
    past.canceled(10, 5, patient=small_clinic.register())
    assert (counted(OCTOBER).freed_minutes, counted(OCTOBER).refilled_minutes) == (70, 0)


def test_what_the_same_appointment_has_again_was_not_free(small_clinic, past, counted):
    back = past.canceled(10, 5)
    cancelling.restore(
        appointment=back, by=small_clinic.front_desk, now=back.visit.lower - timedelta(minutes=10)
    )
    past.moved(past.booked(10, 6, 9), 10, 6, 9, 30)  # leaves half an hour free
    assert (counted(OCTOBER).freed_minutes, counted(OCTOBER).refilled_minutes) == (30, 0)


def test_an_offer_refills_nothing_and_what_is_to_come_is_not_counted(small_clinic, past, counted):
    past.canceled(11, 20, 16, hours_before=2)
    assert counted(NOVEMBER).freed_minutes == 0
    freed = past.canceled(11, 19, hours_before=48)
    offering.keep(
        **small_clinic.wish(
            session_start=past.at(11, 19),
            patient=small_clinic.register(),
            now=freed.visit.lower - timedelta(days=1),
        ),
        until=freed.visit.lower - timedelta(hours=1),
    )
    assert (counted(NOVEMBER).freed_minutes, counted(NOVEMBER).refilled_minutes) == (70, 0)


# -- How much it asks ----------------------------------------------------------------------------------


@pytest.mark.drill
def test_it_takes_as_many_queries_for_many_as_for_few(small_clinic, past, chicago):
    open_day_and_night(small_clinic.location)
    taken = []
    for months in (1, 4):
        for month in range(1, months + 1):
            course = small_clinic.authorise(past.asked(past.at(month, 1)), phases=[(2, 0, 30, False)])
            past.came(month, 5 + months, course=course)
            past.came(month, 6 + months, course=course)
            past.canceled(month, 7 + months, patient=small_clinic.register(), **chicago)
        with CaptureQueriesContext(connection) as queries:
            found = by_month(list(Location.objects.all()), NOW)
        taken.append(len(queries))
    assert taken == [7, 7], "the locations, five questions, and the phases of courses"
    assert sum(month.courses for month in found[EVERYWHERE]) == 5
