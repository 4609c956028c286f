"""What the database refuses about documents and signatures by itself: raw SQL, as the application's own role."""

import json
import uuid
from datetime import date

import pytest
from django.db import InternalError, transaction
from django.utils import timezone

from tests.clinic.scheduling.raw_rows import insert, refused_by
from tests.patients.area.own_pages import a_link, a_patient
from tests.patients.consent.texts import a_text_for_all, next_version


def document_row(clinic, **changes):
    return {
        "reference": uuid.uuid4().hex,
        "kind": "treatment",
        "treatment_id": clinic.treatment.pk,
        "version": 2,
        "title": "Consent",
        "summary": "- In short.",
        "text": "I agree.",
        "change": "minor",
        "what_changed": "A word.",
        "issued_on": "2026-01-01",
        **changes,
    }


def paper_row(clinic, document, **changes):
    return {
        "reference": uuid.uuid4().hex,
        "patient_id": clinic.patient.pk,
        "treatment_id": document.treatment_id,
        "document_id": document.pk,
        "text_sha256": document.sha256,
        "method": "witnessed_paper",
        "signed_name": "Robin Example",
        "drawing": "[]",
        "meaning": "",
        "signed_on": date(2026, 1, 1),
        "witness_id": clinic.prescriber.pk,
        "recorded_at": timezone.now(),
        "valid_until": date(2099, 1, 1),
        "withdrawn_by_patient": False,
        **changes,
    }


def screen_row(clinic, document, link, **changes):
    signed = {"method": "electronic", "witness_id": None, "signed_at": timezone.now(), "link_id": link.pk}
    return paper_row(clinic, document, **signed, meaning="I agree.", **changes)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("document_is_about_one_thing", {"treatment_id": None}),
        ("document_is_about_one_thing", {"kind": "privacy_notice"}),
        ("document_is_about_one_thing", {"kind": "recipe", "treatment_id": None}),
        ("document_says_what_changed", {"what_changed": ""}),
        ("document_says_what_changed", {"change": "first"}),
        ("document_says_what_changed", {"change": "silent"}),
        ("document_says_what_changed", {"version": 1}),
        ("document_version_once", {"version": 1, "change": "first", "what_changed": ""}),
        ("document_summary_fits", {"summary": "x" * 2001}),
        ("document_what_changed_fits", {"what_changed": "x" * 1001}),
    ],
)
def test_a_document_that_makes_no_sense_is_refused(small_clinic, as_app_role, name, wrong):
    with refused_by(name), as_app_role() as cursor:
        insert(cursor, "consent_document", document_row(small_clinic, **wrong))


def test_a_text_for_all_patients_has_each_version_once(small_clinic, as_app_role):
    a_text_for_all("privacy_notice")
    again = {
        "kind": "privacy_notice",
        "treatment_id": None,
        "version": 1,
        "change": "first",
        "what_changed": "",
    }
    with refused_by("document_version_once"), as_app_role() as cursor:
        insert(cursor, "consent_document", document_row(small_clinic, **again))


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("consent_is_to_its_document", {"treatment_id": None}),
        ("consent_keeps_the_exact_text", {"text_sha256": "0" * 64}),
        ("consent_says_who_saw_it", {"witness_id": None}),
        ("consent_says_who_saw_it", {"signed_at": timezone.now()}),
        ("consent_says_who_saw_it", {"drawing": "[[[1,2]]]"}),
        ("consent_known_method", {"method": "by_nodding"}),
        ("consent_drawing_fits", {"drawing": "{}"}),
        ("consent_withdrawal_says_who", {"withdrawn_by_patient": True}),
        ("consent_withdrawal_says_who", {"withdrawn_at": timezone.now()}),
    ],
)
def test_a_paper_that_makes_no_sense_is_refused(small_clinic, as_app_role, name, wrong):
    with refused_by(name, "consent_says_who_saw_it"), as_app_role() as cursor:
        insert(cursor, "consent_consent", paper_row(small_clinic, small_clinic.document, **wrong))


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("consent_says_who_saw_it", {"meaning": ""}),
        ("consent_says_who_saw_it", {"signed_at": None}),
        ("consent_says_who_saw_it", {"link_id": None}),
        ("consent_says_who_saw_it", {"witness_id": 0}),
        ("consent_drawing_fits", {"drawing": json.dumps([[[1, 1]] * 4000])}),
        ("consent_link_is_the_patients", {"link_id": 0}),
    ],
)
def test_a_signature_on_a_screen_that_makes_no_sense_is_refused(small_clinic, as_app_role, name, wrong):
    notice, link = a_text_for_all("privacy_notice"), a_link(small_clinic.patient)[0]
    wrong = {"witness_id": small_clinic.prescriber.pk} if "witness_id" in wrong else wrong
    if wrong.get("link_id") == 0:
        wrong = {"link_id": a_link(a_patient(small_clinic))[0].pk}
    row = screen_row(small_clinic, notice, link)
    with refused_by(name), as_app_role() as cursor:
        insert(cursor, "consent_consent", row | wrong)
    with as_app_role() as cursor:
        insert(cursor, "consent_consent", row)


