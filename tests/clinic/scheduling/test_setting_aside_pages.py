"""What the pages of booking and moving offer to set aside, to whom, and what they never do."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from clinic.locations.models import Closure
from clinic.scheduling.models import Appointment
from tests.clinic.scheduling.pages import book_page, text_of, typed

OUTSIDE, GAP = "Outside these hours because", "Other days between because"


def two_sessions_of_a_course(small_clinic):
    """Sessions 2 to 7 days apart, the first of them booked on the Monday."""
    course = small_clinic.authorise(phases=[(6, 2, 7, False)])
    booked = small_clinic.book(type=small_clinic.treatment_type, course=course)
    return booked, book_page(small_clinic, type="ketamine_iv")


def days_later(small_clinic, days, **changes):
    return typed(small_clinic, day=(small_clinic.monday + timedelta(days=days)).isoformat(), **changes)


def test_a_clinician_is_asked_why_beside_the_refusal_and_nothing_typed_is_lost(small_clinic, prescriber):
    Closure.objects.create(first_day=small_clinic.monday, last_day=small_clinic.monday, reason="Holiday")
    sent = typed(small_clinic, minutes="45", asked_by="family")
    answer = prescriber.post(book_page(small_clinic), sent)
    assert answer.status_code == 422
    said, page = text_of(answer), unescape(answer.content.decode())
    assert said.index("closed that day: Holiday") < said.index(OUTSIDE) < said.index("Book it anyway")
    assert GAP not in said
    assert 'value="45"' in page and 'value="family" selected' in page
    answer = prescriber.post(book_page(small_clinic), {**sent, "outside_hours_because": "She comes from far"})
    booked = Appointment.objects.get()
    assert (booked.outside_hours_because, booked.asked_by) == ("She comes from far", "family")
    said = text_of(prescriber.get(answer["Location"]))
    assert "; somebody asked for the patient; outside hours because: She comes from far" in said


def test_the_front_desk_is_not_asked(small_clinic, desk):
    answer = desk.post(book_page(small_clinic), typed(small_clinic, starts="19:00"))
    assert answer.status_code == 422 and OUTSIDE not in text_of(answer)


@pytest.mark.parametrize(
    ("changes", "given"),
    [
        ({"minutes": "39"}, None),
        ({"starts": "19:00"}, lambda clinic: clinic.rooms[0].types.remove(clinic.follow_up_type)),
        ({}, lambda clinic: clinic.book(patient=clinic.register())),
    ],
    ids=["39 minutes", "a room that does not fit", "an overlap"],
)
def test_what_is_never_set_aside_asks_nobody_why(small_clinic, prescriber, changes, given):
    if given:
        given(small_clinic)
    answer = prescriber.post(book_page(small_clinic, type="follow_up"), typed(small_clinic, **changes))
    assert answer.status_code in (200, 409, 422)
    assert OUTSIDE not in text_of(answer)


def test_anybody_may_leave_more_days_and_only_a_prescriber_fewer(small_clinic, desk):
    _booked, page = two_sessions_of_a_course(small_clinic)
    few, many = days_later(small_clinic, 1), days_later(small_clinic, 9)
    answer = desk.post(page, few)
    assert "authorized are 2 to 7" in text_of(answer) and GAP not in text_of(answer)
    assert GAP in text_of(desk.post(page, many))
    assert desk.post(page, {**many, "gap_because": "On vacation"}).status_code == 302
    assert Appointment.objects.get(number=2).gap_because == "On vacation"
    desk.force_login(small_clinic.prescriber)
    Appointment.objects.get(number=2)
    small_clinic.patient.care_team.create(user=small_clinic.prescriber)
    assert GAP in text_of(desk.post(page, {**few, "form_key": days_later(small_clinic, 1)["form_key"]}))


def test_a_move_that_breaks_the_days_between_asks_why_too(small_clinic, desk):
    _booked, page = two_sessions_of_a_course(small_clinic)
    desk.post(page, days_later(small_clinic, 3))
    second = Appointment.objects.get(number=2)
    address = reverse("scheduling:move", args=[second.reference])
    sent = days_later(small_clinic, 9, seen=second.changed_at.isoformat(), reason="Away", asked_by="patient")
    answer = desk.post(address, sent)
    assert GAP in text_of(answer) and "Move it anyway" in text_of(answer)
    repair = unescape(re.search(r'href="([^"]+)">Repair the course', answer.content.decode())[1])
    page = desk.get(repair)
    assert page.status_code == 200 and f"session={second.reference}" in repair
    assert desk.post(address, {**sent, "gap_because": "On vacation"}).status_code == 302
    said = text_of(desk.get(reverse("scheduling:appointment", args=[second.reference])))
    assert "the patient asked; other days between because: On vacation: Away" in said
