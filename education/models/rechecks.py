"""Rechecks: published pages to look at again, because something they rest on has changed."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .claims import Claim, Source
from .editions import Edition


class RecheckQuerySet(models.QuerySet):
    def open(self):
        """Those nobody has dealt with. A newer edition deals with the older one's by itself."""
        return self.filter(closed_at__isnull=True, edition__state=Edition.State.PUBLISHED)


class Recheck(models.Model):
    """A published page to look at again. The triggers on claims and sources open it, whoever changes them."""

    class Reason(models.TextChoices):
        CLAIM_CHANGED = "claim_changed", _("A claim it cites was changed")
        CLAIM_DOUBTED = "claim_doubted", _("A claim it cites is no longer verified")
        CLAIM_RETRACTED = "claim_retracted", _("A claim it cites was retracted")
        SOURCE_CHANGED = "source_changed", _("The standing of a source behind a claim has changed")

    edition = models.ForeignKey(
        Edition, verbose_name=_("page"), on_delete=models.PROTECT, related_name="rechecks"
    )
    claim = models.ForeignKey(
        Claim, verbose_name=_("claim"), on_delete=models.PROTECT, related_name="rechecks"
    )
    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="rechecks",
    )
    reason = models.CharField(_("reason"), max_length=20, choices=Reason)
    opened_at = models.DateTimeField(_("since"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("closed by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    note = models.CharField(_("what was found"), max_length=300, blank=True)

    objects = RecheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("recheck")
        verbose_name_plural = _("rechecks")
        ordering = ["opened_at"]
        constraints = [
            models.UniqueConstraint(
                name="recheck_open_once",
                fields=["edition", "claim", "reason"],
                condition=Q(closed_at__isnull=True),
            ),
            models.CheckConstraint(
                name="recheck_closed_by_somebody_with_a_note",
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | (Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(note="")),
                violation_error_message=_("Say what you found before you close it."),
            ),
        ]
        triggers = [pgtrigger.Protect(name="rechecks_stay", operation=pgtrigger.Delete)]

    def __str__(self):
        return f"{self.edition}: {self.get_reason_display()}"
