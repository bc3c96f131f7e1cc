"""How the papers of a meeting read: script, seats, name cards, lists. Pure functions: facts in, sheets out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.kit.clock import chinese_date, wall_time, weekday_name
from app.kit.errors import NotAllowed
from app.kit.i18n import N_
from app.sheets.models import Fact, NameCard, NameCards, Seating, SeatingPlan, SeatRow, Sheet
from app.typeset.models import Paragraph, Table

NUMERALS = "一二三四五六七八九十"
PER_ROW = 10
USUAL_DUTIES = (
    ("会场布置", "桌签、座次、投影和话筒调试", "会前一天"),
    ("签到引导", "张贴签到码，引导停车和入场", "会前半小时"),
    ("材料分发", "议程、议题材料装袋", "会前一天"),
    ("会议记录", "记录议定事项，会后起草纪要", "会议期间"),
    ("设备保障", "视频、音响和网络", "会议期间"),
)


class NotYourDuty(NotAllowed):
    message = N_("只能修改本镇人员的分工；会场安排由承办方填写")


@dataclass(frozen=True)
class Person:
    """A participant as the room needs them, in the order of their town."""

    name: str
    line: str
    town: str
    is_observer: bool


@dataclass(frozen=True)
class ScriptItem:
    title: str
    town: str
    presenter: str
    minutes: int


@dataclass(frozen=True)
class Occasion:
    """The meeting in words."""

    name: str
    starts_at: datetime
    place: str
    host: str
    guests: tuple[str, ...]
    next_host: str

    @property
    def facts(self) -> tuple[Fact, ...]:
        when = f"{chinese_date(self.starts_at)}（{weekday_name(self.starts_at)}）{wall_time(self.starts_at)}"
        return (Fact(label="时间", value=when), Fact(label="地点", value=self.place or "待定"))

    @property
    def parties(self) -> str:
        return "双方" if len(self.guests) == 1 else "各方"


def check_host(host_id: UUID, town_id: UUID | None) -> None:
    """The room is the host's."""
    if town_id != host_id:
        raise NotYourDuty


def check_duty(duty_town_id: UUID, town_id: UUID | None) -> None:
    """A town says what its own people do."""
    if town_id != duty_town_id:
        raise NotYourDuty


def script(
    occasion: Occasion, items: Sequence[ScriptItem], people: Sequence[Person], room: tuple[str, str, str]
) -> Sheet:
    """主持词 in the host's voice. `room`: chair, own opening words, own closing words ("" for the usual ones)."""
    chair, opening, closing = room
    words = [
        "同志们：",
        f"现在，我们召开{occasion.name}。根据轮值安排，本次会议由{occasion.host}承办。",
        *_paragraphs(opening or f"首先，我代表{occasion.host}，对{'、'.join(occasion.guests)}的各位同志表示热烈欢迎！"),
        *_introductions(people),
        f"今天的会议共有{_count(len(items))}项议程。",
    ]
    for number, item in enumerate(items, 1):
        words += _item(number, item, occasion.parties)
    words += _paragraphs(
        closing or "同志们，今天的会议议程已全部进行完毕。会后，请会议记录人员尽快整理会议纪要，送各方确认后印发。"
    )
    if occasion.next_host:
        words.append(f"下次会议由{occasion.next_host}承办，请提前做好准备。")
    words.append("现在散会。")
    facts = (*occasion.facts, Fact(label="主持", value=chair or f"{occasion.host}（待定）"))
    body = tuple(Paragraph(text=text) for text in words)
    return Sheet(title=f"{occasion.name}主持词", facts=facts, body=body, large=True)


def _introductions(people: Sequence[Person]) -> list[str]:
    """出席 by town, then 列席; nothing while nobody is on the list."""
    said = []
    for town in dict.fromkeys(p.town for p in people):
        names = [p.line + p.name for p in people if p.town == town and not p.is_observer]
        if names:
            said.append(f"{town}出席会议的有：{'、'.join(names)}。")
    observers = [p.name for p in people if p.is_observer]
    return [*said, *([f"列席会议的有：{'、'.join(observers)}。"] if observers else [])]


