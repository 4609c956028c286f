"""Letting through: an editor writes why words of the list may stand on a page, and the reason is kept."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .hype import hits
from .models import Article, LintOverride


def reasons_kept(edition):
    """What editors let through on this page, in its language."""
    return LintOverride.objects.filter(article=edition.article_id, language=edition.language)


def hits_to_answer(edition):
    """The words of the list on this edition that no reason lets through, wherever they stand."""
    found = hits(edition)
    kept = set(reasons_kept(edition).values_list("phrase", flat=True)) if found else ()
    return [hit for hit in found if hit.phrase not in kept]


@transaction.atomic
def let_through(*, edition, phrase, reason, by):
    """Keep why words of the list may stand on this page; a new reason takes the place of the one before.

    The page's later editions may use the same words. Returns the LintOverride.
    """
    if phrase not in {hit.phrase for hit in hits(edition)}:
        raise ValidationError(_("“%(phrase)s” is not in this text, or may stand there.") % {"phrase": phrase})
    Article.objects.select_for_update(no_key=True).get(pk=edition.article_id)
    kept = reasons_kept(edition).filter(phrase=phrase).first() or LintOverride(
        article=edition.article, language=edition.language, phrase=phrase
    )
    kept.reason, kept.by, kept.at = reason.strip(), by, timezone.now()
    kept.full_clean()
    kept.save()
    return kept
