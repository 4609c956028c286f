"""All checks, and all tests but the long and rough ones, beside a throw-away PostgreSQL."""

import os
import secrets
import subprocess
import sys

import browser
from workshop import (
    PYTHON,
    ROOT,
    STATE,
    Refusal,
    Step,
    continue_in_venv,
    enter,
    front_end,
    manage,
    private_postgres,
    translations,
    virtual_environment,
)

# A test waits for a browser, a server or the database about a third of its time, so three fill two cores.
IN_PARALLEL = ["-n", str(max(3, min(8, os.cpu_count() or 1))), "--dist", "worksteal"]
WINGS = ("clinic", "education", "patients")
CHECKS = {
    "Lint": [PYTHON, "-m", "ruff", "check", ROOT],
    "Format": [PYTHON, "-m", "ruff", "format", "--check", ROOT],
    "Templates": [PYTHON, "-m", "djlint", "--lint", *WINGS],
    "Missing migrations": manage("makemigrations", "--check", "--dry-run"),
    "Settings for production": manage("check", "--deploy", "--fail-level", "WARNING"),
}


def main(arguments: list[str]) -> int:
    return run(arguments, arguments or IN_PARALLEL, checks=not arguments)


def run(arguments: list[str], for_pytest: list[str], checks: bool) -> int:
    virtual_environment("requirements.txt", "requirements-dev.txt")
    private_postgres()
    continue_in_venv(sys.argv[0], arguments)
    front_end()
    translations()
    chromium = browser.find_or_install()
    from clinic.devdb import throwaway

    with throwaway() as server:
        (server.folder / "static").mkdir()
        environment = {**os.environ, **settings(server, chromium)}
        failed = []
        if checks:
            failed += [title for title, command in CHECKS.items() if not passes(title, command, environment)]
        # Tests act as the schema's owner, who may make databases, and borrow the application's role.
        environment["DATABASE_URL"] = environment["DATABASE_OWNER_URL"]
        environment["SITE_URL"] = "http://localhost:8000"
        # The browser's driver keeps an event loop in the tests' thread.
        environment["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        # Some twenty processes import the same files: they compile them once.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        if subprocess.call([PYTHON, "-m", "pytest", *for_pytest], env=environment):
            failed.append("Tests")
    if not chromium:
        print(browser.MISSING)
    if failed:
        print(f"Failed: {', '.join(failed)}.")
    return 1 if failed else 0


def passes(title: str, command, environment) -> bool:
    try:
        with Step(title) as step:
            step.run(command, env=environment)
    except Refusal:
        print((STATE / "log" / f"{title.lower().replace(' ', '-')}.log").read_text())
        return False
    return True


def settings(server, chromium: str) -> dict[str, str]:
    return {
        **server.environment(),
        "SITE_URL": "https://portal.example",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "DATABASE_APP_ROLE": "portal_app",
        "EMAIL_URL": f"file://{server.folder}/mail",
        "DEFAULT_FROM_EMAIL": "clinic@stillwater.example",
        "TEXT_URL": "",
        "CLINIC_PHONE": "",
        "ALLOWED_HOSTS": "",
        "TRUSTED_PROXIES": "",
        "DEBUG": "no",
        "MEDIA_ROOT": str(server.folder / "media"),
        "STATIC_ROOT": str(server.folder / "static"),
        "KEPT_PAGES_ROOT": str(server.folder / "kept-pages"),
        "LOG_LEVEL": "WARNING",
        "TEST_FOLDER": str(server.folder),
        "TEST_CHROMIUM": chromium,
        "TEST_POSTGRES": str(server.bin),
        "APP_DATABASE_URL": server.environment()["DATABASE_URL"],
    }


if __name__ == "__main__":
    enter(main)
