"""Running another version of a rule over old answers: who would be flagged otherwise, and nothing is changed."""

from dataclasses import dataclass

from django.db.models import OuterRef, Q, Subquery

from patients.people.models import Patient

from .judging import level_of
from .models import Answer, QuestionnaireResponse


@dataclass(frozen=True)
class Otherwise:
    """One patient whose last answer a new version would judge otherwise; None is no flag."""

    patient: Patient
    answer: Answer
    before: str | None
    after: str | None


def replay(*, rule, in_use, user):
    """Who of the patients whose answers this user may see would be flagged otherwise by `rule` than by `in_use`.

    Each patient's newest finished answers count. An answer to a choice that the new version no longer has is
    judged as it stands. Returns a list of Otherwise, in order of names; in one query, whatever the number.
    """
    # What is measured may be judged by two rules, such as S01 and S01b; the answer stands under the first.
    same_answer = Q(rule__answer_type=in_use.answer_type) if in_use.is_measured else Q(rule__key=rule.key)
    newest = QuestionnaireResponse.objects.submitted().filter(patient=OuterRef("response__patient"))
    answers = (
        Answer.objects.filter(
            same_answer,
            response=Subquery(newest.values("pk")[:1]),
            response__in=QuestionnaireResponse.objects.visible_to(user),
        )
        .last_words()
        .select_related("response__patient__location")
        .order_by("response__patient__legal_name", "pk")
    )
    found = []
    for answer in answers:
        patient = answer.response.patient
        day = answer.response.submitted_at.astimezone(patient.location.zone).date()
        facts = {"age": patient.age_on(day)}
        before, after = (
            None if each.is_retired else level_of(each, answer.value, facts) for each in (in_use, rule)
        )
        if before != after:
            found.append(Otherwise(patient, answer, before, after))
    return found
