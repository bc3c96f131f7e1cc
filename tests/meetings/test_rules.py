from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from app.kit import clock
from app.meetings import rules
from app.meetings.models import Kind, Meeting, MeetingState
from app.meetings.rules import Next

S = MeetingState
DAY = date(2026, 4, 9)
STARTS, ENDS = clock.at(DAY, "14:00"), clock.at(DAY, "16:00")
MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
HOST, OTHER = uuid4(), uuid4()


def a_meeting(**given):
    said = {
        "partnership_id": uuid4(),
        "number": 12,
        "title": "第12次轮值联席会议",
        "host_id": HOST,
        "starts_at": STARTS,
        "ends_at": ENDS,
        "original_on": DAY,
        "changed_at": MONDAY,
    }
    return Meeting(**(said | given))


def at(day, hour="09:00"):
    return clock.at(date.fromisoformat(day), hour)


def test_only_the_host_confirms_and_convenes():
    rules.check_host(a_meeting(), HOST)
    with pytest.raises(rules.NotTheHost):
        rules.check_host(a_meeting(), OTHER, host="D镇")


@pytest.mark.parametrize(
    ("today", "refusal"), [("2026-02-22", rules.TooEarlyToConfirm), ("2026-02-23", None), ("2026-04-08", None)]
)
def test_a_meeting_is_confirmed_from_45_days_before(today, refusal):
    def confirm():
        rules.check_confirm(a_meeting(), STARTS, ENDS, now=at(today), days=45)

    if refusal:
        with pytest.raises(refusal):
            confirm()
    else:
        confirm()


@pytest.mark.parametrize(
    ("starts", "ends", "refusal"),
    [
        (STARTS + timedelta(days=1), ENDS + timedelta(days=1), rules.OtherDay),
        (ENDS, STARTS, rules.EndsBeforeStart),
        (STARTS - timedelta(hours=10), ENDS, None),
        (STARTS - timedelta(hours=11), ENDS, rules.TooLong),
    ],
)
def test_the_hours_are_of_the_planned_day(starts, ends, refusal):
    if refusal is None:
        rules.check_confirm(a_meeting(), starts, ends, now=MONDAY, days=45)
        return
    with pytest.raises(refusal):
        rules.check_confirm(a_meeting(), starts, ends, now=MONDAY, days=45)


@pytest.mark.parametrize(
    ("change", "lost", "refusal"),
    [
        ({"confirmed_at": MONDAY}, "", None),
        ({}, "", rules.NotConfirmed),
        ({"confirmed_at": MONDAY}, "礼堂被征用", rules.VenueIsLost),
        ({"confirmed_at": MONDAY, "state": S.CONVENED}, "", rules.WrongState),
        ({"confirmed_at": MONDAY, "kind": Kind.ADHOC}, "", rules.NotAgreed),
        ({"confirmed_at": MONDAY, "kind": Kind.ADHOC, "agreed_at": MONDAY}, "", None),
    ],
)
def test_a_meeting_is_convened_when_all_is_settled(change, lost, refusal):
    meeting = a_meeting(**change)
    if refusal is None:
        rules.check_convene(meeting, lost=lost, now=MONDAY)
        return
    with pytest.raises(refusal):
        rules.check_convene(meeting, lost=lost, now=MONDAY)


@pytest.mark.parametrize(("days", "allowed"), [(1, True), (8, False)])
def test_a_forgotten_call_can_be_caught_up_for_a_week(days, allowed):
    meeting = a_meeting(confirmed_at=MONDAY)
    if allowed:
        rules.check_convene(meeting, lost="", now=ENDS + timedelta(days=days))
        return
    with pytest.raises(rules.InThePast):
        rules.check_convene(meeting, lost="", now=ENDS + timedelta(days=days))


@pytest.mark.parametrize(("days", "alone"), [(1, True), (14, True), (15, False), (-14, True), (-15, False)])
def test_more_than_14_days_takes_all_keys(days, alone):
    meeting = a_meeting()
    if alone:
        rules.check_postpone_alone(meeting, STARTS + timedelta(days=days))
        return
    with pytest.raises(rules.NeedsAllKeys):
        rules.check_postpone_alone(meeting, STARTS + timedelta(days=days))


