"""bin/demo in fresh clones: as root and as an ordinary user, in paths with spaces, side by side, killed."""

import contextlib
import http.cookiejar
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from tests.conftest import free_port

ROOT = Path(__file__).resolve().parents[2]
FIRST_RUN = 420  # seconds, on a slow line or a busy machine
SECOND_RUN = 5
PLAIN_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


class Demo:
    """One clone of this repository and the demo in it."""

    def __init__(self, folder, user=None):
        self.folder, self.user = folder, user
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", ROOT, folder], check=True)
        self.options = {"cwd": folder, "env": {k: v for k, v in os.environ.items() if k not in OURS}}
        if user:
            account = pwd.getpwnam(user)
            home = folder.parent / "home"
            home.mkdir()
            for path in (folder.parent, home, *folder.parent.rglob("*")):
                os.chown(path, account.pw_uid, account.pw_gid, follow_symlinks=False)
            self.options |= {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
            self.options["env"] |= {"HOME": str(home), "PATH": PLAIN_PATH}

    def start(self, *arguments):
        self.said = folder_of(self.folder) / f"said-{time.monotonic_ns()}.txt"
        with open(self.said, "w") as said:
            command = ["bin/demo", "--port", str(self.port), *arguments]
            self.process = subprocess.Popen(command, stdout=said, stderr=said, **self.options)

    def wait(self, seconds):
        """How long it took until people can use it."""
        began = time.monotonic()
        while "password of them all" not in self.said.read_text():
            assert self.process.poll() is None, self.said.read_text() + self.logs()
            assert time.monotonic() < began + seconds, self.said.read_text()
            time.sleep(0.05)
        return time.monotonic() - began

    def be_up(self):
        if self.process.poll() is not None:
            self.start()
            self.wait(60)

    def logs(self):
        files = (self.folder / ".demo" / "log").glob("*.log")
        return "\n".join(f"--- {file.name}\n{file.read_text()[-2000:]}" for file in files)

    def manage(self, *arguments):
        command = [".venv/bin/python", "manage.py", *arguments]
        return subprocess.run(command, capture_output=True, text=True, **self.options)

    def leftovers(self):
        listing = subprocess.run(["ps", "-eww", "-o", "pid=,args="], capture_output=True, text=True).stdout
        return [line for line in listing.splitlines() if str(self.folder) in line]

    def stop(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        assert self.process.wait(30) == 0, self.said.read_text()


# What bin/drill sets for tests must not reach a demo.
OURS = {
    *("SITE_URL", "SECRET_KEY", "DATABASE_URL", "DATABASE_OWNER_URL", "APP_DATABASE_URL", "EMAIL_URL"),
    *("MEDIA_ROOT", "STATIC_ROOT", "TEST_FOLDER", "DJANGO_SETTINGS_MODULE"),
}

AN_OLD_SUBJECT = "Of the night before"
AN_OLD_MAIL = f"""
from datetime import timedelta
from django.utils import timezone
from post_office.models import STATUS, Email
mail = Email.objects.create(
    from_email="clinic@stillwater.example",
    to="somebody@visitor.example",
    subject="{AN_OLD_SUBJECT}",
    status=STATUS.queued,
)
Email.objects.filter(pk=mail.pk).update(created=timezone.now() - timedelta(hours=9))
"""


def folder_of(clone):
    return clone.parent


def get(url):
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(url, timeout=10) as answer:
        return answer.status, answer.read().decode()


def answer_of(url):
    try:
        return get(url)[0]
    except urllib.error.HTTPError as answer:
        return answer.code


def ordinary_user():
    """Somebody to be when we are root, and a Python that this somebody can reach."""
    python = shutil.which("python3", path=PLAIN_PATH)
    check = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))"
    if os.geteuid() == 0 and python and not subprocess.run([python, "-c", check]).returncode:
        return "nobody"
    return None


@pytest.fixture(scope="module")
def demos():
    """Two clones, the second of an ordinary user where we are root; both start at once."""
    with contextlib.ExitStack() as cleaning:
        made = []
        for name, user in (("a clinic’s demo", None), ("another demo", ordinary_user())):
            base = Path(tempfile.mkdtemp(prefix="drill-"))
            base.chmod(0o755)
            cleaning.callback(shutil.rmtree, base, ignore_errors=True)
            made.append(Demo(base / name, user))
        for demo in made:
            demo.start()
        for demo in made:
            cleaning.callback(demo.process.kill)
            demo.wait(FIRST_RUN)
        yield made
        for demo in made:
            if demo.process.poll() is None:
                demo.stop()


