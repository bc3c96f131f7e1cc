"""Whatever is typed into an agreement: it is printed inside the type area, or refused by name; the press lives on."""

import re
from collections.abc import Callable
from dataclasses import replace

import papers
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from papers import IMPRINT, MM

from app.contracts.models import Agreement, Article, Item, Party
from app.press.rules import NotRendered
from app.typeset import gateways
from app.typeset import rules as typeset
from app.typeset.models import Annex, Paragraph, Table
from app.word.gateways import to_docx

BELOW = re.compile("(—[0-9]+—)?(核验码[0-9A-Z-]+扫码核验真伪)?(—[0-9]+—)?")
LEFT, RIGHT, TOP, BOTTOM = 28.0, 184.0, 37.0, 262.0
HOSTILE = (
    "<script>alert(1)</script>",
    "</p><h1>伪造标题</h1><img src='file:///etc/passwd'>",
    "{{ 7*7 }}{% for x in y %}",
    "&nbsp;&#x202e;&lt;",
    "<style>*{position:absolute;left:-9999px}</style>",
    "javascript:alert(1)\x00\x08",
    "\u202e反向文字\u202c\ufeff",
)
LONG = ("W" * 400, "https://example.org/" + "a1b2c3d4" * 40, "1234567890" * 30, "合同编号" + "X-" * 200, "。" * 90)
PLAIN = (
    "双方应当按约履行。",
    "甲方（D镇）负责2026年11月23日前完成；",
    "费用 3.5 万元（大写：叁万伍仟元整）",
    "《民法典》第四百六十五条",
)
RARE = ("喆翀玥昇堃䶮㛃𬭎", "👨‍👩‍👧‍👦🎉", "नमस्ते", "ﷺ", "e\u0301\u0323", "\U0001f004", "㍿①Ⅻ℃")
words = st.lists(st.sampled_from((*HOSTILE, *LONG, *PLAIN * 3, *RARE)) | st.text(max_size=12), max_size=4).map("".join)
lines = st.lists(words, max_size=3).map("\n".join)
items = st.lists(st.builds(Item, text=words, points=st.lists(words, max_size=2).map(tuple)), max_size=3).map(tuple)
articles = st.builds(Article, heading=words, text=lines, items=items, key=st.sampled_from(("", "费用")))
parties = st.builds(Party, name=words, details=st.lists(words, max_size=2).map(tuple))


@st.composite
def tables(draw: Callable[..., object]) -> Table:
    columns = draw(st.integers(1, 8))
    row = st.lists(words, min_size=columns, max_size=columns).map(tuple)
    return Table(head=draw(row), rows=tuple(draw(st.lists(row, max_size=4))), caption=draw(words))


annexes = st.builds(Annex, title=words, body=st.tuples(st.builds(Paragraph, text=lines), tables()))
agreements = st.builds(
    Agreement,
    title=words,
    parties=st.lists(parties, min_size=1, max_size=5).map(tuple),
    articles=st.lists(articles, max_size=4).map(tuple),
    preamble=lines,
    annexes=st.lists(annexes, max_size=2).map(tuple),
    mark=st.sampled_from(("", "D镇人民政府\nQ镇人民政府\n某某街道办事处")),
    printed_by=words,
)


@settings(  # each example is laid out anew: no shrinking, that would take minutes
    max_examples=12,
    derandomize=True,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(content=agreements)
def test_any_agreement_is_printed_inside_the_type_area_or_refused_by_name(content: Agreement) -> None:
    lacking = gateways.missing_glyphs(content)
    if lacking:
        with pytest.raises(typeset.GlyphMissing) as refused:
            gateways.check_glyphs(content)
        assert all(str(one) in str(refused.value) for one in lacking)
        content = without(content, {one.character for one in lacking})
    assert gateways.missing_glyphs(content) == ()
    assert "<script" not in str(gateways.preview(content, IMPRINT))
    assert to_docx(content, IMPRINT)[:2] == b"PK"
    check_geometry(gateways.to_pdf(content, replace(IMPRINT, numbers=("D委协〔2026〕3号",))))


@pytest.mark.timeout(180)
def test_a_thousand_articles_are_printed_or_refused_and_the_press_lives_on() -> None:
    many = tuple(Article(heading=f"职责之{n}", text=PLAIN[n % 4] * 3) for n in range(1000))
    try:
        pdf = gateways.to_pdf(replace(papers.agreement(), articles=many, annexes=()), IMPRINT)
    except NotRendered:
        pdf = b""  # a slow machine: half a minute is the limit of one document
    if pdf:
        assert "第一千条" in papers.text_of(pdf)
    assert gateways.to_pdf(papers.agreement(), IMPRINT).startswith(b"%PDF")


def test_a_table_head_taller_than_a_page_loses_no_word() -> None:
    head = ("序号", "a1b2c3d4" * 40, "单位", "电话", "地址", "备注")
    annex = Annex(title="清单", body=(Table(head=head, rows=(("1", "2", "3", "4", "5", "6"),)),))
    text = papers.text_of(gateways.to_pdf(replace(papers.agreement(), annexes=(annex,)), IMPRINT))
    assert text.count("a1b2c3d4") + text.count("c3d4") > 40
    assert "备注" in text


def test_an_empty_agreement_names_what_is_missing() -> None:
    with pytest.raises(typeset.Incomplete, match="协议名称、协议各方、条款"):
        typeset.check_complete(Agreement(title=" ", parties=(), articles=()))


def check_geometry(pdf: bytes) -> None:
    """Nothing that can be seen stands outside the type area but the page's number; signatures never stand alone."""
    for page in papers.opened(pdf).pages:
        seen = [c for c in page.chars if c["text"].strip() and c["top"] / MM < BOTTOM]
        assert seen, "a page without text"
        assert min(c["x0"] for c in seen) / MM > LEFT - 1
        assert max(c["x1"] for c in seen) / MM < RIGHT + 1
        assert min(c["top"] for c in seen) / MM > TOP - 1
        below = "".join(c["text"] for c in page.chars if c["text"].strip() and c["top"] / MM >= BOTTOM)
        assert BELOW.fullmatch(below), f"only the page's number and the code stand below, not {below!r}"


def without(content: Agreement, characters: set[str]) -> Agreement:
    """The same text once the clerk has taken the refused characters out."""

    def cleaned(value: object) -> object:
        if isinstance(value, str):
            return "".join(c for c in value if c not in characters)
        if isinstance(value, list):
            return [cleaned(one) for one in value]
        return {k: cleaned(v) for k, v in value.items()} if isinstance(value, dict) else value

    made = typeset.from_data(cleaned(typeset.to_data(content)))
    assert isinstance(made, Agreement)
    return made
