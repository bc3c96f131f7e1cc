"""The catalogue: who writes, who sees, what residents read."""

import io

import openpyxl
import pytest
from catalogue import SAID
from sqlmodel import select

from app.services.models import Service, ServiceState, ServiceTerms


def typed(unit, town, **given):
    said = {name: value for name, value in SAID.items() if name != "kind"}
    home = f"home-{town.id}-"
    terms = {f"{home}is_admitted": "y", f"{home}price": "20元", f"{home}subsidy": "由户籍镇补贴10元"}
    return said | {"unit_id": str(unit.id), "kind": "health", "by_sign_up": "yes", "min_age": "60"} | terms | given


@pytest.fixture
def written(client, cast, sign_in, session):
    """小钱 of Q镇 writes a service down."""

    def write(**given) -> Service:
        sign_in(cast.qian)
        answer = client.post("/services/new", data=typed(cast.qi_centre, cast.dong, **given))
        assert answer.status_code == 302, answer.text
        return session.exec(select(Service).order_by(Service.name)).one()

    return write


def test_a_units_worker_writes_a_service_and_publishes_it(client, cast, sign_in, written, session):
    service = written()
    assert (service.state, service.town_id, service.min_age) == (ServiceState.DRAFT, cast.qi.id, 60)
    terms = {t.town_id: (t.is_admitted, t.price) for t in session.exec(select(ServiceTerms)).all()}
    assert terms == {cast.dong.id: (True, "20元"), cast.qi.id: (False, "")}
    assert "这是草稿" in client.get(f"/services/{service.id}").text
    sign_in(cast.lao_chen)
    assert client.get(f"/services/{service.id}").status_code == 404
    assert client.get(f"/convenience/{service.id}").status_code == 404

    sign_in(cast.qian)
    assert client.post(f"/services/{service.id}/publish").status_code == 302
    sign_in(cast.lao_chen)
    page = client.get(f"/services/{service.id}").text
    assert "20元" in page
    assert "排一场" not in page
    assert SAID["name"] in client.get("/services/").text
    assert client.get(f"/services/{service.id}/edit").status_code == 403
    assert client.post(f"/services/{service.id}/suspend", data={"reason": "x"}).status_code == 403
    sign_in(cast.fang)
    assert client.get(f"/services/{service.id}").status_code == 404


def test_what_residents_would_ask_must_be_said_before_publishing(client, written, session):
    service = written(eligibility="", description="")
    answer = client.post(f"/services/{service.id}/publish")
    assert answer.status_code == 422
    assert "请先补充：服务内容、服务对象" in answer.text
    session.rollback()
    assert session.get(Service, service.id, populate_existing=True).state is ServiceState.DRAFT


def test_nobody_overwrites_what_they_have_not_seen(client, cast, written, session):
    service = written()
    again = typed(cast.qi_centre, cast.dong, revision="1", phone="0513-80000009")
    assert client.post(f"/services/{service.id}/edit", data=again).status_code == 302
    stale = client.post(f"/services/{service.id}/edit", data=again | {"phone": "0513-1"})
    assert stale.status_code == 422
    assert "内容已被他人修改" in stale.text
    assert "0513-1" in stale.text
    session.rollback()
    assert session.get(Service, service.id, populate_existing=True).phone == "0513-80000009"


def test_a_name_twice_in_a_unit_is_refused_and_a_missing_kind_keeps_what_was_typed(client, cast, written):
    written()
    twice = client.post("/services/new", data=typed(cast.qi_centre, cast.dong))
    assert twice.status_code == 422
    assert "本单位已有同名的服务项目" in twice.text
    missing = client.post("/services/new", data=typed(cast.qi_centre, cast.dong, kind="", name="义诊"))
    assert missing.status_code == 422
    assert "请选择类别" in missing.text
    assert "义诊" in missing.text


def test_another_towns_unit_is_not_theirs(client, cast, sign_in):
    sign_in(cast.qian)
    assert client.post("/services/new", data=typed(cast.dong_centre, cast.dong)).status_code == 422


def test_the_list_is_narrowed_and_exported(client, cast, sign_in, service):
    service()
    service(cast.dong_centre, cast.actor(cast.ma), name="社区食堂", kind="dining")
    sign_in(cast.lao_chen)
    dining = client.get("/services/?kind=dining").text
    assert "社区食堂" in dining
    assert "健康体检" not in dining
    assert "没有符合条件的服务项目" in client.get("/services/?q=跳舞").text
    book = openpyxl.load_workbook(io.BytesIO(client.get("/services/export.xlsx?kind=health").data))
    rows = list(book.active.values)
    assert [row[2] for row in rows[1:]] == ["健康体检"]


def test_a_service_rests_with_its_reason_and_ends_when_nothing_lies_ahead(client, cast, sign_in, service, session):
    kept = service()
    sign_in(cast.yan)
    assert client.post(f"/services/{kept.id}/suspend", data={"reason": ""}).status_code == 422
    assert client.post(f"/services/{kept.id}/suspend", data={"reason": "设备检修"}).status_code == 302
    assert "暂停中：设备检修" in client.get(f"/convenience/{kept.id}").text
    assert client.post(f"/services/{kept.id}/publish").status_code == 302
    assert client.post(f"/services/{kept.id}/end", data={"reason": "改由医院承办"}).status_code == 302
    assert client.get(f"/convenience/{kept.id}").status_code == 404
    session.rollback()
    assert session.get(Service, kept.id, populate_existing=True).state is ServiceState.ENDED
