"""What bin/demo and bin/test cannot do is said in one plain sentence with the way out."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from clinic import devdb

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = ROOT / "bin" / "lib"


@pytest.mark.parametrize("command", ["demo", "test", "drill"])
def test_an_old_python_is_refused(command, tmp_path):
    (tmp_path / "dirname").symlink_to(shutil.which("dirname"))
    for name in ("python3", "python"):
        old = tmp_path / name
        old.write_text("#!/bin/sh\nexit 1\n")
        old.chmod(0o755)
    answer = subprocess.run(
        [f"bin/{command}"], cwd=ROOT, env={"PATH": str(tmp_path)}, capture_output=True, text=True
    )
    assert answer.returncode == 1
    assert answer.stderr.startswith("This needs Python 3.11 or newer")
    assert answer.stderr.count("\n") == 1


def test_a_python_without_venv_is_refused():
    program = (
        "import sys; sys.modules['ensurepip'] = None; import workshop;"
        "workshop.enter(lambda arguments: workshop.virtual_environment())"
    )
    answer = subprocess.run([sys.executable, "-c", program], cwd=LIBRARY, capture_output=True, text=True)
    assert answer.returncode == 1
    assert answer.stderr == (
        "This Python has no venv module: install it (apt install python3-venv) and start again.\n"
    )


def test_a_machine_without_postgresql_is_told_the_ways_out(monkeypatch):
    monkeypatch.setattr(devdb, "OLDEST", 99)
    with pytest.raises(devdb.Refusal, match=r"install one .* or run the portal on a server of yours"):
        devdb.binaries()


def test_a_step_that_fails_names_its_log(tmp_path):
    program = (
        "import sys, pathlib, workshop; workshop.STATE = pathlib.Path(sys.argv[1]);"
        "run = lambda arguments: workshop.Step('A step').__enter__().run(['sh', '-c', 'echo why; exit 3']);"
        "workshop.enter(run)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], cwd=LIBRARY, capture_output=True, text=True
    )
    assert answer.returncode == 1
    assert answer.stderr == f"“A step” failed (why); all of its words are in {tmp_path}/log/a-step.log.\n"


def test_the_help_is_there():
    answer = subprocess.run(
        ["bin/demo", "--help"], cwd=ROOT, env={**os.environ, "COLUMNS": "100"}, capture_output=True, text=True
    )
    for option in ("--port", "--fresh", "--help"):
        assert option in answer.stdout
