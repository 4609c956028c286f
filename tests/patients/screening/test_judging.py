"""Each rule by name: what every choice means, written down by hand from the rules and not from the program."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patients.screening.judging import GRAVEST_FIRST, FlagLevel, Outcome, gravest, level_of, outcome_of
from patients.screening.question_steps import STEPS, in_steps, step_of
from patients.screening.rules import shipped_rules

RULES = shipped_rules()
CRISIS, STOP, REVIEW, NOTE = "crisis", "stop", "clinician_review", "note"
NONE = None

# What each choice of each rule means, in the order of the choices; `none` by itself is no flag.
MEANS = {
    "S02": {"yes": CRISIS, "no": NONE, "prefer_not": CRISIS},
    "S03": {"yes": STOP, "no": NONE, "unsure": REVIEW},
    "S04": {"yes": STOP, "no": NONE, "unsure": REVIEW},
    "S05": {"yes": STOP, "no": NONE, "unsure": REVIEW},
    "S06": {"yes": STOP, "no": NONE, "unsure": STOP},
    "S07": {
        "heart_attack": REVIEW,
        "stroke": REVIEW,
        "heart_failure": REVIEW,
        "valve": REVIEW,
        "irregular_heartbeat": REVIEW,
        "chest_pain": REVIEW,
        "none": NONE,
        "unsure": REVIEW,
    },
    "S08": {"yes_controlled": NONE, "yes_not_controlled": REVIEW, "yes_unsure": REVIEW, "no": NONE},
    "S10": {"yes": STOP, "no": NONE, "unsure": STOP},
    "S11": {"yes": REVIEW, "no": NONE, "unsure": REVIEW},
    "S12": {"yes": REVIEW, "no": NONE, "unsure": REVIEW},
    "S13": {"yes": STOP, "no": NONE, "unsure": STOP},
    "S14": {"yes": REVIEW, "no": NONE, "unsure": REVIEW},
    "S15": {"yes": STOP, "no": NONE, "unsure": REVIEW},
    "S16": {"yes": REVIEW, "no": NONE, "unsure": REVIEW},
    "S17": {"yes": STOP, "no": NONE, "unsure": STOP, "na": NONE},
    "S18": {"yes": STOP, "no": NONE, "na": NONE},
    "S19": {"yes": STOP, "no": NONE, "unsure": REVIEW},
    "S20": {"yes": REVIEW, "no": NONE, "unsure": REVIEW},
    "S21": {"yes": REVIEW, "no": NONE, "unsure": REVIEW},
    "S22": {"yes": REVIEW, "no": NONE, "unsure": REVIEW},
    "S23": {"yes": STOP, "no": NONE},
    "S24": {"yes": REVIEW, "no": NONE, "prefer_not": REVIEW},
    "S25": {"yes": STOP, "no": NONE, "prefer_not": REVIEW},
    "S26": {"never": NONE, "past": REVIEW, "last_12_months": REVIEW, "prefer_not": REVIEW},
    "S27": {"yes": STOP, "no": NONE},
    "S28": {"yes": REVIEW, "no": NONE, "unsure": REVIEW},
    "S29": {"yes": REVIEW, "no": NONE, "unsure": REVIEW},
    "S30": {"no": NONE, "yes_treated": NONE, "yes_not_treated": REVIEW, "unsure": REVIEW},
    "S31": {"yes": REVIEW, "no": NONE, "unsure": REVIEW},
    "S32": {"yes": REVIEW, "no": NONE, "unsure": REVIEW},
    "S33": {"yes": REVIEW, "no": NONE, "unsure": REVIEW},
    "S34": {"yes": REVIEW, "no": NONE, "unsure": REVIEW},
    "S35": {"yes": REVIEW, "no": NONE, "unsure": REVIEW},
    "S36": {"yes": NOTE, "no": NONE, "unsure": NOTE},
    "S37": {"yes": REVIEW, "no": NONE, "unsure": REVIEW},
    "S38": {"yes": NOTE, "no": NONE, "unsure": NOTE},
    "S39": {"list": NOTE, "nothing": NONE, "unsure": NOTE},
    "S40": {"yes": NOTE, "no": NONE},
    "S41": {"yes": REVIEW, "no": NONE},
    "S42": {"yes": NOTE, "no": NONE, "prefer_not": NOTE},
    "S44": {"yes": NOTE, "no": NONE},
    "S45": {"depression": NOTE, "anxiety": NOTE, "ptsd": NOTE, "chronic_pain": NOTE, "other": NOTE},
    "S46": {"tried_0": NOTE, "tried_1": NOTE, "tried_2": NONE, "tried_3": NONE, "unsure": NOTE},
    "S47": {"yes": NONE, "no": NOTE, "not_yet": NOTE},
    "S48": {"yes": NOTE, "no": NONE},
    "S49": {"yes": REVIEW, "no": NONE},
    "S50": {"yes": NONE, "no": REVIEW, "unsure": REVIEW},
    "S51": {
        "interpreter": NOTE,
        "captions": NOTE,
        "screen_reader": NOTE,
        "step_free": NOTE,
        "other": NOTE,
        "none": NONE,
    },
}
# What is measured, or known: the values at the edge, and what each means.
MEASURED = {
    "S01": [({"age": 17}, STOP), ({"age": 18}, NONE), ({"age": 90}, NONE)],
    "S01b": [({"age": 64}, NONE), ({"age": 65}, REVIEW), ({"age": 17}, NONE)],
    "S09": [
        ({"systolic": 140, "diastolic": 90}, NONE),
        ({"systolic": 141, "diastolic": 90}, REVIEW),
        ({"systolic": 140, "diastolic": 91}, REVIEW),
    ],
    "S09b": [
        ({"systolic": 179, "diastolic": 109}, NONE),
        ({"systolic": 180, "diastolic": 60}, STOP),
        ({"systolic": 100, "diastolic": 110}, STOP),
    ],
    "S43": [
        ({"height_cm": "200", "weight_kg": "139.9"}, NONE),
        ({"height_cm": "200", "weight_kg": "140"}, REVIEW),
    ],
}
SHOWN_AS_A_LINK = {"S02p"}  # the public page asks nothing: it leads to whom to call


def name_of(rule):
    return f"{rule.id} {rule.question[:40]}"


# -- Each rule ---------------------------------------------------------------------------------------


def test_every_rule_stands_here_by_name():
    assert set(MEANS) | set(MEASURED) | SHOWN_AS_A_LINK == set(RULES)
    assert len(RULES) == 54


@pytest.mark.parametrize("rule", RULES.values(), ids=name_of)
def test_each_choice_means_what_the_rules_say(rule):
    """T35"""
    if rule.id in MEANS:
        assert list(MEANS[rule.id]) == rule.choices
        for choice, level in MEANS[rule.id].items():
            value = [choice] if rule.takes_several else choice
            assert level_of(rule, value) == level, choice
    for measured, level in MEASURED.get(rule.id, ()):
        known = {"facts": measured, "value": "1984-03-12"} if "age" in measured else {"value": measured}
        assert level_of(rule, **known) == level, measured
    if rule.id in SHOWN_AS_A_LINK:
        assert (rule.choices, rule.stage, rule.level) == ([], "P", CRISIS)


@pytest.mark.parametrize("rule", RULES.values(), ids=name_of)
def test_each_rule_can_be_judged_and_says_on_what_it_rests(rule):
    assert list(rule.what_makes_no_sense()) == []


@pytest.mark.parametrize("key", [key for key, rule in RULES.items() if rule.takes_several])
def test_of_several_choices_the_gravest_counts_in_whatever_order(key):
    every = [choice for choice in MEANS[key] if choice != "none"]
    for pair in itertools.permutations(every, 2):
        assert level_of(RULES[key], list(pair)) == gravest(filter(None, (MEANS[key][one] for one in pair)))


@pytest.mark.parametrize("rule", RULES.values(), ids=name_of)
def test_what_was_never_answered_or_makes_no_sense_raises_nothing_by_itself(rule):
    """An open question keeps the answers from being sent; it is not a no, and not a flag either."""
    for value in ("", [], {}, {"height_cm": "x", "weight_kg": "1"}, {"height_cm": "0", "weight_kg": "80"}):
        assert level_of(rule, value) is None


# -- How they are asked ------------------------------------------------------------------------------


def asked_before_an_evaluation():
    return [rule for rule in RULES.values() if rule.is_asked_at("E")]


def test_each_question_before_an_evaluation_stands_in_exactly_one_step():
    asked = asked_before_an_evaluation()
    shown = [rule for _step, rules in in_steps(asked) for rule in rules]
    assert sorted(rule.id for rule in shown) == sorted(rule.id for rule in asked)
    named = [group for step in STEPS for group in step.groups]
    assert len(named) == len(set(named))
    assert {rule.group for rule in asked if rule.answer_type != "birth_date"} <= set(named)


def test_no_step_hides_the_question_about_suicide():
    """“Skip logic that hides item 9” is what must never happen: it stands alone, and near the beginning."""
    for asked in (asked_before_an_evaluation(), [RULES["S02"]], []):
        steps = [step for step, _rules in in_steps(asked)]
        assert step_of(RULES["S02"]) in steps
    assert step_of(RULES["S02"]) == STEPS[1] and STEPS[1].groups == ("crisis",)


@pytest.mark.parametrize(
    "rule",
    [rule for rule in RULES.values() if not rule.is_measured or rule.id in ("S01", "S43")],
    ids=name_of,
)
def test_each_question_is_asked_in_both_languages_and_says_why(rule):
    if rule.id == "S02p":  # the page that shows it has its own words, translated with the rest
        return
    for words in (rule.question, rule.asked_because, rule.question_es, rule.asked_because_es):
        assert words.strip() == words != ""
    assert rule.question_es != rule.question and rule.asked_because_es != rule.asked_because
    assert "¿" in rule.question_es or rule.id == "S39"


# -- Of any number of flags --------------------------------------------------------------------------

levels = st.lists(st.sampled_from(GRAVEST_FIRST), max_size=12)
GRAVEST_OUTCOME_FIRST = list(Outcome)


def weight(outcome):
    return -GRAVEST_OUTCOME_FIRST.index(outcome)


@given(levels, st.sampled_from(GRAVEST_FIRST))
def test_one_more_flag_never_makes_it_lighter(flags, one_more):
    assert weight(outcome_of([*flags, one_more])) >= weight(outcome_of(flags))


@given(st.data(), levels)
def test_the_order_of_the_flags_does_not_matter(data, flags):
    shuffled = data.draw(st.permutations(flags))
    assert outcome_of(shuffled) == outcome_of(flags) and gravest(shuffled) == gravest(flags)


@given(levels)
def test_a_crisis_among_any_number_of_flags_is_a_crisis(flags):
    assert outcome_of([*flags, FlagLevel.CRISIS]) == Outcome.CRISIS
    expected = Outcome.CRISIS if CRISIS in flags else Outcome.STOP if STOP in flags else Outcome.REVIEW
    assert outcome_of(flags) == expected


@given(st.data())
def test_one_more_answer_never_makes_it_lighter(data):
    """Whatever else somebody answers, each flag that one answer raises stays."""
    keys = data.draw(st.lists(st.sampled_from(sorted(MEANS)), unique=True, min_size=1, max_size=10))
    chosen = {key: data.draw(st.sampled_from(RULES[key].choices)) for key in keys}
    raised = [level_of(RULES[key], choice) for key, choice in chosen.items()]
    fewer = [level for level in raised[:-1] if level]
    assert weight(outcome_of([level for level in raised if level])) >= weight(outcome_of(fewer))
