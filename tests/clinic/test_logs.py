"""The log names nobody (R8, P5)."""

import io
import json
import logging
import os
from pathlib import Path
from smtplib import SMTPRecipientsRefused

import pytest
import structlog
from django.db import connection, transaction
from django.test import Client

from clinic import logs

CANARY = "canary-7f3a"


@pytest.fixture
def log():
    """Everything that is logged, through the portal's own formatter."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    settings = logs.configuration(logging.DEBUG)["formatters"]["json"]
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=settings["processors"], foreign_pre_chain=settings["foreign_pre_chain"]
        )
    )
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.mark.django_db
def test_a_request_is_named_by_its_route(log):
    Client().get(f"/learn/{CANARY}/?q={CANARY}", headers={"user-agent": CANARY}, REMOTE_ADDR="192.0.2.77")
    Client().get(f"/nowhere/{CANARY}/")
    written = log.getvalue()
    assert '"GET /learn/<' in written
    assert CANARY not in written
    assert "192.0.2.77" not in written


def test_an_exception_leaves_its_class_and_place_but_not_its_words(log):
    try:
        raise ValueError(CANARY)
    except ValueError:
        logging.getLogger("patients").exception("Something failed")
        structlog.get_logger("patients").exception("something_failed")
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert [line["error"] for line in lines] == ["ValueError", "ValueError"]
    assert "test_logs.py" in lines[0]["at"][-1]
    assert CANARY not in log.getvalue()


@pytest.mark.django_db
def test_who_failed_to_sign_in_is_not_logged(log):
    Client().post("/staff/login/", {"username": f"{CANARY}@example.org", "password": CANARY})
    assert CANARY not in log.getvalue()


def test_a_mail_that_is_refused_is_logged_without_its_receiver():
    """The library of the queue has a log of its own, unless it is given one."""
    [handler] = [
        each for each in logging.getLogger("post_office").handlers if type(each) is logging.StreamHandler
    ]
    written = io.StringIO()
    before = handler.setStream(written)
    try:
        raise SMTPRecipientsRefused({f"{CANARY}@visitor.example": (550, b"No such user")})
    except SMTPRecipientsRefused:
        logging.getLogger("post_office").exception("Failed to send email #1")
    finally:
        handler.setStream(before)
    assert json.loads(written.getvalue())["error"] == "SMTPRecipientsRefused"
    assert CANARY not in written.getvalue()


@pytest.mark.django_db
def test_a_row_that_the_database_refuses_is_not_in_the_database_log():
    """R8: PostgreSQL logs a statement that fails with all that somebody typed, unless it is told not to."""
    with connection.cursor() as cursor:
        for refused in (
            f"INSERT INTO locations_crisisline (name) VALUES ('{CANARY}')",
            f"SELECT '{CANARY}'::int FROM nowhere",
        ):
            with pytest.raises(Exception, match=r"null value|nowhere"), transaction.atomic():
                cursor.execute(refused)
    written = Path(os.environ["TEST_FOLDER"], "log").read_text()
    assert "violates not-null constraint" in written
    assert CANARY not in written
