"""A list as an Excel file. No cell ever starts a formula, whatever somebody typed into a name."""

import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

MIMETYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
WIDEST = 48


def to_xlsx(title: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """One sheet with a bold, fixed first row. Values: text, whole numbers, dates, None."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet: Any = book.active
    sheet.title = title[:31]
    sheet.append([_safe(cell) for cell in head])
    for row in rows:
        sheet.append([_safe(cell) for cell in row])
    for cell in sheet[1]:
        cell.font, cell.alignment = Font(bold=True), Alignment(vertical="center")
    sheet.freeze_panes = "A2"
    for number, column in enumerate(sheet.columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = _width(cell.value for cell in column)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _safe(value: Any) -> Any:
    if value is None or isinstance(value, int | float | date):
        return value
    text = "".join(c for c in str(value) if c >= " " or c == "\n")
    return f"'{text}" if text.startswith(STARTS_FORMULA) else text


def _width(values: Iterable[Any]) -> int:
    """Wide enough for the longest cell; a Chinese character takes two."""
    longest = max((sum(2 if ord(c) > 255 else 1 for c in str(v or "")) for v in values), default=0)
    return min(WIDEST, longest + 3)
