"""The words somebody agrees to when they let us contact them."""

import pgtrigger
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SHIPPED_CONSENT_TEXT = (
    "You may contact me about this message in the way I chose above. You may keep what I wrote for that. "
    "I can take this back at any time by telling you."
)


class ContactConsentTextManager(models.Manager):
    def current(self):
        """The newest version; in a new portal the one it is shipped with, which nobody has kept yet."""
        return self.first() or ContactConsentText(version=1, text=SHIPPED_CONSENT_TEXT)

    def keep(self, shown):
        """The row of a version that was shown; whoever is the first to agree to the shipped one makes it."""
        if shown.pk:
            return shown
        return self.get_or_create(version=shown.version, defaults={"text": shown.text})[0]


class ContactConsentText(models.Model):
    """The words somebody agreed to when they let us contact them. A version never changes."""

    version = models.PositiveIntegerField(_("version"), unique=True)
    text = models.TextField(_("text"), max_length=1000)
    in_force_from = models.DateTimeField(_("in force from"), default=timezone.now)

    objects = ContactConsentTextManager()

    class Meta:
        verbose_name = _("consent to be contacted")
        verbose_name_plural = _("consents to be contacted")
        ordering = ["-version"]
        constraints = [
            models.CheckConstraint(
                name="contact_consent_text_fits",
                condition=LessThanOrEqual(Length("text"), 1000),
                violation_error_message=_("Make the text shorter: at most 1000 characters."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="contact_consent_text_never_changes", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self):
        return f"{self.version}"
