"""Booking, moving and cancelling: the one module that writes appointments.

Every act locks what it will use before it judges: rooms by id, clinicians by id, the patient. So two people
who want the same hour wait for each other, nobody deadlocks, and the second reads what is in the way. `book`
looks once before, so that most of those who are too late wait for nobody. The constraints behind the acts
hold whatever anybody does.
"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Value
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from patients.inquiries.form_keys import sent_before
from patients.people.caring import join_care_team
from patients.people.models import Patient

from . import refusals, timetable
from .models import Appointment, Clinician, Course, Room

TAKEN = {
    "room": gettext_lazy("%(who)s is taken %(when)s."),
    "clinician": gettext_lazy("%(who)s is with a patient %(when)s."),
    "patient": gettext_lazy("%(who)s has another appointment %(when)s."),
}


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
):
    """Put an appointment into the diary; a treatment takes the lowest free number of its `course`.

    `session_start` and `now` are aware, `form_key` is the UUID of the form it was asked with: the same form
    sent again leads to the same appointment, as long as it stands. Raises `ValidationError` with what is in
    the way, or else with every reason against it.
    """
    minutes = type.session_minutes if session_minutes is None else session_minutes
    who_and_where = {"type": type, "patient": patient, "room": room, "clinician": clinician}
    said = who_and_where | {"course": course, "session_minutes": minutes}
    with refusals.in_words():
        if booked := _sent_before(form_key, said, session_start):
            return booked
        wanted = Appointment(
            **who_and_where,
            kind=type.kind,
            treatment=type.treatment,
            form_key=form_key,
            booked_by=by,
            booked_at=now,
        )
        _lay(wanted, session_start, minutes, now)
        _refuse_where_taken(wanted)
        rooms, clinicians, wanted.patient = _lock([room], [clinician], patient)
        wanted.room, wanted.clinician = rooms[room.pk], clinicians[clinician.pk]
        if booked := _sent_before(form_key, said, session_start):
            return booked
        _judge(wanted)
        _number(wanted, course)
        return _write(wanted, by, now)


def move(*, appointment, session_start, room, clinician, by, reason, now, session_minutes=None):
    """Give an appointment another time, room or clinician; it keeps its length unless told otherwise."""
    with refusals.in_words():
        rooms, clinicians, patient = _lock(
            [appointment.room, room], [appointment.clinician, clinician], appointment.patient
        )
        moved = _as_seen(appointment)
        if not moved.can_move:
            raise ValidationError(
                _("This appointment is “%(status)s” and cannot be moved."),
                "cannot_move",
                {"status": moved.get_status_display()},
            )
        moved.reason = _given(reason)
        moved.patient, moved.room, moved.clinician = patient, rooms[room.pk], clinicians[clinician.pk]
        _lay(moved, session_start, moved.session_minutes if session_minutes is None else session_minutes, now)
        _judge(moved)
        return _write(moved, by, now)


def cancel(*, appointment, by, reason, now):
    """Cancel an appointment: its room, clinician, patient and number in the course are free at once."""
    with refusals.in_words():
        _lock([appointment.room], [appointment.clinician], appointment.patient)
        cancelled = _as_seen(appointment)
        if not cancelled.can_cancel:
            raise ValidationError(
                _("This appointment is “%(status)s” and cannot be canceled."),
                "cannot_cancel",
                {"status": cancelled.get_status_display()},
            )
        cancelled.status = Appointment.Status.CANCELLED
        cancelled.reason = _given(reason)
        return _write(cancelled, by, now)


def restore(*, appointment, by, now):
    """Take a cancellation back, as long as the time is free and every rule still holds."""
    with refusals.in_words():
        rooms, clinicians, patient = _lock([appointment.room], [appointment.clinician], appointment.patient)
        restored = _as_seen(appointment)
        if not restored.can_restore:
            raise ValidationError(_("Only a canceled appointment can be restored."), "cannot_restore")
        restored.status = Appointment.Status.BOOKED
        restored.reason = ""
        restored.patient = patient
        restored.room, restored.clinician = rooms[restored.room_id], clinicians[restored.clinician_id]
        _lay(restored, restored.session.lower, restored.session_minutes, now)
        _judge(restored)
        _number(restored, restored.course)
        return _write(restored, by, now)


def follow(*, patient, into):
    """The patient was here twice: their appointments follow to `into`.

    Refuses where the two are booked at one time. Only `merging` calls this.
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
    with refusals.in_words():
        Appointment.objects.filter(patient=patient).update(patient=into)


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


def _lock(rooms, clinicians, patient):
    """Hold these rows until the act is over: rooms by id, then clinicians by id, then the patient."""

    def held(queryset, rows):
        wanted = queryset.filter(pk__in={row.pk for row in rows}).order_by("pk")
        return {row.pk: row for row in wanted.select_for_update(of=("self",), no_key=True)}

    return (
        held(Room.objects.select_related("location"), rooms),
        held(Clinician.objects.select_related("user"), clinicians),
        Patient.objects.locked(patient),
    )


