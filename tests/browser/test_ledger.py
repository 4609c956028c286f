"""The model pages of a claim and of a source, in a real browser: usable by whoever hears them."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from education.models import Claim, Source
from tests.small_library import make_claim, open_small_library


@pytest.fixture
def at_the_claim(portal_server, page, sign_in):
    """The editor, at the model page of a claim."""
    library = open_small_library()
    make_claim("c3", statement="Sleep often gets better.")
    sign_in(page, library.editor)
    page.goto(reverse("admin:education_claim_change", args=[Claim.objects.get(key="c3").pk]))
    return page


def test_the_model_pages_of_a_claim_and_a_source_are_accessible(at_the_claim, axe):
    axe(at_the_claim)
    at_the_claim.goto(reverse("admin:education_source_change", args=[Source.objects.first().pk]))
    axe(at_the_claim)


def test_a_source_is_found_by_its_words_in_a_field_that_says_its_name(at_the_claim, axe):
    page = at_the_claim
    page.get_by_role("button", name="Add another Source of a claim").click()
    fields = page.get_by_role("combobox", name="Source", exact=False)
    expect(fields).to_have_count(3)  # the one it has, the one that waits, the one just added
    fields.last.click()
    search = page.get_by_role("searchbox", name="Source")
    search.fill("behind c1")
    axe(page)
    page.get_by_role("option", name="Trial behind c1").click()
    expect(fields.last).to_contain_text("Trial behind c1")
