"""A patient's visits on their own pages: what is to come, how to prepare, who takes them home, asking for a change."""

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.db import OperationalError, connection
from django.test import Client
from icalendar import Calendar

from clinic.requests import answering, asking
from clinic.requests.models import ChangeRequest, ProposedTime
from clinic.scheduling import booking, cancelling, offering
from clinic.scheduling.models import Preparation
from clinic.scheduling.openings import Opening
from patients.people.models import Patient
from patients.safety.raising import raise_task
from tests.clinic.scheduling.pages import text_of
from tests.patients.area.own_pages import SAID
from tests.patients.conftest import hidden_fields


@pytest.fixture
def session(small_clinic, robin):
    """Robin's first session of six, Monday at ten; for the way home somebody is needed."""
    small_clinic.treatment_type.needs_escort = True
    small_clinic.treatment_type.save()
    course = small_clinic.authorise(robin)
    return small_clinic.book(type=small_clinic.treatment_type, patient=robin, course=course)


@pytest.fixture
def page_of(client, opened):
    """`page_of(appointment, "change/")`: the page, and its address."""

    def get(appointment, more=""):
        return client.get(f"{opened}visits/{appointment.reference}/{more}")

    return get


@pytest.fixture
def send(client, opened, page_of):
    """`send(appointment, "change/", act="ask", …)`: fills in the form of the page and sends it."""

    def post(appointment, more="", **said):
        hidden = hidden_fields(page_of(appointment, "" if more == "answer/" else more))
        address = f"{opened}visits/{appointment.reference}/{more}"
        return client.post(address, {**hidden, **said}, follow=True)

    return post


def proposed_to(clinic, *hours):
    """The desk proposes these hours of the Monday."""
    times = [Opening(clinic.at(hour), clinic.rooms[0], clinic.clinicians[0]) for hour in hours]
    asked = ChangeRequest.objects.latest("pk")
    seen = asked.times.standing().values_list("reference", flat=True)
    return answering.propose(request=asked, times=times, seen=seen, by=clinic.front_desk, now=clinic.now)


# -- The list ----------------------------------------------------------------------------------------


def test_without_a_visit_the_list_says_what_will_stand_there(client, opened):
    page = text_of(client.get(f"{opened}visits/"))
    assert "No visit is booked at the moment." in page and "Earlier" not in page


def test_the_list_says_what_is_to_come_soonest_first_and_what_was_without_blame(
    client, opened, small_clinic, robin, session
):
    small_clinic.book(patient=robin, session_start=small_clinic.at(15), type=small_clinic.follow_up_type)
    off = small_clinic.book(patient=robin, session_start=small_clinic.at(13))
    cancelling.cancel(appointment=off, by=small_clinic.front_desk, reason="Too ill", now=small_clinic.now)
    page = text_of(client.get(f"{opened}visits/"))
    assert re.search(
        r"at 9:30 a\.m\. Session 1 of 6\..* at 3:00 p\.m\. Follow-up visit\..* Evaluation visit\. It was canceled",
        page,
    )
    assert "Too ill" not in page and "ketamine" not in page.lower()
    with time_machine.travel(session.visit.upper + timedelta(days=2), tick=False):
        client.post(opened, SAID)
        cancelling.mark_no_show(appointment=session, by=small_clinic.front_desk, now=session.visit.upper)
        page = text_of(client.get(f"{opened}visits/"))
    assert "Session 1 of 6. It did not take place." in page and "missed" not in page.lower()


def test_an_offer_and_a_strangers_visit_are_no_visits_of_theirs(client, opened, small_clinic, robin):
    offer = offering.keep(
        type=small_clinic.follow_up_type, patient=robin, room=small_clinic.rooms[0],
        clinician=small_clinic.clinicians[0], session_start=small_clinic.at(14), until=small_clinic.at(8),
        by=small_clinic.front_desk, form_key="5e0e3f0a-4f2e-4d0c-9d2e-111111111111", now=small_clinic.now,
    )  # fmt: skip
    strangers = small_clinic.book()
    for visit in (offer, strangers):
        for more in ("", "change/", "answer/", "appointment.ics"):
            address = f"{opened}visits/{visit.reference}/{more}"
            assert client.post(address, {"act": "take_back"}).status_code == 404
            assert more == "answer/" or client.get(address).status_code == 404
    assert "No visit is booked" in text_of(client.get(f"{opened}visits/"))


