"""Answering: kept as one goes, only ever added to, and never without the task that an answer raises."""

import random
from contextlib import contextmanager
from datetime import time, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, InternalError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from patients.people.holding import lift_hold
from patients.people.models import Hold
from patients.safety import following
from patients.safety.models import OnCall, SafetyTask
from patients.screening import answering
from patients.screening.judging import Outcome
from patients.screening.models import Answer, Flag, QuestionnaireResponse
from tests.patients.area.own_pages import a_patient, merged
from tests.patients.screening.answer_sets import HARMLESS
from tests.patients.screening.asking import answer_all, rules, save


@pytest.fixture
def response(robin):
    return answering.begin(patient=robin)


@contextmanager
def refused(code):
    with pytest.raises(ValidationError) as refusal, transaction.atomic():
        yield
    assert refusal.value.code == code


def close(task, clinic, second):
    """To its end: taken up, reached, assessed, closed by two."""
    following.acknowledge(task=task, by=clinic.prescriber)
    following.keep_contact(task=task, text="Reached.", by=clinic.prescriber)
    following.assess(task=task, text="Safe.", by=clinic.prescriber)
    following.close(task=task, outcome="safe", note="A plan.", by=clinic.prescriber)
    following.confirm_closing(task=task, by=second)


# -- Begun, and gone on with -------------------------------------------------------------------------


def test_beginning_twice_is_once_and_goes_on_where_it_was(robin, response):
    save(response, {"S03": "no"})
    assert answering.begin(patient=robin) == response == answering.begun_by(robin)
    assert QuestionnaireResponse.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        QuestionnaireResponse.objects.create(patient=robin)


def test_what_was_sent_is_followed_by_new_answers_that_begin_empty(robin):
    first = answer_all(robin)
    again = answering.begin(patient=robin)
    assert again != first and not again.answers.exists()
    assert len(answering.unanswered(again, answering.questions_for(robin.location))) == len(HARMLESS)


def test_the_history_says_who_began_and_who_sent_them(robin, small_clinic):
    answer_all(robin, by=small_clinic.prescriber)
    begun, sent = QuestionnaireResponse.pgh_event_model.objects.order_by("pgh_id")
    for event in (begun, sent):
        assert event.pgh_context.metadata == {"user": small_clinic.prescriber.pk}
    assert begun.submitted_at is None and sent.submitted_by_id == small_clinic.prescriber.pk
    answering.begin(patient=robin)
    third = QuestionnaireResponse.pgh_event_model.objects.latest("pgh_id")
    assert third.pgh_context.metadata == {"patient": True}


# -- Kept ----------------------------------------------------------------------------------------------


def test_what_stands_already_is_not_kept_again(response):
    for _time in range(2):
        save(response, {"S03": "yes", "S07": ["stroke"], "S39": ("list", "Aspirin")})
    assert Answer.objects.count() == 3 and Flag.objects.count() == 3
    save(response, {"S39": ("list", " Aspirin \n")})
    assert Answer.objects.count() == 3
    save(response, {"S39": ("list", "Aspirin, sertraline")})
    assert Answer.objects.count() == 4


def test_another_answer_takes_the_place_of_one_and_both_stay(response):
    save(response, {"S03": "yes"})
    save(response, {"S03": "no"})
    assert list(Answer.objects.values_list("value", flat=True)) == ["yes", "no"]
    assert [answer.value for answer in response.answers.last_words()] == ["no"]
    assert Flag.objects.count() == 1 and not Flag.objects.standing(response).exists()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE screening_answer SET value = '\"no\"'",
        "UPDATE screening_answer SET text = 'Other'",
        "DELETE FROM screening_answer",
        "UPDATE screening_flag SET level = 'note'",
        "DELETE FROM screening_flag",
        "DELETE FROM screening_questionnaireresponse",
        "UPDATE screening_questionnaireresponse SET started_at = now() - interval '1 day'",
        "UPDATE screening_questionnaireresponse SET mode = 'phone'",
        "UPDATE screening_questionnaireresponse SET patient_id = patient_id + 1",
    ],
)
def test_no_answer_is_ever_changed_or_deleted(response, as_app_role, change):
    save(response, {"S03": "yes"})
    with (
        pytest.raises((InternalError, IntegrityError), match=r"Cannot|row_stays_with_its_patient"),
        transaction.atomic(),
        as_app_role() as cursor,
    ):
        cursor.execute(change)


