"""Appointments: one row in the diary; its rules stand in `appointment_rules.py`."""

from datetime import timedelta

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from education.models import Treatment
from patients.links.references import new_reference
from patients.people.models import FollowsPatient, Patient

from .appointment_rules import ACTIVE, AGREED, RULES, lower_of, upper_of
from .appointment_triggers import never_deleted, rests_on_what_is_in_force, status_moves_along_arrows
from .courses import Course
from .phases import ReviewGate
from .resources import Clinician, Room
from .statuses import ACTIVE_STATUSES, AGREED_STATUSES, ARROWS, AskedBy, Status
from .types import AppointmentType, Kind

LEFT_OPEN = Q(status__in=["booked", "arrived", "ready"])
LATE_AFTER = timedelta(minutes=5)


class AppointmentQuerySet(models.QuerySet):
    def active(self):
        """Appointments that take up their room, clinician and patient."""
        return self.filter(ACTIVE)

    def agreed(self):
        """Those of them that were agreed with the patient: all but offers."""
        return self.filter(AGREED)

    def visible_to(self, user):
        """Appointments of the patients this person may see."""
        if not user.has_perm("scheduling.view_appointment"):
            return self.none()
        return self.filter(patient__in=Patient.objects.visible_to(user))

    def diary_of(self, user):
        """The whole diary for those who keep it, each appointment with `is_visible`: see `visible_to`.

        Of the others a page may tell when, where and with whom a time is taken, and nothing else.
        """
        if not user.has_perm("scheduling.view_appointment"):
            return self.none()
        theirs = Patient.objects.visible_to(user).filter(pk=models.OuterRef("patient"))
        return self.annotate(is_visible=models.Exists(theirs))

    def of_location(self, location):
        return self.filter(room__location=location)

    def within(self, span):
        """Appointments whose room is blocked at some moment of `span`, a half-open range of moments."""
        return self.filter(room_block__overlap=span)

    def beginning_in(self, span):
        """Appointments of any status whose visit begins within `span`."""
        return self.filter(visit__startswith__gte=span.lower, visit__startswith__lt=span.upper)

    def left_open(self, before):
        """Visits that were over before this moment, of which nobody has said that they took place or did not."""
        return self.filter(LEFT_OPEN, visit__endswith__lt=before)

    def saying_since(self):
        """With `since`: when it came to the status it has, as its history keeps it."""
        events = self.model.pgh_event_model.objects
        later = events.filter(pgh_obj=models.OuterRef("pgh_obj"), pgh_id__gt=models.OuterRef("pgh_id"))
        another = models.Exists(later.exclude(status=models.OuterRef("status")))
        began = events.filter(~another, pgh_obj=models.OuterRef("pk"), status=models.OuterRef("status"))
        return self.annotate(since=models.Subquery(began.order_by("pgh_id").values("changed_at")[:1]))

    def run_out(self, now):
        """Offers whose time to answer is over, and that still keep their time."""
        return self.filter(status=Status.OFFERED, offered_until__lte=now)

    def with_version(self):
        """With `version`: how often the row has changed. It only grows, so a calendar knows which file is newer."""
        events = self.model.pgh_event_model.objects.filter(pgh_obj=models.OuterRef("pk")).order_by()
        count = events.values("pgh_obj").annotate(count=models.Count("pk")).values("count")
        return self.annotate(version=models.Subquery(count))

    def upcoming(self, now):
        """Agreed appointments that are not over, the next one first."""
        return self.agreed().filter(visit__endswith__gt=now).order_by("session")

    def past_or_cancelled(self, now):
        """Those that were agreed and are over or stand no more; an offer that ended was never agreed."""
        agreed_once = self.exclude(status__in=[Status.OFFERED, Status.LAPSED])
        return agreed_once.exclude(AGREED, visit__endswith__gt=now)

    def late(self, now):
        """Appointments whose patient should be here by now; see `is_late_at`."""
        return self.filter(status=Status.BOOKED, visit__startswith__lte=now - LATE_AFTER)

    def for_diary(self):
        """With all that a line of the diary shows, in two queries, in order of time."""
        shown = self.select_related("room__location", "clinician__user", "type", "treatment", "course")
        patients = Patient.objects.marking_holds().select_related("location")
        return shown.prefetch_related(models.Prefetch("patient", patients)).order_by("session", "id")

    def on_hold(self, day):
        """Active treatments that wait for a person's decision: about the course, or at a review before them."""
        behind = ReviewGate.objects.shut().filter(
            course=models.OuterRef("course"), after_number__lt=models.OuterRef("number")
        )
        return self.active().filter(Q(course__in=Course.objects.on_hold(day)) | models.Exists(behind))


