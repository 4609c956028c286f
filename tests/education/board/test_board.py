"""The board: what waits for whom, what is due, and beginning something new."""

import html
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from education.board import board
from education.ledger import ledger
from education.models import Article, Claim, Edition, LintOverride, Recheck, Topic
from education.writing import beginning, drafting, publishing
from tests.clinic.scheduling.pages import text_of
from tests.small_library import WORDS

BOARD = "/staff/content/"


@pytest.fixture
def read(client):
    """`read(user)`: what the board says to this person; `read(user, state="draft")` narrows the list."""

    def open_board(user, **asked):
        client.force_login(user)
        return text_of(client.get(reverse("content:list", query=asked)))

    return open_board


@pytest.fixture
def pile():
    """`pile(user, "drafts")`: the titles in one pile of the board."""

    def titles(user, key):
        piles = [*board.for_person(user), *board.for_everybody(timezone.localdate())]
        return [str(row) for each in piles if each.key == key for row in each.rows]

    return titles


@pytest.fixture
def write(editor, claims):
    """`write("Fatigue")`: a draft of another page."""

    def begin(title, kind=Article.Kind.PRACTICAL, by=editor, **words):
        topic, _new = Topic.objects.get_or_create(
            slug="visits", defaults={"title": "Visits", "summary": "S."}
        )
        slug = title.lower().replace(" ", "-")
        article = Article.objects.create(
            topic=None if kind == Article.Kind.TERM else topic, slug=slug, kind=kind
        )
        return drafting.start(article=article, author=by, **WORDS | {"title": title} | words)

    return begin


def publish(draft, editor, reviewer, second_editor):
    publishing.send_for_review(edition=draft, by=editor)
    publishing.pass_clinical_review(edition=draft, by=reviewer, comment="Read.")
    publishing.pass_plain_review(edition=draft, by=second_editor, comment="Plain.")
    return publishing.publish(edition=draft, by=editor)


def test_each_person_finds_what_waits_for_them_and_with_whom_the_rest_is(
    article, editor, second_editor, reviewer, claims, pile
):
    draft = drafting.start(article=article, author=editor, **WORDS)
    assert pile(editor, "drafts") == ["Low mood"]
    assert pile(second_editor, "drafts") == []
    assert pile(second_editor, "with-others") == ["Low mood"]
    publishing.send_for_review(edition=draft, by=editor)
    assert pile(reviewer, "to-review") == ["Low mood"]
    assert pile(editor, "with-others") == pile(second_editor, "with-others") == ["Low mood"]
    publishing.pass_clinical_review(edition=draft, by=reviewer, comment="Read.")
    assert pile(reviewer, "to-review") == []
    assert pile(second_editor, "to-read") == ["Low mood"]
    assert pile(editor, "to-read") == [] and pile(editor, "with-others") == ["Low mood"]
    publishing.pass_plain_review(edition=draft, by=second_editor, comment="Plain.")
    assert pile(editor, "approved") == pile(second_editor, "approved") == ["Low mood"]
    publishing.publish(edition=draft, by=editor)
    for key in ("drafts", "to-review", "to-read", "approved", "with-others"):
        assert pile(editor, key) == [], key


def test_nobody_is_asked_to_review_what_they_wrote_in(waiting, reviewer, pile):
    waiting.writers.add(reviewer)
    assert pile(reviewer, "to-review") == []
    assert pile(reviewer, "with-others") == ["Low mood"]


def test_a_draft_that_was_sent_back_says_who_and_why(waiting, editor, reviewer, read):
    publishing.return_to_draft(edition=waiting, by=reviewer, comment="Name the dose range.")
    said = read(editor)
    assert "Sent back" in said and "Rhea: “Name the dose range.”" in said


def test_the_first_page_of_the_staff_leads_to_the_piles_somebody_can_take_up(
    waiting, editor, reviewer, client
):
    def home(user):
        client.force_login(user)
        return client.get("/staff/").content.decode()

    assert 'href="/staff/content/#to-review"' in home(reviewer)
    assert "/staff/content/#" not in home(editor)
    publishing.return_to_draft(edition=waiting, by=reviewer, comment="Name the range.")
    assert 'href="/staff/content/#drafts"' in home(editor)
    assert "/staff/content/#" not in home(reviewer)


def test_what_is_planned_stands_before_what_has_no_time_the_soonest_first(
    write, editor, reviewer, second_editor, pile
):
    for title, days in (("Later", 5), ("Some time", None), ("Soon", 2)):
        draft = write(title)
        publishing.send_for_review(edition=draft, by=editor)
        publishing.pass_clinical_review(edition=draft, by=reviewer, comment="Read.")
        publishing.pass_plain_review(edition=draft, by=second_editor, comment="Plain.")
        if days:
            publishing.plan(edition=draft, by=editor, at=timezone.now() + timedelta(days=days))
    assert pile(editor, "approved") == ["Soon", "Later", "Some time"]


def test_a_planned_edition_says_for_when(approved, editor, read):
    assert "can be published" in read(editor)
    publishing.plan(edition=approved, by=editor, at=timezone.now() + timedelta(days=3))
    assert "planned for" in read(editor)


