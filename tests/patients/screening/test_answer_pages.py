"""A patient's answers in the staff site: what weighs most stands first; asked by phone they are the same answers."""

import re
from html import unescape

import pytest
from django.test import Client

from clinic.accounts import roles
from clinic.stories import story_of
from education.models import Source
from patients.inquiries.form_keys import new_key
from patients.safety.models import OnCall, SafetyTask
from patients.screening import answering
from patients.screening.models import Answer, QuestionnaireResponse
from tests.patients.area.own_pages import a_patient
from tests.patients.screening.answer_sets import HARMLESS
from tests.patients.screening.asking import answer_all, fields, save
from tests.small_clinic import person


def words(page):
    return unescape(re.sub(r"\s+", " ", page.content.decode()))


def main(page):
    return words(page).split("<main")[1].split("</main>")[0]


@pytest.fixture
def signed_in(small_clinic):
    """`signed_in(user)`: that person's browser."""

    def enter(user):
        client = Client()
        client.force_login(user)
        return client

    return enter


@pytest.fixture
def clinician(robin, small_clinic, signed_in):
    """The browser of a clinician who looks after Robin."""
    return signed_in(small_clinic.clinicians[0].user)


@pytest.fixture
def address(robin):
    return f"/staff/patients/{robin.reference}/answers/"


# -- Reading -----------------------------------------------------------------------------------------


def test_before_anybody_answered_the_page_says_what_to_do(clinician, address):
    said = main(clinician.get(address))
    assert "No answers yet" in said and f'href="{address}ask/"' in said


def test_flags_stand_first_by_level_then_all_answers(clinician, address, robin):
    answer_all(robin, S02="yes", S03="yes", S07=["stroke", "valve"], S36="yes", S39=("list", "Aspirin"))
    said = main(clinician.get(address))
    places = [
        said.index(f">{level} <span")
        for level in ("Crisis", "Stop: talk first", "For a clinician to look at", "Note")
    ]
    places += [said.index("All answers")]
    assert places == sorted(places)
    assert "<strong>A stroke, A heart valve problem</strong>" in said
    assert "<strong>Please contact us now</strong>" in said and "(what the patient read)" in said
    assert said.index("Do you take lamotrigine?") < places[-1] < said.rindex("Do you take lamotrigine?")


def test_each_flag_says_why_by_which_version_and_on_what_it_rests(clinician, address, robin):
    Source.objects.create(
        code="i1", title="A review of interactions", kind="review", accessed_on="2026-11-01"
    )
    answer_all(robin, S36="yes", S11="yes")
    said = main(clinician.get(address))
    flag = said.split('id="flag-S36"')[1].split("</article>")[0]
    assert "Two of five studies suggest it blunts ketamine effects." in flag
    assert "S36, version 1</a>" in flag and "/staff/health-questions/S36/" in flag
    assert "A review of interactions" in flag and "Not confirmed by a medical director" not in flag
    flag = said.split('id="flag-S11"')[1].split("</article>")[0]
    assert "rests on no source" in flag and "Not confirmed by a medical director" in flag


def test_answers_without_a_flag_are_to_be_read_all_the_same(clinician, address, robin):
    answer_all(robin)
    said = main(clinician.get(address))
    assert "A clinician will review your answers" in said
    assert "170 cm, 70 kg" in said and "March 12, 1984" in said


def test_what_changed_since_the_time_before_stands_out(clinician, address, robin):
    answer_all(robin, S39=("list", "Aspirin"))
    answer_all(robin, S39=("list", "Sertraline"), S48="yes")
    said = main(clinician.get(address)).split('id="changed"')[1].split("</section>")[0]
    assert said.count("<dt>") == 2
    assert (
        "Sertraline" in said and "before: I take what I list here, Aspirin" in said and "before: No" in said
    )


def test_each_time_they_answered_may_be_read_again(clinician, address, robin):
    first = answer_all(robin, S39=("list", "Marmaladium"))
    answer_all(robin)
    assert "Marmaladium" not in main(clinician.get(address)).split("Changed since")[0]
    said = main(clinician.get(f"{address}?of={first.reference}"))
    assert "Marmaladium" in said and "Changed since" not in said


def test_answers_begun_and_not_sent_are_announced_and_not_shown(clinician, address, robin):
    save(answering.begin(patient=robin), {"S39": ("list", "Marmaladium")})
    said = main(clinician.get(address))
    assert "New answers were begun on" in said and "Marmaladium" not in said


def test_where_nobody_was_on_call_the_page_says_that_suicide_was_not_asked_about(clinician, address, robin):
    answer_all(robin)
    warning = "Thoughts of suicide were not asked about"
    assert warning not in main(clinician.get(address))
    OnCall.objects.all().delete()
    response = answering.begin(patient=robin)
    save(response, {key: value for key, value in HARMLESS.items() if key != "S02"})
    answering.submit(response=response)
    assert warning in main(clinician.get(address))


def test_what_they_wrote_is_shown_as_they_wrote_it(clinician, address, robin):
    """T36"""
    attack = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7|add:7 }}"
    answer_all(robin, S33=("yes", attack), S39=("list", attack))
    raw = clinician.get(address).content.decode()
    assert "<script>alert" not in raw and "<img src=x" not in raw and unescape(raw).count(attack) == 4


def test_who_cares_for_them_reads_and_nobody_else(robin, small_clinic, signed_in, address):
    """R1"""
    answer_all(robin, S03="yes")
    browser = signed_in(small_clinic.front_desk)
    for page in (address, f"{address}ask/"):
        assert browser.get(page).status_code == 403
    for other in (small_clinic.clinicians[1].user, person("ola.outside", roles.PRESCRIBER)):
        browser = signed_in(other)
        for page in (address, f"{address}ask/"):
            assert browser.get(page).status_code == browser.post(f"{address}ask/").status_code == 404
    assert Client().get(address).status_code == 302


