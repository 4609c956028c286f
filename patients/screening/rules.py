"""The screening rules: which question is asked when, and which answer to it needs whom.

`starter/rules.csv` holds them as the portal ships, a row each. An id keeps its meaning for good.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SHIPPED = Path(__file__).parent / "starter" / "rules.csv"


@dataclass(frozen=True)
class Rule:
    """One question and the answers (`flag_when`) that raise a flag of a `level`.

    `level`: crisis, stop, clinician_review or note. `stage`: when it is asked, with commas between: P by the
    public page, before anybody knows who asks; E at the evaluation; D on the day of a session. `answer_type`: the
    answers with | between, or what kind of answer it is. `sources`: codes of the library's sources.
    """

    id: str
    group: str
    question: str
    answer_type: str
    flag_when: str
    level: str
    stage: str
    applies_to: str
    why: str
    basis: str
    sources: str

    @property
    def answers(self):
        return self.answer_type.split("|")

    @property
    def needs_a_clinician(self):
        """Whether a flag means that a clinician talks with the person, or looks at the answer, before anything."""
        return self.level in ("stop", "clinician_review")

    def is_asked_at(self, stage):
        return stage in self.stage.split(",")


@cache
def shipped_rules():
    """Every rule as the portal ships, by its id."""
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        return {row["id"]: Rule(**row) for row in csv.DictReader(file)}
