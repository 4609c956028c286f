"""What must never happen after somebody says that they may be in danger: nine things, each by its number.

Each goes through the patient's own page, as a browser without JavaScript sends it.
"""

import re
from datetime import time, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.utils import InternalError
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email

from clinic.accounts import roles
from clinic.my.question_views import RIGHT_NOW
from patients.safety import following
from patients.safety.models import OnCall, SafetyTask
from patients.screening import answering
from patients.screening.loading import load_rules
from patients.screening.models import Answer
from patients.screening.question_steps import in_steps
from tests.clinic.scheduling.pages import text_of
from tests.small_clinic import person

HEADING = "Thank you for telling us. You deserve support right now."


@pytest.fixture
def rules(small_clinic):
    load_rules()


@pytest.fixture
def on_call(small_clinic):
    who = person("clara.oncall", roles.CLINICIAN)
    OnCall.objects.create(
        person=who, phone="+12125550191", weekdays=[1, 2, 3, 4, 5, 6, 7], starts=time(0), ends=time(0)
    )
    return who


@pytest.fixture
def answer(client, rules, on_call, robin, opened):
    """`answer("yes")`: what the page says to that answer to the question about suicide."""
    steps = [step for step, _rules in in_steps(answering.questions_for(robin.location))]
    address = f"{opened}questions/{steps.index(RIGHT_NOW) + 1}/"

    def send(value="yes", **more):
        return client.post(address, {"act": "next", "q_S02": value, **more})

    return send


def main_of(page):
    return re.search(r"<main.*</main>", page.content.decode(), re.DOTALL)[0]


def test_1_an_answer_is_never_saved_without_a_word_on_the_screen_and_a_task_that_somebody_owns(
    answer, on_call
):
    page = answer()
    assert page.status_code == 200
    assert HEADING in text_of(page)
    assert SafetyTask.objects.get().owner == on_call


@pytest.mark.parametrize("hours", [3, 12, 20])
def test_2_an_alert_is_never_left_out_for_an_unfinished_form_the_hour_or_a_second_time(answer, robin, hours):
    """Nor for a low total: nothing is added up. Nor for somebody who is no patient: see the tests of raising."""
    midnight = timezone.now().replace(hour=0, minute=0)
    with time_machine.travel(midnight + timedelta(days=1, hours=hours), tick=False):
        # the short session has run out by then, so the birth date goes with the answer
        for time_sent in (1, 2):
            page = answer(month="3", day="12", year="1984")
            assert HEADING in text_of(page)
            assert SafetyTask.objects.filter(patient=robin).count() == time_sent
    assert robin.responses.get().submitted_at is None


def test_3_no_call_is_promised_that_nobody_is_asked_to_make(answer, on_call, robin):
    robin.phone = "+12125550123"
    robin.save()
    assert "A member of our team will call you by" in text_of(answer())
    OnCall.objects.all().delete()
    said = text_of(answer())
    assert "will call you by" not in said
    assert "This form is not watched around the clock." in said


def test_4_nothing_keeps_the_person_on_the_page_and_no_number_hides(answer, opened):
    main = main_of(answer())
    assert 'href="tel:988"' in main
    hidden = re.findall(r"<(?:details|dialog)\b|\bhidden\b|data-bs-toggle|onbeforeunload", main)
    assert [found for found in hidden if found != "hidden" or 'type="hidden"' not in main] == []
    assert f'href="{opened}"' in main
    assert "Stop for now" in main


def test_5_no_machine_talks_with_the_person(answer):
    """The words are the same for everybody: they stand in one template, and nothing typed comes back in them."""
    first, second = (re.sub(r'value="[^"]*"', "", main_of(answer(value))) for value in ("yes", "yes"))
    assert first == second


def test_6_nobody_is_asked_to_book_or_for_a_review_for_thirty_days(answer, client, opened):
    assert "which days suit you" in text_of(client.get(opened))
    answer()
    before = Email.objects.count()
    for days in (0, 29):
        with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
            said = text_of(client.post(opened, {"month": 3, "day": 12, "year": 1984}, follow=True))
            assert "which days suit you" not in said
            assert "Nothing needs doing now. We are here for you" in said
            assert "btn-primary mt-2" not in client.get(opened).content.decode()
    assert Email.objects.count() == before
    with time_machine.travel(timezone.now() + timedelta(days=31), tick=False):
        assert "which days suit you" in text_of(
            client.post(opened, {"month": 3, "day": 12, "year": 1984}, follow=True)
        )


