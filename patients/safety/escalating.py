"""Asking the next person, each minute: nobody has taken a task up, or the mail about it failed."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from post_office.models import STATUS

from .models import Level, SafetyNotice, SafetyTask
from .notifying import ask
from .on_call import who_is_asked
from .starter import times_of

UNSENT_AT_MOST = {Level.AT_ONCE: timedelta(minutes=2)}  # then the mail counts as failed
UNSENT_ELSE = timedelta(minutes=15)


def escalate(now=None):
    """Ask the next person about each task whose time has run out, or whose last mail has not left.

    It may run twice, die in the middle and run on several machines: each task is looked at under its own lock.
    Returns how many people were asked about.
    """
    now = now or timezone.now()
    due = SafetyTask.objects.nobody_took_up().order_by("level", "raised_at")
    return sum(_escalate_one(pk, now) for pk in list(due.values_list("pk", flat=True)))


@transaction.atomic
def _escalate_one(pk, now):
    waiting = SafetyTask.objects.nobody_took_up().select_for_update(skip_locked=True, of=("self",))
    task = waiting.filter(pk=pk).first()
    if task is None or not (task.ask_next_at <= now or last_notice_failed(task, now)):
        return 0
    chain = who_is_asked(task.location, now)
    ask(task=task, chain=chain, times=times_of(Level(task.level)), now=now)
    return 1


def last_notice_failed(task, now):
    """Whether whoever was asked last never got the mail: it was refused, or waits for too long."""
    last = SafetyNotice.objects.filter(task=task).select_related("mail").last()
    if last is None or last.mail is None:
        return False
    unsent_for = now - last.asked_at
    too_long = unsent_for > UNSENT_AT_MOST.get(task.level, UNSENT_ELSE)
    return (last.has_failed and unsent_for > timedelta(seconds=30)) or (
        last.mail.status != STATUS.sent and too_long
    )
