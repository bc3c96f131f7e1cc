"""A series of 200 occurrences: preview and booking in one act, beside 200 single bookings in the same run.

    python -m bench.series [--times 200] [--rounds 3]

The aim is a second for the act. Both sides take the whole way (rules, claims, history, audit, notices, commit) on
venues of the same kind in the same database; afterwards it is counted that every occurrence holds its time.
"""

import argparse
import statistics
import sys
import time
from dataclasses import replace
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, func, select

from app.audit import actions as audit
from app.bookings.models import Booking
from app.claims.models import Claim
from app.kit.actor import Actor
from app.kit.db import make_engine, open_session
from app.kit.scopes import Reach
from app.previews.models import Plan
from app.recurring import actions as recurring
from app.recurring import queries
from app.recurring.models import SeriesDraft
from app.spaces import actions as spaces
from app.towns.models import Unit
from app.venues import actions as venues
from app.venues.models import Holidays, VenueDraft
from bench.racing import KEY, NOW, Place, databases, settle

AIM = 1.0


def main() -> int:
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--times", type=int, default=200)
    wanted.add_argument("--rounds", type=int, default=3)
    asked = wanted.parse_args()
    audit.use_key(KEY)
    slow = False
    with databases() as found:
        for name, (url, _) in found.items():
            engine = make_engine(url)
            place = settle(engine, url)
            measured = [_round(engine, place, n, asked.times) for n in range(asked.rounds)]
            slow |= _print(name, asked.times, measured)
            engine.dispose()
    return 1 if slow else 0


def _round(engine: sa.Engine, place: Place, number: int, times: int) -> tuple[float, float, float]:
    """Seconds of the preview, of the act, and of as many single bookings."""
    series, single = (_venue(engine, place, f"{kind}{number}") for kind in ("series", "single"))
    draft = _draft(series, times)
    begun = time.perf_counter()
    plan = _plan(engine, place, draft)
    previewed = time.perf_counter()
    _book(engine, place, draft, plan)
    booked = time.perf_counter()
    _singly(engine, place, replace_venue(plan, single))
    done = time.perf_counter()
    assert _held(engine, place, series) == _held(engine, place, single) == times
    return previewed - begun, booked - previewed, done - booked


def _draft(venue_id: UUID, times: int) -> SeriesDraft:
    return SeriesDraft(
        weekdays="1234567", first_on=date(2026, 3, 3), times=times,
        venue_id=venue_id, starts="14:00", ends="16:00", title="每日开放", heads=20,
    )  # fmt: skip


def _reach(place: Place) -> Reach:
    return Reach(frozenset({place.town_id}), frozenset(), place.person_ids[0])


def _actor(place: Place) -> Actor:
    return Actor(place.person_ids[0], place.town_id, "x")


def _plan(engine: sa.Engine, place: Place, draft: SeriesDraft) -> Plan:
    with open_session(engine, _reach(place), writes=False, now=NOW) as session:
        return queries.plan(session, draft, {}, town_id=place.town_id, now=NOW)


def _book(engine: sa.Engine, place: Place, draft: SeriesDraft, plan: Plan) -> None:
    with open_session(engine, _reach(place), now=NOW) as session:
        recurring.book(session, draft, plan, actor=_actor(place), now=NOW)
        session.commit()


def replace_venue(plan: Plan, venue_id: UUID) -> Plan:
    rows = [replace(r, planned=r.planned.model_copy(update={"venue_id": venue_id})) for r in plan.rows]
    return Plan(tuple(rows))


def _singly(engine: sa.Engine, place: Place, plan: Plan) -> None:
    """What somebody does who has no series: one form after the other."""
    for wanted in plan.wanted:
        with open_session(engine, _reach(place), now=NOW) as session:
            spaces.book(session, wanted, actor=_actor(place), now=NOW)
            session.commit()


def _venue(engine: sa.Engine, place: Place, name: str) -> UUID:
    """Open every day of the year, so that every occurrence can be had."""
    with open_session(engine, Reach.nothing(), now=NOW) as session:
        unit = session.exec(select(Unit).where(Unit.town_id == place.town_id).order_by(col(Unit.name))).first()
        assert unit
        draft = VenueDraft(unit_id=unit.id, name=name, seats=40, holidays=Holidays.AS_SUNDAY)
        hours = dict.fromkeys(range(1, 8), ((480, 1260),))
        made = venues.add_venue(session, draft, unit=unit, hours=hours, actor=Actor(None, place.town_id))
        session.commit()
        return made.id


def _held(engine: sa.Engine, place: Place, venue_id: UUID) -> int:
    held = select(func.count()).select_from(Claim).join(Booking, col(Booking.id) == col(Claim.booking_id))
    with open_session(engine, _reach(place), writes=False, now=NOW) as session:
        return session.exec(held.where(col(Claim.blocking), Booking.venue_id == venue_id)).one()


def _print(name: str, times: int, measured: list[tuple[float, float, float]]) -> bool:
    preview, act, single = (statistics.median(column) for column in zip(*measured, strict=True))
    print(f"\n{name}: {times} occurrences, median of {len(measured)} rounds")
    print(f"  preview                {preview * 1000:7.0f} ms")
    print(f"  booking in one act     {act * 1000:7.0f} ms   aim {AIM * 1000:.0f} ms")
    print(f"  {times} single bookings    {single * 1000:7.0f} ms   {single / act:.1f} times the act")
    return bool(act > AIM)


if __name__ == "__main__":
    sys.exit(main())
