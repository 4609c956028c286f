"""Consent on a screen: what a signature keeps, and everything for which none is taken."""

import hashlib
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import ValidationError

from clinic.scheduling.models import Course
from patients.consent.asking import asked_of
from patients.consent.models import Consent
from patients.consent.telling import tell
from patients.consent.withdrawing import withdraw
from tests.patients.area.own_pages import BORN, a_link, a_patient
from tests.patients.consent.texts import QUESTIONS, a_text_for_all, next_version
from tests.patients.people.test_registering import together

NIGHT = datetime(2027, 3, 13, 2, tzinfo=UTC)  # in New York still the evening of the day before


@pytest.fixture
def document(small_clinic, screens, signs):
    """The next version of the clinic's consent, with questions; Robin has agreed to sign on a screen."""
    signs(screens)
    return next_version(small_clinic)


def refused(code, act, *arguments, **keywords):
    with pytest.raises(ValidationError) as refusal:
        act(*arguments, **keywords)
    assert refusal.value.error_list[0].code == code


def test_a_signature_keeps_who_what_when_why_and_by_which_link(document, signs, robin, link):
    drawing = [[[10, 20], [30, 40]], [[5, 5]]]
    consent = signs(document, drawing=drawing)
    consent.refresh_from_db()
    assert (consent.patient, consent.link, consent.witness) == (robin, link, None)
    assert (consent.method, consent.signed_name, consent.drawing) == ("electronic", "Robin Reach", drawing)
    assert (
        consent.text_sha256 == hashlib.sha256(f"{document.summary}\n\n{document.text}".encode()).hexdigest()
    )
    assert "I agree to this treatment" in consent.meaning
    assert consent.signed_at and consent.treatment == document.treatment
    assert consent.events.get().pgh_context.metadata["patient"] is True


def test_the_day_of_a_signature_is_that_of_the_location(signs, screens, robin):
    with time_machine.travel(NIGHT, tick=False):
        consent = signs(screens, link=a_link(robin)[0])
    assert f"{consent.signed_on} {consent.valid_until}" == "2027-03-12 2028-03-12"
    assert consent.signed_at == NIGHT


def test_a_double_click_is_one_signature(document, signs):
    """T07"""
    key = uuid4()
    assert signs(document, form_key=key) == signs(document, form_key=key)
    refused("sent_before", signs, document, form_key=key, signed_name="Somebody Else")


def test_a_wrong_birth_date_signs_nothing_and_counts_on_the_link(document, signs, robin, link):
    for wrong in range(1, 5):
        refused("wrong_date", signs, document, birth_date=BORN + timedelta(days=1))
        link.refresh_from_db()
        assert link.wrong_tries == wrong
    refused("closed", signs, document, birth_date=BORN + timedelta(days=1))
    refused("closed", signs, document)
    assert not robin.consents.filter(document=document).exists()


def test_a_replaced_version_and_another_text_are_not_signed(small_clinic, document, signs):
    refused("other_text", signs, document, text_sha256="0" * 64)
    next_version(small_clinic)
    refused("replaced", signs, document)


def test_every_question_is_answered_and_a_wrong_answer_is_asked_again_for_as_long_as_it_takes(
    document, signs
):
    first, second = document.questions.all()
    refused("unanswered", signs, document, answers={first.pk: first.right})
    for _try in range(12):
        refused("not_understood", signs, document, answers={first.pk: 1, second.pk: second.right})
    assert signs(document)


def test_a_treatment_is_signed_on_a_screen_only_after_agreeing_to_screens(
    small_clinic, screens, signs, robin
):
    document = next_version(small_clinic)
    refused("consent_electronic_records_agreed", signs, document)
    agreed = signs(screens)
    assert signs(document)
    withdraw(consent=agreed)
    refused("consent_electronic_records_agreed", signs, document)
    assert robin.consents.in_force(small_clinic.location.today()).count() == 1, "what was signed stays good"


def test_the_privacy_notice_needs_no_screens_agreed(signs):
    assert signs(a_text_for_all("privacy_notice")).treatment is None


