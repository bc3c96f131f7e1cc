"""要打的电话: the town whose worker signed somebody up rings them up; nobody else finds the call."""

from datetime import timedelta

import pytest
from rooms import span
from sqlmodel import select
from townsfolk import LI, wish

from app.announcing import actions as announcing
from app.audit.models import AuditEntry
from app.enrolment import actions
from app.kit import clock
from app.tellings.models import Telling

pytestmark = pytest.mark.usefixtures("ground")


@pytest.fixture
def called_off(dong, qi, cast, service, occasion):
    """李秀英, signed up by 老陈 of D镇 for a session of Q镇 that is cancelled."""
    one = occasion(service(), span((clock.today() + timedelta(days=1)).isoformat()))
    actions.sign_up(dong, one.id, wish(cast.dong, LI), actor=cast.actor(cast.lao_chen), now=clock.now())
    dong.commit()
    announcing.call_off(qi, one.id, reason="医生临时有任务", actor=cast.actor(cast.qian), now=clock.now())
    qi.commit()
    telling_id = dong.exec(select(Telling.id)).one()
    dong.rollback()
    return telling_id


def test_a_worker_rings_up_and_notes_it_once(client, sign_in, cast, called_off, dong):
    sign_in(cast.lao_chen)
    page = client.get("/tellings").text
    assert "李**" in page
    assert LI not in page
    assert "医生临时有任务" in page
    call = client.post(f"/tellings/{called_off}/call").text
    assert "tel:13800001111" in call
    assert LI in call
    deeds = [entry.deed for entry in dong.exec(select(AuditEntry))]
    assert "residents.reveal" in deeds, "that a number was read is kept"
    dong.rollback()
    done = f"/tellings/{called_off}/done"
    assert client.post(done, data={}).status_code == 422
    assert client.post(done, data={"reached": "no"}).status_code == 302
    assert "已打1次未接通" in client.get("/tellings").text
    assert client.post(done, data={"reached": "yes"}).status_code == 302
    assert "没有要打的电话" in client.get("/tellings").text
    again = client.post(done, data={"reached": "yes"})
    assert again.status_code == 422
    assert "已经登记告知过了" in again.text


def test_the_other_town_and_whoever_handles_no_residents_find_no_call(client, sign_in, cast, called_off):
    sign_in(cast.qian)
    assert "李**" not in client.get("/tellings").text
    for way in ("call", "done"):
        assert client.post(f"/tellings/{called_off}/{way}", data={"reached": "yes"}).status_code == 404
    sign_in(cast.shen)
    assert client.get("/tellings").status_code == 403
