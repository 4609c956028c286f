"""The demo's patients: registered, evaluated, consenting, with a month of appointments around today."""

from datetime import date, datetime, time, timedelta

from clinic.scheduling import authorising, booking, cancelling, openings
from clinic.scheduling.models import Appointment, AppointmentType, Clinician, CoursePhase
from education.models import Treatment
from patients.consent import witnessing
from patients.consent.models import Document
from patients.inquiries.models import Inquiry
from patients.people import holding, registering
from patients.people.correcting import correct_patient
from patients.people.known import what_is_known
from patients.people.models import Patient
from patients.screening import evaluating
from patients.screening.models import Assessment, Evaluation

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
    ("Abe Anthology", date(1981, 2, 8), "riverside", False),
    ("Bea Ballad", date(1974, 6, 17), "riverside", False),
    ("Cal Comedy", date(1993, 10, 1), "riverside", False),
    ("Deb Drama", date(1962, 8, 23), "riverside", False),
    ("Eve Epilogue", date(1986, 5, 5), "riverside", False),
    ("Fay Folklore", date(1997, 1, 30), "riverside", False),
    ("Gus Glossary", date(1969, 12, 12), "lakeside", False),
    ("Ivy Idyll", date(1991, 4, 19), "lakeside", False),
    ("Jan Journal", date(1977, 7, 7), "lakeside", False),
    ("Ken Keepsake", date(1958, 11, 2), "riverside", False),
    ("Liv Limerick", date(1983, 3, 25), "riverside", False),
    ("Moe Myth", date(1990, 9, 9), "riverside", False),
    ("Nan Nocturne", date(1949, 2, 14), "riverside", False),
    ("Ora Opus", date(1976, 10, 28), "riverside", False),
    ("Pam Parable", date(1995, 6, 6), "riverside", False),
    ("Ray Riddle", date(1968, 1, 21), "lakeside", False),
    ("Sal Saga", date(1982, 12, 17), "lakeside", False),
    ("Tia Tale", date(1999, 8, 3), "lakeside", False),
    ("Ulf Utopia", date(1964, 4, 11), "lakeside", False),
)
# legal name: treatment, sessions, clinician's mailbox, prescriber's mailbox, first hour, first day from today
COURSES = {
    "Lou Imagined": ("ketamine_iv", 6, "clinician", "prescriber", 9, -12),
    "May Storybook": ("esketamine", 8, "second.clinician", "prescriber", 11, -12),
    "Tam Novel": ("ketamine_iv", 6, "clinician", "prescriber", 13, -12),
    "Oda Dreamt": ("ketamine_iv", 6, "lake.clinician", "lake.prescriber", 9, -12),
    "Val Prologue": ("esketamine", 8, "lake.clinician", "lake.prescriber", 13, -12),
    "Abe Anthology": ("ketamine_iv", 5, "clinician", "prescriber", 9, -2),
    "Bea Ballad": ("esketamine", 5, "second.clinician", "prescriber", 14, -2),
    "Cal Comedy": ("ketamine_iv", 5, "clinician", "prescriber", 10, -1),
    "Deb Drama": ("ketamine_iv", 5, "clinician", "prescriber", 13, -1),
    "Eve Epilogue": ("ketamine_iv", 5, "clinician", "prescriber", 15, 0),
    "Fay Folklore": ("esketamine", 5, "second.clinician", "prescriber", 10, 0),
    "Gus Glossary": ("ketamine_iv", 5, "lake.clinician", "lake.prescriber", 10, -2),
    "Ivy Idyll": ("ketamine_iv", 5, "lake.clinician", "lake.prescriber", 9, -1),
    "Jan Journal": ("esketamine", 5, "lake.clinician", "lake.prescriber", 13, -1),
}
REGISTERED = 40  # days ago
DAYS_BETWEEN = 3
LOOK_AHEAD = 3  # days, over a weekend
CANCELED_LATE = "Cal Comedy"  # the first session, on the morning of it
# legal name: prescriber's mailbox, hour, days from today on which they are seen, first for the evaluation
SEEN = {
    "Ned Paperman": ("prescriber", 9, (2, 9)),
    "Pip Fable": ("lake.prescriber", 9, (2, 9)),
    "Ken Keepsake": ("prescriber", 10, (0, 3, 6, 12)),
    "Liv Limerick": ("prescriber", 11, (0, 4, 7, 11)),
    "Moe Myth": ("prescriber", 13, (1, 4, 8, 12)),
    "Nan Nocturne": ("prescriber", 14, (1, 5, 9, 13)),
    "Ora Opus": ("prescriber", 10, (1, 5, 8, 10)),
    "Pam Parable": ("prescriber", 9, (3, 6, 10, 13)),
    "Ray Riddle": ("lake.prescriber", 10, (0, 3, 7, 11)),
    "Sal Saga": ("lake.prescriber", 11, (1, 4, 8, 12)),
    "Tia Tale": ("lake.prescriber", 13, (1, 5, 9, 13)),
    "Ulf Utopia": ("lake.prescriber", 14, (3, 6, 10)),
}
# What some of them have told us since.
TOLD = {
    "Lou Imagined": {
        "pronouns": "they/them",
        "channels": ["email", "text"],
        "emergency_name": "Gale Imagined",
        "emergency_relation": "sister",
        "emergency_phone": "+12125550181",
        "escort_name": "Gale Imagined",
        "escort_phone": "+12125550181",
        "heard_from": "clinician",
    },
    "May Storybook": {
        "chosen_name": "Maya Storybook",
        "pronouns": "she/her",
        "channels": ["call", "voice"],
        "language": "Spanish",
        "needs_interpreter": True,
        "access_needs": "Large print, and a chair with arms.",
        "heard_from": "somebody",
    },
    "Tam Novel": {
        "phone": "+12125550182",
        "channels": ["email", "call"],
        "emergency_name": "Nell Novel",
        "emergency_relation": "wife",
        "emergency_phone": "+12125550183",
        "escort_name": "Nell Novel",
        "escort_phone": "+12125550183",
    },
    "Oda Dreamt": {"channels": ["email"]},
    "Ivy Idyll": {"channels": ["email"]},
    "Ken Keepsake": {"channels": ["email"]},
}
# Somebody registered twice: under another name, and a birth date that was corrected since.
HERE_TWICE = ("Olivia Limerick", date(1938, 3, 25), date(1983, 3, 25), "riverside")
CALLED_BY = {"riverside": "clinician", "lakeside": "lake.clinician"}  # on the day after a session


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
        # Long before the appointments that are past by now.
        Patient.objects.filter(pk=patient.pk).update(registered_at=now - timedelta(days=REGISTERED))
        if legal_name in TOLD:
            seen = what_is_known(patient)
            correct_patient(patient=patient, seen=seen, by=team["frontdesk"], **TOLD[legal_name])
        if legal_name in COURSES:
            _treat(patient, team, now, *COURSES[legal_name])
        elif legal_name in SEEN:
            _see(patient, team, now, *SEEN[legal_name])
    _register_twice(team, locations)
    patient = Patient.objects.get(legal_name="Tam Novel")
    if not patient.holds.exists():
        holding.raise_hold(
            patient=patient,
            reason="Asked to talk with the prescriber before the next session (demo).",
            by=team["prescriber"],
        )


