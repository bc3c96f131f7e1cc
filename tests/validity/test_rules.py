"""From when until when an agreement holds, to the day."""

from datetime import date
from uuid import uuid4

import pytest

from app.agreements.models import Agreement, AgreementState
from app.precedents.models import AgreementKind, Relation, Switch
from app.validity import rules
from app.validity.rules import Life

FIRST, LAST = date(2026, 3, 1), date(2027, 2, 28)


def agreement(relation: Relation = Relation.NONE, **changes: object) -> Agreement:
    said = {"from_on": FIRST, "until_on": LAST, "state": AgreementState.CONCLUDED} | changes
    ids = {"town_id": uuid4(), "partnership_id": uuid4()}
    return Agreement(kind=AgreementKind.VENUES, title="协议", relation=relation, begun_at=None, **ids, **said)


@pytest.mark.parametrize(
    ("today", "life"),
    [
        (date(2026, 2, 28), Life.COMING),
        (FIRST, Life.IN_FORCE),
        (date(2026, 12, 29), Life.IN_FORCE),
        (date(2026, 12, 30), Life.ENDING),  # 60 days before the end
        (LAST, Life.ENDING),
        (date(2027, 3, 1), Life.ENDED),
    ],
)
def test_the_life_of_an_agreement_follows_the_calendar(today: date, life: Life) -> None:
    assert rules.span_of(agreement(), []).life(today) is life


def test_without_an_end_it_holds_for_good() -> None:
    span = rules.span_of(agreement(until_on=None), [])
    assert span.life(date(2060, 1, 1)) is Life.IN_FORCE
    assert rules.in_words(span) == "2026年3月1日起长期有效"


def test_a_termination_ends_it_the_day_before_its_own_first() -> None:
    cut = agreement(Relation.TERMINATION, from_on=date(2026, 9, 1), until_on=None)
    span = rules.span_of(agreement(), [cut])
    assert (span.last, span.life(date(2026, 9, 1))) == (date(2026, 8, 31), Life.ENDED_EARLY)
    open_one = agreement(Relation.TERMINATION, from_on=date(2026, 9, 1), state=AgreementState.SIGNING)
    assert rules.span_of(agreement(), [open_one]).last == LAST
    late = agreement(Relation.TERMINATION, from_on=date(2028, 1, 1))
    assert not rules.span_of(agreement(), [late]).is_cut


def test_renewal_is_due_until_somebody_begins_it() -> None:
    span, today = rules.span_of(agreement(), []), date(2027, 1, 15)
    assert rules.is_due(span, today, [])
    assert rules.is_due(span, today, [agreement(Relation.SUPPLEMENT)])
    assert not rules.is_due(span, today, [agreement(Relation.RENEWAL, state=AgreementState.DRAFT)])
    assert not rules.is_due(span, date(2026, 6, 1), [])


def test_what_it_switches_on_is_read_in_order_and_unknown_words_are_passed_over() -> None:
    assert rules.switched(["personal_data", "venues", "tea"]) == [Switch.VENUES, Switch.PERSONAL_DATA]
