"""What the database refuses an evaluation by itself: raw SQL, as the application's own role."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from patients.screening.models import Answer, Flag
from tests.clinic.scheduling.raw_rows import insert, refused_by
from tests.patients.screening.asking import answer_all
from tests.patients.screening.signed import accepted, begun, sign


def examination_row(clinic, **changes):
    response = clinic.patient.responses.submitted().first()
    return {
        "reference": uuid.uuid4().hex,
        "form_key": str(uuid.uuid4()),
        "patient_id": clinic.patient.pk,
        "response_id": response.pk if response else None,
        "mode": "in_person",
        "examined_on": clinic.location.today(),
        "systolic": 118,
        "diastolic": 76,
        "diagnoses": "",
        "medicines": "",
        "findings": "Invented.",
        "signed_by_id": clinic.prescriber.pk,
        "signed_at": timezone.now(),
        **changes,
    }


def decision_row(clinic, examination, **changes):
    return {
        "reference": uuid.uuid4().hex,
        "patient_id": clinic.patient.pk,
        "treatment_id": clinic.treatment.pk,
        "assessment_id": examination,
        "decision": "eligible",
        "mode": "in_person",
        "summary": "Invented.",
        "letter": "",
        "decided_by_id": clinic.prescriber.pk,
        "decided_on": clinic.location.today(),
        "valid_until": clinic.monday,
        "recorded_at": timezone.now(),
        "suspended_because": "",
        **changes,
    }


def judge(cursor, examination, flag, decision="accept", reason="I asked."):
    row = {"assessment_id": examination, "flag_id": flag.pk, "decision": decision, "reason": reason}
    return insert(cursor, "screening_flagdecision", row)


@pytest.mark.parametrize("said", [None, "stop", "ask_more"])
def test_no_path_decides_for_treatment_over_a_flag_that_is_not_accepted(
    small_clinic, health_questions, as_app_role, said
):
    answer_all(small_clinic.patient, S06="unsure")
    flag = Flag.objects.get(rule__key="S06")
    with as_app_role() as cursor:
        examination = insert(cursor, "screening_assessment", examination_row(small_clinic))
        if said:
            judge(cursor, examination, flag, said)
    with refused_by("evaluation_leaves_no_flag_undecided"), as_app_role() as cursor:
        insert(cursor, "screening_evaluation", decision_row(small_clinic, examination))
    with as_app_role() as cursor:
        waits = {"decision": "deferred", "letter": "Dear Robin."}
        insert(cursor, "screening_evaluation", decision_row(small_clinic, examination, **waits))


def test_a_flag_accepted_at_one_examination_is_not_accepted_at_the_next(
    small_clinic, health_questions, as_app_role
):
    answer_all(small_clinic.patient, S06="unsure")
    sign(small_clinic, judged=accepted("S06"))
    with as_app_role() as cursor:
        examination = insert(cursor, "screening_assessment", examination_row(small_clinic))
    with refused_by("evaluation_leaves_no_flag_undecided"), as_app_role() as cursor:
        insert(cursor, "screening_evaluation", decision_row(small_clinic, examination))


def test_an_answer_that_was_taken_back_before_sending_is_in_nobodys_way(
    small_clinic, health_questions, as_app_role
):
    response = begun(small_clinic.patient, S11="yes")
    assert begun(small_clinic.patient) == response, "answered no after all"
    answer_all(small_clinic.patient)
    with as_app_role() as cursor:
        examination = insert(cursor, "screening_assessment", examination_row(small_clinic))
        insert(cursor, "screening_evaluation", decision_row(small_clinic, examination))


def test_what_was_measured_raises_a_flag_like_any_other(small_clinic, health_questions, as_app_role):
    signed = sign(small_clinic, systolic=150, judged=accepted("S09"))
    rule = signed.flags.get().rule
    with as_app_role() as cursor:
        examination = insert(cursor, "screening_assessment", examination_row(small_clinic, systolic=150))
        row = {"assessment_id": examination, "rule_id": rule.pk, "level": "clinician_review"}
        insert(cursor, "screening_flag", row)
    with refused_by("evaluation_leaves_no_flag_undecided"), as_app_role() as cursor:
        insert(cursor, "screening_evaluation", decision_row(small_clinic, examination))


@pytest.mark.parametrize(
    "applies_to", ["all", "esketamine", "esketamine, ketamine_iv", "ketamine_im,esketamine"]
)
@pytest.mark.parametrize("level", ["crisis", "stop", "clinician_review", "note"])
def test_the_act_and_the_database_are_of_one_mind(
    small_clinic, health_questions, as_app_role, applies_to, level
):
    """The act says which flag is undecided, the trigger makes sure of it: both judge every case alike."""
    response = answer_all(small_clinic.patient)
    rule = Answer.objects.get(response=response, rule__key="S36").rule
    later = type(rule).objects.get(pk=rule.pk)
    later.pk, later.version, later.reference, later.applies_to = None, 9, uuid.uuid4().hex, applies_to
    later.proposed_by, later.because, later.state = small_clinic.prescriber, "For this test.", "proposed"
    later.save()
    Flag.objects.create(answer=response.answers.get(rule=rule), rule=later, level=level)
    with as_app_role() as cursor:
        examination = insert(cursor, "screening_assessment", examination_row(small_clinic))
    concerned = "ketamine_iv" in applies_to or applies_to == "all"
    if concerned and level != "note":
        with pytest.raises(ValidationError, match="not accepted"):
            sign(small_clinic)
        with refused_by("evaluation_leaves_no_flag_undecided"), as_app_role() as cursor:
            insert(cursor, "screening_evaluation", decision_row(small_clinic, examination))
    else:
        sign(small_clinic)
        with as_app_role() as cursor:
            insert(cursor, "screening_evaluation", decision_row(small_clinic, examination))


def test_no_path_decides_for_treatment_on_answers_that_are_not_the_newest(
    small_clinic, health_questions, as_app_role
):
    read = answer_all(small_clinic.patient)
    answer_all(small_clinic.patient)
    for response in (read.pk, None):
        with as_app_role() as cursor:
            row = examination_row(small_clinic, response_id=response)
            examination = insert(cursor, "screening_assessment", row)
        with refused_by("evaluation_reads_the_newest_answers"), as_app_role() as cursor:
            insert(cursor, "screening_evaluation", decision_row(small_clinic, examination))


def test_a_decision_has_an_examination_of_the_same_patient(small_clinic, as_app_role):
    theirs = sign(small_clinic, patient=small_clinic.register())
    for examination in (None, theirs.pk):
        with refused_by("evaluation_has_an_examination"), as_app_role() as cursor:
            insert(cursor, "screening_evaluation", decision_row(small_clinic, examination))


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"decision": "deferred"}, "evaluation_letter_where_it_waits"),
        ({"decision": "not_now"}, "evaluation_letter_where_it_waits"),
        ({"letter": "Dear Robin."}, "evaluation_letter_where_it_waits"),
        ({"decision": "maybe", "letter": "Dear Robin."}, "evaluation_known_decision"),
    ],
)
def test_a_decision_goes_with_its_letter(small_clinic, as_app_role, changes, name):
    with as_app_role() as cursor:
        examination = insert(cursor, "screening_assessment", examination_row(small_clinic))
    with refused_by(name), as_app_role() as cursor:
        insert(cursor, "screening_evaluation", decision_row(small_clinic, examination, **changes))


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"systolic": None, "diastolic": None}, "assessment_in_person_has_blood_pressure"),
        ({"diastolic": None}, "assessment_pressure_has_two_numbers"),
        ({"diastolic": 120}, "assessment_pressure_has_two_numbers"),
        ({"systolic": 301}, "assessment_measured_within_bounds"),
        ({"oxygen": 101}, "assessment_measured_within_bounds"),
        ({"temperature": "29.9"}, "assessment_measured_within_bounds"),
        ({"mode": "by_letter"}, "assessment_known_mode"),
    ],
)
def test_an_examination_that_makes_no_sense_is_refused(small_clinic, as_app_role, changes, name):
    with refused_by(name), as_app_role() as cursor:
        insert(cursor, "screening_assessment", examination_row(small_clinic, **changes))


def test_an_examination_reads_answers_of_its_patient_that_were_sent(
    small_clinic, health_questions, as_app_role
):
    other = answer_all(small_clinic.register())
    unsent = begun(small_clinic.patient)
    for response in (other, unsent):
        with refused_by("assessment_reads_the_patients_answers"), as_app_role() as cursor:
            insert(cursor, "screening_assessment", examination_row(small_clinic, response_id=response.pk))


def test_a_flag_is_judged_once_with_a_reason_where_it_was_read(small_clinic, health_questions, as_app_role):
    answer_all(small_clinic.patient, S11="yes")
    answer_all(small_clinic.register(), S11="yes")
    mine, theirs = Flag.objects.filter(rule__key="S11").order_by("pk")
    with as_app_role() as cursor:
        examination = insert(cursor, "screening_assessment", examination_row(small_clinic))
        judge(cursor, examination, mine)
    for name, said in {
        "flagdecision_once": {"flag": mine},
        "flagdecision_says_why": {"flag": mine, "reason": ""},
        "flagdecision_known_decision": {"flag": mine, "decision": "perhaps"},
        "flagdecision_is_about_what_was_read": {"flag": theirs},
    }.items():
        with refused_by(name), as_app_role() as cursor:
            judge(cursor, examination, **said)


def test_a_flag_comes_of_an_answer_or_of_an_examination(small_clinic, health_questions, as_app_role):
    answer_all(small_clinic.patient, S11="yes")
    flag = Flag.objects.get(rule__key="S11")
    signed = sign(small_clinic, judged=accepted("S11"))
    for origin in ({}, {"answer_id": flag.answer_id, "assessment_id": signed.pk}):
        row = {"rule_id": flag.rule_id, "level": "note", **origin}
        with refused_by("flag_comes_of_one_thing", "flag_once"), as_app_role() as cursor:
            insert(cursor, "screening_flag", row)
