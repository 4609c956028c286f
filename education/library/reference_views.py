"""The reference shelf of the library: questions, words, treatments side by side, and every source."""

from itertools import groupby

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from clinic.kept_pages import read_by_anybody

from ..ledger.evidence import Evidence
from ..ledger.sources_in_use import sources_in_use
from ..models import Edition
from .comparing import comparison
from .page_text import Glossary, PageText
from .views import moved


@read_by_anybody
def questions(request):
    """Every question with its short answer, by topic."""
    editions = Edition.objects.questions_in_order(get_language()).without_texts()
    topics = [(topic, list(group)) for topic, group in groupby(editions, lambda each: each.article.topic)]
    return render(request, "education/questions.html", {"topics": topics})


@read_by_anybody
def answers(request, topic):
    """The whole answers of one topic, with what they rest on."""
    found = Edition.objects.questions_in_order(get_language()).filter(article__topic__slug=topic)
    editions = list(_with_reviewers(found))
    if not editions:
        if Edition.objects.published().questions().filter(article__topic__slug=topic).exists():
            return render(request, "education/not_in_this_language.html", status=404)
        return moved(topic, page="education:answers")
    context = {"topic": editions[0].article.topic, "editions": editions}
    return render(request, "education/answers.html", context | _together(editions))


@read_by_anybody
def glossary(request):
    found = Edition.objects.published().terms().filter(language=get_language()).select_related("article")
    editions = list(_with_reviewers(found))
    editions.sort(key=lambda each: each.title.casefold())
    letters = [
        (letter, list(group)) for letter, group in groupby(editions, lambda each: each.title[0].upper())
    ]
    return render(request, "education/glossary.html", {"letters": letters} | _together(editions))


@read_by_anybody
def compare(request):
    return render(request, "education/compare.html", comparison())


@read_by_anybody
def sources(request):
    return render(request, "education/sources.html", {"kinds": sources_in_use(get_language())})


def _with_reviewers(editions):
    """Each with who answers for it, and whether it should have been reviewed again by now."""
    return editions.select_related("reviewer").told_when_overdue(timezone.localdate())


def _together(editions):
    """The texts of several editions on one page, with one list of what they all rest on."""
    evidence = Evidence.of_published(editions)
    texts = [text for edition in editions for text in edition.texts]
    return {"evidence": evidence, "text": PageText(evidence, Glossary([]), *texts)}
