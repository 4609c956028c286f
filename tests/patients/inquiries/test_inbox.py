"""The inbox: what the front desk sees and does."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from clinic.accounts import roles
from patients.inquiries import answering, contacting, staff_views
from patients.inquiries.models import ContactConsentText, Inquiry, Note
from tests.patients.conftest import ANSWERS, hidden_fields
from tests.small_clinic import person

LIST = "/staff/inbox/"
STRANGE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7|add:7 }}{% debug %}",
    "javascript:alert(1)",
    "</textarea><svg onload=alert(1)>",
]


def words(page):
    return re.sub(r"\s+", " ", page.content.decode())


def listed(page):
    return [inquiry.name for inquiry, _reading in page.context["rows"]]


def page_of(inquiry):
    return reverse("inbox:inquiry", args=[inquiry.reference])


# -- The list ----------------------------------------------------------------------------------------


def test_what_waits_longest_is_on_top_and_what_is_answered_comes_after_it(desk, asked, front_desk):
    asked(name="Late", hours_ago=1)
    asked(name="Early", hours_ago=200)
    contacting.log_call(inquiry=asked(name="Answered", hours_ago=400), outcome="spoke", by=front_desk)
    answering.close(inquiry=asked(name="Closed"), reason="spam", by=front_desk)
    page = desk.get(LIST)
    assert listed(page) == ["Early", "Late", "Answered"]
    assert words(page).count("Overdue</span>") == 1
    assert page["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("asked_for", "names"),
    [
        ("state=new", ["Early", "Late"]),
        ("state=in_touch", ["Mine"]),
        ("state=overdue", ["Early"]),
        ("state=closed", ["Gone"]),
        ("state=all", ["Late", "Gone", "Mine", "Early"]),
        ("owner=mine", ["Mine"]),
        ("owner=nobody", ["Early", "Late"]),
        ("location=lakeside", ["Late"]),
        ("q=EARL", ["Early"]),
        ("q=late@", ["Late"]),
        ("q=(646) 555-0199", ["Late"]),
        ("q=0199", ["Late"]),
        ("q=%25", []),
        ("q=%00", ["Early", "Late", "Mine"]),
        ("state=nonsense&owner=nonsense&location=nonsense&page=nonsense", ["Early", "Late", "Mine"]),
        ("owner__email=x&order_by=password", ["Early", "Late", "Mine"]),
    ],
)
def test_filters_and_search_show_what_is_asked_for(desk, asked, open_location, front_desk, asked_for, names):
    """R7"""
    lakeside = open_location("Lakeside")
    asked(name="Early", hours_ago=300)
    asked(name="Late", hours_ago=1, email="late@visitor.example", phone="+16465550199", location=lakeside)
    contacting.log_call(inquiry=asked(name="Mine", hours_ago=20), outcome="spoke", by=front_desk)
    answering.close(inquiry=asked(name="Gone", hours_ago=10), reason="spam", by=front_desk)
    page = desk.get(f"{LIST}?{asked_for}")
    assert listed(page) == names


def test_the_lists_are_counted(desk, asked, front_desk):
    asked(hours_ago=300)
    contacting.log_call(inquiry=asked(hours_ago=300), outcome="spoke", by=front_desk)
    counts = {value: count for value, _label, count in desk.get(LIST).context["states"]}
    assert counts == {
        "waiting": 2,
        "overdue": 1,
        "new": 1,
        "in_touch": 1,
        "snoozed": 0,
        "registered": None,
        "closed": None,
        "all": None,
    }


def test_an_empty_inbox_says_what_will_come(desk, riverside):
    assert "Nobody is waiting" in words(desk.get(LIST))
    assert "Nothing here matches" in words(desk.get(f"{LIST}?q=nobody"))
    assert "Nothing in this list" in words(desk.get(f"{LIST}?state=closed"))


def test_the_list_takes_as_many_queries_for_many_inquiries_as_for_few(
    desk, asked, front_desk, colleague, django_assert_max_num_queries
):
    """T19"""
    for number in range(3):
        answering.take(inquiry=asked(name=f"Number {number}"), by=front_desk)
    with django_assert_max_num_queries(16) as few:
        desk.get(LIST)
    for number in range(30):
        answering.take(inquiry=asked(name=f"More {number}"), by=colleague)
    with django_assert_max_num_queries(len(few)):
        page = desk.get(LIST)
    assert len(page.context["rows"]) == staff_views.ON_A_PAGE
    assert len(desk.get(f"{LIST}?page=2").context["rows"]) == 33 - staff_views.ON_A_PAGE


@pytest.mark.parametrize("role", sorted(set(roles.ROLES) - {roles.FRONT_DESK}))
def test_nobody_but_the_front_desk_reads_inquiries(client, asked, role):
    """T30"""
    inquiry = asked(name="Canary")
    client.force_login(person("somebody.else", role))
    for address in (LIST, page_of(inquiry), "/staff/inbox/phone/", "/staff/inquiries/inquiry/"):
        page = client.get(address)
        assert page.status_code == 403
        assert b"Canary" not in page.content
    assert client.post(page_of(inquiry), {"act": "take"}).status_code == 403


def test_an_inquiry_that_is_not_there_is_not_found(desk, asked):
    """R1, R6"""
    inquiry = asked()
    assert desk.get(f"{LIST}{'0' * 32}/").status_code == 404
    assert desk.get(f"{LIST}{inquiry.pk}/").status_code == 404


# -- One inquiry -------------------------------------------------------------------------------------


def test_the_page_shows_all_that_was_said(desk, asked):
    inquiry = asked(
        name="Ana Example",
        help_with=["pain"],
        message="First line.\n\nSecond line.",
        support_needed="Large print",
        best_time="morning",
    )
    page = words(desk.get(page_of(inquiry)))
    for said in (
        "Ana Example", "+1 212-555-0123", "ana@visitor.example", "Long-term pain", "First line.", "Second line.",
        "Large print", "Morning", "Riverside", ContactConsentText.objects.current().text, "Version 1",
    ):  # fmt: skip
        assert said in page
    assert "<title>Inquiry · Stillwater</title>" in page


def test_each_button_is_one_act(desk, asked, front_desk, colleague):
    inquiry = asked()

    def press(act, **typed):
        with time_machine.travel("2026-11-20T12:00:00Z", tick=False):
            form = hidden_fields(desk.get(page_of(inquiry)))
            page = desk.post(page_of(inquiry), {**form, "act": act, **typed}, follow=True)
        inquiry.refresh_from_db()
        return words(page)

    assert "This inquiry is yours now" in press("take")
    assert inquiry.owner == front_desk
    assert "owns this inquiry now" in press("assign", **{"assign-to": colleague.email})
    assert inquiry.owner == colleague
    assert "Nobody owns" in press("assign", **{"assign-to": ""})
    assert "The note is kept" in press("note", **{"note-text": "Called."})
    assert Note.objects.get().author == front_desk
    assert "wait for an answer as before" in press("call", **{"call-outcome": "no_answer"})
    assert (inquiry.state, inquiry.unanswered_since is None) == ("new", False)
    assert "you are in touch" in press("call", **{"call-outcome": "spoke"})
    assert (inquiry.state, inquiry.unanswered_since) == ("in_touch", None)
    assert "comes back to the list by itself" in press("snooze", **{"snooze-until": "2026-11-30"})
    assert inquiry.snoozed_until == datetime(2026, 11, 30, 5, tzinfo=UTC)
    assert "back on the list" in press("wake")
    assert "The mail is on its way" in press("reply", **{"reply-text": "Please call us."})
    assert "is closed" in press("close", **{"close-reason": "no_answer", "close-text": "Three calls."})
    assert (inquiry.state, inquiry.close_reason) == ("closed", "no_answer")
    assert "open again" in press("reopen")
    assert inquiry.state == "in_touch"
    assert Note.objects.count() == 2


def test_on_a_phone_too_the_list_says_until_when_somebody_is_put_off(desk, asked, front_desk):
    """What is marked `nothing` is left out where rows are stacked."""
    inquiry = asked()
    contacting.log_call(inquiry=inquiry, outcome="spoke", by=front_desk)
    answer_by = re.compile(r'data-label="Answer by" class="number( nothing)?"> <span class="quiet">([^<]+)<')
    assert answer_by.findall(words(desk.get(LIST))) == [(" nothing", "–")]
    with time_machine.travel("2099-11-20T12:00:00Z", tick=False):
        answering.snooze(inquiry=inquiry, until=date(2099, 11, 30), by=front_desk)
    assert answer_by.findall(words(desk.get(f"{LIST}?state=snoozed"))) == [("", "put off until Nov 30")]


def test_what_is_refused_is_said_and_what_was_typed_stays(desk, asked, colleague):
    inquiry = asked()
    form = hidden_fields(desk.get(page_of(inquiry)))
    page = desk.post(page_of(inquiry), {**form, "act": "close", "close-text": "Long story"})
    assert "<title>Error: " in words(page)
    assert "Long story" in words(page)
    answering.take(inquiry=inquiry, by=colleague)
    page = desk.post(page_of(inquiry), {"act": "take"}, follow=True)
    assert "has taken this inquiry already" in words(page)


@pytest.mark.parametrize("act", ["", "delete", "answering.close", "\0"])
def test_an_act_that_does_not_exist_is_refused(desk, asked, act):
    inquiry = asked()
    assert desk.post(page_of(inquiry), {"act": act}).status_code == 400
    assert Inquiry.objects.get().state == "new"


def test_reading_an_inquiry_changes_nothing(desk, asked):
    """R5"""
    inquiry = asked()
    desk.get(f"{page_of(inquiry)}?act=take")
    desk.get(f"{page_of(inquiry)}?act=reopen")
    inquiry.refresh_from_db()
    assert (inquiry.owner, inquiry.state) == (None, "new")


@pytest.mark.parametrize("text", STRANGE)
def test_whatever_was_typed_is_shown_as_it_was_typed(desk, asked, front_desk, text):
    """T36"""
    inquiry = asked(name=text, message=text, support_needed=text)
    answering.note(inquiry=inquiry, text=text, by=front_desk)
    from django.utils.html import escape

    for address in (page_of(inquiry), LIST, f"{LIST}?q={text[:20]}", "/staff/inquiries/note/"):
        page = desk.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "<svg onload" not in page
    page = desk.get(page_of(inquiry)).content.decode()
    assert page.count(escape(text)) >= 4


# -- By phone ----------------------------------------------------------------------------------------


def test_an_inquiry_by_phone_is_written_down_with_who_took_it(desk, riverside, front_desk):
    form = hidden_fields(desk.get("/staff/inbox/phone/"))
    page = desk.post("/staff/inbox/phone/", {**form, **ANSWERS, "email": "", "contact_by": "phone"})
    inquiry = Inquiry.objects.get()
    assert page["Location"] == page_of(inquiry)
    assert (inquiry.came_by, inquiry.taken_by) == ("phone", front_desk)
    assert "Asked by phone" in words(desk.get(page_of(inquiry)))
    desk.post("/staff/inbox/phone/", {**form, **ANSWERS, "email": "", "contact_by": "phone"})
    assert Inquiry.objects.count() == 1


def test_without_the_callers_agreement_nothing_is_kept(desk, riverside):
    form = hidden_fields(desk.get("/staff/inbox/phone/"))
    page = desk.post("/staff/inbox/phone/", {**form, **ANSWERS, "consent": ""})
    assert "We may only keep this and answer if they agree" in words(page)
    assert not Inquiry.objects.exists()


# -- Model pages -------------------------------------------------------------------------------------


def test_the_model_pages_only_show(desk, asked, front_desk):
    inquiry = asked()
    answering.note(inquiry=inquiry, text="Called.", by=front_desk)
    for model in ("inquiry", "note"):
        assert desk.get(f"/staff/inquiries/{model}/").status_code == 200
        assert desk.get(f"/staff/inquiries/{model}/add/").status_code == 403
    address = f"/staff/inquiries/inquiry/{inquiry.pk}/"
    assert desk.get(f"{address}change/").status_code == 200
    assert desk.post(f"{address}change/", {"name": "x"}).status_code == 403
    assert desk.post(f"{address}delete/", {"post": "yes"}).status_code == 403


def test_a_manager_issues_the_next_words_to_agree_to_and_changes_none(client, asked):
    agreed = asked().consent_text
    client.force_login(person("max.manager", roles.MANAGER))
    client.post("/staff/inquiries/contactconsenttext/add/", {"text": "Newer words."})
    newest = ContactConsentText.objects.current()
    assert (newest.version, newest.text) == (agreed.version + 1, "Newer words.")
    address = f"/staff/inquiries/contactconsenttext/{agreed.pk}/change/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"text": "Otherwise."}).status_code == 403
