"""A reader of Spanish in a real browser: from one language to the other, and asking us."""

from datetime import date

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import expect

from clinic.accounts import roles
from clinic.accounts.models import User
from clinic.locations.starter import load_crisis_lines
from education.models import Article, Claim, ClaimSource, Source, Topic
from education.writing import drafting, publishing

PAGES = (
    "/es/",
    "/es/learn/",
    "/es/help-now/",
    "/es/visit/",
    "/es/inquire/",
    "/es/suitability/",
    "/es/suitability/answer/",
    "/es/privacy/",
    "/es/learn/questions/",
)


def person(name, role):
    user = User.objects.create_user(f"{name}@stillwater.example", name=name.capitalize())
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def told_twice(portal_server):
    """One page, published in English and in Spanish; another in English alone."""
    load_crisis_lines()
    source = Source.objects.create(
        code="e1", kind="review", title="A review", accessed_on=date(2026, 11, 22), is_verified=True
    )
    claim = Claim.objects.create(
        key="c1", statement="Most people need somebody to take them home.", verdict="supported",
        strength="moderate", status="not_applicable",
        checked_on=date(2026, 11, 22), next_check=date(2027, 11, 22),
    )  # fmt: skip
    ClaimSource.objects.create(claim=claim, source=source)
    Claim.objects.update(is_verified=True)
    topic = Topic.objects.create(slug="visits", title="Your visit", summary="Before and after.")
    people = (
        person("edith", roles.EDITOR),
        person("rhea", roles.CLINICAL_REVIEWER),
        person("paula", roles.EDITOR),
    )
    for slug, language, title, summary, words in (
        ("going-home", "en", "Going home", "Who takes you home.", "Somebody takes you home."),
        ("going-home", "es", "Volver a casa", "Quién le lleva a casa.", "Alguien le lleva a casa."),
        ("the-day-before", "en", "The day before", "What to do.", "Rest well."),
    ):
        publish(topic, slug, language, people, title=title, summary=summary, words=words)


def publish(topic, slug, language, people, *, title, summary, words):
    editor, reviewer, second_editor = people
    article, _new = Article.objects.get_or_create(topic=topic, slug=slug, kind=Article.Kind.PRACTICAL)
    draft = drafting.start(
        article=article,
        author=editor,
        language=language,
        title=title,
        summary=summary,
        body=f'<p><a href="claim:c1">{words}</a></p>',
    )
    publishing.send_for_review(edition=draft, by=editor)
    publishing.pass_clinical_review(edition=draft, by=reviewer, comment="Read.")
    publishing.pass_plain_review(edition=draft, by=second_editor, comment="Plain.")
    publishing.publish(edition=draft, by=editor)


@pytest.mark.drill
def test_a_reader_goes_from_english_to_spanish_and_back(told_twice, page, axe):
    page.goto("/learn/visits/going-home/")
    page.get_by_role("link", name="Español: Volver a casa").click()
    expect(page.get_by_role("heading", name="Volver a casa", level=1)).to_be_visible()
    expect(page).to_have_url("/es/learn/visits/going-home/")
    axe(page)
    page.get_by_role("navigation", name="Principal").get_by_role("link", name="Aprender").click()
    expect(page.get_by_role("main").get_by_role("link", name="Volver a casa")).to_be_visible()
    page.get_by_role("contentinfo").get_by_role("link", name="English").click()
    expect(page).to_have_url("/learn/")
    page.goto("/es/learn/visits/the-day-before/")
    axe(page)
    page.get_by_role("link", name="English: The day before").click()
    expect(page.get_by_role("heading", name="The day before", level=1)).to_be_visible()


@pytest.mark.drill
def test_every_spanish_page_fits_a_small_phone_and_is_accessible(told_twice, phone_page, axe):
    page = phone_page
    page.set_viewport_size({"width": 320, "height": 640})
    for path in PAGES:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
        axe(page)
