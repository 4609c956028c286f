"""Running a version over old answers: who would be flagged otherwise, and nothing changes."""

from datetime import timedelta

import pytest

from clinic.accounts import roles
from patients.people.caring import join_care_team
from patients.screening import answering, ruling
from patients.screening.models import Answer, Flag, Rule
from patients.screening.replaying import replay
from tests.patients.area.own_pages import a_patient
from tests.patients.screening.answer_sets import HARMLESS
from tests.patients.screening.asking import answer_all, save, somebody_born
from tests.small_clinic import person


@pytest.fixture
def otherwise(robin, small_clinic):
    """`otherwise("S36", level="stop")`: whom that would flag otherwise, with the level before and after."""

    def run(key, user=small_clinic.prescriber, **said):
        rule = Rule.objects.in_use().get(key=key)
        proposed = Rule.objects.proposed().filter(key=key).first() or ruling.propose(
            rule=rule, because="To see.", by=small_clinic.prescriber, **said
        )
        found = replay(rule=proposed, in_use=rule, user=user)
        return [(str(each.patient), each.before, each.after) for each in found]

    return run


def cared_for(clinic, patient):
    join_care_team(patient=patient, user=clinic.prescriber, by=clinic.prescriber)
    return patient


def test_it_lists_who_would_be_flagged_otherwise_and_changes_nothing(otherwise, robin, small_clinic):
    kim = cared_for(small_clinic, a_patient(small_clinic, "Kim Other"))
    answer_all(robin, S36="yes")
    answer_all(kim, S36="unsure")
    kept = list(Flag.objects.values_list("pk", "level", "rule")), Answer.objects.count()
    assert otherwise("S36", level="clinician_review") == [
        ("Kim Other", "note", "clinician_review"),
        ("Robin Reach", "note", "clinician_review"),
    ]
    assert (list(Flag.objects.values_list("pk", "level", "rule")), Answer.objects.count()) == kept


def test_who_is_judged_alike_is_not_listed(otherwise, robin):
    answer_all(robin, S36="no")
    assert otherwise("S36", level="stop") == []


def test_the_newest_finished_answers_count_and_of_them_the_last_word(otherwise, robin):
    answer_all(robin, S36="yes")
    response = answering.begin(patient=robin)
    save(response, {**HARMLESS, "S36": "yes"})
    save(response, {"S36": "no"})
    answering.submit(response=response)
    save(answering.begin(patient=robin), {"S36": "yes"})  # begun, and not sent
    assert otherwise("S36", level="stop") == []


def test_it_names_nobody_whom_the_reader_does_not_look_after(otherwise, robin, small_clinic):
    answer_all(robin, S36="yes")
    answer_all(a_patient(small_clinic, "Kim Other"), S36="yes")
    assert [name for name, *_levels in otherwise("S36", level="stop")] == ["Robin Reach"]
    assert otherwise("S36", user=person("ola.outside", roles.PRESCRIBER)) == []
    assert otherwise("S36", user=small_clinic.front_desk) == []


def test_taking_a_rule_out_of_use_takes_its_flag(otherwise, robin):
    answer_all(robin, S36="yes")
    assert otherwise("S36", is_retired=True) == [("Robin Reach", "note", None)]


@pytest.mark.parametrize(
    ("key", "said", "levels"),
    [
        ("S01", {"flag_when": "age<67"}, (None, "stop")),
        ("S01b", {"flag_when": "age>=67"}, ("clinician_review", None)),
        ("S01b", {"level": "stop"}, ("clinician_review", "stop")),
    ],
)
def test_two_rules_that_are_judged_by_one_birth_date_are_both_replayed(
    otherwise, small_clinic, key, said, levels
):
    """Of somebody who is 66 and a half."""
    born = small_clinic.now.date() - timedelta(days=24_290)
    old = cared_for(small_clinic, somebody_born(small_clinic, born))
    answer_all(old)
    assert otherwise(key, **said) == [(str(old), *levels)]


def test_height_and_weight_are_judged_by_another_edge(otherwise, robin):
    answer_all(robin, S43={"height_cm": "200", "weight_kg": "130"})
    assert otherwise("S43", flag_when="bmi>=32") == [("Robin Reach", None, "clinician_review")]


def test_an_answer_that_a_new_version_no_longer_knows_is_judged_as_it_stands(otherwise, robin):
    """A measure that becomes a choice, and choices that get other names: no error, and no invented flag."""
    answer_all(robin, S43={"height_cm": "200", "weight_kg": "150"}, S36="yes")
    assert otherwise("S43", answer_type="yes|no", flag_when="yes") == [
        ("Robin Reach", "clinician_review", None)
    ]
    assert otherwise("S36", answer_type="daily|never", flag_when="daily") == [("Robin Reach", "note", None)]


def test_it_asks_the_same_queries_for_any_number_of_patients(
    otherwise, robin, small_clinic, django_assert_num_queries
):
    otherwise("S36", level="stop")
    versions = {"rule": Rule.objects.proposed().get(), "in_use": Rule.objects.in_use().get(key="S36")}
    for number in range(1, 4):
        answer_all(cared_for(small_clinic, small_clinic.register()), S36="yes")
        with django_assert_num_queries(1):
            assert len(replay(**versions, user=small_clinic.prescriber)) == number
