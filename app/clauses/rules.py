"""Rows of an editor moved, inserted and taken out; tables typed as lines. Pure functions."""

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from app.kit.errors import Refusal
from app.kit.i18n import N_

T = TypeVar("T")
MOST_ARTICLES = 200
MOST_ROWS = 500
MOVE = re.compile(r"(up|down|drop|add)-(\d{1,3})")
CELLS = re.compile(r"\s*[\t|｜]\s*")


class TooManyRows(Refusal):
    message = N_("附件表格最多%(most)s行，请分成几个附件")


def moved(rows: Sequence[T], deed: str, fresh: Callable[[], T]) -> list[T] | None:
    """The rows after a button such as up-3, down-3, drop-3 or add-3 was pressed; None when it was no such button."""
    pressed = MOVE.fullmatch(deed)
    if pressed is None:
        return None
    place, made = int(pressed[2]), list(rows)
    if pressed[1] == "add":
        made.insert(min(place, len(made)), fresh())
    elif place >= len(made):
        return made
    elif pressed[1] == "drop":
        del made[place]
    else:
        row = made.pop(place)
        made.insert(max(0, place + (1 if pressed[1] == "down" else -1)), row)
    return made


def landing(deed: str) -> int:
    """The place of the row that the button spoke of, after it was pressed."""
    pressed = MOVE.fullmatch(deed)
    if pressed is None:
        return 0
    return max(0, int(pressed[2]) + {"up": -1, "down": 1}.get(pressed[1], 0))


def table_of(typed: str) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Head and rows of a table typed or pasted as lines, cells apart by tabs or bars; every row as wide as the head."""
    lines = [tuple(CELLS.split(line.strip("\r\n "))) for line in typed.splitlines() if line.strip()]
    if not lines:
        return (), ()
    head, *rows = lines
    if len(rows) > MOST_ROWS:
        raise TooManyRows(most=MOST_ROWS)
    return head, tuple((*row, *[""] * len(head))[: len(head)] for row in rows)


def lines_of(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table as lines, for the editor."""
    return "\n".join(" | ".join(cell.replace("\n", " ") for cell in row) for row in (head, *rows) if row)
