"""Patients of the demo who signed on their own page, and one who took a consent back there."""

from patients.area import linking
from patients.consent.models import Consent, Document
from patients.consent.signing import sign
from patients.consent.withdrawing import withdraw
from patients.people.models import Patient

from .asked import demo_key

# legal name: the texts they signed, in this order. The last one of Tam Novel still waits.
SIGNED = {
    "Tam Novel": ("electronic_records",),
    "Lou Imagined": ("electronic_records", "privacy_notice"),
    "Oda Dreamt": ("electronic_records", "privacy_notice", "ketamine_iv"),
    "Ivy Idyll": ("electronic_records", "privacy_notice"),
}
TOOK_BACK = ("Ivy Idyll", "ketamine_iv")
DRAWN = {
    "Oda Dreamt": [
        [[60, 120], [90, 60], [130, 60], [140, 110], [90, 140], [60, 120]],
        [[170, 120], [420, 90]],
    ]
}


def load_agreements(team):
    """Loading twice adds nothing."""
    for legal_name, keys in SIGNED.items():
        patient = Patient.objects.get(legal_name=legal_name)
        for key in keys:
            _sign(patient, key, team["frontdesk"])
    legal_name, key = TOOK_BACK
    given = Consent.objects.filter(patient__legal_name=legal_name, treatment__key=key).first()
    if not given.withdrawn_at:
        withdraw(consent=given)


def _sign(patient, key, front_desk):
    form_key = demo_key(f"{patient.legal_name} signed {key}")
    if Consent.objects.filter(form_key=form_key).exists():
        return
    document = Document.objects.called(key).latest("version")
    sign(
        patient=patient,
        document=document,
        text_sha256=document.sha256,
        signed_name=patient.legal_name,
        drawing=DRAWN.get(patient.legal_name, []),
        answers={asked.pk: asked.right for asked in document.questions.all()},
        birth_date=patient.birth_date,
        link=patient.private_links.first() or linking.send_link(patient=patient, by=front_desk),
        form_key=form_key,
    )
