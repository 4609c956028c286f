"""What changed between two texts of a page, part by part and word by word, for showing them side by side."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from html.parser import HTMLParser
from itertools import groupby

from ..models import Edition
from ..rich_text import clean

PARTS = ("title", "also_called", "summary", "body", "benefits", "risks", "alternatives", "sharing_title")
RICH = frozenset({"body", "benefits", "risks", "alternatives"})
BLOCKS = frozenset({"p", "h2", "h3", "li", "blockquote"})


@dataclass(frozen=True)
class Block:
    """A paragraph, heading or item of a list; `runs` are pairs: some words, and whether the other text lacks them."""

    kind: str
    runs: list


@dataclass(frozen=True)
class Part:
    """One part of a page, as the two texts give it."""

    name: str
    label: str
    before: list
    after: list

    @property
    def is_changed(self):
        return any(is_new for block in (*self.before, *self.after) for _words, is_new in block.runs)


def differences(before, after):
    """The parts in which either has words. `before` and `after` are editions, or dicts of their fields."""
    found = []
    for name in PARTS:
        old, new = (_words(name, _text(each, name)) for each in (before, after))
        if old or new:
            label = Edition._meta.get_field(name).verbose_name
            found.append(Part(name, label, *_side_by_side(old, new)))
    return found


def _text(words, name):
    return (words.get(name) if isinstance(words, dict) else getattr(words, name)) or ""


def _words(name, text):
    """The words of a text, each with the number and kind of the block it stands in."""
    if name not in RICH:
        return [(0, "p", word) for word in text.split()]
    reader = _Reader()
    reader.feed(clean(text))
    reader.close()
    return reader.words


def _side_by_side(old, new):
    lacking_old, lacking_new = [True] * len(old), [True] * len(new)
    matcher = SequenceMatcher(
        None, [word for _n, _kind, word in old], [word for _n, _kind, word in new], autojunk=False
    )
    for start, other, length in matcher.get_matching_blocks():
        lacking_old[start : start + length] = lacking_new[other : other + length] = [False] * length
    return _blocks(old, lacking_old), _blocks(new, lacking_new)


def _blocks(words, lacking):
    blocks = []
    for (_number, kind), group in groupby(zip(words, lacking, strict=True), lambda each: each[0][:2]):
        runs = groupby(group, lambda each: each[1])
        blocks.append(Block(kind, [(" ".join(each[0][2] for each in run), is_new) for is_new, run in runs]))
    return blocks


class _Reader(HTMLParser):
    """Takes rich text apart. What a link leads to follows its words, so that a changed citation shows."""

    def __init__(self):
        super().__init__()
        self.words, self._number, self._kind, self._links = [], 0, "p", []

    def handle_starttag(self, tag, attrs):
        if tag in BLOCKS:
            self._number += 1
            # A paragraph inside an item or a quotation is no block of another kind.
            self._kind = self._kind if tag == "p" and self._kind in ("li", "blockquote") else tag
        elif tag == "a":
            self._links.append(dict(attrs).get("href", ""))

    def handle_endtag(self, tag):
        if tag == "a" and self._links:
            self._add(f"[{self._links.pop()}]")
        elif tag in BLOCKS and tag == self._kind:
            self._number += 1
            self._kind = "p"

    def handle_data(self, data):
        for word in data.split():
            self._add(word)

    def _add(self, word):
        self.words.append((self._number, self._kind, word))
