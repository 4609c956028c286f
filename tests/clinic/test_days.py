"""Days in the words of who reads them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils.timezone import override as in_zone
from django.utils.translation import override

from clinic.days import day_in_words


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Sunday, November 29"), ("es", "domingo, 29 de noviembre")]
)
def test_a_day_is_said_in_the_order_of_the_language(language, words):
    with override(language):
        assert day_in_words(date(2026, 11, 29)) == words


def test_a_moment_is_a_day_on_the_clock_of_the_page():
    page = Template(
        "{% load days tz %}{{ at|day_in_words }}; {{ at|timezone:zone|day_in_words }}; {{ no|day_in_words }}"
    )
    at = datetime(2026, 11, 30, 3, tzinfo=UTC)
    with in_zone("America/New_York"):
        said = page.render(Context({"at": at, "zone": ZoneInfo("Asia/Tokyo")}))
    assert said == "Sunday, November 29; Monday, November 30; "
