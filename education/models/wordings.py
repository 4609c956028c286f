"""The clinic's own words outside the library: the home page, the thank-you page, mails."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from .editions import Edition


@pghistory.track()
class Wording(models.Model):
    """The clinic's words for one place, in one language. Without a row the place says what it ships with."""

    key = models.CharField(_("place"), max_length=60)
    language = models.CharField(
        _("language"), max_length=2, choices=Edition.Language, default=Edition.Language.ENGLISH
    )
    text = models.TextField(_("words"), max_length=2000)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("changed by"), on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField(_("last changed"), auto_now=True)

    class Meta:
        verbose_name = _("wording")
        verbose_name_plural = _("wordings")
        ordering = ["key"]
        constraints = [
            models.UniqueConstraint(
                name="wording_once",
                fields=["key", "language"],
                violation_error_message=_("This place has its words already."),
            ),
            models.CheckConstraint(
                name="wording_fits",
                condition=LessThanOrEqual(Length("text"), 2000),
                violation_error_message=_("Make the words shorter: at most 2000 characters."),
            ),
        ]

    def __str__(self):
        return self.key
