"""The Word version of a document: the same composition as the PDF, typefaces by their official names."""

from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from app.ooxml.gateways import FIXED_DATE, border, height, indent, line, order, packed, page_number, write
from app.ooxml.rules import BIAO, BODY, FANG, HEI, LEVEL_FACES, LINE, RED, SMALL, TITLE, TYPE_AREA_TWIPS, Face
from app.typeset import rules as typeset
from app.typeset.models import Block, Composition, Form, Imprint, Official, Paragraph, Receipt, Table
from app.wording.rules import fitting_size

INDENT = 2


def to_docx(content: Official, imprint: Imprint) -> bytes:
    """The document as .docx; equal input gives equal bytes."""
    composition = typeset.compose(content, imprint)
    document = Document()
    _set_page(document, composition)
    _head(document, composition)
    _body(document, composition)
    _tail(document, composition)
    order(document.element.body)
    _describe(document, composition)
    return packed(document)


def _set_page(document: Any, composition: Composition) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(35 - 7 - SMALL * 0.3528)
    section.different_first_page_header_footer = composition.form is Form.LETTER
    grid = OxmlElement("w:docGrid")
    grid.set(qn("w:type"), "lines")  # linesAndChars is laid out wrongly by LibreOffice
    grid.set(qn("w:linePitch"), "579")
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    section._sectPr.append(grid)
    document.settings.odd_and_even_pages_header_footer = True
    for footer, align in ((section.footer, ALIGN.RIGHT), (section.even_page_footer, ALIGN.LEFT)):
        page_number(footer.paragraphs[0], align)
    for paragraph in list(document.paragraphs):
        paragraph._p.getparent().remove(paragraph._p)


def _head(document: Any, composition: Composition) -> None:
    """发文机关标志, number, red line, title, 主送机关."""
    letter = composition.form is Form.LETTER
    size = fitting_size(composition.mark, width=442, largest=46 if letter else 52)
    mark = line(document, composition.mark, Face(BIAO, size, RED), align=ALIGN.CENTER, points=size * 1.2)
    mark.paragraph_format.space_before = Pt(0 if letter else 95)
    if letter:
        border(mark, "bottom", "thickThinSmallGap", 24, space=4)
    number = line(document, composition.number, Face(), align=ALIGN.RIGHT if letter else ALIGN.CENTER)
    number.paragraph_format.space_before = Pt(14 if letter else 2 * LINE - 12)
    if composition.form is Form.MINUTES:
        number = _ends(document, composition.issuer, composition.formed_on)
    if not letter:
        border(number, "bottom", "single", 12, space=11)
    for place, words in enumerate(composition.title):
        title = line(document, words, Face(BIAO, TITLE), align=ALIGN.CENTER, points=34)
        title.paragraph_format.space_before = Pt(2 * LINE if place == 0 else 0)
    line(document, "", Face())
    if composition.to:
        line(document, f"{composition.to}：", Face())


def _ends(document: Any, left: str, right: str) -> Any:
    """One line with text at both ends, one character in."""
    paragraph = line(document, "", Face())
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(156 - 5.6), WD_TAB_ALIGNMENT.RIGHT)
    write(paragraph, f"　{left}\t{right}", Face())
    return paragraph


def _body(document: Any, composition: Composition) -> None:
    _blocks(document, composition.body)
    if composition.presence:
        line(document, "", Face())
    for label, names in composition.presence:
        paragraph = line(document, f"{label}：", Face(HEI), align=ALIGN.JUSTIFY)
        write(paragraph, names, Face())
        indent(paragraph, left=1600, hanging=960)
    for place, annex in enumerate(composition.annexes, 1):
        label = "附件：" if place == 1 else "　　　"
        number = f"{place}." if len(composition.annexes) > 1 else ""
        line(document, f"{label}{number}{annex.title}", Face(), first=INDENT)
    if composition.signers:
        _signature(document, composition)


def _signature(document: Any, composition: Composition) -> None:
    for _ in range(2 if composition.sealed else 1):
        line(document, "", Face()).paragraph_format.keep_with_next = True
    right = 4 if composition.sealed else 2
    for words in (*composition.signers, composition.formed_on):
        paragraph = line(document, words, Face(), align=ALIGN.RIGHT)
        paragraph.paragraph_format.keep_together = True
        indent(paragraph, right=int(right * BODY * 20))
    if composition.contact:
        line(document, f"（{composition.contact}）", Face(), first=INDENT)


