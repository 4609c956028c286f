"""What stands in the story of an inquiry beside its own row."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .inquiries import Inquiry


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
