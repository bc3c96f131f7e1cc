"""帮老人报名: four digits, one tap, a slip; somebody new in three fields."""

from datetime import timedelta

import pytest
from rooms import Span
from sqlmodel import select
from townsfolk import LI, WANG, wish

from app.enrolment import actions
from app.kit import clock
from app.services.models import Kind
from app.signups.models import SignUp, SignUpState

pytestmark = pytest.mark.usefixtures("ground")


def days_ahead(number: int) -> Span:
    starts = clock.at(clock.today() + timedelta(days=number), "09:00")
    return Span(starts, starts + timedelta(hours=2))


@pytest.fixture
def haircut(service, cast):
    """Asks nothing but a name."""
    return service(cast.dong_centre, cast.actor(cast.lao_chen), kind=Kind.ERRANDS, name="便民理发", bring="")


@pytest.fixture
def signed(acting, cast, haircut, occasion):
    """李秀英 had her hair cut tomorrow's week ago: her card is there. The next time is in two days."""
    first, second = occasion(haircut, days_ahead(1)), occasion(haircut, days_ahead(2))
    with acting(cast.dong) as dong:
        made = actions.sign_up(dong, first.id, wish(cast.dong), actor=cast.actor(cast.lao_chen), now=clock.now())
        return first, second, made.id


def found(client, text="1111"):
    return client.post("/desk/", data={"text": text})


def test_four_digits_find_the_person_and_one_tap_signs_up_again(client, sign_in, cast, signed, reaching):
    sign_in(cast.lao_chen)
    assert client.get("/desk/").status_code == 200
    page = found(client).text
    assert "李** 138****1111" in page
    assert "再报：便民理发" in page
    (address,) = {part.split('"')[0] for part in page.split('action="')[1:] if str(signed[1].id) in part}
    answer = client.post(address, data={"tap": "1"})
    assert answer.status_code == 302
    slip = client.get(answer.location).text
    assert "便民理发" in slip
    assert "尾号1111" in slip
    assert "报名成功" in slip
    assert client.get(answer.location + "?size=a5").status_code == 200
    assert client.get(answer.location + "?size=a0").status_code == 404
    assert len(reaching(cast.dong).exec(select(SignUp)).all()) == 2
    assert "近期没有可报的场次" in found(client, "lxy").text, "by initials; nothing is left to repeat"


def test_nobody_is_found_by_what_nobody_has(client, sign_in, cast, signed):
    sign_in(cast.lao_chen)
    assert "没有找到" in found(client, "9876").text
    assert found(client, "").status_code == 422


def test_what_a_service_asks_for_each_time_is_asked(client, sign_in, cast, signed, service, occasion, reaching):
    health = service()
    check_up, later = occasion(health, days_ahead(3)), occasion(health, days_ahead(4))
    sign_in(cast.lao_chen)
    page = found(client).text
    resident = page.split("/desk/residents/")[1][:36]
    chosen = client.get(f"/desk/residents/{resident}").text
    assert "健康体检" in chosen
    assert "便民理发" in chosen
    address = f"/desk/residents/{resident}/{check_up.id}"
    assert "敏感个人信息" in client.get(address).text
    missing = client.post(address, data={"tap": "1"}).text
    assert "须经本人单独同意" in missing
    assert "可以改报" not in missing
    agreed = {"agreed_by": "self", "agreed_how": "spoken"}
    assert client.post(address, data=agreed).status_code == 302
    again = client.post(address, data=agreed).text
    assert "不能重复报名" in again
    assert str(later.id) in again.split('id="chances"')[1].split("</section>")[0]
    assert client.post(f"/desk/residents/{resident}/{later.id}", data=agreed).status_code == 302
    assert "可以改报" not in client.post(address, data=agreed).text


def test_somebody_new_needs_three_fields_and_a_full_session_offers_its_queue(
    client, sign_in, cast, haircut, occasion, reaching
):
    only = occasion(haircut, days_ahead(1), places=1)
    sign_in(cast.lao_chen)
    said = {"name": WANG, "phone": "13800002222", "home": f"{cast.dong.id}:", "occasion": str(only.id)}
    assert client.get("/desk/new").status_code == 200
    assert client.post("/desk/new", data=said).status_code == 302
    other = said | {"name": "张建国", "phone": "13800009999"}
    full = client.post("/desk/new", data=other)
    assert full.status_code == 422
    assert "列入候补" in full.text
    assert "张建国" in full.text
    assert client.post("/desk/new", data=other | {"wait": "1"}).status_code == 302
    states = [s.state for s in reaching(cast.dong).exec(select(SignUp).order_by(SignUp.made_at)).all()]
    assert states == [SignUpState.SIGNED, SignUpState.WAITING]


def test_a_sign_up_is_given_back_at_the_counter(client, sign_in, cast, signed):
    sign_in(cast.lao_chen)
    slip = f"/desk/slips/{signed[2]}"
    assert client.post(f"{slip}/cancel").status_code == 302
    assert "已取消" in client.get(slip).text
    again = client.post(f"{slip}/cancel")
    assert again.status_code == 422
    assert "不能再办理" in again.text


def test_the_partner_and_the_stranger_do_not_find_the_person(client, sign_in, cast, signed):
    sign_in(cast.qian)
    assert "没有找到" in found(client, LI).text
    assert client.get(f"/desk/slips/{signed[2]}").status_code == 404
    sign_in(cast.wu)
    assert client.get(f"/desk/slips/{signed[2]}").status_code == 404
