"""Paragraphs, runs and the archive of a Word file (python-docx): how to say it, not what to say."""

import io
import re
import zipfile
from datetime import datetime
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor

from app.ooxml.rules import (
    BODY,
    BODY_SPACING,
    GAP_RED,
    LINE,
    PARAGRAPH_ORDER,
    RED,
    RUN_ORDER,
    SMALL,
    SONG,
    TABLE_ORDER,
    Face,
    place,
)
from app.wording.rules import GAP_CLOSES, GAP_OPENS

GAP = re.compile(f"({GAP_OPENS}.*?{GAP_CLOSES})", re.DOTALL)
# A fixed date in the file and its archive keeps equal documents equal to the byte.
FIXED_DATE = datetime(2026, 1, 1)  # noqa: DTZ001 - python-docx wants it naive
ZIP_DATE = (2026, 1, 1, 0, 0, 0)


def page_number(paragraph: Any, align: Any) -> None:
    """— 1 —, one character in from the outer edge."""
    paragraph.alignment = align
    indent(paragraph, **{"right" if align is ALIGN.RIGHT else "left": 280})
    write(paragraph, "— ", Face(SONG, SMALL))
    for kind in ("begin", "PAGE", "end"):
        run = write(paragraph, "", Face(SONG, SMALL))
        element = OxmlElement("w:instrText" if kind == "PAGE" else "w:fldChar")
        if kind == "PAGE":
            element.text = kind
        else:
            element.set(qn("w:fldCharType"), kind)
        run._element.append(element)
    write(paragraph, " —", Face(SONG, SMALL))


def line(document: Any, words: str, face: Face, *, align: Any = None, first: int = 0, points: float = LINE) -> Any:
    paragraph = document.add_paragraph()
    height(paragraph, points)
    if align is not None:
        paragraph.alignment = align
    if first:
        indent(paragraph, firstLineChars=first * 100, firstLine=int(first * face.size * 20))
    write(paragraph, words, face)
    return paragraph


def height(paragraph: Any, points: float) -> None:
    form = paragraph.paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(points)
    form.space_before = form.space_after = Pt(0)


def write(paragraph: Any, words: str, face: Face) -> Any:
    """Add text as runs of one face; gaps become red runs. The last run is returned."""
    run = None
    for part in [p for p in GAP.split(words) if p] or [""]:
        missing = part.startswith(GAP_OPENS)
        shown = f"〔{part[1:-1]}〕" if missing else part.replace("\n", " ")
        run = paragraph.add_run(shown)
        _set_face(run, face._replace(colour=GAP_RED) if missing else face)
    return run


def _set_face(run: Any, face: Face) -> None:
    run.font.size, run.font.name = Pt(face.size), face.name
    run.font.color.rgb = RGBColor.from_string(face.colour)
    properties = run._element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), face.name)
    fonts.set(qn("w:hint"), "eastAsia")
    if face.size == BODY:
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), str(BODY_SPACING))
        properties.append(spacing)


def indent(paragraph: Any, **twips: int) -> None:
    element = paragraph._p.get_or_add_pPr().get_or_add_ind()
    for side, value in twips.items():
        element.set(qn(f"w:{side}"), str(value))


def border(paragraph: Any, side: str, style: str, size: int, *, space: int) -> None:
    border = parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:{side} w:val="{style}" w:sz="{size}" w:space="{space}" w:color="{RED}"/></w:pBdr>'
    )
    paragraph._p.get_or_add_pPr().append(border)


def order(body: Any) -> None:
    """Put properties into the order of the schema; Chinese and Latin letters keep no extra space."""
    for tag, names in (("w:pPr", PARAGRAPH_ORDER), ("w:rPr", RUN_ORDER), ("w:tblPr", TABLE_ORDER)):
        for element in body.iter(qn(tag)):
            if tag == "w:pPr":
                for name in ("w:autoSpaceDE", "w:autoSpaceDN"):
                    element.append(OxmlElement(name, {qn("w:val"): "0"}))
            element[:] = sorted(element, key=lambda child: place(child.tag.split("}")[1], names))


def packed(document: Any) -> bytes:
    """Saved with fixed dates in the archive."""
    raw, packed = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            entry = zipfile.ZipInfo(name, ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return packed.getvalue()
