"""Small numbers stay hidden even from somebody who solves the tables' equations."""

import random
from fractions import Fraction

import pytest

from app.suppression import rules

ALL = "all"
TOWNS = {ALL: ("D", "Q")}
KINDS = {ALL: ("dining", "private"), "private": ("health", "mediation")}
MONTHS = {"Q1": (1, 2, 3), "Q2": (4, 5, 6), "year": ("Q1", "Q2")}
DIMENSIONS = (KINDS, MONTHS, TOWNS, TOWNS)


def is_private(key):
    return key[0] in ("health", "mediation", "private")


def floor(key):
    return rules.FEWEST if is_private(key) else 1


def protected(leaves, told=()):
    cells = rules.totalled(leaves, DIMENSIONS)
    hidden = {key: value for key, value in cells.items() if key[0] not in told}
    small = [key for key, value in cells.items() if is_private(key) and value < rules.FEWEST]
    return cells, rules.withheld(hidden, DIMENSIONS, small, floor)


def test_totals_add_up_over_every_dimension():
    cells = rules.totalled({("health", 1, "D", "Q"): 3, ("dining", 4, "D", "D"): 2}, DIMENSIONS)
    assert cells["health", "Q1", "D", "Q"] == cells["private", "year", ALL, ALL] == 3
    assert cells[ALL, "year", ALL, ALL] == 5
    assert ("health", 2, "D", "Q") not in cells


def test_a_large_number_is_shown():
    assert protected({("health", 1, "D", "Q"): 6})[1] == {}


def test_a_small_number_of_what_is_not_private_is_shown():
    assert protected({("dining", 1, "D", "Q"): 2})[1] == {}


def test_a_small_number_takes_another_with_it():
    cells = rules.totalled({("D",): 3, ("Q",): 30}, (TOWNS,))
    assert rules.withheld(cells, (TOWNS,), [("D",)], lambda key: 1) == {("D",): True, ("Q",): False}


def test_a_number_that_stands_alone_takes_its_total_with_it():
    cells = rules.totalled({("D",): 3}, (TOWNS,))
    assert rules.withheld(cells, (TOWNS,), [("D",)], lambda key: 1) == {("D",): True, (ALL,): False}


def test_what_two_small_ones_leave_together_is_not_told_either():
    """A row of 1 and 1 beside a total of 2 would say 1 twice."""
    cells = rules.totalled({("D",): 1, ("Q",): 1}, (TOWNS,))
    assert (ALL,) in rules.withheld(cells, (TOWNS,), [("D",), ("Q",)], lambda key: 1)


def test_a_cell_known_not_to_be_small_does_not_hide_a_smaller_one():
    """5 withheld for another's sake is known to be at least 5: 1 and 5 beside a total of 6 would be told."""
    cells = rules.totalled({("D",): 1, ("Q",): 5}, (TOWNS,))
    assert (ALL,) in rules.withheld(cells, (TOWNS,), [("D",)], lambda key: rules.FEWEST)


@pytest.mark.parametrize(("seed", "told"), [(0, ()), (1, ()), (2, ("dining",)), (3, ("dining",))])
def test_nobody_works_out_a_small_number(seed, told):
    """Whatever the figures, and whatever is told elsewhere: an independent solver that knows all that is shown
    determines no small cell."""
    chance = random.Random(seed)  # noqa: S311  # figures, not secrets
    leaves = {
        (kind, month, home, place): chance.choice([0, 0, 0, 2, 4, 9, 40])
        for kind in ("dining", "health", "mediation")
        for month in range(1, 7)
        for home in "DQ"
        for place in "DQ"
    }
    cells, kept = protected(leaves, told)
    assert not any(key[0] in told for key in kept)
    assert all(key in kept for key, value in cells.items() if is_private(key) and value < rules.FEWEST)
    assert not {key for key in solved(kept) if kept[key]}


def equations(key):
    for place, sums in enumerate(DIMENSIONS):
        for total, parts in sums.items():
            if key[place] == total or key[place] in parts:
                yield tuple((*key[:place], node, *key[place + 1 :]) for node in (total, *parts))


def solved(kept):
    """Rational numbers, every equation with a withheld cell in it, reduced."""
    unknown = sorted(kept, key=str)
    column_of = {key: n for n, key in enumerate(unknown)}
    rows = []
    for total, *parts in {line for key in kept for line in equations(key)}:
        row = {column_of[key]: Fraction(1) for key in parts if key in kept}
        rows.append(row | ({column_of[total]: Fraction(-1)} if total in kept else {}))
    pivots = {}
    for row in rows:
        for column in [c for c in row if c in pivots]:
            row = less(row, pivots[column], row[column])
        if row:
            pivot, first = next(iter(row.items()))
            row = {c: v / first for c, v in row.items()}
            pivots = {p: less(r, row, r[pivot]) if pivot in r else r for p, r in pivots.items()} | {pivot: row}
    return {unknown[next(iter(row))] for row in pivots.values() if len(row) == 1}


def less(row, other, times):
    left = {c: row.get(c, 0) - times * other.get(c, 0) for c in {**row, **other}}
    return {c: v for c, v in left.items() if v}
