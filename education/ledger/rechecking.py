"""Looking again at a published page after something it rests on has changed."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Recheck
from .ledger import may_check


@transaction.atomic
def close(recheck, *, by, note):
    """Somebody has read the page again; `note` says what they found. Returns the recheck."""
    if not may_check(by):
        raise ValidationError(_("%(name)s may not answer for claims and sources.") % {"name": by})
    recheck = Recheck.objects.select_for_update(no_key=True, of=["self"]).get(pk=recheck.pk)
    if recheck.closed_at:
        raise ValidationError(_("A colleague has looked at this page already."))
    recheck.closed_at, recheck.closed_by, recheck.note = timezone.now(), by, note.strip()
    recheck.full_clean()
    recheck.save()
    return recheck
