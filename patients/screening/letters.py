"""Letters to patients where a treatment waits or is not for now: what they begin with, and who reads them."""

from django.utils.translation import override

from clinic.locations.context import frame
from education.wordings import wording
from patients.area.linking import language_of

from .models import Evaluation

PLACES = {
    Evaluation.Decision.DEFERRED: "screening.letter_deferred",
    Evaluation.Decision.NOT_NOW: "screening.letter_not_now",
}


def letters_begun(*, patient, treatments, by):
    """By treatment and decision the words a letter begins with, in the patient's language (one query)."""
    clinic, language = frame(None)["clinic"], language_of(patient)
    own = wording.own_words(language)
    with override(language):
        known = {
            "name": patient.name,
            "prescriber": by.signature,
            "clinic": clinic.name if clinic else patient.location.name,
            "phone": patient.location.phone.as_national,
        }
        return {
            (treatment, decision): wording.filled(
                own.get(place) or str(wording.places()[place].words), place, {**known, "treatment": treatment}
            )
            for treatment in treatments
            for decision, place in PLACES.items()
        }


def letters_to(patient):
    """Every letter this patient was written, the newest first, each with its `blocks`."""
    found = list(
        Evaluation.objects.letters().filter(patient=patient).select_related("decided_by").order_by("-pk")
    )
    for evaluation in found:
        evaluation.blocks = wording.blocks(evaluation.letter)
    return found