def test_answers_that_are_not_theirs_are_404(clinician, address, robin, small_clinic):
    answer_all(robin)
    theirs = answer_all(a_patient(small_clinic, "Kim Other")).reference
    for of in (theirs, "0" * 32, "x", "\0", "' OR 1=1"):
        assert clinician.get(address, {"of": of}).status_code == 404, of


def test_nothing_keeps_these_pages_and_their_titles_say_no_more_than_what_they_are(clinician, address, robin):
    """T42"""
    answer_all(robin, S03="yes")
    for page in (address, f"{address}ask/"):
        answer = clinician.get(page)
        assert "no-store" in answer["Cache-Control"] and answer["Referrer-Policy"] == "same-origin"
        title = re.search(r"<title>(.*?)</title>", words(answer))[1]
        assert title in ("Health answers", "Ask the health questions")


def test_it_asks_the_same_queries_however_often_they_answered(
    clinician, address, robin, django_assert_max_num_queries
):
    def queries():
        with django_assert_max_num_queries(40) as counted:
            clinician.get(address)
        return len(counted)

    for _time in range(2):
        answer_all(robin, S36="yes")
    few = queries()
    answer_all(robin, S03="yes", S04="yes", S36="yes", S39=("list", "Aspirin"))
    assert queries() == few


def test_the_patients_story_says_that_they_answered_and_leads_only_those_who_may_read(robin, small_clinic):
    answer_all(robin, S03="yes")
    answer_all(robin, by=small_clinic.prescriber)

    def told(user):
        every = [entry for entry in story_of([robin], user) if entry.what == "Health questions answered"]
        return [(str(entry.who), bool(entry.url), entry.text) for entry in every]

    assert told(small_clinic.prescriber) == [
        (str(small_clinic.prescriber), True, ""),
        ("the patient", True, ""),
    ]
    assert {(url, text) for _who, url, text in told(small_clinic.front_desk)} == {(False, "")}


# -- Asking ------------------------------------------------------------------------------------------


@pytest.fixture
def ask(clinician, address):
    """`ask(S02="no", act="send")`: the page as the clinician sends it."""

    def post(act="save", mode="phone", form_key=None, **answers):
        sent = {"act": act, "mode": mode, "form_key": form_key or new_key(), **fields(answers)}
        return clinician.post(f"{address}ask/", sent, follow=True)

    return post


def test_all_questions_stand_on_one_page_with_why_and_what_to_say_first(clinician, address):
    said = main(clinician.get(f"{address}ask/"))
    for key in HARMLESS:
        assert f'name="q_{key}' in said, key
    assert said.index("Say first: I ask everybody this.") < said.index('name="q_S02"')
    assert "stay on the line" in said


def test_it_is_asked_about_suicide_though_nobody_is_on_call(clinician, address):
    """A person asks, and stays on the line."""
    OnCall.objects.all().delete()
    assert 'name="q_S02"' in main(clinician.get(f"{address}ask/"))


def test_what_is_asked_by_phone_is_kept_with_who_wrote_it_down(ask, robin, small_clinic):
    page = ask(act="send", **HARMLESS)
    assert "The answers are kept." in words(page)
    response = QuestionnaireResponse.objects.get()
    who = small_clinic.clinicians[0].user
    assert (response.mode, response.started_by, response.submitted_by) == ("phone", who, who)
    assert set(Answer.objects.values_list("answered_by", flat=True)) == {who.pk}
    assert f"Written down by {who}" in words(page) and "by phone" in words(page)


def test_a_call_may_stop_in_between_and_the_patient_go_on_alone(ask, robin):
    page = ask(S03="no", S04="no")
    assert "What was answered so far is kept." in words(page)
    assert re.search(r'name="q_S03" value="no"[^>]*checked', words(page))
    assert answering.begun_by(robin).answers.count() == 2


def test_what_is_open_keeps_the_answers_from_being_sent_and_nothing_is_lost(ask, robin):
    page = ask(act="send", **{key: value for key, value in HARMLESS.items() if key != "S41"})
    assert "One question is still open." in main(page)
    assert answering.begun_by(robin).answers.count() == len(HARMLESS) - 1
    page = ask(act="send", S41="no")
    assert "The answers are kept." in words(page)


@pytest.mark.parametrize("said", ["yes", "prefer_not"])
@pytest.mark.parametrize("act", ["save", "send"])
def test_a_crisis_on_the_phone_raises_a_task_and_says_to_stay_on_the_line(ask, robin, said, act):
    page = ask(act=act, S02=said)
    task = SafetyTask.objects.get()
    assert task.patient == robin and task.raised_by is None
    assert "A safety task is raised. Stay on the line with them." in words(page)
    ask(act=act, S03="no")
    assert SafetyTask.objects.count() == 1


def test_a_crisis_on_the_phone_leads_to_its_task(ask):
    page = ask(act="send", S02="yes")
    assert f"/staff/safety/{SafetyTask.objects.get().reference}/" in main(page)


def test_an_answer_that_is_refused_stands_beside_its_question(ask):
    page = ask(S03="no", S07=["none", "stroke"], S43={"height_cm": "1", "weight_kg": "70"})
    assert "Not both." in main(page) and "this seems mistyped" in main(page)
    assert Answer.objects.get().rule.key == "S03"


def test_any_other_way_of_asking_counts_as_the_phone(ask):
    ask(mode="pigeon", S03="no")
    assert QuestionnaireResponse.objects.get().mode == "phone"
