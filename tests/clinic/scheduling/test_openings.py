"""Openings: held against a slow and obvious search, and against what the act of booking accepts."""

from datetime import UTC, date, datetime, time, timedelta

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinic.accounts import roles
from clinic.accounts.models import User
from clinic.locations.models import Closure, Location, OpeningHours, SpecialHours
from clinic.scheduling import booking, cancelling, timetable
from clinic.scheduling.models import Absence, Appointment, ClinicianHours, ExtraHours, RoomClosure
from clinic.scheduling.openings import openings
from tests.clinic.scheduling.pages import open_another
from tests.clinic.scheduling.raw_rows import fill_years_of_the_diary
from tests.small_clinic import open_small_clinic

QUARTER = timedelta(minutes=15)


def offered(clinic, **wishes):
    found = openings(
        **{
            "type": clinic.evaluation_type,
            "location": clinic.location,
            "first_day": clinic.monday,
            "last_day": clinic.monday,
            "now": clinic.now,
            **wishes,
        }
    )
    return [(opening.session_start, opening.clinician, opening.room) for opening in found]


# -- The obvious way ---------------------------------------------------------------------------------


def wall_moment(day, hour, zone):
    """Where the clocks go back the second time is meant; a time they skip counts from midnight."""
    first = datetime.combine(day, hour, tzinfo=zone)
    second = first.replace(fold=1)
    skipped = first.astimezone(UTC).astimezone(zone).time() != hour
    return (first if skipped else second).astimezone(UTC)


