"""Following a task to its end, and what the database refuses on the way."""

import threading
from contextlib import contextmanager

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError

from patients.people.holding import lift_hold
from patients.people.models import Patient
from patients.safety import following
from patients.safety.models import SafetyEntry, SafetyTask


@pytest.fixture
def assessed(raised, clinician):
    """`assessed("cssrs_low")`: a task that is ready to be closed."""

    def one(cause="said_yes"):
        task = raised(cause)
        following.acknowledge(task=task, by=clinician)
        following.keep_contact(task=task, text="Spoke on the phone.", by=clinician)
        return following.assess(task=task, text="At home with her sister.", by=clinician)

    return one


@contextmanager
def refused(code):
    """The act within is refused, for this reason."""
    with pytest.raises(ValidationError) as refusal:
        yield
    assert refusal.value.code == code


def test_the_desk_takes_a_task_up_and_hands_it_to_a_clinician(raised, front_desk, clinician, robin):
    task = following.acknowledge(task=raised(), by=front_desk)
    assert (task.owner, task.acknowledged_by) == (front_desk, front_desk)
    with refused("not_a_clinician"):
        following.keep_contact(task=task, text="Hello", by=front_desk)
    task = following.hand_over(task=task, to=clinician, by=front_desk)
    assert task.owner == clinician
    assert Patient.objects.visible_to(clinician).get() == robin


def test_a_clinician_who_takes_it_up_looks_after_the_patient_from_then_on(raised, clinician, robin):
    assert not Patient.objects.visible_to(clinician).exists()
    following.acknowledge(task=raised(), by=clinician)
    assert Patient.objects.visible_to(clinician).get() == robin


def test_one_takes_it_up_and_the_other_reads_who(raised, clinician, prescriber):
    task = raised()
    following.acknowledge(task=task, by=clinician)
    assert following.acknowledge(task=task, by=clinician).owner == clinician  # pressed twice
    with refused("moved_on"):
        following.acknowledge(task=task, by=prescriber)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_it_up_at_once_one_has_it(raised, clinician, prescriber):
    task, outcomes = raised(), []

    def take(who):
        try:
            following.acknowledge(task=task, by=who)
            outcomes.append("has it")
        except ValidationError as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=[who]) for who in (clinician, prescriber)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["has it", "moved_on"]


def test_a_step_needs_the_one_before_it_and_words(raised, clinician):
    task = raised()
    with refused("moved_on"):
        following.assess(task=task, text="Fine", by=clinician)
    following.acknowledge(task=task, by=clinician)
    with refused("empty"):
        following.keep_contact(task=task, text="  ", by=clinician)
    with refused("moved_on"):
        following.close(task=task, outcome="safe", note="Fine", by=clinician)
    following.keep_try(task=task, text="No answer, tried again at ten.", by=clinician)
    assert task.entries.last().what == "tried"


def test_a_slower_one_is_closed_by_one_clinician_with_a_note(assessed, clinician):
    task = assessed("cssrs_low")
    with refused("empty"):
        following.close(task=task, outcome="safe", note=" ", by=clinician)
    task = following.close(task=task, outcome="safe", note="A plan for the week.", by=clinician)
    assert (task.state, task.closed_by, task.confirmed_by) == ("closed", clinician, None)


def test_the_gravest_waits_for_a_second_person(assessed, clinician, prescriber):
    task = following.close(task=assessed(), outcome="safe", note="A plan for the week.", by=clinician)
    assert (task.state, task.waits_for_a_second_person) == ("assessed", True)
    with refused("same_person"):
        following.confirm_closing(task=task, by=clinician)
    with refused("waits"):
        following.close(task=task, outcome="safe", note="Once more.", by=prescriber)
    task = following.confirm_closing(task=task, by=prescriber)
    assert (task.state, task.closed_by, task.confirmed_by) == ("closed", clinician, prescriber)


def test_the_second_person_may_send_it_back(assessed, clinician, prescriber):
    task = following.close(task=assessed(), outcome="safe", note="A plan.", by=clinician)
    with refused("empty"):
        following.send_back(task=task, because="", by=prescriber)
    task = following.send_back(task=task, because="Who is with her tonight?", by=prescriber)
    assert (task.closing_note, task.closed_by, task.state) == ("", None, "assessed")
    assert "A plan." in task.entries.get(what="closing").text


def test_a_medical_director_with_nobody_to_ask_closes_it_alone_and_says_why(assessed, clinician, director):
    task = assessed()
    with refused("not_a_director"):
        following.close(task=task, outcome="safe", note="A plan.", by=clinician, alone_because="Alone")
    task = following.close(
        task=task, outcome="safe", note="A plan.", by=director, alone_because="I work alone."
    )
    assert (task.state, task.alone_because) == ("closed", "I work alone.")


def test_closing_is_no_act_of_the_front_desk(assessed, front_desk):
    task = assessed("cssrs_low")
    for act in (
        lambda: following.close(task=task, outcome="safe", note="x", by=front_desk),
        lambda: following.confirm_closing(task=task, by=front_desk),
        lambda: following.send_back(task=task, because="x", by=front_desk),
    ):
        with refused("not_a_clinician"):
            act()


