"""Evaluations as a prescriber signs them, and answers that are begun and not sent."""

from datetime import timedelta

from patients.screening import answering
from patients.screening.evaluating import Decided, evaluate
from patients.screening.models import Assessment, Evaluation
from tests.patients.screening.answer_sets import HARMLESS
from tests.patients.screening.asking import save


def begun(patient, **otherwise):
    """Answers without harm but for what is said here, begun and not sent."""
    response = answering.begin(patient=patient)
    save(response, {**HARMLESS, **otherwise})
    return response


def decided(clinic, **otherwise):
    """What is decided about the clinic's treatment: it can go ahead, unless said otherwise."""
    said = {
        "treatment": clinic.treatment,
        "decision": Evaluation.Decision.ELIGIBLE,
        "summary": "Nothing speaks against it.",
        "valid_until": clinic.location.today() + timedelta(days=90),
        **otherwise,
    }
    if said["decision"] != Evaluation.Decision.ELIGIBLE:
        said = {"letter": "Dear Robin,\n\nwe would like to wait.", **said}
    return Decided(**said)


def sign(clinic, patient=None, decide=None, **otherwise):
    """A prescriber signs an evaluation in person of the newest answers. `decide` is for `decided`, or a list of it."""
    patient = patient or clinic.patient
    said = {
        "patient": patient,
        "response": patient.responses.submitted().first(),
        "mode": Assessment.Mode.IN_PERSON,
        "examined_on": clinic.location.today(),
        "systolic": 118,
        "diastolic": 76,
        "findings": "Calm, awake.",
        "decided": decide if isinstance(decide, list) else [decided(clinic, **(decide or {}))],
        "by": clinic.prescriber,
        **otherwise,
    }
    return evaluate(**said)


def accepted(*keys):
    """Flags of these rules, each accepted with a reason."""
    return {key: ("accept", "I asked, and it is fine.") for key in keys}
