"""What a browser sends is read as text that people write, whatever it says of itself (T33)."""

import pytest
from django.urls import reverse

ASKED = ("patient=%00", "patient=a%00b", "patient=%%0000")


@pytest.mark.parametrize("query", ASKED)
def test_an_address_that_asks_for_a_nul_finds_nobody(admin_client, query):
    assert admin_client.get(f"{reverse('scheduling:book')}?{query}").status_code in (200, 404)


def test_a_filter_of_a_model_page_that_asks_for_a_nul_lists_nothing(admin_client):
    page = reverse("admin:inquiries_inquiry_changelist")
    assert admin_client.get(f"{page}?state__exact=%00").status_code == 200
