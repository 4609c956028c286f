"""Booking and moving: one appointment, or a whole course of them, all or none.

With `cancelling` and `arriving` these are the acts that write appointments; `judging` holds what all of them do
alike. `book` looks once before it locks, so that most of those who are too late wait for nobody.
"""

import uuid
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from patients.inquiries.form_keys import sent_before

from . import judging, refusals, timetable
from .models import Appointment, Clinician, Course, Room


@dataclass(frozen=True)
class Session:
    """A session of a course to be booked: its number, when it starts (aware), where and with whom."""

    number: int
    session_start: datetime
    room: Room
    clinician: Clinician
    session_minutes: int | None = None


@dataclass(frozen=True)
class Move:
    """An appointment as it was seen, and where it goes."""

    appointment: Appointment
    session_start: datetime
    room: Room
    clinician: Clinician
    session_minutes: int | None = None


def book(
    *,
    type,
    patient,
    room,
    clinician,
    session_start,
    by,
    form_key,
    now,
    session_minutes=None,
    course=None,
    asked_by="",
    outside_hours_because="",
    gap_because="",
):
    """Put an appointment into the diary; a treatment takes the lowest free number of its `course`.

    `session_start` and `now` are aware, `form_key` is the UUID of the form it was asked with: the same form
    sent again leads to the same appointment, as long as it stands. `outside_hours_because` and `gap_because`
    set aside hours and the days between the sessions of a course, where `by` may do that. Raises
    `ValidationError` with what is in the way, or else with every reason against it.
    """
    minutes = type.session_minutes if session_minutes is None else session_minutes
    who_and_where = {"type": type, "patient": patient, "room": room, "clinician": clinician}
    said = who_and_where | {"course": course, "session_minutes": minutes}
    with refusals.in_words():
        if booked := _sent_before(form_key, said, session_start):
            return booked
        wanted = judging.new(**who_and_where, form_key=form_key, by=by, now=now, asked_by=asked_by)
        judging.lay(wanted, session_start, minutes, now)
        judging.refuse_where_taken(wanted, now=now)
        rooms, clinicians, wanted.patient = judging.lock([room], [clinician], patient, now)
        wanted.room, wanted.clinician = rooms[room.pk], clinicians[clinician.pk]
        if booked := _sent_before(form_key, said, session_start):
            return booked
        judging.judge(wanted, by=by, outside_hours_because=outside_hours_because)
        judging.number(wanted, course)
        if course:
            judging.judge_gaps(wanted.course, [wanted], by=by, gap_because=gap_because)
        return judging.write(wanted, by, now)


def book_course(
    *, course, type, sessions, by, form_key, now, asked_by="", outside_hours_because="", gap_because=""
):
    """Put these `sessions` of a course into the diary, all of them or none; returns their appointments.

    Raises `ValidationError` with everything against any of them, each named by its number; its `params` hold
    that `number`.
    """
    if not sessions:
        raise ValidationError(_("Choose at least one session."), "no_sessions")
    with refusals.in_words():
        rooms, clinicians, patient = judging.lock(
            [each.room for each in sessions], [each.clinician for each in sessions], course.patient, now
        )
        course = Course.objects.get(pk=course.pk)  # under the patient's lock: what is authorised now
        free, wanted, against = course.free_numbers(), [], []
        for each in sorted(sessions, key=lambda session: session.number):
            minutes = type.session_minutes if each.session_minutes is None else each.session_minutes
            who_and_where = {
                "type": type,
                "patient": patient,
                "room": rooms[each.room.pk],
                "clinician": clinicians[each.clinician.pk],
            }
            appointment = judging.new(
                **who_and_where,
                course=course,
                course_sessions=course.sessions_authorised,
                number=each.number,
                form_key=uuid.uuid5(form_key, str(each.number)),
                by=by,
                now=now,
                asked_by=asked_by,
            )
            said = who_and_where | {"course": course, "session_minutes": minutes}
            if booked := _sent_before(appointment.form_key, said, each.session_start):
                wanted.append(booked)
                continue
            with _collected(against, each.number):
                if each.number not in free:
                    raise refusals.of("appointment_number_once_per_course")
                judging.lay(appointment, each.session_start, minutes, now)
                judging.judge(appointment, by=by, outside_hours_because=outside_hours_because)
            wanted.append(appointment)
        if against:
            raise ValidationError(against)
        new = [each for each in wanted if each.pk is None]
        judging.judge_gaps(course, new, by=by, gap_because=gap_because)
        for appointment in new:
            judging.write(appointment, by, now)
        return wanted


def move(
    *,
    appointment,
    session_start,
    room,
    clinician,
    by,
    reason,
    now,
    session_minutes=None,
    asked_by="",
    outside_hours_because="",
    gap_because="",
):
    """Give an appointment another time, room or clinician; it keeps its length unless told otherwise."""
    [moved] = move_all(
        moves=[Move(appointment, session_start, room, clinician, session_minutes)],
        by=by,
        reason=reason,
        now=now,
        asked_by=asked_by,
        outside_hours_because=outside_hours_because,
        gap_because=gap_because,
    )
    return moved