def test_a_review_is_due_for_60_days_then_overdue_and_after_90_left_out_of_search(
    published, editor, pile, read
):
    due = published.review_due
    for day, soon, late in (
        (due - timedelta(days=61), [], []),
        (due - timedelta(days=60), ["Low mood"], []),
        (due, ["Low mood"], []),
        (due + timedelta(days=1), [], ["Low mood"]),
    ):
        with time_machine.travel(day, tick=False):
            assert (pile(editor, "due"), pile(editor, "overdue")) == (soon, late)
    with time_machine.travel(due + timedelta(days=90), tick=False):
        assert "Left out of search" not in read(editor)
    with time_machine.travel(due + timedelta(days=91), tick=False):
        assert "Left out of search" in read(editor)
        assert "Low mood" in read(editor, state="overdue")
    assert "Nothing here matches" in read(editor, state="overdue")


def test_changed_claims_lead_to_the_pages_to_look_at_and_due_ones_to_be_checked(
    published, editor, reviewer, read
):
    ledger.retract_claim(Claim.objects.get(key="c1"), by=reviewer, reason="Withdrawn.")
    said = read(editor)
    assert "1 Pages to look at again" in said
    assert "A claim it cites was retracted: C1." in said
    with time_machine.travel(Claim.objects.get(key="c2").next_check, tick=False):
        assert "1 Claims to check again" in read(editor)


def test_a_link_to_a_page_that_is_not_there_is_found(published, write, editor, reviewer, second_editor, pile):
    links = '<p><a href="/learn/conditions/low-mood/">There</a> <a href="/visit/">Visit</a> {}</p>'
    body = WORDS["body"] + links.format('<a href="https://www.fda.gov/nothing/">Elsewhere</a>')
    draft = write("Fatigue", body=body)
    publish(draft, editor, reviewer, second_editor)
    assert [link.href for link in board.broken_links()] == []
    publishing.withdraw(edition=published, by=editor, comment="Out of date.")
    assert [(link.edition.title, link.href) for link in board.broken_links()] == [
        ("Fatigue", "/learn/conditions/low-mood/")
    ]


def test_words_that_were_let_through_stand_there_with_their_reason(published, article, editor, read):
    LintOverride.objects.create(
        article=article,
        language="en",
        phrase="breakthrough",
        sentence="The FDA calls it a breakthrough.",
        reason="The name of an FDA program.",
        by=editor,
        at=timezone.now(),
    )
    said = read(editor)
    assert "“breakthrough”" in said and "The name of an FDA program. Edith" in said
    assert "The FDA calls it a breakthrough." in said
    assert "“breakthrough” Low mood" in said


def test_a_medical_director_finds_what_leans_on_the_clinics_own_numbers(
    article, editor, reviewer, claims, make_claim, pile, django_user_model
):
    director = django_user_model.objects.create_user("dora@stillwater.example", name="Dora")
    rights = Permission.objects.filter(codename__in=["view_edition", "sign_off_edition"])
    director.user_permissions.set(rights)
    draft = drafting.start(article=article, author=editor, **WORDS)
    assert pile(director, "to-sign-off") == []
    Claim.objects.filter(key="c2").update(is_clinic_choice=True)
    assert pile(director, "to-sign-off") == ["Low mood"]
    publishing.sign_off(edition=draft, by=director)
    assert pile(director, "to-sign-off") == []
    assert pile(director, "with-others") == ["Low mood"]


def test_a_long_pile_leads_to_everything_in_it(
    published, write, editor, reviewer, second_editor, director, make_claim, client
):
    dead = "".join(f'<a href="/learn/conditions/low-mood/?{number}">There</a> ' for number in range(10))
    publish(write("Fatigue", alternatives=f"<p>{dead}</p>"), editor, reviewer, second_editor)
    publishing.withdraw(edition=published, by=editor, comment="Out of date.")
    cited = Edition.objects.published().get()
    for number in range(10):
        write(f"Draft {number}")
        Recheck.objects.create(
            edition=cited, claim=make_claim(f"d{number}"), reason="claim_changed", opened_at=timezone.now()
        )
        LintOverride.objects.create(
            article=cited.article, language="en", phrase="cure", sentence=f"Cure {number}?", reason="Asked.",
            by=editor, at=timezone.now(),
        )  # fmt: skip
    Claim.objects.filter(key="c2").update(is_clinic_choice=True)
    for reader, keys in (
        (second_editor, {"rechecks", "links", "overrides", "with-others"}),
        (director, {"to-sign-off"}),
        (editor, {"drafts"}),
    ):
        client.force_login(reader)
        said = client.get(BOARD).content.decode()
        assert said.count(">2 more<") >= len(keys)
        for key in keys:
            pile = board.pile(reader, timezone.localdate(), key)
            assert (pile.count, pile.more) == (10, 2), key
            assert f'href="{html.escape(pile.url)}"' in said, key
            assert len(client.get(pile.url).context["page"].object_list) == 10, key


