"""Consent on paper: which text, who signed, who saw it, and taking it back."""

import hashlib
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import InternalError, transaction
from django.urls import reverse

from clinic.scheduling.models import Course
from patients.consent.models import Consent
from patients.consent.recording import a_year_after
from patients.consent.withdrawing import withdraw
from patients.consent.witnessing import record_paper_consent
from patients.inquiries.form_keys import new_key
from patients.people.models import CareTeamMember
from tests.patients.consent.texts import next_version


@pytest.fixture
def signed(small_clinic):
    def sign(**otherwise):
        said = {
            "patient": small_clinic.patient,
            "document": small_clinic.document,
            "signed_name": "Robin Example",
            "signed_on": small_clinic.location.today(),
            "by": small_clinic.clinicians[0].user,
        }
        return record_paper_consent(**{**said, **otherwise})

    return sign


@pytest.fixture
def witness(client, small_clinic):
    clinician = small_clinic.clinicians[0].user
    CareTeamMember.objects.create(patient=small_clinic.patient, user=clinician)
    client.force_login(clinician)
    return client


def page_of(patient):
    return reverse("consent:witness", args=[patient.reference])


def test_a_signature_keeps_the_exact_text_its_witness_and_holds_for_a_year(small_clinic, signed):
    consent = signed()
    assert consent.text_sha256 == hashlib.sha256(b"I agree.").hexdigest()
    assert consent.witness == small_clinic.clinicians[0].user
    assert consent.valid_until == a_year_after(small_clinic.location.today())
    assert small_clinic.patient.care_team.current().get().user == consent.witness


def test_a_form_sent_twice_is_one_consent(signed):
    """T07"""
    key = uuid4()
    assert signed(form_key=key) == signed(form_key=key)
    with pytest.raises(ValidationError, match="sent before with other details"):
        signed(form_key=key, signed_name="Robin Sample")
    assert Consent.objects.get().signed_name == "Robin Example"
    assert signed() != signed(), "the same signature in two forms is two"


def test_a_year_after_a_leap_day_is_the_last_of_february():
    assert a_year_after(date(2028, 2, 29)) == date(2029, 2, 28)


def test_a_replaced_version_cannot_be_signed(small_clinic, signed):
    next_version(small_clinic, change="minor")
    with pytest.raises(ValidationError, match="Version 2 has replaced version 1"):
        signed()


@pytest.mark.parametrize(("signed_on", "words"), [(1, "future"), (-9999, "was issued on Jan 01, 2020")])
def test_dates_that_make_no_sense_are_refused(small_clinic, signed, signed_on, words):
    with pytest.raises(ValidationError, match=words):
        signed(signed_on=small_clinic.location.today() + timedelta(days=signed_on))


def test_the_front_desk_witnesses_nothing(small_clinic, signed):
    with pytest.raises(ValidationError, match="Only a clinician"):
        signed(by=small_clinic.front_desk)


def test_a_signature_never_changes(signed):
    consent = signed()
    with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
        Consent.objects.filter(pk=consent.pk).update(signed_name="Somebody Else")


def test_withdrawing_puts_the_course_on_hold_and_cancels_nothing(small_clinic):
    course = small_clinic.authorise()
    small_clinic.book(type=small_clinic.treatment_type, course=course)
    withdraw(consent=course.consent, by=small_clinic.prescriber)
    assert Course.objects.on_hold(small_clinic.location.today()).get() == course
    assert course.appointments.active().count() == 1
    with pytest.raises(ValidationError, match="already"):
        withdraw(consent=course.consent, by=small_clinic.prescriber)


# -- The pages ---------------------------------------------------------------------------------------


def test_the_witness_records_the_paper_on_the_patients_page(small_clinic, witness):
    typed = {
        "form_key": new_key(),
        "document": small_clinic.document.pk,
        "signed_name": "Robin Example",
        "signed_on": small_clinic.location.today().isoformat(),
    }
    assert 'name="form_key"' in witness.get(page_of(small_clinic.patient)).content.decode()
    for _click in range(2):
        assert witness.post(page_of(small_clinic.patient), typed).status_code == 302
    consent = small_clinic.patient.consents.get()
    assert (consent.signed_name, consent.method) == ("Robin Example", "witnessed_paper")


