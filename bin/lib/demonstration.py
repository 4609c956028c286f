"""The demo: everything from a bare clone to a served portal, and everything stopped again at the end."""

import argparse
import contextlib
import ctypes
import fcntl
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from urllib.parse import quote

from workshop import (
    PYTHON,
    ROOT,
    STATE,
    Refusal,
    Step,
    continue_in_venv,
    done,
    enter,
    fingerprint,
    front_end,
    is_done,
    manage,
    private_postgres,
    translations,
    virtual_environment,
)

PEOPLE = ("frontdesk", "clinician", "prescriber", "editor", "reviewer", "plainreader", "manager", "privacy")
ANSWERS_WITHIN = 60  # seconds
STOPS_WITHIN = 10


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="bin/demo",
        description="Installs what the portal needs into this folder, starts it with a private PostgreSQL "
        "and an invented clinic, and prints its address. Ctrl-C stops everything.",
    )
    parser.add_argument("--port", type=int, default=8000, help="where to serve on 127.0.0.1 (default 8000)")
    parser.add_argument("--fresh", action="store_true", help="forget the demo's data and start over")
    options = parser.parse_args(arguments)

    STATE.mkdir(exist_ok=True, mode=0o711)
    with open(STATE / "running", "a") as lock:
        claim(lock)
        claim_port(options.port)
        virtual_environment("requirements.txt")
        private_postgres()
        fcntl.flock(lock, fcntl.LOCK_UN)
        continue_in_venv(__file__, arguments)
        claim(lock)
        try:
            with contextlib.ExitStack() as running:
                serve(running, options)
        except KeyboardInterrupt:
            print("\nStopped.")
    return 0


def claim(lock) -> None:
    """One demo in one checkout; the lock also tells `manage.py` that the demo is alive."""
    for _ in range(20):  # a `manage.py` that just looks holds it for a moment
        with contextlib.suppress(BlockingIOError):
            return fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        time.sleep(0.1)
    raise Refusal(
        "The demo of this checkout is already running: use that one, or stop it first with Ctrl-C there."
    )


def claim_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            raise Refusal(
                f"Port {port} cannot be used ({getattr(error, 'strerror', None) or error}): "
                f"choose another one, for example bin/demo --port {8001 if port != 8001 else 8002}."
            ) from None


def serve(running: contextlib.ExitStack, options) -> None:
    from clinic.devdb import Server

    address = f"http://127.0.0.1:{options.port}"
    server = Server(STATE / "postgres")
    if options.fresh:
        server.remove()
        for leftover in ("media", "mail", "kept-pages", "stamps"):
            shutil.rmtree(STATE / leftover, ignore_errors=True)
    front_end()
    translations()
    with Step("PostgreSQL") as step:
        server.start()
        step.note = "private, no network port"
    running.callback(server.stop)
    environment = {**os.environ, **settings(address), **server.environment()}
    prepare(environment)

    note = STATE / "environment"
    note.touch(mode=0o600)
    note.write_text("".join(f"{name}={environment[name]}\n" for name in SETTINGS))
    running.callback(note.unlink, missing_ok=True)

    with Step("Web server and worker") as step:
        bind = f"127.0.0.1:{options.port}"
        web = [PYTHON, "-m", "gunicorn", "-c", ROOT / "deploy" / "gunicorn.py", "--bind", bind, "clinic.wsgi"]
        processes = {
            "web": start(running, "web", web, environment),
            "worker": start(running, "worker", manage("worker"), environment),
        }
        # Not `/readyz`: mail that waited while the demo was stopped leaves now, and nobody has to wait for it.
        wait_for(f"{address}/", processes)
    print(
        f"\n  The portal is at {address}/ and its staff site at {address}/staff/\n\n"
        + "".join(f"    {name}@stillwater.example\n" for name in PEOPLE)
        + "    password of them all: stillwater-demo-2026\n\n"
        + f"  Mail is written to {STATE / 'mail'}; Ctrl-C stops everything.\n",
        flush=True,
    )
    while True:
        watch(processes)
        time.sleep(0.5)


