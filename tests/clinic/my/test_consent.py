"""Consent on a patient's own pages: read, answer, sign, keep a copy, take it back; nobody else does."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from clinic.logs import RequestMiddleware
from clinic.scheduling.models import Appointment
from patients.links.short_sessions import IDLE
from patients.safety.raising import raise_task
from tests.clinic.my.test_pages import words
from tests.patients.area.own_pages import SAID, WRONG, a_link, a_patient
from tests.patients.conftest import hidden_fields
from tests.patients.consent.texts import a_text_for_all, next_version

TITLES = {
    "Your agreements · Stillwater",
    "Read · Stillwater",
    "Questions · Stillwater",
    "Sign · Stillwater",
    "Your signed copy · Stillwater",
    "Take it back · Stillwater",
}


@pytest.fixture
def screens(small_clinic):
    return a_text_for_all("electronic_records")


@pytest.fixture
def document(small_clinic, robin):
    """The clinic's consent, with questions, to a treatment for which Robin was evaluated."""
    small_clinic.evaluate(robin)
    return next_version(small_clinic)


@pytest.fixture
def to(opened):
    """`to(row, "sign")`: the address of a page about a document or a consent, or that of the list."""

    def address(row=None, page=""):
        return opened + "agreements/" + (f"{row.reference}/" if row else "") + page

    return address


@pytest.fixture
def sign(client, to):
    """`sign(document)` answers rightly and signs, with `otherwise` in the last form; the answer of the page."""

    def one(document, follow=True, **otherwise):
        right = {f"question_{asked.position}": asked.right for asked in document.questions.all()}
        address = to(document, "sign/")
        shown = client.post(address, {"act": "answer", **right}) if right else client.get(address)
        typed = {**hidden_fields(shown), "act": "sign", "signed_name": "Robin Reach", **SAID}
        return client.post(address, {**typed, **otherwise}, follow=follow)

    return one


def test_they_read_answer_sign_and_get_their_copy(client, to, screens, document, sign, robin, link):
    said = words(client.get(to()))
    assert said.count("To sign") == 2 and "Read and sign" in said
    assert "Thank you. You have signed." in words(sign(screens))
    said = words(client.get(to(document)))
    assert (
        said.index("In short") < said.index("You are asked to agree.") < said.index("I agree, knowing more.")
    )
    page = sign(document)
    consent = robin.consents.get(document=document)
    assert page.redirect_chain[-1][0] == f"{to(consent, 'copy/')}?signed=yes"
    said = words(page)
    for kept in (
        "I agree, knowing more.",
        "Robin Reach",
        consent.meaning,
        document.sha256,
        "There is nothing else",
    ):
        assert kept in said
    assert (consent.link, consent.text_sha256) == (link, document.sha256)
    assert "To sign" not in words(client.get(to()))


def test_wrong_answers_are_explained_and_asked_again_as_often_as_needed(client, to, screens, document, sign):
    sign(screens)
    for _try in range(3):
        said = words(client.post(to(document, "sign/"), {"act": "answer", "question_1": 1, "question_2": 1}))
        assert "You do not drive until the next day. Please choose again." in said and "It is no exam" in said
        assert "At any time. Please choose again" not in said
    said = words(client.post(to(document, "sign/"), {"act": "answer", "question_1": 1}))
    assert "Choose an answer." in said and "You do not drive until the next day." in said
    answered = {"act": "answer", "question_1": 2, "question_2": 1}
    assert "Type your full name" in words(client.post(to(document, "sign/"), answered))


def test_a_signature_without_right_answers_is_asked_them(client, to, screens, document, sign, robin):
    sign(screens)
    said = words(sign(document, question_1=1))
    assert "Is the text clear?" in said and not robin.consents.filter(document=document).exists()


def test_a_double_click_is_one_signature(client, to, screens, robin):
    """T07"""
    typed = {**hidden_fields(client.get(to(screens, "sign/"))), "act": "sign", "signed_name": "Robin", **SAID}
    for _click in range(2):
        assert client.post(to(screens, "sign/"), typed).status_code == 302
    assert robin.consents.count() == 1


def test_the_birth_date_is_asked_again_and_a_wrong_one_counts(sign, screens, robin, link):
    page = sign(screens, **WRONG)
    assert "This is not the date we know. You can try 4 more times." in words(page)
    assert 'value="Robin Reach"' in words(page)
    link.refresh_from_db()
    assert link.wrong_tries == 1
    for _try in range(3):
        sign(screens, **WRONG)
    assert sign(screens, **WRONG).status_code == 404
    assert not robin.consents.exists()


def test_nothing_typed_is_lost_when_a_signature_is_refused(sign, screens, robin):
    said = words(sign(screens, signed_name="", drawing="[[[1,2],[3,4]]]"))
    assert "Type your name to sign." in said and 'value="[[[1,2],[3,4]]]"' in said and 'value="1984"' in said
    assert "We could not read what you drew." in words(sign(screens, drawing="scribble"))
    assert "another one was shown" in words(sign(screens, text_sha256="0" * 64))
    assert not robin.consents.exists()


