"""The diary's pages: the calendar, booking, moving, canceling, authorizing."""

import re
from datetime import time, timedelta
from html import unescape
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from clinic.locations.models import Closure, Location
from clinic.scheduling import booking
from clinic.scheduling.forms import opening_value
from clinic.scheduling.models import Absence, Appointment, Room
from clinic.scheduling.openings import openings
from patients.inquiries.form_keys import new_key
from patients.people.models import CareTeamMember, Hold
from tests.small_clinic import open_small_clinic


@pytest.fixture
def desk(client, small_clinic):
    """The front desk's browser."""
    client.force_login(small_clinic.front_desk)
    return client


@pytest.fixture
def prescriber(client, small_clinic):
    CareTeamMember.objects.create(patient=small_clinic.patient, user=small_clinic.prescriber)
    client.force_login(small_clinic.prescriber)
    return client


def calendar(small_clinic, show="rooms", day=None):
    query = {
        "location": small_clinic.location.slug,
        "day": (day or small_clinic.monday).isoformat(),
        "show": show,
    }
    return reverse("scheduling:calendar", query=query)


def book_page(small_clinic, type="evaluation", **query):
    asked = {
        "patient": small_clinic.patient.reference,
        "type": type,
        "day": small_clinic.monday.isoformat(),
        **query,
    }
    return reverse("scheduling:book", query=asked)


def typed(small_clinic, at=time(10), **changes):
    """A booking typed by hand, as the form sends it."""
    return {
        "form_key": new_key(),
        "opening": "typed",
        "day": small_clinic.monday.isoformat(),
        "starts": f"{at:%H:%M}",
        "minutes": "",
        "room": small_clinic.rooms[0].pk,
        "clinician": small_clinic.clinicians[0].pk,
        **changes,
    }


def text_of(response):
    """What a page says, without its tags."""
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", unescape(words))


# -- The calendar ------------------------------------------------------------------------------------


def test_a_day_by_room_shows_the_session_and_what_blocks_the_room(small_clinic, desk):
    course = small_clinic.authorise()
    small_clinic.book(type=small_clinic.treatment_type, course=course)
    said = text_of(desk.get(calendar(small_clinic)))
    for part in (
        "08:00 Free Book",
        "09:30 Prepare",
        "10:00–10:50 Robin Example IV session 1 of 6 Clinician 1",
        "10:50 Observe",
        "11:50 Turnover",
        "12:00 Free Book",
    ):
        assert part in said, part


def test_a_day_by_clinician_frees_the_clinician_while_the_patient_rests(small_clinic, desk):
    small_clinic.book(type=small_clinic.treatment_type, course=small_clinic.authorise())
    away = (small_clinic.at(14), small_clinic.at(15))
    Absence.objects.create(clinician=small_clinic.clinicians[1], away=away)
    said = text_of(desk.get(calendar(small_clinic, "clinicians")))
    assert "10:00–10:50 Robin Example IV session 1 of 6 Room 1" in said
    assert "10:50 Free Book" in said
    assert "14:00 Away" in said


def test_a_week_lists_every_appointment_once_under_its_day(small_clinic, desk):
    small_clinic.book()
    small_clinic.book(session_start=small_clinic.at(14, day=small_clinic.monday + timedelta(days=2)))
    page = desk.get(calendar(small_clinic, "week"))
    assert text_of(page).count("Robin Example Evaluation") == 2
    assert "14:00–15:00" in text_of(page)


def test_a_closed_day_says_why(small_clinic, desk):
    Closure.objects.create(first_day=small_clinic.monday, last_day=small_clinic.monday, reason="Staff day")
    for show in ("rooms", "clinicians", "week"):
        assert "Closed: Staff day" in text_of(desk.get(calendar(small_clinic, show)))


def test_a_session_on_hold_is_marked(small_clinic, desk):
    small_clinic.book(type=small_clinic.treatment_type, course=small_clinic.authorise())
    assert "On hold" not in text_of(desk.get(calendar(small_clinic)))
    Hold.objects.create(patient=small_clinic.patient, reason="Call first.", raised_by=small_clinic.prescriber)
    for show in ("rooms", "clinicians", "week"):
        assert "On hold" in text_of(desk.get(calendar(small_clinic, show)))


