"""Private links to an edition that is not published: making them, opening them, ending them.

A link holds 256 random bits; the database keeps only their SHA-256, so whoever reads the table can open nothing.
"""

from datetime import timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.tokens import digest_of, new_token

from ..models import Edition, PreviewLink

LASTS = timedelta(days=7)


@transaction.atomic
def make_link(*, edition, by):
    """Let somebody without a log-in read this edition for `LASTS`. Returns the address, which is shown once."""
    edition = Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)
    if not edition.is_open:
        raise ValidationError(
            _("This edition is not on its way to the public, so there is nothing to preview.")
        )
    token, now = new_token(), timezone.now()
    PreviewLink.objects.create(
        edition=edition, token_sha256=digest_of(token), made_by=by, made_at=now, expires_at=now + LASTS
    )
    return urljoin(settings.SITE_URL, reverse("preview", args=[token]))


@transaction.atomic
def end_link(*, link):
    """Close a link before its time. Returns it."""
    link = PreviewLink.objects.select_for_update().get(pk=link.pk)
    if link.revoked_at is None:
        link.revoked_at = timezone.now()
        link.save(update_fields=["revoked_at"])
    return link


def edition_behind(token, now):
    """The edition a link opens, or None: a stranger's, an ended and an expired link are all the same.

    A link goes on while its edition changes, and ends when that is published: then everybody reads it.
    """
    return (
        Edition.objects.open()
        .select_related("article__topic", "author", "reviewer", "plain_reviewer")
        .filter(
            preview_links__token_sha256=digest_of(token),
            preview_links__expires_at__gt=now,
            preview_links__revoked_at__isnull=True,
        )
        .first()
    )
