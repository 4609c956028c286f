"""Letters to patients: begun in the clinic's words, signed as the prescriber leaves them, read by the patient."""

import pytest
from django.urls import reverse
from post_office.models import Email

from clinic.accounts import roles
from clinic.locations.models import Clinic, Country
from education.checks.plain_language import HIGHEST_GRADE, grade, long_sentences
from education.wordings import wording
from patients.inquiries.form_keys import new_key
from patients.people.models import Patient
from patients.screening.evaluating import newest_of
from patients.screening.letters import letters_begun
from patients.screening.models import Evaluation
from tests.clinic.scheduling.pages import text_of
from tests.patients.area.own_pages import a_link
from tests.patients.screening.signed import sign
from tests.small_clinic import person

WAITS = {"decision": Evaluation.Decision.DEFERRED}
DEFERRED, NOT_NOW = "screening.letter_deferred", "screening.letter_not_now"


@pytest.fixture
def stillwater(small_clinic):
    return Clinic.objects.create(
        name="Stillwater Clinic",
        short_name="Stillwater",
        phone="+12125550100",
        email="hello@stillwater.example",
        country=Country.UNITED_STATES,
    )


def agrees_to_mail(patient):
    Patient.objects.filter(pk=patient.pk).update(email="robin@visitor.example", channels=["email"])
    patient.refresh_from_db()


def begun(clinic, decision):
    words = letters_begun(patient=clinic.patient, treatments=[clinic.treatment], by=clinic.prescriber)
    return words[clinic.treatment, decision]


def own_letters(client, patient):
    """The patient's page of letters, opened by their link and birth date."""
    born = patient.birth_date
    _link, address = a_link(patient)
    client.post(address, {"year": born.year, "month": born.month, "day": born.day})
    return client.get(f"{address}letters/")


# -- What they begin with ----------------------------------------------------------------------------


@pytest.mark.parametrize("decision", [Evaluation.Decision.DEFERRED, Evaluation.Decision.NOT_NOW])
def test_a_letter_begins_with_kind_plain_words_and_other_ways(small_clinic, stillwater, decision):
    words = begun(small_clinic, decision)
    for said in (
        "Dear Robin Example,", "Ketamine into a vein", "Talking therapy", "Other medicines", "ECT", "TMS",
        "Doing nothing new for now", "(212) 555-0142", "Pat Prescriber", "Stillwater Clinic",
    ):  # fmt: skip
        assert said in words
    for said in ("eligible", "reject", "refus", "unfortunately", "{", "fail"):
        assert said not in words.lower()
    lines = [f"<p>{line}</p>" for block in wording.blocks(words) for line in block.lines]
    assert grade(lines, "en") <= HIGHEST_GRADE
    assert [found for line in lines for found in long_sentences(line)] == []


def test_editors_say_it_in_the_clinics_own_words_and_see_it_in_its_place(client, small_clinic, stillwater):
    editor = person("edie.editor", roles.EDITOR)
    client.force_login(editor)
    for place in (DEFERRED, NOT_NOW):
        preview = text_of(client.post(reverse("wording:preview", args=[place, "en"])))
        assert "Dear Robin," in preview and "Talking therapy" in preview
    wording.change(key=DEFERRED, language="en", text="Dear {name}, not {treatment} yet.", by=editor)
    assert begun(small_clinic, "deferred") == "Dear Robin Example, not Ketamine into a vein yet."
    assert "Dear Robin, not" in text_of(client.get(reverse("letters:deferred")))
    assert "Talking therapy" in begun(small_clinic, "not_now")


def test_nothing_a_patient_is_called_is_read_as_a_placeholder(small_clinic, stillwater):
    Patient.objects.filter(pk=small_clinic.patient.pk).update(chosen_name="{phone} {0.__class__}")
    small_clinic.patient.refresh_from_db()
    assert begun(small_clinic, "deferred").startswith("Dear {phone} {0.__class__},")


def test_the_prescriber_finds_both_letters_begun_on_the_page(small_clinic, prescriber, stillwater):
    page = prescriber.get(reverse("screening:evaluate", args=[small_clinic.patient.reference]))
    for name in ("ketamine_iv-letter_deferred", "ketamine_iv-letter_not_now"):
        assert f'name="{name}"' in page.content.decode()
    assert page.content.decode().count("Dear Robin Example,") == 2


