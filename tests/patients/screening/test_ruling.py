"""Changing a rule: two people, one version after the other, and never the question about suicide's weight."""

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, InternalError, transaction

from clinic.accounts import roles
from clinic.locations.models import Location
from patients.screening import answering, loading, ruling
from patients.screening.loading import load_rules
from patients.screening.models import Flag, Rule
from patients.screening.rules import shipped_rules
from tests.patients.screening.asking import answer_all, save
from tests.small_clinic import person


@pytest.fixture
def proposes(health_questions, small_clinic):
    """`proposes("S36", level="stop")`: the clinic's prescriber proposes that."""

    def propose(key, **said):
        rule = Rule.objects.in_use().get(key=key)
        return ruling.propose(
            **{"rule": rule, "because": "Two more studies.", "by": small_clinic.prescriber, **said}
        )

    return propose


@pytest.fixture
def second(health_questions, small_clinic):
    return person("sam.second", roles.PRESCRIBER)


def let_through(rule, second):
    return ruling.decide(rule=rule, lets_through=True, by=second)


def in_use(key):
    return Rule.objects.in_use().get(key=key)


# -- Proposing ---------------------------------------------------------------------------------------


def test_a_proposed_version_judges_nobody_until_a_second_person_lets_it_through(proposes, second, robin):
    proposed = proposes("S36", level="clinician_review")
    assert (proposed.version, proposed.state, in_use("S36").version) == (2, "proposed", 1)
    before = answer_all(robin, S36="yes")
    let_through(proposed, second)
    after = answer_all(robin, S36="yes")
    assert in_use("S36") == proposed
    of_it = Flag.objects.filter(rule__key="S36")
    assert [(flag.rule.version, flag.level) for flag in of_it.filter(answer__response=before)] == [
        (1, "note")
    ]
    assert [(flag.rule.version, flag.level) for flag in of_it.filter(answer__response=after)] == [
        (2, "clinician_review")
    ]


def test_answers_begun_before_keep_the_version_they_were_asked_by(proposes, second, robin):
    response = answering.begin(patient=robin)
    save(response, {"S36": "unsure"})
    let_through(proposes("S36", flag_when="yes|unsure", level="stop"), second)
    assert Flag.objects.standing(response).get().rule.version == 1
    save(response, {"S36": "unsure"})  # shown again, it is another question
    assert [flag.rule.version for flag in Flag.objects.standing(response)] == [2]


def test_only_a_prescriber_proposes_and_decides(proposes, small_clinic, second):
    for other in (small_clinic.clinicians[0].user, small_clinic.front_desk):
        with pytest.raises(ValidationError, match="Only a prescriber"):
            proposes("S36", level="stop", by=other)
    proposed = proposes("S36", level="stop")
    with pytest.raises(ValidationError, match="Only a prescriber"):
        ruling.decide(rule=proposed, lets_through=True, by=small_clinic.clinicians[0].user)


@pytest.mark.parametrize(
    ("key", "said", "field", "words"),
    [
        ("S36", {"flag_when": "maybe"}, "flag_when", "Name choices of this question"),
        ("S36", {"flag_when": "yes,unsure"}, "flag_when", "Name choices of this question"),
        ("S36", {"flag_when": "bmi>=35"}, "flag_when", "Name choices of this question"),
        ("S36", {"answer_type": "yes"}, "answer_type", "Give the choices"),
        ("S36", {"answer_type": "Yes or no"}, "answer_type", "Give the choices"),
        ("S36", {"answer_type": "link"}, "answer_type", "A link is no question"),
        ("S43", {"flag_when": "yes"}, "flag_when", "Compare bmi with a number"),
        ("S43", {"flag_when": "age<18"}, "flag_when", "Compare bmi with a number"),
        ("S01", {"flag_when": "age<eighteen"}, "flag_when", "Compare age with a number"),
        ("S09", {"flag_when": "systolic>140 and diastolic>90"}, "flag_when", "Compare systolic or diastolic"),
        ("S36", {"level": "dire"}, "level", "not a valid choice"),
        ("S36", {"stage": "E;D"}, "__all__", "with commas between"),
        ("S36", {"basis": "hearsay"}, "basis", "Say on what it rests"),
        ("S36", {"applies_to": "ketamin"}, "applies_to", "Say “all”, or name treatments"),
        ("S36", {"sources": " "}, "sources", "Name the sources"),
        ("S36", {"question": ""}, "question", "cannot be blank"),
        ("S36", {"question": "x" * 401}, "question", "at most 400 characters"),
        ("S36", {"why": "x" * 401}, "why", "at most 400 characters"),
        ("S36", {"because": " ", "level": "stop"}, "__all__", "Say why you propose"),
        ("S36", {"level": "crisis"}, "__all__", "it alone is a crisis"),
    ],
)
def test_what_cannot_be_judged_is_refused_beside_its_field(proposes, key, said, field, words):
    with pytest.raises(ValidationError) as refused, transaction.atomic():
        proposes(key, **said)
    assert any(words in message for message in refused.value.message_dict[field])
    assert not Rule.objects.proposed().exists()


