"""`manage.py worker`: does what a web request does not wait for."""

import signal
import threading
import time
from importlib import import_module

import structlog
from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, close_old_connections, connection
from post_office.mail import send_queued

log = structlog.get_logger("worker")

MAIL_EVERY = 3  # seconds
JOBS_EVERY = 60
LONGEST_PAUSE = 60
ONE_WORKER = 7_210_417  # the number of the lock; any number that nobody else uses


class Command(BaseCommand):
    help = (
        "Sends queued mail every few seconds and runs what the apps say is due every minute, until it is "
        "told to stop. Several may run: one works, the others wait to take over."
    )

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="do one round of everything, then end")

    def handle(self, *args, once=False, **options):
        stop = threading.Event()
        if once:
            return do_round(jobs=True)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        log.info("worker_started")
        work_until(stop)
        log.info("worker_stopped")


def work_until(stop: threading.Event) -> None:
    """Rounds of mail and jobs; while the database is away it asks less and less often, up to a minute."""
    jobs_due = time.monotonic()
    failures = 0
    while not stop.is_set():
        try:
            jobs = time.monotonic() >= jobs_due
            do_round(jobs)
            if jobs:
                jobs_due = time.monotonic() + JOBS_EVERY
            failures = 0
        except (OperationalError, InterfaceError) as error:
            failures += 1
            log.warning("database_away", error=type(error).__name__, attempt=failures)
            connection.close()
        stop.wait(min(MAIL_EVERY * 2**failures, LONGEST_PAUSE))


def do_round(jobs: bool) -> None:
    """One round, unless another worker is at it."""
    close_old_connections()
    with connection.cursor() as cursor:
        # Held by the session: a worker that dies lets go of it without a word.
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [ONE_WORKER])
        if not cursor.fetchone()[0]:
            return
    try:
        send_mail()
        if jobs:
            run_due_jobs()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_WORKER])


def send_mail() -> None:
    """Everything that waits and is due; what a mail server refuses is tried again a minute later."""
    while True:
        sent, failed, requeued = send_queued(processes=1)
        if not sent + failed + requeued:
            return
        log.info("mail", sent=sent, failed=failed, requeued=requeued)


def due_jobs() -> list[str]:
    """What the apps want done each minute, lowest floor first: functions without arguments, by name."""
    return [job for app in apps.get_app_configs() for job in getattr(app, "due_jobs", [])]


def run_due_jobs() -> None:
    """Runs each; one that fails does not keep the others from their turn."""
    for name in due_jobs():
        module, _, function = name.rpartition(".")
        try:
            getattr(import_module(module), function)()
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            log.exception("job_failed", job=name)
        else:
            log.debug("job_done", job=name)
