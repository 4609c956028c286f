"""Who is on call for safety tasks, and how fast each kind of task is answered."""

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from clinic.locations.models import Location, Weekday

from .triggers import Level


class OnCallQuerySet(models.QuerySet):
    def for_location(self, location):
        """Duties that cover this location, those of every location among them; first who is asked first."""
        return self.filter(Q(location=location) | Q(location=None)).order_by("position", "pk")


@pghistory.track()
class OnCall(models.Model):
    """Hours of the week in which somebody takes up safety tasks, on the wall clock of the location."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who is on call"),
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"is_active": True},
        help_text=_("A clinician or prescriber: they hear of a task by e-mail."),
    )
    phone = PhoneNumberField(_("phone on call"), help_text=_("Colleagues call it when a mail is not enough."))
    location = models.ForeignKey(
        Location,
        verbose_name=_("location"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Leave empty for every location."),
    )
    position = models.PositiveSmallIntegerField(
        _("asked as number"), default=1, help_text=_("1 is asked first, then 2, then the medical director.")
    )
    weekdays = ArrayField(
        models.PositiveSmallIntegerField(choices=Weekday), verbose_name=_("days of the week")
    )
    starts = models.TimeField(_("from"))
    ends = models.TimeField(
        _("to"), help_text=_("Earlier than “from”, or the same: it ends the day after. 00:00 is midnight.")
    )
    first_day = models.DateField(_("first day"), null=True, blank=True, help_text=_("Empty: already now."))
    last_day = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("Empty: until further notice.")
    )

    objects = OnCallQuerySet.as_manager()

    class Meta:
        verbose_name = _("on-call hours")
        verbose_name_plural = _("on-call hours")
        ordering = ["position", "starts", "pk"]
        constraints = [
            models.CheckConstraint(
                name="oncall_known_weekdays",
                condition=Q(weekdays__contained_by=[1, 2, 3, 4, 5, 6, 7]) & ~Q(weekdays=[]),
                violation_error_message=_("Choose at least one day of the week."),
            ),
            models.CheckConstraint(
                name="oncall_position_is_a_place",
                condition=Q(position__gte=1, position__lte=9),
                violation_error_message=_("The order of asking is a number from 1 to 9."),
            ),
            models.CheckConstraint(
                name="oncall_first_day_before_last",
                condition=Q(first_day__isnull=True)
                | Q(last_day__isnull=True)
                | Q(first_day__lte=F("last_day")),
                violation_error_message=_("The last day cannot come before the first."),
            ),
        ]

    def __str__(self):
        return f"{self.person}, {self.starts:%H:%M}–{self.ends:%H:%M}"


@pghistory.track()
class ResponseTime(models.Model):
    """How soon a task of one level is taken up, and the person called. A medical director confirms it."""

    level = models.CharField(_("level"), max_length=2, choices=Level, primary_key=True)
    minutes = models.PositiveSmallIntegerField(
        _("taken up within (minutes)"),
        null=True,
        blank=True,
        help_text=_("Empty where it is by the end of a working day."),
    )
    working_days = models.PositiveSmallIntegerField(
        _("or by the end of the working day"),
        null=True,
        blank=True,
        help_text=_("0 is the same working day, 1 the next."),
    )
    then_every = models.PositiveSmallIntegerField(
        _("then the next person every (minutes)"),
        help_text=_("Nobody took it up: so long until one more person is asked."),
    )
    call_within = models.PositiveSmallIntegerField(
        _("the person is called within (minutes)"),
        null=True,
        blank=True,
        help_text=_("What the page promises them while somebody is on call. Empty: it promises no time."),
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("confirmed by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("response time")
        verbose_name_plural = _("response times")
        ordering = ["level"]
        constraints = [
            models.CheckConstraint(
                name="responsetime_known_level",
                condition=Q(level__in=Level.values),
                violation_error_message=_("Choose a level from the list."),
            ),
            models.CheckConstraint(
                name="responsetime_minutes_or_days",
                condition=Q(minutes__isnull=False, minutes__gte=1, working_days__isnull=True)
                | Q(minutes__isnull=True, working_days__isnull=False, working_days__lte=5),
                violation_error_message=_("Give either minutes, or the end of a working day."),
            ),
            models.CheckConstraint(
                name="responsetime_next_person_is_asked",
                condition=Q(then_every__gte=1),
                violation_error_message=_("After some minutes the next person is asked."),
            ),
            models.CheckConstraint(
                name="responsetime_confirmed_by_somebody",
                condition=Q(confirmed_by__isnull=True, confirmed_on__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_on__isnull=False),
                violation_error_message=_("A confirmation has a name and a date."),
            ),
        ]

    def __str__(self):
        return str(self.get_level_display())
