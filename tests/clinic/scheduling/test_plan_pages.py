"""The page that plans a course: one click plans it, every date can be changed, all are booked or none."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from clinic.locations.models import Closure
from clinic.scheduling.models import Appointment
from patients.inquiries.form_keys import new_key
from patients.people.holding import raise_hold
from tests.clinic.scheduling.pages import text_of


@pytest.fixture
def course(small_clinic):
    return small_clinic.authorise(phases=[(3, 2, 4, True), (1, 2, 4, False)])


def page_of(clinic, course, **query):
    asked = {"first_day": clinic.monday.isoformat(), **query}
    return reverse("scheduling:plan", args=[clinic.patient.reference, course.reference], query=asked)


def sent(page, **changes):
    """The form as the page shows it, sent back."""
    form = {"form_key": new_key(), "act": "book"}
    for row in page.context["rows"]:
        if row.form:
            form[f"session-{row.number}-opening"] = row.form.initial.get("opening", "")
    return form | changes


def typed(clinic, number, day, starts):
    """A session typed by hand."""
    values = {
        "opening": "typed",
        "day": day.isoformat(),
        "starts": starts,
        "room": clinic.rooms[0].pk,
        "clinician": clinic.clinicians[0].pk,
    }
    return {f"session-{number}-{name}": value for name, value in values.items()}


def test_from_the_patients_page_one_click_plans_and_one_books(small_clinic, course, desk):
    patient = desk.get(reverse("desk:patient", args=[small_clinic.patient.reference])).content.decode()
    plan = reverse("scheduling:plan", args=[small_clinic.patient.reference, course.reference])
    assert f'href="{plan}">Plan the course</a>' in patient
    page = desk.get(plan)
    words = text_of(page)
    assert "The same clinician and room throughout" in words
    assert "Another time" in words
    assert "Another clinician" in words
    assert "On hold until the review" in words
    answer = desk.post(plan, sent(page), follow=True)
    assert "4 sessions are booked." in text_of(answer)
    assert "It waits for the review after session 3." in text_of(answer)
    assert course.free_numbers() == []
    assert "Every session is booked" in text_of(desk.get(plan))


def test_another_plan_is_chosen_in_the_address(small_clinic, course, desk):
    best, other = (desk.get(page_of(small_clinic, course, choice=n)) for n in (1, 2))
    assert sent(best)["session-1-opening"] != sent(other)["session-1-opening"]
    assert desk.get(page_of(small_clinic, course, choice="no")).context["place"] == 0


def test_wishes_stand_in_the_address_and_what_makes_no_sense_is_left(small_clinic, course, desk):
    wishes = {"weekdays": ["2", "5"], "earliest": "13:00", "clinician": small_clinic.clinicians[1].pk}
    page = desk.get(page_of(small_clinic, course, **wishes, latest="25:99"))
    assert "Tuesdays and Fridays at 13:00" in text_of(page)
    assert "Clinician 2" in text_of(page)


def test_checking_says_what_is_in_the_way_beside_each_session_and_books_nothing(small_clinic, course, desk):
    page = desk.get(page_of(small_clinic, course))
    here = page_of(small_clinic, course)
    assert "All of it fits" in text_of(desk.post(here, sent(page, act="check")))
    taken = small_clinic.monday + timedelta(days=3)
    small_clinic.book(patient=small_clinic.register(), session_start=small_clinic.at(12, day=taken))
    changes = typed(small_clinic, 2, taken, "12:00")
    answer = desk.post(here, sent(page, act="check", **changes))
    [row] = [row for row in answer.context["rows"] if row.form.errors]
    assert row.number == 2
    assert "Session 2: Room 1 is taken 12:00–13:10." in text_of(answer)
    assert "Session 2: Clinician 1 is with a patient" in text_of(answer)
    assert 'value="12:00"' in answer.content.decode(), "nothing typed is lost"
    assert not course.appointments.exists()


def test_somebody_faster_is_a_conflict_and_the_rest_stays(small_clinic, course, desk):
    page = desk.get(page_of(small_clinic, course))
    third = page.context["rows"][2].form.chosen
    small_clinic.book(
        patient=small_clinic.register(),
        room=third.room,
        clinician=third.clinician,
        session_start=third.session_start,
    )
    answer = desk.post(page_of(small_clinic, course), sent(page))
    assert answer.status_code == 409
    assert "Session 3: Room 1 is taken" in text_of(answer)
    assert not course.appointments.exists()
    assert [row.form.initial is not None for row in answer.context["rows"]] == [True] * 4
    for row in answer.context["rows"]:
        assert row.form["opening"].value() == sent(page)[f"session-{row.number}-opening"]


def test_sent_twice_it_leads_to_the_same_sessions(small_clinic, course, desk):
    form = sent(desk.get(page_of(small_clinic, course)), form_key=new_key())
    assert desk.post(page_of(small_clinic, course), form).status_code == 302
    booked = list(course.appointments.values_list("pk", flat=True))
    assert desk.post(page_of(small_clinic, course), form).status_code == 302
    assert list(course.appointments.values_list("pk", flat=True)) == booked


def test_other_days_than_authorized_need_a_reason_and_fewer_a_prescriber(small_clinic, course, desk):
    page, here = desk.get(page_of(small_clinic, course)), page_of(small_clinic, course)
    late = typed(small_clinic, 4, small_clinic.monday + timedelta(days=14), "10:00")
    answer = desk.post(here, sent(page, **late))
    assert answer.status_code == 422
    assert "Session 4 comes 7 days after session 3; authorized are 2 to 4." in text_of(answer)
    assert "Why other days between the sessions than authorized?" in text_of(answer)
    early = typed(small_clinic, 2, small_clinic.monday + timedelta(days=1), "10:00")
    assert "Only a prescriber may put sessions closer" in text_of(
        desk.post(here, sent(page, gap_because="Travels", **early))
    )
    assert desk.post(here, sent(page, gap_because="Travels", **late)).status_code == 302
    assert Appointment.objects.get(number=4).gap_because == "Travels"


def test_a_time_that_comes_twice_is_asked_about(small_clinic, course, desk):
    with time_machine.travel(small_clinic.at(8).replace(year=2027, month=10, day=25), tick=False):
        desk.force_login(small_clinic.front_desk)
        here = page_of(small_clinic, course, first_day="2027-11-01")
        page = desk.get(here)
        twice = typed(small_clinic, 1, timezone.now().date().replace(month=11, day=7), "01:30")
        answer = desk.post(here, sent(page, **twice))
        assert "01:30 comes twice on Nov. 7, 2027" in text_of(answer)
        assert 'name="session-1-fold"' in answer.content.decode()
        assert not course.appointments.exists()


def test_what_cannot_be_planned_is_explained_and_the_rest_can_be_booked(small_clinic, course, desk):
    first = small_clinic.monday + timedelta(days=2)
    Closure.objects.create(
        location=None, first_day=first, last_day=first + timedelta(days=60), reason="Works"
    )
    page = desk.get(page_of(small_clinic, course))
    assert "Not every session can be planned" in text_of(page)
    assert "Riverside is closed on" in text_of(page)
    assert "Book this session" in text_of(page)
    answer = desk.post(page_of(small_clinic, course), sent(page), follow=True)
    assert "1 session is booked." in text_of(answer), "the others are left for later"


def test_nothing_chosen_is_nothing_booked(small_clinic, course, desk):
    here = page_of(small_clinic, course)
    nothing = {f"session-{number}-opening": "" for number in range(1, 5)}
    assert "Choose at least one session." in text_of(desk.post(here, sent(desk.get(here), **nothing)))


def test_a_course_on_hold_and_one_that_has_ended_are_not_planned(small_clinic, course, desk):
    raise_hold(patient=small_clinic.patient, reason="Call first.", by=small_clinic.prescriber)
    assert "The patient’s care is on hold: Call first." in text_of(desk.get(page_of(small_clinic, course)))
    course.ended_on = small_clinic.location.today()
    course.save()
    assert "This course has ended" in text_of(desk.get(page_of(small_clinic, course)))


def test_the_rest_is_canceled_on_a_page_that_lists_it(small_clinic, course, desk):
    desk.post(page_of(small_clinic, course), sent(desk.get(page_of(small_clinic, course))))
    page = reverse("scheduling:cancel_rest", args=[small_clinic.patient.reference, course.reference])
    assert "4 sessions are canceled" in text_of(desk.get(page))
    assert "This field is required." in text_of(desk.post(page, {"reason": "", "asked_by": "patient"}))
    answer = desk.post(page, {"reason": "Feels well", "asked_by": "patient"}, follow=True)
    assert "The rest of the course is canceled." in text_of(answer)
    assert {row.asked_by for row in course.appointments.all()} == {"patient"}
    assert "No session is still to come" in text_of(desk.get(page))
