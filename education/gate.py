"""The gate before publishing: what stands between an edition and its readers."""

from django.utils.translation import gettext as _

from .models import Claim
from .rich_text import cited_keys


def obstacles(edition):
    """What stands between this edition and its readers: a list of sentences, empty when nothing does."""
    article = edition.article
    keys = cited_keys(*edition.texts)
    claims = {claim.key for claim in Claim.objects.filter(key__in=keys)}
    citable = set(Claim.objects.citable().filter(key__in=keys).values_list("key", flat=True))
    found = []
    if not edition.body.strip():
        found.append(_("The page has no text yet."))
    elif not keys:
        found.append(_("The page cites no claim. Link what it says to the claims it rests on."))
    for key in keys:
        if key not in claims:
            found.append(
                _("There is no claim “%(key)s”. Correct the link or write the claim.") % {"key": key}
            )
        elif key not in citable:
            found.append(
                _("The claim “%(key)s” is not verified, or none of its sources is. Check it first.")
                % {"key": key}
            )
    if edition.benefits and not edition.risks:
        found.append(_("The page names benefits but no risks. Write the risks as fully as the benefits."))
    if article.weighs_benefits_and_risks:
        if not edition.benefits:
            found.append(_("A page about a condition or a treatment says what may help. That part is empty."))
        if not edition.risks and not edition.benefits:
            found.append(_("A page about a condition or a treatment says what may harm. That part is empty."))
        if not edition.alternatives:
            found.append(_("A page about a condition or a treatment names other ways. That part is empty."))
        if not article.treatments.exists():
            found.append(
                _("A page about a condition or a treatment shows what is approved. Choose its treatments.")
            )
    return found
