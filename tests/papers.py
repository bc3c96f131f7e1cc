"""Sample contents and a ruler: positions are measured in the PDF itself, in millimetres and points."""

import io
from collections import defaultdict
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any
from uuid import uuid4

import pdfplumber

from app.consents.models import Publicity
from app.documents.models import IssueDraft, NumberDraft
from app.typeset.models import (
    Agreement,
    Annex,
    Article,
    Attendee,
    Decision,
    Imprint,
    Item,
    Letter,
    Level,
    Minutes,
    Paragraph,
    Party,
    Presence,
    Receipt,
    Table,
    Topic,
)

MM = 72 / 25.4
RARE = "喆翀玥昇堃䶮𬭎㛃"
SENTENCE = "会议强调，凡已确认的预约，场地方不得单方取消；确需调整的，应当提前告知，并提供替代方案。"

IMPRINT = Imprint(
    number="红梅同心毗邻党建联席会议纪要〔2026〕3号",
    formed_on=date(2026, 10, 26),
    printed_on=date(2026, 10, 27),
    code="K7MP-3RXW",
    verify_url="https://linqiao.example/verify/K7MP-3RXW",
)


def attendees(count: int, unit: str = "D镇党委") -> tuple[Attendee, ...]:
    return tuple(Attendee(name=f"王{RARE[i % 8]}", unit=unit, post="副书记" if i % 3 else "") for i in range(count))


def minutes(**changes: Any) -> Minutes:
    made = Minutes(
        mark="红梅同心毗邻党建联席会议纪要",
        issuer="红梅同心毗邻党建联席会议办公室",
        title="D镇、Q镇毗邻党建2026年第三次轮值联席会议纪要",
        opening="2026年10月22日，D镇党委、Q镇党委在Q镇党群服务中心召开联席会议。现将会议议定事项纪要如下：",
        topics=(
            Topic(
                title="关于阵地共享",
                summary=("会议听取了阵地共享情况汇报。" + SENTENCE,),
                decisions=(
                    Decision(
                        lead="开放红梅礼堂。",
                        text="每周二、周四下午向D镇开放。",
                        responsible=("Q镇党群服务中心",),
                        due_on=date(2026, 11, 1),
                        number="2026-12",
                    ),
                ),
            ),
        ),
        presence=(
            Presence(label="出席", people=(*attendees(6), *attendees(6, "Q镇党委"))),
            Presence(label="请假", people=(Attendee(name="蒋伟", unit="D镇党委", note="参加市委党校学习"),)),
            Presence(label="列席", people=attendees(3, "D镇平安办")),
        ),
        copies_to=("崇明区委组织部", "启东市委组织部"),
        printed_by="红梅同心毗邻党建联席会议办公室",
        terms=("D镇", "Q镇"),
    )
    return replace(made, **changes)


def long_minutes(paragraphs: int = 12) -> Minutes:
    topic = Topic(title="关于阵地共享", summary=tuple(SENTENCE * 3 for _ in range(paragraphs)))
    return minutes(topics=(topic,))


def letter(**changes: Any) -> Letter:
    made = Letter(
        mark="中共Q镇委员会",
        title="关于商请参加毗邻党建2026年第三次轮值联席会议的函",
        to="中共D镇委员会",
        body=(
            Paragraph(text="2026年第三次轮值联席会议由我镇承办。现将有关事项函告如下，请予支持。"),
            Paragraph(text="一、会议时间", level=Level.FIRST),
            Paragraph(text="2026年10月22日（星期四）14:00至16:00。"),
        ),
        signers=("中共Q镇委员会",),
        contact="联系人：严萍，联系电话：0513-80000000",
        receipt=Receipt(title="毗邻党建2026年第三次轮值联席会议回执", note="请于2026年10月19日前反馈。"),
        copies_to=("启东市委组织部",),
        terms=("D镇", "Q镇"),
    )
    return replace(made, **changes)


def draft(subject: str = "", **changes: object) -> IssueDraft:
    made = IssueDraft(
        subject=subject or f"minutes:{uuid4()}",
        number=NumberDraft(series="红梅同心毗邻党建联席会议纪要"),
        organs=["中共D镇委员会", "中共Q镇委员会"],
        formed_on=date(2026, 10, 26),
        publicity=Publicity.ON_REQUEST,
        secrecy_checked_by="何静",
    )
    return made.model_copy(update=changes)


