"""The page of a patient's evaluations: what is known, what a prescriber signs, and what was signed before."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from clinic.scheduling.models import Course
from education.models import Treatment
from patients.inquiries.form_keys import new_key
from patients.people.models import CareTeamMember
from patients.screening import answering
from patients.screening.evaluating import newest_of
from patients.screening.models import Evaluation
from tests.clinic.scheduling.pages import text_of
from tests.patients.screening.answer_sets import HARMLESS
from tests.patients.screening.asking import answer_all, save
from tests.patients.screening.signed import accepted, begun, decided, sign


def page_of(patient):
    return reverse("screening:evaluate", args=[patient.reference])


def typed(clinic, **otherwise):
    """What a prescriber types who saw the patient in person and decides for treatment."""
    today, response = clinic.location.today(), clinic.patient.responses.submitted().first()
    return {
        "form_key": new_key(),
        "read": response.reference if response else "",
        "seen": newest_of(clinic.patient),
        "mode": "in_person",
        "examined_on": today.isoformat(),
        "systolic": "118",
        "diastolic": "76",
        "findings": "Calm, awake. \N{OK HAND SIGN} שלום",
        "ketamine_iv-decision": "eligible",
        "ketamine_iv-summary": "Nothing speaks against it.",
        "ketamine_iv-valid_until": (today + timedelta(days=30)).isoformat(),
        **otherwise,
    }


def fields_in_trouble(answer):
    """The fields to which the summary of what is wrong leads."""
    summary = re.search(r'<div class="error-summary".*?</div>', answer.content.decode(), re.DOTALL)
    return set(re.findall(r'href="#id_([\w-]+?)(?:_0)?"', summary[0])) if summary else set()


def accept(*keys):
    return {
        name: words
        for key in keys
        for name, words in ((f"{key}-decision", "accept"), (f"{key}-reason", "I asked."))
    }


def test_an_evaluation_is_signed_on_the_patients_page_once(small_clinic, prescriber):
    assert 'name="form_key"' in prescriber.get(page_of(small_clinic.patient)).content.decode()
    sent = typed(small_clinic)
    for _click in range(2):
        assert prescriber.post(page_of(small_clinic.patient), sent).status_code == 302
    evaluation = small_clinic.patient.evaluations.get()
    assert (evaluation.decision, evaluation.assessment.findings) == ("eligible", sent["findings"])
    assert evaluation.assessment.blood_pressure == "118/76"


def test_each_flag_stands_there_gravest_first_with_its_source_and_its_decision(
    small_clinic, health_questions, prescriber
):
    answer_all(small_clinic.patient, S06="unsure", S11="yes", S36="yes", S39=("list", "Sertraline, 50 mg"))
    page = prescriber.get(page_of(small_clinic.patient)).content.decode()
    said = text_of(prescriber.get(page_of(small_clinic.patient)))
    assert said.index("In the last 6 weeks") < said.index("a seizure or epilepsy")
    assert "We need to talk with you first" in said and "S06, version 1" in said
    for field in ("S06-decision", "S06-reason", "S11-decision"):
        assert f'name="{field}"' in page
    assert 'name="S36-decision"' not in page, "a note asks for nothing"
    assert re.search(r'<textarea name="medicines"[^>]*>\s*Sertraline, 50 mg', page)
    assert f"You sign as {small_clinic.prescriber.signature}" in said


def test_a_flag_left_undecided_is_named_and_nothing_typed_is_lost(small_clinic, health_questions, prescriber):
    answer_all(small_clinic.patient, S06="unsure", S11="yes")
    sent = typed(small_clinic, **accept("S11"), **{"S06-decision": "ask_more", "S06-reason": "Cardiology."})
    answer = prescriber.post(page_of(small_clinic.patient), sent)
    assert fields_in_trouble(answer) == {"S06-decision", "ketamine_iv-decision"}
    page = answer.content.decode()
    for words in ("Cardiology.", "I asked.", sent["findings"], 'value="118"'):
        assert words in page
    assert not small_clinic.patient.evaluations.exists()
    signed = prescriber.post(page_of(small_clinic.patient), typed(small_clinic, **accept("S06", "S11")))
    assert signed.status_code == 302


def test_a_decision_without_its_words_is_asked_for_them_all_at_once(
    small_clinic, health_questions, prescriber
):
    answer_all(small_clinic.patient, S06="unsure", S11="yes")
    sent = typed(small_clinic, findings="", **{"S06-decision": "accept", "S11-reason": "Long ago."})
    sent |= {"ketamine_iv-decision": "not_now", "ketamine_iv-summary": "", "ketamine_iv-valid_until": ""}
    answer = prescriber.post(page_of(small_clinic.patient), sent)
    assert fields_in_trouble(answer) == {
        "findings", "S06-reason", "S11-decision", "ketamine_iv-summary", "ketamine_iv-valid_until",
        "ketamine_iv-letter_not_now",
    }  # fmt: skip
    undecided = typed(small_clinic, **{"ketamine_iv-decision": ""})
    assert fields_in_trouble(prescriber.post(page_of(small_clinic.patient), undecided)) == {
        "ketamine_iv-decision"
    }


def test_a_high_blood_pressure_asks_for_its_decision_on_the_page(small_clinic, health_questions, prescriber):
    high = typed(small_clinic, systolic="152", diastolic="94")
    answer = prescriber.post(page_of(small_clinic.patient), high)
    assert fields_in_trouble(answer) == {"S09-decision", "ketamine_iv-decision"}
    assert "152/94" in text_of(answer)
    assert prescriber.post(page_of(small_clinic.patient), {**high, **accept("S09")}).status_code == 302
    assert small_clinic.patient.evaluations.get().assessment.flags.get().rule.key == "S09"


def test_answers_that_came_meanwhile_are_shown_and_nothing_typed_is_lost(
    small_clinic, health_questions, prescriber
):
    answer_all(small_clinic.patient)
    sent = typed(small_clinic)
    answer_all(small_clinic.patient, S11="yes")
    answer = prescriber.post(page_of(small_clinic.patient), sent)
    page = answer.content.decode()
    assert "New answers have come." in page and sent["findings"] in page and 'name="S11-decision"' in page
    newest = small_clinic.patient.responses.submitted().first()
    assert f'value="{newest.reference}"' in page, "signing it again says that these were read"
    assert (
        prescriber.post(page_of(small_clinic.patient), typed(small_clinic, **accept("S11"))).status_code
        == 302
    )


def test_what_a_colleague_signed_meanwhile_is_read_before_it_is_superseded(small_clinic, prescriber):
    sent = typed(small_clinic)
    theirs = sign(small_clinic, decide={"decision": "not_now", "summary": "A new heart finding."})
    answer = prescriber.post(page_of(small_clinic.patient), sent)
    said = text_of(answer)
    assert "Somebody signed an evaluation meanwhile." in said and "A new heart finding." in said
    assert sent["findings"] in answer.content.decode()
    assert theirs.evaluations.get().reference == newest_of(small_clinic.patient)
    assert f'name="seen" value="{newest_of(small_clinic.patient)}"' in answer.content.decode()
    assert prescriber.post(page_of(small_clinic.patient), typed(small_clinic)).status_code == 302


def test_answers_that_are_begun_say_at_once_that_they_stop_treatment(
    small_clinic, health_questions, prescriber
):
    answer_all(small_clinic.patient)
    begun(small_clinic.patient, S11="yes")
    stops = "They say something that stops treatment."
    said = text_of(prescriber.get(page_of(small_clinic.patient)))
    assert "are not sent yet" in said and stops not in said
    begun(small_clinic.patient, S03="yes")
    assert stops in text_of(prescriber.get(page_of(small_clinic.patient)))


def test_the_page_says_where_suicide_was_not_asked_about(small_clinic, health_questions, prescriber):
    not_asked = "Thoughts of suicide were not asked about"
    response = answering.begin(patient=small_clinic.patient)
    save(response, {key: value for key, value in HARMLESS.items() if key != "S02"})
    answering.submit(response=response)
    assert not_asked in text_of(prescriber.get(page_of(small_clinic.patient)))
    answer_all(small_clinic.patient, S02="no")
    assert not_asked not in text_of(prescriber.get(page_of(small_clinic.patient)))


def test_what_was_signed_is_shown_with_all_of_it(small_clinic, health_questions, prescriber):
    answer_all(small_clinic.patient, S11="yes")
    other = Treatment.objects.create(key="other", name="Other way", status="off_label", status_line="x")
    sign(
        small_clinic,
        judged={"S11": ("accept", "One seizure as a child.")},
        pulse=61,
        diagnoses="Depression.",
        decide=[decided(small_clinic), decided(small_clinic, treatment=other, decision="not_now")],
    )
    said = text_of(prescriber.get(page_of(small_clinic.patient)))
    for words in (
        "Ketamine into a vein: Treatment can go ahead", "Other way: Not now", "One seizure as a child.",
        "118/76 mmHg", "61 a minute", "Depression.", "The letter to the patient",
    ):  # fmt: skip
        assert words in said


@pytest.mark.parametrize(("days_left", "badge"), [(0, "In force"), (-1, "Run out")])
def test_the_page_says_whether_a_decision_still_holds(small_clinic, prescriber, days_left, badge):
    until = small_clinic.location.today() + timedelta(days=days_left)
    small_clinic.evaluate(small_clinic.patient, valid_until=until)
    page = text_of(prescriber.get(page_of(small_clinic.patient)))
    assert [word for word in ("In force", "Run out") if word in page] == [badge]


def test_a_newer_evaluation_takes_the_place_of_the_older_on_every_page(small_clinic, prescriber):
    course = small_clinic.authorise()
    sent = typed(small_clinic, **{"ketamine_iv-decision": "deferred"})
    sent["ketamine_iv-letter_deferred"] = "Dear Robin,\n\nwe wait."
    prescriber.post(page_of(small_clinic.patient), sent)
    for address in (
        page_of(small_clinic.patient),
        reverse("desk:patient", args=[small_clinic.patient.reference]),
    ):
        said = text_of(prescriber.get(address))
        assert said.index("Deferred In force") < said.index("Treatment can go ahead Superseded")
    assert Course.objects.on_hold(small_clinic.location.today()).get() == course


def test_nothing_typed_is_lost_when_it_is_too_long(small_clinic, prescriber):
    """T32, R4: too long by one, refused in words, and still there."""
    answer = prescriber.post(page_of(small_clinic.patient), typed(small_clinic, findings="x" * 5001))
    assert fields_in_trouble(answer) == {"findings"}
    assert "x" * 5001 in answer.content.decode()
    assert not small_clinic.patient.evaluations.exists()


def test_an_evaluation_is_suspended_on_the_page_with_a_reason(small_clinic, prescriber):
    evaluation = small_clinic.evaluate(small_clinic.patient)
    address = reverse("screening:suspend", args=[small_clinic.patient.reference, evaluation.reference])
    refused = prescriber.post(address, {"reason": ""})
    assert "There is a problem" in refused.content.decode()
    assert prescriber.get(address).status_code == 405, "R5: by POST only"
    prescriber.post(address, {"reason": "New medicine."})
    evaluation.refresh_from_db()
    assert evaluation.suspended_because == "New medicine."


def test_clinicians_read_evaluations_and_do_not_decide(client, small_clinic, health_questions):
    clinician = small_clinic.clinicians[0].user
    CareTeamMember.objects.create(patient=small_clinic.patient, user=clinician)
    answer_all(small_clinic.patient, S11="yes")
    evaluation = sign(small_clinic, judged=accepted("S11")).evaluations.get()
    client.force_login(clinician)
    page = client.get(page_of(small_clinic.patient)).content.decode()
    for words in (evaluation.summary, "I asked, and it is fine.", "a seizure or epilepsy"):
        assert words in page
    assert "Sign this evaluation" not in page and 'name="S11-decision"' not in page
    client.post(page_of(small_clinic.patient), typed(small_clinic, **accept("S11")))
    assert Evaluation.objects.count() == 1
    suspend_it = reverse("screening:suspend", args=[small_clinic.patient.reference, evaluation.reference])
    assert client.post(suspend_it, {"reason": "x"}).status_code == 403


def test_the_front_desk_sees_no_evaluation(client, small_clinic):
    evaluation = small_clinic.evaluate(small_clinic.patient, decision="deferred")
    client.force_login(small_clinic.front_desk)
    assert client.get(page_of(small_clinic.patient)).status_code == 403
    letter = reverse("screening:letter", args=[small_clinic.patient.reference, evaluation.reference])
    assert client.get(letter).status_code == 403
    story = text_of(client.get(reverse("desk:patient", args=[small_clinic.patient.reference])))
    assert "Evaluated by a prescriber" in story
    assert "letter" not in story.lower() and "Deferred" not in story


def test_somebody_elses_patient_is_not_found(client, small_clinic):
    """R1"""
    client.force_login(small_clinic.prescriber)
    assert client.get(page_of(small_clinic.patient)).status_code == 404


def test_the_page_asks_the_same_queries_however_much_was_signed(
    small_clinic, health_questions, prescriber, django_assert_max_num_queries
):
    answer_all(small_clinic.patient, S06="unsure", S11="yes")
    sign(small_clinic, judged=accepted("S06", "S11"))
    prescriber.get(page_of(small_clinic.patient))
    with django_assert_max_num_queries(40) as few:
        prescriber.get(page_of(small_clinic.patient))
    for _again in range(3):
        sign(small_clinic, judged=accepted("S06", "S11"))
    with django_assert_max_num_queries(len(few)):
        prescriber.get(page_of(small_clinic.patient))