def test_the_hold_stays_until_the_task_is_closed(assessed, clinician, prescriber):
    task = assessed()
    with refused("kept"):
        lift_hold(hold=task.hold, because="They are fine", by=clinician)
    following.close(task=task, outcome="safe", note="A plan.", by=clinician)
    following.confirm_closing(task=task, by=prescriber)
    assert lift_hold(hold=task.hold, because="Assessed, safe", by=clinician).lifted_at


def test_the_hold_of_two_tasks_waits_for_both(assessed, raised, clinician):
    first, second = assessed("cssrs_low"), raised("rather_not_say")
    following.close(task=first, outcome="safe", note="A plan.", by=clinician)
    with refused("kept"):
        lift_hold(hold=second.hold, because="They are fine", by=clinician)


def test_what_the_person_adds_is_kept_and_the_number_they_give_is_the_one_to_call(raised, robin):
    task = following.add_reach(
        task=raised(),
        phone="+12125550199",
        whereabouts="At my sister’s",
        trusted_name="Sister",
        trusted_phone="+12125550198",
    )
    assert (str(task.call_phone), task.whereabouts) == ("+12125550199", "At my sister’s")
    assert task.entries.last().what == "added"
    robin.refresh_from_db()
    assert str(robin.phone) == "+12125550123"


# -- The database --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ("state = 'closed'", "safetytask_moves_step_by_step"),
        ("state = 'acknowledged'", "safetytask_s"),
        ("cause = 'cssrs_low', level = 'T3'", "safetytask_keeps_what_raised_it"),
        ("words = 'else'", "safetytask_keeps_what_raised_it"),
        ("outcome = 'safe', closing_note = 'x'", "safetytask_closing_note_is_somebodys"),
        ("closed_at = now()", "safetytask_closed_with_a_note"),
    ],
)
def test_the_database_refuses_what_no_act_would_do(raised, as_app_role, change, name):
    task = raised()
    with (
        as_app_role() as cursor,
        pytest.raises((IntegrityError, InternalError), match=name),
        transaction.atomic(),
    ):
        cursor.execute(f"UPDATE safety_safetytask SET {change} WHERE id = %s", [task.pk])


def test_the_gravest_cannot_be_closed_by_one_in_the_database_either(assessed, as_app_role, clinician):
    task = assessed()
    for second in ("NULL", str(clinician.pk)):
        with (
            as_app_role() as cursor,
            pytest.raises(IntegrityError, match="safetytask_two_close_the_gravest"),
            transaction.atomic(),
        ):
            cursor.execute(
                "UPDATE safety_safetytask SET state = 'closed', closed_at = now(), closing_note = 'x',"
                f" outcome = 'safe', closed_by_id = %s, confirmed_by_id = {second} WHERE id = %s",
                [clinician.pk, task.pk],
            )


def test_no_task_is_closed_in_bulk(assessed, as_app_role, clinician):
    tasks = [assessed("cssrs_low"), assessed("item_9_some")]
    closing = (
        "UPDATE safety_safetytask SET state = 'closed', closed_at = now(), closing_note = 'x', outcome = 'safe',"
        " closed_by_id = %s WHERE id = ANY(%s)"
    )
    with (
        as_app_role() as cursor,
        pytest.raises(IntegrityError, match="safetytasks_close_one_by_one"),
        transaction.atomic(),
    ):
        cursor.execute(closing, [clinician.pk, [task.pk for task in tasks]])
    with as_app_role() as cursor:
        cursor.execute(closing, [clinician.pk, [tasks[0].pk]])
    assert SafetyTask.objects.unclosed().count() == 1


def test_a_closed_task_and_its_story_never_change(assessed, as_app_role, clinician):
    task = following.close(task=assessed("cssrs_low"), outcome="safe", note="A plan.", by=clinician)
    for statement in (
        "UPDATE safety_safetytask SET closing_note = 'else' WHERE id = %s",
        "DELETE FROM safety_safetytask WHERE id = %s",
        "UPDATE safety_safetyentry SET text = 'else' WHERE task_id = %s",
        "DELETE FROM safety_safetyentry WHERE task_id = %s",
        "DELETE FROM safety_safetynotice WHERE task_id = %s",
    ):
        with as_app_role() as cursor, pytest.raises(InternalError), transaction.atomic():
            cursor.execute(statement, [task.pk])


def test_the_story_names_every_step_in_order(assessed, clinician, prescriber):
    task = following.close(task=assessed(), outcome="other_care", note="To the ward.", by=clinician)
    following.confirm_closing(task=task, by=prescriber)
    assert list(SafetyEntry.objects.filter(task=task).values_list("what", flat=True)) == [
        "raised",
        "nobody",
        "acknowledged",
        "contacted",
        "assessed",
        "closing",
        "closed",
    ]
