"""Reading what a patient answered: flags by level, all answers in order, and what changed since the time before."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from education.models import Source

from .answering import ABOUT_SUICIDE, said_in
from .choices import words_for
from .judging import FlagLevel
from .models import Flag, FlagDecision, QuestionnaireResponse

LIST_OF_MEDICINES, MAKES_DROWSY = "S39", "S33"


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
    return sorted(said_in(response).values(), key=lambda answer: (answer.rule.position, answer.rule.key))


def read(response, earlier=None):
    """Every answer of a response as `Read`; with `earlier`, an older response, also what it said otherwise."""
    said = said_in(earlier)
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
    add_sources(flags)
    return [(level, same) for level, same in found.items() if same]


def before(response):
    """The finished response before this one, or None."""
    earlier = QuestionnaireResponse.objects.submitted().filter(patient=response.patient_id)
    return earlier.filter(submitted_at__lt=response.submitted_at).first() if response.submitted_at else None


def add_sources(flags):
    """Each flag with `rests_on`, the sources of its rule (one query)."""
    codes = {code for flag in flags for code in flag.rule.sources.split()}
    sources = {source.code: source for source in Source.objects.filter(code__in=codes)} if codes else {}
    for flag in flags:
        flag.rests_on = [sources[code] for code in flag.rule.sources.split() if code in sources]


def asked_about_suicide(response):
    """Whether the question was put at all: a page that nobody watches does not ask it."""
    return response.answers.filter(rule__key=ABOUT_SUICIDE).exists()


def medicines_in(response):
    """What somebody says in their answers that they take, to begin a list with."""
    said = said_in(response)
    lines = [said[key].text for key in (LIST_OF_MEDICINES, MAKES_DROWSY) if key in said]
    if LIST_OF_MEDICINES in said and not any(lines):
        lines = [words_of(said[LIST_OF_MEDICINES].rule, said[LIST_OF_MEDICINES].value)]
    return "\n".join(filter(None, lines))


def records_of(patient, day):
    """What was signed about a patient, the newest first: each examination with its flags and its decisions.

    Pairs of an Assessment, None for a decision of before examinations were kept, and its evaluations with their
    standing on `day`. The assessment has `judged`, its decisions about flags. In three queries.
    """
    rows = patient.evaluations.with_standing(day).order_by("-pk")
    rows = list(rows.select_related("treatment", "decided_by", "suspended_by", "assessment__signed_by"))
    assessments = [row.assessment_id for row in rows if row.assessment_id]
    said = {}
    judged = FlagDecision.objects.filter(assessment__in=assessments)
    for each in judged.select_related("flag__rule", "flag__answer__rule"):
        said.setdefault(each.assessment_id, []).append(each)
    records = {}
    for row in rows:
        assessment, evaluations = records.setdefault(
            row.assessment_id or f"alone {row.pk}", (row.assessment, [])
        )
        evaluations.append(row)
        if assessment:
            assessment.judged = said.get(assessment.pk, [])
    return list(records.values())
