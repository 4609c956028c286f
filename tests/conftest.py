"""What every test may ask for: a fresh database, the application's database role, a real web server."""

import contextlib
import fcntl
import os
import random
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection, transaction
from django.test import TransactionTestCase, override_settings

from tests import emptying, kept_rows, schema, visitors

ROOT = Path(__file__).resolve().parents[1]
TEMPLATE = "portal_template"
APP_ROLE = "portal_app"


def pytest_configure(config):
    if "TEST_FOLDER" not in os.environ:
        pytest.exit("Run bin/test instead of pytest: it starts the PostgreSQL that the tests need.", 4)
    # In this process pages name static files without their hash; `portal_server` serves the collected ones.
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    # Nor does it serve them: each client would look through the folder, perhaps while it is filled.
    settings.STATIC_ROOT = Path(os.environ["TEST_FOLDER"]) / "no-static"
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    # Nor does it keep public pages, whose rows each test takes back; a test of the keeping asks for `kept_pages`.
    settings.CACHES["pages"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        if "drills" in item.path.parts:
            item.add_marker(pytest.mark.drill)


# -- The database -----------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker):
    """One database for each worker of the test run, copied from one that was migrated once."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    name = f"portal_test_{worker}"
    with django_db_blocker.unblock():
        with alone("database"):
            migrate_template()
            maintain(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        use_database(name)
        emptying.remember_what_is_made_once()
        TransactionTestCase._fixture_teardown = emptying.take_back
        yield
        connection.close()


def migrate_template():
    with maintenance() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE])
        if cursor.fetchone():
            return
    schema.make("portal_migrating", os.environ["DATABASE_OWNER_URL"])
    maintain(f"ALTER DATABASE portal_migrating RENAME TO {TEMPLATE}")


def use_database(name):
    """This process may take its time for rows by the thousand, unlike the portal, whose queries all have an end."""
    connection.close()
    settings.DATABASES["default"]["OPTIONS"]["options"] += " -c statement_timeout=0"
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


@contextlib.contextmanager
def maintenance():
    session = psycopg2.connect(os.environ["DATABASE_OWNER_URL"])
    session.autocommit = True
    try:
        with session.cursor() as cursor:
            yield cursor
    finally:
        session.close()


def maintain(statement):
    with maintenance() as cursor:
        cursor.execute(statement)


@contextlib.contextmanager
def alone(what):
    """One worker of the test run at a time."""
    with open(Path(os.environ["TEST_FOLDER"]) / f"{what}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def app_url():
    """The address of this worker's database for the application's role."""
    parts = urlsplit(os.environ["APP_DATABASE_URL"])
    return urlunsplit(parts._replace(path="/" + connection.settings_dict["NAME"]))


@pytest.fixture
def as_app_role(db):
    """`with as_app_role() as cursor:` raw SQL under the application's role, in the test's own transaction."""

    @contextlib.contextmanager
    def borrow():
        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE {APP_ROLE}")
            try:
                yield cursor
            finally:
                if not connection.needs_rollback and connection.connection.info.transaction_status != 3:
                    cursor.execute("RESET ROLE")

    return borrow


@pytest.fixture
def app_role_connection(transactional_db):
    """A session of its own as the application's role (psycopg2); it sees what the test has committed."""
    session = psycopg2.connect(app_url())
    yield session
    session.close()


@pytest.fixture(scope="module")
def demo_clinic(django_db_setup, django_db_blocker):
    """The demo clinic, loaded once for a module of tests and taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        kept_rows.load_demo()
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def starter_library(django_db_setup, django_db_blocker):
    """The starter library as drafts, loaded once for a module of tests and taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        kept_rows.load_starter()
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def health_questions(django_db_setup, django_db_blocker):
    """The screening rules as the portal ships them, loaded once for a module of tests and taken back after it."""
    from patients.screening.loading import load_rules

    with django_db_blocker.unblock(), transaction.atomic():
        load_rules()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def client_of(demo_clinic, db):
    """`client_of("manager")`: a browser in which that visitor of the demo clinic has signed in."""
    return visitors.browser_of


# -- The web server ---------------------------------------------------------------------------------


@dataclass
class Portal:
    """The portal as it runs for people: gunicorn, two processes, the application's database role."""

    url: str
    process: subprocess.Popen
    log: Path


@pytest.fixture(scope="session")
def running_portal(django_db_setup, worker_folder):
    with start_portal(worker_folder) as portal:
        yield portal


@pytest.fixture
def portal_server(transactional_db, running_portal, kept_pages):
    """The running portal on this test's database; rows must be committed, so the test is transactional."""
    assert running_portal.process.poll() is None, running_portal.log.read_text()[-3000:]
    return running_portal


@pytest.fixture(scope="session")
def worker_folder(request):
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    folder = Path(os.environ["TEST_FOLDER"]) / worker
    folder.mkdir(exist_ok=True)
    return folder


def as_the_application():
    """The environment of a process that serves: the application's role on this worker's database."""
    return {**os.environ, "DATABASE_URL": app_url(), "KEPT_PAGES_ROOT": str(kept_pages_root())}


def kept_pages_root():
    """Where this worker's portal keeps its public pages."""
    return Path(os.environ["KEPT_PAGES_ROOT"]) / connection.settings_dict["NAME"]


@pytest.fixture
def kept_pages(db):
    """Public pages are kept, as for readers, beginning with none; shared with the running portal."""
    files = {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": kept_pages_root(),
    }
    with override_settings(CACHES={**settings.CACHES, "pages": files}):
        caches["pages"].clear()
        yield caches["pages"]


@pytest.fixture
def portal_environment(db):
    return as_the_application()


@contextlib.contextmanager
def start_portal(folder, workers=2, **environment):
    """Starts gunicorn as the demo and the container image do, on a free port, and stops it again."""
    collect_static()
    # The port is handed over open: a number alone may be taken by another process before gunicorn is there.
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        url, path = f"http://localhost:{port}", folder / f"portal-{port}.log"
        environment = {
            **as_the_application(),
            "SITE_URL": url,
            "WEB_BIND": f"fd://{listener.fileno()}",
            "WEB_WORKERS": str(workers),
            **environment,
        }
        with open(path, "w") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.py", "clinic.wsgi"],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=[listener.fileno()],
            )
    try:
        wait_for(f"{url}/healthz", process, path)
        yield Portal(url, process, path)
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()


def wait_for(url, process, log, seconds=40):
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(urllib.error.URLError, OSError):
            return opener.open(url, timeout=5)
        time.sleep(0.1)
    raise AssertionError(f"Nothing answers at {url}:\n{log.read_text()[-3000:]}")


def free_port():
    """A port nobody listens at, below those the system gives to whoever calls out: none of them takes it."""
    for port in random.SystemRandom().sample(range(10_000, 32_000), 100):
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    raise AssertionError("100 ports are taken")


def collect_static():
    done = Path(os.environ["STATIC_ROOT"]) / "staticfiles.json"
    with alone("static"):
        if not done.exists():
            subprocess.run(
                [sys.executable, "manage.py", "collectstatic", "--noinput"],
                cwd=ROOT,
                check=True,
                capture_output=True,
            )