def minutes_of(span):
    """Every minute of a range, one by one."""
    return set(range(int(span.lower.timestamp()) // 60, int(span.upper.timestamp()) // 60))


def minutes_between(day, start, end, zone):
    start, end = wall_moment(day, start, zone), wall_moment(day, end, zone)
    return minutes_of(DateTimeTZRange(start, end)) if start < end else set()


def obvious_openings(
    clinic, *, type, first_day, last_day, now, patient, instead_of, weekdays, not_before, not_after
):
    """Every quarter of an hour of those days, every clinician, every room; each judged minute by minute."""
    zone = clinic.location.zone
    earliest, latest = timetable.bookable_span(now=now, location=clinic.location)
    days = [first_day + timedelta(days=n) for n in range((last_day - first_day).days + 1)]
    house, at_work = set(), {clinician.pk: set() for clinician in clinic.clinicians}
    for day in days:
        house |= obvious_house(clinic.location, day)
        for hours in ClinicianHours.objects.filter(location=clinic.location, weekday=day.isoweekday()):
            if hours.valid_from <= day <= (hours.valid_until or date.max):
                at_work[hours.clinician_id] |= minutes_between(day, hours.starts, hours.ends, zone)
        for hours in ExtraHours.objects.filter(location=clinic.location, day=day):
            at_work[hours.clinician_id] |= minutes_between(day, hours.starts, hours.ends, zone)
    for absence in Absence.objects.all():
        at_work[absence.clinician_id] -= minutes_of(absence.away)
    led = set()
    for clinician in clinic.clinicians:
        if clinician.user.groups.filter(name=roles.PRESCRIBER).exists():
            led |= at_work[clinician.pk]
    taken_rooms, is_here = {room.pk: set() for room in clinic.rooms}, set()
    for closure in RoomClosure.objects.all():
        taken_rooms[closure.room_id] |= minutes_of(closure.closed)
    for appointment in Appointment.objects.active():
        if appointment != instead_of:
            taken_rooms[appointment.room_id] |= minutes_of(appointment.room_block)
            at_work[appointment.clinician_id] -= minutes_of(appointment.clinician_block)
            if appointment.patient == patient:
                is_here |= minutes_of(appointment.visit)
    usable = house & led if type.needs_prescriber_on_site else house

    found = []
    start = datetime.combine(first_day, time(), tzinfo=zone).astimezone(UTC)
    while start < datetime.combine(last_day + timedelta(days=1), time(), tzinfo=zone).astimezone(UTC):
        ranges, wall = type.ranges(start), start.astimezone(zone)
        is_wished = (
            (weekdays is None or wall.isoweekday() in weekdays)
            and (not_before is None or wall.time() >= not_before)
            and (not_after is None or wall.time() <= not_after)
        )
        if is_wished and earliest <= start <= latest and minutes_of(ranges.visit) <= usable - is_here:
            for clinician in clinic.clinicians:
                if minutes_of(ranges.clinician_block) <= at_work[clinician.pk]:
                    free = [
                        room
                        for room in clinic.rooms
                        if not minutes_of(ranges.room_block) & taken_rooms[room.pk]
                    ]
                    found += [(start, clinician, room) for room in free[:1]]
        start += QUARTER
    return found


def obvious_house(location, day):
    """The minutes of a day when the location is open."""
    if any(each.closes(location, day) for each in Closure.objects.all()):
        return set()
    spans = list(SpecialHours.objects.filter(location=location, day=day)) or [
        hours
        for hours in OpeningHours.objects.filter(location=location, weekday=day.isoweekday())
        if hours.valid_from <= day <= (hours.valid_until or date.max)
    ]
    return {
        minute for span in spans for minute in minutes_between(day, span.opens, span.closes, location.zone)
    }


# -- Random diaries ----------------------------------------------------------------------------------

# Around the changes of clocks, where a day has 23 or 25 hours.
DAYS = st.sampled_from(
    [
        ("America/New_York", date(2027, 3, 14)),
        ("America/New_York", date(2027, 11, 7)),
        ("Europe/London", date(2027, 3, 28)),
        ("Europe/London", date(2027, 10, 31)),
        ("Australia/Lord_Howe", date(2027, 4, 4)),  # half an hour
        ("America/Chicago", date(2027, 6, 9)),
    ]
)
MINUTES = st.sampled_from([0, 0, 15, 30, 7, 59])
MOST_OF_THE_DAY = st.tuples(
    st.builds(time, st.integers(0, 9), MINUTES), st.builds(time, st.integers(14, 23), MINUTES)
)
A_FEW_HOURS = st.integers(0, 20).flatmap(
    lambda hour: st.tuples(
        st.builds(time, st.just(hour), MINUTES), st.builds(time, st.just(hour + 3), MINUTES)
    )
)
SPANS = MOST_OF_THE_DAY | A_FEW_HOURS
MOMENTS = st.integers(-30 * 60, 54 * 60)  # minutes from the first midnight
DIARIES = st.fixed_dictionaries(
    {
        "where_and_when": DAYS,
        "days": st.integers(1, 2),
        "opening_hours": st.lists(
            st.tuples(st.integers(0, 1), SPANS, st.sampled_from([0, 0, 0, -1, 1])), min_size=1, max_size=4
        ),
        "special_hours": st.lists(st.tuples(st.integers(0, 1), SPANS), max_size=1),
        "clinician_hours": st.lists(
            st.tuples(st.integers(0, 1), st.integers(0, 1), SPANS, st.integers(-1, 1)), min_size=2, max_size=6
        ),
        "extra_hours": st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1), SPANS), max_size=2),
        "room_closures": st.lists(st.tuples(st.integers(0, 1), MOMENTS, st.integers(1, 300)), max_size=2),
        "needs_prescriber": st.booleans(),
        "prescribers": st.sampled_from([(0,), (1,), (0, 1), ()]),
        "weekdays": st.sampled_from([None, None, None, 0, 1]),
        "not_before": st.none() | st.builds(time, st.integers(0, 14), MINUTES),
        "not_after": st.none() | st.builds(time, st.integers(1, 23), MINUTES),
        "absences": st.lists(st.tuples(st.integers(0, 1), MOMENTS, st.integers(1, 300)), max_size=2),
        "closure": st.none() | st.tuples(st.integers(0, 1), st.sampled_from(["here", "elsewhere", None])),
        "booked": st.lists(
            st.tuples(
                st.sampled_from([0, 0, 1]),
                st.integers(0, 1),
                st.integers(0, 1),
                st.integers(0, 30 * 60),
                st.integers(0, 4),
                st.sampled_from([True, True, False]),
            ),
            min_size=2,
            max_size=6,
        ),
        "for": st.sampled_from([0, 0, 1, None]),
        "moves": st.booleans(),
        "prepare": st.sampled_from([0, 10, 30]),
        "session": st.sampled_from([40, 45, 47, 60]),
        "observe": st.sampled_from([0, 25]),
        "turnover": st.sampled_from([0, 5, 10]),
        "stays": st.booleans(),
        "now": st.integers(-60, 20 * 60),
    }
)


