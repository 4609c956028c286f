"""A time that is offered, on the patient's own pages."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from clinic.scheduling.models import Appointment
from clinic.waitlist import answering, offering, wishing
from patients.people.models import Hold
from tests.patients.area.own_pages import SAID

HOUR = timedelta(hours=1)


@pytest.fixture
def offer(small_clinic, robin):
    return made_for(small_clinic, robin)


def made_for(clinic, patient, hour=10, **said):
    told = {"by": clinic.front_desk, "now": clinic.now}
    wanted = {"type": clinic.evaluation_type, "location": clinic.location, **said}
    wish = wishing.wish(patient=patient, form_key=uuid.uuid4(), **wanted, **told)
    return offering.offer(
        wish=wish,
        room=clinic.rooms[0],
        clinician=clinic.clinicians[0],
        session_start=clinic.at(hour),
        expires_at=clinic.now + 2 * HOUR,
        form_key=uuid.uuid4(),
        **told,
    )


@pytest.fixture
def address(opened, offer):
    return f"{opened}offers/{offer.reference}/"


def say(client, address, act):
    answer = client.post(address, {"act": act}, follow=True)
    return answer, answer.content.decode()


def test_their_page_says_that_there_is_a_time_and_until_when(client, opened, offer, address):
    shown = client.get(opened).content.decode()
    assert "We have a time for you" in shown
    assert address in shown


def test_it_shows_when_where_and_how_long(client, small_clinic, address):
    shown = client.get(address).content.decode()
    assert "at 10:00 a.m." in shown
    assert "Riverside, 100 Invented Street" in shown
    assert "You are with us until about 11:00 a.m." in shown
    assert "valuation" not in shown


def test_yes_books_it_and_the_same_again_is_the_same_page(client, address):
    answer, first = say(client, address, "accept")
    assert answer.redirect_chain
    assert "The time is yours" in first
    _answer, second = say(client, address, "accept")
    assert "The time is yours" in second
    assert Appointment.objects.agreed().count() == 1


def test_no_keeps_what_they_have(client, small_clinic, robin, opened):
    later = small_clinic.book(patient=robin, session_start=small_clinic.at(15))
    offer = made_for(small_clinic, robin, instead_of=later)
    address = f"{opened}offers/{offer.reference}/"
    shown = client.get(address).content.decode()
    assert "No, keep my present appointment" in shown
    _answer, said = say(client, address, "decline")
    assert "at 3:00 p.m., stays as it is." in said
    assert not Appointment.objects.filter(status="offered").exists()


def test_yes_to_an_earlier_time_moves_what_they_have(client, small_clinic, robin, opened):
    later = small_clinic.book(patient=robin, session_start=small_clinic.at(15))
    offer = made_for(small_clinic, robin, instead_of=later)
    _answer, said = say(client, f"{opened}offers/{offer.reference}/", "accept")
    assert "Your visit has moved to this time." in said
    assert Appointment.objects.agreed().get().starts_at == small_clinic.at(10)


def test_whoever_is_too_late_reads_a_kind_page(client, small_clinic, offer, address):
    other = made_for(small_clinic, small_clinic.register())
    answering.accept(offer=other, now=small_clinic.now)
    answer, said = say(client, address, "accept")
    assert answer.status_code == 409
    for words in ("Somebody else was a little faster", "You stay on our list", "(212) 555-0142"):
        assert words in said
    assert "Somebody else was a little faster" in client.get(address).content.decode()


def test_who_is_off_the_list_is_not_told_that_they_stay_on_it(client, small_clinic, offer, address):
    wishing.end(wish=offer.wish, how="withdrawn", by=small_clinic.front_desk, now=small_clinic.now)
    answer, said = say(client, address, "accept")
    assert answer.status_code == 409
    assert "This time is no longer free" in said
    assert "on our list" not in said


def test_who_said_no_and_is_off_the_list_is_thanked_and_no_more(client, small_clinic, offer, address):
    _answer, said = say(client, address, "decline")
    assert "You stay on our list." in said
    wishing.end(wish=offer.wish, how="not_needed", by=small_clinic.front_desk, now=small_clinic.now)
    said = client.get(address).content.decode()
    assert "Thank you for telling us" in said and "on our list" not in said


def test_a_late_yes_changes_nothing(client, offer, address):
    with time_machine.travel(offer.expires_at + timedelta(minutes=1), tick=False):
        client.post(address, SAID)
        answer, said = say(client, address, "accept")
    assert answer.status_code == 409
    assert "The time to answer is over" in said


def test_what_the_diary_refuses_is_for_us_to_put_right(client, small_clinic, robin, opened):
    course = small_clinic.authorise(robin)
    offer = made_for(small_clinic, robin, type=small_clinic.treatment_type, course=course)
    Hold.objects.create(patient=robin, reason="A secret reason", raised_by=small_clinic.prescriber)
    answer, said = say(client, f"{opened}offers/{offer.reference}/", "accept")
    assert answer.status_code == 422
    assert "Please call us, and we do it together" in said
    assert "secret" not in said and "hold" not in said.lower().replace("household", "")


def test_a_strangers_offer_is_not_there(client, small_clinic, opened):
    theirs = made_for(small_clinic, small_clinic.register())
    assert client.get(f"{opened}offers/{theirs.reference}/").status_code == 404
    assert client.post(f"{opened}offers/{theirs.reference}/", {"act": "accept"}).status_code == 404


def test_without_the_birth_date_nothing_is_shown_and_nothing_done(client, link, offer):
    address = f"{link.address}offers/{offer.reference}/"
    shown = client.get(address).content.decode()
    assert "10:00" not in shown
    client.post(address, {"act": "accept"})
    assert not Appointment.objects.agreed().exists()


def test_the_address_is_the_one_in_the_mail(link, offer):
    token = link.address.split("/my/")[1].strip("/")
    assert reverse("my:offer", args=[token, offer.reference]).endswith(f"/offers/{offer.reference}/")
