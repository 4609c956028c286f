"""An editor changes a page and a reviewer publishes it, in a real browser."""

import re

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import expect

from clinic.accounts import roles
from clinic.accounts.models import User
from education import publishing
from education.models import Claim, Edition

from .test_reading import DEPRESSION, library, person  # noqa: F401  the published library

EDIT = "/staff/content/conditions/depression/en/"


@pytest.fixture
def people(library):  # noqa: F811

    return User.objects.get(email="edith@stillwater.example"), User.objects.get(
        email="rhea@stillwater.example"
    )


def test_an_editor_corrects_a_sentence_and_a_reviewer_publishes_it(people, page, open_page, sign_in, axe):
    editor, reviewer = people
    sign_in(page, editor)
    page.goto("/staff/content/")
    axe(page)
    page.get_by_role("button", name="New draft Depression").click()
    text = page.locator(".ProseMirror[contenteditable]").first
    expect(text).to_contain_text("Depression can make each day hard.")
    axe(page)

    text.click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("You are not alone in this. ")
    page.get_by_label("What changed, and why").fill("A kinder first line.")
    page.get_by_role("button", name="Save and preview").click()
    expect(page.get_by_role("article")).to_contain_text("You are not alone in this.")
    expect(page.get_by_role("link", name="Evidence 1", exact=True).first).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Send for review").click()
    expect(page.get_by_role("status")).to_contain_text("waits for a reviewer.")

    desk = open_page("desk")
    sign_in(desk, reviewer)
    desk.goto("/staff/content/")
    desk.get_by_role("link", name="Review Depression").click()
    axe(desk)
    desk.get_by_label("I have read this page").check()
    desk.get_by_role("button", name="Publish now").click()
    expect(desk.get_by_role("status")).to_contain_text("Published.")
    page.goto(DEPRESSION)
    expect(page.get_by_role("article")).to_contain_text("You are not alone in this.")
    expect(page.get_by_text("A kinder first line.")).to_be_visible()


def test_an_editor_cites_a_claim_by_keyboard_alone(people, desk_page, sign_in):
    editor, _reviewer = people
    sign_in(desk_page, editor)
    desk_page.goto("/staff/content/")
    desk_page.get_by_role("button", name="New draft Depression").press("Enter")
    text = desk_page.locator(".ProseMirror[contenteditable]").first
    text.focus()
    expect(text).to_be_focused()
    desk_page.keyboard.press("Control+Home")
    desk_page.keyboard.press("Shift+End")
    link = desk_page.get_by_role("button", name="insert link").first
    expect(link).not_to_have_class(re.compile(r"\bdisabled\b"))  # the editor has seen the selection
    for _step in ("redo", "undo", "insert link"):
        desk_page.keyboard.press("Shift+Tab")
    expect(link).to_be_focused()
    desk_page.keyboard.press("Enter")
    desk_page.get_by_role("dialog").get_by_label("URL").fill("claim:o2")
    desk_page.keyboard.press("Enter")
    expect(text.locator('a[href="claim:o2"]')).to_be_visible()
    desk_page.get_by_role("button", name="Save and go on").press("Enter")
    expect(desk_page.get_by_role("status").first).to_contain_text("The draft is saved.")
    assert 'href="claim:o2"' in Edition.objects.get(state="draft").body


def test_the_list_of_claims_is_searched_and_a_citation_copied(people, desk_page, sign_in):
    editor, _reviewer = people
    sign_in(desk_page, editor)
    desk_page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk_page.goto("/staff/content/")
    desk_page.get_by_role("button", name="New draft Depression").click()
    desk_page.get_by_label("Find a claim").fill("bladder")
    shown = desk_page.locator("[data-claim]:visible")
    expect(shown).to_have_count(Claim.objects.filter(statement__icontains="bladder").count())
    desk_page.get_by_role("button", name="Copy claim:o6").click()
    assert desk_page.evaluate("navigator.clipboard.readText()") == "claim:o6"
    desk_page.get_by_label("Find a claim").fill("zebra")
    expect(desk_page.get_by_text("No claim has these words.")).to_be_visible()


def test_without_javascript_a_draft_is_still_edited(people, open_page, sign_in):
    editor, _reviewer = people
    page = open_page("desk", java_script_enabled=False)
    sign_in(page, editor)
    page.goto("/staff/content/")
    page.get_by_role("button", name="New draft Depression").click()
    page.get_by_label("Title").fill("Low mood")
    page.get_by_role("button", name="Save and preview").click()
    expect(page.get_by_role("heading", name="Low mood")).to_be_visible()


def test_what_stands_in_the_way_is_said_before_anybody_reviews(people, desk_page, sign_in, axe):
    editor, _reviewer = people
    Claim.objects.filter(key="c06").update(is_verified=False)
    sign_in(desk_page, editor)
    desk_page.goto("/staff/content/")
    desk_page.get_by_role("button", name="New draft Depression").click()
    desk_page.get_by_role("button", name="Save and preview").click()
    expect(desk_page.get_by_text("The claim “c06” is not verified")).to_be_visible()
    expect(desk_page.get_by_role("button", name="Send for review")).to_have_count(0)
    axe(desk_page)


def test_nobody_reviews_their_own_words_on_screen(library, desk_page, sign_in, axe):  # noqa: F811
    both = person("bo", roles.EDITOR)
    both.groups.add(Group.objects.get(name=roles.CLINICAL_REVIEWER))
    sign_in(desk_page, both)
    desk_page.goto("/staff/content/")
    desk_page.get_by_role("button", name="New draft Depression").click()
    publishing.send_for_review(edition=Edition.objects.get(state="draft"))
    desk_page.goto(f"{EDIT}publish/")
    expect(desk_page.get_by_role("alert")).to_contain_text(re.compile("You wrote in this edition"))
    expect(desk_page.get_by_role("button", name="Publish now")).to_have_count(0)
    axe(desk_page)
