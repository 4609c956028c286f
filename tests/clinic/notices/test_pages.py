"""What staff see of notices: beside an appointment, in the list, on their first page and in the story."""

from datetime import timedelta

import pytest
from django.urls import reverse
from post_office.models import STATUS, Email

from clinic.accounts import roles
from clinic.notices import phoning
from clinic.notices.models import Delivery, Notice, ReminderTime
from clinic.notices.starter import load_reminder_times
from clinic.notices.writing import write_what_is_due
from clinic.scheduling import arriving
from clinic.stories import story_of
from patients.people.models import Patient
from tests.clinic.notices.minutes import MINUTE, NOW, at, cancel, minute, move
from tests.clinic.scheduling.pages import text_of
from tests.small_clinic import person

pytestmark = pytest.mark.django_db
LIST = "/staff/notices/"
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def read(client, clinic):
    """`read(address)`: what the front desk, or somebody else, reads there an hour later."""

    def open_one(address, user=None):
        with at(LATER):
            client.force_login(user or clinic.front_desk)
            return text_of(client.get(address))

    return open_one


@pytest.fixture
def send(client, clinic):
    def press(notice, user=None, **typed):
        with at(LATER):
            client.force_login(user or clinic.front_desk)
            return client.post(reverse("notices:told", args=[notice.reference]), typed)

    return press


def page_of(appointment):
    return reverse("scheduling:appointment", args=[appointment.reference])


def test_an_appointment_says_what_was_told_of_it_how_and_when(clinic, read):
    booked = clinic.book()
    assert "Nothing yet. What is booked" in read(page_of(booked))
    minute(NOW + 3 * MINUTE)
    assert "Booked : Mon, Dec 14, 10:00 E-mail: sent, Nov 30, 09:03" in read(page_of(booked))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({}, "E-mail: on its way"),
        ({"number_of_retries": 5, "status": STATUS.requeued}, "the mail server does not take it yet"),
        ({"number_of_retries": 30, "status": STATUS.requeued}, "does not arrive: please call"),
        ({"status": STATUS.failed}, "does not arrive: please call"),
        ({"scheduled_time": NOW + timedelta(hours=20)}, "the end of the quiet hours, Dec 1, 05:00"),
    ],
)
def test_an_appointment_says_how_a_mail_fares(clinic, read, change, says):
    booked = clinic.book()
    with at(NOW + 3 * MINUTE):
        write_what_is_due()
    Email.objects.update(**change)
    assert says in read(page_of(booked))


def test_what_nobody_may_write_is_called_and_one_click_says_so(clinic, read, send):
    Patient.objects.update(channels=["call"])
    booked = clinic.book()
    minute(NOW + 3 * MINUTE)
    assert "Robin Example Booked Mon, Dec 14, 10:00" in read(LIST) and "+1 212-555-0199" in read(LIST)
    assert "1 Patients to tell by phone of an appointment" in read(reverse("admin:index"))
    answer = send(Notice.objects.get(), back="appointment")
    assert answer["Location"] == page_of(booked)
    assert "By phone: told by Fran Desk, Nov 30, 10:00" in read(page_of(booked))
    assert "Nobody waits for a call" in read(LIST)
    assert "tell by phone" not in read(reverse("admin:index"))
    assert send(Notice.objects.get())["Location"] == LIST and Delivery.objects.count() == 1


def test_who_would_come_tomorrow_to_a_visit_that_moved_is_called_first(clinic, read):
    tomorrow = NOW.date() + timedelta(days=1)
    urgent, other = clinic.register("Urgent Example"), clinic.register("Other Example")
    away = clinic.book(patient=urgent, session_start=clinic.at(10, day=tomorrow))
    clinic.book(patient=other, session_start=clinic.at(10))
    minute(NOW + 3 * MINUTE)
    phoning.say_told(notice=away.told_so_far.get(), by=clinic.front_desk, now=NOW + 4 * MINUTE)
    move(clinic, away, clinic.at(10, day=clinic.monday + timedelta(days=7)), NOW + 10 * MINUTE)
    minute(NOW + 13 * MINUTE)
    page = read(LIST)
    assert page.index("Urgent Example") < page.index("Other Example")


