"""From the plan to the printed minutes, by the people who do it, each at their own screen."""

from datetime import date, datetime
from urllib.parse import urlsplit

import pytest

from app.kit import clock
from app.kit.db import transaction
from app.kit.scopes import Reach
from app.meetings.models import Meeting
from app.venues import actions as venue_actions
from app.venues.models import Sharing, VenueDraft, VenueKind
from jobs import publish_minutes, render_documents

DAY = date(2026, 4, 9)
MARCH = clock.at(date(2026, 3, 2), "09:00")
TOPIC = "关于多功能厅周末共享的事项"


@pytest.fixture
def at(monkeypatch):
    """`at(day, time)`: the towns' clock stands there, for the server too."""

    def stand(day: date, wall_time: str) -> datetime:
        moment = clock.at(day, wall_time)
        monkeypatch.setattr(clock, "now", lambda: moment)
        return moment

    return stand


@pytest.fixture
def meeting(live_app, live_cast):
    """Planned five weeks ahead, hosted by D镇; Q镇 shares its room."""
    cast = live_cast
    reach = Reach(frozenset({cast.dong.id, cast.qi.id}), frozenset({cast.pair.id}))
    room = VenueDraft(
        unit_id=cast.qi_centre.id, name="共享会议室", kind=VenueKind.COUNCIL_ROOM, seats=40,
        sharing=Sharing.AT_ONCE, parking="北门停车场",
    )  # fmt: skip
    planned = Meeting(
        partnership_id=cast.pair.id, number=12, title="第12次轮值联席会议", host_id=cast.dong.id,
        starts_at=clock.at(DAY, "14:00"), ends_at=clock.at(DAY, "16:00"), original_on=DAY, changed_at=MARCH,
    )  # fmt: skip
    with transaction(live_app.extensions["engine"], reach, now=MARCH) as session:
        venue_actions.add_venue(session, room, unit=cast.qi_centre, actor=cast.actor(cast.yan))
        session.add(planned)
    return planned


@pytest.mark.parametrize(("width", "script"), [(1280, True), (320, False)], ids=["desk", "phone without script"])
def test_from_the_plan_to_the_issued_minutes(visit, live_app, live_cast, meeting, at, width, script):
    def sit(person):
        return visit(person, width=width, script=script)

    cast, here, minutes = live_cast, f"/meetings/{meeting.id}", f"/minutes/{meeting.id}"

    at(date(2026, 3, 2), "10:00")
    confirm_and_call(sit(cast.ma), here)
    look_at_the_other_ways(sit(cast.ma), here)
    at(date(2026, 3, 4), "10:00")
    propose(sit(cast.yan), sit(cast.xu))
    arrange(sit(cast.ma), here)
    reply(sit(cast.ma), here, [("沈卫东", "党委书记"), ("何静", "党政办主任")])
    reply(sit(cast.yan), here, [("徐建国", "党委书记")])

    at(DAY, "13:40")
    link = open_the_door(sit(cast.ma), here)
    for name in ("沈卫东", "徐建国", "何静"):
        sign_in_by_phone(visit(width=320, script=script), link, name)
    at(DAY, "16:30")
    close(sit(cast.ma), here)

    at(date(2026, 4, 10), "09:00")
    write(sit(cast.ma), minutes)
    for clerk, head, secretary in ((cast.ma, cast.he, cast.shen), (cast.yan, cast.tang, cast.xu)):
        if clerk is cast.yan:
            sit(clerk).go(minutes, name="journey/70-asked")
            step(sit(clerk), minutes, "拟办完毕，送主任核稿")
        step(sit(head), minutes, "核稿完毕，送书记签发", name="journey/71-check")
        turn(sit(secretary), minutes)

    now = at(date(2026, 4, 10), "09:10")
    assert render_documents.run(live_app.extensions["engine"], now) == 1
    publish_minutes.run(live_app.extensions["engine"], now)
    open_the_issued(sit(cast.yan), minutes)


def confirm_and_call(clerk, here):
    clerk.go("/", name="journey/00-home")
    clerk.go("/meetings", name="journey/01-meetings")
    clerk.go(here, name="journey/02-planned")
    clerk.press("确认时间和场地", role="link", name="journey/03-confirm")
    venue = clerk.page.locator("[name=venue_id] option", has_text="共享会议室").get_attribute("value")
    clerk.fill(venue_id=venue, contact_name="马琳", contact_phone="021-59670001")
    clerk.press("确认并预订场地", name="journey/04-confirmed")
    clerk.press("通知各方", name="journey/05-called")