def test_a_canceled_appointment_leaves_the_calendar(small_clinic, desk):
    booked = small_clinic.book()
    booking.cancel(appointment=booked, by=small_clinic.front_desk, reason="Ill", now=small_clinic.now)
    assert "Robin Example" not in text_of(desk.get(calendar(small_clinic)))


def test_the_calendar_says_where_now_is(small_clinic, desk):
    with time_machine.travel(small_clinic.at(10, 42), tick=False):
        desk.force_login(small_clinic.front_desk)
        said = text_of(desk.get(calendar(small_clinic)))
    assert "It is 10:42 there now" in said
    assert "08:00 Now Free" in said


@pytest.mark.parametrize(
    "query",
    [
        {"day": "never", "show": "pages", "location": "nowhere"},
        {"day": "0001-01-01"},
        {"day": "9999-12-31", "show": "week"},
        {"day": "2026-02-30", "location": "\0", "show": "\ud800"},
        {"location": "riverside'; --"},
    ],
)
def test_an_address_that_makes_no_sense_shows_today(small_clinic, desk, query):
    """R7, T33: what is shown comes from an allow-list."""
    address = reverse("scheduling:calendar")
    encoded = "&".join(
        f"{name}={value.encode('utf-8', 'surrogatepass').hex('%')}" for name, value in query.items()
    )
    encoded = re.sub(r"=([0-9a-f]{2})", r"=%\1", encoded)
    response = desk.get(f"{address}?{encoded}")
    assert response.status_code == 200
    assert response.context["day"] == small_clinic.location.today()


def test_the_calendar_asks_the_same_queries_for_any_number_of_appointments(
    small_clinic, desk, django_assert_max_num_queries
):
    def queries(show):
        with django_assert_max_num_queries(40) as asked:
            desk.get(calendar(small_clinic, show))
        return len(asked)

    small_clinic.book()
    few = [queries(show) for show in ("rooms", "clinicians", "week")]
    for hour in range(11, 17, 2):
        for room, clinician in zip(small_clinic.rooms, small_clinic.clinicians, strict=True):
            small_clinic.book(
                patient=small_clinic.register(),
                session_start=small_clinic.at(hour, 15),
                room=room,
                clinician=clinician,
            )
    assert [queries(show) for show in ("rooms", "clinicians", "week")] == few


# -- Booking -----------------------------------------------------------------------------------------


def test_a_patient_is_found_by_name_before_anything_is_booked(small_clinic, desk):
    page = desk.get(reverse("scheduling:book", query={"q": "robin", "day": "2026-12-01"}))
    assert f"patient={small_clinic.patient.reference}&amp;day=2026-12-01" in page.content.decode()
    assert "Nobody found" in text_of(desk.get(reverse("scheduling:book", query={"q": "zzz"})))


def test_only_what_is_possible_is_offered_and_the_rest_is_explained(small_clinic, desk):
    said = text_of(desk.get(book_page(small_clinic, type="")))
    assert "IV session: no course is authorized." in said
    small_clinic.authorise()
    assert "IV session 1 of 6" in text_of(desk.get(book_page(small_clinic, type="")))
    Hold.objects.create(patient=small_clinic.patient, reason="Call.", raised_by=small_clinic.prescriber)
    assert "IV session: the course is on hold." in text_of(desk.get(book_page(small_clinic, type="")))


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
    assert "Room 1 is taken 10:00–11:10." in text_of(answer)
    assert "Clinician 1 is with a patient 10:00–11:00." in text_of(answer)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"opening": ""}, "Choose a time from the list, or “Use the time typed here”."),
        ({"opening": "2026/1/1"}, "That is no opening of ours."),
        ({"opening": "a\0b"}, "Null characters are not allowed."),
        ({"opening": "x" * 81}, "at most 80 characters"),
        ({"starts": "25:00"}, "Enter a valid time."),
        ({"day": "2026-02-30"}, "Enter a valid date."),
        ({"day": "9999-12-31"}, "12 months ahead"),
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


def test_a_form_whose_appointment_was_canceled_is_not_called_booked(small_clinic, desk):
    """T07: what is sent again after a cancellation books nothing by itself, and once more does."""
    sent = typed(small_clinic)
    desk.post(book_page(small_clinic), sent)
    booked = Appointment.objects.get()
    booking.cancel(appointment=booked, by=small_clinic.front_desk, reason="Ill", now=timezone.now())
    answer = desk.post(book_page(small_clinic), sent)
    assert answer.status_code == 409
    assert "The appointment it booked is “Cancelled” now." in text_of(answer)
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


