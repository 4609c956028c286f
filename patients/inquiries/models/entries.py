"""What stands in the story of an inquiry beside its own row."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from post_office.models import STATUS, Email

from clinic.frozen import Frozen

from .inquiries import Inquiry

# All of a contact but the queue's row of its mail, which is cleared out after a time.
CONTACT_SAYS = ("inquiry_id", "by_id", "at", "way", "outcome", "text", "form_key")


class Note(models.Model):
    """What a member of staff wrote about an inquiry. Notes only grow."""

    inquiry = models.ForeignKey(
        Inquiry, verbose_name=_("inquiry"), on_delete=models.CASCADE, related_name="notes"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("author"), on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(_("written"), default=timezone.now)
    text = models.TextField(_("note"), max_length=2000)
    form_key = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["written_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="note_fits",
                condition=LessThanOrEqual(Length("text"), 2000),
                violation_error_message=_("Make the note shorter: at most 2000 characters."),
            ),
        ]
        triggers = [pgtrigger.Protect(name="note_never_changes", operation=pgtrigger.Update)]

    def __str__(self):
        return f"{self.author}, {self.written_at:%d %b %Y %H:%M}"


class Contact(models.Model):
    """We wrote to somebody who asked, or called them, or tried to. Contacts only grow."""

    class Way(models.TextChoices):
        MAIL = "mail", _("E-mail")
        CALL = "call", _("Phone call")

    class Outcome(models.TextChoices):
        SENT = "sent", _("Sent")
        SPOKE = "spoke", _("We spoke")
        NO_ANSWER = "no_answer", _("Nobody answered")
        LEFT_MESSAGE = "left_message", _("Left a neutral message")
        WRONG_NUMBER = "wrong_number", _("Wrong number")

    ANSWERED = (Outcome.SENT, Outcome.SPOKE)

    inquiry = models.ForeignKey(
        Inquiry, verbose_name=_("inquiry"), on_delete=models.CASCADE, related_name="contacts"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    way = models.CharField(_("way"), max_length=4, choices=Way)
    outcome = models.CharField(_("what came of it"), max_length=12, choices=Outcome)
    text = models.TextField(_("what was written or said"), max_length=2000, blank=True)
    email = models.OneToOneField(Email, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    form_key = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                name="contact_fits",
                condition=LessThanOrEqual(Length("text"), 2000),
                violation_error_message=_("Make it shorter: at most 2000 characters."),
            ),
            models.CheckConstraint(
                name="contact_outcome_fits_its_way",
                condition=Q(way="mail", outcome="sent")
                | Q(way="call", outcome__in=["spoke", "no_answer", "left_message", "wrong_number"]),
                violation_error_message=_("Say what came of the call."),
            ),
        ]
        triggers = [Frozen(name="contact_never_changes", columns=[*CONTACT_SAYS])]

    def __str__(self):
        return f"{self.get_way_display()}, {self.at:%d %b %Y %H:%M}"

    @property
    def is_on_its_way(self):
        """Whether the mail still waits to be sent."""
        return self.email is not None and self.email.status in (STATUS.queued, STATUS.requeued)

    @property
    def has_failed(self):
        """Whether the mail server refused the mail for good."""
        return self.email is not None and self.email.status == STATUS.failed


class Message(models.Model):
    """What somebody who asked wrote later, on their private page. Messages only grow."""

    inquiry = models.ForeignKey(
        Inquiry, verbose_name=_("inquiry"), on_delete=models.CASCADE, related_name="messages"
    )
    written_at = models.DateTimeField(_("written"), default=timezone.now)
    text = models.TextField(_("message"), max_length=2000)
    form_key = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("message of somebody who asked")
        verbose_name_plural = _("messages of people who asked")
        ordering = ["written_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="inquiry_later_message_fits",
                condition=LessThanOrEqual(Length("text"), 2000),
                violation_error_message=_("Make the message shorter: at most 2000 characters."),
            ),
        ]
        triggers = [pgtrigger.Protect(name="inquiry_later_message_never_changes", operation=pgtrigger.Update)]

    def __str__(self):
        return f"{self.written_at:%d %b %Y %H:%M}"
