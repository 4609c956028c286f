"""Intake in a real browser, whole: from the private link to a session in the diary.

Begun on a phone, interrupted, gone on with at a desk; a crisis answer, its page and its task; a clinician, the
evaluation, the consent, the course, the session. And without JavaScript.
"""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from clinic.accounts import roles
from clinic.locations.models import Location
from patients.people.models import Patient
from patients.people.registering import register_patient
from patients.safety.models import SafetyTask
from tests import kept_rows
from tests.browser.test_consenting import RIGHT
from tests.patients.area.own_pages import BORN, a_link
from tests.small_clinic import person

from .hands import Mouse
from .test_story import book_the_first_time_from

NAME = "Robin Reach"
HEADING = "Thank you for telling us. You deserve support right now."
STEPS = 11
ASKED_WITH_NO = ("No", "Never", "None of these", "I take nothing", "Two", "No, I do not have sleep apnea")


@pytest.fixture
def robin(portal_server):
    """Somebody whom the demo clinic registered, with a phone that may be called."""
    kept_rows.load_demo()
    desk = person("fay.desk", roles.FRONT_DESK)
    return register_patient(
        legal_name=NAME,
        birth_date=BORN,
        email="robin@visitor.example",
        phone="+12125550123",
        channels=["email", "call"],
        location=Location.objects.get(slug="riverside"),
        looked_after_by=person("pia.prescriber", roles.PRESCRIBER),
        by=desk,
    )


def opens_their_page(page, address):
    page.goto(address)
    page.get_by_label("Month").select_option(label="March")
    page.get_by_label("Day").fill("12")
    page.get_by_label("Year").fill("1984")
    page.get_by_role("button", name="Open my page").click()
    expect(page.get_by_role("heading", name=f"Hello, {NAME}")).to_be_visible()


def takes_the_next_step(page, words):
    page.get_by_role("region", name="Your steps").get_by_role("link", name=words).click()


def answers_all_on_this_step(page):
    """To every question that has no answer yet, the answer of somebody with nothing to tell."""
    for question in page.locator(".question").all():
        if question.locator("input:checked").count():
            continue
        quiet = [
            choice for words in ASKED_WITH_NO for choice in question.get_by_label(words, exact=True).all()
        ]
        if question.locator("input[type=text]").count():
            question.get_by_label("Height in centimeters").fill("170")
            question.get_by_label("Weight in kilograms").fill("70")
        else:
            (quiet[0] if quiet else question.locator("input").first).check()


def is_on_step(page, number):
    expect(page.get_by_text(f"Step {number} of {STEPS}")).to_be_visible()
    page.wait_for_load_state()  # what counts or lists the questions waits without an end on a page half there


def presses_next(page):
    page.get_by_role("button", name="Next").click()


def is_answered_at_once(page, axe):
    expect(page.get_by_role("heading", name=HEADING, level=1)).to_be_visible()
    expect(page.get_by_role("main").get_by_role("link", name="Call 988").first).to_be_visible()
    expect(page.get_by_text("A member of our team will call you by")).to_be_visible()
    if axe:
        axe(page)


def follows_the_task(clinician, colleague):
    """From the list to the end: one takes it up, reaches and assesses them; two close it."""
    clinician.goto(reverse("safety:tasks"))
    clinician.get_by_role("link", name=NAME).click()
    clinician.get_by_role("button", name="I take this up").click()
    for button, words in (
        ("I reached them", "Spoke on the phone."),
        ("I assessed them", "Safe, with family."),
    ):
        clinician.get_by_label("What was said and done?").first.fill(words)
        clinician.get_by_role("button", name=button).click()
        expect(clinician.get_by_text("It is noted.")).to_be_visible()
    clinician.get_by_label("Safe, with a plan they agreed to").check()
    clinician.get_by_label("Note", exact=True).fill("We talk again tomorrow.")
    clinician.get_by_role("button", name="Write the closing note").click()
    expect(clinician.get_by_text("A second clinician confirms it. Ask one now.")).to_be_visible()
    colleague.goto(clinician.url)
    colleague.get_by_role("button", name="I agree: close it").click()
    colleague.get_by_role("link", name="Lift the hold on their care").click()
    colleague.get_by_label("Why").fill("Assessed, and safe.")
    colleague.get_by_role("button", name="Lift the hold").click()
    expect(colleague.get_by_role("heading", name=NAME)).to_be_visible()


def evaluates(page, patient):
    page.goto(reverse("screening:evaluate", args=[patient.reference]))
    page.get_by_role("group", name="S02: your decision").get_by_label("Accept it").check()
    page.get_by_label("S02: why?").fill("Talked about it; a plan stands.")
    page.get_by_role("group", name="How did you see the patient?").get_by_label("In person").check()
    page.get_by_label("Blood pressure, upper number").fill("118")
    page.get_by_label("Blood pressure, lower number").fill("76")
    page.get_by_label("Findings").fill("Calm, awake.")
    decision = page.get_by_role("group", name="Ketamine into a vein: your decision")
    decision.get_by_label("Treatment can go ahead").check()
    page.get_by_label("Ketamine into a vein: reasons").fill("Four medicines without relief.")
    page.get_by_role("button", name="Sign this evaluation").click()
    expect(page.get_by_text("The evaluation is signed.")).to_be_visible()


def signs(page, title, answers):
    page.get_by_role("listitem").filter(has_text=title).get_by_role("link", name="Read and sign").click()
    page.get_by_role("link", name="I have read it. Go on").click()
    for words in answers:
        page.get_by_label(words).check()
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Type your full name").fill(NAME)
    page.get_by_label("Month").select_option(label="March")
    page.get_by_label("Day").fill("12")
    page.get_by_label("Year").fill("1984")
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_text("Thank you. You have signed.")).to_be_visible()
    page.get_by_role("link", name="Back to your agreements").click()


