"""The words this field sells itself with: which of them an edition holds, and why they may not stand.

A hit stops a page until an editor writes why it may stand (`letting_through.py`). The list is the same for
every clinic. It looks at words, so it is sometimes wrong; that is what the written reason is for.
"""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from ..rich_text import pictures_in
from .plain_language import blocks, sentences

KEPT_OF_PHRASE, KEPT_OF_SENTENCE = 80, 500  # characters, where a reason is kept for them
PLAIN_PARTS = ("title", "also_called", "summary", "sharing_title", "change_note")


@dataclass(frozen=True)
class Rule:
    """Words to look for in a sentence.

    `beside`: they count only where this stands in the same sentence. `unless`: they do not count where the words
    right before them are this. `page_says`: nor where this stands anywhere on the page.
    """

    words: str
    why: str
    beside: str = ""
    unless: str = ""
    page_says: str = ""

    def found_in(self, sentence):
        """The words as the sentence has them, in small letters."""
        if self.beside and not _search(self.beside, sentence):
            return
        for hit in re.finditer(self.words, sentence, re.IGNORECASE):
            if not (self.unless and _search(rf"(?:{self.unless})$", sentence[: hit.start()])):
                yield " ".join(hit[0].lower().split())[:KEPT_OF_PHRASE]


@dataclass(frozen=True)
class Hit:
    """Words of the list: in which sentence, in which part of the edition, and why they may not stand."""

    phrase: str
    sentence: str
    part: str
    why: str


HYPE = _("It promises more than studies show.")
QUALIFY = _("Say for whom and for how long, and what is not known.")
CERTAIN = _("Nothing in medicine is certain for everybody.")
FALSE = _("The labels say otherwise.")
APPROVED = _("Nothing with ketamine in it is approved for this.")
ANESTHETIC = _("Ketamine is approved as an anesthetic alone.")
STORY = _("One person’s story shows nothing about others. Leave it out, or say beside it what is typical.")
SUICIDE = _("It speaks of a crime. Say “died by suicide”.")
DECIDES = _("A clinician decides that with the person, after an evaluation.")


def _word_but(stops):
    """One more word of the same clause: a comma and the like end it, and so do these words."""
    return rf"\s+(?!(?:{stops})\b)[\w’'-]+"


# A denial counts close before the words and in their own clause; what it denies may follow a “that”. It is none
# where what it denies is a doubt, or another way.
_WORD = _word_but("and|but|because|since|so|when|while|until|unless|though|although|if|then")
_AFTER_THAT = r"\s+(?:that|whether)(?:(?:,\s+or)?\s+[\w’'-]+){0,6}"
_NO_DENIAL = (
    r"(?!(?:\s+[\w’'-]+){0,2}\s+(?:doubt|question|worr|fear|forget|hesitat|wonder|regret|reason|wait|need|only|just|"
    r"merely|simply|before))"
)
_NO_RIVAL = r"(?!(?:\s+[\w’'-]+){0,4}\s+(?:else|other|as|more|better)\b)"
_DENIED = (
    rf"\b(?:(?:no|nobody|nothing|none|neither)\b{_NO_RIVAL}|(?<!why )(?:not|nor|never|cannot|\w+n[’']t)\b"
    rf"|un(?:clear|known|sure)\b){_NO_DENIAL}(?:{_WORD}){{0,5}}(?:{_AFTER_THAT})?[\s“\"‘'(]*"
)
_ASKED = (
    rf"\b(?:if|whether)(?:{_WORD}){{1,4}}\s+(?:is|are|was|were|be|been)\s+(?:FDA-)?|\bhow\s+"
    rf"|^[“\"]?(?:is|are|was|were|has|have)\b(?:{_WORD}){{1,4}}\s+"
)
_OPEN = rf"{_DENIED}|{_ASKED}"
_NEVER_APPROVED = r"\b(?:anxiety|PTSD|post-?traumatic|pain|CRPS|fibromyalgia)\b"
_OTHER_ILLNESS = r"\b(?:depress\w*|suicid\w*|bipolar|OCD|addiction|trauma)\b"

