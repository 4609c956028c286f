"""Somebody asked: a person who wants the clinic to get in touch."""

import re

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from clinic.locations.models import Location
from patients.links.references import new_reference

from .consent_texts import ContactConsentText


def phone_digits(words):
    """The digits of a phone number as far as it is stored alike everywhere; empty for other words.

    Numbers are stored as +15035550123, and people search for (503) 555-0123 or 01632 960123.
    """
    if re.search(r"[^\d\s()+./-]", words):
        return ""
    digits = re.sub(r"\D", "", words).lstrip("0")
    return digits if len(digits) >= 3 else ""


class InquiryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Inquiries this person may see: all of them for the front desk, none for others."""
        return self if user.has_perm("inquiries.view_inquiry") else self.none()

    def waiting(self):
        """Inquiries nobody has answered to the end yet."""
        return self.filter(state__in=Inquiry.WAITING_STATES)

    def overdue(self, clock):
        """New inquiries that wait longer than we promised; `clock` is a `clock.Clock`."""
        return self.filter(clock.overdue())

    def in_state(self, state, clock):
        """The inbox's lists, by name: a state, `waiting`, `overdue`, `all`. What waits longest is first."""
        if state == "all":
            return self
        if state == "overdue":
            return self.overdue(clock).oldest_first()
        if state == "waiting":
            return self.waiting().order_by("-state", "received_at", "id")  # new before in touch
        found = self.filter(state=state)
        return found.oldest_first() if state in Inquiry.WAITING_STATES else found

    def counts(self, clock):
        """How many inquiries each list of the inbox holds, by its name, in one query."""
        count_where = {state: Q(state=state) for state in Inquiry.State.values}
        count_where["waiting"] = Q(state__in=Inquiry.WAITING_STATES)
        count_where["overdue"] = clock.overdue()
        counts = {f"in_{name}": models.Count("pk", filter=where) for name, where in count_where.items()}
        found = self.aggregate(in_all=models.Count("pk"), **counts)
        return {name.removeprefix("in_"): number for name, number in found.items()}

    def oldest_first(self):
        return self.order_by("received_at", "id")

    def filtered(self, *, words="", owner=None, nobodys=False, location=None):
        """What the inbox's filters leave."""
        found = self.named_like(words) if words else self
        if owner:
            found = found.filter(owner=owner)
        if nobodys:
            found = found.filter(owner=None)
        return found.filter(location=location) if location else found

    def named_like(self, words):
        """Inquiries whose name, e-mail or phone holds these words."""
        found = Q(name__icontains=words) | Q(email__icontains=words)
        if digits := phone_digits(words):
            found |= Q(phone__contains=digits)
        return self.filter(found)