def look_at_the_other_ways(clerk, here):
    """What this journey does not go through, seen once."""
    clerk.go(f"{here}/postpone", name="journey/10-postpone")
    clerk.go(f"{here}/cancel", name="journey/11-cancel")
    clerk.go("/meetings/new", name="journey/12-adhoc")
    clerk.go(f"{here}/call", name="journey/13-letters")
    clerk.press("拟邀请函", name="journey/14-letter")
    clerk.go(here.replace("meetings", "materials"), name="journey/15-materials")


def propose(clerk, secretary):
    clerk.go("/topics/new", name="journey/20-propose")
    clerk.fill(title=TOPIC, presenter="严萍", summary="请会议研究周末共享多功能厅的办法。")
    clerk.press("保存", name="journey/21-draft")
    clerk.press("提交书记审定", name="journey/22-submitted")
    secretary.page.goto(clerk.page.url)
    secretary.look("journey/23-to-pass")
    secretary.press("同意，列入议题库", name="journey/24-passed")
    clerk.go("/topics/", name="journey/25-topics")


def arrange(clerk, here):
    clerk.go(f"{here}/agenda", name="journey/30-agenda")
    clerk.press("列入议程", name="journey/31-placed")
    assert TOPIC in clerk.text()
    clerk.go(f"{here}/agenda/print", name="journey/32-print")


def reply(clerk, here, people):
    clerk.go(f"{here}/receipt", name="journey/40-receipt")
    for name, post in people:
        clerk.press("添加本镇参会人员", role="link", name="journey/41-add")
        clerk.fill(name=name, unit="党委", post=post)
        clerk.press("保存", name="journey/42-added")


def open_the_door(clerk, here):
    clerk.go(f"{here}/attendance", name="journey/50-attendance")
    clerk.press("生成签到二维码", name="journey/51-code")
    return clerk.page.locator("#main textarea").first.input_value()


def sign_in_by_phone(phone, link, name):
    phone.go(urlsplit(link).path, name="journey/52-door")
    phone.page.get_by_label(name).first.check()
    phone.press("签到", name="journey/53-signed-in")


def close(clerk, here):
    clerk.go(here, name="journey/54-over")
    clerk.go(f"{here}/attendance", name="journey/55-present")
    clerk.press("结束签到", name="journey/56-held")
    clerk.go(f"{here}/attendance/print", name="journey/57-print")


def write(clerk, minutes):
    clerk.go(minutes, name="journey/60-minutes")
    clerk.press("开始起草", name="journey/61-editor")
    block = clerk.page.locator("section", has=clerk.page.get_by_role("heading", name=TOPIC))
    block.get_by_label("会议情况").fill("严萍汇报了周末共享的需求。")
    block.get_by_label("议定", exact=True).check()
    if not block.get_by_label("议定事项").first.is_visible():
        block.locator("summary").first.click()
    block.get_by_label("议定事项").first.fill("自5月起，Q镇多功能厅周末向D镇开放。")
    block.get_by_label("Q镇").first.check()
    block.get_by_label("责任单位").first.fill("Q镇党群服务中心")
    block.get_by_label("完成时限").first.fill("2026-05-01")
    clerk.press("保存", name="journey/62-saved")
    clerk.go(minutes, name="journey/63-drafted")
    clerk.press("提交各方确认", name="journey/64-asked")


def step(person, minutes, label, name=""):
    person.go(minutes, name=name)
    person.press(label)


def turn(secretary, minutes):
    secretary.go("/", name="journey/72-home")
    secretary.go(minutes, name="journey/72-turn")
    secretary.page.get_by_label("本件已经保密审查").check()
    secretary.press("签发", name="journey/73-turned")


def open_the_issued(reader, minutes):
    reader.go(minutes, name="journey/80-issued")
    with reader.page.expect_download() as waiting:
        reader.page.get_by_role("link", name="下载 PDF").click()
    assert waiting.value.path().read_bytes().startswith(b"%PDF-1.7")
    reader.go("/documents", name="journey/81-register")
    reader.go("/followups/", name="journey/82-followups")
    reader.go("/notices", name="journey/83-notices")