def test_what_says_the_same_is_not_proposed(proposes):
    with pytest.raises(ValidationError, match="says the same"):
        proposes("S36")


def test_one_version_at_a_time_waits_for_its_decision(proposes):
    proposes("S36", level="stop")
    with pytest.raises(ValidationError, match="waits for a decision already"), transaction.atomic():
        proposes("S36", level="clinician_review")
    assert proposes("S38", level="stop").version == 2


@pytest.mark.parametrize(
    "said",
    [
        {"level": "stop"},
        {"level": "note"},
        {"is_retired": True},
        {"flag_when": "yes"},
        {"flag_when": "no"},
        {"answer_type": "yes|no"},
        {"stage": "D"},
        {"stage": "P"},
        {"group": "logistics"},
    ],
    ids=str,
)
def test_the_question_about_suicide_cannot_be_lowered_moved_or_retired(proposes, as_app_role, said):
    with pytest.raises(ValidationError), transaction.atomic():
        proposes("S02", **said)
    column, value = next(iter(said.items()))
    columns = ["key", "position", "question", "question_es", "asked_because", "asked_because_es"]
    columns += [
        "group",
        "answer_type",
        "flag_when",
        "level",
        "stage",
        "applies_to",
        "why",
        "basis",
        "sources",
    ]
    columns += ["is_retired", "because", "state", "proposed_at", "decided_because"]
    quoted = ", ".join(f'"{name}"' for name in columns)
    taken = ", ".join("%s" if name == column else f'"{name}"' for name in columns)
    with (
        pytest.raises(IntegrityError, match="rule_crisis_stays_one"),
        transaction.atomic(),
        as_app_role() as cursor,
    ):
        cursor.execute(
            f"INSERT INTO screening_rule (reference, version, {quoted}) "
            f"SELECT 'other', 9, {taken} FROM screening_rule WHERE key = 'S02'",
            [value],
        )


def test_its_words_may_change(proposes, second):
    let_through(proposes("S02", question="Do you think of ending your life?"), second)
    assert in_use("S02").question == "Do you think of ending your life?"


# -- Deciding ----------------------------------------------------------------------------------------


def test_who_proposed_it_does_not_let_it_through(proposes, small_clinic, as_app_role):
    proposed = proposes("S36", level="stop")
    with pytest.raises(ValidationError) as refused:
        let_through(proposed, small_clinic.prescriber)
    assert refused.value.code == "same_person"
    with (
        pytest.raises(IntegrityError, match="rule_decided_by_a_second_person"),
        transaction.atomic(),
        as_app_role() as cursor,
    ):
        cursor.execute(
            "UPDATE screening_rule SET state = 'in_use', decided_by_id = proposed_by_id, decided_at = now() "
            "WHERE state = 'proposed'"
        )
    assert in_use("S36").version == 1


def test_declining_says_why_and_the_version_in_use_stays(proposes, second):
    proposed = proposes("S36", level="stop")
    with pytest.raises(ValidationError, match="Say why you decline it"), transaction.atomic():
        ruling.decide(rule=proposed, lets_through=False, because=" ", by=second)
    declined = ruling.decide(rule=proposed, lets_through=False, because="Too few people.", by=second)
    assert (declined.state, declined.decided_by, in_use("S36").version) == ("declined", second, 1)
    assert proposes("S36", level="clinician_review").version == 3


def test_a_version_is_decided_once(proposes, second):
    proposed = proposes("S36", level="stop")
    let_through(proposed, second)
    for lets_through in (True, False):
        with pytest.raises(ValidationError) as refused:
            ruling.decide(rule=proposed, lets_through=lets_through, because="No.", by=second)
        assert refused.value.code == "decided"


