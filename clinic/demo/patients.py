"""The demo's patients: registered, evaluated, consenting, with a month of appointments around today."""

from datetime import date, datetime, time, timedelta

from clinic.scheduling import authorising, booking, cancelling, openings
from clinic.scheduling.models import Appointment, AppointmentType, Clinician, Protocol
from clinic.scheduling.planning import Wishes, plan_course
from clinic.scheduling.standing import Standing
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
# legal name: protocol, clinician's mailbox, prescriber's mailbox, first hour, first day from today
COURSES = {
    "Lou Imagined": ("ketamine_iv", "clinician", "prescriber", 9, -12),
    "May Storybook": ("esketamine", "second.clinician", "prescriber", 11, -12),
    "Tam Novel": ("ketamine_iv", "clinician", "prescriber", 13, -12),
    "Oda Dreamt": ("ketamine_iv", "lake.clinician", "lake.prescriber", 9, -12),
    "Val Prologue": ("esketamine", "lake.clinician", "lake.prescriber", 13, -12),
    "Abe Anthology": ("ketamine_iv", "clinician", "prescriber", 9, -24),
    "Bea Ballad": ("esketamine", "second.clinician", "prescriber", 14, -2),
    "Cal Comedy": ("ketamine_iv", "clinician", "prescriber", 10, -1),
    "Deb Drama": ("ketamine_iv", "clinician", "prescriber", 13, -1),
    "Eve Epilogue": ("ketamine_iv", "clinician", "prescriber", 15, 0),
    "Fay Folklore": ("esketamine", "second.clinician", "prescriber", 10, 0),
    "Gus Glossary": ("ketamine_iv", "lake.clinician", "lake.prescriber", 10, -2),
    "Ivy Idyll": ("ketamine_iv", "lake.clinician", "lake.prescriber", 9, -1),
    "Jan Journal": ("esketamine", "lake.clinician", "lake.prescriber", 13, -1),
}
REGISTERED = 40  # days ago
LOOK_AHEAD = 3  # days, over a weekend
CALLED_AHEAD = 14  # days
CANCELED_LATE = "Cal Comedy"  # the first session, on the morning of it
TO_PLAN = "Fay Folklore"  # nothing is booked yet
MOVED_LATE = "Eve Epilogue"  # the last session, later than authorized
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
NOT_ASKED_YET = {"Ned Paperman", "Pip Fable", "Bea Ballad"}  # how they would like to be reached
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
    for number, (legal_name, birth_date, slug, asked) in enumerate(PATIENTS):
        if Patient.objects.same_person_as(legal_name=legal_name, birth_date=birth_date).exists():
            continue
        inquiry = Inquiry.objects.get(pk=inquiries[legal_name].pk) if asked else None
        patient = registering.register_patient(
            inquiry=inquiry,
            legal_name=legal_name,
            birth_date=birth_date,
            email=f"{legal_name.split()[0].lower()}@visitor.example",
            phone=inquiry.phone if inquiry else f"+131255501{number:02}",
            channels=[] if legal_name in NOT_ASKED_YET else ["email", "call"],
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


def _treat(patient, team, now, protocol_key, clinician, prescriber, hour, first_day):
    """A course from its evaluation to its last session, the first ones in the past; planned as the desk plans it."""
    today = patient.location.today()
    protocol = Protocol.objects.select_related("treatment").get(key=protocol_key)
    treatment = protocol.treatment
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
        phases=protocol.phases.all(),
        by=team[prescriber],
        now=now,
    )
    if patient.legal_name == TO_PLAN:
        return
    booked = _book_whole_course(course, team, now, clinician, hour, today + timedelta(days=first_day))
    if patient.legal_name == CANCELED_LATE:
        _cancel_late(booked[0], team["frontdesk"])
    if patient.legal_name == MOVED_LATE:
        _move_late(booked[-1], team["frontdesk"], now)
    for session in booked:
        days_ahead = (session.starts_at.date() - today).days
        if 0 <= days_ahead <= CALLED_AHEAD:
            caller = CALLED_BY[patient.location.slug]
            _book_next_opening(patient, team, now, "follow_up", caller, days_ahead + 1, hour=9)


def _book_whole_course(course, team, now, clinician, hour, first_day):
    """The best plan of a month ago, all of it booked at once."""
    month_ago = now - timedelta(days=30)
    wishes = Wishes(
        course.patient.location,
        first_day,
        earliest=time(hour),
        clinician=Clinician.objects.get(user=team[clinician]),
    )
    treatment_type = AppointmentType.objects.get(treatment=course.treatment)
    [best, *_others] = plan_course(
        standing=Standing(course, month_ago), type=treatment_type, wishes=wishes, now=month_ago
    ).plans
    return booking.book_course(
        course=course,
        type=treatment_type,
        sessions=[
            booking.Session(number, opening.session_start, opening.room, opening.clinician)
            for number, opening in best.openings.items()
        ],
        by=team["frontdesk"],
        form_key=demo_key(f"{course.patient.legal_name} {course.reference}"),
        now=month_ago,
    )


def _move_late(session, front_desk, now):
    """To the first opening five days after it was booked."""
    first_day = session.starts_at.date() + timedelta(days=5)
    [opening] = openings.openings(
        type=session.type,
        location=session.location,
        first_day=first_day,
        last_day=first_day + timedelta(days=LOOK_AHEAD),
        now=now,
        clinician=session.clinician,
        limit=1,
    )
    booking.move(
        appointment=session,
        session_start=opening.session_start,
        room=opening.room,
        clinician=opening.clinician,
        by=front_desk,
        reason="Patient is away (demo).",
        asked_by="patient",
        gap_because="patient away (demo)",
        now=now,
    )


def _cancel_late(booked, front_desk):
    cancelling.cancel(
        appointment=booked,
        by=front_desk,
        reason="Called this morning: nobody can take them home (demo).",
        asked_by=Appointment.AskedBy.PATIENT,
        now=booked.visit.lower - timedelta(hours=1),
    )


def _book_next_opening(patient, team, now, type_key, mailbox, days_ahead, hour):
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
    )
