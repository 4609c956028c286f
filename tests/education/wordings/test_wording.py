"""The clinic's own words: what each place says, who changes it, and what may not stand there."""

import re
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation
from post_office.models import Email

from education.models import Wording
from education.wordings import wording
from education.wordings.places import Place
from patients.inquiries.receiving import receive_inquiry
from tests.clinic.scheduling.pages import text_of
from tests.small_clinic import open_small_clinic

LINE, LEAD, THANKS, MAIL = (
    "education.home_headline",
    "education.home_lead",
    "inquiries.thank_you",
    "inquiries.acknowledgement",
)


def say(key, text, by, language="en", **more):
    return wording.change(key=key, language=language, text=text, by=by, **more)


def refusal_of(key, text, by):
    with pytest.raises(ValidationError) as refused:
        say(key, text, by)
    return " ".join(refused.value.messages)


@pytest.fixture
def page_of(client, db):
    def read(address):
        client.cookies.clear()
        return text_of(client.get(address))

    return read


@pytest.fixture
def ask(db):
    """Somebody asks the clinic something; returns the mail they get."""
    location = open_small_clinic().location

    def send():
        receive_inquiry(
            form_key=uuid4(),
            name="Ana",
            email="ana@visitor.example",
            contact_by="email",
            location=location,
        )
        return Email.objects.latest("pk")

    return send


# -- What places say ---------------------------------------------------------------------------------


def test_each_place_says_what_it_ships_with_until_somebody_changes_it(page_of, editor):
    assert "Honest answers first." in page_of("/")
    assert "We show risks as large as benefits." in page_of("/")
    say(LINE, "Ask us anything.", editor)
    say(LEAD, "We are {clinic}.\n\n- One\n- Two", editor)
    page = page_of("/")
    assert "Ask us anything." in page and "Honest answers first." not in page
    assert "We are" in page and "{clinic}" not in page
    wording.ship_back(key=LINE, language="en", by=editor)
    assert "Honest answers first." in page_of("/")


def test_readers_see_new_words_at_once(kept_pages, client, editor, django_capture_on_commit_callbacks):
    assert "Honest answers first." in text_of(client.get("/"))
    with django_capture_on_commit_callbacks(execute=True):
        say(LINE, "Ask us anything.", editor)
    assert "Ask us anything." in text_of(client.get("/"))
    with django_capture_on_commit_callbacks(execute=True):
        wording.ship_back(key=LINE, language="en", by=editor)
    assert "Honest answers first." in text_of(client.get("/"))


def test_another_language_says_its_own_words(page_of, editor):
    say(LINE, "Pregunte lo que quiera.", editor, language="es")
    assert "Pregunte" not in page_of("/")
    assert "Pregunte lo que quiera." in page_of("/es/")


def test_the_page_after_an_inquiry_says_the_clinics_words_with_its_own_promise(page_of, editor):
    promise = re.search(r"answers within (\d working days?), by e-mail", page_of("/inquire/sent/"))[1]
    say(THANKS, "Thank you! We write within {answer_time}.", editor)
    assert f"Thank you! We write within {promise}." in page_of("/inquire/sent/")


def test_a_mail_says_the_clinics_words_in_both_its_forms_and_keeps_its_subject(ask, editor):
    before = ask()
    say(MAIL, "Good day.\n\nWe answer by {day}.\n- Call {phone}\n- Or wait", editor)
    mail = ask()
    assert mail.subject == before.subject
    for text in (mail.message, mail.html_message):
        assert "Good day." in text and "We answer by" in text and "{" not in text
    assert re.search(r"<li>Call \(\d{3}\) \d{3}-\d{4}</li>", mail.html_message)
    assert "- Or wait" in mail.message


