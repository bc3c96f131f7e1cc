"""`libres`, the peer of our bookings: installed from its hashed lock into an environment that is thrown away."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from venv import EnvBuilder

ROOT = Path(__file__).resolve().parents[1]


class Peer:
    """Runs bench/peer.py with the peer's own Python on one database."""

    def __init__(self, python: Path, dsn: str) -> None:
        self._python, self._dsn = python, dsn

    def do(self, deed: str, **given: Any) -> dict[str, Any]:
        words = [str(self._python), str(ROOT / "bench/peer.py"), deed, json.dumps({"dsn": self._dsn, **given})]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr)
        said: dict[str, Any] = json.loads(done.stdout)
        return said


@contextmanager
def peer(url: str) -> Iterator[Peer]:
    """The peer on the PostgreSQL of a SQLAlchemy URL, by the driver that its manual names."""
    with tempfile.TemporaryDirectory(prefix="linqiao-peer-") as folder:
        EnvBuilder(with_pip=True, symlinks=True).create(folder)
        python = Path(folder) / "bin/python"
        lock = ROOT / "requirements-bench.txt"
        words = [str(python), "-m", "pip", "install", "--quiet", "--require-hashes", "--only-binary", ":all:", "-r"]
        done = subprocess.run([*words, str(lock)], capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"the peer cannot be installed here:\n{done.stderr}")
        yield Peer(python, url.replace("+psycopg:", "+psycopg2:"))
