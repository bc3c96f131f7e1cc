"""Who came: ticked on a phone, by the slip, from paper; walk-ins; closing."""

from datetime import timedelta

import pytest
from rooms import Span
from sqlmodel import select
from townsfolk import GU, LI, WANG, wish

from app.enrolment import actions
from app.kit import clock
from app.services.models import Kind
from app.signups.models import SignUp, SignUpState
from jobs import close_lists

pytestmark = pytest.mark.usefixtures("ground")


@pytest.fixture
def talk(service, occasion, cast):
    """A lecture that begins in a minute, with three places."""
    lecture = service(cast.dong_centre, cast.actor(cast.lao_chen), kind=Kind.LECTURE, name="防诈骗讲座", bring="")
    starts = clock.now() + timedelta(minutes=1)
    return occasion(lecture, Span(starts, starts + timedelta(hours=1)), places=3)


@pytest.fixture
def two(talk, acting, cast):
    """李秀英 and 王桂兰 are signed up."""
    with acting(cast.dong) as dong:
        who = {"actor": cast.actor(cast.lao_chen), "now": clock.now()}
        made = [actions.sign_up(dong, talk.id, wish(cast.dong, name), **who) for name in (LI, WANG)]
        return [(s.id, s.code) for s in made]


@pytest.fixture
def states(reaching, cast):
    def of():
        known = reaching(cast.dong).exec(select(SignUp).order_by(SignUp.made_at, SignUp.id)).all()
        return sorted(s.state.value for s in known)

    return of


def test_the_list_is_ticked_and_a_tick_undone(client, sign_in, cast, talk, two, states):
    sign_in(cast.lao_chen)
    assert "应到2人，已到0人" in client.get(f"/rolls/?day={talk.span.day}").text
    address = f"/rolls/{talk.id}"
    assert "李** 1111" in client.get(address).text
    said = {"sign_up": str(two[0][0])}
    assert client.post(f"{address}/tick", data=said | {"way": "attend"}).status_code == 302
    assert states() == ["attended", "signed"]
    assert client.post(f"{address}/tick", data=said | {"way": "untick"}).status_code == 302
    assert states() == ["signed", "signed"]
    early = client.post(f"{address}/tick", data=said | {"way": "absent"})
    assert early.status_code == 422
    assert "还没有开始" in early.text
    assert client.post(f"{address}/tick", data={"sign_up": str(talk.id), "way": "attend"}).status_code == 404


def test_a_paper_list_is_entered_in_one_go(client, sign_in, cast, talk, two, states):
    sign_in(cast.lao_chen)
    assert "□" in client.get(f"/rolls/{talk.id}/print").text
    assert "勾选到场的人" in client.get(f"/rolls/{talk.id}?all=1").text
    assert (
        client.post(f"/rolls/{talk.id}/enter", data={"came": [str(i) for i, _ in two], "all": "1"}).status_code == 302
    )
    assert states() == ["attended", "attended"]


def test_who_comes_without_a_sign_up_gets_a_place_while_there_is_one(client, sign_in, cast, talk, two, states):
    sign_in(cast.lao_chen)
    address = f"/rolls/{talk.id}/walk-in"
    assert client.get(address).status_code == 200
    assert "王** 138****2222" in client.post(address, data={"part": "find", "text": "2222"}).text
    person = {"part": "person", "name": GU, "phone": "13900003333", "home": f"{cast.qi.id}:"}
    assert client.post(address, data=person).status_code == 302
    assert states() == ["attended", "signed", "signed"]
    full = client.post(address, data=person | {"name": "张建国", "phone": "13800009999"})
    assert full.status_code == 422
    assert "名额" in full.text


def test_the_slips_code_opens_the_tick_for_staff_and_the_look_up_for_others(client, sign_in, cast, talk, two):
    _id, code = two[0]
    assert client.get(f"/rolls/code/{code}").location == f"/slip/find?code={code}"
    sign_in(cast.lao_chen)
    assert "已到" in client.get(f"/rolls/code/{code}").text
    sign_in(cast.qian)
    assert client.get(f"/rolls/code/{code}").status_code in (404, 422), "another town's"


def test_a_used_list_closes_by_itself_and_an_untouched_one_blames_nobody(acting, cast, talk, two, states, engine):
    late = talk.ends_at + timedelta(hours=25)
    assert close_lists.run(engine, late) == 0
    with acting(cast.dong) as dong:
        actions.attend(dong, two[0][0], actor=cast.actor(cast.lao_chen), now=clock.now())
    assert close_lists.run(engine, late - timedelta(hours=2)) == 0
    assert close_lists.run(engine, late) == 1
    assert close_lists.run(engine, late) == 0
    assert states() == [SignUpState.ABSENT, SignUpState.ATTENDED]


def test_only_the_providers_town_sees_its_list(client, sign_in, cast, talk):
    for person in (cast.qian, cast.wu):
        sign_in(person)
        for address in (f"/rolls/{talk.id}", f"/rolls/{talk.id}/print", f"/rolls/{talk.id}/walk-in"):
            assert client.get(address).status_code == 404
