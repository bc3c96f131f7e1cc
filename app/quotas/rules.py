"""Whose minutes count in which month, and what is left of them. Pure: the time and the counters come in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from app.kit import clock
from app.kit.errors import Refusal
from app.kit.i18n import N_, Said, said_date, worded
from app.policies.rules import length_in_words

REFUND = timedelta(hours=24)
Key = tuple[UUID, UUID, date]


class QuotaSpent(Refusal):
    message = N_(
        "本镇%(month)s使用该场地的限额为%(quota)s，已用%(taken)s，本次需要%(wanted)s，超出限额；"
        "请缩短时间、改到其他月份，或选择其他场地"
    )


@dataclass(frozen=True)
class Need:
    """What a booking takes of a quota; `quota` is the limit laid down when the month's counter is opened."""

    venue_id: UUID
    town_id: UUID
    owner_town_id: UUID
    month: date
    minutes: int
    quota: int | None = None

    @property
    def key(self) -> Key:
        return self.venue_id, self.town_id, self.month


@dataclass(frozen=True)
class State:
    """A month's counter; `left` is None where there is no limit."""

    taken: int = 0
    quota: int | None = None

    @property
    def left(self) -> int | None:
        return None if self.quota is None else max(0, self.quota - self.taken)

    def has_room(self, minutes: int) -> bool:
        return self.left is None or minutes <= self.left

    def words(self, month: date) -> Said:
        """2026年3月全镇已用2小时，还可使用38小时"""
        used = {"month": month_in_words(month), "taken": length_in_words(self.taken)}
        if self.left is None:
            return worded(N_("%(month)s全镇已用%(taken)s，不限额"), **used)
        return worded(N_("%(month)s全镇已用%(taken)s，还可使用%(left)s"), **used, left=length_in_words(self.left))

    def refusal(self, need: Need) -> QuotaSpent | None:
        """Why a need cannot be met; None when it can."""
        if self.has_room(need.minutes):
            return None
        return QuotaSpent(
            month=month_in_words(need.month),
            quota=length_in_words(self.quota or 0),
            taken=length_in_words(self.taken),
            wanted=length_in_words(need.minutes),
        )


def month_of(moment: datetime) -> date:
    """The first day of the month by the towns' clock."""
    return clock.to_town(moment).date().replace(day=1)


def months_from(first: date, number: int) -> list[date]:
    """So many first days of months, from the month of `first` on."""
    count = [first.year * 12 + first.month - 1 + n for n in range(number)]
    return [date(n // 12, n % 12 + 1, 1) for n in count]


def is_refunded(starts_at: datetime, now: datetime) -> bool:
    """Given back at least a day ahead, so that somebody else can still use it (domain.md §5)."""
    return starts_at - now >= REFUND


def summed(needs: Iterable[Need]) -> list[Need]:
    """One need per counter, in the one order in which counters are locked."""
    by_key: dict[Key, Need] = {}
    for need in needs:
        before = by_key.get(need.key)
        minutes = need.minutes + (before.minutes if before else 0)
        by_key[need.key] = Need(need.venue_id, need.town_id, need.owner_town_id, need.month, minutes, need.quota)
    return [by_key[key] for key in sorted(by_key)]


def month_in_words(month: date) -> Said:
    return said_date(f"{month.year}年{month.month}月", month, "MMMM yyyy")
