"""Consent documents: versions, how they are laid out, and the starting texts."""

import re

import pytest
from django.core.exceptions import ValidationError

from education.models import Treatment
from patients.consent.comparing import difference
from patients.consent.documents import blocks, issue
from patients.consent.models import Document
from patients.consent.questions import read_questions, write_questions
from patients.consent.starter import HERE, load_documents, read_document
from tests.patients.consent.texts import QUESTIONS, a_text_for_all, next_version

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
    second = next_version(small_clinic, text="Other.")
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
        treatment=Treatment.objects.get(key="ketamine_im"),
        title="Ours",
        summary="- Ours.",
        text="Ours.",
        issued_on="2026-01-01",
    )
    issued = load_documents()
    assert {document.key for document in issued} == {
        "ketamine_iv",
        "esketamine",
        "electronic_records",
        "privacy_notice",
    }
    assert all(document.questions.count() >= 2 for document in issued)
    assert load_documents() == []
    assert Document.objects.get(treatment__key="ketamine_im") == own


@pytest.mark.parametrize("file", TEXTS, ids=lambda file: file.stem)
def test_a_starting_text_says_in_plain_words_that_it_must_be_reviewed(file):
    said = read_document(file)
    assert said["text"].startswith(
        "Starting text. To be reviewed by the clinic's lawyer and medical director before use.\n"
    )
    assert [kind for kind, _part in blocks(said["summary"])] == ["list"]
    asked = "\n".join(
        "\n".join([each["question"], *each["choices"], each["explanation"]]) for each in said["questions"]
    )
    text = "\n".join([said["summary"], said["text"], asked])
    assert not re.search(rf"\b({HYPE})\b", text, re.IGNORECASE)
    for part in (said["summary"], said["text"], asked):
        assert grade(part) <= GRADE_AT_MOST
    too_long = [sentence for sentence in re.split(r"(?<=[.!?])\s|\n", text) if len(sentence.split()) > 26]
    assert not too_long


@pytest.mark.parametrize(
    "file", [file for file in TEXTS if "ketamine" in file.stem], ids=lambda file: file.stem
)
def test_a_starting_text_for_a_treatment_says_what_a_consent_must_say(file):
    said = read_document(file)
    assert said["title"].startswith("Consent to ")
    for needed in ("off-label", "FDA", "stop", "Do not drive", "adult", "988", "ECT", "bladder", "pregnant"):
        assert needed in said["summary"] + said["text"], needed
    assert len(said["questions"]) in (3, 4)


def test_the_starting_text_about_screens_says_what_the_law_asks_for():
    said = read_document(HERE / "electronic_records.txt")
    for needed in ("paper", "costs you nothing", "web browser", "copy", "take this back", "e-mail address"):
        assert needed in said["summary"] + said["text"], needed


def test_a_hard_text_would_be_noticed():
    assert (
        grade("Contraindications notwithstanding, pharmacological interventions necessitate evaluation.") > 12
    )


# -- The next version --------------------------------------------------------------------------------


def test_the_next_version_says_what_changed_and_whether_everybody_signs_again(small_clinic):
    for unsaid in ({"what_changed": ""}, {"change": "first"}):
        with pytest.raises(ValidationError, match="Say what changed"):
            next_version(small_clinic, **unsaid)
    assert next_version(small_clinic).change == "must_resign"


def test_a_text_is_about_a_treatment_or_for_all_patients(small_clinic):
    first = a_text_for_all("privacy_notice")
    assert (first.version, first.change, first.key) == (1, "first", "privacy_notice")
    with pytest.raises(ValidationError, match="Choose the treatment"):
        a_text_for_all("privacy_notice", treatment=small_clinic.treatment)
    with pytest.raises(ValidationError, match="Choose the treatment"):
        a_text_for_all("treatment")


def test_the_difference_says_which_sentences_went_and_which_came(small_clinic):
    document = small_clinic.document
    document.text = "## Risks\n\n- It may hurt. It passes.\n- You may sleep."
    after = next_version(
        small_clinic,
        summary="- New.",
        text="## Risks\n\n- It may hurt a lot. It passes.\n- You may sleep.\n\nEnd.",
    )
    assert difference(document, after) == [
        ([], ["New."]),
        (["It may hurt."], ["It may hurt a lot."]),
        ([], ["End."]),
    ]


def test_questions_are_read_as_they_are_written(small_clinic):
    version = next_version(small_clinic)
    assert read_questions(write_questions(version.questions.all())) == QUESTIONS
    for wrong in ("Why?\n- No\n- Yes\n> So.", "Why?\n+ Yes\n- No", "Why?\n+ Yes\nNo\n> So."):
        with pytest.raises(ValidationError, match="needs one right answer"):
            read_questions(wrong)
    with pytest.raises(ValidationError, match="two to five answers"):
        next_version(small_clinic, questions=read_questions("Why?\n+ Yes\n> So."))
