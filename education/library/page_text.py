"""The rich texts of one page as its readers see them: claims marked, headings with addresses, words explained."""

import re
from html import escape, unescape
from itertools import chain, count

from django.utils.text import slugify

from ..rich_text import mark_citations

# Addresses on a page that its template gives away itself.
TAKEN = {
    "main", "contents", "in-numbers", "benefits", "risks", "alternatives", "words", "questions", "related", "evidence",
    "who-wrote", "quick-exit-help",
}  # fmt: skip
TAKEN_BEFORE_A_NUMBER = ("evidence-", "claim-", "word-")
_tag = re.compile(r"(<[^>]*>)")
_heading = re.compile(r"<h2>(.*?)</h2>", re.DOTALL)
_mark = re.compile(r'<a class="evidence-mark\b.*?</a>', re.DOTALL)
_closed_to_words = re.compile(r"<(/?)(?:a|h2|h3)\b")


class Glossary:
    """The published words of the glossary, found in running text by any of their forms."""

    def __init__(self, terms):
        self._terms = {}
        for term in terms:
            for form in (term.title, *term.also_called.split(",")):
                if form.strip():
                    self._terms.setdefault(_form(form), term)
        longest_first = sorted(self._terms, key=len, reverse=True)
        forms = "|".join(
            re.escape(form) if form.isupper() else f"(?i:{re.escape(form)})" for form in longest_first
        )
        self._any = re.compile(rf"(?<![\w-])(?:{forms})(?![\w-])") if forms else None

    def replace(self, text, found):
        """Text, still escaped, in which `found(term, words)` stands for the words of each term."""
        if not self._any:
            return text
        return self._any.sub(lambda match: found(self._terms[_form(match[0])], match[0]), text)


def _form(words):
    """How a form of a word is told from others: an abbreviation by its capitals, anything else without."""
    words = escape(unescape(words.strip()), quote=False)
    return words if words.isupper() else words.lower()


class PageText:
    """Renders the texts of one page in the order they are read.

    `contents`: address and words of each heading. `words`: the terms explained, in the order of their first use.
    """

    def __init__(self, evidence, glossary, *texts):
        self.contents = []
        self.words = []
        self._evidence = evidence
        self._glossary = glossary
        self._rendered = {text: self._render(text) for text in texts}

    def html(self, text):
        """One of the texts as the page shows it. It is clean."""
        return self._rendered[text]

    @property
    def minutes(self):
        """How long the page takes at 200 words a minute, rounded up."""
        words = sum(len(_tag.sub(" ", text).split()) for text in self._rendered)
        return max(1, -(-words // 200))

    def _render(self, text):
        return self._explain(_heading.sub(self._address, mark_citations(text, self._evidence.mark)))

    def _address(self, heading):
        words = unescape(_tag.sub("", _mark.sub("", heading[1]))).strip()
        stem = slugify(words)[:60].strip("-")
        if not stem or stem in TAKEN or stem.startswith(TAKEN_BEFORE_A_NUMBER):
            stem = f"part-{stem}".strip("-")
        taken = {address for address, _words in self.contents}
        numbered = (f"{stem}-{number}" for number in count(2))
        address = next(each for each in chain([stem], numbered) if each not in taken)
        self.contents.append((address, words))
        return f'<h2 id="{address}">{heading[1]}</h2>'

    def _explain(self, html):
        """The first use of each word of the glossary leads to its explanation; not in links, not in headings."""
        closed, pieces = 0, []
        for piece in _tag.split(html):
            if tag := _closed_to_words.match(piece):
                closed += -1 if tag[1] else 1
            elif closed == 0 and not piece.startswith("<"):
                piece = self._glossary.replace(piece, self._first_use)
            pieces.append(piece)
        return "".join(pieces)

    def _first_use(self, term, words):
        if term in self.words:
            return words
        self.words.append(term)
        return f'<a class="term" href="#word-{term.article.slug}">{words}</a>'