ENGLISH = (
    Rule(r"\bbreakthroughs?\b", HYPE),
    Rule(r"\bground-?breaking\b", HYPE),
    Rule(r"\brevolution(?:ary|iz\w+|is\w+)\b", HYPE),
    Rule(r"\bmirac(?:les?|ulous\w*)\b", HYPE),
    Rule(r"\bcur(?:e|es|ed|ing)\b", CERTAIN),
    Rule(r"\bbeacons? of hope\b", HYPE),
    Rule(r"\blife-?\s?changing\b", HYPE),
    Rule(r"\bgame[- ]?chang(?:er|ers|ing)\b", HYPE),
    Rule(r"\bparadigm[- ]shifts?\b", HYPE),
    Rule(r"\brewir(?:e|es|ed|ing)\b", HYPE),
    Rule(r"\bremarkabl[ey]\b", HYPE),
    Rule(r"\bfirst step to(?:wards?)? reclaiming\b", HYPE),
    Rule(r"\bguarantee[ds]?\b", CERTAIN, unless=_DENIED),
    Rule(r"\bsafe(?:ly)?\b", QUALIFY, unless=_OPEN),
    Rule(r"\bproven\b", QUALIFY, unless=_OPEN),
    Rule(r"\bnon[- ]?addictive\b|\b(?:(?:is|are) not|isn[’']t|aren[’']t) addictive\b", FALSE),
    Rule(r"\b(?:no|without|free of) (?:(?:any|known|real) )*side[- ]effects?\b", FALSE),
    Rule(r"\bapproved for\b", APPROVED, beside=_NEVER_APPROVED, unless=_OPEN),
    Rule(
        r"\bketamine (?:is|was) (?:FDA[- ])?approved for\b", ANESTHETIC, beside=_OTHER_ILLNESS, unless=_OPEN
    ),
    Rule(r"\bFDA[- ]approved ketamine\b", ANESTHETIC, f"{_NEVER_APPROVED}|{_OTHER_ILLNESS}", unless=_OPEN),
    Rule(
        r"\btestimonials?\b|\bsuccess stor(?:y|ies)\b|\b(?:changed|saved) my life\b|\bmy life back\b"
        r"|[“\"](?:I felt|I feel|I tried|I was finally|I am finally|Ketamine gave me)\b",
        STORY,
        page_says=r"\btypical\b",
    ),
    Rule(r"\bcommit(?:s|ted|ting)? suicide\b", SUICIDE),
    Rule(r"\b(?:in)?eligib(?:le|ility)\b|\bapproved for you\b", DECIDES),
)

_PALABRA = _word_but("y|e|pero|sino|porque|pues|cuando|mientras|aunque|hasta|si|entonces")
_DENIED_IN_SPANISH = (
    r"\b(?:no|ni|nunca|jamás|nadie|nada|ning[uú]na?|ninguno|tampoco)\b"
    r"(?!(?:\s+[\w-]+){0,2}\s+(?:dud|preocup|tem|olvid|arrepient|sol|sól|únic|más|otr|antes|tan))"
    rf"(?:{_PALABRA}){{0,5}}(?:\s+que(?:\s+[\w-]+){{0,6}})?[\s“\"«(]*"
    rf"|\bsi(?:{_PALABRA}){{0,4}}\s+(?:es|son|está|están|fue|fueron|sea|sean)\s+|\bsi\s+(?:es|son)\s+"
    rf"|^¿(?:es|son|está|están|fue|ha|han)\b(?:{_PALABRA}){{0,4}}\s+"
)
_NEVER_APPROVED_IN_SPANISH = r"\b(?:ansiedad|TEPT|postraumático|dolor|SDRC|fibromialgia)\b"

SPANISH = (
    Rule(r"\brevolucionari[oa]s?\b", HYPE),
    Rule(r"\bmilagro(?:s|s[oa]s?)?\b", HYPE),
    Rule(r"\bcura(?:n|r|do|da)?\b", CERTAIN),
    Rule(r"\brayo de esperanza\b", HYPE),
    Rule(r"\bcambi(?:a|ar|ó) (?:la|su|tu) vida\b", HYPE),
    Rule(r"\bgarantiza(?:n|r|do|da|dos|das)?\b", CERTAIN, unless=_DENIED_IN_SPANISH),
    Rule(
        r"(?:(?<=\bes )|(?<=\bson ))(?:muy |(?:total|completa)?mente )?segur[oa]s?\b",
        QUALIFY,
        unless=_DENIED_IN_SPANISH,
    ),
    Rule(r"\b(?:com)?probad[oa]s?\b", QUALIFY, unless=_DENIED_IN_SPANISH),
    Rule(r"\bno (?:(?:es|son) )?adictiv[oa]s?\b|\bno causa adicción\b", FALSE),
    Rule(r"\b(?:sin|no tienen?) (?:ningún )?efectos? (?:secundario|adverso)s?\b", FALSE),
    Rule(r"\baprobad[oa]s? para\b", APPROVED, beside=_NEVER_APPROVED_IN_SPANISH, unless=_DENIED_IN_SPANISH),
    Rule(r"\bcomet(?:er|e|ió|en) suicidio\b", SUICIDE),
    Rule(r"\belegib(?:le|les|ilidad)\b", DECIDES),
)

RULES = {"en": ENGLISH, "es": SPANISH}
_any = {
    language: re.compile("|".join(rule.words for rule in rules), re.IGNORECASE)
    for language, rules in RULES.items()
}


def hits(edition):
    """Every place where the edition’s words are on the list, what its pictures say they show included."""
    rules, any_word = RULES[edition.language], _any[edition.language]
    parts = [(part, getattr(edition, part)) for part in (*PLAIN_PARTS, *edition.RICH_PARTS)]
    parts += [
        (part, told) for part in edition.RICH_PARTS for _picture, told in pictures_in(getattr(edition, part))
    ]
    page = " ".join(text for _part, text in parts)
    return [
        Hit(phrase, sentence[:KEPT_OF_SENTENCE].rstrip(), part, rule.why)
        for part, text in parts
        for block in blocks(text)
        if any_word.search(block)
        for sentence in sentences(block)
        for rule in rules
        if not (rule.page_says and _search(rule.page_says, page))
        for phrase in rule.found_in(sentence)
    ]


def _search(pattern, words):
    return re.search(pattern, words, re.IGNORECASE)
