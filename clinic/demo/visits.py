"""What patients of the demo say about their visits: who takes them home, and what they ask to change."""

from datetime import timedelta

from clinic.requests import answering, asking, finding
from clinic.requests.models import MOST_PROPOSED, ChangeRequest
from clinic.scheduling import arriving, preparing
from clinic.scheduling.models import Appointment, Preparation
from patients.area import linking
from patients.people.models import Patient

from .asked import demo_key

ASKS = "Tam Novel"  # for another time; nobody has answered
CHOOSES = "Lou Imagined"  # from times that were proposed
FASTING = (360, 120, None)  # minutes, as an invented medical director has decided


def confirm_preparations(team, now):
    """The medical director has decided about infusions and confirmed all but one of the sheets."""
    if Preparation.objects.exclude(confirmed_by=None).exists():
        return
    director = team["prescriber"]
    for preparation in Preparation.objects.filter(confirmed_by=None).exclude(type__key="ketamine_im"):
        if preparation.type.key == "ketamine_iv":
            names = ("no_food_minutes", "no_drink_minutes", "no_spray_minutes")
            for name, minutes in zip(names, FASTING, strict=True):
                setattr(preparation, name, minutes)
            preparation.source = "Invented for the demo, after what is common before an anesthetic."
            preparation.save()
        preparing.confirm(setting=preparation, by=director, now=now)


def load_visits(team, now):
    """A way home that is confirmed, a request that waits, and one with times to choose from. Loading twice adds
    nothing.
    """
    if ChangeRequest.objects.exists():
        return
    for name in (ASKS, CHOOSES):
        patient = Patient.objects.get(legal_name=name)
        coming = list(_coming(patient, now))
        if coming:
            _say_who_drives(coming[0], patient, now)
        if coming and asking.may_ask(coming[-1], now):
            _ask(coming[-1], name, team, now)
        if not patient.private_links.exists():
            linking.send_link(patient=patient, by=team["frontdesk"])


def _coming(patient, now):
    sessions = Appointment.objects.filter(patient=patient, course__isnull=False, status="booked")
    return sessions.filter(visit__startswith__gt=now).for_diary()


def _say_who_drives(appointment, patient, now):
    arriving.confirm_escort(
        appointment=appointment,
        session_start=appointment.session.lower,
        name=patient.escort_name,
        phone=patient.escort_phone.as_international,
        now=now - timedelta(hours=20),
    )


def _ask(appointment, name, team, now):
    asked = asking.ask(
        appointment=appointment,
        wants=ChangeRequest.Wants.MOVE,
        weekdays=[1, 2, 3, 4, 5],
        parts=["afternoon"],
        words="My daughter has a play that morning (demo).",
        form_key=demo_key(f"{name} asked"),
        now=now - timedelta(hours=4),
    )
    if name == CHOOSES:
        asked.appointment = Appointment.objects.for_diary().get(pk=appointment.pk)
        found = finding.fitting(asked, now=now) or finding.fitting(asked, now=now, as_they_said=False)
        times = [opening for _day, openings in found for opening in openings[::2]][:MOST_PROPOSED]
        if times:
            answering.propose(request=asked, times=times, by=team["frontdesk"], now=now - timedelta(hours=1))