def fill(clinic, diary):
    """Make the small clinic's diary the random one; returns what to ask openings for."""
    zone_name, first_day = diary["where_and_when"]
    Location.objects.update(time_zone=zone_name)
    clinic.location.time_zone = zone_name
    zone = clinic.location.zone
    midnight = datetime.combine(first_day, time(), tzinfo=zone).astimezone(UTC)
    day = [first_day + timedelta(days=n) for n in range(2)]
    OpeningHours.objects.all().delete()
    spans = {"valid_from": date(2020, 1, 1), "valid_until": None}
    valid = {
        -1: {**spans, "valid_until": first_day},
        0: spans,
        1: {**spans, "valid_from": first_day + timedelta(days=1)},
    }
    for n, (opens, closes), when in {
        (n, span[0]): (n, span, when) for n, span, when in diary["opening_hours"]
    }.values():
        OpeningHours.objects.create(
            location=clinic.location, weekday=day[n].isoweekday(), opens=opens, closes=closes, **valid[when]
        )
    for n, (opens, closes) in diary["special_hours"]:
        SpecialHours.objects.create(
            location=clinic.location, day=day[n], opens=opens, closes=closes, reason="Fair"
        )
    ClinicianHours.objects.all().delete()
    for who, n, (starts, ends), when in diary["clinician_hours"]:
        ClinicianHours.objects.create(
            clinician=clinic.clinicians[who],
            location=clinic.location,
            weekday=day[n].isoweekday(),
            starts=starts,
            ends=ends,
            **valid[when],
        )
    for who, n, starts, ends in {
        (who, n, span[0]): (who, n, *span) for who, n, span in diary["extra_hours"]
    }.values():
        ExtraHours.objects.create(
            clinician=clinic.clinicians[who], location=clinic.location, day=day[n], starts=starts, ends=ends
        )
    for room, start, minutes in diary["room_closures"]:
        start = midnight + timedelta(minutes=start)
        RoomClosure.objects.create(
            room=clinic.rooms[room],
            closed=DateTimeTZRange(start, start + timedelta(minutes=minutes)),
            reason="Paint",
        )
    for who in diary["prescribers"]:
        clinic.clinicians[who].user.groups.add(Group.objects.get(name=roles.PRESCRIBER))
    for who, start, minutes in diary["absences"]:
        start = midnight + timedelta(minutes=start)
        Absence.objects.create(
            clinician=clinic.clinicians[who], away=DateTimeTZRange(start, start + timedelta(minutes=minutes))
        )
    if diary["closure"] is not None:
        n, where = diary["closure"]
        place = {"here": clinic.location, "elsewhere": open_another(clinic), None: None}[where]
        Closure.objects.create(location=place, first_day=day[n], last_day=day[n], reason="Snow")
    type = clinic.evaluation_type
    type.prepare_minutes, type.session_minutes = diary["prepare"], diary["session"]
    type.observe_minutes, type.turnover_minutes = diary["observe"], diary["turnover"]
    type.clinician_stays_for_visit = diary["stays"]
    type.needs_prescriber_on_site = diary["needs_prescriber"]
    type.save()
    patients = [clinic.patient, clinic.register()]
    for patient, room, who, start, quarters, is_active in diary["booked"]:
        put_in_the_diary(
            clinic,
            patients[patient],
            clinic.rooms[room],
            clinic.clinicians[who],
            midnight + timedelta(minutes=start + 15 * quarters),
            "booked" if is_active else "cancelled",
        )
    return {
        "type": type,
        "first_day": first_day,
        "last_day": first_day + timedelta(days=diary["days"] - 1),
        "now": midnight + timedelta(minutes=diary["now"]),
        "patient": None if diary["for"] is None else patients[diary["for"]],
        "instead_of": Appointment.objects.active().first() if diary["moves"] else None,
        "weekdays": None if diary["weekdays"] is None else {day[diary["weekdays"]].isoweekday()},
        "not_before": diary["not_before"],
        "not_after": diary["not_after"],
    }


