"""What the database holds of every appointment, with its words for people."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Mod
from django.db.models.lookups import Exact, GreaterThanOrEqual, LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from ..composite_keys import CompositeForeignKey
from .statuses import ACTIVE_STATUSES, AGREED_STATUSES, AskedBy, Status
from .types import SESSION_MINUTES, Kind

ACTIVE = Q(status__in=ACTIVE_STATUSES)
AGREED = Q(status__in=AGREED_STATUSES)
RANGES = ("session", "visit", "room_block", "clinician_block")
LONGEST_BLOCK_MINUTES = 24 * 60


def lower_of(name):
    return Func(F(name), function="lower", output_field=models.DateTimeField())


def upper_of(name):
    return Func(F(name), function="upper", output_field=models.DateTimeField())


def _seconds(moment):
    # EXTRACT of the epoch, since truncating to a minute would bake a time zone into the constraint.
    return Func(
        moment,
        template="EXTRACT(EPOCH FROM %(expressions)s)",
        output_field=models.DecimalField(max_digits=20, decimal_places=6),
    )


def _minutes(name):
    return (_seconds(upper_of(name)) - _seconds(lower_of(name))) / Value(60)


def _is_finite(moment):
    return Exact(Func(moment, function="isfinite", output_field=models.BooleanField()), Value(True))


def _is_whole_minute(moment):
    return Exact(Mod(_seconds(moment), Value(60), output_field=models.DecimalField()), Value(0))


def _every(condition):
    """`condition(range name)` for each of the four ranges, all of which must hold."""
    together = Q()
    for name in RANGES:
        together &= condition(name)
    return together


def _once_at_a_time(who, span, words):
    """Nobody and nothing is in two active appointments at once; judged at once, unless an act moves several."""
    return ExclusionConstraint(
        name=f"appointment_{who}_once_at_a_time",
        expressions=[(who, RangeOperators.EQUAL), (span, RangeOperators.OVERLAPS)],
        condition=ACTIVE,
        deferrable=models.Deferrable.IMMEDIATE,
        violation_error_message=words,
    )


RULES = [
    models.UniqueConstraint(
        name="appointment_form_key_once",
        fields=["form_key"],
        violation_error_message=_("This form was sent before with other details. Start again."),
    ),
    models.CheckConstraint(
        name="appointment_known_status",
        condition=Q(status__in=Status.values),
        violation_error_message=_("Choose a status from the list."),
    ),
    models.CheckConstraint(
        name="appointment_known_asker",
        condition=Q(asked_by__in=["", *AskedBy.values]),
        violation_error_message=_("Choose who asked from the list."),
    ),
    models.CheckConstraint(
        name="appointment_late_is_canceled",
        condition=Q(was_late=False) | Q(status="cancelled"),
        violation_error_message=_("Only a cancellation is late."),
    ),
    models.CheckConstraint(
        name="appointment_escort_confirmed_has_a_name",
        condition=Q(escort_confirmed_at=None) | ~Q(escort_name=""),
        violation_error_message=_("Say who takes the patient home."),
    ),
    models.CheckConstraint(
        name="appointment_known_kind",
        condition=Q(kind__in=Kind.values),
        violation_error_message=_("Choose a kind from the list."),
    ),
    # The ranges: PostgreSQL judges checks in the order of their names.
    models.CheckConstraint(
        name="appointment_ranges_bounded",
        condition=_every(lambda name: Q(**{f"{name}__lower_inf": False, f"{name}__upper_inf": False})),
        violation_error_message=_("An appointment has a beginning and an end."),
    ),
    models.CheckConstraint(
        name="appointment_ranges_finite",
        condition=_every(lambda name: Q(_is_finite(lower_of(name))) & Q(_is_finite(upper_of(name)))),
        violation_error_message=_("An appointment has a beginning and an end."),
    ),
    models.CheckConstraint(
        name="appointment_ranges_filled",
        condition=_every(lambda name: Q(**{f"{name}__isempty": False})),
        violation_error_message=_("An appointment ends after it begins."),
    ),
    models.CheckConstraint(
        name="appointment_ranges_half_open",
        condition=_every(lambda name: Q(**{f"{name}__lower_inc": True, f"{name}__upper_inc": False})),
        violation_error_message=_("An appointment includes its first moment and not its last."),
    ),
    models.CheckConstraint(
        name="appointment_ranges_nested",
        condition=Q(session__contained_by=F("visit"))
        & Q(visit__contained_by=F("room_block"))
        & Q(session__contained_by=F("clinician_block")),
        violation_error_message=_("The session lies within the visit, and the visit within the room’s time."),
    ),
    models.CheckConstraint(
        name="appointment_ranges_whole_minutes",
        condition=_every(
            lambda name: Q(_is_whole_minute(lower_of(name))) & Q(_is_whole_minute(upper_of(name)))
        ),
        violation_error_message=_("Times are whole minutes."),
    ),
    models.CheckConstraint(
        name="appointment_ranges_within_a_day",
        condition=_every(lambda name: Q(LessThanOrEqual(_minutes(name), Value(LONGEST_BLOCK_MINUTES)))),
        violation_error_message=_("An appointment takes a day at most."),
    ),
    models.CheckConstraint(
        name="appointment_session_40_to_60_minutes",
        condition=Q(GreaterThanOrEqual(_minutes("session"), Value(SESSION_MINUTES[0])))
        & Q(LessThanOrEqual(_minutes("session"), Value(SESSION_MINUTES[1]))),
        violation_error_message=_("A session lasts 40 to 60 minutes."),
    ),
    _once_at_a_time("room", "room_block", _("The room is taken then.")),
    _once_at_a_time("clinician", "clinician_block", _("The clinician is busy then.")),
    _once_at_a_time("patient", "visit", _("The patient has another appointment then.")),
    CompositeForeignKey(
        name="appointment_kind_is_the_types",
        fields=["type", "kind"],
        to="scheduling.AppointmentType",
        to_fields=["id", "kind"],
        violation_error_message=_("This type of appointment has changed. Choose it again."),
    ),
    CompositeForeignKey(
        name="appointment_treatment_is_the_types",
        fields=["type", "treatment"],
        to="scheduling.AppointmentType",
        to_fields=["id", "treatment"],
        violation_error_message=_("This type of appointment has changed. Choose it again."),
    ),
    models.CheckConstraint(
        name="appointment_treatment_has_course",
        condition=Q(kind="treatment", course__isnull=False) | (~Q(kind="treatment") & Q(course__isnull=True)),
        violation_error_message=_("A treatment session belongs to a course; other appointments do not."),
    ),
    models.CheckConstraint(
        name="appointment_treatment_is_numbered",
        condition=Q(
            kind="treatment",
            treatment__isnull=False,
            number__isnull=False,
            course_sessions__isnull=False,
        )
        | (
            ~Q(kind="treatment")
            & Q(treatment__isnull=True, number__isnull=True, course_sessions__isnull=True)
        ),
        violation_error_message=_("A treatment session has a number in its course."),
    ),
    models.CheckConstraint(
        name="appointment_number_within_course",
        condition=Q(number__isnull=True) | Q(number__gte=1, number__lte=F("course_sessions")),
        violation_error_message=_("The course has no more sessions authorized."),
    ),
    CompositeForeignKey(
        name="appointment_course_is_the_patients",
        fields=["course", "patient", "treatment", "course_sessions"],
        to="scheduling.Course",
        to_fields=["id", "patient", "treatment", "sessions_authorised"],
        cascade_update=True,
        violation_error_message=_("The course is another patient’s, or for another treatment."),
    ),
    models.CheckConstraint(
        name="appointment_offer_ends",
        condition=~Q(status="offered") | Q(offered_until__isnull=False),
        violation_error_message=_("Say until when it is offered."),
    ),
    # An offer keeps a time and no number: the session it would move may stand elsewhere meanwhile.
    models.UniqueConstraint(
        name="appointment_number_once_per_course",
        fields=["course", "number"],
        condition=AGREED,
        violation_error_message=_("This session of the course is booked already."),
    ),
]
