"""The Word version of a document: the same composition as the PDF, typefaces by their official names."""

from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, Twips

from app.ooxml.gateways import FIXED_DATE, border, indent, line, order, packed, page_number, write
from app.ooxml.rules import BIAO, BODY, FANG, HEI, KAI, LEVEL_FACES, LINE, RED, SMALL, TITLE, TYPE_AREA_TWIPS, Face
from app.typeset import rules as typeset
from app.typeset.models import Block, Composition, Form, Imprint, Official, Paragraph, Receipt, Table
from app.wording.rules import fitting_size

INDENT = 2
MARK_WIDTH = 415  # points; word processors set a little space around Latin letters, whatever they are told
# 0.35 mm above and below the 版记 (GB/T 9704-2012, 7.4.1)
HEAVY_RULES = "".join(f'<w:{side} w:val="single" w:sz="8" w:space="1" w:color="000000"/>' for side in ("top", "bottom"))
BELOW_TYPE_AREA = 15100  # twips from the upper edge of the page
LONG_WORDS, LONGEST_WORDS = 16, 40  # in a cell of a table: what is set flush left; how much of it makes a column wider


def to_docx(content: Official, imprint: Imprint, *, draft_mark: str = "") -> bytes:
    """The document as .docx; equal input gives equal bytes. `draft_mark` heads every page (讨论稿 …)."""
    composition = typeset.compose(content, imprint)
    document = Document()
    _set_page(document, composition)
    if draft_mark:
        _mark_as_draft(document, draft_mark)
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


def _mark_as_draft(document: Any, words: str) -> None:
    """So that nobody takes a text under discussion for the one that was signed."""
    section = document.sections[0]
    for header in (section.header, section.even_page_header):
        header.paragraphs[0].alignment = ALIGN.RIGHT
        write(header.paragraphs[0], words, Face(HEI, SMALL))


def _head(document: Any, composition: Composition) -> None:
    """发文机关标志, number, red line, title, 主送机关; of an agreement its numbers and parties."""
    if composition.mark:
        _mark(document, composition)
    for place, words in enumerate(composition.title):
        title = line(document, words, Face(BIAO, TITLE), align=ALIGN.CENTER, points=34)
        title.paragraph_format.space_before = Pt(2 * LINE if place == 0 else 0)
    if composition.numbers:
        line(document, composition.numbers, Face(KAI), align=ALIGN.CENTER)
    line(document, "", Face())
    if composition.to:
        line(document, f"{composition.to}：", Face())
    for party in composition.parties:
        write(line(document, f"{party.role}：", Face(HEI)), party.name, Face())
        for detail in party.details:
            indent(line(document, detail, Face()), left=int(3 * BODY * 20))


def _mark(document: Any, composition: Composition) -> None:
    letter = composition.form is Form.LETTER
    if "\n" in composition.mark:
        _joint_mark(document, composition)
        return
    size = fitting_size(composition.mark, width=MARK_WIDTH, largest=46 if letter else 52)
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


def _joint_mark(document: Any, composition: Composition) -> None:
    """联合行文: the organs one below the other, the 主办机关 first, and its number alone."""
    for place, organ in enumerate(composition.mark.splitlines()):
        size = fitting_size(organ, width=MARK_WIDTH, largest=42)
        mark = line(document, organ, Face(BIAO, size, RED), align=ALIGN.CENTER, points=size * 1.2)
        mark.paragraph_format.space_before = Pt(95 if place == 0 else 4)
    number = line(document, composition.number, Face(), align=ALIGN.CENTER)
    number.paragraph_format.space_before = Pt(2 * LINE - 12)
    border(number, "bottom", "single", 12, space=11)


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
    if composition.parties:
        _signers(document, composition)