def put_in_the_diary(clinic, patient, room, clinician, start, status):
    """A row where it fits, past all rules but the database's."""
    ranges = clinic.evaluation_type.ranges(start)
    wish = clinic.wish(patient=patient, room=room, clinician=clinician)
    taken = Appointment.objects.active()
    if (
        taken.filter(room=room, room_block__overlap=ranges.room_block).exists()
        or taken.filter(patient=patient, visit__overlap=ranges.visit).exists()
        or taken.filter(clinician=clinician, clinician_block__overlap=ranges.clinician_block).exists()
    ):
        return
    Appointment.objects.create(
        form_key=wish["form_key"],
        type=wish["type"],
        kind=wish["type"].kind,
        patient=wish["patient"],
        room=room,
        clinician=clinician,
        status=status,
        session=ranges.session,
        visit=ranges.visit,
        room_block=ranges.room_block,
        clinician_block=ranges.clinician_block,
        booked_by=wish["by"],
        changed_by=wish["by"],
    )


class Undo(Exception):
    pass


def test_openings_are_what_an_obvious_search_finds(small_clinic):
    hold_against_the_obvious(small_clinic, max_examples=20, derandomize=True)


def hold_against_the_obvious(clinic, **how):
    def found_alike(diary):
        asked = fill(clinic, diary)
        # In UTC, since moments of a doubled hour never compare equal across zones.
        found = [(start.astimezone(UTC), *rest) for start, *rest in offered(clinic, **asked)]
        assert found == obvious_openings(clinic, **asked)

    in_random_diaries(clinic, found_alike, **how)


def test_booking_accepts_what_openings_offers_and_refuses_the_rest(small_clinic):
    hold_booking_to_openings(small_clinic, every=4 * QUARTER, max_examples=3, derandomize=True)


def hold_booking_to_openings(clinic, every=QUARTER, **how):
    """Every quarter of an hour of a day, or fewer, in one room with one clinician."""

    def judged_alike(diary):
        asked = fill(clinic, diary)
        clinic.location.refresh_from_db()
        here = {"room": clinic.rooms[0], "clinician": clinic.clinicians[0]}
        for row in (*clinic.rooms, *clinic.clinicians):
            row.refresh_from_db()
        asked |= {"weekdays": None, "not_before": None, "not_after": None, "instead_of": None}
        asked |= {"patient": asked["patient"] or clinic.patient, "last_day": asked["first_day"]}
        free = {start.astimezone(UTC) for start, *_ in offered(clinic, **asked, **here)}
        midnight = timetable.days(
            location=clinic.location, first_day=asked["first_day"], last_day=asked["first_day"]
        )
        start = midnight.lower
        while start < midnight.upper:
            wish = clinic.wish(
                type=asked["type"], patient=asked["patient"], session_start=start, now=asked["now"], **here
            )
            try:
                with transaction.atomic():
                    booking.book(**wish)
                    raise Undo
            except (Undo, ValidationError) as end:
                assert isinstance(end, Undo) == (start in free), (start, end)
            start += every

    in_random_diaries(clinic, judged_alike, **how)