# -- One appointment ---------------------------------------------------------------------------------


def test_an_appointment_page_tells_the_whole_visit_and_its_story(small_clinic, desk):
    booked = small_clinic.book(type=small_clinic.treatment_type, course=small_clinic.authorise())
    said = text_of(desk.get(reverse("scheduling:appointment", args=[booked.reference])))
    for part in ("Robin Example: IV session 1 of 6", "09:30", "Session, 50 minutes", "11:50", "Fran Desk"):
        assert part in said, part


def test_an_appointment_is_moved_with_a_reason_that_stays(small_clinic, desk):
    booked = small_clinic.book()
    page = desk.get(reverse("scheduling:move", args=[booked.reference]))
    seen = unescape(re.search(r'name="seen" value="([^"]+)"', page.content.decode())[1])
    sent = typed(small_clinic, at=time(15), room=small_clinic.rooms[1].pk, seen=seen)
    address = reverse("scheduling:move", args=[booked.reference])
    assert "Why is it moved?" in text_of(desk.post(address, sent)), "a reason is asked for"
    answer = desk.post(address, {**sent, "reason": "Patient asked"}, follow=True)
    booked.refresh_from_db()
    assert (booked.starts_at, booked.room) == (small_clinic.at(15), small_clinic.rooms[1])
    said = text_of(answer)
    assert "10:00–11:00 to" in said and "from Room 1 to Room 2: Patient asked" in said


def test_a_second_person_does_not_overwrite_what_the_first_changed(small_clinic, desk):
    """T08"""
    booked = small_clinic.book()
    seen = booked.changed_at.isoformat()
    booking.move(
        appointment=booked,
        session_start=small_clinic.at(12),
        room=booked.room,
        clinician=booked.clinician,
        by=small_clinic.prescriber,
        reason="Room needed",
        now=timezone.now(),
    )
    address = reverse("scheduling:move", args=[booked.reference])
    answer = desk.post(address, typed(small_clinic, at=time(15), seen=seen, reason="Patient asked"))
    assert answer.status_code == 409
    assert "Somebody else has just changed this appointment" in text_of(answer)
    booked.refresh_from_db()
    assert booked.starts_at == small_clinic.at(12)


def test_canceling_needs_a_reason_and_frees_the_time_at_once(small_clinic, desk):
    """T09"""
    booked = small_clinic.book()
    address = reverse("scheduling:cancel", args=[booked.reference])
    seen = booked.changed_at.isoformat()
    assert "There is a problem" in text_of(desk.post(address, {"reason": "", "seen": seen}))
    desk.post(address, {"reason": "Patient is ill", "seen": seen})
    booked.refresh_from_db()
    assert (booked.status, booked.reason) == ("cancelled", "Patient is ill")
    assert desk.post(book_page(small_clinic), typed(small_clinic)).status_code == 302


def test_a_cancellation_is_taken_back_while_the_time_is_free(small_clinic, desk):
    """T09"""
    booked = small_clinic.book()
    booking.cancel(appointment=booked, by=small_clinic.front_desk, reason="Ill", now=timezone.now())
    restore = reverse("scheduling:restore", args=[booked.reference])
    assert desk.get(restore).status_code == 405, "R5: by POST only"
    other = small_clinic.book(patient=small_clinic.register())
    answer = desk.post(restore)
    assert answer.status_code == 409
    assert "Room 1 is taken 10:00–11:10." in text_of(answer)
    booking.cancel(appointment=other, by=small_clinic.front_desk, reason="Ill", now=timezone.now())
    assert desk.post(restore).status_code == 302
    booked.refresh_from_db()
    assert booked.status == "booked"


def test_an_appointment_on_hold_says_why(small_clinic, desk):
    course = small_clinic.authorise()
    booked = small_clinic.book(type=small_clinic.treatment_type, course=course)
    Hold.objects.create(patient=small_clinic.patient, reason="Call first.", raised_by=small_clinic.prescriber)
    said = text_of(desk.get(reverse("scheduling:appointment", args=[booked.reference])))
    assert "The patient’s care is on hold: Call first." in said
    assert "A clinician decides." in said


