"""What can be set in type: frozen contents, each the whole text of one document. No session, no clock, no layout."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from app.blocks.models import STRICT, Annex
from app.blocks.models import Block as Block
from app.blocks.models import Level as Level
from app.blocks.models import Paragraph as Paragraph
from app.blocks.models import Table as Table
from app.contracts.models import Agreement as Agreement
from app.contracts.models import Article as Article
from app.contracts.models import Item as Item
from app.contracts.models import Party as Party


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Attendee:
    name: str
    unit: str = ""
    post: str = ""
    note: str = ""
    """Shown in brackets after the name: 代王喆, 参加市委党校学习."""


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Presence:
    label: str
    """出席, 请假 or 列席."""
    people: tuple[Attendee, ...]


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Decision:
    """One 议定事项. `lead` is an optional short 楷体 sentence; who and until when is set behind the text."""

    text: str
    lead: str = ""
    number: str = ""
    responsible: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    due_on: date | None = None


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Topic:
    title: str
    summary: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Minutes:
    """会议纪要. The number, dates and verification code are not here: they are the Imprint, given when it is issued."""

    mark: str
    """发文机关标志, e.g. 红梅同心毗邻党建联席会议纪要."""
    issuer: str
    title: str
    """A line break in it is kept; without one the title is broken by sense."""
    opening: str
    topics: tuple[Topic, ...]
    presence: tuple[Presence, ...]
    closing: tuple[str, ...] = ()
    copies_to: tuple[str, ...] = ()
    printed_by: str = ""
    terms: tuple[str, ...] = ()
    """Words that a title line never breaks: names of towns and of the partnership."""
    kind: Literal["minutes"] = "minutes"


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Source:
    """The issued document that an excerpt or a correction speaks of."""

    title: str
    number: str
    formed_on: date


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Excerpt:
    """摘录: one resolution of issued minutes, for those who proposed it."""

    mark: str
    issuer: str
    source: Source
    topic: str
    decision: Decision
    to: str
    summary: tuple[str, ...] = ()
    copies_to: tuple[str, ...] = ()
    printed_by: str = ""
    terms: tuple[str, ...] = ()
    kind: Literal["excerpt"] = "excerpt"


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Fix:
    place: str
    wrong: str
    right: str


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Correction:
    """更正: issued documents never change, so a mistake is put right by a numbered document of its own."""

    mark: str
    issuer: str
    source: Source
    fixes: tuple[Fix, ...]
    reason: str
    copies_to: tuple[str, ...] = ()
    printed_by: str = ""
    terms: tuple[str, ...] = ()
    kind: Literal["correction"] = "correction"


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Receipt:
    """The 回执 page of a letter: a table to be filled in by the town that is asked."""

    title: str
    columns: tuple[str, ...] = ("姓名", "单位及职务", "联系电话", "用餐", "车牌号")
    rows: tuple[tuple[str, ...], ...] = ()
    blank_rows: int = 8
    note: str = ""
    kind: Literal["receipt"] = "receipt"


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Letter:
    """函 in 信函格式: one organ writes to another (商请函, 复函, 邀请函)."""

    mark: str
    """发文机关标志: the organ's full name, e.g. 中共D镇委员会."""
    title: str
    to: str
    body: tuple[Block, ...]
    signers: tuple[str, ...]
    sealed: bool = True
    contact: str = ""
    annexes: tuple[Annex, ...] = ()
    receipt: Receipt | None = None
    copies_to: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    kind: Literal["letter"] = "letter"


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Notice:
    """通知 in 文件格式: a town writes to its own units."""

    mark: str
    """e.g. 中共D镇委员会文件."""
    title: str
    to: str
    body: tuple[Block, ...]
    signers: tuple[str, ...]
    sealed: bool = True
    contact: str = ""
    annexes: tuple[Annex, ...] = ()
    copies_to: tuple[str, ...] = ()
    printed_by: str = ""
    terms: tuple[str, ...] = ()
    kind: Literal["notice"] = "notice"


Official = Annotated[Minutes | Excerpt | Correction | Letter | Notice | Agreement, Field(discriminator="kind")]


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Imprint:
    """What the act of issuing adds to a content. Empty in a preview: the gaps are then marked red."""

    number: str = ""
    numbers: tuple[str, ...] = ()
    """Of an agreement: each party's 协议编号, in the order of the parties; empty where a party has no register."""
    formed_on: date | None = None
    """成文日期: the day of the last 签发."""
    printed_on: date | None = None
    """印发日期: the day of sending."""
    code: str = ""
    verify_url: str = ""


class Form(StrEnum):
    """The three forms of GB/T 9704-2012 that the towns use, and the agreement, which follows it by reference."""

    MINUTES = "minutes"
    LETTER = "letter"
    FILE = "file"
    AGREEMENT = "agreement"


FORMS = {
    "minutes": Form.MINUTES,
    "excerpt": Form.MINUTES,
    "correction": Form.MINUTES,
    "letter": Form.LETTER,
    "notice": Form.FILE,
    "agreement": Form.AGREEMENT,
}
# What an issued document cannot do without, by kind, in the words of the editor.
REQUIRED: dict[str, dict[str, str]] = {
    "minutes": {
        "mark": "发文机关标志",
        "issuer": "印发单位",
        "title": "标题",
        "opening": "会议概况",
        "topics": "议题",
        "presence": "出席人员",
    },
    "excerpt": {"mark": "发文机关标志", "issuer": "印发单位", "topic": "议题", "to": "摘送单位"},
    "correction": {"mark": "发文机关标志", "issuer": "印发单位", "fixes": "更正内容", "reason": "更正原因"},
    "letter": {"mark": "发文机关标志", "title": "标题", "to": "主送机关", "body": "正文", "signers": "发文机关署名"},
    "notice": {"mark": "发文机关标志", "title": "标题", "to": "主送机关", "body": "正文", "signers": "发文机关署名"},
    "agreement": {"title": "协议名称", "parties": "协议各方", "articles": "条款"},
    "party": {"name": "协议一方的名称"},
    "article": {"heading": "条款标题"},
    "topic": {"title": "议题名称"},
    "decision": {"text": "议定事项"},
    "attendee": {"name": "姓名"},
    "fix": {"place": "更正之处", "right": "更正后的文字"},
    "source": {"title": "原件标题", "number": "原件文号"},
}


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Composition:
    """A content and its imprint, arranged as the elements of GB/T 9704-2012: what the PDF and the DOCX both show."""

    form: Form
    mark: str
    number: str
    title: tuple[str, ...]
    body: tuple[Block, ...]
    issuer: str = ""
    formed_on: str = ""
    to: str = ""
    presence: tuple[tuple[str, str], ...] = ()
    signers: tuple[str, ...] = ()
    sealed: bool = True
    contact: str = ""
    annexes: tuple[Annex, ...] = ()
    receipt: Receipt | None = None
    parties: tuple[Party, ...] = ()
    numbers: str = ""
    copies_to: str = ""
    printed_by: str = ""
    printed_on: str = ""
    code: str = ""
    verify_url: str = ""

    @property
    def subject(self) -> str:
        return "".join(self.title)
