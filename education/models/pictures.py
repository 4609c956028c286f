"""Pictures that editors put into pages."""

import uuid

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


@pghistory.track()
class Picture(models.Model):
    """An editor's picture, stored re-encoded and in a size fit for a page."""

    reference = models.UUIDField(_("reference"), default=uuid.uuid4, unique=True, editable=False)
    file = models.ImageField(
        _("picture"), upload_to="pictures/", width_field="width", height_field="height", max_length=120
    )
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    alternative_text = models.CharField(
        _("what it shows"),
        max_length=300,
        help_text=_("Read aloud to people who do not see it. Say what matters, not “picture of”."),
    )
    credit = models.CharField(_("whose picture it is"), max_length=200, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("added by"), on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(_("added"), auto_now_add=True)

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-added_at"]
        constraints = [
            models.CheckConstraint(
                name="picture_says_what_it_shows",
                condition=~Q(alternative_text=""),
                violation_error_message=_("Say what the picture shows."),
            ),
        ]

    def __str__(self):
        return self.alternative_text

    @property
    def address(self):
        """Where readers get it from; texts name it by this."""
        return reverse("picture", args=[self.reference])
