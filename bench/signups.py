"""Do services stay as fast when the years go by? A session's page, the counter's search and the matrix.

    python -m bench.signups [--sizes 10000 1000000] [--times 30] [--on SQLite PostgreSQL]
        [--plans docs/query-plans-services.md]

Forty services of two towns, twelve people to a session, two hundred sessions a week from the last day backwards; one
card per twenty sign-ups in either town. Filled in by the database itself, the tally from the rows as the nightly job
would have folded it.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from app.audit import actions as audit
from app.grounds.models import NoticeText
from app.indicators import rules as periods
from app.kit.db import make_engine, open_session
from app.kit.scopes import Reach
from app.residents import queries as residents
from app.residents.models import Resident, ResidentSound
from app.services.models import Kind, Service
from app.sessions import queries as sessions
from app.sessions.models import ServiceSession, SessionShare
from app.signups import queries as signups
from app.signups.models import How, SignUp, SignUpState
from app.tallies import queries as tallies
from app.tallies import rules
from app.tallies.models import GUARDS, MONTH
from bench import growth
from bench.filling import NUMBERS
from bench.racing import KEY, NOW, databases

SERVICES, EACH, PER_CARD, A_DAY = 40, 12, 20, 28
LAST_DAY = date(2026, 3, 3)
GROWING = ("sign_up", "service_session", "session_share", "resident", "resident_sound", "service_tally")
KINDS = (Kind.DINING, Kind.HEALTH, Kind.MEDIATION, Kind.LECTURE, Kind.DAY_CARE)
Deed = Callable[[Session], object]
HEX = {"postgresql": "lpad(to_hex({n}), 32, '0')::uuid", "sqlite": "printf('%032x', {n})"}
KEYED = {"postgresql": "lpad(to_hex({n}), 64, '0')", "sqlite": "printf('%064x', {n})"}
DIGITS = {"postgresql": "lpad(({n} % 10000)::text, 4, '0')", "sqlite": "printf('%04d', {n} % 10000)"}
HOURS = f"{{n}} % 8 + {{more}} - 24 * ({{n}} / {A_DAY})"
FIRST = "'2026-03-03 01:00:00'"
AT = {
    "postgresql": f"timestamp {FIRST} + make_interval(hours => ({HOURS})::int)",
    "sqlite": f"strftime('%Y-%m-%d %H:%M:%S.000000', {FIRST}, ({HOURS}) || ' hours')",
}


class Case:
    """Two towns with forty services, of which one session and one card are the patterns of all others."""

    def __init__(self, engine: sa.Engine) -> None:
        from cast import settle

        cast = settle(engine)
        self.engine, self.town_id, self.pair = engine, cast.qi.id, cast.pair.id
        self.reach = Reach(frozenset({cast.qi.id}), frozenset({cast.pair.id}), cast.qian.id)
        both = Reach(frozenset({cast.dong.id, cast.qi.id}), frozenset({cast.pair.id}))
        with open_session(engine, both, now=NOW) as session:
            offered = [_service(n, cast.dong_centre if n % 2 else cast.qi_centre) for n in range(SERVICES)]
            notice = NoticeText(text_hash="0" * 64, version="1", content={}, first_shown_at=NOW)
            session.add_all([*offered, notice])
            session.commit()
            self.services = [(s.id, s.town_id) for s in offered]
            self.notice_id = notice.id
            self.towns = (cast.dong.id, cast.qi.id)

    @contextmanager
    def session(self, *, writes: bool = True) -> Iterator[Session]:
        with open_session(self.engine, self.reach, writes=writes, now=NOW) as session:
            yield session

    def page(self, session: Session) -> object:
        """The newest session with its counters and everybody on its list."""
        found, service = sessions.get_session(session, self._newest(), reader_town_id=self.town_id)
        return sessions.counters_of(session, found, service), signups.list_of_session(
            session, found.id, reader_town_id=self.town_id
        )

    def _newest(self) -> UUID:
        return UUID(int=0)

    def counter(self, session: Session) -> object:
        return residents.find(session, "0042", town_id=self.town_id)

    def matrix(self, session: Session) -> object:
        figures = tallies.figures_of(session, self.pair, periods.year(2026))
        return rules.grids(figures)

    def deeds(self) -> dict[str, Deed]:
        return {"session page": self.page, "counter": self.counter, "matrix": self.matrix}


def _service(number: int, unit: Any) -> Service:
    return Service(
        unit_id=unit.id,
        town_id=unit.town_id,
        kind=KINDS[number // 2 % len(KINDS)],
        name=f"服务{number}",
        state="published",
        made_at=NOW,
        changed_at=NOW,
    )


def fill(owner: sa.Engine, case: Case, first: int, last: int) -> None:
    """Sign-ups `first` to `last` - 1 with their sessions, cards and sums."""
    kind = owner.dialect.name
    with owner.begin() as connection:
        _tell(connection, kind, case)
        _guards(connection, kind, off=True)
        for table, given, condition in _rows(kind, case):
            _insert(connection, kind, table, given, first, last, condition)
        connection.execute(sa.text("DELETE FROM service_tally"))
        connection.execute(sa.text(_tally(kind)))
        _guards(connection, kind, off=False)
    if kind == "postgresql":
        with owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM (ANALYZE)")


def _tell(connection: sa.Connection, kind: str, case: Case) -> None:
    """The services by number, for the statements that fill."""
    typed = "uuid" if kind == "postgresql" else "text"
    connection.execute(sa.text("DROP TABLE IF EXISTS bench_service"))
    connection.execute(sa.text(f"CREATE TABLE bench_service (n integer PRIMARY KEY, id {typed}, town {typed})"))
    rows = [{"n": n, "id": _id(kind, s), "town": _id(kind, t)} for n, (s, t) in enumerate(case.services)]
    connection.execute(sa.text("INSERT INTO bench_service VALUES (:n, :id, :town)"), rows)


def _id(kind: str, value: UUID) -> Any:
    return value if kind == "postgresql" else value.hex


def _guards(connection: sa.Connection, kind: str, *, off: bool) -> None:
    if kind == "postgresql":
        connection.exec_driver_sql(f"SET session_replication_role = {'replica' if off else 'origin'}")
        return
    for statement in GUARDS["sqlite"]:
        name = statement.split()[2]
        connection.exec_driver_sql(f"DROP TRIGGER {name}" if off else statement)
    if not off:
        connection.exec_driver_sql("ANALYZE")


def _rows(kind: str, case: Case) -> Iterator[tuple[Any, dict[str, str], str]]:
    """Each table, what its columns hold, and for which of the numbers it has a row."""
    number, home = (
        "i / 12",
        f"CASE WHEN i % 3 = 0 THEN {_sql(kind, case.towns[0])} ELSE {_sql(kind, case.towns[1])} END",
    )
    begins, ends = (AT[kind].format(n=number, more=more) for more in (0, 1))
    made = f"'{NOW:%Y-%m-%d %H:%M:%S}.000000'"
    occasion = HEX[kind].format(n=number)
    counted = {"taken": "12" if kind == "postgresql" else "0"}  # on SQLite the shares' triggers count
    of_session = {"starts_at": begins, "ends_at": ends, "released_at": begins, "made_at": made, "places": "20"}
    yield (
        ServiceSession,
        {**of_session, "id": occasion, "service_id": "s.id", "town_id": "s.town"} | counted,
        "i % 12 = 0",
    )
    for n, (town, taken) in enumerate(zip(case.towns, (4, 8), strict=True)):
        share = {"id": HEX[kind].format(n=f"({number}) * 2 + {n}"), "session_id": occasion}
        yield SessionShare, {**share, "town_id": _sql(kind, town), "taken": str(taken), "reserved": "0"}, "i % 12 = 0"
    card, person = "i / 20", KEYED[kind].format(n="i / 20")
    for n, town in enumerate(case.towns):
        mine = {"id": HEX[kind].format(n=f"({card}) * 2 + {n}"), "town_id": _sql(kind, town)}
        says = {"name": "'王秀兰'", "phone": f"'1990000' || {DIGITS[kind].format(n=card)}", "home_town_id": "s.town"}
        digits = {"phone_last4": DIGITS[kind].format(n=card), "person_key": person, "made_at": made}
        yield Resident, {**mine, **says, **digits}, "i % 20 = 0"
        sound = {"resident_id": mine["id"], "sound": "'wangxiulan'", "town_id": mine["town_id"]}
        yield ResidentSound, sound, "i % 20 = 0"
    state = f"CASE WHEN i % 12 = 5 THEN '{SignUpState.ABSENT}' ELSE '{SignUpState.ATTENDED}' END"
    yield SignUp, {
        "id": HEX[kind].format(n="i"), "session_id": occasion, "service_id": "s.id", "starts_at": begins,
        "provider_town_id": "s.town", "home_town_id": home, "person_key": KEYED[kind].format(n="(i * 7) % 50000"),
        "state": state, "code": _code(kind), "made_at": made, "told_how": f"'{How.SPOKEN}'",
        "notice_id": _sql(kind, case.notice_id),
    }, "i >= 0"  # fmt: skip


def _sql(kind: str, value: UUID) -> str:
    return f"'{value}'::uuid" if kind == "postgresql" else f"'{value.hex}'"


def _code(kind: str) -> str:
    return "lpad(to_hex(i), 8, '0')" if kind == "postgresql" else "printf('%08x', i)"


def _insert(
    connection: sa.Connection, kind: str, model: Any, given: dict[str, str], first: int, last: int, condition: str
) -> None:
    """Every other column holds what the model gives it, or nothing."""
    known = {c.name: c for c in model.__table__.c}
    filled = given | {
        name: f"'{c.default.arg}'" if isinstance(c.default.arg, str) else str(c.default.arg).lower()
        for name, c in known.items()
        if name not in given and c.default is not None and c.default.is_scalar
    }
    filled = {name: value if value != "false" or kind == "postgresql" else "0" for name, value in filled.items()}
    columns = ", ".join(f'"{name}"' for name in filled)
    source = f"({NUMBERS[kind]}) x JOIN bench_service s ON s.n = i / 12 % {SERVICES}"
    chosen = f"SELECT {', '.join(filled.values())} FROM {source} WHERE {condition}"
    said = f"INSERT INTO {model.__table__.name} ({columns}) {chosen}"
    connection.execute(sa.text(said), {"first": first, "last": last})


def _tally(kind: str) -> str:
    """What the triggers would have added, folded."""
    month, begun = MONTH[kind].format(at="u.starts_at"), MONTH[kind].format(at="o.starts_at")
    made = "gen_random_uuid()" if kind == "postgresql" else "lower(hex(randomblob(16)))"
    one = "min(u.service_id::text)::uuid" if kind == "postgresql" else "min(u.service_id)"
    sides = "u.provider_town_id, u.home_town_id"
    signed = (
        f"SELECT {month} AS month, u.service_id AS service_id, {sides}, CAST(u.state AS text) AS what, count(*) AS n "
        "FROM sign_up u GROUP BY 1, 2, 3, 4, 5"
    )
    people = (
        f"SELECT {month}, {one}, {sides}, 'persons', count(DISTINCT u.person_key) FROM sign_up u "
        "JOIN service k ON k.id = u.service_id "
        "WHERE k.kind IN ('health', 'mediation') AND u.state = 'attended' GROUP BY 1, 3, 4, k.kind"
    )
    held = (
        f"SELECT {begun}, o.service_id, o.town_id, o.town_id, '{{what}}', {{sum}} "
        "FROM service_session o GROUP BY 1, 2, 3"
    )
    offered = (held.format(what="sessions", sum="count(*)"), held.format(what="places", sum="sum(o.places)"))
    every = " UNION ALL ".join((signed, people, *offered))
    return (
        "INSERT INTO service_tally (id, month, service_id, provider_town_id, home_town_id, what, amount) "
        f"SELECT {made}, t.month, t.service_id, t.provider_town_id, t.home_town_id, t.what, t.n FROM ({every}) t"
    )


HEADING = """# Query plans among many sign-ups