def test_a_new_version_that_comes_out_meanwhile_is_shown_with_what_changed(
    client, to, small_clinic, screens, document, sign, robin
):
    sign(screens)
    answered = {"act": "answer", "question_1": 2, "question_2": 1}
    typed = {
        **hidden_fields(client.post(to(document, "sign/"), answered)),
        "act": "sign",
        "signed_name": "R",
        **SAID,
    }
    after = next_version(small_clinic, text="I agree, knowing all.", what_changed="All of it is said now.")
    page = client.post(to(document, "sign/"), typed, follow=True)
    assert page.redirect_chain[-1][0].startswith(to(after))
    said = words(page)
    assert "A new version of this text came out while you read." in said and "All of it is said now." in said
    assert '<strong>Removed:</strong> <del lang="en">I agree, knowing more.' in said
    assert '<strong>Added:</strong> <ins lang="en">I agree, knowing all.' in said
    assert not robin.consents.filter(treatment=document.treatment).exists()


def test_a_treatment_is_signed_on_a_screen_only_by_who_agreed_to_screens(client, to, screens, document):
    said = words(client.get(to(document, "sign/")))
    assert "On a screen or on paper?" in said and to(screens) in said and "We print the text" in said


def test_a_form_that_was_open_too_long_is_signed_with_the_birth_date_it_holds(client, to, screens, robin):
    typed = {**hidden_fields(client.get(to(screens, "sign/"))), "act": "sign", "signed_name": "Robin", **SAID}
    with time_machine.travel(timezone.now() + IDLE + timedelta(minutes=1)):
        said = words(client.post(to(screens, "sign/"), {**typed, **WRONG}))
        assert "say when you were born" in said and 'name="signed_name" value="Robin"' in said
        assert client.post(to(screens, "sign/"), typed).status_code == 302
    assert robin.consents.count() == 1


# -- Taking it back ----------------------------------------------------------------------------------


def test_taking_it_back_says_what_happens_and_sessions_wait_at_once(client, to, small_clinic, robin, opened):
    course = small_clinic.authorise(robin)
    small_clinic.book(patient=robin, type=small_clinic.treatment_type, course=course)
    address = to(course.consent, "withdraw/")
    said = words(client.get(address))
    for what in ("Nothing is canceled.", "We still care for you.", "Your sessions wait"):
        assert what in said
    today = small_clinic.location.today()
    assert not Appointment.objects.on_hold(today).exists()
    page = client.post(address, {"act": "withdraw"}, follow=True)
    assert "You have taken it back." in words(page) and "You took it back" in words(page)
    assert Appointment.objects.on_hold(today).get().course == course
    assert "looks at something again" in words(client.get(opened))
    course.consent.refresh_from_db()
    assert course.consent.withdrawn_by_patient
    client.post(address, {"act": "withdraw"})  # a double click
    with pytest.raises(ValidationError):
        small_clinic.book(
            patient=robin, type=small_clinic.treatment_type, course=course, session_start=small_clinic.at(14)
        )


# -- Nobody else -------------------------------------------------------------------------------------


def test_the_link_alone_opens_none_of_it(client, link, small_clinic, robin, screens):
    """R6"""
    consent = small_clinic.sign_consent(robin)
    for page in ("", f"{screens.reference}/", f"{screens.reference}/sign/", f"{consent.reference}/copy/"):
        said = words(client.get(f"{link.address}agreements/{page}"))
        assert "say when you were born" in said and "About electronic_records" not in said
    for page in ("copy.pdf", "withdraw/"):
        assert "say when you were born" in words(
            client.get(f"{link.address}agreements/{consent.reference}/{page}")
        )
    client.post(f"{link.address}agreements/{consent.reference}/withdraw/", {"act": "withdraw"})
    consent.refresh_from_db()
    assert consent.withdrawn_at is None


def test_somebody_elses_consent_is_not_found(client, to, small_clinic):
    """R1"""
    theirs = small_clinic.sign_consent(small_clinic.patient)
    for page in ("copy/", "copy.pdf", "withdraw/"):
        assert client.get(to(theirs, page)).status_code == 404
    assert client.post(to(theirs, "withdraw/"), {"act": "withdraw"}).status_code == 404
    theirs.refresh_from_db()
    assert theirs.withdrawn_at is None


def test_a_text_that_they_are_not_asked_is_not_found(client, to, small_clinic):
    """Robin was evaluated for nothing."""
    for page in ("", "sign/"):
        assert client.get(to(small_clinic.document, page)).status_code == 404


