"""What is taken on the number line. Every search is bounded by the longest claim, so it costs the same in any year."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.claims.models import LINE, LONGEST_CLAIM, Claim, ClosedSpan, Closure, Span, minute_of
from app.kit.prepared import Prepared
from app.venues.models import Venue

_LINE = sa.literal(LINE, sa.BigInteger)
_FIRST, _LAST = sa.bindparam("first", type_=sa.BigInteger), sa.bindparam("last", type_=sa.BigInteger)
AT_ONCE = 40  # venues; of 400 SQLite would look up each claim's venue instead of each venue's claims
BUSY = Prepared(
    sa.select(col(Claim.number), col(Claim.from_key), col(Claim.to_key), col(Claim.booking_id))
    .select_from(Venue)
    .join(
        Claim,
        sa.and_(
            col(Claim.from_key) > col(Venue.number) * _LINE + (_FIRST - LONGEST_CLAIM),
            col(Claim.from_key) < col(Venue.number) * _LINE + _LAST,
        ),
    )
    .where(col(Venue.number).in_(sa.bindparam("numbers", expanding=True)))
    .where(col(Claim.blocking), col(Claim.to_key) > col(Venue.number) * _LINE + _FIRST)
    .where(sa.or_(col(Claim.lapses_at).is_(None), col(Claim.lapses_at) > sa.bindparam("now")))
    .order_by(col(Claim.from_key))
)
SHUT = Prepared(
    sa.select(col(ClosedSpan.number), col(ClosedSpan.from_key), col(ClosedSpan.to_key), col(ClosedSpan.closure_id))
    .where(col(ClosedSpan.number).in_(sa.bindparam("numbers", expanding=True)), col(ClosedSpan.lifted).is_(False))
    .where(col(ClosedSpan.to_key) > col(ClosedSpan.number) * _LINE + _FIRST)
    .where(col(ClosedSpan.from_key) < col(ClosedSpan.number) * _LINE + _LAST)
    .order_by(col(ClosedSpan.from_key))
)


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
    asked = sorted(set(numbers))
    parts = [asked[n : n + AT_ONCE] for n in range(0, len(asked), AT_ONCE)]
    rows = chain.from_iterable(BUSY.run(session, _within(part, span) | {"now": now}) for part in parts)
    return [Busy(r.number, r.from_key - r.number * LINE, r.to_key - r.number * LINE, r.booking_id) for r in rows]


def shut(session: Session, numbers: Iterable[int], span: Span) -> Sequence[Shut]:
    """The closures in force that meet `span` on these venues."""
    rows = SHUT.run(session, _within(numbers, span))
    return [Shut(r.number, r.from_key - r.number * LINE, r.to_key - r.number * LINE, r.closure_id) for r in rows]


def _within(numbers: Iterable[int], span: Span) -> dict[str, object]:
    return {"numbers": list(numbers), "first": minute_of(span.starts_at), "last": minute_of(span.ends_at)}


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
