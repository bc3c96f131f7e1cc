"""When and on what terms somebody may have a venue. Pure: the hours, the terms and the time come in."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from app.claims.models import Span
from app.kit import clock
from app.kit.errors import Refusal
from app.kit.i18n import N_, Said, worded
from app.policies import rules as policies
from app.policies.models import Sharing
from app.policies.rules import Rule
from app.venues.models import DAY_MINUTES, VenueKind
from app.venues.rules import Hours, holds, write_hours

STEP = 15
DAY = 24 * 60
FARTHEST = 400
MOST_NO_SHOWS = 3
FOR_ANYTHING = frozenset({VenueKind.HALL, VenueKind.MEETING_ROOM, VenueKind.PARTY_ROOM, VenueKind.COUNCIL_ROOM})
FOR_ONE_THING = frozenset({VenueKind.CANTEEN, VenueKind.HEALTH_ROOM, VenueKind.DAY_CARE, VenueKind.MEDIATION_ROOM})


class OffTheGrid(Refusal):
    message = N_("请按整刻钟填写开始和结束时间，结束要晚于开始")


class NotOneDay(Refusal):
    message = N_("一次预约只能在同一天内")


class InThePast(Refusal):
    message = N_("开始时间已过，请另选时间")


class TooSoon(Refusal):
    message = N_("该场地须提前%(time)s预约，请另选时间或与管理单位电话联系")


class TooFar(Refusal):
    message = N_("该场地只接受%(days)s天以内的预约，%(first)s起可预约这一天")


class TooLong(Refusal):
    message = N_("一次最多预约%(length)s，请缩短时间或分次预约")


class KeptForOwner(Refusal):
    message = N_("%(day)s %(hours)s优先供场地所在镇使用，%(first)s起仍空闲的可以预约；请另选时间，或到时再约")


class TooManyPeople(Refusal):
    message = N_("%(heads)s人超过了该场地的%(seats)s座，请选择更大的场地")


class OutsideHours(Refusal):
    message = N_("%(day)s%(why)s开放时间为%(hours)s，请在开放时间内预约")


class ShutThatDay(Refusal):
    message = N_("%(day)s%(why)s不开放，请另选日期或场地")


class VenueClosed(Refusal):
    message = N_("该场地%(span)s因“%(reason)s”关闭，请另选时间或场地")


class NotShared(Refusal):
    message = N_("该场地只供本镇使用")


class NoLongerOffered(Refusal):
    message = N_("该场地已停用，请选择其他场地")


class Exemption(StrEnum):
    """What the owner's staff may set aside by an express act with a reason (pitfall 22). Nothing else."""

    NOTICE = "notice"
    HORIZON = "horizon"
    LONGEST = "longest"
    OWN_FIRST = "own_first"
    QUOTA = "quota"


EXEMPTIONS = {
    Exemption.NOTICE: N_("提前预约的时间"),
    Exemption.HORIZON: N_("可预约的天数"),
    Exemption.LONGEST: N_("一次最长使用时间"),
    Exemption.OWN_FIRST: N_("本镇优先时段"),
    Exemption.QUOTA: N_("每月限额"),
}


@dataclass(frozen=True)
class Terms:
    """On what terms a town books a venue; minutes and days. `own_first` is what is kept for the owner, by weekday."""

    at_once: bool
    notice: int = 0
    horizon: int = 180
    longest: int = 12 * 60
    own_first: Mapping[int, Hours] = field(default_factory=dict)
    release_days: int = 7

    def words(self) -> list[Said]:
        """The terms as the venue's page says them."""
        said = policies.terms_in_words(self.at_once, self.notice, self.horizon, self.longest)
        return said + policies.own_first_in_words(self.own_first, self.release_days)

    def kept_back(self, day: date, today: date) -> Hours:
        """The hours of a day that are still kept for the owner's own people."""
        return policies.reserved(self.own_first, self.release_days, day, today)


OWN = Terms(at_once=True)
JOINT = Terms(at_once=True, horizon=400)  # the joint meetings are planned a year ahead


def terms_for(rule: Rule | None, *, is_joint: bool = False) -> Terms:
    """The terms of a town's own people (no rule), of a joint meeting, or of a partner (domain.md §5)."""
    if rule is None:
        return JOINT if is_joint else OWN
    if rule.sharing is Sharing.NONE:
        raise NotShared
    if is_joint:
        return JOINT
    at_once = rule.sharing is Sharing.AT_ONCE
    return Terms(at_once, rule.notice, rule.horizon, rule.longest, rule.own_first, rule.release_days)


def set_aside(terms: Terms, exempt: Collection[Exemption]) -> Terms:
    """The terms without what the owner's staff have expressly set aside; hours, seats and claims are no terms."""
    lifted: dict[Exemption, dict[str, Any]] = {
        Exemption.NOTICE: {"notice": 0},
        Exemption.HORIZON: {"horizon": FARTHEST},
        Exemption.LONGEST: {"longest": DAY},
        Exemption.OWN_FIRST: {"own_first": {}},
        Exemption.QUOTA: {},
    }
    for one in exempt:
        terms = replace(terms, **lifted[one])
    return terms


def after_no_shows(terms: Terms, no_shows: int) -> Terms:
    """Three no-shows in sixty days: the owner's unit is asked first, as long as they count (domain.md §5)."""
    return replace(terms, at_once=False) if no_shows >= MOST_NO_SHOWS else terms


