"""A patient's own pages: closed without the birth date, discreet with it."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from uuid import uuid4

import pytest
import time_machine
from django.core import signing
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from post_office.models import Email

from clinic.logs import RequestMiddleware
from clinic.tokens import new_token
from patients.area import linking, writing
from patients.area.models import PatientLink, PatientMessage
from patients.inquiries.receiving import receive_inquiry
from patients.links.delivering import with_links
from patients.links.short_sessions import COOKIE
from patients.people.known import what_is_known
from patients.people.models import Patient
from tests.bad_bodies import bad_bodies
from tests.clinic.scheduling.pages import open_another
from tests.patients.area.own_pages import SAID, WRONG, a_link, a_patient, merged
from tests.patients.conftest import hidden_fields

PERSONAL = ("Rob", "Reach", "robin@", "1984", "Stillwater Street")


def words(page):
    return unescape(re.sub(r"\s+", " ", page.content.decode()))


def typed(page):
    """The page without what differs from one asking to the next."""
    return re.sub(r'name="(csrfmiddlewaretoken|form_key)" value="[^"]*"', "", words(page))


@pytest.fixture
def asked_in(robin):
    """`asked_in("es")`: Robin came by an inquiry in this language."""

    def ask(language):
        with override(language):
            inquiry = receive_inquiry(
                form_key=uuid4(),
                name="Robin Reach",
                phone="+12125550123",
                contact_by="phone",
                location=robin.location,
            )
        Patient.objects.filter(pk=robin.pk).update(inquiry=inquiry)

    return ask


# -- The link alone, and the birth date --------------------------------------------------------------


def test_the_link_alone_shows_nothing_personal_on_any_page(client, link):
    """R6"""
    for page in ("", "contact/"):
        said = words(client.get(f"{link.address}{page}"))
        assert "say when you were born" in said
        assert not [word for word in PERSONAL if word in said]


@pytest.mark.parametrize(("language", "hello"), [("en", "Hello"), ("es", "Hola")])
def test_the_link_in_the_mail_opens_the_page_in_their_language(client, robin, asked_in, language, hello):
    asked_in(language)
    linking.send_link(patient=robin)
    queued = Email.objects.get().prepare_email_message()
    left = with_links(queued)
    address, waits = (re.search(r"(/es)?/my/[\w-]+/", mail.body)[0] for mail in (left, queued))
    assert f"{hello}, <bdi>Rob</bdi>" in words(client.post(address, SAID, follow=True))
    assert client.get(waits).status_code == 404


def test_the_link_alone_does_not_say_to_which_location_they_go(client, link, small_clinic):
    """R6"""
    open_another(small_clinic)
    said = words(client.get(link.address))
    assert "Riverside:" in said and "Uptown:" in said


def test_the_right_date_opens_the_page_by_the_name_they_go_by(client, link):
    page = client.post(link.address, SAID, follow=True)
    assert page.redirect_chain == [(link.address, 302)]
    assert "Hello, <bdi>Rob</bdi>" in words(page)
    link.refresh_from_db()
    assert link.last_opened_at and link.wrong_tries == 0


def test_a_wrong_date_opens_nothing_and_says_how_often_it_may_be_tried(client, link):
    page = client.post(link.address, WRONG)
    assert "This is not the date we know. You can try 4 more times." in words(page)
    assert "<title>Error: Your page" in words(page) and 'value="1985"' in words(page)
    assert "Hello" not in words(client.get(link.address))


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({}, None),
        ({"month": "", "day": "", "year": ""}, "Choose the month."),
        ({**SAID, "day": "x"}, "Give the day as a number"),
        ({**SAID, "year": "84"}, "Give the year with four digits"),
        ({"month": 2, "day": 30, "year": 1984}, "This month has no such day."),
        ({**SAID, "month": "13"}, "Select a valid choice"),
        ({**SAID, "year": "1984\0"}, "Give the year with four digits"),
    ],
)
def test_a_date_that_is_none_is_no_try(client, link, said, refusal):
    page = client.post(link.address, said)
    assert page.status_code == 200 and "say when you were born" in words(page)
    assert refusal is None or refusal in words(page)
    link.refresh_from_db()
    assert link.wrong_tries == 0


@pytest.mark.parametrize("what", ["stranger", "expired", "revoked", "unsent", "tried too often"])
def test_a_link_that_opens_nothing_is_one_kind_page_whatever_the_reason(client, link, what):
    """T29"""
    address, later = link.address, timezone.now()
    plain = typed(client.get(f"/my/{new_token()}/"))
    if what == "stranger":
        address = f"/my/{new_token()}/"
    elif what == "expired":
        later += PatientLink.lasts + timedelta(minutes=1)
    elif what == "revoked":
        linking.end_links(patient=link.patient)
    elif what == "unsent":
        PatientLink.objects.update(token_sha256=None, sent_at=None)
    else:
        answers = [client.post(address, WRONG) for _try in range(5)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 404]
        assert typed(answers[-1]) == plain
    with time_machine.travel(later):
        for page in (
            client.get(address),
            client.post(address, SAID),
            client.get(f"{address}contact/"),
            client.post(f"{address}close/"),
        ):
            assert page.status_code == 404 and typed(page) == plain
    assert "You did nothing wrong" in plain and reverse("my:new_link") in plain


def test_a_closed_link_closes_the_page_that_it_opened(client, opened, robin):
    assert "Hello" in words(client.get(opened))
    linking.end_links(patient=robin)
    assert client.get(opened).status_code == 404


def test_once_two_patients_are_one_the_link_of_the_one_who_went_opens_nothing(
    client, opened, small_clinic, robin
):
    stays = a_patient(small_clinic, "Robyn Reach", email="robyn@visitor.example")
    link_of_stays, address = a_link(stays)
    merged(small_clinic, robin, into=stays)
    assert client.get(opened).status_code == client.post(opened, SAID).status_code == 404
    assert "Hello, <bdi>Robyn Reach</bdi>" in words(client.post(address, SAID, follow=True))
    client.post("/my/new-link/", {"email": robin.email})
    assert PatientLink.objects.working().get() == link_of_stays
    client.post("/my/new-link/", {"email": stays.email})
    assert PatientLink.objects.working().get().patient == stays


# -- The short session -------------------------------------------------------------------------------


def test_it_closes_by_itself_twenty_minutes_after_it_was_used(client, link):
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        client.post(link.address, SAID)
        for _page in range(3):
            clock.shift(timedelta(minutes=19))
            assert "Hello" in words(client.get(link.address))
        clock.shift(timedelta(minutes=20, seconds=1))
        assert "Hello" not in words(client.get(link.address))


def test_closing_it_ends_it_by_post_alone(client, opened):
    """R5"""
    assert client.get(f"{opened}close/").status_code == 405
    assert "Hello" in words(client.get(opened))
    page = client.post(f"{opened}close/", follow=True)
    assert "Your page is closed on this device." in words(page)
    assert "Hello" not in words(client.get(opened))


def test_the_cookie_is_for_these_pages_alone_and_says_nothing(client, link):
    """R8"""
    cookie = client.post(link.address, SAID).cookies[COOKIE]
    assert cookie["path"] == link.address and cookie["httponly"] and cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 20 * 60
    assert cookie.value.split(":")[0] == link.reference
    assert "sessionid" not in client.cookies and "session" not in client.cookies


def test_the_session_of_one_patient_opens_nobody_elses_page(client, opened, small_clinic):
    other, other_address = a_link(a_patient(small_clinic, "Kim Other"))
    stolen = client.cookies[COOKIE].value
    stranger = Client()
    for cookie in (stolen, stolen.replace(stolen.split(":")[0], other.reference)):
        stranger.cookies[COOKIE] = cookie
        assert "Hello" not in words(stranger.get(other_address))
    assert "Hello" in words(client.get(opened))


def test_a_member_of_staff_who_signed_in_still_says_the_date(client, link, small_clinic):
    client.force_login(small_clinic.front_desk)
    assert "Hello" not in words(client.get(link.address))


def test_a_message_that_was_open_too_long_goes_with_the_date(client, link):
    with time_machine.travel(timezone.now() - timedelta(minutes=30)):
        client.post(link.address, SAID)
        form = hidden_fields(client.get(link.address))
    waits = client.post(link.address, {**form, "act": "message", "text": "Mondays <b>suit</b>\r\nme"})
    assert "What you wrote is not lost" in words(waits) and not PatientMessage.objects.exists()
    held = hidden_fields(waits)
    assert (
        held["text"] == "Mondays <b>suit</b>\r\nme" and "<b>" not in waits.content.decode().split("<h1>")[1]
    )
    again = client.post(link.address, {**held, **WRONG})
    held = hidden_fields(again)
    assert set(held) == {"form_key", "act", "text"}
    page = client.post(link.address, {**held, **SAID}, follow=True)
    assert "We have your message." in words(page)
    assert PatientMessage.objects.get().text == "Mondays <b>suit</b>\nme"


def test_a_correction_that_was_open_too_long_keeps_every_tick(client, link, robin):
    address = f"{link.address}contact/"
    client.post(link.address, SAID)
    form = hidden_fields(client.get(address))
    client.cookies.clear()
    sent = {**form, "act": "contact", "email": robin.email, "phone": "(212) 555-0123"}
    waits = client.post(address, {**sent, "channels": ["email", "call"]})
    values = re.findall(r'type="hidden" name="channels" value="(\w+)"', waits.content.decode())
    assert values == ["email", "call"]
    client.post(address, {**sent, "channels": values, **SAID})
    assert Patient.objects.get(pk=robin.pk).channels == ["email", "call"]


# -- Discretion --------------------------------------------------------------------------------------


def test_nothing_keeps_these_pages(client, link):
    """T42"""
    answers = [client.get(link.address), client.post(link.address, SAID), client.get(link.address)]
    answers += [client.get(f"{link.address}contact/"), client.get("/my/new-link/"), client.get("/my/none/")]
    answers += [client.post(f"{link.address}close/")]
    for answer in answers:
        assert answer["Cache-Control"] == "no-store" and answer["X-Robots-Tag"] == "noindex, nofollow"
        assert answer["Referrer-Policy"] == "same-origin"


def test_no_title_and_no_line_of_the_log_says_who_or_what(client, opened, rf, small_clinic, robin):
    """R8"""
    small_clinic.book(patient=robin)
    for page in ("", "contact/"):
        answer = client.get(f"{opened}{page}")
        title = re.search(r"<title>(.*?)</title>", words(answer))[1]
        assert title in ("Your page · Stillwater", "How we reach you · Stillwater")
        logged = RequestMiddleware.format_request(answer.wsgi_request)
        assert logged in ("GET /my/<str:token>/", "GET /my/<str:token>/contact/")


def test_the_page_names_no_treatment_and_no_diagnosis(client, opened, small_clinic, robin):
    course = small_clinic.authorise(robin)
    small_clinic.book(patient=robin, type=small_clinic.treatment_type, course=course)
    said = words(client.get(opened)).casefold()
    assert "your visit" in said
    for word in ("ketamine", "treatment", "session", "evaluation", "depress", "invented.", "consent"):
        assert word not in said.split("<main")[1].split("</main>")[0], word


# -- What is next ------------------------------------------------------------------------------------


def test_the_next_visit_stands_with_its_place_and_the_clocks_there(client, opened, small_clinic, robin):
    small_clinic.book(patient=robin, session_start=small_clinic.at(14))
    small_clinic.book(patient=robin, clinician=small_clinic.clinicians[1], session_start=small_clinic.at(9))
    said = words(client.get(opened))
    assert (
        f"Your visit: <strong>{small_clinic.monday:%A, %B} {small_clinic.monday.day}, at 9:00 a.m.</strong>"
        in said
    )
    assert "Riverside, 100 Invented Street, Demotown" in said and "until about 10:00 a.m." in said


def test_a_visit_after_the_clocks_change_stands_at_its_wall_time(client, small_clinic, robin):
    """On March 14, 2027 New York goes from UTC-5 to UTC-4."""
    before, visit = datetime(2027, 3, 12, 12, tzinfo=UTC), datetime(2027, 3, 15, 14, tzinfo=UTC)
    small_clinic.book(patient=robin, session_start=visit, now=before)
    with time_machine.travel(before):
        _link, address = a_link(robin)
        page = client.post(address, SAID, follow=True)
    assert "Monday, March 15, at 10:00 a.m." in words(page)


def test_without_a_visit_they_read_who_does_what_and_by_when(client, link):
    with time_machine.travel(datetime(2026, 11, 27, 15, tzinfo=UTC)):
        client.post(link.address, SAID)
        said = words(client.get(link.address))
    assert "No visit is booked at the moment." in said and "we read it by Sunday, November 29" in said


def test_a_visit_that_waits_for_a_decision_says_so_gently(client, opened, small_clinic, robin):
    course = small_clinic.authorise(robin)
    small_clinic.book(patient=robin, type=small_clinic.treatment_type, course=course)
    assert "looks at something again" not in words(client.get(opened))
    robin.holds.create(reason="Marmalade", raised_by=small_clinic.prescriber)
    said = words(client.get(opened))
    assert "looks at something again" in said and "Marmalade" not in said


# -- Messages ----------------------------------------------------------------------------------------


def test_a_message_says_when_it_was_sent_and_when_somebody_read_it(client, small_clinic, robin):
    with time_machine.travel(datetime(2027, 3, 13, 12, tzinfo=UTC), tick=False) as clock:
        _link, address = a_link(robin)
        form = hidden_fields(client.post(address, SAID, follow=True))
        sent = {**form, "act": "message", "text": "Do Mondays work?"}
        page = client.post(address, sent, follow=True)
        assert "We have your message." in words(page) and "Do Mondays work?" in words(page)
        assert "Sent on Saturday, March 13, at 7:00 a.m.<br>" in words(page) and "Not read yet" in words(page)
        client.post(address, sent)  # a double click
        clock.move_to(datetime(2027, 3, 15, 14, 15, tzinfo=UTC))  # the clocks have changed
        writing.mark_read(message=PatientMessage.objects.get(), by=small_clinic.front_desk)
        said = words(client.post(address, SAID, follow=True))
    assert "Read on Monday, March 15, at 10:15 a.m." in said and "Not read yet" not in said
    assert small_clinic.front_desk.name not in said


def test_whom_to_call_stands_before_the_message_form(client, opened):
    said = words(client.get(opened))
    assert said.index("They are not for emergencies") < said.index('href="tel:988"') < said.index("<textarea")


def test_an_empty_and_a_long_message_are_refused_in_words_and_nothing_is_lost(client, opened):
    """T32"""
    form = hidden_fields(client.get(opened))
    page = client.post(opened, {**form, "act": "message", "text": " "})
    assert "Write your message first." in words(page)
    page = client.post(opened, {**form, "act": "message", "text": "x" * 2001})
    assert "at most 2000 characters" in words(page) and "x" * 2001 in words(page)
    assert not PatientMessage.objects.exists()


def test_the_page_asks_the_same_queries_for_any_number_of_messages_and_visits(
    client, opened, small_clinic, robin, django_assert_max_num_queries
):
    def queries():
        with django_assert_max_num_queries(21) as asked:
            client.get(opened)
        return len(asked)

    def grow(number):
        writing.write(patient=robin, text="Hello", form_key=uuid4())
        small_clinic.book(patient=robin, session_start=small_clinic.at(9 + 2 * number))

    grow(0)
    few = queries()
    for number in range(1, 4):
        grow(number)
    assert queries() == few


def test_nobody_reads_what_another_patient_wrote(client, opened, small_clinic):
    other = a_patient(small_clinic, "Kim Other")
    writing.write(patient=other, text="Marmalade", form_key=other.form_key)
    assert "Marmalade" not in words(client.get(opened))


# -- How we reach them -------------------------------------------------------------------------------


def test_they_correct_how_we_reach_them(client, opened, robin):
    address = f"{opened}contact/"
    sent = {
        **hidden_fields(client.get(address)),
        "act": "contact",
        "email": "rob@visitor.example",
        "phone": "(212) 555-0123",
        "channels": ["call", "text"],
        "emergency_name": "Kim Reach",
        "emergency_relation": "sister",
        "emergency_phone": "(212) 555-0124",
        "escort_name": "",
        "escort_phone": "",
    }
    page = client.post(address, sent, follow=True)
    said = words(page)
    assert "We have what you corrected." in said
    assert "You agreed on" in said and "You took it back on" in said
    assert "+1 212-555-0124" in said and "You corrected what we know" in said
    robin.refresh_from_db()
    assert robin.channels == ["call", "text"] and robin.emergency_name == "Kim Reach"
    assert robin.legal_name == "Robin Reach"


def test_what_only_the_clinic_may_change_stays_whatever_is_sent(client, opened, robin):
    address = f"{opened}contact/"
    sent = {**hidden_fields(client.get(address)), "act": "contact", "email": robin.email, "channels": "email"}
    client.post(address, {**sent, "legal_name": "Other", "birth_date": "1999-01-01", "location": "other"})
    known = what_is_known(Patient.objects.get(pk=robin.pk))
    assert known == what_is_known(robin)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"email": "", "phone": "", "channels": []}, "Give an e-mail address or a phone number."),
        ({"channels": ["call"]}, "Give the phone number that we may call or send a text to."),
        ({"emergency_name": "Kim"}, "An emergency contact has a name and a phone number."),
        (
            {"escort_name": "", "escort_phone": "(212) 555-0123"},
            "Say who takes you home, not only the number.",
        ),
        ({"phone": "12"}, "Check the number."),
        ({"channels": ["pigeon"]}, "Select a valid choice."),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_typed_is_lost(
    client, opened, robin, changes, refusal
):
    address = f"{opened}contact/"
    sent = {
        **hidden_fields(client.get(address)),
        "act": "contact",
        "email": robin.email,
        "channels": ["email"],
    }
    said = {**sent, "escort_name": "Aunt Marmalade", **changes}
    page = client.post(address, said)
    assert page.status_code == 200 and refusal in words(page)
    assert f'name="escort_name" value="{said["escort_name"]}"' in words(page) or not said["escort_name"]
    assert what_is_known(Patient.objects.get(pk=robin.pk)) == what_is_known(robin)


def test_what_the_desk_has_changed_meanwhile_is_shown_and_not_overwritten(client, opened, robin):
    address = f"{opened}contact/"
    sent = {**hidden_fields(client.get(address)), "act": "contact", "channels": ["email"]}
    Patient.objects.filter(pk=robin.pk).update(email="desk@visitor.example")
    page = client.post(address, {**sent, "email": "mine@visitor.example"})
    assert "just changed this to “desk@visitor.example”" in words(page)
    again = {**hidden_fields(page), "act": "contact", "email": "mine@visitor.example", "channels": ["email"]}
    client.post(address, again)
    assert Patient.objects.get(pk=robin.pk).email == "mine@visitor.example"


def test_the_form_tells_of_the_patient_only_what_it_asks(client, opened):
    shown = hidden_fields(client.get(f"{opened}contact/"))["seen"]
    known = signing.loads(shown, salt="patients.people.forms")
    assert set(known) == {
        "email", "phone", "channels", "emergency_name", "emergency_relation", "emergency_phone",
        "escort_name", "escort_phone",
    }  # fmt: skip


# -- A new link --------------------------------------------------------------------------------------


def test_asking_for_a_link_answers_alike_whoever_asks(client, robin):
    """T27"""
    asked = ("robin@visitor.example", "nobody@visitor.example")
    pages = [client.post("/my/new-link/", {"email": email}, follow=True) for email in asked]
    assert typed(pages[0]) == typed(pages[1]) and pages[0].redirect_chain == pages[1].redirect_chain
    assert [mail.to for mail in Email.objects.order_by("pk")] == [["robin@visitor.example"], []]
    assert "Enter a valid email" in words(client.post("/my/new-link/", {"email": "x"}))


# -- Other languages, other browsers ---------------------------------------------------------------


def test_it_speaks_spanish_to_who_came_by_a_spanish_link(client, link):
    address = f"/es{link.address}"
    assert "díganos por favor cuándo nació" in words(client.get(address))
    page = client.post(address, SAID, follow=True)
    assert "Hola, <bdi>Rob</bdi>" in words(page) and "Nadie lee los mensajes de noche" in words(page)
    assert client.cookies[COOKIE]["path"] == address


@pytest.mark.parametrize("page", ["", "contact/", "close/"])
def test_no_body_that_a_browser_never_sends_ends_in_an_error_of_ours(client, opened, link, page):
    """T33"""
    names = set(re.findall(r'\sname="([^"]+)"', client.get(f"{opened}{page}").content.decode()))
    session = client.cookies[COOKIE].value
    for cookie in (session, "", "x:y:z", "\N{DOVE OF PEACE}".encode().decode("latin-1")):
        client.cookies[COOKIE] = cookie
        for content_type, body in bad_bodies(names | {"act", "year", "month", "day"}):
            answer = client.generic("POST", f"{opened}{page}", body, content_type=content_type)
            assert answer.status_code < 500, (content_type, body[:40])
    link.refresh_from_db()
    assert link.wrong_tries == 0 and not PatientMessage.objects.exists()


# -- When something is away --------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["", "contact/"])
def test_while_the_database_is_away_nothing_is_kept_and_the_page_says_so(link, page):
    """P4, T16"""
    client = Client(raise_request_exception=False)
    client.post(link.address, SAID)
    form = hidden_fields(client.get(f"{link.address}{page}"))

    def away(execute, sql, params, many, context):
        raise OperationalError("the server closed the connection")

    with connection.execute_wrapper(away):
        answer = client.post(f"{link.address}{page}", {**form, "act": "x", "text": "Hello"})
    assert answer.status_code == 503 and answer["Retry-After"]
    assert "was not saved" in words(answer)