def test_a_treatment_on_a_screen_needs_screens_agreed_in_force(small_clinic, as_app_role):
    link = a_link(small_clinic.patient)[0]
    screens = a_text_for_all()
    row = screen_row(small_clinic, small_clinic.document, link, signed_on=small_clinic.location.today())

    def is_refused():
        with refused_by("consent_electronic_records_agreed"), as_app_role() as cursor:
            insert(cursor, "consent_consent", row)

    is_refused()
    with as_app_role() as cursor:
        insert(cursor, "consent_consent", screen_row(small_clinic, screens, link))
    before = transaction.savepoint()
    with as_app_role() as cursor:
        insert(cursor, "consent_consent", row)
    transaction.savepoint_rollback(before)
    a_text_for_all(change="must_resign", what_changed="More.", text="Other.")
    is_refused()


@pytest.mark.parametrize(
    "change",
    ["drawing = '[[[1,2]]]'", "meaning = 'No.'", "signed_at = now()", "link_id = NULL", "witness_id = NULL"],
)
def test_no_part_of_a_signature_changes(small_clinic, as_app_role, change):
    notice, link = a_text_for_all("privacy_notice"), a_link(small_clinic.patient)[0]
    with as_app_role() as cursor:
        signed = insert(cursor, "consent_consent", screen_row(small_clinic, notice, link))
        paper = insert(cursor, "consent_consent", paper_row(small_clinic, small_clinic.document))
    which = paper if "witness" in change else signed
    with pytest.raises(InternalError, match="Cannot update"), transaction.atomic(), as_app_role() as cursor:
        cursor.execute(f"UPDATE consent_consent SET {change} WHERE id = %s", [which])


def question_row(document, **changes):
    asked = {"question": "Why?", "choices": ["Yes", "No"], "right": 1, "explanation": "So."}
    row = {"document_id": document.pk, "position": 9, **asked, **changes}
    return {f'"{name}"': value for name, value in row.items()}


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("question_has_its_right_answer", {"right": 3}),
        ("question_has_its_right_answer", {"right": 0}),
        ("question_has_its_right_answer", {"choices": ["Yes"]}),
        ("question_position_once", {"position": 1}),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(small_clinic, as_app_role, name, wrong):
    with refused_by(name), as_app_role() as cursor:
        insert(cursor, "consent_understandingquestion", question_row(next_version(small_clinic), **wrong))


def test_questions_never_change_and_none_is_added_once_somebody_has_signed(small_clinic, as_app_role):
    version = next_version(small_clinic)
    with as_app_role() as cursor:
        insert(cursor, "consent_understandingquestion", question_row(version))
        insert(cursor, "consent_consent", paper_row(small_clinic, version))
    with refused_by("question_comes_before_signatures"), as_app_role() as cursor:
        insert(cursor, "consent_understandingquestion", question_row(version, position=10))
    with pytest.raises(InternalError, match="Cannot update"), transaction.atomic(), as_app_role() as cursor:
        cursor.execute('UPDATE consent_understandingquestion SET "right" = 2')
