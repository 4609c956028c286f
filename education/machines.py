"""The library for machines: the site map for search engines, and the feed of what changed."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.syndication.views import Feed
from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .models import Article, Edition, Topic

LATEST = 30


class _OurAddress(Sitemap):
    """Addresses begin as the settings say, whatever name the portal was asked by."""

    def get_domain(self, site=None):
        return urlsplit(settings.SITE_URL).netloc

    def get_protocol(self, protocol=None):
        return urlsplit(settings.SITE_URL).scheme


class Articles(_OurAddress):
    """Every page of the library, in each language, but for those long past their review."""

    def items(self):
        published = Edition.objects.published().pages().fresh_enough(timezone.localdate())
        return published.select_related("article__topic").without_texts().order_by("pk")

    def location(self, edition):
        return edition.get_absolute_url()

    def lastmod(self, edition):
        return edition.published_at

    def _urls(self, page, protocol, domain):
        """Each page names all languages it stands in, as search engines ask for."""
        entries = super()._urls(page, protocol, domain)
        by_article = {}
        for entry in entries:
            by_article.setdefault(entry["item"].article_id, []).append(
                {"lang_code": entry["item"].language, "location": entry["location"]}
            )
        for entry in entries:
            editions = by_article[entry["item"].article_id]
            entry["alternates"] = editions if len(editions) > 1 else []
        return entries


class Shelves(_OurAddress):
    """The front door, the library, and what stands together on one page."""

    NAMES = ("home", "education:library", "education:questions", "education:glossary", "education:compare")
    NAMES += ("education:sources", "locations:visit", "locations:help_now", "locations:privacy")
    NAMES += ("suitability:ask",)
    KINDS = {"education:questions": Article.Kind.QUESTION, "education:glossary": Article.Kind.TERM}

    def items(self):
        latest = Edition.objects.published().values_list("article__kind").annotate(Max("published_at"))
        self._latest = dict(latest.order_by())
        return self.NAMES

    def location(self, name):
        return reverse(name)

    def lastmod(self, name):
        return self._latest.get(self.KINDS.get(name))


class Answers(_OurAddress):
    """The answers, topic by topic."""

    def items(self):
        answered = Q(articles__kind=Article.Kind.QUESTION, articles__editions__state=Edition.State.PUBLISHED)
        latest = Max("articles__editions__published_at", filter=answered)
        return Topic.objects.annotate(latest=latest).filter(latest__isnull=False).order_by("pk")

    def location(self, topic):
        return reverse("education:answers", args=[topic.slug])

    def lastmod(self, topic):
        return topic.latest


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
