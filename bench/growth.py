"""Does it stay as fast when the years go by? Search, day table and booking among more and more bookings.

    python -m bench.growth [--sizes 10000 1000000] [--times 40] [--on SQLite PostgreSQL] [--plans docs/query-plans.md]

Forty venues of two towns among four hundred; ten hours of every day are taken, as far back as the size reaches.
Ten million need about 12 GB of disk and half an hour: --sizes 10000 1000000 10000000.
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from app.audit import actions as audit
from app.finding import queries as finding
from app.finding.models import Criteria
from app.kit.actor import Actor
from app.kit.db import make_engine, open_session
from app.kit.scopes import Reach
from app.spaces import actions as spaces
from app.venues.models import Sharing
from bench.customers import draft_of, venues_of
from bench.filling import LAST_DAY, fill
from bench.racing import KEY, NOW, databases

OURS, THEIRS, OTHERS = 20, 20, 360
GROWING = ("booking", "claim", "booking_step", "audit_entry", "notice")
Deed = Callable[[Session], object]


class Case:
    """Two towns that search and book, and a third whose bookings lie in the same tables."""

    def __init__(self, engine: sa.Engine) -> None:
        from cast import settle

        cast = settle(engine)
        self.engine, self.town_id, self.actor, self.booked = engine, cast.dong.id, cast.actor(cast.lao_chen), 0
        self.reach = Reach(frozenset({cast.dong.id}), frozenset({cast.pair.id}), cast.lao_chen.id)
        places = ((cast.dong_centre, OURS), (cast.qi_centre, THEIRS), (cast.wai_centre, OTHERS))
        self.venues: list[tuple[UUID, UUID, int]] = []
        with open_session(engine, Reach.nothing(), now=NOW) as session:
            for unit, many in places:
                made = venues_of(session, unit, Actor(None, unit.town_id), many, Sharing.AT_ONCE)
                self.venues += [(venue_id, unit.town_id, number) for venue_id, number in made]
            session.commit()
        with self.session() as session:
            self.pattern = self.book(session)
            session.commit()

    @contextmanager
    def session(self, *, writes: bool = True) -> Iterator[Session]:
        with open_session(self.engine, self.reach, writes=writes, now=NOW) as session:
            yield session

    def book(self, session: Session) -> UUID:
        """The next free hour of our venues, later than everything that is filled in."""
        venue_id = self.venues[self.booked % OURS][0]
        self.booked += 1
        draft = draft_of(venue_id, 26 + self.booked // OURS)
        return spaces.book(session, draft, actor=self.actor, now=NOW).id

    def search(self, session: Session) -> object:
        asked = Criteria(LAST_DAY, LAST_DAY, starts=8 * 60, ends=12 * 60, minutes=60)
        return finding.search(session, self.town_id, asked, now=NOW)

    def day_table(self, session: Session) -> object:
        return finding.day_table(session, self.town_id, Criteria(LAST_DAY, LAST_DAY), now=NOW)

    def deeds(self) -> dict[str, Deed]:
        return {"search": self.search, "day table": self.day_table, "booking": self.book}


def main() -> int:
    wanted = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    wanted.add_argument("--times", type=int, default=40)
    wanted.add_argument("--on", nargs="+", default=["SQLite", "PostgreSQL"])
    wanted.add_argument("--plans", type=Path)
    asked = wanted.parse_args()
    audit.use_key(KEY)
    plans: list[str] = []
    with databases() as found:
        for name in asked.on:
            url, owner = found[name]
            engine = make_engine(url)
            case, before = Case(engine), 0
            grown: dict[str, list[float]] = {}
            for size in sorted(asked.sizes):
                began = time.perf_counter()
                fill(owner, case.venues, case.pattern, before, size)
                free = shutil.disk_usage(tempfile.gettempdir()).free / 1e9
                print(f"{name}: {size:,} bookings, filled in {time.perf_counter() - began:.0f} s, {free:.0f} GB free")
                before = size
                for deed, do in case.deeds().items():
                    grown.setdefault(deed, []).append(least_ms(case, do, asked.times))
                    print(f"  {deed:10s} {grown[deed][-1]:7.2f} ms", flush=True)
            for deed, spent in grown.items():
                print(f"  {deed:10s} grows {spent[-1] / spent[0]:.2f} times from {asked.sizes[0]:,} to {size:,}")
            plans += [f"## {name}, {size:,} bookings", "", *plans_of(case)]
            engine.dispose()
    if asked.plans:
        asked.plans.write_text("\n".join([HEADING, *plans]) + "\n")
    return 0


def least_ms(case: Case, do: Deed, times: int) -> float:
    """The least of so many times: what else the machine does only ever adds."""
    spent = []
    for _ in range(times + 5):
        began = time.perf_counter()
        with case.session(writes=do == case.book) as session:
            do(session)
            session.commit()
        spent.append(1000 * (time.perf_counter() - began))
    return min(spent[5:])


HEADING = """# Query plans of the paths that must stay flat

Written by `python -m bench.growth --plans docs/query-plans.md`: what the two databases do for the statements on the
tables that grow, among the largest number of bookings of that run. A table read from end to end is marked **!**.
"""


def plans_of(case: Case) -> Iterator[str]:
    """The plan of every statement on a table that grows."""
    for deed, do in case.deeds().items():
        yield from (f"### {deed}", "")
        with case.session() as session, listening(case.engine) as heard:
            do(session)
            session.flush()
            listed = list(heard)
            for sql, parameters in listed:
                yield from _plan(session, sql, parameters)
            session.rollback()


@contextmanager
def listening(engine: sa.Engine) -> Iterator[list[tuple[str, object]]]:
    heard: list[tuple[str, object]] = []

    def note(_connection: object, _cursor: object, sql: str, parameters: object, *_: object) -> None:
        if any(f" {table} " in f" {sql} " for table in GROWING) and sql.startswith(("SELECT", "UPDATE")):
            heard.append((sql, parameters))

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield heard
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def _plan(session: Session, sql: str, parameters: object) -> Iterator[str]:
    cursor = session.connection().connection.cursor()
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    cursor.execute(("EXPLAIN QUERY PLAN " if is_sqlite else "EXPLAIN (COSTS OFF) ") + sql, parameters)
    steps = [str(row[-1] if is_sqlite else row[0]) for row in cursor.fetchall()]
    yield f"`{' '.join(sql.split())[:160]}…`"
    yield ""
    for step in steps:
        whole = any(f"{scan} {table}" in f"{step} " for scan in ("SCAN", "Seq Scan on") for table in GROWING)
        indent = len(step) - len(step.lstrip())
        yield f"    {' ' * indent}{'! ' if whole else ''}{step.strip()[:160]}"
    yield ""


if __name__ == "__main__":
    sys.exit(main())
