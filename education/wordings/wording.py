"""The clinic's own words outside the library: what each place says, and changing it.

Words are plain text: paragraphs between empty lines, lines that begin with “- ” or “1. ” as lists. The names in
curly brackets a place allows are replaced once, by name; nothing else in the words is ever looked at.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from clinic.kept_pages import drop

from ..checks.hype import RULES
from ..checks.plain_language import sentences
from ..models import Wording

AT_MOST = Wording._meta.get_field("text").max_length
LISTS = {"ul": re.compile(r"[-•]\s+"), "ol": re.compile(r"\d{1,2}[.)]\s+")}
_name = re.compile(r"\{(\w+)\}")
# Nothing in a mail tells a stranger who glances at it what it is about.
CLINICAL = re.compile(
    r"\b((?:es)?[ck]etamin\w*|spravato|depress?\w*|anxi\w*|ansiedad|ptsd|tept|trauma\w*|suicid\w*|pain\w*|dolor\w*"
    r"|treat\w*|tratamiento\w*|therap\w*|terapia\w*|patient\w*|paciente\w*|diagnos\w*|medic\w*|drugs?|dos(?:e|es|is)"
    r"|infusi\w*|symptom\w*|síntoma\w*|mental\w*|psychiatr\w*|psiquiatr\w*|sessions?|sesion\w*|crps|fibrom\w*)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Block:
    """A paragraph (`p`) of lines, or a list (`ul`, `ol`) of items."""

    kind: str
    lines: list[str]


@lru_cache(maxsize=1)
def places():
    """Every place any app declares, by its key, in the order of the apps."""
    return {
        f"{config.label}.{name}": place
        for config in apps.get_app_configs()
        for name, place in getattr(config, "wordings", {}).items()
    }


def own_words(language):
    """What this clinic says in its own words, by place (one query)."""
    return dict(Wording.objects.filter(language=language).values_list("key", "text"))


def is_as_shipped(key, text):
    """Whether these are the words that the portal ships with, in its own language."""
    with override(settings.LANGUAGE_CODE):
        return text == str(places()[key].words)


def filled(text, key, values):
    """The words with each name that `key` allows replaced by its value, once; other brackets stay as they are."""
    allowed = places()[key].placeholders
    return _name.sub(lambda found: str(values[found[1]]) if found[1] in allowed else found[0], text)


def blocks(text):
    """The words as paragraphs and lists."""
    found = []
    for line in text.splitlines():
        line = line.strip()
        kind, words = _item(line)
        if not line:
            found.append(None)  # what follows begins anew
        elif found and found[-1] and found[-1].kind == kind:
            found[-1].lines.append(words)
        else:
            found.append(Block(kind, [words]))
    return [block for block in found if block]


def _item(line):
    for kind, mark in LISTS.items():
        if match := mark.match(line):
            return kind, line[match.end() :]
    return "p", line


@transaction.atomic
def change(*, key, language, text, by, seen=""):
    """Say these words in a place from now on. Returns the Wording.

    `seen` is the `stamp` of the words the editor began from: refuses when a colleague has changed them since.
    """
    _may(by)
    place = places()[key]
    text = "\n".join(line.rstrip() for line in text.strip().splitlines())
    row = Wording.objects.select_for_update().filter(key=key, language=language).first()
    if seen and seen != stamp(row):
        raise ValidationError(
            _("A colleague changed these words while you were writing. Yours are below and not saved yet."),
            code="changed_meanwhile",
        )
    refusals = list(objections(text, place, language))
    if refusals:
        raise ValidationError(refusals)
    row = row or Wording(key=key, language=language)
    row.text, row.changed_by = text, by
    row.full_clean()
    row.save()
    drop()
    return row


def stamp(row):
    """Which state of a place this is, in a word."""
    return row.changed_at.isoformat() if row else "shipped"


@transaction.atomic
def ship_back(*, key, language, by):
    """Say what the portal ships with again; what the clinic said stays in the history."""
    _may(by)
    Wording.objects.filter(key=key, language=language).delete()
    drop()


def objections(text, place, language):
    """Why these words may not stand there, in sentences; none when they may."""
    if len(text) > AT_MOST:
        yield _("This place holds at most %(number)s characters.") % {"number": AT_MOST}
        return
    names = ", ".join(f"{{{name}}}" for name in place.placeholders)
    for unknown in dict.fromkeys(name for name in _name.findall(text) if name not in place.placeholders):
        yield _("Nothing takes the place of “{%(name)s}” here. These may stand: %(names)s.") % {
            "name": unknown,
            "names": names or _("none"),
        }
    if re.search(r"[{}]", _name.sub("", text)):
        yield _("A curly bracket holds one of the names below, and nothing else.")
    if place.is_line and len(text.splitlines()) > 1:
        yield _("This place holds one line.")
    for phrase, why in _hype(text, language):
        yield _("“%(phrase)s” may not stand here. %(why)s") % {"phrase": phrase, "why": why}
    if place.mail:
        for word in clinical_words(text):
            yield _("“%(word)s” may not stand in a mail: others may see it.") % {"word": word}


def clinical_words(text):
    """The words that would tell others what a mail is about, in small letters, each once."""
    return list(dict.fromkeys(word.lower() for word in CLINICAL.findall(text)))


def _hype(text, language):
    """Words of the list, as the gate finds them on a page, and why they may not stand."""
    lines = [line for block in blocks(text) for line in block.lines]
    return {
        phrase: rule.why
        for line in lines
        for sentence in sentences(line)
        for rule in RULES[language]
        if not (rule.page_says and re.search(rule.page_says, text, re.IGNORECASE))
        for phrase in rule.found_in(sentence)
    }.items()


def _may(person):
    if not person.has_perm("education.change_wording"):
        raise ValidationError(_("%(name)s may not change the clinic’s words.") % {"name": person})