def _signers(document: Any, composition: Composition) -> None:
    """Two parties side by side, with room for seal and hand; a row never breaks."""
    line(document, "", Face()).paragraph_format.keep_with_next = True
    parties = composition.parties
    table = document.add_table(rows=(len(parties) + 1) // 2, cols=2)
    for place, party in enumerate(parties):
        cell = table.cell(place // 2, place % 2)
        said = (f"{party.role}（盖章）：", party.name, "", "代表（签字）：", "", composition.formed_on, "")
        for number, words in enumerate(said):
            paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
            paragraph.paragraph_format.keep_with_next = number < len(said) - 1
            write(paragraph, words, Face())


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
    last = document.element.body.findall(qn("w:p"))[-1]
    framed = [*(_code(document, composition) if composition.code else []), *_imprint(document, composition)]
    for paragraph in framed:
        last.addprevious(paragraph._p)
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
    table.style, table.autofit = "Table Grid", False
    widths = _widths((head, *rows), len(head))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for place, cells in enumerate((head, *rows)):
        row = table.add_row()
        for mark in ("w:cantSplit", "w:tblHeader")[: 2 if place == 0 else 1]:
            row._tr.get_or_add_trPr().append(OxmlElement(mark))
        filled = (*cells, *[""] * (len(head) - len(cells)))
        for cell, width, words in zip(row.cells, widths, filled, strict=False):
            cell.width = width
            cell.paragraphs[0].alignment = ALIGN.LEFT if len(words) > LONG_WORDS else ALIGN.CENTER
            write(cell.paragraphs[0], words, Face(HEI if place == 0 else FANG, SMALL))


def _widths(rows: tuple[tuple[str, ...], ...], columns: int) -> list[Any]:
    """Of each column by its longest words, none too narrow, together the type area."""
    longest = [max(len(row[at]) if at < len(row) else 0 for row in rows) for at in range(columns)]
    needed = [5 * min(max(words, 2), 6) + 5 for words in longest]
    wished = [max(min(words, LONGEST_WORDS) - 6, 0) for words in longest]
    left, shares = 156 - sum(needed), sum(wished) or 1
    if left < 0 or not any(wished):
        return [Mm(156 * one / sum(needed)) for one in needed]
    return [Mm(one + left * wish / shares) for one, wish in zip(needed, wished, strict=True)]


def _receipt(document: Any, receipt: Receipt) -> None:
    title = line(document, receipt.title, Face(BIAO, TITLE), align=ALIGN.CENTER, points=34)
    title.paragraph_format.page_break_before = True
    line(document, "单位（盖章）：　　　　　　　　填报人：　　　　　电话：", Face(FANG, SMALL))
    blank = tuple(("",) * len(receipt.columns) for _ in range(receipt.blank_rows))
    _table(document, receipt.columns, (*receipt.rows, *blank))
    if receipt.note:
        line(document, receipt.note, Face(FANG, SMALL), first=INDENT)


def _code(document: Any, composition: Composition) -> list[Any]:
    """The verification code, in a frame below the type area; page numbers keep to the outer edges."""
    words = f"核验码 {composition.code}　{composition.verify_url}"
    paragraph = line(document, words, Face(FANG, 9), align=ALIGN.CENTER, points=12)
    return [_framed(paragraph, f'w:vAnchor="page" w:y="{BELOW_TYPE_AREA}"')]


def _imprint(document: Any, composition: Composition) -> list[Any]:
    """版记: a frame on the lower edge of the type area, bound to the last paragraph so that it never stands alone.

    A frame of paragraphs, not a floating table: every word processor puts it where it belongs.
    """
    rows = [f"抄送：{composition.copies_to}"] if composition.copies_to else []
    if composition.printed_by:
        rows.append(f"{composition.printed_by}\t{composition.printed_on}印发")
    lines = [_imprint_line(document, words) for words in rows[:1]]
    for words in rows[1:]:
        lines += [_thin_rule(document), _imprint_line(document, words)]
    for paragraph in lines if composition.printed_by else []:
        paragraph._p.get_or_add_pPr().append(parse_xml(f"<w:pBdr {nsdecls('w')}>{HEAVY_RULES}</w:pBdr>"))
    return [_framed(paragraph, 'w:vAnchor="margin" w:yAlign="bottom"') for paragraph in lines]


def _imprint_line(document: Any, words: str) -> Any:
    """One character in at both ends, by a space: an indent would shorten the rules."""
    paragraph = line(document, "", Face(FANG, SMALL), points=24)
    paragraph.paragraph_format.tab_stops.add_tab_stop(Twips(TYPE_AREA_TWIPS - 280), WD_TAB_ALIGNMENT.RIGHT)
    write(paragraph, f"　{words}", Face(FANG, SMALL))
    return paragraph


def _thin_rule(document: Any) -> Any:
    """A leader across the type area: borders that differ from line to line would break the frame in LibreOffice."""
    paragraph = line(document, "", Face(FANG, 4), points=4)
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(Twips(TYPE_AREA_TWIPS), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.LINES)
    write(paragraph, "\t", Face(FANG, 4))
    return paragraph


def _framed(paragraph: Any, stands: str) -> Any:
    place = f'w:w="{TYPE_AREA_TWIPS}" w:wrap="around" w:hAnchor="margin" w:xAlign="center" {stands}'
    paragraph._p.get_or_add_pPr().append(parse_xml(f"<w:framePr {nsdecls('w')} {place}/>"))
    return paragraph


def _describe(document: Any, composition: Composition) -> None:
    core = document.core_properties
    core.title, core.subject = composition.subject[:255], composition.number[:255]
    organs = composition.signers or tuple(party.name for party in composition.parties)
    core.author = core.last_modified_by = (composition.issuer or "、".join(organs))[:255]
    core.comments, core.revision = "", 1
    core.created = core.modified = FIXED_DATE
