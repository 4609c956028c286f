"""Sixty people and what their answers mean: the flags, and what each person is told (T35)."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from patients.people.models import Hold
from patients.safety.models import SafetyTask
from patients.screening import answering
from patients.screening.judging import Outcome, level_of, outcome_of
from patients.screening.models import Answer, Flag
from patients.screening.rules import shipped_rules
from tests.patients.screening.answer_sets import ALWAYS, HARMLESS, SETS
from tests.patients.screening.asking import answer_all, born, pair, rules, save, somebody_born

TODAY = date(2026, 11, 30)
NOW = datetime(2026, 11, 30, 17, tzinfo=UTC)
MEASURED_BY_STAFF = {"S09", "S09b"}
# By the acts each takes a tenth of a second, so most of them wait for the drill.
IN_THE_DATABASE = [
    one if place % 6 == 0 or place >= 57 else pytest.param(one, marks=pytest.mark.drill)
    for place, one in enumerate(SETS)
]


def name_of(one):
    return one["name"]


def judged(one):
    """The flags of all that somebody answered, and of what staff measured."""
    said = {key: pair(value)[0] for key, value in {**HARMLESS, **one["answers"]}.items()}
    said |= dict.fromkeys(("S01", "S01b"), born(one["age"], TODAY).isoformat())
    if one["blood_pressure"]:
        measured = dict(zip(("systolic", "diastolic"), one["blood_pressure"], strict=True))
        said |= dict.fromkeys(MEASURED_BY_STAFF, measured)
    found = {
        (key, level_of(shipped_rules()[key], value, {"age": one["age"][0]})) for key, value in said.items()
    }
    return {(key, level.value) for key, level in found if level}


def test_there_are_sixty_and_each_outcome_is_among_them():
    assert len(SETS) == 60
    assert {one["outcome"] for one in SETS} == set(Outcome.values)
    assert {key for one in SETS for key, _level in one["flags"]} == asked_before_an_evaluation()


def asked_before_an_evaluation():
    return {rule.id for rule in shipped_rules().values() if rule.is_asked_at("E")}


@pytest.mark.parametrize("one", SETS, ids=name_of)
def test_somebodys_answers_mean_exactly_these_flags_and_this_outcome(one):
    """T35"""
    assert judged(one) == one["flags"]
    assert outcome_of([level for _key, level in one["flags"]]) == one["outcome"]


@pytest.mark.parametrize("one", IN_THE_DATABASE, ids=name_of)
def test_what_is_answered_saved_and_sent_means_the_same(one, health_questions, small_clinic):
    """T35"""
    patient = somebody_born(small_clinic, born(one["age"], TODAY))
    response = answering.begin(patient=patient, now=NOW)
    save(response, {**HARMLESS, **one["answers"]}, now=NOW)
    outcome = answering.submit(response=response, now=NOW)
    expected = {(key, level) for key, level in one["flags"] if key not in MEASURED_BY_STAFF}
    assert set(Flag.objects.standing(response).values_list("rule__key", "level")) == expected
    assert outcome == outcome_of([level for _key, level in expected])
    assert SafetyTask.objects.exists() == (outcome == Outcome.CRISIS)
    stops = any(level == "stop" for _key, level in expected)
    assert Hold.objects.filter(patient=patient, cause=Hold.Cause.ANSWERS).count() == stops


@pytest.mark.parametrize(
    ("age", "flags"),
    [
        ((0, 0), {"S01": "stop"}),
        ((17, 364), {"S01": "stop"}),
        ((18, 0), {}),
        ((64, 364), {}),
        ((65, 0), {"S01b": "clinician_review"}),
        ((110, 0), {"S01b": "clinician_review"}),
    ],
)
def test_the_age_counts_from_the_birthday_on(age, flags, health_questions, small_clinic):
    """T35: the age on the day it is sent, by the location's calendar."""
    patient = somebody_born(small_clinic, born(age, TODAY))
    response = answer_all(patient, now=NOW)
    found = dict(Flag.objects.standing(response).values_list("rule__key", "level"))
    assert {key: level for key, level in found.items() if key.startswith("S01")} == flags


def test_the_birthday_begins_at_midnight_where_the_clinic_is(health_questions, small_clinic):
    """04:59 UTC is still the evening before in New York."""
    for minute, is_minor in ((datetime(2026, 11, 30, 4, 59, tzinfo=UTC), True), (NOW, False)):
        patient = somebody_born(small_clinic, date(2008, 11, 30))
        response = answer_all(patient, now=minute)
        assert Flag.objects.standing(response).filter(rule__key="S01").exists() == is_minor


@pytest.mark.parametrize(
    ("systolic", "diastolic", "over", "far_over"),
    [
        (140, 90, None, None),
        (141, 90, "clinician_review", None),
        (140, 91, "clinician_review", None),
        (179, 109, "clinician_review", None),
        (180, 80, "clinician_review", "stop"),
        (120, 110, "clinician_review", "stop"),
        (0, 0, None, None),
    ],
)
def test_blood_pressure_is_judged_at_its_edges(systolic, diastolic, over, far_over):
    """T35"""
    measured = {"systolic": systolic, "diastolic": diastolic}
    assert level_of(shipped_rules()["S09"], measured) == over
    assert level_of(shipped_rules()["S09b"], measured) == far_over


@pytest.mark.parametrize(
    ("height", "weight", "level"),
    [
        ("170", "101.14", None),
        ("170", "101.15", "clinician_review"),
        ("200", "140", "clinician_review"),
        ("200", "139.99", None),
        ("152.4", "81.28", None),
        ("152.4", "81.30", "clinician_review"),
    ],
)
def test_height_and_weight_are_judged_at_the_edge_without_rounding(height, weight, level):
    """T35: 35 is over the edge, and 34.999 is not."""
    assert level_of(shipped_rules()["S43"], {"height_cm": height, "weight_kg": weight}) == level


def test_whatever_question_is_left_open_the_answers_cannot_be_sent(health_questions, robin):
    """T35: unanswered never means eligible."""
    response = answering.begin(patient=robin)
    known = rules()
    asked = [rule.key for rule in answering.questions_for(robin.location)]
    assert set(asked) == set(HARMLESS)
    for left_open in asked:
        with pytest.raises(ValidationError) as refused, transaction.atomic():
            Answer.objects.bulk_create(
                Answer(response=response, rule=known[key], value=pair(value)[0], form_key=response.reference)
                for key, value in HARMLESS.items()
                if key != left_open
            )
            answering.submit(response=response)
        assert refused.value.code == "unanswered" and refused.value.params == {"count": 1}, left_open
    response.refresh_from_db()
    assert response.submitted_at is None
    save(response, HARMLESS)
    assert answering.submit(response=response) == Outcome.REVIEW


def test_nobody_is_ever_told_that_they_are_approved():
    assert Outcome.values == ["crisis", "stop", "review"]
    for words in (*Outcome.labels, *(str(level.label) for level in map(Outcome, Outcome.values))):
        assert not {"approved", "eligible", "accepted", "rejected"} & set(words.casefold().split())
    assert outcome_of([]) == outcome_of(["note"]) == outcome_of([level for _key, level in ALWAYS]) == "review"
