"""One patient of the demo with whose treatment we wait, and who reads why in a letter."""

from datetime import timedelta

from education.models import Treatment
from patients.people.models import Patient
from patients.screening import evaluating, letters
from patients.screening.models import Assessment, Evaluation

from .asked import demo_key

WHO = "Ken Keepsake"
WE_WAIT = Evaluation.Decision.DEFERRED


def load_letters(team, now):
    """An evaluation of today that asks for more first. Loading twice adds nothing."""
    patient = Patient.objects.get(legal_name=WHO)
    if patient.evaluations.exists():
        return
    treatment, today = Treatment.objects.get(key="ketamine_iv"), patient.location.today()
    begun = letters.letters_begun(patient=patient, treatments=[treatment], by=team["prescriber"])
    evaluating.evaluate(
        patient=patient,
        response=patient.responses.submitted().first(),
        mode=Assessment.Mode.IN_PERSON,
        examined_on=today,
        systolic=152,
        diastolic=94,
        pulse=78,
        breathing=14,
        oxygen=97,
        weight_kg=83,
        height_cm=176,
        diagnoses="Invented for the demo: depression that came back.",
        medicines="Invented for the demo: a blood pressure tablet, not taken every day.",
        findings="Invented for the demo: calm, awake, no chest pain. Measured three times.",
        judged={
            "S08": ("ask_more", "A week of readings at home, and a word with the family doctor (demo)."),
            "S09": ("ask_more", "To be measured again in two weeks (demo)."),
            "S24": ("accept", "We talked about it; a glass of wine on Sundays (demo)."),
        },
        decided=[
            evaluating.Decided(
                treatment=treatment,
                decision=WE_WAIT,
                summary="Invented for the demo: the blood pressure comes first.",
                valid_until=today + timedelta(days=90),
                letter=begun[treatment, WE_WAIT],
            )
        ],
        by=team["prescriber"],
        form_key=demo_key(f"{WHO} evaluated"),
        now=now,
    )
