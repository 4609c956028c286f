"""The health questions on a patient's own pages: in steps, saved as they go, and a crisis answered at once."""

import json
import re
from datetime import UTC, datetime
from html import unescape

import pytest
import time_machine
from django.db import OperationalError, connection
from django.test import Client
from post_office.models import Email

from clinic.locations.models import CrisisLine
from clinic.logs import RequestMiddleware
from clinic.tokens import new_token
from education.checks import plain_language
from patients.inquiries.form_keys import new_key
from patients.people.models import Hold, Patient
from patients.safety.models import OnCall, SafetyTask
from patients.screening import answering
from patients.screening.models import Answer, QuestionnaireResponse
from patients.screening.question_steps import STEPS
from patients.screening.rules import shipped_rules
from tests.bad_bodies import bad_bodies
from tests.patients.area.own_pages import SAID, a_patient
from tests.patients.conftest import hidden_fields, text_of_length
from tests.patients.screening.answer_sets import HARMLESS
from tests.patients.screening.asking import answer_all, fields, is_watched, save

HTMX = {"HTTP_HX_REQUEST": "true"}
DESERVE = "Thank you for telling us. You deserve support right now."


def words(page):
    return unescape(re.sub(r"\s+", " ", page.content.decode()))


def main(page):
    """What stands in the page between its header and its footer."""
    return words(page).split("<main")[1].split("</main>")[0]


@pytest.fixture
def small_clinic(small_clinic):
    CrisisLine.objects.create(
        country="US",
        name="Emergency services",
        phone="911",
        is_emergency=True,
        position=0,
        when="Day and night",
        cost="Free",
        checked_on="2026-11-01",
    )
    return small_clinic


@pytest.fixture
def robin(health_questions, small_clinic):
    is_watched(small_clinic)
    return a_patient(small_clinic, chosen_name="Rob", phone="+12125550123")


@pytest.fixture
def nobody_is_on_call(robin):
    OnCall.objects.all().delete()


@pytest.fixture
def asked(client, opened):
    """The address of the questions, which Robin has begun."""
    address = f"{opened}questions/"
    client.post(address, {"act": "begin"})
    return address


@pytest.fixture
def send(client, asked):
    """`send(2, S02="yes")`: that step as a browser sends it; `htmx=True` as it saves itself."""

    def post(number, act="next", htmx=False, form_key=None, **answers):
        sent = {"act": "autosave" if htmx else act, "form_key": form_key or new_key(), **fields(answers)}
        return client.post(f"{asked}{number}/", sent, **(HTMX if htmx else {}))

    return post


