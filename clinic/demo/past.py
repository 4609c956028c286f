"""The demo's past: people who came in the eleven months before, for the figures. Nobody of them ever was.

Hundreds of rows at once, so they are written as they would stand, not by the acts that people use one by one.
"""

from datetime import date, datetime, time, timedelta
from itertools import count

from django.utils import timezone

from clinic.scheduling.models import (
    Appointment,
    AppointmentType,
    Clinician,
    Course,
    CoursePhase,
    FreedTime,
    Room,
)
from education.models import Treatment
from patients.consent.models import Consent, Document
from patients.inquiries.models import ContactConsentText, Inquiry
from patients.people.models import Patient
from patients.screening.models import Assessment, Evaluation

from .asked import demo_key

Status = Appointment.Status
MONTHS = 11
LATEST = timedelta(days=30)  # before today: the demo's own month begins after it
# Where each of a month's people goes: location, room and clinician of sessions, of talks, and the hours of both.
SEATS = (
    ("riverside", ("Room 1", "clinician", 9), ("Quiet room", "prescriber", 9)),
    ("riverside", ("Room 1", "clinician", 13), ("Quiet room", "prescriber", 11)),
    ("riverside", ("Room 2", "second.clinician", 10), ("Quiet room", "prescriber", 13)),
    ("lakeside", ("Room A", "lake.clinician", 9), ("Room B", "lake.prescriber", 10)),
    ("lakeside", ("Room A", "lake.clinician", 13), ("Room B", "lake.prescriber", 13)),
)
# Days from the first Tuesday of a month: the evaluation, the sessions, the talks after it.
EVALUATED, TREATED, TALKED = -6, (0, 3, 7, 10, 14, 17), (1, 8, 15)
PHASE = {"position": 1, "sessions": 6, "least_days": 2, "most_days": 4, "review_after": False}
# By how many days the last session of each seat was late; another of these each month.
LATE = ((0, 0, 0, 7, 7), (0, 0, 7, 7, 10), (0, 7, 7, 10, 10), (0, 0, 0, 0, 0))
WAITED = (
    34,
    41,
    29,
    26,
    38,
    22,
    24,
    19,
    27,
    18,
    21,
)  # days from the inquiry to the first session, month by month
MISSES, CALLS_OFF, IS_REPLACED = 9, 7, 2  # every so manieth talk


def load_past(team, locations, now):
    """A year of visits. Loading twice adds nothing."""
    if Patient.objects.filter(legal_name=_name(1)).exists():
        return
    past = _Past(team, locations, now)
    for back in range(MONTHS, 0, -1):
        past.add_month(back)
    past.write()


def _name(number):
    return f"Zoe Yesteryear {number:02}"


