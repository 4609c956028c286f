"""Rich text laid out for reading and comparing: each paragraph, heading and list item on a line of its own."""

import re

from ..rich_text import clean

BLOCKS = {"p", "h2", "h3", "li", "ul", "ol", "blockquote"}
HOLD_BLOCKS = {"li", "ul", "ol", "blockquote"}
LISTS = HOLD_BLOCKS - {"li"}
_token = re.compile(r'(<(/?)(\w+)(?:\s+[\w-]+(?:="[^"]*")?)*\s*/?>)')
_only_opened = re.compile(r"(?:<(?:li|p|h2|h3)>)*")
_nothing = re.compile(r"<(\w+)></\1>")
BLANKS = re.compile(r"[ \t\r\n\f]+")


def laid_out(html):
    """The cleaned text, the same to a reader, in one layout whoever wrote it; laid out again it stays as it is."""
    lines, line, within, indent = [], "", [], 0

    def end_line():
        nonlocal line
        if line.strip():
            lines.append("  " * indent + line.strip())
        line = ""

    def add(text):
        nonlocal line, indent
        if not line:
            indent = len(within)
        line += text

    for position, part in enumerate(_token.split(clean(html))):
        which = position % 4  # text, a whole tag, its slash, its name
        if which == 0:
            words = BLANKS.sub(" ", part)
            if _only_opened.fullmatch(line):
                words = words.lstrip(" ")
            if words:
                add(words)
        elif which == 1:
            tag = part
        elif which == 2:
            closes = bool(part)
        elif part not in BLOCKS:
            add(tag)
        elif closes:
            line = line.rstrip(" ")
            if part in HOLD_BLOCKS and within:
                if part in LISTS:
                    end_line()
                within.pop()
            add(tag)
            if part in HOLD_BLOCKS or "li" not in within or not line.startswith("<li><p>"):
                end_line()
        else:
            if part in LISTS or not _only_opened.fullmatch(line):
                end_line()
            if part == "h2" and lines and not within:
                lines.append("")
            add(tag)
            if part in HOLD_BLOCKS:
                within.append(part)
            if part in LISTS:
                end_line()
    end_line()
    text = "\n".join(lines)
    return "" if _nothing.fullmatch(text) else text
