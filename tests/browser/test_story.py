"""The portal's whole main job, in a real browser: from a reader's question to a booked session.

`bin/drill` tells it, on a phone by touch and at a desk by keyboard alone. What `bin/test` tells of it in parts
stands in `test_reading.py`, `test_inquiring.py`, `test_booking.py` and `test_editing.py`.
"""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from clinic.locations.models import Location
from clinic.scheduling import cancelling
from clinic.scheduling.models import Appointment
from education.models import Edition
from patients.inquiries.models import Inquiry
from patients.people.models import Patient
from tests import kept_rows

from .hands import Keyboard, Mouse
from .somebody import Somebody
from .writing import go_to_the_start

A_MOMENT = 2_200  # milliseconds: longer than the form takes for a person's
NAME, BORN = "Bea Newcomer", date(1984, 3, 12)
WAITS_FOR_A_SESSION = "Lou Imagined"
FIRST_SENTENCE = "You are not alone in this. "


# -- What they do --------------------------------------------------------------------------------------


def read_with_sources(reader):
    """From the home page to a cited article, and to what one of its sentences rests on."""
    reader.page.goto("/")
    reader.comes_to("Honest answers")
    reader.follows("Read", exact=True)
    reader.comes_to("Learn")
    reader.follows("Depression", within=reader.page.get_by_role("main"), exact=True)
    reader.comes_to("Depression")
    reader.follows("Evidence 1", exact=True)
    with reader.wanting("a card that says what its verdict is about, with a linked source"):
        card = reader.page.get_by_role("dialog", name="Evidence 1")
        verdict = card.get_by_role("heading", name="Not supported")
        expect(verdict).to_contain_text("Often said: “Ketamine is a groundbreaking treatment")
        expect(card.locator('a[href^="https://"]').first).to_be_visible()
    reader.looks_closely()
    reader.pushes("Close")


def ask(reader):
    """An inquiry, from the article one has read."""
    reader.follows("Ask us", within=reader.page.get_by_role("navigation", name="Main"))
    reader.comes_to("Ask us")
    reader.writes("Your name", NAME)
    reader.writes("E-mail (optional)", "bea.newcomer@visitor.example")
    reader.ticks("Riverside")
    reader.ticks("Depression")
    reader.writes("Your message", "I have tried four medicines. May I bring my sister?")
    reader.ticks("You may contact me")
    reader.page.wait_for_timeout(A_MOMENT)
    reader.pushes("Send")
    reader.comes_to("Thank you. We have your message")


def register_from_the_inbox(desk):
    desk.goes_by_the_menu("Inbox")
    desk.comes_to("Inbox")
    desk.follows(NAME)
    desk.comes_to(NAME)
    desk.reads("May I bring my sister?")
    desk.pushes("Take it on")
    desk.reads("Fern Frontdesk")
    desk.follows("Register as patient")
    desk.comes_to("Register a patient")
    desk.sets_date("Birth date", BORN)
    desk.picks("Looked after by", "Percy Prescriber")
    desk.pushes("Register")
    desk.comes_to(NAME)


def book_the_first_time_from(desk, day, heading, name=NAME):
    """The first of the times that are offered from `day` on."""
    desk.comes_to(f"Book for {name}")
    desk.sets_date("From", day)
    desk.pushes("Show times")
    with desk.wanting(f"times from {day} on"):
        expect(desk.page.get_by_label("From", exact=True)).to_have_value(day.isoformat())
        opening = desk.page.locator('input[name="opening"]').first
        desk.hands.tick(opening)
    desk.pushes("Book this time")
    desk.comes_to(f"{name}: {heading}")
    desk.reads("The appointment is booked.", role="status")


