"""Finding a word among 100,000 log entries: milliseconds with the index and without it (LIKE), on both databases.

`.venv/bin/python -m bench.log_search [--entries 100000] [--database sqlite|postgresql]` fills a fresh database with
entries of 25 postings, then asks the product's own query for the first page of hits: words of two, three and four
characters, frequent and rare. The plain LIKE of the same page stands beside it.
"""

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Session, col

from app.accounts.models import Role
from app.audit import actions as audit
from app.kit import schema
from app.kit.db import make_engine, open_session
from app.kit.fulltext import index_of, use_key
from app.kit.paging import page_of
from app.kit.scopes import Reach
from app.logs import queries
from app.logs.models import Kind, LogEntry, LogIndex
from app.secondments.models import Exchange, Identity, PartyTie, Post, Secondment, Stage
from app.secondments.rules import Reader

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from cast import Cast, settle
from postgres import APP, OWNER, server, url

NOW = datetime(2026, 4, 15, 8, 0, tzinfo=UTC)
POSTINGS = 25
PLACES = ["兴隆社区", "长江新村", "永隆新村", "启隆村", "江口村", "红梅礼堂", "书屋", "食堂", "议事厅", "健康小屋"]
DEEDS = ["走访独居老人", "调解楼道堆物", "组织居民议事会", "整理助餐台账", "陪同体检", "讨论停车难题", "慰问退役军人"]
DEEDS += [f"{verb}{thing}" for verb in ("检查", "登记", "宣传") for thing in ("消防", "绿化", "路灯", "河道", "加梯")]
FEELINGS = ["先听后说", "当天公示结果", "把流程写在墙上", "让志愿者分楼负责", "表格只填一次", "先试一栋楼再推开"]
RARE = "铁皮石斛"
WORDS = ["调解", "助餐", "议事会", "独居老人", "停车难题", "铁皮石斛", "调解 公示"]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--entries", type=int, default=100_000)
    arguments.add_argument("--database", choices=["sqlite", "postgresql"])
    asked = arguments.parse_args()
    audit.use_key("of-this-bench-only")
    use_key("of-this-bench-only")
    for name in [asked.database] if asked.database else ["sqlite", "postgresql"]:
        with database(name) as (engine, owner):
            cast = settle(engine)
            fill(owner, cast, asked.entries)
            measure(engine, cast, name, asked.entries)


@contextmanager
def database(name: str) -> Iterator[tuple[sa.Engine, sa.Engine]]:
    """A fresh database at the current schema: the application's engine, and its owner's."""
    with ExitStack() as stack:
        if name == "sqlite":
            address = f"sqlite:///{stack.enter_context(tempfile.TemporaryDirectory())}/linqiao.db"
            owner = make_engine(address, guarded=False)
        else:
            home = stack.enter_context(server())
            address, owner = url(home, "postgres", APP), make_engine(url(home, "postgres", OWNER), guarded=False)
        schema.create(owner, app_role=APP)
        engine = make_engine(address)
        yield engine, owner
        engine.dispose()
        owner.dispose()


def fill(owner: sa.Engine, cast: Cast, entries: int) -> None:
    """Postings of Q镇's people at D镇 and the other way round, each with its share of the entries."""
    chance = random.Random(1)
    with Session(owner) as session:
        ids = [posting(session, cast, n) for n in range(POSTINGS)]
        session.commit()
        for start in range(0, entries, 2000):
            rows = [row(cast, ids[n % POSTINGS], n, chance) for n in range(start, min(start + 2000, entries))]
            session.execute(sa.insert(LogEntry.__table__), rows)
            index = [found(r) for r in rows]
            session.execute(sa.insert(LogIndex.__table__), index)
        session.commit()
    with owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


