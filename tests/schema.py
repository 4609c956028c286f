"""The tables that tests start from: migrated once for each state of the migrations, and kept as SQL.

A fresh clone runs every migration; later runs load what that left, in a second instead of ten.
"""

import hashlib
import os
import subprocess
from pathlib import Path

from django.core.management.sql import emit_post_migrate_signal
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / ".demo" / "schema"


def make(database: str, url: str) -> None:
    """Creates this database with all tables, and with what `post_migrate` makes of today's code."""
    kept = KEPT / f"{fingerprint()}.sql"
    if kept.exists():
        psql = ["psql", "--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1"]
        run(
            [
                *psql,
                "--dbname",
                url.rpartition("/")[0] + "/postgres",
                "--command",
                f"CREATE DATABASE {database}",
            ]
        )
        run([*psql, "--dbname", url.rpartition("/")[0] + f"/{database}", "--file", kept])
        connection.close()
        connection.settings_dict["NAME"] = database
        emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    else:
        connection.settings_dict["TEST"]["NAME"] = database
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        keep(url.rpartition("/")[0] + f"/{database}", kept)
    connection.close()


def keep(url: str, kept: Path) -> None:
    KEPT.mkdir(parents=True, exist_ok=True)
    for old in KEPT.iterdir():
        old.unlink(missing_ok=True)
    half = kept.with_suffix(f".{os.getpid()}")
    run(["pg_dump", "--dbname", url, "--file", half])
    half.rename(kept)


def run(command) -> None:
    program = Path(os.environ["TEST_POSTGRES"]) / command[0]
    subprocess.run([program, *command[1:]], check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def fingerprint() -> str:
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for wing in ("clinic", "education", "patients"):
        for migration in sorted((ROOT / wing).glob("**/migrations/*.py")):
            digest.update(str(migration.relative_to(ROOT)).encode() + b"\0" + migration.read_bytes())
    return digest.hexdigest()[:20]
