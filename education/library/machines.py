"""The library for machines: the site map for search engines, and the feed of what changed."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.syndication.views import Feed
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from ..models import Article, Edition

LATEST = 30


class _InEachLanguage(Sitemap):
    """Pages of the library in the languages they stand in; each names all of them, as search engines ask for.

    Addresses begin as the settings say, whatever name the portal was asked by.
    """

    def get_domain(self, site=None):
        return urlsplit(settings.SITE_URL).netloc

    def get_protocol(self, protocol=None):
        return urlsplit(settings.SITE_URL).scheme

    def _urls(self, page, protocol, domain):
        entries = super()._urls(page, protocol, domain)
        languages = {}
        for entry in entries:
            languages.setdefault(self.same(entry["item"]), []).append(
                {"lang_code": entry["item"].language, "location": entry["location"]}
            )
        for entry in entries:
            alike = languages[self.same(entry["item"])]
            entry["alternates"] = alike if len(alike) > 1 else []
        return entries


class Articles(_InEachLanguage):
    """Every page of the library, but for those long past their review."""

    def items(self):
        published = Edition.objects.published().pages().fresh_enough(timezone.localdate())
        return published.select_related("article__topic").without_texts().order_by("pk")

    def same(self, edition):
        return edition.article_id

    def lastmod(self, edition):
        return edition.published_at


@dataclass(frozen=True)
class Shelf:
    """A page that shows many things, in one language: its address, and when one of them was published last."""

    name: str
    language: str
    latest: datetime | None
    topic: str = ""

    def get_absolute_url(self):
        with override(self.language):
            return reverse(self.name, args=[self.topic] if self.topic else [])


class Shelves(_InEachLanguage):
    """The front door, the library, and what stands together on one page.

    In a language other than the portal’s own, what holds something there.
    """

    NAMES = ("home", "education:library", "education:questions", "education:glossary", "education:compare")
    NAMES += ("education:sources", "locations:visit", "locations:help_now", "locations:privacy")
    NAMES += ("suitability:ask",)
    KINDS = {"education:questions": Article.Kind.QUESTION, "education:glossary": Article.Kind.TERM}

    def items(self):
        rows = Edition.objects.published().values_list("language", "article__kind")
        latest = {
            (language, kind): at for language, kind, at in rows.annotate(Max("published_at")).order_by()
        }
        in_use = {settings.LANGUAGE_CODE} | {language for language, _kind in latest}
        shelves = [
            Shelf(name, language, latest.get((language, self.KINDS.get(name))))
            for language in sorted(in_use)
            for name in self.NAMES
        ]
        return [
            shelf
            for shelf in shelves
            if shelf.language == settings.LANGUAGE_CODE or shelf.name not in self.KINDS or shelf.latest
        ]

    def same(self, shelf):
        return shelf.name

    def lastmod(self, shelf):
        return shelf.latest


class Answers(_InEachLanguage):
    """The answers, topic by topic, where one is not long past its review."""

    def items(self):
        fresh = Edition.objects.published().questions().fresh_enough(timezone.localdate())
        rows = fresh.values_list("article__topic__slug", "language").annotate(Max("published_at"))
        return [
            Shelf("education:answers", language, latest, topic)
            for topic, language, latest in rows.order_by("article__topic__slug", "language")
        ]

    def same(self, shelf):
        return shelf.topic

    def lastmod(self, shelf):
        return shelf.latest


SITE_MAP = {"pages": Articles, "answers": Answers, "shelves": Shelves}


class Changes(Feed):
    """What was published last, and why."""

    feed_type = Atom1Feed
    language = property(lambda self: get_language())

    def title(self):
        return _("What changed on our pages")

    def link(self):
        return settings.SITE_URL + reverse("education:library")

    def feed_url(self):
        return settings.SITE_URL + reverse("feed")

    def items(self):
        editions = Edition.objects.published().filter(language=get_language())
        return (
            editions.select_related("article__topic", "author")
            .without_texts()
            .order_by("-published_at", "-pk")[:LATEST]
        )

    def item_title(self, edition):
        return edition.title

    def item_description(self, edition):
        return edition.change_note or edition.summary

    def item_link(self, edition):
        return settings.SITE_URL + edition.article.get_absolute_url()

    def item_guid(self, edition):
        return f"{self.item_link(edition)}?edition={edition.number}"

    def item_author_name(self, edition):
        return edition.author.name

    def item_pubdate(self, edition):
        return edition.published_at

    item_updateddate = item_pubdate
