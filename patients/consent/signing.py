"""Consent on the patient's own page: they read, answer what shows that they understood, and sign."""

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from patients.area.linking import say_birth_date
from patients.inquiries.form_keys import sent_before
from patients.people.models import Patient

from .drawings import check_drawing
from .models import Consent, Document
from .recording import record

# What a signature says, as the person reads it beside the button. It is kept in the words that they read.
MEANINGS = {
    Document.Kind.TREATMENT: _(
        "I have read this text and could ask questions. I agree to this treatment. I know that I can stop at any time."
    ),
    Document.Kind.ELECTRONIC_RECORDS: _(
        "I have read this text. I agree to get and sign papers on a screen. I know that I can have paper instead."
    ),
    Document.Kind.PRIVACY_NOTICE: _("I have been given the privacy notice and could read it."),
}


def not_understood(document, answers):
    """The document's questions to which `answers` (numbers by question) has no answer, or a wrong one."""
    return [asked for asked in document.questions.all() if answers.get(asked.pk) != asked.right]


def sign(
    *,
    patient,
    document,
    text_sha256,
    signed_name,
    drawing,
    answers,
    birth_date,
    link,
    form_key,
    now=None,
):
    """Sign a document behind the patient's private link, with their birth date once more; returns the Consent.

    `text_sha256` is the fingerprint of the text that was shown, `answers` the number chosen by question,
    `drawing` a list of strokes, empty where the typed name is the signature.

    Refuses, with nothing kept: a wrong birth date (`wrong_date`, which counts on the link; `closed` after the
    last try), a version that a newer one has replaced (`replaced`), another text than the one shown
    (`other_text`), questions without an answer (`unanswered`) or with a wrong one (`not_understood`: read why,
    and answer again), a drawing that is none (`drawing`), and a treatment as long as the patient has not agreed
    to electronic records (`consent_electronic_records_agreed`). The same `form_key` sent twice is one Consent.
    """
    say_birth_date(link=link, birth_date=birth_date)
    now = now or timezone.now()
    with transaction.atomic(), pghistory.context(patient=True):
        patient = Patient.objects.locked(patient)
        said = {"patient": patient, "document": document, "signed_name": signed_name, "drawing": drawing}
        if earlier := sent_before(Consent.objects, form_key, said):
            return earlier
        if Document.objects.versions_of(document).first() != document:
            raise ValidationError(_("A new version of this text has come out."), code="replaced")
        if text_sha256 != document.sha256:
            raise ValidationError(
                _("Please read the text once more: another one was shown."), code="other_text"
            )
        wrong = not_understood(document, answers)
        if any(asked.pk not in answers for asked in wrong):
            raise ValidationError(_("Please answer every question."), code="unanswered")
        if wrong:
            raise ValidationError(_("Please look at the questions once more."), code="not_understood")
        check_drawing(drawing)
        return record(
            Consent(
                **said,
                text_sha256=text_sha256,
                method=Consent.Method.ELECTRONIC,
                meaning=str(MEANINGS[document.kind]),
                signed_on=now.astimezone(patient.location.zone).date(),
                signed_at=now,
                recorded_at=now,
                link=link,
                form_key=form_key,
            )
        )
