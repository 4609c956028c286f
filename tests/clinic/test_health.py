"""Two answers for machines, and what a lost database looks like to people (T16, T21)."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, OperationalError
from django.test import Client, RequestFactory
from django.utils import timezone
from post_office.models import STATUS, Email

from clinic import errors

pytestmark = pytest.mark.django_db


def queue_mail(waiting, **values):
    values = {"status": STATUS.queued, **values}
    mail = Email.objects.create(from_email="clinic@stillwater.example", to="somebody@example.org", **values)
    Email.objects.filter(pk=mail.pk).update(created=timezone.now() - waiting)


def test_a_portal_that_works_is_alive_and_ready(client):
    assert client.get("/healthz").json() == {"process": "ok"}
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"database": "ok", "mail": "ok"})


def test_mail_that_waits_too_long_makes_it_not_ready(client):
    queue_mail(timedelta(minutes=9))
    assert client.get("/readyz").status_code == 200
    queue_mail(timedelta(minutes=11))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["mail"]) == (503, "waiting")


def test_mail_for_later_is_not_late(client):
    queue_mail(timedelta(days=2), scheduled_time=timezone.now() + timedelta(days=1))
    assert client.get("/readyz").status_code == 200


def test_mail_that_is_too_old_to_leave_is_not_waited_for(client):
    queue_mail(timedelta(hours=2), expires_at=timezone.now() - timedelta(hours=1))
    assert client.get("/readyz").status_code == 200
    queue_mail(timedelta(hours=2), expires_at=timezone.now() + timedelta(hours=1))
    assert client.get("/readyz").status_code == 503


def test_mail_that_was_given_up_is_not_waited_for(client):
    queue_mail(timedelta(days=3), status=STATUS.failed)
    assert client.get("/readyz").status_code == 200


def test_a_database_that_is_away_leaves_the_process_alive_but_not_ready(lost_database):
    client = Client(raise_request_exception=False)
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["database"]) == (503, "away")


def test_people_are_told_to_try_again_when_the_database_is_away(lost_database):
    client = Client(raise_request_exception=False)
    client.cookies["session"] = "a" * 32
    answer = client.get("/staff/")
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) <= 60
    assert "Traceback" not in answer.text


def test_another_fault_is_a_500_in_our_own_words():
    request = RequestFactory().get("/")
    try:
        raise DatabaseError("a secret")
    except DatabaseError:
        answer = errors.server_error(request)
    assert answer.status_code == 500
    assert b"a secret" not in answer.content


def test_a_form_that_was_open_too_long_is_explained():
    answer = Client(enforce_csrf_checks=True).post("/inquire/", {})
    assert answer.status_code == 403
    assert "<h1" in answer.text


@pytest.fixture
def lost_database():
    """Every question to the database fails as when the server is gone."""
    from django.db import connection

    def gone(*args, **kwargs):
        raise OperationalError("the server closed the connection")

    with connection.execute_wrapper(gone):
        yield