def opened(pdf: bytes) -> pdfplumber.PDF:
    return pdfplumber.open(io.BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    """All text of a PDF without white space: where lines break does not matter."""
    return "".join("".join((page.extract_text() or "").split()) for page in opened(pdf).pages)


def rows(page: Any, size: float = 16.0) -> list[list[dict[str, Any]]]:
    """The characters of one size, line by line from the top, each line from the left."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for char in page.chars:
        if abs(char["size"] - size) < 0.1 and char["text"].strip():
            found[round(char["matrix"][5])].append(char)
    return [sorted(found[y], key=lambda c: c["x0"]) for y in sorted(found, reverse=True)]


def words(row: list[dict[str, Any]]) -> str:
    return "".join(char["text"] for char in row)


def rules_of_any(page: Any) -> list[dict[str, Any]]:
    """Every line and frame of a page, from the top."""
    return sorted([*page.lines, *page.rects], key=lambda d: d["top"])


def rules_of(page: Any, *, red: bool) -> list[dict[str, Any]]:
    """Horizontal lines and bars of a page, from the top; red ones or black ones."""
    flat = [d for d in rules_of_any(page) if d["width"] > 50 and d["height"] < 6]
    return [d for d in flat if _is_red(d) == red]


def _is_red(drawn: dict[str, Any]) -> bool:
    colour = drawn.get("non_stroking_color") or drawn.get("stroking_color") or ()
    return len(colour) == 3 and colour[0] > 0.6 and colour[1] < 0.2


def gaps_between(rows_of_page: list[Any]) -> list[float]:
    return [a[0]["matrix"][5] - b[0]["matrix"][5] for a, b in pairwise(rows_of_page)]


def ink(pdf: bytes, page: int, *, red: bool = False, dots: int = 300) -> tuple[float, float, float, float]:
    """The box of the ink on a page (left, top, right, bottom in mm), all of it or only the red."""
    import pypdfium2

    picture = pypdfium2.PdfDocument(pdf)[page].render(scale=dots / 72).to_pil().convert("RGB")
    red_band, green_band, _ = picture.split()
    if red:
        from PIL import ImageChops

        mask = ImageChops.subtract(red_band, green_band).point(lambda v: 255 if v > 90 else 0)
    else:
        mask = green_band.point(lambda v: 255 if v < 160 else 0)
    left, top, right, bottom = mask.getbbox()
    return tuple(v * 25.4 / dots for v in (left, top, right, bottom))  # type: ignore[return-value]


def agreement() -> Agreement:
    """An agreement on venues, with items, points, references, and an annex with a table."""
    scope = Article(
        heading="共享范围",
        key="范围",
        text="甲乙双方将附件所列阵地向对方党组织、居民和社会团队开放。",
        items=(
            Item(text="甲方开放多功能厅、议事厅等14处；"),
            Item(
                text="乙方开放红梅礼堂、共享会议室等12处；",
                points=("红梅礼堂每周二、周四下午优先供甲方使用；", "共享会议室预约即确认。"),
            ),
        ),
    )
    rules = "使用人须遵守场地管理单位的规定。\n违反{第:范围}或者{第:范围:2}约定的，管理单位可以停止使用。"
    table = Table(head=("序号", "场地", "座位"), rows=(("1", "多功能厅", "120"), ("2", "红梅礼堂", "200")))
    return Agreement(
        title="D镇、Q镇毗邻党建阵地共享协议",
        parties=(
            Party(name="中国共产党D镇委员会", details=("地址：上海市崇明区D镇北沿公路128号",)),
            Party(name="中国共产党Q镇委员会", details=("地址：江苏省启东市Q镇兴隆大道1号",)),
        ),
        preamble="为深入贯彻长三角一体化发展战略，经甲乙双方友好协商，达成如下协议：",
        articles=(
            scope,
            Article(heading="使用规则", text=rules),
            Article(heading="费用", text="场地无偿使用，水电费用由提供方承担。"),
            Article(heading="期限和份数", text="本协议有效期三年，一式四份，双方各执两份，具有同等效力。"),
        ),
        annexes=(Annex(title="共享阵地清单", body=(table,)),),
        terms=("D镇", "Q镇"),
    )
