"""“Is it for me?”: it asks little, answers on the spot, keeps nothing, and tells nobody yes or no."""

import itertools
import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from clinic.accounts import roles
from education.checks import plain_language
from education.checks.plain_language import HIGHEST_GRADE
from education.models import Article, Treatment
from education.wordings import wording
from patients.screening import suitability
from patients.screening.rules import shipped_rules
from patients.screening.suitability_forms import SuitabilityForm
from tests.clinic.scheduling.pages import text_of
from tests.small_library import open_small_library, person

ASK, ANSWER, HELP_NOW = "/suitability/", "/suitability/answer/", "/help-now/"
TALK_FIRST, REVIEW = "We need to talk with you first", "A clinician will review your answers"
QUESTIONS = ("problem", "any_of_these", "support")
EVERY_ANSWER = [
    {name: value for name, value in zip(QUESTIONS, answers, strict=True) if value}
    for answers in itertools.product(
        ["", *suitability.PROBLEMS], ["", *suitability.ANY_OF_THESE], [(), tuple(suitability.SUPPORT)]
    )
]
PAIN = {"problem": "chronic_pain", "any_of_these": "unsure", "support": ["interpreter", "step_free"]}


@pytest.fixture(autouse=True)
def open_clinic(clinic):
    return clinic


@pytest.fixture
def library(db):
    """A page on depression is published; `publish_on(slug, title)` publishes another."""
    library = open_small_library()
    conditions = library.article.topic

    def publish_on(slug, title, kind=Article.Kind.CONDITION):
        library.article = Article.objects.create(topic=conditions, slug=slug, kind=kind)
        library.article.treatments.set(Treatment.objects.all())
        return library.publish(title=title, summary=f"What is known of {title.lower()}.")

    library.publish_on = publish_on
    Article.objects.filter(pk=library.article.pk).update(slug="depression")
    library.publish(title="Depression", summary="What is known of depression.")
    return library


def main_of(page):
    found = re.search(r"<main[^>]*>(.*)</main>", page.content.decode(), re.DOTALL)
    return found[1] if found else ""


def said(page):
    """What the page itself says, without its frame."""
    return text_of(type(page)(main_of(page)))


# -- A crisis ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [ASK, ANSWER])
def test_the_safety_question_is_a_link_to_help_before_anything_is_asked(client, address):
    """S02p"""
    page = main_of(client.get(address))
    link = re.search(rf'<a class="stretched" href="{HELP_NOW}">([^<]+)</a>', page)
    assert link[1] == shipped_rules()["S02p"].question
    assert link.start() < (page + "<form").index("<form")
    assert "Call 988" in text_of(client.get(HELP_NOW))


def test_nobody_is_asked_about_suicide_where_nobody_could_answer():
    """S02p: there is no field that could hold it."""
    assert tuple(SuitabilityForm().fields) == QUESTIONS
    assert re.search("suicid|hurt|safe", " ".join(map(str, suitability.short_list()))) is None


def test_the_numbers_to_call_stand_on_every_page_of_it(client):
    for page in (client.get(ASK), client.post(ANSWER, PAIN), client.post(ANSWER, {"problem": "nonsense"})):
        assert 'href="tel:988"' in page.content.decode()


# -- What is asked -----------------------------------------------------------------------------------


def test_it_asks_what_the_rules_ask_of_the_public_and_no_more(client):
    """Stage P of the rules, word for word."""
    rules = {rule.id: rule for rule in shipped_rules().values() if rule.is_asked_at("P")}
    assert set(rules) == {"S02p", "S45", "S51"}
    page = said(client.get(ASK))
    assert [rule.question for rule in rules.values() if rule.question not in page] == []
    assert [value for value, _words in suitability.problems()] == list(suitability.PROBLEMS)


def test_the_list_names_all_that_a_clinician_must_hear_of_first():
    """But for the age, which the page tells in words, and height and weight, which staff measure."""
    needed = {
        rule.group
        for rule in shipped_rules().values()
        if rule.is_asked_at("E") and rule.level in ("stop", "clinician_review")
    }
    named = [group for groups, _words in suitability.SHORT_LIST for group in groups]
    assert sorted(named) == sorted(needed - {"identity", "body"})
    assert len(suitability.short_list()) == len(suitability.SHORT_LIST)


