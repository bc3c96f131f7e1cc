"""SQLite, PostgreSQL and a plain model in Python agree on every random insert, move, cancel and reactivation."""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from rooms import MONDAY
from sqlmodel import Session, select

from app.bookings.models import Booking, BookingState
from app.claims import actions, rules
from app.claims.models import Claim, Span

START = datetime(2026, 4, 6, 0, 0, tzinfo=UTC)
OPERATIONS = 500


@dataclass
class Oracle:
    """Who holds what, kept as simply as possible."""

    held: dict[int, tuple[frozenset[int], int, int]] = field(default_factory=dict)

    def is_free(self, who: int, numbers: frozenset[int], starts: int, ends: int) -> bool:
        others = (held for other, held in self.held.items() if other != who)
        return not any(numbers & n and starts < e and s < ends for n, s, e in others)


@dataclass
class World:
    """The same deeds, done in the database and in the model; both must say the same."""

    session: Session
    venues: list
    bookings: list
    oracle: Oracle = field(default_factory=Oracle)

    def span(self, starts: int, ends: int) -> Span:
        return Span(START + timedelta(minutes=starts), START + timedelta(minutes=ends))

    def do(self, deed: str, who: int, numbers: frozenset[int], starts: int, ends: int) -> None:
        held = who in self.oracle.held
        if deed == "cancel":
            assert actions.release(self.session, self.bookings[who].id) == (
                len(self.oracle.held[who][0]) if held else 0
            )
            self.oracle.held.pop(who, None)
        elif deed == "move" and held:
            self._try(actions.move, who, numbers, starts, ends)
        elif deed == "insert" and not held:
            self._try(lambda s, want, now: actions.take(s, [want], now=now), who, numbers, starts, ends)

    def _try(self, deed, who: int, numbers: frozenset[int], starts: int, ends: int) -> None:
        want = rules.Want(self.bookings[who].id, sorted(numbers), self.span(starts, ends))
        free = self.oracle.is_free(who, numbers, starts, ends)
        try:
            actions.attempt(self.session, lambda: deed(self.session, want, now=MONDAY))
        except rules.Taken:
            assert not free, (who, numbers, starts, ends)
            return
        assert free, (who, numbers, starts, ends)
        self.oracle.held[who] = (numbers, starts, ends)


@pytest.mark.parametrize("seed", range(3))
def test_the_database_agrees_with_the_model(session, cast, venue, seed):
    """Pitfalls 1, 6, 7 and 10, over random sequences of every operation."""
    venues = [venue(cast.dong_centre, f"场地{n}") for n in range(4)]
    bookings = [_booking(session, cast, venues[0]) for _ in range(12)]
    session.flush()
    world, luck = World(session, venues, bookings), random.Random(seed)  # noqa: S311  # a repeatable sequence, not a secret
    for _ in range(OPERATIONS):
        starts = luck.randrange(0, 40) * 15
        parts = frozenset(v.number for v in luck.sample(venues, luck.choice((1, 1, 1, 2))))
        deed = luck.choice(("insert", "insert", "move", "cancel"))
        world.do(deed, luck.randrange(len(bookings)), parts, starts, starts + luck.randrange(1, 12) * 15)
    held = session.exec(select(Claim).where(Claim.blocking)).all()
    assert len(held) == sum(len(n) for n, _, _ in world.oracle.held.values())


def _booking(session: Session, cast, place) -> Booking:
    booking = Booking(
        id=uuid4(),
        venue_id=place.id,
        starts_at=START,
        ends_at=START + timedelta(hours=1),
        title="x",
        town_id=cast.dong.id,
        owner_town_id=cast.dong.id,
        state=BookingState.CONFIRMED,
        made_at=MONDAY,
    )
    session.add(booking)
    return booking
