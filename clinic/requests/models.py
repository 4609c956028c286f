"""What a patient asks to change in an appointment, and the times the desk proposes for it.

Both hang on the appointment, and go with it where two patients turn out to be one.
"""

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from clinic.frozen import Frozen
from clinic.scheduling.models import Appointment, Clinician, Room
from patients.links.references import new_reference
from patients.people.models import Patient

MOST_PROPOSED = 3
WEEKDAYS = range(1, 8)  # ISO: Monday is 1


class PartOfDay(models.TextChoices):
    MORNING = "morning", _("in the morning")
    AFTERNOON = "afternoon", _("in the afternoon")


class ChangeRequestQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Requests about the appointments this person may see."""
        if not user.has_perm("requests.view_changerequest"):
            return self.none()
        return self.filter(appointment__in=Appointment.objects.visible_to(user))

    def open(self, now):
        """Requests that nobody has answered, about a visit that is still to come at the time it had."""
        to_come = Q(appointment__status="booked", appointment__session__startswith=F("about"), about__gt=now)
        return self.filter(to_come, answer="")

    def with_times(self):
        """With `has_times`: whether the patient has proposed times to choose from."""
        return self.annotate(has_times=Exists(ProposedTime.objects.standing().filter(request=OuterRef("pk"))))

    def for_the_desk(self, now):
        """Open requests in which the clinic is next, the soonest visit first."""
        return self.open(now).with_times().filter(has_times=False).order_by("about", "pk")

    def for_the_patient(self, now):
        """Open requests in which the patient is next: times are proposed."""
        return self.open(now).with_times().filter(has_times=True).order_by("about", "pk")

    def for_staff(self):
        """With all that a list shows of them, in two queries."""
        patients = Patient.objects.marking_holds().select_related("location")
        shown = self.select_related(
            "appointment__type", "appointment__room__location", "appointment__clinician__user", "answered_by"
        )
        return shown.prefetch_related(models.Prefetch("appointment__patient", patients))


@pghistory.track()
class ChangeRequest(models.Model):
    """A patient asks to move or cancel one appointment; `about` is when its session was to start then.

    Once the appointment has another time, is off or has begun, nothing waits any more: that follows from its row.
    """

    class Wants(models.TextChoices):
        MOVE = "move", _("Another time")
        CANCEL = "cancel", _("Cancel the visit")

    class Answer(models.TextChoices):
        MOVED = "moved", _("Moved")
        CANCELLED = "cancelled", _("Canceled")
        KEPT = "kept", _("Stays as it is")
        WITHDRAWN = "withdrawn", _("Taken back by the patient")

    reference = models.CharField(max_length=32, unique=True, default=new_reference, editable=False)
    form_key = models.UUIDField(unique=True, editable=False)
    appointment = models.ForeignKey(
        Appointment, verbose_name=_("appointment"), on_delete=models.PROTECT, related_name="change_requests"
    )
    about = models.DateTimeField(_("session asked about"))
    wants = models.CharField(_("wants"), max_length=10, choices=Wants)
    weekdays = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name=_("days that suit"), default=list, blank=True
    )
    parts = ArrayField(
        models.CharField(max_length=10, choices=PartOfDay),
        verbose_name=_("times that suit"),
        default=list,
        blank=True,
    )
    words = models.CharField(_("what else they say"), max_length=500, blank=True)
    asked_at = models.DateTimeField(_("asked"))
    answer = models.CharField(_("answer"), max_length=10, choices=Answer, blank=True)
    answer_words = models.CharField(_("words to the patient"), max_length=500, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("answered by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty where the patient did: took it back, or chose one of the times."),
    )

    objects = ChangeRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to change an appointment")
        verbose_name_plural = _("requests to change appointments")
        ordering = ["-asked_at", "-id"]
        indexes = [models.Index(fields=["about"], name="changerequest_open", condition=Q(answer=""))]
        constraints = [
            models.UniqueConstraint(
                name="changerequest_one_open_per_visit",
                fields=["appointment", "about"],
                condition=Q(answer=""),
                violation_error_message=_("You have asked about this visit already."),
            ),
            models.CheckConstraint(
                name="changerequest_known_wish",
                condition=Q(wants__in=["move", "cancel"]),
                violation_error_message=_("Choose what you would like."),
            ),
            models.CheckConstraint(
                name="changerequest_known_days",
                condition=Q(weekdays__contained_by=list(WEEKDAYS)),
                violation_error_message=_("Choose days of the week from the list."),
            ),
            models.CheckConstraint(
                name="changerequest_known_parts",
                condition=Q(parts__contained_by=PartOfDay.values),
                violation_error_message=_("Choose times of the day from the list."),
            ),
            models.CheckConstraint(
                name="changerequest_answered_once",
                condition=Q(answer="", answered_at=None, answered_by=None, answer_words="")
                | Q(answer="withdrawn", answered_at__isnull=False, answered_by=None, answer_words="")
                | Q(answer="moved", answered_at__isnull=False, answer_words="")
                | Q(
                    answer="cancelled",
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                    answer_words="",
                )
                | (
                    Q(answer="kept", answered_at__isnull=False, answered_by__isnull=False)
                    & ~Q(answer_words="")
                ),
                violation_error_message=_("An answer says when and by whom; “stays as it is” says why."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="changerequest_is_never_deleted", operation=pgtrigger.Delete),
            Frozen(
                name="changerequest_stays_as_it_was_asked",
                columns=[
                    "reference", "form_key", "appointment_id", "about", "wants", "weekdays", "parts", "words",
                    "asked_at",
                ],
            ),
            Frozen(
                name="changerequest_is_answered_once",
                columns=["answer", "answer_words", "answered_at", "answered_by_id"],
                once="OLD.answer <> ''",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.get_wants_display()}, {self.asked_at:%Y-%m-%d %H:%M}"

    def is_open(self, now):
        """Whether somebody is still to answer it: the same as the queryset's `open`, for a row at hand."""
        return self.appointment.can_move and not self.outcome and self.about > now

    @property
    def outcome(self):
        """What became of it: the answer, or else what has happened to the appointment since; empty for nothing."""
        if self.answer:
            return self.answer
        if self.appointment.status == Appointment.Status.CANCELLED:
            return self.Answer.CANCELLED
        if self.appointment.session.lower != self.about:
            return self.Answer.MOVED
        return ""

    @property
    def outcome_words(self):
        return str(self.Answer(self.outcome).label) if self.outcome else ""


