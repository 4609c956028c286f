"""The mail that tells the desk that somebody waits."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from post_office.models import Email

from clinic.desk import telling
from clinic.locations.models import Clinic
from patients.inquiries import contacting
from patients.inquiries.models import DeskDigest
from patients.inquiries.receiving import receive_inquiry

MAIL = "Stillwater: a new inquiry is waiting"


@pytest.fixture
def asked(small_clinic):
    Clinic.objects.create(
        name="Stillwater Clinic",
        short_name="Stillwater",
        phone="+12125550100",
        email="hello@stillwater.example",
        country="US",
    )

    def ask(**fields):
        said = {"name": "Ana Example", "email": "ana@visitor.example", "contact_by": "email"}
        said |= {"location": small_clinic.location, **fields}
        return receive_inquiry(form_key=uuid4(), **said)

    return ask


def mails():
    return Email.objects.filter(subject=MAIL)


def test_many_who_ask_at_once_are_one_mail(asked):
    for _person in range(5):
        asked()
    for _minute in range(3):
        telling.tell_the_desk()
    assert mails().count() == 1
    assert mails().get().to == ["hello@stillwater.example"]


def test_it_says_no_name_and_nothing_of_what_was_asked(asked):
    """T42"""
    asked(name="Ana Example", message="About my depression", help_with=["depression"])
    telling.tell_the_desk()
    mail = mails().get()
    for said in (mail.subject, mail.message, mail.html_message):
        assert not [word for word in ("Ana", "depression", "visitor.example") if word in said]
    assert "/staff/inbox/" in mail.message


def test_ten_minutes_of_spam_are_two_mails_at_most(asked):
    """T20"""
    began = timezone.now()
    for minute in range(11):
        asked()
        telling.tell_the_desk(now=began + timedelta(minutes=minute, seconds=1))
    assert mails().count() <= 2


def test_who_came_after_the_last_mail_is_told_of_in_the_next(asked):
    asked()
    telling.tell_the_desk()
    later = timezone.now() + telling.EVERY
    telling.tell_the_desk(now=later)
    assert mails().count() == 1  # nobody new
    asked()
    telling.tell_the_desk(now=later + timedelta(minutes=1))
    assert mails().count() == 2


def test_nobody_is_told_of_who_was_answered_already(asked, small_clinic):
    contacting.log_call(inquiry=asked(), outcome="spoke", by=small_clinic.front_desk)
    assert telling.tell_the_desk() is None and not DeskDigest.objects.exists()


@pytest.mark.django_db
def test_a_portal_without_its_clinic_tells_nobody():
    assert telling.tell_the_desk() is None
