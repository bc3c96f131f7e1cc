"""What the steps of the set-up share: places, running a command, remembering that a step is done."""

import hashlib
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / "stamps"


class Failed(Exception):
    """A step could not be done; the message says what to do about it."""


def say(text: str) -> None:
    print(f"[linqiao] {text}", flush=True)


def run(*command: str | Path, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> None:
    """Run a command quietly; what it printed is shown only when it failed."""
    words = [str(word) for word in command]
    done = subprocess.run(
        words, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode:
        shown = done.stdout.decode(errors="replace").strip()[-3000:]
        raise Failed(f"{' '.join(words)[:200]}\n{shown}")


def environment(**extra: str) -> dict[str, str]:
    """This process's environment with additions, and programs that answer in English."""
    return {**os.environ, "LC_ALL": "C.UTF-8", **extra}


def fingerprint(*parts: str | Path) -> str:
    """A short hash of file contents and words, and of the place: a checkout that was moved is prepared again."""
    digest = hashlib.sha256(str(ROOT).encode())
    for part in parts:
        digest.update(part.read_bytes() if isinstance(part, Path) else part.encode())
    return digest.hexdigest()[:16]


def is_done(name: str, mark: str) -> bool:
    """Whether the step was finished before with the same fingerprint."""
    stamp = STAMPS / name
    return stamp.is_file() and stamp.read_text() == mark


def remember(name: str, mark: str) -> None:
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / name).write_text(mark)
