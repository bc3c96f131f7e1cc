"""Sixteen processes want the same slot, round after round: exactly one gets it, on both databases.

    python -m bench.booking_race [--rounds 1000] [--processes 16]

The control does what most booking systems do (look, then insert) on the same database in the same run; it must
double-book, or the race was no race.
"""

import argparse
import sys

import sqlalchemy as sa

from app.audit import actions as audit
from app.kit.db import make_engine
from bench.racing import CONTROL, KEY, Outcome, Place, count_overlaps, databases, race, settle


def main() -> int:
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--rounds", type=int, default=1000)
    wanted.add_argument("--processes", type=int, default=16)
    asked = wanted.parse_args()
    audit.use_key(KEY)
    failed = False
    with databases() as found:
        for name, (url, owner) in found.items():
            engine = make_engine(url)
            place = settle(engine, url)
            ours = race(place, asked.rounds, asked.processes)
            overlaps = count_overlaps(engine, place)
            control = _control(owner, place, min(asked.rounds, 200), asked.processes)
            failed |= _print(name, asked.processes, ours, overlaps, control)
            engine.dispose()
    return 1 if failed else 0


def _control(owner: sa.Engine, place: Place, rounds: int, processes: int) -> Outcome:
    CONTROL.create(owner)
    if owner.dialect.name == "postgresql":
        with owner.begin() as connection:
            connection.exec_driver_sql("GRANT ALL ON race_control TO linqiao_app")
    return race(place, rounds, processes, "control")


def _print(name: str, processes: int, ours: Outcome, overlaps: int, control: Outcome) -> bool:
    print(f"\n{name}: {processes} processes, {ours.rounds} rounds on one slot each")
    print(
        f"  ours     rounds with exactly one winner {ours.one_winner}/{ours.rounds}, overlaps {overlaps}, "
        f"errors {ours.errors or 0}, {processes * ours.rounds / ours.seconds:.0f} attempts/s, "
        f"longest wait {ours.slowest * 1000:.0f} ms"
    )
    print(
        f"  control  rounds with exactly one winner {control.one_winner}/{control.rounds}, "
        f"overlaps {control.overlaps}, {processes * control.rounds / control.seconds:.0f} attempts/s"
    )
    right = ours.one_winner == ours.rounds and not overlaps and not ours.errors and control.overlaps > 0
    print(f"  {'held' if right else 'BROKEN'}")
    return not right


if __name__ == "__main__":
    sys.exit(main())
