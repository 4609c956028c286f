"""The short steps in which the health questions are asked. Nothing is skipped: every rule stands in one step."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Step:
    """One page of questions. `slug` stands in its address and says nothing about health."""

    slug: str
    title: str
    groups: tuple[str, ...]


STEPS = (
    Step("1", _("What brings you here"), ("history",)),
    Step("2", _("How you are right now"), ("crisis",)),
    Step("3", _("Your mind"), ("psychosis", "mania", "mental_health", "cognition")),
    Step("4", _("Your heart and blood vessels"), ("vascular", "heart", "blood_pressure")),
    Step("5", _("Your head, eyes and breathing"), ("brain", "eye", "breathing")),
    Step(
        "6", _("Allergies and anesthetics, glands and weight"), ("allergy", "anesthetic", "endocrine", "body")
    ),
    Step("7", _("Liver, kidneys and bladder"), ("liver", "kidney_bladder")),
    Step("8", _("Pregnancy and breastfeeding"), ("pregnancy",)),
    Step("9", _("Your medicines"), ("medicine",)),
    Step("10", _("Alcohol and drugs"), ("substance",)),
    Step("11", _("Coming here and going home"), ("logistics", "access")),
)
RIGHT_NOW, LAST = STEPS[1], STEPS[-1]
_step_of_group = {group: step for step in STEPS for group in step.groups}


def step_of(rule):
    """The step in which a rule is asked; one of a new group is asked in the last."""
    return _step_of_group.get(rule.group, LAST)


def in_steps(rules):
    """Pairs of a step and its rules, without steps that ask nothing.

    The step on how somebody is right now stands always: where it may not ask, it says whom to call.
    """
    rules = list(rules)
    found = [(step, [rule for rule in rules if step_of(rule) == step]) for step in STEPS]
    return [(step, asked) for step, asked in found if asked or step == RIGHT_NOW]
