"""Uses of a public form are counted for a day, and nobody learns from the counts who it was."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from clinic.limits import counting
from clinic.limits.models import SubmissionCount
from clinic.management.commands import worker


@pytest.fixture
def sends(rf, db):
    """`sends("203.0.113.7")`: whether somebody there may send once more, of three times a day."""

    def send(address, form="inquiry"):
        sender = counting.sender_of(rf.get("/", REMOTE_ADDR=address))
        return counting.is_within(form=form, sender=sender, a_day=3)

    return send


def tomorrow():
    return time_machine.travel(timezone.now() + timedelta(days=1))


def test_each_sender_may_use_each_form_so_often_a_day(sends):
    """R10"""
    assert [sends("203.0.113.7") for _time in range(5)] == [True, True, True, False, False]
    assert sends("198.51.100.9")
    assert sends("203.0.113.7", form="password reset")
    with tomorrow():
        assert sends("203.0.113.7")


def test_the_counts_do_not_say_who_sent(sends):
    sends("203.0.113.7")
    row = SubmissionCount.objects.get()
    assert "203.0.113.7" not in row.sender
    assert len(row.sender) == 64
    with tomorrow():
        sends("203.0.113.7")
    assert SubmissionCount.objects.values("sender").distinct().count() == 2


def test_a_whole_customers_ipv6_network_is_one_sender():
    assert counting.network_of("2001:db8:1:2::1") == counting.network_of("2001:db8:1:2:ffff::9")
    assert counting.network_of("2001:db8:1:2::1") != counting.network_of("2001:db8:1:3::1")
    assert counting.network_of("::ffff:203.0.113.7") == "203.0.113.7"


def test_the_worker_forgets_yesterdays_counts(sends):
    sends("203.0.113.7")
    worker.run_due_jobs()
    assert SubmissionCount.objects.count() == 1
    with tomorrow():
        worker.run_due_jobs()
    assert not SubmissionCount.objects.exists()
