from datetime import date
from types import SimpleNamespace

import pytest

from app.secondments.models import Secondment
from app.secondments.rules import State
from app.whereabouts import rules


@pytest.mark.parametrize(("left", "mark"), [(31, None), (30, 30), (8, 30), (7, 7), (0, 7), (-1, None)])
def test_the_nearest_warning_that_has_begun(left, mark):
    assert rules.warning(left) == mark


def test_a_month_is_whole_or_says_its_days():
    mine = SimpleNamespace(from_on=date(2026, 4, 10), until_on=date(2026, 6, 20))
    cells = [rules.month_cell(mine, m) for m in rules.months_from(date(2026, 3, 15), 5)]
    assert cells[0] is None
    assert cells[1] == rules.MonthCell(10, 30, False)
    assert cells[2] == rules.MonthCell(1, 31, True)
    assert cells[3] == rules.MonthCell(1, 20, False)
    assert cells[4] is None


def test_days_between_count_both_ends():
    mine = SimpleNamespace(from_on=date(2026, 4, 10), until_on=date(2026, 6, 20))
    assert rules.days_between(mine, date(2026, 1, 1), date(2026, 4, 10)) == 1
    assert rules.days_between(mine, date(2026, 7, 1), date(2026, 8, 1)) == 0


def test_a_years_sheet_is_owed_only_where_the_posting_fills_half_of_it():
    def due(first: date, last: date, today: date) -> list[int]:
        return rules.due_years(Secondment(from_on=first, until_on=last), State.ACTIVE, today)

    assert due(date(2025, 12, 1), date(2026, 11, 30), date(2026, 11, 23)) == [], "a month of 2025 is the home unit's"
    assert due(date(2025, 6, 1), date(2026, 5, 31), date(2026, 3, 1)) == [2025]
    assert due(date(2025, 7, 1), date(2026, 6, 30), date(2026, 3, 1)) == [2025]
    assert due(date(2025, 7, 10), date(2026, 7, 9), date(2026, 3, 1)) == []
