"""What may become of a booking, step by step, and who may take the step. Pure: state and time come in."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from app.availability.rules import EXEMPTIONS, Exemption, Terms
from app.bookings.models import HOLDING, SAID, Booking, BookingState, Deed, EditDraft, Span, Use
from app.kit import clock
from app.kit.errors import Refusal
from app.kit.i18n import N_
from app.quotas.rules import is_refunded
from app.towns.models import Unit
from app.venues.models import Venue

EARLY = timedelta(minutes=30)
LIVE = frozenset({BookingState.REQUESTED, BookingState.CONFIRMED})


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


class ExemptionMissing(Refusal):
    message = N_("请选择这次例外放宽哪些规则；开放时间、临时关闭、座位数和已被预约的时段不能例外")


class NotLonger(Refusal):
    message = N_("新的结束时间须晚于%(after)s，并且与原来的不同")


class AskTheUnit(Refusal):
    message = N_("使用中延长须经管理单位同意，请与管理单位电话联系")


class TooLateToReview(Refusal):
    message = N_("讲座内容须由场地所在镇审核，现在离开始已来不及；请与管理单位联系")


class OthersCancelled(Refusal):
    message = N_("该预约由对方取消，请与对方联系，或重新预约")


class TooLateToChange(Refusal):
    message = N_("该时段已结束，不能再修改")


def check_exemption(exempt: Collection[Exemption], reason: str) -> None:
    if not exempt:
        raise ExemptionMissing
    if not reason.strip():
        raise ReasonMissing


def exemption_in_words(exempt: Collection[Exemption], reason: str) -> str:
    """放宽提前预约的时间、每月限额：防汛演练"""
    return f"放宽{'、'.join(EXEMPTIONS[e] for e in Exemption if e in exempt)}：{reason.strip()}"


def check_live(booking: Booking, *, state_name: str) -> None:
    """Only what is asked for or confirmed can be moved."""
    if booking.state not in LIVE:
        raise AlreadyAnswered(state=state_name)


def check_resize(booking: Booking, ends_at: datetime, now: datetime, *, state_name: str) -> None:
    """Another end, later than now: also of what is running."""
    if booking.state not in LIVE | {BookingState.CHECKED_IN}:
        raise AlreadyAnswered(state=state_name)
    after = max(now, booking.starts_at)
    if ends_at <= after or ends_at == booking.ends_at:
        raise NotLonger(after=clock.wall_time(after))


def check_editable(booking: Booking, now: datetime, *, state_name: str) -> None:
    if booking.state not in LIVE | {BookingState.CHECKED_IN}:
        raise AlreadyAnswered(state=state_name)
    if booking.ends_at <= now:
        raise TooLateToChange


def changed_words(booking: Booking, said: EditDraft) -> list[str]:
    """用途由“甲”改为“乙”; particulars of people are named, never repeated."""
    changed = []
    for name, label in SAID.items():
        before, after = getattr(booking, name), getattr(said, name)
        if before != after:
            shown = name in {"title", "heads"} and before != ""
            changed.append(f"{label}由“{before}”改为“{after}”" if shown else f"修改了{label}")
    return changed


def needs_review(booking: Booking, said: EditDraft) -> bool:
    """内容审核: a lecture in another town's venue, newly one or with other content."""
    if booking.town_id == booking.owner_town_id or booking.is_joint or said.use is not Use.LECTURE:
        return False
    return any(getattr(booking, name) != getattr(said, name) for name in ("use", "title", "speaker", "outline"))


def check_hand_over(booking: Booking, *, state_name: str) -> None:
    """Keys and cleaning are noted of what took or takes place."""
    if booking.state not in {BookingState.CONFIRMED, BookingState.CHECKED_IN, BookingState.COMPLETED}:
        raise AlreadyAnswered(state=state_name)


def check_restorable(
    booking: Booking, ended_by: tuple[Deed, UUID | None] | None, town_id: UUID | None, *, state_name: str
) -> None:
    """What was cancelled can come back, by the side that cancelled it; what was taken over cannot."""
    if booking.state is not BookingState.CANCELLED or booking.is_joint or ended_by is None:
        raise AlreadyAnswered(state=state_name)
    deed, ended_by_town = ended_by
    if deed is not Deed.CANCELLED or ended_by_town != town_id:
        raise OthersCancelled


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
    Deed.TAKEN_OVER: (HOLDING - {BookingState.COMPLETED, BookingState.OFFERED}, BookingState.CANCELLED),
    Deed.CHECKED_IN: (frozenset({BookingState.CONFIRMED}), BookingState.CHECKED_IN),
    Deed.NO_SHOW: (frozenset({BookingState.CONFIRMED}), BookingState.NO_SHOW),
    Deed.COMPLETED: (frozenset({BookingState.CONFIRMED, BookingState.CHECKED_IN}), BookingState.COMPLETED),
    Deed.OFFERED: (frozenset({BookingState.WAITING}), BookingState.OFFERED),
    Deed.LAPSED: (frozenset({BookingState.OFFERED}), BookingState.UNMET),
    Deed.LEFT: (frozenset({BookingState.WAITING, BookingState.OFFERED}), BookingState.UNMET),
    Deed.ENDED: (frozenset({BookingState.WAITING}), BookingState.UNMET),
}


def keeps_quota(booking: Booking, deed: Deed, actor_town_id: UUID | None, now: datetime) -> bool:
    """What is given back too late, or never used, counts as used (domain.md §5); what was only asked for does not."""
    if deed is Deed.NO_SHOW:
        return True
    is_borrowers = actor_town_id == booking.town_id and booking.state is BookingState.CONFIRMED
    return deed is Deed.CANCELLED and is_borrowers and not is_refunded(booking.starts_at, now)


def suspension_in_words(missed: int, team: str = "") -> str:
    """Why a booking that is otherwise confirmed at once has to be answered first."""
    who = f"“{team}”" if team else "预约人"
    return f"{who}近60天有{missed}次预约后没有到场，预约须经管理单位同意；到场使用后随时间自动恢复"


def shown_state(booking: Booking, now: datetime) -> BookingState:
    """A request or an offer past its time reads as over, whether or not the job has written it down."""
    if booking.state is BookingState.WAITING and booking.ends_at <= now:
        return BookingState.UNMET
    if booking.lapses_at is None or booking.lapses_at > now:
        return booking.state
    past = {BookingState.REQUESTED: BookingState.EXPIRED, BookingState.OFFERED: BookingState.UNMET}
    return past.get(booking.state, booking.state)


def after(booking: Booking, deed: Deed, now: datetime, *, state_name: str) -> BookingState:
    """The state to which a deed leads; refused when somebody else was faster."""
    before, then = LEADS[deed]
    if deed is Deed.APPROVED and shown_state(booking, now) is BookingState.EXPIRED and booking.lapses_at:
        raise Lapsed(until=f"{clock.chinese_date(booking.lapses_at)}{clock.wall_time(booking.lapses_at)}")
    if booking.state not in before:
        raise AlreadyAnswered(state=state_name)
    return then


def source_of(booking: Booking) -> str:
    """What the booking is called in the ledger."""
    return f"booking:{booking.id}"


def overlap(one: Span, other: Span) -> bool:
    """Half-open (pitfall 6)."""
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


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
