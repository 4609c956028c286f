"""Finding the article or the edition that a staff address names; a miss is 404."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from ..models import Article, Edition

GLOSSARY = "glossary"  # the shelf of what has no topic
PEOPLE = ("author", "reviewer", "plain_reviewer")


def article_at(shelf, slug):
    """The article of this shelf: a topic's address name, or the glossary's."""
    return get_object_or_404(Article.objects.select_related("topic"), **_on(shelf), slug=slug)


def open_edition_at(shelf, slug, language):
    """The edition on its way to the public in this language."""
    return get_object_or_404(_editions(shelf, slug, language).open())


def published_edition_at(shelf, slug, language):
    return get_object_or_404(_editions(shelf, slug, language).published())


def edition_at(shelf, slug, language, number):
    return get_object_or_404(_editions(shelf, slug, language), number=number)


def known_language(language):
    if language not in Edition.Language.values:
        raise Http404
    return language


def _editions(shelf, slug, language):
    where = {f"article__{name}": value for name, value in _on(shelf).items()}
    editions = Edition.objects.select_related("article__topic", *PEOPLE)
    editions = editions.told_when_overdue(timezone.localdate())
    return editions.filter(**where, article__slug=slug, language=language)


def _on(shelf):
    return {"topic__isnull": True} if shelf == GLOSSARY else {"topic__slug": shelf}
