"""Settings come from the environment alone and refuse what is unsafe by its name (T48)."""

import fcntl
import importlib
import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured

from clinic import environment

ROOT = Path(__file__).resolve().parents[2]
GOOD = {
    "SITE_URL": "https://portal.example",
    "SECRET_KEY": "q7Wm-2xKfRz9_LpTd4vNs8bYc3hJg6aUe1iOk5BnVtQwXyZrSo",
    "DATABASE_URL": "postgresql://portal_app:x@db/portal",
    "EMAIL_URL": "smtp+tls://clinic:p%40ss@mail.example:587",
    "DEFAULT_FROM_EMAIL": "clinic@portal.example",
}
DATABASES = {"DATABASE_URL": "…", "DATABASE_OWNER_URL": "…"}
LOAD = (
    "import sys; from clinic import environment;"
    "environment.remember_running_demo = lambda folder: None;"
    "sys.argv = ['manage.py', *sys.argv[1:]];"
    "from clinic import settings;"
    "names = {name for name in dir(settings) if name.isupper()} - {'LANGUAGES'};"
    "print({name: getattr(settings, name) for name in names})"
)


def load(*arguments, **changes):
    """Loads the settings in a process of their own; a value of None leaves the variable out."""
    values = {name: value for name, value in {**GOOD, **changes}.items() if value is not None}
    return subprocess.run(
        [sys.executable, "-c", LOAD, *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **values},
        capture_output=True,
        text=True,
    )


def test_a_good_environment_is_enough():
    answer = load()
    assert answer.returncode == 0, answer.stderr
    assert "'DEBUG': False" in answer.stdout
    assert "'SECURE_SSL_REDIRECT': True" in answer.stdout
    assert "'ALLOWED_HOSTS': ['portal.example']" in answer.stdout


@pytest.mark.drill
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SITE_URL", None),
        ("SITE_URL", "http://portal.example"),
        ("SITE_URL", "https://portal.example/path"),
        ("SITE_URL", "portal.example"),
        ("SITE_URL", "https://portal.example:port"),
        ("SECRET_KEY", None),
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "a" * 60),
        ("SECRET_KEY", "django-insecure-q7Wm2xKfRz9LpTd4vNs8bYc3hJg6aUe1iOk5BnVtQw"),
        ("SECRET_KEY", "change-me-q7Wm2xKfRz9LpTd4vNs8bYc3hJg6aUe1iOk5BnVtQwXyZ"),
        ("DATABASE_URL", None),
        ("DATABASE_URL", "sqlite:///portal.db"),
        ("EMAIL_URL", None),
        ("EMAIL_URL", "mail.example"),
        ("DEFAULT_FROM_EMAIL", None),
        ("TEXT_URL", "texts.example"),
        ("TEXT_URL", "gateway:"),
        ("CLINIC_PHONE", "555-0143"),
        ("CLINIC_PHONE", "the front desk"),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", ".portal.example"),
        ("TRUSTED_PROXIES", "proxy"),
        ("DATABASE_APP_ROLE", 'app"; DROP'),
        ("DEBUG", "yes"),
        ("LOG_LEVEL", "loud"),
    ],
)
def test_what_is_missing_or_unsafe_is_refused_by_name(name, value):
    answer = load(**{name: value})
    assert answer.returncode != 0
    assert f"{name}: " in answer.stderr.rpartition("ImproperlyConfigured: ")[2]


def test_all_problems_are_named_at_once():
    answer = load(SITE_URL=None, SECRET_KEY="short", EMAIL_URL="nowhere")
    assert all(f"{name}: " in answer.stderr for name in ("SITE_URL", "SECRET_KEY", "EMAIL_URL"))


def test_debug_is_for_this_machine_alone():
    assert "'DEBUG': True" in load(SITE_URL="http://127.0.0.1:8000", DEBUG="yes").stdout


