"""Publishing: a draft goes to review, and a reviewer who did not write it publishes it or sends it back."""

import calendar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import Article, Claim, Edition, EditionClaim
from .rich_text import cited_keys

REVIEW = "education.review_edition"


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


@transaction.atomic
def send_for_review(*, edition):
    """Hand a finished draft to the reviewers; until they answer, nobody changes it. Returns the edition."""
    edition = _locked(edition)
    if edition.state != Edition.State.DRAFT:
        raise ValidationError(_("Only a draft can be sent for review."))
    _refuse_if(obstacles(edition))
    edition.state = Edition.State.IN_REVIEW
    edition.save(update_fields=["state"])
    return edition


@transaction.atomic
def take_back(*, edition):
    """Make an edition that waits for review a draft again, to be changed. Returns the edition."""
    edition = _locked(edition)
    if edition.state != Edition.State.IN_REVIEW:
        raise ValidationError(_("This edition is not waiting for review."))
    edition.state = Edition.State.DRAFT
    edition.save(update_fields=["state"])
    return edition


@transaction.atomic
def publish(*, edition, reviewer, by, seen=None):
    """Let the public read an edition that waits for review, in place of the one published before.

    `reviewer` answers for what it says and wrote none of it; `by` is who publishes; `seen` is the
    `changed_at` of the text the reviewer has read. Freezes the text and the list of claims cited, and
    sets the date of the next review. Returns the edition.
    """
    edition = _locked(edition)
    if edition.state != Edition.State.IN_REVIEW:
        raise ValidationError(_("Only an edition that waits for review can be published."))
    refusals = []
    if seen is not None and seen != edition.changed_at:
        refusals.append(_("The text has changed since you read it. Read it again before you answer for it."))
    if wrote(reviewer, edition):
        refusals.append(_("You wrote in this edition, so somebody else reviews it. Ask a colleague."))
    if not reviewer.has_perm(REVIEW):
        refusals.append(_("%(name)s may not review pages.") % {"name": reviewer})
    if not by.has_perm(REVIEW):
        refusals.append(_("%(name)s may not publish pages.") % {"name": by})
    _refuse_if(refusals + obstacles(edition))

    today = timezone.localdate()
    _freeze_citations(edition)
    before = Edition.objects.published().filter(article=edition.article, language=edition.language)
    before.update(state=Edition.State.SUPERSEDED)
    edition.state = Edition.State.PUBLISHED
    edition.reviewer = reviewer
    edition.reviewed_on = today
    edition.review_due = _months_after(today, edition.article.review_months)
    edition.published_at = timezone.now()
    edition.save(update_fields=["state", "reviewer", "reviewed_on", "review_due", "published_at"])
    return edition


def wrote(person, edition):
    """Whether any word of this edition may be this person's own."""
    return edition.author_id == person.pk or edition.writers.filter(pk=person.pk).exists()


def _locked(edition):
    """The edition as it stands now; its article is locked, so that one of two publishers waits."""
    Article.objects.select_for_update(no_key=True).get(pk=edition.article_id)
    return Edition.objects.select_related("article").get(pk=edition.pk)


def _freeze_citations(edition):
    """Keep what the claims cited say today, in the order a reader meets them."""
    keys = cited_keys(*edition.texts)
    claims = {claim.key: claim for claim in Claim.objects.filter(key__in=keys)}
    EditionClaim.objects.bulk_create(
        EditionClaim(
            edition=edition,
            claim=claims[key],
            position=position,
            statement=claims[key].statement,
            verdict=claims[key].verdict,
        )
        for position, key in enumerate(keys, 1)
    )


def _refuse_if(sentences):
    if sentences:
        raise ValidationError(sentences)


def _months_after(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last))
