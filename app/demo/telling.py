"""How the story is told: one line per step, every document into one folder, the scheduler's work done on the way."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.demo.stage import Stage

Say = Callable[[str], None]


class NothingMade(Exception):
    """A step that should have produced something did not."""


@dataclass
class Story:
    """`run_jobs(stage)` does what the scheduler would do; `key` is the audit chains'."""

    stage: Stage
    out: Path
    say: Say
    run_jobs: Callable[[Stage], None]
    public_url: str
    key: str
    number: int = 0

    def tell(self, line: str) -> None:
        self.number += 1
        self.say(f"{self.number:2d}. {line}")

    def keep(self, name: str, data: bytes) -> str:
        if not data:
            raise NothingMade(name)
        (self.out / name).write_bytes(data)
        return f"{name}（{len(data) // 1024 + 1} KB）"
