"""What a patient tells us on their page: a message, or a correction of how to reach them; and who reads it."""

import uuid

import pghistory
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy, override

from patients.inquiries import limits
from patients.inquiries.form_keys import sent_before
from patients.inquiries.mails import queue
from patients.people.correcting import correct_patient
from patients.people.known import THEIR_OWN, what_is_known
from patients.people.models import Patient

from .linking import language_of
from .models import PatientMessage

CHANGED = gettext_lazy("how we reach you has changed")


def write(*, patient, text, form_key, sender=None, now=None):
    """Keep what a patient writes to us. The same `form_key` (a UUID) sent twice is one message. Returns it.

    Refuses with code `too_many` over the day's limit of this `sender`, the hash from `counting.sender_of`, and
    with code `merged` where the patient was here twice and has just become one.
    """
    said = {"patient_id": patient.pk, "text": text.strip()}
    message = PatientMessage(**said, form_key=form_key, written_at=now or timezone.now())
    message.full_clean(validate_unique=False)
    try:
        with transaction.atomic(), pghistory.context(patient=True):
            Patient.objects.locked(patient)
            if sender:
                limits.count(form="patient message", sender=sender)
            message.save()
    except IntegrityError:
        earlier = sent_before(PatientMessage.objects, form_key, said)
        if earlier is None:
            raise
        return earlier
    return message


@transaction.atomic
def correct_own(*, patient, seen, **changed):
    """Correct how to reach the patient, as they say themselves; the desk reads of it among their messages.

    `seen` is what the form showed. An earlier e-mail address is told, in case it was somebody else.
    """
    before = Patient.objects.locked(patient)
    after = correct_patient(patient=before, seen=seen, by=None, **changed)
    known, known_before = what_is_known(after), what_is_known(before)
    if corrected := [field for field in THEIR_OWN if known[field] != known_before[field]]:
        with pghistory.context(patient=True):
            PatientMessage.objects.create(patient=after, corrected=corrected, form_key=uuid.uuid4())
    if "email" in corrected and Patient.Channel.EMAIL in before.channels:
        with override(language_of(before)):
            queue("area/mail/changed", to=before.email, subject=CHANGED)
    return after


def mark_read(*, message, by, now=None):
    """Say that somebody has read it. The first who does stands there; doing it twice is once."""
    unread = PatientMessage.objects.unread().filter(pk=message.pk)
    return unread.update(read_at=now or timezone.now(), read_by=by)


def follow(*, patient, into):
    """The patient was here twice: what they wrote follows to `into`. Only `merging` calls this."""
    PatientMessage.objects.filter(patient=patient).update(patient=into)
