"""What every act on appointments does alike: lock, see that nothing changed, lay the ranges, judge, write.

An act locks what it will use before it judges: rooms by id, clinicians by id, patients by id. So two people who
want the same hour wait for each other, nobody deadlocks, and the second reads what is in the way. The
constraints behind the acts hold whatever anybody does.
"""

from contextlib import contextmanager

from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Q, Value
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from patients.people.caring import join_care_team
from patients.people.models import Patient

from . import freeing, gaps, refusals, timetable
from .history import history_of
from .models import Appointment, Clinician, Course, Room

Status = Appointment.Status
TAKEN = {
    "room": gettext_lazy("%(who)s is taken %(when)s."),
    "clinician": gettext_lazy("%(who)s is with a patient %(when)s."),
    "patient": gettext_lazy("%(who)s has another appointment %(when)s."),
}
NOBODY_TWICE = [each for each in Appointment._meta.constraints if isinstance(each, ExclusionConstraint)]
# What may be booked outside hours, by whom may do that and says why; a clinician on leave is not there to ask.
HOURS = {"closed", "outside_hours", "clinician_not_there"}


def lock(rooms, clinicians, patient, now, also=()):
    """Hold these rows until the act is over: rooms by id, then clinicians by id, then the patient; where the act
    needs other patients `also`, all of them by id.

    Offers of theirs that ran out by `now` lapse first, as the minute's job would have it. Returns the rooms and
    the clinicians by id, and the patient.
    """

    def held(queryset, rows):
        wanted = queryset.filter(pk__in={row.pk for row in rows}).order_by("pk")
        return {row.pk: row for row in wanted.select_for_update(of=("self",), no_key=True)}

    held_rooms = held(Room.objects.select_related("location"), rooms)
    held_clinicians = held(Clinician.objects.select_related("user"), clinicians)
    in_order = sorted({each.pk: each for each in (patient, *also)}.items())
    held_patients = {key: Patient.objects.locked(each) for key, each in in_order}
    theirs = Q(room__in=rooms) | Q(clinician__in=clinicians) | Q(patient__in=held_patients)
    lapse(Appointment.objects.run_out(now).filter(theirs), now)
    return held_rooms, held_clinicians, held_patients[patient.pk]


def lapse(offers, now):
    """These offers, which ran out, keep nothing any more; one that was answered meanwhile stays as it is."""
    for offer in offers.order_by("pk").select_for_update(of=("self",), no_key=True):
        offer.status, offer.changed_at = Status.LAPSED, now
        offer.save()


def as_seen(appointment):
    """The appointment as it is stored, once its rows are locked, if it still is what the caller has seen."""
    stored = Appointment.objects.select_related("type", "course", "room__location").get(pk=appointment.pk)
    for field in ("changed_at", "status", "session", "room_id", "clinician_id"):
        if getattr(stored, field) != getattr(appointment, field):
            latest = next(iter(history_of(stored)))
            words = {"who": latest.who, "what": latest.what, "at": f"{date_format(latest.at, 'M j, H:i')}"}
            raise ValidationError(
                _("%(who)s has changed this appointment (%(at)s: %(what)s). Look at it again."),
                "changed_meanwhile",
                words,
            )
    return stored


def given(reason, field="reason"):
    """The reason as it is stored; refuses an empty one."""
    reason = reason.strip()
    if not reason:
        raise ValidationError(_("Say why."), "reason_missing")
    return Appointment._meta.get_field(field).clean(reason, None)


def new(*, type, by, now, **said):
    """An appointment that is to be booked or offered; its time is laid next."""
    return Appointment(
        type=type, kind=type.kind, treatment=type.treatment, booked_by=by, booked_at=now, **said
    )


def lay(appointment, session_start, session_minutes, now):
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


def judge(appointment, *, by, outside_hours_because="", besides=()):
    """Refuse where a time is taken, or else with everything that is against it.

    Hours may be set aside by who may do that and says why; that stays with the appointment. `besides` are
    appointments that move away in the same act.
    """
    refuse_where_taken(appointment, besides)
    against, hours = list(_unfit(appointment)), []
    for objection in timetable.objections(appointment):
        (hours if objection.code in HOURS else against).append(objection)
    because = outside_hours_because.strip()
    if hours and because and not by.has_perm("scheduling.book_outside_hours"):
        hours.append(
            ValidationError(_("Only a clinician may book outside hours."), "outside_hours_clinician_only")
        )
    elif hours and because:
        appointment.outside_hours_because = given(because, "outside_hours_because")
        hours = []
    else:
        appointment.outside_hours_because = ""
    if against or hours:
        raise ValidationError([*against, *hours])


def judge_gaps(course, appointments, *, by, gap_because):
    """Refuse what these sessions of a course, as they are laid now, would break between its sessions; where it
    is set aside, the reason stays with each session beside such a gap.
    """
    days = gaps.days_of(course) | {each.number: each.starts_at.date() for each in appointments}
    because = gap_because.strip()
    changed = {each.number for each in appointments}
    beside = gaps.judge(course, days, changed, by=by, because=because)
    for each in appointments:
        each.gap_because = given(because, "gap_because") if each.number in beside else ""


def refuse_where_taken(appointment, besides=(), now=None):
    """Refuse a time that somebody has; an offer that ran out by `now` is nobody's."""
    if taken := list(_in_the_way(appointment, besides, now)):
        raise ValidationError(taken)


def number(appointment, course):
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


@contextmanager
def all_at_once():
    """Let appointments change places: nobody is twice at once when all of them are written, not after each."""
    names = ", ".join(constraint.name for constraint in NOBODY_TWICE)
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS {names} DEFERRED")
        yield
        cursor.execute(f"SET CONSTRAINTS {names} IMMEDIATE")


def write(appointment, by, now):
    """Store the appointment, with its clinician in the patient's care team once it is agreed, and what it left free."""
    before = Appointment.objects.filter(pk=appointment.pk).first() if appointment.pk else None
    appointment.changed_by, appointment.changed_at = by, now
    appointment.save()
    if before:
        freeing.note(before, appointment, now)
    if appointment.is_agreed:
        join_care_team(patient=appointment.patient, user=appointment.clinician.user, by=by, now=now)
    return appointment


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


def _in_the_way(appointment, besides, now):
    """In words: every appointment that has the room, the clinician or the patient at that time.

    Asked in one query made from the exclusion constraints, which still hold against whoever locks nothing.
    An appointment is never in its own way, nor is the one that the same form has booked meanwhile.
    """
    others = Appointment.objects.active().exclude(form_key=appointment.form_key).order_by()
    if besides:
        others = others.exclude(pk__in=[each.pk for each in besides])
    if now:
        others = others.exclude(status=Status.OFFERED, offered_until__lte=now)
    asked = []
    for constraint in NOBODY_TWICE:
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
