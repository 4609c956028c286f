"""Changing hours: what counts from when on, and that nobody is stranded unseen."""

from datetime import date, time, timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test.utils import CaptureQueriesContext

from clinic.accounts import roles
from clinic.locations.models import Closure, Location, OpeningHours, SpecialHours, Weekday
from clinic.locations.public_holidays import public_holidays
from clinic.scheduling import booking, changing_hours, timetable
from clinic.scheduling.models import Absence, ClinicianHours, ExtraHours, RoomClosure
from clinic.scheduling.stranded import stranded_at
from tests.clinic.scheduling.diary_storms import break_loose
from tests.clinic.scheduling.pages import open_another
from tests.clinic.scheduling.raw_rows import fill_years_of_the_diary
from tests.clinic.scheduling.refused import refused
from tests.small_clinic import open_small_clinic

WEEKDAYS = {weekday.value: [(time(9), time(12)), (time(13), time(17))] for weekday in list(Weekday)[:5]}


@pytest.fixture
def here(small_clinic):
    """What every act is asked."""
    return {"location": small_clinic.location, "now": small_clinic.now}


def open_on(clinic, day):
    [(_day, spans, _reason)] = timetable.hours(location=clinic.location, first_day=day, last_day=day)
    return [timetable.on_the_wall_clock(span, clinic.location) for span in spans]


def day_of(clinic, span_of_hours, day=None):
    start, end = span_of_hours
    return DateTimeTZRange(clinic.at(start, day=day), clinic.at(end, day=day))


def stranded_by(act):
    """Whom an act would strand, as it refuses."""
    with pytest.raises(ValidationError) as refusal:
        act()
    assert refusal.value.code == "would_strand"
    return refusal.value.params["stranded"]


def knowing(stranded):
    return {"knowing": [each.reference for each in stranded], "because": "The heating broke"}


# -- Weekly hours ------------------------------------------------------------------------------------


def test_new_weekly_hours_count_from_their_first_day_and_the_past_stays_true(small_clinic, here):
    monday = small_clinic.monday
    changing_hours.set_weekly_hours(**here, first_day=monday, week=WEEKDAYS)
    assert open_on(small_clinic, monday - timedelta(days=1)) == ["08:00–18:00"]
    assert open_on(small_clinic, monday) == ["09:00–12:00", "13:00–17:00"]
    assert open_on(small_clinic, monday + timedelta(days=5)) == []
    assert set(OpeningHours.objects.values_list("valid_from", "valid_until")) == {
        (date(2020, 1, 1), monday - timedelta(days=1)),
        (monday, None),
    }


def test_hours_with_a_last_day_give_way_to_those_before(small_clinic, here):
    monday = small_clinic.monday
    changing_hours.set_weekly_hours(
        **here, first_day=monday, last_day=monday + timedelta(days=6), week=WEEKDAYS
    )
    assert open_on(small_clinic, monday + timedelta(days=6)) == []
    assert open_on(small_clinic, monday + timedelta(days=7)) == ["08:00–18:00"]


def test_a_change_replaces_what_was_planned_for_later(small_clinic, here):
    monday = small_clinic.monday
    changing_hours.set_weekly_hours(**here, first_day=monday + timedelta(days=7), week={})
    changing_hours.set_weekly_hours(**here, first_day=monday, week=WEEKDAYS)
    assert open_on(small_clinic, monday + timedelta(days=7)) == ["09:00–12:00", "13:00–17:00"]


def test_a_clinicians_hours_change_at_one_location_alone(small_clinic, here):
    clinician, other = small_clinic.clinicians[0], open_another(small_clinic)
    elsewhere = ClinicianHours.objects.create(
        clinician=clinician, location=other, weekday=1, starts=time(8), ends=time(9)
    )
    changing_hours.set_weekly_hours(**here, clinician=clinician, first_day=small_clinic.monday, week=WEEKDAYS)
    found = timetable.here(
        location=small_clinic.location, first_day=small_clinic.monday, last_day=small_clinic.monday
    )
    spans = [
        timetable.on_the_wall_clock(span, small_clinic.location)
        for span in found[clinician.pk, small_clinic.monday]
    ]
    assert spans == ["09:00–12:00", "13:00–17:00"]
    elsewhere.refresh_from_db()
    assert elsewhere.valid_until is None


