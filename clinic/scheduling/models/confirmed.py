"""Settings whose numbers are clinical: they are starting points until a medical director answers for them."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Confirmed(models.Model):
    """A setting that somebody confirms by name; `confirming` does, and a trigger of each takes it back on a change."""

    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("confirmed by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("The medical director who answers for it."),
    )
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_confirmed_says_who_and_when",
                condition=Q(confirmed_by__isnull=True, confirmed_on__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_on__isnull=False),
                violation_error_message=_("A confirmation has a name and a date."),
            ),
        ]

    @property
    def is_confirmed(self):
        """Whether a medical director answers for it."""
        return self.confirmed_by_id is not None

    def clean(self):
        super().clean()
        if self.confirmed_by and not self.confirmed_by.is_prescriber:
            raise ValidationError({"confirmed_by": _("The medical director must be a prescriber.")})
