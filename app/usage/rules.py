"""How full venues are: booked minutes over open minutes, in the daytime of working days and in all. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.claims.rules import free_gaps
from app.kit.i18n import N_
from app.towns.models import Tier
from app.venues.rules import DayKind, Hours

DAY_STARTS, DAY_ENDS = 8 * 60, 18 * 60  # 白天 of a working day: what the case of the towns compares


@dataclass(frozen=True)
class Share:
    """Minutes that were booked of minutes that a venue was open; the daytime's share of both."""

    booked: int = 0
    opened: int = 0
    day_booked: int = 0
    day_opened: int = 0

    def __add__(self, other: "Share") -> "Share":
        return Share(
            self.booked + other.booked,
            self.opened + other.opened,
            self.day_booked + other.day_booked,
            self.day_opened + other.day_opened,
        )

    @property
    def percent(self) -> int | None:
        return percent(self.booked, self.opened)

    @property
    def day_percent(self) -> int | None:
        return percent(self.day_booked, self.day_opened)


def percent(part: int, whole: int) -> int | None:
    """A whole percentage, at most 100; None of nothing."""
    return min(100, round(100 * part / whole)) if whole else None


def total(shares: Iterable[Share]) -> Share:
    return sum(shares, Share())


def is_worked(day: date, kind: DayKind) -> bool:
    """A working day: Monday to Friday without holidays, and the weekend days worked in exchange."""
    return kind is DayKind.MADE_UP or (kind is DayKind.PLAIN and day.isoweekday() <= 5)


def opened(hours: Hours, closed: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """Minutes that a venue was open on a day, and how many of them in the daytime; closures are taken out."""
    shut = list(closed)
    pieces = [piece for first, last in hours for piece in free_gaps(shut, first, last)]
    whole = sum(ends - starts for starts, ends in pieces)
    return whole, sum(max(0, min(ends, DAY_ENDS) - max(starts, DAY_STARTS)) for starts, ends in pieces)


TIERS = {Tier.TOWN: N_("镇级"), Tier.NEIGHBOURHOOD: N_("村居级"), Tier.GRID: N_("网格级")}


def sentence(by_town: Mapping[str, Share]) -> str:
    """D镇场地工作日白天使用率87%，Q镇24%。"""
    told = [(name, share.day_percent) for name, share in by_town.items() if share.day_percent is not None]
    if not told:
        return "该时段内没有场地开放记录。"
    first, *others = told
    return (
        "，".join([f"{first[0]}场地工作日白天使用率{first[1]}%", *(f"{name}{value}%" for name, value in others)]) + "。"
    )
