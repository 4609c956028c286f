"""What an appointment needs: a room, and a clinician who is there."""

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import DateTimeRangeField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.accounts.models import User
from clinic.accounts.roles import CLINICIAN, PRESCRIBER
from clinic.locations.models import DatedQuerySet, Location, Weekday, WeeklyHoursQuerySet

from .types import AppointmentType


class BookableQuerySet(models.QuerySet):
    def bookable(self):
        """Those in use."""
        return self.filter(is_active=True)

    def fit_for(self, appointment_type):
        """Those in use that can serve this type of appointment."""
        return self.bookable().filter(types=appointment_type)


class RoomQuerySet(BookableQuerySet):
    def bookable(self):
        """Rooms in use, at a location that sees patients."""
        return super().bookable().filter(location__is_active=True)


class ClinicianQuerySet(BookableQuerySet):
    def bookable(self):
        """Clinicians in use who still work here as one, so that they can join a patient's care team."""
        still_here = User.objects.active().filter(groups__name__in=[CLINICIAN, PRESCRIBER])
        return super().bookable().filter(user__in=still_here)

    def working_at(self, location):
        """Clinicians with hours at a location, whenever these count: weekly ones, or extra ones of a date."""
        weekly = ClinicianHours.objects.filter(location=location).values("clinician")
        extra = ExtraHours.objects.filter(location=location).values("clinician")
        return self.filter(Q(pk__in=weekly) | Q(pk__in=extra))