def test_all_words_of_a_page_take_one_query(client, db, django_assert_num_queries):
    template = Template(
        "{% load wording %}{% wording_text 'education.home_headline' %}"
        "{% wording 'education.home_lead' %}{% wording 'education.home_promises' %}"
    )
    with django_assert_num_queries(1):
        template.render(Context({"request": RequestFactory().get("/")}))
    with django_assert_num_queries(1):
        template.render(Context())


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("One\ntwo\n\nthree", [("p", ["One", "two"]), ("p", ["three"])]),
        ("Do:\n- this\n• that\nand go", [("p", ["Do:"]), ("ul", ["this", "that"]), ("p", ["and go"])]),
        ("1. first\r\n2) second", [("ol", ["first", "second"])]),
        ("- one\n\n- two", [("ul", ["one"]), ("ul", ["two"])]),
        ("-5 degrees, 10.5 miles", [("p", ["-5 degrees, 10.5 miles"])]),
        ("", []),
    ],
)
def test_plain_text_becomes_paragraphs_and_lists(text, blocks):
    assert [(block.kind, block.lines) for block in wording.blocks(text)] == blocks


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "{{ request.user }}",
        "{% debug %}",
        "&lt;b&gt;",
    ],
)
def test_whatever_stands_in_the_database_is_shown_as_it_is_typed(attack, client, editor):
    """T37, R14"""
    for key in (LINE, LEAD, THANKS):
        Wording.objects.create(key=key, language="en", text=attack, changed_by=editor)
    for address in ("/", "/inquire/sent/"):
        assert attack.translate({60: "&lt;", 62: "&gt;", 38: "&amp;"}) in client.get(address).content.decode()


def test_a_value_is_put_in_once_and_never_read_again(editor):
    """R11"""
    values = {"clinic": "{answer_time} {0.__class__}", "answer_time": "1 day"}
    told = wording.filled("{clinic} – {answer_time} – {nothing} – {clinic.__class__}", THANKS, values)
    assert told == "{answer_time} {0.__class__} – 1 day – {nothing} – {clinic.__class__}"


# -- Changing them -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "text", "reason"),
    [
        (THANKS, "We answer within {hours}.", "Nothing takes the place of “{hours}” here."),
        (THANKS, "Hi {clinic.__class__}", "A curly bracket holds one of the names"),
        (THANKS, "A stray { bracket", "A curly bracket holds one of the names"),
        (LINE, "Two\nlines", "This place holds one line."),
        (LINE, "   ", "cannot be blank"),
        (LEAD, "x" * 2001, "at most 2000 characters"),
        (LEAD, "A breakthrough for you.", "“breakthrough” may not stand here."),
        (THANKS, "Our miracle begins.", "“miracle” may not stand here."),
        (MAIL, "Thank you for asking about Ketamine.", "“ketamine” may not stand in a mail"),
        (MAIL, "Your treatment and your depression", "“depression” may not stand in a mail"),
    ],
)
def test_words_that_may_not_stand_are_refused_with_the_reason(editor, key, text, reason):
    assert reason in refusal_of(key, text, editor)
    assert not Wording.objects.exists()


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("key", list(wording.places()))
def test_what_the_portal_ships_with_would_pass_its_own_rules(key, language):
    place = wording.places()[key]
    with translation.override(language):
        assert list(wording.objections(str(place.words), place, language)) == []
    assert bool(place.page) != bool(place.mail), "a place has one preview"


def test_the_words_a_mail_ships_with_tell_nothing_of_what_it_is_about():
    """T42"""
    mails = [place for place in wording.places().values() if place.mail]
    assert mails
    assert not [
        hit for place in mails for hit in wording.CLINICAL.findall(f"{place.words} {place.placeholders}")
    ]


def test_names_of_a_place_are_an_allow_list(editor):
    bare = Place(title="Bare", words="Words")
    assert "none" in " ".join(wording.objections("{clinic}", bare, "en"))


