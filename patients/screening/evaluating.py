"""Evaluating a patient: a prescriber's decision is recorded, and suspended when it no longer holds."""

import uuid
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from patients.inquiries.form_keys import sent_before
from patients.people.caring import join_care_team
from patients.people.models import Patient

from .models import Evaluation

LONGEST_VALID = timedelta(days=365)
USUALLY_VALID = timedelta(days=180)


@transaction.atomic
def evaluate(
    *, patient, treatment, decision, mode, summary, decided_on, valid_until, by, form_key=None, now=None
):
    """Record what the prescriber `by` decided about one patient and one treatment; returns the Evaluation.

    The prescriber looks after the patient from then on. Refuses, with `ValidationError`,
    anybody but a prescriber, a date in the future and a decision meant to hold over a year. The same
    `form_key` (a UUID) sent twice is one Evaluation; with other content it is refused (`sent_before`).
    """
    now = now or timezone.now()
    if not by.has_perm("screening.add_evaluation"):
        raise ValidationError(_("Only a prescriber may decide about a treatment."))
    patient = Patient.objects.locked(patient)
    if decided_on > now.astimezone(patient.location.zone).date():
        raise ValidationError(_("The date of the evaluation lies in the future."))
    if valid_until > decided_on + LONGEST_VALID:
        raise ValidationError(_("An evaluation holds for a year at most. Choose an earlier “valid until”."))
    said = {
        "patient": patient,
        "treatment": treatment,
        "decision": decision,
        "mode": mode,
        "summary": summary,
        "decided_by": by,
        "decided_on": decided_on,
        "valid_until": valid_until,
    }
    form_key = form_key or uuid.uuid4()
    if earlier := sent_before(Evaluation.objects, form_key, said):
        return earlier
    evaluation = Evaluation(**said, recorded_at=now, form_key=form_key)
    evaluation.full_clean()
    evaluation.save(force_insert=True)
    join_care_team(patient=patient, user=by, by=by, now=now)
    return evaluation


@transaction.atomic
def suspend(*, evaluation, by, reason, now=None):
    """Let an evaluation no longer hold; booked sessions show as on hold at once. Returns the Evaluation.

    Takes the patient's lock, so that nobody books on it meanwhile. Refuses, with
    `ValidationError`, one that is suspended already and a missing reason.
    """
    if not by.has_perm("screening.change_evaluation"):
        raise ValidationError(_("Only a prescriber may suspend an evaluation."))
    if not reason.strip():
        raise ValidationError(_("Say why the evaluation is suspended."))
    Patient.objects.locked(evaluation.patient)
    evaluation = Evaluation.objects.get(pk=evaluation.pk)
    if evaluation.suspended_at:
        raise ValidationError(_("This evaluation was suspended already."))
    evaluation.suspended_at = now or timezone.now()
    evaluation.suspended_by = by
    evaluation.suspended_because = reason.strip()
    evaluation.full_clean()
    evaluation.save(update_fields=["suspended_at", "suspended_by", "suspended_because"])
    return evaluation


def follow(*, patient, into):
    """The patient was here twice: their evaluations follow to `into`. Only `merging` calls this."""
    Evaluation.objects.filter(patient=patient).update(patient=into)