@pytest.fixture
def out_of_order(db):
    """`out_of_order("safety_safetytask")`: the database takes no row into that table."""

    def break_it(table):
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                CREATE FUNCTION out_of_order() RETURNS trigger LANGUAGE plpgsql
                    AS 'BEGIN RAISE EXCEPTION ''out of order''; END';
                CREATE TRIGGER out_of_order BEFORE INSERT ON {table}
                    FOR EACH ROW EXECUTE FUNCTION out_of_order();
                """
            )

    return break_it


def in_steps():
    """The harmless answers to the questions of each step."""
    return [
        {key: value for key, value in HARMLESS.items() if shipped_rules()[key].group in step.groups}
        for step in STEPS
    ]


# -- From the first step to the last -----------------------------------------------------------------


def test_all_of_it_is_answered_step_by_step_read_once_more_and_sent(client, opened, robin):
    """Without JavaScript: each page leads to the next."""
    overview = client.get(f"{opened}questions/")
    assert "There is no pass or fail." in words(overview)
    page = client.post(f"{opened}questions/", {"act": "begin"}, follow=True)
    for number, answers in enumerate(in_steps(), start=1):
        assert page.redirect_chain[-1][0] == f"{opened}questions/{number}/"
        assert f"Step {number} of {len(STEPS)}" in words(page)
        sent = {**hidden_fields(page), **fields(answers), "act": "next"}
        page = client.post(f"{opened}questions/{number}/", sent, follow=True)
    assert page.redirect_chain[-1][0] == f"{opened}questions/review/"
    assert "You can change each before you send them." in words(page) and "Still open" not in words(page)
    page = client.post(f"{opened}questions/review/", {"act": "submit"}, follow=True)
    assert page.redirect_chain[-1][0] == f"{opened}questions/sent/"
    assert "<h1>A clinician will review your answers</h1>" in words(page)
    assert QuestionnaireResponse.objects.get().submitted_at


def test_each_question_says_why_it_is_asked(client, asked):
    shown = ""
    for number in range(1, len(STEPS) + 1):
        shown += words(client.get(f"{asked}{number}/"))
    for key in HARMLESS:
        assert shipped_rules()[key].question in shown, key
        assert shipped_rules()[key].asked_because in shown, key


def test_the_overview_shows_how_far_they_are(client, asked, send):
    send(1, **in_steps()[0])
    page = client.get(asked)
    assert [is_done for _number, _step, is_done in page.context["steps"]] == [True] + [False] * 10
    assert page.context["go_on"] == 2 and words(page).count("answered</span>") == 1


def test_another_device_goes_on_where_the_first_one_was(asked, send, link):
    for number in (1, 2, 3):
        send(number, **in_steps()[number - 1])
    send(4, S03="no", S06="no")
    other = Client()
    assert "say when you were born" in words(other.get(asked))
    page = other.post(asked, SAID, follow=True)
    assert page.context["go_on"] == 4
    page = other.get(f"{asked}4/")
    form = page.context["form"]
    assert (form["q_S03"].value(), form["q_S06"].value(), form["q_S04"].value()) == ("no", "no", None)
    assert re.search(r'name="q_S03" value="no"[^>]*checked', words(page))


def test_begun_twice_it_is_begun_once(client, asked):
    client.post(asked, {"act": "begin"})
    assert QuestionnaireResponse.objects.count() == 1


def test_a_step_that_was_left_half_open_goes_on_and_the_review_says_what_is_open(client, asked, send):
    page = send(4, S03="no")
    assert page.status_code == 302
    said = words(client.get(f"{asked}review/"))
    assert f"{len(HARMLESS) - 1} questions are still open" in said and f"{asked}1/" in said
    assert said.count("Still open") == len(HARMLESS) - 1


def test_the_last_step_sent_alone_does_not_finish(client, asked, send):
    """T35"""
    assert send(11, **in_steps()[10]).url == f"{asked}review/"
    page = client.post(f"{asked}review/", {"act": "submit"})
    assert page.status_code == 200 and "questions are still open" in words(page)
    assert "<title>Error:" in words(page)
    assert client.get(f"{asked}sent/").url == asked
    assert QuestionnaireResponse.objects.get().submitted_at is None


@pytest.mark.parametrize(
    ("answers", "heading"),
    [
        ({}, "A clinician will review your answers"),
        ({"S03": "yes"}, "We need to talk with you first"),
        ({"S02": "yes"}, "Please contact us now"),
    ],
)
def test_what_they_read_at_the_end_is_never_a_yes_and_never_a_no(client, opened, robin, answers, heading):
    answer_all(robin, **answers)
    page = client.get(f"{opened}questions/sent/")
    assert f"<h1>{heading}</h1>" in words(page)
    for word in ("approved", "eligible", "rejected", "accepted", "congratulations"):
        assert word not in main(page).casefold()
    assert ("988" in main(page)) == (heading == "Please contact us now")


def test_after_sending_they_may_begin_again_when_something_changed(client, opened, robin):
    answer_all(robin)
    page = client.get(f"{opened}questions/")
    assert "You sent us your answers on" in words(page) and "Something changed: answer again" in words(page)
    assert client.get(f"{opened}questions/review/").url == f"{opened}questions/"
    client.post(f"{opened}questions/", {"act": "begin"})
    assert QuestionnaireResponse.objects.count() == 2


def test_a_step_of_what_is_not_begun_leads_to_the_overview(client, asked, robin):
    """Back, after they were sent: no empty form that would begin anew unseen."""
    answer_all(robin)
    assert client.get(f"{asked}11/").url == asked


def test_a_page_that_was_open_elsewhere_adds_nothing_to_what_was_sent(client, asked, send, robin):
    """What it says then is the beginning of new answers, and not lost."""
    sent = answer_all(robin)
    before = sent.answers.count()
    send(4, S03="yes")
    assert sent.answers.count() == before
    assert answering.begun_by(robin).answers.get().value == "yes"


# -- Saved as they go --------------------------------------------------------------------------------


def test_a_choice_is_saved_while_the_page_is_open(send):
    page = send(4, htmx=True, S03="yes", S07=["stroke", "valve"])
    assert page.status_code == 200 and "Saved" in words(page) and "<html" not in words(page)
    assert {answer.rule.key: answer.value for answer in Answer.objects.all()} == {
        "S03": "yes",
        "S07": ["stroke", "valve"],
    }


def test_what_is_right_is_saved_though_something_else_is_not(client, asked, send):
    page = send(4, htmx=True, S03="no", S07=["none", "stroke"])
    assert "but for what is marked" in words(page)
    page = send(4, S03="no", S07=["none", "stroke"])
    assert page.status_code == 200 and "Not both." in words(page) and "<title>Error:" in words(page)
    assert Answer.objects.get().rule.key == "S03"


def test_words_without_a_choice_are_asked_about_and_not_lost(client, asked):
    sent = {"act": "next", "form_key": new_key(), "t_S39": "Sertraline 50 mg", "q_S36": "no"}
    page = client.post(f"{asked}9/", sent)
    assert page.status_code == 200
    assert "Choose an answer as well." in words(page) and "Sertraline 50 mg</textarea>" in words(page)
    assert Answer.objects.get().rule.key == "S36"
    client.post(f"{asked}9/", {**sent, "q_S39": "list"})
    assert Answer.objects.get(rule__key="S39").text == "Sertraline 50 mg"


def test_a_text_is_kept_to_its_last_character_and_a_longer_one_takes_nothing_away(client, asked):
    """T32"""
    longest = text_of_length(2000)
    sent = {"act": "next", "q_S39": "list", "t_S39": longest}
    assert client.post(f"{asked}9/", sent).status_code == 302
    assert Answer.objects.get().text == longest
    page = client.post(f"{asked}9/", {**sent, "t_S39": text_of_length(2001)})
    assert page.status_code == 200 and "at most 2000 characters" in words(page)
    assert Answer.objects.get().text == longest


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"cm": "170", "kg": "70"}, {"height_cm": "170", "weight_kg": "70"}),
        ({"cm": "170.5", "kg": "70.25"}, {"height_cm": "170.5", "weight_kg": "70.25"}),
        ({"ft": "5", "inch": "7", "lb": "150"}, {"height_cm": "170.18", "weight_kg": "68.04"}),
        ({"ft": "6", "lb": "200"}, {"height_cm": "182.88", "weight_kg": "90.72"}),
        ({"cm": "170", "lb": "150"}, {"height_cm": "170", "weight_kg": "68.04"}),
    ],
)
def test_height_and_weight_in_either_system_come_back_as_they_can_be_sent_again(client, asked, typed, kept):
    sent = {f"q_S43-{name}": value for name, value in typed.items()}
    client.post(f"{asked}6/", {**sent, "act": "next"})
    assert Answer.objects.get().value == kept
    form = client.get(f"{asked}6/").context["form"]
    shown = {name: form[name].value() or "" for name in form.fields if name.startswith("q_S43")}
    page = client.post(f"{asked}6/", {**shown, "act": "next"})
    assert page.status_code == 302 and Answer.objects.count() == 1


NO_HEIGHT_OR_WEIGHT = (
    ({"cm": "170"}, "Give both height and weight"),
    ({"kg": "70"}, "Give both height and weight"),
    ({"inch": "70", "lb": "150"}, "Give both height and weight"),
    ({"cm": "1700", "kg": "70"}, "this seems mistyped"),
    ({"cm": "170", "kg": "7"}, "this seems mistyped"),
    ({"cm": "49.99", "kg": "70"}, "this seems mistyped"),
    ({"cm": "170", "kg": "650.01"}, "this seems mistyped"),
    ({"cm": "tall", "kg": "70"}, "Give a number, such as 170."),
    ({"cm": "-170", "kg": "70"}, "Give a number, such as 170."),
    ({"cm": "NaN", "kg": "70"}, "Give a number, such as 170."),
    ({"cm": "170", "ft": "6", "kg": "70"}, "Give this in one way only"),
    ({"cm": "170", "kg": "70", "lb": "200"}, "Give this in one way only"),
)


def test_a_height_or_weight_that_cannot_be_is_refused_and_not_kept(client, asked):
    for typed, refusal in NO_HEIGHT_OR_WEIGHT:
        sent = {f"q_S43-{name}": value for name, value in typed.items()}
        page = client.post(f"{asked}6/", {**sent, "act": "next"})
        assert page.status_code == 200 and refusal in words(page), typed
        assert not Answer.objects.exists()


def test_a_page_closed_for_long_says_so_in_its_place_and_the_answers_come_with_the_date(client, asked, send):
    client.cookies.clear()
    page = send(4, htmx=True, S03="yes")
    assert "This page was closed" in words(page) and "<html" not in words(page)
    assert DESERVE not in words(page) and not Answer.objects.exists()
    page = send(4, S03="yes")
    assert "What you wrote is not lost" in words(page)
    page = client.post(f"{asked}4/", {**hidden_fields(page), **SAID})
    assert page.status_code == 302 and Answer.objects.get().value == "yes"


def test_a_yes_on_a_page_closed_for_long_is_answered_before_the_date_is_asked(client, asked, send):
    client.cookies.clear()
    for page in (send(2, htmx=True, S02="yes"), send(2, S02="yes")):
        assert "You deserve support right now." in words(page) and 'href="tel:988"' in words(page)
    page = client.post(f"{asked}2/", {**hidden_fields(page), **SAID})
    assert page.status_code == 200 and DESERVE in words(page)
    assert SafetyTask.objects.get().cause == "said_yes"


# -- A crisis ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["yes", "prefer_not"])
def test_a_crisis_is_answered_in_the_answer_itself_with_all_that_helps(send, asked, opened, said):
    """Section 5: heading, whom to call as links, what happens next, somebody trusted, going on or stopping."""
    page = send(2, S02=said)
    assert page.status_code == 200
    shown = main(page)
    parts = [
        f"<h1>{DESERVE}</h1>",
        "call 911 now, or go to the nearest emergency department.",
        'href="tel:911"',
        "Day and night · Free",
        'href="tel:988"',
        "What we do now",
        "How can we reach you?",
        "Somebody you trust",
        "Go on, or stop here",
        "Your answers are saved either way.",
        f'href="{asked}3/"',
        f'href="{opened}"',
    ]
    places = [shown.index(part) for part in parts]
    assert places == sorted(places)
    assert "<details" not in shown and "<dialog" not in shown
    assert SafetyTask.objects.get().patient.legal_name == "Robin Reach"


def test_the_promise_names_the_hour_at_the_location(client, link, send):
    with time_machine.travel(datetime(2026, 11, 30, 19, 10, tzinfo=UTC), tick=False):
        client.post(link.address, SAID)
        page = main(send(2, S02="yes"))
    assert "will call you by <strong>2:40 p.m.</strong>, Monday, November 30" in page


def test_no_call_is_promised_to_whom_we_cannot_call(send, robin):
    Patient.objects.filter(pk=robin.pk).update(phone="")
    page = main(send(2, S02="yes"))
    assert "will call you by" not in page and "We cannot promise when." in page


def test_no_call_is_promised_where_nobody_is_on_call(nobody_is_on_call, send, small_clinic):
    """The page was shown while somebody was."""
    page = main(send(2, S02="yes"))
    assert "will call you by" not in page and "This form is not watched around the clock." in page
    assert SafetyTask.objects.get().owner is None and Answer.objects.get().value == "yes"


def test_it_is_answered_in_the_open_page_too(send):
    page = send(2, htmx=True, S02="yes")
    shown = words(page)
    assert page.status_code == 200 and "<html" not in shown
    for part in (DESERVE, "call 911 now", 'href="tel:988"', "will call you by", "Your answer is saved."):
        assert part in shown
    assert SafetyTask.objects.count() == 1


def test_the_page_that_follows_the_saved_choice_is_the_same_task(send):
    key = new_key()
    for htmx in (True, False, False):
        send(2, htmx=htmx, form_key=key, S02="yes")
    assert Answer.objects.count() == SafetyTask.objects.count() == 1
    send(2, S02="yes")
    assert SafetyTask.objects.count() == 2


def test_before_the_question_stands_who_sees_the_answer_and_whom_to_call(client, asked):
    page = main(client.get(f"{asked}2/"))
    order = [
        "Your care team sees your answer.",
        'href="tel:911"',
        "Are you having thoughts of ending your life",
    ]
    assert [page.index(part) for part in order] == sorted(page.index(part) for part in order)


def test_a_yes_that_comes_to_another_step_is_heard_and_kept(send):
    page = send(5, S02="yes", S10="no")
    assert page.status_code == 200 and DESERVE in main(page)
    assert SafetyTask.objects.count() == 1
    assert {answer.rule.key for answer in Answer.objects.all()} == {"S02", "S10"}


def test_a_no_is_no_crisis(send, asked):
    assert send(2, S02="no").url == f"{asked}3/"
    assert not SafetyTask.objects.exists()


@pytest.mark.parametrize("table", ["safety_safetytask", "people_hold", "screening_answer"])
def test_where_the_task_cannot_be_written_they_read_whom_to_call_and_the_log_is_loud(
    send, out_of_order, caplog, table
):
    out_of_order(table)
    page = send(2, S02="yes")
    assert page.status_code == 503
    shown = main(page)
    assert DESERVE in shown and 'href="tel:911"' in shown and 'href="tel:988"' in shown
    assert "Your answer did not reach us" in shown and "saved either way" not in shown
    assert not Answer.objects.exists() and not SafetyTask.objects.exists() and not Hold.objects.exists()
    [record] = [each for each in caplog.records if each.levelname == "CRITICAL"]
    said = record.getMessage()
    assert "safety_task_not_written" in said
    for canary in ("S02", "yes", "Robin", "Reach", "out of order"):
        assert canary not in said
    assert not Email.objects.exists()


def test_where_the_task_cannot_be_written_the_open_page_says_so_too(send, out_of_order):
    """htmx shows nothing of an answer that is an error."""
    out_of_order("safety_safetytask")
    page = send(2, htmx=True, S02="yes")
    assert page.status_code == 200 and "Your answer did not reach us" in words(page)
    assert 'href="tel:988"' in words(page) and "Your answer is saved" not in words(page)


def test_an_ordinary_answer_that_cannot_be_written_is_an_error_and_not_said_to_be_saved(
    asked, out_of_order, link
):
    out_of_order("screening_answer")
    browser = Client(raise_request_exception=False)
    browser.post(link.address, SAID)
    page = browser.post(f"{asked}4/", {"act": "next", "q_S03": "yes"})
    assert page.status_code == 500 and "Saved" not in words(page)


def test_while_the_database_is_away_a_yes_meets_numbers_to_call(link, asked):
    """P4, T16"""
    browser = Client(raise_request_exception=False)
    browser.post(link.address, SAID)
    browser.get(f"{asked}2/")

    def away(execute, sql, params, many, context):
        raise OperationalError("the server closed the connection")

    with connection.execute_wrapper(away):
        page = browser.post(f"{asked}2/", {"act": "next", "q_S02": "yes"})
    assert page.status_code == 503 and page["Retry-After"]
    assert "was not saved" in words(page) and 'href="tel:988"' in words(page)
    assert not Answer.objects.exists()


# -- How to reach them -------------------------------------------------------------------------------


def reach(client, asked, task, **said):
    return client.post(f"{asked}reach/", {"act": "reach", "task": task.reference, **said})


def test_they_may_add_where_they_are_and_whom_they_trust(client, asked, send):
    send(2, S02="yes")
    task = SafetyTask.objects.get()
    page = reach(client, asked, task, phone="(212) 555-0124", trusted_name="Kim", trusted_phone="2125550125")
    assert page.status_code == 200 and "We have it." in main(page) and 'href="tel:988"' in main(page)
    task.refresh_from_db()
    assert (task.phone.as_e164, task.trusted_name, task.trusted_phone.as_e164) == (
        "+12125550124",
        "Kim",
        "+12125550125",
    )


def test_adding_more_later_takes_nothing_away(client, asked, send):
    key = new_key()
    send(2, form_key=key, S02="yes")
    task = SafetyTask.objects.get()
    reach(client, asked, task, phone="(212) 555-0124")
    page = send(2, form_key=key, S02="yes")
    shown = {name: page.context["reach_form"][name].value() for name in page.context["reach_form"].fields}
    reach(client, asked, task, **{**shown, "whereabouts": "At home"})
    task.refresh_from_db()
    assert task.phone.as_e164 == "+12125550124" and task.whereabouts == "At home"


def test_a_number_that_is_none_is_refused_in_words_and_the_numbers_to_call_stay(client, asked, send):
    """T32"""
    send(2, S02="yes")
    task = SafetyTask.objects.get()
    for said, refusal in (
        ({"phone": "12", "trusted_name": "Kim"}, "Check the number."),
        ({"whereabouts": "x" * 201}, "at most 200 characters"),
        ({"trusted_name": "x" * 121}, "at most 120 characters"),
    ):
        page = reach(client, asked, task, **said)
        assert page.status_code == 200 and refusal in main(page) and 'href="tel:988"' in main(page)
    task.refresh_from_db()
    assert not (task.phone or task.whereabouts or task.trusted_name)


def test_nobody_reaches_into_another_patients_task(client, asked, small_clinic):
    other = a_patient(small_clinic, "Kim Other", phone="+12125550126")
    task = save(answering.begin(patient=other), {"S02": "yes"})
    page = reach(client, asked, task, phone="(212) 555-0124")
    assert page.status_code == 404
    for reference in ("", "x", "0" * 32, "\0"):
        assert client.post(f"{asked}reach/", {"act": "reach", "task": reference}).status_code == 404
    task.refresh_from_db()
    assert not task.phone


def test_looking_at_that_address_leads_to_their_page(client, asked, opened):
    assert client.get(f"{asked}reach/").url == opened


# -- Where nobody is on call -------------------------------------------------------------------------


def test_where_nobody_is_on_call_the_page_does_not_ask_and_says_whom_to_call(
    nobody_is_on_call, client, asked, send
):
    page = main(client.get(f"{asked}2/"))
    assert 'name="q_S02"' not in page and "we do not ask on this page" in page
    assert 'href="tel:911"' in page and 'href="tel:988"' in page
    assert client.post(f"{asked}2/", {"act": "next"}).url == f"{asked}3/"
    overview = client.get(asked)
    assert "thoughts of suicide" not in main(overview)
    assert overview.context["steps"][1][2] is None and "answered</span>" not in words(overview)
    for number, answers in enumerate(in_steps(), start=1):
        if number != 2:
            send(number, **answers)
    page = client.post(f"{asked}review/", {"act": "submit"}, follow=True)
    assert "A clinician will review your answers" in words(page)


# -- Withdrawal --------------------------------------------------------------------------------------


def test_who_cannot_stop_reads_whom_to_call_and_goes_on_if_they_wish(client, asked, send):
    CrisisLine.objects.create(
        country="US",
        name="SAMHSA Helpline",
        phone="1-800-662-4357",
        is_for_addiction=True,
        when="Day and night",
        cost="Free",
        checked_on="2026-11-01",
    )
    page = send(10, S24="yes", S25="yes", S26="never")
    assert page.status_code == 200
    assert "SAMHSA Helpline" in main(page) and 'href="tel:911"' in main(page)
    assert f'href="{asked}11/"' in main(page)
    assert Hold.objects.get().cause == Hold.Cause.ANSWERS and not SafetyTask.objects.exists()


# -- Strangers, bad bodies, discretion ---------------------------------------------------------------

PAGES = ("", "2/", "4/", "review/", "sent/", "reach/")


def test_no_page_opens_for_a_strangers_link_or_without_the_date(asked, send):
    """R6, T29"""
    send(4, S03="yes")
    stranger = Client()
    for page in PAGES:
        for request in (stranger.get, stranger.post):
            assert request(f"/my/{new_token()}/questions/{page}").status_code == 404
            closed = words(request(asked + page))
            assert "say when you were born" in closed and "aneurysm" not in closed
    for number in (0, 12, 99, 10**20):
        assert stranger.get(f"{asked}{number}/").status_code in (200, 404)


def test_a_step_that_is_none_is_404(client, asked):
    for number in (0, 12, 99, 10**20):
        assert client.get(f"{asked}{number}/").status_code == 404
        assert client.post(f"{asked}{number}/", {"act": "next"}).status_code == 404


def test_nothing_changes_by_looking(client, opened, robin):
    """R5"""
    for page in PAGES:
        client.get(f"{opened}questions/{page}", {"act": "begin", "q_S02": "yes", "q_S03": "yes"})
    assert not QuestionnaireResponse.objects.exists() and not SafetyTask.objects.exists()


def test_no_body_that_a_browser_never_sends_ends_in_an_error_of_ours(client, asked):
    """T33"""
    for page in ("", "2/", "6/", "9/", "review/", "reach/"):
        names = set(re.findall(r'\sname="([^"]+)"', client.get(f"{asked}{page}").content.decode()))
        for content_type, body in bad_bodies(names | {"act", "task", "phone", "q_S02", "form_key"}):
            answer = client.generic("POST", f"{asked}{page}", body, content_type=content_type)
            assert answer.status_code < 500, (page, content_type, body[:40])
    assert not SafetyTask.objects.exists() and not Answer.objects.exists()


def test_an_answer_that_is_no_choice_is_not_kept(send):
    for value in ("maybe", "YES", "yes\0", "", "no' OR '1'='1", "[]", "yes|no"):
        assert send(4, S03=value).status_code in (200, 302)
    assert not Answer.objects.exists()


def test_what_they_write_is_shown_as_they_wrote_it(client, asked, robin):
    """T36"""
    attack = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7|add:7 }}"
    client.post(f"{asked}9/", {"act": "next", "q_S39": "list", "t_S39": attack, "q_S33": attack})
    save(answering.begun_by(robin), {**HARMLESS, "S39": ("list", attack)})
    for page in ("9/", "review/"):
        raw = client.get(f"{asked}{page}").content.decode()
        assert "<script>alert" not in raw and "<img src=x" not in raw and attack in unescape(raw)
    answering.submit(response=answering.begun_by(robin))
    raw = client.get(f"{asked}sent/").content.decode()
    assert "<script>alert" not in raw and attack in unescape(raw)


def test_nothing_keeps_these_pages_and_no_title_or_address_says_what_was_answered(client, opened, robin):
    """R8, T42"""
    address = f"{opened}questions/"
    client.post(address, {"act": "begin"})
    shown = [client.get(f"{address}{page}") for page in PAGES]
    crisis = client.post(f"{address}2/", {"act": "next", "q_S02": "yes"})
    task = SafetyTask.objects.get().reference
    shown += [
        crisis,
        client.post(f"{address}2/", {"act": "autosave", "q_S02": "yes"}, **HTMX),
        client.post(f"{address}10/", {"act": "next", "q_S25": "yes"}),
        client.post(f"{address}4/", {"act": "next", "q_S03": "yes"}),
        client.post(f"{address}reach/", {"act": "reach", "task": task, "phone": "2125550124"}),
        client.post(f"{address}review/", {"act": "submit"}),
    ]
    for answer in shown:
        assert answer["Cache-Control"] == "no-store" and answer["X-Robots-Tag"] == "noindex, nofollow"
        assert answer["Referrer-Policy"] == "same-origin"
        titles = re.findall(r"<title>(?:Error: )?(.*?)</title>", words(answer))
        assert set(titles) <= {
            f"{title} · Stillwater"
            for title in ("Health questions", "Look at your answers", "Your answers", "Your page")
        }
        logged = RequestMiddleware.format_request(answer.wsgi_request)
        assert not re.search(r"S\d\d|yes|Robin|[0-9a-f]{32}", logged), logged
        assert "q_" not in answer.get("Location", "").replace(opened, "")


def test_no_log_no_mail_and_no_session_holds_an_answer(client, asked, caplog, robin):
    """R8: canaries."""
    caplog.set_level("DEBUG")
    canary = "marmaladium 40 mg"
    client.post(f"{asked}9/", {"act": "next", "q_S39": "list", "t_S39": canary})
    client.post(f"{asked}2/", {"act": "next", "q_S02": "prefer_not"})
    client.post(f"{asked}4/", {"act": "next", "q_S03": "yes", "q_S07": "heart_failure"})
    ours = [record for record in caplog.records if not record.name.startswith("django.db")]
    logged = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in ours)
    cookies = json.dumps({name: cookie.value for name, cookie in client.cookies.items()})
    mails = "\n".join(
        f"{mail.subject} {mail.message} {mail.html_message} {mail.to}" for mail in Email.objects.all()
    )
    assert mails
    assert "S02" not in logged + mails
    for secret in (canary, "heart_failure", "prefer_not", "rather_not_say", "Robin", "suicid"):
        assert secret not in logged + mails + cookies, secret
    assert "sessionid" not in client.cookies and "session" not in client.cookies


def test_the_wrong_date_opens_none_of_it(asked, send, link):
    send(4, S03="yes")
    stranger = Client()
    page = stranger.post(f"{asked}4/", {**SAID, "year": 1985})
    assert "This is not the date we know." in words(page) and "aneurysm" not in words(page)


# -- In Spanish --------------------------------------------------------------------------------------


def test_each_question_is_asked_in_spanish_where_they_read_spanish(client, link, robin):
    address = f"/es{link.address}"
    client.post(address, SAID)
    client.post(f"{address}questions/", {"act": "begin"})
    page = words(client.get(f"{address}questions/2/"))
    assert shipped_rules()["S02"].question_es in page and shipped_rules()["S02"].asked_because_es in page
    assert shipped_rules()["S02"].question not in page


# -- How it reads, and how much it asks of the database ----------------------------------------------


def test_every_page_asks_the_same_queries_however_much_was_answered(
    client, asked, robin, django_assert_max_num_queries
):
    def queries():
        found = []
        for page in ("", "4/", "review/"):
            with django_assert_max_num_queries(30) as counted:
                client.get(f"{asked}{page}")
            found.append(len(counted))
        return found

    save(answering.begun_by(robin), {"S03": "no"})
    few = queries()
    save(answering.begun_by(robin), HARMLESS)
    assert queries() == few


BLOCKS = re.compile(
    r"<(/?)(?:h1|legend|label|div|span|dt|dd|section|form|strong|button|textarea|option)\b[^>]*>"
)


def grade(page):
    """The grade of what a page says in whole sentences; a question is judged with the others of its page."""
    text = BLOCKS.sub(r"<\1p>", main(page))
    told = [block for block in plain_language.blocks(text) if block.endswith((".", "?", ":"))]
    assert len(told) > 1
    return plain_language.grade(told, "en")


@pytest.mark.drill
def test_every_page_reads_at_grade_eight_at_most(client, asked, send, robin):
    pages = {number: client.get(f"{asked}{number}/") for number in range(1, len(STEPS) + 1)}
    pages |= {"overview": client.get(asked), "crisis": send(2, S02="yes"), "withdrawal": send(10, S25="yes")}
    pages["review"] = client.get(f"{asked}review/")
    for outcome, answers in (("review", {}), ("stop", {"S03": "yes"}), ("crisis", {"S02": "yes"})):
        save(answering.begin(patient=robin), {**HARMLESS, **answers})
        answering.submit(response=answering.begun_by(robin))
        pages[f"sent: {outcome}"] = client.get(f"{asked}sent/")
    OnCall.objects.all().delete()
    answering.begin(patient=robin)
    pages["unwatched"] = client.get(f"{asked}2/")
    grades = {name: grade(page) for name, page in pages.items()}
    assert {name: found for name, found in grades.items() if found > plain_language.HIGHEST_GRADE} == {}


@pytest.mark.parametrize("language", ["en", "es"])
def test_why_each_question_is_asked_reads_at_grade_eight_in_short_sentences(language):
    for key in HARMLESS:
        rule = shipped_rules()[key]
        why = rule.asked_because if language == "en" else rule.asked_because_es
        assert plain_language.grade([why], language) <= plain_language.HIGHEST_GRADE, why
        if language == "en":
            assert plain_language.long_sentences(why) == []
