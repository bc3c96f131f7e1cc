"""The shell scripts: plain POSIX sh, no place or host of one machine, and one clear line when they cannot go on."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMMANDS = [ROOT / name for name in ("run", "test", ".ci/run", "tools/lock.sh", "tools/chroot-trial.sh")]
SCRIPTS = [*COMMANDS, ROOT / "tools/python.sh"]
BASHISMS = re.compile(r"\[\[|\bfunction\b|\blocal\b|\bsource \S|<<<|\$\{[^}]*//|&>|^declare\b", re.MULTILINE)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_are_posix_sh(script: Path) -> None:
    code = re.sub(r"(^|\s)#.*", "", script.read_text())
    assert not BASHISMS.search(code)
    shell = shutil.which("dash") or "sh"
    assert subprocess.run([shell, "-n", script], capture_output=True, text=True).stderr == ""


@pytest.mark.parametrize("script", COMMANDS, ids=lambda path: path.name)
def test_commands_can_be_started(script: Path) -> None:
    assert script.read_text().startswith("#!/bin/sh\n")
    assert os.access(script, os.X_OK)


@pytest.mark.parametrize("name", ["run", "test"])
def test_the_two_commands_stay_short(name: str) -> None:
    assert len((ROOT / name).read_text().splitlines()) <= 10


def _machine_with(folder: Path, **programs: str) -> dict[str, str]:
    """An environment in which only these programs exist."""
    for name, script in programs.items():
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)
    return {"PATH": str(folder)}


def _find_python(environment: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    words = ["/bin/sh", "-eu", "-c", '. tools/python.sh; echo "found $python"']
    return subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True)


def test_without_python_an_ordinary_user_reads_one_line_for_the_administrator(tmp_path: Path) -> None:
    done = _find_python(_machine_with(tmp_path, id="echo 1000"))
    lines = [line for line in done.stderr.splitlines() if "apt-get" in line]
    assert done.returncode == 3
    assert lines == ["    sudo apt-get install -y --no-install-recommends python3 ca-certificates"]


def test_a_python_that_is_too_old_does_not_count(tmp_path: Path) -> None:
    machine = _machine_with(tmp_path, **{"id": "echo 1000", "python3": "exit 1", "python3.12": "exit 0"})
    assert _find_python(machine).stdout == "found python3.12\n"


def test_root_gets_python_from_apt(tmp_path: Path) -> None:
    apt = f'echo "$@" >> {tmp_path}/asked'
    done = _find_python(_machine_with(tmp_path, **{"id": "echo 0", "apt-get": apt}))
    assert done.stdout.endswith("found python3\n")
    assert "install python3 python3-venv ca-certificates" in (tmp_path / "asked").read_text()


def test_what_apt_says_is_shown_when_it_fails(tmp_path: Path) -> None:
    done = _find_python(_machine_with(tmp_path, **{"id": "echo 0", "apt-get": "echo no network >&2; exit 100"}))
    assert (done.returncode, done.stderr) == (3, "no network\n")
