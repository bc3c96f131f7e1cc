"""The peer's side, run by a Python of its own that has `libres` and nothing of ours: prints one line of JSON.

`bench.libres` starts it; by hand: python bench/peer.py {settle|book|day|month} DSN …
"""

import json
import multiprocessing
import sys
import time
from datetime import datetime, timedelta
from typing import Any

from libres.context.registry import create_default_registry
from libres.db.scheduler import Scheduler
from libres.modules import errors
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

ZONE = "Asia/Shanghai"
FIRST = datetime(2026, 3, 2)  # noqa: DTZ001  # its scheduler puts the zone on; the same days and hours as bench/racing.py
OPENS, CLOSES = 8, 21
TRIES = 20


def scheduler(context: Any, venue: int) -> Scheduler:
    return Scheduler(context, f"venue-{venue}", timezone=ZONE)


def connect(dsn: str) -> Any:
    context = create_default_registry().register_context("bench")
    context.set_setting("dsn", dsn)
    return context


def settle(dsn: str, venues: int, days: int) -> dict[str, Any]:
    """Its tables, and one allocation a venue and day with a raster of a quarter hour."""
    context = connect(dsn)
    scheduler(context, 0).setup_database()
    for venue in range(venues):
        one = scheduler(context, venue)
        opened = [
            (FIRST + timedelta(days=d, hours=OPENS), FIRST + timedelta(days=d, hours=CLOSES)) for d in range(days)
        ]
        one.allocate(opened, partly_available=True, raster=15)
        one.commit()
    return {"allocations": venues * days}


def book(dsn: str, clients: int, seconds: float, steps: str, first_venue: int) -> dict[str, Any]:
    """Each client fills venues of its own, hour by hour; how many reservations were approved and committed."""
    processes = multiprocessing.get_context("fork")
    results: Any = processes.Queue()
    barrier = processes.Barrier(clients)
    arguments = (dsn, seconds, steps, barrier, results)
    runners = [processes.Process(target=_book, args=(first_venue + n, *arguments)) for n in range(clients)]
    for runner in runners:
        runner.start()
    said = [results.get(timeout=600) for _ in runners]
    for runner in runners:
        runner.join()
    names = ("booked", "retries", "lost")
    return {name: sum(one[name] for one in said) for name in names} | {"rate": sum(one["rate"] for one in said)}


def _book(venue: int, dsn: str, seconds: float, steps: str, barrier: Any, results: Any) -> None:
    one = scheduler(connect(dsn), venue)
    counts = {"booked": 0, "retries": 0, "lost": 0}
    for slot in range(5):
        _one(one, slot, steps, counts)
    barrier.wait()
    counts = {"booked": 0, "retries": 0, "lost": 0}
    began, slot = time.perf_counter(), 5
    while (spent := time.perf_counter() - began) < seconds:
        _one(one, slot, steps, counts)
        slot += 1
    results.put(counts | {"rate": counts["booked"] / spent})


def _one(one: Scheduler, slot: int, steps: str, counts: dict[str, int]) -> None:
    """Reserve and approve, as its manual says: serializable, tried again when the database asks for it."""
    day, hour = divmod(slot, CLOSES - OPENS)
    start = FIRST + timedelta(days=day, hours=OPENS + hour)
    for _ in range(TRIES):
        try:
            token = one.reserve("a@example.org", (start, start + timedelta(hours=1)))
            if steps == "two":
                one.commit()
            one.approve_reservations(token)
            one.commit()
        except DBAPIError:
            one.rollback()
            counts["retries"] += 1
        except errors.LibresError:
            one.rollback()
            break
        else:
            counts["booked"] += 1
            return
    counts["lost"] += 1


def availability(dsn: str, venues: int, days: int, times: int) -> dict[str, Any]:
    """What is free of `venues` on `days`, by its own query for many resources: seconds of each time."""
    context = connect(dsn)
    many = [scheduler(context, n) for n in range(venues)]
    resources = [one.resource for one in many]
    begin = many[0]._prepare_range(FIRST, FIRST + timedelta(days=days) - timedelta(microseconds=1))
    spent = []
    for _ in range(times + 1):
        began = time.perf_counter()
        found = many[0].queries.availability_by_day(*begin, resources)
        spent.append(time.perf_counter() - began)
        many[0].session.expunge_all()
        many[0].rollback()
    assert len(found) == days, (len(found), days)
    return {"seconds": spent[1:]}


SLOTS = """
    INSERT INTO reserved_slots
        (resource, start, "end", allocation_id, source_type, reservation_token, source_id, created)
    SELECT resource, _start + n * interval '15 minutes',
        _start + (n + 1) * interval '15 minutes' - interval '1 microsecond',
        id, 'reservation', gen_random_uuid(), id, now()
    FROM allocations CROSS JOIN generate_series(4, 3 + 4 * :hours) n
"""


def fill(dsn: str, hours: int) -> dict[str, Any]:
    """So many booked hours in every allocation, as approving would have written them: a row a quarter hour."""
    with create_engine(dsn).begin() as connection:
        added = connection.execute(text(SLOTS), {"hours": hours}).rowcount
    with create_engine(dsn, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text("ANALYZE"))
    return {"slots": added}


DEEDS = {"settle": settle, "book": book, "fill": fill, "availability": availability}

if __name__ == "__main__":
    deed, given = sys.argv[1], json.loads(sys.argv[2])
    print(json.dumps(DEEDS[deed](**given)))
