"""Wishes: a patient would like a first time, the next one, or an earlier one than they have."""

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format, time_format
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from clinic.frozen import Frozen
from clinic.locations.models import Location
from clinic.refusing import RefusingTrigger, refuse
from clinic.scheduling.models import Appointment, AppointmentType, Course
from patients.links.references import new_reference
from patients.people.models import FollowsPatient, Patient

MOST_NOTICE = 14 * 24  # hours


class WishQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Wishes of the patients this person may see."""
        if not user.has_perm("waitlist.view_wish"):
            return self.none()
        return self.filter(patient__in=Patient.objects.visible_to(user))

    def open(self):
        """Wishes that nobody has ended, who waits longest first."""
        return self.filter(ended_at=None).order_by("made_at", "pk")

    def of_location(self, location):
        return self.filter(location=location)

    def with_all_it_shows(self):
        """With all that a line of the waiting list shows, and with `has_a_time`: whether an appointment of the type
        was agreed since, for a wish that is not for an earlier one.
        """
        since = Appointment.objects.agreed().filter(
            patient=OuterRef("patient"), type=OuterRef("type"), booked_at__gt=OuterRef("made_at")
        )
        shown = self.select_related(
            "type",
            "course__treatment",
            "location",
            "instead_of__room__location",
            "instead_of__type",
            "made_by",
        )
        patients = Patient.objects.marking_holds().select_related("location", "inquiry")
        return shown.annotate(has_a_time=Exists(since)).prefetch_related(
            models.Prefetch("patient", patients), "course__phases"
        )


@pghistory.track()
class Wish(models.Model):
    """What a patient on the waiting list would like. `wishing` writes it."""

    class HowEnded(models.TextChoices):
        FILLED = "filled", _("Has a time")
        WITHDRAWN = "withdrawn", _("The patient does not want it any more")
        NOT_NEEDED = "not_needed", _("No longer needed")

    reference = models.CharField(max_length=32, unique=True, default=new_reference, editable=False)
    form_key = models.UUIDField(unique=True, editable=False)
    patient = models.ForeignKey(
        Patient, verbose_name=_("patient"), on_delete=models.PROTECT, related_name="+"
    )
    type = models.ForeignKey(
        AppointmentType, verbose_name=_("type"), on_delete=models.PROTECT, related_name="+"
    )
    course = models.ForeignKey(
        Course,
        verbose_name=_("course"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    location = models.ForeignKey(
        Location, verbose_name=_("location"), on_delete=models.PROTECT, related_name="+"
    )
    instead_of = models.ForeignKey(
        Appointment,
        verbose_name=_("an earlier time for"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    weekdays = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("on"), default=list, blank=True)
    not_before = models.TimeField(_("not before"), null=True, blank=True)
    not_after = models.TimeField(_("not after"), null=True, blank=True)
    earliest = models.DateField(_("from"), null=True, blank=True)
    latest = models.DateField(_("until"), null=True, blank=True)
    notice_hours = models.PositiveSmallIntegerField(
        _("hours’ notice they need"), default=24, validators=[MaxValueValidator(MOST_NOTICE)]
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    made_at = models.DateTimeField(_("waits since"), default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("put on the list by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("last changed by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ended by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty where the patient took a time on their own page."),
    )
    ended_how = models.CharField(_("how it ended"), max_length=10, choices=HowEnded, blank=True)

    objects = WishQuerySet.as_manager()

    class Meta:
        verbose_name = _("wish")
        verbose_name_plural = _("wishes")
        ordering = ["made_at", "id"]
        indexes = [
            models.Index(fields=["location", "made_at"], name="wish_open", condition=Q(ended_at=None)),
        ]
        constraints = [
            models.UniqueConstraint(
                name="wish_open_once",
                fields=["patient", "type", "course"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                violation_error_message=_("They are on the waiting list for this already. Change that wish."),
            ),
            models.CheckConstraint(
                name="wish_known_weekdays",
                condition=Q(weekdays__contained_by=[1, 2, 3, 4, 5, 6, 7]),
                violation_error_message=_("Choose days of the week."),
            ),
            models.CheckConstraint(
                name="wish_times_in_order",
                condition=Q(not_before=None) | Q(not_after=None) | Q(not_before__lte=F("not_after")),
                violation_error_message=_("“Not after” is earlier than “not before”."),
            ),
            models.CheckConstraint(
                name="wish_days_in_order",
                condition=Q(earliest=None) | Q(latest=None) | Q(earliest__lte=F("latest")),
                violation_error_message=_("The last day is earlier than the first."),
            ),
            models.CheckConstraint(
                name="wish_notice_in_days",
                condition=Q(notice_hours__lte=MOST_NOTICE),
                violation_error_message=_("At most two weeks’ notice: 336 hours."),
            ),
            models.CheckConstraint(
                name="wish_known_end",
                condition=Q(ended_how__in=["", "filled", "withdrawn", "not_needed"]),
                violation_error_message=_("Choose how it ended from the list."),
            ),
            models.CheckConstraint(
                name="wish_ends_somehow",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, ended_how="")
                | (Q(ended_at__isnull=False) & ~Q(ended_how="")),
                violation_error_message=_("Say how it ended."),
            ),
        ]
        triggers = [
            FollowsPatient(),
            pgtrigger.Protect(name="wish_is_never_deleted", operation=pgtrigger.Delete),
            Frozen(
                name="wish_is_for_one_thing",
                columns=[
                    "reference",
                    "form_key",
                    "type_id",
                    "course_id",
                    "instead_of_id",
                    "made_at",
                    "made_by_id",
                ],
            ),
            Frozen(name="wish_ends_once", columns=["ended_at"], once="OLD.ended_at IS NOT NULL"),
            RefusingTrigger(
                name="wish_is_of_one_patient",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func=f"""
                    IF (SELECT kind = 'treatment' FROM scheduling_appointmenttype WHERE id = NEW.type_id)
                        <> (NEW.course_id IS NOT NULL)
                    THEN
                        {refuse("wish_for_a_treatment_has_a_course")}
                    END IF;
                    IF EXISTS (
                        SELECT FROM scheduling_course WHERE id = NEW.course_id AND patient_id <> NEW.patient_id
                    ) OR EXISTS (
                        SELECT FROM scheduling_appointment
                        WHERE id = NEW.instead_of_id AND (
                            patient_id <> NEW.patient_id OR type_id <> NEW.type_id
                            OR course_id IS DISTINCT FROM NEW.course_id
                        )
                    ) THEN
                        {refuse("wish_is_of_one_patient")}
                    END IF;
                    RETURN NEW;
                """,
                refusals={
                    "wish_for_a_treatment_has_a_course": _("A treatment is wished for within its course."),
                    "wish_is_of_one_patient": _("The course or the appointment is another one’s."),
                },
            ),
        ]

    def __str__(self):
        return f"{self.patient}: {self.what}"

    @property
    def is_open(self):
        return self.ended_at is None

    @property
    def what(self):
        """What they wait for, in words."""
        if self.instead_of:
            return gettext("an earlier time for %(what)s") % {"what": self.instead_of.what}
        if self.course:
            return gettext("the next session of %(course)s") % {"course": self.type}
        return str(self.type)

    @cached_property
    def waits_since(self):
        return date_format(self.made_at.astimezone(self.location.zone), "M j")

    @property
    def in_words(self):
        """When it would suit them, as a sentence without a full stop; empty where any time does."""
        return ", ".join(filter(None, [self.times_in_words, self.days_in_words]))

    @property
    def times_in_words(self):
        """On which days of the week, and at what time."""
        days = gettext(" or ").join(str(WEEKDAYS[day - 1]) for day in sorted(self.weekdays))
        after = self.not_before and time_format(self.not_before, "H:i")
        before = self.not_after and time_format(self.not_after, "H:i")
        if after and before:
            clock = gettext("between %(after)s and %(before)s") % {"after": after, "before": before}
        elif after:
            clock = gettext("from %(after)s on") % {"after": after}
        else:
            clock = before and gettext("until %(before)s") % {"before": before}
        return " ".join(filter(None, [days, clock]))

    @property
    def days_in_words(self):
        """Between which dates."""
        first = self.earliest and date_format(self.earliest, "M j")
        last = self.latest and date_format(self.latest, "M j")
        if first and last:
            return gettext("%(first)s to %(last)s") % {"first": first, "last": last}
        if first:
            return gettext("not before %(first)s") % {"first": first}
        return last and gettext("not after %(last)s") % {"last": last}

    @property
    def notice_in_words(self):
        if not self.notice_hours:
            return gettext("needs no notice")
        return ngettext(
            "needs %(count)s hour’s notice", "needs %(count)s hours’ notice", self.notice_hours
        ) % {"count": self.notice_hours}
