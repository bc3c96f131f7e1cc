"""A spreadsheet as it is read: columns that are promised, rows under their numbers, cells that are wrong."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.kit.errors import Refusal


@dataclass(frozen=True)
class Column:
    """How one column is read and written; `hint` is for the sheet of instructions."""

    key: str
    name: str
    read: Callable[[str], Any]
    write: Callable[[Any], Any] = str
    hint: str = ""
    is_required: bool = False
    choices: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Row:
    """A filled row under its number in the spreadsheet; cells by column name, as text. `formulas` are not computed."""

    number: int
    cells: Mapping[str, str]
    formulas: frozenset[str] = frozenset()


@dataclass(frozen=True)
class BadCell:
    """Why a row cannot be taken; `column` is empty when the whole row is meant."""

    sheet: str
    row: int
    column: str
    text: str
    reason: Refusal
