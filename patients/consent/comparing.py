"""What differs between two versions of a document, sentence by sentence."""

import re
from difflib import SequenceMatcher

END_OF_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
LAYOUT = re.compile(r"^(## |- )")


def difference(old, new):
    """Pairs of what the `old` version said and what the `new` one says there, each a list of sentences."""
    before, after = _sentences(old.whole), _sentences(new.whole)
    steps = SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes()
    return [(before[i:j], after[k:m]) for step, i, j, k, m in steps if step != "equal"]


def _sentences(text):
    return [LAYOUT.sub("", part) for part in END_OF_SENTENCE.split(text.strip()) if part.strip()]
