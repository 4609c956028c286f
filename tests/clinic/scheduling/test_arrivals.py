"""The day at one location: who is expected, late, here, gone, missing; its rooms; and the same on the wall."""

import re
from contextlib import contextmanager
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.urls import reverse

from clinic.scheduling import arriving, cancelling
from clinic.scheduling.arrivals import board_of, day_at, initials_of
from clinic.scheduling.models import Appointment
from patients.people.models import CareTeamMember
from tests.clinic.scheduling.pages import open_another, text_of

ACTS = {"arrived": arriving.arrive, "ready": arriving.make_ready, "finished": arriving.finish}


@pytest.fixture
def day(small_clinic, client):
    """`day(hour, minute)`: a browser of the front desk, at that time on the Monday."""

    @contextmanager
    def at(hour, minute=0, user=None):
        with time_machine.travel(small_clinic.at(hour, minute), tick=False):
            client.force_login(user or small_clinic.front_desk)
            yield client

    return at


@pytest.fixture
def treated(small_clinic):
    """A treatment with the session at 10:00: here from 9:30, watched until 11:50."""
    return small_clinic.book(type=small_clinic.treatment_type, course=small_clinic.authorise())


def go(small_clinic, row, *steps):
    """The patient's steps of the day, each at a time on the Monday."""
    for status, hour, minute in steps:
        row = ACTS[status](appointment=row, by=small_clinic.front_desk, now=small_clinic.at(hour, minute))
    return row


def where(small_clinic, hour, minute=0):
    """Under which heading the only visit is at that time, in which words, and what its room says."""
    board = board_of(small_clinic.location, small_clinic.front_desk, small_clinic.at(hour, minute))
    [visit] = board.visits
    return visit.group, visit.words, board.rooms[0].words


def test_where_a_visit_stands_follows_from_its_status_and_its_times(small_clinic, treated):
    assert where(small_clinic, 9, 34) == ("expected", "Expected", "Kept for who is late")
    assert where(small_clinic, 9, 42) == ("late", "12 minutes late", "Kept for who is late")
    here = go(small_clinic, treated, ("arrived", 9, 45))
    assert where(small_clinic, 9, 50)[:2] == ("here", "Here since 09:45, session at 10:00")
    assert where(small_clinic, 10, 0)[1:] == ("In session until 10:50", "In use until 11:50")
    assert where(small_clinic, 10, 50)[1] == "Watched until 11:50"
    assert where(small_clinic, 12, 0)[1:] == (
        "Still here; the visit was to end at 11:50",
        "In use longer than until 11:50",
    )
    ready = go(small_clinic, here, ("ready", 11, 40))
    assert where(small_clinic, 11, 41)[1] == "Ready to leave since 11:40"
    go(small_clinic, ready, ("finished", 11, 45))
    assert where(small_clinic, 11, 50) == ("gone", "Left at 11:45", "Being made ready until 11:55")
    assert where(small_clinic, 11, 55)[2] == "Free"


def test_since_when_somebody_is_here_is_the_last_time_they_arrived(small_clinic, treated):
    here = go(small_clinic, treated, ("arrived", 9, 20))
    back = arriving.step_back(appointment=here, by=small_clinic.front_desk, now=small_clinic.at(9, 21))
    here = go(small_clinic, back, ("arrived", 9, 40))
    named = {"name": "Sam", "phone": "", "by": small_clinic.front_desk, "now": small_clinic.at(9, 41)}
    arriving.name_escort(appointment=here, **named)
    assert Appointment.objects.saying_since().get().since == small_clinic.at(9, 40)


def test_the_board_lists_everybody_of_the_day_and_what_is_next(small_clinic, treated, day):
    other = small_clinic.register("Kim Second")
    at_two = {"session_start": small_clinic.at(14), "room": small_clinic.rooms[1]}
    small_clinic.book(patient=other, clinician=small_clinic.clinicians[1], **at_two)
    small_clinic.book(patient=other, session_start=small_clinic.at(9) + timedelta(days=1))
    with day(9, 45) as desk:
        said = text_of(desk.get(reverse("scheduling:today")))
    assert "Next: 14:00 Kim Second , Room 2" in said
    for part in (
        "Late 1",
        "15 minutes late",
        "Robin Example",
        "session 1 of 6",
        "Expected 1",
        "next at 14:00",
    ):
        assert part in said, part
    assert said.count("Kim Second") >= 1 and "Did not come 1" not in said


