"""Words of the list: an editor writes why they may stand, and reviewers read it."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from education.checks import gate
from education.checks.letting_through import let_through
from education.models import LintOverride
from education.writing import drafting

WHY = "Quoted from an ad, and answered."
WORDS = {"phrase": "breakthrough", "sentence": "A breakthrough"}


@pytest.fixture
def draft(article, editor, claims, words):
    return drafting.start(article=article, author=editor, **words | {"title": "A breakthrough"})


def place(name):
    return reverse(f"content:{name}", args=["conditions", "low-mood", "en"])


def page_of(edition):
    return reverse("content:edition", args=["conditions", "low-mood", "en", edition.number])


def test_an_editor_writes_a_reason_on_the_page_of_the_edition(draft, editor, client):
    client.force_login(editor)
    page = client.get(page_of(draft)).content.decode()
    assert "Why “breakthrough” may stand in this sentence" in page
    answer = client.post(place("let_through"), WORDS | {"reason": WHY}, follow=True)
    assert f"“breakthrough” in “A breakthrough”: {WHY}" in answer.content.decode()
    assert gate.obstacles(draft) == []
    assert LintOverride.objects.get().by == editor


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"reason": " "}, "Write why these words may stand"),
        ({}, "Write why these words may stand"),
        ({"phrase": "miracle", "reason": WHY}, "“miracle” is not in this sentence"),
        ({"sentence": "No breakthrough", "reason": WHY}, "“breakthrough” is not in this sentence"),
        ({"reason": "x" * 301}, "at most 300 characters"),
        ({"reason": "x\0"}, "Null characters"),
    ],
)
def test_words_without_a_reason_stay_refused(draft, editor, client, sent, said):
    client.force_login(editor)
    answer = client.post(place("let_through"), WORDS | sent, follow=True)
    assert said in answer.content.decode()
    assert not LintOverride.objects.exists()
    assert len(gate.obstacles(draft)) == 1


def test_a_reviewer_reads_the_reason_and_writes_none(draft, editor, reviewer, client):
    let_through(edition=draft, **WORDS, reason=WHY, by=editor)
    client.force_login(reviewer)
    assert WHY in client.get(page_of(draft)).content.decode()
    assert client.post(place("let_through"), WORDS | {"reason": WHY}).status_code == 403


def test_a_better_reason_takes_the_place_of_the_first(draft, editor, second_editor):
    let_through(edition=draft, **WORDS, reason="Hm.", by=editor)
    let_through(edition=draft, **WORDS, reason=WHY, by=second_editor)
    kept = LintOverride.objects.get()
    assert (kept.reason, kept.by) == (WHY, second_editor)


def test_nothing_is_let_through_that_is_not_there(draft, editor):
    with pytest.raises(ValidationError, match="not in this sentence"):
        let_through(edition=draft, phrase="cure", sentence="A breakthrough", reason=WHY, by=editor)


def test_one_sentence_let_through_lets_no_other_through(draft, editor, client):
    drafting.revise(edition=draft, by=editor, summary="It is safe.", alternatives="<p>So safe!</p>")
    draft.refresh_from_db()
    let_through(edition=draft, **WORDS, reason=WHY, by=editor)
    let_through(edition=draft, phrase="safe", sentence="It is safe.", reason=WHY, by=editor)
    client.force_login(editor)
    page = client.get(page_of(draft)).content.decode()
    assert page.count("may stand in this sentence</label>") == 1
    assert '<input type="hidden" name="sentence" value="So safe!">' in page


def test_a_sentence_that_is_hard_to_read_is_shown_with_the_way_to_it(draft, editor, client):
    long = "You may walk and walk and then " * 4 + "rest."
    drafting.revise(edition=draft, by=editor, alternatives=f"<p>{long}</p>")
    client.force_login(editor)
    page = client.get(page_of(draft)).content.decode()
    assert long in page
    assert f"{place('edit')}#id_alternatives" in page
