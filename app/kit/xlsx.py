"""A list as an Excel file. No cell ever starts a formula, whatever somebody typed into a name."""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

MIMETYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
WIDEST = 48
SETTLED, SETTLED_AT = (2026, 1, 1, 0, 0, 0), b"2026-01-01T00:00:00Z"
SAVED_AT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


class Percent(int):
    """87 stands in the cell as a number that reads 87%."""


def to_xlsx(title: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """One sheet with a bold, fixed first row. Values: text, numbers, Percent, dates, None."""
    return to_book([(title, head, rows)])


def to_book(sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[Any]]]]) -> bytes:
    """Several sheets, each (title, head, rows)."""
    from openpyxl import Workbook

    book: Any = Workbook()
    book.remove(book.active)
    for title, head, rows in sheets:
        _fill(book.create_sheet(_sheet_title(title)), head, rows)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def settled(book: bytes) -> bytes:
    """The same book without the hour at which it was saved: equal rows, equal bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, SETTLED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            data = source.read(name)
            target.writestr(entry, SAVED_AT.sub(rb"\1" + SETTLED_AT, data) if name == "docProps/core.xml" else data)
    return made.getvalue()


def _fill(sheet: Any, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for row in (head, *rows):
        sheet.append([_safe(cell) for cell in row])
        for cell, value in zip(sheet[sheet.max_row], row, strict=False):
            if isinstance(value, Percent):
                cell.value, cell.number_format = value / 100, "0%"
    for cell in sheet[1]:
        cell.font, cell.alignment = Font(bold=True), Alignment(vertical="center")
    sheet.freeze_panes = "A2"
    for number, column in enumerate(sheet.columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = _width(cell.value for cell in column)


def _sheet_title(title: str) -> str:
    """Excel knows at most 31 characters and none of these."""
    return "".join("-" if c in "[]:*?/\\" else c for c in title)[:31]


def _safe(value: Any) -> Any:
    if value is None or isinstance(value, int | float | date):
        return value
    text = "".join(c for c in str(value) if c >= " " or c == "\n")
    return f"'{text}" if text.startswith(STARTS_FORMULA) else text


def _width(values: Iterable[Any]) -> int:
    """Wide enough for the longest cell; a Chinese character takes two."""
    longest = max((sum(2 if ord(c) > 255 else 1 for c in str(v or "")) for v in values), default=0)
    return min(WIDEST, longest + 3)
