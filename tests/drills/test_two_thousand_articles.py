"""A library that grows: with 2,000 articles a page asks the database no more than with 20, in the same way."""

from datetime import date
from itertools import chain

import pytest
from django.test import Client
from django.urls import reverse

from education.models import Article, Claim, ClaimSource, Edition, EditionClaim, Source, Topic
from tests.plans import (
    analyze,
    asked,
    indexes,
    many_rows,
    plan_of,
    reads,
    reads_whole,
    steps,
    without_triggers,
)
from tests.small_library import open_small_library

FEW, MANY, OLD = 20, 2000, "2000, each of which was published twice before"
ON_A_SHELF = 40  # pages, and as many answers as there is one for every fourth page
WORDS = "One more thing that is known of sleep, of rest and of the way home. " * 20
COPIED = ("language", "number", "author_id", "reviewer_id", "reviewed_on", "plain_reviewer_id",
          "plain_reviewed_on", "review_due", "published_at")  # fmt: skip
PAGES = {
    "home": reverse("home"),
    "list": reverse("education:library"),
    "topic": reverse("education:topic", args=["conditions"]),
    "article": reverse("education:article", args=["conditions", "low-mood"]),
    "search": reverse("education:search") + "?q=valerian",
    "search for a word of every page": reverse("education:search") + "?q=sleep",
}


@pytest.fixture(scope="module")
def queries(django_db_setup, django_db_blocker):
    """What each page asks: `queries[FEW][page]`, pairs of a query and its plan."""
    with django_db_blocker.unblock(), many_rows():
        published = open_small_library().publish()
        without_triggers(TABLES)
        found = {}
        for count in (FEW, MANY):
            grow_to(count, published)
            found[count] = asked_by_all_pages()
        grow_old(published)
        found[OLD] = asked_by_all_pages()
        yield found


def asked_by_all_pages():
    return {page: [(sql, plan_of(sql)) for sql in asked(Client(), url)] for page, url in PAGES.items()}