def in_random_diaries(clinic, holds, **how):
    """`holds(diary)` for many a diary, each of which is taken back."""

    @settings(
        **how,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    @given(DIARIES)
    def each(diary):
        try:
            with transaction.atomic():
                holds(diary)
                raise Undo
        except Undo:
            clinic.patients = 1
            clinic.evaluation_type.refresh_from_db()

    each()


# -- Plain examples ----------------------------------------------------------------------------------


def test_the_first_and_the_last_opening_of_a_day(small_clinic):
    starts = [start for start, *_ in offered(small_clinic, clinician=small_clinic.clinicians[0])]
    assert (starts[0], starts[-1]) == (small_clinic.at(8), small_clinic.at(17))
    assert len(starts) == 37


def test_a_named_room_and_a_named_clinician_are_asked_for_alone(small_clinic):
    room, clinician = small_clinic.rooms[1], small_clinic.clinicians[1]
    small_clinic.book(room=room, clinician=small_clinic.clinicians[0])
    found = offered(small_clinic, room=room, clinician=clinician)
    assert {(who, where) for _, who, where in found} == {(clinician, room)}
    assert (small_clinic.at(10, 30), clinician, room) not in found
    assert (small_clinic.at(11, 15), clinician, room) in found


def test_a_patient_who_is_here_already_is_offered_other_times(small_clinic):
    """By the visits alone: the room and the clinician of the first one are free again at other times."""
    small_clinic.book()
    others = {"room": small_clinic.rooms[1], "clinician": small_clinic.clinicians[1]}
    all_day = {start for start, *_ in offered(small_clinic, **others)}
    found = {start for start, *_ in offered(small_clinic, patient=small_clinic.patient, **others)}
    assert all_day - found == {start for start in all_day if small_clinic.at(9) < start < small_clinic.at(11)}


def test_what_a_patient_cannot_take_is_left_out_before_the_first_ten_are_counted(small_clinic):
    small_clinic.book(session_start=small_clinic.at(8))
    found = offered(small_clinic, patient=small_clinic.patient, limit=10)
    assert len(found) == 10
    assert found[0][0] == small_clinic.at(9)


def test_an_appointment_can_be_moved_by_a_quarter_of_an_hour(small_clinic):
    """The time it takes now is free for itself, and is taken for everybody else."""
    booked = small_clinic.book()
    here = {"room": booked.room, "clinician": booked.clinician}
    later = small_clinic.at(10, 15)
    assert later not in {start for start, *_ in offered(small_clinic, **here)}
    free = offered(small_clinic, patient=booked.patient, instead_of=booked, **here)
    assert later in {start for start, *_ in free}
    moved = booking.move(
        appointment=booked,
        session_start=later,
        **here,
        by=small_clinic.front_desk,
        reason="Patient asked",
        now=small_clinic.now,
    )
    assert moved.starts_at == later


def test_what_is_unfit_or_out_of_use_is_not_offered(small_clinic):
    small_clinic.rooms[0].types.clear()
    type(small_clinic.clinicians[0]).objects.filter(pk=small_clinic.clinicians[0].pk).update(is_active=False)
    found = offered(small_clinic)
    assert {(who, where) for _, who, where in found} == {(small_clinic.clinicians[1], small_clinic.rooms[1])}


def test_nobody_is_offered_who_no_longer_works_here_as_a_clinician(small_clinic):
    """Whoever is booked with joins the care team, so what is offered here could not be booked."""
    first, second = small_clinic.clinicians
    first.user.groups.clear()
    assert {who for _, who, _ in offered(small_clinic)} == {second}
    User.objects.filter(pk=second.user.pk).update(is_active=False)
    assert offered(small_clinic) == []


def test_a_room_is_not_offered_while_it_is_closed(small_clinic):
    """Nor is a time whose turnover would reach into the closure."""
    room, at = small_clinic.rooms[0], small_clinic.at
    RoomClosure.objects.create(room=room, closed=DateTimeTZRange(at(12), at(13)), reason="Paint")
    found = {start for start, *_ in offered(small_clinic, room=room)}
    assert at(10, 45) in found and at(13) in found
    assert not found & {at(11) + QUARTER * n for n in range(8)}


def test_what_needs_a_prescriber_on_site_is_offered_while_one_is_here(small_clinic):
    """Whoever holds the session: a clinician may, while the prescriber is at work for the whole visit."""
    clinician, leader = small_clinic.clinicians
    small_clinic.treatment_type.needs_prescriber_on_site = True
    asked = {"type": small_clinic.treatment_type, "clinician": clinician}
    assert offered(small_clinic, **asked) == []
    leader.user.groups.set([Group.objects.get(name=roles.PRESCRIBER)])
    leader.hours.update(starts=time(9), ends=time(13))
    found = [start for start, *_ in offered(small_clinic, **asked)]
    assert (found[0], found[-1]) == (small_clinic.at(9, 30), small_clinic.at(11)), "30 + 50 + 60 minutes"
    User.objects.filter(pk=leader.user.pk).update(is_active=False)
    assert offered(small_clinic, **asked) == []


def test_extra_hours_alone_make_somebody_offered(small_clinic):
    clinician = small_clinic.clinicians[0]
    ClinicianHours.objects.all().delete()
    ExtraHours.objects.create(
        clinician=clinician,
        location=small_clinic.location,
        day=small_clinic.monday,
        starts=time(9),
        ends=time(10),
    )
    assert offered(small_clinic) == [(small_clinic.at(9), clinician, small_clinic.rooms[0])]


def test_nothing_is_offered_where_nobody_works(small_clinic):
    ClinicianHours.objects.all().delete()
    assert offered(small_clinic) == []


def test_hours_that_fall_into_the_missing_hour_open_nothing(small_clinic):
    clocks_go_forward = date(2027, 3, 14)
    OpeningHours.objects.all().delete()
    OpeningHours.objects.create(
        location=small_clinic.location, weekday=7, opens=time(2, 50), closes=time(3, 10)
    )
    ClinicianHours.objects.update(starts=time(2, 50), ends=time(3, 10))
    days = {"first_day": clocks_go_forward, "last_day": clocks_go_forward}
    assert offered(small_clinic, **days, now=datetime(2027, 3, 1, tzinfo=UTC)) == []


def test_the_first_ten(small_clinic):
    assert len(offered(small_clinic, limit=10)) == 10


def test_tuesdays_and_thursdays_after_two(small_clinic):
    small_clinic.book(session_start=small_clinic.at(14, day=small_clinic.monday + timedelta(days=1)))
    found = offered(
        small_clinic,
        last_day=small_clinic.monday + timedelta(days=13),
        weekdays={2, 4},
        not_before=time(14),
        clinician=small_clinic.clinicians[0],
        limit=10,
    )
    tuesday, thursday = (small_clinic.monday + timedelta(days=n) for n in (1, 3))
    assert [start for start, *_ in found] == [
        *(small_clinic.at(15, 0, tuesday) + QUARTER * n for n in range(9)),
        small_clinic.at(14, 0, thursday),
    ]


def test_every_opening_can_be_booked_and_nothing_beside_it(small_clinic):
    """What `openings` offers, `book` accepts; the quarters of an hour it leaves out, `book` refuses."""
    small_clinic.book(session_start=small_clinic.at(12, 10))  # the room is free for 11:00 exactly
    clinician, room = small_clinic.clinicians[0], small_clinic.rooms[0]
    free = {start for start, *_ in offered(small_clinic, clinician=clinician, room=room)}
    start, patient = small_clinic.at(7), small_clinic.register()
    while start < small_clinic.at(19):
        wish = small_clinic.wish(patient=patient, session_start=start)
        try:
            cancelling.cancel(
                appointment=booking.book(**wish), by=wish["by"], reason="Tried", now=small_clinic.now
            )
            accepted = True
        except ValidationError:
            accepted = False
        assert accepted == (start in free), start
        start += QUARTER


def test_it_takes_one_query_beside_the_rooms_and_the_clinicians(db):
    clinic = open_small_clinic(rooms=4, clinicians=4)
    with CaptureQueriesContext(connection) as queries:
        assert offered(clinic, last_day=clinic.monday + timedelta(days=27), limit=5000)
    assert len(queries) == 3


def test_what_is_taken_is_read_from_the_indexes_that_guard_it(small_clinic):
    """The condition of the query is the constraints' own, so their indexes answer however long the diary is."""
    fill_years_of_the_diary(small_clinic)
    with CaptureQueriesContext(connection) as queries:
        offered(small_clinic, patient=small_clinic.patient)
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + queries[-1]["sql"])
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "appointment_room_once_at_a_time" in plan
    assert "appointment_clinician_once_at_a_time" in plan
    assert "appointment_patient_once_at_a_time" in plan
    assert "Seq Scan on scheduling_appointment" not in plan
