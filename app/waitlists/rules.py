"""What may be waited for, and who may answer an offer. Pure; the time comes in."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from app.availability.rules import STEP, Terms, possible_starts, span_in_words
from app.bookings.models import Booking, BookingState
from app.claims.models import Span
from app.kit import clock
from app.kit.errors import Refusal
from app.kit.i18n import N_, Said, worded
from app.policies.rules import length_in_words
from app.waiting.models import WaitingPlace

SHORTEST = 30


class TimeIsFree(Refusal):
    message = N_("%(span)s现在空闲，请直接预约")


class AlreadyWaiting(Refusal):
    message = N_("您已在候补该场地的这段时间，请在“预约与答复”中查看")


class LongerThanTheTime(Refusal):
    message = N_("所需时长要在30分钟以上，不超过所选时段，并按整刻钟填写")


class NotOffered(Refusal):
    message = N_("时段还没有空出，请继续候补")


class OfferLapsed(Refusal):
    message = N_("保留到%(until)s为止，已过期，时段已让给下一位；需要时请重新候补")


class NotYourWish(Refusal):
    message = N_("只有候补人或所在镇文书、党政办主任可以办理")


class OfferOver(Refusal):
    message = N_("该候补现为“%(state)s”，不能再办理此项")


def check_length(span: Span, minutes: int) -> None:
    """The whole span, or a part of it on the quarter hours that is worth waiting for."""
    if minutes == span.minutes:
        return
    if minutes % STEP or not SHORTEST <= minutes <= span.minutes:
        raise LongerThanTheTime


def possible_spans(window: Span, minutes: int, gaps: Iterable[tuple[int, int]]) -> list[Span]:
    """The spans of `minutes` inside the window and the free gaps of its day, the earliest first."""
    first, last = window.of_day()
    midnight = clock.at(window.day, "00:00")
    inside = [(max(opens, first), min(closes, last)) for opens, closes in gaps]
    starts = sorted({start for gap in inside for start in possible_starts(gap, minutes)})
    return [Span(midnight + timedelta(minutes=s), midnight + timedelta(minutes=s + minutes)) for s in starts]


def last_answer(span: Span, terms: Terms) -> datetime:
    """Until when an offer of this span can be accepted at all: the notice limit."""
    return span.starts_at - timedelta(minutes=terms.notice)


def wish_in_words(place: WaitingPlace) -> Said:
    """2026年3月12日 14:00-16:00, or …之间任意1小时30分钟"""
    window = Span(place.wanted_from, place.wanted_until)
    said = span_in_words(window)
    if place.minutes == window.minutes:
        return said
    return worded(N_("%(span)s之间任意%(length)s"), span=said, length=length_in_words(place.minutes))


def check_offer(booking: Booking, now: datetime, *, state_name: str) -> None:
    """An offer can be accepted until its last instant, not at it (the same instant frees it for the next)."""
    if booking.state is BookingState.WAITING:
        raise NotOffered
    until = booking.lapses_at
    if booking.state is BookingState.OFFERED and until is not None and until <= now:
        raise OfferLapsed(until=f"{clock.chinese_date(until)}{clock.wall_time(until)}")
    if booking.state is not BookingState.OFFERED:
        raise OfferOver(state=state_name)