def open_another(small_clinic):
    """A second location, and a room there where everything is done."""
    here = small_clinic.location
    known = {name: getattr(here, name) for name in ("time_zone", "street", "city", "postal_code", "country")}
    other = Location.objects.create(name="Uptown", slug="uptown", phone=here.phone, **known)
    room = Room.objects.create(location=other, name="Room 9")
    room.types.set(small_clinic.rooms[0].types.all())
    return other


def close(location):
    location.is_active = False
    location.save()


@pytest.mark.parametrize("has_another", [True, False])
def test_an_appointment_at_a_closed_location_is_seen_and_moved_away(small_clinic, desk, has_another):
    booked = small_clinic.book()
    if has_another:
        open_another(small_clinic)
    close(small_clinic.location)
    for show in ("rooms", "clinicians", "week"):
        said = text_of(desk.get(calendar(small_clinic, show)))
        assert "Robin Example" in said and "Free Book" not in said
    move = desk.get(reverse("scheduling:move", args=[booked.reference]))
    assert move.status_code == 200
    assert move.context["location"].slug == ("uptown" if has_another else "riverside")


@pytest.mark.parametrize("has_another", [True, False])
def test_a_patient_of_a_closed_location_is_booked_elsewhere(small_clinic, desk, has_another):
    if has_another:
        open_another(small_clinic)
    close(small_clinic.location)
    page = desk.get(book_page(small_clinic))
    assert page.status_code == 200
    assert page.context["location"].slug == ("uptown" if has_another else "riverside")


def test_a_random_reference_is_not_found(small_clinic, desk):
    for name in ("appointment", "move", "cancel"):
        assert desk.get(reverse(f"scheduling:{name}", args=[uuid4().hex])).status_code == 404


# -- Courses -----------------------------------------------------------------------------------------


def test_what_a_course_still_needs_is_said_in_words(small_clinic, prescriber):
    address = reverse("scheduling:authorise", args=[small_clinic.patient.reference])
    assert "No evaluation in force says that treatment can go ahead." in text_of(prescriber.get(address))
    small_clinic.evaluate(small_clinic.patient)
    assert "Ketamine by drip: no consent is in force." in text_of(prescriber.get(address))


def test_a_prescriber_authorizes_a_course_and_ends_it(small_clinic, prescriber):
    evaluation = small_clinic.evaluate(small_clinic.patient)
    consent = small_clinic.sign_consent(small_clinic.patient)
    address = reverse("scheduling:authorise", args=[small_clinic.patient.reference])
    refused = prescriber.post(address, {"basis": evaluation.reference, "sessions": "61"})
    assert "less than or equal to 60" in text_of(refused)
    prescriber.post(address, {"basis": evaluation.reference, "sessions": "6"})
    course = small_clinic.patient.courses.get()
    assert (course.evaluation, course.consent, course.sessions_authorised) == (evaluation, consent, 6)
    booked = small_clinic.book(type=small_clinic.treatment_type, course=course)
    end = reverse("scheduling:end_course", args=[small_clinic.patient.reference, course.reference])
    assert "1 session is still to come." in text_of(prescriber.post(end))
    booking.cancel(appointment=booked, by=small_clinic.front_desk, reason="Ill", now=timezone.now())
    prescriber.post(end)
    course.refresh_from_db()
    assert course.ended_on == small_clinic.location.today()


def test_another_patients_evaluation_is_no_basis_for_a_course(small_clinic, prescriber):
    other = small_clinic.register()
    foreign = small_clinic.evaluate(other)
    small_clinic.evaluate(small_clinic.patient)
    small_clinic.sign_consent(small_clinic.patient)
    address = reverse("scheduling:authorise", args=[small_clinic.patient.reference])
    answer = prescriber.post(address, {"basis": foreign.reference, "sessions": "6"})
    assert "Select a valid choice." in text_of(answer)
    assert not small_clinic.patient.courses.exists()


def test_a_calendar_without_a_location_says_what_to_do(client, db):
    clinic = open_small_clinic()
    clinic.location.is_active = False
    clinic.location.save()
    client.force_login(clinic.front_desk)
    assert "There is no location yet" in text_of(client.get(reverse("scheduling:calendar")))
