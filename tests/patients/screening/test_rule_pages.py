"""The rules in the staff site: read by those who care for patients, changed by two prescribers."""

import re
from html import unescape

import pytest
from django.test import Client

from clinic.accounts import roles
from clinic.locations.models import Location
from patients.screening.models import Rule
from tests.patients.screening.asking import answer_all
from tests.small_clinic import person

LIST = "/staff/health-questions/"


def words(page):
    return unescape(re.sub(r"\s+", " ", page.content.decode()))


@pytest.fixture
def signed_in(small_clinic):
    """`signed_in(user)`: that person's browser."""

    def enter(user):
        client = Client()
        client.force_login(user)
        return client

    return enter


@pytest.fixture
def prescriber(robin, small_clinic, signed_in):
    return signed_in(small_clinic.prescriber)


@pytest.fixture
def second(robin, signed_in):
    return signed_in(person("sam.second", roles.PRESCRIBER))


def proposal(client, key, **said):
    """What the browser sends of the page's form, but for what is said here."""
    page = client.get(f"{LIST}{key}/propose/")
    form = page.context["form"]
    sent = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in {**sent, **said}.items() if value not in (None, False)}


def propose(client, key="S36", **said):
    sent = proposal(client, key, **{"because": "Two more studies.", **said})
    return client.post(f"{LIST}{key}/propose/", sent, follow=True)


def test_the_list_shows_every_rule_in_order_with_its_level_and_what_waits(prescriber):
    propose(prescriber, level="stop")
    said = words(prescriber.get(LIST))
    places = [said.index(f">{key}</a>") for key in ("S01", "S02", "S36", "S51")]
    assert places == sorted(places)
    assert "S36, version 2" in said and "18 rules rest on no source" in said


def test_a_rule_shows_what_it_asks_in_both_languages_and_on_what_it_rests(prescriber):
    said = words(prescriber.get(f"{LIST}S36/"))
    for part in (
        "Do you take lamotrigine?",
        "¿Toma lamotrigina?",
        "yes: <strong>Note",
        "Came with the portal",
    ):
        assert part in said, part


def test_one_proposes_a_second_reads_the_difference_and_lets_it_through(robin, prescriber, second):
    answer_all(robin, S36="yes")
    page = propose(prescriber, level="clinician_review")
    assert page.redirect_chain == [(f"{LIST}S36/2/", 302)] and "A second prescriber decides." in words(page)
    assert "Let it through" not in words(page)
    assert "1 patient would be flagged otherwise" in words(page)
    assert "Robin Reach" in words(page) and "Note → For a clinician to look at" in words(page)
    said = words(second.get(f"{LIST}S36/2/"))
    assert "<del>note</del>" in said and "<ins>clinician_review</ins>" in said
    assert "Robin Reach" not in said, "the second does not look after Robin"
    page = second.post(f"{LIST}S36/2/", {"act": "let_through"}, follow=True)
    assert "It is in use from now on." in words(page)
    assert Rule.objects.in_use().get(key="S36").version == 2


def test_who_proposed_it_is_refused_in_words_though_the_page_has_no_button(prescriber):
    propose(prescriber, level="stop")
    page = prescriber.post(f"{LIST}S36/2/", {"act": "let_through"})
    assert page.status_code == 200 and Rule.objects.in_use().get(key="S36").version == 1


def test_declining_needs_a_reason_and_is_kept(prescriber, second):
    propose(prescriber, level="stop")
    page = second.post(f"{LIST}S36/2/", {"act": "decline", "because": ""})
    assert "Say why you decline it." in words(page) and Rule.objects.proposed().exists()
    page = second.post(f"{LIST}S36/2/", {"act": "decline", "because": "Too few people."}, follow=True)
    assert "It is declined." in words(page) and "Too few people." in words(page)


def test_a_press_of_enter_lets_nothing_through(prescriber, second):
    """No button was pressed: nothing is decided, and nothing is declined."""
    propose(prescriber, level="stop")
    second.post(f"{LIST}S36/2/", {"because": "Thinking."})
    assert Rule.objects.proposed().exists()


def test_what_cannot_be_judged_is_refused_beside_its_field_and_nothing_typed_is_lost(prescriber):
    page = propose(prescriber, flag_when="maybe", why="Marmalade studies")
    said = words(page)
    assert page.status_code == 200 and "Marmalade studies" in said
    field = re.search(r'<(?:input|textarea)[^>]*name="flag_when"[^>]*>', said)[0]
    assert 'aria-invalid="true"' in field and "error" in re.search(r'aria-describedby="([^"]*)"', field)[1]
    assert "Name choices of this question" in said and "<title>Error:" in said
    assert not Rule.objects.proposed().exists()


def test_the_question_about_suicide_is_not_lowered_by_the_page(prescriber):
    page = propose(prescriber, key="S02", level="note")
    assert "it alone is a crisis" in words(page) and not Rule.objects.proposed().exists()


def test_a_medical_director_answers_for_a_rule_that_rests_on_no_source(prescriber, small_clinic, signed_in):
    assert "I answer for this rule" not in words(prescriber.get(f"{LIST}S11/"))
    assert prescriber.post(f"{LIST}S11/confirm/").status_code == 403
    director = person("dana.director", roles.PRESCRIBER)
    Location.objects.update(medical_director=director)
    browser = signed_in(director)
    assert "I answer for this rule" in words(browser.get(f"{LIST}S11/"))
    assert browser.get(f"{LIST}S11/confirm/").status_code == 405
    page = browser.post(f"{LIST}S11/confirm/", follow=True)
    assert "Confirmed by Dana Director" in words(page)
    assert "I answer for this rule" not in words(page)


def test_who_reads_and_who_changes_is_told_by_the_role(robin, small_clinic, signed_in, prescriber):
    propose(prescriber, level="stop")
    clinician = signed_in(small_clinic.clinicians[0].user)
    assert {clinician.get(f"{LIST}{page}").status_code for page in ("", "S36/", "S36/2/")} == {200}
    assert clinician.get(f"{LIST}S36/propose/").status_code == 403
    assert clinician.post(f"{LIST}S36/2/", {"act": "let_through"}).status_code == 403
    for other in (small_clinic.front_desk, person("ed.editor", roles.EDITOR)):
        browser = signed_in(other)
        for page in ("", "S36/", "S36/2/", "S36/propose/"):
            assert browser.get(f"{LIST}{page}").status_code == 403, (other, page)
    assert Client().get(LIST).status_code == 302


def test_what_is_not_there_is_404(prescriber):
    for page in ("S99/", "S36/9/", "S36/99999999999999/", "S99/propose/"):
        assert prescriber.get(f"{LIST}{page}").status_code == 404, page