@pytest.mark.parametrize("change", ["submitted_at = NULL", "submitted_at = submitted_at + interval '1 day'"])
def test_what_was_sent_is_not_taken_back(robin, as_app_role, change):
    answer_all(robin)
    with pytest.raises(InternalError, match="Cannot"), transaction.atomic(), as_app_role() as cursor:
        cursor.execute(f"UPDATE screening_questionnaireresponse SET {change}")


def test_nothing_is_added_to_what_was_sent(robin, as_app_role):
    sent = answer_all(robin)
    with refused("sent"):
        save(sent, {"S03": "yes"})
    with pytest.raises(IntegrityError, match="answer_before_the_end"), transaction.atomic():
        Answer.objects.create(response=sent, rule=rules()["S03"], value="yes", form_key=uuid4())
    assert not Hold.objects.exists()


def test_a_text_is_kept_to_its_last_character_and_a_longer_one_refused_by_the_database(response):
    """T32"""
    save(response, {"S39": ("list", "x" * 2000)})
    assert Answer.objects.get().text == "x" * 2000
    with pytest.raises(IntegrityError, match="answer_text_fits"), transaction.atomic():
        save(response, {"S39": ("list", "x" * 2001)})


# -- Sent ----------------------------------------------------------------------------------------------


def test_sending_twice_is_once(robin, response):
    save(response, HARMLESS)
    now = timezone.now()
    assert answering.submit(response=response, now=now) == Outcome.REVIEW
    assert answering.submit(response=response, now=now + timedelta(hours=1)) == Outcome.REVIEW
    response.refresh_from_db()
    assert response.submitted_at == now and Answer.objects.filter(rule__key="S01").count() == 1


def test_the_last_step_alone_sends_nothing(response):
    """T35"""
    save(response, {"S47": "yes", "S48": "no", "S51": ["none"]})
    with refused("unanswered"):
        answering.submit(response=response)
    assert QuestionnaireResponse.objects.begun().get() == response
    assert not Answer.objects.filter(rule__key="S01").exists()


def test_where_nobody_is_on_call_they_are_sent_without_the_question_about_suicide(
    health_questions, small_clinic
):
    patient = small_clinic.patient
    asked = {rule.key for rule in answering.questions_for(patient.location)}
    assert set(HARMLESS) - asked == {"S02"}
    assert "S02" in {rule.key for rule in answering.questions_for(patient.location, attended=True)}
    response = answering.begin(patient=patient)
    save(response, {key: value for key, value in HARMLESS.items() if key != "S02"})
    with refused("unanswered"):
        answering.submit(response=response, attended=True)
    assert answering.submit(response=response) == Outcome.REVIEW


def test_a_location_that_is_left_alone_for_one_hour_of_the_week_does_not_ask(robin, small_clinic):
    assert "S02" in {rule.key for rule in answering.questions_for(robin.location)}
    OnCall.objects.update(starts=time(1), ends=time(0))
    assert "S02" not in {rule.key for rule in answering.questions_for(robin.location)}


# -- A stop waits for a clinician --------------------------------------------------------------------


def test_a_stop_holds_care_at_once_and_once(robin, response):
    save(response, {"S03": "yes"})
    [hold] = Hold.objects.filter(patient=robin)
    assert hold.cause == Hold.Cause.ANSWERS and hold.raised_by is None
    save(response, {"S04": "yes", "S05": "yes"})
    assert Hold.objects.get() == hold
    save(response, {"S03": "no"})
    assert Hold.objects.open().get() == hold


