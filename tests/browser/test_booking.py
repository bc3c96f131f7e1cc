"""A worker books across the border on a phone, the owner answers, the second comes too late, the code at the door."""

from datetime import date, datetime

import pytest
from rooms import draft

from app.errands import actions as errands
from app.errands.models import ErrandDraft
from app.followups import actions as followups
from app.kit import clock
from app.kit.db import transaction
from app.kit.scopes import Reach
from app.spaces import actions
from app.topics import actions as topics
from app.venues import actions as venues
from app.venues.models import Sharing, Venue, VenueDraft

MONDAY = clock.at(date(2026, 3, 2), "09:00")


@pytest.fixture
def at(monkeypatch):
    """`at("2026-03-05", "13:45")`: the towns' clock stands there, for the server too."""

    def stand(day: str, wall_time: str) -> datetime:
        moment = clock.at(date.fromisoformat(day), wall_time)
        monkeypatch.setattr(clock, "now", lambda: moment)
        return moment

    stand("2026-03-02", "09:00")
    return stand


@pytest.fixture
def place(live_app, live_cast):
    """D镇's 议事厅, Q镇's 共享会议室 (at once) and 红梅礼堂 (on request)."""
    cast, made = live_cast, {}
    wanted = [
        (cast.dong_centre, "议事厅", 40, Sharing.AT_ONCE, cast.ma),
        (cast.qi_centre, "共享会议室", 30, Sharing.AT_ONCE, cast.yan),
        (cast.qi_centre, "红梅礼堂", 200, Sharing.ON_REQUEST, cast.yan),
    ]
    for unit, name, seats, sharing, clerk in wanted:
        with transaction(live_app.extensions["engine"], _reach(cast, unit.town_id), now=MONDAY) as session:
            said = VenueDraft(unit_id=unit.id, name=name, seats=seats, sharing=sharing, parking="北门停车场")
            made[name] = venues.add_venue(session, said, unit=unit, actor=cast.actor(clerk))
    return made


def _reach(cast, town_id):
    return Reach(frozenset({town_id}), frozenset({cast.pair.id}))


def fill_in(worker, title: str) -> None:
    worker.fill(title=title, use="culture", heads="12", contact_name="老陈", contact_phone="13800001234")
    worker.page.check("#main [name='agrees']")


@pytest.mark.parametrize(("width", "script"), [(320, True), (320, False), (1280, True)], ids=["phone", "bare", "desk"])
def test_a_worker_books_across_the_border(visit, live_cast, place, at, width, script):
    cast = live_cast
    worker = visit(cast.lao_chen, width=width, script=script)
    worker.go("/spaces/?day=2026-03-05", name="spaces")
    worker.go("/spaces/?day=2026-03-05&starts=14:00&ends=16:00", name="spaces-found")
    worker.go("/spaces/day?day=2026-03-05", name="spaces-day")
    room: Venue = place["共享会议室"]
    worker.go(f"/spaces/{room.id}?week=2026-03-05", name="venue")
    worker.go(f"/spaces/{room.id}/book?day=2026-03-05&starts=14:00&ends=16:00", name="book")
    fill_in(worker, "两镇读书会")
    worker.press("预约")
    worker.look("booking")
    assert "已确认" in worker.text()

    second = visit(cast.lin, width=width, script=script)
    second.go(f"/spaces/{room.id}/book?day=2026-03-05&starts=14:00&ends=16:00")
    fill_in(second, "座谈会")
    second.press("预约")
    second.look("book-taken")
    assert "可以改约" in second.text()
    second.press("共享会议室（Q镇党群服务中心，30座） 2026年3月5日 星期四 12:00–14:00", role="link")
    fill_in(second, "座谈会")
    second.press("预约")
    assert "2026年3月5日 星期四 12:00–14:00" in second.text()

    at("2026-03-05", "13:45")
    here = visit(cast.lao_chen, width=width, script=script)
    here.go(f"/spaces/{room.id}/here", name="here")
    here.page.locator("#main").get_by_role("button", name="签到").last.click()
    here.page.wait_for_load_state()
    assert "已签到" in here.text()


def test_the_owner_answers_and_keeps_its_venues(visit, live_app, live_cast, place, at):
    cast, hall = live_cast, place["红梅礼堂"]
    with transaction(live_app.extensions["engine"], _reach(cast, cast.dong.id), now=MONDAY) as session:
        asked = actions.book(session, draft(hall), actor=cast.actor(cast.lao_chen), now=MONDAY)
    owner = visit(cast.yan)
    owner.go("/spaces/bookings", name="requests")
    owner.go(f"/spaces/bookings/{asked.id}", name="request")
    owner.press("同意")
    assert "已确认" in owner.text()
    for path, name in (
        ("/venues/", "venues"),
        ("/venues/new", "venue-new"),
        (f"/venues/{hall.id}/edit", "venue-edit"),
        (f"/spaces/{hall.id}/close", "venue-close"),
        (f"/spaces/{hall.id}/divide", "venue-divide"),
        (f"/spaces/{hall.id}/door-code", "door-code"),
    ):
        owner.go(path, name=name)
    moved = visit(cast.lao_chen, width=320)
    moved.go(f"/spaces/bookings/{asked.id}/move", name="booking-move")


@pytest.mark.parametrize("width", [1280, 320])
def test_topics_followups_and_errands_are_fit_to_look_at(visit, live_app, live_cast, at, width):
    cast, now = live_cast, MONDAY
    with transaction(live_app.extensions["engine"], _reach(cast, cast.dong.id), now=now) as session:
        clerk, secretary = cast.actor(cast.ma), cast.actor(cast.shen)
        said = {"town_id": cast.dong.id, "partnership_id": cast.pair.id, "summary": "建议周末开放。", "now": now}
        raised = topics.propose(session, title="关于多功能厅周末共享的事项", **said, actor=clerk)
        topics.submit(session, raised, actor=clerk, now=now)
        topic = topics.pass_draft(session, raised, actor=secretary, now=now)
        waiting = topics.propose(session, title="关于联合体检的事项", **said, actor=clerk)
        topics.submit(session, waiting, actor=clerk, now=now)
        task = followups.assign(
            session, partnership_id=cast.pair.id, source="resolution:1", source_title="2026年第12号议定事项",
            text="开放多功能厅", towns=[cast.dong.id], due_on=date(2026, 3, 1), actor=clerk, now=now,
        )  # fmt: skip
        errand = ErrandDraft(text="检修空调", unit_id=cast.dong_centre.id, due_on=date(2026, 3, 9))
        given = errands.assign(session, errand, town_id=cast.dong.id, actor=secretary, now=now)
    leader = visit(cast.shen, width=width)
    for path, name in (
        ("/topics/", "topics"),
        ("/topics/new", "topic-new"),
        (f"/topics/{topic.id}", "topic"),
        (f"/topics/drafts/{waiting.id}", "topic-draft"),
        ("/followups/", "followups"),
        (f"/followups/{task.id}", "followup"),
        ("/errands/", "errands"),
        ("/errands/new", "errand-new"),
        (f"/errands/{given.id}", "errand"),
    ):
        leader.go(path, name=name)
