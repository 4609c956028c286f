"""The demo's whole library as its readers find it: every page, few queries, and nothing said that is not so."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from education.ledger.sources_in_use import sources_in_use
from education.library.comparing import comparison
from education.models import Article, ClaimSource, Edition, EditionClaim, Topic

pytestmark = pytest.mark.usefixtures("demo_clinic", "db")
STANDING = ["/", "/learn/", "/learn/questions/", "/learn/glossary/", "/learn/compare/", "/learn/sources/"]
STANDING += [
    "/learn/questions/safety/",
    "/learn/conditions/",
    "/learn/conditions/depression/changes/",
    "/feed/",
    "/sitemap.xml",
]
ONE_OF_EACH_KIND = [
    "/learn/conditions/depression/",
    "/learn/treatments/what-ketamine-treatment-is/",
    "/learn/safety/side-effects-and-risks/",
    "/learn/visits/what-a-session-is-like/",
    "/learn/research/common-claims/",
]


def text_of(client, url):
    response = client.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


def pages():
    return [edition.article.get_absolute_url() for edition in Edition.objects.on_the_shelf("en")]


def fill(number):
    """So many more published pages, answers and words, as rows; their gate is not asked."""
    model = Edition.objects.get(article__slug="depression", state=Edition.State.PUBLISHED)
    topic = Topic.objects.get(slug="conditions")
    kinds = [Article.Kind.PRACTICAL, Article.Kind.QUESTION, Article.Kind.TERM]
    articles = Article.objects.bulk_create(
        Article(topic=None if kind == "term" else topic, slug=f"more-{kind}-{count}", kind=kind)
        for count in range(number // 3)
        for kind in kinds
    )
    Edition.objects.bulk_create(
        Edition(
            article=article,
            number=1,
            title=f"More of {article.slug}",
            summary=model.summary,
            body=model.body,
            state=Edition.State.PUBLISHED,
            author=model.author,
            reviewer=model.reviewer,
            reviewed_on=model.reviewed_on,
            plain_reviewer=model.plain_reviewer,
            plain_reviewed_on=model.plain_reviewed_on,
            review_due=model.review_due,
            published_at=timezone.now(),
        )
        for article in articles
    )


@pytest.mark.drill
def test_every_page_can_be_read_and_each_of_its_own_links_leads_somewhere(client):
    for url in pages():
        page = text_of(client, url)
        identifiers = re.findall(r'\bid="([^"]+)"', page)
        assert len(identifiers) == len(set(identifiers)), url
        for target in re.findall(r'href="#([^"]+)"', page):
            assert target in identifiers, (url, target)


@pytest.mark.parametrize("url", STANDING)
def test_a_page_of_many_things_has_each_address_once(client, url):
    page = text_of(client, url)
    identifiers = re.findall(r'\bid="([^"]+)"', page)
    assert len(identifiers) == len(set(identifiers))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(identifiers)


def test_what_is_linked_on_the_reference_pages_is_there(client):
    shelves = {url: text_of(client, url) for url in STANDING[:6]}
    for page in shelves.values():
        for address, place in re.findall(r'href="(/learn/(?:questions|glossary|sources)/)#([^"]+)"', page):
            assert f'id="{place}"' in shelves[address], (address, place)


@pytest.mark.drill
@pytest.mark.parametrize("url", STANDING + ONE_OF_EACH_KIND)
def test_a_public_page_takes_six_queries_at_most_whatever_there_is(
    client, url, django_assert_max_num_queries, django_assert_num_queries
):
    client.get(url)
    with django_assert_max_num_queries(6) as before:
        text_of(client, url)
    fill(21)
    with django_assert_num_queries(len(before)):
        text_of(client, url)


def test_two_hundred_more_pages_cost_no_more_queries(client, django_assert_max_num_queries):
    fill(200)
    for url in STANDING + ONE_OF_EACH_KIND:
        with django_assert_max_num_queries(6):
            text_of(client, url)


def test_a_reader_may_begin_on_each_shelf(client):
    page = text_of(client, "/")
    begin = [edition.title for edition in Edition.objects.first_of_each_topic("en")]
    assert len(begin) == Topic.objects.count() and all(title in page for title in begin)


def test_the_comparison_answers_each_question_for_each_treatment_or_says_it_cannot(client):
    page = text_of(client, "/learn/compare/")
    shown = comparison()
    assert [treatment.key for treatment in shown["treatments"]] == [
        "ketamine_iv",
        "ketamine_im",
        "ketamine_oral",
        "esketamine",
    ]
    assert len(shown["rows"]) == 4
    for question, cells in shown["rows"]:
        assert str(question) in page
        for _treatment, notes in cells:
            assert all(note.claim.is_verified and f'href="#evidence-{note.number}"' in page for note in notes)
    empty = sum(not notes for _question, cells in shown["rows"] for _treatment, notes in cells)
    assert page.count("We have nothing checked to say here.") == empty


def test_every_source_in_use_is_listed_with_where_it_is_used(client):
    page = text_of(client, reverse("education:sources"))
    cited = set(EditionClaim.objects.filter(edition__state="published").values_list("claim", flat=True))
    used = set(ClaimSource.objects.filter(claim__in=cited).values_list("source__code", flat=True))
    assert used == set(re.findall(r'<li id="([\w-]+)">', page))
    assert 'href="/learn/conditions/depression/"' in page and 'href="/learn/glossary/#off-label"' in page


def test_the_sources_of_one_kind_stand_in_the_order_of_their_years():
    for _kind, sources in sources_in_use("en"):
        years = [(source.year or 9999, source.code) for source in sources]
        assert years == sorted(years)


def test_a_link_of_a_source_leads_to_the_source_and_never_to_a_copy(client):
    page = text_of(client, reverse("education:sources"))
    assert not re.search(r'href="[^"]*(?:wcmedicine|rxreasoner)', page)
    assert 'We read <span lang="en">a copy at wcmedicine.com' in page and "a copy at rxreasoner.com" in page


def test_answers_are_read_by_machines_as_questions_with_answers(client):
    number = Edition.objects.published().questions().count()
    together = text_of(client, "/learn/questions/")
    apart = "".join(text_of(client, f"/learn/questions/{topic.slug}/") for topic in Topic.objects.all())
    for page in (together, apart):
        assert page.count('itemtype="https://schema.org/Question"') == number
        assert page.count('itemprop="acceptedAnswer"') == number
    assert text_of(client, "/learn/glossary/").count('itemprop="hasDefinedTerm"') > 40