def authorises(page, patient):
    page.goto(reverse("scheduling:authorise", args=[patient.reference]))
    page.get_by_role("link", name="Six sessions, twice a week", exact=True).click()
    page.get_by_role("button", name="Authorize this course").click()
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()


@pytest.mark.drill
@pytest.mark.parametrize(
    ("first", "then", "script"),
    [("phone", "desk", True), ("desk", "phone", True), ("phone", "desk", False)],
    ids=["phone then desk", "desk then phone", "without JavaScript"],
)
def test_from_the_private_link_to_a_session(robin, open_page, sign_in, axe, enters, first, then, script):
    look = axe if script else None
    colleague = person("cleo.clinician", roles.CLINICIAN)
    prescriber = Patient.objects.get(pk=robin.pk).care_team.get().user
    link = a_link(robin)[1]

    phone = open_page(first, java_script_enabled=script)
    opens_their_page(phone, link)
    takes_the_next_step(phone, "Begin")
    phone.get_by_role("button", name="Begin").click()
    is_on_step(phone, 1)
    answers_all_on_this_step(phone)
    if script:
        expect(phone.get_by_text("Saved", exact=True)).to_be_visible()
        look(phone)
    else:
        presses_next(phone)
        is_on_step(phone, 2)  # Chromium may never close a page that is closed as its next one comes
    phone.close()  # the battery is empty

    laptop = open_page(then, java_script_enabled=script)
    opens_their_page(laptop, link)
    takes_the_next_step(laptop, "Go on")
    laptop.get_by_role("link", name="Go on", exact=True).click()
    is_on_step(laptop, 2)
    laptop.get_by_label("Yes", exact=True).check()
    if script:
        expect(laptop.get_by_role("heading", name=HEADING, level=2)).to_be_visible()
        assert SafetyTask.objects.filter(patient=robin).count() == 1
    presses_next(laptop)
    is_answered_at_once(laptop, look)
    task = SafetyTask.objects.get(patient=robin)
    assert (task.state, task.owner is not None) == ("open", True)

    laptop.get_by_label("Somebody you trust").fill("Sam")
    laptop.get_by_role("button", name="Tell us").click()
    expect(laptop.get_by_text("We have it.")).to_be_visible()
    laptop.get_by_role("link", name="Go on with the questions").click()
    for number in range(3, STEPS + 1):
        is_on_step(laptop, number)
        answers_all_on_this_step(laptop)
        presses_next(laptop)
    expect(laptop.get_by_role("heading", name="Look at your answers")).to_be_visible()
    laptop.get_by_role("button", name="Send my answers").click()
    expect(laptop.get_by_role("heading", name="Please contact us now")).to_be_visible()

    staff = {who: open_page(then, java_script_enabled=script) for who in ("prescriber", "colleague", "desk")}
    sign_in(staff["prescriber"], prescriber)
    sign_in(staff["colleague"], colleague)
    follows_the_task(staff["colleague"], staff["prescriber"])
    evaluates(staff["prescriber"], robin)

    laptop.get_by_role("link", name="To your page").click()
    takes_the_next_step(laptop, "Read and sign")
    signs(laptop, "Papers and signatures on a screen", RIGHT["electronic_records"])
    signs(laptop, "Consent to ketamine into a vein", RIGHT["ketamine_iv"])
    authorises(staff["prescriber"], robin)

    desk = enters(then, Mouse, java_script_enabled=script)
    sign_in(desk.page, robin.registered_by)
    desk.page.goto(reverse("desk:patient", args=[robin.reference]))
    desk.follows("Book", within=desk.page.get_by_role("main"), exact=True)
    desk.follows("Ketamine into a vein, session 1 of 6")
    book_the_first_time_from(
        desk, robin.location.today() + timedelta(days=3), "Ketamine into a vein, session 1 of 6", NAME
    )
    session = robin.appointments.get()
    assert (session.kind, session.course.consent.method) == ("treatment", "electronic")
    assert session.course.evaluation.assessment.signed_by == prescriber


@pytest.mark.drill
def test_each_step_refuses_the_wrong_person_and_the_wrong_role(robin, client):
    """The same way, with other people's keys."""
    link, other = a_link(robin)[1], Patient.objects.get(legal_name="Tam Novel")
    pages = ("questions/", "questions/1/", "questions/review/", "agreements/", "letters/")
    for page in pages:
        stranger = client.get(f"/my/no-link-of-ours/{page}")
        assert stranger.status_code == 404
        asked = client.get(f"{link}{page}")
        assert "please say when you were born" in asked.content.decode()
    wanted = {
        "screening:answers": {roles.CLINICIAN: 404, roles.PRESCRIBER: 404, roles.FRONT_DESK: 403},
        "screening:evaluate": {roles.CLINICIAN: 404, roles.PRESCRIBER: 404, roles.FRONT_DESK: 403},
        "consent:witness": {roles.CLINICIAN: 404, roles.PRESCRIBER: 404, roles.FRONT_DESK: 403},
        "scheduling:authorise": {roles.CLINICIAN: 403, roles.PRESCRIBER: 404, roles.FRONT_DESK: 403},
    }
    for name, answers in wanted.items():
        for role, status in answers.items():
            who = person(f"{name}.{role}".replace(":", ".").replace(" ", "."), role)
            client.force_login(who)
            assert client.get(reverse(name, args=[robin.reference])).status_code == status, (name, role)
    assert other.responses.exists()
