"""What stands around every page."""

import pytest
from django.db import OperationalError, connection
from django.template.loader import render_to_string
from django.urls import reverse

from clinic.errors import server_error

PAGES = ["locations:visit", "locations:help_now", "locations:privacy", "locations:accessibility"]


class Away:
    """Every query fails, as when the database is away."""

    def __call__(self, execute, sql, params, many, context):
        raise OperationalError("the database is away")


@pytest.mark.parametrize("page", PAGES)
def test_every_page_shows_whom_to_call_in_a_crisis(client, clinic, crisis_lines, page):
    text = client.get(reverse(page)).content.decode()
    assert 'href="tel:911"' in text
    assert 'href="tel:988"' in text
    assert "not watched around the clock" in text


def test_only_the_crisis_lines_of_the_clinics_country_are_shown(client, clinic, crisis_lines):
    assert "Samaritans" not in client.get(reverse("locations:help_now")).content.decode()
    clinic.country = "GB"
    clinic.save()
    text = client.get(reverse("locations:help_now")).content.decode()
    assert 'href="tel:116123"' in text
    assert "988 Lifeline" not in text


def test_a_changed_crisis_line_shows_at_once(client, clinic, crisis_lines):
    client.get(reverse("locations:help_now"))
    crisis_lines[1].name = "988 Suicide & Crisis Lifeline"
    crisis_lines[1].save()
    assert "988 Suicide &amp; Crisis Lifeline" in client.get(reverse("locations:help_now")).content.decode()


def test_a_page_without_any_crisis_line_still_says_whom_to_call(client, db):
    text = client.get(reverse("locations:help_now")).content.decode()
    assert "Call your emergency number" in text
    assert 'href="tel:988"' in text


def test_the_page_for_a_crisis_shows_numbers_hours_and_cost_before_anything_else(
    client, clinic, crisis_lines
):
    text = client.get(reverse("locations:help_now")).content.decode()
    assert text.index("Call 988") < text.index("What happens when you call")
    assert "Day and night" in text
    assert "Free" in text


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_the_clinic_needs_six_queries_at_most(
    client, clinic, crisis_lines, page, django_assert_max_num_queries
):
    with django_assert_max_num_queries(6):
        client.get(reverse(page))


def test_the_frame_itself_needs_three_queries(client, clinic, crisis_lines, django_assert_num_queries):
    """The clinic, its crisis lines, and the languages its pages are read in."""
    with django_assert_num_queries(3):
        client.get(reverse("locations:privacy"))


def test_pages_stay_up_with_the_last_known_numbers_while_the_database_is_away(client, clinic, crisis_lines):
    """P4."""
    client.get(reverse("locations:help_now"))
    with connection.execute_wrapper(Away()):
        response = client.get(reverse("locations:help_now"))
    assert response.status_code == 200
    assert "988 Lifeline" in response.content.decode()


def test_pages_stay_up_when_the_database_was_never_there(client, db):
    with connection.execute_wrapper(Away()):
        response = client.get(reverse("locations:help_now"))
    assert response.status_code == 200
    assert "Call your emergency number" in response.content.decode()


@pytest.mark.parametrize("page", ["400", "403", "403_csrf", "404", "500", "503", "lockout"])
def test_every_error_page_says_whom_to_call_without_asking_the_database(page, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        text = render_to_string(f"{page}.html")
    assert "tel:988" in text
    assert "not watched around the clock" in text


def test_the_page_for_an_absent_database_remembers_the_clinics_phone(client, rf, clinic, crisis_lines):
    client.get(reverse("locations:help_now"))
    try:
        raise OperationalError
    except OperationalError:
        response = server_error(rf.get("/"))
    assert response.status_code == 503
    assert response.headers["Retry-After"]
    assert "(212) 555-0143" in response.content.decode()


@pytest.mark.parametrize(("set_to", "shown"), [("+12125550199", True), ("", False)])
def test_a_process_that_never_reached_the_database_gives_the_phone_of_its_settings(
    client, settings, clinic, set_to, shown
):
    """P4: nobody is left with a page that names no number of ours, where the settings do."""
    settings.CLINIC_PHONE = set_to
    client.raise_request_exception = False
    client.cookies["session"] = "a" * 32
    with connection.execute_wrapper(Away()):
        response = client.get("/staff/")
    assert response.status_code == 503
    assert ("(212) 555-0199" in response.text) == shown
    assert ("You can also call us" in response.text) == shown
    assert "tel:988" in response.text


def test_the_clinics_own_number_goes_before_the_one_in_the_settings(client, settings, clinic, crisis_lines):
    settings.CLINIC_PHONE = "+12125550199"
    client.get(reverse("locations:help_now"))
    client.raise_request_exception = False
    client.cookies["session"] = "a" * 32
    with connection.execute_wrapper(Away()):
        response = client.get("/staff/")
    assert "(212) 555-0143" in response.text
    assert "(212) 555-0199" not in response.text


def test_reading_sets_no_cookie(client, clinic, crisis_lines):
    for page in PAGES:
        assert not client.get(reverse(page)).cookies


def test_the_title_says_the_discreet_name_only(client, clinic, crisis_lines):
    text = client.get(reverse("locations:visit")).content.decode()
    assert "<title>Visit us · Stillwater</title>" in text


def test_nothing_stands_inline_that_the_security_policy_would_block(client, clinic, crisis_lines):
    for page in PAGES:
        text = client.get(reverse(page)).content.decode()
        assert " style=" not in text
        assert "<style" not in text
        assert "<script>" not in text
