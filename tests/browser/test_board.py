"""The board, the ledger and the clinic's own words in a real browser, at both sizes and by keyboard."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from education.ledger import ledger
from education.models import Claim, Edition, LintOverride, Wording
from education.writing import drafting, publishing
from tests.small_library import WORDS, make_claim, open_small_library

PAGES = [
    "/staff/content/",
    "/staff/content/?state=draft",
    "/staff/content/?q=zebra",
    "/staff/content/new/?kind=term",
    "/staff/content/claims/",
    "/staff/content/claims/c1/",
    "/staff/content/claims/unsure/",
    "/staff/content/sources/",
    "/staff/content/sources/source-of-c1/",
    "/learn/conditions/low-mood/",  # where readers meet the claim that was taken back
    "/staff/content/wordings/",
    "/staff/content/wordings/education.home_lead/en/",
    "/staff/content/wordings/inquiries.thank_you/en/preview/",
]


@pytest.fixture
def library(portal_server):
    """A published page whose claim was retracted, a draft that was sent back, a word let through."""
    library = open_small_library()
    library.publish()
    make_claim("unsure", is_verified=False)
    ledger.retract_claim(Claim.objects.get(key="c1"), by=library.reviewer, reason="The trial was withdrawn.")
    ledger.verify(Claim.objects.get(key="unsure"), by=library.editor, note="Read table 2.")
    ledger.doubt(Claim.objects.get(key="unsure"), by=library.editor, note="It was another table.")
    Claim.objects.filter(key="c2").update(checked_on="2020-01-01", next_check="2021-01-01")
    draft = drafting.start(article=library.article, author=library.editor, **WORDS)
    Edition.objects.filter(pk=draft.pk).update(state="clinical_review")
    publishing.return_to_draft(edition=draft, by=library.reviewer, comment="Name the range.")
    LintOverride.objects.create(
        article=library.article,
        language="en",
        phrase="breakthrough",
        sentence="The FDA calls it a breakthrough.",
        reason="The name of an FDA program.",
        by=library.editor,
        at=timezone.now() - timedelta(days=2),
    )
    return library


@pytest.mark.drill
def test_every_page_of_the_editors_is_accessible_in_both_lights(library, open_page, sign_in, axe):
    for size, scheme in (("phone", "light"), ("desk", "dark")):
        page = open_page(size, color_scheme=scheme)
        sign_in(page, library.editor)
        for path in PAGES:
            assert page.goto(path).ok
            axe(page)


@pytest.mark.drill
def test_nothing_scrolls_sideways_on_the_narrowest_phone(library, open_page, sign_in):
    page = open_page("phone")
    page.set_viewport_size({"width": 320, "height": 640})
    sign_in(page, library.editor)
    for path in PAGES:
        page.goto(path)
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, path


@pytest.mark.drill
def test_from_the_board_to_a_page_that_was_looked_at_again(library, page, sign_in):
    sign_in(page, library.reviewer)
    page.goto("/staff/content/")
    again = page.get_by_role("region", name=re.compile("Pages to look at again"))
    again.get_by_role("link", name="Low mood").click()
    expect(page.get_by_role("heading", name="Claim C1")).to_be_visible()
    page.get_by_role("button", name="I have looked at it Low mood").click()
    expect(page.get_by_role("alert")).to_contain_text("This field is required.")
    page.get_by_label("What did you find?").fill("A new draft is begun.")
    page.get_by_role("button", name="I have looked at it Low mood").click()
    expect(page.get_by_role("status")).to_contain_text("Kept: the page was looked at.")


def test_a_claim_is_checked_by_keyboard_alone(library, desk_page, sign_in):
    page = desk_page
    sign_in(page, library.editor)
    page.goto("/staff/content/claims/c2/")
    page.get_by_text("Record a check", exact=True).press("Enter")
    page.get_by_label("Next check").press("Tab")
    page.get_by_role("button", name="Keep this check").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("The check is kept.")
    assert Claim.objects.get(key="c2").checked_by == library.editor


@pytest.mark.drill
def test_a_question_is_begun_without_javascript(library, open_page, sign_in):
    page = open_page("phone", java_script_enabled=False)
    sign_in(page, library.editor)
    page.goto("/staff/content/")
    page.get_by_role("link", name="New question").click()
    page.get_by_label("Title").fill("Can I drive home?")
    page.get_by_label("Topic").select_option("conditions")
    page.get_by_role("button", name="Start writing").click()
    expect(page).to_have_url("/staff/content/conditions/can-i-drive-home/en/")
    expect(page.get_by_label("Title", exact=True)).to_have_value("Can I drive home?")


@pytest.mark.drill
def test_words_are_tried_in_their_place_before_they_are_kept(library, desk_page, sign_in):
    page = desk_page
    sign_in(page, library.editor)
    page.goto("/staff/content/wordings/education.home_headline/en/")
    page.get_by_label("Words").fill("Ask us anything.")
    with page.expect_popup() as opened:
        page.get_by_role("button", name="See it in its place").click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("Ask us anything.")
    assert not Wording.objects.exists()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("Kept.")
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ask us anything.")
