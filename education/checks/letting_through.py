"""Letting through: an editor writes why words of the list may stand on a page, and the reason is kept."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Article, LintOverride
from .hype import hits


def reasons_kept(edition):
    """What editors let through on this page, in its language."""
    return LintOverride.objects.filter(article=edition.article_id, language=edition.language)


def hits_to_answer(edition):
    """The words of the list on this edition that no reason lets through in the sentence they stand in."""
    found = hits(edition)
    kept = set(reasons_kept(edition).values_list("phrase", "sentence")) if found else ()
    return [hit for hit in found if (hit.phrase, hit.sentence) not in kept]


@transaction.atomic
def let_through(*, edition, phrase, sentence, reason, by):
    """Keep why words of the list may stand in this sentence; a new reason takes the place of the one before.

    The page's later editions may use the same sentence. Returns the LintOverride.
    """
    if (phrase, sentence) not in {(hit.phrase, hit.sentence) for hit in hits(edition)}:
        raise ValidationError(
            _("“%(phrase)s” is not in this sentence of the text, or may stand there.") % {"phrase": phrase}
        )
    Article.objects.select_for_update(no_key=True).get(pk=edition.article_id)
    words = {"article": edition.article, "language": edition.language, "phrase": phrase, "sentence": sentence}
    kept = LintOverride.objects.filter(**words).first() or LintOverride(**words)
    kept.reason, kept.by, kept.at = reason.strip(), by, timezone.now()
    kept.full_clean()
    kept.save()
    return kept
