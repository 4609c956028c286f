"""The demo clinic: invented, dated around today, the same however often it is loaded."""

import io
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.test import RequestFactory
from django.utils import timezone

from clinic.accounts import roles
from clinic.accounts.models import User
from clinic.demo.team import LOG_INS, PASSWORD
from clinic.figures.counting import EVERYWHERE, by_month
from clinic.locations.models import Location
from clinic.notices.models import Delivery, Notice
from clinic.scheduling.models import Appointment, AppointmentType
from education import starter
from education.models import Edition
from patients.inquiries.clock import Clock
from patients.inquiries.models import LISTS, Inquiry
from patients.people.models import Hold

OURS = (
    *("accounts", "locations", "education", "inquiries", "people", "screening", "consent", "scheduling"),
    *("feeds", "notices"),
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_clinic")]


def rows():
    """How many rows each table of ours holds, history included."""
    return {
        model._meta.label: model._default_manager.count()
        for label in OURS
        for model in apps.get_app_config(label).get_models()
    }


def test_loading_the_demo_again_adds_and_changes_nothing():
    before = rows()
    call_command("load_demo", stdout=io.StringIO())
    assert rows() == before


def test_somebody_of_every_role_signs_in_to_the_demo_with_its_password():
    for mailbox, _name, _credentials, role in LOG_INS:
        email = f"{mailbox}@stillwater.example"
        user = authenticate(RequestFactory().post("/staff/login/"), username=email, password=PASSWORD)
        assert user is not None, email
        assert user.has_role(role)
    assert {role for *_, role in LOG_INS} == set(roles.ROLES)


def test_nobody_else_in_the_demo_can_sign_in():
    log_ins = {f"{mailbox}@stillwater.example" for mailbox, *_ in LOG_INS}
    others = User.objects.exclude(email__in=log_ins)
    assert others
    assert not any(user.is_active and user.has_usable_password() for user in others)


def test_the_demo_has_two_locations_in_two_time_zones():
    assert len({location.time_zone for location in Location.objects.open_for_business()}) == 2


def test_the_demo_has_a_month_of_appointments_around_today():
    now = timezone.now()
    appointments = Appointment.objects.active()
    assert appointments.filter(session__endswith__lt=now - timedelta(days=7)).exists()
    assert appointments.filter(session__startswith__gt=now + timedelta(days=7)).exists()
    assert appointments.on_hold(now.date()).exists()
    assert appointments.filter(
        session__startswith__gt=now - timedelta(days=1), session__startswith__lt=now + timedelta(days=1)
    ).exists()


def test_the_demo_has_a_year_of_figures():
    months = by_month(list(Location.objects.all()), timezone.now())[EVERYWHERE]
    past = months[2:]
    assert all(month.used and month.came and month.missed and month.late for month in past)
    assert sum(month.usual_days_to_first is not None for month in past) >= 6
    assert {bool(month.usual_drift) for month in past} == {True, False}
    assert any(month.refilled for month in past)


def test_the_demo_has_twenty_inquiries_in_all_states_beside_those_of_the_past():
    assert Inquiry.objects.filter(received_at__gte=timezone.now() - timedelta(days=30)).count() == 20
    assert set(Inquiry.objects.values_list("state", flat=True)) == set(Inquiry.State.values)
    assert all(Inquiry.objects.listed_as(name, Clock(timezone.now())).exists() for name in LISTS)
    [twice] = Inquiry.objects.perhaps_same_as(Inquiry.objects.get(name="Ana Example"))
    assert twice.name == "Anna Example"


def test_the_demo_publishes_the_starter_articles_signed_by_a_reviewer_who_is_not_the_author():
    published = Edition.objects.published()
    assert published.count() == len(starter.pages())
    assert all(edition.author not in {edition.reviewer, edition.plain_reviewer} for edition in published)


def test_numbers_the_demo_chose_are_signed_off_by_whom_a_location_names():
    leaning = Edition.objects.published().filter(claims__is_clinic_choice=True).distinct()
    assert leaning
    directors = set(Location.objects.values_list("medical_director", flat=True))
    assert all(edition.sign_offs.get().by_id in directors for edition in leaning)


def test_no_setting_of_the_demo_pretends_that_a_medical_director_confirmed_it():
    assert not AppointmentType.objects.exclude(confirmed_by=None).exists()


def test_somebody_in_the_demo_is_on_hold():
    assert Hold.objects.open().exists()


def test_the_demo_shows_notices_that_went_out_and_some_that_wait_for_a_call():
    to_tell = Notice.objects.to_tell(timezone.now())
    called = {notice.appointment.patient.legal_name for notice in to_tell}
    assert called == {"May Storybook", "Ken Keepsake"}
    sent = Delivery.objects.exclude(sent_at=None)
    assert set(sent.values_list("channel", flat=True)) == {
        "email",
        "phone",
    }  # and texts, where TEXT_URL is set
    assert sent.filter(notice__kind="reminder").exists()
