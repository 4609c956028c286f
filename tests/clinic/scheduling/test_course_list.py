"""The list of courses: what is running, what it waits for, and what will run out within a month."""

from datetime import timedelta

import pytest
from django.urls import reverse

from clinic.accounts import roles
from patients.consent.withdrawing import withdraw
from patients.people.holding import raise_hold
from tests.clinic.scheduling.pages import text_of
from tests.small_clinic import person

LIST = reverse("scheduling:courses")


@pytest.fixture
def said(client, small_clinic):
    """`said(user, show="soon")`: what the list says to this person."""

    def read(user=None, **query):
        client.force_login(user or small_clinic.front_desk)
        return text_of(client.get(LIST, query))

    return read


def test_each_running_course_says_how_many_of_its_sessions_are_booked(small_clinic, said):
    assert "No course is running" in said()
    course = small_clinic.authorise()
    small_clinic.book(type=small_clinic.treatment_type, course=course)
    assert "Robin Example Ketamine into a vein 6 sessions, 0 to 365 days apart 1 of 6 nothing" in said()
    assert "No course waits" in said(show="soon")


def test_a_course_that_waits_says_what_for(small_clinic, said):
    course = small_clinic.authorise()
    withdraw(consent=course.consent, by=small_clinic.prescriber)
    raise_hold(patient=small_clinic.patient, reason="Call first.", by=small_clinic.prescriber)
    for show in ("", "soon"):
        listed = said(show=show)
        assert "The consent is no longer in force." in listed
        assert "The patient’s care is on hold: Call first." in listed


@pytest.mark.parametrize(
    ("ends_in", "listed"), [(29, "The evaluation runs out within 30 days."), (31, "No course waits")]
)
def test_what_runs_out_within_a_month_is_listed_before_it_does(small_clinic, said, ends_in, listed):
    until = small_clinic.location.today() + timedelta(days=ends_in)
    small_clinic.patient.courses.create(
        treatment=small_clinic.treatment,
        evaluation=small_clinic.evaluate(small_clinic.patient, valid_until=until),
        consent=small_clinic.sign_consent(small_clinic.patient),
        sessions_authorised=6,
        authorised_by=small_clinic.prescriber,
    )
    assert listed in said(show="soon")


def test_an_ended_course_is_not_listed_and_another_clinicians_patient_neither(small_clinic, said, client):
    course = small_clinic.authorise()
    stranger = person("sol.stranger", roles.CLINICIAN)
    assert "No course is running" in said(stranger)
    course.ended_on = small_clinic.location.today()
    course.save()
    assert "No course is running" in said()
    client.force_login(person("max.manager", roles.MANAGER))
    assert client.get(LIST).status_code == 403


def test_the_first_page_counts_what_waits(small_clinic, client):
    course = small_clinic.authorise()
    client.force_login(small_clinic.front_desk)
    words = "1 Courses that wait, or will within 30 days"
    assert words not in text_of(client.get(reverse("admin:index")))
    withdraw(consent=course.consent, by=small_clinic.prescriber)
    assert words in text_of(client.get(reverse("admin:index")))


def test_a_long_list_asks_no_more_than_a_short_one(small_clinic, client, django_assert_max_num_queries):
    client.force_login(small_clinic.front_desk)
    small_clinic.authorise()
    client.get(LIST)
    with django_assert_max_num_queries(40) as few:
        client.get(LIST)
    for _patient in range(4):
        small_clinic.authorise(small_clinic.register())
    with django_assert_max_num_queries(len(few)):
        assert "Patient Number 4" in text_of(client.get(LIST))