def check_span(span: Span) -> None:
    """On the quarter hours, forwards, within one day of the towns' clock."""
    first, last = span.of_day()
    aligned = all(m.second == m.microsecond == 0 for m in (span.starts_at, span.ends_at))
    if not aligned or first % STEP or last % STEP or span.minutes <= 0:
        raise OffTheGrid
    if last > DAY:
        raise NotOneDay


def check_terms(span: Span, terms: Terms, now: datetime) -> None:
    """Not in the past, not too soon, not too far ahead, not too long, not in hours kept for the owner."""
    raise_first(against_terms(span, terms, now))


def against_terms(span: Span, terms: Terms, now: datetime) -> Iterator[Refusal]:
    """Everything in the terms that speaks against a span."""
    today, ahead = clock.to_town(now).date(), span.starts_at - now
    if span.starts_at <= now:
        yield InThePast()
    elif ahead < timedelta(minutes=terms.notice):
        yield TooSoon(time=policies.ahead_in_words(terms.notice))
    if (span.day - today).days > terms.horizon:
        first = span.day - timedelta(days=terms.horizon)
        yield TooFar(days=terms.horizon, first=clock.chinese_date(first))
    if span.minutes > terms.longest:
        yield TooLong(length=policies.length_in_words(terms.longest))
    kept = [k for k in terms.kept_back(span.day, today) if k[0] < span.of_day()[1] and span.of_day()[0] < k[1]]
    if kept:
        released = max(today, span.day - timedelta(days=terms.release_days))
        yield KeptForOwner(
            day=day_in_words(span.day),
            hours=policies.spans_in_words(tuple(kept)),
            first=clock.chinese_date(released),
        )


def check_place(span: Span, *, heads: int, seats: int, hours: Hours, why: str = "") -> None:
    """Enough seats, and open for the whole span."""
    raise_first(against_place(span, heads=heads, seats=seats, hours=hours, why=why))


def against_place(span: Span, *, heads: int, seats: int, hours: Hours, why: str = "") -> Iterator[Refusal]:
    if heads > seats:
        yield TooManyPeople(heads=heads, seats=seats)
    day, note = clock.chinese_date(span.day), f"（{why}）" if why else ""
    if not hours:
        yield ShutThatDay(day=day, why=note)
    elif not holds(hours, *span.of_day()):
        yield OutsideHours(day=day, why=note, hours=write_hours(hours).replace("-", "–"))


def raise_first(against: Iterable[Refusal]) -> None:
    for refusal in against:
        raise refusal


def day_in_words(day: date) -> Said:
    """2026年3月12日 星期四"""
    return worded(N_("%(day)s %(weekday)s"), day=clock.chinese_date(day), weekday=clock.weekday_name(day))


def span_in_words(span: Span) -> Said:
    """2026年3月12日 星期四 14:00–16:00"""
    first, last = span.of_day()
    closes = "24:00" if last == DAY else clock.wall_time(span.ends_at)
    times = f"{first // 60:02d}:{first % 60:02d}–{closes}"
    return worded(N_("%(day)s %(times)s"), day=day_in_words(span.day), times=times)


def period_in_words(span: Span) -> Said:
    """A span of any length, as a closure has it."""
    if 0 < span.minutes <= DAY and span.of_day()[1] <= DAY:
        return span_in_words(span)
    return worded(N_("%(first)s至%(last)s"), first=_moment(span.starts_at), last=_moment(span.ends_at))


def _moment(moment: datetime) -> Said:
    return worded(N_("%(day)s%(time)s"), day=clock.chinese_date(moment), time=clock.wall_time(moment))


def starts_by_nearness(slots: Iterable[int], wanted: int) -> list[int]:
    """Possible starts (minutes of a day), those nearest to the wanted one first, earlier before later."""
    return sorted(slots, key=lambda start: (abs(start - wanted), start))


def possible_starts(gap: tuple[int, int], minutes: int) -> list[int]:
    """Quarter hours of a free gap at which `minutes` fit."""
    opens, closes = gap
    return list(range(-(-opens // STEP) * STEP, closes - minutes + 1, STEP))


def offered_end(gap: tuple[int, int]) -> int:
    """The end that a free span's button proposes: two hours, or what there is."""
    return min(gap[1], gap[0] + 120)


def first_day_to_offer(now: datetime) -> date:
    """Today until the late afternoon, then tomorrow: the day on which somebody who names none may find something."""
    local = clock.to_town(now)
    return local.date() + timedelta(days=1 if local.hour >= 17 else 0)


def next_quarter(minute: int) -> int:
    """The first quarter hour after a minute: the earliest start that can still be asked for."""
    return minute // STEP * STEP + STEP


def by_day(spans: Iterable[tuple[int, int]], first_midnight: int, gap: int) -> dict[int, list[tuple[int, int]]]:
    """Taken spans sorted into the days (counted from the first) on which they, or the gap before them, keep time."""
    days: dict[int, list[tuple[int, int]]] = {}
    for starts, ends in spans:
        for n in range((starts - gap - first_midnight) // DAY_MINUTES, (ends - first_midnight) // DAY_MINUTES + 1):
            days.setdefault(n, []).append((starts, ends))
    return days


def unlike(kind: VenueKind, wanted: VenueKind) -> int:
    """How far one kind of venue is from another, for whom the wanted one is taken: nobody dances in a health room."""
    if kind is wanted:
        return 0
    if kind in FOR_ONE_THING:
        return 3
    return 1 if kind in FOR_ANYTHING else 2