@pytest.mark.parametrize(
    "act",
    [
        lambda asked, day, at: changing_hours.set_weekly_hours(**asked, first_day=day, week={}),
        lambda asked, day, at: changing_hours.set_special_hours(
            **asked, day=day, spans=[(time(8), time(9))], reason="Fair"
        ),
        lambda asked, day, at: changing_hours.close(**asked, first_day=day, last_day=day, reason="Snow"),
    ],
)
def test_the_past_stays_as_it_was(small_clinic, here, act):
    yesterday = small_clinic.location.today() - timedelta(days=1)
    with refused("past"):
        act(here, yesterday, small_clinic.at)


def test_hours_that_end_before_they_begin_are_refused_in_words(small_clinic, here):
    day = small_clinic.monday
    with pytest.raises(ValidationError, match="Closing time must be later"):
        changing_hours.set_special_hours(**here, day=day, spans=[(time(9), time(8))], reason="Fair")
    with refused("no_hours"):
        changing_hours.set_special_hours(**here, day=day, spans=[], reason="Fair")
    with refused("ends_before_it_begins"):
        changing_hours.set_weekly_hours(**here, first_day=day, last_day=day - timedelta(days=1), week={})


# -- Single days, leave, closed rooms ----------------------------------------------------------------


def test_special_hours_of_a_day_replace_those_said_before_and_are_taken_back(small_clinic, here):
    day = small_clinic.monday
    for spans in ([(time(8), time(9))], [(time(10), time(12)), (time(13), time(14))]):
        rows = changing_hours.set_special_hours(**here, day=day, spans=spans, reason="Fair")
    assert open_on(small_clinic, day) == ["10:00–12:00", "13:00–14:00"]
    changing_hours.take_back(**here, row=rows[0])
    assert open_on(small_clinic, day) == ["08:00–18:00"]
    assert not SpecialHours.objects.exists()


def test_leave_that_has_begun_ends_now_and_leave_to_come_goes(small_clinic, here):
    clinician, now = small_clinic.clinicians[0], small_clinic.now
    begun = Absence.objects.create(
        clinician=clinician, away=DateTimeTZRange(now - timedelta(days=2), now + timedelta(days=2))
    )
    span = day_of(small_clinic, (8, 12))
    to_come = changing_hours.add_absence(**here, clinician=clinician, span=span, reason="Leave")
    assert changing_hours.add_absence(**here, clinician=clinician, span=span) == to_come, "sent twice"
    for row in (begun, to_come):
        changing_hours.take_back(**here, row=row)
    [kept] = Absence.objects.all()
    assert (kept, kept.away.upper) == (begun, now.replace(second=0, microsecond=0))


def test_a_closure_that_has_begun_ends_yesterday(small_clinic, here):
    today = small_clinic.location.today()
    row = Closure.objects.create(
        first_day=today - timedelta(days=1), last_day=today + timedelta(days=3), reason="Flood"
    )
    changing_hours.take_back(**here, row=row)
    row.refresh_from_db()
    assert row.last_day == today - timedelta(days=1)
    with refused("past"):
        changing_hours.take_back(**here, row=row)


# -- Strandings --------------------------------------------------------------------------------------


def everything_that_strands(clinic):
    """Each act that takes a Monday at ten away, by its name, with the code of what then stands against it."""
    here, day = {"location": clinic.location, "now": clinic.now}, clinic.monday
    clinician, ten = clinic.clinicians[0], day_of(clinic, (10, 11))
    return {
        "weekly": (changing_hours.set_weekly_hours, {"first_day": day, "week": {}}, "outside_hours"),
        "work": (
            changing_hours.set_weekly_hours,
            {"first_day": day, "week": {}, "clinician": clinician},
            "clinician_not_there",
        ),
        "special": (
            changing_hours.set_special_hours,
            {"day": day, "spans": [(time(12), time(14))], "reason": "Fair"},
            "outside_hours",
        ),
        "closed": (changing_hours.close, {"first_day": day, "last_day": day, "reason": "Snow"}, "closed"),
        "closed everywhere": (
            changing_hours.close,
            {"first_day": day, "last_day": day, "reason": "Snow", "everywhere": True},
            "closed",
        ),
        "away": (changing_hours.add_absence, {"clinician": clinician, "span": ten}, "clinician_away"),
        "room": (
            changing_hours.close_room,
            {"room": clinic.rooms[0], "span": ten, "reason": "Paint"},
            "room_closed",
        ),
    }, here


