"""Many people pressing the same button at once, over HTTP, on the portal as it runs for people."""

import http.client
import os
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.db import connection
from django.middleware.csrf import _get_new_csrf_string
from django.test import Client

PATIENCE = 60  # seconds


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    body: str
    seconds: float


class Storm:
    """Clients of one portal who are signed in as `user` and send their forms at the same moment."""

    def __init__(self, portal, user):
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        self.host = urlsplit(portal.url).netloc
        self.csrf = _get_new_csrf_string()
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={self.csrf}"

    def break_loose(self, posts):
        """Send every `(path, fields)` at once, each over a connection of its own; the Answers in order."""
        gate = threading.Barrier(len(posts))
        answers = [None] * len(posts)

        def send(number, path, fields):
            body = urlencode({**fields, "csrfmiddlewaretoken": self.csrf})
            headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": self.cookies}
            link = http.client.HTTPConnection(self.host, timeout=PATIENCE)
            gate.wait()
            began = time.monotonic()
            try:
                link.request("POST", path, body, headers)
                got = link.getresponse()
                words = got.read().decode()
            finally:
                link.close()
            answers[number] = Answer(
                got.status, got.headers.get("Location", ""), words, time.monotonic() - began
            )

        threads = [
            threading.Thread(target=send, args=(number, path, fields))
            for number, (path, fields) in enumerate(posts)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE)
        assert all(answers), "somebody got no answer"
        return answers


def overlaps():
    """How many pairs of active appointments share a room, a clinician or a patient at some moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT count(*) FROM scheduling_appointment a JOIN scheduling_appointment b ON a.id < b.id
            WHERE a.status NOT IN ('cancelled', 'no_show', 'lapsed')
              AND b.status NOT IN ('cancelled', 'no_show', 'lapsed')
              AND (a.room_id = b.room_id AND a.room_block && b.room_block
                   OR a.clinician_id = b.clinician_id AND a.clinician_block && b.clinician_block
                   OR a.patient_id = b.patient_id AND a.visit && b.visit)
            """
        )
        return cursor.fetchone()[0]


def deadlocks():
    """How often the database's log says that two sessions waited for each other."""
    return (Path(os.environ["TEST_FOLDER"]) / "log").read_text(errors="replace").count("deadlock detected")
