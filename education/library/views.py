"""The pages anybody may read: the front door, the library and its articles."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language

from clinic.kept_pages import read_by_anybody

from ..models import Article, Edition, EditionStep, FormerAddress, Topic
from .languages import of_edition, with_other_languages
from .reading import reading, with_its_treatments

GONE = 410


@read_by_anybody
def home(request):
    editions = Edition.objects.first_of_each_topic(get_language()).without_texts()
    return render(request, "education/home.html", {"editions": editions})


@read_by_anybody
def library(request):
    editions = Edition.objects.on_the_shelf(get_language()).without_texts()
    return render(request, "education/library.html", {"editions": editions})


@read_by_anybody
def topic(request, topic):
    found = Topic.objects.filter(slug=topic).first()
    if not found:
        return moved(topic)
    editions = Edition.objects.on_the_shelf(get_language()).without_texts().filter(article__topic=found)
    return render(request, "education/topic.html", {"topic": found, "editions": editions})


@read_by_anybody
def article(request, topic, article):
    editions = with_other_languages(with_its_treatments(Edition.objects.on_the_shelf(get_language())))
    edition = (
        editions.filter(article__topic__slug=topic, article__slug=article)
        .select_related("author", "reviewer", "plain_reviewer")
        .told_when_overdue(timezone.localdate())
        .first()
    )
    if edition:
        return render(
            request, "education/article.html", reading(edition) | {"also_in": of_edition(edition, request)}
        )
    address = {"article__topic__slug": topic, "article__slug": article}
    withdrawn = _withdrawal(**address, article__kind__in=Article.PAGES)
    if withdrawn:
        return render(request, "education/withdrawn.html", {"step": withdrawn}, status=GONE)
    if Edition.objects.published().pages().filter(**address).exists():
        return render(request, "education/not_in_this_language.html", status=404)
    return moved(topic, article)


@read_by_anybody
def changes(request, article, topic=None, kinds=Article.PAGES):
    """What changed in a page, an answer or a word, when and why, and whether it was taken back."""
    articles = Article.objects.filter(topic__slug=topic, slug=article, kind__in=kinds)
    found = articles.select_related("topic").first()
    if not found:
        return moved(topic or "glossary", article, request.resolver_match.view_name)
    editions = (
        Edition.objects.once_published()
        .filter(article=found, language=get_language())
        .select_related("author", "reviewer")
        .without_texts()
    )
    if not editions:
        raise Http404
    return render(
        request,
        "education/changes.html",
        {"article": found, "editions": editions, "withdrawal": _withdrawal(article=found)},
    )


def _withdrawal(**of):
    """The step that took the newest edition of an article from the public, if it was taken."""
    newest = Edition.objects.once_published().filter(language=get_language(), **of).first()
    if not newest or newest.state != Edition.State.WITHDRAWN:
        return None
    steps = EditionStep.objects.filter(moved_to=Edition.State.WITHDRAWN, edition=newest)
    return steps.select_related("edition__article__topic").last()


def moved(topic, article="", page=None):
    """On to where a topic, an article of it or what changed in that stands now, for good; else there is no such page.

    `page` names the address that was asked for, where it is neither a topic’s nor an article’s own.
    """
    addresses = FormerAddress.objects.select_related("topic", "article__topic").filter(topic_slug=topic)
    former = addresses.filter(article_slug=article).first() or get_object_or_404(addresses, article_slug="")
    if not article:
        return redirect(page or "education:topic", former.topic.slug, permanent=True)
    if former.article:
        return redirect(former.article.changes_url if page else former.article, permanent=True)
    return redirect(page or "education:article", former.topic.slug, article, permanent=True)
