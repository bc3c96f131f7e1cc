"""What may become of a booking, step by step, and who may take the step. Pure: state and time come in."""

from datetime import date, datetime, timedelta

from app.availability.rules import Terms
from app.bookings.models import HOLDING, Booking, BookingState, Deed, Span
from app.kit import clock
from app.kit.errors import Refusal
from app.kit.i18n import N_
from app.towns.models import Unit
from app.venues.models import Venue

EARLY = timedelta(minutes=30)


class NotYourUnit(Refusal):
    message = N_("只有场地管理单位的工作人员或本镇文书、党政办主任可以办理")


class NotYourBooking(Refusal):
    message = N_("只有预约人、所在镇文书或场地管理单位可以办理")


class AlreadyAnswered(Refusal):
    message = N_("该预约现为“%(state)s”，不能再办理此项")


class Lapsed(Refusal):
    message = N_("该申请到%(until)s仍未答复，已过期，时段已放开；请预约人重新提交")


class ReasonMissing(Refusal):
    message = N_("请写明原因，对方会看到")


class UndertakingMissing(Refusal):
    message = N_("请阅读并同意场地使用承诺")


def first_state(terms: Terms) -> BookingState:
    return BookingState.CONFIRMED if terms.at_once else BookingState.REQUESTED


def lapse_of(span: Span, terms: Terms) -> datetime | None:
    """A request that nobody answers expires when the notice limit is reached, not earlier."""
    return None if terms.at_once else span.starts_at - timedelta(minutes=terms.notice)


LEADS: dict[Deed, tuple[frozenset[BookingState], BookingState]] = {
    Deed.APPROVED: (frozenset({BookingState.REQUESTED}), BookingState.CONFIRMED),
    Deed.DECLINED: (frozenset({BookingState.REQUESTED}), BookingState.DECLINED),
    Deed.EXPIRED: (frozenset({BookingState.REQUESTED}), BookingState.EXPIRED),
    Deed.CANCELLED: (frozenset({BookingState.REQUESTED, BookingState.CONFIRMED}), BookingState.CANCELLED),
    Deed.TAKEN_OVER: (HOLDING - {BookingState.COMPLETED}, BookingState.CANCELLED),
    Deed.CHECKED_IN: (frozenset({BookingState.CONFIRMED}), BookingState.CHECKED_IN),
    Deed.NO_SHOW: (frozenset({BookingState.CONFIRMED}), BookingState.NO_SHOW),
    Deed.COMPLETED: (frozenset({BookingState.CONFIRMED, BookingState.CHECKED_IN}), BookingState.COMPLETED),
}


def shown_state(booking: Booking, now: datetime) -> BookingState:
    """A request past its time reads as expired, whether or not the job has written it down."""
    lapsed = booking.state is BookingState.REQUESTED and booking.lapses_at and booking.lapses_at <= now
    return BookingState.EXPIRED if lapsed else booking.state


def after(booking: Booking, deed: Deed, now: datetime, *, state_name: str) -> BookingState:
    """The state to which a deed leads; refused when somebody else was faster."""
    before, then = LEADS[deed]
    if deed is Deed.APPROVED and shown_state(booking, now) is BookingState.EXPIRED and booking.lapses_at:
        raise Lapsed(until=f"{clock.chinese_date(booking.lapses_at)}{clock.wall_time(booking.lapses_at)}")
    if booking.state not in before:
        raise AlreadyAnswered(state=state_name)
    return then


def may_check_in(booking: Booking, now: datetime) -> bool:
    """Confirmed, from half an hour before the start until the end."""
    return booking.state is BookingState.CONFIRMED and booking.starts_at - EARLY <= now < booking.ends_at


def plain_text(booking: Booking, venue: Venue, unit: Unit, span: str) -> str:
    """The booking for a WeChat group: what, when, where, parking, contact."""
    said = [
        ("用途", booking.title),
        ("时间", span),
        ("地点", "，".join(part for part in (unit.name, venue.name, venue.place, unit.address) if part)),
        ("停车", venue.parking),
        ("联系人", f"{booking.contact_name} {booking.contact_phone}".strip()),
        ("场地电话", unit.phone),
    ]
    return "\n".join(f"{label}：{value}" for label, value in said if value)


def monday_of(text: str, *, today: date) -> date:
    """The Monday of the week that holds the date in an address; of this week when it says none."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = today
    return day - timedelta(days=day.weekday())
