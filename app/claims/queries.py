"""What is taken on the number line. Every search is bounded by the longest claim, so it costs the same in any year."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.claims.models import LINE, LONGEST_CLAIM, Claim, ClosedSpan, Closure, Span, minute_of
from app.venues.models import Venue


@dataclass(frozen=True)
class Busy:
    """A taken span of one undivided venue, in minutes since 1970; `ends` includes the gap."""

    number: int
    starts: int
    ends: int
    booking_id: UUID


@dataclass(frozen=True)
class Shut:
    number: int
    starts: int
    ends: int
    closure_id: UUID


def busy(session: Session, numbers: Iterable[int], span: Span, *, now: datetime) -> Sequence[Busy]:
    """The claims that hold any part of `span` on these venues; what has lapsed by `now` holds nothing."""
    first, last = minute_of(span.starts_at), minute_of(span.ends_at)
    line = col(Venue.number) * sa.literal(LINE, sa.BigInteger)
    near = sa.and_(col(Claim.from_key) > line + (first - LONGEST_CLAIM), col(Claim.from_key) < line + last)
    found = (
        select(Claim.number, Claim.from_key, Claim.to_key, Claim.booking_id)
        .select_from(Venue)
        .join(Claim, near)
        .where(col(Venue.number).in_(list(numbers)), col(Claim.blocking), col(Claim.to_key) > line + first)
        .where(sa.or_(col(Claim.lapses_at).is_(None), col(Claim.lapses_at) > now))
    )
    rows = session.exec(found.order_by(col(Claim.from_key))).all()
    return [Busy(n, starts - n * LINE, ends - n * LINE, booking) for n, starts, ends, booking in rows]


def shut(session: Session, numbers: Iterable[int], span: Span) -> Sequence[Shut]:
    """The closures in force that meet `span` on these venues."""
    first, last = minute_of(span.starts_at), minute_of(span.ends_at)
    line = col(ClosedSpan.number) * sa.literal(LINE, sa.BigInteger)
    found = (
        select(ClosedSpan)
        .where(col(ClosedSpan.number).in_(list(numbers)), col(ClosedSpan.lifted).is_(False))
        .where(col(ClosedSpan.to_key) > line + first, col(ClosedSpan.from_key) < line + last)
    )
    rows = session.exec(found.order_by(col(ClosedSpan.from_key)))
    return [Shut(r.number, r.from_key - r.number * LINE, r.to_key - r.number * LINE, r.closure_id) for r in rows]


def held_numbers(session: Session, booking_id: UUID) -> Sequence[int]:
    """The venue numbers on which a booking still holds its time; empty when it holds nothing."""
    found = select(Claim.number).where(Claim.booking_id == booking_id, col(Claim.blocking))
    return session.exec(found.order_by(col(Claim.number))).all()


def unavailable(session: Session, numbers: Iterable[int], span: Span, *, now: datetime) -> list[tuple[int, int, int]]:
    """(number, starts, ends) of everything that is claimed or closed."""
    numbers = list(numbers)
    claimed = [(b.number, b.starts, b.ends) for b in busy(session, numbers, span, now=now)]
    return claimed + [(s.number, s.starts, s.ends) for s in shut(session, numbers, span)]


def find_closure(session: Session, numbers: Iterable[int], span: Span) -> Closure | None:
    """A closure in force that meets the span on any of these venue numbers."""
    met = shut(session, numbers, span)
    return session.get(Closure, met[0].closure_id) if met else None


def closures_of(session: Session, venue_id: UUID, *, since: datetime) -> Sequence[Closure]:
    """Closures of a venue in force or still to come."""
    found = select(Closure).where(Closure.venue_id == venue_id, col(Closure.lifted_at).is_(None))
    return session.exec(found.where(Closure.ends_at > since).order_by(col(Closure.starts_at))).all()
