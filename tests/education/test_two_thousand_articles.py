"""A library that grows: with 2,000 articles a page asks the database no more than with 20, in the same way."""

import pytest
from django.core.cache import caches
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from education.models import Article, Edition
from tests.small_library import open_small_library

FEW, MANY = 20, 2000
WORDS = "One more thing that is known of sleep, of rest and of the way home. " * 20
COPIED = ("language", "number", "state", "author_id", "reviewer_id", "reviewed_on", "plain_reviewer_id",
          "plain_reviewed_on", "review_due", "published_at")  # fmt: skip
PAGES = {
    "list": reverse("education:library"),
    "article": reverse("education:article", args=["conditions", "low-mood"]),
    "search": reverse("education:search") + "?q=valerian",
    "search for a word of every page": reverse("education:search") + "?q=sleep",
}


@pytest.fixture(scope="module")
def queries(django_db_setup, django_db_blocker):
    """What each page asks: `queries[count][page]`, the plans of its queries."""
    with django_db_blocker.unblock(), transaction.atomic():
        published = open_small_library().publish()
        found = {}
        for count in (FEW, MANY):
            grow_to(count, published)
            found[count] = {page: [plan(sql) for sql in asked(address)] for page, address in PAGES.items()}
        yield found
        transaction.set_rollback(True)


def grow_to(count, published):
    """Publish articles beside the published one until the library holds so many."""
    articles = Article.objects.bulk_create(
        Article(
            topic=published.article.topic,
            slug=f"page-{number}",
            kind=Article.Kind.PRACTICAL,
            position=number,
        )
        for number in range(Article.objects.count(), count)
    )
    Edition.objects.bulk_create(
        Edition(
            article=article,
            title=f"Sleep {article.position}",
            also_called=f"rest {article.position}",
            summary=f"What is known of sleep, part {article.position}.",
            body=f"<p>{WORDS}{'Valerian.' if article.position % 10 == 0 else ''}</p>",
            **{name: getattr(published, name) for name in COPIED},
        )
        for article in articles
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE education_article, education_edition")


def asked(address):
    """The queries that a page takes when no copy of it is kept."""
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as queries:
        assert Client().get(address).status_code == 200
    return [query["sql"] for query in queries]


def plan(statement):
    statement = statement.rpartition(", true); ")[2]  # what the history says first of some statements
    with connection.cursor() as cursor:
        for way in ("hashjoin", "mergejoin", "material"):  # which suit a handful of rows, read whole
            cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}")
        [[[found]]] = cursor.fetchall()
    return found["Plan"]


def steps(plan):
    yield plan
    for each in plan.get("Plans", []):
        yield from steps(each)


def reads(plan):
    """Which tables are read, each as often as it is."""
    return sorted(step["Relation Name"] for step in steps(plan) if "Relation Name" in step)


def reads_whole(plan):
    return {step["Relation Name"] for step in steps(plan) if step["Node Type"] == "Seq Scan"}


def indexes(plan):
    return [step["Index Name"] for step in steps(plan) if "Index Name" in step]


def shape(plan):
    """The steps of a plan as nested lists; a table is read, by whatever way its size makes the cheapest."""
    if "Relation Name" in plan:
        return ["read", plan["Relation Name"]]
    below = [shape(each) for each in plan.get("Plans", [])]
    return below[0] if plan["Node Type"] == "Memoize" else [plan["Node Type"], *below]


def search_plan(plans):
    """The one that gathers, ranks and cuts."""
    [plan] = [each for each in plans if "edition_heading_search" in indexes(each) or len(reads(each)) > 10]
    return plan


@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_as_many_queries_of_the_same_tables(queries, page):
    few, many = queries[FEW][page], queries[MANY][page]
    assert len(many) == len(few) <= 6
    assert [reads(plan) for plan in many] == [reads(plan) for plan in few]


def test_one_article_among_many_is_found_by_an_index(queries):
    [article] = [plan for plan in queries[MANY]["article"] if "accounts_user" in reads(plan)]
    assert not reads_whole(article) & {"education_edition", "education_article"}


def test_search_is_planned_alike_for_few_and_many_and_for_any_words(queries):
    few, many, usual = (
        search_plan(queries[count][page])
        for count, page in ((FEW, "search"), (MANY, "search"), (MANY, "search for a word of every page"))
    )
    assert shape(few) == shape(many) == shape(usual)


def test_search_looks_editions_up_in_its_indexes_and_cuts_before_it_ranks(queries):
    plan = search_plan(queries[MANY]["search for a word of every page"])
    assert indexes(plan).count("edition_heading_search") == indexes(plan).count("edition_search") == 2
    assert "education_edition" not in reads_whole(plan)
    unions = [step for step in steps(plan) if step["Node Type"] == "Append"]
    gathered = next(step for step in unions if len(step["Plans"]) == 4)
    assert {step["Node Type"] for step in gathered["Plans"]} == {"Limit"}