@pghistory.track()
class Appointment(models.Model):
    """One row in the diary. `booking.py` alone writes it."""

    Status = Status
    AskedBy = AskedBy

    reference = models.CharField(max_length=32, unique=True, default=new_reference, editable=False)
    form_key = models.UUIDField(editable=False)
    type = models.ForeignKey(
        AppointmentType, verbose_name=_("type"), on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    treatment = models.ForeignKey(
        Treatment,
        verbose_name=_("treatment"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    patient = models.ForeignKey(
        Patient, verbose_name=_("patient"), on_delete=models.PROTECT, related_name="appointments"
    )
    course = models.ForeignKey(
        Course,
        verbose_name=_("course"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="appointments",
    )
    course_sessions = models.PositiveSmallIntegerField(_("sessions in the course"), null=True, blank=True)
    number = models.PositiveSmallIntegerField(_("session number"), null=True, blank=True)
    room = models.ForeignKey(
        Room, verbose_name=_("room"), on_delete=models.PROTECT, related_name="appointments"
    )
    clinician = models.ForeignKey(
        Clinician, verbose_name=_("clinician"), on_delete=models.PROTECT, related_name="appointments"
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.BOOKED)
    session = DateTimeRangeField(_("session"))
    visit = DateTimeRangeField(_("visit"))
    room_block = DateTimeRangeField(_("room blocked"))
    clinician_block = DateTimeRangeField(_("clinician blocked"))
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("booked by"), on_delete=models.PROTECT, related_name="+"
    )
    booked_at = models.DateTimeField(_("booked"), default=timezone.now)
    offered_until = models.DateTimeField(
        _("offered until"),
        null=True,
        blank=True,
        help_text=_("While it is offered it takes up its time; then the offer lapses."),
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("last changed by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    changed_at = models.DateTimeField(_("last changed"), default=timezone.now)
    reason = models.CharField(_("reason for the last change"), max_length=200, blank=True)
    asked_by = models.CharField(_("who asked"), max_length=10, choices=AskedBy, blank=True)
    was_late = models.BooleanField(_("canceled late"), default=False)
    outside_hours_because = models.CharField(_("outside hours because"), max_length=200, blank=True)
    gap_because = models.CharField(_("other days between because"), max_length=200, blank=True)
    escort_name = models.CharField(_("who takes the patient home"), max_length=80, blank=True)
    escort_phone = models.CharField(_("their phone"), max_length=30, blank=True)
    escort_confirmed_at = models.DateTimeField(
        _("confirmed by the patient"),
        null=True,
        blank=True,
        help_text=_("When the patient said so on their own page; for the day that the visit is on now."),
    )

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = ["session", "id"]
        permissions = [
            ("book_outside_hours", "Can book outside the hours of a location or a clinician"),
            ("break_course_gaps", "Can book sessions of a course closer together than authorized"),
        ]
        indexes = [
            models.Index(fields=["patient", "session"], name="appointment_by_patient"),
            models.Index(lower_of("visit"), name="appointment_by_beginning"),
            models.Index(upper_of("visit"), name="appointment_left_open", condition=LEFT_OPEN),
            models.Index(fields=["offered_until"], name="appointment_offered", condition=Q(status="offered")),
        ]
        constraints = RULES
        triggers = [
            FollowsPatient(),
            status_moves_along_arrows(),
            rests_on_what_is_in_force(),
            never_deleted(),
        ]

    def __str__(self):
        return f"{self.type}, {self.patient}"

    @property
    def what(self):
        """Its type, and for a session of a course which of how many it is."""
        return self.type.called(self.number, self.course_sessions)

    @property
    def status_words(self):
        """Its status as people read it: an offer says until when it stands."""
        if self.status != Status.OFFERED:
            return self.get_status_display()
        until = date_format(self.offered_until.astimezone(self.location.zone), "D, M j, H:i")
        return gettext("Offered until %(until)s") % {"until": until}

    @property
    def location(self):
        return self.room.location

    @property
    def starts_at(self):
        """When the session starts, on the location's wall clock."""
        return self.session.lower.astimezone(self.location.zone)

    @property
    def ends_at(self):
        """When the session ends, on the location's wall clock."""
        return self.session.upper.astimezone(self.location.zone)

    @property
    def session_minutes(self):
        return int((self.session.upper - self.session.lower).total_seconds()) // 60

    @property
    def is_active(self):
        return self.status in ACTIVE_STATUSES

    def is_late_at(self, now):
        """Whether the patient should have been here by `now`, long enough to be worth saying."""
        return self.status == Status.BOOKED and self.visit.lower <= now - LATE_AFTER

    @property
    def can_move(self):
        """Whether the patient is still to come, so that another time can be agreed."""
        return self.status == self.Status.BOOKED

    @property
    def is_agreed(self):
        """Whether it was agreed with the patient, and stands."""
        return self.status in AGREED_STATUSES

    @property
    def is_offered(self):
        """Whether its time is only kept for somebody who has not answered: nobody is expected."""
        return self.status == Status.OFFERED

    @property
    def can_cancel(self):
        return self.Status.CANCELLED in ARROWS[self.status]

    @property
    def can_restore(self):
        """Whether it was canceled or nobody came, which can be taken back."""
        return self.status in (self.Status.CANCELLED, self.Status.NO_SHOW)

    def validate_constraints(self, exclude=None):
        """Judge the whole row: a form that leaves fields out would crash on a condition (Django 36222)."""
        super().validate_constraints()
