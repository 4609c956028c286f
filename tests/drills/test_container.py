"""What the containers run, without containers: the image's entrypoint, gunicorn, the database script and
nginx with the shipped configuration, against the private PostgreSQL."""

import contextlib
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import psycopg2
import pytest

from clinic.devdb import throwaway
from tests.clinic.test_settings import GOOD
from tests.conftest import free_port

ROOT = Path(__file__).resolve().parents[2]
PATH = f"{Path(sys.executable).parent}:/usr/sbin:/sbin:{os.environ['PATH']}"


class NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def ask(url, data=None, headers=None):
    """Status, headers and body, without following a redirect or judging the certificate."""
    context = ssl._create_unverified_context()
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context), NoRedirects
    )
    try:
        answer = opener.open(urllib.request.Request(url, data, headers or {}), timeout=20)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        return answer.status, answer.headers, answer.read().decode(errors="replace")


def wait_for(url, process):
    for _ in range(200):
        assert process.poll() is None
        with contextlib.suppress(OSError):
            if ask(url)[0] < 500:
                return
        time.sleep(0.1)
    raise AssertionError(f"nothing answers at {url}")


def nginx():
    found = shutil.which("nginx", path=PATH)
    if not found and os.geteuid() == 0 and shutil.which("apt-get"):
        unasked = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "capture_output": True}
        subprocess.run(["apt-get", "update"], **unasked)
        subprocess.run(["apt-get", "install", "-y", "--no-install-recommends", "nginx"], **unasked)
        found = shutil.which("nginx", path=PATH)
    assert found, "nginx is not installed: apt install nginx"
    return found


@pytest.fixture(scope="module")
def database():
    """A server as the database container leaves it: both roles made by the script that is mounted there."""
    with throwaway() as server:
        admin = server.url("postgres", "postgres")
        session = psycopg2.connect(admin)
        session.autocommit = True
        with session.cursor() as cursor:
            cursor.execute("DROP DATABASE portal")
            cursor.execute("DROP ROLE portal_owner")
            cursor.execute("DROP ROLE portal_app")
        session.close()
        environment = {
            "PATH": f"{server.bin}:{PATH}",
            "PGHOST": str(server.socket),
            "PGPASSWORD": admin.split(":")[2].split("@")[0],
            "POSTGRES_USER": "postgres",
            "POSTGRES_DB": "postgres",
            "DATABASE_OWNER_PASSWORD": "owner'secret",
            "DATABASE_APP_PASSWORD": "appsecret",
        }
        subprocess.run(["deploy/database/roles.sh"], cwd=ROOT, env=environment, check=True)
        place = server.url("postgres").split("@")[1]
        yield {
            "DATABASE_URL": f"postgresql://portal_app:appsecret@{place}",
            "DATABASE_OWNER_URL": f"postgresql://portal_owner:owner%27secret@{place}",
        }


def test_the_database_logs_no_words_of_people(database):
    """R8"""
    session = psycopg2.connect(database["DATABASE_URL"])
    with session, session.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('log_min_error_statement'), current_setting('log_error_verbosity')"
        )
        assert cursor.fetchone() == ("panic", "terse")
    session.close()


@pytest.fixture(scope="module")
def containers(database, tmp_path_factory):
    """migrate, web, worker and proxy, started in the order of docker-compose.yml."""
    folder = tmp_path_factory.mktemp("containers")
    for each in (folder, *folder.parents):
        if os.geteuid() == 0 and not each.stat().st_mode & 0o001:
            each.chmod(0o711)  # started by root, nginx works as nobody, who has to get here too
    tls = folder / "tls"
    tls.mkdir()
    subprocess.run(
        [
            *(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=localhost",
            ),
            *("-keyout", tls / "privkey.pem", "-out", tls / "fullchain.pem"),
        ],
        check=True,
        capture_output=True,
    )
    web, http, https = free_port(), free_port(), free_port()
    environment = {
        **GOOD,
        "PATH": PATH,
        "SITE_URL": f"https://localhost:{https}",
        "EMAIL_URL": f"file://{folder}/mail",
        "DATABASE_URL": database["DATABASE_URL"],
        "TRUSTED_PROXIES": "127.0.0.1",
        "STATIC_ROOT": str(folder / "static"),
        "MEDIA_ROOT": str(folder / "media"),
        "WEB_BIND": f"127.0.0.1:{web}",
        "WEB_WORKERS": "2",
    }
    entrypoint = ROOT / "deploy" / "entrypoint"
    owner = {**environment, "DATABASE_OWNER_URL": database["DATABASE_OWNER_URL"]}
    subprocess.run([entrypoint, "migrate"], env=owner, check=True, capture_output=True)
    subprocess.run(
        [entrypoint, "collectstatic", "--noinput"], env=environment, check=True, capture_output=True
    )
    proxy = {
        "PATH": f"{Path(nginx()).parent}:{PATH}",
        "PROXY_FOLDER": str(folder / "proxy"),
        "PROXY_TLS": str(tls),
        "PROXY_TO": f"127.0.0.1:{web}",
        "PROXY_HTTP": str(http),
        "PROXY_HTTPS": str(https),
        "PROXY_MEDIA": str(folder / "media"),
    }
    with contextlib.ExitStack() as running:
        started = {}
        for name, command, values in (
            ("web", [entrypoint, "web"], environment),
            ("worker", [entrypoint, "worker"], environment),
            ("proxy", [ROOT / "deploy" / "proxy" / "start"], proxy),
        ):
            log = running.enter_context(open(folder / f"{name}.log", "w"))
            started[name] = subprocess.Popen(command, env=values, stdout=log, stderr=log)
            running.callback(end, started[name])
        wait_for(f"https://localhost:{https}/healthz", started["proxy"])
        started |= {
            "http": f"http://localhost:{http}",
            "https": f"https://localhost:{https}",
            "environment": environment,
            "direct": f"http://localhost:{web}",
        }
        yield started


