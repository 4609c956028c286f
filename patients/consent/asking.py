"""What a patient is asked to sign, what they have signed, and how it stands."""

from dataclasses import dataclass

from django.db.models import Q

from .models import Consent, Document

# What all patients sign comes first.
ORDER = [Document.Kind.ELECTRONIC_RECORDS, Document.Kind.PRIVACY_NOTICE, Document.Kind.TREATMENT]


@dataclass
class Asked:
    """One text for the patient: its newest version, and their last signature under any (None: there is none)."""

    document: Document
    consent: Consent | None

    @property
    def state(self):
        """`missing`, `withdrawn`, `replaced` (a later version asks to sign again), `run_out`, `due` or `signed`."""
        if self.consent is None:
            return "missing"
        if self.consent.withdrawn_at:
            return "withdrawn"
        if self.consent.is_replaced:
            return "replaced"
        if not self.consent.is_in_force:
            return "run_out"
        return "due" if self.consent.is_due else "signed"

    @property
    def waits(self):
        """Whether there is something to sign now."""
        return self.state != "signed"

    @property
    def is_in_force(self):
        return self.state in ("signed", "due")

    @property
    def has_small_change(self):
        """A later version came out since, and the signature stays good."""
        return self.is_in_force and self.consent.document_id != self.document.pk


def asked_of(patient, treatments, day):
    """The texts for all patients, and those for `treatments` and for what this patient signed before."""
    signed = {
        (consent.document.kind, consent.treatment_id): consent
        for consent in Consent.objects.filter(patient=patient)
        .with_standing(day)
        .newest_of_each()
        .select_related("document__treatment", "witness")
    }
    before = [treatment for _kind, treatment in signed if treatment]
    ours = Q(treatment=None) | Q(treatment__in=treatments) | Q(treatment__in=before)
    documents = Document.objects.current().filter(ours).select_related("treatment")
    return sorted(
        (Asked(document, signed.get((document.kind, document.treatment_id))) for document in documents),
        key=lambda asked: (ORDER.index(asked.document.kind), asked.document.title),
    )
