"""Following a safety task to its end: taken up, reached, assessed, closed by a clinician, for the gravest by two."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.accounts.roles import CLINICIAN, PRESCRIBER
from clinic.locations.directors import is_medical_director
from patients.people.caring import join_care_team
from patients.people.models import Patient

from .models import Level, SafetyEntry, SafetyTask

What, State = SafetyEntry.What, SafetyTask.State


def _locked(task):
    """The task's row, fresh, held until the act is over. The patient's row first, as every act takes it."""
    if task.patient_id:
        Patient.objects.locked(task.patient)
    return SafetyTask.objects.select_for_update(no_key=True, of=("self",)).get(pk=task.pk)


def _clinicians_only(person):
    if not person.has_perm("safety.change_safetytask"):
        raise ValidationError(_("Only a clinician does this."), code="not_a_clinician")


def _in_state(task, *states):
    if task.state not in states:
        words = {"state": task.get_state_display()}
        raise ValidationError(_("Somebody was faster. It stands at: %(state)s.") % words, code="moved_on")


def _keep(task, what, by, now, text=""):
    return SafetyEntry.objects.create(task=task, what=what, by=by, at=now, text=text.strip())


@transaction.atomic
def acknowledge(*, task, by, now=None):
    """Say that this person has it: from now on nobody else is asked. A clinician sees the patient from then on.

    Sent twice is once. Refuses when somebody else has it (code `moved_on`).
    """
    now = now or timezone.now()
    if not by.has_perm("safety.acknowledge_safetytask"):
        raise ValidationError(_("You cannot take up a safety task."), code="not_allowed")
    task = _locked(task)
    if task.acknowledged_by_id == by.pk:
        return task
    _in_state(task, State.OPEN)
    task.state, task.owner = State.ACKNOWLEDGED, by
    task.acknowledged_by, task.acknowledged_at, task.ask_next_at = by, now, None
    task.save(update_fields=["state", "owner", "acknowledged_by", "acknowledged_at", "ask_next_at"])
    _keep(task, What.ACKNOWLEDGED, by, now)
    if task.patient and (by.has_role(CLINICIAN) or by.has_role(PRESCRIBER)):
        join_care_team(patient=task.patient, user=by, by=by, now=now)
    return task


@transaction.atomic
def hand_over(*, task, to, by, now=None):
    """Give a task that was taken up to a colleague, who looks after the patient from then on."""
    now = now or timezone.now()
    task = _locked(task)
    if not by.has_perm("safety.acknowledge_safetytask"):
        raise ValidationError(_("You cannot hand this over."), code="not_allowed")
    if task.state == State.CLOSED or task.state == State.OPEN:
        _in_state(task, State.ACKNOWLEDGED)
    _clinicians_only(to)
    task.owner = to
    task.save(update_fields=["owner"])
    _keep(task, What.HANDED_OVER, by, now, _("To %(name)s") % {"name": to})
    if task.patient:
        join_care_team(patient=task.patient, user=to, by=by, now=now)
    return task


@transaction.atomic
def keep_try(*, task, text, by, now=None):
    """Note that somebody tried to reach the person and did not, or whatever else belongs to it."""
    if not by.has_perm("safety.acknowledge_safetytask"):
        raise ValidationError(_("You cannot note this."), code="not_allowed")
    task = _locked(task)
    _in_state(task, State.ACKNOWLEDGED, State.CONTACTED, State.ASSESSED)
    return _keep(
        task, What.TRIED if task.state == State.ACKNOWLEDGED else What.NOTED, by, now or timezone.now(), text
    )


@transaction.atomic
def keep_contact(*, task, text, by, now=None):
    """Note that a clinician reached the person, or somebody who is with them."""
    return _step(task, State.ACKNOWLEDGED, "contacted", What.CONTACTED, text, by, now)


@transaction.atomic
def assess(*, task, text, by, now=None):
    """Note what a clinician found, and what was agreed."""
    return _step(task, State.CONTACTED, "assessed", What.ASSESSED, text, by, now)


def _step(task, before, step, what, text, by, now):
    _clinicians_only(by)
    now = now or timezone.now()
    if not text.strip():
        raise ValidationError(_("Write what was said and done."), code="empty")
    task = _locked(task)
    _in_state(task, before)
    task.state = step
    setattr(task, f"{step}_by", by)
    setattr(task, f"{step}_at", now)
    task.save(update_fields=["state", f"{step}_by", f"{step}_at"])
    _keep(task, what, by, now, text)
    return task


@transaction.atomic
def close(*, task, outcome, note, by, alone_because="", now=None):
    """Close a task with a clinician's note. One of `Level.AT_ONCE` waits then for a second person to confirm it.

    A medical director who has nobody to ask may close such a one alone, and says why.
    """
    _clinicians_only(by)
    now = now or timezone.now()
    if not note.strip() or not outcome:
        raise ValidationError(_("Closing needs an outcome and a note."), code="empty")
    task = _locked(task)
    _in_state(task, State.ASSESSED)
    if task.waits_for_a_second_person:
        raise ValidationError(_("The closing note is written. A second person confirms it."), code="waits")
    if alone_because.strip() and not is_medical_director(by):
        raise ValidationError(_("Only the medical director may close this alone."), code="not_a_director")
    task.outcome, task.closing_note, task.closed_by = outcome, note.strip(), by
    task.alone_because = alone_because.strip()
    _keep(task, What.CLOSING, by, now, f"{task.get_outcome_display()}. {note.strip()}")
    fields = ["outcome", "closing_note", "closed_by", "alone_because"]
    if task.level != Level.AT_ONCE or task.alone_because:
        task.state, task.closed_at = State.CLOSED, now
        fields += ["state", "closed_at"]
        _keep(task, What.CLOSED, by, now, task.alone_because)
    task.save(update_fields=fields)
    return task


@transaction.atomic
def confirm_closing(*, task, by, now=None):
    """The second person agrees that it can be closed. Refuses who wrote the note (code `same_person`)."""
    _clinicians_only(by)
    now = now or timezone.now()
    task = _locked(task)
    _in_state(task, State.ASSESSED)
    if not task.waits_for_a_second_person:
        raise ValidationError(_("There is no closing note to confirm."), code="no_note")
    if task.closed_by_id == by.pk:
        raise ValidationError(_("You wrote the note. Somebody else confirms it."), code="same_person")
    task.state, task.closed_at, task.confirmed_by = State.CLOSED, now, by
    task.save(update_fields=["state", "closed_at", "confirmed_by"])
    _keep(task, What.CLOSED, by, now)
    return task


@transaction.atomic
def send_back(*, task, because, by, now=None):
    """The second person does not agree: the note is taken off, kept in the story, and the task goes on."""
    _clinicians_only(by)
    task = _locked(task)
    _in_state(task, State.ASSESSED)
    if not task.waits_for_a_second_person:
        raise ValidationError(_("There is no closing note to send back."), code="no_note")
    if not because.strip():
        raise ValidationError(_("Say why it stays open."), code="empty")
    task.outcome, task.closing_note, task.closed_by = "", "", None
    task.save(update_fields=["outcome", "closing_note", "closed_by"])
    _keep(task, What.SENT_BACK, by, now or timezone.now(), because)
    return task


@transaction.atomic
def add_reach(*, task, phone="", whereabouts="", trusted_name="", trusted_phone="", now=None):
    """Keep what the person adds on the page that answers them: where they are, and whom they trust."""
    task = _locked(task)
    task.phone, task.whereabouts = phone, whereabouts.strip()
    task.trusted_name, task.trusted_phone = trusted_name.strip(), trusted_phone
    fields = ["phone", "whereabouts", "trusted_name", "trusted_phone"]
    task.full_clean(
        exclude=[field.name for field in task._meta.fields if field.name not in fields],
        validate_constraints=False,
    )
    task.save(update_fields=fields)
    _keep(task, What.ADDED, None, now or timezone.now())
    return task