def test_no_title_no_file_name_and_no_line_of_the_log_says_what_was_signed(
    client, to, screens, document, sign, robin
):
    """R8"""
    sign(screens)
    consent = robin.consents.get()
    pages = [to(), to(document), to(document, "sign/"), to(screens, "sign/")]
    pages += [to(consent, "copy/"), to(consent, "withdraw/")]
    for page in pages:
        answer = client.get(page)
        assert re.search(r"<title>(.*?)</title>", words(answer))[1] in TITLES
        logged = RequestMiddleware.format_request(answer.wsgi_request)
        assert "<str:token>" in logged and consent.reference not in logged
        assert answer["Cache-Control"] == "no-store"
    assert (
        client.get(to(consent, "copy.pdf"))["Content-Disposition"] == 'attachment; filename="signed-copy.pdf"'
    )


def test_their_page_says_what_waits_and_names_no_treatment(client, opened, screens, document, sign):
    sign(screens)
    said = words(client.get(opened))
    assert "Your agreements" in said and "Your care here" in said and "To sign" in said and "Signed" in said
    assert "ketamine" not in said.casefold()


def test_agreeing_to_screens_is_no_consent_to_a_treatment(client, opened, to, screens, document, sign):
    sign(screens)
    said = words(client.get(opened))
    assert "You read it in peace" in said and "You can take it back at any time." not in said
    sign(document)
    assert "You can take it back at any time." in words(client.get(opened))


def test_nobody_is_urged_to_sign_after_a_crisis(client, opened, screens, robin):
    assert "To sign" in words(client.get(opened))
    raise_task(patient=robin, cause="said_yes")
    said = words(client.get(opened))
    assert "To sign" not in said and "Your agreements" in said


# -- The copy ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_file_is_one_that_a_screen_reader_reads(client, to, screens, sign, robin, language):
    sign(screens, drawing="[[[1,2],[3,4]],[[5,5]]]")
    address = to(robin.consents.get(), "copy.pdf")
    file = client.get(f"/es{address}" if language == "es" else address)
    assert file["Content-Type"] == "application/pdf"
    for part in (b"<pdfuaid:part>1<", b"/Marked true", b"/StructTreeRoot", b"/DisplayDocTitle true"):
        assert part in file.content
    assert f"/Lang({language})".encode() in file.content
    assert b"Drawn signature of Robin Reach" in file.content or language == "es"


def test_a_drawing_is_shown_as_it_was_drawn(sign, screens):
    said = words(sign(screens, drawing="[[[1,2],[3,4]],[[5,5]]]"))
    assert '<polyline points="1,2 3,4"/>' in said and '<polyline points="5,5 5,5"/>' in said


@pytest.mark.drill
def test_staff_see_the_same_copy_and_only_who_looks_after_the_patient(
    client, small_clinic, sign, screens, robin
):
    sign(screens)
    consent = robin.consents.get()
    for page in ("copy", "copy_pdf"):
        address = reverse(f"consent:{page}", args=[robin.reference, consent.reference])
        client.force_login(small_clinic.prescriber)
        assert client.get(address).status_code == 404
        client.force_login(small_clinic.front_desk)
        assert client.get(address).status_code == 403
        client.force_login(small_clinic.clinicians[0].user)
        assert client.get(address).status_code == 404
        robin.care_team.create(user=small_clinic.clinicians[0].user)
        assert client.get(address).status_code == 200
        other = small_clinic.sign_consent(small_clinic.patient)
        assert (
            client.get(reverse(f"consent:{page}", args=[robin.reference, other.reference])).status_code == 404
        )
        robin.care_team.all().delete()


def test_staff_read_how_it_was_signed_and_what_waits(client, small_clinic, sign, screens, robin):
    sign(screens, drawing="[[[1,2],[3,4]]]")
    small_clinic.sign_consent(robin, valid_until=small_clinic.location.today() + timedelta(days=9))
    robin.care_team.create(user=small_clinic.prescriber)
    client.force_login(small_clinic.prescriber)
    address = reverse("consent:witness", args=[robin.reference])
    said = words(client.get(address))
    for what in (
        "On their own page",
        "I agree to get and sign papers on a screen.",
        "<polyline",
        screens.sha256,
    ):
        assert what in said
    assert said.count("Renewal is due") == 1
    next_version(small_clinic)
    assert "A new version asks to sign again" in words(client.get(address))
    client.post(reverse("consent:withdraw", args=[robin.reference, robin.consents.last().reference]))
    assert "recorded by" in words(client.get(address))


def test_the_list_asks_the_same_queries_for_any_number_of_signatures(
    client, to, small_clinic, robin, screens, django_assert_max_num_queries
):
    def queries():
        with django_assert_max_num_queries(25) as asked:
            client.get(to())
        return len(asked)

    small_clinic.sign_consent(robin)
    first = queries()
    for _more in range(3):
        small_clinic.sign_consent(robin)
    assert queries() == first


def test_another_patients_open_page_does_not_open_this_one(client, opened, small_clinic, screens):
    """R1"""
    other = a_patient(small_clinic, legal_name="Sam Other", email="sam@visitor.example")
    address = a_link(other)[1]
    assert "say when you were born" in words(client.get(f"{address}agreements/"))
