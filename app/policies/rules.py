"""A share policy as a value: its defaults, its words, and whether a change of it needs both towns' keys. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Any

from app.kit.clock import weekday_run
from app.kit.errors import Refusal
from app.kit.i18n import N_, Said, joined, worded
from app.policies.models import Sharing

Hours = tuple[tuple[int, int], ...]
RANK = {Sharing.NONE: 0, Sharing.ON_REQUEST: 1, Sharing.AT_ONCE: 2}


class LongestTooLong(Refusal):
    message = N_("一次最长使用时间在15分钟到24小时之间，按15分钟递增")


class NoticeBeyondHorizon(Refusal):
    message = N_("提前预约的时间不能超过可预约的天数")


class NothingInQuota(Refusal):
    message = N_("每月限额%(quota)s少于一次最长使用时间%(longest)s，请调整其中一项")


@dataclass(frozen=True)
class Rule:
    """What one town may do with one venue of another; minutes and days (domain.md §5 gives the defaults)."""

    sharing: Sharing
    notice: int = 120
    horizon: int = 60
    longest: int = 240
    own_first: Mapping[int, Hours] = field(default_factory=dict)
    release_days: int = 7
    quota: int | None = None

    def words(self) -> list[Said]:
        """The rule as its page says it to both towns."""
        if self.sharing is Sharing.NONE:
            return [worded(N_("不开放"))]
        said = terms_in_words(self.sharing is Sharing.AT_ONCE, self.notice, self.horizon, self.longest)
        said += own_first_in_words(self.own_first, self.release_days)
        if self.quota:
            most = length_in_words(self.quota)
            said.append(worded(N_("全镇每月合计不超过%(most)s，跨镇联席会议不计入"), most=most))
        return said

    def as_json(self) -> dict[str, Any]:
        """The rule as keys are turned on it and as its history keeps it."""
        return {
            "sharing": self.sharing.value,
            "notice": self.notice,
            "horizon": self.horizon,
            "longest": self.longest,
            "own_first": own_first_as_json(self.own_first),
            "release_days": self.release_days,
            "quota": self.quota,
        }


def default_rule(sharing: Sharing) -> Rule:
    """Nothing was laid down for this town: the venue's own word, with the defaults."""
    return Rule(sharing)


def rule_from(kept: Mapping[str, Any]) -> Rule:
    """The rule of a row or of a history's entry."""
    return Rule(
        sharing=Sharing(kept["sharing"]),
        notice=kept["notice"],
        horizon=kept["horizon"],
        longest=kept["longest"],
        own_first={
            int(day): tuple((a, b) for a, b in spans) for day, spans in sorted(kept["own_first"].items()) if spans
        },
        release_days=kept["release_days"],
        quota=kept["quota"] or None,
    )


def own_first_as_json(own_first: Mapping[int, Hours]) -> dict[str, list[list[int]]]:
    return {str(day): [list(span) for span in spans] for day, spans in sorted(own_first.items()) if spans}


def check_rule(rule: Rule) -> None:
    """What could never be used is not laid down."""
    if rule.longest % 15 or not 15 <= rule.longest <= 24 * 60:
        raise LongestTooLong
    if rule.notice > rule.horizon * 24 * 60:
        raise NoticeBeyondHorizon
    if rule.quota and rule.quota < rule.longest:
        raise NothingInQuota(quota=length_in_words(rule.quota), longest=length_in_words(rule.longest))


class Comparison(StrEnum):
    """What a change means for the borrowing town."""

    SAME = "same"
    GENEROUS = "generous"  # in force at once, the other town is told
    STRICTER = "stricter"  # takes both towns' keys; a change that is both counts as this


def compare(before: Rule, after: Rule) -> Comparison:
    """Better in one point and worse in another is stricter: the other town decides whether it is worth it."""
    if before == after:
        return Comparison.SAME
    if before.sharing is Sharing.NONE:  # whatever is laid down, nothing is taken away
        return Comparison.GENEROUS
    if after.sharing is Sharing.NONE or any(_is_worse(before, after)):
        return Comparison.STRICTER
    return Comparison.GENEROUS


