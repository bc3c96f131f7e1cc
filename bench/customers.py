"""Who books in bench/booking_rate.py: processes, each filling venues of its own, hour by hour."""

import multiprocessing
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Session

from app.answers import actions as answers
from app.audit import actions as audit
from app.availability import queries as availability
from app.bookings import actions as steps
from app.bookings.models import Booking, BookingDraft, Span
from app.claims import actions as claims
from app.claims.models import Claim
from app.claims.rules import Want
from app.kit import clock, guard
from app.kit.actor import Actor
from app.kit.db import make_engine, open_session
from app.kit.errors import Refusal
from app.kit.scopes import Reach
from app.notifications import actions as notifications
from app.policies import queries as policies
from app.quotas import actions as quotas
from app.spaces import actions as spaces
from app.venues import actions as venue_actions
from app.venues import queries as venue_queries
from app.venues.models import Sharing, VenueDraft
from bench.racing import KEY, NOW
from bench.stopwatch import Stopwatch

SHAPES = ("bare-one", "bare-two", "whole-one", "whole-two")
OPENS, CLOSES, DAYS, VENUES = 8, 21, 30, 10  # venues of each kind, for each client and shape; no festival in the days
WARM = 20


@dataclass
class Ground:
    """Whose venues they book; the numbers of venues already used up."""

    url: str
    booker: Actor
    booker_reach: Reach
    owner: Actor
    owner_reach: Reach
    own: list[tuple[UUID, int]]
    shared: list[tuple[UUID, int]]
    used: int = 0
    said: int = 0
    venue_ids: set[UUID] = field(default_factory=set)


@dataclass(frozen=True)
class Rate:
    a_second: float
    booked: int
    refused: int


def lay_ground(engine: sa.Engine, url: str, clients: int) -> Ground:
    """Two towns with venues enough for so many clients and every shape, open all week."""
    from cast import settle

    cast = settle(engine)
    many = VENUES * clients * 3 + 2
    with open_session(engine, Reach.nothing(), now=NOW) as session:
        own = venues_of(session, cast.dong_centre, Actor(None, cast.dong.id), many, Sharing.NONE)
        shared = venues_of(session, cast.qi_centre, Actor(None, cast.qi.id), many, Sharing.ON_REQUEST)
        session.commit()
    joint = frozenset({cast.pair.id})
    return Ground(
        url,
        cast.actor(cast.lao_chen),
        Reach(frozenset({cast.dong.id}), joint, cast.lao_chen.id),
        cast.actor(cast.qian),
        Reach(frozenset({cast.qi.id}), joint, cast.qian.id),
        own,
        shared,
    )


def venues_of(session: Session, unit: Any, actor: Actor, many: int, sharing: Sharing) -> list[tuple[UUID, int]]:
    hours = dict.fromkeys(range(1, 8), ((OPENS * 60, CLOSES * 60),))
    made = []
    for n in range(many):
        draft = VenueDraft(unit_id=unit.id, name=f"场地{n}", seats=40, sharing=sharing)
        venue = venue_actions.add_venue(session, draft, unit=unit, hours=hours, actor=actor)
        made.append((venue.id, venue.number))
    return made


def span_of(slot: int) -> Span:
    day, hour = divmod(slot, CLOSES - OPENS)
    starts_at = clock.at(date(2026, 3, 3) + timedelta(days=day), f"{OPENS + hour:02d}:00")
    return Span(starts_at, starts_at + timedelta(hours=1))


def draft_of(venue_id: UUID, slot: int) -> BookingDraft:
    span = span_of(slot)
    said = {"title": "党员学习会", "heads": 12, "contact_name": "老陈", "contact_phone": "13800001234"}
    return BookingDraft(venue_id=venue_id, starts_at=span.starts_at, ends_at=span.ends_at, **said)


Deed = Callable[[sa.Engine, Ground, tuple[UUID, int], int], None]


def whole_one(engine: sa.Engine, ground: Ground, venue: tuple[UUID, int], slot: int) -> None:
    with open_session(engine, ground.booker_reach, now=NOW) as session:
        spaces.book(session, draft_of(venue[0], slot), actor=ground.booker, now=NOW)
        session.commit()


def whole_two(engine: sa.Engine, ground: Ground, venue: tuple[UUID, int], slot: int) -> None:
    with open_session(engine, ground.booker_reach, now=NOW) as session:
        booking = spaces.book(session, draft_of(venue[0], slot), actor=ground.booker, now=NOW)
        session.commit()
    with open_session(engine, ground.owner_reach, now=NOW) as session:
        answers.approve(session, booking.id, actor=ground.owner, now=NOW)
        session.commit()


def bare(confirmed: bool) -> Deed:
    def claim(engine: sa.Engine, ground: Ground, venue: tuple[UUID, int], slot: int) -> None:
        booking_id, lapses_at = slot_ids[slot], None if confirmed else span_of(slot).starts_at
        with open_session(engine, ground.booker_reach, now=NOW) as session:
            want = Want(booking_id, [venue[1]], span_of(slot), 0, lapses_at)
            claims.attempt(session, lambda: claims.take(session, [want], now=NOW))
            session.commit()
        if not confirmed:
            with open_session(engine, ground.booker_reach, now=NOW) as session:
                assert claims.confirm(session, booking_id, now=NOW)
                session.commit()

    return claim


