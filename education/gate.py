"""The gate before publishing: what stands between an edition and its readers, and where to mend it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from .models import Claim
from .rich_text import cited_keys


@dataclass(frozen=True)
class Obstacle:
    """One thing to mend: a sentence that says what, and the address of the place."""

    words: str
    href: str

    def __str__(self):
        return self.words


def obstacles(edition):
    """What stands between these words and their readers: obstacles, none when nothing does."""
    article = edition.article
    place = places(edition)
    keys = cited_keys(*edition.texts)
    claims = {claim.key: claim for claim in Claim.objects.filter(key__in=keys)}
    citable = set(Claim.objects.citable().filter(key__in=keys).values_list("key", flat=True))
    found = []

    def refuse(words, href):
        found.append(Obstacle(words, href))

    if not edition.body.strip():
        refuse(_("The page has no text yet."), place["body"])
    elif not keys:
        refuse(_("The page cites no claim. Link what it says to the claims it rests on."), place["body"])
    for key in keys:
        if key not in claims:
            words = _("There is no claim “%(key)s”. Correct the link or write the claim.") % {"key": key}
            refuse(words, place["body"])
        elif key not in citable:
            words = _("The claim “%(key)s” is not verified, or none of its sources is. Check it first.")
            refuse(words % {"key": key}, reverse("admin:education_claim_change", args=[claims[key].pk]))
    if edition.benefits and not edition.risks:
        words = _("The page names benefits but no risks. Write the risks as fully as the benefits.")
        refuse(words, place["risks"])
    if article.weighs_benefits_and_risks:
        if not edition.benefits:
            words = _("A page about a condition or a treatment says what may help. That part is empty.")
            refuse(words, place["benefits"])
        if not edition.risks and not edition.benefits:
            words = _("A page about a condition or a treatment says what may harm. That part is empty.")
            refuse(words, place["risks"])
        if not edition.alternatives:
            words = _("A page about a condition or a treatment names other ways. That part is empty.")
            refuse(words, place["alternatives"])
        if not article.treatments.exists():
            words = _(
                "A page about a condition or a treatment shows what is approved. Choose its treatments."
            )
            refuse(words, reverse("admin:education_article_change", args=[article.pk]))
    return found


def obstacles_to_publishing(edition):
    """What stands between an approved edition and its readers: its words, and whom they still wait for."""
    return obstacles(edition)


def remarks(edition):
    """What an editor should look at again, though it stops nothing."""
    return []


def places(edition):
    """The address of each field on the page where this edition is written."""
    page = reverse("content:edit", args=[edition.article.shelf, edition.article.slug, edition.language])
    return {
        name: f"{page}#id_{name}"
        for name in ("title", "summary", "body", "benefits", "risks", "alternatives")
    }
