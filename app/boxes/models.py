"""表: a paper of ruled cells and of boxes to be signed and sealed (鉴定表, 考核表). Frozen; no layout."""

from typing import Literal

from pydantic.dataclasses import dataclass

from app.blocks.models import STRICT

BLANK_DATE = "　　　　年　　月　　日"


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Cell:
    """A label and what is entered behind it; empty leaves room for the pen."""

    label: str
    value: str = ""


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Line:
    """One row of up to three cells across the page."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Box:
    """An opinion with room for a seal or a signature, and its date."""

    label: str
    text: str = ""
    choice: str = ""
    """A line below the text: 等次：称职."""
    signs: str = "（盖章）"
    """（盖章）, or 本人签名：."""
    date: str = BLANK_DATE
    height: int = 52
    """The least height in millimetres."""


@dataclass(frozen=True, kw_only=True, config=STRICT)
class BoxedForm:
    title: str
    lines: tuple[Line, ...]
    boxes: tuple[Box, ...]
    head: str = ""
    """Above the table, at the left: 填表单位：…."""
    copies: str = ""
    """Above the table, at the right: 一式三份."""
    footer: str = ""
    kind: Literal["boxed_form"] = "boxed_form"
