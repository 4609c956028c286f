"""Evaluations: signed by a prescriber, never edited, superseded by a new one, suspended when they no longer hold."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import InternalError, transaction

from clinic.locations.models import Location
from clinic.scheduling.models import Course
from clinic.scheduling.waiting import reasons_to_wait
from education.models import Treatment
from patients.people.models import Hold
from patients.screening.evaluating import LONGEST_VALID, newest_of, suspend
from patients.screening.models import Assessment, Evaluation, Flag, FlagDecision
from tests.patients.screening.asking import answer_all
from tests.patients.screening.signed import accepted, begun, decided, sign


def refusal_of(act):
    """What is refused, by the name of a field; `None` for what concerns none."""
    with pytest.raises(ValidationError) as refused:
        act()
    return getattr(refused.value, "message_dict", {None: refused.value.messages})


def esketamine():
    return Treatment.objects.create(
        key="esketamine", name="Esketamine", status="approved", status_line="Invented."
    )


def test_a_prescriber_signs_what_they_found_and_decided_and_looks_after_the_patient(small_clinic):
    signed = sign(small_clinic, pulse=64, weight_kg=Decimal("68.5"), medicines="None.")
    evaluation = signed.evaluations.get()
    assert (evaluation.decided_by, evaluation.decision) == (small_clinic.prescriber, "eligible")
    assert (evaluation.mode, evaluation.decided_on) == (signed.mode, signed.examined_on)
    signed.refresh_from_db()
    assert (signed.blood_pressure, signed.pulse, signed.weight_kg) == ("118/76", 64, Decimal("68.5"))
    assert small_clinic.patient.care_team.current().get().user == small_clinic.prescriber


def test_several_treatments_are_decided_at_once_or_none_is(small_clinic):
    other = esketamine()
    both = [decided(small_clinic), decided(small_clinic, treatment=other, decision="not_now")]
    assert {e.decision for e in sign(small_clinic, decide=both).evaluations.all()} == {"eligible", "not_now"}
    wrong = [decided(small_clinic), decided(small_clinic, treatment=other, decision="not_now", letter="")]
    assert "go with a letter" in str(refusal_of(lambda: sign(small_clinic, decide=wrong)))
    assert Assessment.objects.count() == 1
    assert "one treatment at least" in str(refusal_of(lambda: sign(small_clinic, decide=[])))


def test_a_form_sent_twice_is_one_evaluation(small_clinic, health_questions):
    """T07"""
    answer_all(small_clinic.patient, S11="yes")
    key, judged = uuid4(), accepted("S11")
    first = sign(small_clinic, form_key=key, judged=judged)
    answer_all(small_clinic.patient, S11="no")
    again = {"form_key": key, "response": first.response}
    assert sign(small_clinic, judged=judged, **again) == first
    for otherwise in (
        {"judged": judged, "decide": {"decision": Evaluation.Decision.NOT_NOW}},
        {"judged": {"S11": ("accept", "Another reason.")}},
        {"judged": judged, "findings": "Something else."},
    ):
        assert "sent before with other details" in str(
            refusal_of(lambda said=otherwise: sign(small_clinic, **again, **said))
        )
    assert Evaluation.objects.get().decision == "eligible"


def test_only_a_prescriber_decides(small_clinic):
    for other in (small_clinic.clinicians[0].user, small_clinic.front_desk):
        assert "Only a prescriber" in str(refusal_of(lambda who=other: sign(small_clinic, by=who)))
    assert not Assessment.objects.exists()


@pytest.mark.parametrize(
    ("days", "valid_for", "field", "words"),
    [
        (1, 90, "examined_on", "future"),
        (0, 0, "ketamine_iv-decision", "must come after"),
        (0, LONGEST_VALID.days + 1, "ketamine_iv-valid_until", "a year at most"),
    ],
)
def test_dates_that_make_no_sense_are_refused(small_clinic, days, valid_for, field, words):
    day = small_clinic.location.today() + timedelta(days=days)
    decide = {"valid_until": day + timedelta(days=valid_for)}
    assert words in str(refusal_of(lambda: sign(small_clinic, examined_on=day, decide=decide))[field])


@pytest.mark.parametrize(
    ("measured", "words"),
    [
        ({"systolic": None, "diastolic": None}, "give the blood pressure"),
        ({"diastolic": None}, "two numbers"),
        ({"systolic": 70, "diastolic": 110}, "the upper one higher"),
        ({"pulse": 720}, "less than or equal to 250"),
        ({"temperature": Decimal("98.6")}, "less than or equal to 43"),
    ],
)
def test_what_was_mistyped_is_found(small_clinic, measured, words):
    assert words in str(refusal_of(lambda: sign(small_clinic, **measured)))


def test_nothing_that_was_signed_is_ever_edited_or_deleted(small_clinic, health_questions):
    answer_all(small_clinic.patient, S11="yes")
    signed = sign(small_clinic, judged=accepted("S11"))
    changes = [
        lambda: Evaluation.objects.update(summary="Something else."),
        lambda: Evaluation.objects.update(letter="Dear nobody."),
        lambda: Assessment.objects.update(systolic=100),
        lambda: FlagDecision.objects.update(reason="Another."),
        lambda: Assessment.objects.filter(pk=signed.pk)._raw_delete("default"),
        lambda: FlagDecision.objects.all()._raw_delete("default"),
    ]
    for change in changes:
        with pytest.raises(InternalError, match=r"Cannot (update|delete)"), transaction.atomic():
            change()


# -- Flags -------------------------------------------------------------------------------------------


def test_treatment_waits_until_each_flag_is_accepted_with_a_reason(small_clinic, health_questions):
    answer_all(small_clinic.patient, S06="unsure", S11="yes", S36="yes")
    refused = refusal_of(lambda: sign(small_clinic, judged=accepted("S11")))
    assert set(refused) == {"S06-decision", "ketamine_iv-decision"}
    for decision in ("stop", "ask_more"):
        judged = {**accepted("S11"), "S06": (decision, "Not clear.")}
        assert "S06-decision" in refusal_of(lambda said=judged: sign(small_clinic, judged=said))
    without_reason = {**accepted("S11"), "S06": ("accept", " ")}
    assert set(refusal_of(lambda: sign(small_clinic, judged=without_reason))) == {"S06-reason"}
    assert not Flag.objects.filter(decisions__isnull=False).exists()
    signed = sign(small_clinic, judged=accepted("S06", "S11"))
    assert signed.flag_decisions.count() == 2, "the note, S36, asks for nothing"


def test_a_decision_to_wait_leaves_flags_open(small_clinic, health_questions):
    answer_all(small_clinic.patient, S06="unsure", S11="yes")
    signed = sign(
        small_clinic,
        decide={"decision": "deferred"},
        judged={"S06": ("ask_more", "A letter from cardiology.")},
    )
    assert signed.flag_decisions.get().decision == "ask_more"


def test_a_flag_of_another_treatment_is_in_nobodys_way(small_clinic, health_questions):
    answer_all(small_clinic.patient, S11="yes")
    rule = Flag.objects.get(rule__key="S11").rule
    rule.applies_to = "esketamine, ketamine_im"
    assert not rule.concerns(small_clinic.treatment)
    assert rule.concerns(esketamine())


def test_blood_pressure_is_judged_by_the_rules_in_use(small_clinic, health_questions):
    refused = refusal_of(lambda: sign(small_clinic, systolic=150, diastolic=85))
    assert set(refused) == {"S09-decision", "ketamine_iv-decision"}
    assert not Flag.objects.exists(), "nothing stays of what was refused"
    signed = sign(small_clinic, systolic=150, diastolic=85, judged=accepted("S09"))
    assert signed.flags.get().level == "clinician_review"
    refused = refusal_of(lambda: sign(small_clinic, systolic=185, diastolic=85, judged=accepted("S09")))
    assert "S09b-decision" in refused
    assert list(Flag.objects.before(signed)) == [signed.flags.get()]


def test_answers_that_came_meanwhile_are_read_first(small_clinic, health_questions):
    read = answer_all(small_clinic.patient)
    newest = answer_all(small_clinic.patient, S11="yes")
    for response in (read, None):
        for decision in Evaluation.Decision:
            with pytest.raises(ValidationError, match="New answers have come") as refused:
                sign(small_clinic, response=response, decide={"decision": decision})
            assert refused.value.code == "answered_meanwhile"
    assert sign(small_clinic, judged=accepted("S11")).response == newest


def test_what_was_signed_meanwhile_is_read_first(small_clinic):
    seen = newest_of(small_clinic.patient)
    sign(small_clinic, decide={"decision": "not_now"}, seen=seen)
    with pytest.raises(ValidationError, match="Somebody signed an evaluation meanwhile"):
        sign(small_clinic, seen=seen)
    assert sign(small_clinic, seen=newest_of(small_clinic.patient))


def test_signing_lifts_what_the_answers_held_and_never_a_safety_hold(small_clinic, health_questions):
    patient = small_clinic.patient
    answer_all(patient, S06="yes", S02="yes")
    holds = Hold.objects.open().filter(patient=patient)
    assert {hold.cause for hold in holds} == {"answers", "safety"}
    sign(small_clinic, decide={"decision": "deferred"}, judged=accepted("S06", "S02"))
    assert holds.count() == 2, "a decision to wait lets nothing go on"
    sign(small_clinic, judged=accepted("S06", "S02"))
    assert holds.get().cause == "safety"
    lifted = Hold.objects.get(cause="answers")
    assert lifted.lifted_by == small_clinic.prescriber


def test_what_is_begun_and_not_sent_keeps_the_hold(small_clinic, health_questions):
    answer_all(small_clinic.patient, S06="yes")
    begun(small_clinic.patient, S03="yes")
    sign(small_clinic, judged=accepted("S06"))
    assert Hold.objects.open().get().cause == "answers"


# -- By video ----------------------------------------------------------------------------------------


def test_by_video_alone_nobody_is_treated_unless_the_location_says_so(small_clinic):
    """R31"""
    video = {"mode": Assessment.Mode.REMOTE, "systolic": None, "diastolic": None}
    assert "in person" in str(refusal_of(lambda: sign(small_clinic, **video))["mode"])
    assert sign(small_clinic, **video, decide={"decision": "deferred"})
    Location.objects.update(sees_in_person_first=False)
    assert sign(small_clinic, **video)
    Location.objects.update(sees_in_person_first=True)
    assert "mode" in refusal_of(lambda: sign(small_clinic, **video))
    sign(small_clinic)
    assert sign(small_clinic, **video), "they were seen in person once"


# -- One after the other -----------------------------------------------------------------------------


def test_a_newer_decision_supersedes_the_older_and_none_comes_back(small_clinic):
    today = small_clinic.location.today()
    first = sign(small_clinic).evaluations.get()
    second = sign(small_clinic, decide={"decision": "deferred"}).evaluations.get()
    assert list(Evaluation.objects.in_force(today)) == [second]
    suspend(evaluation=second, by=small_clinic.prescriber, reason="Signed by mistake.")
    assert not Evaluation.objects.in_force(today).exists()
    assert Evaluation.objects.with_standing(today).get(pk=first.pk).is_superseded


def test_a_decision_about_one_treatment_leaves_the_others(small_clinic):
    sign(small_clinic)
    sign(small_clinic, decide={"treatment": esketamine(), "decision": "not_now"})
    sign(small_clinic, patient=small_clinic.register(), decide={"decision": "not_now"})
    today = small_clinic.location.today()
    assert Evaluation.objects.in_force(today).count() == 3


def test_a_course_waits_under_a_newer_decision_against_it_and_goes_on_under_one_for_it(small_clinic):
    today, course = small_clinic.location.today(), small_clinic.authorise()
    small_clinic.book(type=small_clinic.treatment_type, course=course)
    for decision, waits in (("deferred", True), ("eligible", False), ("not_now", True), ("eligible", False)):
        sign(small_clinic, decide={"decision": decision})
        assert Course.objects.on_hold(today).filter(pk=course.pk).exists() == waits, decision
        assert (reasons_to_wait(course, today) != []) == waits
    assert course.appointments.active().count() == 1, "nothing is canceled by itself"


def test_suspending_puts_the_course_on_hold_and_cancels_nothing(small_clinic):
    course = small_clinic.authorise()
    small_clinic.book(type=small_clinic.treatment_type, course=course)
    suspended = suspend(
        evaluation=course.evaluation, by=small_clinic.prescriber, reason="New heart medicine."
    )
    assert suspended not in Evaluation.objects.in_force(small_clinic.location.today())
    assert Course.objects.on_hold(small_clinic.location.today()).get() == course
    assert course.appointments.active().count() == 1


def test_an_evaluation_is_suspended_once_for_a_reason(small_clinic):
    evaluation = sign(small_clinic).evaluations.get()
    with pytest.raises(ValidationError, match="Say why"):
        suspend(evaluation=evaluation, by=small_clinic.prescriber, reason=" ")
    suspend(evaluation=evaluation, by=small_clinic.prescriber, reason="Ill.")
    with pytest.raises(ValidationError, match="already"):
        suspend(evaluation=evaluation, by=small_clinic.prescriber, reason="Ill.")
