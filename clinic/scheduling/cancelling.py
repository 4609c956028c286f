"""Cancelling, not coming, and taking either back."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from . import judging, offering, refusals
from .models import Appointment

Status, AskedBy = Appointment.Status, Appointment.AskedBy


def is_late(appointment, now):
    """Whether a cancellation at `now` is late: the visit begins within the hours its location has set."""
    return appointment.visit.lower - now < timedelta(hours=appointment.location.late_cancel_hours)


def cancel(*, appointment, by, reason, now, asked_by="", asked_at=None):
    """Cancel an appointment: its room, clinician, patient and number in the course are free at once.

    A cancellation that the clinic did not ask for is kept as late where it is, by when it was asked for: `asked_at`,
    or now. A time that is only offered is given back: nobody was to come.
    """
    with refusals.in_words():
        judging.lock([appointment.room], [appointment.clinician], appointment.patient, now)
        seen, because = judging.as_seen(appointment), judging.given(reason)
        return _cancel(seen, by, because, now, asked_by, asked_at or now)


def cancel_rest(*, course, by, reason, now, asked_by=""):
    """Cancel every session of a course that is still to come, in one step; returns them, the next one first."""
    with refusals.in_words():
        to_come = Appointment.objects.filter(
            course=course, status__in=(Status.OFFERED, Status.BOOKED), session__startswith__gt=now
        ).select_related("type", "room__location", "clinician", "course")
        rows = list(to_come)
        judging.lock([row.room for row in rows], [row.clinician for row in rows], course.patient, now)
        because = judging.given(reason)
        cancelled = [_cancel(row, by, because, now, asked_by, now) for row in to_come.order_by("session")]
        if not cancelled:
            raise ValidationError(_("No session of this course is still to come."), "nothing_to_cancel")
        return cancelled


def mark_no_show(*, appointment, by, now, reason=""):
    """The patient did not come: what is left of the time is free."""
    with refusals.in_words():
        judging.lock([appointment.room], [appointment.clinician], appointment.patient, now)
        missed = judging.as_seen(appointment)
        if missed.status != Status.BOOKED:
            raise ValidationError(
                _("This appointment is “%(status)s”, so nobody failed to come."),
                "cannot_miss",
                {"status": missed.get_status_display()},
            )
        if now < missed.visit.lower:
            raise ValidationError(_("The visit has not begun. Cancel it instead."), "not_begun")
        missed.status, missed.reason = Status.NO_SHOW, reason.strip()
        return judging.write(missed, by, now)


def restore(*, appointment, by, now):
    """Take a cancellation back, as long as the time is free and every rule still holds; or a “did not come”,
    whose time may be past.
    """
    with refusals.in_words():
        rooms, clinicians, patient = judging.lock(
            [appointment.room], [appointment.clinician], appointment.patient, now
        )
        restored = judging.as_seen(appointment)
        if not restored.can_restore:
            raise ValidationError(
                _("Only what was canceled, or nobody came to, can be taken back."), "cannot_restore"
            )
        was_missed = restored.status == Status.NO_SHOW
        restored.status, restored.reason, restored.was_late = Status.BOOKED, "", False
        restored.patient = patient
        restored.room, restored.clinician = rooms[restored.room_id], clinicians[restored.clinician_id]
        if was_missed:
            judging.refuse_where_taken(restored)
        else:
            judging.lay(restored, restored.session.lower, restored.session_minutes, now)
            judging.judge(restored, by=by, outside_hours_because=restored.outside_hours_because)
        judging.number(restored, restored.course)
        if restored.course and not was_missed:
            judging.judge_gaps(restored.course, [restored], by=by, gap_because=restored.gap_because)
        return judging.write(restored, by, now)


def _cancel(appointment, by, because, now, asked_by, asked_at):
    if appointment.status == Status.OFFERED:
        return offering.give_back(kept=appointment, by=by, now=now, reason=because)
    if not appointment.can_cancel:
        raise ValidationError(
            _("This appointment is “%(status)s” and cannot be canceled."),
            "cannot_cancel",
            {"status": appointment.get_status_display()},
        )
    appointment.was_late = asked_by != AskedBy.CLINIC and is_late(appointment, asked_at)
    appointment.status, appointment.reason, appointment.asked_by = Status.CANCELLED, because, asked_by
    return judging.write(appointment, by, now)
