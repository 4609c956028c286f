"""Somebody asked: a person who wants the clinic to get in touch."""

import re

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import TrigramSimilarity
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length, Upper
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from clinic.frozen import Frozen
from clinic.locations.models import Location
from education.models import Edition
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


def _here_now(clock):
    """Not put off until a day to come."""
    return Q(snoozed_until=None) | Q(snoozed_until__lte=clock.now)


# The inbox's lists of what waits: a name, and the condition of a `clock.Clock` that its inquiries meet.
LISTS = {
    "waiting": lambda clock: Q(state__in=Inquiry.WAITING_STATES) & _here_now(clock),
    "overdue": lambda clock: clock.overdue(),
    "new": lambda clock: Q(state=Inquiry.State.NEW),
    "in_touch": lambda clock: Q(state=Inquiry.State.IN_TOUCH) & _here_now(clock),
    "snoozed": lambda clock: Q(state__in=Inquiry.WAITING_STATES, snoozed_until__gt=clock.now),
}
# All that somebody told us, and how; the rest is what we made of it.
TOLD_COLUMNS = (
    "reference", "form_key", "came_by", "received_at", "taken_by_id", "location_id", "name", "email", "phone",
    "language", "contact_by", "best_time", "help_with", "message", "support_needed", "consent_text_id",
    "consented_at",
)  # fmt: skip
LIKE_ENOUGH = 0.5  # of two names, from 0 to 1: “Jon Smith” and “John Smith” are
# First whoever waits for us, the longest first; then those who do not.
LONGEST_WAITING_FIRST = (F("unanswered_since").asc(nulls_last=True), "received_at", "id")


class InquiryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Inquiries this person may see: all of them for the front desk, none for others."""
        return self if user.has_perm("inquiries.view_inquiry") else self.none()

    def waiting(self):
        """Inquiries nobody has answered to the end yet."""
        return self.filter(state__in=Inquiry.WAITING_STATES)

    def overdue(self, clock):
        """Inquiries whose people wait longer than we promised; `clock` is a `clock.Clock`."""
        return self.filter(clock.overdue())

    def listed_as(self, name, clock):
        """The inbox's lists, by name (`LISTS`, or a state that is over). What waits longest is first."""
        if name == "all":
            return self
        if name in LISTS:
            return self.filter(LISTS[name](clock)).order_by(*LONGEST_WAITING_FIRST)
        return self.filter(state=name)

    def counts(self, clock):
        """How many inquiries each list of what waits holds, by its name, in one query."""
        found = self.waiting().aggregate(
            **{f"in_{name}": models.Count("pk", filter=where(clock)) for name, where in LISTS.items()}
        )
        return {name.removeprefix("in_"): number for name, number in found.items()}

    def filtered(self, *, words="", owner=None, nobodys=False, location=None, reason=""):
        """What the inbox's filters leave."""
        found = self.named_like(words) if words else self
        if owner:
            found = found.filter(owner=owner)
        if nobodys:
            found = found.filter(owner=None)
        if reason:
            found = found.filter(close_reason=reason)
        return found.filter(location=location) if location else found

    def of_mailbox(self, email):
        """Inquiries with this e-mail address, the newest first; none that was found to be spam."""
        return self.filter(email__iexact=email).exclude(close_reason=Inquiry.CloseReason.SPAM)

    def perhaps_same_as(self, inquiry):
        """Other inquiries of perhaps the same person: the same e-mail or phone, or a like name."""
        same = Q(shouted__trigram_similar=inquiry.name.upper(), likeness__gte=LIKE_ENOUGH)
        if inquiry.email:
            same |= Q(email__iexact=inquiry.email)
        if inquiry.phone:
            same |= Q(phone=inquiry.phone)
        shouted = self.annotate(shouted=Upper("name"))
        return (
            shouted.annotate(likeness=TrigramSimilarity("shouted", inquiry.name.upper()))
            .filter(same, merged_into=None)
            .exclude(pk=inquiry.pk)
            .exclude(close_reason=Inquiry.CloseReason.SPAM)
        )

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
        WITHDRAWN = "withdrawn", _("They took it back")
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
    language = models.CharField(
        _("language"), max_length=2, choices=Edition.Language, default=Edition.Language.ENGLISH
    )
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
    unanswered_since = models.DateTimeField(
        _("waiting for us since"), null=True, blank=True, default=timezone.now, editable=False
    )
    answered_at = models.DateTimeField(_("first answered"), null=True, blank=True, editable=False)
    snoozed_until = models.DateTimeField(_("put off until"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("same person as"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        help_text=_("The inquiry in which this person is answered."),
    )

    objects = InquiryQuerySet.as_manager()

    class Meta:
        verbose_name = _("inquiry")
        verbose_name_plural = _("inquiries")
        ordering = ["-received_at", "-id"]
        permissions = [("view_figures", _("Can see the inbox’s figures"))]
        indexes = [
            models.Index(fields=["state", "received_at"], name="inquiry_by_state_and_age"),
            models.Index(fields=["owner", "state"], name="inquiry_by_owner"),
            models.Index(fields=["unanswered_since"], name="inquiry_by_waiting"),
            *(
                GinIndex(OpClass(Upper(field), "gin_trgm_ops"), name=f"inquiry_{field}_like")
                for field in ("name", "email")
            ),
            GinIndex(OpClass("phone", "gin_trgm_ops"), name="inquiry_phone_like"),
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
            models.CheckConstraint(
                name="inquiry_new_waits_for_us",
                condition=~Q(state="new") | Q(unanswered_since__isnull=False),
                violation_error_message=_("Nobody has answered a new inquiry."),
            ),
            models.CheckConstraint(
                name="inquiry_that_is_over_waits_for_nobody",
                condition=Q(state__in=["new", "in_touch"])
                | Q(unanswered_since__isnull=True, snoozed_until__isnull=True),
                violation_error_message=_("An inquiry that is over waits for nobody."),
            ),
            models.CheckConstraint(
                name="inquiry_is_put_off_once_answered",
                condition=Q(snoozed_until__isnull=True) | Q(unanswered_since__isnull=True),
                violation_error_message=_("Answer first; who waits for us is not put off."),
            ),
            models.CheckConstraint(
                name="inquiry_merged_is_closed",
                condition=Q(merged_into__isnull=True)
                | (Q(state="closed", close_reason="duplicate") & ~Q(merged_into=F("id"))),
                violation_error_message=_("An inquiry that was merged is closed as asked twice."),
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
                    # When registering was a mistake.
                    ("registered", "new"),
                    ("registered", "in_touch"),
                ],
            ),
            pgtrigger.Trigger(
                name="merged_into_one_that_stands",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("merged_into_id"),
                func="""
                    IF EXISTS (
                        SELECT FROM inquiries_inquiry AS kept
                        WHERE kept.id = NEW.merged_into_id AND kept.merged_into_id IS NOT NULL
                    ) THEN
                        RAISE EXCEPTION 'inquiry_merged_into_one_that_stands' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            Frozen(
                name="registered_inquiry_never_changes",
                columns=TOLD_COLUMNS,
                once="OLD.state = 'registered'",
                closed="(OLD.state = 'registered' AND NEW.state NOT IN ('new', 'in_touch'))",
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
