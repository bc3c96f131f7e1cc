"""The report as a Word file and its evidence as a ZIP: folders by indicator and an index with every file's hash."""

import io
import zipfile
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Twips

from app.files import gateways as files
from app.indicators.models import Chapter, Grid
from app.kit import xlsx
from app.kit.clock import chinese_date
from app.ooxml.gateways import height, indent, line, order, packed, page_number, write
from app.ooxml.rules import BIAO, BODY, FANG, HEI, SMALL, TITLE, TYPE_AREA_TWIPS, Face
from app.reports import rules
from app.reports.queries import Frame
from app.reports.rules import Filed
from app.wording.rules import title_lines

ZIP_DATE = (2026, 1, 1, 0, 0, 0)
DOCX_NAME = "报告.docx"
INDEX_NAME = "00_目录.xlsx"
SHORT = 5  # rows that stay together
MIDDLE = WD_ALIGN_VERTICAL.CENTER


def to_docx(frame: Frame, chapters: Sequence[Chapter]) -> bytes:
    """Title, first paragraph, one numbered section per chapter with its tables, signature and date."""
    document = Document()
    _set_page(document)
    for words in title_lines(frame.title):
        line(document, words, Face(BIAO, TITLE), align=ALIGN.CENTER, points=34)
    line(document, "", Face())
    _text(document, frame.opening)
    for place, chapter in enumerate(chapters):
        heading = line(document, rules.heading(place, chapter.title), Face(HEI), first=2)
        heading.paragraph_format.keep_with_next = True
        for said in chapter.sentences:
            _text(document, said)
        for grid in chapter.grids:
            _table(document, grid)
    _signature(document, frame)
    order(document.element.body)
    document.core_properties.title, document.core_properties.author = frame.title[:255], frame.signer[:255]
    return packed(document)


def _set_page(document: Any) -> None:
    """A4 with the type area of GB/T 9704-2012, page numbers at the outer edges."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(35 - 7 - SMALL * 0.3528)
    grid = OxmlElement("w:docGrid", {qn("w:type"): "lines", qn("w:linePitch"): "579"})
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    section._sectPr.append(grid)
    document.settings.odd_and_even_pages_header_footer = True
    for footer, align in ((section.footer, ALIGN.RIGHT), (section.even_page_footer, ALIGN.LEFT)):
        page_number(footer.paragraphs[0], align)
    for paragraph in list(document.paragraphs):
        paragraph._p.getparent().remove(paragraph._p)


def _text(document: Any, words: str) -> None:
    line(document, words, Face(), align=ALIGN.JUSTIFY, first=2)


def _table(document: Any, grid: Grid) -> None:
    """A grid over the type area; a short one stays on one page with its caption."""
    caption = line(document, grid.caption, Face(HEI, SMALL), align=ALIGN.CENTER)
    caption.paragraph_format.keep_with_next = True
    table = document.add_table(rows=0, cols=len(grid.head))
    table.style, table.autofit = "Table Grid", False
    widths = grid.widths or tuple(1 for _ in grid.head)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Twips(int(TYPE_AREA_TWIPS * width / sum(widths)))
    rows = (grid.head, *grid.rows)
    for place, cells in enumerate(rows):
        _row(table, cells, widths, is_head=place == 0, stays=len(rows) <= SHORT and place + 1 < len(rows))
    line(document, "", Face(FANG, 6), points=10)


def _row(table: Any, cells: Sequence[str], widths: Sequence[int], *, is_head: bool, stays: bool) -> None:
    row = table.add_row()
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    if is_head:
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell, words, width in zip(row.cells, cells, widths, strict=True):
        cell.width, cell.vertical_alignment = Twips(int(TYPE_AREA_TWIPS * width / sum(widths))), MIDDLE
        paragraph = cell.paragraphs[0]
        height(paragraph, 20)
        paragraph.alignment, paragraph.paragraph_format.keep_with_next = ALIGN.CENTER, stays
        write(paragraph, words, Face(HEI if is_head else FANG, 12))


def _signature(document: Any, frame: Frame) -> None:
    line(document, "", Face())
    for words in (frame.signer, chinese_date(frame.on)):
        paragraph = line(document, words, Face(), align=ALIGN.RIGHT)
        paragraph.paragraph_format.keep_with_next = words == frame.signer
        indent(paragraph, right=int(2 * BODY * 20))


def to_zip(frame: Frame, chapters: Sequence[Chapter], docx: bytes) -> tuple[bytes, int]:
    """迎检台账: 00_目录.xlsx, the report, then a folder per indicator. Returns the bytes and the number of files."""
    filed = [Filed(DOCX_NAME, frame.title, docx, 0)]
    for place, chapter in enumerate(chapters):
        filed += _folder(rules.folder(place, chapter.title), chapter)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        _put(archive, INDEX_NAME, xlsx.to_xlsx("目录", rules.INDEX_HEAD, rules.index_rows(filed)))
        for file in filed:
            _put(archive, file.path, file.data)
    return out.getvalue(), len(filed) + 1


def _folder(name: str, chapter: Chapter) -> list[Filed]:
    lists = [
        Filed(f"{name}/{rules.safe(g.caption)}.xlsx", "系统台账", xlsx.to_xlsx(g.caption, g.head, g.rows), len(g.rows))
        for g in rules.all_lists(chapter)
    ]
    named = zip(rules.file_names(chapter.evidence), chapter.evidence, strict=True)
    kept = [Filed(f"{name}/佐证/{n}", e.source, e.data or files.read(e.sha256), 0) for n, e in named]
    return lists + kept


def _put(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, ZIP_DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, data)
