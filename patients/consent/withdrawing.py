"""A patient takes a consent back: on their own page, or by telling one of us."""

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from patients.people.models import Patient

from .models import Consent


@transaction.atomic
def withdraw(*, consent, by=None, now=None):
    """Record that the patient takes a consent back; booked sessions show as on hold at once.

    Earlier signatures under the same text, which may still hold, are taken back with it. `by` is who
    records it, None where the patient did so on their own page. Takes the patient's lock, so that nobody
    books on it meanwhile. Returns the Consent; refuses, with `ValidationError`, one that was withdrawn already.
    """
    if by and not by.has_perm("consent.change_consent"):
        raise ValidationError(_("Only a clinician may record that a consent is withdrawn."))
    patient = Patient.objects.locked(consent.patient)
    consent = Consent.objects.select_related("document").get(pk=consent.pk)
    if consent.withdrawn_at:
        raise ValidationError(_("This consent was withdrawn already."), code="withdrawn")
    same = Consent.objects.filter(
        patient=patient, document__kind=consent.document.kind, treatment=consent.treatment_id
    )
    with pghistory.context(**({"user": by.pk} if by else {"patient": True})):
        for each in same.filter(withdrawn_at=None):
            each.withdrawn_at = now or timezone.now()
            each.withdrawal_recorded_by = by
            each.withdrawn_by_patient = by is None
            each.full_clean()
            each.save(update_fields=["withdrawn_at", "withdrawal_recorded_by", "withdrawn_by_patient"])
    consent.refresh_from_db()
    return consent
