"""The staff's home: what needs doing now, for each role its own, and today's diary."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from clinic.accounts import roles
from clinic.locations.models import Clinic, Closure, CrisisLine
from patients.inquiries import answering, contacting
from patients.inquiries.models import Inquiry
from patients.inquiries.receiving import receive_inquiry
from patients.people.models import Hold, Patient
from tests.clinic.scheduling.pages import text_of
from tests.small_clinic import person


@pytest.fixture
def home(client):
    """`home(user)`: what the first page says to this person."""

    def read(user):
        client.force_login(user)
        return text_of(client.get(reverse("admin:index")))

    return read


@pytest.fixture
def asked(small_clinic):
    def ask(days_ago):
        return receive_inquiry(
            form_key=uuid4(),
            name="Ana Example",
            email="ana@visitor.example",
            phone="",
            contact_by="email",
            help_with=[],
            message="",
            location=small_clinic.location,
            now=timezone.now() - timedelta(days=days_ago),
        )

    return ask


def test_the_front_desk_reads_how_many_inquiries_wait_and_which_are_late(small_clinic, home, asked):
    assert "Nothing waits for you." in home(small_clinic.front_desk)
    asked(days_ago=0)
    asked(days_ago=20)
    said = home(small_clinic.front_desk)
    assert "1 Inquiries that wait longer than we promised Late" in said
    assert "1 New inquiries" in said


def test_whoever_is_put_off_until_tomorrow_waits_for_nobody_today(small_clinic, home, asked):
    inquiry, desk = asked(days_ago=0), small_clinic.front_desk
    contacting.log_call(inquiry=inquiry, outcome="spoke", by=desk)
    assert "1 Inquiries you are answering" in home(desk)
    tomorrow = small_clinic.location.today() + timedelta(days=1)
    answering.snooze(inquiry=Inquiry.objects.get(), until=tomorrow, by=desk)
    assert "you are answering" not in home(desk)


def test_the_front_desk_reads_who_is_perhaps_here_twice(small_clinic, home):
    assert "perhaps here twice" not in home(small_clinic.front_desk)
    Patient.objects.filter(pk=small_clinic.register("Robyn Example").pk).update(
        birth_date=small_clinic.patient.birth_date
    )
    assert "1 Patients who are perhaps here twice" in home(small_clinic.front_desk)
    assert "perhaps here twice" not in home(small_clinic.prescriber)


def test_a_hold_waits_for_those_who_see_the_patient(small_clinic, home):
    Hold.objects.create(patient=small_clinic.patient, reason="Call.", raised_by=small_clinic.prescriber)
    assert "1 Patients whose care is on hold" in home(small_clinic.front_desk)
    clinician = small_clinic.clinicians[0]
    assert "on hold" not in home(clinician.user)
    small_clinic.book(clinician=clinician)
    assert "1 Patients whose care is on hold" in home(clinician.user)


def test_a_manager_reads_what_nobody_has_confirmed_or_checked(small_clinic, home):
    Clinic.objects.create(
        name="Stillwater", short_name="Stillwater", phone="+12125550100", email="a@b.example", country="US"
    )
    CrisisLine.objects.create(
        country="US", name="988", phone="988", when="Always", cost="Free", checked_on="2020-01-01"
    )
    said = home(person("mo.manager", roles.MANAGER))
    assert "3 Appointment types no medical director has confirmed" in said
    assert "1 Crisis lines to check Late" in said
    assert "Crisis lines to check" not in home(small_clinic.front_desk)


def test_an_editor_sees_no_patient_on_the_first_page(small_clinic, home, asked):
    """T30"""
    asked(days_ago=3)
    with time_machine.travel(small_clinic.at(9), tick=False):
        small_clinic.book()
        said = home(person("edi.editor", roles.EDITOR))
    for word in ("Robin", "Riverside", "inquir", "hold"):
        assert word not in said, word


def test_today_shows_each_locations_sessions_and_where_now_is(small_clinic, home):
    small_clinic.book()
    other = small_clinic.register("Kim Second")
    small_clinic.book(patient=other, session_start=small_clinic.at(14), clinician=small_clinic.clinicians[1])
    with time_machine.travel(small_clinic.at(12), tick=False):
        said = home(small_clinic.front_desk)
        assert "10:00–11:00 Robin Example" in said
        assert said.index("Robin Example") < said.index("Now, 12:00") < said.index("Kim Second")
        own = home(small_clinic.clinicians[0].user)
        assert "Robin Example" in own and "Kim Second" not in own


def test_a_closed_day_is_said(small_clinic, home):
    today = small_clinic.location.today()
    Closure.objects.create(first_day=today, last_day=today, reason="Staff day")
    assert "Closed today: Staff day." in home(small_clinic.front_desk)


def test_the_first_page_asks_the_same_queries_for_any_number_of_rows(
    small_clinic, client, asked, django_assert_max_num_queries
):
    everything = person("ada.all")
    everything.groups.set(Group.objects.all())
    client.force_login(everything)

    def queries():
        with django_assert_max_num_queries(47) as asked_for:
            client.get(reverse("admin:index"))
        return len(asked_for)

    with time_machine.travel(small_clinic.at(7), tick=False):
        client.force_login(everything)
        small_clinic.book(session_start=small_clinic.at(8), now=timezone.now() - timedelta(days=1))
        asked(days_ago=1)
        few = queries()
        for hour in (10, 12, 14, 16):
            small_clinic.book(patient=small_clinic.register(), session_start=small_clinic.at(hour))
            asked(days_ago=1)
        assert queries() == few
