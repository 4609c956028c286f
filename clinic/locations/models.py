"""Where we are: the clinic itself, its locations with their hours, and the crisis lines it shows."""

import zoneinfo
from datetime import time, timedelta

import pghistory
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

CRISIS_LINE_CHECK_INTERVAL = timedelta(days=90)
HOLIDAYS_SETTLED_AHEAD = timedelta(days=365)


class Country(models.TextChoices):
    UNITED_STATES = "US", _("United States")
    UNITED_KINGDOM = "GB", _("United Kingdom")
    CANADA = "CA", _("Canada")
    IRELAND = "IE", _("Ireland")


class Weekday(models.IntegerChoices):
    """ISO weekdays: Monday is 1."""

    MONDAY = 1, _("Monday")
    TUESDAY = 2, _("Tuesday")
    WEDNESDAY = 3, _("Wednesday")
    THURSDAY = 4, _("Thursday")
    FRIDAY = 5, _("Friday")
    SATURDAY = 6, _("Saturday")
    SUNDAY = 7, _("Sunday")


def validate_time_zone(name):
    """Refuse a name that is not in the time zone database."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(
            _("“%(name)s” is not a time zone, such as America/New_York."), params={"name": name}
        )


@pghistory.track()
class Clinic(models.Model):
    """The clinic itself: one row, which every page's frame shows."""

    THE_ONLY_ROW = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=THE_ONLY_ROW, editable=False)
    name = models.CharField(_("name"), max_length=80)
    short_name = models.CharField(
        _("discreet short name"),
        max_length=40,
        help_text=_("In page titles, mails and calendars. Name no drug and no illness."),
    )
    phone = PhoneNumberField(_("phone"))
    email = models.EmailField(_("e-mail"))
    country = models.CharField(
        _("country"), max_length=2, choices=Country, help_text=_("Decides which crisis lines are shown.")
    )

    class Meta:
        verbose_name = _("clinic")
        verbose_name_plural = _("clinic")
        constraints = [
            models.CheckConstraint(
                name="clinic_is_one_row",
                condition=models.Q(id=1),
                violation_error_message=_("There is one clinic; change its row instead."),
            ),
        ]

    def __str__(self):
        return self.name

    def crisis_lines(self):
        """The crisis lines of the clinic's country, in the order they are shown."""
        return CrisisLine.objects.filter(country=self.country, is_for_addiction=False)

    def addiction_lines(self):
        """Whom to call about alcohol and drugs in the clinic's country, after the emergency number."""
        lines = CrisisLine.objects.filter(country=self.country)
        return lines.filter(Q(is_for_addiction=True) | Q(is_emergency=True)).order_by(
            "-is_emergency", "position"
        )

    def crisis_lines_to_check(self):
        """Those of them that nobody of this clinic has checked in the last 90 days."""
        return [line for line in self.crisis_lines() if line.is_due_for_check]


class LocationQuerySet(models.QuerySet):
    def open_for_business(self):
        """Locations that see patients now."""
        return self.filter(is_active=True)

    def with_holidays_to_settle(self, today):
        """Locations where nobody has looked at the public holidays of the coming year."""
        settled = Q(holidays_settled_until__gte=today + HOLIDAYS_SETTLED_AHEAD)
        return self.exclude(settled)