def test_a_day_with_nobody_says_so(small_clinic, day):
    with day(9) as desk:
        assert "Nobody comes today" in text_of(desk.get(reverse("scheduling:today")))


def test_each_location_has_its_own_day(small_clinic, treated, day):
    open_another(small_clinic)
    with day(9) as desk:
        assert "Robin Example" in text_of(desk.get(reverse("scheduling:today")))
        assert "Robin Example" not in text_of(
            desk.get(reverse("scheduling:today", query={"location": "uptown"}))
        )
        assert desk.get(reverse("scheduling:today", query={"location": "nowhere\0"})).status_code == 200


def test_who_is_on_hold_may_arrive_and_is_not_started(small_clinic, treated, day):
    small_clinic.patient.holds.create(reason="Call first.", raised_by=small_clinic.prescriber)
    with day(9, 30) as desk:
        step(desk, treated, "arrived")
        said = text_of(desk.get(reverse("scheduling:today")))
    assert "On hold: do not start this session" in said and "Call first." in said
    assert "Here since 09:30" in said


def test_another_clinicians_patient_shows_a_time_and_a_room_only(small_clinic, treated, day):
    """R1"""
    stranger = small_clinic.clinicians[1].user
    with day(9, 45, stranger) as client:
        said = text_of(client.get(reverse("scheduling:today")))
        assert step(client, treated, "arrived").status_code == 404
    assert "Another clinician’s patient" in said and "Room 1" in said and "09:30" in said
    for word in ("Robin", "Ketamine", "minutes late"):
        assert word not in said, word


# -- Steps ------------------------------------------------------------------------------------------------


def step(browser, row, to, seen=None, back="today", **typed):
    row.refresh_from_db()
    sent = {"seen": seen or row.changed_at.isoformat(), "back": back, "to": to, **typed}
    name = "scheduling:escort" if typed else "scheduling:step"
    return browser.post(reverse(name, args=[row.reference]), sent)


def test_a_visit_goes_its_way_by_buttons_and_every_step_back(small_clinic, treated, day):
    with day(9, 30) as desk:
        for status in ("arrived", "ready", "finished", "ready", "arrived", "booked", "no_show", "booked"):
            answer = step(desk, treated, status)
            assert answer["Location"].endswith(f"location=riverside#visit-{treated.reference}")
            treated.refresh_from_db()
            assert treated.status == status


def test_a_step_leads_back_to_the_page_it_was_taken_on(small_clinic, treated, day):
    with day(9, 30) as desk:
        page = reverse("scheduling:appointment", args=[treated.reference])
        assert "Arrived" in text_of(desk.get(page))
        assert step(desk, treated, "arrived", back="")["Location"] == page
        said = text_of(desk.get(page))
    assert "Take “Arrived” back" in said and "Here since 09:30" in said


@pytest.mark.parametrize("to", ["arrived", "no_show"])
def test_a_step_that_is_sent_twice_is_taken_once_and_said_kindly(small_clinic, treated, day, to):
    with day(9, 30) as desk:
        seen = treated.changed_at.isoformat()
        answers = [step(desk, treated, to, seen=seen) for _again in range(2)]
        assert [answer.status_code for answer in answers] == [302, 302]
        said = text_of(desk.get(reverse("scheduling:today")))
    assert "That is done already (Fran Desk, 09:30: " in said
    assert treated.events.count() == 2


