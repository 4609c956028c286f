"""The ledger of claims and sources: who checked what and when, and what nothing may rest on any more.

Each act is kept in the history of the row with its name, who did it and their words.
"""

from datetime import timedelta

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.kept_pages import drop

from ..models import Source

A_YEAR = timedelta(days=365)


def may_check(person):
    """Whether this person answers for claims and sources: whoever writes them, and the clinical reviewers."""
    return person.has_perm("education.change_claim") or person.has_perm("education.review_edition")


@transaction.atomic
def verify(row, *, by, note):
    """Somebody has held a claim, or a source, against what it rests on itself; `note` says how.

    Refuses a retracted claim, one without a standing source, and a source that no longer stands.
    Returns the row.
    """
    row = _locked(row, by)
    if isinstance(row, Source):
        if row.standing != Source.Standing.CURRENT:
            raise ValidationError(_("This source no longer stands, so it cannot be verified."))
        row.accessed_on, row.verification_note = timezone.localdate(), note
    else:
        if row.retracted_on:
            raise ValidationError(_("This claim was retracted. Take the retraction back first."))
        if not row.sources.standing().exists():
            raise ValidationError(
                _("None of its sources is verified and current. Verify a source first, then the claim.")
            )
        _checked(row, by)
        row.note = note
    row.is_verified = True
    return _keep(row, by, "verified", note)


@transaction.atomic
def answer_for(row, *, by, note):
    """Somebody here answers for a claim or a source that was verified elsewhere; its days stay as they are.

    Whoever lets it in has asked whether `by` may, and drops the kept pages once for all. Returns the row.
    """
    row.is_verified, changed = True, ["is_verified"]
    if not isinstance(row, Source):
        row.checked_by = by
        changed.append("checked_by")
    with pghistory.context(user=by.pk, act="verified", note=note):
        row.save(update_fields=changed)
    return row


@transaction.atomic
def doubt(row, *, by, note):
    """A claim or a source is not verified any more; pages that rest on it are looked at again."""
    row = _locked(row, by)
    if not row.is_verified:
        raise ValidationError(_("It is not verified as it is."))
    row.is_verified = False
    if isinstance(row, Source):
        row.verification_note = note
    else:
        row.note = note
    return _keep(row, by, "doubted", note)


@transaction.atomic
def record_check(claim, *, by, next_check, note=""):
    """Somebody has checked a claim and it still says what is known; the next check is by `next_check`."""
    claim = _locked(claim, by)
    if claim.retracted_on:
        raise ValidationError(_("This claim was retracted, so it needs no check."))
    if not claim.is_verified:
        raise ValidationError(_("This claim is not verified. Verify it first; that counts as a check."))
    claim.checked_on, claim.checked_by, claim.next_check = timezone.localdate(), by, next_check
    return _keep(claim, by, "checked", note)


@transaction.atomic
def retract_claim(claim, *, by, reason):
    """Nothing may rest on this claim from today on; pages that cite it are looked at again."""
    claim = _locked(claim, by)
    if claim.retracted_on:
        raise ValidationError(_("This claim was retracted already."))
    claim.retracted_on, claim.retraction_reason = timezone.localdate(), reason
    return _keep(claim, by, "retracted", reason)


@transaction.atomic
def reinstate_claim(claim, *, by, reason):
    """Take a retraction back. Somebody verifies the claim anew before a page rests on it again."""
    claim = _locked(claim, by)
    if not claim.retracted_on:
        raise ValidationError(_("This claim was not retracted."))
    claim.retracted_on, claim.retraction_reason, claim.is_verified = None, "", False
    return _keep(claim, by, "reinstated", reason)


@transaction.atomic
def change_standing(source, *, standing, by, note):
    """Whether a source is current, superseded or retracted; pages that rest on it are looked at again."""
    source = _locked(source, by)
    if source.standing == standing:
        raise ValidationError(_("This is its standing already."))
    source.standing = standing
    return _keep(source, by, "standing", note)


def _locked(row, by):
    """The row as it stands now, for one person at a time, who may answer for it."""
    if not may_check(by):
        raise ValidationError(_("%(name)s may not answer for claims and sources.") % {"name": by})
    return type(row).objects.select_for_update(no_key=True).get(pk=row.pk)


def _checked(claim, by):
    today = timezone.localdate()
    claim.checked_on, claim.checked_by = today, by
    if claim.next_check <= today:
        claim.next_check = today + A_YEAR


def _keep(row, by, act, note):
    """Save the row once it is judged as a whole; its history names the act and who did it."""
    note = note.strip()
    if not note and act != "checked":
        raise ValidationError(_("Say in a few words how you know."), code="note_missing")
    row.full_clean()
    with pghistory.context(user=by.pk, act=act, note=note):
        row.save()
    drop()
    return row
