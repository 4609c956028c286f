"""An edition as its readers see it, published or in preview, with what belongs beside it."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce, JSONObject
from django.utils import timezone

from ..ledger.evidence import Evidence
from ..models import Article, Edition, EditionClaim, Treatment
from .page_text import Glossary, PageText

QUESTIONS_BESIDE = 5
PAGES_BESIDE = 4
SHOWN_BESIDE = ("title", "also_called", "summary", "article__slug", "article__kind", "article__topic__slug")
STATUS = {name: F(name) for name in ("name", "status", "status_line")}


def with_its_treatments(editions):
    """Editions with the treatments of their articles in the same query, for `reading`."""
    treatments = Treatment.objects.filter(articles=OuterRef("article")).order_by("position", "name")
    return editions.annotate(treatment_rows=ArraySubquery(treatments.values(row=JSONObject(**STATUS))))


def reading(edition):
    """What the article page shows of an edition."""
    evidence = Evidence.of(edition)
    treatments = _treatments(edition)
    terms, questions, pages = _beside(edition, [note.claim.pk for note in evidence.notes])
    return {
        "edition": edition,
        "article": edition.article,
        "treatments": treatments,
        "statuses": Treatment.statuses(treatments),
        "evidence": evidence,
        "text": PageText(evidence, Glossary(terms), *edition.texts),
        "questions": questions,
        "related": pages,
    }


def _treatments(edition):
    if hasattr(edition, "treatment_rows"):
        return [Treatment(**row) for row in edition.treatment_rows]
    return list(edition.article.treatments.all())


def statuses_of(editions):
    """What the regulator says of the treatments that these editions are about, once for all of them."""
    treatments = {treatment.name: treatment for edition in editions for treatment in _treatments(edition)}
    return Treatment.statuses(treatments.values())


def _beside(edition, claim_ids):
    """Words of the glossary, the questions that belong and related pages: those that share most claims first,
    then those of the same topic. One query for all three."""
    published = (
        Edition.objects.published()
        .filter(language=edition.language)
        .exclude(article=edition.article_id)
        .select_related("article__topic")
        .only(*SHOWN_BESIDE)
    )
    shared = EditionClaim.objects.filter(claim__in=claim_ids)
    same_topic = Edition.objects.published().filter(article__topic=edition.article.topic_id)
    # Two lookups by index, and only what they find is counted: the library may hold thousands of pages.
    candidates = same_topic.values("pk").union(shared.values("edition"))
    count = shared.filter(edition=OuterRef("pk")).order_by().values("edition").values(count=Count("pk"))
    near = published.filter(pk__in=candidates).fresh_enough(timezone.localdate())
    near = near.annotate(
        shared=Coalesce(Subquery(count), 0),
        elsewhere=Case(When(article__topic=edition.article.topic_id, then=Value(0)), default=Value(1)),
    ).order_by("-shared", "elsewhere", "article__position", "pk")
    words = published.terms().annotate(shared=Value(0), elsewhere=Value(0))
    rows = list(words.union(near.questions()[:QUESTIONS_BESIDE], near.pages()[:PAGES_BESIDE], all=True))
    terms = [row for row in rows if row.article.kind == Article.Kind.TERM]
    questions = [row for row in rows if row.article.kind == Article.Kind.QUESTION]
    return terms, questions, [row for row in rows if row.article.is_page]