def test_a_step_over_a_colleagues_change_is_refused_and_says_whose(small_clinic, treated, day):
    """T08"""
    seen = treated.changed_at.isoformat()
    with day(9, 30) as desk:
        cancelling.cancel(
            appointment=treated, by=small_clinic.prescriber, reason="Ill", now=small_clinic.at(9, 29)
        )
        answer = step(desk, treated, "arrived", seen=seen)
        assert answer.status_code == 409
        assert "Pat Prescriber has changed this appointment" in text_of(answer)
    treated.refresh_from_db()
    assert treated.status == "cancelled"


def test_what_is_no_step_changes_nothing(small_clinic, treated, day):
    with day(9, 30) as desk:
        for to in ("", "lapsed", "offered", "ready", "x" * 30):
            assert step(desk, treated, to).status_code in (409, 422)
    assert treated.events.count() == 1


def test_nobody_leaves_before_it_is_known_who_takes_them_home(small_clinic, treated, day):
    small_clinic.treatment_type.needs_escort = True
    small_clinic.treatment_type.save()
    go(small_clinic, treated, ("arrived", 9, 30), ("ready", 11, 50))
    with day(11, 55) as desk:
        page = text_of(desk.get(reverse("scheduling:today")))
        assert "Who takes the patient home?" in page and "Save, and: Finished" in page
        assert "Say who takes the patient home." in text_of(step(desk, treated, "finished"))
        long = step(desk, treated, "finished", escort_name="x" * 81, escort_phone="")
        assert long.status_code == 422 and "x" * 81 in long.content.decode(), "what was typed stays"
        step(desk, treated, "finished", escort_name="Sam Sample", escort_phone="+12125550100")
        assert "Goes home with Sam Sample, +12125550100" in text_of(desk.get(reverse("scheduling:today")))
    treated.refresh_from_db()
    assert (treated.status, treated.escort_name) == ("finished", "Sam Sample")


def test_whom_the_patient_once_named_is_proposed(small_clinic, treated, day):
    small_clinic.treatment_type.needs_escort = True
    small_clinic.treatment_type.save()
    type(small_clinic.patient).objects.filter(pk=small_clinic.patient.pk).update(escort_name="Bo Example")
    with day(9) as desk:
        assert 'value="Bo Example"' in desk.get(reverse("scheduling:today")).content.decode()


def test_visits_of_earlier_days_are_asked_about_until_somebody_says(small_clinic, treated, client):
    with time_machine.travel(small_clinic.at(8) + timedelta(days=1), tick=False):
        client.force_login(small_clinic.front_desk)
        assert "1 Visits at Riverside: did they come?" in text_of(client.get(reverse("admin:index")))
        said = text_of(client.get(reverse("scheduling:today")))
        assert "Did they come? 1" in said and "They came" in said
        step(client, treated, "came")
        treated.refresh_from_db()
        assert treated.status == "finished"
        assert "Did they come?" not in text_of(client.get(reverse("scheduling:today")))
        assert "did they come?" not in text_of(client.get(reverse("admin:index")))


def test_nobody_is_said_to_have_come_before_the_day_is_over(small_clinic, treated, day):
    with day(17) as desk:
        answer = step(desk, treated, "came")
        assert "from the day after the visit on" in text_of(answer)


def test_a_reader_takes_no_steps(small_clinic, treated, client):
    client.force_login(small_clinic.clinicians[0].user)
    small_clinic.clinicians[0].user.groups.clear()
    assert step(client, treated, "arrived").status_code == 403
    assert client.get(reverse("scheduling:today")).status_code == 403


# -- Keeping up -------------------------------------------------------------------------------------------


def test_the_board_comes_anew_only_when_it_would_look_different(small_clinic, treated, day):
    def ask(browser, version):
        query = {"location": "riverside", "version": version}
        return browser.get(reverse("scheduling:board", query=query))

    with day(9, 30) as desk:
        page = desk.get(reverse("scheduling:today"))
        version = page.context["version"]
        assert ask(desk, version).status_code == 204
        go(small_clinic, treated, ("arrived", 9, 30))
        answer = ask(desk, version)
        assert "Here since 09:30" in text_of(answer) and "<html" not in answer.content.decode()
        version = answer.context["version"]
        small_clinic.patient.holds.create(reason="Wait.", raised_by=small_clinic.prescriber)
        assert ask(desk, version).status_code == 200
    with day(9, 31) as desk:
        assert ask(desk, ask(desk, "").context["version"]).status_code == 204
        assert ask(desk, version).status_code == 200, "minutes pass"


