"""The pages of share policies: the owner's clerk, the partner, the stranger."""

import pytest
from freezegun import freeze_time
from rooms import MONDAY, draft
from sqlmodel import select

from app.sharing.models import PolicyChange
from app.spaces import actions as spaces

MORNING = "2026-03-02 01:00"
FORM = {
    "sharing": "at_once",
    "notice": "2",
    "horizon": "60",
    "longest": "4",
    "quota": "",
    "release_days": "7",
    "reason": "年底活动多",
}


@pytest.fixture
def page(room, cast):
    return f"/sharing/{room.id}/{cast.dong.id}"


@freeze_time(MORNING)
def test_both_towns_read_the_rules_side_by_side(client, cast, sign_in, room, hall):
    sign_in(cast.lao_chen)
    text = client.get("/sharing/").text
    assert text.index("本镇借出") < text.index("议事厅") < text.index("本镇借入") < text.index("共享会议室")
    assert "没有符合条件的规则" in client.get("/sharing/?q=游泳池").text


@freeze_time(MORNING)
def test_the_calculator_says_yes_or_every_no(client, cast, sign_in, room, page, acting):
    with acting(cast.dong) as session:
        spaces.book(session, draft(room), actor=cast.actor(cast.lin), now=MONDAY)
    sign_in(cast.lao_chen)
    assert "预约即确认" in client.get(page).text
    yes = client.get(f"{page}?day=2026-03-06&starts=14:00&ends=16:00&heads=10").text
    assert "2026年3月6日 星期五 14:00–16:00可以预约" in yes
    assert "2026年3月全镇已用2小时，不限额" in yes
    no = client.get(f"{page}?day=2026-03-05&starts=12:00&ends=21:30&heads=31").text
    for word in ("一次最多预约4小时", "31人超过了该场地的30座", "开放时间为08:00–21:00", "该时段已被预约"):
        assert word in no
    assert "可以改约" in client.get(f"{page}?day=2026-03-05&starts=14:00&ends=16:00&heads=5").text
    assert "请填写开始时间" in client.get(f"{page}?day=2026-03-05").text


@freeze_time(MORNING)
def test_the_clerk_tightens_a_rule_and_both_towns_see_what_waits(client, cast, sign_in, room, page, acting):
    sign_in(cast.yan)
    assert 'value="60"' in client.get(f"{page}/edit").text
    assert "请写明原因" in client.post(f"{page}/edit", data=FORM | {"reason": ""}).text
    assert "的写法不对" in client.post(f"{page}/edit", data=FORM | {"monday": "上午"}).text
    assert "规则没有变化" in client.post(f"{page}/edit", data=FORM).text
    answer = client.post(f"{page}/edit", data=FORM | {"quota": "40", "monday": "08:00-12:00"})
    assert answer.status_code == 302
    with acting(cast.qi) as session:
        change = session.exec(select(PolicyChange)).one()
    assert answer.location.endswith(f"/sharing/changes/{change.id}")
    for person in (cast.tang, cast.ma):
        sign_in(person)
        text = client.get(answer.location).text
        assert "全镇每月合计不超过40小时" in text
        assert "星期一 08:00–12:00优先供" in text
        assert "征求双方确认" in client.get(page).text
    assert client.post(f"{answer.location}/withdraw", data={"reason": "再议"}).status_code == 422  # not the owner
    sign_in(cast.yan)
    assert "请写明原因" in client.post(f"{answer.location}/withdraw", data={}).text
    assert client.post(f"{answer.location}/withdraw", data={"reason": "再议"}).status_code == 302


@freeze_time(MORNING)
def test_widening_holds_at_once(client, cast, sign_in, page):
    sign_in(cast.yan)
    assert client.post(f"{page}/edit", data=FORM | {"horizon": "90", "longest": "4.5"}).location.endswith(page)
    text = client.get(page).text
    assert "可预约90天以内" in text
    assert "“一次最长4小时”改为“一次最长4小时30分钟”" in text


@freeze_time(MORNING)
def test_the_partner_changes_nothing_and_a_stranger_finds_nothing(client, cast, sign_in, room, page):
    sign_in(cast.ma)
    assert client.post(f"{page}/edit", data=FORM | {"horizon": "90"}).status_code == 403
    assert "修改规则" not in client.get(page).text
    sign_in(cast.bao)
    assert client.get(page).status_code == 404
    assert client.get(f"/sharing/{room.id}/{cast.wai.id}").status_code == 404
    assert "共享会议室" not in client.get("/sharing/").text


@freeze_time(MORNING)
def test_what_is_closed_without_a_history_is_not_there_for_the_partner(client, cast, sign_in, venue):
    own = venue(cast.qi_centre, "值班室", cast.actor(cast.yan), sharing="none")
    sign_in(cast.ma)
    assert client.get(f"/sharing/{own.id}/{cast.dong.id}").status_code == 404
    sign_in(cast.yan)
    assert "不开放" in client.get(f"/sharing/{own.id}/{cast.dong.id}?day=2026-03-05&starts=14:00&ends=16:00").text
