"""Authorizing a course from a protocol, how it is shown in words, and finding those that need somebody."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from clinic.scheduling import booking, reviewing
from clinic.scheduling.booking import Session
from clinic.scheduling.models import Course, CoursePhase, Protocol
from tests.clinic.scheduling.pages import text_of


@pytest.fixture
def protocol(small_clinic):
    made = Protocol.objects.create(
        key="ten", treatment=small_clinic.treatment, name="Twice a week, then weekly"
    )
    made.phases.create(position=1, sessions=6, least_days=2, most_days=4, review_after=True)
    made.phases.create(position=2, sessions=4, least_days=7, most_days=7)
    return made


@pytest.fixture
def ready(small_clinic):
    """A patient with an evaluation and a consent."""
    small_clinic.sign_consent(small_clinic.patient)
    return small_clinic.evaluate(small_clinic.patient)


def authorise_page(clinic, **query):
    return reverse("scheduling:authorise", args=[clinic.patient.reference], query=query)


def sent(page, **changes):
    form = page.context["form"]
    data = {"basis": form.initial["basis"]}
    for row in form.rows:
        data |= {
            row.add_prefix(name): value for name, value in row.initial.items() if value not in (None, False)
        }
    return data | changes


def book(clinic, course, *days, **wishes):
    sessions = [
        Session(
            number,
            clinic.at(10, day=clinic.monday + timedelta(days=day)),
            clinic.rooms[0],
            clinic.clinicians[0],
        )
        for number, day in enumerate(days, start=1)
    ]
    return booking.book_course(
        course=course,
        type=clinic.treatment_type,
        sessions=sessions,
        by=clinic.prescriber,
        form_key=uuid.uuid4(),
        now=clinic.now,
        **wishes,
    )


@pytest.mark.parametrize(
    ("phase", "words"),
    [
        ((1, 6, 2, 4, True), "6 sessions, 2 to 4 days apart, then a review"),
        ((2, 4, 7, 7, False), "4 sessions, 7 days apart"),
        ((1, 1, 0, 0, True), "1 session, then a review"),
        ((2, 1, 1, 1, False), "1 session, 1 day apart"),
    ],
)
def test_a_phase_is_a_sentence(phase, words):
    names = ("position", "sessions", "least_days", "most_days", "review_after")
    assert CoursePhase(**dict(zip(names, phase, strict=True))).words == words


def test_a_prescriber_begins_with_a_protocol_and_changes_it(small_clinic, prescriber, protocol, ready):
    assert "Not confirmed by a medical director" in text_of(prescriber.get(authorise_page(small_clinic)))
    page = prescriber.get(authorise_page(small_clinic, protocol="ten"))
    changed = sent(page, **{"phase-1-sessions": "4", "phase-2-review_after": "on"})
    answer = prescriber.post(authorise_page(small_clinic), changed, follow=True)
    words = "4 sessions, 2 to 4 days apart, then a review; 4 sessions, 7 days apart, then a review"
    assert words in text_of(answer)
    course = small_clinic.patient.courses.get()
    assert course.sessions_authorised == 8
    assert list(course.gates.values_list("after_number", flat=True)) == [4, 8]
    patient = text_of(prescriber.get(reverse("desk:patient", args=[small_clinic.patient.reference])))
    assert words in patient


def test_a_confirmed_protocol_is_offered_without_a_warning_and_one_out_of_use_not_at_all(
    small_clinic, prescriber, protocol, ready
):
    protocol.confirmed_by, protocol.confirmed_on = small_clinic.prescriber, small_clinic.now.date()
    protocol.save()
    assert "Not confirmed" not in text_of(prescriber.get(authorise_page(small_clinic)))
    protocol.is_active = False
    protocol.save()
    assert "Begin with a protocol" not in text_of(prescriber.get(authorise_page(small_clinic)))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({}, "A course has one phase at least: say how many sessions."),
        ({"phase-1-sessions": "6"}, "Enter a number, or leave the whole phase empty."),
        (
            {"phase-1-sessions": "6", "phase-1-least_days": "5", "phase-1-most_days": "4"},
            "The most days are as many as the least, or more, and 365 at most.",
        ),
        (
            {f"phase-{n}-{name}": "40" for n in (1, 2) for name in ("sessions", "least_days", "most_days")},
            "A course has 1 to 60 sessions.",
        ),
    ],
)
def test_phases_that_make_no_course_are_explained(small_clinic, prescriber, ready, wrong, words):
    answer = prescriber.post(authorise_page(small_clinic), {"basis": ready.reference, **wrong})
    assert words in text_of(answer)
    assert not Course.objects.exists()


# -- The list and the page ------------------------------------------------------------------------------


def listed(client, show):
    return text_of(client.get(reverse("scheduling:courses"), {"show": show}))


def test_the_list_finds_what_is_to_plan_and_what_breaks_its_days(small_clinic, desk):
    course = small_clinic.authorise(phases=[(3, 2, 4, False)])
    assert "0 of 3" in listed(desk, "plan")
    assert "Every course keeps to its days" in listed(desk, "gaps")
    book(small_clinic, course, 0, 3, 9, gap_because="Away")
    assert "Every session is booked" in listed(desk, "plan")
    assert "3 of 3" in listed(desk, "gaps")


def test_a_session_that_stays_missed_is_not_to_plan(small_clinic):
    course = small_clinic.authorise(phases=[(3, 2, 4, False)])
    first, *_others = book(small_clinic, course, 0, 3, 6)
    first.status = "cancelled"
    first.save()
    after_the_second = small_clinic.at(12, day=small_clinic.monday + timedelta(days=3))
    assert course in Course.objects.to_plan(small_clinic.now)
    assert course not in Course.objects.to_plan(after_the_second)


def test_a_list_of_broken_gaps_asks_no_more_for_more_courses(
    small_clinic, desk, django_assert_max_num_queries
):
    page = reverse("scheduling:courses", query={"show": "gaps"})

    def late(patient):
        book(
            small_clinic, small_clinic.authorise(patient, phases=[(2, 0, 1, False)]), 0, 5, gap_because="Away"
        )

    late(small_clinic.patient)
    with django_assert_max_num_queries(50) as few:
        desk.get(page)
    small_clinic.clinicians[0], small_clinic.rooms[0] = small_clinic.clinicians[1], small_clinic.rooms[1]
    late(small_clinic.register())
    with django_assert_max_num_queries(len(few)):
        assert "Patient Number 2" in text_of(desk.get(page))


def test_a_decision_to_change_says_what_is_to_do_next(small_clinic, prescriber):
    course = small_clinic.authorise(phases=[(1, 2, 4, True), (1, 2, 4, False)])
    book(small_clinic, course, 0, 3)
    reviewing.decide(
        gate=course.gates.get(),
        decision="change",
        note="Too often.",
        by=small_clinic.prescriber,
        now=small_clinic.now,
    )
    page = reverse("scheduling:course", args=[small_clinic.patient.reference, course.reference])
    words = text_of(prescriber.get(page))
    assert "The review after session 1 decided: change the plan. Pat Prescriber: Too often." in words
    assert "Then a prescriber ends this course and authorizes another one." in words
    assert course not in Course.objects.to_plan(small_clinic.now)


def test_another_clinicians_patient_has_no_course_page(small_clinic, client):
    course = small_clinic.authorise()
    client.force_login(small_clinic.prescriber)
    for name in ("course", "plan", "repair", "cancel_rest"):
        page = reverse(f"scheduling:{name}", args=[small_clinic.patient.reference, course.reference])
        assert client.get(page).status_code == 404, name
