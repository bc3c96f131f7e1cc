"""The calendar of both towns' sessions, and one session with its places."""

import io
from datetime import timedelta

import openpyxl
from freezegun import freeze_time
from rooms import MONDAY, span

from app.sessions import actions

MORNING = "2026-03-02 01:00"


@freeze_time(MORNING)
def test_both_towns_see_two_weeks_of_both_sides(client, cast, sign_in, service, occasion):
    health, dining = service(), service(cast.dong_centre, cast.actor(cast.ma), name="社区食堂", kind="dining")
    occasion(health)
    occasion(dining, span("2026-03-12", "11:00", "12:30"), label="午餐")
    occasion(dining, span("2026-03-18", "11:00", "12:30"), label="晚餐")
    occasion(service(name="草稿", publish=False))
    for person in (cast.lao_chen, cast.qian):
        sign_in(person)
        page = client.get("/sessions/").text
        assert [w in page for w in ("健康体检", "社区食堂（午餐）", "社区食堂（晚餐）", "草稿")] == [
            True,
            True,
            False,
            False,
        ]
    assert "社区食堂（晚餐）" in client.get("/sessions/?first=2026-03-16").text
    assert "健康体检" not in client.get("/sessions/?kind=dining").text
    assert "健康体检" in client.get(f"/sessions/?town={cast.qi.id}").text
    book = openpyxl.load_workbook(io.BytesIO(client.get("/sessions/export.xlsx?kind=dining").data))
    assert [(row[1], row[6]) for row in list(book.active.values)[1:]] == [("社区食堂（午餐）", 0)]
    sign_in(cast.fang)
    assert "健康体检" not in client.get("/sessions/").text


@freeze_time("2026-02-20 01:00")
def test_a_page_says_what_is_left_for_whom_and_what_else_there_is(client, cast, sign_in, service, occasion, session):
    health = service()
    one = occasion(health, label="甲班", places=2, reserved={cast.qi.id: 1})
    occasion(health, label="乙班")
    actions.take_place(session, one.id, cast.dong.id, now=MONDAY - timedelta(days=9))
    session.commit()
    sign_in(cast.lao_chen)
    page = client.get(f"/sessions/{one.id}").text
    assert "共2个，已报1人，还剩1个；本镇居民现在可报0个" in page
    assert "为各镇保留的名额3月2日00:00起向各镇居民开放" in page
    assert "健康体检（乙班）" in page
    assert "改期或换地点" not in page
    sign_in(cast.qian)
    own = client.get(f"/sessions/{one.id}").text
    assert "本镇居民现在可报1个" in own
    assert "改期或换地点" in own


@freeze_time(MORNING)
def test_a_service_is_not_ended_while_sessions_lie_ahead(client, cast, sign_in, service, occasion):
    health = service()
    occasion(health)
    sign_in(cast.yan)
    answer = client.post(f"/services/{health.id}/end", data={"reason": "改由医院承办"})
    assert answer.status_code == 422
    assert "还有1个场次没有举行" in answer.text
