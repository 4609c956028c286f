"""The worker does what a web request does not wait for."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import psycopg2
import pytest
from django.apps import apps
from django.conf import settings
from django.utils import timezone
from post_office import mail
from post_office.models import STATUS, Email

from clinic.management.commands import worker

ROOT = Path(__file__).resolve().parents[2]


def queue_mail(**values):
    return mail.send("somebody@example.org", "clinic@stillwater.example", subject="A message", **values)


@pytest.fixture
def outbox(settings, tmp_path):
    """Mail that was sent, as files."""
    settings.POST_OFFICE = {
        **settings.POST_OFFICE,
        "BACKENDS": {"default": "django.core.mail.backends.filebased.EmailBackend"},
    }
    settings.EMAIL_FILE_PATH = str(tmp_path)
    return tmp_path


@pytest.mark.django_db(transaction=True)
def test_a_round_sends_what_waits_and_nothing_twice(outbox):
    queued = [queue_mail() for _ in range(3)]
    worker.do_round(jobs=False)
    worker.do_round(jobs=False)
    # Two mails may share a file, which is named by the second and by where in memory its writer stood.
    assert "".join(file.read_text() for file in outbox.iterdir()).count("Subject: A message\n") == 3
    assert set(Email.objects.filter(pk__in=[one.pk for one in queued]).values_list("status", flat=True)) == {
        STATUS.sent
    }


@pytest.mark.django_db(transaction=True)
def test_mail_for_later_waits(outbox):
    queue_mail(scheduled_time=timezone.now() + timedelta(hours=1))
    worker.do_round(jobs=False)
    assert not list(outbox.iterdir())


@pytest.mark.django_db(transaction=True)
def test_mail_that_is_refused_is_tried_again_a_minute_later(settings):
    """T13: the queue keeps what a mail server does not take."""
    settings.POST_OFFICE = {
        **settings.POST_OFFICE,
        "BACKENDS": {"default": "django.core.mail.backends.smtp.EmailBackend"},
    }
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there
    queued = queue_mail()
    worker.do_round(jobs=False)
    queued.refresh_from_db()
    assert queued.status == STATUS.requeued
    assert 0 < (queued.scheduled_time - timezone.now()).total_seconds() <= 60


@pytest.mark.django_db(transaction=True)
def test_while_one_worker_works_another_waits(outbox, app_role_connection):
    with app_role_connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [worker.ONE_WORKER])
    queue_mail()
    worker.do_round(jobs=False)
    assert not list(outbox.iterdir())
    with app_role_connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock_all()")
    worker.do_round(jobs=False)
    assert len(list(outbox.iterdir())) == 1


done = []


def do():
    done.append("done")


def fail():
    raise ValueError("a job that fails")


@pytest.mark.django_db
def test_a_job_that_fails_does_not_keep_the_others_from_their_turn(monkeypatch):
    done.clear()
    config = apps.get_app_config("clinic")
    monkeypatch.setattr(config, "due_jobs", [f"{__name__}.fail", f"{__name__}.do"], raising=False)
    monkeypatch.setitem(sys.modules, __name__, sys.modules.get(__name__) or this_module())
    worker.run_due_jobs()
    assert done == ["done"]


def this_module():
    import types

    module = types.ModuleType(__name__)
    module.do, module.fail = do, fail
    return module


def test_the_jobs_that_apps_name_exist():
    for name in worker.due_jobs():
        module, _, function = name.rpartition(".")
        assert callable(getattr(__import__(module, fromlist=[function]), function)), name


@pytest.mark.django_db
def test_a_lost_database_makes_it_wait_longer_each_time(monkeypatch):
    pauses = []
    stop = threading.Event()

    def pause(seconds):
        pauses.append(seconds)
        if len(pauses) == 6:
            stop.set()

    monkeypatch.setattr(stop, "wait", pause)
    from django.db import OperationalError, connection

    def gone(*args, **kwargs):
        raise OperationalError

    with connection.execute_wrapper(gone):
        worker.work_until(stop)
    assert pauses == [6, 12, 24, 48, 60, 60]


def test_it_ends_properly_when_told_to(running_worker):
    running_worker.send_signal(signal.SIGTERM)
    assert running_worker.wait(timeout=10) == 0


@pytest.mark.drill
def test_it_outlives_a_connection_that_is_cut(running_worker):
    owner = psycopg2.connect(os.environ["DATABASE_OWNER_URL"])
    owner.autocommit = True
    time.sleep(0.2)
    with owner.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE application_name = 'portal' AND datname = %s AND usename = 'portal_app'",
            [settings.DATABASES["default"]["NAME"]],
        )
    owner.close()
    assert queue_and_wait()
    assert running_worker.poll() is None


def queue_and_wait():
    queued = queue_mail()
    for _ in range(100):
        queued.refresh_from_db()
        if queued.status == STATUS.sent:
            return True
        time.sleep(0.2)
    return False


@pytest.fixture
def running_worker(transactional_db, portal_environment):
    process = subprocess.Popen(
        [sys.executable, "manage.py", "worker"],
        cwd=ROOT,
        env={**portal_environment, "LOG_LEVEL": "INFO"},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert "worker_started" in process.stderr.readline()
    threading.Thread(target=process.stderr.read, daemon=True).start()
    yield process
    if process.poll() is None:
        process.kill()
    process.wait()
