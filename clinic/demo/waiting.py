"""The demo's waiting list: some wishes, a time that came free and two who fit it, and an offer that is out."""

from datetime import timedelta

from clinic.scheduling import cancelling
from clinic.scheduling.models import Appointment, AppointmentType
from clinic.scheduling.openings import openings
from clinic.waitlist import offering, wishing
from clinic.waitlist.models import Wish
from patients.people.models import Patient

from .asked import demo_key

CANCELED = "Moe Myth"  # their next follow-up
# legal name, how many days ago they asked, and what suits them: an earlier time for their last follow-up
EARLIER = (
    ("Ken Keepsake", 12, {}),
    ("Liv Limerick", 5, {"note": "Call after 17:00 (demo)"}),
    ("Nan Nocturne", 20, {"weekdays": [6], "note": "Saturdays only, works on all other days (demo)"}),
)
NEXT = ("Fay Folklore", 2, {"notice_hours": 48})  # the next session of a course that is still to be planned
OFFERED = ("Ivy Idyll", 3, {})


def load_waiting(team, now):
    """Loading twice adds nothing."""
    if Wish.objects.exists():
        return
    front_desk = team["frontdesk"]
    for name, days_ago, said in EARLIER:
        _wish_earlier(name, now - timedelta(days=days_ago), front_desk, said)
    name, days_ago, said = NEXT
    course = Patient.objects.get(legal_name=name).courses.select_related("patient__location").get()
    type = AppointmentType.objects.get(treatment=course.treatment)
    _wish(course.patient, now - timedelta(days=days_ago), front_desk, type=type, course=course, **said)
    to_cancel = _follow_ups(CANCELED, now).first()
    if to_cancel:
        cancelling.cancel(
            appointment=to_cancel, by=front_desk, reason="Is away (demo).", asked_by="patient", now=now
        )
    _offer(*OFFERED, front_desk, now)


def _offer(name, days_ago, said, front_desk, now):
    """The first opening in three days or later, to be answered a day before."""
    wish = _wish_earlier(name, now - timedelta(days=days_ago), front_desk, said)
    if wish is None:
        return
    today = wish.location.today()
    found = openings(
        type=wish.type,
        location=wish.location,
        first_day=today + timedelta(days=3),
        last_day=wish.instead_of.starts_at.date() - timedelta(days=1),
        now=now,
        patient=wish.patient,
        limit=1,
    )
    for opening in found:
        offering.offer(
            wish=wish,
            room=opening.room,
            clinician=opening.clinician,
            session_start=opening.session_start,
            expires_at=opening.session_start - timedelta(hours=wish.notice_hours),
            by=front_desk,
            form_key=demo_key(f"{name} offered"),
            now=now,
        )


def _wish_earlier(name, at, front_desk, said):
    """A wish for an earlier time than the last follow-up; None where none is booked."""
    last = _follow_ups(name, at).last()
    return last and _wish(last.patient, at, front_desk, type=last.type, instead_of=last, **said)


def _wish(patient, at, front_desk, **said):
    return wishing.wish(
        patient=patient,
        location=patient.location,
        by=front_desk,
        form_key=demo_key(f"{patient.legal_name} waits"),
        now=at,
        **said,
    )


def _follow_ups(name, now):
    rows = Appointment.objects.upcoming(now).filter(patient__legal_name=name, kind="follow_up")
    return rows.select_related("type", "patient__location", "room__location", "clinician", "course")