# Every variable of the settings is set or emptied: a shell's leftovers must not lead into another database.
SETTINGS = (
    "SITE_URL",
    "SECRET_KEY",
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "DATABASE_APP_ROLE",
    "EMAIL_URL",
    "DEFAULT_FROM_EMAIL",
    "TEXT_URL",
    "MEDIA_ROOT",
    "STATIC_ROOT",
    "KEPT_PAGES_ROOT",
    "LOG_LEVEL",
)
EMPTIED = ("ALLOWED_HOSTS", "CLINIC_PHONE", "DEBUG", "TRUSTED_PROXIES")


def settings(address: str) -> dict[str, str]:
    for name in [*SETTINGS, *EMPTIED]:
        if name != "EMAIL_URL":
            os.environ.pop(name, None)
        os.environ.pop(f"{name}_FILE", None)
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)
    key = STATE / "secret-key"
    if not key.exists():
        key.touch(mode=0o600)
        key.write_text(secrets.token_urlsafe(50))
    (STATE / "mail").mkdir(exist_ok=True, mode=0o700)
    return {
        "SITE_URL": address,
        "SECRET_KEY": key.read_text(),
        "DATABASE_APP_ROLE": "portal_app",
        "EMAIL_URL": os.environ.get("EMAIL_URL") or "file://" + quote(str(STATE / "mail")),
        "DEFAULT_FROM_EMAIL": "clinic@stillwater.example",
        "TEXT_URL": "console:",
        "MEDIA_ROOT": str(STATE / "media"),
        "STATIC_ROOT": str(STATE / "static"),
        "KEPT_PAGES_ROOT": str(STATE / "kept-pages"),
        "LOG_LEVEL": "WARNING",
    }


def prepare(environment: dict[str, str]) -> None:
    """Tables, static files and the invented clinic, each only when something about it has changed."""
    code = [ROOT / wing for wing in ("clinic", "education", "patients")]
    stamps = STATE / "stamps"
    mark = fingerprint(*code, ROOT / "requirements.txt", ROOT / "build" / "static")
    if is_done(stamps / "prepared", mark):
        return
    with Step("Tables") as step:
        step.run(manage("migrate"), counting=r"  Applying", env=environment)
    with Step("Static files") as step:
        step.run(manage("collectstatic", "--noinput", "--clear"), env=environment)
    if not (stamps / "clinic").exists():
        with Step("The invented clinic") as step:
            step.run(manage("load_demo"), env=environment)
        done(stamps / "clinic", "loaded")
    done(stamps / "prepared", mark)


def start(running, name, command, environment) -> subprocess.Popen:
    """A process that ends with us, in a group of its own so that Ctrl-C reaches it through us alone."""
    with open(STATE / "log" / f"{name}.log", "w") as log:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=end_with_parent,
        )
    running.callback(stop, process)
    return process


def end_with_parent() -> None:
    if sys.platform == "linux":  # so that a killed demo leaves no server behind
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # 1 is PR_SET_PDEATHSIG


def stop(process: subprocess.Popen) -> None:
    process.terminate()
    try:
        process.wait(STOPS_WITHIN)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_for(address: str, processes) -> None:
    deadline = time.monotonic() + ANSWERS_WITHIN
    while time.monotonic() < deadline:
        watch(processes)
        with contextlib.suppress(urllib.error.URLError, OSError):
            # Past any proxy that the shell may have configured: this is our own machine.
            urllib.request.build_opener(urllib.request.ProxyHandler({})).open(address, timeout=5)
            return
        time.sleep(0.1)
    raise Refusal(f"The portal does not answer at {address}; its words are in {STATE / 'log' / 'web.log'}.")


def watch(processes) -> None:
    for name, process in processes.items():
        if process.poll() is not None:
            raise Refusal(f"The {name} process ended by itself; its words are in {STATE / 'log' / name}.log.")


if __name__ == "__main__":
    enter(main)
