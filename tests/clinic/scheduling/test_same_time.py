"""The same time next week and on another day, by the wall clock; and openings by weekday and time of day."""

import re
from datetime import date, time, timedelta
from html import unescape

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from clinic.locations.models import OpeningHours
from clinic.scheduling.models import ClinicianHours
from tests.clinic.scheduling.pages import book_page, text_of, typed

SPRING_FORWARD, FALL_BACK = date(2027, 3, 14), date(2026, 11, 1)


@pytest.fixture
def nights(small_clinic):
    """A clinic that is open around the clock."""
    OpeningHours.objects.update(opens=time(0), closes=time(23, 59))
    ClinicianHours.objects.update(starts=time(0), ends=time(23, 59))


def booked_on(small_clinic, day, hour, minute=0):
    return small_clinic.book(session_start=small_clinic.at(hour, minute, day=day), now=timezone.now())


def moving(desk, small_clinic, appointment, to):
    """What the move page fills in for the same time on a day, as it would be sent; and the page."""
    address = reverse("scheduling:move", args=[appointment.reference])
    page = desk.get(address, {"to": to.isoformat()})
    form = page.context["form"]
    typed_in = {name: form[name].value() for name in ("opening", "room", "clinician", "seen")}
    clock = {"day": to.isoformat(), "starts": f"{form['starts'].value():%H:%M}", "minutes": ""}
    return address, {**typed_in, **clock, "reason": "Asked", "asked_by": "patient"}, page


def test_the_same_time_next_week_keeps_the_wall_clock_when_the_clocks_change(small_clinic, desk):
    with time_machine.travel("2027-03-01T12:00Z"):
        desk.force_login(small_clinic.front_desk)
        before = SPRING_FORWARD - timedelta(days=2)
        booked = booked_on(small_clinic, before, 9)
        page = desk.get(reverse("scheduling:move", args=[booked.reference]))
        assert f"?to={before + timedelta(days=7)}" in page.content.decode()
        address, sent, _page = moving(desk, small_clinic, booked, before + timedelta(days=7))
        assert desk.post(address, sent).status_code == 302
    began = booked.session.lower
    booked.refresh_from_db()
    assert booked.starts_at.time() == time(9)
    assert booked.session.lower - began == timedelta(days=7, hours=-1)


def test_a_time_that_does_not_exist_is_said_before_anything_is_sent(small_clinic, desk, nights):
    with time_machine.travel("2027-03-01T12:00Z"):
        desk.force_login(small_clinic.front_desk)
        booked = booked_on(small_clinic, date(2027, 3, 7), 2, 30)
        address, sent, page = moving(desk, small_clinic, booked, SPRING_FORWARD)
        assert "There is no 02:30 on" in text_of(page)
        answer = desk.post(address, sent)
        assert answer.status_code == 200 and "Choose another time." in text_of(answer)
    booked.refresh_from_db()
    assert booked.starts_at.date() == date(2027, 3, 7)


@pytest.mark.parametrize(("fold", "utc_hour"), [("0", 5), ("1", 6)])
def test_a_time_that_comes_twice_is_asked_about(small_clinic, desk, nights, fold, utc_hour):
    with time_machine.travel("2026-10-20T12:00Z"):
        desk.force_login(small_clinic.front_desk)
        booked = booked_on(small_clinic, date(2026, 10, 25), 1, 30)
        address, sent, page = moving(desk, small_clinic, booked, FALL_BACK)
        assert "The clocks go back that night: which of the two?" in text_of(page)
        assert "The clocks go back that night" in text_of(desk.post(address, sent)), "never guessed"
        assert desk.post(address, {**sent, "fold": fold}).status_code == 302
        booked.refresh_from_db()
        assert booked.session.lower.hour == utc_hour
        kept = desk.get(address).context["form"]
        assert str(kept["fold"].value()) == fold, "the page of moving it again knows which one it is"


def test_the_same_time_next_week_is_booked_again_from_the_appointments_page(small_clinic, desk):
    booked = booked_on(small_clinic, small_clinic.monday, 14, 15)
    page = desk.get(reverse("scheduling:appointment", args=[booked.reference])).content.decode()
    again = unescape(re.search(r'href="([^"]+)">Book the same time next week', page)[1])
    form = desk.get(again).context["form"]
    assert form.is_typed
    assert (form["day"].value(), form["starts"].value()) == (
        small_clinic.monday + timedelta(days=7),
        time(14, 15),
    )
    assert (form["room"].value(), form["clinician"].value()) == (booked.room_id, booked.clinician_id)


@pytest.mark.parametrize("like", ["nobodys", "a\0b", "x" * 40])
def test_an_appointment_that_is_not_there_proposes_nothing(small_clinic, desk, like):
    page = desk.get(book_page(small_clinic, like=like, to="2027-01-01"))
    assert page.status_code == 200 and not page.context["form"].is_typed


# -- Which openings ---------------------------------------------------------------------------------------


def offered(page):
    """The openings a page offers, as (weekday, clock)."""
    starts = re.findall(r'name="opening" value="(\d{4}-\d\d-\d\d)T(\d\d:\d\d)', page.content.decode())
    return [(date.fromisoformat(day).isoweekday(), clock) for day, clock in starts]


def test_openings_are_shown_for_some_days_of_the_week_and_times_of_day(small_clinic, desk):
    query = "&weekdays=2&weekdays=4&not_before=14:00&not_after=15:30"
    page = desk.get(book_page(small_clinic) + query)
    found = offered(page)
    assert {day for day, _clock in found} == {2, 4}
    assert min(clock for _day, clock in found) == "14:00" and max(clock for _day, clock in found) == "15:30"
    assert page.content.decode().count('name="weekdays"') == 7
    assert page.context["filters"]["weekdays"].value() == ["2", "4"]


def test_the_first_ten_are_ten(small_clinic, desk):
    assert len(offered(desk.get(book_page(small_clinic, days="first")))) == 10


def test_this_week_ends_on_sunday(small_clinic, desk):
    thursday = small_clinic.monday + timedelta(days=3)
    days = {day for day, _clock in offered(desk.get(book_page(small_clinic, days="week", day=thursday)))}
    assert days == {4, 5, 6, 7}


def test_what_makes_no_sense_in_the_address_is_left_out(small_clinic, desk):
    page = desk.get(book_page(small_clinic, weekdays="9", not_before="25:00", days="many"))
    assert page.status_code == 200 and {day for day, _clock in offered(page)} == set(range(1, 8))


def test_a_move_sent_twice_is_one_move(small_clinic, desk):
    booked = booked_on(small_clinic, small_clinic.monday, 10)
    sent = typed(
        small_clinic, at=time(15), seen=booked.changed_at.isoformat(), reason="Asked", asked_by="clinic"
    )
    address = reverse("scheduling:move", args=[booked.reference])
    assert [desk.post(address, sent).status_code for _again in range(2)] == [302, 302]
    assert booked.events.count() == 2