def test_the_list_asks_whether_anything_applies_and_never_what(client):
    page = client.get(ASK)
    assert [words for words in map(str, suitability.short_list()) if words not in said(page)] == []
    typed_in = re.findall(r'<input[^>]* name="(\w+)" value="(\w+)"', main_of(page))
    assert [value for name, value in typed_in if name == "any_of_these"] == ["yes", "unsure", "no"]


def test_it_says_plainly_that_we_see_adults_and_where_others_turn(client):
    """S01, R39"""
    page = said(client.get(ASK))
    assert "We see adults, from 18 years on." in page
    assert "talk with a parent or another adult you trust, or with your doctor" in page


# -- What it answers ---------------------------------------------------------------------------------


@pytest.mark.parametrize("answers", EVERY_ANSWER, ids=lambda answers: "-".join(map(str, answers.values())))
def test_only_a_plain_no_is_a_no(client, answers):
    """T35: not sure is never no, and what is left open never means that all is well."""
    page = said(client.post(ANSWER, answers))
    expected = REVIEW if answers.get("any_of_these") == "no" else TALK_FIRST
    assert expected in page
    assert {REVIEW: TALK_FIRST, TALK_FIRST: REVIEW}[expected] not in page


def test_an_answer_without_any_question_answered_is_no_way_past_the_list(client):
    """T35"""
    assert TALK_FIRST in said(client.get(ANSWER))
    assert TALK_FIRST in said(client.get(ANSWER, {"any_of_these": "no"}))


@pytest.mark.parametrize("language", ["en", "es"])
def test_nobody_is_told_yes_or_no(client, language):
    address = {"en": ANSWER, "es": f"/es{ANSWER}"}[language]
    verdict = r"eligib|elegib|approv|aproba|reject|rechaz|qualif|califica|score|puntua|candidat|unsuit|exclu"
    for answers in EVERY_ANSWER:
        found = re.search(verdict, said(client.post(address, answers)), re.IGNORECASE)
        assert found is None, (answers, found)


def test_support_is_acknowledged_and_asked_for_again_since_nothing_is_kept(client):
    """S51"""
    page = said(client.post(ANSWER, PAIN))
    assert "An interpreter" in page and "A way in without steps" in page and "Captions" not in page
    assert "Please tell us once more when you write or call." in page
    assert "once more" not in said(client.post(ANSWER, PAIN | {"support": []}))


def test_it_leads_on_to_asking_us_by_form_or_phone_and_to_other_ways(client):
    page = client.post(ANSWER, PAIN)
    assert 'href="/inquire/"' in main_of(page) and 'href="tel:+1-212-555-0100"' in main_of(page)
    assert "A person from our front desk answers." in said(page)
    assert "There are other ways to get help" in said(page)
    assert "do not stop a medicine by yourself" in said(page)


def test_it_ends_in_the_clinics_own_words(client, open_clinic):
    editor = person("edith", roles.EDITOR)
    text = "Call {clinic} and ask."
    wording.change(key="screening.next_steps", language="en", text=text, by=editor)
    assert "Call Stillwater and ask." in said(client.post(ANSWER, PAIN))


# -- What is known -----------------------------------------------------------------------------------


def test_the_pages_on_the_problem_stand_there_with_their_status(client, library):
    library.publish_on("anxiety", "Anxiety")
    page = client.post(ANSWER, {"problem": "depression"})
    assert '<a href="/learn/conditions/depression/">Depression</a>' in main_of(page)
    assert "What is known of depression." in said(page) and "Off-label: A drip" in said(page)
    assert "The FDA has not checked this use." in said(page)
    assert "Anxiety" not in said(page)


def test_every_page_on_a_kind_of_pain_belongs_to_pain(client, library):
    for slug, title in (("chronic-pain", "Chronic pain"), ("crps", "CRPS"), ("fibromyalgia", "Fibromyalgia")):
        library.publish_on(slug, title)
    page = said(client.post(ANSWER, PAIN))
    assert "Chronic pain" in page and "CRPS" in page and "Fibromyalgia" in page
    assert "What is known of depression." not in page