def test_only_editors_change_words(reviewer, django_user_model):
    stranger = django_user_model.objects.create_user("fern@stillwater.example", name="Fern")
    for person in (reviewer, stranger):
        assert "may not change the clinic’s words" in refusal_of(LINE, "Mine.", person)
        with pytest.raises(ValidationError, match="may not change"):
            wording.ship_back(key=LINE, language="en", by=person)


def test_two_editors_do_not_overwrite_each_other(editor, second_editor):
    seen = wording.stamp(None)
    say(LINE, "Edith’s words.", editor, seen=seen)
    with pytest.raises(ValidationError, match="A colleague changed these words"):
        say(LINE, "Paula’s words.", second_editor, seen=seen)
    say(LINE, "Paula’s words.", second_editor, seen=wording.stamp(Wording.objects.get()))
    assert Wording.objects.get().text == "Paula’s words."


# -- The pages ---------------------------------------------------------------------------------------


@pytest.fixture
def at(client):
    def address(user, key=LINE, language="en", name="edit"):
        client.force_login(user)
        return reverse(f"wording:{name}", args=[key, language])

    return address


def test_the_list_names_each_place_and_whose_words_it_says(client, editor, at):
    at(editor)
    say(LINE, "Ask us anything.", editor)
    page = text_of(client.get(reverse("wording:list")))
    for place in wording.places().values():
        assert str(place.title) in page
    assert "Ours" in page and "As it ships" in page and "Edith" in page


def test_an_editor_changes_words_looks_back_and_goes_back(client, editor, at):
    address = at(editor)
    page = client.get(address)
    seen = page.context["form"]["seen"].value()
    page = client.post(address, {"text": "A breakthrough.", "seen": seen})
    assert "may not stand here" in text_of(page) and "A breakthrough." in page.content.decode()
    page = client.post(address, {"text": "Ask us anything.", "seen": seen}, follow=True)
    assert "Kept." in text_of(page)
    seen = page.context["form"]["seen"].value()
    page = client.post(address, {"text": "Ask away.", "seen": seen}, follow=True)
    said = text_of(page)
    assert "Ask us anything." in said and "Edith" in said and "What it ships with" in said
    page = client.post(address, {"act": "ship_back"}, follow=True)
    assert "says what it ships with again" in text_of(page)
    assert not Wording.objects.exists()
    assert "Taken away" in text_of(page) and "Ask away." in text_of(page)


@pytest.mark.parametrize("key", list(wording.places()))
def test_a_preview_shows_the_real_place_with_the_words_as_typed_and_keeps_nothing(client, editor, at, key):
    address = at(editor, key, name="preview")
    place = wording.places()[key]
    first = wording.blocks(str(place.words))[0].lines[0]
    assert re.split(r"[{,]", first)[0] in text_of(client.get(address))
    page = text_of(client.post(address, {"text": "Only a <try>."}))
    assert "Only a <try>." in page
    assert "If you need help right now" in page, "the frame of the real place"
    assert not Wording.objects.exists()
    client.logout()
    assert "Only a <try>." not in text_of(client.get("/"))


def test_a_preview_of_a_mail_shows_examples(client, editor, at):
    page = text_of(client.post(at(editor, MAIL, name="preview"), {"text": "By {day}, {phone}."}))
    assert "By Tuesday, November 24, (212) 555-0100." in page


def test_a_reviewer_reads_the_words_and_changes_none(client, reviewer, at):
    address = at(reviewer)
    page = client.get(address)
    assert page.status_code == 200 and "<textarea" not in page.content.decode()
    assert client.post(address, {"text": "Mine."}).status_code == 403
    assert client.post(address, {"act": "ship_back"}).status_code == 403


@pytest.mark.parametrize(
    ("key", "language"), [("education.nothing", "en"), (LINE, "fr"), ("__class__", "en"), ("a.b.c", "en")]
)
def test_a_place_there_is_none_of_is_not_found(client, editor, at, key, language):
    for name in ("edit", "preview"):
        assert client.get(at(editor, key, language, name)).status_code == 404
