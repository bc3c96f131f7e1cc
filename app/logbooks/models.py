"""交流日志册: what a printed log book holds. Frozen; texts are masked before they come here."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    who: str
    text: str


@dataclass(frozen=True)
class Photo:
    """`name` is the key of its bytes; `more` stands on the last one that has room."""

    name: str


@dataclass(frozen=True)
class EntryPart:
    anchor: str
    day: str  # 2026年3月2日 星期一
    kind: str
    is_late: bool
    hours: str
    done: str
    learned: str
    suggestion: str
    photos: tuple[Photo, ...]
    left_out: int  # photos that found no room
    comments: tuple[Said, ...]


@dataclass(frozen=True)
class MonthPart:
    anchor: str
    title: str  # 2026年3月
    ratings: tuple[Said, ...]
    entries: tuple[EntryPart, ...]


@dataclass(frozen=True)
class Book:
    person: str
    partnership: str
    span: str
    facts: tuple[tuple[str, str], ...]
    months: tuple[MonthPart, ...]
    summary: tuple[str, ...]  # paragraphs of the 挂职总结
    is_masked: bool
    made_on: str
