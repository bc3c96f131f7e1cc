"""Both mentors answer and rate, side by side; what is unread is marked; nobody else takes part."""

import pytest
from freezegun import freeze_time
from logging_days import MORNING
from sqlmodel import select

from app.notifications.models import Notice
from app.reviews import queries
from app.reviews.models import Comment, MonthRating, Reading, Side
from app.secondments.rules import Reader


@freeze_time(MORNING)
def test_a_mentor_answers_and_the_secondee_answers_back(client, cast, sign_in, reaching, written):
    sign_in(cast.tang)
    assert "1篇未读" in client.get("/log/").text
    assert "未读" in client.get(f"/log/{written.id}").text
    assert "请写一句点评" in client.post(f"/log/{written.id}/comments", data={"text": ""}).text
    assert client.post(f"/log/{written.id}/comments", data={"text": "处理得稳妥"}).status_code == 302
    assert "未读" not in client.get(f"/log/{written.id}").text, "who answers has read it"
    sign_in(cast.lin)
    client.post(f"/log/{written.id}/comments", data={"text": "谢谢汤主任"})
    sign_in(cast.lao_chen)
    shown = client.get(f"/log/{written.id}").text
    assert "处理得稳妥" in shown
    assert "谢谢汤主任" in shown
    with reaching(cast.dong) as session:
        told = {n.title for n in session.exec(select(Notice).where(Notice.person_id == cast.lin.id))}
    assert "汤华点评了2026年4月15日的交流日志" in told
    with reaching(cast.qi) as session:
        told = [n.title for n in session.exec(select(Notice).where(Notice.kind == "reviews.comment"))]
    assert told == ["林芳点评了2026年4月15日的交流日志"], "the answer reaches who spoke before"


@freeze_time(MORNING)
def test_both_mentors_rate_a_month_side_by_side(client, cast, sign_in, reaching, written, posting):
    page = f"/secondments/{posting.id}/log/rating?month=2026-04"
    sign_in(cast.tang)
    assert "请选择评价" in client.post(page, data={"text": "x"}).text
    assert client.post(page, data={"grade": "good", "text": "进步快"}).status_code == 302
    assert client.post(page, data={"grade": "excellent", "text": "进步很快"}).status_code == 302
    sign_in(cast.lao_chen)
    assert client.post(page, data={"grade": "good", "text": "常回来讲讲"}).status_code == 302
    assert client.post(page.replace("2026-04", "2026-05"), data={"grade": "good"}).status_code == 422
    assert client.post(page.replace("2026-04", "2026-03"), data={"grade": "good"}).status_code == 422
    sign_in(cast.lin)
    shown = client.get(f"/secondments/{posting.id}/log?month=2026-04").text
    for words in ("派出单位带教", "挂职单位带教", "进步很快", "常回来讲讲"):
        assert words in shown
    assert client.post(page, data={"grade": "excellent"}).status_code == 403
    with reaching(cast.qi) as session:
        rated = session.exec(select(MonthRating)).all()
    assert {(r.side, r.grade.value) for r in rated} == {(Side.HOST, "excellent"), (Side.HOME, "good")}


@freeze_time(MORNING)
def test_what_was_read_is_the_readers_own_affair(client, cast, sign_in, reaching, written, posting):
    sign_in(cast.xu)
    assert client.post(f"/secondments/{posting.id}/log/read", data={"month": "2026-04"}).status_code == 302
    assert "未读" not in client.get(f"/secondments/{posting.id}/log").text
    with reaching(cast.qi, cast.tang) as session:
        assert session.exec(select(Reading)).all() == []
        mine = Reader(cast.tang.id, cast.qi.id, frozenset())
        assert queries.unread_of(session, mine, now=session.info["now"]) == 1
    with reaching(cast.qi, cast.xu) as session:
        assert len(session.exec(select(Reading)).all()) == 1


@freeze_time(MORNING)
@pytest.mark.parametrize("who", ["qian", "yan", "fang"])
def test_others_say_nothing(client, cast, sign_in, reaching, written, posting, who):
    sign_in(getattr(cast, who))
    for path, data in (
        (f"/log/{written.id}/comments", {"text": "x"}),
        (f"/log/{written.id}/read", {}),
        (f"/secondments/{posting.id}/log/read", {}),
        (f"/secondments/{posting.id}/log/rating", {"grade": "good"}),
    ):
        assert client.post(path, data=data).status_code == 404, path
    with reaching(cast.dong) as session:
        assert session.exec(select(Comment)).all() == []


@freeze_time(MORNING)
def test_a_month_shows_its_gaps_and_other_months_are_there(client, cast, sign_in, written, posting):
    sign_in(cast.shi)
    page = client.get(f"/secondments/{posting.id}/log?month=2026-04").text
    assert "1/2" in page
    assert "偏少" in page, "the weeks before had none"
    assert "清明节" in page
    assert client.get(f"/secondments/{posting.id}/log?month=2026-05").status_code == 200
    assert client.get(f"/secondments/{posting.id}/log?month=0001-01").status_code == 404


@freeze_time(MORNING)
def test_the_home_page_says_what_waits(client, cast, sign_in, reaching, written, posting):
    sign_in(cast.lin)
    assert "本周已写1篇，一般每周2篇" in client.get("/").text
    sign_in(cast.tang)
    assert "林芳有1篇交流日志未读" in client.get("/").text
    with freeze_time("2026-05-04 02:00"):
        sign_in(cast.tang)
        assert "评价林芳2026年4月的工作" in client.get("/").text
    sign_in(cast.yan)
    assert "交流日志未读" not in client.get("/").text
