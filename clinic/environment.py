"""Reads the portal's settings from the environment, and says in plain words what is wrong with them.

Every variable is described in `docs/configuration.md` and `.env.example`; a test holds the three together.
"""

import fcntl
import ipaddress
import os
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url
import phonenumbers
from django.core.exceptions import ImproperlyConfigured
from environs import EnvValidationError, FileAwareEnv, ValidationError

LOOPBACK_NAMES = {"localhost", "127.0.0.1", "::1"}
DOCS = "docs/configuration.md explains every variable"


class Environment(FileAwareEnv):
    """Reads NAME, or the file that NAME_FILE names; collects every problem before it refuses."""

    def __init__(self):
        super().__init__(eager=False, strip_whitespace=True)

    def seal(self):
        try:
            super().seal()
        except EnvValidationError as error:
            problems = [f"{name}: {text}" for name, texts in error.error_messages.items() for text in texts]
            raise ImproperlyConfigured("\n".join([*problems, f"({DOCS}.)"])) from None


def remember_running_demo(folder: Path) -> None:
    """Where `bin/demo` runs in this checkout and nothing else is said, its environment is ours."""
    if "DATABASE_URL" in os.environ or "DATABASE_URL_FILE" in os.environ or not folder.is_dir():
        return
    try:
        with open(folder / "running") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)  # the demo holds it for as long as it lives
    except BlockingIOError:
        for line in (folder / "environment").read_text().splitlines():
            name, _, value = line.partition("=")
            os.environ.setdefault(name, value)
        return
    except FileNotFoundError:
        pass
    raise ImproperlyConfigured(
        "DATABASE_URL: the demo of this checkout is not running, so start bin/demo first or set DATABASE_URL."
    )


def is_loopback(host: str) -> bool:
    try:
        return host in LOOPBACK_NAMES or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def site_url(value: str) -> None:
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018  raises ValueError when it is no number
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ValidationError(
            "this must be the portal's own address without a path, like https://portal.example."
        )
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise ValidationError(
            "http is for this machine alone (http://127.0.0.1:8000); elsewhere it must be https."
        )


def secret_key(value: str) -> None:
    if len(value) < 50 or len(set(value)) < 5 or re.search(r"insecure|change-?me|secret-?key", value, re.I):
        raise ValidationError(
            "this must be 50 random characters or more; make one with "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'."
        )


def phone(value: str) -> None:
    try:
        valid = not value or phonenumbers.is_valid_number(phonenumbers.parse(value))
    except phonenumbers.NumberParseException:
        valid = False
    if not valid:
        raise ValidationError("this must be a number with its country, like +12125550143.")


def host_name(value: list[str]) -> None:
    for host in value:
        if not re.fullmatch(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*|\[[0-9a-fA-F:]+\]", host):
            raise ValidationError(f"“{host}” is not the name of one host; patterns such as * are refused.")


def networks(value: list[str]) -> None:
    for network in value:
        try:
            ipaddress.ip_network(network)
        except ValueError:
            raise ValidationError(f"“{network}” is not an address or a network like 10.0.0.0/8.") from None


def role_name(value: str) -> None:
    if not re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", value):
        raise ValidationError("this must be the plain name of a database role, like portal_app.")


def postgres_url(value: str) -> None:
    if urlsplit(value).scheme not in {"postgres", "postgresql"}:
        raise ValidationError(
            "this must be the address of a PostgreSQL, like postgresql://role:password@host/portal."
        )


def email_url(value: str) -> None:
    parts = urlsplit(value)
    if parts.scheme not in MAIL_TRANSPORTS or (parts.scheme.startswith("smtp") and not parts.hostname):
        raise ValidationError(
            "this must be smtp+tls://user:password@host:587, smtps://user:password@host:465, smtp://host:25, "
            "file:///folder or console:."
        )


# How mail leaves: the backend, and the setting that switches on encryption.
MAIL_TRANSPORTS = {
    "smtp": ("smtp", {}),
    "smtp+tls": ("smtp", {"EMAIL_USE_TLS": True}),
    "smtps": ("smtp", {"EMAIL_USE_SSL": True}),
    "console": ("console", {}),
    "file": ("filebased", {}),
}


def mail_transport(url: str) -> dict:
    """Django's e-mail settings for one address of a mail server."""
    parts = urlsplit(url)
    backend, settings = MAIL_TRANSPORTS[parts.scheme]
    settings = {"TRANSPORT": f"django.core.mail.backends.{backend}.EmailBackend", **settings}
    if backend == "smtp":
        standard_port = {"smtp": 25, "smtp+tls": 587, "smtps": 465}[parts.scheme]
        settings |= {"EMAIL_HOST": parts.hostname, "EMAIL_PORT": parts.port or standard_port}
        settings |= {"EMAIL_HOST_USER": unquote(parts.username or "")}
        settings |= {"EMAIL_HOST_PASSWORD": unquote(parts.password or "")}
    elif backend == "filebased":
        settings |= {"EMAIL_FILE_PATH": unquote(parts.path)}
    return settings


def text_url(value: str) -> None:
    parts = urlsplit(value)
    if (value and parts.scheme not in TEXT_CARRIERS) or (parts.scheme == "gateway" and not parts.hostname):
        raise ValidationError("this must be gateway://texts.example, console:, or empty: no texts are sent.")


TEXT_CARRIERS = {"console": "patients.links.texting.Console", "gateway": "patients.links.texting.Gateway"}


def text_carrier(url: str) -> dict:
    """Who carries text messages; nobody where the address is empty."""
    parts = urlsplit(url)
    return {"TEXT_CARRIER": TEXT_CARRIERS.get(parts.scheme, ""), "TEXT_GATEWAY": parts.hostname or ""}


def database(url: str) -> dict:
    """Django's database settings: no wait for the server, a statement or a lock is without an end."""
    settings = dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)
    settings["DISABLE_SERVER_SIDE_CURSORS"] = True  # a pooler in front keeps none, and short lists need none
    settings["OPTIONS"] = {
        "connect_timeout": 3,
        "options": "-c statement_timeout=10s -c lock_timeout=5s -c idle_in_transaction_session_timeout=30s",
        "application_name": "portal",
        "tcp_user_timeout": 10_000,  # milliseconds: a server that vanished is noticed
        **settings.get("OPTIONS", {}),
    }
    return settings
