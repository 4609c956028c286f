"""The pages of an edition: where it stands, its steps onward, its comparison, its restoring."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clinic.locations.models import Location
from education.models import Article, Claim, Edition
from education.writing import drafting, previewing, publishing

PAGE = {"topic": "conditions", "article": "low-mood", "language": "en"}


@pytest.fixture
def browser_of():
    """`browser_of(editor)`: a browser in which they are signed in."""

    def sign_in(user):
        client = Client()
        client.force_login(user)
        return client

    return sign_in


def page(name, **more):
    return reverse(f"content:{name}", kwargs=PAGE | more)


def said(response):
    return [str(message) for message in response.context["messages"]]


def test_the_page_of_an_edition_says_where_it_stands_and_who_is_next(waiting, editor, reviewer, browser_of):
    answer = browser_of(editor).get(page("edition", number=1))
    text = answer.content.decode()
    assert "A clinical reviewer who wrote none of it reads it next." in text
    assert "Rhea, MD" in text
    assert "Sent for review." in text
    assert "Review</a>" not in text, "an editor who wrote it is not asked to review it"
    assert "Review</a>" in browser_of(reviewer).get(page("edition", number=1)).content.decode()


def test_an_edition_walks_to_its_readers_by_the_pages_alone(
    article, claims, editor, reviewer, second_editor, words, browser_of
):
    drafting.start(article=article, author=editor, **words)
    writer, clinician, reader = browser_of(editor), browser_of(reviewer), browser_of(second_editor)
    writer.post(page("send"), {"comment": "Please look at the risks."})
    for person, comment in ((clinician, "True."), (reader, "Plain.")):
        seen = person.get(page("review")).context["form"]["seen"].value()
        person.post(page("review"), {"seen": seen, "comment": comment, "read": "on", "decision": "pass"})
    assert "Published. This is what everybody reads now." in said(writer.post(page("publish"), follow=True))
    edition = Edition.objects.get()
    assert edition.state == Edition.State.PUBLISHED
    assert list(edition.steps.order_by("pk").values_list("comment", flat=True)) == [
        "Please look at the risks.",
        "True.",
        "Plain.",
        "Published.",
    ]


def test_a_review_without_having_read_or_without_a_word_is_asked_again(waiting, reviewer, browser_of):
    answer = browser_of(reviewer).post(
        page("review"), {"seen": waiting.changed_at.isoformat(), "comment": "", "decision": "pass"}
    )
    assert set(answer.context["form"].errors) == {"comment", "read"}
    waiting.refresh_from_db()
    assert waiting.state == Edition.State.CLINICAL_REVIEW


def test_a_reviewer_sends_back_with_a_comment(waiting, reviewer, browser_of):
    answer = {"seen": waiting.changed_at.isoformat(), "comment": "Name the dose range.", "read": "on"}
    browser_of(reviewer).post(page("review"), {**answer, "decision": "send_back"})
    waiting.refresh_from_db()
    assert waiting.state == Edition.State.DRAFT
    assert waiting.steps.latest("pk").comment == "Name the dose range."


def test_what_stands_in_the_way_leads_to_its_place(article, claims, editor, words, browser_of):
    drafting.start(article=article, author=editor, **words | {"risks": ""})
    text = browser_of(editor).get(page("edition", number=1)).content.decode()
    assert "may harm" in text
    assert f'href="{page("edit")}#' in text
    assert "Send for review" not in text


def test_a_plan_is_made_on_the_clinics_clock_and_dropped(approved, editor, browser_of):
    Location.objects.create(
        name="Riverside",
        slug="riverside",
        time_zone="America/New_York",
        street="1 Main",
        city="Springfield",
        country="US",
        phone="+12025550123",
    )
    client, tomorrow = browser_of(editor), timezone.localdate() + timedelta(days=2)
    client.post(page("plan"), {"day": tomorrow.isoformat(), "clock": "09:30"})
    approved.refresh_from_db()
    at_the_clinic = approved.publish_at.astimezone(ZoneInfo("America/New_York"))
    assert (at_the_clinic.date(), f"{at_the_clinic:%H:%M}") == (tomorrow, "09:30")
    assert "09:30 E" in client.get(page("edition", number=1)).content.decode(), "EST or EDT"
    client.post(page("unplan"))
    approved.refresh_from_db()
    assert approved.publish_at is None


def test_a_plan_for_the_past_is_refused_in_words(approved, editor, browser_of):
    answer = browser_of(editor).post(page("plan"), {"day": "2020-01-01", "clock": "09:30"}, follow=True)
    assert said(answer) == ["Choose a time to come, or publish now."]
    assert "Enter a valid date." in browser_of(editor).post(page("plan"), {"day": "x"}).content.decode()


def test_a_page_is_withdrawn_only_with_a_reason(published, editor, browser_of):
    client = browser_of(editor)
    assert "comment" in client.post(page("withdraw")).context["withdrawal_form"].errors
    client.post(page("withdraw"), {"comment": "Its trial was retracted."})
    published.refresh_from_db()
    assert published.state == Edition.State.WITHDRAWN


def test_older_words_come_back_as_a_draft_of_their_own(published, editor, browser_of):
    client = browser_of(editor)
    publishing.withdraw(edition=published, by=editor, comment="Too early.")
    client.post(page("restore", number=1))
    draft = Edition.objects.get(state=Edition.State.DRAFT)
    assert (draft.number, draft.title, draft.body) == (2, published.title, published.body)
    assert draft.change_note == "Goes back to the words of edition 1."
    again = client.post(page("restore", number=1), follow=True)
    assert "Somebody is working on a draft of this page already. Go on with that one." in said(again)


def test_what_changed_is_shown_word_by_word(published, article, editor, browser_of):
    drafting.start(article=article, author=editor, body='<p>It is not known. <a href="claim:c2">So.</a></p>')
    text = " ".join(browser_of(editor).get(page("compare", number=2)).content.decode().split())
    assert '<ins><span class="visually-hidden">added: </span>not</ins>' in text
    assert "Some feel better. [claim:c1]</del>" in text
    assert "edition 1 beside edition 2" in text


def test_a_word_of_the_glossary_goes_the_same_way(make_claim, editor, browser_of):
    make_claim("c1")
    term = Article.objects.create(slug="placebo", kind=Article.Kind.TERM)
    drafting.start(
        article=term,
        author=editor,
        title="Placebo",
        summary="A sham.",
        body='<p><a href="claim:c1">A.</a></p>',
    )
    client, where = browser_of(editor), {"topic": "glossary", "article": "placebo", "language": "en"}
    for name, more in (("edit", {}), ("preview", {}), ("edition", {"number": 1}), ("compare", {"number": 1})):
        answer = client.get(reverse(f"content:{name}", kwargs=where | more))
        assert answer.status_code == 200, name
    client.post(reverse("content:send", kwargs=where))
    assert Edition.objects.get().state == Edition.State.CLINICAL_REVIEW


def test_a_medical_director_signs_off_the_numbers_the_clinic_chose(
    article, make_claim, editor, director, words, browser_of
):
    make_claim("c1", is_clinic_choice=True)
    make_claim("c2")
    draft = drafting.start(article=article, author=editor, **words)
    assert "Not signed off yet." in browser_of(editor).get(page("edition", number=1)).content.decode()
    publishing.sign_off(edition=draft, by=director, comment="As at our sites.")
    text = browser_of(editor).get(page("edition", number=1)).content.decode()
    assert "Signed off as they stand now." in text
    drafting.revise(edition=draft, by=editor, title="Other words")
    assert (
        "The words have changed since" in browser_of(editor).get(page("edition", number=1)).content.decode()
    )


def test_what_waits_for_a_medical_director_says_so_and_not_that_it_can_be_published(
    approved, director, editor, browser_of
):
    Claim.objects.filter(key="c1").update(is_clinic_choice=True)
    text = browser_of(editor).get(page("edition", number=1)).content.decode()
    assert "A medical director signs off its numbers next." in text and "publishes it now" not in text
    publishing.sign_off(edition=approved, by=director)
    text = browser_of(editor).get(page("edition", number=1)).content.decode()
    assert "An editor publishes it now, or plans when." in text


def test_whoever_wrote_in_it_is_not_named_as_its_next_reviewer(waiting, editor, reviewer, browser_of):
    waiting.writers.add(reviewer)
    turn = browser_of(editor).get(page("edition", number=1)).context["turn"]
    assert reviewer not in turn.people


def test_a_published_edition_says_when_its_review_is_due_and_when_it_was(published, editor, browser_of):
    for days, said_of_it in ((0, "Its next review is due"), (1, "Its next review was due")):
        with time_machine.travel(published.review_due + timedelta(days=days), tick=False):
            assert said_of_it in browser_of(editor).get(page("edition", number=1)).content.decode()


def test_a_private_link_that_was_ended_is_listed_no_more(waiting, editor, browser_of):
    previewing.make_link(edition=waiting, by=editor)
    links = browser_of(editor).get(page("edition", number=1)).context["links"]
    assert len(links) == 1
    previewing.end_link(link=links[0])
    assert not browser_of(editor).get(page("edition", number=1)).context["links"]


def test_the_title_of_a_question_is_asked_for_as_a_question(article, editor, claims, words, browser_of):
    drafting.start(article=article, author=editor, **words)
    hint = "The question as a reader would ask it."
    assert hint not in browser_of(editor).get(page("edit")).content.decode()
    Article.objects.update(kind="question")
    assert hint in browser_of(editor).get(page("edit")).content.decode()


def test_an_editor_who_reads_a_page_is_led_to_its_edition(published, editor, reviewer, client, browser_of):
    address = published.get_absolute_url()
    link = f'href="{page("edition", number=1)}">Change this page</a>'
    assert link in browser_of(editor).get(address).content.decode()
    for reader in (client, browser_of(reviewer)):
        assert "Change this page" not in reader.get(address).content.decode()


def test_only_the_page_of_the_preview_stands_in_a_frame_and_only_in_ours(waiting, editor, browser_of):
    client = browser_of(editor)
    framed, around = client.get(page("preview_page")), client.get(page("preview"))
    assert "frame-ancestors 'self'" in framed["Content-Security-Policy"]
    assert framed["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-src 'self'" in around["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in around["Content-Security-Policy"]
    assert around["X-Frame-Options"] == "DENY"
