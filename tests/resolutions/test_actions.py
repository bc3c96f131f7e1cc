"""Numbers within the year, and follow-ups with the last key."""

from datetime import date

from minuting import NEXT_DAY
from sqlmodel import select

from app.followups.models import Followup
from app.meetings import queries as meetings
from app.resolutions import actions, queries
from app.resolutions.models import ResolutionText


def _resolved(cast, *texts):
    return [
        actions.Resolved(
            None, "议题", ResolutionText(text=t, town_ids=[cast.qi.id], unit="甲", due_on=date(2026, 5, 1))
        )
        for t in texts
    ]


def test_numbered_anew_the_numbers_begin_again_and_leave_no_gap(acting, cast, held):
    with acting(cast.dong, NEXT_DAY) as session:
        meeting = meetings.get_meeting(session, held)
        for texts in (("甲", "乙", "丙"), ("甲", "丁")):
            actions.number(session, meeting, _resolved(cast, *texts), actor=cast.actor(cast.ma))
        assert [(r.number, r.text) for r in queries.of_meeting(session, held)] == [(1, "甲"), (2, "丁")]


def test_taking_effect_twice_assigns_once(acting, cast, held):
    with acting(cast.dong, NEXT_DAY) as session:
        meeting = meetings.get_meeting(session, held)
        actor = cast.actor(cast.ma)
        actions.number(session, meeting, _resolved(cast, "甲"), actor=actor)
        for _ in range(2):
            actions.take_effect(session, meeting, url="/minutes/x", actor=actor, now=NEXT_DAY)
        assert len(session.exec(select(Followup)).all()) == 1
        assert queries.of_meeting(session, held)[0].effective_at == NEXT_DAY


def test_the_stranger_sees_no_resolution(acting, cast, held):
    with acting(cast.dong, NEXT_DAY) as session:
        meeting = meetings.get_meeting(session, held)
        actions.number(session, meeting, _resolved(cast, "甲"), actor=cast.actor(cast.ma))
    with acting(cast.wai) as session:
        assert not queries.of_meeting(session, held)
