"""GB/T 9704-2012, measured in the PDF itself."""

from dataclasses import replace
from datetime import date
from typing import Any

import papers
import pytest
from papers import IMPRINT, MM

from app.typeset import gateways
from app.typeset.models import Annex, Article, Attendee, Decision, Imprint, Notice, Paragraph, Presence, Table, Topic

LEFT, RIGHT, TOP, BOTTOM = 28.0, 184.0, 37.0, 262.0


@pytest.fixture(scope="module")
def long_pdf() -> bytes:
    return gateways.to_pdf(papers.long_minutes(), IMPRINT)


@pytest.fixture(scope="module")
def letter_pdf() -> bytes:
    return gateways.to_pdf(papers.letter(), IMPRINT)


def test_the_page_is_a4(long_pdf: bytes) -> None:
    for page in papers.opened(long_pdf).pages:
        assert page.width / MM == pytest.approx(210, abs=0.1)
        assert page.height / MM == pytest.approx(297, abs=0.1)


def test_the_text_keeps_the_margins_within_a_millimetre(long_pdf: bytes) -> None:
    page = papers.opened(long_pdf).pages[1]
    lines = papers.rows(page)
    assert min(line[0]["x0"] for line in lines) / MM == pytest.approx(LEFT, abs=1)
    assert max(line[-1]["x1"] for line in lines) / MM == pytest.approx(RIGHT, abs=1)
    # A line of 28.95 pt stands around letters of 16 pt: the outer edges of the first and last line are the margins.
    assert lines[0][0]["top"] / MM == pytest.approx(TOP + (28.95 - 16) / 2 / MM, abs=1)
    assert lines[-1][0]["bottom"] / MM == pytest.approx(BOTTOM - (28.95 - 16) / 2 / MM, abs=1)


def test_a_full_page_has_22_lines_of_28_characters(long_pdf: bytes) -> None:
    page = papers.opened(long_pdf).pages[1]
    lines = papers.rows(page)
    assert len(lines) == 22
    assert all(gap == pytest.approx(28.95, abs=0.05) for gap in papers.gaps_between(lines))
    assert max(map(len, lines)) == 28


def test_justified_lines_end_within_a_point_of_each_other(long_pdf: bytes) -> None:
    for page in papers.opened(long_pdf).pages[1:3]:
        ends = [line[-1]["x1"] for line in papers.rows(page) if len(line) >= 25]
        assert len(ends) >= 15
        assert max(ends) - min(ends) < 1
        assert ends[0] / MM == pytest.approx(RIGHT, abs=1 / MM)


def test_the_mark_stands_72_mm_from_the_top_and_the_red_line_is_156_mm_wide(long_pdf: bytes) -> None:
    page = papers.opened(long_pdf).pages[0]
    assert papers.ink(long_pdf, 0, red=True)[1] == pytest.approx(72, abs=1)
    (line,) = papers.rules_of(page, red=True)
    assert line["width"] / MM == pytest.approx(156, abs=0.3)
    issuer = papers.rows(page)[1]
    assert line["top"] - issuer[0]["bottom"] == pytest.approx(4 * MM, abs=3)


@pytest.mark.parametrize(
    "mark", ["红梅同心毗邻党建联席会议纪要", "会议纪要", "长江口毗邻党建轮值联席会议暨红梅同心联合体全体会议纪要"]
)
def test_any_mark_fits_one_line_at_72_mm(mark: str) -> None:
    pdf = gateways.to_pdf(papers.minutes(mark=mark), IMPRINT)
    left, top, right, _ = papers.ink(pdf, 0, red=True)
    assert top == pytest.approx(72, abs=1)
    assert left >= LEFT - 0.2
    assert right <= RIGHT + 0.2


def test_the_title_is_22_points_and_broken_by_sense(long_pdf: bytes) -> None:
    lines = papers.rows(papers.opened(long_pdf).pages[0], size=22)
    assert [papers.words(line) for line in lines] == ["D镇、Q镇毗邻党建2026年", "第三次轮值联席会议纪要"]
    for line in lines:
        middle = (line[0]["x0"] + line[-1]["x1"]) / 2 / MM
        assert middle == pytest.approx((LEFT + RIGHT) / 2, abs=1)


def test_page_numbers_stand_7_mm_below_right_on_odd_and_left_on_even_pages(long_pdf: bytes) -> None:
    for place, page in enumerate(papers.opened(long_pdf).pages, 1):
        number = [c for c in page.chars if abs(c["size"] - 14) < 0.1 and c["top"] / MM > BOTTOM]
        assert "".join(c["text"] for c in number).replace(" ", "") == f"—{place}—"
        inner = (number[0]["x0"] / MM - LEFT) if place % 2 == 0 else (RIGHT - number[-1]["x1"] / MM)
        assert inner == pytest.approx(14 / MM, abs=1)
    assert _dash_below(long_pdf) == pytest.approx(7, abs=1)


