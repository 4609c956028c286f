"""The demo's patients: registered, evaluated, consenting, with a month of appointments around today."""

from datetime import date, timedelta

from clinic.scheduling import authorising, booking, openings
from clinic.scheduling.models import AppointmentType, Clinician
from education.models import Treatment
from patients.consent import witnessing
from patients.consent.models import Document
from patients.inquiries.models import Inquiry
from patients.people import holding, registering
from patients.people.models import Patient
from patients.screening import evaluating
from patients.screening.models import Evaluation

from .asked import demo_key

# legal name, birth date, location, whether they came by an inquiry
PATIENTS = (
    ("Lou Imagined", date(1984, 3, 12), "riverside", True),
    ("May Storybook", date(1990, 7, 2), "riverside", True),
    ("Ned Paperman", date(1971, 11, 30), "riverside", True),
    ("Oda Dreamt", date(1966, 1, 9), "lakeside", True),
    ("Pip Fable", date(1999, 5, 21), "lakeside", True),
    ("Tam Novel", date(1978, 9, 14), "riverside", False),
    ("Uma Chapter", date(1988, 12, 3), "riverside", False),
    ("Val Prologue", date(1959, 4, 27), "lakeside", False),
)
# legal name: treatment, sessions, clinician's mailbox, prescriber's mailbox, first hour of a session
COURSES = {
    "Lou Imagined": ("ketamine_iv", 6, "clinician", "prescriber", 9),
    "May Storybook": ("esketamine", 8, "second.clinician", "prescriber", 11),
    "Tam Novel": ("ketamine_iv", 6, "clinician", "prescriber", 13),
    "Oda Dreamt": ("ketamine_iv", 6, "lake.clinician", "lake.prescriber", 9),
    "Val Prologue": ("esketamine", 8, "lake.clinician", "lake.prescriber", 13),
}
EVALUATIONS_AHEAD = {"Ned Paperman": "prescriber", "Pip Fable": "lake.prescriber"}
DAYS_BETWEEN = 3
FIRST_SESSION_DAYS_AGO = 12  # so that, every third day, one session falls on today


def load_patients(team, locations, inquiries, now):
    """Everybody registered; those in `COURSES` with their course and its sessions. Loading twice adds nothing."""
    for legal_name, birth_date, slug, asked in PATIENTS:
        if Patient.objects.same_person_as(legal_name=legal_name, birth_date=birth_date).exists():
            continue
        inquiry = Inquiry.objects.get(pk=inquiries[legal_name].pk) if asked else None
        patient = registering.register_patient(
            inquiry=inquiry,
            legal_name=legal_name,
            birth_date=birth_date,
            email=f"{legal_name.split()[0].lower()}@visitor.example",
            phone=inquiry.phone if inquiry else "",
            location=locations[slug],
            by=team["frontdesk"],
        )
        if legal_name in COURSES:
            _treat(patient, team, now, *COURSES[legal_name])
        elif legal_name in EVALUATIONS_AHEAD:
            _book_evaluation(patient, team, now, EVALUATIONS_AHEAD[legal_name])
    patient = Patient.objects.get(legal_name="Tam Novel")
    if not patient.holds.exists():
        holding.raise_hold(
            patient=patient,
            reason="Asked to talk with the prescriber before the next session (demo).",
            by=team["prescriber"],
        )


def _book_evaluation(patient, team, now, mailbox):
    _book_next_opening(
        patient,
        AppointmentType.objects.get(key="evaluation"),
        Clinician.objects.get(user=team[mailbox]),
        patient.location.today() + timedelta(days=2),
        hour=9,
        by=team["frontdesk"],
        now=now,
    )


def _treat(patient, team, now, treatment_key, sessions, clinician, prescriber, hour):
    """A course from its evaluation to its last session, the first ones in the past."""
    today = patient.location.today()
    treatment = Treatment.objects.get(key=treatment_key)
    evaluated_on = today - timedelta(days=FIRST_SESSION_DAYS_AGO + 6)
    evaluation = evaluating.evaluate(
        patient=patient,
        treatment=treatment,
        decision=Evaluation.Decision.ELIGIBLE,
        mode=Evaluation.Mode.IN_PERSON,
        summary="Invented for the demo: history taken, blood pressure measured, questions answered.",
        decided_on=evaluated_on,
        valid_until=evaluated_on + timedelta(days=180),
        by=team[prescriber],
    )
    document = Document.objects.current().get(treatment=treatment)
    consent = witnessing.record_paper_consent(
        patient=patient,
        document=document,
        signed_name=patient.legal_name,
        signed_on=evaluated_on + timedelta(days=1),
        by=team[clinician],
    )
    course = authorising.authorise_course(
        patient=patient,
        evaluation=evaluation,
        consent=consent,
        sessions=sessions,
        by=team[prescriber],
        now=now,
    )
    day = today - timedelta(days=FIRST_SESSION_DAYS_AGO)
    for _session in range(sessions):
        booked = _book_next_opening(
            patient,
            AppointmentType.objects.get(treatment=treatment),
            Clinician.objects.get(user=team[clinician]),
            day,
            hour=hour,
            by=team["frontdesk"],
            now=now - timedelta(days=30),
            course=course,
        )
        day = booked.starts_at.date() + timedelta(days=DAYS_BETWEEN)


def _book_next_opening(patient, appointment_type, clinician, first_day, *, hour, by, now, course=None):
    """The first opening from `hour` o'clock on, on `first_day` or in the two weeks after it."""
    free = openings.openings(
        type=appointment_type,
        location=patient.location,
        first_day=first_day,
        last_day=first_day + timedelta(days=14),
        now=now,
        clinician=clinician,
    )
    opening = next(opening for opening in free if opening.session_start.hour >= hour)
    return booking.book(
        type=appointment_type,
        patient=patient,
        room=opening.room,
        clinician=opening.clinician,
        session_start=opening.session_start,
        by=by,
        form_key=demo_key(f"{patient.legal_name} {opening.session_start.date()}"),
        now=now,
        course=course,
    )
