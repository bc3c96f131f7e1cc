"""Six processes give the mark of one visit at the same instant: one counts, and the others are told."""

import pytest
from feedback.conftest import AFTERWARDS
from racing import race
from sqlmodel import select

from app.feedback import actions, queries
from app.feedback.models import Opinion, OpinionDraft, ServiceScore, Way
from app.feedback.rules import AlreadyGiven
from app.kit.db import transaction
from app.kit.scopes import Reach

PROCESSES = 6


def press(engine, town_id, pair_id, sign_up_id, score):
    with transaction(engine, Reach(frozenset({town_id}), frozenset({pair_id})), now=AFTERWARDS) as session:
        visit = queries.get_visit(session, sign_up_id)
        try:
            actions.give(session, *visit, OpinionDraft(score=score), way=Way.LINK, now=AFTERWARDS)
        except AlreadyGiven:
            session.rollback()
            return "told"
        return "counted"


@pytest.mark.timeout(300)
def test_of_many_marks_of_a_visit_one_counts(config, acting, cast, check_up, visit):
    service, occasion = check_up
    mine = visit(occasion)
    where = (cast.qi.id, cast.pair.id, mine.id)
    said = race(config.DATABASE_URL, [(press, (*where, 1 + n % 5)) for n in range(PROCESSES)])
    assert sorted(said) == ["counted", *["told"] * (PROCESSES - 1)]
    with acting(cast.qi) as session:
        opinion = session.exec(select(Opinion)).one()
        score = session.get_one(ServiceScore, service.id)
        assert (score.answered, score.total) == (1, opinion.score)
