"""Booking: what the act does, and in which words it refuses."""

import threading
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, connections
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from clinic.locations.models import Closure, OpeningHours
from clinic.scheduling import booking, cancelling, refusals
from clinic.scheduling.models import Absence, Appointment, ClinicianHours, Course
from patients.people.models import CareTeamMember, Hold, Patient
from tests.clinic.scheduling.refused import refused
from tests.small_clinic import open_small_clinic

# -- Booking -----------------------------------------------------------------------------------------


def test_an_appointment_has_the_ranges_of_its_type(small_clinic):
    course = small_clinic.authorise()
    booked = small_clinic.book(
        type=small_clinic.treatment_type, course=course, session_start=small_clinic.at(10)
    )
    at = small_clinic.at
    assert booked.session == DateTimeTZRange(at(10), at(10, 50))
    assert booked.visit == DateTimeTZRange(at(9, 30), at(11, 50))
    assert booked.room_block == DateTimeTZRange(at(9, 30), at(12))
    assert booked.clinician_block == booked.session
    assert (booked.kind, booked.status) == ("treatment", "booked")
    assert (booked.treatment, booked.course, booked.number) == (small_clinic.treatment, course, 1)
    assert (booked.booked_by, booked.booked_at) == (small_clinic.front_desk, small_clinic.now)
    assert Appointment.objects.get() == booked


def test_a_clinician_may_stay_for_the_whole_visit(small_clinic):
    type = small_clinic.treatment_type
    type.clinician_stays_for_visit = True
    type.save()
    booked = small_clinic.book(type=type, course=small_clinic.authorise())
    assert booked.clinician_block == booked.visit


def test_whoever_is_booked_with_looks_after_the_patient(small_clinic):
    clinician = small_clinic.clinicians[0].user
    assert not Patient.objects.visible_to(clinician)
    small_clinic.book()
    small_clinic.book(session_start=small_clinic.at(14))
    assert Patient.objects.visible_to(clinician).get() == small_clinic.patient
    member = CareTeamMember.objects.get()
    assert member.since == small_clinic.now
    assert member.events.get().pgh_context.metadata["user"] == small_clinic.front_desk.pk


@pytest.mark.parametrize("minutes", [39, 61, 0, -1, 10**9])
def test_a_session_of_another_length_is_refused(small_clinic, minutes):
    """T04."""
    with pytest.raises(ValidationError) as refusal:
        small_clinic.book(session_minutes=minutes)
    if minutes in (39, 61):
        assert refusal.value.messages == ["A session lasts 40 to 60 minutes."]


@pytest.mark.parametrize("minutes", [40, 50, 60])
def test_a_session_lasts_40_to_60_minutes(small_clinic, minutes):
    """T04."""
    assert small_clinic.book(session_minutes=minutes).session_minutes == minutes


def test_times_are_whole_minutes(small_clinic):
    with refused("appointment_ranges_whole_minutes", words="Times are whole minutes."):
        small_clinic.book(session_start=small_clinic.at(10) + timedelta(seconds=30))


# -- What is in the way ------------------------------------------------------------------------------


def test_the_loser_reads_what_is_in_the_way(small_clinic):
    """T03."""
    small_clinic.book()
    with refused(
        "appointment_room_once_at_a_time",
        "appointment_clinician_once_at_a_time",
        words="Room 1 is taken 10:00–11:10.",
    ):
        small_clinic.book(patient=small_clinic.register(), session_start=small_clinic.at(10, 30))


def test_a_room_is_taken_by_one_minute(small_clinic):
    """T03."""
    small_clinic.book(session_start=small_clinic.at(10))
    with refused("appointment_room_once_at_a_time"):
        small_clinic.book(
            patient=small_clinic.register(),
            clinician=small_clinic.clinicians[1],
            session_start=small_clinic.at(8, 51),
        )


def test_a_clinician_is_in_one_room(small_clinic):
    """T03."""
    small_clinic.book()
    with refused("appointment_clinician_once_at_a_time", words="Clinician 1 is with a patient 10:00–11:00."):
        small_clinic.book(patient=small_clinic.register(), room=small_clinic.rooms[1])


def test_a_patient_is_in_one_place(small_clinic):
    small_clinic.book()
    elsewhere = {"room": small_clinic.rooms[1], "clinician": small_clinic.clinicians[1]}
    with refused(
        "appointment_patient_once_at_a_time",
        words="Robin Example has another appointment 10:00–11:00.",
    ):
        small_clinic.book(**elsewhere)


def test_another_room_and_another_clinician_are_free(small_clinic):
    """T03."""
    small_clinic.book()
    assert small_clinic.book(
        patient=small_clinic.register(), room=small_clinic.rooms[1], clinician=small_clinic.clinicians[1]
    )


