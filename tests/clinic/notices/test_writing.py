"""What a patient is told of an appointment, and what not, by the minute's job."""

from datetime import timedelta

import pytest

from clinic.locations.models import Location
from clinic.notices.models import Delivery, Notice, ReminderTime
from clinic.scheduling import arriving
from patients.people.models import Patient
from tests.clinic.notices.minutes import MINUTE, NOW, cancel, minute, move, restore, sent, told

pytestmark = pytest.mark.django_db


def test_a_booking_is_told_three_minutes_later_and_once(clinic):
    clinic.book()
    for passed in range(8):
        minute(NOW + passed * MINUTE)
    assert sent() == [("11-30 09:03", "email", "booked")]


def test_whatever_is_taken_back_within_three_minutes_is_never_told(clinic):
    booked = clinic.book()
    minute(NOW + MINUTE)
    cancel(clinic, booked, NOW + 2 * MINUTE)
    minute(NOW + 10 * MINUTE)
    assert told() == []


def test_moved_twice_within_three_minutes_is_told_once(clinic):
    booked = clinic.book()
    minute(NOW + 3 * MINUTE)
    move(clinic, booked, clinic.at(11), NOW + 5 * MINUTE)
    minute(NOW + 6 * MINUTE)
    move(clinic, booked, clinic.at(14), NOW + 7 * MINUTE)
    minute(NOW + 9 * MINUTE)
    minute(NOW + 10 * MINUTE)
    assert told() == [("Booked", "12-14 10:00"), ("Moved", "12-14 14:00")]


def test_moved_and_back_within_three_minutes_is_no_move(clinic):
    booked = clinic.book()
    minute(NOW + 3 * MINUTE)
    move(clinic, booked, clinic.at(11), NOW + 5 * MINUTE)
    move(clinic, booked, clinic.at(10), NOW + 6 * MINUTE)
    minute(NOW + 20 * MINUTE)
    assert told() == [("Booked", "12-14 10:00")]


def test_each_of_many_changes_is_told_once(clinic):
    booked, now = clinic.book(), NOW
    for change in (
        lambda at: None,
        lambda at: move(clinic, booked, clinic.at(11), at),
        lambda at: move(clinic, booked, clinic.at(10), at),
        lambda at: cancel(clinic, booked, at),
        lambda at: restore(clinic, booked, at),
        lambda at: cancel(clinic, booked, at),
    ):
        change(now)
        now += timedelta(hours=1)
        minute(now)
        minute(now + MINUTE)
    assert told() == [
        ("Booked", "12-14 10:00"),
        ("Moved", "12-14 11:00"),
        ("Moved", "12-14 10:00"),
        ("Canceled", "12-14 10:00"),
        ("Booked", "12-14 10:00"),
        ("Canceled", "12-14 10:00"),
    ]


def test_a_cancellation_taken_back_before_it_was_told_says_nothing(clinic):
    booked = clinic.book()
    minute(NOW + 3 * MINUTE)
    cancel(clinic, booked, NOW + 5 * MINUTE)
    restore(clinic, booked, NOW + 6 * MINUTE)
    minute(NOW + 20 * MINUTE)
    assert told() == [("Booked", "12-14 10:00")]


def test_what_patients_do_not_notice_is_not_told(clinic):
    booked = clinic.book()
    minute(NOW + 3 * MINUTE)
    move(
        clinic, booked, clinic.at(10), NOW + 5 * MINUTE, room=clinic.rooms[1], clinician=clinic.clinicians[1]
    )
    booked.refresh_from_db()
    arriving.name_escort(
        appointment=booked, by=clinic.front_desk, now=NOW + 6 * MINUTE, name="Bo", phone="+12125550124"
    )
    minute(NOW + 20 * MINUTE)
    assert told() == [("Booked", "12-14 10:00")]


def test_another_place_is_told_as_a_move_and_says_where_it_was(clinic):
    booked = clinic.book()
    minute(NOW + 3 * MINUTE)
    lakeside = Location.objects.create(
        name="Lakeside", slug="lakeside", time_zone="America/New_York", street="1 Lake Street",
        city="Demotown", postal_code="10000", country="US", phone="+12125550143",
    )  # fmt: skip
    booked.room.location = lakeside
    booked.room.save()
    minute(NOW + 5 * MINUTE)
    assert told()[-1] == ("Moved", "12-14 10:00")