def grow_to(count, published):
    """Publish until the library holds so many pages on their shelves, with answers, words and claims to match."""
    first, kinds = Article.objects.filter(kind__in=Article.PAGES).count(), Article.Kind
    topics = [shelf(number, published) for number in range(-(-count // ON_A_SHELF))]
    claims = Claim.objects.bulk_create(a_claim(number) for number in range(first, count))
    sources = Source.objects.bulk_create(a_source(number) for number in range(first, count))
    ClaimSource.objects.bulk_create(
        ClaimSource(claim=claim, source=source) for claim, source in zip(claims, sources, strict=True)
    )
    articles = [
        Article(
            topic=topics[number // ON_A_SHELF], slug=f"page-{number}", kind=kinds.PRACTICAL, position=number
        )
        for number in range(first, count)
    ]
    articles += [
        Article(
            topic=topics[number // ON_A_SHELF], slug=f"why-{number}", kind=kinds.QUESTION, position=number
        )
        for number in range(first, count, 4)
    ]
    articles += [Article(slug=f"word-{number}", kind=kinds.TERM) for number in range(first, count, 10)]
    Article.objects.bulk_create(articles)
    editions = Edition.objects.bulk_create(
        Edition(
            article=article,
            title=f"Sleep {article.slug}",
            also_called=f"rest {article.slug}",
            summary=f"What is known of sleep, {article.slug}.",
            body=f"<p>{WORDS}{'Valerian.' if article.position % 10 == 0 else ''}</p>",
            state=Edition.State.PUBLISHED,
            **{name: getattr(published, name) for name in COPIED},
        )
        for article in articles
    )
    EditionClaim.objects.bulk_create(
        EditionClaim(edition=edition, claim=claims[(7 * number + nth) % len(claims)], position=nth)
        for number, edition in enumerate(editions)
        for nth in range(3)
    )
    analyze()


def grow_old(published):
    """Give each page, answer and word two editions that readers read before."""
    Edition.objects.bulk_create(
        Edition(
            article=article,
            title="As it was",
            summary="As it was.",
            body="<p>As it was.</p>",
            state=Edition.State.SUPERSEDED,
            **{name: getattr(published, name) for name in COPIED} | {"number": number},
        )
        for article in Article.objects.exclude(pk=published.article_id)
        for number in (2, 3)
    )
    analyze()


TABLES = [
    f"education_{table}"
    for table in ("topic", "article", "edition", "editionclaim", "claim", "claimsource", "source")
]


def shelf(number, published):
    """The first is the one where the published page stands."""
    if number == 0:
        return published.article.topic
    return Topic.objects.get_or_create(slug=f"shelf-{number}", defaults={"title": f"Shelf {number}"})[0]


def a_claim(number):
    return Claim(
        key=f"n{number}", statement=f"One more thing, {number}.", verdict="partly", strength="low",
        status="off_label", is_verified=True, checked_on=date(2026, 11, 22), next_check=date(2027, 11, 22),
    )  # fmt: skip


def a_source(number):
    return Source(
        code=f"s{number}",
        kind="trial",
        title=f"Trial {number}",
        accessed_on=date(2026, 11, 22),
        is_verified=True,
    )


def shape(plan):
    """The steps of a plan as nested lists; a table is read, by whatever way its size makes the cheapest."""
    if "Relation Name" in plan:
        return ["read", plan["Relation Name"]]
    below = [shape(each) for each in plan.get("Plans", [])]
    if plan["Node Type"] == "Nested Loop":  # in whatever order their sizes make the cheapest
        inner = [each[1:] if each[0] == "Nested Loop" else [each] for each in below]
        return ["Nested Loop", *sorted(chain(*inner), key=str)]
    return below[0] if plan["Node Type"] == "Memoize" else [plan["Node Type"], *below]


def search_plan(plans):
    """The one that gathers, ranks and cuts."""
    [plan] = [each for each in plans if "edition_heading_search" in indexes(each) or len(reads(each)) > 10]
    return plan


def plans(queries, count, page):
    return [plan for _sql, plan in queries[count][page]]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_as_many_queries_of_the_same_tables(queries, page):
    few, many = plans(queries, FEW, page), plans(queries, MANY, page)
    assert len(many) == len(few) <= 6
    assert [reads(plan) for plan in many] == [reads(plan) for plan in few]


@pytest.mark.parametrize("page", ["home", "list", "topic", "article"])
def test_editions_and_what_they_cite_are_found_by_indexes_alone(queries, page):
    for plan in plans(queries, OLD, page):
        assert not reads_whole(plan) & {"education_edition", "education_editionclaim"}


def test_what_stands_beside_an_article_is_cut_before_it_is_counted(queries):
    for plan in plans(queries, MANY, "article"):
        assert max(step["Plan Rows"] for step in steps(plan)) < MANY / 4


def test_one_article_among_many_is_found_by_an_index(queries):
    for plan in plans(queries, MANY, "article"):
        assert "education_article" not in reads_whole(plan)


@pytest.mark.parametrize("page", ["home", "list", "topic"])
def test_a_list_fetches_no_text_and_nothing_that_search_alone_reads(queries, page):
    for sql, _plan in queries[MANY][page]:
        assert not any(
            f'"{column}"' in sql for column in ("body", "risks", "search_vector", "heading_vector")
        )


def test_search_is_planned_alike_for_few_and_many_and_for_any_words(queries):
    few, many, usual = (
        search_plan(plans(queries, count, page))
        for count, page in ((FEW, "search"), (MANY, "search"), (MANY, "search for a word of every page"))
    )
    assert shape(few) == shape(many) == shape(usual)


def test_search_looks_editions_up_in_its_indexes_and_cuts_before_it_ranks(queries):
    plan = search_plan(plans(queries, MANY, "search for a word of every page"))
    assert indexes(plan).count("edition_heading_search") == indexes(plan).count("edition_search") == 2
    assert "education_edition" not in reads_whole(plan)
    unions = [step for step in steps(plan) if step["Node Type"] == "Append"]
    gathered = next(step for step in unions if len(step["Plans"]) == 4)
    assert {step["Node Type"] for step in gathered["Plans"]} == {"Limit"}