@pytest.mark.parametrize("buffer", [0, 5, 10])
def test_a_room_is_free_again_after_its_turnover(small_clinic, buffer):
    """T03: with a turnover of b minutes a gap of b - 1 is refused, and of b accepted."""
    type = small_clinic.evaluation_type
    type.turnover_minutes = buffer
    type.save()
    small_clinic.book(session_start=small_clinic.at(10))
    next_one = {"patient": small_clinic.register(), "clinician": small_clinic.clinicians[1]}
    over = small_clinic.at(11) + timedelta(minutes=buffer)
    with refused("appointment_room_once_at_a_time"):
        small_clinic.book(**next_one, session_start=over - timedelta(minutes=1))
    assert small_clinic.book(**next_one, session_start=over)


# -- Rules of the act --------------------------------------------------------------------------------


def close(clinic, location=True):
    Closure.objects.create(
        location=clinic.location if location else None,
        first_day=clinic.monday,
        last_day=clinic.monday,
        reason="Thanksgiving",
    )


def be_away(clinic):
    away = DateTimeTZRange(clinic.at(10, 59), clinic.at(15))
    Absence.objects.create(clinician=clinic.clinicians[0], away=away)


def change(row, **fields):
    type(row).objects.filter(pk=row.pk).update(**fields)


RULES = {
    "past": ("past", lambda clinic: {"session_start": clinic.now - timedelta(minutes=1)}),
    "over 12 months ahead": (
        "too_far_ahead",
        lambda clinic: {"session_start": clinic.now + timedelta(days=366, minutes=1)},
    ),
    "beyond the calendar": (
        "too_far_ahead",
        lambda clinic: {"session_start": datetime(9999, 12, 31, 23, 59, tzinfo=UTC)},
    ),
    "closed day": ("closed", close),
    "every location closed": ("closed", lambda clinic: close(clinic, location=False)),
    "before opening": ("outside_hours", lambda clinic: {"session_start": clinic.at(7, 59)}),
    "until after closing": ("outside_hours", lambda clinic: {"session_start": clinic.at(17, 1)}),
    "clinician away": ("clinician_away", be_away),
    "clinician's day off": (
        "clinician_not_there",
        lambda clinic: (
            ClinicianHours.objects.filter(clinician=clinic.clinicians[0], weekday=1).delete() and None
        ),
    ),
    "before the clinician's hours are valid": (
        "clinician_not_there",
        lambda clinic: ClinicianHours.objects.update(valid_from=clinic.monday + timedelta(days=1)) and None,
    ),
    "after the clinician's hours are valid": (
        "clinician_not_there",
        lambda clinic: ClinicianHours.objects.update(valid_until=clinic.monday - timedelta(days=1)) and None,
    ),
    "inactive room": ("room_inactive", lambda clinic: change(clinic.rooms[0], is_active=False)),
    "a location given up": ("room_inactive", lambda clinic: change(clinic.location, is_active=False)),
    "unfit room": ("room_unfit", lambda clinic: clinic.rooms[0].types.clear()),
    "inactive clinician": (
        "clinician_inactive",
        lambda clinic: change(clinic.clinicians[0], is_active=False),
    ),
    "clinician who may not sign in": (
        "clinician_inactive",
        lambda clinic: change(clinic.clinicians[0].user, is_active=False),
    ),
    "no clinician any more": (
        "clinician_inactive",
        lambda clinic: clinic.clinicians[0].user.groups.clear(),
    ),
    "clinician who does not do it": ("clinician_unfit", lambda clinic: clinic.clinicians[0].types.clear()),
    "patient who left": (
        "patient_left",
        lambda clinic: change(clinic.patient, ended_on=date(2026, 1, 1)),
    ),
}


@pytest.mark.parametrize(("code", "arrange"), RULES.values(), ids=RULES)
def test_the_diary_has_rules(small_clinic, code, arrange):
    """T10: each refused with its own message."""
    wishes = arrange(small_clinic) or {}
    if code in ("past", "outside_hours"):
        ClinicianHours.objects.update(starts=time(0), ends=time(23, 59))
    with refused(code):
        small_clinic.book(**wishes)


def test_each_rule_has_its_own_words(small_clinic):
    """T10."""
    said = set()
    for code, arrange in [RULES[name] for name in ("past", "over 12 months ahead", "closed day")]:
        with pytest.raises(ValidationError) as refusal:
            small_clinic.book(**(arrange(small_clinic) or {}))
        said.add((code, *refusal.value.messages))
    assert said == {
        ("past", "This time is past."),
        ("too_far_ahead", "This time is more than 12 months ahead."),
        ("closed", "Riverside is closed that day: Thanksgiving."),
    }


def test_all_that_is_against_it_is_said_at_once(small_clinic):
    close(small_clinic)
    be_away(small_clinic)
    change(small_clinic.rooms[0], is_active=False)
    with refused("closed", "clinician_away", "room_inactive"):
        small_clinic.book()


def test_the_last_moment_that_can_be_booked_is_a_year_ahead(db):
    """T10."""
    clinic = open_small_clinic(now=datetime(2026, 11, 20, 15, tzinfo=UTC))  # ten in the morning there
    a_year = clinic.at(10, day=date(2027, 11, 20))
    with refused("too_far_ahead"):
        clinic.book(session_start=a_year + timedelta(minutes=1))
    assert clinic.book(session_start=a_year).starts_at == a_year


