"""便民服务清单: everybody reads it without an account; drafts and personal data are not on it."""

from datetime import timedelta

from freezegun import freeze_time
from rooms import span

from app.programmes import actions as programmes

MORNING = "2026-03-02 01:00"


@freeze_time(MORNING)
def test_residents_read_what_there_is_by_town_and_community(client, cast, service, occasion):
    health = service(min_age=60)
    service(cast.dong_centre, cast.actor(cast.ma), name="社区食堂", kind="dining", bring="")
    service(name="还没写好", publish=False)
    occasion(health, label="上午场")
    page = client.get("/convenience/").text
    assert [words in page for words in ("健康体检", "社区食堂", "3月5日", "还没写好")] == [True, True, True, False]
    assert "社区食堂" not in client.get("/convenience/?kind=health").text
    assert "没有找到这样的服务" in client.get("/convenience/?q=跳舞").text
    assert client.get("/convenience/?town=x&kind=y").status_code == 200

    one = client.get(f"/convenience/{health.id}").text
    assert [w in one for w in ("请空腹", "年满60周岁（出示证件核对，不留复印件）", "还剩10个名额")] == [True] * 3
    assert "钱医生" in one


@freeze_time(MORNING)
def test_one_community_has_a_page_and_a_sheet_with_codes(client, cast, service, occasion):
    health = service()
    occasion(health)
    page = client.get(f"/convenience/units/{cast.qi_centre.id}").text
    assert "健康体检" in page
    sheet = client.get(f"/convenience/units/{cast.qi_centre.id}/print").text
    assert sheet.count("data:image/svg+xml") == 2
    assert "请到服务台由工作人员帮助报名" in sheet
    assert client.get(f"/convenience/units/{cast.dong_centre.id}").status_code == 404


@freeze_time(MORNING)
def test_who_would_come_in_vain_reads_that_it_is_cancelled_or_over_for_signing_up(
    client, cast, service, occasion, acting, now
):
    health = service()
    gone = occasion(health, label="甲班")
    occasion(health, span("2026-03-06"), label="乙班", closes_at=now - timedelta(hours=1))
    with acting(cast.qi) as there:
        programmes.cancel(there, gone.id, reason="医生外出学习", actor=cast.actor(cast.qian), now=now)
    page = client.get(f"/convenience/{health.id}").text
    assert "医生外出学习" in page
    assert f"/join/{gone.id}" not in page
    assert page.count("/join/") == 0