def test_where_there_is_no_page_it_says_so(client, library):
    assert "We have no page on this yet." in said(client.post(ANSWER, {"problem": "ptsd"}))


def test_another_problem_is_shown_every_page_and_told_that_it_may_not_be_there(client, library):
    library.publish_on("anxiety", "Anxiety")
    for answers in ({"problem": "other"}, {}):
        page = said(client.post(ANSWER, answers))
        assert "Yours may not be among them." in page
        assert "What is known of depression." in page and "What is known of anxiety." in page


def test_a_page_that_has_moved_is_still_found(client, library):
    Article.objects.filter(slug="depression").update(slug="low-spirits")
    page = main_of(client.post(ANSWER, {"problem": "depression"}))
    assert "/learn/conditions/low-spirits/" in page


def test_a_page_long_past_its_review_is_no_longer_offered(client, library):
    with time_machine.travel(timezone.now() + timedelta(days=365 + 92)):
        assert "We have no page on this yet." in said(client.post(ANSWER, {"problem": "depression"}))


def test_it_leads_to_the_reasons_and_the_other_ways_where_pages_tell_them(client, library):
    assert "More on this" not in said(client.post(ANSWER, PAIN))
    library.publish_on(suitability.RISKS_PAGE, "Who should choose something else", Article.Kind.SAFETY)
    library.publish_on(suitability.OTHER_WAYS_PAGE, "Other treatments", Article.Kind.PRACTICAL)
    page = said(client.post(ANSWER, PAIN))
    assert "Who should choose something else" in page and "Other treatments" in page


# -- Nothing is kept ---------------------------------------------------------------------------------


def rows_of_every_table():
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        counts = {}
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            counts[table] = cursor.fetchone()[0]
    return counts


def test_no_answer_leaves_a_row_anywhere(client):
    before = rows_of_every_table()
    assert before["django_session"] == 0 and len(before) > 50
    for answers in EVERY_ANSWER:
        client.post(ANSWER, answers)
    assert rows_of_every_table() == before


def test_no_answer_writes_at_all(client):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL transaction_read_only = on")
        assert client.get(ASK).status_code == 200
        assert client.post(ANSWER, PAIN).status_code == 200
        transaction.set_rollback(True)


def test_an_answer_is_no_address_no_cookie_no_title_and_no_copy(client, kept_pages):
    """R8"""
    for page in (client.get(ASK), client.post(ANSWER, PAIN)):
        assert page.status_code == 200 and page["Cache-Control"] == "no-store"
        assert set(page.cookies) <= {"csrf"}
        assert "<title>Is it for me? · Stillwater</title>" in page.content.decode()
        assert [link for link in re.findall(r'(?:href|action)="([^"]*)"', main_of(page)) if "?" in link] == []
    assert not client.session.items()
    assert not kept_pages.get(f"en:{ANSWER}") and not kept_pages.get(f"en:{ASK}")


def test_no_answer_stands_in_the_log(client, capfd, caplog):
    """R8"""
    client.post(ANSWER, PAIN)
    client.post(ANSWER, PAIN | {"problem": "canary"})
    written = capfd.readouterr()
    log = written.out + written.err + caplog.text
    assert not re.search("canary|pain|unsure|interpreter|step_free", log)


def test_the_page_that_answers_is_never_compressed(client):
    """Its length could tell what was chosen."""
    client.defaults["HTTP_ACCEPT_ENCODING"] = "gzip"
    assert "Content-Encoding" not in client.post(ANSWER, PAIN).headers


# -- What can be sent --------------------------------------------------------------------------------


