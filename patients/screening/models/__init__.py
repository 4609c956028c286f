"""Screening: the rules and their versions, what patients answered, the flags it raised, and the evaluation."""

from .answers import Answer, Flag, QuestionnaireResponse
from .evaluations import Evaluation
from .rules import Rule

__all__ = ["Answer", "Evaluation", "Flag", "QuestionnaireResponse", "Rule"]
