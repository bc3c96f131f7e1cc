"""From the plan to the printed minutes, by the people who do it, each at their own screen."""

from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

import pytest

from app.kit import clock
from app.kit.db import transaction
from app.kit.scopes import Reach
from app.meetings.models import Meeting
from app.venues import actions as venue_actions
from app.venues.models import Sharing, VenueDraft, VenueKind

DAY = date(2026, 4, 9)
PLANNED = clock.at(date(2026, 3, 2), "09:00")


@pytest.fixture
def at(monkeypatch):
    """`at(moment)`: the towns' clock stands there, for the server too."""

    def stand(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    return stand


@pytest.fixture
def reach(live_cast):
    towns = frozenset({live_cast.dong.id, live_cast.qi.id})
    return Reach(towns, frozenset({live_cast.pair.id}))


@pytest.fixture
def meeting(live_app, live_cast, reach):
    """Planned six weeks ahead, hosted by D镇; Q镇 shares its room."""
    engine = live_app.extensions["engine"]
    with transaction(engine, reach, now=PLANNED) as session:
        draft = VenueDraft(
            unit_id=live_cast.qi_centre.id, name="共享会议室", kind=VenueKind.COUNCIL_ROOM, seats=40,
            sharing=Sharing.AT_ONCE, parking="北门停车场",
        )  # fmt: skip
        venue_actions.add_venue(session, draft, unit=live_cast.qi_centre, actor=live_cast.actor(live_cast.yan))
        planned = Meeting(
            partnership_id=live_cast.pair.id, number=12, title="第12次轮值联席会议", host_id=live_cast.dong.id,
            starts_at=clock.at(DAY, "14:00"), ends_at=clock.at(DAY, "16:00"), original_on=DAY, changed_at=PLANNED,
        )  # fmt: skip
        session.add(planned)
    return planned


@pytest.mark.parametrize(("width", "script"), [(1280, True), (320, False)])
def test_from_the_plan_to_the_issued_minutes(visit, live_cast, meeting, at, width, script):
    here = f"/meetings/{meeting.id}"

    def sit(person):
        return visit(person, width=width, script=script)

    at(PLANNED + timedelta(hours=1))
    clerk = sit(live_cast.ma)
    clerk.go("/meetings", name="journey/01-meetings")
    clerk.go(here, name="journey/02-planned")
    clerk.press("确认时间和场地", role="link", name="journey/03-confirm")
    venue = clerk.page.locator("[name=venue_id] option", has_text="共享会议室").get_attribute("value")
    clerk.fill(venue_id=venue, contact_name="马琳", contact_phone="021-59670001")
    clerk.press("确认并预订场地", name="journey/04-confirmed")
    clerk.press("通知各方", name="journey/05-convened")
    clerk.go(f"{here}/agenda", name="journey/06-agenda")
    clerk.go(f"{here}/receipt", name="journey/07-receipts")
    clerk.press("添加本镇参会人员", role="link", name="journey/08-add")
    clerk.fill(name="沈卫东", unit="D镇党委", post="党委书记")
    clerk.press("保存", name="journey/09-added")
    clerk.go(f"{here}/postpone", name="journey/08-postpone")
    clerk.go(f"{here}/cancel", name="journey/09-cancel")
    clerk.go("/meetings/new", name="journey/10-adhoc")

    other = sit(live_cast.yan)
    other.go("/notices", name="journey/20-notices")
    other.go(f"{here}/receipt")
    for name, post in (("徐建国", "党委书记"), ("汤华", "党政办主任")):
        other.press("添加本镇参会人员", role="link")
        other.fill(name=name, unit="Q镇党委", post=post)
        other.press("保存", name="journey/21-reply")

    at(clock.at(DAY, "13:40"))
    clerk = sit(live_cast.ma)
    clerk.go(f"{here}/attendance", name="journey/30-attendance")
    clerk.press("生成签到二维码", name="journey/31-code")
    link = clerk.page.locator("#main textarea").first.input_value()
    for name in ("沈卫东", "徐建国"):
        phone = visit(width=320, script=script)
        phone.go(urlsplit(link).path, name="journey/32-door")
        phone.page.get_by_label(name).first.check()
        phone.press("签到", name="journey/33-signed-in")
    clerk.go(f"{here}/attendance", name="journey/34-present")

    at(clock.at(DAY, "16:30"))
    clerk = sit(live_cast.ma)
    clerk.go(here, name="journey/35-over")
    clerk.go(f"{here}/attendance")
    clerk.press("结束签到", name="journey/36-held")
