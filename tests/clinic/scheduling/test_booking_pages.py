"""The page of booking: who, what and when, and what it refuses."""

import re
from datetime import time
from html import unescape

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from clinic.scheduling import cancelling
from clinic.scheduling.forms import opening_value
from clinic.scheduling.models import Appointment
from clinic.scheduling.openings import openings
from patients.inquiries.form_keys import new_key
from patients.people.models import CareTeamMember, Hold
from tests.clinic.scheduling.pages import book_page, open_another, text_of, typed
from tests.small_clinic import open_small_clinic


def test_a_patient_is_found_by_name_before_anything_is_booked(small_clinic, desk):
    page = desk.get(reverse("scheduling:book", query={"q": "robin", "day": "2026-12-01"}))
    assert f"patient={small_clinic.patient.reference}&amp;day=2026-12-01" in page.content.decode()
    assert "Nobody found" in text_of(desk.get(reverse("scheduling:book", query={"q": "zzz"})))


def test_only_what_is_possible_is_offered_and_the_rest_is_explained(small_clinic, desk):
    said = text_of(desk.get(book_page(small_clinic, type="")))
    assert "Ketamine into a vein: no course is authorized." in said
    small_clinic.authorise()
    assert "Ketamine into a vein, session 1 of 6" in text_of(desk.get(book_page(small_clinic, type="")))
    Hold.objects.create(patient=small_clinic.patient, reason="Call.", raised_by=small_clinic.prescriber)
    assert "Ketamine into a vein: the course is on hold." in text_of(
        desk.get(book_page(small_clinic, type=""))
    )


def test_an_opening_is_picked_and_the_appointment_page_confirms_it(small_clinic, desk):
    opening = openings(
        type=small_clinic.evaluation_type,
        location=small_clinic.location,
        first_day=small_clinic.monday,
        last_day=small_clinic.monday,
        now=timezone.now(),
    )[0]
    page = desk.get(book_page(small_clinic))
    assert f'value="{opening_value(opening)}"' in page.content.decode()
    sent = {"form_key": new_key(), "opening": opening_value(opening)}
    answer = desk.post(book_page(small_clinic), sent, follow=True)
    booked = Appointment.objects.get()
    assert answer.redirect_chain == [(reverse("scheduling:appointment", args=[booked.reference]), 302)]
    assert (booked.session.lower, booked.room, booked.booked_by) == (
        opening.session_start,
        opening.room,
        small_clinic.front_desk,
    )
    assert "The appointment is booked." in text_of(answer)


def test_openings_at_which_the_patient_is_here_already_are_not_offered(small_clinic, desk):
    small_clinic.book()
    values = re.findall(r'name="opening" value="([^"]+)"', desk.get(book_page(small_clinic)).content.decode())
    monday = f"{small_clinic.monday:%Y-%m-%d}"
    assert any(value.startswith(f"{monday}T09:00") for value in values)
    assert not any(value.startswith(f"{monday}T10:") for value in values)


def test_a_time_is_typed_by_hand(small_clinic, desk):
    desk.post(book_page(small_clinic), typed(small_clinic, at=time(9, 7), minutes="45"))
    booked = Appointment.objects.get()
    assert (booked.starts_at, booked.session_minutes) == (small_clinic.at(9, 7), 45)


@pytest.mark.parametrize(("minutes", "status"), [("39", 422), ("61", 422), ("40", 302), ("60", 302)])
def test_a_hand_made_post_keeps_to_40_to_60_minutes(small_clinic, desk, minutes, status):
    """T04"""
    answer = desk.post(book_page(small_clinic), typed(small_clinic, minutes=minutes))
    assert answer.status_code == status
    assert Appointment.objects.count() == (status == 302)


def test_a_refusal_is_on_top_in_words_and_nothing_is_lost(small_clinic, desk):
    """R4"""
    answer = desk.post(book_page(small_clinic), typed(small_clinic, at=time(7), minutes="50"))
    assert answer.status_code == 422
    said, page = text_of(answer), answer.content.decode()
    assert said.index("Not booked") < said.index("What is booked?")
    assert "is not open for the whole visit, 07:00–07:50" in said
    assert 'value="07:00"' in page and 'value="50"' in page
    assert not Appointment.objects.exists()


