"""Postponing, cancelling and calling ad hoc: alone where the host may, else with the keys of all."""

from datetime import timedelta

import pytest
from gathering import DAY, ENDS, MONDAY, STARTS
from keys import check, draft_for, turn

from app.changes import actions, queries, rules
from app.changes.models import ChangeState, NewTime
from app.consents import queries as consents
from app.consents.models import RefusalDraft
from app.meetings import actions as meeting_actions
from app.meetings import queries as meetings
from app.meetings import rules as meeting_rules
from app.meetings.models import MeetingState


def later(days, reason="防汛应急响应"):
    step = timedelta(days=days)
    return NewTime(starts_at=STARTS + step, ends_at=ENDS + step, reason=reason)


def propose(acting, cast, meeting, days=20, town=None, clerk=None):
    with acting(town or cast.dong) as session:
        found = meetings.lock_meeting(session, meeting.id)
        return actions.postpone(session, found, later(days), actor=cast.actor(clerk or cast.ma), now=MONDAY)


def turn_last(session, cast, town, change):
    """The last key goes through the change, which then takes effect."""
    consent = check(session, change.consent_id, cast, town, MONDAY)
    signer = {cast.dong.id: cast.shen, cast.qi.id: cast.xu}[town.id]
    return actions.turn_key(session, change, draft_for(consent), actor=cast.actor(signer), now=MONDAY)


def test_the_host_moves_a_meeting_by_a_week_alone(acting, cast, convened):
    assert propose(acting, cast, convened, days=7) is None
    with acting(cast.qi) as session:
        meeting = meetings.get_meeting(session, convened.id)
        assert meeting.state is MeetingState.POSTPONED
        assert (meeting.day - DAY).days == 7


@pytest.mark.parametrize(("days", "by_partner"), [(20, False), (7, True)])
def test_a_long_way_or_the_partners_wish_waits_for_all_keys(acting, cast, convened, days, by_partner):
    town, clerk = (cast.qi, cast.yan) if by_partner else (cast.dong, cast.ma)
    change = propose(acting, cast, convened, days, town, clerk)
    assert change.state is ChangeState.OPEN
    with acting(cast.dong) as session:
        assert meetings.get_meeting(session, convened.id).day == DAY

    with acting(cast.dong) as session:
        turn(session, change.consent_id, cast, cast.dong, MONDAY)
    with acting(cast.dong) as session:
        assert meetings.get_meeting(session, convened.id).day == DAY
    with acting(cast.qi) as session:
        found = queries.get_change(session, change.id, meeting_id=convened.id)
        assert turn_last(session, cast, cast.qi, found).is_complete
    with acting(cast.dong) as session:
        meeting = meetings.get_meeting(session, convened.id)
        assert (meeting.day - DAY).days == days
        assert meeting.state is MeetingState.POSTPONED
        assert meeting.original_on == meeting.day
        assert queries.find_open(session, convened.id) is None


def test_nobody_cancels_alone(acting, cast, convened):
    with acting(cast.dong) as session:
        found = meetings.lock_meeting(session, convened.id)
        change = actions.propose_cancel(session, found, "台风“梅花”影响", actor=cast.actor(cast.ma), now=MONDAY)
        turn(session, change.consent_id, cast, cast.dong, MONDAY)
    with acting(cast.dong) as session:
        assert meetings.get_meeting(session, convened.id).state is MeetingState.CONVENED
    with acting(cast.qi) as session:
        turn_last(session, cast, cast.qi, queries.find_open(session, convened.id))
        assert meetings.get_meeting(session, convened.id).state is MeetingState.CANCELLED


def test_a_refused_change_leaves_the_meeting_and_can_be_withdrawn(acting, cast, convened):
    change = propose(acting, cast, convened)
    with acting(cast.qi) as session:
        consent = check(session, change.consent_id, cast, cast.qi, MONDAY)
        found = queries.find_open(session, convened.id)
        no = RefusalDraft(seen_hash=consent.content_hash, reason="该周已安排换届选举")
        actions.refuse(session, found, no, actor=cast.actor(cast.xu), now=MONDAY)
    with acting(cast.qi) as session:
        found = queries.find_open(session, convened.id)
        with pytest.raises(rules.NotTheProposer):
            actions.withdraw(session, found, "撤回", actor=cast.actor(cast.yan), now=MONDAY)
    with acting(cast.dong) as session:
        found = queries.find_open(session, convened.id)
        actions.withdraw(session, found, "另议", actor=cast.actor(cast.ma), now=MONDAY)
        assert consents.get(session, change.consent_id).state == "withdrawn"
        assert meetings.get_meeting(session, convened.id).day == DAY


def test_one_change_at_a_time(acting, cast, convened):
    propose(acting, cast, convened)
    with pytest.raises(rules.ChangeIsOpen):
        propose(acting, cast, convened, town=cast.qi, clerk=cast.yan)
    with pytest.raises(rules.ChangeIsOpen):
        propose(acting, cast, convened, days=3)


def test_an_ad_hoc_meeting_waits_for_all_keys_before_it_is_called(acting, cast, room):
    with acting(cast.qi) as session:
        draft = later(0, "联合防汛会商")
        change = actions.propose_adhoc(session, cast.pair.id, draft, actor=cast.actor(cast.yan), now=MONDAY)
        turn(session, change.consent_id, cast, cast.qi, MONDAY)
    with acting(cast.qi) as session:
        meeting = meetings.lock_meeting(session, change.meeting_id)
        with pytest.raises(meeting_rules.NotAgreed):
            meeting_actions.convene(session, meeting, actor=cast.actor(cast.yan), now=MONDAY)
    with acting(cast.dong) as session:
        turn_last(session, cast, cast.dong, queries.find_open(session, change.meeting_id))
        meeting = meetings.get_meeting(session, change.meeting_id)
        assert meeting.agreed_at == MONDAY
        assert meeting.host_id == cast.qi.id


def test_an_ad_hoc_meeting_that_is_withdrawn_is_cancelled(acting, cast):
    with acting(cast.dong) as session:
        change = actions.propose_adhoc(session, cast.pair.id, later(0), actor=cast.actor(cast.ma), now=MONDAY)
        actions.withdraw(session, change, "改为电话会商", actor=cast.actor(cast.ma), now=MONDAY)
        assert meetings.get_meeting(session, change.meeting_id).state is MeetingState.CANCELLED


def test_a_change_of_a_meeting_already_held_takes_no_effect(acting, cast, convened):
    change = propose(acting, cast, convened)
    with acting(cast.dong) as session:
        turn(session, change.consent_id, cast, cast.dong, MONDAY)
        meeting = meetings.lock_meeting(session, convened.id)
        meeting_actions.hold(session, meeting, actor=cast.actor(cast.ma), now=ENDS)
    with pytest.raises(meeting_rules.WrongState), acting(cast.qi) as session:
        turn_last(session, cast, cast.qi, queries.find_open(session, convened.id))
    with acting(cast.qi) as session:
        assert meetings.get_meeting(session, convened.id).state is MeetingState.HELD