def test_what_does_not_arrive_is_called(clinic, read, send):
    clinic.book()
    with at(NOW + 3 * MINUTE):
        write_what_is_due()
    assert "Nobody waits for a call" in read(LIST)
    Email.objects.update(status=STATUS.failed)
    assert "does not arrive: please call" in read(LIST) and "has not agreed to calls" in read(LIST)
    send(Notice.objects.get())
    assert "Nobody waits for a call" in read(LIST)
    assert "told by Fran Desk" in read(f"{LIST}?show=all")


def test_nobody_notes_a_call_about_what_has_changed_meanwhile(clinic, read, send):
    Patient.objects.update(channels=[])
    booked = clinic.book()
    minute(NOW + 3 * MINUTE)
    cancel(clinic, booked, NOW + 59 * MINUTE)
    send(Notice.objects.get())
    assert "The appointment has changed since." in read(LIST)
    assert Delivery.objects.get().sent_at is None


def test_of_a_visit_that_has_begun_nobody_is_called_any_more(clinic):
    Patient.objects.update(channels=[])
    clinic.book()
    minute(NOW + 3 * MINUTE)
    assert Notice.objects.to_tell(LATER).exists()
    assert not Notice.objects.to_tell(clinic.at(10)).exists()


def test_whoever_is_here_already_is_not_called(clinic):
    Patient.objects.update(channels=[])
    booked = clinic.book()
    minute(NOW + 3 * MINUTE)
    arriving.arrive(appointment=booked, by=clinic.front_desk, now=clinic.at(9, 40))
    assert not Notice.objects.to_tell(clinic.at(9, 41)).exists()


def test_clinicians_see_the_notices_of_their_own_patients_alone(clinic, read, send):
    """R1"""
    clinic.book()
    minute(NOW + 3 * MINUTE)
    stranger = person("clara.stranger", roles.CLINICIAN)
    assert send(Notice.objects.get(), user=stranger).status_code == 404
    assert "Robin" not in read(f"{LIST}?show=all", user=stranger)
    assert "Robin" in read(f"{LIST}?show=all", user=clinic.clinicians[0].user)


@pytest.mark.drill
def test_the_list_takes_the_same_queries_for_any_number(clinic, client, django_assert_max_num_queries):
    with at(LATER):
        client.force_login(clinic.front_desk)
    for hour in range(8, 12):
        clinic.book(
            patient=clinic.register(), type=clinic.follow_up_type, session_start=clinic.at(hour), now=NOW
        )
        minute(NOW + 3 * MINUTE)
        with at(LATER), django_assert_max_num_queries(17):
            assert client.get(LIST).status_code == 200


def test_the_story_of_a_patient_tells_what_was_sent(clinic):
    clinic.book()
    minute(NOW + 3 * MINUTE)
    told = [(entry.what, str(entry.who)) for entry in story_of([clinic.patient], clinic.front_desk)]
    assert ("Told of an appointment. E-mail: Booked", "the portal") in told


def test_a_clinic_begins_with_three_reminders_where_it_has_set_none(clinic):
    load_reminder_times()
    assert [str(time) for time in ReminderTime.objects.all()] == ["7 days", "2 days", "24 hours"]
    ReminderTime.objects.exclude(amount=2).delete()
    load_reminder_times()
    assert [str(time) for time in ReminderTime.objects.all()] == ["2 days"]


def test_a_manager_sets_the_reminders_of_a_location(clinic, client):
    client.force_login(person("mo.manager", roles.MANAGER))
    add = reverse("admin:notices_remindertime_add")
    client.post(add, {"location": clinic.location.pk, "amount": 3, "unit": "hours"})
    assert ReminderTime.objects.filter(amount=3, unit="hours").exists()
    assert "This reminder is here already." in text_of(
        client.post(add, {"location": clinic.location.pk, "amount": 3, "unit": "hours"})
    )
    client.force_login(clinic.front_desk)
    assert client.get(add).status_code == 403