class _Past:
    def __init__(self, team, locations, now):
        self.team, self.locations, self.now = team, locations, now
        self.types = {each.key: each for each in AppointmentType.objects.all()}
        self.treatment = Treatment.objects.get(key="ketamine_iv")
        self.document = Document.objects.current().get(treatment=self.treatment)
        self.rooms = {
            (each.location.slug, each.name): each for each in Room.objects.select_related("location")
        }
        self.clinicians = {each.user_id: each for each in Clinician.objects.all()}
        self.people, self.courses, self.visits, self.freed = [], [], [], []
        self.talks = count(1)
        self.consent_text = ContactConsentText.objects.current()

    def add_month(self, back):
        today = self.locations["riverside"].today()
        year, month = divmod(today.year * 12 + today.month - 1 - back, 12)
        tuesday = date(year, month + 1, 1)
        tuesday += timedelta(days=(1 - tuesday.weekday()) % 7)
        for seat, late in zip(SEATS, LATE[back % len(LATE)], strict=True):
            self.add_person(seat, tuesday, late, WAITED[back - 1] + len(self.people) % 5)

    def add_person(self, seat, tuesday, late, waited):
        slug, treated, talked = seat
        location = self.locations[slug]
        number = len(self.people) + 1
        asked_at = datetime.combine(tuesday - timedelta(days=waited), time(12), location.zone)
        inquiry = Inquiry(
            form_key=demo_key(f"past {number}"), came_by=Inquiry.CameBy.WEBSITE, received_at=asked_at,
            location=location, name=_name(number), email=f"zoe{number}@visitor.example",
            contact_by=Inquiry.ContactBy.EMAIL, state=Inquiry.State.REGISTERED, unanswered_since=None,
            answered_at=asked_at + timedelta(hours=4), consented_at=asked_at,
            consent_text=self.consent_text,
        )  # fmt: skip
        patient = Patient(
            legal_name=_name(number), birth_date=date(1950, 1, 1) + timedelta(days=200 * number),
            email=inquiry.email, location=location, inquiry=inquiry, registered_by=self.team["frontdesk"],
            registered_at=asked_at + timedelta(days=1),
        )  # fmt: skip
        self.people.append(patient)
        course = Course(
            patient=patient, treatment=self.treatment, sessions_authorised=len(TREATED),
            authorised_by=self.team["prescriber"],
            authorised_at=datetime.combine(tuesday + timedelta(days=EVALUATED), time(15), location.zone),
        )  # fmt: skip
        self.courses.append(course)
        self.add_visit("evaluation", patient, talked, slug, tuesday + timedelta(days=EVALUATED))
        for session, days in enumerate(TREATED, start=1):
            day = tuesday + timedelta(days=days + (late if session == len(TREATED) else 0))
            self.add_visit("ketamine_iv", patient, treated, slug, day, course=course, number=session)
        for days in TALKED:
            self.add_talk(patient, talked, slug, tuesday + timedelta(days=days))

    def add_talk(self, patient, where, slug, day):
        """A follow-up: most take place, some are missed, or called off late, and then perhaps somebody else comes."""
        number = next(self.talks)
        if number % MISSES == 0:
            self.add_visit("follow_up", patient, where, slug, day, Status.NO_SHOW)
        elif number % CALLS_OFF == 0:
            off = self.add_visit("follow_up", patient, where, slug, day, Status.CANCELLED)
            if off:
                off.was_late, off.asked_by = True, Appointment.AskedBy.PATIENT
                self.freed.append(off)
                if number % IS_REPLACED == 0:
                    self.add_visit("follow_up", self.people[0], where, slug, day)
        else:
            self.add_visit("follow_up", patient, where, slug, day)

    def add_visit(self, key, patient, where, slug, day, status=Status.FINISHED, **of_course):
        room, mailbox, hour = where
        type, location = self.types[key], self.locations[slug]
        starts = datetime.combine(day, time(hour), location.zone)
        if starts > self.now - LATEST:
            return None
        ranges = type.ranges(starts)
        visit = Appointment(
            form_key=demo_key(f"past visit {len(self.visits)}"), type=type, kind=type.kind, treatment=type.treatment,
            patient=patient, room=self.rooms[slug, room], clinician=self.clinicians[self.team[mailbox].pk],
            status=status, session=ranges.session, visit=ranges.visit, room_block=ranges.room_block,
            clinician_block=ranges.clinician_block, booked_by=self.team["frontdesk"],
            booked_at=starts - timedelta(days=20), changed_by=self.team["frontdesk"],
            changed_at=ranges.visit.upper if status != Status.CANCELLED else starts - timedelta(hours=5),
            **of_course,
        )  # fmt: skip
        if visit.course:
            visit.course_sessions = visit.course.sessions_authorised
        self.visits.append(visit)
        return visit

    def write(self):
        """All of it. Evaluations and consents hold until today, as a session that is written now asks."""
        today = timezone.localdate()
        Inquiry.objects.bulk_create(patient.inquiry for patient in self.people)
        Patient.objects.bulk_create(self.people)
        for course in self.courses:
            day, prescriber = course.authorised_at.date(), self.team["prescriber"]
            course.assessment = Assessment(
                patient=course.patient, form_key=demo_key(f"past {course.patient}"), examined_on=day,
                mode=Assessment.Mode.IN_PERSON, systolic=120, diastolic=76, findings="Invented for the demo.",
                signed_by=prescriber,
            )  # fmt: skip
            course.evaluation = Evaluation(
                patient=course.patient, treatment=self.treatment, assessment=course.assessment,
                decision=Evaluation.Decision.ELIGIBLE, mode=Assessment.Mode.IN_PERSON,
                summary="Invented for the demo.", decided_by=prescriber, decided_on=day,
                valid_until=today + timedelta(days=1),
            )  # fmt: skip
            course.consent = Consent(
                patient=course.patient, treatment=self.treatment, document=self.document,
                text_sha256=self.document.sha256, method=Consent.Method.WITNESSED_PAPER,
                signed_name=course.patient.legal_name, signed_on=day, witness=prescriber,
                valid_until=today + timedelta(days=1),
            )  # fmt: skip
        Assessment.objects.bulk_create(course.assessment for course in self.courses)
        Evaluation.objects.bulk_create(course.evaluation for course in self.courses)
        Consent.objects.bulk_create(course.consent for course in self.courses)
        Course.objects.bulk_create(self.courses)
        CoursePhase.objects.bulk_create(CoursePhase(course=course, **PHASE) for course in self.courses)
        Appointment.objects.bulk_create(self.visits)
        FreedTime.objects.bulk_create(
            FreedTime(
                appointment=off, how=FreedTime.How.CANCELLED, room=off.room, clinician=off.clinician,
                session=off.session, room_block=off.room_block, freed_at=off.changed_at,
            )
            for off in self.freed
        )  # fmt: skip
        ids = [course.pk for course in self.courses]
        Course.objects.filter(pk__in=ids).update(ended_on=today - LATEST)
        Patient.objects.filter(courses__in=ids).update(ended_on=today - LATEST)
