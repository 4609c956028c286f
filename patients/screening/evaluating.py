"""Evaluating a patient: a prescriber signs what they found and what they decide, and suspends what no longer holds."""

import uuid
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.refusing import words_of, words_of_triggers
from education.models import Treatment
from patients.area.linking import tell_of_news
from patients.inquiries.form_keys import SENT_BEFORE, sent_before
from patients.people.caring import join_care_team
from patients.people.holding import lift_hold
from patients.people.models import Hold, Patient

from .answering import begun_by
from .judging import GRAVEST_FIRST, FlagLevel, level_of
from .models import Assessment, Evaluation, Flag, FlagDecision, Rule

LONGEST_VALID = timedelta(days=365)
USUALLY_VALID = timedelta(days=180)
LIFTED_BECAUSE = "Every flag of the newest answers was accepted in the evaluation."


@dataclass(frozen=True)
class Decided:
    """What a prescriber decides about one treatment, why, until when, and the letter where it is not for it."""

    treatment: Treatment
    decision: str
    summary: str
    valid_until: date
    letter: str = ""


@transaction.atomic
def evaluate(
    *, patient, mode, examined_on, findings, decided, by, response=None, judged=None, seen=None, form_key=None,
    now=None, diagnoses="", medicines="", **measured,
):  # fmt: skip
    """Sign what the prescriber `by` found at one examination and decides of it; returns the Assessment.

    `decided` is a `Decided` for each treatment decided about; `response` the answers that were read, None where
    the patient has sent none; `judged` holds by the key of a flag's rule a pair of a `FlagDecision.Decision` and
    the reason; `measured` are the vital signs (`assessments.MEASURED`). All of it stands, or nothing does. `seen`
    is what `newest_of` said when the page was shown; None where no page was.

    The prescriber looks after the patient from then on. Where every flag is accepted and a decision is for
    treatment, holds that answers raised are lifted; those of a safety task never are. A letter is told of by a
    neutral mail. Refuses, with `ValidationError` by the name of a field, such as `mode`, `S06-reason` or
    `ketamine_iv-decision`, and where answers or an evaluation came meanwhile (`answered_meanwhile`,
    `signed_meanwhile`). The same `form_key` (a UUID) sent twice is one Assessment; with other content it is
    refused (`sent_before`).
    """
    now = now or timezone.now()
    if not by.has_perm("screening.add_evaluation"):
        raise ValidationError(_("Only a prescriber may decide about a treatment."), code="not_a_prescriber")
    patient = Patient.objects.locked(patient)
    form_key, judged = form_key or uuid.uuid4(), judged or {}
    said = {
        "patient": patient,
        "response": response,
        "mode": mode,
        "examined_on": examined_on,
        "findings": findings.strip(),
        "diagnoses": diagnoses.strip(),
        "medicines": medicines.strip(),
        "signed_by": by,
        **measured,
    }
    if earlier := sent_before(Assessment.objects, form_key, said):
        return _the_same(earlier, decided, judged)
    if response != patient.responses.submitted().first():
        words = words_of_triggers()["evaluation_reads_the_newest_answers"]
        raise ValidationError(words, code="answered_meanwhile")
    if seen is not None and seen != newest_of(patient):
        words = _("Somebody signed an evaluation meanwhile. Read it below, then sign yours.")
        raise ValidationError(words, code="signed_meanwhile")
    if examined_on > now.astimezone(patient.location.zone).date():
        raise ValidationError({"examined_on": _("The date of the evaluation lies in the future.")})
    if not decided:
        raise ValidationError(_("Decide about one treatment at least."), code="nothing_decided")
    assessment = Assessment(**said, signed_at=now, form_key=form_key)
    assessment.full_clean()
    assessment.save(force_insert=True)
    flags = _judge(assessment, judged)
    for each in decided:
        _decide(assessment, each, flags, now)
    if any(each.decision == Evaluation.Decision.ELIGIBLE for each in decided):
        _lift(patient, flags, by, now)
    join_care_team(patient=patient, user=by, by=by, now=now)
    if any(each.letter.strip() for each in decided) and Patient.Channel.EMAIL in patient.channels:
        tell_of_news(patient=patient, by=by)
    return assessment


def newest_of(patient):
    """The reference of the decision that was signed last about this patient, or nothing."""
    return patient.evaluations.order_by("-pk").values_list("reference", flat=True).first() or ""


def flags_of_pressure(systolic, diastolic):
    """The flags that a blood pressure raises by the rules in use, not yet kept; none where it was not taken."""
    if not (systolic and diastolic):
        return []
    value = {"systolic": systolic, "diastolic": diastolic}
    rules = Rule.objects.in_use().asked_at("E").filter(answer_type="blood_pressure")
    found = [(rule, level_of(rule, value)) for rule in rules]
    flags = [Flag(rule=rule, level=level) for rule, level in found if level]
    return sorted(flags, key=lambda flag: GRAVEST_FIRST.index(flag.level))


def _judge(assessment, judged):
    """Keep the flags of the blood pressure, and what was said of every flag; returns all flags with `accepted`."""
    for flag in flags_of_pressure(assessment.systolic, assessment.diastolic):
        flag.assessment = assessment
        flag.save(force_insert=True)
    flags = list(Flag.objects.before(assessment).select_related("rule"))
    if unknown := judged.keys() - {flag.rule.key for flag in flags}:
        raise ValidationError(_("No such flag stands: %(keys)s.") % {"keys": ", ".join(sorted(unknown))})
    for flag in flags:
        decision, reason = judged.get(flag.rule.key, ("", ""))
        flag.accepted = decision == FlagDecision.Decision.ACCEPT
        if decision:
            row = FlagDecision(assessment=assessment, flag=flag, decision=decision, reason=reason.strip())
            with _named(flag.rule.key, "decision"):
                row.full_clean()
            row.save(force_insert=True)
    return flags


