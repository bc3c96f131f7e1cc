"""工作简报 as an editable Word file with photos (python-docx)."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.shared import Mm, Pt

from app.kit.clock import chinese_date
from app.ooxml.gateways import FIXED_DATE, border, line, order, packed, page_number, write
from app.ooxml.rules import BIAO, HEI, RED, SMALL, TITLE, Face

WIDE, NARROW = 110, 70  # millimetres of a photo alone on its line, and of two side by side


@dataclass(frozen=True)
class BriefingText:
    """What a 工作简报 says."""

    mark: str  # D镇工作简报
    year: int
    number: int
    issuer: str  # 中共D镇委员会党政办公室
    on: date
    title: str
    paragraphs: tuple[tuple[str, str], ...]  # heading, text
    source: str
    photos: tuple[tuple[bytes, int, int], ...] = ()  # JPEG, width, height


def to_docx(text: BriefingText) -> bytes:
    """Equal input gives equal bytes. The layout follows GB/T 9704-2012 as far as a 简报 does."""
    document = Document()
    _set_page(document)
    _head(document, text)
    title = line(document, text.title, Face(BIAO, TITLE), align=ALIGN.CENTER, points=34)
    title.paragraph_format.space_before = title.paragraph_format.space_after = Pt(20)
    for heading, words in text.paragraphs:
        _section(document, heading, words)
    _pictures(document, text.photos)
    line(document, "", Face())
    line(document, f"（{text.source}）", Face(size=SMALL), align=ALIGN.RIGHT)
    order(document.element.body)
    _describe(document, text)
    return packed(document)


def _set_page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    page_number(section.footer.paragraphs[0], ALIGN.CENTER)
    for paragraph in list(document.paragraphs):
        paragraph._p.getparent().remove(paragraph._p)


def _head(document: Any, text: BriefingText) -> None:
    line(document, text.mark, Face(BIAO, 42, RED), align=ALIGN.CENTER, points=56)
    line(document, f"第{text.number}期", Face(), align=ALIGN.CENTER)
    ends = line(document, "", Face())
    ends.paragraph_format.tab_stops.add_tab_stop(Mm(156), WD_TAB_ALIGNMENT.RIGHT)
    write(ends, f"{text.issuer}\t{chinese_date(text.on)}", Face())
    border(ends, "bottom", "single", 12, space=6)


def _section(document: Any, heading: str, words: str) -> None:
    if heading:
        line(document, heading, Face(HEI), first=2).paragraph_format.keep_with_next = True
    for paragraph in words.splitlines():
        if paragraph.strip():
            line(document, paragraph.strip(), Face(), align=ALIGN.JUSTIFY, first=2)


def _pictures(document: Any, photos: Sequence[tuple[bytes, int, int]]) -> None:
    """One photo alone, more of them two in a row."""
    rows = [photos[:1]] if len(photos) == 1 else [photos[n : n + 2] for n in range(0, len(photos), 2)]
    for row in rows:
        paragraph = document.add_paragraph()
        paragraph.alignment = ALIGN.CENTER
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        paragraph.paragraph_format.space_before = Pt(8)
        for place, (data, width, height) in enumerate(row):
            if place:
                paragraph.add_run(" ")
            wide = WIDE if len(row) == 1 and width > height else NARROW
            paragraph.add_run().add_picture(io.BytesIO(data), width=Mm(wide))


def _describe(document: Any, text: BriefingText) -> None:
    core = document.core_properties
    core.title, core.subject = text.title[:255], f"{text.mark}第{text.number}期"
    core.author = core.last_modified_by = text.issuer[:255]
    core.comments, core.revision = "", 1
    core.created = core.modified = FIXED_DATE