@pghistory.track()
class Room(models.Model):
    """A place an appointment happens in; a video desk is a room too."""

    location = models.ForeignKey(
        Location, verbose_name=_("location"), on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(_("name"), max_length=40)
    types = models.ManyToManyField(
        AppointmentType, verbose_name=_("can be used for"), blank=True, related_name="rooms"
    )
    is_active = models.BooleanField(_("in use"), default=True)

    objects = RoomQuerySet.as_manager()

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ["location__name", "name"]
        constraints = [
            models.UniqueConstraint(
                name="room_name_once_per_location",
                fields=["location", "name"],
                violation_error_message=_("This location has a room of that name."),
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        """Refuse another location while appointments to come are in it: each patient would be sent there by mail."""
        moves = self.pk and Room.objects.filter(pk=self.pk).exclude(location=self.location_id).exists()
        if moves and self.appointments.active().filter(visit__endswith__gt=timezone.now()).exists():
            message = _("Appointments to come are booked in this room. Move them first, or add another room.")
            raise ValidationError({"location": message})


@pghistory.track(obj_field=None)  # nothing can refer to a row of a table that Django makes by itself
class RoomUse(Room.types.through):
    """A type of appointment that a room can be used for."""

    class Meta:
        proxy = True


@pghistory.track()
class Clinician(models.Model):
    """Somebody appointments are booked with."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT, related_name="+"
    )
    types = models.ManyToManyField(
        AppointmentType, verbose_name=_("does"), blank=True, related_name="clinicians"
    )
    is_active = models.BooleanField(_("takes appointments"), default=True)

    objects = ClinicianQuerySet.as_manager()

    class Meta:
        verbose_name = _("clinician")
        verbose_name_plural = _("clinicians")
        ordering = ["user__name"]

    def __str__(self):
        return self.user.signature


@pghistory.track(obj_field=None)
class ClinicianSkill(Clinician.types.through):
    """A type of appointment that a clinician does."""

    class Meta:
        proxy = True


@pghistory.track()
class ClinicianHours(models.Model):
    """One span of one weekday when a clinician works at a location, on its wall clock."""

    clinician = models.ForeignKey(
        Clinician, verbose_name=_("clinician"), on_delete=models.CASCADE, related_name="hours"
    )
    location = models.ForeignKey(
        Location, verbose_name=_("location"), on_delete=models.PROTECT, related_name="+"
    )
    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday)
    starts = models.TimeField(_("from"))
    ends = models.TimeField(_("to"))
    valid_from = models.DateField(_("valid from"), default=timezone.localdate)
    valid_until = models.DateField(
        _("valid until"), null=True, blank=True, help_text=_("Empty: until changed.")
    )

    objects = WeeklyHoursQuerySet.as_manager()

    class Meta:
        verbose_name = _("working hours")
        verbose_name_plural = _("working hours")
        ordering = ["clinician", "weekday", "starts"]
        constraints = [
            models.CheckConstraint(
                name="clinicianhours_start_before_end",
                condition=Q(starts__lt=F("ends")),
                violation_error_message=_("The end must be later than the start."),
            ),
            models.CheckConstraint(
                name="clinicianhours_known_weekday",
                condition=Q(weekday__gte=1, weekday__lte=7),
                violation_error_message=_("Choose a day of the week."),
            ),
            models.CheckConstraint(
                name="clinicianhours_valid_span",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                violation_error_message=_("“Valid until” cannot come before “valid from”."),
            ),
        ]

    def __str__(self):
        return f"{self.clinician}: {self.get_weekday_display()} {self.starts:%H:%M}–{self.ends:%H:%M}"


@pghistory.track()
class Absence(models.Model):
    """A time when a clinician is away, whatever their hours say."""

    clinician = models.ForeignKey(
        Clinician, verbose_name=_("clinician"), on_delete=models.CASCADE, related_name="absences"
    )
    away = DateTimeRangeField(_("away"))
    reason = models.CharField(_("reason"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["away"]
        constraints = [
            models.CheckConstraint(
                name="absence_begins_and_ends",
                condition=Q(away__isempty=False, away__lower_inf=False, away__upper_inf=False),
                violation_error_message=_("An absence has a beginning and an end."),
            ),
        ]

    def __str__(self):
        return f"{self.clinician}: {self.reason or _('away')}"


@pghistory.track()
class ExtraHours(models.Model):
    """One span of one date when a clinician works at a location beside the weekly hours, on its wall clock."""

    clinician = models.ForeignKey(
        Clinician, verbose_name=_("clinician"), on_delete=models.CASCADE, related_name="extra_hours"
    )
    location = models.ForeignKey(
        Location, verbose_name=_("location"), on_delete=models.PROTECT, related_name="+"
    )
    day = models.DateField(_("day"))
    starts = models.TimeField(_("from"))
    ends = models.TimeField(_("to"))
    reason = models.CharField(_("reason"), max_length=80, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("extra hours")
        verbose_name_plural = _("extra hours")
        ordering = ["day", "starts"]
        constraints = [
            models.CheckConstraint(
                name="extrahours_start_before_end",
                condition=Q(starts__lt=F("ends")),
                violation_error_message=_("The end must be later than the start."),
            ),
            models.UniqueConstraint(
                name="extrahours_once_a_day",
                fields=["clinician", "location", "day", "starts"],
                violation_error_message=_("These hours are here already."),
            ),
        ]

    def __str__(self):
        return f"{self.clinician}: {self.day:%d %b %Y} {self.starts:%H:%M}–{self.ends:%H:%M}"


@pghistory.track()
class RoomClosure(models.Model):
    """A time when a room cannot be used, whatever the location's hours say."""

    room = models.ForeignKey(Room, verbose_name=_("room"), on_delete=models.CASCADE, related_name="closures")
    closed = DateTimeRangeField(_("closed"))
    reason = models.CharField(_("reason"), max_length=80)

    class Meta:
        verbose_name = _("room closure")
        verbose_name_plural = _("room closures")
        ordering = ["closed"]
        constraints = [
            models.CheckConstraint(
                name="roomclosure_begins_and_ends",
                condition=Q(closed__isempty=False, closed__lower_inf=False, closed__upper_inf=False),
                violation_error_message=_("A closure of a room has a beginning and an end."),
            ),
        ]

    def __str__(self):
        return f"{self.room}: {self.reason}"