def test_the_loser_of_a_race_reads_what_is_in_the_way(small_clinic, desk):
    small_clinic.book(patient=small_clinic.register())
    answer = desk.post(book_page(small_clinic), typed(small_clinic))
    assert answer.status_code == 409
    said = text_of(answer)
    assert "Room 1 is taken 10:00–11:10." in said
    assert "Clinician 1 is with a patient 10:00–11:00." in said
    assert "This is what is left of that day at Riverside" in said
    openings = re.findall(r'name="opening" value="([^"]+)"', answer.content.decode())
    days = {opening.split("T")[0] for opening in openings if opening != "typed"}
    assert days == {small_clinic.monday.isoformat()}
    other_days = unescape(re.search(r'href="([^"]+)">Look at other days', answer.content.decode())[1])
    assert "Look ahead" in text_of(desk.get(reverse("scheduling:book") + other_days))


def test_a_page_that_fifty_people_ask_for_at_once_asks_little(
    small_clinic, desk, django_assert_max_num_queries
):
    """T01: each room, clinician and location is read once, however often the page shows it.

    So are the roles of whoever reads it, since the navigation asks whether they are a medical director. Who
    is too late is told so before anything is locked or judged.
    """
    small_clinic.book(patient=small_clinic.register())
    sent = typed(small_clinic)
    with django_assert_max_num_queries(16):
        assert desk.get(book_page(small_clinic)).status_code == 200
    with django_assert_max_num_queries(20):  # two of them are savepoints, for the test alone
        assert desk.post(book_page(small_clinic), sent).status_code == 409
    small_clinic.authorise()
    with django_assert_max_num_queries(18):
        desk.get(book_page(small_clinic))


def test_the_page_says_when_there_may_be_more_times_than_it_shows(client, db):
    clinic = open_small_clinic(rooms=1, clinicians=10)
    client.force_login(clinic.front_desk)
    page = client.get(book_page(clinic, days=14))
    assert page.content.decode().count('name="opening"') == 500 + 1  # with the one that is typed
    assert "These are the first 500 times; there may be more." in text_of(page)
    of_one = text_of(client.get(book_page(clinic, days=7, clinician=clinic.clinicians[0].pk)))
    assert "Use the time typed here" in of_one and "These are the first" not in of_one


def test_the_page_says_where_its_times_are_and_leads_to_the_patients_own_location(small_clinic, desk):
    other = open_another(small_clinic)
    assert "These are times at Riverside" in text_of(desk.get(book_page(small_clinic)))
    page = desk.get(book_page(small_clinic, location=other.slug, room=small_clinic.rooms[0].pk))
    assert "These are times at Uptown" in text_of(page)
    assert "Show times at Riverside" in text_of(page)
    own = unescape(re.search(r'href="([^"]+)">Show times', page.content.decode())[1])
    assert "location=riverside" in own and "room" not in own
    assert desk.get(reverse("scheduling:book") + own).context["location"] == small_clinic.location


