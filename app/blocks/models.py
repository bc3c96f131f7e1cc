"""Running text of an official document: paragraphs in four levels, tables, annexes. Frozen; no layout."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

STRICT = ConfigDict(extra="forbid", str_max_length=20_000)


class Level(StrEnum):
    """The four levels of GB/T 9704-2012, 7.3.3, and plain text. The number (一、…) is part of the text."""

    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    FOURTH = "fourth"
    TEXT = "text"


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Paragraph:
    text: str
    level: Level = Level.TEXT
    lead: str = ""
    """Words set before the text in the typeface of `level`, e.g. the 楷体 sentence of （一）."""
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Table:
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()
    """Relative column widths; empty shares the 156 mm evenly."""
    caption: str = ""
    kind: Literal["table"] = "table"


Block = Annotated[Paragraph | Table, Field(discriminator="kind")]


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Annex:
    title: str
    body: tuple[Block, ...] = ()