def test_a_visit_may_span_two_stretches_of_hours_that_touch(small_clinic):
    OpeningHours.objects.filter(weekday=1).update(closes=time(10, 30))
    OpeningHours.objects.create(
        location=small_clinic.location, weekday=1, opens=time(10, 30), closes=time(18)
    )
    assert small_clinic.book()


def test_a_room_is_cleaned_after_closing_time(small_clinic):
    assert small_clinic.book(session_start=small_clinic.at(17))


# -- The same form again -----------------------------------------------------------------------------


def test_the_same_form_leads_to_the_same_appointment(small_clinic):
    """T07."""
    wish = small_clinic.wish()
    assert booking.book(**wish) == booking.book(**wish)
    assert Appointment.objects.count() == 1


@pytest.mark.parametrize(
    "other", ["patient", "room", "clinician", "session_start", "session_minutes", "type"]
)
def test_the_same_form_with_other_content_is_refused(small_clinic, other):
    """T07."""
    wish = small_clinic.wish()
    booking.book(**wish)
    wish[other] = {
        "patient": small_clinic.register(),
        "room": small_clinic.rooms[1],
        "clinician": small_clinic.clinicians[1],
        "session_start": small_clinic.at(14),
        "session_minutes": 45,
        "type": small_clinic.follow_up_type,
    }[other]
    with refused("appointment_form_key_once"):
        booking.book(**wish)


# -- Courses -----------------------------------------------------------------------------------------


def book_session(clinic, course, hour, **wishes):
    return clinic.book(type=clinic.treatment_type, course=course, session_start=clinic.at(hour), **wishes)


def test_a_session_takes_the_lowest_free_number(small_clinic):
    course = small_clinic.authorise(sessions=3)
    booked = [book_session(small_clinic, course, hour) for hour in (9, 12, 15)]
    assert [session.number for session in booked] == [1, 2, 3]
    cancelling.cancel(appointment=booked[1], by=small_clinic.front_desk, reason="Ill", now=small_clinic.now)
    assert book_session(small_clinic, course, 12).number == 2


def test_a_course_has_no_more_sessions_than_authorised(small_clinic):
    course = small_clinic.authorise(sessions=1)
    book_session(small_clinic, course, 9)
    with refused("appointment_number_within_course", words="The course has no more sessions authorized."):
        book_session(small_clinic, course, 13)


def test_a_session_counts_what_is_authorised_now(small_clinic):
    course = small_clinic.authorise(sessions=1)
    book_session(small_clinic, course, 9)
    Course.objects.update(sessions_authorised=2)
    assert book_session(small_clinic, course, 13).course_sessions == 2


def test_a_treatment_without_a_course_is_refused(small_clinic):
    with refused("appointment_treatment_has_course"):
        small_clinic.book(type=small_clinic.treatment_type)


def test_another_patients_course_is_refused(small_clinic):
    theirs = small_clinic.authorise(small_clinic.register())
    with refused("appointment_course_is_the_patients"):
        book_session(small_clinic, theirs, 10)


def test_a_held_patient_is_not_booked_for_treatment(small_clinic):
    course = small_clinic.authorise()
    Hold.objects.create(
        patient=small_clinic.patient, reason="Blood pressure", raised_by=small_clinic.prescriber
    )
    with refused("appointment_patient_not_on_hold", words="The patient’s care is on hold."):
        book_session(small_clinic, course, 10)
    assert small_clinic.book(), "but may be seen"


# -- Words -------------------------------------------------------------------------------------------


def test_every_rule_has_words_of_its_own():
    keys = {"course_for_appointments"}  # not a rule: what appointments refer to
    for model in (Appointment, Course):
        for rule in model._meta.constraints:
            assert rule.name in keys or refusals.of(rule.name).messages


def test_waiting_too_long_is_a_refusal_and_no_error(transactional_db):
    """Whoever holds the room for longer than a lock waits is somebody else who books right now."""
    clinic = open_small_clinic()
    held, done = threading.Event(), threading.Event()

    def hold_the_room():
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute(
                "SELECT FROM scheduling_room WHERE id = %s FOR NO KEY UPDATE", [clinic.rooms[0].pk]
            )
            held.set()
            done.wait(20)
            cursor.execute("ROLLBACK")
        connections.close_all()

    holder = threading.Thread(target=hold_the_room)
    holder.start()
    try:
        assert held.wait(10)
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '100ms'")
        with refused("busy", words="Somebody else is booking right now. Try again."):
            clinic.book()
    finally:
        done.set()
        holder.join()
        connection.close()


def test_what_no_rule_explains_is_not_hushed_up(small_clinic):
    clinician = small_clinic.clinicians[0].user
    CareTeamMember.objects.create(patient=small_clinic.patient, user=clinician)
    with pytest.raises(IntegrityError), refusals.in_words():
        CareTeamMember.objects.create(patient=small_clinic.patient, user=clinician)
