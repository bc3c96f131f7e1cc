"""How a summary is drawn from entries, and which entry each of its sentences comes from. Pure."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from app.kit.errors import Refusal
from app.kit.i18n import N_
from app.logs.models import KINDS, Kind, LogEntry
from app.summaries.models import LONGEST, WHOLE

SENTENCE = re.compile(r"[^。！？；!?;\n]+[。！？；!?;]?")
HEADING = re.compile(r"[一二三四五六七八九十]+、")
MONTH = re.compile(r"\d{4}年\d{1,2}月$")
SHORTEST = 4  # characters; “好。” says nothing by itself
PART = LONGEST // 3


class NothingWritten(Refusal):
    message = N_("这段时间没有日志，没有可以摘取的内容")


class EmptySummary(Refusal):
    message = N_("请先写好内容再确认")


@dataclass(frozen=True)
class Sentence:
    """A sentence of a summary; `day` and `entry_id` say where it comes from, None when it was written for it."""

    text: str
    day: date | None = None
    entry_id: UUID | None = None


def period_of(month: date) -> str:
    return f"{month:%Y-%m}"


def sentences(text: str) -> list[str]:
    return [found for s in SENTENCE.findall(text) if len(found := s.strip()) >= SHORTEST]


def assemble(entries: Sequence[LogEntry], period: str) -> str:
    """A first text in three parts, every sentence the person's own. Raises NothingWritten."""
    if not entries:
        raise NothingWritten
    months = _months(entries) if period == WHOLE else {"": list(entries)}
    most = 1 if period == WHOLE else 3
    parts = [
        ("一、主要工作", [_figures(entries), *_paragraphs(months, lambda e: e.done, 1)]),
        ("二、学习体会", _paragraphs(months, lambda e: e.learned, most)),
        ("三、意见建议", _paragraphs(months, lambda e: e.suggestion, most)),
    ]
    written = ["\n".join((title, *said)) for title, said in parts if said]
    return "\n".join(written)[:LONGEST]


def linked(text: str, entries: Iterable[LogEntry]) -> list[list[Sentence]]:
    """The text by lines and sentences, each with the entry that says the same; edited ones stand by themselves."""
    origins = {
        _bare(s): entry for entry in entries for s in sentences(f"{entry.done}\n{entry.learned}\n{entry.suggestion}")
    }
    return [
        [_sentence(s, origins.get(_bare(s))) for s in SENTENCE.findall(line)]
        for line in text.splitlines()
        if line.strip()
    ]


def is_heading(line: Sequence[Sentence]) -> bool:
    return len(line) == 1 and bool(HEADING.match(line[0].text))


def is_month(line: Sequence[Sentence]) -> bool:
    """A line that only names the month whose sentences follow."""
    return len(line) == 1 and bool(MONTH.match(line[0].text))


def _sentence(text: str, entry: LogEntry | None) -> Sentence:
    return Sentence(text.strip(), entry.day, entry.id) if entry else Sentence(text.strip())


def _bare(sentence: str) -> str:
    return re.sub(r"\W+", "", sentence)


def _figures(entries: Sequence[LogEntry]) -> str:
    """共写日志9篇：走访4篇、调解2篇。 The number of the entries, not of the deeds: more is not known."""
    counted = Counter(e.kind for e in entries)
    kinds = "、".join(f"{KINDS[kind]}{counted[kind]}篇" for kind in Kind if counted[kind])
    return f"共写日志{len(entries)}篇：{kinds}。"


def _months(entries: Iterable[LogEntry]) -> dict[str, list[LogEntry]]:
    """A whole posting by its months: 2026年7月 → its entries."""
    return {
        f"{year}年{month}月": list(found)
        for (year, month), found in groupby(sorted(entries, key=lambda e: e.day), lambda e: (e.day.year, e.day.month))
    }


def _paragraphs(months: Mapping[str, Sequence[LogEntry]], said: Callable[[LogEntry], str], most: int) -> list[str]:
    """What was picked of each month as one line, under the month's name when there is one; no month takes it all."""
    lines = []
    for month, entries in months.items():
        if picked := _picked(map(said, entries), most, PART // len(months)):
            lines += [month, _joined(picked)] if month else [_joined(picked)]
    return lines


def _picked(texts: Iterable[str], most: int, room: int) -> list[str]:
    """The first sentences of each text, every one once, as many as there is room for."""
    found = dict.fromkeys(s for text in texts for s in sentences(text)[:most])
    kept = []
    for sentence in found:
        room -= len(sentence)
        if room >= 0:
            kept.append(sentence)
    return kept


def _joined(said: Iterable[str]) -> str:
    return "".join(s if s[-1] in "。！？；!?;" else f"{s}。" for s in said)
