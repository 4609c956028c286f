"""Holds: a reason why a patient's care waits for a person's decision, raised and lifted."""

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import Hold, Patient


@transaction.atomic
def raise_hold(*, patient, reason, by, now=None):
    """Make a patient's care wait. Nothing is cancelled; nothing new is booked while the hold is open."""
    lock(patient)
    with pghistory.context(user=by.pk):
        hold = Hold(patient=patient, reason=reason.strip(), raised_by=by, raised_at=now or timezone.now())
        hold.full_clean()
        earlier = patient.holds.open().filter(reason=hold.reason, raised_by=by).first()
        if earlier:  # sent twice
            return earlier
        hold.save()
    return hold


@transaction.atomic
def lift_hold(*, hold, because, by, now=None):
    """Let a patient's care go on, for a reason; refuses a hold that somebody has lifted before."""
    lock(hold.patient)
    hold = Hold.objects.select_for_update(no_key=True).get(pk=hold.pk)
    if hold.lifted_by == by:  # sent twice
        return hold
    if hold.lifted_at:
        raise ValidationError(
            _("%(name)s has lifted this hold already.") % {"name": hold.lifted_by}, code="lifted"
        )
    hold.lifted_at, hold.lifted_by, hold.lifted_because = now or timezone.now(), by, because.strip()
    with pghistory.context(user=by.pk):
        hold.full_clean()
        hold.save()
    return hold


def lock(patient):
    """Whoever books this patient waits until we are done, and the other way round."""
    Patient.objects.select_for_update(no_key=True).get(pk=patient.pk)
