"""A session that moves or loses its venue: sign-ups follow, and everybody is rung up once, with what it was and is."""

from datetime import timedelta

import pytest
from catalogue import occasion_draft
from rooms import span
from sqlmodel import select
from townsfolk import GU, LI, SHI, WANG, wish

from app.announcing import actions, rules
from app.bookings.models import Booking, Deed
from app.enrolment import actions as enrolment
from app.notifications.models import Notice
from app.programmes import actions as programmes
from app.programmes.rules import Change
from app.signups.models import SignUp, SignUpState
from app.tellings.models import Cause, Telling
from app.waiting.models import WaitingPlace
from app.waitlists import actions as waitlists

pytestmark = pytest.mark.usefixtures("ground")


@pytest.fixture
def yan(cast):
    return cast.actor(cast.yan)


def test_a_session_that_moves_takes_its_sign_ups_and_wishes_along(qi, dong, cast, service, occasion, yan, now):
    one = occasion(service(), places=1)
    chen, qian = cast.actor(cast.lao_chen), cast.actor(cast.qian)
    enrolment.sign_up(dong, one.id, wish(cast.dong, LI), actor=chen, now=now)
    dong.commit()
    enrolment.sign_up(qi, one.id, wish(cast.qi, GU), actor=qian, now=now, wait=True)
    later = span("2026-03-12")
    change = Change(later.starts_at, later.ends_at, venue_id=None, place="三楼会议室", reason="设备检修")
    actions.move(qi, one.id, change, actor=yan, now=now)
    assert {s.starts_at for s in qi.exec(select(SignUp))} == {later.starts_at}
    assert [p.wanted_from for p in qi.exec(select(WaitingPlace))] == [later.starts_at]
    qi.commit()
    (telling,) = dong.exec(select(Telling)).all()
    assert telling.cause is Cause.MOVED
    assert "由2026年3月5日" in telling.words
    assert "改为2026年3月12日" in telling.words
    assert "原因：设备检修。" in telling.words
    assert [n.person_id for n in dong.exec(select(Notice).where(Notice.kind == "signups.moved"))] == [cast.lao_chen.id]


def test_a_closed_venue_is_told_and_the_unit_has_to_act(qi, cast, service, room, yan, now):
    of = service(venue_id=room.id)
    when = span("2026-03-05")
    draft = occasion_draft(when, places=5, venue_id=room.id)
    one = programmes.plan(qi, of.id, draft, actor=yan, now=now)
    enrolment.sign_up(qi, one.id, wish(cast.qi, SHI), actor=cast.actor(cast.qian), now=now)
    assert actions.settle_venues(qi, cast.qi.id, now=now) == 0
    waitlists.end(qi, qi.get(Booking, one.booking_id), Deed.CANCELLED, "防汛征用", yan, now)
    assert actions.settle_venues(qi, cast.qi.id, now=now) == 1
    assert actions.settle_venues(qi, cast.qi.id, now=now) == 0
    (telling,) = qi.exec(select(Telling)).all()
    assert telling.cause is Cause.CHANGED
    assert "防汛征用" in telling.words
    assert qi.exec(select(SignUp.state)).all() == [SignUpState.SIGNED]


def test_what_is_said_on_the_telephone():
    said = rules.change_in_words("健康体检", ("3月5日", "二楼"), ("3月5日", ""), "场地征用")
    assert said == "健康体检有变动，地点由二楼改为另行通知。原因：场地征用。不能参加的，请告知取消。"
    said = rules.change_in_words("健康体检", ("3月5日", "二楼"), ("3月6日", "二楼"), "", ["甲", "乙"])
    assert said == "健康体检有变动，时间由3月5日改为3月6日。不能参加的，可以改报：甲；乙；都不合适的，请告知取消。"
    assert rules.chances_in_words([]) == "暂时没有其他场次可报，排出后可再报名。"
    assert rules.chances_in_words(["甲", "乙"]) == "可以改报：甲；乙。"


def test_other_chances_are_offered_when_a_session_is_cancelled(qi, dong, cast, service, occasion, yan, now):
    of = service()
    one, other = occasion(of), occasion(of, span("2026-03-12"))
    enrolment.sign_up(dong, one.id, wish(cast.dong, WANG), actor=cast.actor(cast.lao_chen), now=now)
    dong.commit()
    actions.call_off(qi, one.id, reason="医生外出", actor=yan, now=now + timedelta(hours=1))
    qi.commit()
    (telling,) = dong.exec(select(Telling)).all()
    assert "可以改报：2026年3月12日" in telling.words
    assert other.id
