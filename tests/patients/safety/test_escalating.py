"""Nobody takes a task up: the next person is asked, then the medical director, and then everybody again."""

from datetime import timedelta

import pytest
from post_office.models import STATUS, Email

from patients.safety import following
from patients.safety.escalating import escalate
from patients.safety.models import SafetyNotice
from tests.patients.safety.conftest import MONDAY_NOON


@pytest.fixture
def rota(put_on_call, clinician, prescriber, director):
    put_on_call(clinician, position=1)
    put_on_call(prescriber, position=2)


def minutes(number):
    return MONDAY_NOON + timedelta(minutes=number)


def asked(task):
    return [notice.person for notice in SafetyNotice.objects.filter(task=task)]


def sent(task):
    """The mail server has taken every mail about it."""
    Email.objects.filter(pk__in=task.notices.values("mail")).update(status=STATUS.sent)


def test_the_next_person_is_asked_when_the_clock_has_run_out(rota, raised, clinician, prescriber, director):
    task = raised()
    sent(task)
    assert escalate(minutes(4)) == 0
    for minute, person in ((5, prescriber), (10, director)):
        assert escalate(minutes(minute)) == 1
        sent(task)
        task.refresh_from_db()
        assert task.owner == person
    assert asked(task) == [clinician, prescriber, director]
    assert escalate(minutes(15)) == 1
    assert asked(task)[3:] == [clinician, prescriber, director]


def test_the_minutes_job_may_run_twice(rota, raised, clinician, prescriber):
    task = raised()
    sent(task)
    assert [escalate(minutes(5)), escalate(minutes(5))] == [1, 0]
    assert asked(task) == [clinician, prescriber]


def test_whoever_takes_it_up_ends_the_asking(rota, raised, clinician):
    task = raised()
    following.acknowledge(task=task, by=clinician, now=minutes(1))
    assert escalate(minutes(600)) == 0
    assert asked(task) == [clinician]


@pytest.mark.parametrize("status", [STATUS.failed, STATUS.requeued])
def test_a_mail_that_failed_asks_the_next_person_at_once(rota, raised, clinician, prescriber, status):
    task = raised()
    Email.objects.filter(pk__in=task.notices.values("mail")).update(status=status)
    assert escalate(minutes(1)) == 1
    assert asked(task) == [clinician, prescriber]


def test_a_mail_that_never_left_counts_as_failed(rota, raised, clinician, prescriber):
    task = raised()
    assert escalate(minutes(1)) == 0
    assert escalate(minutes(3)) == 1
    assert asked(task) == [clinician, prescriber]


def test_where_nobody_was_on_call_whoever_comes_on_call_is_asked(raised, put_on_call, clinician):
    task = raised()
    sent(task)
    put_on_call(clinician)
    escalate(minutes(5))
    task.refresh_from_db()
    assert task.owner == clinician


def test_each_task_is_asked_about_by_itself(rota, raised, robin, clinician, prescriber):
    urgent, later = raised(), raised("rather_not_say")
    sent(urgent)
    sent(later)
    assert escalate(minutes(5)) == 1
    assert asked(later) == [clinician]
    assert asked(urgent) == [clinician, prescriber]


@pytest.mark.parametrize(("cause", "hours", "steps"), [("cssrs_moderate", 2, 30), ("rather_not_say", 5, 60)])
def test_slower_levels_wait_for_their_own_clock(
    rota, raised, clinician, prescriber, director, cause, hours, steps
):
    task = raised(cause)
    sent(task)
    assert escalate(minutes(60 * hours - 1)) == 0
    assert escalate(minutes(60 * hours)) == 1
    sent(task)
    assert escalate(minutes(60 * hours + steps - 1)) == 0
    assert escalate(minutes(60 * hours + steps)) == 1
    assert asked(task) == [clinician, prescriber, director]
