"""Years of bookings in a database, put there by the database itself: ten million of them in minutes.

One booking made by the product is the pattern; every other differs in id, venue and time. Ten hours a day of each
venue, from `LAST_DAY` backwards. Guards and indexes are taken off meanwhile and put back: they then hold for all of it.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.bookings.models import Booking
from app.claims.models import GUARDS, LINE, OVERLAP, Claim, minute_of
from app.kit import clock

LAST_DAY, FIRST_HOUR, HOURS = date(2026, 3, 3), 9, 10

_COUNT = "WITH RECURSIVE n(i) AS (SELECT :first UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :last)"
NUMBERS = {
    "postgresql": "SELECT generate_series(:first, :last - 1) AS i",
    "sqlite": f"{_COUNT} SELECT i FROM n",
}
ID = {"postgresql": "lpad(to_hex(i), 32, '0')::uuid", "sqlite": "printf('%032x', i)"}
MOMENT = {
    "postgresql": "timestamp '{at}' + make_interval(hours => (i % {hours} + {more} - 24 * (i / {each}))::int)",
    "sqlite": "strftime('%Y-%m-%d %H:%M:%S.000000', '{at}', (i % {hours} + {more} - 24 * (i / {each})) || ' hours')",
}
OFF = {
    "postgresql": (
        f"ALTER TABLE claim DROP CONSTRAINT {OVERLAP}",
        "SET session_replication_role = replica",
        "SET maintenance_work_mem = '1GB'",
    ),
    "sqlite": ("DROP TRIGGER claim_guard_insert", "PRAGMA cache_size = -1000000"),
}
ON = {
    "postgresql": (GUARDS["postgresql"][0], "SET session_replication_role = origin"),
    "sqlite": (GUARDS["sqlite"][0], "ANALYZE"),
}


def fill(owner: sa.Engine, venues: Sequence[tuple[UUID, UUID, int]], pattern: UUID, first: int, last: int) -> None:
    """Bookings `first` to `last` - 1 of the venues (id, town's id, number); `pattern` is a booking with its claim."""
    kind = owner.dialect.name
    with owner.begin() as connection:
        connection.execute(sa.text("DROP TABLE IF EXISTS bench_venue"))
        typed = "uuid" if kind == "postgresql" else "text"
        connection.execute(
            sa.text(f"CREATE TABLE bench_venue (n integer PRIMARY KEY, id {typed}, town {typed}, number bigint)")
        )
        rows = [{"n": n, "id": _id(kind, v), "town": _id(kind, t), "number": k} for n, (v, t, k) in enumerate(venues)]
        connection.execute(sa.text("INSERT INTO bench_venue VALUES (:n, :id, :town, :number)"), rows)
        for statement in OFF[kind]:
            connection.exec_driver_sql(statement)
        for index in _indexes():
            index.drop(connection)
        given = {"first": first, "last": last, "pattern": _id(kind, pattern)}
        for table, changed in ((Booking, _booking(kind, len(venues))), (Claim, _claim(kind, len(venues)))):
            connection.execute(sa.text(_copy(kind, table, changed, len(venues))), given)
        for index in _indexes():
            index.create(connection)
        for statement in ON[kind]:
            connection.exec_driver_sql(statement)
    if kind == "postgresql":  # now, not in the background while somebody measures
        with owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM (ANALYZE)")


def _indexes() -> list[sa.Index]:
    """What is quicker to build anew than to keep up row by row."""
    tables: list[Any] = [Booking.__table__, Claim.__table__]  # type: ignore[attr-defined]  # a table model has a table
    return [index for table in tables for index in sorted(table.indexes, key=lambda i: str(i.name))]


def _id(kind: str, value: UUID) -> Any:
    return value if kind == "postgresql" else value.hex


def _copy(kind: str, model: Any, changed: dict[str, str], many: int) -> str:
    table = model.__table__
    names = [c.name for c in table.c]
    wanted = ", ".join(changed.get(name, f'p."{name}"') for name in names)
    mine = "p.id = :pattern" if model is Booking else "p.booking_id = :pattern"
    columns = ", ".join(f'"{name}"' for name in names)
    return (
        f"INSERT INTO {table.name} ({columns}) SELECT {wanted} FROM ({NUMBERS[kind]}) s "
        f"JOIN bench_venue v ON v.n = i / {HOURS} % {many} JOIN {table.name} p ON {mine}"
    )


def _booking(kind: str, many: int) -> dict[str, str]:
    at = datetime.fromisoformat(f"{LAST_DAY}T{FIRST_HOUR - 8:02d}:00:00")  # UTC of the towns' wall time
    when = [MOMENT[kind].format(at=at, hours=HOURS, more=more, each=HOURS * many) for more in (0, 1)]
    states = {"id": ID[kind], "venue_id": "v.id", "owner_town_id": "v.town", "town_id": "v.town"}
    return states | {"starts_at": when[0], "ends_at": when[1], "state": "'completed'"}


def _claim(kind: str, many: int) -> dict[str, str]:
    morning = minute_of(clock.at(LAST_DAY, f"{FIRST_HOUR:02d}:00"))
    key = f"v.number * {LINE} + {morning} + 60 * (i % {HOURS}) - 1440 * (i / {HOURS * many})"
    return {"id": ID[kind], "booking_id": ID[kind], "number": "v.number", "from_key": key, "to_key": f"{key} + 60"}