class ProposedTimeQuerySet(models.QuerySet):
    def standing(self):
        """Times the patient may still choose from, as far as we know: nobody keeps them."""
        return self.filter(dropped_at=None)


@pghistory.track()
class ProposedTime(models.Model):
    """A time the desk proposes instead. It keeps nothing: the patient chooses, and then it is moved if still free."""

    reference = models.CharField(max_length=32, unique=True, default=new_reference, editable=False)
    request = models.ForeignKey(
        ChangeRequest, verbose_name=_("request"), on_delete=models.PROTECT, related_name="times"
    )
    position = models.PositiveSmallIntegerField(_("position"))
    session_start = models.DateTimeField(_("session starts"))
    room = models.ForeignKey(Room, verbose_name=_("room"), on_delete=models.PROTECT, related_name="+")
    clinician = models.ForeignKey(
        Clinician, verbose_name=_("clinician"), on_delete=models.PROTECT, related_name="+"
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("proposed by"), on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(_("proposed"))
    dropped_at = models.DateTimeField(
        _("dropped"),
        null=True,
        blank=True,
        help_text=_("When it was no longer to be had, did not suit, or other times took its place."),
    )

    objects = ProposedTimeQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed time")
        verbose_name_plural = _("proposed times")
        ordering = ["request", "session_start"]
        constraints = [
            models.UniqueConstraint(
                name="proposedtime_in_its_place",
                fields=["request", "position"],
                condition=Q(dropped_at=None),
                violation_error_message=_("Propose up to three times at once."),
            ),
            models.CheckConstraint(
                name="proposedtime_three_at_most",
                condition=Q(position__gte=1, position__lte=MOST_PROPOSED),
                violation_error_message=_("Propose up to three times at once."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="proposedtime_is_never_deleted", operation=pgtrigger.Delete),
            Frozen(
                name="proposedtime_stays_as_proposed",
                columns=[
                    "reference", "request_id", "position", "session_start", "room_id", "clinician_id",
                    "proposed_by_id", "proposed_at",
                ],
            ),
            Frozen(
                name="proposedtime_is_dropped_once",
                columns=["dropped_at"],
                once="OLD.dropped_at IS NOT NULL",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def starts_at(self):
        """When the session would start, on the location's wall clock."""
        return self.session_start.astimezone(self.room.location.zone)

    @property
    def comes_at(self):
        """When the patient would be expected, on the same clock."""
        appointment = self.request.appointment
        visit = appointment.type.ranges(self.session_start, appointment.session_minutes).visit
        return visit.lower.astimezone(self.room.location.zone)
