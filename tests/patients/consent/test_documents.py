"""Consent documents: versions, how they are laid out, and the starting texts."""

import re

import pytest

from education.models import Treatment
from patients.consent.documents import blocks, issue
from patients.consent.models import Document
from patients.consent.starter import HERE, load_documents

GRADE_AT_MOST = 8
TEXTS = sorted(HERE.glob("*.txt"))
HYPE = (
    "breakthrough|groundbreaking|revolutionary|miracle|cure|life-changing|game changer|guaranteed|proven|safe"
)


@pytest.fixture
def treatments(db):
    for key in ("ketamine_iv", "ketamine_im", "esketamine"):
        Treatment.objects.create(key=key, name=key, status="off_label", status_line="Invented.")


def grade(text):
    """The Flesch-Kincaid grade of a text, its syllables counted by groups of vowels."""
    sentences = [part for part in re.split(r"[.!?:]+\s|\n+", text) if re.search(r"\w", part)]
    words = re.findall(r"[A-Za-z’']+", text)
    syllables = sum(
        max(1, len(re.findall(r"[aeiouy]+", re.sub(r"(?<=[^aeiouyl])e$", "", word.lower()))))
        for word in words
    )
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def test_a_new_version_takes_the_next_number_and_the_old_one_stays(small_clinic):
    second = issue(treatment=small_clinic.treatment, title="Consent", text="Other.", issued_on="2026-01-01")
    assert second.version == 2
    assert Document.objects.current().get(treatment=small_clinic.treatment) == second
    assert Document.objects.filter(treatment=small_clinic.treatment).count() == 2


def test_a_text_is_laid_out_as_headings_lists_and_paragraphs():
    assert list(blocks("First\nline.\r\n\r\n## Head\n\n- one\n- two\n\n<b>last</b>")) == [
        ("text", "First line."),
        ("heading", "Head"),
        ("list", ["one", "two"]),
        ("text", "<b>last</b>"),
    ]


def test_starting_texts_are_issued_once_for_treatments_without_their_own(treatments):
    own = issue(
        treatment=Treatment.objects.get(key="ketamine_im"), title="Ours", text="Ours.", issued_on="2026-01-01"
    )
    issued = load_documents()
    assert {document.treatment.key for document in issued} == {"ketamine_iv", "esketamine"}
    assert load_documents() == []
    assert Document.objects.get(treatment__key="ketamine_im") == own


@pytest.mark.parametrize("file", TEXTS, ids=lambda file: file.stem)
def test_a_starting_text_says_what_a_consent_must_say_in_plain_words(file):
    text = file.read_text(encoding="utf-8")
    title, marked, empty, first_heading, *_rest = text.split("\n")
    assert title.startswith("Consent to ")
    assert marked == ("Starting text. To be reviewed by the clinic's lawyer and medical director before use.")
    assert (empty, first_heading) == ("", "## In short")
    for needed in ("off-label", "FDA", "stop", "Do not drive", "adult", "988", "ECT", "bladder", "pregnant"):
        assert needed in text, needed
    assert not re.search(rf"\b({HYPE})\b", text, re.IGNORECASE)
    assert grade(text) <= GRADE_AT_MOST
    too_long = [sentence for sentence in re.split(r"(?<=[.!?])\s|\n", text) if len(sentence.split()) > 26]
    assert not too_long


def test_a_hard_text_would_be_noticed():
    assert (
        grade("Contraindications notwithstanding, pharmacological interventions necessitate evaluation.") > 12
    )
