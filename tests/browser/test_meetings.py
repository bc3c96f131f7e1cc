"""The working pages of a meeting as clerks and participants see them, on a desk and on a phone."""

from datetime import date

import pytest

from app.agenda import actions as agenda
from app.attendance import actions as attendance
from app.calls import actions as calls
from app.calls.models import PaperKind
from app.changes import actions as changes
from app.changes.models import NewTime
from app.kit import clock
from app.kit.db import transaction
from app.kit.scopes import Reach
from app.meetings import actions
from app.meetings.models import Arrangements, Meeting
from app.participants import actions as participants
from app.participants.models import ParticipantDraft, Standing
from app.topics.models import Topic
from app.venues import actions as venue_actions
from app.venues.models import Sharing, VenueDraft, VenueKind

DAY = date(2026, 4, 9)
MARCH = clock.at(date(2026, 3, 2), "09:00")
AT_TWO = clock.at(DAY, "14:00")
LIST = [
    ("dong", "ma", "沈卫东", "D镇党委", "书记", True),
    ("dong", "ma", "王喆", "长江新村社区", "居民区党总支书记", False),
    ("qi", "yan", "徐建国", "Q镇党委", "书记", True),
    ("qi", "yan", "欧阳玥", "Q镇党群服务中心", "主任", False),
]


@pytest.fixture
def stage(live_app, live_cast, monkeypatch):
    """A convened meeting with agenda, lists, a letter in its draft, a proposed change, and an open sheet."""
    cast, engine = live_cast, live_app.extensions["engine"]
    monkeypatch.setattr(clock, "now", lambda: MARCH)
    pair = frozenset({cast.pair.id})
    both = Reach(frozenset({cast.dong.id, cast.qi.id}), pair)
    room = VenueDraft(unit_id=cast.qi_centre.id, name="共享会议室", kind=VenueKind.COUNCIL_ROOM, seats=40,
                      sharing=Sharing.AT_ONCE, parking="北门停车场")  # fmt: skip
    planned = [
        Meeting(partnership_id=cast.pair.id, number=12 + n, title=f"第{12 + n}次轮值联席会议", host_id=town.id,
                starts_at=clock.at(day, "14:00"), ends_at=clock.at(day, "16:00"), original_on=day, changed_at=MARCH,
                adjustment="原定2026年6月11日，遇端午节顺延至6月12日" if n else "")
        for n, (town, day) in enumerate([(cast.dong, DAY), (cast.qi, date(2026, 6, 12))])
    ]  # fmt: skip
    with transaction(engine, both, now=MARCH) as session:
        made = venue_actions.add_venue(session, room, unit=cast.qi_centre, actor=cast.actor(cast.yan))
        session.add_all(planned)
    meeting = planned[0]
    with transaction(engine, both, now=MARCH) as session:
        session.add(meeting)
        actor = cast.actor(cast.ma)
        hours = Arrangements(starts_at=meeting.starts_at, ends_at=meeting.ends_at, venue_id=made.id,
                             contact_name="马琳", contact_phone="021-59670001")  # fmt: skip
        actions.confirm(session, meeting, hours, actor=actor, now=MARCH)
        actions.convene(session, meeting, actor=actor, now=MARCH)
        _agenda(session, cast, meeting)
        _lists(session, cast, meeting)
        paper = calls.draft(session, meeting, PaperKind.LETTER, actor=actor, now=MARCH)
        later = NewTime(starts_at=clock.at(date(2026, 5, 14), "14:00"), ends_at=clock.at(date(2026, 5, 14), "16:00"),
                        reason="防汛应急响应")  # fmt: skip
        change = changes.postpone(session, meeting, later, actor=actor, now=MARCH)
        code = attendance.open_sheet(session, meeting, actor=actor, now=MARCH).code
    return meeting.id, planned[1].id, paper.id, change.id, code