@pytest.mark.drill
def test_the_link_alone_shows_nothing_of_a_visit(client, link, session):
    """R6"""
    for more in ("", f"{session.reference}/", f"{session.reference}/appointment.ics"):
        said = text_of(client.get(f"{link.address}visits/{more}"))
        assert "say when you were born" in said and "Session" not in said


# -- One visit ---------------------------------------------------------------------------------------


def test_a_visit_says_when_where_with_whom_and_how_long(page_of, session):
    page = page_of(session)
    said = text_of(page)
    assert "Monday" in said and "at 9:30 a.m." in said and "until about 11:50 a.m." in said
    assert "With Clinician 1." in said and "100 Invented Street" in said and "Add to your calendar" in said
    assert page["Cache-Control"] == "no-store"
    assert re.search(r"<title>\s*Your visit · Stillwater</title>", page.content.decode())


def test_no_clock_stands_on_the_sheet_before_a_medical_director_has_confirmed_it(
    page_of, small_clinic, session
):
    row = Preparation.objects.create(
        type=session.type, no_food_minutes=120, no_drink_minutes=30, no_spray_minutes=60
    )
    said = text_of(page_of(session))
    assert "We tell you from when on." in said and "8:00" not in said and "please eat nothing" not in said
    Preparation.objects.filter(pk=row.pk).update(
        confirmed_by=small_clinic.prescriber, confirmed_on=small_clinic.now.date()
    )
    said = text_of(page_of(session))
    assert (
        "From 8:00 a.m. on, please eat nothing." in said and "From 9:30 a.m. on, please drink nothing" in said
    )
    assert "Use it before 9:00 a.m." in said and "We tell you from when on." not in said
    assert "Take your medicines as usual" in said and "Call 988" in said


def test_a_spray_that_ends_the_day_before_says_on_which_day(page_of, small_clinic, session):
    Preparation.objects.create(
        type=session.type, no_spray_minutes=720, confirmed_by=small_clinic.prescriber,
        confirmed_on=small_clinic.now.date(),
    )  # fmt: skip
    said = text_of(page_of(session))
    assert "Use it before 10:00 p.m. , and not again before the visit. That is on Sunday, " in said


@pytest.mark.drill
def test_an_evaluation_is_prepared_for_by_its_own_words(page_of, small_clinic, robin):
    said = text_of(page_of(small_clinic.book(patient=robin)))
    assert "a list of all your medicines" in said and "Eating and drinking" not in said
    assert "takes you home" not in said


@pytest.mark.drill
def test_a_visit_that_moved_or_is_off_says_so(page_of, small_clinic, session):
    moved = booking.move(
        appointment=session, session_start=small_clinic.at(14), room=session.room, clinician=session.clinician,
        by=small_clinic.front_desk, reason="Asked", now=small_clinic.now,
    )  # fmt: skip
    assert "This visit was moved. Before, it was at 9:30 a.m. on" in text_of(page_of(session))
    cancelling.cancel(appointment=moved, by=small_clinic.front_desk, reason="Ill", now=small_clinic.now)
    said = text_of(page_of(session))
    assert "It was canceled. You need not come." in said and "How to prepare" not in said


def test_a_visit_that_moved_says_so_also_once_it_lasts_longer(page_of, small_clinic, session):
    for minutes in (50, 60):
        session = booking.move(
            appointment=session, session_start=small_clinic.at(14), room=session.room,
            clinician=session.clinician, session_minutes=minutes, by=small_clinic.front_desk, reason="Asked",
            now=small_clinic.now,
        )  # fmt: skip
    assert "This visit was moved. Before, it was at 9:30 a.m. on" in text_of(page_of(session))