def test_offers_and_past_visits_are_not_told(clinic):
    booked = clinic.book()
    minute(booked.visit.lower)
    assert told() == []


def test_reminders_come_by_the_wall_clock_and_each_once(clinic):
    clinic.book()
    minute(NOW + 3 * MINUTE)
    for days in range(13, 0, -1):
        for moment in (clinic.at(9, 59), clinic.at(10), clinic.at(10, 1)):
            minute(moment - timedelta(days=days))
    assert sent() == [
        ("11-30 09:03", "email", "booked"),
        ("12-07 10:00", "email", "reminder"),
        ("12-12 10:00", "email", "reminder"),
        ("12-13 10:00", "email", "reminder"),
    ]


def test_after_days_without_a_worker_only_the_latest_reminder_goes(clinic):
    clinic.book()
    minute(NOW + 3 * MINUTE)
    for passed in range(3):
        minute(clinic.at(12) - timedelta(days=1) + passed * MINUTE)
    assert told() == [("Booked", "12-14 10:00"), ("Reminder, 24 hours before", "12-14 10:00")]


def test_a_reminder_that_was_due_before_or_just_after_the_booking_was_told_is_left_out(clinic):
    clinic.book(session_start=clinic.at(11, day=NOW.date() + timedelta(days=2)))  # 2 days and 2 hours ahead
    for hours in (1, 2, 3, 25, 26, 27):
        minute(NOW + timedelta(hours=hours))
    assert told() == [("Booked", "12-02 11:00"), ("Reminder, 24 hours before", "12-02 11:00")]


def test_a_moved_visit_is_reminded_of_anew_and_at_its_own_time(clinic):
    booked = clinic.book()
    minute(NOW + 3 * MINUTE)
    minute(clinic.at(10) - timedelta(days=7))
    later = clinic.at(14, day=clinic.monday + timedelta(days=7))
    move(clinic, booked, later, clinic.at(11) - timedelta(days=7))
    minute(clinic.at(12) - timedelta(days=7))
    minute(clinic.at(10) - timedelta(days=2))  # of the time it had
    minute(later - timedelta(days=7))
    assert told() == [
        ("Booked", "12-14 10:00"),
        ("Reminder, 7 days before", "12-14 10:00"),
        ("Moved", "12-21 14:00"),
        ("Reminder, 7 days before", "12-21 14:00"),
    ]


def test_a_reminder_that_a_move_withdrew_at_night_goes_after_all_once_it_is_moved_back(clinic, caplog):
    Patient.objects.update(time_zone="America/Los_Angeles")
    booked = clinic.book()
    minute(NOW + timedelta(hours=3))
    day_before = clinic.at(10) - timedelta(days=1)
    minute(day_before)  # seven in the morning there: it waits for an hour
    move(clinic, booked, clinic.at(14), day_before + 5 * MINUTE)
    minute(day_before + 8 * MINUTE)
    move(clinic, booked, clinic.at(10), day_before + 10 * MINUTE)
    for passed in range(13, 70, 8):
        minute(day_before + passed * MINUTE)
    assert sent()[1:] == [("12-13 11:01", "email", "reminder")]
    assert not caplog.records


def test_nothing_is_told_after_a_cancellation(clinic):
    booked = clinic.book()
    minute(NOW + 3 * MINUTE)
    cancel(clinic, booked, NOW + 5 * MINUTE)
    minute(NOW + 8 * MINUTE)
    for days in (7, 2, 1):
        minute(clinic.at(10, 5) - timedelta(days=days))
    assert told() == [("Booked", "12-14 10:00"), ("Canceled", "12-14 10:00")]


def test_a_location_chooses_its_reminders(clinic):
    ReminderTime.objects.all().delete()
    ReminderTime.objects.create(location=clinic.location, amount=3, unit="hours")
    clinic.book()
    minute(NOW + 3 * MINUTE)
    for hours in (48, 24, 3, 2):
        minute(clinic.at(10) - timedelta(hours=hours))
    assert told() == [("Booked", "12-14 10:00"), ("Reminder, 3 hours before", "12-14 10:00")]


# -- By which channel --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("channels", "by"),
    [
        (["email"], ["email"]),
        (["text", "call"], ["text"]),
        (["email", "text"], ["email", "text"]),
        (["call", "voice"], ["phone"]),
        ([], ["phone"]),
    ],
)
def test_each_patient_is_told_as_they_agreed(clinic, with_texts, channels, by):
    Patient.objects.update(channels=channels)
    clinic.book()
    minute(NOW + 3 * MINUTE)
    assert list(Delivery.objects.order_by("pk").values_list("channel", flat=True)) == by


