"""Agreements issued in a row, and the registers of two towns raced for.

    python -m bench.documents [--documents 200] [--processes 16] [--each 25]

First: so many documents are issued one after the other through the job that renders them, PDF/A with its attachments
and DOCX; the memory of this process and of the press is read on the way and must stay flat. Then, on both databases,
processes issue agreements at once, with the parties named in opposite orders; each register must end without a gap and
without a double.
"""

import argparse
import multiprocessing
import os
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import papers
from cast import settle

import app.tables  # noqa: F401  # every table
from app.audit import actions as audit
from app.documents import actions
from app.documents.models import Document, DocumentState, NumberDraft, OrganNumber, PartyNumber
from app.files import gateways as files
from app.kit.actor import Actor
from app.kit.db import make_engine, open_session, transaction
from app.kit.scopes import Reach
from bench.racing import KEY, databases
from jobs import render_documents

NOW = datetime(2026, 10, 27, 1, 0, tzinfo=UTC)
FLAT = 1.25  # the last quarter may need this much of what the first quarter needed
Pair = tuple[UUID, UUID, UUID]


def main() -> int:
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--documents", type=int, default=200)
    wanted.add_argument("--processes", type=int, default=16)
    wanted.add_argument("--each", type=int, default=25)
    asked = wanted.parse_args()
    audit.use_key(KEY)
    is_right = True
    with databases() as found, tempfile.TemporaryDirectory() as folder:
        files.use_folder(Path(folder))
        for name, (url, _owner) in found.items():
            engine = make_engine(url)
            cast = settle(engine)
            pair = (cast.pair.id, cast.dong.id, cast.qi.id)
            if name == "SQLite":
                is_right &= _issue_in_a_row(engine, pair, asked.documents)
            engine.dispose()
            is_right &= _race(name, url, pair, asked.processes, asked.each)
    return 0 if is_right else 1


def _issue_in_a_row(engine: sa.Engine, pair: Pair, how_many: int) -> bool:
    """Seconds a document, and megabytes after each quarter."""
    megabytes, begun = [], time.perf_counter()
    for place in range(how_many):
        _issue(engine, pair, mine_first=True)
        if render_documents.run(engine, NOW) != 1:
            print("a document was not rendered")
            return False
        if (place + 1) % max(1, how_many // 4) == 0:
            megabytes.append(_megabytes())
    seconds = (time.perf_counter() - begun) / how_many
    with open_session(engine, _reach(pair), writes=False) as session:
        done = len(session.exec(select(Document.id).where(Document.state == DocumentState.ISSUED)).all())
    is_flat = megabytes[-1] <= FLAT * megabytes[0]
    shown = ", ".join(f"{size:.0f}" for size in megabytes)
    print(f"{done} documents in a row: {seconds:.2f} s each on the wall; memory after each quarter {shown} MB")
    print(f"  {'flat' if is_flat else 'GROWING'}")
    return is_flat and done == how_many


def _megabytes() -> float:
    """Resident memory of this process and everything that it started (the press), shared pages counted once each."""
    mine = os.getpid()
    family, pages = {mine}, 0
    parents = {int(p.name): _parent(p) for p in Path("/proc").iterdir() if p.name.isdigit()}
    for _ in range(4):
        family |= {child for child, parent in parents.items() if parent in family}
    for process in family:
        try:
            pages += int(Path(f"/proc/{process}/statm").read_text().split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _parent(process: Path) -> int:
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0


def _race(name: str, url: str, pair: Pair, processes: int, each: int) -> bool:
    """All begin at the same instant; the registers are read afterwards, from the database itself."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["bench.documents"])
    barrier, results = context.Barrier(processes), context.Queue()
    runners = [
        context.Process(target=_racer, args=(url, pair, n % 2 == 0, each, barrier, results), daemon=True)
        for n in range(processes)
    ]
    before = _registers(url, pair)
    for runner in runners:
        runner.start()
    errors = [error for _ in runners for error in results.get(timeout=1800)]
    for runner in runners:
        runner.join(60)
    taken = {town: sorted(set(numbers) - before[town]) for town, numbers in _registers(url, pair).items()}
    wanted = processes * each
    held = not errors and all(
        len(numbers) == wanted and numbers[-1] - numbers[0] == wanted - 1 for numbers in taken.values()
    )
    print(f"{name}: {processes} processes, {wanted} agreements, two registers: errors {errors or 0}")
    print(f"  {'no gap, no double' if held else 'BROKEN'}")
    return held


def _registers(url: str, pair: Pair) -> dict[UUID, set[int]]:
    engine = make_engine(url)
    with open_session(engine, _reach(pair), writes=False) as session:
        rows = session.exec(select(OrganNumber.town_id, OrganNumber.sequence).order_by(col(OrganNumber.id))).all()
    engine.dispose()
    found: dict[UUID, set[int]] = {pair[1]: set(), pair[2]: set()}
    for town, sequence in rows:
        found[town].add(sequence)
    return found


def _racer(url: str, pair: Pair, mine_first: bool, each: int, barrier: Any, results: Any) -> None:
    audit.use_key(KEY)
    engine, errors = make_engine(url), []
    barrier.wait()
    for _ in range(each):
        try:
            _issue(engine, pair, mine_first=mine_first)
        except Exception as error:  # every error counts against us, whatever it is
            errors.append(type(error).__name__)
    results.put(errors)
    engine.dispose()


def _issue(engine: sa.Engine, pair: Pair, *, mine_first: bool) -> None:
    partnership_id, own, other = pair
    parties = [
        PartyNumber(town_id=own, number=NumberDraft(series="D委协")),
        PartyNumber(town_id=other, number=NumberDraft(series="Q委协")),
    ]
    said = papers.draft(number=NumberDraft(), party_numbers=parties if mine_first else parties[::-1])
    with transaction(engine, _reach(pair), now=NOW) as session:
        given = {"partnership_id": partnership_id, "actor": Actor(None, own), "now": NOW}
        actions.issue(session, papers.agreement(), said, **given)


def _reach(pair: Pair) -> Reach:
    return Reach(frozenset(pair[1:]), frozenset(pair[:1]))


if __name__ == "__main__":
    sys.exit(main())
