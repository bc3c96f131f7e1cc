"""Waiting for a place: in order, one offer held for two hours, the next when it lapses, in the act that frees it."""

from datetime import timedelta

import pytest
from sqlmodel import select
from townsfolk import GU, LI, SHI, WANG, wish

from app.announcing import actions as announcing
from app.enrolment import actions
from app.notifications.models import Notice
from app.sessions import queries as sessions
from app.signups import rules
from app.signups.models import SignUp, SignUpState
from app.standby import queries
from app.standby.rules import PlaceIsFree
from app.tellings import actions as tellings
from app.tellings import queries as calls
from app.tellings.models import Cause, Telling
from jobs import serve_sign_ups, serve_waiters

pytestmark = pytest.mark.usefixtures("ground")


@pytest.fixture
def chen(cast):
    return cast.actor(cast.lao_chen)


@pytest.fixture
def full(dong, cast, service, occasion, chen, now):
    """One place, taken by 李秀英; 王桂兰 and 顾阿大 of D镇 wait, then 施小妹."""
    one = occasion(service(), places=1)
    made = [actions.sign_up(dong, one.id, wish(cast.dong, LI), actor=chen, now=now)]
    made += [
        actions.sign_up(dong, one.id, wish(cast.dong, name), actor=chen, now=now, wait=True) for name in (WANG, GU, SHI)
    ]
    dong.commit()
    return one, [m.id for m in made]


def states(session) -> dict:
    session.expire_all()
    return {s.id: s.state for s in session.exec(select(SignUp))}


def test_what_is_given_back_is_offered_to_the_first_and_then_to_the_next(dong, cast, full, chen, now):
    one, (li, wang, gu, _) = full
    assert queries.number_of(dong, dong.get(SignUp, gu)) == 2
    with pytest.raises(rules.NotHeld):
        actions.accept(dong, wang, actor=chen, now=now)
    actions.cancel(dong, li, actor=chen, now=now)
    assert states(dong)[wang] is SignUpState.OFFERED
    later = now + timedelta(hours=2)
    with pytest.raises(rules.OfferGone, match="11:00"):
        actions.accept(dong, wang, actor=chen, now=later)
    assert actions.accept(dong, gu, actor=chen, now=later).state is SignUpState.SIGNED, "served by who looks first"
    found = states(dong)
    assert (found[wang], found[gu]) == (SignUpState.UNMET, SignUpState.SIGNED)
    assert sessions.get_public(dong, one.id)[0].taken == 1


def test_nobody_jumps_the_queue_though_no_job_has_run(dong, cast, full, chen, now):
    one, (li, wang, *_) = full
    with pytest.raises(Exception, match="全部报满"):
        actions.sign_up(dong, one.id, wish(cast.dong, "张建国"), actor=chen, now=now)
    dong.rollback()
    actions.cancel(dong, li, actor=chen, now=now)
    dong.commit()
    with pytest.raises(Exception, match="全部报满"):
        actions.sign_up(dong, one.id, wish(cast.dong, "张建国"), actor=chen, now=now + timedelta(hours=3))
    dong.rollback()
    assert states(dong)[wang] is SignUpState.OFFERED, "what the refused act did is undone with it"


def test_the_job_passes_on_what_lapsed_and_leaves_venues_to_the_other(dong, cast, engine, full, chen, now):
    _one, (li, wang, gu, _) = full
    actions.cancel(dong, li, actor=chen, now=now)
    dong.commit()
    later = now + timedelta(hours=2)
    assert serve_waiters.run(engine, later) == 0
    assert serve_sign_ups.run(engine, later) == 1
    assert serve_sign_ups.run(engine, later) == 0
    found = states(dong)
    assert (found[wang], found[gu]) == (SignUpState.UNMET, SignUpState.OFFERED)


def test_who_is_offered_a_place_is_rung_up_once(dong, cast, full, chen, now):
    _one, (li, wang, *_) = full
    actions.cancel(dong, li, actor=chen, now=now)
    (line,) = calls.open_ones(dong, cast.dong.id, now=now)
    assert (line.cause, line.entry.name) == ("候补有名额", "王**")
    assert "保留到2026年3月2日11:00" in line.words
    (notice,) = dong.exec(select(Notice).where(Notice.kind == "signups.offered")).all()
    assert notice.person_id == cast.lao_chen.id
    assert "王" not in notice.title + notice.text
    telling = dong.exec(select(Telling)).one()
    tellings.done(dong, telling, reached=False, actor=chen, now=now)
    assert calls.count_open(dong, cast.dong.id, now=now) == 1
    tellings.done(dong, telling, reached=True, actor=chen, now=now)
    assert calls.open_ones(dong, cast.dong.id, now=now) == []
    assert wang


def test_who_waited_in_vain_is_told_once_each_with_one_notice(engine, dong, full, chen, now):
    one, (li, wang, gu, _shi) = full
    actions.cancel(dong, li, actor=chen, now=now)
    dong.commit()
    closed = one.last_call
    dong.rollback()
    for moment in (now + timedelta(hours=2), closed, closed):
        serve_sign_ups.run(engine, moment)
    found = states(dong)
    assert [found[s] for s in (wang, gu)] == [SignUpState.UNMET, SignUpState.UNMET]
    told = dong.exec(select(Telling).where(Telling.cause == Cause.UNMET)).all()
    assert len(told) == 3, "王桂兰, 顾阿大, 施小妹"
    assert not any(name in t.words for t in told for name in (WANG, GU, SHI))
    notices = dong.exec(select(Notice).where(Notice.kind == "signups.unmet")).all()
    assert len(notices) == 2, "one for each moment, whoever it concerns"


def test_free_places_are_not_waited_for(dong, cast, service, occasion, chen, now):
    with pytest.raises(PlaceIsFree):
        actions.sign_up(dong, occasion(service()).id, wish(cast.dong), actor=chen, now=now, wait=True)


def test_more_places_go_to_who_waits_and_a_cancelled_session_tells_everybody(qi, dong, cast, full, now):
    one, ids = full
    dong.rollback()
    yan = cast.actor(cast.yan)
    announcing.set_places(qi, one.id, 3, {}, actor=yan, now=now)
    assert [states(qi)[i] for i in ids] == [SignUpState.SIGNED, *[SignUpState.OFFERED] * 2, SignUpState.WAITING]
    qi.commit()
    called = announcing.call_off(qi, one.id, reason="设备检修", actor=yan, now=now)
    assert set(states(qi).values()) == {SignUpState.CALLED_OFF}
    assert sessions.get_public(qi, called.id)[0].taken == 0
    qi.commit()
    told = dong.exec(select(Telling).where(Telling.cause == Cause.CALLED_OFF)).all()
    assert len(told) == 4
    assert "取消。原因：设备检修。" in told[0].words