# -- Who reads them ----------------------------------------------------------------------------------


def test_the_patient_reads_the_letter_exactly_as_it_was_signed(client, small_clinic, stillwater):
    attack = "Dear Robin,\n\n<script>alert(1)</script> we wait.\n\n- One\n- Two"
    sign(small_clinic, decide={**WAITS, "letter": attack})
    page = own_letters(client, small_clinic.patient).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; we wait." in page and "<li>One</li>" in page
    assert Evaluation.objects.get().letter == attack


def test_nobody_reads_a_letter_without_the_birth_date_or_somebody_elses(client, small_clinic, stillwater):
    sign(small_clinic, decide={**WAITS, "letter": "Dear Robin, we wait."})
    _link, address = a_link(small_clinic.patient)
    assert "we wait" not in text_of(client.get(f"{address}letters/"))
    other = small_clinic.register()
    said = text_of(own_letters(client, other))
    assert "There is no letter for you here yet" in said and "we wait" not in said


def test_the_patients_page_leads_to_the_letter_and_says_no_decision(client, small_clinic, stillwater):
    sign(small_clinic, decide=WAITS)
    born = small_clinic.patient.birth_date
    _link, address = a_link(small_clinic.patient)
    client.post(address, {"year": born.year, "month": born.month, "day": born.day})
    page = client.get(address)
    assert f"{address}letters/" in page.content.decode()
    said = text_of(page)
    assert "We wrote to you what we think" in said
    for word in ("Deferred", "eligible", "ketamine", "Not now"):
        assert word.lower() not in said.lower()


def test_who_looks_after_the_patient_prints_the_letter(small_clinic, prescriber, stillwater):
    evaluation = sign(small_clinic, decide={**WAITS, "letter": "Dear Robin, we wait."}).evaluations.get()
    patient = small_clinic.patient
    page = prescriber.get(reverse("screening:letter", args=[patient.reference, evaluation.reference]))
    assert "Dear Robin, we wait." in text_of(page)
    without = sign(small_clinic).evaluations.get()
    nothing = reverse("screening:letter", args=[patient.reference, without.reference])
    assert prescriber.get(nothing).status_code == 404
    assert "A letter was written to them" in text_of(
        prescriber.get(reverse("desk:patient", args=[patient.reference]))
    )


# -- The mail ----------------------------------------------------------------------------------------


def test_a_neutral_mail_tells_of_the_letter(small_clinic, stillwater):
    agrees_to_mail(small_clinic.patient)
    sign(small_clinic, decide=WAITS)
    mail = Email.objects.get()
    assert mail.to == ["robin@visitor.example"]
    assert mail.subject == "Stillwater: something new on your private page"
    for said in (mail.subject, mail.message, mail.html_message):
        assert wording.clinical_words(said.partition("988")[0]) == []
        assert "Robin" not in said and "letter" not in said.lower()
    assert small_clinic.patient.private_links.count() == 1


def test_no_mail_goes_to_who_did_not_agree_nor_where_treatment_can_go_ahead(small_clinic, stillwater):
    sign(small_clinic, decide=WAITS)
    agrees_to_mail(small_clinic.patient)
    sign(small_clinic)
    assert not Email.objects.exists()


def test_the_page_says_how_the_letter_reaches_the_patient(small_clinic, prescriber, stillwater):
    today = small_clinic.location.today().isoformat()
    typed = {
        "mode": "remote",
        "examined_on": today,
        "findings": "Talked by video.",
        "ketamine_iv-decision": "deferred",
        "ketamine_iv-summary": "More first.",
        "ketamine_iv-valid_until": small_clinic.monday.isoformat(),
        "ketamine_iv-letter_deferred": "Dear Robin, we wait.",
    }
    page_of = reverse("screening:evaluate", args=[small_clinic.patient.reference])
    for said in ("print the letter and hand it over", "A mail without any detail tells them so"):
        answer = prescriber.post(
            page_of, {**typed, "form_key": new_key(), "seen": newest_of(small_clinic.patient)}, follow=True
        )
        assert said in text_of(answer)
        agrees_to_mail(small_clinic.patient)
