"""Keeping a time for somebody until they answer: offered, then booked, given back, or lapsed.

An offer is an appointment like any other to whoever wants its room, clinician or patient. In its course it is none
yet: it has the number it would have, and keeps it from nobody.
"""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from . import judging, refusals
from .models import Appointment

Status = Appointment.Status


def keep(
    *,
    type,
    patient,
    room,
    clinician,
    session_start,
    until,
    by,
    form_key,
    now,
    session_minutes=None,
    course=None,
    instead_of=None,
):
    """Keep a time for a patient `until` they answer; returns the Appointment, offered.

    Judged like a booking, but that nothing is set aside. With `instead_of` it is another time for an appointment
    they have, which stays where it is meanwhile.
    """
    minutes = type.session_minutes if session_minutes is None else session_minutes
    with refusals.in_words():
        rooms, clinicians, patient = judging.lock([room], [clinician], patient, now)
        kept = Appointment(
            type=type, kind=type.kind, treatment=type.treatment, patient=patient, booked_by=by, booked_at=now,
            room=rooms[room.pk], clinician=clinicians[clinician.pk], form_key=form_key,
            status=Status.OFFERED, offered_until=until, asked_by=Appointment.AskedBy.CLINIC,
        )  # fmt: skip
        judging.lay(kept, session_start, minutes, now)
        if not now < until <= kept.visit.lower:
            raise ValidationError(_("An offer ends after now and before the visit."), "offer_end")
        judging.judge(kept, by=by)
        if instead_of:
            kept.course, kept.course_sessions = instead_of.course, instead_of.course_sessions
            kept.number = instead_of.number
        else:
            judging.number(kept, course)
        if kept.course:
            judging.judge_gaps(kept.course, [kept], by=by, gap_because="")
        return judging.write(kept, by, now)


def take(*, kept, by, now):
    """The patient says yes to the time that was kept for them: it is booked, if all it rests on still holds.

    Refuses with code `offer_over` once the offer is.
    """
    with refusals.in_words():
        rooms, clinicians, patient = judging.lock([kept.room], [kept.clinician], kept.patient, now)
        taken = _standing(kept)
        taken.room, taken.clinician, taken.patient = (
            rooms[taken.room_id], clinicians[taken.clinician_id], patient
        )  # fmt: skip
        taken.status, taken.asked_by = Status.BOOKED, Appointment.AskedBy.PATIENT
        judging.number(taken, taken.course)
        if taken.course:
            judging.judge_gaps(taken.course, [taken], by=by, gap_because="")
        return judging.write(taken, by, now)


def give_back(*, kept, by, now):
    """The time is no longer kept: the patient said no, took another, or the clinic needs it.

    Refuses with code `offer_over` once the offer is over by itself.
    """
    with refusals.in_words():
        judging.lock([kept.room], [kept.clinician], kept.patient, now)
        returned = _standing(kept)
        returned.status = Status.LAPSED
        return judging.write(returned, by, now)


def lapse_run_out():
    """The minute's job: offers nobody answered in time keep nothing any more."""
    now = timezone.now()
    with refusals.in_words():
        judging.lapse(Appointment.objects.run_out(now), now)


def _standing(kept):
    """The offer as it is stored, under the locks, if it still stands."""
    stored = Appointment.objects.select_related("type", "course", "room__location").get(pk=kept.pk)
    if stored.status != Status.OFFERED:
        raise ValidationError(_("This offer is over."), "offer_over")
    return stored
