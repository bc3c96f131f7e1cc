"""A 表 as a Word file: the same cells and boxes as the PDF, to be filled in by hand or in WPS."""

from typing import Any

from docx import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT as VERTICAL
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Mm, Pt

from app.boxes.models import Box, BoxedForm, Line
from app.ooxml.gateways import FIXED_DATE, height, indent, line, order, packed, write
from app.ooxml.rules import BIAO, FANG, HEI, TITLE, Face

SIZE, POINTS = 12.0, 20.0
NARROW, WIDE = Mm(21.5), Mm(33.5)  # three pairs of a label and a cell across 165 mm
COLUMNS = (NARROW, WIDE) * 3


def to_docx(form: BoxedForm) -> bytes:
    """Equal forms give equal bytes."""
    document = Document()
    _set_page(document)
    line(document, form.title, Face(BIAO, TITLE), align=ALIGN.CENTER, points=34)
    if form.head or form.copies:
        _heads(document, form)
    table = document.add_table(rows=0, cols=len(COLUMNS))
    table.style, table.autofit, table.alignment = "Table Grid", False, WD_TABLE_ALIGNMENT.CENTER
    for one in form.lines:
        _line(table, one)
    for box in form.boxes:
        _box(table, box)
    if form.footer:
        line(document, form.footer, Face(FANG, SIZE), points=POINTS)
    order(document.element.body)
    core = document.core_properties
    core.title, core.author, core.last_modified_by, core.revision = form.title[:255], "邻桥", "邻桥", 1
    core.created = core.modified = FIXED_DATE
    return packed(document)


def _set_page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(25), Mm(22)
    section.left_margin = section.right_margin = Mm(22)


def _heads(document: Any, form: BoxedForm) -> None:
    paragraph = line(document, "", Face(FANG, SIZE), points=POINTS)
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(165), WD_TAB_ALIGNMENT.RIGHT)
    write(paragraph, f"{form.head}\t{form.copies}", Face(FANG, SIZE))


def _line(table: Any, one: Line) -> None:
    cells = _row(table, Mm(10))
    wide = len(COLUMNS) // len(one.cells)
    for place, cell in enumerate(one.cells):
        first = place * wide
        _say(cells[first], cell.label, Face(HEI, SIZE))
        _say(cells[first + 1].merge(cells[first + wide - 1]), cell.value, Face(FANG, SIZE))


def _box(table: Any, box: Box) -> None:
    cells = _row(table, Mm(box.height + 18))
    _say(cells[0], box.label, Face(HEI, SIZE))
    room = cells[1].merge(cells[-1])
    room.vertical_alignment = VERTICAL.TOP
    paragraph = room.paragraphs[0]
    for place, words in enumerate(box.text.split("\n")):
        paragraph = paragraph if place == 0 else room.add_paragraph()
        _set(paragraph, words, first=2)
    if box.choice:
        _set(room.add_paragraph(), box.choice, face=HEI, first=2)
    for words in ("", box.signs, box.date):
        signed = room.add_paragraph()
        _set(signed, words)
        signed.alignment = ALIGN.RIGHT
        indent(signed, right=400)


def _row(table: Any, least: Any) -> Any:
    row = table.add_row()
    row.height, row.height_rule = least, WD_ROW_HEIGHT_RULE.AT_LEAST
    for cell, width in zip(row.cells, COLUMNS, strict=True):
        cell.width = width
    return row.cells


def _say(cell: Any, words: str, face: Face) -> None:
    cell.vertical_alignment = VERTICAL.CENTER
    paragraph = cell.paragraphs[0]
    paragraph.alignment = ALIGN.CENTER
    height(paragraph, POINTS)
    write(paragraph, words, face)


def _set(paragraph: Any, words: str, *, face: str = FANG, first: int = 0) -> None:
    height(paragraph, POINTS + 1)
    paragraph.paragraph_format.space_before = Pt(0)
    if first:
        indent(paragraph, firstLineChars=first * 100, firstLine=int(first * SIZE * 20))
    write(paragraph, words, Face(face, SIZE))
