"""Raising a task: in one transaction with what raised it, with somebody asked by a neutral mail."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from post_office.models import PRIORITY, Email

from patients.people.models import Hold
from patients.safety.models import SafetyNotice, SafetyTask
from patients.safety.raising import HOLD_WORDS, is_spared, raise_task
from tests.patients.safety.conftest import MONDAY_NOON

CANARY = "WORRIED-CANARY"


def test_it_stands_or_falls_with_the_transaction_of_the_answer(raised):
    with pytest.raises(RuntimeError), transaction.atomic():
        raised()
        raise RuntimeError
    assert not SafetyTask.objects.exists()
    assert not Hold.objects.exists()
    assert not Email.objects.filter(to__contains="@stillwater.example").exists()


def test_the_mail_says_nothing_but_that_a_task_waits(raised, put_on_call, clinician, robin):
    """R8, T42: it is read on a locked screen."""
    put_on_call(clinician)
    task = raised("flagged", words=CANARY, by=None)
    mail = SafetyNotice.objects.get(task=task).mail
    assert (mail.to, mail.priority) == ([clinician.email], PRIORITY.high)
    assert mail.subject == "Stillwater: Urgent portal task"
    said = mail.subject + mail.message + mail.html_message
    for word in (CANARY, robin.name, "Robin", "suicid", "crisis answer", "ketamin", "T1", "patient"):
        assert word.lower() not in said.lower().replace("suicide & crisis lifeline", ""), word
    assert f"/staff/safety/{task.reference}/" in said


def test_where_nobody_is_on_call_the_clinics_mailbox_is_told_and_the_log_is_loud(raised, clinic, caplog):
    task = raised()
    assert task.owner is None
    assert SafetyNotice.objects.get(task=task).mail.to == [clinic.email]
    assert list(task.entries.values_list("what", flat=True)) == ["raised", "nobody"]
    assert "safety_task_nobody_on_call" in caplog.text


def test_a_call_is_promised_only_where_somebody_was_asked_and_has_a_number_to_call(
    raised, put_on_call, clinician, robin
):
    """Never promise a call that nobody is assigned to make."""
    assert raised().call_by is None
    put_on_call(clinician)
    assert raised().call_by == MONDAY_NOON + timedelta(minutes=30)
    robin.phone = ""
    robin.email = "robin@visitor.example"
    robin.save()
    assert raised().call_by is None


def test_an_alert_is_never_left_out(raised, put_on_call, clinician, asked):
    """Not for being a duplicate, out of hours, about somebody who is no patient, or of a low total."""
    put_on_call(clinician)
    midnight = MONDAY_NOON + timedelta(hours=12)
    again = [raised(now=midnight) for _time in range(3)]
    assert len({task.pk for task in again}) == 3
    inquiry = asked(message="x")
    about_inquiry = raise_task(inquiry=inquiry, cause="flagged", words=CANARY, by=clinician)
    assert (about_inquiry.about, about_inquiry.hold) == (inquiry, None)
    assert SafetyNotice.objects.filter(person=clinician).count() == 4


def test_only_who_may_raises_one_and_never_in_the_words_of_an_answer(robin, clinician, front_desk, manager):
    for who, cause in ((manager, "call_worse"), (clinician, "said_yes"), (front_desk, "rather_not_say")):
        with pytest.raises(ValidationError) as refusal:
            raise_task(patient=robin, cause=cause, by=who)
        assert refusal.value.code == "not_allowed"
    assert raise_task(patient=robin, cause="call_worse", by=front_desk).raised_by == front_desk


def test_a_flag_says_what_it_is_about(robin, clinician):
    with pytest.raises(ValidationError, match="Say what worries you"):
        raise_task(patient=robin, cause="flagged", words=" ", by=clinician)


def test_the_same_form_with_other_words_is_refused(robin, clinician):
    key = uuid.uuid4()
    raise_task(patient=robin, cause="flagged", words="One thing", by=clinician, form_key=key)
    with pytest.raises(ValidationError) as refusal:
        raise_task(patient=robin, cause="flagged", words="Another", by=clinician, form_key=key)
    assert refusal.value.code == "sent_before"


def test_nobody_asks_somebody_to_book_for_thirty_days_after_a_crisis(raised, robin):
    assert not is_spared(robin, MONDAY_NOON)
    raised("phq_9_worse")
    assert not is_spared(robin, MONDAY_NOON)
    raised()
    assert is_spared(robin, MONDAY_NOON + timedelta(days=29))
    assert not is_spared(robin, MONDAY_NOON + timedelta(days=31))


def test_the_reason_of_the_hold_is_fit_for_everybody_who_sees_the_patient():
    assert not {"suicid", "danger", "crisis", "harm"} & set(HOLD_WORDS.lower().split())
