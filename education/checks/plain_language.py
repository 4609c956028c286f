"""How plainly a text reads: its sentences, its grade, and which sentences are too long."""

import html
import re
from functools import lru_cache

HIGHEST_GRADE = 8
LONGEST_SENTENCE = 19  # words: a sentence for everybody has fewer than 20

_edge_of_block = re.compile(r"</?(?:p|ul|ol|li|h2|h3|blockquote|figure|figcaption|br)\b[^>]*>")
_tag = re.compile(r"<[^>]+>")
_end_of_sentence = re.compile(r"(?<=[.!?])[\"”’)]*\s+")
_decimal_point = re.compile(r"(?<=\d)\.(?=\d)")


def plain(rich_text):
    """The words of a rich text, without their tags."""
    return " ".join(html.unescape(_tag.sub("", rich_text)).split())


def blocks(rich_text):
    """The paragraphs, headings and list items of a rich text, as plain words, none of them empty."""
    return filter(None, map(plain, _edge_of_block.split(rich_text)))


def sentences(words):
    """The sentences of one block of plain words."""
    return _end_of_sentence.split(words)


def long_sentences(rich_text):
    """The sentences with more than `LONGEST_SENTENCE` words."""
    every = (sentence for block in blocks(rich_text) for sentence in sentences(block))
    return [sentence for sentence in every if len(sentence.split()) > LONGEST_SENTENCE]


def grade(texts, language):
    """The school grade that somebody needs to read these texts with ease, to one decimal.

    Flesch–Kincaid for English; Crawford’s formula, made for it, for Spanish. A heading and a list item
    count as sentences.
    """
    spoken = "\n".join(
        block if block.endswith((".", "!", "?")) else f"{block}." for text in texts for block in blocks(text)
    )
    return _grade(_decimal_point.sub(",", spoken), language)


@lru_cache(maxsize=512)
def _grade(words, language):
    import textstat  # it takes a second to import, and only editors need it

    textstat.set_lang(language)
    formula = textstat.crawford if language == "es" else textstat.flesch_kincaid_grade
    return round(formula(words), 1)
