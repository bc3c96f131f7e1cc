"""How many bookings a second, beside `libres` on the same PostgreSQL in the same run, and where the time goes.

    python -m bench.booking_rate [--seconds 5] [--clients 1 4]

`libres` reserves and approves. Ours, once as one step (the venue is to be had at once; one transaction) and once as
two (request, then approval by the owner's unit; two transactions, two people), the peer accordingly. "Bare" is the
claim alone: what guarantees that nobody is double-booked. "Whole" is the action with everything that belongs to it.
Afterwards everything that was acknowledged must be there, and nothing may overlap.
"""

import argparse
import sys
from collections.abc import Mapping
from typing import Any

from app.audit import actions as audit
from app.kit.db import make_engine
from bench.customers import SHAPES, Ground, Rate, count, lay_ground, measure, shares
from bench.peering import peer
from bench.racing import KEY, databases

DAYS = 60
WANTED = {("bare", 1): 5, ("bare", 4): 10, ("whole", 1): 3, ("whole", 4): 5}


def main() -> int:
    wanted = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted.add_argument("--seconds", type=float, default=5)
    wanted.add_argument("--clients", type=int, nargs="+", default=[1, 4])
    asked = wanted.parse_args()
    audit.use_key(KEY)
    lost = 0
    with databases(durable=True) as found:
        theirs = _peer(found["PostgreSQL"][1].url.render_as_string(False), asked.clients, asked.seconds)
        for name, (url, _owner) in found.items():
            engine = make_engine(url)
            ground = lay_ground(engine, url, max(asked.clients))
            print(f"\n{name}")
            for clients in asked.clients:
                for shape in SHAPES:
                    rate = measure(ground, shape, clients, asked.seconds)
                    _print(name, shape, clients, rate, theirs)
            lost += _check(ground)
            _print_shares(shares(engine, ground))
            engine.dispose()
    return 1 if lost else 0


def _peer(url: str, clients: list[int], seconds: float) -> dict[tuple[str, int], Mapping[str, Any]]:
    """Rates of the peer by (steps, clients), each on venues of its own."""
    with peer(url) as libres:
        libres.do("settle", venues=2 * sum(clients), days=DAYS)
        found: dict[tuple[str, int], Mapping[str, Any]] = {}
        first = 0
        for steps in ("one", "two"):
            for many in clients:
                said = libres.do("book", clients=many, seconds=seconds, steps=steps, first_venue=first)
                found[steps, many] = said
                first += many
                print(
                    f"libres, {steps} step(s), {many} client(s): {said['rate']:.0f}/s, "
                    f"tried again {said['retries']}, lost {said['lost']}"
                )
    return found


def _print(name: str, shape: str, clients: int, rate: Rate, theirs: dict[tuple[str, int], Mapping[str, Any]]) -> None:
    kind, steps = shape.split("-")
    line = f"  {kind:5s} {steps:3s} step(s), {clients} client(s): {rate.a_second:6.0f}/s"
    if name == "PostgreSQL":
        ratio = rate.a_second / theirs[steps, clients]["rate"]
        line += f", {ratio:4.1f} times libres"
        if goal := WANTED.get((kind, clients)):
            line += f" (wanted {goal})"
    print(line + f", refused {rate.refused}")


def _check(ground: Ground) -> int:
    """What was acknowledged and is not there, or overlaps."""
    said, there, overlaps = count(ground)
    print(f"  acknowledged {said}, there {there}, overlaps {overlaps}: {'held' if said == there else 'LOST'}")
    return abs(said - there) + overlaps


def _print_shares(found: Mapping[str, float]) -> None:
    whole = sum(found.values())
    parts = sorted(found.items(), key=lambda part: -part[1])
    print(f"  one booking {whole:.2f} ms: " + ", ".join(f"{part} {100 * ms / whole:.0f} %" for part, ms in parts))


if __name__ == "__main__":
    sys.exit(main())
