"""Confirming, convening, moving and calling off a meeting, seen from both towns on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from gathering import DAY, ENDS, MONDAY, STARTS, arrangements
from sqlmodel import select

from app.audit.models import AuditEntry
from app.bookings import queries as spaces
from app.bookings.models import Booking, BookingDraft, BookingState
from app.claims.rules import Taken
from app.kit.db import transaction
from app.kit.errors import NotFound
from app.kit.scopes import Reach
from app.meetings import actions, queries, rules
from app.meetings.models import Meeting, MeetingState
from app.notifications.models import Notice
from app.spaces import actions as spaces_actions
from app.topics import queries as topics


def told(session, kind):
    return sorted(n.title for n in session.exec(select(Notice).where(Notice.kind == kind)))


def test_confirming_books_the_venue_in_the_same_act(acting, cast, confirmed, room):
    with acting(cast.qi) as session:
        meeting = queries.get_meeting(session, confirmed.id)
        booking = session.exec(select(Booking)).one()

        assert meeting.booking_id == booking.id
        assert booking.state is BookingState.CONFIRMED
        assert meeting.state is MeetingState.PLANNED
        assert meeting.place == "Q镇党群服务中心共享会议室"
        assert meeting.parking == "北门停车场"
        assert topics.find_call(session, f"meeting:{meeting.id}").closes_at == rules.to_town(STARTS).replace(
            month=3, day=26, hour=0
        )
        assert told(session, "meetings.confirmed") == ["会议时间地点已确认：红梅同心毗邻党建第12次轮值联席会议"] * 4


def test_confirming_the_same_again_tells_nobody_twice(acting, cast, confirmed, room):
    with acting(cast.dong) as session:
        meeting = queries.get_meeting(session, confirmed.id)
        actions.confirm(session, meeting, arrangements(room), actor=cast.actor(cast.ma), now=MONDAY)
        session.commit()
        assert len(told(session, "meetings.confirmed")) == 4


def test_when_the_venue_is_taken_nothing_is_confirmed(acting, cast, meeting, room):
    with acting(cast.qi) as session:
        draft = BookingDraft(venue_id=room.id, starts_at=STARTS, ends_at=ENDS, title="党员学习会", heads=12)
        spaces_actions.book(session, draft, actor=cast.actor(cast.qian), now=MONDAY)
    with acting(cast.dong) as session:
        found = queries.get_meeting(session, meeting.id)
        with pytest.raises(Taken):
            actions.confirm(session, found, arrangements(room), actor=cast.actor(cast.ma), now=MONDAY)
    with acting(cast.dong) as session:
        assert queries.get_meeting(session, meeting.id).confirmed_at is None


def test_the_partners_clerk_cannot_confirm_or_convene(acting, cast, meeting, confirmed, room):
    with acting(cast.qi) as session:
        found = queries.get_meeting(session, meeting.id)
        for deed in (
            lambda: actions.confirm(session, found, arrangements(room), actor=cast.actor(cast.yan), now=MONDAY),
            lambda: actions.convene(session, found, actor=cast.actor(cast.yan), now=MONDAY),
        ):
            with pytest.raises(rules.NotTheHost):
                deed()


def test_a_stranger_does_not_know_of_the_meeting(acting, cast, meeting):
    with acting(cast.wai) as session, pytest.raises(NotFound):
        queries.get_meeting(session, meeting.id)


def test_convening_tells_the_leaders_of_both_towns_once(acting, cast, convened):
    for town, leaders in ((cast.dong, 4), (cast.qi, 4)):
        with acting(town) as session:
            assert told(session, "meetings.convened") == ["会议通知：红梅同心毗邻党建第12次轮值联席会议"] * leaders
    with acting(cast.dong) as session:
        deeds = session.exec(select(AuditEntry.deed).where(AuditEntry.subject == f"meeting:{convened.id}")).all()
        assert sorted(deeds) == ["meetings.confirm", "meetings.convene"]


def test_two_clerks_who_convene_at_once_do_it_once(acting, cast, convened):
    with acting(cast.dong) as session, pytest.raises(rules.WrongState):
        actions.convene(session, queries.lock_meeting(session, convened.id), actor=cast.actor(cast.he), now=MONDAY)


def test_a_lost_venue_is_said_loudly_and_stops_the_call(acting, cast, confirmed):
    with acting(cast.qi) as session:
        booking = session.exec(select(Booking)).one()
        spaces_actions.cancel(session, booking.id, reason="线路检修", actor=cast.actor(cast.yan), now=MONDAY)
    with acting(cast.dong) as session:
        meeting = queries.get_meeting(session, confirmed.id)
        view = queries.view_of(session, meeting, now=MONDAY)

        assert "线路检修" in view.lost
        assert view.next is rules.Next.REBOOK
        with pytest.raises(rules.VenueIsLost):
            actions.convene(session, meeting, actor=cast.actor(cast.ma), now=MONDAY)


def test_another_venue_after_the_call_tells_everybody_the_new_place(acting, cast, convened, hall):
    with acting(cast.dong) as session:
        meeting = queries.lock_meeting(session, convened.id)
        before = meeting.revision
        actions.confirm(session, meeting, arrangements(hall), actor=cast.actor(cast.ma), now=MONDAY)

        assert meeting.state is MeetingState.CONVENED
        assert meeting.revision == before + 1
        assert meeting.place == "D镇党群服务中心议事厅"
    with acting(cast.qi) as session:
        assert told(session, "meetings.changed") == ["会议时间地点调整：红梅同心毗邻党建第12次轮值联席会议"] * 4


def test_postponing_gives_the_venue_back_and_tells_the_old_and_the_new_time(acting, cast, convened):
    later = timedelta(days=7)
    with acting(cast.dong) as session:
        meeting = queries.lock_meeting(session, convened.id)
        actions.reschedule(
            session, meeting, STARTS + later, ENDS + later, "防汛应急", actor=cast.actor(cast.ma), now=MONDAY
        )
    with acting(cast.qi) as session:
        meeting = queries.get_meeting(session, convened.id)
        assert meeting.state is MeetingState.POSTPONED
        assert meeting.original_on == DAY
        assert not meeting.is_confirmed
        assert session.exec(select(Booking)).one().state is BookingState.CANCELLED
        notice = session.exec(select(Notice).where(Notice.kind == "meetings.rescheduled")).first()
        assert "时间：2026年4月16日 星期四 14:00–16:00" in notice.text
        assert "原因：防汛应急" in notice.text
        assert "原定：2026年4月9日 星期四 14:00–16:00" in notice.text


def test_a_postponed_meeting_is_confirmed_and_convened_anew(acting, cast, convened, room):
    later = timedelta(days=7)
    with acting(cast.dong) as session:
        meeting = queries.lock_meeting(session, convened.id)
        actor = cast.actor(cast.ma)
        actions.reschedule(session, meeting, STARTS + later, ENDS + later, "防汛", actor=actor, now=MONDAY)
        actions.confirm(session, meeting, arrangements(room, day=DAY + later), actor=actor, now=MONDAY)
        actions.convene(session, meeting, actor=actor, now=MONDAY)
        assert meeting.state is MeetingState.CONVENED
    with acting(cast.dong) as session:
        held = spaces.booking_state(session, queries.get_meeting(session, convened.id).booking_id)
        assert held.is_held


def test_calling_off_frees_the_venue_and_stays_to_be_seen(acting, cast, convened):
    with acting(cast.dong) as session:
        meeting = queries.lock_meeting(session, convened.id)
        actions.call_off(session, meeting, "台风", actor=cast.actor(cast.ma), now=MONDAY)
    with acting(cast.qi) as session:
        meeting = queries.get_meeting(session, convened.id)
        assert (meeting.state, meeting.reason) == (MeetingState.CANCELLED, "台风")
        assert session.exec(select(Booking)).one().state is BookingState.CANCELLED
        assert told(session, "meetings.called_off") == ["会议取消：红梅同心毗邻党建第12次轮值联席会议"] * 4
        assert not topics.find_call(session, f"meeting:{meeting.id}").is_open


def test_people_on_the_list_are_told_too(acting, cast, listed, convened):
    with acting(cast.dong) as session:
        meeting = queries.lock_meeting(session, convened.id)
        actions.call_off(session, meeting, "台风", actor=cast.actor(cast.ma), now=MONDAY)
    with acting(cast.qi) as session:
        found = session.exec(select(Notice.person_id).where(Notice.kind == "meetings.called_off")).all()
        assert cast.qian.id in found
        assert len(found) == len(set(found))


def test_ad_hoc_meetings_are_numbered_within_their_year(acting, cast):
    with acting(cast.dong) as session:
        made = [
            actions.add_adhoc(
                session,
                partnership_id=cast.pair.id,
                starts_at=STARTS,
                ends_at=ENDS,
                reason="防汛联动",
                actor=cast.actor(cast.ma),
                now=MONDAY,
            )
            for _ in range(2)
        ]
    assert [m.title for m in made] == ["2026年第1次临时会议", "2026年第2次临时会议"]


def test_two_clerks_who_call_at_once_get_two_numbers(engine, acting, cast):
    reach = Reach(frozenset({cast.dong.id, cast.qi.id}), frozenset({cast.pair.id}))

    def call(clerk):
        with transaction(engine, reach, now=MONDAY) as session:
            said = {"partnership_id": cast.pair.id, "starts_at": STARTS, "ends_at": ENDS, "reason": "防汛联动"}
            return actions.add_adhoc(session, **said, actor=cast.actor(clerk), now=MONDAY).number

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(call, (cast.ma, cast.yan))) == [1, 2]


def test_search_finds_by_words_state_host_and_year(acting, cast, planned):
    planned(number=1, state=MeetingState.ISSUED, place="红梅礼堂")
    planned(number=2)
    with acting(cast.qi) as session:
        mine = [cast.pair.id]

        def found(**asked):
            return [m.title for m in queries.search(session, mine, queries.Search(**asked))]

        assert found(words="礼堂") == ["第1次轮值联席会议"]
        assert found(words="%") == []
        assert found(state=MeetingState.PLANNED) == ["第2次轮值联席会议"]
        assert found(year=2025) == []
        assert len(found(year=2026, host_id=cast.dong.id)) == 2
        assert session.exec(select(Meeting.title)).first()