def evaluate_and_authorise(prescriber):
    prescriber.goes_by_the_menu("Patients")
    prescriber.comes_to("Patients")
    prescriber.follows(NAME)
    prescriber.comes_to(NAME)
    prescriber.follows("Record the evaluation")
    prescriber.comes_to("Evaluation of")
    prescriber.ticks("In person")
    prescriber.writes("Blood pressure, upper number", "118")
    prescriber.writes("Blood pressure, lower number", "76")
    prescriber.writes("Findings", "Four medicines without relief. Questions answered.")
    prescriber.ticks("Treatment can go ahead")
    prescriber.writes("Ketamine into a vein: reasons", "Nothing that was found speaks against it.")
    prescriber.pushes("Sign this evaluation")
    prescriber.comes_to(NAME)
    prescriber.follows("Record the signed consent")
    prescriber.comes_to("Consent of")
    prescriber.ticks("Consent to ketamine into a vein")
    prescriber.writes("Name as signed", NAME)
    prescriber.pushes("Record this consent")
    prescriber.comes_to(NAME)
    prescriber.follows("Authorize a course")
    prescriber.comes_to("Courses of")
    prescriber.follows("Six sessions, twice a week", exact=True)
    prescriber.comes_to("Courses of")
    prescriber.ticks("Ketamine into a vein")
    prescriber.pushes("Authorize this course")
    prescriber.comes_to(NAME)


def try_the_same_time_for_another(desk, taken):
    """Somebody else at the very time, in the same room, with the same clinician: typed by hand."""
    desk.follows("See the day")
    desk.comes_to(f"{taken.starts_at:%A}")
    desk.follows("Book", within=desk.page.get_by_role("main"), exact=True)
    desk.comes_to("Book: for whom?")
    desk.writes("Name, e-mail or phone", WAITS_FOR_A_SESSION)
    desk.pushes("Find")
    desk.follows(WAITS_FOR_A_SESSION)
    desk.comes_to("Book for")
    desk.follows("Ketamine into a vein")
    desk.unfolds("Another time")
    desk.ticks("Use the time typed here")
    desk.sets_date("Day", taken.starts_at.date())
    desk.sets_time("Session starts", taken.starts_at.time())
    desk.picks("Room", str(taken.room))
    desk.picks("Clinician", str(taken.clinician))
    desk.pushes("Book this time")
    desk.comes_to("Book for")


def change_the_first_sentence(editor):
    editor.goes_by_the_menu("Content")
    editor.comes_to("Content")
    with editor.wanting("to look for the page"):
        editor.hands.write(editor.page.get_by_role("textbox", name="Words"), "depression")
    editor.pushes("Show")
    editor.pushes("New draft Depression")
    editor.comes_to("Depression")
    with editor.wanting("to write into the text"):
        text = editor.page.locator(".ProseMirror[contenteditable]").first
        editor.hands.go_to(text)
        go_to_the_start(text)
        editor.page.keyboard.type(FIRST_SENTENCE)
        expect(text).to_contain_text(FIRST_SENTENCE.strip())
    editor.writes("What changed, and why", "A kinder first line.")
    editor.pushes("Save and preview")
    editor.comes_to("Depression")
    editor.reads(FIRST_SENTENCE.strip(), role="article")
    editor.pushes("Send for review")
    editor.comes_to("Depression")
    editor.reads("It now waits for a reviewer.", role="status")


def review(colleague, comment):
    open_from_the_board(colleague)
    colleague.follows("Review", exact=True)
    colleague.comes_to("Depression")
    colleague.writes("Your comment", comment)
    colleague.ticks("I have read this page")
    colleague.pushes("Pass it on")
    colleague.reads("Your word on it is kept.", role="status")


def publish(editor):
    open_from_the_board(editor)
    editor.pushes("Publish now")
    editor.reads("Published.", role="status")


def open_from_the_board(somebody):
    somebody.goes_by_the_menu("Content")
    somebody.comes_to("Content")
    somebody.follows("Depression", within=somebody.page.get_by_role("main"), exact=True)
    somebody.comes_to("Depression")


def read_what_is_new(reader):
    reader.follows("Learn", within=reader.page.get_by_role("navigation", name="Main"))
    reader.comes_to("Learn")
    reader.follows("Depression", within=reader.page.get_by_role("main"), exact=True)
    reader.comes_to("Depression")
    reader.reads(FIRST_SENTENCE.strip(), role="article")
    reader.reads("A kinder first line.", role="article")


# -- The tests ---------------------------------------------------------------------------------------