def test_many_small_steps_do_not_get_around_the_keys():
    moved = a_meeting(starts_at=STARTS + timedelta(days=10), ends_at=ENDS + timedelta(days=10), state=S.POSTPONED)
    with pytest.raises(rules.NeedsAllKeys):
        rules.check_postpone_alone(moved, STARTS + timedelta(days=20))


@pytest.mark.parametrize(
    ("state", "to"),
    [(S.HELD, S.DRAFTING), (S.DRAFTING, S.IN_CONSENT), (S.IN_CONSENT, S.DRAFTING), (S.ISSUING, S.ISSUED)],
)
def test_the_minutes_lead_the_meeting_on(state, to):
    rules.check_advance(a_meeting(state=state), to)


@pytest.mark.parametrize(
    ("state", "to"), [(S.PLANNED, S.HELD), (S.ISSUED, S.DRAFTING), (S.CANCELLED, S.PLANNED), (S.HELD, S.ISSUED)]
)
def test_no_state_is_skipped_or_left_again(state, to):
    with pytest.raises(rules.WrongState):
        rules.check_advance(a_meeting(state=state), to)


@pytest.mark.parametrize(
    ("change", "now", "lost", "expected"),
    [
        ({}, at("2026-02-01"), "", Next.WAIT),
        ({}, MONDAY, "", Next.CONFIRM),
        ({"confirmed_at": MONDAY}, MONDAY, "", Next.CONVENE),
        ({}, at("2026-04-10"), "", Next.OVERDUE),
        ({"confirmed_at": MONDAY}, at("2026-04-10"), "", Next.CONVENE),
        ({"confirmed_at": MONDAY}, MONDAY, "礼堂关闭", Next.REBOOK),
        ({"state": S.CONVENED}, MONDAY, "", Next.PREPARE),
        ({"state": S.CONVENED}, at("2026-04-09", "13:00"), "", Next.SIGN_IN),
        ({"state": S.CONVENED}, at("2026-04-09", "16:00"), "", Next.CLOSE),
        ({"kind": Kind.ADHOC}, MONDAY, "", Next.AGREE),
        ({"state": S.HELD}, MONDAY, "", Next.MINUTES),
        ({"state": S.IN_CONSENT}, MONDAY, "", Next.KEYS),
        ({"state": S.ISSUED}, MONDAY, "", Next.NOTHING),
        ({"state": S.CANCELLED}, MONDAY, "", Next.NOTHING),
    ],
)
def test_the_page_names_the_one_next_step(change, now, lost, expected):
    assert rules.next_of(a_meeting(**change), lost=lost, now=now) is expected


@pytest.mark.parametrize(
    ("today", "days"),
    [("2026-04-05", None), ("2026-04-06", 3), ("2026-04-07", 3), ("2026-04-08", 1), ("2026-04-09", None)],
)
def test_reminders_come_three_days_and_one_day_before_even_if_a_day_was_missed(today, days):
    assert rules.reminder_due(a_meeting(), date.fromisoformat(today)) == days


def test_deadlines_count_back_from_the_day():
    meeting = a_meeting()
    assert rules.topics_close_on(meeting) == date(2026, 3, 25)
    assert rules.notice_due_on(meeting) == date(2026, 4, 2)
    assert rules.receipt_due_on(meeting) == date(2026, 4, 6)


def test_the_notice_says_time_place_parking_and_contact_and_nothing_unknown():
    told = rules.Telling(
        name="红梅同心毗邻党建第12次轮值联席会议",
        host="D镇",
        starts_at=STARTS,
        ends_at=ENDS,
        place="Q镇党群服务中心共享会议室",
        parking="北门停车场",
        contact="马琳 021-59670001",
    )
    assert rules.notice_text("会议通知", told) == (
        "【会议通知】红梅同心毗邻党建第12次轮值联席会议\n"
        "时间：2026年4月9日 星期四 14:00–16:00\n"
        "地点：Q镇党群服务中心共享会议室\n"
        "承办：D镇\n"
        "停车：北门停车场\n"
        "联系人：马琳 021-59670001"
    )


@pytest.mark.parametrize("state", list(S))
def test_every_state_has_its_place_on_the_line_of_life(state):
    meeting = a_meeting(state=state, convened_at=MONDAY)
    assert state in rules.life_of(meeting)
    assert state in rules.STATE_NAMES
