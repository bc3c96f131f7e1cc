"""What of the counts is shown: totals that fit, small numbers that nobody works out."""

from datetime import date
from uuid import UUID

import pytest

from app.indicators import rules as periods
from app.indicators.models import Period
from app.services.models import Kind
from app.tallies import rules
from app.tallies.models import What
from app.tallies.rules import ALL, Count, Figures

D, Q = UUID(int=1), UUID(int=2)
SERVICE = UUID(int=9)


def count(kind, month, home, provider, amount, what=What.ATTENDED):
    return Count(date(2026, month, 1), SERVICE, kind, provider, home, what, amount)


def came(kind, month, home, provider, times, persons=None):
    """Attended, with how many people stood behind it."""
    more = [count(kind, month, home, provider, persons or times, What.PERSONS)]
    return [count(kind, month, home, provider, times), *(more if kind in (Kind.HEALTH, Kind.MEDIATION) else [])]


def figures(*counts, period=None):
    return Figures(period or periods.year(2026), {D: "D镇", Q: "Q镇"}, [c for some in counts for c in some])


def test_the_matrix_adds_up():
    shown = rules.matrix(figures(came(Kind.DINING, 3, D, D, 7), came(Kind.DINING, 4, D, Q, 2)))
    assert shown.rows == (("D镇居民", "7", "2", "9"), ("Q镇居民", "0", "0", "0"), ("合计", "7", "2", "9"))
    assert shown.head == ("户籍镇", "在D镇接受服务", "在Q镇接受服务", "合计")


@pytest.mark.parametrize(
    ("period", "expected"),
    [(periods.month(2026, 3), "7"), (periods.quarter(2026, 2), "2"), (periods.year(2026), "9")],
)
def test_a_period_shows_its_part_of_the_year(period: Period, expected):
    seen = figures(came(Kind.DINING, 3, D, Q, 7), came(Kind.DINING, 4, D, Q, 2), period=period)
    assert rules.sentence(seen).startswith(f"D镇居民到Q镇接受服务{expected}人次")


def test_fewer_than_five_people_are_not_counted_however_often_they_came():
    used = figures(came(Kind.MEDIATION, 3, D, Q, 9, persons=2)).used
    assert used.shown(Kind.MEDIATION, 3, D, Q) == "<5"
    assert figures(came(Kind.LECTURE, 3, D, Q, 2)).used.shown(Kind.LECTURE, 3, D, Q) == "2"


def test_a_year_is_shown_when_one_of_its_months_had_enough_people():
    used = figures(came(Kind.HEALTH, 3, D, Q, 30), came(Kind.HEALTH, 5, D, Q, 20), came(Kind.HEALTH, 6, Q, Q, 40)).used
    assert used.shown(Kind.HEALTH, "year", D, Q) == "50"


def test_a_small_number_is_not_left_over_from_totals():
    """Health 30 beside a sum of 33 would say that 3 came to mediation: no sum holds mediation."""
    used = figures(came(Kind.HEALTH, 3, D, Q, 30), came(Kind.MEDIATION, 3, D, Q, 3)).used
    assert used.number(Kind.MEDIATION, 3, D, Q) is None
    assert used.number(ALL, 3, D, Q) == used.number(Kind.HEALTH, 3, D, Q) == 30


def test_what_the_ledger_tells_hides_nothing_so_the_sum_is_withheld():
    """12 lunches stand in the ledger meal by meal: beside a sum of 15 they would say that 3 came to a health check."""
    used = figures(came(Kind.DINING, 3, D, Q, 12), came(Kind.HEALTH, 3, D, Q, 3)).used
    assert used.number(Kind.DINING, 3, D, Q) == 12
    assert used.shown(Kind.HEALTH, 3, D, Q) == "<5"
    assert used.shown(ALL, 3, D, Q) == "※"


def test_month_and_year_together_give_nothing_away():
    """The year less the months that are shown leaves what is withheld in more than one month."""
    used = figures(came(Kind.HEALTH, 1, D, Q, 30), came(Kind.HEALTH, 2, D, Q, 3), came(Kind.HEALTH, 3, D, Q, 40)).used
    spans = [*range(1, 4), "Q1", "year"]
    hidden = [span for span in spans if used.number(Kind.HEALTH, span, D, Q) is None]
    assert 2 in hidden
    assert len(hidden) > 1


def test_places_and_their_use():
    offered = [
        count(Kind.HEALTH, 3, Q, Q, 2, What.SESSIONS),
        count(Kind.HEALTH, 3, Q, Q, 80, What.PLACES),
        count(Kind.HEALTH, 3, D, Q, 2, What.ABSENT),
        count(Kind.HEALTH, 3, D, Q, 7, What.UNMET),
    ]
    grid = rules.use(figures(offered, came(Kind.HEALTH, 3, D, Q, 60)))
    assert grid.rows == (("Q镇", "体检", "2", "80", "60", "75%", "<5", "7"),)


def test_a_chart_has_no_bar_for_what_is_withheld():
    grid = rules.matrix(figures(came(Kind.HEALTH, 3, D, Q, 3)), Kind.HEALTH)
    assert rules.bars(rules.without_totals(grid)).series[1][1][0] is None
    assert rules.is_anything_hidden([grid])


def test_a_report_says_what_was_offered_and_who_crossed_the_border():
    places = [count(Kind.DINING, 3, Q, Q, 1, What.SESSIONS), count(Kind.DINING, 3, Q, Q, 20, What.PLACES)]
    said = rules.report(figures(places, came(Kind.DINING, 3, D, Q, 12)))
    assert said[0] == "2026年双方共组织服务1场，提供名额20个，到场12人次。"
    assert said[1] == "D镇居民到Q镇接受服务12人次，Q镇居民到D镇接受服务0人次，均不含矛盾调解。"
    assert rules.report(figures()) == ("2026年没有组织共享服务场次。",)


def test_another_span_is_reported_as_its_year():
    assert rules.viewed(periods.custom(date(2026, 3, 2), date(2026, 4, 5))) == periods.year(2026)
    assert rules.viewed(periods.month(2026, 3)) == periods.month(2026, 3)


def test_all_kinds_and_months_are_in_the_table():
    assert {*rules.KIND_SUMS[ALL], Kind.MEDIATION} == set(Kind)