def _as_seen(appointment):
    """The appointment as it is stored, once its rows are locked, if it still is what the caller has seen."""
    stored = Appointment.objects.select_related("type", "course").get(pk=appointment.pk)
    for field in ("changed_at", "status", "session", "room_id", "clinician_id"):
        if getattr(stored, field) != getattr(appointment, field):
            raise ValidationError(
                _("Somebody else has just changed this appointment. Look at it again."), "changed_meanwhile"
            )
    return stored


def _given(reason):
    reason = reason.strip()
    if not reason:
        raise ValidationError(_("Say why."), "reason_missing")
    return Appointment._meta.get_field("reason").clean(reason, None)


def _lay(appointment, session_start, session_minutes, now):
    """Give the appointment its four ranges, where the diary reaches that far."""
    earliest, latest = timetable.bookable_span(now=now, location=appointment.room.location)
    if session_start < earliest:
        raise ValidationError(_("This time is past."), "past")
    if session_start > latest:
        raise ValidationError(_("This time is more than 12 months ahead."), "too_far_ahead")
    try:
        ranges = appointment.type.ranges(session_start, session_minutes)
    except OverflowError as error:
        raise refusals.of("appointment_ranges_within_a_day") from error
    appointment.session, appointment.visit = ranges.session, ranges.visit
    appointment.room_block, appointment.clinician_block = ranges.room_block, ranges.clinician_block


def _judge(appointment):
    """Refuse where a time is taken, or else with everything that is against it."""
    _refuse_where_taken(appointment)
    against = [*_unfit(appointment), *timetable.objections(appointment)]
    if against:
        raise ValidationError(against)


def _refuse_where_taken(appointment):
    if taken := list(_in_the_way(appointment)):
        raise ValidationError(taken)


def _unfit(appointment):
    """Why these people and this room cannot have an appointment of this type at all, in words."""
    patient, type, room, clinician = (
        appointment.patient, appointment.type, appointment.room, appointment.clinician
    )  # fmt: skip
    words = {"patient": patient, "type": type, "room": room, "clinician": clinician}
    if patient.ended_on is not None:
        yield ValidationError(_("%(patient)s has left the clinic."), "patient_left", words)
    if not type.is_active:
        yield ValidationError(_("“%(type)s” is not booked any more."), "type_inactive", words)
    if not Room.objects.fit_for(type).filter(pk=room.pk).exists():
        if Room.objects.bookable().filter(pk=room.pk).exists():
            yield ValidationError(_("%(room)s is not fitted out for “%(type)s”."), "room_unfit", words)
        else:
            yield ValidationError(_("%(room)s is not in use."), "room_inactive", words)
    if not Clinician.objects.fit_for(type).filter(pk=clinician.pk).exists():
        if Clinician.objects.bookable().filter(pk=clinician.pk).exists():
            yield ValidationError(_("%(clinician)s does not do “%(type)s”."), "clinician_unfit", words)
        else:
            yield ValidationError(_("%(clinician)s takes no appointments."), "clinician_inactive", words)


def _number(appointment, course):
    """Give a session of a course its number: its own where that is free, else the lowest free one."""
    if course is None:
        return
    course = Course.objects.get(pk=course.pk)  # under the patient's lock: what is authorised now
    free = course.free_numbers()
    if not free:
        raise refusals.of("appointment_number_within_course")
    if appointment.number not in free:
        appointment.number = free[0]
    appointment.course, appointment.course_sessions = course, course.sessions_authorised


def _write(appointment, by, now):
    """Store the appointment, with its clinician in the patient's care team while it stands."""
    appointment.changed_by, appointment.changed_at = by, now
    appointment.save()
    if appointment.is_active:
        join_care_team(patient=appointment.patient, user=appointment.clinician.user, by=by, now=now)
    return appointment


def _in_the_way(appointment):
    """In words: every appointment that has the room, the clinician or the patient at that time.

    Asked in one query made from the exclusion constraints, which still hold against whoever locks nothing.
    An appointment is never in its own way, nor is the one that the same form has booked meanwhile.
    """
    others = Appointment.objects.active().exclude(form_key=appointment.form_key).order_by()
    asked = []
    for constraint in Appointment._meta.constraints:
        if isinstance(constraint, ExclusionConstraint):
            (who, _equal), (span, _overlaps) = constraint.expressions
            same = {who: getattr(appointment, who), f"{span}__overlap": getattr(appointment, span)}
            asked.append(others.filter(**same).values_list(Value(constraint.name), Value(who), span))
    for name, who, taken in asked[0].union(*asked[1:], all=True):
        yield ValidationError(
            TAKEN[who],
            name,
            {
                "who": getattr(appointment, who),
                "when": timetable.on_the_wall_clock(taken, appointment.room.location),
            },
        )
