"""Screening: the rules and their versions, what patients answered, the flags it raised, and the evaluation."""

from .answers import Answer, Flag, QuestionnaireResponse
from .assessments import Assessment, FlagDecision
from .evaluations import Evaluation
from .rules import Rule

__all__ = [
    "Answer",
    "Assessment",
    "Evaluation",
    "Flag",
    "FlagDecision",
    "QuestionnaireResponse",
    "Rule",
]