def test_two_demos_serve_side_by_side(demos):
    for demo in demos:
        assert get(f"{demo.url}/readyz") == (200, '{"database": "ok", "mail": "ok"}')
        assert get(f"{demo.url}/")[0] == 200


def test_the_printed_log_in_works(demos):
    for demo in demos:
        jar = http.cookiejar.CookieJar()
        opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(jar)
        )
        page = opener.open(f"{demo.url}/staff/login/").read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
        fields = {
            "csrfmiddlewaretoken": token,
            "username": "frontdesk@stillwater.example",
            "password": "stillwater-demo-2026",
        }
        answer = opener.open(f"{demo.url}/staff/login/", urllib.parse.urlencode(fields).encode())
        assert (answer.status, urllib.parse.urlsplit(answer.url).path) == (200, "/staff/")


def test_a_command_in_the_checkout_works_on_the_demo_s_database(demos):
    question = "from django.contrib.auth import get_user_model; print(get_user_model().objects.count())"
    for demo in demos:
        answer = demo.manage("shell", "-v", "0", "-c", question)
        assert int(answer.stdout) >= 7, answer.stderr


def test_a_second_demo_in_one_checkout_is_refused_in_one_sentence(demos):
    answer = subprocess.run(["bin/demo"], capture_output=True, text=True, **demos[0].options)
    assert answer.returncode == 1
    assert re.fullmatch(r"The demo of this checkout is already running: .*\.\n", answer.stderr)


def test_stopping_leaves_nothing_behind_and_the_second_run_serves_in_five_seconds(demos):
    for demo in demos:
        demo.stop(signal.SIGINT)
        assert demo.leftovers() == []
        assert not (demo.folder / ".demo" / "environment").exists()
        answer = demo.manage("check")
        assert answer.returncode == 1
        assert re.fullmatch(r"DATABASE_URL: the demo of this checkout is not running, .*\.\n", answer.stderr)
    for demo in demos:
        demo.start()
        assert demo.wait(60) <= SECOND_RUN


def test_a_killed_demo_starts_again(demos):
    for demo in demos:
        demo.be_up()
        os.kill(demo.process.pid, signal.SIGKILL)
        demo.process.wait()
        deadline = time.monotonic() + 15  # web server and worker end with it
        while any("postgres" not in line for line in demo.leftovers()) and time.monotonic() < deadline:
            time.sleep(0.2)
        demo.start()
        demo.wait(60)
        assert get(f"{demo.url}/readyz")[0] == 200


def test_mail_that_waited_while_it_was_stopped_leaves_once_it_runs_again(demos):
    """A demo that is started the next morning has mail of the night before."""
    demo = demos[0]
    demo.be_up()
    worker = next(line for line in demo.leftovers() if "manage.py worker" in line)
    os.kill(int(worker.split()[0]), signal.SIGSTOP)
    said = demo.manage("shell", "-v", "0", "-c", AN_OLD_MAIL)
    assert said.returncode == 0, said.stderr
    demo.stop()
    demo.start()
    demo.wait(60)
    deadline = time.monotonic() + 60
    while answer_of(f"{demo.url}/readyz") != 200 and time.monotonic() < deadline:
        time.sleep(0.2)
    assert any(AN_OLD_SUBJECT in mail.read_text() for mail in demo.folder.glob(".demo/mail/*"))


def test_a_taken_port_is_one_plain_sentence(demos):
    demo = demos[0]
    demo.be_up()
    demo.stop()
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", demo.port))
        taken.listen()
        command = ["bin/demo", "--port", str(demo.port)]
        answer = subprocess.run(command, capture_output=True, text=True, **demo.options)
    assert answer.returncode == 1
    assert re.fullmatch(rf"Port {demo.port} cannot be used .* bin/demo --port \d+\.\n", answer.stderr)


def test_starting_over_forgets_what_was_there(demos):
    demo = demos[1]
    demo.be_up()
    change = "from django.contrib.auth import get_user_model; get_user_model().objects.all().delete()"
    demo.manage("shell", "-v", "0", "-c", change)
    demo.stop()
    demo.start("--fresh")
    demo.wait(FIRST_RUN)
    assert get(f"{demo.url}/readyz")[0] == 200
