"""The daily rounds: what they do once, and not twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import agreed
import keys
import pytest
from gathering import DAY, ENDS, MONDAY, arrangements
from sqlmodel import col, select

from app.calendar import actions as calendar
from app.calendar.models import DayDraft, DayKind
from app.changes import actions as changes
from app.changes.queries import find_open
from app.kit import clock
from app.meetings import actions as meeting_actions
from app.meetings import queries as meetings
from app.meetings.models import Meeting, MeetingState
from app.notifications.models import Notice
from app.participants import actions as people
from app.participants import queries as participants
from app.participants.models import ParticipantDraft
from app.planning import queries
from app.series import queries as series
from jobs import close_topics, plan_meetings, remind, tidy


def notices(acting, town, kind):
    with acting(town) as session:
        return session.exec(select(Notice).where(Notice.kind == kind).order_by(col(Notice.event))).all()


def at(day, hour="08:00"):
    return clock.at(day, hour)


def test_reminders_reach_everybody_once_whatever_how_often_the_job_runs(engine, acting, cast, listed, convened):
    for _ in range(3):
        remind.run(engine, at(DAY - timedelta(days=3)))
    found = notices(acting, cast.qi, "meetings.reminder_3")
    assert len({n.person_id for n in found}) == len(found)
    assert cast.qian.id in {n.person_id for n in found}
    assert found[0].title.startswith("3天后开会")

    remind.run(engine, at(DAY - timedelta(days=1)))
    assert notices(acting, cast.qi, "meetings.reminder_1")[0].title.startswith("明天开会")


def test_the_hosts_clerk_is_nudged_to_confirm_and_to_call(engine, acting, cast, meeting):
    remind.run(engine, at(DAY - timedelta(days=46)))
    assert notices(acting, cast.dong, "meetings.confirmable") == []
    remind.run(engine, at(DAY - timedelta(days=45)))
    assert {n.person_id for n in notices(acting, cast.dong, "meetings.confirmable")} == {cast.ma.id, cast.he.id}
    assert notices(acting, cast.qi, "meetings.confirmable") == []
    remind.run(engine, at(DAY - timedelta(days=10)))
    assert len(notices(acting, cast.dong, "meetings.notice_due")) == 2
    remind.run(engine, at(DAY - timedelta(days=6)))
    assert len(notices(acting, cast.dong, "meetings.notice_overdue")) == 2


def test_topics_close_after_their_last_day_and_once(engine, acting, cast, confirmed):
    last = DAY - timedelta(days=15)
    assert close_topics.run(engine, at(last, "23:59")) == 0
    assert close_topics.run(engine, at(last + timedelta(days=1), "00:00")) == 1
    assert close_topics.run(engine, at(last + timedelta(days=1), "00:05")) == 0
    assert len(notices(acting, cast.qi, "meetings.topics_closed")) == 2


def test_what_waits_for_the_clerk_of_the_host(acting, cast, confirmed):
    with acting(cast.dong) as session:
        (line,) = queries.waiting_for(session, cast.dong.id, {"clerk"}, now=MONDAY)
        assert line.title == "发出会议通知：第12次轮值联席会议"
        assert line.url == f"/meetings/{confirmed.id}"
        assert queries.waiting_for(session, cast.dong.id, {"worker"}, now=MONDAY) == []
    with acting(cast.qi) as session:
        assert queries.waiting_for(session, cast.qi.id, {"clerk"}, now=MONDAY) == []


def test_phones_are_forgotten_six_months_after_the_meeting(engine, acting, cast, convened):
    with acting(cast.qi) as session:
        draft = ParticipantDraft(name="徐建国", phone="13812341234")
        said = {"meeting_id": convened.id, "partnership_id": cast.pair.id, "host_id": cast.dong.id}
        people.put_on_list(session, draft, **said, actor=cast.actor(cast.yan), now=MONDAY)
    tidy.run(engine, ENDS + timedelta(days=182))
    with acting(cast.dong) as session:
        assert len(participants.contacts_of(session, convened.id)) == 1
    tidy.run(engine, ENDS + timedelta(days=184))
    for town in (cast.dong, cast.qi):
        with acting(town) as session:
            assert participants.contacts_of(session, convened.id) == {}
            assert [p.name for p in participants.of_meeting(session, convened.id)] == ["徐建国"]


def test_every_round_sees_one_partnership_only(engine, cast):
    (found,) = queries.rounds(engine)
    assert found[0] == cast.pair.id
    assert found[1].town_ids == {cast.dong.id, cast.qi.id}


NOVEMBER = datetime(2026, 11, 2, 2, tzinfo=UTC)


@pytest.fixture
def series_id(reaching, cast):
    return agreed.found(reaching, cast, NOVEMBER)


def rows(acting, cast):
    with acting(cast.dong) as session:
        found = session.exec(select(Meeting).order_by(col(Meeting.number))).all()
        names = {cast.dong.id: "D镇", cast.qi.id: "Q镇"}
        return [(m.title, str(m.day), names[m.host_id], m.adjustment, m.uncertain) for m in found]


def test_six_meetings_are_planned_ahead_in_turn_and_once(engine, acting, cast, series_id):
    assert plan_meetings.run(engine, NOVEMBER) == 6
    assert plan_meetings.run(engine, NOVEMBER) == 0
    planned = rows(acting, cast)
    assert [row[2] for row in planned] == ["D镇", "Q镇"] * 3
    assert planned[0][:2] == ("第1次轮值联席会议", "2026-11-12")
    assert planned[1][4]


def test_two_schedulers_at_once_plan_each_meeting_once(engine, acting, cast, series_id):
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: plan_meetings.run(engine, NOVEMBER), range(4)))
    assert sum(made) == 6
    assert len(rows(acting, cast)) == 6


def test_a_year_that_arrives_moves_the_meeting_and_tells_both_towns(engine, acting, cast, series_id):
    plan_meetings.run(engine, NOVEMBER)
    with acting(cast.dong) as session:
        off = DayDraft(day=date(2027, 1, 14), kind=DayKind.OFF, name="元旦")
        calendar.enter_day(session, cast.pair.id, off, actor=cast.actor(cast.ma), now=NOVEMBER)
        calendar.declare(session, cast.pair.id, 2027, is_complete=True, actor=cast.actor(cast.ma), now=NOVEMBER)
    assert plan_meetings.run(engine, NOVEMBER) >= 1
    moved = rows(acting, cast)[1]
    assert moved == ("第2次轮值联席会议", "2027-01-15", "Q镇", "原定2027年1月14日，遇元旦顺延至1月15日", False)
    assert notices(acting, cast.qi, "series.turn")
    assert plan_meetings.run(engine, NOVEMBER) == 0


def test_after_a_cancellation_the_host_comes_first_again_at_once(engine, acting, cast, series_id):
    plan_meetings.run(engine, NOVEMBER)
    with acting(cast.dong) as session:
        first = session.exec(select(Meeting).where(Meeting.number == 1)).one()
        change = changes.propose_cancel(session, first, "台风", actor=cast.actor(cast.ma), now=NOVEMBER)
        keys.turn(session, change.consent_id, cast, cast.dong, NOVEMBER)
    with acting(cast.qi) as session:
        consent = keys.check(session, change.consent_id, cast, cast.qi, NOVEMBER)
        found = find_open(session, first.id)
        changes.turn_key(session, found, keys.draft_for(consent), actor=cast.actor(cast.xu), now=NOVEMBER)
    assert [row[2] for row in rows(acting, cast)] == ["D镇", "D镇", "Q镇", "D镇", "Q镇", "D镇"]
    with acting(cast.qi) as session:
        states = session.exec(select(Meeting.state).order_by(col(Meeting.number))).all()
        assert states == [MeetingState.CANCELLED, *[MeetingState.PLANNED] * 5]


def test_a_meeting_of_the_series_lives_from_plan_to_held(engine, acting, cast, series_id, hall):
    plan_meetings.run(engine, NOVEMBER)
    first = date(2026, 11, 12)
    with acting(cast.dong) as session:
        meeting = session.exec(select(Meeting).where(Meeting.number == 1)).one()
        actor = cast.actor(cast.ma)
        meeting_actions.confirm(session, meeting, arrangements(hall, day=first), actor=actor, now=NOVEMBER)
        meeting_actions.convene(session, meeting, actor=actor, now=NOVEMBER)
        meeting_actions.hold(session, meeting, actor=actor, now=at(first, "16:00"))
        assert series.get_turn(session, meeting.turn_id).state == "held"
        assert meetings.previous_of(session, session.exec(select(Meeting).where(Meeting.number == 2)).one()) is meeting
    assert plan_meetings.run(engine, at(date(2026, 11, 13))) == 1
    assert rows(acting, cast)[-1][:3] == ("第7次轮值联席会议", "2027-11-11", "D镇")
