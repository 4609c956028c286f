"""Phases of a course: so many sessions in a row and the days between, as proposed and as authorised."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from clinic.refusing import RefusingTrigger, refuse
from education.models import Treatment

from .confirmed import Confirmed
from .courses import MOST_SESSIONS, Course, in_words
from .statuses import AGREED_STATUSES, Status

MOST_DAYS = 365  # between two sessions


class Phase(models.Model):
    """So many sessions in a row, each so many days after the one before."""

    position = models.PositiveSmallIntegerField(_("position"))
    sessions = models.PositiveSmallIntegerField(_("sessions"))
    least_days = models.PositiveSmallIntegerField(_("days after the one before, at least"))
    most_days = models.PositiveSmallIntegerField(_("at most"))
    review_after = models.BooleanField(
        _("a prescriber reviews after it"),
        default=False,
        help_text=_("Sessions behind the review are booked and wait on hold until a prescriber decides."),
    )

    class Meta:
        abstract = True
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                name="%(class)s_number_of_sessions",
                condition=Q(sessions__gte=1, sessions__lte=MOST_SESSIONS),
                violation_error_message=_("A phase has 1 to 60 sessions."),
            ),
            models.CheckConstraint(
                name="%(class)s_days_in_order",
                condition=Q(least_days__lte=F("most_days"), most_days__lte=MOST_DAYS),
                violation_error_message=_(
                    "The most days are as many as the least, or more, and 365 at most."
                ),
            ),
        ]

    @property
    def words(self):
        """Such as “6 sessions, 2 to 4 days apart, then a review”."""
        sessions = ngettext("%(sessions)s session", "%(sessions)s sessions", self.sessions)
        if self.least_days == self.most_days:
            days = ngettext("%(most)s day apart", "%(most)s days apart", self.most_days)
        else:
            days = gettext("%(least)s to %(most)s days apart")
        parts = [sessions] if self.sessions == 1 and self.position == 1 else [sessions, days]
        if self.review_after:
            parts.append(gettext("then a review"))
        numbers = {"sessions": self.sessions, "least": self.least_days, "most": self.most_days}
        return ", ".join(parts) % numbers


class ProtocolQuerySet(models.QuerySet):
    def bookable(self):
        """Protocols in use."""
        return self.filter(is_active=True)

    def unconfirmed(self):
        """Protocols in use that no medical director answers for."""
        return self.bookable().filter(confirmed_by=None)


@pghistory.track()
class Protocol(Confirmed):
    """How a clinic usually gives a treatment: what a prescriber begins with who authorises a course of it."""

    key = models.SlugField(_("key"), unique=True)
    treatment = models.ForeignKey(
        Treatment, verbose_name=_("treatment"), on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(_("name"), max_length=80)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = ProtocolQuerySet.as_manager()

    class Meta(Confirmed.Meta):
        verbose_name = _("protocol")
        verbose_name_plural = _("protocols")
        ordering = ["treatment__name", "name"]

    def __str__(self):
        return self.name

    @property
    def phases_in_words(self):
        """What it proposes, such as “6 sessions, 2 to 4 days apart, then a review”."""
        return in_words(self.phases.all())


@pghistory.track()
class ProtocolPhase(Phase):
    """A phase of a protocol; changing one takes the protocol's confirmation back."""

    protocol = models.ForeignKey(Protocol, on_delete=models.CASCADE, related_name="phases")

    class Meta(Phase.Meta):
        verbose_name = _("phase of a protocol")
        verbose_name_plural = _("phases of a protocol")
        constraints = [
            *Phase.Meta.constraints,
            models.UniqueConstraint(
                name="protocolphase_once_per_position",
                fields=["protocol", "position"],
                violation_error_message=_("The protocol has a phase in that place."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="changed_phases_are_unconfirmed",
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.After,
                func="""
                    UPDATE scheduling_protocol SET confirmed_by_id = NULL, confirmed_on = NULL
                    WHERE id IN (OLD.protocol_id, NEW.protocol_id) AND confirmed_by_id IS NOT NULL;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.protocol}: {self.position}"


@pghistory.track()
class CoursePhase(Phase):
    """A phase of a course, as a prescriber authorised it; never changed."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="phases")

    class Meta(Phase.Meta):
        verbose_name = _("phase of a course")
        verbose_name_plural = _("phases of a course")
        constraints = [
            *Phase.Meta.constraints,
            models.UniqueConstraint(
                name="coursephase_once_per_position",
                fields=["course", "position"],
                violation_error_message=_("The course has a phase in that place."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="coursephase_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete
            ),
            RefusingTrigger(
                name="coursephases_within_what_is_authorised",
                operation=pgtrigger.Insert,
                when=pgtrigger.After,
                func=f"""
                    IF (SELECT sum(sessions) FROM scheduling_coursephase WHERE course_id = NEW.course_id)
                        > (SELECT sessions_authorised FROM scheduling_course WHERE id = NEW.course_id)
                    THEN
                        {refuse("coursephases_within_what_is_authorised")}
                    END IF;
                    RETURN NULL;
                """,
                refusals={
                    "coursephases_within_what_is_authorised": _(
                        "The phases have more sessions than the course."
                    )
                },
            ),
        ]

    def __str__(self):
        return f"{self.course}: {self.position}"


class ReviewGateQuerySet(models.QuerySet):
    def shut(self):
        """Gates behind which sessions wait: nobody has decided, or the decision was not to go on as planned."""
        return self.exclude(decision=ReviewGate.Decision.CONTINUE)

    def undecided(self):
        return self.filter(decision="")

    def due(self, now):
        """Those nobody has decided though the session before them is over, in courses that run."""
        over = Q(course__appointments__status=Status.FINISHED) | Q(
            course__appointments__status__in=[*AGREED_STATUSES, Status.NO_SHOW],
            course__appointments__session__endswith__lte=now,
        )
        reached = Q(course__appointments__number__gte=F("after_number"))
        return self.undecided().filter(over & reached, course__ended_on=None).distinct()


@pghistory.track()
class ReviewGate(models.Model):
    """A prescriber looks at how it went after session `after_number`, before the course goes on."""

    class Decision(models.TextChoices):
        CONTINUE = "continue", _("Go on as planned")
        CHANGE = "change", _("Change the plan")
        STOP = "stop", _("Stop")

    course = models.ForeignKey(
        Course, verbose_name=_("course"), on_delete=models.PROTECT, related_name="gates"
    )
    after_number = models.PositiveSmallIntegerField(_("after session"))
    decision = models.CharField(_("decision"), max_length=10, choices=Decision, blank=True)
    note = models.TextField(_("note"), max_length=1000, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    objects = ReviewGateQuerySet.as_manager()

    class Meta:
        verbose_name = _("review gate")
        verbose_name_plural = _("review gates")
        ordering = ["course", "after_number"]
        constraints = [
            models.UniqueConstraint(
                name="reviewgate_once_per_session",
                fields=["course", "after_number"],
                violation_error_message=_("The course has a review after that session."),
            ),
            models.CheckConstraint(
                name="reviewgate_decided_says_who_and_when",
                condition=Q(decision="", decided_by__isnull=True, decided_at__isnull=True)
                | Q(
                    decision__in=["continue", "change", "stop"],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
                violation_error_message=_("A decision has a name and a time."),
            ),
            models.CheckConstraint(
                name="reviewgate_note_fits",
                condition=LessThanOrEqual(Length("note"), 1000),
                violation_error_message=_("Make the note shorter: at most 1000 characters."),
            ),
        ]
        triggers = [pgtrigger.Protect(name="reviewgate_is_never_deleted", operation=pgtrigger.Delete)]

    def __str__(self):
        return f"{self.course}: {self.after_number}"

    @property
    def is_shut(self):
        return self.decision != self.Decision.CONTINUE

    @property
    def ends_the_course(self):
        """Whether it was decided not to go on as planned: nothing behind it is booked any more."""
        return self.decision in (self.Decision.CHANGE, self.Decision.STOP)

    @property
    def words(self):
        """What a session behind it waits for, while it is shut."""
        words = {"number": self.after_number, "decision": self.get_decision_display().lower()}
        if self.ends_the_course:
            return gettext("The review after session %(number)s decided: %(decision)s.") % words
        return gettext("It waits for the review after session %(number)s.") % words