def _decide(assessment, decided, flags, now):
    key, treatment = decided.treatment.key, decided.treatment
    evaluation = Evaluation(
        patient=assessment.patient,
        treatment=treatment,
        assessment=assessment,
        decision=decided.decision,
        mode=assessment.mode,
        summary=decided.summary.strip(),
        letter=decided.letter.strip(),
        decided_by=assessment.signed_by,
        decided_on=assessment.examined_on,
        valid_until=decided.valid_until,
        recorded_at=now,
    )
    with _named(key, "decision"):
        evaluation.full_clean()
    if decided.valid_until > assessment.examined_on + LONGEST_VALID:
        words = _("An evaluation holds for a year at most. Choose an earlier “valid until”.")
        raise ValidationError({f"{key}-valid_until": words})
    if decided.decision == Evaluation.Decision.ELIGIBLE:
        _refuse_undecided(treatment, flags)
        _refuse_from_afar(assessment)
    try:
        with transaction.atomic():
            evaluation.save(force_insert=True)
    except IntegrityError as error:  # the database found what the words above did not
        raise ValidationError({f"{key}-decision": words_of(error) or str(error)}) from error


def _refuse_undecided(treatment, flags):
    """Every flag that speaks of this treatment is accepted with a reason, or treatment cannot go ahead."""
    undecided = [
        flag
        for flag in flags
        if flag.asks_for_a_decision and flag.rule.concerns(treatment) and not flag.accepted
    ]
    if undecided:
        words = ngettext(
            "Treatment cannot go ahead: %(count)s flag is not accepted with a reason.",
            "Treatment cannot go ahead: %(count)s flags are not accepted with a reason.",
            len(undecided),
        ) % {"count": len(undecided)}
        row = _("Not accepted, and %(treatment)s is to go ahead.") % {"treatment": treatment}
        errors = {f"{flag.rule.key}-decision": row for flag in undecided}
        raise ValidationError({**errors, f"{treatment.key}-decision": words})


def _refuse_from_afar(assessment):
    """Somebody here saw the patient before a treatment is decided for: now or once before."""
    patient, in_person = assessment.patient, Assessment.Mode.IN_PERSON
    if not patient.location.sees_in_person_first or assessment.mode == in_person:
        return
    if not patient.evaluations.filter(mode=in_person).exists():
        words = _("Nobody here has seen them in person yet. Do so before the first treatment.")
        raise ValidationError({"mode": words})


def _lift(patient, flags, by, now):
    """Let care go on that waited for somebody to look at the answers, and at nothing else.

    Not where a flag is left, and not where answers that were begun and not sent say something new.
    """
    left = [flag for flag in flags if flag.asks_for_a_decision and not flag.accepted]
    begun = begun_by(patient)
    if left or (begun and Flag.objects.standing(begun).filter(level=FlagLevel.STOP).exists()):
        return
    for hold in Hold.objects.open().filter(patient=patient, cause=Hold.Cause.ANSWERS):
        lift_hold(hold=hold, because=LIFTED_BECAUSE, by=by, now=now)


def _the_same(earlier, decided, judged):
    """What this form signed when it was sent before; refuses where it decides otherwise now."""
    decisions = {
        (e.treatment_id, e.decision, e.summary, e.valid_until, e.letter) for e in earlier.evaluations.all()
    }
    said_of = earlier.flag_decisions.select_related("flag__rule")
    flags = {(each.flag.rule.key, each.decision, each.reason) for each in said_of}
    now_decided = {
        (e.treatment.pk, e.decision, e.summary.strip(), e.valid_until, e.letter.strip()) for e in decided
    }
    now_judged = {(key, decision, reason.strip()) for key, (decision, reason) in judged.items()}
    if (decisions, flags) != (now_decided, now_judged):
        raise ValidationError(SENT_BEFORE, code="sent_before")
    return earlier


@contextmanager
def _named(row, otherwise):
    """What is refused within is named by the row of the form it stands in; what names no field by `otherwise`."""
    try:
        yield
    except ValidationError as refusal:
        raise ValidationError(
            {
                f"{row}-{otherwise if name == NON_FIELD_ERRORS else name}": errors
                for name, errors in refusal.error_dict.items()
            }
        ) from refusal


@transaction.atomic
def suspend(*, evaluation, by, reason, now=None):
    """Let an evaluation no longer hold; booked sessions show as on hold at once. Returns the Evaluation.

    Takes the patient's lock, so that nobody books on it meanwhile. Refuses, with
    `ValidationError`, one that is suspended already and a missing reason.
    """
    if not by.has_perm("screening.change_evaluation"):
        raise ValidationError(_("Only a prescriber may suspend an evaluation."))
    if not reason.strip():
        raise ValidationError(_("Say why the evaluation is suspended."))
    Patient.objects.locked(evaluation.patient)
    evaluation = Evaluation.objects.get(pk=evaluation.pk)
    if evaluation.suspended_at:
        raise ValidationError(_("This evaluation was suspended already."))
    evaluation.suspended_at = now or timezone.now()
    evaluation.suspended_by = by
    evaluation.suspended_because = reason.strip()
    evaluation.full_clean()
    evaluation.save(update_fields=["suspended_at", "suspended_by", "suspended_because"])
    return evaluation


def follow(*, patient, into):
    """The patient was here twice: their evaluations follow to `into`. Only `merging` calls this."""
    Assessment.objects.filter(patient=patient).update(patient=into)
    Evaluation.objects.filter(patient=patient).update(patient=into)