def _register_twice(team, locations):
    """A likely pair, for the front desk to look at."""
    legal_name, mistyped, birth_date, slug = HERE_TWICE
    if Patient.objects.same_person_as(legal_name=legal_name, birth_date=birth_date).exists():
        return
    patient = registering.register_patient(
        legal_name=legal_name,
        birth_date=mistyped,
        phone="+12125550184",
        channels=["call"],
        location=locations[slug],
        by=team["frontdesk"],
    )
    seen = what_is_known(patient)
    correct_patient(patient=patient, seen=seen, by=team["frontdesk"], birth_date=birth_date)


def _see(patient, team, now, prescriber, hour, days):
    """An evaluation, and follow-ups after it."""
    types = ["evaluation", *["follow_up"] * (len(days) - 1)]
    for type_key, days_ahead in zip(types, days, strict=True):
        _book_next_opening(patient, team, now, type_key, prescriber, days_ahead, hour)


def _treat(patient, team, now, treatment_key, sessions, clinician, prescriber, hour, first_day):
    """A course from its evaluation to its last session, the first ones in the past."""
    today = patient.location.today()
    treatment = Treatment.objects.get(key=treatment_key)
    evaluated_on = today + timedelta(days=first_day - 6)
    signed = evaluating.evaluate(
        patient=patient,
        mode=Assessment.Mode.IN_PERSON,
        examined_on=evaluated_on,
        systolic=122,
        diastolic=78,
        pulse=72,
        oxygen=98,
        findings="Invented for the demo: history taken, questions answered.",
        decided=[
            evaluating.Decided(
                treatment=treatment,
                decision=Evaluation.Decision.ELIGIBLE,
                summary="Invented for the demo: nothing that was found speaks against it.",
                valid_until=evaluated_on + timedelta(days=180),
            )
        ],
        by=team[prescriber],
    )
    evaluation = signed.evaluations.get()
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
        phases=[CoursePhase(sessions=sessions, least_days=2, most_days=7, review_after=True)],
        by=team[prescriber],
        now=now,
    )
    days_ahead = first_day
    for number in range(sessions):
        booked = _book_next_opening(
            patient, team, now, treatment_key, clinician, days_ahead, hour, course=course
        )
        if number == 0 and patient.legal_name == CANCELED_LATE:
            _cancel_late(booked, team["frontdesk"])
        days_ahead = (booked.starts_at.date() - today).days
        if days_ahead >= 0:
            caller = CALLED_BY[patient.location.slug]
            _book_next_opening(patient, team, now, "follow_up", caller, days_ahead + 1, hour=9)
        days_ahead += DAYS_BETWEEN


def _cancel_late(booked, front_desk):
    cancelling.cancel(
        appointment=booked,
        by=front_desk,
        reason="Called this morning: nobody can take them home (demo).",
        asked_by=Appointment.AskedBy.PATIENT,
        now=booked.visit.lower - timedelta(hours=1),
    )


def _book_next_opening(patient, team, now, type_key, mailbox, days_ahead, hour, course=None):
    """The first opening from `hour` o'clock on, that many days from today or in the days after it.

    It was booked a month ago, so that a part of the diary is past by now.
    """
    appointment_type = AppointmentType.objects.get(key=type_key)
    first_day = patient.location.today() + timedelta(days=days_ahead)
    [opening] = openings.openings(
        type=appointment_type,
        location=patient.location,
        first_day=first_day,
        last_day=first_day + timedelta(days=LOOK_AHEAD),
        now=datetime.combine(first_day, time(hour), patient.location.zone),
        clinician=Clinician.objects.get(user=team[mailbox]),
        limit=1,
    )
    return booking.book(
        type=appointment_type,
        patient=patient,
        room=opening.room,
        clinician=opening.clinician,
        session_start=opening.session_start,
        by=team["frontdesk"],
        form_key=demo_key(f"{patient.legal_name} {opening.session_start}"),
        now=now - timedelta(days=30),
        course=course,
    )
