"""A small clinic for tests: a location, rooms, clinicians, types, and a patient to book for.

`open_small_clinic()` puts it into the database and returns it; its times lie a week or more ahead of now.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.contrib.auth.models import Group
from django.utils import timezone

from clinic.accounts import roles
from clinic.accounts.models import User
from clinic.locations.models import Location, OpeningHours, Weekday
from clinic.scheduling import authorising, booking
from clinic.scheduling.models import AppointmentType, Clinician, ClinicianHours, CoursePhase, Room
from education.models import Treatment
from patients.consent.models import Consent, Document
from patients.people.models import Patient
from patients.screening.models import Assessment, Evaluation

OPENS, CLOSES = time(8), time(18)
FAR_AHEAD = date(2099, 12, 31)


def person(mailbox, *role_names, **fields):
    user = User.objects.create_user(
        f"{mailbox}@stillwater.example", **{"name": mailbox.replace(".", " ").title(), **fields}
    )
    user.groups.set(Group.objects.filter(name__in=role_names))
    return user


@dataclass
class SmallClinic:
    location: Location
    rooms: list[Room]
    clinicians: list[Clinician]
    evaluation_type: AppointmentType
    treatment_type: AppointmentType
    follow_up_type: AppointmentType
    front_desk: User
    prescriber: User
    treatment: Treatment
    document: Document
    patient: Patient
    now: datetime
    patients: int = 0

    @property
    def monday(self):
        """A Monday at least a week ahead, when everything is open."""
        today = self.now.astimezone(self.location.zone).date()
        return today + timedelta(days=14 - today.weekday())

    def at(self, hour, minute=0, day=None):
        """That time on the location's wall clock, on `day` or on the Monday."""
        return datetime.combine(day or self.monday, time(hour, minute), tzinfo=self.location.zone)

    def register(self, legal_name=None):
        """Another patient."""
        self.patients += 1
        return Patient.objects.create(
            legal_name=legal_name or f"Patient Number {self.patients}",
            birth_date=date(1980, 2, 29) + timedelta(days=self.patients),
            phone="+12125550100",
            location=self.location,
            registered_by=self.front_desk,
        )

    def examine(self, patient, **fields):
        """An examination in person, of the answers the patient sent last."""
        found = {"mode": Evaluation.Mode.IN_PERSON, "systolic": 118, "diastolic": 76, "findings": "Invented."}
        return Assessment.objects.create(
            patient=patient,
            response=patient.responses.submitted().first(),
            form_key=uuid.uuid4(),
            examined_on=date(2020, 1, 1),
            signed_by=self.prescriber,
            **{**found, **fields},
        )

    def evaluate(self, patient, decision=Evaluation.Decision.ELIGIBLE, valid_until=FAR_AHEAD, **fields):
        return Evaluation.objects.create(
            patient=patient,
            treatment=self.treatment,
            assessment=self.examine(patient),
            letter="" if decision == Evaluation.Decision.ELIGIBLE else "Dear Robin, invented.",
            decision=decision,
            mode=Evaluation.Mode.IN_PERSON,
            summary="Invented.",
            decided_by=self.prescriber,
            decided_on=date(2020, 1, 1),
            valid_until=valid_until,
            **fields,
        )

    def sign_consent(self, patient, valid_until=FAR_AHEAD, **fields):
        return Consent.objects.create(
            patient=patient,
            treatment=self.treatment,
            document=self.document,
            text_sha256=self.document.sha256,
            method=Consent.Method.WITNESSED_PAPER,
            signed_name=patient.legal_name,
            signed_on=date(2020, 1, 1),
            witness=self.prescriber,
            valid_until=valid_until,
            **fields,
        )

    def authorise(self, patient=None, sessions=6, phases=None):
        """A course of the clinic's treatment for a patient, with all it rests on; of `sessions` on any days, or
        of these `phases`, each the sessions, the least and the most days, and whether it is reviewed.
        """
        phases = phases or [(sessions, 0, 365, False)]
        patient = patient or self.patient
        return authorising.authorise_course(
            patient=patient,
            evaluation=self.evaluate(patient),
            consent=self.sign_consent(patient),
            phases=[
                CoursePhase(sessions=count, least_days=least, most_days=most, review_after=review)
                for count, least, most, review in phases
            ],
            by=self.prescriber,
            now=self.now,
        )

    def wish(self, **wishes):
        """What `booking.book` is asked for: the patient's evaluation, Monday at 10, unless told otherwise."""
        return {
            "type": self.evaluation_type,
            "patient": self.patient,
            "room": self.rooms[0],
            "clinician": self.clinicians[0],
            "session_start": self.at(10),
            "by": self.front_desk,
            "form_key": uuid.uuid4(),
            "now": self.now,
            **wishes,
        }

    def book(self, **wishes):
        return booking.book(**self.wish(**wishes))


def open_small_clinic(rooms=2, clinicians=2, now=None):
    """Rows for a location in New York, open 8 to 18 every day, where everybody does everything."""
    location = Location.objects.create(
        name="Riverside",
        slug="riverside",
        time_zone="America/New_York",
        street="100 Invented Street",
        city="Demotown",
        postal_code="10000",
        country="US",
        phone="+12125550142",
    )
    OpeningHours.objects.bulk_create(
        OpeningHours(location=location, weekday=day, opens=OPENS, closes=CLOSES, valid_from=date(2020, 1, 1))
        for day in Weekday
    )
    treatment = Treatment.objects.create(
        key="ketamine_iv", name="Ketamine into a vein", status="off_label", status_line="Invented."
    )
    prescriber = person("pat.prescriber", roles.PRESCRIBER)
    front_desk = person("fran.desk", roles.FRONT_DESK)
    types = [
        AppointmentType.objects.create(
            key="evaluation", name="Evaluation", kind="evaluation", session_minutes=60, turnover_minutes=10
        ),
        AppointmentType.objects.create(
            key="ketamine_iv",
            name="Ketamine into a vein",
            kind="treatment",
            treatment=treatment,
            prepare_minutes=30,
            session_minutes=50,
            observe_minutes=60,
            turnover_minutes=10,
            observe_floor_minutes=60,
        ),
        AppointmentType.objects.create(
            key="follow_up", name="Follow-up", kind="follow_up", session_minutes=40, turnover_minutes=5
        ),
    ]
    made_rooms = [
        Room.objects.create(location=location, name=f"Room {number}") for number in range(1, rooms + 1)
    ]
    made_clinicians = [
        Clinician.objects.create(
            user=person(f"clinician.{number}", roles.CLINICIAN, name=f"Clinician {number}")
        )
        for number in range(1, clinicians + 1)
    ]
    for row in made_rooms + made_clinicians:
        row.types.set(types)
    ClinicianHours.objects.bulk_create(
        ClinicianHours(
            clinician=clinician,
            location=location,
            weekday=day,
            starts=OPENS,
            ends=CLOSES,
            valid_from=date(2020, 1, 1),
        )
        for clinician in made_clinicians
        for day in Weekday
    )
    document = Document.objects.create(
        treatment=treatment, version=1, title="Consent", text="I agree.", issued_on=date(2020, 1, 1)
    )
    clinic = SmallClinic(
        location=location,
        rooms=made_rooms,
        clinicians=made_clinicians,
        evaluation_type=types[0],
        treatment_type=types[1],
        follow_up_type=types[2],
        front_desk=front_desk,
        prescriber=prescriber,
        treatment=treatment,
        document=document,
        patient=None,
        now=now or timezone.now(),
    )
    clinic.patient = clinic.register("Robin Example")
    return clinic
