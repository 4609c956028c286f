"""Raising a safety task: in the same transaction as the answer that raised it, with somebody asked to take it up."""

import uuid
from datetime import datetime, time, timedelta

import structlog
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from patients.inquiries.clock import LOOKS_AHEAD, Clock
from patients.inquiries.form_keys import sent_before
from patients.people.holding import raise_hold
from patients.people.models import Hold, Patient

from .models import ANSWERED, LEVEL_OF, Cause, Level, SafetyEntry, SafetyTask
from .notifying import ask
from .on_call import who_is_asked
from .starter import times_of

log = structlog.get_logger("safety")

HOLD_WORDS = "A clinician talks with them first."


@transaction.atomic
def raise_task(*, cause, patient=None, inquiry=None, words="", by=None, form_key=None, now=None):
    """Raise a safety task about a patient, or about somebody who asked; returns the SafetyTask.

    It stands or falls with the transaction it is called in. Whoever is on call first is asked at once, and the
    patient's care is on hold where `Level.holds_care`. The same `form_key` (a UUID) sent twice is one task; two
    answers are two tasks, however alike. `by` is who works here and raises it, None for the person's own answer.
    """
    now = now or timezone.now()
    level = LEVEL_OF[Cause(cause)]
    if by and (not by.has_perm("safety.add_safetytask") or cause in ANSWERED):
        raise ValidationError(_("You cannot raise this."), code="not_allowed")
    form_key = form_key or uuid.uuid4()
    said = {"patient": patient, "inquiry": inquiry, "cause": cause, "words": words.strip(), "raised_by": by}
    if earlier := sent_before(SafetyTask.objects, form_key, said):
        return earlier
    about = Patient.objects.locked(patient) if patient else inquiry
    chain = who_is_asked(about.location, now)
    times = times_of(level)
    task = SafetyTask(
        **said,
        form_key=form_key,
        level=level,
        raised_at=now,
        hold=hold_care(patient, now) if patient and level.holds_care else None,
        acknowledge_by=due_at(times, about.location, now),
        call_by=call_by(times, chain, about, now),
    )
    task.full_clean(exclude=["form_key"])
    task.save(force_insert=True)
    SafetyEntry.objects.create(task=task, what=SafetyEntry.What.RAISED, by=by, at=now)
    ask(task=task, chain=chain, times=times, now=now)
    log.warning("safety_task_raised", task=task.reference, level=level.value, owned=bool(chain))
    return task


def hold_care(patient, now):
    """The open hold that safety tasks of this patient share."""
    held = Hold.objects.open().filter(patient=patient, cause=Hold.Cause.SAFETY).first()
    return held or raise_hold(patient=patient, reason=HOLD_WORDS, cause=Hold.Cause.SAFETY, now=now)


def due_at(times, location, now):
    """By when a task of this level is taken up."""
    if times.minutes:
        return now + timedelta(minutes=times.minutes)
    return end_of_working_day(location, now, times.working_days)


def end_of_working_day(location, now, days_later=0):
    """When the location next closes; with `days_later`, so many working days after that one."""
    clock, day = Clock(now), now.astimezone(location.zone).date()
    for ahead in range(LOOKS_AHEAD):
        date = day + timedelta(days=ahead)
        closes = clock.closes(location, date)
        if not closes or datetime.combine(date, closes, location.zone) <= now:
            continue
        if days_later == 0:
            return datetime.combine(date, closes, location.zone)
        days_later -= 1
    return datetime.combine(day + timedelta(days=1), time(), location.zone)


def call_by(times, chain, about, now):
    """By when we say that somebody calls: only where somebody was asked to, and has a number to call."""
    if not times.call_within or not chain or not about.phone:
        return None
    return now + timedelta(minutes=times.call_within)


def follow(*, patient, into):
    """The patient was here twice: their safety tasks follow to `into`. Only `merging` calls this."""
    SafetyTask.objects.filter(patient=patient).update(patient=into)


SPARED_FOR = timedelta(days=30)  # after a crisis answer nobody is asked to book, or to rate us


def is_spared(patient, now=None):
    """Whether a crisis lies so near that no page and no mail asks this person to book, or for a review."""
    since = (now or timezone.now()) - SPARED_FOR
    pressing = [level for level in Level if level.holds_care]
    return SafetyTask.objects.of_patient(patient).filter(raised_at__gt=since, level__in=pressing).exists()
