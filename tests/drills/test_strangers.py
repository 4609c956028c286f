"""T29: what is not yours answers as what is not there, and takes as long.

Each address is asked 200 times on the running portal, all of them in turn, so that what else the machine does
falls on every one alike.
"""

import http.client
import re
import statistics
import time
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clinic.feeds.models import CalendarFeed
from clinic.feeds.subscribing import end_feed, make_feed
from clinic.scheduling.models import Room
from clinic.tokens import digest_of, new_token
from patients.area.models import PatientLink
from patients.inquiries.models import StatusLink
from patients.inquiries.receiving import receive_inquiry
from patients.links.references import new_reference
from tests.patients.area.own_pages import a_link, a_patient
from tests.small_clinic import open_small_clinic

TIMES = 200
WITHIN = 0.02  # seconds, or a tenth of the median, whichever is more


@pytest.fixture
def clinic(portal_server):
    return open_small_clinic()


def look(portal, paths, user=None):
    """The answers of each path, and the median of the seconds they took, by name."""
    link = http.client.HTTPConnection(urlsplit(portal.url).netloc, timeout=10)
    cookies = {"Cookie": session_of(user)} if user else {}
    seconds, pages = {name: [] for name in paths}, {name: set() for name in paths}
    for _again in range(TIMES):
        for name, path in paths.items():
            began = time.perf_counter()
            link.request("GET", path, headers=cookies)
            answer = link.getresponse()
            words = answer.read().decode()
            seconds[name].append(time.perf_counter() - began)
            pages[name].add((answer.status, re.sub(r"\b\w{64}\b", "a token of the form", words)))
    link.close()
    return pages, {name: statistics.median(taken) for name, taken in seconds.items()}


def session_of(user):
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def assert_alike(pages, medians):
    print({name: f"{median * 1000:.1f} ms" for name, median in medians.items()})
    first = next(iter(pages.values()))
    assert len(first) == 1 and {status for status, _text in first} == {404}
    assert [name for name, page in pages.items() if page != first] == []
    fastest, slowest = min(medians.values()), max(medians.values())
    assert slowest - fastest <= max(WITHIN, fastest / 10)


def test_private_links_that_open_nothing_are_alike_whatever_the_reason(portal_server, clinic):
    robin = a_patient(clinic)
    inquiry = receive_inquiry(
        form_key=uuid4(), name="Ana", email="a@visitor.example", contact_by="email", location=clinic.location
    )
    long_ago, now = timezone.now() - timedelta(days=100), timezone.now()
    ended = {
        "expired": {"made_at": long_ago, "expires_at": now - timedelta(days=1)},
        "revoked": {"revoked_at": now},
        "tried too often": {"wrong_tries": 5},
    }
    for path, link in (
        ("my", lambda **fields: a_link(robin, **fields)[1]),
        ("inquiry", lambda **fields: a_status_link(inquiry, **fields)),
    ):
        paths = {name: link(**fields) for name, fields in ended.items()}
        assert_alike(*look(portal_server, {**paths, "stranger": f"/{path}/{new_token()}/"}))
    assert PatientLink.objects.count() == len(ended)


def a_status_link(inquiry, **fields):
    token = new_token()
    made = {"token_sha256": digest_of(token), "sent_at": timezone.now(), **fields}
    StatusLink.objects.create(inquiry=inquiry, **made)
    return f"/inquiry/{token}/"


def test_feeds_that_open_nothing_are_alike_whatever_the_reason(portal_server, clinic):
    ended = urlsplit(make_feed(by=clinic.front_desk, now=timezone.now(), room=clinic.rooms[0])).path
    end_feed(feed=CalendarFeed.objects.get(), by=clinic.front_desk, now=timezone.now())
    out_of_use = urlsplit(make_feed(by=clinic.front_desk, now=timezone.now(), room=clinic.rooms[1])).path
    Room.objects.update(is_active=False)
    paths = {"ended": ended, "out of use": out_of_use}
    paths |= {word: f"/calendar/{word}.ics" for word in (new_token(), "1", "x" * 2000)}
    assert_alike(*look(portal_server, paths))


def test_other_peoples_patients_answer_a_clinician_as_random_references_do(portal_server, clinic):
    """R1"""
    clinician = clinic.clinicians[0].user
    theirs = clinic.book(clinician=clinic.clinicians[1])
    for page, reference in (
        ("desk:patient", theirs.patient.reference),
        ("screening:evaluate", theirs.patient.reference),
        ("scheduling:appointment", theirs.reference),
    ):
        whose = {"somebody else's": reference, "nobody's": new_reference()}
        paths = {name: reverse(page, args=[each]) for name, each in whose.items()}
        assert_alike(*look(portal_server, paths, clinician))
