"""No way around the queue: whoever frees or takes time does it where who waits is served."""

import re
from pathlib import Path

APP = Path(__file__).parents[2] / "app"
FREES = re.compile(r"\b(steps\.end|claims\.release|claims\.lift|taking\.exchange|vetting_actions\.exchange)\(")
TAKES = re.compile(r"\b(claims\.take|taking\.enter_all|taking\.exchange|claims\.move)\(")
BELOW = {"bookings", "claims", "vetting", "waitlists"}  # what the queue itself stands on


def modules(pattern):
    return {
        path.relative_to(APP).as_posix(): path.read_text()
        for path in sorted(APP.rglob("*.py"))
        if path.relative_to(APP).parts[0] not in BELOW and pattern.search(path.read_text())
    }


def test_whoever_frees_time_serves_who_waits():
    assert [name for name, text in modules(FREES).items() if "waitlists.serve(" not in text] == []


def test_whoever_takes_time_gives_way_to_who_waits():
    assert [name for name, text in modules(TAKES).items() if "waitlists.give_way(" not in text] == []
