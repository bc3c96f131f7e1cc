"""Who may still come to a session, how many places a home town has, when sign-up opens and closes. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.availability.rules import span_in_words
from app.claims.models import Span
from app.kit import clock
from app.kit.errors import Refusal
from app.kit.i18n import N_, worded
from app.services.models import Service, ServiceState
from app.sessions.models import OccasionDraft, ServiceSession

RESERVE_DAYS = 3
LONGEST = timedelta(hours=14)
FARTHEST = timedelta(days=400)


class NoPlaceLeft(Refusal):
    """There is no place for this home town's residents."""

    message = N_("名额已满")


class SoldOut(NoPlaceLeft):
    message = N_("本场%(places)s个名额已全部报满，可以候补或改报其他场次")


class HeldForOthers(NoPlaceLeft):
    message = N_(
        "剩余的%(left)s个名额为%(towns)s居民保留，%(until)s起向各镇居民开放；可以到时再报，或先候补、改报其他场次"
    )


class TooFewLeft(NoPlaceLeft):
    message = N_("本场只剩%(left)s个名额可报，不够%(heads)s人")


class SessionCancelled(Refusal):
    message = N_("本场已取消，请改报其他场次")


class SignUpNotOpen(Refusal):
    message = N_("本场%(at)s开始报名")


class SignUpClosed(Refusal):
    message = N_("本场已于%(at)s截止报名，请改报其他场次或致电%(phone)s咨询")


class SessionOver(Refusal):
    message = N_("本场已经结束")


class NotOffered(Refusal):
    message = N_("该服务项目现在不接受报名")


class NoSignUpNeeded(Refusal):
    message = N_("该服务不用报名，请按时间直接前往")


class NotAdmitted(Refusal):
    message = N_("该服务目前只面向%(towns)s居民")


class TwiceTheSame(Refusal):
    message = N_("这一时间已经排了同名的场次；确要同时开两场，请给场次起不同的名称（如甲班、乙班）")


class BadSpan(Refusal):
    message = N_("结束时间应晚于开始时间，一场最长14小时")


class TooFar(Refusal):
    message = N_("最多提前400天安排")


class AlreadyBegun(Refusal):
    message = N_("本场已经开始，不能再改动")


class ClosesTooLate(Refusal):
    message = N_("报名截止时间应在本场结束之前，且晚于报名开始时间")


class ReservedTooMany(Refusal):
    message = N_("各镇保留名额合计%(reserved)s个，超过了总名额%(places)s个")


class FewerThanTaken(Refusal):
    message = N_("已有%(taken)s人报名，名额不能少于这个数；确需减少，请先与已报名的人协商取消")


@dataclass(frozen=True)
class Share:
    """A home town's counter."""

    town_id: UUID
    reserved: int = 0
    taken: int = 0

    @property
    def kept(self) -> int:
        """What is still kept for it."""
        return max(0, self.reserved - self.taken)


@dataclass(frozen=True)
class Room:
    """What is left of a session, and how much of it one home town's residents may take now."""

    left: int
    free: int
    held_until: datetime | None = None

    @property
    def is_held(self) -> bool:
        """There are places, but for others."""
        return self.left > 0 and self.free == 0


def room(
    occasion: ServiceSession, shares: Iterable[Share], town_id: UUID, now: datetime, *, late: bool = False
) -> Room:
    """Until `released_at` what is kept for other towns is not for this one. `late`: at the door nothing is kept."""
    shares = list(shares)
    left = occasion.places - sum(share.taken for share in shares)
    if late or now >= occasion.released_at:
        return Room(left, left)
    kept = sum(share.kept for share in shares if share.town_id != town_id)
    return Room(left, max(0, left - kept), occasion.released_at if kept else None)


