"""Public pages are made once for everybody, are never stale for long, and stay up without the database."""

import os
import subprocess
import time
import urllib.error
import urllib.request

import pytest
import time_machine
from django.core.cache import caches
from django.core.cache.backends.filebased import FileBasedCache
from django.db import OperationalError, connection
from django.urls import resolve, reverse
from django.utils import timezone

from clinic import kept_pages as keeping
from clinic.devdb import Server
from clinic.headers import PUBLIC_CONTENT
from clinic.locations.models import Clinic, CrisisLine
from education.writing import publishing
from tests.addresses import addresses
from tests.conftest import start_portal
from tests.small_library import open_small_library

LIBRARY, DEPRESSION = "/learn/", "/learn/conditions/low-mood/"
FOR_MACHINES = {"robots", "sitemap"}


@pytest.fixture
def library(db):
    return open_small_library()


def test_a_page_that_is_kept_asks_the_database_nothing(
    client, library, kept_pages, django_assert_num_queries
):
    library.publish()
    for url in ("/", LIBRARY, "/learn/conditions/", DEPRESSION, "/learn/questions/", "/visit/", "/help-now/"):
        first = client.get(url)
        with django_assert_num_queries(0):
            again = client.get(url)
        assert (again.status_code, again.content) == (200, first.content)
        assert again["Cache-Control"] == "public, max-age=60" and "Cookie" in again["Vary"]


def test_what_is_published_is_read_at_once(client, library, kept_pages, django_capture_on_commit_callbacks):
    assert b"Low mood" not in client.get(LIBRARY).content
    with django_capture_on_commit_callbacks(execute=True):
        edition = library.publish()
    assert b"Low mood" in client.get(LIBRARY).content
    with django_capture_on_commit_callbacks(execute=True):
        publishing.withdraw(edition=edition, by=library.editor, comment="It was wrong.")
    assert client.get(DEPRESSION).status_code == 410
    assert b"Low mood" not in client.get(LIBRARY).content


def test_a_page_begun_before_a_change_is_not_kept_after_it(library, kept_pages, rf, client):
    def slow(request):
        keeping._store(keeping.GENERATION, "changed meanwhile", None)  # somebody publishes while it is made
        return keeping.HttpResponse("old words")

    request = rf.get("/slow/")
    assert keeping.kept(slow)(request).content == b"old words"
    assert keeping.kept(lambda request: keeping.HttpResponse("new words"))(request).content == b"new words"


def test_any_other_change_is_read_after_a_minute(client, library, kept_pages):
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        client.get(LIBRARY)
        library.publish()
        assert b"Low mood" not in client.get(LIBRARY).content
    with time_machine.travel(now + timezone.timedelta(seconds=61), tick=False):
        assert b"Low mood" in client.get(LIBRARY).content


def test_nobody_who_signed_in_is_shown_a_copy_or_leaves_one(client, library, kept_pages):
    client.get(LIBRARY)
    client.force_login(library.editor)
    library.publish()
    response = client.get(LIBRARY)
    assert b"Low mood" in response.content and response["Cache-Control"] == "no-store"
    client.logout()
    client.cookies.clear()
    assert b"Low mood" not in client.get(LIBRARY).content


def test_an_address_with_a_question_mark_is_no_page_of_its_own(client, library, kept_pages):
    client.get(LIBRARY)
    for number in range(20):
        client.get(LIBRARY, {"page": number})
    files = [each for each in os.listdir(kept_pages._dir) if each.endswith(".djcache")]
    assert len(files) == 2  # the page, and the generation


def test_what_is_not_there_is_not_kept(client, library, kept_pages):
    assert client.get(DEPRESSION).status_code == 404
    library.publish()
    assert client.get(DEPRESSION).status_code == 200