def test_a_pile_nobody_has_is_not_there_and_an_empty_one_says_so(editor, client):
    client.force_login(editor)
    assert "Nothing waits here" in text_of(client.get(reverse("content:pile", args=["overrides"])))
    for key in ("nonsense", "to-review"):
        assert client.get(reverse("content:pile", args=[key])).status_code == 404, "no pile of an editor’s"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"kind": "term"}, {"Bladder"}),
        ({"kind": "practical"}, {"Fatigue", "Driving home"}),
        ({"topic": "conditions"}, {"Low mood"}),
        ({"state": "published"}, {"Low mood"}),
        ({"state": "draft"}, {"Fatigue", "Driving home", "Bladder"}),
        ({"language": "es"}, set()),
        ({"q": "DRIVING"}, {"Driving home"}),
        ({"q": "driving", "state": "published"}, set()),
    ],
)
def test_all_content_is_narrowed_to_what_one_looks_for(published, write, editor, read, asked, found):
    for title in ("Fatigue", "Driving home"):
        write(title)
    write("Bladder", kind=Article.Kind.TERM)
    said = read(editor, **asked)
    titles = {title for title in ("Low mood", "Fatigue", "Driving home", "Bladder") if title in said}
    assert titles == found


def test_a_filter_that_makes_no_sense_narrows_nothing(published, write, editor, read):
    write("Fatigue")
    said = read(editor, state="nonsense", topic="nowhere", kind="' OR 1=1", page="minus one")
    assert "Low mood" in said and "Fatigue" in said


def test_an_article_nobody_has_begun_is_listed_with_a_way_to_begin(article, editor, read):
    assert "Not begun" in read(editor, state="not_begun") and "low-mood" in read(editor, state="not_begun")


def test_an_empty_board_says_what_will_be_here(editor, reviewer, read):
    said = read(editor)
    assert "No pages yet" in said and "New page" in said
    assert "New page" not in read(reviewer)


def test_only_those_who_see_content_open_the_board(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("fern@stillwater.example", name="Fern"))
    assert client.get(BOARD).status_code == 403
    assert client.get(reverse("content:new")).status_code == 403


def test_a_page_of_a_longer_list(write, editor, client):
    for number in range(30):
        write(f"Page {number:02}")
    client.force_login(editor)
    assert "Page 1 of 2" in text_of(client.get(BOARD))
    second = text_of(client.get(reverse("content:list", query={"page": 2})))
    assert "Page 29" in second and "What readers have now" not in second


def test_the_board_asks_the_same_queries_for_any_number_of_pages(
    published, write, editor, reviewer, second_editor, client, django_assert_max_num_queries
):
    client.force_login(editor)

    def queries():
        with django_assert_max_num_queries(40) as asked:
            client.get(BOARD)
        return len(asked)

    for number in range(2):
        publish(write(f"Read {number}"), editor, reviewer, second_editor)
        write(f"Draft {number}")
    few = queries()
    for number in range(2, 6):
        publish(write(f"Read {number}"), editor, reviewer, second_editor)
        write(f"Draft {number}")
    assert queries() == few


# -- Beginning ---------------------------------------------------------------------------------------


@pytest.fixture
def start(client, article):
    def send(user, **typed):
        client.force_login(user)
        form = {
            "kind": "practical",
            "title": "Driving home",
            "topic": "conditions",
            "slug": "",
            "language": "en",
        }
        return client.post(reverse("content:new"), form | typed)

    return send


def test_a_new_page_leads_right_into_its_draft(start, editor, client):
    response = start(editor)
    assert response["Location"] == "/staff/content/conditions/driving-home/en/"
    edition = Edition.objects.get()
    assert (edition.title, edition.author, edition.state) == ("Driving home", editor, "draft")
    assert client.get(response["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ({"kind": "question", "title": "Can I drive?"}, "/staff/content/conditions/can-i-drive/en/"),
        ({"kind": "term", "title": "Bladder"}, "/staff/content/glossary/bladder/en/"),
        ({"slug": "home-by-car", "language": "es"}, "/staff/content/conditions/home-by-car/es/"),
    ],
)
def test_a_question_and_a_word_begin_in_the_same_way(start, editor, typed, address):
    assert start(editor, **typed)["Location"] == address


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"slug": "low-mood"}, "This topic has a page at this address already."),
        ({"topic": ""}, "Choose a topic"),
        ({"title": ""}, "This field is required."),
        ({"slug": "Not good"}, "slug"),
        ({"title": "???"}, "This field cannot be blank"),
        ({"kind": "poem"}, "not one of the available choices"),
    ],
)
def test_what_cannot_begin_is_refused_in_words_and_leaves_nothing(start, editor, typed, reason):
    response = start(editor, **typed)
    assert response.status_code == 200
    assert reason in text_of(response)
    assert Article.objects.count() == 1 and not Edition.objects.exists()


def test_reviewers_begin_nothing(start, reviewer, article):
    assert start(reviewer).status_code == 403
    with pytest.raises(ValidationError, match="Rhea may not"):
        beginning.begin(kind="practical", topic=article.topic, title="T", slug="t", by=reviewer)
