"""Texts to sign, in a small clinic: the next version of its consent, and the texts for all patients."""

from patients.consent.documents import issue

QUESTIONS = [
    {
        "question": "How do you get home?",
        "choices": ["I drive", "An adult takes me home"],
        "right": 2,
        "explanation": "You do not drive until the next day.",
    },
    {
        "question": "Can you stop?",
        "choices": ["Yes, at any time", "No"],
        "right": 1,
        "explanation": "You can stop at any time.",
    },
]


def next_version(clinic, **otherwise):
    """The next version of the clinic's consent, issued today: everybody signs again unless told otherwise."""
    said = {
        "treatment": clinic.treatment,
        "title": "Consent",
        "summary": "- You are asked to agree.",
        "text": "I agree, knowing more.",
        "change": "must_resign",
        "what_changed": "One more risk is named.",
        "questions": QUESTIONS,
        "issued_on": clinic.location.today(),
    }
    return issue(**said | otherwise)


def a_text_for_all(kind="electronic_records", **otherwise):
    said = {"kind": kind, "title": f"About {kind}", "summary": "- In short.", "text": "The text."}
    return issue(**said | {"issued_on": "2020-01-01"} | otherwise)
