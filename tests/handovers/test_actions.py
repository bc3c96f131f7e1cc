from datetime import UTC, date, datetime

import pytest
from postings import agreed_pair
from sqlmodel import select

from app.accounts import queries as accounts
from app.accounts.models import Role
from app.handovers import actions, queries, rules
from app.handovers.models import Item, StandIn, TickDraft
from app.secondments import queries as postings
from app.secondments.rules import Reader, end_of

DURING = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)


@pytest.fixture
def posting(reaching, cast):
    return agreed_pair(reaching, cast)[0]


def standing(session, cast, posting, person):
    roles = frozenset(r.role for r in accounts.roles_at(session, person.id, DURING))
    reader = Reader(person.id, person.town_id, roles)
    return postings.get_secondment(session, posting.id, reader=reader, now=DURING)


@pytest.mark.parametrize(
    ("who", "item", "may"),
    [
        ("lin", Item.REPORTED_AT_HOST, True),
        ("lin", Item.PLACE_READY, False),
        ("tang", Item.PLACE_READY, True),
        ("tang", Item.WORK_HANDED_OVER, False),
        ("lao_chen", Item.WORK_HANDED_OVER, True),
        ("shi", Item.DUTIES_EXPLAINED, True),
        ("zhu", Item.INSURED, True),
        ("zhu", Item.REPORTED_AT_HOST, False),
    ],
)
def test_each_side_ticks_its_own_items(reaching, cast, posting, who, item, may):
    person = getattr(cast, who)
    session = reaching(cast.dong if person.town_id == cast.dong.id else cast.qi, now=DURING)
    draft = TickDraft(item=item, done_on=date(2026, 4, 1))
    mine = standing(session, cast, posting, person)
    if not may:
        with pytest.raises(rules.NotYourItem):
            actions.tick(session, mine, draft, actor=cast.actor(person), now=DURING)
        return
    actions.tick(session, mine, draft, actor=cast.actor(person), now=DURING)
    with pytest.raises(rules.TickedTwice):
        actions.tick(session, mine, draft, actor=cast.actor(person), now=DURING)
    actions.untick(session, mine, item, actor=cast.actor(person))
    assert queries.ticks_of(session, posting.id) == []


def test_who_stands_in_has_the_home_unit_until_its_holder_is_back(reaching, cast, posting):
    with reaching(cast.dong, now=DURING) as session:
        mine = postings.get_locked(session, posting.id)
        actions.name_stand_in(session, mine, cast.ma.id, "负责走访", actor=cast.actor(cast.zhu), now=DURING)
        session.commit()

        def works(at) -> bool:
            held = accounts.roles_at(session, cast.ma.id, at)
            return any(r.role is Role.WORKER and r.unit_id == cast.dong_centre.id for r in held)

        assert works(DURING)
        assert not works(end_of(mine.until_on))
        actions.name_stand_in(session, mine, cast.he.id, "", actor=cast.actor(cast.zhu), now=DURING)
        assert not works(DURING)
        with pytest.raises(rules.CannotStandIn):
            actions.name_stand_in(session, mine, cast.lin.id, "", actor=cast.actor(cast.zhu), now=DURING)
    assert reaching(cast.qi).exec(select(StandIn)).all() == []