def _dash_below(pdf: bytes) -> float:
    """How far the ink of the first page's dash stands below the type area, in mm."""
    import pypdfium2

    dots = 300 / 25.4
    picture = pypdfium2.PdfDocument(pdf)[0].render(scale=300 / 72).to_pil().convert("L")
    strip = picture.crop((int(160 * dots), int((BOTTOM + 1) * dots), int(170 * dots), int(285 * dots)))
    box = strip.point(lambda v: 255 if v < 128 else 0).getbbox()
    return 1 + float(box[1]) / dots


def test_the_names_of_those_present_align_behind_the_colon() -> None:
    presence = (
        Presence(label="出席", people=papers.attendees(40)),
        Presence(label="请假", people=papers.attendees(12)),
        Presence(label="列席", people=papers.attendees(9)),
    )
    pdf = gateways.to_pdf(papers.minutes(presence=presence), IMPRINT)
    lines = [line for page in papers.opened(pdf).pages for line in papers.rows(page)]
    start = next(i for i, line in enumerate(lines) if papers.words(line).startswith("出席："))
    labelled = [line for line in lines[start:] if papers.words(line)[:3] in {"出席：", "请假：", "列席："}]
    following = [line for line in lines[start:] if line not in labelled and line[0]["x0"] / MM > LEFT + 10]
    assert len(labelled) == 3
    assert len(following) >= 6
    names_begin = {round(line[3]["x0"], 0) for line in labelled} | {round(line[0]["x0"], 0) for line in following}
    assert max(names_begin) - min(names_begin) <= 1


def _imprint_of(pdf: bytes) -> tuple[int, float, int]:
    """Page of the 版记, its lower edge in mm, and the lines of running text on the same page."""
    pages = papers.opened(pdf).pages
    place = next(i for i, page in enumerate(pages) if any(r["bottom"] / MM > 261 for r in _wide(page)))
    return place, max(r["bottom"] for r in _wide(pages[place])) / MM, len(papers.rows(pages[place]))


def _wide(page: Any) -> list[dict[str, Any]]:
    return [r for r in papers.rules_of_any(page) if r["width"] > 400]


@pytest.mark.parametrize("extra", range(0, 23, 2))
def test_the_imprint_ends_on_the_lower_edge_of_the_last_page_and_is_never_alone(extra: int) -> None:
    closing = tuple(f"第{n}点说明。" for n in range(extra))
    pdf = gateways.to_pdf(papers.minutes(closing=closing), IMPRINT)
    page, edge, lines = _imprint_of(pdf)
    assert page == len(papers.opened(pdf).pages) - 1
    assert edge == pytest.approx(BOTTOM, abs=0.3)
    assert lines >= 1
    lowest = min(c["matrix"][5] for line in papers.rows(papers.opened(pdf).pages[-1]) for c in line)
    top_of_imprint = min(r["top"] for r in _wide(papers.opened(pdf).pages[-1]))
    assert 841.89 - lowest < top_of_imprint


@pytest.mark.parametrize(
    "changed",
    [
        {"topics": tuple(Topic(title=f"关于事项{n}", decisions=(Decision(text=papers.SENTENCE),)) for n in range(30))},
        {"topics": (Topic(title="关于一项事项", decisions=(Decision(text="同意。"),)),)},
        {"presence": (Presence(label="出席", people=papers.attendees(40)),)},
        {"copies_to": tuple(f"D镇第{n}居民区党总支" for n in range(30))},
        {
            "presence": (
                Presence(
                    label="出席",
                    people=(Attendee(name="阿卜杜热合曼·买买提吐尔逊·" * 6, unit="D镇" * 30, post="主任"),),
                ),
            )
        },
        {
            "topics": (
                Topic(
                    title="关于清单",
                    tables=(
                        Table(
                            head=("序号", "阵地", "时间"),
                            rows=tuple((str(n), "红梅礼堂" * 4, "周二") for n in range(40)),
                            widths=(1, 5, 3),
                        ),
                    ),
                ),
            )
        },
    ],
    ids=["thirty resolutions", "one resolution", "forty present", "many copies", "very long names", "a table"],
)
def test_any_shape_of_minutes_stays_inside_the_type_area(changed: dict[str, object]) -> None:
    pdf = gateways.to_pdf(papers.minutes(**changed), IMPRINT)
    pages = papers.opened(pdf).pages
    for page in pages:
        inside = [c for c in page.chars if c["top"] / MM < BOTTOM and c["text"].strip()]
        assert min(c["x0"] for c in inside) / MM > LEFT - 1
        assert max(c["x1"] for c in inside) / MM < RIGHT + 1
        assert inside
    _, edge, _ = _imprint_of(pdf)
    assert edge == pytest.approx(BOTTOM, abs=0.3)


def test_every_name_with_rare_characters_is_printed_with_an_embedded_glyph() -> None:
    pdf = gateways.to_pdf(papers.minutes(presence=(Presence(label="出席", people=papers.attendees(8)),)), IMPRINT)
    text = papers.text_of(pdf)
    assert [c for c in papers.RARE if c not in text] == []
    for page in papers.opened(pdf).pages:
        assert not any(c["text"].startswith("(cid:") for c in page.chars)


