"""A day cut into cells that always add up."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.finding import rules
from app.finding.rules import Cell, CellKind

OPEN = ((480, 720), (780, 1080))


def taken(starts, ends, title="占用"):
    return Cell(CellKind.TAKEN, starts, ends, title)


def test_free_hours_closed_noon_and_what_is_taken():
    found = rules.cells(OPEN, [taken(540, 615)], (480, 1080))
    assert [(c.kind.value, c.starts, c.ends) for c in found] == [
        ("free", 480, 540),
        ("taken", 540, 615),
        ("free", 615, 660),
        ("free", 660, 720),
        ("closed", 720, 780),
        ("free", 780, 840),
        ("free", 840, 900),
        ("free", 900, 960),
        ("free", 960, 1020),
        ("free", 1020, 1080),
    ]


def test_a_closed_day_is_one_cell():
    assert [(c.kind, c.columns) for c in rules.cells((), [], (480, 1080))] == [(CellKind.CLOSED, 40)]


def test_halves_taken_at_overlapping_times_stand_side_by_side():
    found = rules.cells(OPEN, [taken(480, 600, "东厅"), taken(540, 660, "西厅")], (480, 1080))
    assert [(c.title, c.starts, c.ends) for c in found[:2]] == [("东厅", 480, 600), ("西厅", 600, 660)]


@pytest.mark.parametrize(
    ("hours", "edges"), [([OPEN, ((510, 1270),)], (480, 1320)), ([], (480, 1080)), ([()], (480, 1080))]
)
def test_the_frame_is_full_hours_around_all_venues(hours, edges):
    assert rules.frame(hours) == edges


@given(st.lists(st.tuples(st.integers(0, 1440), st.integers(1, 400)), max_size=8))
def test_a_row_always_fills_its_columns(spans):
    found = rules.cells(OPEN, [taken(a, a + n) for a, n in spans], (480, 1080))
    assert found[0].starts == 480
    assert found[-1].ends == 1080
    assert all(one.ends == other.starts for one, other in pairwise(found))
    assert sum(c.columns for c in found) == 40