@pytest.mark.drill
def test_a_visit_on_hold_says_that_somebody_looks_first(page_of, small_clinic, session):
    evaluation = session.course.evaluation
    evaluation.suspended_at, evaluation.suspended_by = small_clinic.now, small_clinic.prescriber
    evaluation.suspended_because = "A new finding"
    evaluation.save()
    said = text_of(page_of(session))
    assert "Before this visit one of us looks at something again." in said and "finding" not in said


def test_the_calendar_file_is_this_visit_and_its_name_says_nothing(client, page_of, session):
    """T38, T42"""
    file = page_of(session, "appointment.ics")
    assert file["Content-Disposition"] == 'attachment; filename="appointment.ics"'
    assert file["Content-Type"] == "text/calendar; method=PUBLISH" and file["Cache-Control"] == "no-store"
    [event] = Calendar.from_ical(file.content).walk("VEVENT")
    assert event["DTSTART"].dt == session.visit.lower and "Session" not in event["SUMMARY"]


def test_nobody_is_urged_on_after_a_crisis(page_of, robin, session, small_clinic):
    raise_task(cause="flagged", patient=robin, words="Invented.", by=small_clinic.prescriber)
    said = page_of(session)
    assert "Nothing on this page needs doing now." in text_of(said)
    assert "btn-primary" not in said.content.decode().split("<main")[1].split("</main>")[0]


# -- Who takes them home -----------------------------------------------------------------------------


def test_they_say_who_takes_them_home_and_who_was_named_is_proposed(page_of, send, robin, session):
    Patient.objects.filter(pk=robin.pk).update(escort_name="Gale Reach", escort_phone="+12125550181")
    page = unescape(page_of(session).content.decode())
    assert 'value="Gale Reach"' in page and 'value="+1 212-555-0181"' in page
    said = text_of(send(session, act="home", escort_name="Gale Reach", escort_phone="+1 212-555-0181"))
    assert "We know who takes you home." in said and "You told us on" in said
    session.refresh_from_db()
    assert session.escort_confirmed_at and session.escort_name == "Gale Reach"


@pytest.mark.drill
def test_nobody_named_is_asked_for_and_kept_nowhere(send, session):
    page = send(session, act="home", escort_name=" ", escort_phone="212")
    assert "Say who takes you home." in text_of(page) and 'value="212"' in page.content.decode()
    session.refresh_from_db()
    assert session.escort_phone == ""


@pytest.mark.drill
def test_what_they_saw_before_it_moved_is_asked_again(client, opened, page_of, small_clinic, session):
    seen = hidden_fields(page_of(session))
    booking.move(
        appointment=session, session_start=small_clinic.at(14), room=session.room, clinician=session.clinician,
        by=small_clinic.front_desk, reason="Asked", now=small_clinic.now,
    )  # fmt: skip
    address = f"{opened}visits/{session.reference}/"
    page = client.post(address, {**seen, "act": "home", "escort_name": "Gale"})
    assert "This visit has another time now." in text_of(page)
    session.refresh_from_db()
    assert session.escort_name == ""


def test_once_they_have_read_of_the_other_time_they_send_it_again(
    client, opened, page_of, small_clinic, session
):
    """The page shows the time it has now, and does not refuse for ever."""
    forms = {more: hidden_fields(page_of(session, more)) for more in ("", "change/")}
    booking.move(
        appointment=session, session_start=small_clinic.at(14), room=session.room, clinician=session.clinician,
        by=small_clinic.front_desk, reason="Asked", now=small_clinic.now,
    )  # fmt: skip
    for more, said in (
        ("", {"act": "home", "escort_name": "Gale"}),
        ("change/", {"act": "ask", "wants": "cancel"}),
    ):
        address = f"{opened}visits/{session.reference}/{more}"
        page = client.post(address, {**forms[more], **said})
        assert "This visit has another time now." in text_of(page) and "at 1:30 p.m." in text_of(page)
        assert client.post(address, {**hidden_fields(page), **said}).status_code == 302
    session.refresh_from_db()
    assert session.escort_name == "Gale" and ChangeRequest.objects.get().about == session.session.lower


# -- Asking for a change -----------------------------------------------------------------------------


