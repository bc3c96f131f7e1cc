"""The race itself: processes that want the same slot in the same instant, and databases of their own to race in."""

import multiprocessing
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import select

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import app.tables  # noqa: F401  # every table
from app.audit import actions as audit
from app.bookings.models import BookingDraft
from app.claims.models import Claim
from app.claims.rules import Taken
from app.kit import clock, schema
from app.kit.actor import Actor
from app.kit.db import make_engine, open_session
from app.kit.scopes import Reach
from app.spaces import actions
from app.towns.models import Unit
from app.venues import actions as venues
from app.venues.models import VenueDraft

KEY = "of-this-test-only"
NOW = datetime(2026, 3, 1, 22, 0, tzinfo=UTC)
SLOTS_A_DAY = 52  # quarter hours from 08:00 to 21:00
CONTROL = sa.Table(
    "race_control", sa.MetaData(), sa.Column("slot", sa.Integer, index=True), sa.Column("racer", sa.Integer)
)


@dataclass(frozen=True)
class Place:
    """Whom the racers act for, and what they all want."""

    url: str
    town_id: UUID
    person_ids: tuple[UUID, ...]
    venue_id: UUID


@dataclass(frozen=True)
class Outcome:
    rounds: int
    one_winner: int
    overlaps: int
    errors: dict[str, int]
    seconds: float
    slowest: float


def race(place: Place, rounds: int, processes: int, racer: str = "book") -> Outcome:
    """All processes start each round together; how many rounds had exactly one winner."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["bench.racing"])
    barrier, results = context.Barrier(processes), context.Queue()
    arguments = (place, rounds, barrier, results, racer)
    runners = [context.Process(target=_run, args=(n, *arguments), daemon=True) for n in range(processes)]
    for runner in runners:
        runner.start()
    said = [results.get(timeout=3600) for _ in runners]
    for runner in runners:
        runner.join(60)
    winners = Counter(r for won, _, _, _ in said for r in won)
    errors = Counter(e for _, failed, _, _ in said for e in failed)
    one = sum(1 for r in range(rounds) if winners[r] == 1)
    over = sum(n - 1 for n in winners.values() if n > 1)
    return Outcome(rounds, one, over, dict(errors), max(s for _, _, s, _ in said), max(w for _, _, _, w in said))


def _run(number: int, place: Place, rounds: int, barrier: Any, results: Any, racer: str) -> None:
    """One process: its own engine, its own person."""
    audit.use_key(KEY)
    engine = make_engine(place.url, guarded=racer == "book")
    attempt: Callable[[sa.Engine, Place, int, int], bool] = _book if racer == "book" else _look_then_insert
    attempt(engine, place, number, rounds + number)  # warm: what is measured is the race, not the first import
    won, failed, slowest = [], [], 0.0
    barrier.wait()
    started = time.perf_counter()
    for slot in range(rounds):
        barrier.wait()
        begun = time.perf_counter()
        try:
            if attempt(engine, place, number, slot):
                won.append(slot)
        except Exception as error:  # every error counts against us, whatever it is
            failed.append(type(error).__name__)
        slowest = max(slowest, time.perf_counter() - begun)
    results.put((won, failed, time.perf_counter() - started, slowest))
    engine.dispose()


def _book(engine: sa.Engine, place: Place, number: int, slot: int) -> bool:
    """The whole action: rules, claim, history, audit, notices."""
    person_id = place.person_ids[number % len(place.person_ids)]
    reach = Reach(frozenset({place.town_id}), frozenset(), person_id)
    with open_session(engine, reach, now=NOW) as session:
        try:
            actions.book(session, _draft(place, slot), actor=Actor(person_id, place.town_id, "x"), now=NOW)
        except Taken:
            return False
        session.commit()
        return True


def _draft(place: Place, slot: int) -> BookingDraft:
    day = date(2026, 3, 2) + timedelta(days=slot // SLOTS_A_DAY)
    starts_at = clock.at(day, "08:00") + timedelta(minutes=15 * (slot % SLOTS_A_DAY))
    return BookingDraft(
        venue_id=place.venue_id, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=15), title="抢约"
    )


def _look_then_insert(engine: sa.Engine, place: Place, number: int, slot: int) -> bool:
    with engine.execution_options(writes=False).connect() as looking:
        if looking.execute(sa.select(CONTROL.c.racer).where(CONTROL.c.slot == slot)).first():
            return False
    with engine.begin() as writing:
        writing.execute(CONTROL.insert().values(slot=slot, racer=number))
    return True


def settle(engine: sa.Engine, url: str) -> Place:
    """A town with a venue that is open all week, in an empty database."""
    from cast import settle as settle_cast

    cast = settle_cast(engine)
    people = (cast.lao_chen, cast.lin, cast.ma, cast.he, cast.zhu, cast.shen)
    with open_session(engine, Reach.nothing(), now=NOW) as session:
        unit = session.exec(select(Unit).where(Unit.id == cast.dong_centre.id)).one()
        draft = VenueDraft(unit_id=unit.id, name="抢约的场地", seats=40)
        hours = dict.fromkeys(range(1, 8), ((480, 1260),))
        venue = venues.add_venue(session, draft, unit=unit, hours=hours, actor=Actor(None, cast.dong.id))
        session.commit()
        return Place(url, cast.dong.id, tuple(p.id for p in people), venue.id)


def count_overlaps(engine: sa.Engine, place: Place) -> int:
    """Pairs of claims that overlap, asked of the database itself after the race."""
    one, other = sa.orm.aliased(Claim), sa.orm.aliased(Claim)
    met = sa.and_(one.from_key < other.to_key, other.from_key < one.to_key, one.id < other.id)
    with open_session(engine, Reach(frozenset({place.town_id})), writes=False) as session:
        found = sa.select(sa.func.count()).select_from(one).join(other, met).where(one.blocking, other.blocking)
        return int(session.scalar(found) or 0)


@contextmanager
def databases(*, durable: bool = False) -> Iterator[dict[str, tuple[str, sa.Engine]]]:
    """An empty SQLite file and an empty PostgreSQL database: (the application's URL, the owner's engine).

    `durable`: PostgreSQL waits for the disk at each commit, as SQLite does here always.
    """
    from postgres import APP, OWNER, server
    from postgres import url as postgres_url

    with tempfile.TemporaryDirectory() as folder, server(durable=durable) as home:
        lite = f"sqlite:///{folder}/race.db"
        owners = {"SQLite": make_engine(lite, guarded=False)}
        owners["PostgreSQL"] = make_engine(postgres_url(home, "postgres", OWNER), guarded=False)
        schema.create(owners["SQLite"])
        schema.create(owners["PostgreSQL"], app_role=APP)
        urls = {"SQLite": lite, "PostgreSQL": postgres_url(home, "postgres", APP)}
        yield {name: (urls[name], owner) for name, owner in owners.items()}
        for owner in owners.values():
            owner.dispose()
