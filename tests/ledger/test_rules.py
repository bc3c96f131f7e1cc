"""What a town may take back, and how amounts read."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from app.ledger import rules
from app.ledger.models import Kind, LedgerEntry

GIVER, TAKER = uuid4(), uuid4()


def entry(amount: int = 120) -> LedgerEntry:
    return LedgerEntry(
        partnership_id=uuid4(),
        giver_id=GIVER,
        taker_id=TAKER,
        kind=Kind.VENUE_MINUTES,
        amount=amount,
        source="booking:1",
        on=date(2026, 3, 5),
        entered_at=datetime(2026, 3, 5, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("town_id", "amount", "reason", "refusal"),
    [
        (TAKER, 60, "提前结束", rules.NotTheGiver),
        (None, 60, "提前结束", rules.NotTheGiver),
        (GIVER, 120, "提前结束", rules.NotLess),
        (GIVER, -1, "提前结束", rules.NotLess),
        (GIVER, 60, "  ", rules.ReasonMissing),
    ],
)
def test_only_the_giver_takes_back_and_only_to_less_with_a_reason(town_id, amount, reason, refusal):
    with pytest.raises(refusal):
        rules.check_correction(entry(), amount, reason, town_id=town_id, giver="Q镇")


def test_the_giver_may_give_it_all_up():
    rules.check_correction(entry(), 0, "当天实际未使用", town_id=GIVER, giver="Q镇")


def test_a_counter_entry_is_not_taken_back_itself():
    with pytest.raises(rules.AlreadyTakenBack):
        rules.check_correction(entry(-120), 0, "误操作", town_id=GIVER, giver="Q镇")


@pytest.mark.parametrize(
    ("kind", "amount", "words"),
    [
        (Kind.VENUE_MINUTES, 90, "1.5小时"),
        (Kind.VENUE_MINUTES, 600, "10小时"),
        (Kind.VENUE_MINUTES, 15, "0.25小时"),
        (Kind.VENUE_MINUTES, 0, "0小时"),
        (Kind.SERVICE_SEATS, 30, "30人次"),
        (Kind.SECONDED_DAYS, 90, "90天"),
    ],
)
def test_amounts_read_as_a_clerk_says_them(kind, amount, words):
    assert rules.in_words(kind, amount) == words
