"""What Word files of the towns look like: official typefaces, sizes, colours, and the order that Word wants."""

from typing import NamedTuple

FANG, KAI, HEI, SONG, BIAO = "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "方正小标宋简体"
RED, GAP_RED, BLACK = "E60012", "C00000", "000000"
BODY, TITLE, SMALL = 16.0, 22.0, 14.0
LINE = 28.95
# 28 characters of 16 pt in 156 mm: a quarter of a point less between letters, in twentieths.
BODY_SPACING = -5
TYPE_AREA_TWIPS = 8845
# Word reads a paragraph only when its properties stand in the order of the schema (ECMA-376, 17.3.1.26 and 17.3.2.28).
# fmt: off
PARAGRAPH_ORDER = [
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers",
    "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct", "autoSpaceDE",
    "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents",
    "suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle",
    "rPr", "sectPr", "pPrChange",
]
RUN_ORDER = [
    "rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline", "shadow", "emboss",
    "imprint", "noProof", "snapToGrid", "vanish", "webHidden", "color", "spacing", "w", "kern", "position", "sz",
    "szCs", "highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang",
    "eastAsianLayout", "specVanish", "oMath",
]
TABLE_ORDER = [
    "tblStyle", "tblpPr", "tblOverlap", "bidiVisual", "tblStyleRowBandSize", "tblStyleColBandSize", "tblW", "jc",
    "tblCellSpacing", "tblInd", "tblBorders", "shd", "tblLayout", "tblCellMar", "tblLook", "tblCaption",
]
# fmt: on
LEVEL_FACES = {"first": HEI, "second": KAI, "third": FANG, "fourth": FANG, "text": FANG}


class Face(NamedTuple):
    """How one run of text is set."""

    name: str = FANG
    size: float = BODY
    colour: str = BLACK


def place(name: str, order: list[str]) -> int:
    """Where an element belongs; unknown ones come last."""
    return order.index(name) if name in order else len(order)