def _item(number: int, item: ScriptItem, parties: str) -> list[str]:
    first = "首先" if number == 1 else "下面"
    who = item.presenter and f"请{item.town}{item.presenter}同志汇报，时间约{item.minutes}分钟。"
    return [
        f"{first}进行第{_count(number)}项议程：{item.title}。{who}",
        f"（汇报后）请同志们发表意见。（讨论后）这一项，请{parties}明确议定事项、责任单位和完成时限。",
    ]


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _count(number: int) -> str:
    """一 … 十, 十一 … 九十九 as official papers count."""
    if number <= 10:
        return NUMERALS[number - 1] if number else "零"
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else NUMERALS[tens - 1]) + "十" + (NUMERALS[ones - 1] if ones else "")


def name_cards(people: Sequence[Person]) -> NameCards:
    """桌签 for everybody who is expected, observers too."""
    return NameCards(cards=tuple(NameCard(name=p.name, line=p.line) for p in people))


def seating(occasion: Occasion, people: Sequence[Person], style: Seating) -> SeatingPlan:
    """座次图. The first of each side sits in the middle, the second at the first's left hand, and so on in turn.

    Two towns may face each other: guests look at the door, the host has it behind (面门为上).
    """
    seated = [p for p in people if not p.is_observer]
    observers = [p.name for p in people if p.is_observer]
    facing = style is Seating.FACING and len(occasion.guests) == 1
    rows = _facing(occasion, seated) if facing else _before_table(occasion, seated)
    rows += [SeatRow(label="列席", names=tuple(names)) for names in _split(observers)]
    return SeatingPlan(
        title=f"{occasion.name}座次图",
        seating=Seating.FACING if facing else Seating.ROWS,
        rows=tuple(rows),
        facts=occasion.facts,
    )


def _facing(occasion: Occasion, people: Sequence[Person]) -> list[SeatRow]:
    guests = [p.name for p in people if p.town != occasion.host]
    hosts = [p.name for p in people if p.town == occasion.host]
    # A guest looks at the door: his left hand is at the right of somebody who stands in it.
    return [
        SeatRow(label=occasion.guests[0], names=tuple(reversed(centred(guests)))),
        SeatRow(label=occasion.host, names=tuple(centred(hosts))),
    ]


def _before_table(occasion: Occasion, people: Sequence[Person]) -> list[SeatRow]:
    """The first of each town at the head table, the host's in the middle; the others in rows by town."""
    towns = [occasion.host, *occasion.guests]
    groups = {town: [p.name for p in people if p.town == town] for town in towns}
    head = [names[0] for names in groups.values() if names]
    rows = [SeatRow(label="主席台", names=tuple(reversed(centred(head))))]
    for town, names in groups.items():
        rows += [SeatRow(label=town, names=tuple(part)) for part in _split(names[1:])]
    return rows


def centred(names: Sequence[str]) -> list[str]:
    """Names in rank order to seats from the sitter's left to right: the first in the middle, the second to his left."""
    seats: list[str] = []
    for rank, name in enumerate(names):
        seats.insert(0 if rank % 2 else len(seats), name)
    return seats


def _split(names: Sequence[str]) -> list[Sequence[str]]:
    return [names[at : at + PER_ROW] for at in range(0, len(names), PER_ROW)]


def catalogue(occasion: Occasion, papers: Sequence[tuple[str, str]]) -> Sheet:
    """材料目录: what lies in the folder, and whose it is."""
    rows = tuple((str(number), name, whose) for number, (name, whose) in enumerate(papers, 1))
    table = Table(head=("序号", "材料名称", "提供方"), rows=rows, widths=(1, 7, 2))
    return Sheet(title=f"{occasion.name}材料目录", facts=occasion.facts, body=(table,))


def duties(occasion: Occasion, lines: Sequence[tuple[str, str, str, str, str]]) -> Sheet:
    """会务分工表: task, content, town, person, when."""
    rows = tuple(lines) or (("", "", "", "", ""),)
    table = Table(head=("事项", "内容", "责任方", "责任人", "时间"), rows=rows, widths=(3, 6, 2, 3, 3))
    return Sheet(title=f"{occasion.name}会务分工表", facts=occasion.facts, body=(table,))
