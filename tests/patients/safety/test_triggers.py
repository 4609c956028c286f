"""What raises a safety task, and how soon somebody takes it up: each trigger by its name."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from patients.people.models import Hold
from patients.safety.models import LEVEL_OF, Cause, Level, SafetyTask
from tests.patients.safety.conftest import MONDAY_NOON

# The triggers of the brief, T1 to T4, as they are written there.
EXPECTED = {
    "said_yes": "T1",
    "asq_acute": "T1",
    "cssrs_high": "T1",
    "flagged": "T1",
    "item_9_often": "T2",
    "asq_positive": "T2",
    "cssrs_moderate": "T2",
    "item_9_some": "T3",
    "cssrs_low": "T3",
    "rather_not_say": "T3",
    "phq_9_worse": "T4",
    "call_worse": "T4",
}


def test_each_trigger_has_its_level_and_none_is_missing():
    assert {cause.value: level.value for cause, level in LEVEL_OF.items()} == EXPECTED
    assert set(Cause.values) == set(EXPECTED)


@pytest.mark.parametrize(("cause", "level"), EXPECTED.items(), ids=[f"{v} {k}" for k, v in EXPECTED.items()])
def test_a_trigger_raises_a_task_of_its_level_with_an_owner(raised, put_on_call, clinician, cause, level):
    put_on_call(clinician)
    task = raised(cause, words="They wrote so." if cause == "flagged" else "")
    assert (task.level, task.state, task.owner) == (level, "open", clinician)
    assert task.hold is not None if level != "T4" else task.hold is None


def test_the_database_refuses_another_level_for_a_trigger(raised, as_app_role):
    task = raised()
    with (
        as_app_role() as cursor,
        pytest.raises(IntegrityError, match="safetytask_level_goes_with_its_cause"),
        transaction.atomic(),
    ):
        cursor.execute(
            "INSERT INTO safety_safetytask (reference, form_key, patient_id, cause, level, words, raised_at,"
            " acknowledge_by, state, outcome, closing_note, alone_because, phone, whereabouts, trusted_name,"
            " trusted_phone) SELECT 'x', gen_random_uuid(), patient_id, cause, 'T4', words, raised_at,"
            " acknowledge_by, state, outcome, closing_note, alone_because, phone, whereabouts, trusted_name,"
            " trusted_phone FROM safety_safetytask WHERE id = %s",
            [task.pk],
        )


def test_a_hold_says_nothing_of_what_was_answered_and_is_shared(raised, robin):
    tasks = [raised(), raised("rather_not_say"), raised()]
    hold = Hold.objects.open().get(patient=robin)
    assert {task.hold for task in tasks} == {hold}
    assert (hold.cause, hold.raised_by) == ("safety", None)
    assert hold.reason == "A clinician talks with them first."


def test_two_answers_are_two_tasks_and_one_sent_twice_is_one(raised):
    key = uuid4()
    assert raised(form_key=key) == raised(form_key=key)
    raised()
    assert SafetyTask.objects.count() == 2


@pytest.mark.parametrize(
    ("level", "taken_up_by"),
    [
        ("said_yes", "2025-12-08 12:05"),
        ("cssrs_moderate", "2025-12-08 14:00"),
        ("rather_not_say", "2025-12-08 17:00"),
        ("phq_9_worse", "2025-12-09 17:00"),
    ],
)
def test_each_level_has_its_clock_by_the_working_days_of_the_location(raised, riverside, level, taken_up_by):
    by = raised(level).acknowledge_by.astimezone(riverside.zone)
    assert f"{by:%Y-%m-%d %H:%M}" == taken_up_by


def test_after_hours_the_same_working_day_is_the_next_one(raised, riverside):
    saturday = MONDAY_NOON - timedelta(days=2)
    by = raised("rather_not_say", now=saturday).acknowledge_by.astimezone(riverside.zone)
    assert f"{by:%a %H:%M}" == "Mon 17:00"


def test_every_level_but_the_slowest_holds_care():
    assert [level.value for level in Level if not level.holds_care] == ["T4"]