def test_a_clinic_without_texts_calls_who_agreed_to_texts_alone(clinic):
    Patient.objects.update(channels=["text"])
    clinic.book()
    minute(NOW + 3 * MINUTE)
    assert Delivery.objects.get().channel == "phone"


def test_who_waits_for_a_call_is_not_reminded_before_and_never_waits_for_two(clinic):
    Patient.objects.update(channels=[])
    clinic.book()
    minute(NOW + 3 * MINUTE)
    minute(clinic.at(10) - timedelta(days=7))
    assert Notice.objects.get().kind == "booked"


# -- At night ----------------------------------------------------------------------------------------


def test_what_is_due_at_night_waits_for_the_morning_of_the_patient(clinic, with_texts):
    Patient.objects.update(channels=["email", "text"], time_zone="America/Los_Angeles")
    clinic.book()
    minute(NOW + 3 * MINUTE)  # six in the morning there
    assert sent() == []
    minute(NOW + timedelta(hours=2))
    assert sent() == [("11-30 11:00", "email", "booked"), ("11-30 11:00", "text", "booked")]


def test_a_mail_about_a_visit_this_morning_goes_at_night_and_a_text_never(clinic, with_texts):
    Patient.objects.update(channels=["email", "text"])
    booked = clinic.book()
    minute(NOW + 3 * MINUTE)
    at_night = clinic.at(1)
    cancel(clinic, booked, at_night)
    minute(at_night + 3 * MINUTE)
    assert sent()[-1] == ("12-14 01:03", "email", "cancelled")
    minute(clinic.at(8))
    assert sent()[-1] == ("12-14 08:00", "text", "cancelled")


@pytest.mark.parametrize(
    ("channels", "told_by"), [(["email", "text"], ["email"]), (["email"], ["email"]), (["text"], ["phone"])]
)
def test_who_would_set_out_for_the_time_it_had_is_told_at_night_that_it_moved(
    clinic, with_texts, channels, told_by
):
    Patient.objects.update(channels=channels)
    booked = clinic.book(type=clinic.follow_up_type, session_start=clinic.at(8))
    minute(NOW + 3 * MINUTE)
    night = clinic.at(22) - timedelta(days=1)
    move(clinic, booked, clinic.at(14, day=clinic.monday + timedelta(days=7)), night)
    minute(night + 3 * MINUTE)
    moved = Notice.objects.get(kind="moved")
    assert [each.channel for each in moved.deliveries.all()] == told_by
    assert moved.deliveries.filter(sent_at=night + 3 * MINUTE).exists() == ("email" in channels)


def test_a_text_that_would_come_after_the_visit_begins_is_a_call(clinic, with_texts):
    Patient.objects.update(channels=["text"])
    Location.objects.update(quiet_until="10:30")
    booked = clinic.book()
    minute(NOW + timedelta(hours=2))
    cancel(clinic, booked, clinic.at(8))
    minute(clinic.at(8, 3))
    assert Delivery.objects.latest("pk").channel == "phone"


def test_what_waits_for_the_morning_is_withdrawn_if_it_changes_meanwhile(clinic):
    night = NOW.replace(hour=23)
    booked = clinic.book(now=night)
    minute(night + 3 * MINUTE)
    assert Delivery.objects.get().is_waiting
    cancel(clinic, booked, night + 10 * MINUTE)
    minute(night + 13 * MINUTE)
    minute(clinic.at(9, day=NOW.date() + timedelta(days=1)))
    assert sent() == [] and told() == [("Booked", "12-14 10:00")]
    assert Delivery.objects.get().withdrawn_because == "changed"


def test_moved_while_the_booking_waited_is_told_as_one_booking(clinic):
    night = NOW.replace(hour=23)
    booked = clinic.book(now=night)
    minute(night + 3 * MINUTE)
    move(clinic, booked, clinic.at(14), night + 10 * MINUTE)
    minute(night + 13 * MINUTE)
    minute(clinic.at(8, day=NOW.date() + timedelta(days=1)))
    assert sent() == [("12-01 08:00", "email", "booked")]
    assert told()[-1] == ("Booked", "12-14 14:00")
