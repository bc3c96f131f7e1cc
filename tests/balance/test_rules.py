"""Giving and taking as tables and sentences: no database, the figures come in."""

from datetime import date
from uuid import uuid4

import pytest

from app.balance import gateways, rules
from app.balance.models import Balance, Bars
from app.bookings.models import BookingState
from app.indicators.rules import quarter
from app.ledger.models import Kind
from app.ledger.queries import Sum
from app.towns.models import Tier
from app.usage.queries import Outcome, Used
from app.usage.rules import Share
from app.venues.models import VenueKind

DONG, QI = uuid4(), uuid4()
S = BookingState


def used(name: str, town, tier: Tier, booked: int) -> Used:
    share = Share(booked, 1000, booked, 1000)
    return Used(uuid4(), None, name, "单位", town, tier, VenueKind.HALL, 40, {(2026, 1): share})


def given(month: int, minutes: int, times: int, tier: str = "town", purpose: str = "party") -> Sum:
    return Sum(QI, DONG, Kind.VENUE_MINUTES, 2026, month, tier, purpose, minutes, times)


@pytest.fixture
def balance() -> Balance:
    rooms = [used("东厅", DONG, Tier.TOWN, 870), used("网格点", DONG, Tier.GRID, 950), used("礼堂", QI, Tier.TOWN, 240)]
    return Balance(
        period=quarter(2026, 1),
        reader_id=DONG,
        names={DONG: "D镇", QI: "Q镇"},
        sums=[given(1, 120, 1), given(3, 90, 1, "grid", "lecture"), given(3, 60, 1)],
        used=rooms,
        seen=frozenset({rooms[0].venue_id, rooms[2].venue_id}),
        outcomes=[
            Outcome(DONG, DONG, S.COMPLETED, 3, 30),
            Outcome(QI, DONG, S.COMPLETED, 3, 90),
            Outcome(QI, DONG, S.NO_SHOW, 1, 10),
            Outcome(QI, DONG, S.DECLINED, 1, 10),
            Outcome(QI, DONG, S.EXPIRED, 2, 10),
        ],
        needs={},
    )


def test_the_towns_stand_side_by_side_by_tier(balance):
    bars = rules.tier_bars(balance)
    assert bars.labels == ("镇级", "网格级", "全镇")
    assert bars.series == (("D镇", (87, 95, 91)), ("Q镇", (24, None, 24)))
    assert rules.grid_of(bars, "层级").rows[1] == ("网格级", "95%", "—")


def test_hours_by_month_tier_and_use(balance):
    assert [row[2] for row in rules.lent_by_month(balance).rows] == ["2", "0", "2.5"]
    assert rules.lent_by_tier(balance).rows == (("镇级", "0", "3"), ("网格级", "0", "1.5"))
    assert rules.lent_by_use(balance).rows == (("党组织活动", "0", "3"), ("讲座", "0", "1.5"))
    assert rules.lent_sentence(balance) == "Q镇使用D镇场地0次；D镇使用Q镇场地3次、共4.5小时。"


def test_rates_count_what_was_answered_and_who_was_expected(balance):
    between, own = rules.outcome_rates(balance).rows
    assert between == ("D镇用Q镇场地", "7", "3", "1", "25%", "1", "20%", "2", "0")
    assert own[0] == "本镇用本镇场地（仅本镇可见）"


def test_a_venue_that_is_not_shared_is_not_read_one_by_one(balance):
    assert [row[3] for row in rules.venue_grid(balance).rows] == ["东厅", "礼堂"]


def test_a_chart_says_what_it_shows_and_escapes_names():
    drawn = gateways.to_svg(Bars("白天<使用率>", ("镇级",), (("D&镇", (87.0,)), ("Q镇", (None,))), "%", 100))
    assert 'aria-label="白天&lt;使用率&gt;"' in drawn
    assert "D&amp;镇" in drawn
    assert ">87%</text>" in drawn
    assert ">—</text>" in drawn


def test_figures_become_numbers_in_excel():
    assert [gateways._value(cell) for cell in ("87%", "2.5", "12", "—", "D镇")] == [87, 2.5, 12, "—", "D镇"]


def test_months_without_a_figure_are_gaps_not_zero(balance):
    bars = rules.month_bars(rules.use_by_month(balance))
    assert bars.series[1] == ("Q镇", (24.0, None, None))
    assert bars.unit == "%"
    assert date(2026, 1, 1) == balance.period.first
