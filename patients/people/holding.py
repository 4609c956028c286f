"""Holds: a reason why a patient's care waits for a person's decision, raised and lifted."""

import uuid

import pghistory
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.refusing import words_of
from patients.inquiries.form_keys import sent_before

from .models import Hold, Patient


@transaction.atomic
def raise_hold(*, patient, reason, by=None, cause=Hold.Cause.PERSON, form_key=None, now=None):
    """Make a patient's care wait. Nothing is cancelled; nothing new is booked while the hold is open.

    `by` is who raised it; None where an answer did, which `cause` says then.
    The same `form_key` (a UUID) sent twice is one Hold, lifted or not; with other content it is refused
    (`sent_before`).
    """
    Patient.objects.locked(patient)
    said = {"patient": patient, "cause": cause, "reason": reason.strip(), "raised_by": by}
    form_key = form_key or uuid.uuid4()
    if earlier := sent_before(Hold.objects, form_key, said):
        return earlier
    hold = Hold(**said, form_key=form_key, raised_at=now or timezone.now())
    with pghistory.context(**({"user": by.pk} if by else {"patient": True})):
        hold.full_clean()
        hold.save()
    return hold


@transaction.atomic
def lift_hold(*, hold, because, by, now=None):
    """Let a patient's care go on, for a reason.

    Refuses a hold that somebody has lifted before (code `lifted`), and one that something else keeps (`kept`).
    """
    Patient.objects.locked(hold.patient)
    hold = Hold.objects.select_for_update(no_key=True).get(pk=hold.pk)
    if hold.lifted_by == by:  # sent twice
        return hold
    if hold.lifted_at:
        raise ValidationError(
            _("%(name)s has lifted this hold already.") % {"name": hold.lifted_by}, code="lifted"
        )
    hold.lifted_at, hold.lifted_by, hold.lifted_because = now or timezone.now(), by, because.strip()
    try:
        with transaction.atomic(), pghistory.context(user=by.pk):
            hold.full_clean()
            hold.save()
    except IntegrityError as error:  # an app above keeps it, such as a safety task that is not closed
        raise ValidationError(words_of(error) or str(error), code="kept") from error
    return hold


def follow(*, patient, into):
    """The patient was here twice: their holds follow to `into`. Only `merging` calls this."""
    Hold.objects.filter(patient=patient).update(patient=into)