def _tail(document: Any, composition: Composition) -> None:
    """Annexes, 版记, 回执."""
    for place, annex in enumerate(composition.annexes, 1):
        label = f"附件{place if len(composition.annexes) > 1 else ''}"
        line(document, label, Face(HEI)).paragraph_format.page_break_before = True
        line(document, annex.title, Face(BIAO, TITLE), align=ALIGN.CENTER, points=34)
        _blocks(document, annex.body)
    if composition.printed_by or composition.copies_to:
        _imprint(document, composition)
    if composition.code:
        line(document, f"核验码 {composition.code}　{composition.verify_url}", Face(FANG, 9), points=12)
    if composition.receipt:
        _receipt(document, composition.receipt)


def _blocks(document: Any, blocks: tuple[Block, ...]) -> None:
    for block in blocks:
        if isinstance(block, Table):
            _table(document, block.head, block.rows, block.caption)
        else:
            _paragraph(document, block)


def _paragraph(document: Any, block: Paragraph) -> None:
    whole = LEVEL_FACES[block.level] if not block.lead else FANG
    paragraph = line(document, "", Face(), align=ALIGN.JUSTIFY, first=INDENT)
    write(paragraph, block.lead, Face(LEVEL_FACES[block.level]))
    write(paragraph, block.text, Face(whole))
    paragraph.paragraph_format.keep_with_next = block.level == "first"


def _table(document: Any, head: tuple[str, ...], rows: tuple[tuple[str, ...], ...], caption: str = "") -> None:
    if caption:
        line(document, caption, Face(HEI, SMALL), align=ALIGN.CENTER)
    table = document.add_table(rows=0, cols=len(head))
    table.style = "Table Grid"
    for place, cells in enumerate((head, *rows)):
        added = table.add_row().cells
        for cell, words in zip(added, (*cells, *[""] * (len(head) - len(cells))), strict=False):
            cell.paragraphs[0].alignment = ALIGN.CENTER
            write(cell.paragraphs[0], words, Face(HEI if place == 0 else FANG, SMALL))


def _receipt(document: Any, receipt: Receipt) -> None:
    title = line(document, receipt.title, Face(BIAO, TITLE), align=ALIGN.CENTER, points=34)
    title.paragraph_format.page_break_before = True
    line(document, "单位（盖章）：　　　　　　　　填报人：　　　　　电话：", Face(FANG, SMALL))
    blank = tuple(("",) * len(receipt.columns) for _ in range(receipt.blank_rows))
    _table(document, receipt.columns, (*receipt.rows, *blank))
    if receipt.note:
        line(document, receipt.note, Face(FANG, SMALL), first=INDENT)


def _imprint(document: Any, composition: Composition) -> None:
    """版记: a table that stands on the lower edge of the type area of the last page."""
    rows = [("抄送：" + composition.copies_to, "")] if composition.copies_to else []
    if composition.printed_by:
        rows.append((composition.printed_by, f"{composition.printed_on}印发"))
    table = document.add_table(rows=len(rows), cols=2)
    heavy, light = ("8", "6") if composition.printed_by else ("0", "0")
    stands = 'w:horzAnchor="margin" w:tblpXSpec="center" w:vertAnchor="margin" w:tblpYSpec="bottom"'
    table._tbl.tblPr.append(parse_xml(f"<w:tblpPr {nsdecls('w')} {stands}/>"))
    for automatic in table._tbl.tblPr.findall(qn("w:tblW")):
        table._tbl.tblPr.remove(automatic)
    table._tbl.tblPr.append(parse_xml(f'<w:tblW {nsdecls("w")} w:w="{TYPE_AREA_TWIPS}" w:type="dxa"/>'))
    sides = "".join(
        f'<w:{side} w:val="{"single" if int(size) else "nil"}" w:sz="{size}" w:color="000000"/>'
        for side, size in (("top", heavy), ("bottom", heavy), ("insideH", light))
    )
    table._tbl.tblPr.append(parse_xml(f"<w:tblBorders {nsdecls('w')}>{sides}</w:tblBorders>"))
    for row, (left, right) in zip(table.rows, rows, strict=True):
        cells = [row.cells[0].merge(row.cells[1])] if not right else list(row.cells)
        for cell, words, align in zip(cells, (left, right), (ALIGN.LEFT, ALIGN.RIGHT), strict=False):
            paragraph = cell.paragraphs[0]
            paragraph.alignment = align
            height(paragraph, 24)
            write(paragraph, words, Face(FANG, SMALL))
            indent(paragraph, **({"right": 280} if align is ALIGN.RIGHT else {"left": 280}))


def _describe(document: Any, composition: Composition) -> None:
    core = document.core_properties
    core.title, core.subject = composition.subject[:255], composition.number[:255]
    core.author = core.last_modified_by = (composition.issuer or "、".join(composition.signers))[:255]
    core.comments, core.revision = "", 1
    core.created = core.modified = FIXED_DATE