@pytest.mark.parametrize(("days_left", "badge"), [(0, "In force"), (-1, "Run out")])
def test_the_page_says_whether_a_consent_still_holds(small_clinic, witness, days_left, badge):
    until = small_clinic.location.today() + timedelta(days=days_left)
    small_clinic.sign_consent(small_clinic.patient, valid_until=until)
    page = witness.get(page_of(small_clinic.patient)).content.decode()
    assert [word for word in ("In force", "Run out") if word in page] == [badge]


def test_nothing_typed_is_lost_when_a_consent_is_refused(small_clinic, witness):
    typed = {
        "form_key": new_key(),
        "document": small_clinic.document.pk,
        "signed_name": "Robin",
        "signed_on": "2999-01-01",
    }
    page = witness.post(page_of(small_clinic.patient), typed).content.decode()
    assert "lies in the future" in page
    assert 'value="Robin"' in page
    assert not small_clinic.patient.consents.exists()


def test_a_consent_is_withdrawn_by_post_alone(small_clinic, witness):
    """R5"""
    consent = small_clinic.sign_consent(small_clinic.patient)
    address = reverse("consent:withdraw", args=[small_clinic.patient.reference, consent.reference])
    assert witness.get(address).status_code == 405
    witness.post(address)
    consent.refresh_from_db()
    assert consent.withdrawn_at is not None
    assert "withdrawn already" in witness.post(address).content.decode()


def test_the_text_is_shown_as_it_is_signed_with_its_fingerprint(small_clinic, witness):
    address = reverse("consent:document", args=[small_clinic.treatment.key, 1])
    page = witness.get(address).content.decode()
    assert "I agree." in page
    assert small_clinic.document.sha256 in page


def test_the_front_desk_sees_no_consent(client, small_clinic):
    client.force_login(small_clinic.front_desk)
    assert client.get(page_of(small_clinic.patient)).status_code == 403
    document = reverse("consent:document", args=[small_clinic.treatment.key, 1])
    assert client.get(document).status_code == 403


def test_somebody_elses_patient_is_not_found(client, small_clinic):
    """R1"""
    client.force_login(small_clinic.prescriber)
    assert client.get(page_of(small_clinic.patient)).status_code == 404


def test_a_prescriber_issues_the_next_version_and_nobody_changes_one(client, small_clinic):
    client.force_login(small_clinic.prescriber)
    add = reverse("admin:consent_document_add")
    shown = client.get(f"{add}?after={small_clinic.document.reference}").content.decode()
    assert "I agree." in shown
    typed = {
        "kind": "treatment",
        "treatment": small_clinic.treatment.pk,
        "title": "Consent",
        "summary": "- In short.",
        "text": "I agree, knowing more.",
        "questions": "Can you stop?\r\n- No\r\n+ Yes\r\n> At any time.",
    }
    assert "Say what changed" in client.post(add, {**typed, "change": "first"}).content.decode()
    said = {"change": "must_resign", "what_changed": "One more risk."}
    assert client.post(add, {**typed, **said}).status_code == 302
    newest = type(small_clinic.document).objects.current().get(treatment=small_clinic.treatment)
    assert (newest.version, newest.text, newest.change) == (2, "I agree, knowing more.", "must_resign")
    assert newest.questions.get().right_words == "Yes"
    page = client.get(reverse("consent:document", args=[newest.key, 2])).content.decode()
    assert "One more risk." in page and "<del" in page and "Removed:" in page and "Added:" in page
    change = reverse("admin:consent_document_change", args=[newest.pk])
    assert client.get(change).status_code == 200
    assert client.post(change, {**typed, **said, "text": "Other."}).status_code == 403
    client.force_login(small_clinic.clinicians[0].user)
    assert client.get(add).status_code == 403