def test_the_board_asks_the_same_queries_for_any_number_of_visits(
    small_clinic, treated, day, django_assert_max_num_queries
):
    def queries(desk):
        with django_assert_max_num_queries(26) as asked:
            desk.get(reverse("scheduling:today"))
        return len(asked)

    small_clinic.patient.holds.create(reason="Wait.", raised_by=small_clinic.prescriber)
    past = {"now": small_clinic.at(7) - timedelta(days=3)}
    small_clinic.book(session_start=small_clinic.at(8) - timedelta(days=1), **past)
    with day(8) as desk:
        queries(desk)
        few = queries(desk)
        for hour in (12, 14, 16):
            small_clinic.book(patient=small_clinic.register(), session_start=small_clinic.at(hour))
            small_clinic.book(
                patient=small_clinic.register(),
                session_start=small_clinic.at(hour) - timedelta(days=1),
                **past,
            )
        assert queries(desk) == few


def test_a_day_and_what_is_left_open_are_found_by_their_indexes(small_clinic, treated):
    span = day_at(small_clinic.location, small_clinic.at(9))
    of_today, left_open = Appointment.objects.beginning_in(span), Appointment.objects.left_open(span.lower)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "appointment_by_beginning" in of_today.explain()
    assert "appointment_left_open" in left_open.explain()


# -- The wall ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "initials"), [("Robin Example", "RE"), ("Ana María de la Cruz", "AC"), ("Cher", "C"), ("", "")]
)
def test_initials_are_of_the_first_and_the_last_name(name, initials):
    assert initials_of(name) == initials


def test_the_wall_shows_initials_rooms_and_times_and_no_name_and_no_treatment(small_clinic, treated, day):
    twin = small_clinic.register("Rae Elsewhere")
    small_clinic.book(patient=twin, session_start=small_clinic.at(14))
    go(small_clinic, treated, ("arrived", 9, 30))
    with day(10, 15) as desk:
        page = desk.get(reverse("scheduling:wall"))
        part = desk.get(reverse("scheduling:wall_board", query={"location": "riverside"}))
    said = text_of(page)
    assert "09:30 RE Room 1 In session until 10:50" in said
    assert "14:00 RE Room 1 Expected" in said, "told apart by the time"
    assert "Room 1 In use until 11:50" in said and "Room 2 Free" in said
    for answer in (page, part):
        for word in ("Robin", "Example", "Rae", "Elsewhere", "etamine", "Evaluation", "Clinician 1"):
            assert word not in answer.content.decode(), word
    assert '<noscript><meta http-equiv="refresh" content="10"></noscript>' in page.content.decode()


def test_the_wall_says_nothing_of_whom_its_reader_may_not_see(small_clinic, treated, day):
    with day(9, 45, small_clinic.clinicians[1].user) as client:
        said = text_of(client.get(reverse("scheduling:wall")))
    assert "09:30" in said and "RE" not in re.findall(r"\b[A-Z]{2}\b", said)
    assert "minutes late" not in said


def test_a_wall_that_is_full_says_how_many_more_there_are(small_clinic, day):
    for place in range(9):
        small_clinic.book(
            patient=small_clinic.register(),
            type=small_clinic.follow_up_type,
            room=small_clinic.rooms[place % 2],
            clinician=small_clinic.clinicians[place % 2],
            session_start=small_clinic.at(9 + place // 2),
        )
    with day(8) as desk:
        assert "and 2 more" in text_of(desk.get(reverse("scheduling:wall")))


def test_a_care_team_opens_what_was_hidden(small_clinic, treated, day):
    stranger = small_clinic.clinicians[1].user
    CareTeamMember.objects.create(patient=small_clinic.patient, user=stranger)
    with day(9, 45, stranger) as client:
        assert "Robin Example" in text_of(client.get(reverse("scheduling:today")))
