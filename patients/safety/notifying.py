"""Asking somebody to take up a safety task: a mail that says nothing but that one waits, and what became of it."""

from datetime import timedelta
from urllib.parse import urljoin

import structlog
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from post_office.models import PRIORITY

from clinic.locations.context import frame
from patients.inquiries.mails import queue

from .models import SafetyEntry, SafetyNotice

log = structlog.get_logger("safety")

SUBJECT = _("Urgent portal task")


def ask(*, task, chain, times, now):
    """Ask the first of `chain` who was not asked yet to take the task up; when all were, everybody once more.

    Where there is nobody at all the clinic's mailbox is told, and the log says so loudly. Sets the task's owner
    and when the next one is asked.
    """
    asked = set(task.notices.values_list("person", flat=True))
    waiting = [person for person in chain if person.pk not in asked]
    for person in waiting[:1] or chain or [None]:
        notify(task, person, now)
    if waiting or chain:
        task.owner = (waiting or chain)[0]
    else:
        SafetyEntry.objects.create(task=task, what=SafetyEntry.What.NOBODY, at=now)
        log.critical("safety_task_nobody_on_call", task=task.reference)
    first_clock_runs = now < task.acknowledge_by and len(asked) == 0
    task.ask_next_at = task.acknowledge_by if first_clock_runs else now + timedelta(minutes=times.then_every)
    task.save(update_fields=["owner", "ask_next_at"])


def notify(task, person, now):
    """One mail, with no name and nothing clinical, at the head of the queue; the notice keeps what became of it."""
    clinic = frame(None)["clinic"]
    address = person.email if person else (clinic.email if clinic else None)
    with override(settings.LANGUAGE_CODE):
        page = urljoin(settings.SITE_URL, reverse("safety:task", args=[task.reference]))
        mail = queue("safety/mail/task", to=address, subject=SUBJECT, page=page)
    mail.priority = PRIORITY.high
    mail.save(update_fields=["priority"])
    return SafetyNotice.objects.create(task=task, person=person, asked_at=now, mail=mail)
