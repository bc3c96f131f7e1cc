"""When somebody may check in, when a booking is released, when it is over. Pure; the time comes in."""

from datetime import datetime, timedelta

from app.bookings.models import Booking, BookingState
from app.bookings.rules import EARLY as EARLY
from app.kit.errors import Refusal
from app.kit.i18n import N_

GRACE = timedelta(minutes=20)


class TooEarly(Refusal):
    message = N_("开始前30分钟起可以签到")


class AlreadyOver(Refusal):
    message = N_("预约时间已过，不能再签到")


class NothingNow(Refusal):
    message = N_("此刻没有您可以签到的预约")


class NotYours(Refusal):
    message = N_("只有预约人、所在镇工作人员或场地管理单位可以签到")


def check_in_time(booking: Booking, now: datetime) -> None:
    """From half an hour before the start until the end."""
    if now < booking.starts_at - EARLY:
        raise TooEarly
    if now >= booking.ends_at:
        raise AlreadyOver


def is_missed(booking: Booking, now: datetime, *, is_staffed: bool) -> bool:
    """Nobody came within twenty minutes. Off for joint meetings, for sessions of services and for rooms that
    staff open (domain.md §5): somebody is there anyway.

    What is found only after its end counts as completed: nobody is blamed for hours in which the system stood still.
    """
    waits = booking.state is BookingState.CONFIRMED and is_released(booking, is_staffed=is_staffed)
    return waits and booking.starts_at + GRACE <= now < booking.ends_at


def is_over(booking: Booking, now: datetime) -> bool:
    return booking.state in {BookingState.CONFIRMED, BookingState.CHECKED_IN} and now >= booking.ends_at


def is_released(booking: Booking, *, is_staffed: bool) -> bool:
    """Whether the time is given to others when nobody comes."""
    return not booking.is_bound and not is_staffed


def minutes_late(booking: Booking, now: datetime) -> int:
    """Whole minutes since the start of a booking that is on and for which nobody has come."""
    waits = booking.state is BookingState.CONFIRMED and booking.starts_at <= now < booking.ends_at
    return int((now - booking.starts_at).total_seconds() // 60) if waits else 0
