"""Small numbers withheld, with as many others as it takes that nobody works them out from totals. Pure.

Statistical disclosure control by cell suppression: the cells and totals of a table are equations, and a withheld cell
is safe when the published figures fit another world too. For every small cell such a world is looked for: a move
within each dimension that leaves every total as it is, all of them multiplied. What a move touches is withheld. This
is the hypercube method of official statistics, with totals as corners where a dimension has nothing else to move.
Knows no service and no town.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any

FEWEST = 5
"""Fewer people than this are not counted in public (domain.md §6)."""
Key = tuple[Any, ...]
Sums = Mapping[Any, tuple[Any, ...]]
"""A dimension as a tree: each total and what it is the sum of."""
Move = Mapping[Any, int]
"""One more (+1) or one less (-1) at some places of a dimension, so that every sum among them still holds."""


@dataclass(frozen=True)
class World:
    """What else could be true: the cells that differ, and what hiding them costs."""

    changed: Mapping[Key, int]
    cost: int


def totalled(leaves: Mapping[Key, int], dimensions: Sequence[Sums]) -> dict[Key, int]:
    """The leaves with every total over every dimension; what is nought is left out."""
    cells = {key: value for key, value in leaves.items() if value}
    for place, sums in enumerate(dimensions):
        parents = _parents(sums)
        for key, value in list(cells.items()):
            for total in _ancestors(key[place], parents):
                whole = (*key[:place], total, *key[place + 1 :])
                cells[whole] = cells.get(whole, 0) + value
    return cells


def withheld(
    cells: Mapping[Key, int], dimensions: Sequence[Sums], small: Sequence[Key], floor: Callable[[Key], int]
) -> dict[Key, bool]:
    """What is not shown: True for what is small itself, False for what would give a small number away.

    What is not among `cells` cannot be withheld: it is nought, or told elsewhere. Where too much is told to hide
    behind, only the small number itself is withheld.

    `floor`: how few a withheld cell can be for all that a reader knows (a cell withheld for another's sake is known
    not to be small).
    """
    kept = {key: True for key in small if cells.get(key)}
    for key in sorted(kept, key=lambda key: (-cells[key], str(key))):
        world = _cheapest(key, kept, cells, dimensions, floor)
        for other in world.changed if world else ():
            kept.setdefault(other, False)
    return kept


def _cheapest(
    key: Key,
    kept: Mapping[Key, bool],
    cells: Mapping[Key, int],
    dimensions: Sequence[Sums],
    floor: Callable[[Key], int],
) -> World | None:
    """The world that hides least beside what is hidden already. One more of everything, totals too, is one as long as
    nothing of it is told elsewhere."""
    ways = [list(_alone(key, place, sums, kept, cells)) for place, sums in enumerate(dimensions)]
    best: World | None = None
    for moves in sorted(product(*ways), key=lambda moves: sum(cost for cost, _ in moves)):
        if best and max(cost for cost, _ in moves) >= best.cost:
            continue
        world = _world([move for _, move in moves], kept, cells, best.cost if best else None)
        if world and _is_possible(world, cells, kept, floor):
            best = world
    return best


def _alone(
    key: Key, place: int, sums: Sums, kept: Mapping[Key, bool], cells: Mapping[Key, int]
) -> Iterator[tuple[int, Move]]:
    """The moves within one dimension that meet no nought, and what each costs by itself: less no world costs."""
    for move in _moves(sums, key[place]):
        touched = [(*key[:place], node, *key[place + 1 :]) for node in move]
        if all(other in cells for other in touched):
            yield sum(cells[other] for other in touched if other not in kept), move


def _world(moves: Sequence[Move], kept: Mapping[Key, bool], cells: Mapping[Key, int], most: int | None) -> World | None:
    """All moves at once; None when one of the places is nought, which everybody sees, or it costs `most` or more."""
    changed, cost = {}, 0
    for corner in product(*(move.items() for move in moves)):
        key = tuple(node for node, _ in corner)
        if key not in cells:
            return None
        changed[key] = prod(step for _, step in corner)
        cost += 0 if key in kept else cells[key]
        if most is not None and cost >= most:
            return None
    return World(changed, cost)


def _is_possible(world: World, cells: Mapping[Key, int], kept: Mapping[Key, bool], floor: Callable[[Key], int]) -> bool:
    """In one direction or the other no cell falls below what a reader knows of it."""
    return any(
        all(cells[key] + way * step >= (1 if kept.get(key) else floor(key)) for key, step in world.changed.items())
        for way in (1, -1)
    )


def _moves(sums: Sums, node: Any) -> Iterator[Move]:
    """One more here and one less beside it; or one more in the total too, balanced beside that; or up to the root.
    What is a total itself takes one of its parts along, down to a leaf."""
    parents = _parents(sums)
    for below in _paths_down(sums, node):
        move, at = dict.fromkeys(below, 1), node
        while at in parents:
            parent = parents[at]
            for sibling in sums[parent]:
                if sibling != at:
                    yield from ({**move, **dict.fromkeys(path, -1)} for path in _paths_down(sums, sibling))
            move[parent], at = 1, parent
        yield move


def _paths_down(sums: Sums, node: Any) -> Iterator[tuple[Any, ...]]:
    if node not in sums:
        yield (node,)
    for part in sums.get(node, ()):
        yield from ((node, *path) for path in _paths_down(sums, part))


def _parents(sums: Sums) -> dict[Any, Any]:
    return {part: total for total, parts in sums.items() for part in parts}


def _ancestors(node: Any, parents: Mapping[Any, Any]) -> Iterator[Any]:
    while node in parents:
        node = parents[node]
        yield node
