"""What the public reads."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from clinic.accounts.models import User
from education import publishing
from education.models import Claim, Edition, Source


@pytest.fixture
def library(db, editor, reviewer):
    """The whole starter library, published."""
    call_command("load_starter_content", author=editor.email, verbosity=0)
    for draft in Edition.objects.all():
        publishing.publish(edition=publishing.send_for_review(edition=draft), reviewer=reviewer, by=reviewer)


def text_of(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_a_page_shows_its_evidence_status_risks_and_who_answers_for_it(client, published, article):
    page = text_of(client, article.get_absolute_url())
    assert 'href="#evidence-1"' in page and 'id="evidence-1"' in page and 'id="claim-1"' in page
    assert "Partly supported" in page and "What is known of c1." in page
    assert 'href="https://doi.org/10.1000/example"' in page and "Nov. 22, 2026" in page
    assert "The FDA has not checked this use." in page
    assert "What may help" in page and "What may harm" in page and "Other ways" in page
    assert "Edith" in page and "Rhea, MD" in page
    assert page.count('id="claim-1"') == 1


def test_drafts_are_not_public(client, waiting, article):
    assert client.get(article.get_absolute_url()).status_code == 404
    assert "Low mood" not in text_of(client, reverse("education:library"))


def test_a_verdict_that_changed_since_review_is_said(client, published, article):
    assert "We now judge this otherwise" not in text_of(client, article.get_absolute_url())
    Claim.objects.filter(key="c1").update(verdict=Claim.Verdict.NOT_SUPPORTED)
    page = text_of(client, article.get_absolute_url())
    assert "We now judge this otherwise" in page and "Not supported" in page


def test_a_retracted_source_is_said(client, published, article):
    Source.objects.filter(code="source-of-c1").update(standing=Source.Standing.RETRACTED)
    assert "Retracted" in text_of(client, article.get_absolute_url())


def test_an_overdue_page_says_so(client, published, article):
    with time_machine.travel(published.review_due, tick=False):
        assert "Review due." not in text_of(client, article.get_absolute_url())
    with time_machine.travel(published.review_due + timedelta(days=1), tick=False):
        assert "Review due." in text_of(client, article.get_absolute_url())


@pytest.mark.parametrize(
    "url",
    [
        "/",
        "/learn/",
        "/learn/conditions/",
        "/learn/conditions/depression/",
        "/learn/treatments/what-ketamine-treatment-is/",
    ],
)
def test_a_public_page_takes_six_queries_at_most(client, library, url, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        text_of(client, url)


def test_a_page_of_another_topic_is_not_found(client, published):
    assert client.get("/learn/treatments/low-mood/").status_code == 404
    assert client.get("/learn/nothing/").status_code == 404


def test_an_empty_library_points_to_people(client, db):
    assert "Our pages are being checked" in text_of(client, "/learn/")
    assert text_of(client, "/")


def test_nobody_can_sign_in_as_the_starter_library(db):
    call_command("load_starter_content", verbosity=0)
    author = User.objects.get(email="starter-library@portal.invalid")
    assert not author.is_active and not author.has_usable_password()
