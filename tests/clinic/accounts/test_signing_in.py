"""Signing in and out of the staff site."""

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse

LOGIN = "/staff/login/"


def sign_in(client, email, password, **headers):
    return client.post(LOGIN, {"username": email, "password": password, "next": "/staff/"}, **headers)


def test_a_colleague_signs_in_by_e_mail(client, colleague, password):
    assert sign_in(client, colleague.email, password).url == "/staff/"
    assert client.session["_auth_user_id"] == str(colleague.pk)


def test_whoever_sets_the_portal_up_makes_the_first_account_and_signs_in(client, db, password, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", password)
    call_command(
        "createsuperuser", interactive=False, email="Root@Stillwater.example", name="Root", verbosity=0
    )
    assert sign_in(client, "root@stillwater.example", password).url == "/staff/"
    assert client.get(reverse("admin:accounts_user_changelist")).status_code == 200


def test_capital_letters_in_the_e_mail_do_not_matter(client, colleague, password):
    assert sign_in(client, colleague.email.upper(), password).status_code == 302


def test_somebody_who_left_does_not_get_in(client, colleague, password):
    colleague.is_active = False
    colleague.save()
    assert sign_in(client, colleague.email, password).status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, colleague):
    """T27."""
    known = sign_in(client, colleague.email, "not the password")
    unknown = sign_in(client, "nobody@stillwater.example", "not the password")
    assert known.status_code == unknown.status_code == 200
    assert "do not belong together" in known.content.decode()
    assert without_what_was_typed(known) == without_what_was_typed(unknown)


def without_what_was_typed(response):
    text = response.content.decode()
    token = response.context["csrf_token"]
    for typed in (str(token), "fran.desk@stillwater.example", "nobody@stillwater.example"):
        text = text.replace(typed, "…")
    return text


def test_the_session_changes_when_somebody_signs_in(client, colleague, password):
    """T25."""
    client.get(LOGIN)
    session = client.session
    session["before"] = True
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = before = session.session_key
    sign_in(client, colleague.email, password)
    assert client.session.session_key != before


def test_logging_out_ends_the_session_at_the_server(client, colleague, password):
    """T25, R5."""
    sign_in(client, colleague.email, password)
    old = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert client.get(reverse("admin:logout")).status_code == 405
    assert "You are logged out" in client.post(reverse("admin:logout")).content.decode()
    client.cookies[settings.SESSION_COOKIE_NAME] = old
    assert client.get("/staff/password_change/").url.startswith(LOGIN)


def test_ten_wrong_passwords_close_the_door_from_that_address_alone(client, colleague, password):
    """T23."""
    spellings = [colleague.email, colleague.email.upper()] * 5
    for email in spellings:
        response = sign_in(client, email, "wrong", REMOTE_ADDR="203.0.113.7")
    assert response.status_code == 429
    assert "Too many tries" in response.content.decode()
    assert sign_in(client, colleague.email, password, REMOTE_ADDR="203.0.113.7").status_code == 429
    assert sign_in(client, colleague.email, password, REMOTE_ADDR="203.0.113.8").status_code == 302
    assert AccessAttempt.objects.exists()


@pytest.mark.parametrize(
    ("new", "accepted"),
    [
        ("fourteen chars", False),
        ("fifteen charact", True),
        ("Ein See 🦆 im Morgennebel", True),
        ("a lake and a duck" * 7 + "123456789", True),
        ("a lake and a duck" * 7 + "1234567890", False),
    ],
)
def test_a_new_password_has_15_to_128_characters(client, colleague, password, new, accepted):
    """T24."""
    sign_in(client, colleague.email, password)
    typed = {"old_password": password, "new_password1": new, "new_password2": new}
    assert client.post("/staff/password_change/", typed).status_code == (302 if accepted else 200)
    colleague.refresh_from_db()
    assert colleague.check_password(new) is accepted


def test_changing_the_password_needs_the_old_one(client, colleague, password):
    """T24."""
    sign_in(client, colleague.email, password)
    typed = {
        "old_password": "not it at all, sorry",
        "new_password1": "fifteen charact",
        "new_password2": "fifteen charact",
    }
    text = client.post("/staff/password_change/", typed).content.decode()
    assert "<title>Error: Change your password" in text
    assert 'aria-describedby="id_old_password_error"' in text
    assert 'id="id_old_password_error"' in text
