"""Consent on paper: a signature is recorded by its witness."""

import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from patients.inquiries.form_keys import sent_before
from patients.people.caring import join_care_team
from patients.people.models import Patient

from .models import Consent, Document
from .recording import record


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
    newest = Document.objects.versions_of(document).first()
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
    consent = record(
        Consent(
            **said,
            text_sha256=document.sha256,
            method=Consent.Method.WITNESSED_PAPER,
            recorded_at=now,
            form_key=form_key,
        )
    )
    join_care_team(patient=patient, user=by, by=by, now=now)
    return consent


def follow(*, patient, into):
    """The patient was here twice: their signatures follow to `into`. Only `merging` calls this."""
    Consent.objects.filter(patient=patient).update(patient=into)
