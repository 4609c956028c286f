"""What the desk was told by mail."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _


class DeskDigest(models.Model):
    """One mail that told the desk of everybody who waited then."""

    sent_at = models.DateTimeField(_("sent"), unique=True)

    class Meta:
        verbose_name = _("mail to the desk")
        verbose_name_plural = _("mails to the desk")
        ordering = ["-sent_at"]
        triggers = [pgtrigger.Protect(name="desk_digest_stays", operation=pgtrigger.Update)]

    def __str__(self):
        return f"{self.sent_at:%Y-%m-%d %H:%M}"