def test_a_flag_for_a_clinician_and_a_note_hold_nothing(response):
    save(response, {"S03": "unsure", "S07": ["stroke"], "S36": "yes"})
    assert Flag.objects.count() == 3 and not Hold.objects.exists()


def test_a_stop_in_the_next_answers_holds_care_again(robin, small_clinic):
    answer_all(robin, S03="yes")
    lift_hold(hold=Hold.objects.get(), because="We spoke.", by=small_clinic.prescriber)
    answer_all(robin, S03="yes")
    assert Hold.objects.open().count() == 1 and Hold.objects.count() == 2


# -- A crisis ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("said", "cause"), [("yes", "said_yes"), ("prefer_not", "rather_not_say")])
def test_a_crisis_answer_raises_a_task_and_a_hold_though_nothing_else_is_answered(
    robin, response, said, cause
):
    task = save(response, {"S02": said})
    assert (task.patient, task.cause, task.raised_by, task.state) == (robin, cause, None, "open")
    assert task.hold and task.notices.count() == 1
    assert response.answers.get().flags.get().level == "crisis"
    assert save(response, {"S03": "no"}) is None


def test_the_same_answer_sent_twice_from_one_page_is_one_task(response):
    key = uuid4()
    tasks = [save(response, {"S02": "yes"}, key) for _time in range(3)]
    assert len(set(tasks)) == Answer.objects.count() == SafetyTask.objects.count() == 1


def test_saying_yes_again_when_the_form_is_shown_again_raises_again(response):
    assert save(response, {"S02": "yes"}) != save(response, {"S02": "yes"})
    assert Answer.objects.count() == SafetyTask.objects.count() == 2
    assert Hold.objects.count() == 1


def test_saying_yes_again_after_a_no_raises_again_though_the_page_is_the_same(small_clinic, response):
    """The page may have been open for long, and the first task be closed."""
    key = uuid4()
    first = save(response, {"S02": "yes"}, key)
    close(first, small_clinic, second=small_clinic.clinicians[0].user)
    assert save(response, {"S02": "no"}, key) is None
    second = save(response, {"S02": "yes"}, key)
    assert second != first and second.state == "open"
    assert [answer.value for answer in Answer.objects.all()] == ["yes", "no", "yes"]


def test_taking_it_back_closes_nothing(response):
    task = save(response, {"S02": "yes"})
    save(response, {"S02": "no"})
    task.refresh_from_db()
    assert task.state == "open" and task.hold.lifted_at is None


def refusing_inserts(table):
    """From now on the database takes no row into this table."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            CREATE FUNCTION out_of_order() RETURNS trigger LANGUAGE plpgsql
                AS 'BEGIN RAISE EXCEPTION ''out of order''; END';
            CREATE TRIGGER out_of_order BEFORE INSERT ON {table}
                FOR EACH ROW EXECUTE FUNCTION out_of_order();
            """
        )


@pytest.mark.parametrize(
    "table",
    ["safety_safetytask", "safety_safetyentry", "safety_safetynotice", "people_hold", "post_office_email"],
)
def test_where_the_task_cannot_be_written_the_answer_is_not_kept(robin, response, table):
    refusing_inserts(table)
    with pytest.raises(InternalError, match="out of order"), transaction.atomic():
        save(response, {"S02": "yes", "S03": "no"})
    assert not Answer.objects.exists() and not Flag.objects.exists()
    assert not SafetyTask.objects.exists() and not Hold.objects.exists()


# -- Two patients who are one ------------------------------------------------------------------------


