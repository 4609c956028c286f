"""An editor changes a page, two colleagues review it, and it is published, in a real browser."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from education.models import Edition
from education.writing import drafting
from tests.small_library import make_claim, open_small_library

from .writing import go_to_the_end, go_to_the_start, mark_the_first_line, mark_the_last_line

CONTENT = "/staff/content/conditions/low-mood/en/"
LIVE = "/learn/conditions/low-mood/"


@pytest.fixture
def library(portal_server):
    """A published page, and claims to cite, one of them not verified."""
    library = open_small_library()
    library.publish()
    make_claim("c3", statement="Sleep often gets better.")
    make_claim("c4", statement="Sleep gets better for good.", is_verified=False)
    make_claim("c5", is_clinic_choice=True)
    return library


@pytest.fixture
def at_the_draft(library, sign_in):
    """`at_the_draft(page)`: the editor, with a new draft of the page open."""

    def open_draft(page):
        Edition.objects.open().exists() or drafting.start(article=library.article, author=library.editor)
        sign_in(page, library.editor)
        page.goto(CONTENT)
        text = page.locator(".ProseMirror[contenteditable]").first
        expect(text).to_contain_text("Some feel better.")
        return text

    return open_draft


@pytest.mark.drill
def test_a_sentence_is_corrected_cited_reviewed_twice_and_read_live(library, page, open_page, sign_in, axe):
    size = "phone" if page.viewport_size["width"] < 900 else "desk"
    sign_in(page, library.editor)
    page.goto(f"{CONTENT}editions/1/")
    axe(page)
    page.get_by_role("button", name="New draft").click()
    text = page.locator(".ProseMirror[contenteditable]").first
    text.focus()
    go_to_the_start(text)
    page.keyboard.type("You may sleep better.")
    page.keyboard.press("Enter")
    mark_the_first_line(text, "You may sleep better.")
    page.get_by_label("Find a claim").fill("sleep often")
    page.get_by_role("button", name="Cite c3: Partly supported", exact=True).click()
    expect(text.locator('a[href="claim:c3"]')).to_have_text("You may sleep better.")
    axe(page)
    page.get_by_label("What changed, and why").fill("Says what is known of sleep.")
    page.get_by_role("button", name="Save and preview").click()
    expect(page.get_by_role("article")).to_contain_text("You may sleep better.")
    axe(page)
    page.get_by_role("button", name="Send for review").click()
    expect(page.get_by_role("status").first).to_contain_text("waits for a reviewer.")
    axe(page)

    colleague = open_page(size)
    for person, comment in (
        (library.reviewer, "True as far as is known."),
        (library.second_editor, "Plain."),
    ):
        sign_in(colleague, person)
        colleague.goto(f"{CONTENT}editions/2/")
        colleague.get_by_role("link", name="Review", exact=True).click()
        axe(colleague)
        colleague.get_by_role("link", name="What changed since the published one").click()
        expect(colleague.get_by_role("insertion").first).to_contain_text("You may sleep better.")
        axe(colleague)
        colleague.go_back()
        colleague.get_by_label("Your comment").fill(comment)
        colleague.get_by_label("I have read this page").check()
        colleague.get_by_role("button", name="Pass it on").click()
        expect(colleague.get_by_role("status").first).to_contain_text("Your word on it is kept.")

    page.reload()
    expect(page.get_by_role("main")).to_contain_text("True as far as is known.")
    page.get_by_role("button", name="Publish now").click()
    page.get_by_role("link", name="See it live").click()
    expect(page.get_by_role("article")).to_contain_text("You may sleep better.")
    assert urlsplit(page.url).path == LIVE


def test_an_editor_cites_a_claim_by_keyboard_alone(at_the_draft, desk_page):
    text = at_the_draft(desk_page)
    text.focus()
    mark_the_first_line(text, "It is known. Some feel better.")
    desk_page.keyboard.press("Alt+Shift+KeyC")
    expect(desk_page.get_by_label("Find a claim")).to_be_focused()
    desk_page.keyboard.type("c3")
    desk_page.keyboard.press("Enter")
    cite = desk_page.get_by_role("button", name="Cite c3: Partly supported", exact=True)
    expect(cite).to_be_focused()
    desk_page.keyboard.press("Enter")
    expect(text).to_be_focused()
    expect(text.locator('a[href="claim:c3"]')).to_contain_text("It is known.")
    desk_page.get_by_role("button", name="Save and go on").press("Enter")
    expect(desk_page.get_by_role("status").first).to_contain_text("The draft is saved.")
    assert '<a href="claim:c3">It is known. Some feel better.</a>' in Edition.objects.open().get().body


ON_TOP = """link => {
    const {left, top, height} = link.getBoundingClientRect();
    return link.contains(document.elementFromPoint(left + 2, top + height / 2));
}"""


@pytest.mark.drill
def test_words_that_were_just_cited_are_seen_on_a_phone_and_not_behind_the_buttons(at_the_draft, phone_page):
    text = at_the_draft(phone_page)
    text.focus()
    go_to_the_end(text)
    for _line in range(40):
        phone_page.keyboard.press("Enter")
    phone_page.keyboard.type("Sleep well.")
    mark_the_last_line(text, "Sleep well.")
    phone_page.get_by_label("Find a claim").fill("sleep often")
    phone_page.get_by_role("button", name="Cite c3: Partly supported", exact=True).click()
    link = text.locator('a[href="claim:c3"]')
    expect(link).to_have_text("Sleep well.")
    phone_page.wait_for_function(ON_TOP, arg=link.element_handle())


def test_the_list_of_claims_says_what_each_is_worth(at_the_draft, desk_page):
    text = at_the_draft(desk_page)
    expect(desk_page.get_by_role("button", name="Cite c4: Partly supported, not verified")).to_be_visible()
    expect(desk_page.locator("[data-claim=c5]")).to_contain_text("Our own choice")
    expect(desk_page.locator("[data-claim=c3]")).not_to_contain_text("Our own choice")
    desk_page.get_by_label("Find a claim").fill("zebra")
    expect(desk_page.get_by_text("No claim has these words.")).to_be_visible()
    desk_page.get_by_label("Find a claim").fill("sleep")
    expect(desk_page.locator("[data-claim]:visible")).to_have_count(2)
    text.focus()
    desk_page.get_by_role("button", name="Cite c3").click()
    expect(desk_page.get_by_text("Mark the words in the text first.")).to_be_visible()


@pytest.mark.drill
def test_without_javascript_a_draft_is_edited_and_a_claim_cited_by_its_address(
    at_the_draft, library, open_page, sign_in
):
    drafting.start(article=library.article, author=library.editor)
    page = open_page("desk", java_script_enabled=False)
    sign_in(page, library.editor)
    page.goto(CONTENT)
    expect(page.get_by_text("Copy the address of a claim")).to_be_visible()
    page.get_by_label("Text", exact=True).fill('<p><a href="claim:c3">Sleep often gets better.</a></p>')
    page.get_by_role("button", name="Save and preview").click()
    page.get_by_role("link", name="Evidence 1", exact=True).first.click()
    expect(page.locator("#evidence-1")).to_contain_text("Sleep often gets better.")


def test_what_stands_in_the_way_leads_to_its_place(at_the_draft, library, desk_page, axe):
    draft = drafting.start(article=library.article, author=library.editor)
    drafting.revise(edition=draft, by=library.editor, alternatives="")
    at_the_draft(desk_page)
    desk_page.get_by_role("button", name="Save and preview").click()
    way = desk_page.get_by_role("link", name="names other ways")
    expect(desk_page.get_by_role("button", name="Send for review")).to_have_count(0)
    axe(desk_page)
    way.click()
    editor = desk_page.get_by_role("textbox", name="Other ways")
    expect(editor).to_be_in_viewport()
    expect(editor).to_be_focused()


@pytest.mark.drill
def test_two_in_one_draft_are_warned_and_lose_nothing(at_the_draft, library, page, open_page, sign_in, axe):
    at_the_draft(page)
    colleague = open_page("desk")
    sign_in(colleague, library.second_editor)
    colleague.goto(CONTENT)
    expect(colleague.get_by_text("Edith has this draft open too.")).to_be_visible()
    colleague.get_by_label("Summary").fill("What studies of others found.")
    colleague.get_by_role("button", name="Save and go on").click()
    expect(colleague.get_by_role("status").first).to_be_visible()

    page.get_by_label("Summary").fill("What studies found so far.")
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("alert")).to_contain_text("Not saved")
    expect(page.get_by_role("deletion").first).to_contain_text("of others")
    expect(page.get_by_label("Summary")).to_have_value("What studies found so far.")
    axe(page)
    page.get_by_role("button", name="Save mine over theirs").click()
    expect(page.get_by_role("article")).to_contain_text("What studies found so far.")


@pytest.mark.drill
def test_a_private_link_is_read_on_a_phone_until_it_is_ended(at_the_draft, desk_page, phone_page, axe):
    at_the_draft(desk_page)
    desk_page.goto(f"{CONTENT}editions/2/")
    desk_page.get_by_role("button", name="Make a private link").click()
    link = urlsplit(desk_page.get_by_label("Send this link.").input_value()).path
    axe(desk_page)
    phone_page.goto(link)
    expect(phone_page.get_by_role("heading", name="Low mood", level=1)).to_be_visible()
    axe(phone_page)
    desk_page.get_by_role("button", name="End it").click()
    phone_page.goto(link)
    expect(phone_page.get_by_role("heading", name="This link opens nothing")).to_be_visible()
    axe(phone_page)


@pytest.mark.drill
def test_at_a_desk_the_preview_shows_the_page_as_on_a_phone(at_the_draft, desk_page, axe):
    at_the_draft(desk_page)
    desk_page.goto(f"{CONTENT}preview/")
    desk_page.get_by_role("link", name="See it as on a phone").click()
    phone = desk_page.frame_locator("iframe[title='The page as on a phone']")
    expect(phone.get_by_role("heading", name="Low mood", level=1)).to_be_visible()
    assert phone.locator("html").evaluate("html => html.clientWidth") <= 390
    axe(desk_page)
    desk_page.get_by_role("link", name="See it as wide as this window").click()
    expect(desk_page.get_by_role("heading", name="Low mood", level=1)).to_be_visible()