Written by `python -m bench.signups --plans docs/query-plans-services.md`: what the two databases do for the statements
on the tables that grow, among the largest number of sign-ups of that run. A table read from end to end is marked **!**.
"""


def main() -> int:
    wanted = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted.add_argument("--sizes", type=int, nargs="+", default=[10_000, 1_000_000])
    wanted.add_argument("--times", type=int, default=30)
    wanted.add_argument("--on", nargs="+", default=["SQLite", "PostgreSQL"])
    wanted.add_argument("--plans", type=Path)
    asked = wanted.parse_args()
    audit.use_key(KEY)
    growth.GROWING = GROWING
    plans: list[str] = []
    with databases() as found:
        for name in asked.on:
            plans += _measure(name, *found[name], asked.sizes, asked.times)
    if asked.plans:
        asked.plans.write_text("\n".join([HEADING, *plans]).rstrip() + "\n")
    return 0


def _measure(name: str, url: str, owner: sa.Engine, sizes: list[int], times: int) -> list[str]:
    engine = make_engine(url)
    case, before = Case(engine), 0
    grown: dict[str, list[float]] = {}
    for size in sorted(sizes):
        began = time.perf_counter()
        fill(owner, case, before, size)
        print(f"{name}: {size:,} sign-ups, filled in {time.perf_counter() - began:.0f} s")
        before = size
        for deed, do in case.deeds().items():
            grown.setdefault(deed, []).append(least_ms(case, do, times))
            print(f"  {deed:12s} {grown[deed][-1]:7.2f} ms", flush=True)
    for deed, spent in grown.items():
        print(f"  {deed:12s} grows {spent[-1] / spent[0]:.2f} times from {min(sizes):,} to {max(sizes):,}")
    plans = [f"## {name}, {max(sizes):,} sign-ups", "", *growth.plans_of(case)]  # type: ignore[arg-type]  # the same deeds
    engine.dispose()
    return plans


def least_ms(case: Case, do: Deed, times: int) -> float:
    """The least of so many times: what else the machine does only ever adds."""
    spent = []
    for _ in range(times + 3):
        began = time.perf_counter()
        with case.session(writes=False) as session:
            do(session)
        spent.append(1000 * (time.perf_counter() - began))
    return min(spent[3:])


if __name__ == "__main__":
    sys.exit(main())
