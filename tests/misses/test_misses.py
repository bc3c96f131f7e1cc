"""Searches without a result are counted once a day and lead to nobody."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from app.misses import actions, queries, rules
from app.misses.models import MissedSearch
from app.misses.rules import Part

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
DAY = date(2026, 3, 2)
ASKED = {
    "first": "2026-03-05",
    "starts": "14:00",
    "ends": "16:00",
    "seats": 80,
    "kind": "hall",
    "tier": "",
    "minutes": 0,
}


@pytest.mark.parametrize(
    ("starts", "ends", "part"),
    [
        (480, 690, Part.MORNING),
        (840, 960, Part.AFTERNOON),
        (1080, 1200, Part.EVENING),
        (600, 900, Part.AFTERNOON),
        (0, 0, Part.ANY),
    ],
)
def test_the_part_of_the_day_is_where_the_middle_lies(starts, ends, part):
    assert rules.part_of(starts, ends) is part


def test_what_cannot_be_read_counts_as_not_asked():
    wanted = rules.wanted({"first": "morgen", "starts": "x", "seats": None}, DAY)
    assert (wanted.wanted_on, wanted.starts, wanted.seats, wanted.kind) == (DAY, 0, 0, "")


def note(session, person, on=DAY, **other):
    said = ASKED | other
    actions.note(session, town_id=person.town_id, person_id=person.id, on=on, criteria=said, now=NOW)


def test_the_same_question_of_the_same_person_counts_once_a_day(session, cast):
    for _ in range(3):
        note(session, cast.lao_chen)
    note(session, cast.lin)
    note(session, cast.lao_chen, on=date(2026, 3, 3))
    note(session, cast.lao_chen, starts="09:00", ends="11:00", seats=20)
    afternoon, morning = queries.missed(session, cast.pair.id, first=DAY, last=date(2026, 3, 31))
    assert (afternoon.times, afternoon.part, afternoon.seats, afternoon.kind) == (3, Part.AFTERNOON, 80, "hall")
    assert (morning.times, morning.part) == (1, Part.MORNING)


def test_no_row_holds_a_person_and_the_partner_counts_the_same(session, reaching, cast):
    note(session, cast.lao_chen)
    session.commit()
    row = session.exec(select(MissedSearch)).one()
    assert str(cast.lao_chen.id) not in repr(row.model_dump())
    there = reaching(cast.qi)
    assert [m.times for m in queries.missed(there, cast.pair.id, first=DAY, last=DAY)] == [1]
    stranger = reaching(cast.wai)
    assert queries.missed(stranger, cast.pair.id, first=DAY, last=DAY) == []