@pytest.mark.parametrize("name", ["weekly", "work", "special", "closed", "closed everywhere", "away", "room"])
def test_no_change_strands_anybody_unless_whoever_makes_it_knows_them(small_clinic, name):
    booked, elsewhere = (
        small_clinic.book(),
        small_clinic.book(
            patient=small_clinic.register(),
            room=small_clinic.rooms[1],
            clinician=small_clinic.clinicians[1],
            session_start=small_clinic.at(10, day=small_clinic.monday - timedelta(days=1)),
        ),
    )
    found, here = everything_that_strands(small_clinic)
    act, asked, code = found[name]
    stranded = stranded_by(lambda: act(**here, **asked))
    assert stranded == [booked]
    assert not stranded_at(**here), "nothing has changed"
    assert stranded_by(lambda: act(**here, **asked, knowing=[booked.reference])) == [booked], "and no reason"
    wrong = {"knowing": [elsewhere.reference], "because": "Snow"}
    assert stranded_by(lambda: act(**here, **asked, **wrong)) == [booked], "somebody else is known"
    act(**here, **asked, **knowing(stranded))
    [left] = stranded_at(**here)
    assert (left, [each.code for each in left.objections]) == (booked, [code])
    booked.refresh_from_db()
    assert booked.is_active


def test_taking_back_what_let_somebody_be_booked_strands_them(small_clinic, here):
    sunday = small_clinic.monday + timedelta(days=6)
    changing_hours.set_weekly_hours(**here, first_day=small_clinic.monday, week=WEEKDAYS)
    special = changing_hours.set_special_hours(**here, day=sunday, spans=[(time(9), time(12))], reason="Fair")
    booked = small_clinic.book(session_start=small_clinic.at(9, day=sunday))
    assert stranded_by(lambda: changing_hours.take_back(**here, row=special[0])) == [booked]
    clinician = small_clinic.clinicians[1]
    changing_hours.set_weekly_hours(**here, clinician=clinician, first_day=small_clinic.monday, week=WEEKDAYS)
    extra = changing_hours.set_extra_hours(
        **here, clinician=clinician, day=sunday, spans=[(time(9), time(12))]
    )
    other = small_clinic.book(
        patient=small_clinic.register(),
        room=small_clinic.rooms[1],
        clinician=clinician,
        session_start=small_clinic.at(9, day=sunday),
    )
    assert stranded_by(lambda: changing_hours.take_back(**here, row=extra[0])) == [other]
    assert ExtraHours.objects.get() == extra[0]


def test_who_was_stranded_before_stands_in_nobodys_way(small_clinic, here):
    booked = small_clinic.book()
    closed = {"first_day": small_clinic.monday, "last_day": small_clinic.monday, "reason": "Snow"}
    changing_hours.close(**here, **closed, **knowing([booked]))
    changing_hours.set_special_hours(
        **here, day=small_clinic.monday + timedelta(days=1), spans=[(time(9), time(12))], reason="Fair"
    )
    span = day_of(small_clinic, (9, 12))
    asked = {"clinician": small_clinic.clinicians[0], "span": span}
    assert stranded_by(lambda: changing_hours.add_absence(**here, **asked)) == [booked], "for one more reason"


def test_the_history_keeps_why_they_stay(small_clinic, here):
    booked = small_clinic.book()
    closed = {"first_day": small_clinic.monday, "last_day": small_clinic.monday, "reason": "Snow"}
    closure = changing_hours.close(**here, **closed, **knowing([booked]))
    kept = Closure.pgh_event_model.objects.get(pgh_obj=closure)
    assert kept.pgh_context.metadata["because"] == "The heating broke"


def test_a_prescribers_leave_strands_whoever_needs_one_on_site(small_clinic, here):
    """The session is another clinician's; the visit, with its preparation, must be led from end to end."""
    treatment, leader = small_clinic.treatment_type, small_clinic.clinicians[1]
    type(treatment).objects.filter(pk=treatment.pk).update(needs_prescriber_on_site=True)
    treatment.refresh_from_db()
    wish = small_clinic.wish(type=treatment, course=small_clinic.authorise())
    with refused("prescriber_not_on_site"):
        booking.book(**wish)
    leader.user.groups.add(Group.objects.get(name=roles.PRESCRIBER))
    booked = booking.book(**wish)
    at_its_end = DateTimeTZRange(small_clinic.at(11, 40), small_clinic.at(14))
    stranded = stranded_by(lambda: changing_hours.add_absence(**here, clinician=leader, span=at_its_end))
    assert stranded == [booked]
    after_it = day_of(small_clinic, (12, 14))
    changing_hours.add_absence(**here, clinician=leader, span=after_it)
    assert not stranded_at(**here)


