"""Words that say somebody may be in danger: search then shows whom to call, before anything else.

A search box is where some people say it first, and a list of pages is no answer to it. The list errs on the
side of showing the numbers once too often: who meant only to read about suicide loses a few lines, and finds
the pages below. Nothing is kept or logged, and nobody is told: the box is not watched, and does not seem to be.
"""

import re

PHRASES = re.compile(
    r"\b(?:"
    r"suicid\w*|suiside\w*|sucid\w*|suacid\w*|"
    r"kill(?:ing)? (?:my ?self|me)|kms|unaliv\w*|"
    r"(?:end(?:ing)?|tak(?:e|ing)) my (?:own )?life|end(?:ing)? it all|"
    r"(?:want(?:ed|ing)? to|wanna|going to|gonna|ready to|wish (?:i (?:could|would|might))) die|"
    r"wish i (?:was|were) (?:dead|never born)|better off (?:dead|without me)|rather be dead|"
    r"(?:dont|do not|don t|no longer) want to (?:live|be alive|be here|wake up|go on|exist)|"
    r"(?:cant|cannot|can not|can t) (?:go on|live like this|take (?:it|this) any ?more)|"
    r"(?:no|nothing|not worth) (?:reason to live|to live for|living)|"
    r"self ?harm\w*|self ?injur\w*|(?:hurt|harm|cut|hang|shoot|drown)(?:ing|ting)? my ?self|"
    r"overdos\w*|took too (?:much|many)|"
    r"matarme|quiero morir(?:me)?|quitarme la vida|no quiero vivir|hacerme daño|sobredosis"
    r")\b"
)


def speak_of_danger(words):
    """Whether these words, small letters without punctuation, may come from somebody in danger."""
    return bool(PHRASES.search(" ".join(words)))
