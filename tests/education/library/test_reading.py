"""One page as its readers find it: evidence, words, contents, what belongs beside it, and what became of it."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from clinic.locations.models import Clinic
from education.ledger import ledger
from education.models import Article, Claim, ComparedFact, Edition, Source, Topic, Treatment
from education.writing import drafting, publishing
from tests.small_library import WORDS


@pytest.fixture
def publish(editor, reviewer, second_editor, claims):
    """`publish("Sleep", kind="question", slug="sleep")`: a page, an answer or a word that the public reads."""

    def make(title, kind="practical", slug=None, topic="conditions", **words):
        shelf = Topic.objects.get_or_create(slug=topic, defaults={"title": topic.capitalize()})[0]
        article = Article.objects.create(
            topic=None if kind == "term" else shelf, slug=slug or title.lower().replace(" ", "-"), kind=kind
        )
        words = {**WORDS, "title": title, "change_note": "First edition.", **words}
        draft = drafting.start(article=article, author=editor, **words)
        publishing.send_for_review(edition=draft, by=editor)
        publishing.pass_clinical_review(edition=draft, by=reviewer, comment="Read.")
        publishing.pass_plain_review(edition=draft, by=second_editor, comment="Plain.")
        return publishing.publish(edition=draft, by=editor)

    return make


@pytest.fixture
def clinic(db):
    return Clinic.objects.create(
        name="Stillwater Clinic",
        short_name="Stillwater",
        phone="+12125550142",
        email="desk@stillwater.example",
        country="US",
    )


def text_of(client, url, status=200):
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


def test_a_page_shows_its_evidence_status_risks_and_who_answers_for_it(client, published, article):
    page = text_of(client, article.get_absolute_url())
    assert 'href="#evidence-1"' in page and 'id="evidence-1"' in page and 'id="claim-1"' in page
    assert "Partly supported" in page and "What is known of c1." in page
    assert 'href="https://doi.org/10.1000/example"' in page and "Nov. 22, 2026" in page
    assert "The FDA has not checked this use." in page
    assert "What may help" in page and "What may harm" in page and "Other ways" in page
    assert "Edith, MD" in page and "Rhea, MD" in page
    assert page.count('id="claim-1"') == 1


def test_drafts_are_not_public(client, waiting, article):
    assert client.get(article.get_absolute_url()).status_code == 404
    assert client.get(article.get_absolute_url() + "changes/").status_code == 404
    assert "Low mood" not in text_of(client, reverse("education:library"))


def test_a_verdict_that_changed_since_review_is_said(client, published, article, reviewer):
    assert "We now judge this otherwise" not in text_of(client, article.get_absolute_url())
    Claim.objects.filter(key="c1").update(verdict=Claim.Verdict.NOT_SUPPORTED)
    ledger.verify(Claim.objects.get(key="c1"), by=reviewer, note="Table 2.")
    page = text_of(client, article.get_absolute_url())
    assert "We now judge this otherwise" in page and "Not supported" in page


def test_a_retracted_source_is_said(client, published, article):
    Source.objects.filter(code="source-of-c1").update(standing=Source.Standing.RETRACTED)
    assert "Retracted" in text_of(client, article.get_absolute_url())
    assert "Retracted" in text_of(client, reverse("education:sources"))


def test_what_was_really_read_of_a_source_is_said(client, published, article):
    Source.objects.filter(code="source-of-c1").update(read_in="a copy at copies.example", doi="")
    for url in (article.get_absolute_url(), reverse("education:sources")):
        assert 'We read <span lang="en">a copy at copies.example</span>, on Nov. 22, 2026.' in text_of(
            client, url
        )
    assert text_of(client, reverse("education:sources")).count("We give no link") == 1


def test_an_overdue_page_says_so(client, published, article):
    with time_machine.travel(published.review_due, tick=False):
        assert "Review due." not in text_of(client, article.get_absolute_url())
    with time_machine.travel(published.review_due + timedelta(days=1), tick=False):
        assert "Review due." in text_of(client, article.get_absolute_url())


def test_a_page_says_how_long_it_takes_at_200_words_a_minute(client, publish):
    page = publish("Rest", body=f'<p>{"You may rest well. " * 100}<a href="claim:c1">It helps.</a></p>')
    assert "3 minutes to read" in text_of(client, page.article.get_absolute_url()), "400 words and a few"


def test_the_contents_lead_to_each_heading(client, publish):
    body = (
        "<h2>How fast</h2><p>It is known. Some feel better.</p><h2>How fast</h2><h2>Evidence</h2><p>Yes.</p>"
    )
    page = text_of(client, publish("Sleep", body=body + WORDS["body"]).article.get_absolute_url())
    targets = re.findall(r'<li><a href="#([\w-]+)">', page)
    assert targets[:3] == ["how-fast", "how-fast-2", "part-evidence"]
    assert [target for target in targets if page.count(f'id="{target}"') != 1] == []


def test_the_first_use_of_a_word_of_the_glossary_leads_to_its_meaning(client, publish):
    publish("off-label", kind="term", also_called="off label use", summary="Not approved for this.")
    publish("IV", kind="term", also_called="drip", summary="Into a vein.")
    publish("never used", kind="term", summary="Nowhere.")
    body = (
        '<h2>Off-label</h2><p>Off-label use is off-label. <a href="/help-now/">A drip</a>, four, a Drip.</p>'
    )
    page = text_of(client, publish("Sleep", body=body + WORDS["body"]).article.get_absolute_url())
    assert '<a class="term" href="#word-off-label">Off-label</a> use is off-label.' in page
    assert '>A drip</a>, four, a <a class="term" href="#word-iv">Drip</a>.' in page
    assert "Off-label</h2>" in page
    assert page.count('id="word-') == 2 and "Not approved for this." in page and "Nowhere." not in page


def test_questions_and_pages_that_share_claims_stand_beside_a_page(client, publish, make_claim):
    make_claim("c3")
    here = publish("Sleep")
    publish("Does it help sleep?", kind="question", slug="help-sleep")
    far = '<p>It is known. <a href="claim:c1">Some feel better.</a></p>'
    parts = {"benefits": "", "risks": "", "alternatives": ""}
    publish("Shares one", topic="visits", kind="practical", body=far, **parts)
    publish("Shares none", body=far.replace("c1", "c3"), **parts)
    publish("Shares both", topic="visits", kind="practical", body=far.replace("c1", "c2") + far, **parts)
    page = text_of(client, here.article.get_absolute_url())
    assert 'href="/learn/questions/conditions/#help-sleep"' in page
    assert page.index("Shares both") < page.index("Shares one") < page.index("Shares none")


def test_a_page_long_past_its_review_is_not_recommended(client, publish):
    here, old = publish("Sleep"), publish("Old page")
    for days, is_recommended in ((90, True), (91, False)):
        with time_machine.travel(old.review_due + timedelta(days=days), tick=False):
            shown = "Old page" in text_of(client, here.article.get_absolute_url())
            assert shown is is_recommended, days


def test_readers_see_what_changed_and_why(client, published, article, editor, reviewer, second_editor):
    draft = drafting.start(article=article, author=editor, change_note="A newer trial.")
    publishing.send_for_review(edition=draft, by=editor)
    publishing.pass_clinical_review(edition=draft, by=reviewer, comment="Between us.")
    publishing.pass_plain_review(edition=draft, by=second_editor, comment="Plain.")
    publishing.publish(edition=draft, by=editor, comment="Only staff read this.")
    page = text_of(client, article.get_absolute_url() + "changes/")
    assert "A newer trial." in page and "Edition 2" in page and "Edition 1" in page
    assert "Between us." not in page and "Only staff read this." not in page
    assert f'href="{article.get_absolute_url()}changes/"' in text_of(client, article.get_absolute_url())


def test_an_answer_and_a_word_say_who_checked_them_and_what_changed(client, publish, editor):
    answer = publish("Does it help?", slug="does-it-help", kind="question", summary="Some feel better.")
    word = publish("Placebo", kind="term", summary="A medicine without effect.")
    for page, edition, changes in (
        ("/learn/questions/conditions/", answer, "/learn/questions/conditions/does-it-help/changes/"),
        ("/learn/glossary/", word, "/learn/glossary/placebo/changes/"),
    ):
        shown = text_of(client, page)
        assert f"Checked by Rhea, MD on {date_format(edition.reviewed_on)}." in shown
        assert f'href="{changes}"' in shown
        told = text_of(client, changes)
        assert (
            "First edition." in told and edition.title in told and edition.article.get_absolute_url() in told
        )
    publishing.withdraw(edition=answer, by=editor, comment="We had it wrong.")
    assert "We had it wrong." in text_of(client, "/learn/questions/conditions/does-it-help/changes/")


def test_what_changed_stands_at_the_address_of_its_own_kind_alone(client, publish, published):
    publish("Does it help?", slug="does-it-help", kind="question")
    publish("Placebo", kind="term")
    for stray in ("conditions/does-it-help", "questions/conditions/low-mood", "glossary/low-mood"):
        assert client.get(f"/learn/{stray}/changes/").status_code == 404, stray


def test_an_answer_or_a_word_past_its_review_says_so(client, publish):
    publish("Does it help?", slug="does-it-help", kind="question")
    word = publish("Placebo", kind="term")
    for page in ("/learn/questions/conditions/", "/learn/glossary/"):
        assert "Review due" not in text_of(client, page)
    with time_machine.travel(word.review_due + timedelta(days=1), tick=False):
        for page in ("/learn/questions/conditions/", "/learn/glossary/"):
            assert "Review due" in text_of(client, page)


@pytest.mark.parametrize(
    "shelf",
    ["questions/", "questions/conditions/", "glossary/", "sources/", "compare/", "conditions/low-mood/"],
)
def test_each_page_says_where_to_write_about_a_mistake(client, publish, published, shelf, clinic):
    publish("Does it help?", slug="does-it-help", kind="question")
    publish("Placebo", kind="term")
    ComparedFact.objects.create(
        treatment=Treatment.objects.get(), aspect="where", claim=Claim.objects.get(key="c1")
    )
    assert 'href="mailto:desk@stillwater.example"' in text_of(client, f"/learn/{shelf}")


def test_a_withdrawn_page_says_why_and_leads_on(client, published, article, editor):
    publishing.withdraw(edition=published, by=editor, comment="The trial behind it was retracted.")
    page = text_of(client, article.get_absolute_url(), status=410)
    assert "The trial behind it was retracted." in page and "Low mood" in page
    assert "The trial behind it was retracted." in text_of(client, article.get_absolute_url() + "changes/")
    assert "Low mood" not in text_of(client, reverse("education:library"))


def test_a_former_address_leads_on_for_good(client, published, article, publish):
    article.slug = "depression"
    article.save()
    for tail in ("", "changes/"):
        moved = client.get(f"/learn/conditions/low-mood/{tail}")
        assert (moved.status_code, moved.url) == (301, f"/learn/conditions/depression/{tail}")
    article.topic.slug = "problems"
    article.topic.save()
    assert client.get("/learn/conditions/").url == "/learn/problems/"
    assert client.get("/learn/questions/conditions/").url == "/learn/questions/problems/"
    assert client.get("/learn/conditions/depression/").url == "/learn/problems/depression/"
    answer = publish("Does it help?", slug="does-it-help", kind="question", topic="problems").article
    answer.slug = "how-much-does-it-help"
    answer.save()
    assert client.get("/learn/questions/problems/does-it-help/changes/").url == answer.changes_url
    word = publish("Placebo", kind="term", slug="placebo").article
    word.slug = "sugar-pill"
    word.save()
    assert client.get("/learn/glossary/placebo/changes/").url == "/learn/glossary/sugar-pill/changes/"
    assert client.get("/learn/glossary/sugar/changes/").status_code == 404
    assert text_of(client, client.get("/learn/conditions/low-mood/", follow=True).request["PATH_INFO"])


def test_a_page_of_another_topic_is_not_found(client, published):
    assert client.get("/learn/treatments/low-mood/").status_code == 404
    assert client.get("/learn/nothing/").status_code == 404


def test_an_answer_and_a_word_stand_with_the_others(client, publish):
    publish("Will I sleep?", kind="question", slug="will-i-sleep", topic="visits")
    publish("placebo", kind="term", also_called="dummy", summary="Nothing in it.")
    page = text_of(client, "/learn/questions/")
    assert 'id="will-i-sleep"' in page and 'href="#visits"' in page
    assert 'href="/learn/questions/visits/#will-i-sleep"' in page
    page = text_of(client, "/learn/questions/visits/")
    assert 'id="will-i-sleep"' in page and 'href="#evidence-1"' in page and "Some feel better." in page
    assert client.get("/learn/questions/conditions/").status_code == 404
    page = text_of(client, "/learn/glossary/")
    assert 'id="placebo"' in page and 'href="#letter-P"' in page and "Also: dummy" in page


def test_an_empty_library_points_to_people(client, db):
    assert "Our pages are being checked" in text_of(client, "/learn/")
    for url in ("/", "/learn/questions/", "/learn/glossary/", "/learn/compare/", "/learn/sources/", "/feed/"):
        assert text_of(client, url)


@pytest.mark.parametrize(
    ("title", "shown"), [("", "Stillwater"), ("A page for you", "A page for you")], ids=["neutral", "chosen"]
)
def test_what_is_shared_tells_no_diagnosis_unless_the_editor_says_so(client, publish, clinic, title, shown):
    page = text_of(client, publish("Depression", sharing_title=title).article.get_absolute_url())
    assert f'<meta property="og:title" content="{shown}">' in page
    shared = " ".join(re.findall(r'<meta property="og:(?!url)[^>]*>', page))
    assert "epression" not in shared and "etamine" not in shared


def test_machines_read_who_reviewed_a_page_and_when(client, published, article):
    page = text_of(client, article.get_absolute_url())
    assert 'itemtype="https://schema.org/MedicalWebPage"' in page
    assert f'<time itemprop="lastReviewed" datetime="{published.reviewed_on}">' in page
    assert 'itemprop="reviewedBy"' in page and 'itemtype="https://schema.org/MedicalCondition"' in page
    assert f'<link rel="canonical" href="{settings.SITE_URL}{article.get_absolute_url()}">' in page
    assert "<script" not in page.replace("<script src=", "")


def test_the_site_map_names_what_is_fresh_enough(client, published, article):
    address = f"<loc>{settings.SITE_URL}{article.get_absolute_url()}</loc>"
    day = timezone.localdate(published.published_at)
    assert f"{address}<lastmod>{day}</lastmod>" in text_of(client, "/sitemap.xml")
    with time_machine.travel(published.review_due + Edition.HIDDEN_AFTER, tick=False):
        assert address in text_of(client, "/sitemap.xml")
    with time_machine.travel(published.review_due + Edition.HIDDEN_AFTER + timedelta(days=1), tick=False):
        assert address not in text_of(client, "/sitemap.xml")
        assert text_of(client, article.get_absolute_url())
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in text_of(client, "/robots.txt")


def test_the_feed_says_what_changed(client, publish):
    publish("Sleep", change_note="A newer trial.")
    response = client.get("/feed/")
    assert response["Content-Type"].startswith("application/atom+xml")
    feed = response.content.decode()
    assert "<title>Sleep</title>" in feed and "A newer trial." in feed
    assert f"{settings.SITE_URL}/learn/conditions/sleep/" in feed


def test_the_comparison_says_nothing_that_no_published_page_says(client, publish, make_claim, article):
    treatment = article.treatments.get()
    make_claim("c3", is_clinic_choice=True)
    for key in ("c1", "c3"):
        claim = Claim.objects.get(key=key)
        ComparedFact.objects.create(treatment=treatment, aspect=ComparedFact.Aspect.KNOWN, claim=claim)
    assert "Nothing to compare yet" in text_of(client, "/learn/compare/")
    publish("Sleep")
    page = text_of(client, "/learn/compare/")
    assert "What is known of c1." in page and "What is known of c3." not in page
    assert "A drip" in page and "The FDA has not checked this use." in page
    Claim.objects.filter(key="c1").update(is_verified=False)
    assert "What is known of c1." not in text_of(client, "/learn/compare/")
