"""What is free: forty venues for a day, and four hundred for sixty days, beside `libres` on the same PostgreSQL.

    python -m bench.free_times [--times 20]

Both sides hold ten booked hours of every venue and day. Ours answers with the free spans of every venue and day in
its opening hours, closures and gaps considered; the peer with its own query for many resources, which says how much
of each day is free.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import sqlalchemy as sa

from app.audit import actions as audit
from app.availability import queries as availability
from app.kit.db import make_engine
from app.venues.models import Venue
from bench.filling import LAST_DAY, fill
from bench.growth import Case
from bench.peering import Peer, peer
from bench.racing import KEY, NOW, databases

SHAPES = ((40, 1), (400, 60))


def main() -> int:
    wanted = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted.add_argument("--times", type=int, default=20)
    asked = wanted.parse_args()
    audit.use_key(KEY)
    with databases() as found:
        ours = {name: _ours(url, owner, asked.times) for name, (url, owner) in found.items()}
        with peer(found["PostgreSQL"][1].url.render_as_string(False)) as libres:
            theirs = _theirs(libres, asked.times)
    for shape in SHAPES:
        print(f"{shape[0]} venues, {shape[1]} day(s): libres {theirs[shape]:.1f} ms")
        for name, spent in ours.items():
            print(f"  ours on {name}: {spent[shape]:.1f} ms, {theirs[shape] / spent[shape]:.1f} times as fast")
    return 0


def _ours(url: str, owner: sa.Engine, times: int) -> dict[tuple[int, int], float]:
    engine = make_engine(url)
    case = Case(engine)
    fill(owner, case.venues, case.pattern, 0, 400 * 60 * 10)
    spent = {}
    for many, days in SHAPES:
        with case.session(writes=False) as session:
            found = list(session.scalars(sa.select(Venue).order_by(Venue.number).limit(many)))
            first = LAST_DAY - timedelta(days=days - 1)
            seen = {"reader_town_id": case.town_id, "now": NOW}
            asked = partial(availability.free_gaps_between, session, found, first, LAST_DAY, **seen)
            spent[many, days] = median_ms(asked, times)
    engine.dispose()
    return spent


def median_ms(deed: Callable[[], object], times: int) -> float:
    spent = []
    for _ in range(times + 2):
        began = time.perf_counter()
        deed()
        spent.append(1000 * (time.perf_counter() - began))
    return statistics.median(spent[2:])


def _theirs(libres: Peer, times: int) -> dict[tuple[int, int], float]:
    """Its own tables, filled as it would have filled them."""
    libres.do("settle", venues=400, days=60)
    libres.do("fill", hours=10)
    spent = {}
    for many, days in SHAPES:
        said = libres.do("availability", venues=many, days=days, times=times if days == 1 else 3)
        spent[many, days] = 1000 * statistics.median(said["seconds"])
    return spent


if __name__ == "__main__":
    sys.exit(main())