def test_somebody_elses_link_signs_nothing(small_clinic, document, signs):
    other = a_patient(small_clinic, legal_name="Sam Other", email="sam@visitor.example")
    refused("consent_link_is_the_patients", signs, document, link=a_link(other)[0])


@pytest.mark.parametrize(
    "drawing",
    [
        None,
        {},
        [[]],
        [[[1]]],
        [[[1, 2.5]]],
        [[[1, -1]]],
        [[[601, 1]]],
        [[["1", 2]]],
        [[[True, 1]]],
        [[[1, 1]] * 1501],
    ],
)
def test_what_is_no_drawing_is_refused_in_words(document, signs, drawing):
    refused("drawing", signs, document, drawing=drawing)


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_are_one_signature_and_one_withdrawal(screens, signs):
    """T07"""
    key = uuid4()
    first, second = together(*[lambda: signs(screens, form_key=key)] * 2)
    assert first == second == Consent.objects.get()
    outcomes = together(*[lambda: withdraw(consent=first)] * 2)
    assert {"withdrawn"} in outcomes and first in outcomes


def test_the_story_says_how_it_was_signed_and_who_took_it_back(small_clinic, screens, signs, robin):
    withdraw(consent=signs(screens))
    for user, words in (
        (small_clinic.prescriber, "About electronic_records, version 1"),
        (small_clinic.front_desk, ""),
    ):
        signed, withdrawn = tell([robin], user)
        assert (signed.what, withdrawn.what) == ("Consent signed", "Consent withdrawn")
        assert signed.who == withdrawn.who == "the patient"
        assert words in signed.text and withdrawn.text == words
        assert ("On their own page" in signed.text) == bool(words)


# -- How long it holds -------------------------------------------------------------------------------


def states(patient, day):
    return [asked.state for asked in asked_of(patient, [], day) if asked.document.treatment_id]


def test_a_consent_is_due_for_renewal_a_month_before_it_runs_out(small_clinic, robin):
    today = small_clinic.location.today()
    for days, state in ((30, "signed"), (29, "due"), (0, "due"), (-1, "run_out")):
        small_clinic.sign_consent(robin, valid_until=today + timedelta(days=days))
        assert states(robin, today) == [state], days


def test_a_small_change_leaves_signatures_good_and_one_that_matters_asks_again(small_clinic, robin):
    today = small_clinic.location.today()
    small_clinic.sign_consent(robin)
    next_version(small_clinic, change="minor")
    [asked] = asked_of(robin, [], today)
    assert (asked.state, asked.has_small_change) == ("signed", True)
    next_version(small_clinic, change="must_resign")
    assert states(robin, today) == ["replaced"]
    assert states(robin, today - timedelta(days=1)) == ["signed"]
    next_version(small_clinic, change="minor")
    assert states(robin, today) == ["replaced"]


def test_signing_again_takes_the_course_off_hold(small_clinic, screens, signs, robin):
    today = small_clinic.location.today()
    course = small_clinic.authorise(robin)
    signs(screens)
    document = next_version(small_clinic)
    assert Course.objects.on_hold(today).get() == course
    consent = signs(document)
    assert not Course.objects.on_hold(today).exists()
    course.refresh_from_db()
    assert course.consent == consent


# -- Taking it back ----------------------------------------------------------------------------------


def test_the_patient_takes_it_back_with_all_earlier_signatures_and_sessions_wait(
    small_clinic, screens, signs, robin
):
    today = small_clinic.location.today()
    course = small_clinic.authorise(robin)
    signs(screens)
    consent = signs(next_version(small_clinic, change="minor"))
    assert Consent.objects.in_force(today).exclude(treatment=None).count() == 2
    withdraw(consent=consent)
    consent.refresh_from_db()
    assert consent.withdrawn_by_patient and consent.withdrawal_recorded_by is None
    assert not Consent.objects.in_force(today).exclude(treatment=None).exists()
    assert Consent.objects.in_force(today).get().document.kind == "electronic_records"
    assert Course.objects.on_hold(today).get() == course
    refused("withdrawn", withdraw, consent=consent)


def test_questions_belong_to_their_version(document):
    assert [asked.question for asked in document.questions.all()] == [each["question"] for each in QUESTIONS]