def test_they_ask_once_see_it_and_take_it_back(send, page_of, session):
    said = text_of(
        send(session, "change/", act="ask", wants="move", weekdays=["2", "4"], words="After work.")
    )
    assert "We have what you ask." in said and "After work." in said and "You asked for another time" in said
    assert page_of(session, "change/").status_code == 302  # one at a time
    assert "You have taken it back." in text_of(send(session, "answer/", act="take_back"))
    assert "Ask to move or cancel it" in text_of(page_of(session))


def test_what_the_page_thanked_them_for_it_says_no_more_once_it_is_otherwise(
    client, opened, page_of, send, small_clinic, session
):
    """A phone that is opened again days later loads the address that it shows."""

    def loaded_again(said):
        return text_of(client.get(f"{opened}visits/{session.reference}/", {"said": said}))

    send(session, act="home", escort_name="Gale")
    send(session, "change/", act="ask", wants="move")
    assert "We know who takes you home." in loaded_again("home")
    assert "We have what you ask." in loaded_again("asked")
    proposed_to(small_clinic, 14)
    assert "We have what you ask." not in loaded_again("asked")
    assert "We look for other times." not in loaded_again("none")
    assert "Your visit has moved" not in loaded_again("pick")
    send(session, "answer/", act="take_back")
    assert "You have taken it back." in loaded_again("take_back")
    send(session, "change/", act="ask", wants="cancel")
    assert "You have taken it back." not in loaded_again("take_back")
    session.refresh_from_db()
    booking.move(
        appointment=session, session_start=small_clinic.at(10) + timedelta(days=1), room=session.room,
        clinician=session.clinician, by=small_clinic.front_desk, reason="Asked", now=small_clinic.now,
    )  # fmt: skip
    assert "We know who takes you home." not in loaded_again("home")


def test_by_when_a_person_reads_it_does_not_move_on_from_day_to_day(client, opened, page_of, send, session):
    def promised():
        return re.search(r"A person reads it by (\w+, \w+ \d+)", text_of(page_of(session)))[1]

    send(session, "change/", act="ask", wants="move")
    first = promised()
    with time_machine.travel(session.booked_at + timedelta(days=3), tick=False):
        client.post(opened, SAID)
        assert promised() == first


def test_a_double_click_asks_once_and_an_empty_form_not_at_all(client, opened, page_of, session):
    """T07"""
    address = f"{opened}visits/{session.reference}/change/"
    form = hidden_fields(page_of(session, "change/"))
    assert "Choose what you would like." in text_of(client.post(address, {**form, "act": "ask"}))
    for _click in range(2):
        assert client.post(address, {**form, "act": "ask", "wants": "cancel"}).status_code == 302
    assert ChangeRequest.objects.count() == 1
    assert "You asked to cancel this visit" in text_of(page_of(session))


def test_within_the_clinics_hours_the_page_says_to_call(client, opened, page_of, session):
    with time_machine.travel(session.visit.lower - timedelta(hours=23), tick=False):
        client.post(opened, SAID)
        said = text_of(page_of(session))
        assert page_of(session, "change/").status_code == 302
    assert "It is too close to ask here for another time." in said and "(212) 555-0142" in said
    assert "Ask to move" not in said


def test_they_choose_a_time_and_a_second_click_is_no_mistake(client, opened, send, small_clinic, session):
    send(session, "change/", act="ask", wants="move")
    times = proposed_to(small_clinic, 14, 16)
    page = text_of(send(session, "answer/", act="pick", time=times[1].reference))
    assert "Your visit has moved to the time you chose." in page and "at 3:30 p.m." in page
    address = f"{opened}visits/{session.reference}/answer/"
    again = client.post(address, {"act": "pick", "time": times[1].reference}, follow=True)
    assert "Your visit has moved" in text_of(again)
    session.refresh_from_db()
    booking.move(
        appointment=session, session_start=small_clinic.at(10), room=session.room, clinician=session.clinician,
        by=small_clinic.front_desk, reason="Ill", now=small_clinic.now,
    )  # fmt: skip
    assert "the time you chose" not in text_of(client.get(again.redirect_chain[-1][0]))