slot_ids: dict[int, UUID] = {}  # of this process: bookings that wait for their bare claim
DEEDS: dict[str, Deed] = {
    "bare-one": bare(True),
    "bare-two": bare(False),
    "whole-one": whole_one,
    "whole-two": whole_two,
}


def measure(ground: Ground, shape: str, clients: int, seconds: float) -> Rate:
    """All clients together; each on venues that nobody has booked yet."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["bench.customers"])
    results, barrier = context.Queue(), context.Barrier(clients)
    pool = ground.shared if shape == "whole-two" else ground.own
    shares_of = [[pool.pop() for _ in range(VENUES)] for _ in range(clients)]
    ground.venue_ids |= {venue_id for share in shares_of for venue_id, _ in share}
    plain = Ground(ground.url, ground.booker, ground.booker_reach, ground.owner, ground.owner_reach, [], [])
    runners = [
        context.Process(target=_run, args=(plain, shape, share, seconds, barrier, results), daemon=True)
        for share in shares_of
    ]
    for runner in runners:
        runner.start()
    said = [results.get(timeout=seconds + 120) for _ in runners]
    for runner in runners:
        runner.join(60)
    if failed := [one for one in said if isinstance(one, str)]:
        raise RuntimeError(failed[0])
    ground.said += sum(booked + warm for booked, _, _, warm in said)
    return Rate(sum(b / t for b, _, t, _ in said), sum(b for b, *_ in said), sum(r for _, r, *_ in said))


def _run(ground: Ground, shape: str, venues: list[tuple[UUID, int]], seconds: float, barrier: Any, out: Any) -> None:
    try:
        out.put(_book_for(ground, shape, venues, seconds, barrier))
    except Exception as error:  # whatever it is, the parent shows it and stops
        barrier.abort()
        out.put(repr(error))


def _book_for(
    ground: Ground, shape: str, venues: list[tuple[UUID, int]], seconds: float, barrier: Any
) -> tuple[int, int, float, int]:
    audit.use_key(KEY)
    engine = make_engine(ground.url)
    slots = [(venue, slot) for venue in venues for slot in range(DAYS * (CLOSES - OPENS))]
    if shape.startswith("bare"):
        _enter_bookings(engine, ground, venues[0][0], DAYS * (CLOSES - OPENS))
    for venue, slot in slots[:WARM]:
        DEEDS[shape](engine, ground, venue, slot)
    barrier.wait()
    booked = refused = 0
    began = time.perf_counter()
    for venue, slot in slots[WARM:]:
        try:
            DEEDS[shape](engine, ground, venue, slot)
            booked += 1
        except Refusal:
            refused += 1
        if time.perf_counter() - began > seconds:
            break
    spent = time.perf_counter() - began
    engine.dispose()
    return booked, refused, spent, WARM


def _enter_bookings(engine: sa.Engine, ground: Ground, venue_id: UUID, many: int) -> None:
    """A claim belongs to a booking; the bare claim's are there beforehand."""
    with open_session(engine, ground.booker_reach, now=NOW) as session:
        town = ground.booker.town_id
        for slot in range(many):
            slot_ids[slot] = uuid4()
            parties = {"town_id": town, "owner_town_id": town, "made_at": NOW, "id": slot_ids[slot]}
            session.add(Booking.model_validate(draft_of(venue_id, slot), update=parties))
        session.commit()


def count(ground: Ground) -> tuple[int, int, int]:
    """(acknowledged, there, overlaps), of everything that was measured."""
    engine = make_engine(ground.url)
    one, other = sa.orm.aliased(Claim), sa.orm.aliased(Claim)
    met = sa.and_(one.from_key < other.to_key, other.from_key < one.to_key, one.id < other.id)
    with open_session(engine, ground.booker_reach, writes=False) as session:
        there = session.scalar(sa.select(sa.func.count()).select_from(Claim).where(Claim.blocking)) or 0
        pairs = sa.select(sa.func.count()).select_from(one).join(other, met).where(one.blocking, other.blocking)
        near = pairs.where(other.from_key < one.from_key + 1440)
        found = ground.said, int(there), int(session.scalar(near) or 0)
    engine.dispose()
    return found


PARTS = {
    "claims": [(claims, "take")],
    "terms and policy": [(policies, "rules_for")],
    "quota": [(quotas, "take")],
    "hours and calendar": [(availability, "openness"), (venue_queries, "layout")],
    "history": [(steps, "note")],
    "audit": [(audit, "record"), (audit, "_append")],
    "outbox": [(notifications, "tell")],
    "begin and reach": [(guard, "_tell_postgresql")],
    "commit": [(Session, "commit")],
}


def shares(engine: sa.Engine, ground: Ground, times: int = 300) -> dict[str, float]:
    """Milliseconds of one request across the border by part; what no part claims is rules and the booking's row."""
    watch, venue = Stopwatch(), ground.shared.pop()
    for slot in range(WARM + times):
        if slot == WARM:
            watch.spent.clear()
        timed = watch.watching(PARTS), watch.timing("rules and the row")
        with timed[0], timed[1], open_session(engine, ground.booker_reach, now=NOW) as session:
            spaces.book(session, draft_of(venue[0], slot), actor=ground.booker, now=NOW)
            session.commit()
    return {part: 1000 * spent / times for part, spent in watch.spent.items()}
