"""Links from a text to other places of this site, and which of them lead a reader nowhere."""

import html
import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils import translation

from ..models import Article, Edition, FormerAddress, Topic
from ..rich_text import clean
from .plain_language import plain

IN_SIGHT = (*Edition.OPEN_STATES, Edition.State.PUBLISHED)
ABOUT_TO_BE_READ = (Edition.State.APPROVED, Edition.State.PUBLISHED)
READ_NOW = (Edition.State.PUBLISHED,)

NOWHERE = ("", "", "")
SHELVES = {Article.Kind.QUESTION: "questions", Article.Kind.TERM: "glossary"}
# Pages where many articles stand together, each under its own name.
GATHERED = {
    "education:questions": "questions",
    "education:answers": "questions",
    "education:glossary": "glossary",
}
LINK = '<a href="(?!claim:)([^"]*)">'  # PostgreSQL reads it too
_link = re.compile(LINK + "(.*?)</a>", re.DOTALL)


@dataclass(frozen=True)
class Link:
    """A link of an edition: the part it stands in, its address, and the words that carry it."""

    part: str
    href: str
    words: str


def dead_links(edition, states=READ_NOW):
    """The links of an edition to places of this site where a reader would find nothing.

    An article is there when it has an edition in one of `states` in the language of the address, or has moved.
    """
    places = {link: _place(link.href, edition) for link in _links(edition)}
    there = _there({place for place in places.values() if place}, states)
    return [link for link, place in places.items() if place and place not in there]


def dead_among(links):
    """Of many links, pairs of a published edition and an address on it, those where a reader finds nothing."""
    known, places = {}, {}
    for edition, href in links:
        # An address that begins at the root leads to the same place from every page.
        key = href if href.startswith("/") else (edition, href)
        if key not in known:
            known[key] = _place(html.unescape(href), edition)
        places[edition, href] = known[key]
    there = _there({place for place in places.values() if place}, READ_NOW)
    return [link for link, place in places.items() if place and place not in there]


def _links(edition):
    for part in edition.RICH_PARTS:
        for href, words in _link.findall(clean(getattr(edition, part))):
            yield Link(part, html.unescape(href), plain(words))


def _place(href, edition):
    """Language, shelf and slug of what a link needs to be there; None where it needs nothing of ours."""
    own = f"{settings.SITE_URL}{edition.article.get_absolute_url()}"
    address = urlsplit(urljoin(own, href))
    if address.scheme not in ("http", "https") or address.netloc != urlsplit(own).netloc:
        return None
    language = translation.get_language_from_path(address.path) or settings.LANGUAGE_CODE
    match = _opened_by(address.path, language)
    if match is None or getattr(match.func, "login_required", True):
        return NOWHERE
    if match.view_name in ("education:topic", "education:article"):
        return (language, match.kwargs["topic"], match.kwargs.get("article", ""))
    if match.view_name in GATHERED and address.fragment:
        return (language, GATHERED[match.view_name], address.fragment)
    return None


def _opened_by(path, language):
    """The page at this path, its last slash forgotten or not; None where there is no such address."""
    with translation.override(language):
        for each in (path, f"{path}/"):
            try:
                return resolve(each)
            except Resolver404:
                pass
    return None


def _there(places, states):
    """Those of these places where a reader finds something."""
    editions = Edition.objects.filter(state__in=states, article__slug__in={slug for *_shelf, slug in places})
    there = {
        (language, SHELVES.get(kind, topic), slug)
        for language, kind, topic, slug in editions.values_list(
            "language", "article__kind", "article__topic__slug", "article__slug"
        )
    }
    if places <= there:
        return there
    # A word has no page of its own, so nothing leads on from where it stood in the glossary.
    pages = FormerAddress.objects.exclude(topic_slug=SHELVES[Article.Kind.TERM])
    former = set(pages.values_list("topic_slug", "article_slug"))
    topics = {(slug, "") for slug in Topic.objects.values_list("slug", flat=True)}
    return there | {place for place in places if place[1:] in former | topics}
