"""Real mail servers and killed workers: nothing is lost, and next to nothing comes twice (T13, T14)."""

import asyncio
import contextlib
import random
import re
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections import Counter
from datetime import timedelta
from email import message_from_bytes

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone
from post_office.models import STATUS, Email

from clinic.notices.models import Notice
from clinic.notices.writing import write_what_is_due
from patients.inquiries.mails import queue
from patients.inquiries.models import Inquiry
from patients.people.models import Patient
from tests.clinic.notices.minutes import a_clinic
from tests.clinic.test_worker import ROOT
from tests.conftest import free_port
from tests.patients.conftest import ANSWERS

pytestmark = pytest.mark.django_db(transaction=True)
MAILS, KILLS, MOST_TWICE = 200, 50, 2  # 1 %


class MailServer:
    """Looks at a receiver for 150 ms, then takes the mail at once, and keeps what it took.

    While a mail server thinks about a mail that it has in full, nobody can know whether it takes it.
    """

    def __init__(self):
        self.taken = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        await asyncio.sleep(0.15)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.taken.append((envelope.rcpt_tos[0], message_from_bytes(envelope.content)))
        return "250 OK"

    @property
    def receivers(self):
        return Counter(to for to, _mail in self.taken)

    @property
    def has_all(self):
        return len(self.receivers) == MAILS


@contextlib.contextmanager
def mail_server(port):
    kept = MailServer()
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    yield kept
    controller.stop()


@contextlib.contextmanager
def worker(environment, port):
    process = subprocess.Popen(
        [sys.executable, "manage.py", "worker"],
        cwd=ROOT,
        env={**environment, "EMAIL_URL": f"smtp://127.0.0.1:{port}", "LOG_LEVEL": "ERROR"},
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def until(condition, seconds):
    """How long it took until the condition held."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < seconds, "It never happened."
        time.sleep(0.02)
    return time.monotonic() - began


def kill(process, after):
    """Kills it so many seconds later, by another process: this one may be busy being the mail server just then."""
    subprocess.run(["sh", "-c", f"sleep {after:.3f}; kill -9 {process.pid}"], check=True)


def queue_mails():
    for number in range(MAILS):
        queue("area/mail/changed", to=f"somebody{number}@visitor.example", subject="a message")


def queue_notices():
    """As many appointments, each of a patient who agreed to e-mails; the minute's job has been at it."""
    clinic = a_clinic(now=timezone.now() - timedelta(hours=1), rooms=10, clinicians=10)
    clinic.location.quiet_until = clinic.location.quiet_from
    clinic.location.save()
    for number in range(MAILS):
        patient = clinic.register()
        reached = {"email": f"somebody{number}@visitor.example", "channels": ["email"]}
        Patient.objects.filter(pk=patient.pk).update(**reached)
        hour, day = 8 + number // 10 % 9, clinic.monday + timedelta(days=number // 90)
        clinic.book(
            type=clinic.follow_up_type,
            patient=patient,
            session_start=clinic.at(hour, day=day),
            room=clinic.rooms[number % 10],
            clinician=clinic.clinicians[number % 10],
        )
    write_what_is_due()


@pytest.mark.parametrize("fill", [queue_mails, queue_notices])
def test_a_worker_killed_fifty_times_loses_no_mail_and_sends_hardly_one_twice(portal_environment, fill):
    """T14"""
    fill()
    assert Email.objects.filter(status=STATUS.queued).count() == MAILS
    port, chance = free_port(), random.Random(14)
    with mail_server(port) as server:
        while_sending = 0
        for _life in range(KILLS):
            before = len(server.taken)
            with worker(portal_environment, port) as process:
                until(lambda before=before: len(server.taken) > before or server.has_all, 60)
                kill(process, after=chance.uniform(0, 0.4))
            while_sending += bool(waiting())
        with worker(portal_environment, port):
            until(lambda: not waiting(), 60)
    twice = sum(count - 1 for count in server.receivers.values())
    print(
        f"{fill.__name__}: {while_sending} of {KILLS} kills while sending, {len(server.receivers)} of {MAILS} "
        f"reached, {twice} twice"
    )
    assert len(server.receivers) == MAILS
    assert twice <= MOST_TWICE


def waiting():
    return Email.objects.exclude(status=STATUS.sent).exists()


def ask(url):
    """An inquiry by the public form, as a browser sends it; how many seconds the answer took, and what it says."""
    direct, cookies = urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor()
    browser = urllib.request.build_opener(direct, cookies)
    page = browser.open(f"{url}/inquire/").read().decode()
    for _process in range(4):
        browser.open(f"{url}/inquire/")  # as if the site had visitors
    fields = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page))
    fields = {name: value for name, value in fields.items() if name.endswith(("token", "key"))}
    time.sleep(3)  # nobody types faster
    began = time.monotonic()
    answer = browser.open(
        f"{url}/inquire/", urllib.parse.urlencode({**fields, **ANSWERS}, doseq=True).encode()
    )
    return time.monotonic() - began, answer.url


def test_while_a_mail_server_refuses_nobody_waits_and_then_each_mail_leaves_once(
    portal_server, portal_environment
):
    """T13, for an inquiry and for a notice"""
    clinic = a_clinic(now=timezone.now() - timedelta(hours=1))
    clinic.location.quiet_until = clinic.location.quiet_from
    clinic.location.save()
    clinic.book()
    seconds, address = ask(portal_server.url)
    assert seconds <= 2 and address.endswith("/inquire/sent/")
    port = free_port()
    with worker(portal_environment, port):
        refused = Email.objects.filter(status=STATUS.requeued)
        until(lambda: refused.count() == 3, 60)
        assert Inquiry.objects.count() == Notice.objects.count() == 1
        with mail_server(port) as server:
            took = until(lambda: len(server.taken) == 3, 300)
            time.sleep(5)
    print(f"thank-you page in {seconds:.2f} s, all mails {took:.0f} s after the server was back")
    assert server.receivers == {
        "ana@visitor.example": 1,  # who asked
        "hello@stillwater.example": 1,  # the desk
        "robin@visitor.example": 1,  # the patient
    }
