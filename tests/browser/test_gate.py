"""An editor is refused with reasons, follows each to its place, and answers a word of the list, in a real browser."""

import pytest
from playwright.sync_api import expect

from education.checks import gate
from education.models import Edition
from education.writing import drafting
from tests.small_library import open_small_library

CONTENT = "/staff/content/conditions/low-mood/en/"
LONG = "You may walk and walk and then " * 4 + "rest."


@pytest.mark.drill
def test_a_refused_page_says_why_and_leads_to_each_place(portal_server, page, sign_in, axe):
    library = open_small_library()
    library.publish()
    draft = drafting.start(article=library.article, author=library.editor)
    drafting.revise(
        edition=draft,
        by=library.editor,
        title="A breakthrough",
        change_note="Says it louder.",
        risks="",
        alternatives=f'<p>{LONG} <a href="/nowhere/">Read more.</a></p>',
    )
    sign_in(page, library.editor)
    page.goto(f"{CONTENT}preview/")
    for words in (
        "“breakthrough” in “A breakthrough”",
        "says what may harm",
        "“Read more.” leads to /nowhere/",
    ):
        expect(page.get_by_role("link", name=words)).to_be_visible()
    axe(page)
    page.get_by_role("link", name="says what may harm").click()
    expect(page.locator("#id_risks").locator("xpath=..").locator("[contenteditable]")).to_be_focused()

    page.goto(f"{CONTENT}editions/2/")
    page.get_by_text("1 sentence to look at again").click()
    expect(page.get_by_role("link", name=LONG)).to_be_visible()
    axe(page)
    page.get_by_label("Why “breakthrough” may stand in this sentence").fill("Quoted, and answered.")
    page.get_by_role("button", name="Keep this reason").click()
    expect(page.get_by_role("region", name="Words let through")).to_contain_text("Quoted, and answered.")
    axe(page)
    assert len(gate.obstacles(Edition.objects.get(pk=draft.pk))) == 2
