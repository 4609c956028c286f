"""The comparison of treatments: what claims say of each, under the same headings."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .claims import Claim
from .treatments import Treatment


@pghistory.track()
class ComparedFact(models.Model):
    """One cell of the comparison: a claim that answers one question about one treatment."""

    class Aspect(models.TextChoices):
        WHERE = "where", _("Where it is given")
        LENGTH = "length", _("How long the whole visit takes")
        WATCHED = "watched", _("How you are watched")
        KNOWN = "known", _("What is known")

    treatment = models.ForeignKey(
        Treatment, verbose_name=_("treatment"), on_delete=models.CASCADE, related_name="compared_facts"
    )
    aspect = models.CharField(_("question"), max_length=20, choices=Aspect)
    claim = models.ForeignKey(
        Claim, verbose_name=_("claim"), on_delete=models.PROTECT, related_name="compared_facts"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("compared fact")
        verbose_name_plural = _("compared facts")
        ordering = ["treatment", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                name="comparedfact_once",
                fields=["treatment", "aspect", "claim"],
                violation_error_message=_("The comparison says this already."),
            ),
            models.CheckConstraint(
                name="comparedfact_known_aspect",
                condition=Q(aspect__in=["where", "length", "watched", "known"]),
                violation_error_message=_("Choose a question from the list."),
            ),
        ]

    def __str__(self):
        return f"{self.treatment}, {self.get_aspect_display()}: {self.claim.key}"
