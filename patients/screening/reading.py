"""Reading what a patient answered: flags by level, all answers in order, and what changed since the time before."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from .choices import words_for
from .judging import FlagLevel
from .models import Flag, QuestionnaireResponse


@dataclass(frozen=True)
class Read:
    """One answer as people read it: the question, the words of the answer, and what the time before said."""

    rule: object
    words: str
    text: str = ""
    answered_at: object = None
    answered_by: object = None
    before: str | None = None  # where it changed

    @property
    def has_changed(self):
        return self.before is not None


def words_of(rule, value):
    """The words of an answer's value."""
    if isinstance(value, dict):
        if "height_cm" in value:
            return f"{value['height_cm']} cm, {value['weight_kg']} kg"
        return "/".join(str(number) for number in value.values())
    if rule.answer_type == "birth_date":
        return date_format(date.fromisoformat(value))
    chosen = value if isinstance(value, list) else [value]
    return ", ".join(str(words_for(rule.key, choice)) for choice in chosen)


def answers_in(response):
    """The answers that stand in one response, in the order of the questions."""
    rows = response.answers.last_words().select_related("rule", "answered_by")
    return sorted(rows, key=lambda answer: (answer.rule.position, answer.rule.key))


def read(response, earlier=None):
    """Every answer of a response as `Read`; with `earlier`, an older response, also what it said otherwise."""
    said = {answer.rule.key: answer for answer in answers_in(earlier)} if earlier else {}
    for answer in answers_in(response):
        words = words_of(answer.rule, answer.value)
        before = None
        if (old := said.get(answer.rule.key)) and (old.value, old.text) != (answer.value, answer.text):
            before = ", ".join(filter(None, [words_of(old.rule, old.value), old.text]))
        yield Read(answer.rule, words, answer.text, answer.answered_at, answer.answered_by, before)


def by_level(response):
    """Pairs of a level and its flags, the gravest first, without levels that have none."""
    flags = Flag.objects.standing(response).select_related("rule", "answer__rule")
    found = {level: [flag for flag in flags if flag.level == level] for level in FlagLevel}
    for same in found.values():
        for each in same:
            each.words = words_of(each.answer.rule, each.answer.value)
    return [(level, same) for level, same in found.items() if same]


def before(response):
    """The finished response before this one, or None."""
    earlier = QuestionnaireResponse.objects.submitted().filter(patient=response.patient_id)
    return earlier.filter(submitted_at__lt=response.submitted_at).first() if response.submitted_at else None
