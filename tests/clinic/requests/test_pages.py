"""Requests at the desk: what waits, answering it, and who may."""

import re
from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clinic.requests.models import ChangeRequest, ProposedTime
from clinic.scheduling.forms import opening_value
from clinic.scheduling.openings import Opening
from patients.people.models import CareTeamMember
from tests.clinic.scheduling.pages import text_of


@pytest.fixture
def desk(client, small_clinic):
    client.force_login(small_clinic.front_desk)
    return client


@pytest.fixture
def asked(ask):
    return ask(weekdays=[1, 2], parts=["afternoon"], words="My bus comes late.")


def value(small_clinic, hour, days=0):
    day = small_clinic.monday + timedelta(days=days)
    return opening_value(
        Opening(small_clinic.at(hour, day=day), small_clinic.rooms[0], small_clinic.clinicians[0])
    )


def send(client, asked, **said):
    return client.post(reverse("requests:answer", args=[asked.reference]), said, follow=True)


def test_the_list_says_what_waits_for_whom(desk, asked):
    page = text_of(desk.get(reverse("requests:list")))
    assert "Robin Example" in page and "Monday, Tuesday; in the afternoon" in page and "My bus" in page
    assert "No times wait" in text_of(desk.get(reverse("requests:list", query={"show": "patient"})))
    assert "Robin Example" in text_of(desk.get(reverse("requests:list", query={"show": "all"})))
    home = text_of(desk.get(reverse("admin:index")))
    assert "Patients who ask for another time, or to cancel" in home


def test_the_desk_proposes_times_and_the_list_says_so(desk, asked, small_clinic):
    page = send(desk, asked, act="propose", times=[value(small_clinic, 14), value(small_clinic, 15, days=1)])
    assert "The times are proposed." in text_of(page) and ProposedTime.objects.count() == 2
    assert "Robin Example" not in text_of(desk.get(reverse("requests:list")))
    assert "Robin Example" in text_of(desk.get(reverse("requests:list", query={"show": "patient"})))


def test_times_that_a_colleague_proposed_meanwhile_are_read_before_others_replace_them(
    desk, asked, small_clinic
):
    send(desk, asked, act="propose", times=[value(small_clinic, 14)])
    mine = {"act": "propose", "times": [value(small_clinic, 15)]}
    page = send(desk, asked, **mine)
    assert page.status_code == 409 and "A colleague has proposed other times meanwhile." in text_of(page)
    assert f'value="{mine["times"][0]}" checked' in page.content.decode()
    assert [time.starts_at.hour for time in ProposedTime.objects.standing()] == [14]
    seen = re.findall(r'name="seen" value="(\w+)"', page.content.decode())
    assert "The times are proposed." in text_of(send(desk, asked, seen=seen, **mine))
    assert [time.starts_at.hour for time in ProposedTime.objects.standing()] == [15]


@pytest.mark.drill
def test_the_desk_moves_it_to_one_time_and_the_appointment_says_what_was_asked(
    desk, asked, small_clinic, booked
):
    times = [value(small_clinic, 14), value(small_clinic, 15, days=1)]
    page = send(desk, asked, act="move", times=times)
    assert "Tick exactly one time" in text_of(page)
    page = send(desk, asked, act="move", times=times[:1])
    assert "The visit is moved." in text_of(page)
    booked.refresh_from_db()
    assert booked.starts_at == small_clinic.at(14)
    beside = text_of(desk.get(reverse("scheduling:appointment", args=[booked.reference])))
    assert "What the patient asked" in beside and "My bus comes late." in beside
    story = text_of(desk.get(reverse("desk:patient", args=[booked.patient.reference])))
    assert "asked for another time" in story and "request answered, Moved" in story


@pytest.mark.drill
def test_nothing_ticked_and_nothing_written_is_said_at_its_place(desk, asked):
    assert "Tick at least one time." in text_of(send(desk, asked, act="propose"))
    assert "Tell the patient why" in text_of(send(desk, asked, act="keep", words=" "))
    assert not ChangeRequest.objects.exclude(answer="")


@pytest.mark.drill
def test_it_stays_with_kind_words(desk, asked):
    page = send(desk, asked, act="keep", words="The doctor is here only then.")
    assert "The visit stays as it is." in text_of(page)
    assert ChangeRequest.objects.get().answer == "kept"


def test_who_is_second_reads_that_it_is_answered_and_by_what(desk, asked):
    send(desk, asked, act="cancel")
    page = send(desk, asked, act="keep", words="Sorry.")
    assert page.status_code == 422 and "answered already: Canceled" in text_of(page)


def test_a_time_that_came_is_taken_is_asked_again(desk, asked, small_clinic):
    wanted = value(small_clinic, 14)
    for room, clinician in zip(small_clinic.rooms, small_clinic.clinicians, strict=True):
        small_clinic.book(
            patient=small_clinic.register(), session_start=small_clinic.at(14), room=room, clinician=clinician
        )
    assert "not free any more" in text_of(send(desk, asked, act="move", times=[wanted]))


def test_a_ticked_time_stays_one_while_others_of_that_day_are_taken(desk, ask, small_clinic):
    """The page shows some times of each day, and others once one of them is gone."""
    asked = ask(weekdays=[1])
    page = desk.get(reverse("requests:request", args=[asked.reference])).content.decode()
    monday = [
        each for each in re.findall(r'name="times" value="([^"]+)"', page) if f"{small_clinic.monday}" in each
    ]
    small_clinic.location.hours.update(opens=time(9))
    page = send(desk, asked, act="propose", times=monday[1:3])
    assert "The times are proposed." in text_of(page)


def test_another_clinicians_patient_is_nobody(client, small_clinic, asked):
    """R1"""
    stranger = small_clinic.clinicians[1].user
    client.force_login(stranger)
    address = reverse("requests:request", args=[asked.reference])
    assert client.get(address).status_code == 404
    assert send(client, asked, act="cancel").status_code == 404
    assert "Robin" not in text_of(client.get(reverse("requests:list", query={"show": "all"})))
    CareTeamMember.objects.create(patient=small_clinic.patient, user=stranger)
    assert client.get(address).status_code == 200


@pytest.mark.drill
def test_an_act_there_is_none_of_is_a_bad_request(desk, asked):
    assert send(desk, asked, act="sing").status_code == 400


@pytest.mark.drill
def test_the_list_asks_the_same_for_any_number(desk, asked, small_clinic, ask):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            desk.get(reverse("requests:list"))
        return len(seen)

    queries()
    few = queries()
    for hour in (12, 14, 16):
        ask(small_clinic.book(patient=small_clinic.register(), session_start=small_clinic.at(hour)))
    assert queries() == few