def end(process):
    if process.poll() is None:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(20)
            return
        process.kill()


def test_the_portal_answers_through_the_proxy(containers):
    status, headers, _ = ask(containers["https"] + "/readyz")
    assert status == 200
    assert headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains; preload"
    assert ask(containers["https"] + "/")[0] == 200


def test_the_health_check_of_the_image_passes(containers):
    check = [ROOT / "deploy" / "entrypoint", "healthy"]
    assert subprocess.run(check, env=containers["environment"]).returncode == 0


def test_http_leads_once_to_https_on_the_same_host(containers):
    status, headers, _ = ask(containers["http"] + "/learn/?page=2")
    assert (status, headers["Location"]) == (301, "https://localhost/learn/?page=2")


def test_cookies_are_for_https_alone(containers):
    _, headers, _ = ask(containers["https"] + "/staff/login/")
    cookie = headers["Set-Cookie"]
    assert cookie.startswith("__Host-")
    assert "Secure" in cookie
    assert "HttpOnly" in cookie


def test_who_passes_by_the_proxy_is_led_to_https_too(containers):
    assert ask(containers["direct"] + "/staff/login/")[0] == 301


def test_an_upload_over_two_megabytes_is_refused_by_the_proxy(containers):
    assert ask(containers["https"] + "/inquire/", data=b"x" * (2 * 1024 * 1024 + 1))[0] == 413


def test_an_editor_uploads_ten_megabytes_and_the_portal_itself_judges_them(containers):
    photo = b"x" * (10 * 1024 * 1024)
    page = containers["https"] + "/staff/content/pictures/"
    assert ask(page, data=photo)[0] == 403  # nobody is signed in: the portal's own word
    assert ask(page, data=photo * 2)[0] == 413


def test_the_proxy_hands_out_pictures_and_nothing_in_them_runs(containers):
    name = "0f8fad5b-d9cb-469f-a165-70867728950e.webp"
    folder = Path(containers["environment"]["MEDIA_ROOT"]) / "pictures"
    folder.mkdir(parents=True)
    (folder / name).write_bytes(b"RIFF")
    status, headers, content = ask(containers["https"] + f"/pictures/{name}")
    assert (status, content, headers["Content-Type"]) == (200, "RIFF", "image/webp")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
    missing = ask(containers["https"] + f"/pictures/{'0' * 8}{name[8:]}")
    assert (missing[0], missing[1]["Cache-Control"]) == (404, None)
    assert ask(containers["https"] + "/media/pictures/")[0] == 404


def test_slow_visitors_do_not_keep_others_waiting(containers):
    """T17, in small: 200 connections that never finish their headers."""
    port = int(containers["http"].rpartition(":")[2])
    slow = [socket.create_connection(("127.0.0.1", port)) for _ in range(200)]
    try:
        for connection in slow:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
        for _ in range(5):
            began = time.monotonic()
            assert ask(containers["https"] + "/help-now/")[0] == 200
            assert time.monotonic() - began <= 2
    finally:
        for connection in slow:
            connection.close()


def test_the_worker_ends_properly_when_its_container_is_stopped(containers):
    containers["worker"].send_signal(signal.SIGTERM)
    assert containers["worker"].wait(15) == 0


def test_a_web_process_that_is_gone_is_a_page_in_plain_words(containers):
    containers["web"].send_signal(signal.SIGTERM)
    assert containers["web"].wait(25) == 0
    status, headers, page = ask(containers["https"] + "/inquire/")
    assert (status, headers["Retry-After"]) == (503, "30")
    assert "Back in a moment" in page
