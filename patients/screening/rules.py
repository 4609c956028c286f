"""The screening rules as the portal ships them, and what the words of a rule mean.

`starter/rules.csv` holds them, a row each; `loading.load_rules` puts them in the database, where a clinic changes
them. An id keeps its meaning for good.

How an answer is given (`answer_type`): tokens with | between, of which one is chosen; `any_of:` before them where
several may be; `+text` after them where words may be added; or one of `birth_date`, `height_and_weight` and
`blood_pressure`. When it raises a flag (`flag_when`): the tokens that do, with | between; `any` for every real
choice; or comparisons such as `age<18` or `systolic>140 or diastolic>90`.
"""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SHIPPED = Path(__file__).parent / "starter" / "rules.csv"

NO_REAL_CHOICE = ("none", "unsure", "prefer_not")
MEASURED = {
    "birth_date": ("age",),
    "height_and_weight": ("bmi",),
    "blood_pressure": ("systolic", "diastolic"),
}
ON_SOURCES = {"label_us", "label_eu", "guideline", "review", "fda_alert"}
ON_NONE = {"law", "design", "general_knowledge"}
COMPARISON = re.compile(r"(\w+)(<=|>=|<|>)(\d{1,3})")


class RuleWords:
    """What the words of a rule say. For whatever has a rule's fields: a shipped row, or a version in the database."""

    @property
    def takes_several(self):
        return self.answer_type.startswith("any_of:")

    @property
    def takes_text(self):
        return self.answer_type.endswith("+text")

    @property
    def is_measured(self):
        """Whether the answer is a number or a date and not a choice."""
        return self.answer_type in MEASURED

    @property
    def choices(self):
        """The tokens to choose from."""
        if self.is_measured or self.answer_type == "link":
            return []
        return self.answer_type.removeprefix("any_of:").removesuffix("+text").split("|")

    @property
    def comparisons(self):
        """`flag_when` as triples such as `("age", "<", 18)`; empty where it names choices."""
        parts = [COMPARISON.fullmatch(part.strip()) for part in self.flag_when.split(" or ")]
        return [(found[1], found[2], int(found[3])) for found in parts] if all(parts) else []

    @property
    def flagging_choices(self):
        """The choices that raise a flag of this rule's own level."""
        if self.flag_when == "any":
            return [choice for choice in self.choices if choice not in NO_REAL_CHOICE]
        return [] if self.comparisons else self.flag_when.split("|")

    @property
    def needs_a_clinician(self):
        """Whether a flag means that a clinician talks with the person, or looks at the answer, before anything."""
        return self.level in ("stop", "clinician_review")

    @property
    def treatments(self):
        """The keys of the treatments that its flags speak of, or `all`."""
        return self.applies_to.replace(" ", "").split(",")

    def concerns(self, treatment):
        """Whether a flag of it speaks of this treatment."""
        return bool({"all", treatment.key} & {*self.treatments})

    def is_asked_at(self, stage):
        return stage in self.stage.split(",")

    def what_makes_no_sense(self):
        """Pairs of a field and what is wrong with its words, in words; empty for a rule that can be judged."""
        rests_on = set(self.basis.split("+"))
        if not rests_on <= ON_SOURCES | ON_NONE:
            yield "basis", f"Say on what it rests, with + between: {', '.join(sorted(ON_SOURCES | ON_NONE))}."
        elif rests_on & ON_SOURCES and not self.sources.split():
            yield "sources", "Name the sources it rests on, by their codes."
        if self.is_measured:
            known = MEASURED[self.answer_type]
            if not self.comparisons or any(name not in known for name, _sign, _number in self.comparisons):
                yield "flag_when", f"Compare {' or '.join(known)} with a number, such as {known[0]}>=35."
            return
        if self.answer_type == "link":
            if self.stage != "P":
                yield "answer_type", "A link is no question: only the public page, P, can show it."
            return
        if not re.fullmatch(r"(any_of:)?[a-z0-9_]+(\|[a-z0-9_]+)+(\+text)?", self.answer_type):
            yield "answer_type", "Give the choices with | between, such as yes|no|unsure."
        elif self.flag_when != "any" and not set(self.flag_when.split("|")) <= set(self.choices):
            yield "flag_when", "Name choices of this question, with | between."


@dataclass(frozen=True)
class ShippedRule(RuleWords):
    """One question and the answers (`flag_when`) that raise a flag of a `level`.

    `level`: crisis, stop, clinician_review or note. `stage`: when it is asked, with commas between: P by the
    public page, before anybody knows who asks; E at the evaluation; D on the day of a session. `why` is for
    clinicians, `asked_because` for whoever is asked. `sources`: codes of the library's sources.
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
    asked_because: str
    question_es: str
    asked_because_es: str


@cache
def shipped_rules():
    """Every rule as the portal ships, by its id."""
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        return {row["id"]: ShippedRule(**row) for row in csv.DictReader(file)}
