"""How full each venue was, from claims and opening hours, and how bookings ended. Summed by the database.

Claims hold no word about whom and what for, so every town counts the same; bookings are counted as far as the reader
sees them, which is wherever the reader's town books or is booked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from app.availability import queries as availability
from app.availability.queries import Openness
from app.bookings.models import Booking, BookingState
from app.claims import queries as claims
from app.claims.models import LINE, Claim, Span, minute_of
from app.indicators.models import Period
from app.kit import clock
from app.towns.models import Tier, Unit
from app.usage import rules
from app.usage.rules import Share
from app.venues.models import DAY_MINUTES, Venue, VenueKind
from app.venues.rules import DayKind

AHEAD_OF_UTC = 8 * 60  # the towns' clock has known no summer time since 1991
Month = tuple[int, int]


@dataclass(frozen=True)
class Used:
    """One undivided venue over the period, month by month."""

    venue_id: UUID
    hall_id: UUID | None
    """The hall of which it is a part."""
    name: str
    unit: str
    town_id: UUID
    tier: Tier
    kind: VenueKind
    seats: int
    by_month: Mapping[Month, Share]

    @property
    def share(self) -> Share:
        return rules.total(self.by_month.values())


@dataclass(frozen=True)
class Outcome:
    """How many bookings of one town at another's venues ended in a state, and for how many people they were."""

    owner_id: UUID
    town_id: UUID
    state: BookingState
    times: int
    heads: int


def used(session: Session, town_ids: Sequence[UUID], period: Period, *, reader_town_id: UUID) -> list[Used]:
    """Every undivided venue of the towns; a hall is counted by its parts. Nothing is asked per venue or per day."""
    venues = _leaves(session, town_ids)
    found = [v for v, _ in venues]
    open_at = availability.openness(session, found, period.first, period.last, reader_town_id=reader_town_id)
    booked = _booked(session, found, period, open_at)
    opened = _opened(session, found, period, open_at)
    return [_used(v, unit, booked.get(v.number, {}), opened[v.id]) for v, unit in venues]


def _leaves(session: Session, town_ids: Sequence[UUID]) -> list[tuple[Venue, Unit]]:
    parents = select(Venue.parent_id).where(col(Venue.parent_id).is_not(None))
    found = (
        select(Venue, Unit)
        .join(Unit, col(Unit.id) == col(Venue.unit_id))
        .where(col(Venue.town_id).in_(town_ids), col(Venue.is_retired).is_(False), col(Venue.id).not_in(parents))
    )
    tier = sa.case({Tier.TOWN: 0, Tier.NEIGHBOURHOOD: 1}, value=col(Unit.tier), else_=2)
    return list(session.exec(found.order_by(col(Venue.town_id), tier, col(Unit.name), col(Venue.name))).all())


def _used(venue: Venue, unit: Unit, booked: Mapping[Month, Share], opened: Mapping[Month, Share]) -> Used:
    by_month = {month: share + booked.get(month, Share()) for month, share in opened.items()}
    return Used(
        venue.id, venue.parent_id, venue.name, unit.name, venue.town_id, unit.tier, venue.kind, venue.seats, by_month
    )


def _booked(
    session: Session, found: Sequence[Venue], period: Period, open_at: Openness
) -> dict[int, dict[Month, Share]]:
    """Booked minutes by venue number and month. A lapsed or unanswered claim (it has `lapses_at`) was not a booking."""
    town_of = {v.number: v.town_id for v in found}
    shares: dict[int, dict[Month, Share]] = {}
    for number, day, minutes, daytime in session.execute(_by_day(list(town_of), period)):
        on = date(1970, 1, 1) + timedelta(days=int(day))
        works = rules.is_worked(on, open_at.kinds.get((town_of[number], on), DayKind.PLAIN))
        share = Share(booked=int(minutes), day_booked=int(daytime) if works else 0)
        _add(shares.setdefault(number, {}), on, share)
    return shares


def _add(months: dict[Month, Share], on: date, share: Share) -> None:
    month = (on.year, on.month)
    months[month] = months[month] + share if month in months else share


