"""Types of appointment: how long each part of a visit takes."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pghistory
import pgtrigger
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from education.models import Treatment

from .confirmed import Confirmed

SESSION_MINUTES = (40, 60)


class Kind(models.TextChoices):
    EVALUATION = "evaluation", _("Evaluation")
    TREATMENT = "treatment", _("Treatment")
    FOLLOW_UP = "follow_up", _("Follow-up")


@dataclass(frozen=True)
class Ranges:
    """The four ranges of an appointment, half-open, in UTC."""

    session: DateTimeTZRange
    visit: DateTimeTZRange
    room_block: DateTimeTZRange
    clinician_block: DateTimeTZRange


class AppointmentTypeQuerySet(models.QuerySet):
    def bookable(self):
        """Types in use."""
        return self.filter(is_active=True)

    def unconfirmed(self):
        """Types in use whose minutes no medical director answers for."""
        return self.bookable().filter(confirmed_by=None)


@pghistory.track()
class AppointmentType(Confirmed):
    """What can be booked, and its minutes: settings a medical director confirms."""

    class FloorFrom(models.TextChoices):
        SESSION_START = "session_start", _("the start of the session")
        SESSION_END = "session_end", _("the end of the session")

    key = models.SlugField(_("key"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    treatment = models.ForeignKey(
        Treatment,
        verbose_name=_("treatment"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("For a treatment only."),
    )
    prepare_minutes = models.PositiveSmallIntegerField(_("prepare, minutes"), default=0)
    session_minutes = models.PositiveSmallIntegerField(_("session, minutes"))
    observe_minutes = models.PositiveSmallIntegerField(_("observe, minutes"), default=0)
    turnover_minutes = models.PositiveSmallIntegerField(_("turnover of the room, minutes"), default=0)
    observe_floor_minutes = models.PositiveSmallIntegerField(
        _("least minutes watched"), default=0, help_text=_("The observation never ends before this.")
    )
    observe_floor_from = models.CharField(
        _("counted from"), max_length=15, choices=FloorFrom, default=FloorFrom.SESSION_END
    )
    clinician_stays_for_visit = models.BooleanField(
        _("clinician stays for the whole visit"),
        default=False,
        help_text=_("Otherwise for the session only."),
    )
    needs_prescriber_on_site = models.BooleanField(
        _("needs a prescriber on site"),
        default=False,
        help_text=_("Booked only while a prescriber is at work at the location for the whole visit."),
    )
    needs_escort = models.BooleanField(
        _("needs somebody to take the patient home"),
        default=False,
        help_text=_("Whose name is asked for before the patient leaves."),
    )
    is_active = models.BooleanField(_("in use"), default=True)

    objects = AppointmentTypeQuerySet.as_manager()

    class Meta(Confirmed.Meta):
        verbose_name = _("appointment type")
        verbose_name_plural = _("appointment types")
        ordering = ["kind", "name"]
        constraints = [
            *Confirmed.Meta.constraints,
            models.UniqueConstraint(name="appointmenttype_with_kind", fields=["id", "kind"]),
            models.UniqueConstraint(name="appointmenttype_with_treatment", fields=["id", "treatment"]),
            models.CheckConstraint(
                name="appointmenttype_known_kind",
                condition=Q(kind__in=Kind.values),
                violation_error_message=_("Choose a kind from the list."),
            ),
            models.CheckConstraint(
                name="appointmenttype_session_40_to_60_minutes",
                condition=Q(session_minutes__gte=SESSION_MINUTES[0], session_minutes__lte=SESSION_MINUTES[1]),
                violation_error_message=_("A session lasts 40 to 60 minutes."),
            ),
            models.CheckConstraint(
                name="appointmenttype_treatment_names_it",
                condition=Q(kind="treatment", treatment__isnull=False)
                | (~Q(kind="treatment") & Q(treatment__isnull=True)),
                violation_error_message=_("A treatment type names its treatment; other types name none."),
            ),
            models.CheckConstraint(
                name="appointmenttype_observes_long_enough",
                condition=Q(observe_floor_from="session_end", observe_minutes__gte=F("observe_floor_minutes"))
                | Q(
                    observe_floor_from="session_start",
                    observe_minutes__gte=F("observe_floor_minutes") - F("session_minutes"),
                ),
                violation_error_message=_("The observation is shorter than the least minutes watched."),
            ),
            models.CheckConstraint(
                name="appointmenttype_within_a_day",
                condition=Q(prepare_minutes__lte=240, observe_minutes__lte=600, turnover_minutes__lte=240),
                violation_error_message=_("A visit ends on the day it begins. Check the minutes."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="changed_minutes_are_unconfirmed",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Condition(
                    "((OLD.prepare_minutes, OLD.session_minutes, OLD.observe_minutes, OLD.turnover_minutes,"
                    " OLD.observe_floor_minutes, OLD.observe_floor_from, OLD.clinician_stays_for_visit,"
                    " OLD.needs_prescriber_on_site, OLD.needs_escort)"
                    " IS DISTINCT FROM"
                    " (NEW.prepare_minutes, NEW.session_minutes, NEW.observe_minutes, NEW.turnover_minutes,"
                    " NEW.observe_floor_minutes, NEW.observe_floor_from, NEW.clinician_stays_for_visit,"
                    " NEW.needs_prescriber_on_site, NEW.needs_escort)"
                    " AND (OLD.confirmed_by_id, OLD.confirmed_on)"
                    " IS NOT DISTINCT FROM (NEW.confirmed_by_id, NEW.confirmed_on))"
                ),
                func="NEW.confirmed_by_id := NULL; NEW.confirmed_on := NULL; RETURN NEW;",
            ),
        ]

    def __str__(self):
        return self.name

    def called(self, number, count):
        """The type as people read it in the diary; a session of a course says which of how many it is."""
        if number is None:
            return self.name
        words = gettext("%(type)s, session\u00a0%(number)s\u00a0of\u00a0%(count)s")  # kept on one line
        return words % {"type": self.name, "number": number, "count": count}

    @property
    def is_treatment(self):
        return self.kind == Kind.TREATMENT

    def ranges(self, session_start: datetime, session_minutes: int | None = None) -> Ranges:
        """The four ranges of an appointment of this type whose session starts at `session_start`.

        Ends are reckoned in UTC, so a clock change inside a visit changes no length.
        `session_minutes` replaces the type's own length; the database refuses all but 40 to 60.
        """
        start = session_start.astimezone(UTC)
        minutes = self.session_minutes if session_minutes is None else session_minutes
        end = start + timedelta(minutes=minutes)
        here = start - timedelta(minutes=self.prepare_minutes)
        gone = end + timedelta(minutes=self.observe_minutes)
        clean = gone + timedelta(minutes=self.turnover_minutes)
        session, visit = DateTimeTZRange(start, end), DateTimeTZRange(here, gone)
        return Ranges(
            session=session,
            visit=visit,
            room_block=DateTimeTZRange(here, clean),
            clinician_block=visit if self.clinician_stays_for_visit else session,
        )
