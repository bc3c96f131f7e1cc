"""Marks on a phone, at the counter, and what the unit reads of them."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from feedback.conftest import AFTERWARDS
from sqlmodel import select

from app.audit.actions import keyed_hash
from app.feedback import rules
from app.feedback.models import Opinion
from app.signups.models import SignUpState

pytestmark = pytest.mark.usefixtures("clock")


def link(visit):
    return f"/f/{rules.token('link', visit.id, keyed_hash)}"


def screen(occasion):
    return f"/f/screen/{rules.token('screen', occasion.id, keyed_hash)}"


def kept(acting, cast):
    with acting(cast.qi) as session:
        return session.exec(select(Opinion)).all()


def test_somebody_marks_once_behind_a_link(client, app, acting, cast, check_up, visit):
    with app.app_context():
        mine = link(visit(check_up[1]))
    assert "健康体检" in client.get(mine).text
    assert client.post(mine, data={}).status_code == 422
    called = {"score": "1", "words": "等了一小时", "wants_call": "y", "call_name": "王阿姨", "call_phone": ""}
    refused = client.post(mine, data=called)
    assert refused.status_code == 422
    assert "请留下称呼和联系电话" in refused.text
    assert "等了一小时" in refused.text
    assert client.post(mine, data=called | {"call_phone": "13800001234"}).status_code == 302
    assert "您已评价：非常不满意" in client.get(mine).text
    assert client.post(mine, data={"score": "5"}).status_code == 422
    assert [(o.score, o.call_phone) for o in kept(acting, cast)] == [(1, "13800001234")]


def test_an_identity_number_is_not_taken(client, app, acting, cast, check_up, visit):
    with app.app_context():
        mine = link(visit(check_up[1]))
    assert client.post(mine, data={"score": "3", "words": "我是310230195001011234"}).status_code == 422
    assert not kept(acting, cast)


def test_who_was_not_there_or_comes_too_late_reads_why(client, app, clock, check_up, visit):
    with app.app_context():
        absent, mine = link(visit(check_up[1], state=SignUpState.ABSENT)), link(visit(check_up[1]))
    assert "还没有办理到场登记" in client.get(absent).text
    clock.move_to(AFTERWARDS + timedelta(days=31))
    assert "已过期" in client.get(mine).text
    assert client.post(mine, data={"score": "5"}).status_code == 422
    assert client.get(mine[:-1] + ("A" if mine[-1] != "A" else "B")).status_code == 404


def test_at_the_screen_each_of_two_with_the_same_digits_marks_once(client, app, acting, cast, check_up, visit):
    _service, occasion = check_up
    visit(occasion, digits="5678")
    visit(occasion, digits="5678")
    with app.app_context():
        door = screen(occasion)
    page = client.get(door).text
    assert "5678" not in page
    assert "王" not in page
    assert client.post(door, data={"digits": "0000"}).status_code == 422
    for _ in range(2):
        turn = client.post(door, data={"digits": "5678"})
        faces = BeautifulSoup(client.get(turn.location).text, "html5lib")
        assert len(faces.select("button[name=score]")) == 5
        assert client.post(turn.location, data={"score": "4"}).location == door
    assert "已经评价过了" in client.post(door, data={"digits": "5678"}).text
    assert [o.score for o in kept(acting, cast)] == [4, 4]


def test_the_unit_answers_a_low_mark_and_the_link_shows_it(client, app, sign_in, acting, cast, check_up, visit):
    with app.app_context():
        mine = link(visit(check_up[1]))
    client.post(mine, data={"score": "2", "words": "排队太久"})
    opinion = kept(acting, cast)[0]
    sign_in(cast.qian)
    assert "排队太久" in client.get("/feedback/").text
    assert "待整改答复" in client.get(f"/feedback/{opinion.id}").text
    assert client.post(f"/feedback/{opinion.id}", data={"answer": " "}).status_code == 422
    assert client.post(f"/feedback/{opinion.id}", data={"answer": "已分时段叫号。"}).status_code == 302
    assert client.post(f"/feedback/{opinion.id}", data={"answer": "再答一次"}).status_code == 422
    assert "已分时段叫号" in client.get(mine).text
    sign_in(cast.lao_chen)
    assert client.get(f"/feedback/{opinion.id}").status_code == 404
    assert "排队太久" not in client.get("/feedback/").text


def test_todays_screens_are_opened_from_the_list(client, sign_in, cast, check_up):
    sign_in(cast.qian)
    page = BeautifulSoup(client.get("/feedback/screens").text, "html5lib")
    assert next(a["href"] for a in page.select("a[target]")).startswith("/f/screen/")
    sign_in(cast.lao_chen)
    assert "今天没有服务场次" in client.get("/feedback/screens").text