def _is_worse(before: Rule, after: Rule) -> list[bool]:
    return [
        RANK[after.sharing] < RANK[before.sharing],
        after.notice > before.notice,
        after.horizon < before.horizon,
        after.longest < before.longest,
        after.quota is not None and (before.quota is None or after.quota < before.quota),
        _kept_back(after) - _kept_back(before) != set(),
        bool(_kept_back(before) & _kept_back(after)) and after.release_days < before.release_days,
    ]


def _kept_back(rule: Rule) -> set[tuple[int, int]]:
    """(weekday, minute) of every own-first minute."""
    return {(day, m) for day, spans in rule.own_first.items() for opens, closes in spans for m in range(opens, closes)}


def differences(before: Rule, after: Rule) -> list[tuple[str, str]]:
    """What a change takes out and what it puts in, as (before, after) in words."""
    gone = [w for w in before.words() if w not in after.words()]
    come = [w for w in after.words() if w not in before.words()]
    longer = max(len(gone), len(come))
    return list(zip(gone + [""] * (longer - len(gone)), come + [""] * (longer - len(come)), strict=True))


def reserved(own_first: Mapping[int, Hours], release_days: int, day: date, today: date) -> Hours:
    """The hours of a day that are still kept for the owner; from `release_days` before on there are none."""
    return own_first.get(day.isoweekday(), ()) if (day - today).days > release_days else ()


def terms_in_words(at_once: bool, notice: int, horizon: int, longest: int) -> list[Said]:
    said = [worded(N_("预约即确认") if at_once else N_("提交申请后由管理单位答复"))]
    if notice:
        said.append(worded(N_("至少提前%(ahead)s"), ahead=ahead_in_words(notice)))
    said.append(worded(N_("可预约%(days)s天以内"), days=horizon))
    return [*said, worded(N_("一次最长%(length)s"), length=length_in_words(longest))]


def own_first_in_words(own_first: Mapping[int, Hours], release_days: int) -> list[Said]:
    """星期一至星期五 08:00–12:00优先供管理单位所在镇使用，提前7天仍未占用的放开"""
    if not any(own_first.values()):
        return []
    runs = [
        worded(N_("%(days)s %(hours)s"), days=weekday_run(first, last), hours=spans_in_words(hours))
        for first, last, hours in _runs(own_first)
    ]
    early, today = N_("提前%(days)s天仍空闲的放开"), N_("当天仍空闲的放开")
    release = worded(early, days=release_days) if release_days else worded(today)
    times = joined(N_("；"), runs)
    return [worded(N_("%(times)s优先供管理单位所在镇使用，%(release)s"), times=times, release=release)]


def spans_in_words(hours: Hours) -> str:
    return "、".join(f"{_minute(opens)}–{_minute(closes)}" for opens, closes in hours)


def _minute(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _runs(own_first: Mapping[int, Hours]) -> Sequence[tuple[int, int, Hours]]:
    """Days after each other with equal hours, said once."""
    days = [(day, spans) for day, spans in sorted(own_first.items()) if spans]
    starts = [0] + [n for n, (one, two) in enumerate(pairwise(days), 1) if two != (one[0] + 1, one[1])]
    ends = [*starts[1:], len(days)]
    return [(days[a][0], days[b - 1][0], days[a][1]) for a, b in zip(starts, ends, strict=True)]


def length_in_words(minutes: int) -> Said:
    """4小时, 1小时30分钟, 45分钟"""
    hours, rest = divmod(minutes, 60)
    if hours and rest:
        return worded(N_("%(hours)s小时%(minutes)s分钟"), hours=hours, minutes=rest)
    return worded(N_("%(minutes)s分钟"), minutes=rest) if rest else worded(N_("%(hours)s小时"), hours=hours)


def ahead_in_words(minutes: int) -> Said:
    """2小时, 3天"""
    whole_days = minutes and minutes % 1440 == 0
    return worded(N_("%(days)s天"), days=minutes // 1440) if whole_days else length_in_words(minutes)