@pytest.mark.parametrize("field", QUESTIONS)
@pytest.mark.parametrize("text", ["canary", "<b>canary", "\0", "\ud800", "no\0", "x" * 9000])
def test_what_is_not_on_the_list_is_asked_again_and_not_repeated(client, field, text):
    """T33, R8"""
    body = urlencode(PAIN | {field: text.encode("utf-8", "surrogatepass")}, doseq=True)
    page = client.generic("POST", ANSWER, body, content_type="application/x-www-form-urlencoded")
    assert page.status_code == 200
    assert "<title>Error: " in page.content.decode() and "Choose from this list." in said(page)
    assert text not in page.content.decode()
    assert TALK_FIRST not in said(page) and REVIEW not in said(page)


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b'{"any_of_these": "no"}'),
        ("text/plain", b"any_of_these=no"),
        ("multipart/form-data", b"--x\r\n"),
        ("application/x-www-form-urlencoded", b"any_of_these=%FF%FE%ED%A0%80"),
        ("application/x-www-form-urlencoded", b"&".join(b"f%d=x" % number for number in range(2000))),
        ("application/x-www-form-urlencoded", b"any_of_these=no&any_of_these=yes"),
    ],
)
def test_no_request_breaks_the_page_or_turns_into_a_no(client, content_type, body):
    """T33, T35"""
    client.raise_request_exception = False
    page = client.generic("POST", ANSWER, body, content_type=content_type)
    assert page.status_code in (200, 400)
    assert REVIEW not in said(page)


def test_answers_come_from_our_own_form_only(open_clinic):
    assert Client(enforce_csrf_checks=True).post(ANSWER, PAIN).status_code == 403


def test_the_questions_are_read_and_the_answers_are_sent(client):
    """R5"""
    assert client.post(ASK, PAIN).status_code == 405
    assert client.put(ANSWER).status_code == client.delete(ANSWER).status_code == 405


# -- Where it stands, and how it reads ---------------------------------------------------------------


def test_every_page_leads_to_it_and_so_do_the_home_page_and_a_condition(client, library):
    assert f'<a href="{ASK}">Is it for me?</a>' in client.get(HELP_NOW).content.decode()
    assert f'href="{ASK}"' in main_of(client.get("/"))
    assert f'href="{ASK}"' in main_of(client.get("/learn/conditions/depression/"))
    assert f"{ASK}</loc>" in client.get("/sitemap.xml").content.decode()
    assert f"Disallow: {ANSWER}" in client.get("/robots.txt").content.decode()


def test_the_header_has_four_ways_and_the_visit_stands_below(client):
    page = client.get(ASK).content.decode()
    header, footer = page.split("<main")[0], page.split("</main>")[1]
    names = re.findall(r"<li><a[^>]*>([^<]+)</a></li>", header)
    assert names == ["Learn", "Is it for me?", "Ask us", "Help now"]
    assert 'href="/visit/"' in footer


@pytest.mark.parametrize("address", [ASK, ANSWER])
def test_its_pages_need_six_queries_at_most(client, library, django_assert_max_num_queries, address):
    with django_assert_max_num_queries(6):
        client.generic("GET" if address == ASK else "POST", address)


@pytest.mark.parametrize("language", ["en", "es"])
def test_it_reads_at_grade_eight_at_most(client, language):
    prefix = "/es" if language == "es" else ""
    pages = [client.get(prefix + ASK)]
    pages += [client.post(prefix + ANSWER, PAIN | {"any_of_these": any_of}) for any_of in ("no", "yes")]
    for page in pages:
        text = re.sub(r"<(/?)(?:h1|legend|label|div)\b[^>]*>", r"<\1p>", main_of(page))
        told = [block for block in plain_language.blocks(text) if block.endswith((".", "?"))]
        hard = [block for block in told if plain_language.grade([block], language) > HIGHEST_GRADE]
        assert len(told) > 6 and hard == []
        assert plain_language.grade([text], language) <= HIGHEST_GRADE
        assert plain_language.long_sentences(text) == []


def test_it_stands_in_spanish_from_the_first_word_to_the_last(client):
    ask, answer = said(client.get(f"/es{ASK}")), said(client.post(f"/es{ANSWER}", PAIN))
    assert "¿Es para mí?" in ask and "Busque ayuda ya." in ask and "desde los 18 años" in ask
    assert "Primero necesitamos hablar con usted" in answer and "Un intérprete" in answer
    english = [*map(str, suitability.short_list()), "Not sure", "What a clinician", "Write to us", "Ask us"]
    assert [words for words in english if words in ask + answer] == []
    assert "Un profesional clínico revisará sus respuestas" in said(
        client.post(f"/es{ANSWER}", PAIN | {"any_of_these": "no"})
    )
