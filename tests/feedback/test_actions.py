"""A mark is given once, holds no trace of who gave it, and is counted by the database."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from feedback.conftest import AFTERWARDS
from sqlmodel import select

from app.feedback import actions, queries, rules
from app.feedback.models import Opinion, OpinionDraft, OpinionState, ServiceScore, Way
from app.kit.db import open_session
from app.kit.scopes import Reach
from app.notifications.models import Notice


def give(acting, cast, visit, score=5, **said):
    with acting(cast.qi) as session:
        found = queries.get_visit(session, visit.id)
        draft = OpinionDraft(score=score, **said)
        return actions.give(session, *found, draft, way=Way.LINK, now=AFTERWARDS)


def test_the_second_mark_of_a_visit_is_refused(acting, cast, check_up, visit):
    mine = visit(check_up[1])
    give(acting, cast, mine)
    with pytest.raises(rules.AlreadyGiven):
        give(acting, cast, mine, 1)
    with acting(cast.qi) as session:
        assert [o.score for o in session.exec(select(Opinion))] == [5]


def test_nothing_that_is_kept_names_the_visit(acting, cast, check_up, visit):
    mine = visit(check_up[1])
    opinion_id = give(acting, cast, mine, 2, words="等了很久")
    with acting(cast.qi) as session:
        kept = session.get_one(Opinion, opinion_id)
        row = " ".join(str(value) for value in kept.model_dump().values())
        assert not [trace for trace in (str(mine.id), mine.person_key, mine.code) if trace in row]
        assert kept.visited_on is None, "one came that day: the day would name them"


def test_the_sums_are_those_of_the_rows(acting, cast, check_up, visit):
    service, occasion = check_up
    for score in (5, 4, 1, 2, 5, 3):
        give(acting, cast, visit(occasion), score)
    with acting(cast.qi) as session:
        kept = session.get_one(ServiceScore, service.id)
        assert (kept.answered, kept.total, kept.low) == (6, 20, 2)
        assert queries.scores_of(session, [service.id])[service.id].mean == "3.3"


def test_a_mark_is_neither_changed_nor_taken_away(acting, cast, check_up, visit):
    opinion_id = give(acting, cast, visit(check_up[1]), 1)
    for statement in (sa.update(Opinion).values(score=5), sa.delete(Opinion)):
        with pytest.raises(sa.exc.DBAPIError), acting(cast.qi) as session:
            session.execute(statement.where(Opinion.id == opinion_id))


def test_a_low_mark_is_told_and_answered(acting, cast, check_up, visit):
    opinion_id = give(acting, cast, visit(check_up[1]), 1, words="没有轮椅")
    with acting(cast.qi) as session:
        told = session.exec(select(Notice).where(Notice.kind == "feedback.low")).all()
        assert {n.person_id for n in told} == {cast.shi.id, cast.yan.id}
        opinion = queries.get_opinion(session, opinion_id, town_id=cast.qi.id)
        actions.answer(session, opinion, "已备轮椅两辆。", actor=cast.actor(cast.qian), now=AFTERWARDS)
        assert opinion.state is OpinionState.ANSWERED
        assert not queries.waiting(session, cast.qi.id)


def test_the_partner_reads_no_mark(app, acting, cast, check_up, visit):
    give(acting, cast, visit(check_up[1]))
    engine = app.extensions["engine"]
    with open_session(engine, Reach(frozenset({cast.dong.id}), frozenset({cast.pair.id})), writes=False) as session:
        assert not session.exec(select(Opinion)).all()


def test_a_callers_number_is_forgotten_and_the_mark_stays(acting, cast, check_up, visit):
    give(acting, cast, visit(check_up[1]), 2, call_name="王阿姨", call_phone="13800001234")
    with acting(cast.qi) as session:
        assert len(queries.calls_of(session, "王阿姨", "13800001234", town_id=cast.qi.id)) == 1
        assert actions.forget_callers(session, cast.qi.id, now=AFTERWARDS) == 0
        assert actions.forget_callers(session, cast.qi.id, now=AFTERWARDS + timedelta(days=100)) == 1
        assert [(o.score, o.call_phone) for o in session.exec(select(Opinion))] == [(2, "")]


def test_a_late_answer_is_asked_for_once_a_week(acting, cast, check_up, visit):
    give(acting, cast, visit(check_up[1]), 1)
    with acting(cast.qi) as session:
        for days, expected in ((3, 0), (8, 2), (9, 2), (16, 4)):
            actions.remind(session, cast.qi.id, now=AFTERWARDS + timedelta(days=days))
            assert len(session.exec(select(Notice).where(Notice.kind == "feedback.late")).all()) == expected
