"""Spreadsheets as bytes: read as text cell by cell, written with lists to choose from. The file was judged before."""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from app.kit import xlsx
from app.kit.i18n import N_
from app.tabular import rules
from app.tabular.models import Column, Row

MOST_ROWS, MOST_COLUMNS = 2000, 60
INSTRUCTIONS = (N_("工作表"), N_("列"), N_("必填"), N_("说明"), N_("可填的值"))


def read_sheet(data: bytes, sheet: str, columns: Sequence[Column]) -> list[Row]:
    """The filled rows of a sheet. Formulas are not computed, nothing outside the file is opened. SheetMissing, …"""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    if sheet not in book.sheetnames:
        raise rules.SheetMissing(sheet=sheet)
    lines = list(book[sheet].iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS))
    head = [as_text(cell.value) for cell in lines[0]] if lines else []
    rules.check_head(head, columns, sheet)
    rows = [_row(number, head, line) for number, line in enumerate(lines[1:], 2)]
    filled = [row for row in rows if any(row.cells.values())]
    if filled and filled[-1].number > MOST_ROWS + 1:
        raise rules.TooManyRows(sheet=sheet, most=MOST_ROWS)
    return filled


def _row(number: int, head: Sequence[str], line: Sequence[Any]) -> Row:
    cells = dict(zip(head, (as_text(cell.value) for cell in line), strict=False))
    formulas = frozenset(name for name, cell in zip(head, line, strict=False) if cell.data_type == "f")
    return Row(number, cells, formulas)


def as_text(value: Any) -> str:
    """A cell as somebody reads it; the mark that keeps an exported text from being a formula is taken off again."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if not (value.hour or value.minute) else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    said = str(value).strip()
    return said[1:] if said.startswith("'") and said[1:].startswith(xlsx.STARTS_FORMULA) else said


def to_file(sheets: Mapping[str, tuple[Sequence[Column], Iterable[Sequence[Any]]]], notes: Iterable[str]) -> bytes:
    """The sheets with their rows, lists to choose from, and one sheet that says how to fill them."""
    from openpyxl import load_workbook

    told = [("", "", "", note, "") for note in notes]
    told += [_instruction(name, column) for name, (columns, _) in sheets.items() for column in columns]
    filled = [(name, [c.name for c in columns], rows) for name, (columns, rows) in sheets.items()]
    book = load_workbook(io.BytesIO(xlsx.to_book([("填写说明", INSTRUCTIONS, told), *filled])))
    for name, (columns, _) in sheets.items():
        _offer_choices(book[name], columns)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _instruction(sheet: str, column: Column) -> tuple[str, str, str, str, str]:
    required = rules.YES if column.is_required else ""
    return sheet, column.name, required, column.hint, "、".join(column.choices)


def _offer_choices(sheet: Any, columns: Sequence[Column]) -> None:
    """A list to choose from in every cell of a column with few words; Excel takes 255 characters of them."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    for number, column in enumerate(columns, 1):
        words = ",".join(column.choices)
        if words and len(words) <= 250:
            offered = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True)
            letter = get_column_letter(number)
            offered.add(f"{letter}2:{letter}{MOST_ROWS + 1}")
            sheet.add_data_validation(offered)