def _by_day(numbers: Sequence[int], period: Period) -> sa.Select[tuple[int, int, int, int]]:
    """Minutes by venue and day of the towns, without the gap that a claim holds behind its booking."""
    line = col(Venue.number) * sa.literal(LINE, sa.BigInteger)
    from_minute, to_minute = _minutes_of(period)
    starts = col(Claim.from_key) - line + AHEAD_OF_UTC
    gap = _greater(col(Venue.gap_before), col(Venue.gap_after))
    minutes = _greater(col(Claim.to_key) - col(Claim.from_key) - gap, 0)
    begins, day = starts % DAY_MINUTES, starts // DAY_MINUTES
    daytime = _greater(_lesser(begins + minutes, rules.DAY_ENDS) - _greater(begins, rules.DAY_STARTS), 0)
    return (
        sa.select(col(Venue.number), day, func.sum(minutes), func.sum(daytime))
        .select_from(Venue)
        .join(Claim, sa.and_(col(Claim.from_key) >= line + from_minute, col(Claim.from_key) < line + to_minute))
        .where(col(Venue.number).in_(numbers), col(Claim.blocking), col(Claim.lapses_at).is_(None))
        .group_by(col(Venue.number), day)
        .order_by(col(Venue.number), day)
    )


def _minutes_of(period: Period) -> tuple[int, int]:
    first = minute_of(clock.at(period.first, "00:00"))
    return first, first + period.days * DAY_MINUTES


def _lesser(one: Any, other: Any) -> Any:
    return sa.case((one < other, one), else_=other)


def _greater(one: Any, other: Any) -> Any:
    return sa.case((one > other, one), else_=other)


def _opened(
    session: Session, found: Sequence[Venue], period: Period, open_at: Openness
) -> dict[UUID, dict[Month, Share]]:
    """Open minutes by venue and month: weekly hours, exceptions, holidays, 调休 days, less what was closed."""
    shut = _shut(session, found, period)
    days = [period.first + timedelta(days=n) for n in range(period.days)]
    worked = {(t, d): rules.is_worked(d, open_at.kinds.get((t, d), DayKind.PLAIN)) for t in _towns(found) for d in days}
    opened: dict[UUID, dict[Month, Share]] = {}
    for venue in found:
        months = opened.setdefault(venue.id, {})
        for day in days:
            whole, daytime = rules.opened(open_at.hours(venue, day), shut.get((venue.number, day), ()))
            _add(months, day, Share(opened=whole, day_opened=daytime if worked[venue.town_id, day] else 0))
    return opened


def _towns(found: Sequence[Venue]) -> set[UUID]:
    return {v.town_id for v in found}


def _shut(session: Session, found: Sequence[Venue], period: Period) -> dict[tuple[int, date], list[tuple[int, int]]]:
    """Closures by venue number and day, in minutes of the day."""
    span = Span(clock.at(period.first, "00:00"), clock.at(period.last + timedelta(days=1), "00:00"))
    first, last = minute_of(span.starts_at), minute_of(span.ends_at)
    by_day: dict[tuple[int, date], list[tuple[int, int]]] = {}
    for closed in claims.shut(session, [v.number for v in found], span):
        starts, ends = max(closed.starts, first), min(closed.ends, last)
        for n in range((starts - first) // DAY_MINUTES, (ends - 1 - first) // DAY_MINUTES + 1):
            midnight = first + n * DAY_MINUTES
            piece = (max(0, starts - midnight), min(DAY_MINUTES, ends - midnight))
            by_day.setdefault((closed.number, period.first + timedelta(days=n)), []).append(piece)
    return by_day


def outcomes(session: Session, town_ids: Sequence[UUID], period: Period) -> list[Outcome]:
    """How the bookings that were to begin in the period ended, as far as the reader sees them."""
    keys: list[Any] = [Booking.owner_town_id, Booking.town_id, Booking.state]
    counted: list[Any] = [func.count(), func.sum(Booking.heads)]
    found = (
        sa.select(*keys, *counted)
        .where(col(Booking.town_id).in_(town_ids), col(Booking.owner_town_id).in_(town_ids))
        .where(*began_in(period))
        .group_by(*keys)
        .order_by(*keys)
    )
    return [Outcome(o, t, BookingState(s), int(n), int(h)) for o, t, s, n, h in session.execute(found)]


def began_in(period: Period) -> tuple[sa.ColumnElement[bool], ...]:
    """Bookings that begin on a day of the period."""
    first: datetime = clock.at(period.first, "00:00")
    return col(Booking.starts_at) >= first, col(Booking.starts_at) < first + timedelta(days=period.days)
