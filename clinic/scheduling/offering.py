"""Keeping a time for somebody until they answer: offered, then booked, given back, or lapsed.

An offer is an appointment like any other to whoever wants its room, clinician or patient. In its course it is none
yet: it has the number it would have, and keeps it from nobody. Where several people are asked for one time it is
kept under the name of one of them, and passed on to another when that one says no; the first yes has it.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import booking, gaps, judging, refusals
from .models import Appointment

Status, AskedBy = Appointment.Status, Appointment.AskedBy
# Stored where a session comes later than authorized all the same, and where one moves.
FIRST_TIME = "Offered from the waiting list: the first time that suits"
CAME_FREE = "An earlier time came free"


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

    Judged like a booking, but that nothing is set aside, save that a session may come more days after the one before
    it than authorized: it would come later still without. With `instead_of` it is another time for an appointment
    they have, which stays where it is meanwhile.
    """
    minutes = type.session_minutes if session_minutes is None else session_minutes
    with refusals.in_words():
        rooms, clinicians, patient = judging.lock([room], [clinician], patient, now)
        kept = judging.new(
            type=type, patient=patient, room=rooms[room.pk], clinician=clinicians[clinician.pk], form_key=form_key,
            status=Status.OFFERED, offered_until=until, asked_by=AskedBy.CLINIC, by=by, now=now,
        )  # fmt: skip
        _judge(kept, session_start, minutes, course, instead_of, by, now)
        _refuse_an_end_out_of(kept, until, now)
        return judging.write(kept, by, now)


def keep_until(*, kept, until, by, now):
    """Keep the time until another moment, since somebody else is asked too or need not answer any more."""
    with refusals.in_words():
        judging.lock([kept.room], [kept.clinician], kept.patient, now)
        standing = _standing(kept)
        _refuse_an_end_out_of(standing, until, now)
        if standing.offered_until == until:
            return standing
        standing.offered_until = until
        return judging.write(standing, by, now)


def pass_on(*, kept, patient, until, by, form_key, now, course=None, instead_of=None):
    """Keep the time under another patient's name, who may still answer; it is free at no moment between.

    Returns the Appointment that keeps it now; refuses as `keep` does, and then it is kept as before.
    """
    with refusals.in_words():
        judging.lock([kept.room], [kept.clinician], patient, now, also=[kept.patient])
        _end(_standing(kept), by, now)
        return keep(
            type=kept.type, patient=patient, room=kept.room, clinician=kept.clinician,
            session_start=kept.session.lower, session_minutes=kept.session_minutes,
            course=course, instead_of=instead_of, until=until, by=by, form_key=form_key, now=now,
        )  # fmt: skip


def take(*, kept, patient, by, form_key, now, course=None, instead_of=None, asked_by=AskedBy.PATIENT):
    """A patient says yes to the time that is kept for them, or for somebody else who was asked too.

    Returns their appointment: booked, or the one `instead_of` which it was offered, moved there. All it rests on is
    judged again. Refuses with code `offer_over` once the time is no longer kept.
    """
    present = [instead_of] if instead_of else []
    with refusals.in_words():
        rooms, clinicians, patient = judging.lock(
            [each.room for each in (kept, *present)], [each.clinician for each in (kept, *present)], patient, now
        )  # fmt: skip
        standing = _standing(kept)
        start, minutes = standing.session.lower, standing.session_minutes
        place = {"room": rooms[standing.room_id], "clinician": clinicians[standing.clinician_id]}
        if instead_of is None and standing.patient_id == patient.pk:
            standing.room, standing.clinician, standing.patient = place["room"], place["clinician"], patient
            standing.status, standing.asked_by = Status.BOOKED, asked_by
            _judge(standing, start, minutes, course, None, by, now)
            return judging.write(standing, by, now)
        _end(standing, by, now)
        if instead_of:
            earlier = start.astimezone(standing.location.zone).date()
            return booking.move(
                appointment=instead_of, session_start=start, session_minutes=minutes, by=by, now=now,
                reason=CAME_FREE, asked_by=asked_by, **place,
                gap_because=_only_late(instead_of.course, instead_of.number, earlier),
            )  # fmt: skip
        taken = judging.new(
            type=standing.type, patient=patient, form_key=form_key, asked_by=asked_by, by=by, now=now, **place
        )
        _judge(taken, start, minutes, course, None, by, now)
        return judging.write(taken, by, now)


def refuse_unless_takeable(*, kept, patient, by, form_key, now, course=None, instead_of=None):
    """Refuse, as their yes would be refused, to ask a patient for a time that is kept for another. Changes nothing."""
    with transaction.atomic():
        take(
            kept=kept,
            patient=patient,
            by=by,
            form_key=form_key,
            now=now,
            course=course,
            instead_of=instead_of,
        )
        transaction.set_rollback(True)


def give_back(*, kept, by, now, reason=""):
    """The time is no longer kept: nobody who was asked wants it, or the clinic needs it.

    Refuses with code `offer_over` once the offer is over by itself.
    """
    with refusals.in_words():
        judging.lock([kept.room], [kept.clinician], kept.patient, now)
        return _end(_standing(kept), by, now, reason)


def lapse_run_out(now=None):
    """The minute's job: offers nobody answered in time keep nothing any more."""
    now = now or timezone.now()
    with refusals.in_words():
        judging.lapse(Appointment.objects.run_out(now), now)


def _judge(appointment, session_start, minutes, course, instead_of, by, now):
    """Give it its time and its number, and refuse what a booking would; nothing is set aside but a late gap."""
    judging.lay(appointment, session_start, minutes, now)
    judging.judge(appointment, by=by)
    if instead_of:
        appointment.course, appointment.course_sessions = instead_of.course, instead_of.course_sessions
        appointment.number = instead_of.number
    else:
        judging.number(appointment, course)
    if appointment.course:
        late = _only_late(appointment.course, appointment.number, appointment.starts_at.date())
        judging.judge_gaps(appointment.course, [appointment], by=by, gap_because=late)


def _only_late(course, number, day):
    """The reason that sets a gap aside, where nothing is against a session's day but that it comes late."""
    broken = gaps.broken_by(course, number, day) if course else []
    is_late = broken and all(gap.is_long and gap.number == number for gap in broken)
    return FIRST_TIME if is_late else ""


def _refuse_an_end_out_of(kept, until, now):
    if not now < until <= kept.visit.lower:
        raise ValidationError(_("An offer ends after now and before the visit."), "offer_end")


def _end(standing, by, now, reason=""):
    standing.status, standing.reason = Status.LAPSED, reason
    return judging.write(standing, by, now)


def _standing(kept):
    """The offer as it is stored, under the locks, if it still stands.

    Its row is read once whoever else is at it is done: the minute's job, which holds no room.
    """
    rows = Appointment.objects.select_related("type", "course", "room__location", "clinician")
    stored = rows.select_for_update(of=("self",), no_key=True).get(pk=kept.pk)
    if stored.status != Status.OFFERED:
        raise ValidationError(_("This offer is over."), "offer_over")
    return stored