def test_once_two_patients_are_one_the_answers_of_both_are_theirs(small_clinic, robin):
    went = a_patient(small_clinic, "Robyn Reach", email="robyn@visitor.example")
    first, second = answer_all(went, S03="yes"), answer_all(robin)
    begun = answering.begin(patient=went)
    merged(small_clinic, went, into=robin)
    assert set(robin.responses.all()) == {first, second, begun}
    assert answering.begun_by(robin) == begun and not went.responses.exists()
    with refused("merged"):
        answering.begin(patient=went)


def test_two_who_have_both_begun_are_not_merged(small_clinic, robin):
    other = a_patient(small_clinic, "Robyn Reach", email="robyn@visitor.example")
    for patient in (robin, other):
        answering.begin(patient=patient)
    with pytest.raises(ValidationError, match="Both have begun the health questions"):
        merged(small_clinic, other, into=robin)


# -- Whatever the order ------------------------------------------------------------------------------

ABOUT_SUICIDE = st.sampled_from(["yes", "no", "prefer_not"])
STEP = st.fixed_dictionaries(
    {},
    optional={
        "S02": ABOUT_SUICIDE,
        "S03": st.sampled_from(["yes", "no", "unsure"]),
        "S07": st.sampled_from([["none"], ["stroke", "valve"]]),
        "S39": st.sampled_from([("list", "Aspirin"), ("nothing", "")]),
    },
)
# What was sent, from which showing of the form (there are two devices, each with two), and how often.
SENDINGS = st.lists(st.tuples(STEP, st.integers(0, 3), st.integers(1, 2)), min_size=1, max_size=8)


def send_all(patient, sendings):
    """Send these in order; returns how many crises that were: a changed answer, or one from a fresh page."""
    keys = [uuid4() for _showing in range(4)]
    standing, crises, kept = {}, 0, 0
    for step, showing, times in sendings:
        for _time in range(times):
            response = answering.begin(patient=patient)
            task = save(response, step, keys[showing])
            danger = step.get("S02") in ("yes", "prefer_not")
            assert (task is not None) == danger
            for key, value in step.items():
                is_new = key not in standing or standing[key][0] != value
                if is_new or (key == "S02" and danger and standing[key][1] != showing):
                    standing[key] = (value, showing)
                    kept += 1
                    crises += key == "S02" and danger
    return crises, kept


def no_crisis_is_lost(clinic, sendings):
    with transaction.atomic():
        patient = clinic.register()
        crises, kept = send_all(patient, sendings)
        answers = Answer.objects.filter(response__patient=patient)
        said_so = answers.filter(rule__key="S02", value__in=["yes", "prefer_not"])
        assert answers.count() == kept
        assert said_so.count() == SafetyTask.objects.filter(patient=patient).count() == crises
        assert Flag.objects.filter(answer__in=said_so, level="crisis").count() == crises
        held = Hold.objects.open().filter(patient=patient)
        assert held.filter(cause=Hold.Cause.SAFETY).count() == bool(crises)
        assert held.count() <= 2
        transaction.set_rollback(True)


SHARES_ITS_CLINIC = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@settings(max_examples=15, deadline=None, suppress_health_check=SHARES_ITS_CLINIC, derandomize=True)
@given(SENDINGS)
def test_no_order_repetition_or_interruption_loses_a_crisis(small_clinic, robin, sendings):
    no_crisis_is_lost(small_clinic, sendings)


@pytest.mark.drill
@settings(max_examples=400, deadline=None, suppress_health_check=SHARES_ITS_CLINIC)
@given(SENDINGS)
def test_no_order_at_all_loses_a_crisis(small_clinic, robin, sendings):
    no_crisis_is_lost(small_clinic, sendings)


def test_the_steps_may_be_answered_in_any_order(robin):
    order = random.Random(11).sample(sorted(HARMLESS), len(HARMLESS))
    response = answering.begin(patient=robin)
    for place in range(0, len(order), 5):
        save(answering.begin(patient=robin), {key: HARMLESS[key] for key in order[place : place + 5]})
    assert answering.submit(response=response) == Outcome.REVIEW
