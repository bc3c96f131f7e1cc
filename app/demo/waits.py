"""What is open on the day the demo is looked at: requests to answer, people who wait, searches that found nothing."""

from datetime import date, datetime, timedelta
from typing import Any

from app.bookings.models import BookingDraft, Use
from app.demo.bookings import draft_of
from app.demo.stage import Stage
from app.demo.uses import Habit
from app.kit import clock
from app.misses import actions as misses
from app.spaces import actions as spaces
from app.waitlists import actions as waitlists

WEST, THEATRE = "D镇社区党群服务中心多功能厅西厅", "Q镇党群服务中心红梅礼堂"
SHARED_ROOM, DANCE_ROOM = "Q镇党群服务中心共享会议室", "兴隆社区党群服务中心舞蹈室"

# Q镇 waits for D镇's answer, D镇 waits for Q镇's word on a lecture.
ASKED = (
    Habit("qianxiaolong", WEST, "越剧联排", Use.CULTURE, (6,), "09:30", "11:30", 45, "兴隆社区戏曲队"),
    Habit("huangyue", "长江新村社区党群服务中心书屋", "亲子阅读", Use.CULTURE, (7,), "10:00", "12:00", 16),
)
LECTURE = Habit("malin", THEATRE, "防范电信诈骗宣讲", Use.LECTURE, (4,), "09:00", "11:00", 120)
GIVEN_BACK = Habit("yanping", SHARED_ROOM, "部门碰头会", Use.MEETING, (3,), "14:00", "16:00", 12)
WAITS = (
    Habit("luyao", SHARED_ROOM, "农技培训", Use.TRAINING, (3,), "14:00", "16:00", 25, "江口村合作社"),
    Habit("huangyue", "D镇社区党群服务中心电教室", "电脑基础课", Use.TRAINING, (2,), "09:00", "11:00", 28),
    Habit("yuanchong", "D镇社区党群服务中心电教室", "手机摄影课", Use.TRAINING, (2,), "09:30", "11:30", 20),
)
# What D镇's people looked for in D镇 and did not find, again and again.
SOUGHT = (
    ("chenjianping", {"kind": "hall", "seats": 60}, "14:00", "16:00", 9),
    ("luyao", {"kind": "dance_room", "seats": 25}, "09:00", "11:00", 7),
    ("malin", {"kind": "classroom", "seats": 40}, "09:00", "11:00", 5),
    ("malin", {"kind": "meeting_room", "seats": 20}, "14:00", "16:00", 4),
)
NOTHING_ASKED = {
    "weekday": 0,
    "minutes": 0,
    "equipment": "",
    "step_free": 0,
    "tier": "",
    "near_unit_id": "",
    "within_km": 0,
}


def open_now(stage: Stage, now: datetime) -> None:
    """Yesterday, and what has just happened: an offer is held for two hours only."""
    today = clock.to_town(now).date()
    yesterday = today - timedelta(days=1)
    stage.pass_to(clock.at(yesterday, "10:00"))
    for habit in ASKED:
        _ask(stage, habit, _day(habit, today))
    _ask(stage, LECTURE, _day(LECTURE, today), speaker="派出所民警 顾堃", outline="典型案例、防范要点、现场答疑")
    _search_in_vain(stage, today)
    stage.pass_to(now - timedelta(minutes=15))
    _wait(stage, today)


def _day(habit: Habit, today: date) -> date:
    """The habit's weekday in the week after next."""
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=2)
    return monday + timedelta(days=habit.weekdays[0] - 1)


def _ask(stage: Stage, habit: Habit, day: date, **more: Any) -> Any:
    draft = BookingDraft.model_validate(draft_of(stage, habit, day).model_dump() | more)
    with stage.acting(habit.login) as (session, actor):
        return spaces.book(session, draft, actor=actor, now=stage.now).id


def _wait(stage: Stage, today: date) -> None:
    """Two wait for a room of D镇; a third is offered what is just given back, and has two hours to take it."""
    given_back = _ask(stage, GIVEN_BACK, _day(GIVEN_BACK, today))
    for habit in WAITS:
        with stage.acting(habit.login) as (session, actor):
            waitlists.join(session, draft_of(stage, habit, _day(habit, today)), actor=actor, now=stage.now)
    with stage.acting(GIVEN_BACK.login) as (session, actor):
        spaces.cancel(session, given_back, reason="改为线上召开", actor=actor, now=stage.now)


def _search_in_vain(stage: Stage, today: date) -> None:
    now = stage.now
    for login, asked, starts, ends, times in SOUGHT:
        for n in range(times):
            on = today - timedelta(days=3 + 9 * n)
            stage.now = clock.at(on, "09:40")
            _miss(stage, login, {**NOTHING_ASKED, **asked, "starts": starts, "ends": ends}, on)
    stage.now = now


def _miss(stage: Stage, login: str, asked: dict[str, Any], on: date) -> None:
    person = stage.people[login]
    day = (on + timedelta(days=4)).isoformat()
    criteria = asked | {"first": day, "last": day, "town_id": str(person.town_id)}
    assert person.town_id, "a worker belongs to a town"  # noqa: S101  # a script's own order
    with stage.acting(login) as (session, _actor):
        misses.note(session, town_id=person.town_id, person_id=person.id, on=on, criteria=criteria, now=stage.now)
