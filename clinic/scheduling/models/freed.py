"""Time that came free: what somebody could still have, and what became of it."""

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from patients.links.references import new_reference

from .appointments import Appointment
from .resources import Clinician, Room


class FreedTimeQuerySet(models.QuerySet):
    def of_location(self, location):
        return self.filter(room__location=location)

    def to_come(self, now):
        """Times that have not begun."""
        return self.filter(session__startswith__gt=now)

    def marking_refilled(self):
        """With `is_refilled`: whether somebody has an appointment in that room at some moment of it.

        An offer has not refilled it.
        """
        others = Appointment.objects.agreed().filter(
            room=OuterRef("room"), room_block__overlap=OuterRef("room_block")
        )
        return self.annotate(is_refilled=Exists(others))

    def to_offer(self, now):
        """Times that nobody has, and of which nobody has said that they are left free; the newest of those that came
        free at one time and place, since it may be booked and canceled again.
        """
        again = self.model.objects.filter(
            room=OuterRef("room"), room_block=OuterRef("room_block"), pk__gt=OuterRef("pk")
        )
        nobodys = self.to_come(now).marking_refilled().filter(is_refilled=False, left_at=None)
        return nobodys.exclude(Exists(again))


@pghistory.track()
class FreedTime(models.Model):
    """The time of an appointment that was canceled or moved away before it began. `freeing` writes it."""

    class How(models.TextChoices):
        CANCELLED = "cancelled", _("Canceled")
        MOVED = "moved", _("Moved")

    reference = models.CharField(max_length=32, unique=True, default=new_reference, editable=False)
    appointment = models.ForeignKey(
        Appointment, verbose_name=_("appointment"), on_delete=models.PROTECT, related_name="freed_times"
    )
    how = models.CharField(_("how"), max_length=10, choices=How)
    room = models.ForeignKey(Room, verbose_name=_("room"), on_delete=models.PROTECT, related_name="+")
    clinician = models.ForeignKey(
        Clinician, verbose_name=_("clinician"), on_delete=models.PROTECT, related_name="+"
    )
    session = DateTimeRangeField(_("session"))
    room_block = DateTimeRangeField(_("room blocked"))
    freed_at = models.DateTimeField(_("freed"))
    left_at = models.DateTimeField(_("left free"), null=True, blank=True)
    left_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("left free by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    left_because = models.CharField(_("left free because"), max_length=200, blank=True)

    objects = FreedTimeQuerySet.as_manager()

    class Meta:
        verbose_name = _("freed time")
        verbose_name_plural = _("freed times")
        ordering = ["session", "id"]
        indexes = [
            models.Index(
                models.Func("session", function="lower", output_field=models.DateTimeField()),
                name="freedtime_by_beginning",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="freedtime_known_how",
                condition=Q(how__in=["cancelled", "moved"]),
                violation_error_message=_("Choose how it came free from the list."),
            ),
            models.CheckConstraint(
                name="freedtime_left_by_somebody",
                condition=Q(left_at__isnull=True, left_by__isnull=True, left_because="")
                | (Q(left_at__isnull=False, left_by__isnull=False) & ~Q(left_because="")),
                violation_error_message=_("Say why nobody is offered this time."),
            ),
        ]
        triggers = [pgtrigger.Protect(name="freedtime_is_never_deleted", operation=pgtrigger.Delete)]

    def __str__(self):
        return f"{self.room}, {self.session.lower:%Y-%m-%d %H:%M}"

    @property
    def location(self):
        return self.room.location

    @property
    def starts_at(self):
        """When the session would have started, on the location's wall clock."""
        return self.session.lower.astimezone(self.location.zone)

    @property
    def ends_at(self):
        return self.session.upper.astimezone(self.location.zone)
