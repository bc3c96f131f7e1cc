"""How a report is called, numbered and filed, and how often it is tried. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.indicators.models import Chapter, Evidence, Grid, Length, Period
from app.indicators.rules import in_words
from app.kit.clock import chinese_date
from app.kit.errors import Refusal
from app.kit.i18n import N_
from app.kit.text import sha256

LEASE = timedelta(minutes=5)
NUMERALS = "一二三四五六七八九十"
KINDS = {Length.QUARTER: "报告", Length.MONTH: "工作报告", Length.CUSTOM: "工作报告"}


class StillAhead(Refusal):
    message = N_("%(period)s还没有开始，请选择已经开始的时段")


class AlreadyAsked(Refusal):
    message = N_("%(title)s正在生成，请稍候，不必重复提交")


class NotFailed(Refusal):
    message = N_("该报告没有失败，不用重新生成")


@dataclass(frozen=True)
class Filed:
    """One file of the evidence folder with its line of the index."""

    path: str
    source: str
    data: bytes
    rows: int

    @property
    def sha256(self) -> str:
        return sha256(self.data)


def check_period(period: Period, today: date) -> None:
    if period.first > today:
        raise StillAhead(period=in_words(period))


def title_of(partnership: str, period: Period) -> str:
    """红梅同心毗邻党建联合体2026年度报告"""
    if period.length is Length.YEAR:
        return f"{partnership}{period.first.year}年度报告"
    return f"{partnership}{in_words(period)}{KINDS[period.length]}"


def opening(partnership: str, towns: Sequence[str], period: Period, until: date) -> str:
    """The first paragraph, as a clerk writes it; a running period says until when it counts."""
    so_far = f"（统计截至{chinese_date(until)}）" if until < period.last else ""
    return (
        f"{in_words(period)}{so_far}，{'、'.join(towns)}依托{partnership}，坚持党建引领、平等协商、资源共享，"
        "统筹推进各项共建工作。现将有关情况报告如下："
    )


def heading(place: int, title: str) -> str:
    """一、轮值会议"""
    return f"{NUMERALS[place]}、{title}"


def folder(place: int, title: str) -> str:
    """01_轮值会议"""
    return f"{place + 1:02d}_{safe(title)}"


def safe(name: str) -> str:
    """A name that Windows keeps: no separators, no control characters, not too long."""
    kept = "".join("_" if c in '\\/:*?"<>|' or c < " " else c for c in name.strip())
    stem, dot, ending = kept.rpartition(".")
    return f"{stem[:60]}{dot}{ending}" if dot and len(ending) <= 5 else kept[:60]


def file_names(evidence: Sequence[Evidence]) -> list[str]:
    """Each with its place in front, so that two of the same name stay apart."""
    return [f"{place:02d}_{safe(e.name)}" for place, e in enumerate(evidence, 1)]


def all_lists(chapter: Chapter) -> list[Grid]:
    """What goes into Excel: the chapter's lists, and the tables that its text shows."""
    return [grid for grid in (*chapter.lists, *chapter.grids) if grid.rows]


def index_rows(filed: Sequence[Filed]) -> list[tuple[object, ...]]:
    return [
        (n, f.path.partition("/")[0], f.path.rpartition("/")[2], f.source, f.rows or None, len(f.data), f.sha256)
        for n, f in enumerate(filed, 1)
    ]


INDEX_HEAD = ("序号", "指标", "文件", "来源", "行数", "字节数", "SHA-256校验值")