def test_a_rule_out_of_use_is_asked_no_more_and_may_come_back(proposes, second, robin):
    retired = let_through(proposes("S36", is_retired=True), second)
    assert "S36" not in {rule.key for rule in answering.questions_for(robin.location)}
    back = ruling.propose(rule=retired, is_retired=False, because="We ask again.", by=second)
    ruling.decide(rule=back, lets_through=True, by=Rule.objects.get(pk=retired.pk).proposed_by)
    assert "S36" in {rule.key for rule in answering.questions_for(robin.location)}


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE screening_rule SET question = 'Other?'",
        "UPDATE screening_rule SET level = 'note' WHERE key = 'S03'",
        "UPDATE screening_rule SET flag_when = 'no' WHERE key = 'S03'",
        "UPDATE screening_rule SET is_retired = true WHERE key = 'S03'",
        "UPDATE screening_rule SET version = 2 WHERE key = 'S03'",
        "UPDATE screening_rule SET state = 'declined', decided_because = 'No.' WHERE key = 'S03'",
        "DELETE FROM screening_rule",
    ],
)
def test_no_version_is_ever_changed_or_deleted(health_questions, as_app_role, change):
    with pytest.raises(InternalError, match="Cannot"), transaction.atomic(), as_app_role() as cursor:
        cursor.execute(change)


# -- The medical director ----------------------------------------------------------------------------


def test_a_rule_that_rests_on_no_source_waits_for_the_medical_director(health_questions, small_clinic):
    waits = [rule.key for rule in Rule.objects.in_use() if not rule.is_confirmed]
    # Those whose basis is the project's design or general knowledge, read in the rules.
    assert set(waits) == {
        "S02p", "S02", "S09b", "S11", "S15", "S16", "S20", "S23", "S28", "S29", "S30", "S32", "S37", "S41",
        "S42", "S43", "S44", "S50",
    }  # fmt: skip
    with pytest.raises(ValidationError, match="medical director"):
        ruling.confirm(rule=in_use("S11"), by=small_clinic.prescriber)
    director = person("dana.director", roles.PRESCRIBER)
    Location.objects.update(medical_director=director)
    first = ruling.confirm(rule=in_use("S11"), by=director)
    again = ruling.confirm(rule=in_use("S11"), by=director)
    assert in_use("S11").is_confirmed and again.confirmed_on == first.confirmed_on


def test_a_confirmation_goes_with_its_version(proposes, second, small_clinic):
    director = person("dana.director", roles.PRESCRIBER)
    Location.objects.update(medical_director=director)
    ruling.confirm(rule=in_use("S11"), by=director)
    let_through(proposes("S11", level="stop"), second)
    assert not in_use("S11").is_confirmed


# -- As shipped --------------------------------------------------------------------------------------


def test_loading_twice_adds_nothing(health_questions):
    assert Rule.objects.count() == 54
    assert load_rules() == [] and Rule.objects.count() == 54


def test_each_shipped_rule_stands_in_the_database_word_for_word(health_questions):
    for rule in Rule.objects.in_use():
        shipped = shipped_rules()[rule.key]
        for name in (
            "group",
            "question",
            "answer_type",
            "flag_when",
            "level",
            "stage",
            "why",
            "basis",
            "sources",
        ):
            assert getattr(rule, name) == getattr(shipped, name), (rule.key, name)
        assert (rule.asked_because, rule.question_es) == (shipped.asked_because, shipped.question_es)


@pytest.fixture
def ships(monkeypatch):
    """`ships("S36", level="stop")`: the portal's next release says that of a rule."""

    def ship(key, **said):
        rules = {**shipped_rules(), key: replace(shipped_rules()[key], **said)}
        monkeypatch.setattr(loading, "shipped_rules", lambda: rules)
        return load_rules()

    return ship


def test_what_the_portal_ships_otherwise_is_proposed_and_not_applied(health_questions, ships, second):
    [proposed] = ships("S36", level="stop")
    assert (proposed.state, proposed.version, proposed.proposed_by) == ("proposed", 2, None)
    assert in_use("S36").level == "note"
    assert load_rules() == []
    let_through(proposed, second)
    assert in_use("S36").level == "stop" and load_rules() == []


def test_what_a_clinic_has_decided_stays_whatever_the_portal_ships(proposes, ships, second):
    let_through(proposes("S36", level="clinician_review"), second)
    assert ships("S36", level="stop") == []
    assert ships("S38", level="stop") != []
    ruling.decide(rule=Rule.objects.proposed().get(), lets_through=False, because="No.", by=second)
    assert load_rules() == [] and in_use("S38").level == "note"