@pghistory.track()
class Inquiry(models.Model):
    """A person asking the clinic to get in touch. Not a patient yet."""

    class State(models.TextChoices):
        NEW = "new", _("New")
        IN_TOUCH = "in_touch", _("In touch")
        REGISTERED = "registered", _("Registered")
        CLOSED = "closed", _("Closed")

    WAITING_STATES = (State.NEW, State.IN_TOUCH)

    class CloseReason(models.TextChoices):
        NO_ANSWER = "no_answer", _("We could not reach them")
        NOT_NOW = "not_now", _("They do not want this now")
        ELSEWHERE = "elsewhere", _("Better helped elsewhere")
        DUPLICATE = "duplicate", _("They asked twice")
        SPAM = "spam", _("Not a real inquiry")

    class CameBy(models.TextChoices):
        WEBSITE = "website", _("Website")
        PHONE = "phone", _("Phone")

    class ContactBy(models.TextChoices):
        EMAIL = "email", _("E-mail")
        PHONE = "phone", _("Phone call")

    class BestTime(models.TextChoices):
        ANY = "any", _("Any time")
        MORNING = "morning", _("Morning")
        AFTERNOON = "afternoon", _("Afternoon")
        EVENING = "evening", _("Early evening")

    class HelpWith(models.TextChoices):
        DEPRESSION = "depression", _("Depression")
        ANXIETY = "anxiety", _("Anxiety")
        PTSD = "ptsd", _("Trauma or PTSD")
        PAIN = "pain", _("Long-term pain")
        OTHER = "other", _("Something else")
        UNSAID = "unsaid", _("I would rather say later")

    reference = models.CharField(max_length=32, unique=True, default=new_reference, editable=False)
    form_key = models.UUIDField(unique=True, editable=False)
    came_by = models.CharField(_("came by"), max_length=10, choices=CameBy)
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("taken by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Who wrote down an inquiry made by phone."),
    )
    location = models.ForeignKey(
        Location, verbose_name=_("location"), on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    phone = PhoneNumberField(_("phone"), blank=True)
    contact_by = models.CharField(_("how to reach them"), max_length=10, choices=ContactBy)
    best_time = models.CharField(
        _("when to reach them"), max_length=10, choices=BestTime, default=BestTime.ANY
    )
    help_with = ArrayField(
        models.CharField(max_length=12, choices=HelpWith),
        verbose_name=_("wants help with"),
        default=list,
        blank=True,
    )
    message = models.TextField(_("message"), max_length=2000, blank=True)
    support_needed = models.CharField(_("support needed"), max_length=300, blank=True)
    consent_text = models.ForeignKey(
        ContactConsentText, verbose_name=_("agreed to"), on_delete=models.PROTECT, related_name="+"
    )
    consented_at = models.DateTimeField(_("agreed at"), default=timezone.now)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.NEW)
    close_reason = models.CharField(_("why closed"), max_length=12, choices=CloseReason, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="inquiries",
    )

    objects = InquiryQuerySet.as_manager()

    class Meta:
        verbose_name = _("inquiry")
        verbose_name_plural = _("inquiries")
        ordering = ["-received_at", "-id"]
        indexes = [
            models.Index(fields=["state", "received_at"], name="inquiry_by_state_and_age"),
            models.Index(fields=["owner", "state"], name="inquiry_by_owner"),
        ]
        constraints = [
            models.CheckConstraint(
                name="inquiry_can_be_answered",
                condition=~Q(email="") | ~Q(phone=""),
                violation_error_message=_("Give an e-mail address or a phone number, so that we can answer."),
            ),
            models.CheckConstraint(
                name="inquiry_known_state",
                condition=Q(state__in=["new", "in_touch", "registered", "closed"]),
                violation_error_message=_("Choose a state from the list."),
            ),
            models.CheckConstraint(
                name="inquiry_closed_has_reason",
                condition=(Q(state="closed") & ~Q(close_reason=""))
                | (~Q(state="closed") & Q(close_reason="")),
                violation_error_message=_("Say why the inquiry is closed."),
            ),
            models.CheckConstraint(
                name="inquiry_by_phone_has_taker",
                condition=Q(came_by="website", taken_by__isnull=True)
                | Q(came_by="phone", taken_by__isnull=False),
                violation_error_message=_("An inquiry by phone names who took it."),
            ),
            models.CheckConstraint(
                name="inquiry_message_fits",
                condition=LessThanOrEqual(Length("message"), 2000),
                violation_error_message=_("Make the message shorter: at most 2000 characters."),
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="inquiry_state_moves_along_its_arrows",
                field="state",
                transitions=[
                    ("new", "in_touch"),
                    ("new", "registered"),
                    ("new", "closed"),
                    ("in_touch", "registered"),
                    ("in_touch", "closed"),
                    ("closed", "in_touch"),
                ],
            ),
            pgtrigger.Protect(
                name="registered_inquiry_never_changes",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state="registered"),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_waiting(self):
        return self.state in self.WAITING_STATES

    @property
    def help_with_words(self):
        """What they want help with, in words, as one list."""
        return [self.HelpWith(value).label for value in self.help_with]
