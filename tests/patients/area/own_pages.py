"""A patient with a page of their own, and the link to it as a mail brings it."""

from datetime import date

from django.utils import timezone

from clinic.tokens import digest_of, new_token
from patients.area.models import PatientLink
from patients.people import merging, registering
from patients.people.known import what_is_known
from patients.people.models import Patient

BORN = date(1984, 3, 12)
SAID = {"month": 3, "day": 12, "year": 1984}
WRONG = {**SAID, "year": 1985}


def a_patient(clinic, legal_name="Robin Reach", **fields):
    """Somebody whom we may write e-mails."""
    known = {"birth_date": BORN, "email": "robin@visitor.example", "channels": ["email"]}
    known |= {"location": clinic.location, "by": clinic.front_desk}
    known |= {"different_from": Patient.objects.all(), "because": "I asked them."}
    return registering.register_patient(legal_name=legal_name, **{**known, **fields})


def a_link(patient, **fields):
    """A working link, and the address it leads to."""
    token = new_token()
    sent = {"token_sha256": digest_of(token), "sent_at": timezone.now()}
    return PatientLink.objects.create(patient=patient, **{**sent, **fields}), f"/my/{token}/"


def merged(clinic, patient, into):
    """The two are one person from now on, and `into` is who stays."""
    seen = [what_is_known(patient), what_is_known(into)]
    return merging.merge_patients(patient=patient, into=into, seen=seen, by=clinic.front_desk)