def test_of_times_that_are_gone_a_kind_page_shows_the_rest(send, page_of, small_clinic, session):
    send(session, "change/", act="ask", wants="move")
    times = proposed_to(small_clinic, 14, 16)
    small_clinic.book(patient=small_clinic.register(), session_start=small_clinic.at(14))
    said = text_of(page_of(session))
    assert "3:30 p.m." in said and "1:30 p.m." not in said
    said = text_of(send(session, "answer/", act="pick", time=times[0].reference))
    assert "Somebody else has this time now." in said and "3:30 p.m." in said
    said = text_of(send(session, "answer/", act="none"))
    assert "We look for other times." in said and not ProposedTime.objects.standing()


def test_none_of_these_says_of_which_and_leaves_those_that_came_meanwhile(
    client, opened, send, page_of, small_clinic, session
):
    send(session, "change/", act="ask", wants="move")
    proposed_to(small_clinic, 14)
    seen = re.findall(r'name="seen" value="([^"]+)"', page_of(session).content.decode())
    proposed_to(small_clinic, 16)
    address = f"{opened}visits/{session.reference}/answer/"
    said = text_of(client.post(address, {"act": "none", "seen": seen}))
    assert "We have answered meanwhile." in said and "3:30 p.m." in said
    assert ProposedTime.objects.standing().count() == 1


@pytest.mark.drill
def test_a_strangers_time_moves_nothing(send, small_clinic, session):
    """T29"""
    stranger = small_clinic.book(session_start=small_clinic.at(15))
    asking.ask(
        appointment=stranger,
        wants="move",
        form_key="5e0e3f0a-4f2e-4d0c-9d2e-222222222222",
        now=small_clinic.now,
    )
    [time] = proposed_to(small_clinic, 16)
    send(session, "change/", act="ask", wants="move")
    assert send(session, "answer/", act="pick", time=time.reference).status_code == 404


@pytest.mark.drill
def test_what_stays_says_why(send, page_of, small_clinic, session):
    send(session, "change/", act="ask", wants="move")
    asked = ChangeRequest.objects.get()
    answering.keep(
        request=asked, words="The doctor is here only then.", by=small_clinic.front_desk, now=small_clinic.now
    )
    said = text_of(page_of(session))
    assert "It stays as it is." in said and "The doctor is here only then." in said


def test_a_request_waits_again_once_the_visit_is_back_where_it_was(send, page_of, small_clinic, session):
    """They asked about another time in between, which waits no more."""

    def move(hour):
        session.refresh_from_db()
        booking.move(
            appointment=session, session_start=small_clinic.at(hour), room=session.room,
            clinician=session.clinician, by=small_clinic.front_desk, reason="Asked", now=small_clinic.now,
        )  # fmt: skip

    send(session, "change/", act="ask", wants="move", words="My bus.")
    move(14)
    send(session, "change/", act="ask", wants="cancel")
    move(10)
    said = text_of(page_of(session))
    assert "You asked for another time" in said and "My bus." in said
    assert "You have taken it back." in text_of(send(session, "answer/", act="take_back"))


@pytest.mark.parametrize("more", ["", "change/"])
def test_while_the_database_is_away_nothing_is_kept_and_the_page_says_so(link, session, more):
    """P4, T16"""
    client = Client(raise_request_exception=False)
    client.post(link.address, SAID)
    address = f"{link.address}visits/{session.reference}/{more}"
    form = hidden_fields(client.get(address))

    def away(execute, sql, params, many, context):
        raise OperationalError("the server closed the connection")

    with connection.execute_wrapper(away):
        answer = client.post(address, {**form, "act": "home", "escort_name": "Gale", "wants": "move"})
    assert answer.status_code == 503 and "was not saved" in text_of(answer)


def test_the_first_page_shows_the_next_visit_and_leads_there(client, opened, session):
    page = client.get(opened)
    assert f'href="{opened}visits/{session.reference}/"' in page.content.decode()
    assert f'href="{opened}visits/"' in page.content.decode()
