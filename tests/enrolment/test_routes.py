"""Workers' pages: several at once, who comes, giving back, accepting, and reading in full for a reason."""

from datetime import timedelta

import pytest
from rooms import span
from sqlmodel import select
from townsfolk import GU, LI, WANG, wish

from app.audit.models import AuditEntry
from app.enrolment import actions
from app.kit import clock
from app.residents.models import Resident
from app.signups.models import SignUp, SignUpState

pytestmark = pytest.mark.usefixtures("ground")


@pytest.fixture
def check_up(service, occasion):
    return occasion(service(), span((clock.today() + timedelta(days=1)).isoformat()), places=3)


@pytest.fixture
def made(dong, cast, check_up):
    found = actions.sign_up(dong, check_up.id, wish(cast.dong), actor=cast.actor(cast.lao_chen), now=clock.now())
    dong.commit()
    return found


def rows(cast, *people: tuple[str, str]) -> dict[str, str]:
    typed = {"told_how": "spoken", "agreed_by": "self", "agreed_how": "written"}
    for n, (name, phone) in enumerate(people):
        typed |= {f"rows-{n}-name": name, f"rows-{n}-phone": phone, f"rows-{n}-home": f"{cast.dong.id}:"}
    return typed


def test_a_worker_signs_up_three_at_once_and_sees_who_comes(client, sign_in, cast, check_up, dong, made):
    sign_in(cast.lao_chen)
    address = f"/sessions/{check_up.id}/sign-up"
    page = client.get(address)
    assert "李** 138****1111" in page.text
    two = [(WANG, "13800002222"), ("张建国", "13800009999")]
    answer = client.post(address, data=rows(cast, *two))
    assert answer.location == f"/sessions/{check_up.id}/people"
    listed = client.get(answer.location).text
    assert "已为2人报名" in listed
    assert "D镇3人" in listed
    assert "13800002222" not in listed
    full = client.post(address, data=rows(cast, ("顾阿大", "13800008888"), (LI, "13800001111")))
    assert full.status_code == 422
    assert "顾** 8888：本场3个名额已全部报满" in full.text
    assert "李** 1111：李**已经报了这一场" in full.text
    assert 'value="顾阿大"' in full.text
    assert "rows-9-name" in client.get(f"{address}?many=1").text
    bent = rows(cast, ("顾阿大", "13800008888")) | {"agreed_by": "nobody"}
    assert "须经本人单独同意" in client.post(address, data=bent).text, "bent by hand: as if nothing were chosen"
    both = rows(cast, ("顾阿大", "13800008888"), (LI, "13800001111")) | {"wait": "y", "each": "y"}
    assert client.post(address, data=both).status_code == 302
    assert "1人加入候补；李** 1111没有报上" in client.get(f"/sessions/{check_up.id}/people").text


def test_a_ticked_resident_is_signed_up_again(client, sign_in, cast, service, occasion, dong, made):
    later = occasion(service(name="血压测量"), span((clock.today() + timedelta(days=2)).isoformat()))
    card = dong.exec(select(Resident)).one()
    dong.commit()
    sign_in(cast.lao_chen)
    page = client.get(f"/sessions/{later.id}/sign-up?q=1111")
    assert str(card.id) in page.text
    assert client.post(f"/sessions/{later.id}/sign-up", data=rows(cast) | {"known": str(card.id)}).status_code == 302
    person = client.get(f"/residents/{card.id}").text
    assert "血压测量" in person
    assert "健康体检" in person


def test_each_town_sees_its_own_and_the_stranger_nothing(client, sign_in, cast, check_up, qi, made):
    actions.sign_up(qi, check_up.id, wish(cast.qi, GU), actor=cast.actor(cast.qian), now=clock.now())
    qi.commit()
    sign_in(cast.qian)
    page = client.get(f"/sessions/{check_up.id}/people").text
    assert "D镇1人，Q镇1人" in page
    sign_in(cast.lao_chen)
    page = client.get(f"/sessions/{check_up.id}/people").text
    assert "已报名（1人）" in page
    assert "139****3333" not in page
    sign_in(cast.wu)
    for address in (f"/sessions/{check_up.id}/people", f"/sign-ups/{made.id}", f"/sessions/{check_up.id}/sign-up"):
        assert client.get(address).status_code == 404
    sign_in(cast.shen)
    assert client.get(f"/sessions/{check_up.id}/people").status_code == 403, "a secretary needs nobody's number"


def test_reading_in_full_asks_a_reason_and_is_noted(client, sign_in, cast, dong, made):
    sign_in(cast.qian)
    page = client.get(f"/sign-ups/{made.id}").text
    assert "13800001111" not in page
    assert client.post(f"/sign-ups/{made.id}/reveal", data={"why": "curious"}).status_code == 422
    shown = client.post(f"/sign-ups/{made.id}/reveal", data={"why": "tell"}).text
    assert LI in shown
    assert "13800001111" in shown
    sign_in(cast.lao_chen)
    card = dong.exec(select(Resident)).one()
    dong.rollback()
    assert LI in client.post(f"/residents/{card.id}/reveal", data={"why": "check"}).text
    noted = dong.exec(select(AuditEntry).where(AuditEntry.deed == "residents.reveal")).all()
    assert [n.detail["why"] for n in noted] == ["check"], "Q镇's chain holds the other one"


def test_what_is_given_back_goes_to_who_waits_and_is_accepted_for_them(client, sign_in, cast, check_up, dong, made):
    now, chen = clock.now(), cast.actor(cast.lao_chen)
    for name, phone in ((WANG, ""), ("张建国", "13800009999")):
        actions.sign_up(dong, check_up.id, wish(cast.dong, name, phone), actor=chen, now=now)
    waits = actions.sign_up(dong, check_up.id, wish(cast.dong, GU), actor=chen, now=now, wait=True)
    dong.commit()
    sign_in(cast.lao_chen)
    assert client.post(f"/sign-ups/{waits.id}/accept").status_code == 422
    assert client.post(f"/sign-ups/{made.id}/cancel", data={"reason": "有事"}).status_code == 302
    assert "代为接受" in client.get(f"/sign-ups/{waits.id}").text
    assert client.post(f"/sign-ups/{waits.id}/accept").status_code == 302
    states = {s.id: s.state for s in dong.exec(select(SignUp))}
    assert (states[made.id], states[waits.id]) == (SignUpState.CANCELLED, SignUpState.SIGNED)


def test_the_list_of_residents_is_searched_and_added_to(client, sign_in, cast, made):
    sign_in(cast.lao_chen)
    assert "李**" in client.get("/residents").text
    assert "没有找到" in client.get("/residents?q=9876").text
    bad = client.post("/residents/new", data={"name": "王", "phone": "13800002222", "community": ""})
    assert bad.status_code == 422
    good = client.post("/residents/new", data={"name": WANG, "phone": "13800002222", "community": ""})
    assert good.status_code == 302
    assert "王**" in client.get("/residents?q=wgl").text
