"""An editor adds a picture, puts it into a text and sees it on the page, in a real browser."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from education.writing import drafting
from tests.small_library import open_small_library

from .writing import go_to_the_end

CONTENT = "/staff/content/conditions/low-mood/en/"
ROOM = "A quiet room with a chair by the window."
LOADED = "picture => picture.complete && picture.naturalWidth"


def photo():
    written = io.BytesIO()
    Image.linear_gradient("L").resize((900, 600)).convert("RGB").save(written, "JPEG")
    return {"name": "room.jpg", "mimeType": "image/jpeg", "buffer": written.getvalue()}


@pytest.mark.drill
def test_a_picture_is_added_put_into_a_text_and_seen(portal_server, page, sign_in, axe):
    library = open_small_library()
    library.publish()
    drafting.start(article=library.article, author=library.editor)
    sign_in(page, library.editor)

    page.goto("/staff/content/pictures/")
    axe(page)
    page.get_by_role("button", name="Add this picture").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    axe(page)
    page.get_by_label("Picture file").set_input_files(photo())
    page.get_by_label("What it shows").fill(ROOM)
    page.get_by_role("button", name="Add this picture").click()
    expect(page.get_by_role("status").first).to_contain_text("The picture is here.")
    axe(page)
    page.get_by_role("link", name=ROOM).click()
    expect(page.get_by_role("img", name=ROOM)).to_be_visible()
    axe(page)

    page.goto(CONTENT)
    put = page.get_by_role("button", name=f"Put into the text {ROOM}")
    put.click()
    panel = page.get_by_role("region", name="Pictures")
    expect(panel.get_by_role("status")).to_contain_text("Click into the text first")
    text = page.locator(".ProseMirror[contenteditable]").first
    text.click()
    go_to_the_end(text)
    put.click()
    expect(panel.get_by_role("status")).to_have_text("Put in.")
    page.keyboard.type("That is our room.")
    expect(text.get_by_role("img", name=ROOM)).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("status").first).to_contain_text("The draft is saved.")
    shown = text.get_by_role("img", name=ROOM)
    shown.scroll_into_view_if_needed()
    expect(shown).to_have_attribute("width", "900")
    expect(text.locator("img + p")).to_have_text("That is our room.")
    assert shown.evaluate(LOADED) == 900

    page.goto(f"{CONTENT}preview/")
    shown = page.get_by_role("article").get_by_role("img", name=ROOM).first
    shown.scroll_into_view_if_needed()
    page.wait_for_function("picture => picture.complete", arg=shown.element_handle())
    assert shown.evaluate(LOADED) == 900
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