def test_what_was_set_aside_strands_nobody_but_leave_does(small_clinic, here):
    """Hours may be set aside when booking; leave and a closed room never."""
    booked = small_clinic.book(
        session_start=small_clinic.at(19), by=small_clinic.prescriber, outside_hours_because="Agreed"
    )
    assert not stranded_at(**here)
    asked = {"clinician": small_clinic.clinicians[0], "span": day_of(small_clinic, (19, 20))}
    assert stranded_by(lambda: changing_hours.add_absence(**here, **asked)) == [booked]


def test_only_active_appointments_to_come_are_stranded(small_clinic, here):
    booked = small_clinic.book()
    RoomClosure.objects.create(room=booked.room, closed=day_of(small_clinic, (8, 18)), reason="Paint")
    assert stranded_at(**here) == [booked]
    assert not stranded_at(small_clinic.location, small_clinic.at(18))
    type(booked).objects.filter(pk=booked.pk).update(status="cancelled")
    assert not stranded_at(**here)


def test_no_booking_slips_in_while_the_day_is_closed(transactional_db):
    """Each round one of the two is refused, whoever was first."""
    clinic = open_small_clinic()

    def closing(day):
        asked = {"first_day": day, "last_day": day, "reason": "Snow"}
        changing_hours.close(location=clinic.location, now=clinic.now, **asked)
        return ValidationError("Closed: nobody is booked.")

    for number in range(6):
        day = clinic.monday + timedelta(days=number)
        wish = clinic.wish(session_start=clinic.at(10, day=day))
        break_loose([lambda wish=wish: booking.book(**wish), lambda day=day: closing(day)])
        is_closed = Closure.objects.filter(first_day=day).exists()
        assert is_closed != clinic.patient.appointments.filter(form_key=wish["form_key"]).exists()


def test_the_stranded_are_found_by_the_rooms_index_however_long_the_diary_is(small_clinic, here):
    fill_years_of_the_diary(small_clinic)
    with CaptureQueriesContext(connection) as queries:
        stranded_at(**here)
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + queries[0]["sql"])
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "appointment_room_once_at_a_time" in plan
    assert "Seq Scan on scheduling_appointment " not in plan


# -- Public holidays ---------------------------------------------------------------------------------


def a_holiday(clinic):
    """The first public holiday ahead that can be booked, in the words of the list."""
    days = public_holidays(clinic.location, clinic.location.today() + timedelta(days=1)).days
    return days[0]


def test_settling_the_public_holidays_closes_those_that_are_ticked_and_no_other(small_clinic, here):
    day, name = a_holiday(small_clinic)
    changing_hours.settle_holidays(**here, closed={day})
    closure = Closure.objects.get()
    assert (closure.first_day, closure.reason) == (day, name)
    location = type(small_clinic.location).objects.get()
    assert location.holidays_settled_until == location.today() + timedelta(days=396)
    staff_day = {"first_day": small_clinic.monday, "last_day": small_clinic.monday + timedelta(days=1)}
    kept = changing_hours.close(**here, **staff_day, reason="Staff days")
    changing_hours.settle_holidays(**here, closed={day})
    assert Closure.objects.count() == 2, "settled twice"
    changing_hours.settle_holidays(**here, closed=set())
    assert list(Closure.objects.all()) == [kept]


def test_a_public_holiday_strands_nobody_unseen(small_clinic, here):
    day, _name = a_holiday(small_clinic)
    booked = small_clinic.book(session_start=small_clinic.at(10, day=day))
    assert stranded_by(lambda: changing_hours.settle_holidays(**here, closed={day})) == [booked]
    assert not Closure.objects.exists()
    small_clinic.location.refresh_from_db()
    assert small_clinic.location.holidays_settled_until is None


def test_locations_are_asked_about_until_a_year_ahead_is_settled(small_clinic, here):
    today, unsettled = small_clinic.location.today(), Location.objects.with_holidays_to_settle
    assert unsettled(today).exists()
    changing_hours.settle_holidays(**here, closed=set())
    assert not unsettled(today + timedelta(days=31)).exists()
    assert unsettled(today + timedelta(days=32)).exists()
