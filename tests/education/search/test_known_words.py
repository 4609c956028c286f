"""The words search knows: those of what is published, and what editors say means the same."""

from django.urls import reverse
from django.utils import timezone

from education.models import KnownWord, Synonym
from education.search import searching


def test_publishing_makes_its_words_known(published):
    words = set(KnownWord.objects.filter(language="en").values_list("word", flat=True))
    assert {"low", "mood", "studies", "talking"} <= words
    assert searching.search("low moood", "en", timezone.localdate()).corrected == "low mood"


def test_words_are_known_once(published):
    before = KnownWord.objects.count()
    searching.learn_words(published)
    assert KnownWord.objects.count() == before


def test_an_editor_adds_a_synonym_in_whatever_letters(editor, client, db):
    client.force_login(editor)
    client.post(
        reverse("admin:education_synonym_add"),
        {"language": "en", "term": "SNRI", "means": "antidepressant, venlafaxine"},
    )
    assert Synonym.objects.get(term="snri").means == ["antidepressant", "venlafaxine"]
    listed = client.get(reverse("admin:education_synonym_changelist"), {"q": "venla"}).content.decode()
    assert "antidepressant, venlafaxine" in listed


def test_a_reviewer_changes_no_synonym(reviewer, client, db):
    client.force_login(reviewer)
    assert client.get(reverse("admin:education_synonym_add")).status_code == 403
