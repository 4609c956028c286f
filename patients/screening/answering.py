"""Answering the health questions: begun, saved as one goes, finished; a crisis answer is answered at once."""

import uuid

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from patients.people.holding import raise_hold
from patients.people.models import Hold, Patient
from patients.safety.models import Cause
from patients.safety.on_call import is_watched
from patients.safety.raising import raise_task

from .judging import FlagLevel, level_of, outcome_of
from .models import Answer, Flag, QuestionnaireResponse, Rule

ABOUT_SUICIDE, BORN, BORN_TOO, IN_WITHDRAWAL = "S02", "S01", "S01b", "S25"
KNOWN_OTHERWISE = ("birth_date", "blood_pressure")  # from the registration, and from the evaluation
CAUSES = {"yes": Cause.SAID_YES, "prefer_not": Cause.RATHER_NOT_SAY}
HOLD_WORDS = "A clinician looks at their health answers first."


def questions_for(location, now=None, attended=False):
    """The rules asked before an evaluation, in order. The one about suicide only where somebody is on call.

    `attended` is where a person who works here asks: then it is always asked.
    """
    asked = [rule for rule in Rule.objects.in_use().asked_at("E") if rule.answer_type not in KNOWN_OTHERWISE]
    if attended or is_watched(location, now):
        return asked
    return [rule for rule in asked if rule.level != FlagLevel.CRISIS]


def speaks_of_danger(sent):
    """Whether a form that was sent says so in the question about suicide, whatever else is wrong with it."""
    return sent.get(f"q_{ABOUT_SUICIDE}") in CAUSES


def asks_for_withdrawal_help(answers):
    """Whether somebody says that they are in withdrawal or cannot stop: they see whom to call for that."""
    return any(rule.key == IN_WITHDRAWAL and value == "yes" for rule, (value, _text) in answers.items())


def begun_by(patient):
    """The answers that this patient has begun and not finished, or None."""
    return QuestionnaireResponse.objects.begun().filter(patient=patient).first()


def said_in(response):
    """The answers that stand in one response, by the key of the question; none where nothing is begun (None)."""
    rows = response.answers.last_words().select_related("rule", "answered_by") if response else ()
    return {answer.rule.key: answer for answer in rows}


@transaction.atomic
def begin(*, patient, mode=QuestionnaireResponse.Mode.OWN, by=None, now=None):
    """Begin to answer, or go on where it was left; returns the QuestionnaireResponse. Beginning twice is once."""
    patient = Patient.objects.locked(patient)
    begun = begun_by(patient)
    if begun is None:
        with pghistory.context(**_who(by)):
            begun = QuestionnaireResponse.objects.create(
                patient=patient, mode=mode, started_by=by, started_at=now or timezone.now()
            )
    return begun


@transaction.atomic
def save_answers(*, response, answers, form_key, by=None, now=None):
    """Keep what was answered; returns the SafetyTask that an answer raised, or None.

    `answers` holds by rule a pair of the value and the words to it. What stands already is not kept again, but a
    crisis answer always is, once for each time the form was shown (`form_key`, a UUID). With each one, in this
    same transaction, stand a safety task of its own and the hold: where they cannot be written nothing is. A
    stop-level answer puts the patient's care on hold. Refuses answers that were sent (code `sent`).
    """
    now = now or timezone.now()
    patient = Patient.objects.locked(response.patient)
    response = QuestionnaireResponse.objects.get(pk=response.pk)
    if response.submitted_at:
        raise ValidationError(
            _("You have sent these answers. To change one, begin again or call us."), code="sent"
        )
    standing = said_in(response)
    task, levels = None, []
    for rule, (value, text) in answers.items():
        is_crisis = level_of(rule, value) == FlagLevel.CRISIS
        answer = standing.get(rule.key)
        same = answer and (answer.value, answer.text, answer.rule_id) == (value, text.strip(), rule.pk)
        if not same or (is_crisis and answer.form_key != form_key):
            answer = Answer.objects.create(
                response=response,
                rule=rule,
                value=value,
                text=text.strip(),
                form_key=form_key,
                answered_at=now,
                answered_by=by,
            )
            levels += flag(answer, [rule], patient, now)
        if is_crisis:
            task = _raise(patient, answer, now)
    if FlagLevel.STOP in levels:
        _hold(patient, now)
    return task


def flag(answer, rules, patient, now):
    """Raise the flags that an answer means by these rules; returns their levels."""
    facts = {"age": patient.age_on(now.astimezone(patient.location.zone).date())}
    found = [(rule, level_of(rule, answer.value, facts)) for rule in rules]
    Flag.objects.bulk_create(Flag(answer=answer, rule=rule, level=level) for rule, level in found if level)
    return [level for _rule, level in found if level]


def _raise(patient, answer, now):
    """The one task of this answer, however often it is sent."""
    key = uuid.uuid5(answer.form_key, str(answer.pk))
    return raise_task(patient=patient, cause=CAUSES[answer.value], form_key=key, now=now)


def _hold(patient, now):
    if not Hold.objects.open().filter(patient=patient, cause=Hold.Cause.ANSWERS).exists():
        raise_hold(patient=patient, reason=HOLD_WORDS, cause=Hold.Cause.ANSWERS, now=now)


def unanswered(response, rules):
    """Those of `rules` that nobody has answered yet in this response."""
    done = set(response.answers.values_list("rule__key", flat=True))
    return [rule for rule in rules if rule.key not in done]


@transaction.atomic
def submit(*, response, by=None, attended=False, now=None):
    """Send the answers; returns the Outcome that the person is told. Sending twice is once.

    The age goes with them as an answer of its own. Refuses where a question was not answered (code
    `unanswered`), whatever step is sent last, and where there is none (`no_questions`).
    """
    now = now or timezone.now()
    patient = Patient.objects.locked(response.patient)
    response = QuestionnaireResponse.objects.get(pk=response.pk)
    if response.submitted_at is None:
        rules = questions_for(patient.location, now, attended)
        if not rules:  # nobody has loaded them: nothing asked is nothing known
            raise ValidationError(_("There are no questions yet."), code="no_questions")
        if missing := unanswered(response, rules):
            raise ValidationError(
                _("Some questions are still open: %(count)s."),
                code="unanswered",
                params={"count": len(missing)},
            )
        _keep_the_age(response, patient, by, now)
        response.submitted_at, response.submitted_by = now, by
        with pghistory.context(**_who(by)):
            response.save(update_fields=["submitted_at", "submitted_by"])
    return outcome_of(Flag.objects.standing(response).values_list("level", flat=True))


def _keep_the_age(response, patient, by, now):
    """The birth date we know, as the answer to S01, with what S01 and S01b say of it."""
    rules = {rule.key: rule for rule in Rule.objects.in_use().filter(key__in=[BORN, BORN_TOO])}
    if BORN not in rules:
        return
    answer = Answer.objects.create(
        response=response,
        rule=rules[BORN],
        value=patient.birth_date.isoformat(),
        form_key=uuid.uuid4(),
        answered_at=now,
        answered_by=by,
    )
    if FlagLevel.STOP in flag(answer, rules.values(), patient, now):
        _hold(patient, now)


def _who(by):
    return {"user": by.pk} if by else {"patient": True}


def follow(*, patient, into):
    """The patient was here twice: their answers follow to `into`. Only `merging` calls this.

    Refuses where both have begun and not finished.
    """
    if begun_by(patient) and begun_by(into):
        raise ValidationError(
            _("Both have begun the health questions. Finish one of them first."), "both_begun"
        )
    QuestionnaireResponse.objects.filter(patient=patient).update(patient=into)
