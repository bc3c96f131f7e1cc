"""The Word version: official typefaces, exact lines, the same words as the PDF."""

import io
import zipfile
from dataclasses import replace
from datetime import date
from typing import Any

import papers
import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from papers import IMPRINT

from app.ooxml.rules import PARAGRAPH_ORDER, RUN_ORDER, TABLE_ORDER
from app.typeset.models import Annex, Imprint, Notice, Paragraph, Table, Topic
from app.word.gateways import _table, to_docx

NOTICE = Notice(
    mark="中共D镇委员会文件",
    title="关于做好准备工作的通知",
    to="各村、居民区党组织",
    body=(Paragraph(text="现通知如下。"),),
    signers=("中共D镇委员会", "D镇人民政府"),
    annexes=(Annex(title="名单", body=(Paragraph(text="甲"),)), Annex(title="表格", body=())),
    copies_to=("区委组织部",),
    printed_by="党政办公室",
    contact="联系人：马琳",
)


def opened(data: bytes) -> Any:
    return Document(io.BytesIO(data))


def words(document: Any) -> str:
    cells = [p.text for t in document.tables for row in t.rows for cell in row.cells for p in cell.paragraphs]
    return "".join([p.text for p in document.paragraphs] + cells)


@pytest.fixture(scope="module")
def minutes() -> Any:
    return opened(to_docx(papers.minutes(), IMPRINT))


def test_the_page_and_the_grid_are_those_of_the_standard(minutes: Any) -> None:
    section = minutes.sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    measured = (section.page_width, section.page_height, *margins)
    wanted = [Mm(n) for n in (210, 297, 37, 35, 28, 26)]
    assert [m == pytest.approx(w, abs=Pt(0.05)) for m, w in zip(measured, wanted, strict=True)] == [True] * 6
    grid = section._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")
    body = next(p for p in minutes.paragraphs if p.text.startswith("2026年10月22日"))
    assert body.paragraph_format.line_spacing == Pt(28.95)


def test_typefaces_are_named_as_the_clerks_machines_know_them(minutes: Any) -> None:
    faces = {r.font.name for p in minutes.paragraphs for r in p.runs if r.text}
    assert faces == {"仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体"}
    fonts = minutes.paragraphs[0].runs[0]._element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == "方正小标宋简体"


@pytest.mark.parametrize("content", [papers.minutes(), papers.letter(), NOTICE], ids=lambda c: c.kind)
def test_word_and_pdf_say_the_same(content: Any) -> None:
    from app.typeset import gateways

    said = "".join(words(opened(to_docx(content, IMPRINT))).split())
    printed = papers.text_of(gateways.to_pdf(content, IMPRINT))
    for part in (
        "现将",
        "现通知",
        IMPRINT.number,
        "2026年10月26日",
        "关于",
        "抄送",
        "崇明区委组织部",
        "马琳",
        "严萍",
        "名单",
    ):
        assert (part in said) == (part in printed), part


def test_page_numbers_stand_outside_on_odd_and_even_pages(minutes: Any) -> None:
    section = minutes.sections[0]
    assert minutes.settings.odd_and_even_pages_header_footer
    for footer in (section.footer, section.even_page_footer):
        assert footer.paragraphs[0].text.replace(" ", "") == "——"
        assert "PAGE" in footer._element.xml


def test_a_letter_has_no_number_on_its_first_page_and_a_receipt_at_the_end() -> None:
    document = opened(to_docx(papers.letter(), replace(IMPRINT, number="Q委函〔2026〕8号")))
    assert document.sections[0].different_first_page_header_footer
    assert "回执" in words(document)
    assert len(document.tables[-1].rows) == 9


def test_properties_stand_in_the_order_that_word_reads(minutes: Any) -> None:
    for tag, order in (("w:pPr", PARAGRAPH_ORDER), ("w:rPr", RUN_ORDER), ("w:tblPr", TABLE_ORDER)):
        for element in minutes.element.body.iter(qn(tag)):
            names = [child.tag.split("}")[1] for child in element]
            assert names == sorted(set(names), key=order.index)


def test_gaps_are_red_and_hostile_words_are_words() -> None:
    table = Table(head=("甲", "乙"), rows=(("<b>", "=1+1"), ("只有一格",)), caption="表")
    document = opened(
        to_docx(papers.minutes(title="", opening="<w:p>&\x00", topics=(Topic(title="x", tables=(table,)),)), Imprint())
    )
    assert "〔标题〕" in words(document)
    assert "<w:p>&" in words(document)
    red = [r for p in document.paragraphs for r in p.runs if r.text == "〔标题〕"]
    assert str(red[0].font.color.rgb) == "C00000"


def test_equal_documents_are_equal_bytes_with_fixed_dates() -> None:
    one = to_docx(papers.minutes(), IMPRINT)
    assert one == to_docx(papers.minutes(), IMPRINT)
    with zipfile.ZipFile(io.BytesIO(one)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 1, 1, 0, 0, 0)}
    assert opened(one).core_properties.created.date() == date(2026, 1, 1)


def test_the_imprint_stands_at_the_bottom_with_the_last_line_of_the_text(minutes: Any) -> None:
    lines = minutes.paragraphs
    framed = [p for p in lines if p._p.pPr is not None and p._p.pPr.find(qn("w:framePr")) is not None]
    imprint = [p for p in framed if p._p.pPr.find(qn("w:framePr")).get(qn("w:yAlign")) == "bottom"]
    assert imprint[0].text.startswith("　抄送：")
    assert imprint[-1].text.endswith("印发")
    assert imprint[-1]._p.getnext() is lines[-1]._p, "bound to the last paragraph, so never alone on a page"


def test_an_agreement_has_its_parties_above_and_side_by_side_below() -> None:
    imprint = Imprint(numbers=("D委协〔2026〕3号", "Q委协〔2026〕5号"), formed_on=date(2026, 11, 23))
    document = opened(to_docx(papers.agreement(), imprint))
    said = words(document)
    assert "D委协〔2026〕3号　Q委协〔2026〕5号" in said
    assert "甲方：中国共产党D镇委员会" in said
    assert "第二条　使用规则" in said
    left, right = next(t for t in document.tables if "（盖章）" in t.cell(0, 0).text).rows[0].cells
    assert left.text.startswith("甲方（盖章）：\n中国共产党D镇委员会")
    assert right.text.endswith("2026年11月23日\n")


def test_a_joint_document_names_its_organs_one_below_the_other() -> None:
    joint = replace(papers.agreement(), mark="中共D镇委员会\n中共Q镇委员会", printed_by="中共D镇委员会办公室")
    document = opened(to_docx(joint, Imprint(number="D委发〔2026〕12号")))
    assert [p.text for p in document.paragraphs[:3]] == ["中共D镇委员会", "中共Q镇委员会", "D委发〔2026〕12号"]


def test_a_row_of_a_table_stays_together_and_the_widest_words_have_room():
    document = Document()
    words = "可直接预约；提前2小时至60天内预约，每次最长4小时"
    _table(document, ("序号", "共享方式"), (("1", words), ("2", "不开放")))
    (table,) = document.tables
    assert table.columns[1].cells[0].width > 3 * table.columns[0].cells[0].width
    marks = [[m.tag.rpartition("}")[2] for m in row._tr.trPr] for row in table.rows]
    assert marks == [["cantSplit", "tblHeader"], ["cantSplit"], ["cantSplit"]]
