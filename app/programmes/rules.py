"""When sign-up for a planned session opens and closes, and what another time or place for it means. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from app.bookings.models import OccurrenceDraft
from app.calendar.rules import WEEKEND, WorkingDays
from app.claims.models import Span
from app.kit import clock
from app.kit.errors import Refusal
from app.kit.i18n import N_
from app.previews.models import KEEP, OPEN, SKIP, Choice, ChoiceKind, Row
from app.sessions.models import OccasionDraft, SeriesDraft, ServiceSession
from app.sessions.rules import FARTHEST, LONGEST, RESERVE_DAYS, AlreadyBegun, BadSpan, TooFar, check_ahead

TO_BE_SAID = "地点另行通知"


class NothingChanged(Refusal):
    message = N_("时间和地点都没有变化")


AT_START, EVE = "start", "eve"
CLOSINGS = {
    AT_START: N_("开始时"),
    "2h": N_("开始前2小时"),
    EVE: N_("前一天17:00"),
    "24h": N_("开始前1天"),
    "48h": N_("开始前2天"),
    "72h": N_("开始前3天"),
    "168h": N_("开始前7天"),
}
OPENINGS = {"": N_("发布后就可以报名"), "7": N_("开始前7天起"), "14": N_("开始前14天起"), "30": N_("开始前30天起")}


def closing(choice: str, starts_at: datetime) -> datetime | None:
    """When sign-up ends, as chosen from CLOSINGS; None: when the session begins."""
    if choice == EVE:
        return clock.at(clock.to_town(starts_at).date() - timedelta(days=1), "17:00")
    return starts_at - timedelta(hours=int(choice[:-1])) if choice.endswith("h") else None


def opening(choice: str, starts_at: datetime) -> datetime | None:
    """The morning from which one can sign up, as chosen from OPENINGS; None: at once."""
    return clock.at(_days_before(starts_at, int(choice)), "08:00") if choice else None


def _days_before(moment_: datetime, days: int) -> date:
    return clock.to_town(moment_).date() - timedelta(days=days)


@dataclass(frozen=True)
class Change:
    """Another time or place for a session."""

    starts_at: datetime
    ends_at: datetime
    venue_id: UUID | None
    place: str
    reason: str

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.ends_at)


def check_change(occasion: ServiceSession, change: Change, now: datetime) -> None:
    check_ahead(occasion, now)
    after = (change.starts_at, change.ends_at, change.venue_id, change.place)
    if after == (occasion.starts_at, occasion.ends_at, occasion.venue_id, occasion.place):
        raise NothingChanged
    if not timedelta(0) < change.ends_at - change.starts_at <= LONGEST:
        raise BadSpan
    if change.starts_at <= now:
        raise AlreadyBegun
    if change.starts_at > now + FARTHEST:
        raise TooFar


def shift(occasion: ServiceSession, change: Change, later: timedelta) -> None:
    """The session at its new time and place; sign-up opens and closes as long before it as it did."""
    if later:
        occasion.was_at = occasion.starts_at
    occasion.starts_at, occasion.ends_at = change.starts_at, change.ends_at
    occasion.venue_id, occasion.place = change.venue_id, change.place
    occasion.released_at += later
    occasion.opens_at = occasion.opens_at and occasion.opens_at + later
    occasion.closes_at = occasion.closes_at and occasion.closes_at + later
    occasion.revision += 1


@dataclass(frozen=True)
class Moved:
    """A session after a change, and when and where it was to be before, in words."""

    occasion: ServiceSession
    before: str
    before_place: str


NOWHERE = UUID(int=0)  # the venue of a session that needs none: weighed as one that is always free


@dataclass(frozen=True)
class Particulars:
    """What holds for every session of a plan, whenever and wherever it is."""

    label: str
    places: int
    place: str = ""
    staff: str = ""
    note: str = ""
    opening: str = ""
    closing: str = AT_START
    reserved: Mapping[UUID, int] = field(default_factory=dict)
    reserve_days: int = RESERVE_DAYS

    def occasion(self, span: Span, venue_id: UUID | None, series_on: date | None = None) -> OccasionDraft:
        """One session of it."""
        return OccasionDraft(
            label=self.label,
            starts_at=span.starts_at,
            ends_at=span.ends_at,
            places=self.places,
            venue_id=None if venue_id == NOWHERE else venue_id,
            place=self.place,
            staff=self.staff,
            note=self.note,
            opens_at=opening(self.opening, span.starts_at),
            closes_at=closing(self.closing, span.starts_at),
            series_on=series_on,
        )


@dataclass(frozen=True)
class Wish:
    """A series as it was typed."""

    rule: SeriesDraft
    venue_id: UUID | None
    said: Particulars

    def span_on(self, day: date) -> Span:
        """The towns' wall time as instants, wherever the server stands."""
        return Span(clock.at(day, self.rule.starts), clock.at(day, self.rule.ends))

    def planned(self, day: date) -> OccurrenceDraft:
        """The session of a day as the preview weighs it."""
        span = self.span_on(day)
        return OccurrenceDraft(
            venue_id=self.venue_id or NOWHERE,
            starts_at=span.starts_at,
            ends_at=span.ends_at,
            title=self.said.label or "-",
            heads=self.said.places,
            series_on=day,
        )


def note(worked: WorkingDays | None, day: date) -> str:
    """国庆节, 调休上班; a plain weekend is in the weekday already."""
    name = worked.name_of(day) if worked else ""
    return "" if name == WEEKEND else name


def chosen(row: Row, choice: Choice | None, now: datetime) -> Row:
    """A session without a venue is planned unless it is skipped or has begun."""
    kept = SKIP if choice and choice.kind is ChoiceKind.SKIP else KEEP
    row = replace(row, choice=kept)
    return objected(row, AlreadyBegun()) if row.planned.starts_at <= now else row


def objected(row: Row, refusal: Refusal) -> Row:
    """Something more speaks against it: kept as planned it is undecided again."""
    choice = OPEN if row.choice.kind is ChoiceKind.KEEP else row.choice
    return replace(row, troubles=(*row.troubles, refusal), choice=choice)


def without_holidays(rows: Iterable[Row], days: set[date]) -> dict[str, Choice]:
    """Everything as it was chosen, holidays skipped."""
    return {row.name: SKIP if row.on in days else row.choice for row in rows}