def test_a_letter_has_its_mark_at_30_mm_between_two_double_lines_of_170_mm(letter_pdf: bytes) -> None:
    page = papers.opened(letter_pdf).pages[0]
    lines = papers.rules_of(page, red=True)
    assert papers.ink(letter_pdf, 0, red=True)[1] == pytest.approx(30, abs=1)
    assert all(line["width"] / MM == pytest.approx(170, abs=0.3) for line in lines)
    assert max(line["bottom"] for line in lines) / MM == pytest.approx(297 - 20, abs=0.5)
    number = papers.rows(page)[0]
    assert papers.words(number) == IMPRINT.number
    assert number[-1]["x1"] / MM == pytest.approx(RIGHT, abs=1)


def test_a_letter_counts_its_pages_from_the_second_and_closes_with_the_receipt(letter_pdf: bytes) -> None:
    pages = papers.opened(letter_pdf).pages
    numbers = ["".join(c["text"] for c in page.chars if c["top"] / MM > 266) for page in pages]
    assert numbers[0] == ""
    assert [n.replace(" ", "") for n in numbers[1:]] == [f"—{n}—" for n in range(2, len(pages) + 1)]
    assert "回执" in (pages[-1].extract_text() or "")
    assert "印发" not in papers.text_of(letter_pdf)


def test_a_sealed_name_stands_centred_over_its_date_four_characters_in(letter_pdf: bytes) -> None:
    lines = [line for page in papers.opened(letter_pdf).pages for line in papers.rows(page)]
    place = next(i for i, line in enumerate(lines) if papers.words(line) == "2026年10月26日")
    day, organ = lines[place], lines[place - 1]
    assert papers.words(organ) == "中共Q镇委员会"
    assert (day[0]["x0"] + day[-1]["x1"]) == pytest.approx(organ[0]["x0"] + organ[-1]["x1"], abs=3)
    assert RIGHT - day[-1]["x1"] / MM == pytest.approx(4 * 16 / MM, abs=1.5)


def test_a_joint_notice_names_every_organ_and_dates_the_last() -> None:
    notice = Notice(
        mark="中共D镇委员会文件",
        title="关于开展联合培训的通知",
        to="各村、居民区党组织",
        body=(Paragraph(text="现将有关事项通知如下。"),),
        signers=("中共D镇委员会", "D镇人民政府"),
        printed_by="中共D镇委员会办公室",
    )
    pdf = gateways.to_pdf(
        notice, Imprint(number="D委〔2026〕5号", formed_on=date(2026, 1, 5), printed_on=date(2026, 1, 6))
    )
    text = papers.text_of(pdf)
    assert text.count("2026年1月5日") == 1
    assert "D镇人民政府" in text
    assert _imprint_of(pdf)[1] == pytest.approx(BOTTOM, abs=0.3)


@pytest.mark.parametrize("paragraphs", range(1, 12))
def test_no_signature_stands_on_a_page_without_text(paragraphs: int) -> None:
    """此页无正文 is forbidden: some of the body goes along with the annex list and the signature."""
    notice = Notice(
        mark="中共D镇委员会文件",
        title="关于开展联合培训的通知",
        to="各村、居民区党组织",
        body=tuple(Paragraph(text=papers.SENTENCE) for _ in range(paragraphs)),
        signers=("中共D镇委员会",),
        annexes=(Annex(title="名单"), Annex(title="清单")),
    )
    pdf = gateways.to_pdf(notice, IMPRINT)
    signed = next(p for p in papers.opened(pdf).pages if "2026年10月26日" in p.extract_text().replace(" ", ""))
    text = "".join(signed.extract_text().split())
    assert text.index("提供替代方案") < text.index("附件：") < text.index("2026年10月26日")


@pytest.mark.parametrize("mark", ["中共D镇委员会文件", "中共ABCDEFG镇委员会文件", "D镇"])
def test_a_mark_with_latin_letters_stays_on_the_page(mark: str) -> None:
    notice = Notice(mark=mark, title="关于甲的通知", to="乙", body=(Paragraph(text="丙。"),), signers=("丁",))
    left, _, right, _ = papers.ink(gateways.to_pdf(notice, IMPRINT), 0, red=True)
    assert left >= LEFT - 0.2
    assert right <= RIGHT + 0.2


@pytest.mark.parametrize("articles", range(1, 9))
def test_the_signatures_of_an_agreement_never_stand_on_a_page_without_text(articles: int) -> None:
    """此页无正文 is forbidden: some of the text goes over with them."""
    text = "双方应当遵守约定，按时履行各自的职责，并及时通报情况。" * 4
    agreement = replace(papers.agreement(), annexes=(), articles=(Article(heading="职责", text=text),) * articles)
    pages = [page.extract_text() for page in papers.opened(gateways.to_pdf(agreement, papers.IMPRINT)).pages]
    signed = next(words for words in pages if "盖章" in words)
    assert signed.count("盖章") == 2
    before = signed.split("甲方（盖章）")[0]
    assert "。" in before
    assert len(before.split()) >= 2, "more than the last character of the text"
