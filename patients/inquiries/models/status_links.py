"""The private link to how an inquiry stands."""

from datetime import timedelta

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from patients.links.models import PrivateLink

from .inquiries import Inquiry


@pghistory.track(exclude=["token_sha256"])
class StatusLink(PrivateLink):
    """Opens how one inquiry stands: where it is and what comes next, and nothing that was typed."""

    url_name = "inquiry:status"
    lasts = timedelta(days=60)

    inquiry = models.ForeignKey(
        Inquiry, verbose_name=_("inquiry"), on_delete=models.CASCADE, related_name="links"
    )

    class Meta(PrivateLink.Meta):
        verbose_name = _("private link to an inquiry")
        verbose_name_plural = _("private links to inquiries")