@pghistory.track()
class Location(models.Model):
    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(_("address name"), unique=True)
    time_zone = models.CharField(_("time zone"), max_length=64, validators=[validate_time_zone])
    street = models.CharField(_("street"), max_length=120)
    city = models.CharField(_("city"), max_length=80)
    region = models.CharField(_("state or region"), max_length=80, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=16)
    country = models.CharField(_("country"), max_length=2, choices=Country)
    phone = PhoneNumberField(_("phone"))
    getting_here = models.TextField(
        _("getting here"), max_length=1000, blank=True, help_text=_("Parking, transit, steps, lift.")
    )
    medical_director = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("medical director"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("A prescriber who answers for this location's clinical settings."),
    )
    answer_within = models.PositiveSmallIntegerField(
        _("answers within"),
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
        help_text=_(
            "Working days after the day somebody asked. The form, the mail and the inbox say so: promise what you keep."
        ),
    )
    sees_in_person_first = models.BooleanField(
        _("sees patients in person before the first treatment"),
        default=True,
        help_text=_(
            "A prescriber who saw somebody by video alone cannot decide for treatment. Ask your lawyer first."
        ),
    )
    late_cancel_hours = models.PositiveSmallIntegerField(
        _("a cancellation is late within"),
        default=24,
        validators=[MaxValueValidator(168)],
        help_text=_("Hours before the visit. Unconfirmed until your medical director agrees."),
    )
    change_request_hours = models.PositiveSmallIntegerField(
        _("patients ask to move or cancel until"),
        default=24,
        validators=[MaxValueValidator(336)],
        help_text=_(
            "Hours before the visit. Later than that their page says to call. Unconfirmed until your medical "
            "director agrees."
        ),
    )
    quiet_from = models.TimeField(
        _("nothing is sent from"),
        default=time(21),
        help_text=_("On the patient’s own clock. Mails and texts wait until the quiet hours are over."),
    )
    quiet_until = models.TimeField(_("until"), default=time(8))
    holidays_settled_until = models.DateField(
        _("public holidays settled until"), null=True, blank=True, editable=False
    )
    is_active = models.BooleanField(_("sees patients"), default=True)

    objects = LocationQuerySet.as_manager()

    class Meta:
        verbose_name = _("location")
        verbose_name_plural = _("locations")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="location_getting_here_fits",
                condition=LessThanOrEqual(Length("getting_here"), 1000),
                violation_error_message=_("Make “Getting here” shorter: at most 1000 characters."),
            ),
            models.CheckConstraint(
                name="location_answers_within_ten_days",
                condition=models.Q(answer_within__gte=1, answer_within__lte=10),
                violation_error_message=_("Promise an answer within 1 to 10 working days."),
            ),
            models.CheckConstraint(
                name="location_late_cancel_within_a_week",
                condition=models.Q(late_cancel_hours__lte=168),
                violation_error_message=_("A cancellation counts as late within a week at most."),
            ),
            models.CheckConstraint(
                name="location_change_requests_within_two_weeks",
                condition=models.Q(change_request_hours__lte=336),
                violation_error_message=_("Patients ask online until two weeks before the visit at most."),
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        if self.medical_director and not self.medical_director.is_prescriber:
            raise ValidationError({"medical_director": _("The medical director must be a prescriber.")})

    @property
    def zone(self):
        """The location's time zone, as a `zoneinfo.ZoneInfo`."""
        return zoneinfo.ZoneInfo(self.time_zone)

    def today(self):
        """The date on this location's wall calendar."""
        return timezone.localdate(timezone=self.zone)


class WeeklyHoursQuerySet(models.QuerySet):
    """Hours of a weekday that count from one date to another, or until they are changed."""

    def in_force(self, day):
        """Hours that count on the given date, whatever weekday it is."""
        return self.filter(valid_from__lte=day).lasting_until(day)

    def lasting_until(self, day):
        """Hours that count on the given date or after it."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=day))


@pghistory.track()
class OpeningHours(models.Model):
    """One span of one weekday when a location is open, on its own wall clock."""

    location = models.ForeignKey(
        Location, verbose_name=_("location"), on_delete=models.CASCADE, related_name="hours"
    )
    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday)
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))
    valid_from = models.DateField(_("valid from"), default=timezone.localdate)
    valid_until = models.DateField(
        _("valid until"), null=True, blank=True, help_text=_("Empty: until changed.")
    )

    objects = WeeklyHoursQuerySet.as_manager()

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(
                name="openinghours_open_before_close",
                condition=models.Q(opens__lt=models.F("closes")),
                violation_error_message=_("Closing time must be later than opening time."),
            ),
            models.CheckConstraint(
                name="openinghours_known_weekday",
                condition=models.Q(weekday__gte=1, weekday__lte=7),
                violation_error_message=_("Choose a day of the week."),
            ),
            models.CheckConstraint(
                name="openinghours_valid_span",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=models.F("valid_from")),
                violation_error_message=_("“Valid until” cannot come before “valid from”."),
            ),
            models.UniqueConstraint(
                name="openinghours_once_a_day",
                fields=["location", "weekday", "opens", "valid_from"],
                violation_error_message=_("These hours are here already."),
            ),
        ]

    def __str__(self):
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"

    def count_on(self, day):
        """Whether a location opens in these hours on this date, if nothing special is said of it."""
        is_over = self.valid_until is not None and self.valid_until < day
        return self.weekday == day.isoweekday() and self.valid_from <= day and not is_over


class DatedQuerySet(models.QuerySet):
    """What is said of single dates."""

    def from_day(self, day):
        """What is said of the given date and of later ones."""
        return self.filter(day__gte=day)

    def between(self, first_day, last_day):
        return self.filter(day__range=(first_day, last_day))


@pghistory.track()
class SpecialHours(models.Model):
    """One span of one date when a location is open; that date, they count instead of the weekly hours."""

    location = models.ForeignKey(
        Location, verbose_name=_("location"), on_delete=models.CASCADE, related_name="special_hours"
    )
    day = models.DateField(_("day"))
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))
    reason = models.CharField(_("reason, as visitors read it"), max_length=80)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("special opening hours")
        verbose_name_plural = _("special opening hours")
        ordering = ["day", "opens"]
        constraints = [
            models.CheckConstraint(
                name="specialhours_open_before_close",
                condition=models.Q(opens__lt=models.F("closes")),
                violation_error_message=_("Closing time must be later than opening time."),
            ),
            models.UniqueConstraint(
                name="specialhours_once_a_day",
                fields=["location", "day", "opens"],
                violation_error_message=_("These hours are here already."),
            ),
        ]

    def __str__(self):
        return f"{self.day:%d %b %Y} {self.opens:%H:%M}–{self.closes:%H:%M}: {self.reason}"


class ClosureQuerySet(models.QuerySet):
    def from_day(self, day):
        """Closures that are not over on the given date."""
        return self.filter(last_day__gte=day)

    def between(self, first_day, last_day):
        """Closures that close at least one of these days."""
        return self.from_day(first_day).filter(first_day__lte=last_day)

    def of_location(self, location):
        """Closures of this location, those of the whole clinic among them."""
        return self.filter(Q(location=location) | Q(location=None))


@pghistory.track()
class Closure(models.Model):
    """Whole days when a location, or all of them, is closed."""

    location = models.ForeignKey(
        Location,
        verbose_name=_("location"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="closures",
        help_text=_("Leave empty to close every location."),
    )
    first_day = models.DateField(_("first day closed"))
    last_day = models.DateField(_("last day closed"))
    reason = models.CharField(_("reason, as visitors read it"), max_length=80)

    objects = ClosureQuerySet.as_manager()

    class Meta:
        verbose_name = _("closure")
        verbose_name_plural = _("closures")
        ordering = ["first_day"]
        constraints = [
            models.CheckConstraint(
                name="closure_first_day_before_last",
                condition=models.Q(first_day__lte=models.F("last_day")),
                violation_error_message=_("The last day closed cannot come before the first."),
            ),
        ]

    def __str__(self):
        return f"{self.first_day:%d %b %Y}: {self.reason}"

    def is_of(self, location):
        """Whether it closes this location, as one of the whole clinic does."""
        return self.location_id in (None, location.pk)

    def closes(self, location, day):
        """Whether it closes this location on this day."""
        return self.is_of(location) and self.first_day <= day <= self.last_day


@pghistory.track()
class CrisisLine(models.Model):
    """Somebody to call in an emergency or a crisis, shown on every page and mail."""

    country = models.CharField(_("country"), max_length=2, choices=Country)
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    name = models.CharField(_("name"), max_length=80)
    phone = models.CharField(
        _("number to call"),
        max_length=20,
        blank=True,
        help_text=_("As people dial it, such as 988. Leave it empty where people can only text."),
    )
    text = models.CharField(
        _("how to text"),
        max_length=80,
        blank=True,
        help_text=_("Such as “Text 988” or “Text SHOUT to 85258”."),
    )
    website = models.URLField(_("website"), blank=True)
    when = models.CharField(_("when it answers"), max_length=60, help_text=_("Such as “Day and night”."))
    cost = models.CharField(_("what it costs"), max_length=60, help_text=_("Such as “Free”."))
    is_emergency = models.BooleanField(
        _("emergency number"), default=False, help_text=_("For danger right now, such as 911 or 999.")
    )
    is_for_addiction = models.BooleanField(
        _("about alcohol and drugs"),
        default=False,
        help_text=_("Shown to who is in withdrawal or cannot stop, and not at the end of every page."),
    )
    checked_on = models.DateField(_("last checked on"))
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("checked by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("crisis line")
        verbose_name_plural = _("crisis lines")
        ordering = ["country", "position"]
        constraints = [
            models.UniqueConstraint(
                name="crisisline_once_per_country",
                fields=["country", "name"],
                violation_error_message=_("This crisis line is here already."),
            ),
            models.CheckConstraint(
                name="crisisline_can_be_reached",
                condition=~models.Q(phone="") | ~models.Q(text=""),
                violation_error_message=_("Give a number to call, or how to text."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def check_due_on(self):
        """When somebody of this clinic checks it again; None where nobody ever has, so it is due now."""
        return self.checked_on + CRISIS_LINE_CHECK_INTERVAL if self.checked_by_id else None

    @property
    def is_due_for_check(self):
        """Whether nobody of this clinic has checked this line in the last 90 days."""
        return self.check_due_on is None or self.check_due_on <= timezone.localdate()
