"""A resident on a phone signs up, looks the slip up with code and digits, cancels; nobody else's data is shown."""

import re
from datetime import timedelta

import pytest
from rooms import span
from sqlmodel import select
from townsfolk import LI, wish

from app.announcing import actions as announcing
from app.enrolment import actions
from app.kit import clock
from app.kit.models import Knock
from app.services.models import Kind
from app.signups.models import Agreed, How, SignUp, SignUpState


@pytest.fixture
def tomorrow():
    return span((clock.today() + timedelta(days=1)).isoformat())


@pytest.fixture
def check_up(service, occasion, tomorrow):
    return occasion(service(), tomorrow, places=1)


def filled(page: str, cast, **given: str) -> dict[str, str]:
    """What the form holds already, and what a person types."""
    hidden = dict(re.findall(r'name="(notice|wait)" type="hidden" value="([^"]*)"', page))
    typed = {"phone": "13800001111", "name": LI, "home": f"{cast.dong.id}:", "told": "y", "agreed": "y"}
    return hidden | typed | given


@pytest.mark.usefixtures("ground")
def test_a_resident_signs_up_looks_it_up_and_cancels(client, cast, check_up, dong):
    address = f"/join/{check_up.id}"
    page = client.get(address)
    assert "江苏省启东市Q镇人民政府、上海市崇明区D镇人民政府共同处理" in page.text
    assert "还有1个名额" in page.text
    answer = client.post(address, data=filled(page.text, cast))
    assert (answer.status_code, answer.location) == (302, "/slip")
    slip = client.get("/slip").text
    made = dong.exec(select(SignUp)).one()
    assert made.code in slip
    assert "李**" in slip
    assert "138****1111" in slip
    assert "13800001111" not in slip
    assert LI not in slip
    assert (made.told_how, made.agreed_by, made.agreed_how, made.by_person_id) == (How.WEB, Agreed.SELF, How.WEB, None)
    dong.rollback()

    other = client.application.test_client()
    assert other.get("/slip").location == "/slip/find"
    assert other.post("/slip/cancel", data={"sign_up": made.id}).status_code == 404
    wrong = other.post("/slip/find", data={"code": made.code, "last4": "2222"})
    assert wrong.status_code == 422
    assert "没有找到：请核对取号码和" in wrong.text
    assert other.post("/slip/find", data={"code": made.code.lower(), "last4": "1111"}).location == "/slip"
    assert other.post("/slip/cancel", data={"sign_up": made.id}).status_code == 302
    assert "已取消" in other.get("/slip").text
    other.post("/slip/forget")
    assert other.get("/slip").status_code == 302


@pytest.mark.usefixtures("ground")
def test_a_full_session_offers_its_waiting_list_and_other_sessions(client, cast, check_up, occasion, service, dong):
    later = span((clock.today() + timedelta(days=8)).isoformat())
    other = occasion(service(name="血压测量"), later)
    dong.commit()
    chen = cast.actor(cast.lao_chen)
    actions.sign_up(dong, check_up.id, wish(cast.dong), actor=chen, now=clock.now())
    dong.commit()
    page = client.get(f"/join/{check_up.id}")
    assert "加入候补" in page.text
    assert str(other.id) in page.text
    answer = client.post(f"/join/{check_up.id}", data=filled(page.text, cast, name="王桂兰", phone="13800002222"))
    assert answer.status_code == 302
    assert "排在第1位" in client.get("/slip").text
    assert {s.state for s in dong.exec(select(SignUp))} == {SignUpState.SIGNED, SignUpState.WAITING}


def test_without_an_agreement_the_page_says_so_and_takes_only_the_own_residents(client, cast, check_up):
    page = client.get(f"/join/{check_up.id}").text
    assert "D镇居民暂不能报名Q镇的服务" in page
    assert f"{cast.dong.id}:" not in page
    answer = client.post(f"/join/{check_up.id}", data=filled(page, cast))
    assert answer.status_code == 422
    assert client.post(f"/join/{check_up.id}", data=filled(page, cast, home=f"{cast.qi.id}:")).status_code == 302


@pytest.mark.usefixtures("ground")
def test_what_was_typed_is_not_lost_and_what_is_missing_is_said(client, cast, service, occasion, tomorrow):
    one = occasion(service(name="四点半课堂", kind=Kind.AFTER_SCHOOL, asks_guardian=True, min_age=0), tomorrow)
    page = client.get(f"/join/{one.id}").text
    assert "监护人" in page
    answer = client.post(f"/join/{one.id}", data=filled(page, cast, note="310230195001010012"))
    assert answer.status_code == 422
    assert "不要填写身份证号码" in answer.text
    assert 'value="13800001111"' in answer.text
    assert "请填写监护人姓名和电话" in client.post(f"/join/{one.id}", data=filled(page, cast)).text
    assert client.post(f"/join/{one.id}", data=filled(page, cast, told="")).status_code == 422


@pytest.mark.usefixtures("ground")
def test_each_town_reads_what_its_residents_can_take(client, cast, service, occasion, dong):
    far = span((clock.today() + timedelta(days=9)).isoformat())
    one = occasion(service(), far, places=3, reserved={cast.qi.id: 2})
    dong.commit()
    page = client.get(f"/join/{one.id}").text
    assert "Q镇居民还可报3个名额；D镇居民还可报1个名额。" in page
    for bent in ("garbage", ":", f"{one.id}:"):
        answer = client.post(f"/join/{one.id}", data=filled(page, cast, home=bent))
        assert answer.status_code == 422, "bent by hand: refused like any other choice that is not on the form"
    assert client.post(f"/join/{one.id}", data=filled(page, cast)).status_code == 302
    answer = client.post(f"/join/{one.id}", data=filled(page, cast, name="王桂兰", phone="13800002222"))
    assert answer.status_code == 422
    assert "加入候补" in answer.text
    own = filled(answer.text, cast, name="施小妹", phone="13800003333", home=f"{cast.qi.id}:")
    assert own["wait"] == "1"
    assert client.post(f"/join/{one.id}", data=own).status_code == 302, "no need to wait: there is a place"
    assert {s.state for s in dong.exec(select(SignUp))} == {SignUpState.SIGNED}


@pytest.mark.usefixtures("ground")
def test_the_slip_of_a_cancelled_session_says_why_and_what_else_there_is(client, cast, check_up, occasion, service, qi):
    other = occasion(service(name="血压测量"), span((clock.today() + timedelta(days=8)).isoformat()))
    qi.commit()
    page = client.get(f"/join/{check_up.id}").text
    assert client.post(f"/join/{check_up.id}", data=filled(page, cast)).status_code == 302
    qian = cast.actor(cast.qian)
    announcing.call_off(qi, check_up.id, reason="医生临时有任务", actor=qian, now=clock.now())
    qi.commit()
    slip = client.get("/slip").text
    assert "场次取消" in slip
    assert "医生临时有任务" in slip
    assert f"/join/{other.id}" in slip
    assert "重新报名" not in slip
    page = client.get(f"/join/{check_up.id}").text
    assert "加入候补" not in page
    assert f"/join/{other.id}" in page, "whoever follows an old link finds what there is now"


@pytest.mark.usefixtures("ground")
def test_codes_cannot_be_tried_out(client, dong):
    answers = [client.post("/slip/find", data={"code": "ABCD2345", "last4": f"{n:04}"}) for n in range(11)]
    assert [a.status_code for a in answers] == [422] * 10 + [429]
    assert len({k.address_hash for k in dong.exec(select(Knock))}) == 1
