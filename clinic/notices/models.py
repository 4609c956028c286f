"""What patients are told of their appointments: each thing once, by each channel they agreed to."""

import pghistory
import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from post_office.models import STATUS, Email

from clinic.frozen import Frozen
from clinic.locations.models import Location
from clinic.scheduling.models import Appointment
from patients.links.references import new_reference

MOST_OF_A_UNIT = 90
IN_VAIN = 30  # tries, a minute apart; from then on a person looks after it


class Unit(models.TextChoices):
    DAYS = "days", _("days")
    HOURS = "hours", _("hours")


def lead_in_words(amount, unit):
    """How long before a visit, such as “2 days”."""
    if unit == Unit.HOURS:
        return ngettext("%(count)s hour", "%(count)s hours", amount) % {"count": amount}
    return ngettext("%(count)s day", "%(count)s days", amount) % {"count": amount}


@pghistory.track()
class ReminderTime(models.Model):
    """How long before a visit the patients of a location are reminded of it."""

    location = models.ForeignKey(
        Location, verbose_name=_("location"), on_delete=models.CASCADE, related_name="reminder_times"
    )
    amount = models.PositiveSmallIntegerField(
        _("how many"), validators=[MinValueValidator(1), MaxValueValidator(MOST_OF_A_UNIT)]
    )
    unit = models.CharField(
        _("of what"),
        max_length=5,
        choices=Unit,
        help_text=_("Days keep the time on the clock; hours are counted one by one."),
    )

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["location__name", "unit", "-amount"]
        constraints = [
            models.CheckConstraint(
                name="remindertime_amount_in_reach",
                condition=Q(amount__gte=1, amount__lte=MOST_OF_A_UNIT),
                violation_error_message=_("Remind 1 to 90 days or hours ahead."),
            ),
            models.CheckConstraint(
                name="remindertime_known_unit",
                condition=Q(unit__in=Unit.values),
                violation_error_message=_("Choose days or hours."),
            ),
            models.UniqueConstraint(
                name="remindertime_once",
                fields=["location", "amount", "unit"],
                violation_error_message=_("This reminder is here already."),
            ),
        ]

    def __str__(self):
        return lead_in_words(self.amount, self.unit)


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Notices about the patients this person may see."""
        if not user.has_perm("notices.view_notice"):
            return self.none()
        return self.filter(appointment__in=Appointment.objects.visible_to(user))

    def about_changes(self):
        return self.exclude(kind=Notice.Kind.REMINDER)

    def to_tell(self, now):
        """Of visits to come, what a person has to tell who is not here yet: nobody may write it, or it does not arrive.

        One call for each appointment: of several things the last.
        """
        deliveries = Delivery.objects.filter(notice=models.OuterRef("pk"))
        by_phone = deliveries.filter(channel=Delivery.Channel.PHONE)
        in_vain = models.Exists(deliveries.in_vain()) & ~models.Exists(by_phone)
        later = Notice.objects.filter(
            appointment=models.OuterRef("appointment"), pk__gt=models.OuterRef("pk")
        )
        return self.filter(
            models.Exists(by_phone.waiting()) | in_vain,
            ~models.Exists(later),
            appointment__status__in=[Appointment.Status.BOOKED, Appointment.Status.CANCELLED],
            appointment__visit__startswith__gt=now,
        )

    def soonest_first(self, now):
        """By the first visit, still to come, that their appointment was ever told or is to be told of: who knows of
        tomorrow is called before tomorrow.
        """
        ever = Notice.objects.filter(appointment=models.OuterRef("appointment"), starts__gt=now)
        soonest = ever.order_by("starts").values("starts")[:1]
        return self.annotate(soonest=models.Subquery(soonest)).order_by("soonest", "id")

    def for_lists(self):
        """With all that a line shows of them, in three queries."""
        deliveries = Delivery.objects.select_related("queued", "told_by").order_by("id")
        shown = self.select_related("appointment__room__location", "appointment__type", "location")
        patients = "appointment__patient"
        return shown.prefetch_related(models.Prefetch("deliveries", deliveries), patients)


@pghistory.track()
class Notice(models.Model):
    """One thing that a patient is told of one appointment. `writing.py` alone makes it, and nothing changes it."""

    class Kind(models.TextChoices):
        BOOKED = "booked", _("Booked")
        MOVED = "moved", _("Moved")
        CANCELLED = "cancelled", _("Canceled")
        REMINDER = "reminder", _("Reminder")

    reference = models.CharField(max_length=32, unique=True, default=new_reference, editable=False)
    appointment = models.ForeignKey(
        Appointment, verbose_name=_("appointment"), on_delete=models.PROTECT, related_name="told_so_far"
    )
    kind = models.CharField(_("what"), max_length=10, choices=Kind)
    lead_amount = models.PositiveSmallIntegerField(_("how long before"), null=True, blank=True)
    lead_unit = models.CharField(_("of what"), max_length=5, choices=Unit, blank=True)
    starts = models.DateTimeField(_("the visit begins"))
    location = models.ForeignKey(
        Location, verbose_name=_("location"), on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(_("version of the appointment"))
    made_at = models.DateTimeField(_("made"), default=timezone.now)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-made_at", "-id"]
        indexes = [
            models.Index(fields=["appointment", "made_at"], name="notice_of_appointment"),
            models.Index(fields=["made_at"], name="notice_by_time"),
        ]
        constraints = [
            models.CheckConstraint(
                name="notice_known_kind",
                condition=Q(kind__in=["booked", "moved", "cancelled", "reminder"]),
                violation_error_message=_("Choose what is told from the list."),
            ),
            models.CheckConstraint(
                name="notice_reminder_has_a_lead",
                condition=Q(kind="reminder", lead_amount__isnull=False, lead_unit__in=Unit.values)
                | (~Q(kind="reminder") & Q(lead_amount__isnull=True, lead_unit="")),
                violation_error_message=_("A reminder, and nothing else, has a time before the visit."),
            ),
            # Whatever is booked, moved, moved back, canceled and taken back: each state is told once at most.
            models.UniqueConstraint(
                name="notice_of_a_change_once",
                fields=["appointment", "version", "location"],
                condition=~Q(kind="reminder"),
                violation_error_message=_("This change has been told."),
            ),
            # With the version: what was withdrawn by a move that was taken back is reminded of after all.
            models.UniqueConstraint(
                name="notice_reminder_once",
                fields=["appointment", "version", "starts", "lead_amount", "lead_unit"],
                condition=Q(kind="reminder"),
                violation_error_message=_("This reminder has been told."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="notice_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(name="notice_never_changes", operation=pgtrigger.Update),
        ]

    def __str__(self):
        return self.what

    @property
    def what(self):
        """What it tells, such as “Moved” or “Reminder, 2 days before”."""
        if self.kind != self.Kind.REMINDER:
            return self.get_kind_display()
        lead = lead_in_words(self.lead_amount, self.lead_unit)
        return _("Reminder, %(lead)s before") % {"lead": lead}

    @property
    def begins_at(self):
        """When the visit it tells of begins, on the wall clock there."""
        return self.starts.astimezone(self.location.zone)

    @property
    def tells_of_a_visit(self):
        """Whether the patient, having read it, expects a visit."""
        return self.kind != self.Kind.CANCELLED

    @property
    def counts(self):
        """Whether the patient may know it, or is about to: not all of it was withdrawn before anybody tried."""
        return any(
            each.withdrawn_at is None or each.tried_at or each.is_known_before
            for each in self.deliveries.all()
        )

    @property
    def is_unsure(self):
        """Whether the patient perhaps never got it, and will not: it was withdrawn after it had been tried."""
        return all(each.withdrawn_at and not each.is_known_before for each in self.deliveries.all())

    @property
    def is_waiting(self):
        """Whether the patient is still to get it."""
        return any(each.is_waiting and not each.is_in_vain for each in self.deliveries.all())

    @property
    def told_at(self):
        """When the patient was first told, or should have been."""
        return min((each.sent_at for each in self.deliveries.all() if each.sent_at), default=self.made_at)

    @property
    def known_before(self):
        """The notice by which the patient knew of a visit before this one was made, or None."""
        earlier = [
            each
            for each in self.appointment.told_so_far.all()
            if each.kind != self.Kind.REMINDER and each.pk < self.pk and each.counts
        ]
        if not earlier or not earlier[-1].tells_of_a_visit:
            return None
        earlier[-1].appointment = self.appointment
        return earlier[-1]

    def reminds_as(self, reminder, appointment):
        """Whether it is this reminder, of the visit as it stands."""
        lead = (self.lead_amount, self.lead_unit, self.starts)
        return lead == (reminder.amount, reminder.unit, appointment.visit.lower)

    def says_where_it_stands(self, appointment):
        """Whether the appointment still is as this tells of it; whoever has arrived needs to be told nothing."""
        if self.kind == self.Kind.CANCELLED:
            return appointment.status == Appointment.Status.CANCELLED
        when_and_where = (appointment.visit.lower, appointment.room.location_id)
        is_to_come = appointment.status == Appointment.Status.BOOKED
        return is_to_come and (self.starts, self.location_id) == when_and_where


class DeliveryQuerySet(models.QuerySet):
    def waiting(self):
        """What has not gone out and is still to."""
        return self.filter(WAITING)

    def in_vain(self):
        """What the mail server does not take, tried for so long that a person should tell the patient."""
        tried = Q(queued__status=STATUS.failed) | Q(queued__number_of_retries__gte=IN_VAIN)
        return self.waiting().filter(tried)


WAITING = Q(sent_at__isnull=True, withdrawn_at__isnull=True)


@pghistory.track()
class Delivery(models.Model):
    """One notice by one channel: an e-mail, a text, or somebody who calls."""

    class Channel(models.TextChoices):
        EMAIL = "email", _("E-mail")
        TEXT = "text", _("Text message")
        PHONE = "phone", _("By phone")

    class Because(models.TextChoices):
        CHANGED = "changed", _("the appointment had changed")
        CONSENT = "consent", _("nobody may write to them so any more")
        BEGUN = "begun", _("the visit had begun")
        BEFORE = "before", _("it was booked before the portal told of appointments")

    notice = models.ForeignKey(
        Notice, verbose_name=_("notice"), on_delete=models.PROTECT, related_name="deliveries"
    )
    channel = models.CharField(_("how"), max_length=5, choices=Channel)
    queued = models.OneToOneField(
        Email, verbose_name=_("in the queue"), on_delete=models.SET_NULL, null=True, related_name="+"
    )
    tried_at = models.DateTimeField(_("tried"), null=True, blank=True)
    sent_at = models.DateTimeField(_("told"), null=True, blank=True)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("told by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_because = models.CharField(_("withdrawn because"), max_length=10, choices=Because, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["id"]
        indexes = [models.Index(fields=["notice"], name="delivery_waiting", condition=WAITING)]
        constraints = [
            models.CheckConstraint(
                name="delivery_known_channel",
                condition=Q(channel__in=["email", "text", "phone"]),
                violation_error_message=_("Choose how it is told from the list."),
            ),
            models.UniqueConstraint(
                name="delivery_once_by_each_channel",
                fields=["notice", "channel"],
                violation_error_message=_("This was told so already."),
            ),
            models.CheckConstraint(
                name="delivery_by_phone_by_somebody",
                condition=(Q(channel="phone", queued__isnull=True) & Q(sent_at=None, told_by=None))
                | Q(channel="phone", queued__isnull=True, sent_at__isnull=False, told_by__isnull=False)
                | (~Q(channel="phone") & Q(told_by=None)),
                violation_error_message=_("Somebody tells it by phone; nothing else has a name."),
            ),
            models.CheckConstraint(
                name="delivery_withdrawn_for_a_reason",
                condition=Q(withdrawn_at=None, withdrawn_because="")
                | Q(
                    withdrawn_at__isnull=False,
                    withdrawn_because__in=["changed", "consent", "begun", "before"],
                ),
                violation_error_message=_("Say why it was withdrawn."),
            ),
            models.CheckConstraint(
                name="delivery_sent_or_withdrawn",
                condition=Q(sent_at=None) | Q(withdrawn_at=None),
                violation_error_message=_("What was sent cannot be withdrawn."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="delivery_is_never_deleted", operation=pgtrigger.Delete),
            Frozen(name="delivery_never_changes", columns=["notice_id", "channel"]),
            Frozen(
                name="delivery_is_over_once",
                columns=["sent_at", "told_by_id", "withdrawn_at", "withdrawn_because"],
                once="(OLD.sent_at IS NOT NULL OR OLD.withdrawn_at IS NOT NULL)",
            ),
        ]

    def __str__(self):
        return f"{self.notice}, {self.get_channel_display()}"

    @property
    def is_waiting(self):
        return self.sent_at is None and self.withdrawn_at is None

    @property
    def is_known_before(self):
        """Whether the patient knew it when the portal began to tell: `0003` notes so, and nothing else."""
        return self.withdrawn_because == self.Because.BEFORE

    @cached_property
    def is_in_vain(self):
        """See `DeliveryQuerySet.in_vain`."""
        queued = self.queued
        return bool(
            self.is_waiting
            and queued
            and (queued.status == STATUS.failed or (queued.number_of_retries or 0) >= IN_VAIN)
        )

    @property
    def waits_until(self):
        """When it goes out, where that is later."""
        return self.queued.scheduled_time if self.queued else None

    @property
    def is_refused(self):
        """Whether the mail server has not taken it so far."""
        return bool(self.is_waiting and self.queued and self.queued.number_of_retries)

    @property
    def is_too_late(self):
        """Whether it did not go out before the visit began."""
        return self.is_waiting and self.notice.starts <= timezone.now()
