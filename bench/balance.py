"""The page of giving and taking among a hundred thousand bookings: a year's figures of forty venues, part by part.

    python -m bench.balance [--bookings 100000] [--times 10]

The peer in the same run adds the year up booking by booking, as a list of rows would.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from app.audit import actions as audit
from app.balance import queries as balances
from app.bookings.models import Booking
from app.demand import queries as demand
from app.indicators.models import Length, Period
from app.kit.db import make_engine
from app.towns import queries as towns
from app.usage import queries as usage
from bench.filling import LAST_DAY, fill
from bench.growth import OURS, THEIRS, Case
from bench.racing import KEY, databases

YEAR = Period(Length.CUSTOM, LAST_DAY - timedelta(days=364), LAST_DAY)


def main() -> int:
    wanted = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted.add_argument("--bookings", type=int, default=100_000)
    wanted.add_argument("--times", type=int, default=10)
    asked = wanted.parse_args()
    audit.use_key(KEY)
    with databases() as found:
        for name, (url, owner) in found.items():
            engine = make_engine(url)
            case = Case(engine)
            fill(owner, case.venues[: OURS + THEIRS], case.pattern, 0, asked.bookings)
            print(f"{name}: {asked.bookings:,} bookings, {YEAR.days} days")
            for part, deed in parts(case).items():
                print(f"  {part:16s} {median_ms(case, deed, asked.times):8.1f} ms", flush=True)
            engine.dispose()
    return 0


def parts(case: Case) -> dict[str, Callable[[Session], object]]:
    """The whole page's figures, what they are made of, and the peer."""
    with case.session(writes=False) as session:
        pair = towns.partnerships_of(session, case.town_id)[0].id
        ids = [t.id for t in towns.towns_of(session, pair)]

    def whole(session: Session) -> object:
        return balances.balance_of(session, pair, YEAR, reader_town_id=case.town_id, today=LAST_DAY)

    def used(session: Session) -> list[usage.Used]:
        return usage.used(session, ids, YEAR, reader_town_id=case.town_id)

    def needs(session: Session) -> object:
        return demand.needs_of(session, pair, case.town_id, YEAR, [])

    def row_by_row(session: Session) -> object:
        mine = sa.select(Booking).where(col(Booking.town_id).in_(ids), *usage.began_in(YEAR))
        return sum(b.span.minutes for b in session.scalars(mine))

    return {
        "whole page": whole,
        "utilisation": used,
        "how they ended": lambda session: usage.outcomes(session, ids, YEAR),
        "needs": needs,
        "peer: every row": row_by_row,
    }


def median_ms(case: Case, deed: Callable[[Session], object], times: int) -> float:
    spent = []
    for _ in range(times + 1):
        began = time.perf_counter()
        with case.session(writes=False) as session:
            deed(session)
        spent.append(1000 * (time.perf_counter() - began))
    return statistics.median(spent[1:])


if __name__ == "__main__":
    sys.exit(main())
