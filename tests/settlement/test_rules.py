"""Which lines a sheet has, and which sums go into the ledger."""

import random
from datetime import date
from uuid import UUID

import pytest

from app.services.models import Kind
from app.settlement import rules
from app.settlement.rules import Due, Served
from app.tallies import rules as tallies
from app.tallies.models import What
from app.tallies.rules import Count

D, Q = UUID(int=1), UUID(int=2)
MEAL, TALK, CHECK, PEACE = (UUID(int=n) for n in range(3, 7))


def used(*rows, told=()):
    counts = []
    for service, kind, month, amount in rows:
        for what in (What.ATTENDED, What.PERSONS):
            counts.append(Count(date(2026, month, 1), service, kind, Q, D, what, amount))
    return tallies.table(counts, tallies.USED, [D, Q], told)


def lines(*served, table):
    return rules.lines_of(served, table, (3, D, Q), {MEAL: ("12元一份", "户籍镇补贴4元")})


def test_every_service_has_its_line_with_price_and_subsidy():
    table = used((MEAL, Kind.DINING, 3, 40), (TALK, Kind.LECTURE, 3, 2))
    told = lines(
        Served(MEAL, Kind.DINING, "社区食堂", "长江新村社区", 12, 40),
        Served(TALK, Kind.LECTURE, "防诈骗讲座", "D镇党群服务中心", 2, 2),
        table=table,
    )
    assert [(x.service, x.persons, x.times, x.subsidy) for x in told] == [
        ("社区食堂", "12", "40", "户籍镇补贴4元"),
        ("防诈骗讲座", "2", "2", ""),
    ]


def test_private_services_are_told_by_kind_and_small_ones_not_at_all():
    table = used((CHECK, Kind.HEALTH, 3, 30), (PEACE, Kind.MEDIATION, 3, 3))
    told = lines(
        Served(CHECK, Kind.HEALTH, "老年体检", "Q镇党群服务中心", 30, 30),
        Served(PEACE, Kind.MEDIATION, "矛盾调解", "兴隆社区", 3, 3),
        table=table,
    )
    assert told[1].times == told[1].persons == "<5"
    assert told[0].service == "体检（老年体检）"
    assert told[1].service == "矛盾调解"
    assert not any(x.times == "3" for x in told)


def test_what_is_entered_of_private_sums_is_what_everybody_reads():
    table = used(*((CHECK, Kind.HEALTH, month, n) for month, n in ((1, 30), (2, 3), (3, 40), (4, 12))))
    dues = rules.private_dues(table, D, Q, 2026, date(2026, 5, 20), {})
    shown = {d.source.rsplit(":", 1)[1]: d.amount for d in dues}
    assert "2026-2" not in shown
    assert shown.get("2026-4") == 12
    assert all(d.on < date(2026, 5, 20) for d in dues)
    assert 3 not in shown.values()
    assert {d.detail for d in dues} == {"体检合计"}


def test_nothing_private_is_entered_before_its_month_is_over():
    table = used((CHECK, Kind.HEALTH, 3, 30))
    assert not rules.private_dues(table, D, Q, 2026, date(2026, 3, 31), {})
    assert [d.amount for d in rules.private_dues(table, D, Q, 2026, date(2026, 4, 1), {})] == [30]


@pytest.mark.parametrize("seed", range(6))
def test_what_was_entered_hides_nothing_later_and_is_not_entered_twice(seed):
    """Entered month by month: what a month told cannot cover a small number that comes after it."""
    chance = random.Random(seed)  # noqa: S311  # figures, not secrets
    came = [(CHECK, Kind.HEALTH, month, chance.choice([0, 3, 6, 9, 12, 20])) for month in range(1, 10)]
    ledger = {}
    for month in range(1, 10):
        rows = [row for row in came if row[2] <= month and row[3]]
        told = [tallies.key_of(source, D, Q) for source in ledger]
        table = used(*rows, told=told)
        dues = rules.private_dues(table, D, Q, 2026, date(2026, month + 1, 2), ledger)
        ledger |= {due.source: due.amount for due in rules.changed(dues, ledger)}
        assert not set(table.kept) & set(told)
    assert sum(ledger.values()) <= sum(row[3] for row in came)
    for quarter in tallies.QUARTERS[:3]:
        spans = (*tallies.MONTH_SUMS[quarter], quarter)
        entered = sum(ledger.get(tallies.source_of((Kind.HEALTH, span, D, Q), 2026), 0) for span in spans)
        whole = sum(row[3] for row in came if row[2] in spans)
        assert entered <= whole
        assert entered == whole or table.number(Kind.HEALTH, quarter, D, Q) is None


def test_only_what_differs_is_entered():
    dues = [Due("a", D, date(2026, 3, 3), 5, "午餐"), Due("b", D, date(2026, 3, 3), 6, "午餐")]
    assert rules.changed(dues, {"a": 5, "b": 4}) == [dues[1]]