def test_exactly_the_public_content_is_kept():
    """No per-site cache: a page is kept only where its view says so, and then it stands in the list."""
    words = {"topic": "low-mood", "article": "low-mood", "token": "t", "object_id": "1"}
    kept = {
        address.name
        for address in addresses()
        if address.name and set(address.parameters) <= set(words)
        if getattr(
            resolve(reverse(address.name, kwargs={name: words[name] for name in address.parameters})).func,
            "is_kept",
            False,
        )
    }
    assert kept == PUBLIC_CONTENT - FOR_MACHINES


def test_a_folder_that_cannot_be_written_is_no_reason_to_fail(client, library, kept_pages, monkeypatch):
    monkeypatch.setattr(caches["pages"], "_dir", "/proc/nowhere")
    assert client.get(LIBRARY).status_code == 200


def test_a_page_made_without_the_database_is_not_kept(client, library, kept_pages):
    """Whom to call is shown even then, but a page that may lack it is not the one to show for a day."""

    def away(execute, sql, params, many, context):
        raise OperationalError("away")

    with connection.execute_wrapper(away):
        assert client.get("/help-now/").status_code == 200
    CrisisLine.objects.create(country="US", name="A line of this test", phone="988", checked_on="2026-11-22")
    Clinic.objects.create(
        name="Stillwater Clinic",
        short_name="Stillwater",
        phone="+12125550142",
        email="a@b.example",
        country="US",
    )
    assert "A line of this test" in client.get("/help-now/").content.decode()


def ask(url):
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    began = time.monotonic()
    try:
        with opener.open(url, timeout=10) as response:
            return response.status, response.read().decode(), time.monotonic() - began
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode(), time.monotonic() - began


@pytest.fixture
def server_of_its_own(transactional_db, tmp_path):
    """A PostgreSQL that a test may stop, holding what this test has committed."""
    Clinic.objects.create(
        name="Stillwater Clinic",
        short_name="Stillwater",
        phone="+12125550142",
        email="desk@stillwater.example",
        country="US",
    )
    open_small_library().publish()
    server = Server(tmp_path / "server", durable=False).start()
    try:
        here = os.environ["DATABASE_OWNER_URL"].rpartition("/")[0] + "/" + connection.settings_dict["NAME"]
        copy = tmp_path / "copy.sql"
        tools = os.environ["TEST_POSTGRES"]
        subprocess.run([f"{tools}/pg_dump", "--dbname", here, "--file", copy], check=True)
        psql = [f"{tools}/psql", "--no-psqlrc", "--quiet", "--dbname", server.url("portal_owner")]
        subprocess.run([*psql, "--file", copy], check=True, capture_output=True)
        yield server
    finally:
        server.remove()


@pytest.mark.drill
def test_content_stays_up_while_the_database_is_away(server_of_its_own, worker_folder, tmp_path):
    """T16, P4"""
    pages = ["/", LIBRARY, DEPRESSION, "/learn/sources/", "/visit/", "/help-now/", "/privacy/"]
    url = server_of_its_own.url("portal_app")
    with start_portal(worker_folder, DATABASE_URL=url, KEPT_PAGES_ROOT=str(tmp_path / "kept")) as portal:
        before = {page: ask(portal.url + page) for page in pages}
        assert {status for status, _text, _seconds in before.values()} == {200}
        server_of_its_own.stop()
        FileBasedCache(tmp_path / "kept", {}).set(keeping.GENERATION, "newer", None)  # no copy is fresh now
        for page in pages:
            status, text, seconds = ask(portal.url + page)
            assert (status, text) == (200, before[page][1]) and seconds < 1
        assert ask(portal.url + "/learn/never-read/")[0] == 503
        assert ask(portal.url + "/inquire/")[0] == 503
        assert ask(portal.url + "/readyz")[0] == 503 and ask(portal.url + "/healthz")[0] == 200
        server_of_its_own.start()
        assert ask(portal.url + "/inquire/")[0] == 200
        assert ask(portal.url + "/readyz")[0] == 200
