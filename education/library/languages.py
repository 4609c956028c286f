"""Where a reader finds the same in another language: only what somebody has published there."""

from contextlib import suppress
from dataclasses import dataclass

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import DatabaseError, InterfaceError
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_info

from ..models import Edition

# Pages that stand in each language in which the library has anything.
WITH_THE_LIBRARY = {
    "home",
    "education:library",
    "education:topic",
    "education:questions",
    "education:glossary",
    "education:compare",
    "education:sources",
    "suitability:ask",
    "locations:visit",
    "locations:help_now",
    "locations:privacy",
    "locations:accessibility",
}


@dataclass(frozen=True)
class Elsewhere:
    """The address of a page in another language, with that language’s own name and the page’s title there."""

    language: str
    address: str
    title: str = ""

    @property
    def name(self):
        return get_language_info(self.language)["name_local"].capitalize()


def also_in(request):
    """Context processor: `also_in`, where this page stands in other languages; asked only by pages that show it."""
    return {"also_in": SimpleLazyObject(lambda: _elsewhere(request))}


def with_other_languages(editions):
    """Editions with what their articles are called in other languages, in the same query, for `of_edition`."""
    others = Edition.objects.published().filter(article=OuterRef("article"))
    others = others.exclude(language=OuterRef("language")).order_by("language")
    return editions.annotate(
        other_languages=ArraySubquery(others.values(row=JSONObject(language=F("language"), title=F("title"))))
    )


def of_edition(edition, request):
    """`also_in` of an article’s page, from its edition itself."""
    return [
        Elsewhere(row["language"], translate_url(request.path, row["language"]), row["title"])
        for row in edition.other_languages
    ]


def _elsewhere(request):
    page = request.resolver_match
    if page is None:
        return []
    others = [code for code, _name in settings.LANGUAGES if code != get_language()]
    editions = Edition.objects.published().filter(language__in=others).order_by("language")
    with suppress(DatabaseError, InterfaceError):  # a link to another language is no reason to fail
        if page.view_name == "education:article":
            found = editions.pages().filter(
                article__topic__slug=page.kwargs["topic"], article__slug=page.kwargs["article"]
            )
            titles = dict(found.values_list("language", "title"))
        elif page.view_name == "education:answers":
            found = editions.questions().filter(article__topic__slug=page.kwargs["topic"])
            titles = dict.fromkeys(found.values_list("language", flat=True).distinct(), "")
        elif page.view_name in WITH_THE_LIBRARY:
            titles = dict.fromkeys(editions.values_list("language", flat=True).distinct(), "")
        else:
            titles = {}
        return [
            Elsewhere(language, translate_url(request.path, language), title)
            for language, title in titles.items()
        ]
    return []
