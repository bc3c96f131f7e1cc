"""When and on what terms somebody may have a venue. Pure: the hours, the terms and the time come in."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from app.claims.models import Span
from app.kit import clock
from app.kit.errors import Refusal
from app.kit.i18n import N_
from app.venues.models import Sharing
from app.venues.rules import Hours, holds, write_hours

STEP = 15
MOST_NO_SHOWS = 3


class OffTheGrid(Refusal):
    message = N_("请按整刻钟填写开始和结束时间，结束要晚于开始")


class NotOneDay(Refusal):
    message = N_("一次预约只能在同一天内")


class InThePast(Refusal):
    message = N_("开始时间已过，请另选时间")


class TooSoon(Refusal):
    message = N_("该场地须提前%(hours)s小时预约，请另选时间或与管理单位电话联系")


class TooFar(Refusal):
    message = N_("该场地只接受%(days)s天以内的预约，%(first)s起可预约这一天")


class TooLong(Refusal):
    message = N_("一次最多预约%(hours)s小时，请缩短时间或分次预约")


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


@dataclass(frozen=True)
class Terms:
    """On what terms a town books a venue; minutes and days."""

    at_once: bool
    notice: int = 0
    horizon: int = 180
    longest: int = 12 * 60

    def words(self) -> list[str]:
        """The rule as the venue's page says it."""
        said = ["预约即确认" if self.at_once else "提交申请后由管理单位答复"]
        if self.notice:
            said.append(f"至少提前{self.notice // 60}小时")
        said.append(f"可预约{self.horizon}天以内")
        said.append(f"一次最长{self.longest // 60}小时")
        return said


OWN = Terms(at_once=True)
JOINT = Terms(at_once=True, horizon=400)  # the joint meetings are planned a year ahead


def terms_for(sharing: Sharing, *, is_own: bool, is_joint: bool = False) -> Terms:
    """The terms of a town's own people, of a joint meeting, or of a partner (domain.md §5)."""
    if is_own:
        return JOINT if is_joint else OWN
    if sharing is Sharing.NONE:
        raise NotShared
    if is_joint:
        return JOINT
    return Terms(at_once=sharing is Sharing.AT_ONCE, notice=120, horizon=60, longest=240)


def after_no_shows(terms: Terms, no_shows: int) -> Terms:
    """Three no-shows in sixty days: the owner's unit is asked first, as long as they count (domain.md §5)."""
    return replace(terms, at_once=False) if no_shows >= MOST_NO_SHOWS else terms


def check_span(span: Span) -> None:
    """On the quarter hours, forwards, within one day of the towns' clock."""
    first, last = span.of_day()
    aligned = all(m.second == m.microsecond == 0 for m in (span.starts_at, span.ends_at))
    if not aligned or first % STEP or last % STEP or span.minutes <= 0:
        raise OffTheGrid
    if last > 24 * 60:
        raise NotOneDay


def check_terms(span: Span, terms: Terms, now: datetime) -> None:
    """Not in the past, not too soon, not too far ahead, not too long."""
    if span.starts_at <= now:
        raise InThePast
    if span.starts_at - now < timedelta(minutes=terms.notice):
        raise TooSoon(hours=terms.notice // 60)
    if (span.day - clock.to_town(now).date()).days > terms.horizon:
        first = span.day - timedelta(days=terms.horizon)
        raise TooFar(days=terms.horizon, first=clock.chinese_date(first))
    if span.minutes > terms.longest:
        raise TooLong(hours=terms.longest // 60)


def check_place(span: Span, *, heads: int, seats: int, hours: Hours, why: str = "") -> None:
    """Enough seats, and open for the whole span."""
    if heads > seats:
        raise TooManyPeople(heads=heads, seats=seats)
    day, note = clock.chinese_date(span.day), f"（{why}）" if why else ""
    if not hours:
        raise ShutThatDay(day=day, why=note)
    if not holds(hours, *span.of_day()):
        raise OutsideHours(day=day, why=note, hours=write_hours(hours))


def span_in_words(span: Span) -> str:
    """2026年3月12日 14:00-16:00"""
    first, last = span.of_day()
    closes = "24:00" if last == 1440 else clock.wall_time(span.ends_at)
    return f"{clock.chinese_date(span.day)} {first // 60:02d}:{first % 60:02d}-{closes}"


def period_in_words(span: Span) -> str:
    """A span of any length, as a closure has it."""
    if 0 < span.minutes <= 24 * 60 and span.of_day()[1] <= 24 * 60:
        return span_in_words(span)
    ends = f"{clock.chinese_date(span.ends_at)}{clock.wall_time(span.ends_at)}"
    return f"{clock.chinese_date(span.starts_at)}{clock.wall_time(span.starts_at)}至{ends}"


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
