"""Consent on paper: a signature is recorded by its witness, and withdrawn when the patient says so."""

import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from patients.inquiries.form_keys import sent_before
from patients.people.caring import join_care_team
from patients.people.models import Patient

from .models import Consent, Document


def a_year_after(day):
    """The same date a year later; February 29 becomes February 28."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


@transaction.atomic
def record_paper_consent(*, patient, document, signed_name, signed_on, by, form_key=None, now=None):
    """Record that the patient signed this version of a document on paper; returns the Consent.

    It is good for a year and keeps the SHA-256 of the exact text. `by`, the witness, saw it signed
    and looks after the patient from then on. Refuses, with `ValidationError`, a version that a
    newer one has replaced, a date in the future and one before the version was issued. The same
    `form_key` (a UUID) sent twice is one Consent; with other content it is refused (`sent_before`).
    """
    now = now or timezone.now()
    if not by.has_perm("consent.add_consent"):
        raise ValidationError(_("Only a clinician may witness a consent."))
    patient = Patient.objects.locked(patient)
    form_key = form_key or uuid.uuid4()
    said = {
        "patient": patient,
        "document": document,
        "signed_name": signed_name,
        "signed_on": signed_on,
        "witness": by,
    }
    if earlier := sent_before(Consent.objects, form_key, said):
        return earlier
    newest = Document.objects.current().get(treatment=document.treatment_id)
    if newest != document:
        raise ValidationError(
            _("Version %(new)s has replaced version %(old)s. Print and sign the new one.")
            % {"new": newest.version, "old": document.version}
        )
    if signed_on > now.astimezone(patient.location.zone).date():
        raise ValidationError(_("The date of signing lies in the future."))
    if signed_on < document.issued_on:
        raise ValidationError(
            _("This version was issued on %s, after the date of signing.") % f"{document.issued_on:%b %d, %Y}"
        )
    consent = Consent(
        **said,
        treatment_id=document.treatment_id,
        text_sha256=document.sha256,
        method=Consent.Method.WITNESSED_PAPER,
        recorded_at=now,
        valid_until=a_year_after(signed_on),
        form_key=form_key,
    )
    consent.full_clean()
    consent.save(force_insert=True)
    join_care_team(patient=patient, user=by, by=by, now=now)
    return consent


@transaction.atomic
def withdraw(*, consent, by, now=None):
    """Record that the patient takes a consent back; booked sessions show as on hold at once.

    Takes the patient's lock, so that nobody books on it meanwhile. Returns the Consent; refuses,
    with `ValidationError`, one that was withdrawn already.
    """
    if not by.has_perm("consent.change_consent"):
        raise ValidationError(_("Only a clinician may record that a consent is withdrawn."))
    Patient.objects.locked(consent.patient)
    consent = Consent.objects.get(pk=consent.pk)
    if consent.withdrawn_at:
        raise ValidationError(_("This consent was withdrawn already."))
    consent.withdrawn_at = now or timezone.now()
    consent.withdrawal_recorded_by = by
    consent.full_clean()
    consent.save(update_fields=["withdrawn_at", "withdrawal_recorded_by"])
    return consent


def follow(*, patient, into):
    """The patient was here twice: their signatures follow to `into`. Only `merging` calls this."""
    Consent.objects.filter(patient=patient).update(patient=into)
