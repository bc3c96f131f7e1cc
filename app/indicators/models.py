"""What a report is made of: a span of days, and chapters of sentences, tables, evidence. Any domain fills them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from app.kit.i18n import N_


class Length(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    CUSTOM = "custom"


LENGTHS = {
    Length.MONTH: N_("按月"),
    Length.QUARTER: N_("按季度"),
    Length.YEAR: N_("按年"),
    Length.CUSTOM: N_("自定义"),
}


@dataclass(frozen=True)
class Period:
    """From `first` to `last`, both included."""

    length: Length
    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Asked:
    """For whom and for when a chapter is written. Only what `town_id` may see belongs into it."""

    partnership_id: UUID
    town_id: UUID
    period: Period
    today: date


@dataclass(frozen=True)
class Grid:
    """A table: its caption, its head, its rows as text, and how wide the columns are to each other."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()


@dataclass(frozen=True)
class Evidence:
    """A file of the evidence folder: its name, where it comes from, and the hash of its bytes in the store, or bytes
    of its own (a list made for the report)."""

    name: str
    source: str
    sha256: str = ""
    data: bytes = b""


@dataclass(frozen=True)
class Chapter:
    """One indicator of the report. `sentences` are paragraphs as a clerk would write them; `lists` become Excel files
    in the evidence folder, one each."""

    title: str
    sentences: tuple[str, ...]
    grids: tuple[Grid, ...] = ()
    lists: tuple[Grid, ...] = ()
    evidence: tuple[Evidence, ...] = ()