def test_7_no_treatment_is_offered_as_help_in_a_crisis(answer):
    said = main_of(answer()).lower()
    assert not [word for word in ("ketamin", "spravato", "treatment", "session", "infusion") if word in said]


def test_8_the_answer_is_never_edited_or_deleted(answer, as_app_role):
    answer()
    answer("no")
    values = list(Answer.objects.filter(rule__key="S02").values_list("value", flat=True))
    assert values == ["yes", "no"]
    for statement in ("UPDATE screening_answer SET value = '\"no\"'", "DELETE FROM screening_answer"):
        with as_app_role() as cursor, pytest.raises(InternalError, match="answer"), transaction.atomic():
            cursor.execute(statement)
    assert SafetyTask.objects.get().state == "open"


def first_answer(rule):
    if not rule.choices:
        return {"height_cm": "170", "weight_kg": "70"}
    return [rule.choices[0]] if rule.takes_several else rule.choices[0]


def test_9_no_skip_hides_the_question(rules, on_call, robin, client, opened):
    """It is asked whatever was answered before it, and without it nothing can be sent."""
    asked = answering.questions_for(robin.location)
    response = answering.begin(patient=robin)
    others = {rule: (first_answer(rule), "") for rule in asked if rule.key != "S02"}
    answering.save_answers(response=response, answers=others, form_key=uuid4())
    with pytest.raises(ValidationError) as refusal:
        answering.submit(response=response)
    assert refusal.value.code == "unanswered"
    page = client.post(f"{opened}questions/review/", {"act": "submit"})
    assert "1 question is still open" in text_of(page)


def test_where_no_questions_are_loaded_nothing_is_begun_and_nothing_sent(client, robin, opened):
    """Nothing asked is nothing known."""
    page = client.post(f"{opened}questions/", {"act": "begin"})
    assert "The questions are not ready yet. Please call us." in text_of(page)
    assert not robin.responses.exists()
    with pytest.raises(ValidationError) as refusal:
        answering.submit(response=answering.begin(patient=robin))
    assert refusal.value.code == "no_questions"
    assert client.post(f"{opened}questions/review/", {"act": "submit"}).url == f"{opened}questions/"


# -- And what belongs to them --------------------------------------------------------------------------


def test_the_person_adds_how_to_reach_them_and_somebody_they_trust(answer, client, opened):
    answer()
    task = SafetyTask.objects.get()
    said = {"phone": "212 555 0177", "whereabouts": "At the park", "trusted_name": "Sam", "trusted_phone": ""}
    page = client.post(f"{opened}questions/reach/", {"act": "reach", "task": task.reference, **said})
    assert HEADING in text_of(page)
    assert "We have it." in text_of(page)
    task.refresh_from_db()
    assert (str(task.phone), task.whereabouts, task.trusted_name) == ("+12125550177", "At the park", "Sam")


def test_a_number_that_is_none_is_said_and_the_numbers_to_call_stay(answer, client, opened):
    answer()
    task = SafetyTask.objects.get()
    page = client.post(
        f"{opened}questions/reach/",
        {"act": "reach", "task": task.reference, "phone": "12", "whereabouts": "Home"},
    )
    assert "Check the number." in text_of(page)
    assert 'href="tel:988"' in main_of(page)
    assert 'value="Home"' in main_of(page)


def test_whoever_rather_does_not_say_reads_the_same_and_a_task_of_its_own_is_raised(answer):
    assert HEADING in text_of(answer("prefer_not"))
    assert SafetyTask.objects.get().cause == "rather_not_say"


def test_a_hold_shows_and_nothing_booked_is_canceled(answer, small_clinic, robin):
    course = small_clinic.authorise(robin)
    booked = small_clinic.book(patient=robin, type=small_clinic.treatment_type, course=course)
    answer()
    booked.refresh_from_db()
    assert booked.status == "booked"
    assert type(booked).objects.on_hold(robin.location.today()).filter(pk=booked.pk).exists()
    task = SafetyTask.objects.get()
    following.acknowledge(task=task, by=small_clinic.prescriber)
    assert type(booked).objects.on_hold(robin.location.today()).filter(pk=booked.pk).exists()


def test_the_staff_page_of_the_task_is_one_click_from_the_mail(answer, client, on_call):
    answer()
    task = SafetyTask.objects.get()
    client.force_login(on_call)
    assert HEADING not in text_of(client.get(reverse("safety:task", args=[task.reference])))
    assert "I take this up" in text_of(client.get(reverse("safety:task", args=[task.reference])))