def test_a_secret_can_be_a_file(tmp_path):
    (tmp_path / "key").write_text(GOOD["SECRET_KEY"] + "\n")
    answer = load(SECRET_KEY=None, SECRET_KEY_FILE=str(tmp_path / "key"))
    assert f"'SECRET_KEY': '{GOOD['SECRET_KEY']}'" in answer.stdout


def test_only_changes_of_the_schema_use_the_owner_s_role():
    owner = {"DATABASE_OWNER_URL": "postgresql://portal_owner:x@db/portal"}
    assert "'USER': 'portal_owner'" in load("migrate", **owner).stdout
    assert "'USER': 'portal_app'" in load("worker", **owner).stdout
    refused = load("migrate")
    assert "DATABASE_OWNER_URL: " in refused.stderr


def test_every_wait_for_the_database_has_an_end():
    answer = load()
    for limit in ("'connect_timeout': 3", "statement_timeout=10s", "lock_timeout=5s", "tcp_user_timeout"):
        assert limit in answer.stdout
    assert "'CONN_HEALTH_CHECKS': True" in answer.stdout


def test_mail_settings_come_from_one_address():
    assert environment.mail_transport(GOOD["EMAIL_URL"]) == {
        "TRANSPORT": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_USE_TLS": True,
        "EMAIL_HOST": "mail.example",
        "EMAIL_PORT": 587,
        "EMAIL_HOST_USER": "clinic",
        "EMAIL_HOST_PASSWORD": "p@ss",
    }


def test_a_running_demo_lends_its_environment(tmp_path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL")
    (tmp_path / "environment").write_text("DATABASE_URL=postgresql://demo/portal\n")
    with open(tmp_path / "running", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        environment.remember_running_demo(tmp_path)
    assert os.environ["DATABASE_URL"] == "postgresql://demo/portal"


def test_a_demo_that_ended_is_said_in_one_sentence(tmp_path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL")
    (tmp_path / "environment").write_text("DATABASE_URL=postgresql://demo/portal\n")
    (tmp_path / "running").touch()
    with pytest.raises(ImproperlyConfigured, match="start bin/demo first or set DATABASE_URL"):
        environment.remember_running_demo(tmp_path)
    assert "DATABASE_URL" not in os.environ


def test_what_is_set_goes_before_a_running_demo(tmp_path):
    before = os.environ["DATABASE_URL"]
    (tmp_path / "environment").write_text("DATABASE_URL=postgresql://demo/portal\n")
    with open(tmp_path / "running", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        environment.remember_running_demo(tmp_path)
    assert os.environ["DATABASE_URL"] == before


def variables_of_the_settings():
    return set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (ROOT / "clinic/settings.py").read_text()))


def known_variables():
    served = re.findall(r'environ\.get\("([A-Z_]+)"', (ROOT / "deploy/gunicorn.py").read_text())
    composed = re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text())
    return {*variables_of_the_settings(), *served, *composed}


def test_every_variable_is_in_the_example_and_explained():
    example = re.findall(r"(?m)^#?([A-Z_]+)=", (ROOT / ".env.example").read_text())
    explained = re.findall(r"(?m)^\| `([A-Z_]+)` \|", (ROOT / "docs/configuration.md").read_text())
    assert set(example) == set(explained) == known_variables()
    assert len(example) == len(set(example))


@pytest.fixture
def workshop(monkeypatch):
    """`workshop("demonstration")`: a module of `bin/lib`."""
    monkeypatch.syspath_prepend(ROOT / "bin" / "lib")
    return importlib.import_module


def test_the_demo_leaves_no_variable_to_the_shell_it_was_started_from(workshop):
    demo = workshop("demonstration")
    assert {*demo.SETTINGS, *demo.EMPTIED} == variables_of_the_settings()


def test_the_tests_leave_no_variable_to_the_shell_they_were_started_from(workshop, tmp_path):
    server = SimpleNamespace(folder=tmp_path, bin=tmp_path, environment=lambda: DATABASES)
    given = workshop("testing").settings(server, chromium="")
    assert {name for name in given if not name.startswith(("TEST_", "APP_"))} == variables_of_the_settings()