@pytest.fixture
def demo(portal_server):
    """The demo clinic, committed. One of its patients has a session of the course left to book."""
    kept_rows.load_demo()
    upcoming = Appointment.objects.upcoming(timezone.now()).filter(kind="treatment")
    last = upcoming.filter(patient__legal_name=WAITS_FOR_A_SESSION).last()
    cancelling.cancel(appointment=last, by=last.booked_by, reason="Patient asked", now=timezone.now())
    return Location.objects.get(slug="riverside")


@pytest.mark.drill
@pytest.mark.parametrize(("size", "hands"), [("phone", Mouse), ("desk", Keyboard)])
def test_from_a_question_to_a_session_and_from_a_draft_to_a_page(demo, enters, size, hands):
    """T41, R9, and T03 as people meet it."""
    day = demo.today() + timedelta(days=2)
    reader, desk, prescriber, editor = (enters(size, hands) for _person in range(4))
    read_with_sources(reader)
    ask(reader)

    desk.signs_in("frontdesk")
    register_from_the_inbox(desk)
    desk.follows("Book an evaluation visit")
    book_the_first_time_from(desk, day, "Evaluation")

    prescriber.signs_in("prescriber")
    evaluate_and_authorise(prescriber)

    desk.follows(NAME, within=desk.page.get_by_role("main"))
    desk.comes_to(NAME)
    desk.follows("Book", within=desk.page.get_by_role("main"), exact=True)
    desk.comes_to("Book for")
    desk.follows("Ketamine into a vein, session 1 of 6")
    book_the_first_time_from(desk, day + timedelta(days=1), "Ketamine into a vein, session 1 of 6")

    bea = Patient.objects.get(legal_name=NAME)
    session = bea.appointments.get(kind="treatment")
    try_the_same_time_for_another(desk, session)
    desk.reads("Not booked", role="alert")
    desk.reads(f"{session.room} is taken", role="alert")
    desk.reads(f"{session.clinician} is with a patient", role="alert")
    desk.looks_closely()

    editor.signs_in("editor")
    change_the_first_sentence(editor)
    for mailbox, comment in (("reviewer", "True, as far as is known."), ("plainreader", "Plain and kind.")):
        colleague = enters(size, hands)
        colleague.signs_in(mailbox)
        review(colleague, comment)
    publish(editor)
    read_what_is_new(reader)

    assert (bea.birth_date, bea.inquiry.state, bea.inquiry.owner.name) == (
        BORN,
        "registered",
        "Fern Frontdesk",
    )
    course = bea.courses.get()
    assert (course.sessions_authorised, course.authorised_by.name) == (6, "Percy Prescriber")
    assert (course.evaluation.decision, course.consent.witness.name) == ("eligible", "Percy Prescriber")
    assert (session.course, session.number, session.session_minutes) == (course, 1, 50)
    at_that_time = Appointment.objects.active().filter(session__overlap=session.session, room=session.room)
    assert at_that_time.get() == session, "the second attempt was refused"
    published = Edition.objects.get(article__slug="depression", state="published")
    assert FIRST_SENTENCE.strip() in published.body
    assert published.number == 2
    assert (published.reviewer.name, published.plain_reviewer.name) == ("Rhea Reviewer", "Paula Plainly")


@pytest.mark.drill
def test_an_inquiry_needs_no_script(demo, open_page):
    """The article, its sources and the inquiry, with JavaScript off."""
    page = open_page("phone", locale="en-US", java_script_enabled=False)
    reader = Somebody(page, Mouse(page))
    page.goto("/learn/conditions/depression/")
    reader.comes_to("Depression")
    reader.follows("Evidence 2", exact=True)
    with reader.wanting("the note of evidence 2"):
        expect(page.locator("#evidence-2")).to_be_in_viewport()
        page.locator("#evidence-2 summary").click()
        expect(page.locator("#evidence-2 a[href^='https://']").first).to_be_visible()
    ask(reader)
    inquiry = Inquiry.objects.get(name=NAME)
    assert (inquiry.state, inquiry.location) == ("new", demo)
