"""Treatments: what exists, and what the regulator says of each use."""

import pghistory
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _


class RegulatoryStatus(models.TextChoices):
    APPROVED = "approved", _("Approved")
    OFF_LABEL = "off_label", _("Off-label")
    UNAPPROVED = "unapproved", _("Not approved")
    NOT_APPLICABLE = "not_applicable", _("Not a use")


@pghistory.track()
class Treatment(models.Model):
    """A treatment that exists, and what the regulator says of it. Offered here or not."""

    key = models.SlugField(_("key"), unique=True, help_text=_("Such as ketamine_iv. Other documents use it."))
    name = models.CharField(_("name"), max_length=80)
    status = models.CharField(_("status"), max_length=20, choices=RegulatoryStatus)
    status_line = models.TextField(
        _("status line"), max_length=600, help_text=_("Shown on every page about this treatment.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("treatment")
        verbose_name_plural = _("treatments")
        ordering = ["position", "name"]
        constraints = [
            models.CheckConstraint(
                name="treatment_known_status",
                condition=Q(status__in=RegulatoryStatus.values),
                violation_error_message=_("Choose a status from the list."),
            ),
            models.CheckConstraint(
                name="treatment_status_line_fits",
                condition=LessThanOrEqual(Length("status_line"), 600),
                violation_error_message=_("Make the status line shorter: at most 600 characters."),
            ),
        ]

    def __str__(self):
        return self.name

    @staticmethod
    def statuses(treatments):
        """What the regulator says of these, once for all it says alike: `word`, `names`, `text`, `approved`."""
        alike = {}
        for each in treatments:
            alike.setdefault((each.status, each.status_line), []).append(each)
        return [
            {
                "word": same[0].get_status_display(),
                "names": ", ".join(each.name for each in same),
                "text": text,
                "approved": status == RegulatoryStatus.APPROVED,
            }
            for (status, text), same in alike.items()
        ]
