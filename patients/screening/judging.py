"""What an answer means by a rule: the level of the flag it raises, and what a person is told of all their flags.

Nothing here knows the database: rules in, levels out. Unsure is never no: where a rule does not name it, an unsure
answer, and one that somebody would rather not give, is for a clinician to look at.
"""

import operator
from decimal import Decimal, InvalidOperation

from django.db import models
from django.utils.translation import gettext_lazy as _

SIGNS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
LEFT_OPEN = {"unsure", "prefer_not"}


class FlagLevel(models.TextChoices):
    """What a flag asks for, the gravest first."""

    CRISIS = "crisis", _("Crisis")
    STOP = "stop", _("Stop: talk first")
    REVIEW = "clinician_review", _("For a clinician to look at")
    NOTE = "note", _("Note")


GRAVEST_FIRST = list(FlagLevel)
NEEDS_A_DECISION = (FlagLevel.CRISIS, FlagLevel.STOP, FlagLevel.REVIEW)


class Outcome(models.TextChoices):
    """What a person is told when they have answered. There is no “approved”."""

    CRISIS = "crisis", _("Please contact us now")
    STOP = "stop", _("We need to talk with you first")
    REVIEW = "review", _("A clinician will review your answers")


def level_of(rule, value, facts=None):
    """The level of the flag that `value` raises by `rule`, or None.

    `value` is a choice, a list of choices, or a dict of what was measured; `facts` are numbers that are known
    besides, such as `{"age": 17}`.
    """
    if rule.comparisons:
        known = {**(facts or {}), **measured(value)}
        met = any(
            name in known and SIGNS[sign](known[name], number) for name, sign, number in rule.comparisons
        )
        return FlagLevel(rule.level) if met else None
    if isinstance(value, dict):  # measured, under a version that has become a choice
        return None
    chosen = set(value if isinstance(value, list) else [value])
    if chosen & set(rule.flagging_choices):
        return FlagLevel(rule.level)
    if chosen & LEFT_OPEN:
        return FlagLevel.NOTE if rule.level == FlagLevel.NOTE else FlagLevel.REVIEW
    return None


def measured(value):
    """What was measured, as numbers; the body mass index from `height_cm` and `weight_kg`, without rounding."""
    if not isinstance(value, dict):
        return {}
    try:
        numbers = {name: Decimal(str(number)) for name, number in value.items()}
    except InvalidOperation:
        return {}
    if numbers.get("height_cm") and "weight_kg" in numbers:
        numbers["bmi"] = numbers["weight_kg"] * 10_000 / numbers["height_cm"] ** 2
    return numbers


def gravest(levels):
    """The gravest of some levels, or None where there is none."""
    return min(map(FlagLevel, levels), key=GRAVEST_FIRST.index, default=None)


def outcome_of(levels):
    """What the person is told. More flags never make it lighter."""
    worst = gravest(levels)
    if worst == FlagLevel.CRISIS:
        return Outcome.CRISIS
    return Outcome.STOP if worst == FlagLevel.STOP else Outcome.REVIEW