def move_all(*, moves, by, reason, now, asked_by="", outside_hours_because="", gap_because=""):
    """Move several appointments of one patient at once, all of them or none; they may change places.

    Returns them in the order of `moves`. Where there are several, what is against one of them is named by the
    number of its session.
    """
    patients = {move.appointment.patient_id for move in moves}
    if len(patients) != 1:
        raise ValueError("The appointments of one patient move at once.")
    with refusals.in_words():
        rooms, clinicians, patient = judging.lock(
            [room for each in moves for room in (each.appointment.room, each.room)],
            [who for each in moves for who in (each.appointment.clinician, each.clinician)],
            moves[0].appointment.patient,
            now,
        )
        stored = [judging.as_seen(each.appointment) for each in moves]
        because, against = judging.given(reason), []
        for each, moved in zip(moves, stored, strict=True):
            if not moved.can_move:
                raise ValidationError(
                    _("This appointment is “%(status)s” and cannot be moved."),
                    "cannot_move",
                    {"status": moved.get_status_display()},
                )
            moved.reason, moved.asked_by, moved.patient = because, asked_by, patient
            if not _is_on(each, moved.starts_at.date()):
                moved.escort_confirmed_at = None  # who takes them home was said for that day
            moved.room, moved.clinician = rooms[each.room.pk], clinicians[each.clinician.pk]
            minutes = moved.session_minutes if each.session_minutes is None else each.session_minutes
            with _collected(against, moved.number if len(moves) > 1 else None):
                judging.lay(moved, each.session_start, minutes, now)
                judging.judge(moved, by=by, outside_hours_because=outside_hours_because, besides=stored)
        if against:
            raise ValidationError(against)
        for course in {moved.course for moved in stored if moved.course}:
            of_course = [moved for moved in stored if moved.course == course]
            judging.judge_gaps(course, of_course, by=by, gap_because=gap_because)
        with judging.all_at_once():
            for moved in stored:
                judging.write(moved, by, now)
        return stored


def rearrange(*, course, type, moves, sessions, by, reason, form_key, now, asked_by="", **because):
    """Move sessions of a course and book others of it in one act: all of them, or none.

    What it needs is locked at once, as `move_all` and `book_course` lock it again; `because` is what they set
    aside. Returns what was moved and what was booked.
    """
    with refusals.in_words():
        judging.lock(
            [*(each.appointment.room for each in moves), *(each.room for each in (*moves, *sessions))],
            [
                *(each.appointment.clinician for each in moves),
                *(each.clinician for each in (*moves, *sessions)),
            ],
            course.patient,
            now,
        )
        said = {"by": by, "now": now, "asked_by": asked_by, **because}
        moved = move_all(moves=moves, reason=reason, **said) if moves else []
        booked = (
            book_course(course=course, type=type, sessions=sessions, form_key=form_key, **said)
            if sessions
            else []
        )
        return moved, booked


def refuse_two_at_once(*, patient, into):
    """Refuse to make one of two who are booked at one time, before a course takes its sessions along.

    Only `merging` calls this.
    """
    theirs = Appointment.objects.active().filter(patient=into, visit__overlap=OuterRef("visit"))
    both = Appointment.objects.active().filter(Exists(theirs), patient=patient)
    against = [
        ValidationError(
            _("The two are booked at one time: %(when)s. Cancel or move one of the appointments first."),
            "both_booked",
            {"when": timetable.on_the_wall_clock(each.visit, each.location)},
        )
        for each in both.select_related("room__location")
    ]
    if against:
        raise ValidationError(against)


def follow(*, patient, into):
    """The patient was here twice: their appointments follow to `into`. Only `merging` calls this."""
    with refusals.in_words():
        Appointment.objects.filter(patient=patient).update(patient=into)


def _is_on(move, day):
    """Whether an appointment goes to a time on this day, by the clock of the place it goes to."""
    return move.session_start.astimezone(move.room.location.zone).date() == day


def _sent_before(form_key, said, session_start):
    """The appointment this form booked, if it was sent before and said the same; refuses it if it said else."""
    otherwise = refusals.of("appointment_form_key_once")
    booked = sent_before(Appointment.objects, form_key, said, otherwise)
    if not booked:
        return None
    if booked.session.lower - session_start:  # moments of a doubled hour never compare equal
        raise otherwise
    if not booked.is_active:
        raise ValidationError(
            _(
                "This form was sent before. The appointment it booked is “%(status)s” now. "
                "To book again, send it once more."
            ),
            "booked_and_freed",
            {"status": booked.get_status_display()},
        )
    return booked


@contextmanager
def _collected(against, number):
    """Within, a refusal is added to `against`, named by the number of its session where there is one."""
    try:
        yield
    except ValidationError as refusal:
        for error in refusal.error_list:
            if number is None:
                against.append(error)
                continue
            said = error.message % error.params if error.params else error.message
            words = {"number": number, "what": said}
            against.append(ValidationError(_("Session %(number)s: %(what)s"), error.code, words))