def posting(session: Session, cast: Cast, number: int) -> UUID:
    first = date(1900 + 2 * number, 1, 1)
    days = {"from_on": first, "until_on": first + timedelta(days=600)}
    exchange = Exchange(
        partner_town_id=cast.qi.id,
        town_id=cast.dong.id,
        name=f"第{number}批",
        partnership_id=cast.pair.id,
        begun_by=cast.ma.id,
        begun_at=NOW,
        stage=Stage.AGREED,
        **days,
    )
    session.add(exchange)
    session.flush()
    made = Secondment(
        exchange_id=exchange.id,
        partnership_id=cast.pair.id,
        person_id=cast.lin.id,
        home_town_id=cast.dong.id,
        host_town_id=cast.qi.id,
        home_unit_id=cast.dong_centre.id,
        host_unit_id=cast.qi_centre.id,
        home_mentor_id=cast.lao_chen.id,
        host_mentor_id=cast.tang.id,
        identity=Identity.COMMUNITY_WORKER,
        party_tie=PartyTie.ATTENDS,
        post=Post.DIRECTOR_ASSISTANT,
        basis="党委会",
        goals=["一", "二", "三"],
        agreed_until_on=days["until_on"],
        ends_at=NOW,
        stage=Stage.AGREED,
        **days,
    )
    session.add(made)
    session.flush()
    return made.id


def row(cast: Cast, secondment_id: UUID, number: int, chance: random.Random) -> dict[str, Any]:
    done = "".join(f"到{chance.choice(PLACES)}{chance.choice(DEEDS)}。" for _ in range(4))
    done += f"有居民问起{RARE}。" if number % 20_000 == 7 else ""
    learned = "，".join(chance.sample(FEELINGS, 2)) + "。"
    return {
        "id": uuid4(),
        "secondment_id": secondment_id,
        "person_id": cast.lin.id,
        "home_town_id": cast.dong.id,
        "host_town_id": cast.qi.id,
        "day": date(1900, 1, 1) + timedelta(days=number // POSTINGS),
        "kind": chance.choice(list(Kind)),
        "done": done,
        "learned": learned,
        "suggestion": "",
        "names": "",
        "is_late": False,
        "written_at": NOW,
    }


def found(row: dict[str, Any]) -> dict[str, Any]:
    """The row of the index for an entry."""
    words = index_of(f"{row['done']}\n{row['learned']}")
    return {"entry_id": row["id"], "secondment_id": row["secondment_id"], "day": row["day"], "words": words}


def measure(engine: sa.Engine, cast: Cast, name: str, entries: int) -> None:
    print(f"{name}, {entries:,} entries: first page of hits, milliseconds (median of 7)")
    print(f"{'word':　<8}{'hits':>8}{'index':>10}{'LIKE':>10}")
    reader = Reader(cast.xu.id, cast.qi.id, frozenset({Role.SECRETARY}))
    reach = Reach(frozenset({cast.qi.id}), frozenset({cast.pair.id}), cast.xu.id)
    with open_session(engine, reach, writes=False, now=NOW) as session:
        for word in WORDS:
            hits, quick = timed(session, lambda w=word: queries.select_matching(session, reader, w, NOW))  # type: ignore[misc]
            plain_hits, slow = timed(session, lambda w=word: without_index(session, reader, w))  # type: ignore[misc]
            assert hits == min(plain_hits, queries.MOST_HITS), (word, hits, plain_hits)
            print(f"{word:　<8}{plain_hits:>8,}{quick:>10.1f}{slow:>10.1f}")


def timed(session: Session, make: Any) -> tuple[int, float]:
    found, took = 0, []
    for _ in range(7):
        begun = time.perf_counter()
        found = page_of(session, make(), 1, size=20).total
        took.append((time.perf_counter() - begun) * 1000)
        session.expunge_all()
    return found, statistics.median(took)


def without_index(session: Session, reader: Reader, text: str) -> sa.Select[Any]:
    mine = [s.posting.id for s in queries.secondments.readable(session, reader, NOW)]
    texts = [col(LogEntry.done), col(LogEntry.learned), col(LogEntry.suggestion)]
    holds = [sa.or_(*(t.icontains(word, autoescape=True) for t in texts)) for word in text.split()]
    found = sa.select(LogEntry).where(col(LogEntry.secondment_id).in_(mine), *holds)
    return found.order_by(col(LogEntry.day).desc(), col(LogEntry.id))


if __name__ == "__main__":
    main()