def refusal_of(occasion: ServiceSession, found: Room, heads: int, towns: Iterable[str]) -> NoPlaceLeft | None:
    """Why so many do not get a place; None when they do. `towns`: for whom the rest is kept."""
    if heads <= found.free:
        return None
    if found.left == 0:
        return SoldOut(places=occasion.places)
    if found.is_held and found.held_until:
        return HeldForOthers(left=found.left, towns="、".join(towns), until=moment(found.held_until))
    return TooFewLeft(left=found.free, heads=heads)


def check_offered(service: Service) -> None:
    if service.state is not ServiceState.PUBLISHED:
        raise NotOffered
    if not service.by_sign_up:
        raise NoSignUpNeeded


def check_open(occasion: ServiceSession, now: datetime, *, phone: str, late: bool = False) -> None:
    """Whether one can sign up at this instant; `late`: at the counter or the door until the session ends."""
    if not occasion.is_open:
        raise SessionCancelled
    if now >= occasion.ends_at:
        raise SessionOver
    if late:
        return
    if occasion.opens_at and now < occasion.opens_at:
        raise SignUpNotOpen(at=moment(occasion.opens_at))
    if now >= occasion.last_call:
        raise SignUpClosed(at=moment(occasion.last_call), phone=phone)


def takes_sign_ups(service: Service, occasion: ServiceSession, now: datetime) -> bool:
    """Whether a page offers signing up, room or not."""
    try:
        check_offered(service)
        check_open(occasion, now, phone="")
    except Refusal:
        return False
    return True


def check_draft(draft: OccasionDraft, now: datetime, *, past: bool = False) -> None:
    """`past`: what was, entered afterwards."""
    length = draft.ends_at - draft.starts_at
    if not timedelta(0) < length <= LONGEST:
        raise BadSpan
    if draft.starts_at > now + FARTHEST:
        raise TooFar
    if draft.starts_at <= now and not past:
        raise AlreadyBegun
    if draft.last_call > draft.ends_at or (draft.opens_at and draft.opens_at >= draft.last_call):
        raise ClosesTooLate


def check_reserved(places: int, reserved: Mapping[UUID, int]) -> None:
    if (kept := sum(reserved.values())) > places:
        raise ReservedTooMany(reserved=kept, places=places)


def check_ahead(occasion: ServiceSession, now: datetime) -> None:
    """What is still to come can be moved, cancelled, made larger or smaller."""
    if not occasion.is_open:
        raise SessionCancelled
    if now >= occasion.starts_at:
        raise AlreadyBegun


def released_at(starts_at: datetime, days: int = RESERVE_DAYS) -> datetime:
    """From midnight of that many days before: a day is easier to remember than an hour."""
    day = clock.to_town(starts_at).date() - timedelta(days=days)
    return min(clock.at(day, "00:00"), starts_at)


def title_of(service_name: str, label: str) -> str:
    """健康体检（上午场）; 社区食堂午餐, not 社区食堂午餐（午餐）."""
    if not label or label in service_name:
        return service_name
    return worded(N_("%(name)s（%(label)s）"), name=service_name, label=label)


def moment(at: datetime) -> str:
    """11月25日14:00"""
    local = clock.to_town(at)
    said = N_("%(month)s月%(day)s日%(time)s")
    return worded(said, month=local.month, day=local.day, time=f"{local:%H:%M}")


def when(span: Span) -> str:
    return span_in_words(span)


def short(span: Span) -> str:
    """11月25日（星期三）08:00–11:00: this year's dates need no year on a board or a phone."""
    day = clock.to_town(span.starts_at)
    said = N_("%(month)s月%(day)s日（%(weekday)s）%(hours)s")
    hours = f"{clock.wall_time(span.starts_at)}–{clock.wall_time(span.ends_at)}"
    return worded(said, month=day.month, day=day.day, weekday=clock.weekday_name(day), hours=hours)


def plain_text(lines: Sequence[tuple[str, str]], title: str) -> str:
    """What is pasted into a group: a title, then one line for each thing that is said."""
    return "\n".join([f"【{title}】", *(f"{name}：{said}" for name, said in lines if said)])
