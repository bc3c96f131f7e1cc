"""How many bookings a second, beside `libres` on the same PostgreSQL in the same run, and where the time goes.

    python -m bench.booking_rate [--seconds 3] [--rounds 3] [--clients 1 4] [--durable]

`libres` reserves and approves. Ours, once as one step (the venue is to be had at once; one transaction) and once as
two (request, then approval by the owner's unit; two transactions, two people), the peer accordingly. "Bare" is the
claim alone: what guarantees that nobody is double-booked. "Whole" is the action with everything that belongs to it.
With --durable PostgreSQL waits for the disk at each commit, for both sides: then much of what is compared is the disk.
Afterwards everything that was acknowledged must be there, and nothing may overlap.
"""

import argparse
import sys
from collections.abc import Mapping

from app.audit import actions as audit
from app.kit.db import make_engine
from bench.customers import SHAPES, Ground, count, lay_ground, measure, shares
from bench.peering import Peer, peer
from bench.racing import KEY, databases

Key = tuple[str, str, int]
DAYS = 60
WANTED = {("bare", 1): 5, ("bare", 4): 10, ("whole", 1): 3, ("whole", 4): 5}


def main() -> int:
    wanted = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted.add_argument("--seconds", type=float, default=3)
    wanted.add_argument("--clients", type=int, nargs="+", default=[1, 4])
    wanted.add_argument("--rounds", type=int, default=3)
    wanted.add_argument("--durable", action="store_true")
    asked = wanted.parse_args()
    audit.use_key(KEY)
    with databases(durable=asked.durable) as found:
        engines = {name: make_engine(url) for name, (url, _) in found.items()}
        grounds = {
            name: lay_ground(engine, found[name][0], asked.rounds * sum(asked.clients))
            for name, engine in engines.items()
        }
        with peer(found["PostgreSQL"][1].url.render_as_string(False)) as libres:
            libres.do("settle", venues=2 * asked.rounds * sum(asked.clients), days=DAYS)
            best = _race(libres, grounds, asked)
        _print_peer(best, asked.clients)
        lost = 0
        for name, ground in grounds.items():
            print(f"\n{name}")
            for clients in asked.clients:
                for shape in SHAPES:
                    _print(name, shape, clients, best)
            lost += _check(ground)
            _print_shares(shares(engines[name], ground))
            engines[name].dispose()
    return 1 if lost else 0


def _race(libres: Peer, grounds: dict[str, Ground], asked: argparse.Namespace) -> dict[Key, float]:
    """In turns, so that what else the machine does falls on all alike; the best of all rounds counts for each."""
    best: dict[Key, float] = {}
    first = 0

    def keep(key: Key, rate: float) -> None:
        best[key] = max(best.get(key, 0), rate)

    for _ in range(asked.rounds):
        for clients in asked.clients:
            for steps in ("one", "two"):
                said = libres.do("book", clients=clients, seconds=asked.seconds, steps=steps, first_venue=first)
                first += clients
                keep(("libres", steps, clients), said["rate"])
                for trouble in ("retries", "lost"):
                    best["libres", trouble, clients] = best.get(("libres", trouble, clients), 0) + said[trouble]
            for name, ground in grounds.items():
                for shape in SHAPES:
                    keep((name, shape, clients), measure(ground, shape, clients, asked.seconds).a_second)
    return best


def _print_peer(best: dict[Key, float], all_clients: list[int]) -> None:
    for clients in all_clients:
        one, two, retries, lost = (best["libres", word, clients] for word in ("one", "two", "retries", "lost"))
        print(
            f"libres, {clients} client(s): one step {one:.0f}/s, two steps {two:.0f}/s, "
            f"tried again {retries:.0f} times, lost {lost:.0f}"
        )


def _print(name: str, shape: str, clients: int, best: dict[Key, float]) -> None:
    kind, steps = shape.split("-")
    rate = best[name, shape, clients]
    line = f"  {kind:5s} {steps:3s} step(s), {clients} client(s): {rate:6.0f}/s"
    if name == "PostgreSQL":
        line += f", {rate / best['libres', steps, clients]:4.1f} times libres"
        if goal := WANTED.get((kind, clients)):
            line += f" (wanted {goal})"
    print(line)


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