def _agenda(session, cast, meeting):
    for title, town in (("关于多功能厅周末共享的事项", cast.dong), ("关于联合开展健康体检的事项", cast.qi)):
        topic = Topic(partnership_id=cast.pair.id, town_id=town.id, title=title, presenter="朱敏", minutes=25,
                      passed_at=MARCH, passed_by="沈卫东")  # fmt: skip
        session.add(topic)
        session.flush()
        agenda.place_topic(session, meeting, topic.id, actor=cast.actor(cast.ma), now=MARCH)
    session.add(Topic(partnership_id=cast.pair.id, town_id=cast.qi.id, title="关于四点半课堂师资互派的事项",
                      presenter="施蕾", minutes=15, passed_at=MARCH, passed_by="徐建国"))  # fmt: skip


def _lists(session, cast, meeting):
    for _town, clerk, name, unit, post, leads in LIST:
        draft = ParticipantDraft(name=name, unit=unit, post=post, is_leader=leads, phone="13812341234", meal="用餐",
                                 car_plate="沪C12345" if leads else "", standing=Standing.ATTENDEE)  # fmt: skip
        person = {"ma": cast.ma, "yan": cast.yan}[clerk]
        participants.put_on_list(session, draft, meeting_id=meeting.id, partnership_id=cast.pair.id,
                                 host_id=meeting.host_id, actor=cast.actor(person), now=MARCH)  # fmt: skip


@pytest.mark.parametrize("width", [1280, 360])
def test_the_pages_of_a_meeting_are_read_on_screen_and_phone(visit, live_cast, stage, width, monkeypatch):
    meeting, coming, paper, change, code = stage
    here = f"/meetings/{meeting}"
    page = visit(live_cast.ma, width=width)
    for path, name in (
        ("/meetings", "list"),
        ("/meetings/new", "call-adhoc"),
        (here, "show"),
        (f"{here}/confirm", "confirm"),
        (f"{here}/postpone", "postpone"),
        (f"{here}/cancel", "cancel"),
        (f"{here}/changes", "changes"),
        (f"{here}/changes/{change}", "change"),
        (f"{here}/agenda", "agenda"),
        (f"{here}/agenda/print", "agenda-print"),
        (f"{here}/receipt", "receipt"),
        (f"{here}/receipt/new", "receipt-new"),
        (f"{here}/call", "call"),
        (f"{here}/call/{paper}", "letter"),
        (f"{here}/call/{paper}/edit", "letter-edit"),
        (f"{here}/attendance", "attendance"),
        (f"{here}/attendance/guests/new", "guest"),
        (f"{here}/attendance/print", "sheet"),
        (f"/meetings/{coming}", "coming"),
        ("/subscription/", "subscription"),
    ):
        page.go(path, name=f"meetings-{name}")
    monkeypatch.setattr(clock, "now", lambda: AT_TWO)
    phone = visit(width=width)
    phone.go(f"/s/{code}", name="meetings-door")


def test_an_agenda_is_ordered_without_a_script_and_by_dragging(visit, live_cast, stage):
    here = f"/meetings/{stage[0]}/agenda"
    page = visit(live_cast.ma, script=False)
    page.go(here)
    page.press("下移第2项")
    assert page.text().index("健康体检") < page.text().index("多功能厅")

    page = visit(live_cast.ma)
    page.go(here)
    items = page.page.locator("[data-item]")
    items.nth(1).drag_to(items.nth(0), target_position={"x": 5, "y": 5})
    page.press("保存拖动后的顺序")
    assert page.text().index("多功能厅") < page.text().index("健康体检")


def test_the_sheet_follows_the_room(visit, live_cast, stage, monkeypatch):
    """Somebody signs in on a phone without a script; the clerk's page shows it after the next look."""
    meeting, *_, code = stage
    monkeypatch.setattr(clock, "now", lambda: AT_TWO)
    phone = visit(width=320, script=False)
    phone.go(f"/s/{code}")
    phone.page.get_by_label("徐建国（Q镇）").check()
    phone.press("签到")
    assert "徐建国，签到成功" in phone.text()
    desk = visit(live_cast.ma)
    desk.go(f"/meetings/{meeting}/attendance", name="meetings-attendance-live")
    assert "缺少负责同志的镇：D镇" in desk.text()