def test_a_room_that_does_not_serve_the_type_is_no_choice(small_clinic, desk):
    small_clinic.rooms[1].types.clear()
    page = desk.get(book_page(small_clinic)).content.decode()
    assert ">Room 1</option>" in page and ">Room 2</option>" not in page
    answer = desk.post(book_page(small_clinic), typed(small_clinic, room=small_clinic.rooms[1].pk))
    assert "Select a valid choice." in text_of(answer)
    assert not Appointment.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"opening": ""}, "Choose a time from the list, or “Use the time typed here”."),
        ({"opening": "2026/1/1"}, "That is no opening of ours."),
        ({"opening": "a\0b"}, "Null characters are not allowed."),
        ({"opening": "x" * 81}, "at most 80 characters"),
        ({"starts": "25:00"}, "Enter a valid time."),
        ({"day": "2026-02-30"}, "Enter a valid date."),
        ({"day": "8999-12-31"}, "12 months ahead"),
        ({"day": "9999-12-31"}, "Choose a day of this century."),
        ({"room": "999999999999999999999"}, "Select a valid choice."),
        ({"minutes": "many"}, "Enter a whole number."),
        ({"form_key": "made up"}, "could not check where this came from"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(small_clinic, desk, changes, words):
    """T33"""
    answer = desk.post(book_page(small_clinic), typed(small_clinic, **changes))
    assert answer.status_code in (200, 422)
    assert words in text_of(answer)
    assert not Appointment.objects.exists()


def test_an_hour_that_comes_twice_is_asked_about(small_clinic, desk):
    """The clocks go back: 01:30 comes twice, so it is never guessed."""
    with time_machine.travel("2026-10-01T12:00Z"):
        desk.force_login(small_clinic.front_desk)
        sent = typed(small_clinic, at=time(1, 30), day="2026-11-01", form_key=new_key())
        answer = desk.post(book_page(small_clinic), sent)
        assert "The clocks go back that night" in text_of(answer)
        answer = desk.post(book_page(small_clinic), {**sent, "fold": "1"})
        assert "not open for the whole visit" in text_of(answer)


def test_the_same_form_sent_again_leads_to_the_same_booking(small_clinic, desk):
    """T07, one after the other; at once in `test_storms.py`."""
    sent = typed(small_clinic)
    answers = [desk.post(book_page(small_clinic), sent) for _ in range(10)]
    booked = Appointment.objects.get()
    assert {answer["Location"] for answer in answers} == {
        reverse("scheduling:appointment", args=[booked.reference])
    }


def test_the_same_form_with_other_content_is_refused(small_clinic, desk):
    """T07"""
    sent = typed(small_clinic)
    desk.post(book_page(small_clinic), sent)
    answer = desk.post(book_page(small_clinic), {**sent, "starts": "14:00"})
    assert answer.status_code == 409
    assert "sent before with other details" in text_of(answer)
    assert Appointment.objects.count() == 1
    fresh = re.search(r'name="form_key" value="([^"]+)"', answer.content.decode())[1]
    assert (
        desk.post(book_page(small_clinic), {**sent, "starts": "14:00", "form_key": fresh}).status_code == 302
    )


def test_the_same_form_with_a_day_beyond_the_calendar_is_refused(small_clinic, desk):
    """T33: the page that says so does not look for what is left of that day."""
    sent = typed(small_clinic)
    desk.post(book_page(small_clinic), sent)
    opening = f"9999-12-31T23:00+0000/{sent['room']}/{sent['clinician']}"
    for other in ({"day": "9999-12-31"}, {"opening": opening}):
        answer = desk.post(book_page(small_clinic), {**sent, **other})
        assert "Choose a day of this century." in text_of(answer)
    assert Appointment.objects.count() == 1


def test_a_form_whose_appointment_was_canceled_is_not_called_booked(small_clinic, desk):
    """T07: what is sent again after a cancellation books nothing by itself, and once more does."""
    sent = typed(small_clinic)
    desk.post(book_page(small_clinic), sent)
    booked = Appointment.objects.get()
    cancelling.cancel(appointment=booked, by=small_clinic.front_desk, reason="Ill", now=timezone.now())
    answer = desk.post(book_page(small_clinic), sent)
    assert answer.status_code == 409
    assert "The appointment it booked is “Canceled” now." in text_of(answer)
    assert not Appointment.objects.active().exists()
    fresh = re.search(r'name="form_key" value="([^"]+)"', answer.content.decode())[1]
    assert desk.post(book_page(small_clinic), {**sent, "form_key": fresh}).status_code == 302
    assert Appointment.objects.active().count() == 1


def test_a_clinician_books_for_their_own_patients_only(client, small_clinic):
    """R1"""
    client.force_login(small_clinic.clinicians[0].user)
    assert client.get(book_page(small_clinic)).status_code == 404
    CareTeamMember.objects.create(patient=small_clinic.patient, user=small_clinic.clinicians[0].user)
    assert client.get(book_page(small_clinic)).status_code == 200
