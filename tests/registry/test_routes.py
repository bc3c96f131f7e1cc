import io

import pytest
from PIL import Image
from sqlmodel import select

from app.accounts import queries as accounts
from app.accounts.models import Person, Role
from app.audit.models import AuditEntry
from app.kit import clock
from app.towns import queries as towns
from app.towns.models import Organ, Town, Unit

UNIT = {"name": "长江新村社区党群服务中心", "tier": "neighbourhood", "address": "长江路8号", "phone": "021-59000000"}
ORGAN = {"full_name": "D镇人民政府", "short_name": "D镇政府", "code": "D府", "printed_by": "D镇党政办公室"}
TOWN = {"name": "S镇", "province": "上海市", "county": "金山区", "secretary": "单静"}
PASSWORD = "kettle-orbit-maple"


def seal():
    written = io.BytesIO()
    Image.new("RGBA", (20, 20)).save(written, "PNG")
    return io.BytesIO(written.getvalue()), "样章.png"


@pytest.fixture
def organ(session, cast):
    found = towns.party_committee(session, cast.dong.id)
    session.commit()
    return found


def test_my_towns_page_shows_units_and_organs(client, cast, sign_in):
    sign_in(cast.lao_chen)
    page = client.get("/towns").text
    assert "D镇党群服务中心" in page
    assert "中共D镇委员会" in page
    assert "添加单位" not in page


def test_a_clerk_keeps_units(client, cast, sign_in, session):
    sign_in(cast.ma)
    assert client.post("/towns/units/new", data=UNIT | {"parent_id": str(cast.dong_centre.id)}).location == "/towns"
    unit = session.exec(select(Unit).where(Unit.name == UNIT["name"])).one()
    session.commit()
    assert unit.town_id == cast.dong.id
    client.post(f"/towns/units/{unit.id}", data=UNIT | {"address": "长江路9号"})
    session.refresh(unit)
    assert unit.address == "长江路9号"
    deeds = [e.deed for e in session.exec(select(AuditEntry).where(AuditEntry.subject == f"unit:{unit.id}"))]
    assert sorted(deeds) == ["registry.add_unit", "registry.change_unit"]


def test_a_unit_is_not_entered_twice_nor_below_the_wrong_tier(client, cast, sign_in):
    sign_in(cast.ma)
    again = client.post("/towns/units/new", data=UNIT | {"name": cast.dong_centre.name})
    assert again.status_code == 422
    assert "已经登记过" in again.text
    wrong = client.post("/towns/units/new", data=UNIT | {"tier": "grid", "parent_id": str(cast.dong_centre.id)})
    assert "上级单位须为本镇的" in wrong.text


def test_an_organ_is_kept_with_its_seal(client, cast, sign_in, session, organ):
    sign_in(cast.he)
    data = {"full_name": organ.full_name, "short_name": "D镇党委", "code": "D委", "printed_by": "D镇党政办公室"}
    assert client.post(f"/towns/organs/{organ.id}", data=data | {"seal": seal()}).status_code == 302
    session.refresh(organ)
    session.commit()
    picture = client.get(f"/files/private-pictures/{organ.seal_file_id}")
    assert picture.mimetype == "image/png"
    assert str(organ.seal_file_id) in client.get(f"/towns/organs/{organ.id}").text
    client.post(f"/towns/organs/{organ.id}/seal/remove")
    session.refresh(organ)
    assert organ.seal_file_id is None


def test_a_seal_must_be_a_picture(client, cast, sign_in):
    sign_in(cast.ma)
    bad = client.post("/towns/organs/new", data=ORGAN | {"seal": (io.BytesIO(b"%PDF-1.7 %%EOF"), "章.png")})
    assert bad.status_code == 422
    assert "不能上传这种文件" in bad.text


def test_the_partner_reads_the_page_and_changes_nothing(client, cast, sign_in, session, organ):
    sign_in(cast.yan)
    page = client.get(f"/towns/{cast.dong.id}").text
    assert "中共D镇委员会" in page
    assert "修改" not in page
    for path, data in ((f"units/{cast.dong_centre.id}", UNIT), (f"organs/{organ.id}", ORGAN)):
        assert client.get(f"/towns/{path}").status_code == 404
        assert client.post(f"/towns/{path}", data=data).status_code == 404
    assert client.post(f"/towns/organs/{organ.id}/seal/remove").status_code == 404
    assert session.exec(select(Unit.name).where(Unit.id == cast.dong_centre.id)).one() == "D镇党群服务中心"


def test_a_stranger_finds_no_town(client, cast, sign_in):
    sign_in(cast.bao)
    assert client.get(f"/towns/{cast.dong.id}").status_code == 404


def test_workers_do_not_edit(client, cast, sign_in):
    sign_in(cast.lao_chen)
    assert client.post("/towns/units/new", data=UNIT).status_code == 403


def test_only_the_secretary_lets_one_person_do_two_steps(client, cast, sign_in, session):
    sign_in(cast.ma)
    assert client.post("/towns/two-steps", data={"allowed": "1"}).status_code == 403
    sign_in(cast.shen)
    client.post("/towns/two-steps", data={"allowed": "1"})
    assert session.exec(select(Town.one_person_two_steps).where(Town.id == cast.dong.id)).one()


def test_the_operator_opens_a_town_and_its_secretary_comes_in(client, cast, sign_in, session, app):
    sign_in(cast.operator)
    page = client.post("/towns/manage", data=TOWN).text
    link = page.partition("http://127.0.0.1:8000")[2].partition("<")[0]
    browser = app.test_client()
    browser.post(link, data={"password": PASSWORD, "again": PASSWORD})
    assert browser.post("/sign-in", data={"login": "shanjing", "password": PASSWORD}).location == "/"
    assert "S镇" in browser.get("/towns").text
    person = session.exec(select(Person).where(Person.login == "shanjing")).one()
    (post,) = accounts.roles_at(session, person.id, clock.now())
    assert (post.role, post.may_turn_keys) == (Role.SECRETARY, True)
    organ = session.exec(select(Organ).where(Organ.town_id == person.town_id)).one()
    assert organ.code == "S委"


def test_a_town_is_opened_once(client, cast, sign_in):
    sign_in(cast.operator)
    again = client.post("/towns/manage", data=TOWN | {"name": "D镇"})
    assert again.status_code == 422
    assert "“D镇”已经登记过" in again.text


def test_only_the_operator_opens_towns(client, cast, sign_in):
    for person in (cast.shen, cast.ma, cast.gu):
        sign_in(person)
        assert client.post("/towns/manage", data=TOWN).status_code == 403


def test_the_operator_helps_a_locked_out_secretary_and_the_clerks_know(client, cast, sign_in, reaching):
    sign_in(cast.operator)
    assert "/invitations/" in client.post(f"/towns/{cast.dong.id}/secretaries/{cast.shen.id}/invite").text
    assert client.post(f"/towns/{cast.dong.id}/secretaries/{cast.ma.id}/invite").status_code == 404
    assert client.post(f"/towns/{cast.qi.id}/secretaries/{cast.shen.id}/invite").status_code == 404
    reading = reaching(cast.dong)
    assert "accounts.invite" in [e.deed for e in reading.exec(select(AuditEntry)).all()]
    reading.commit()
    sign_in(cast.ma)
    assert "重新生成了登录链接" in client.get("/notices").text


def test_the_operator_sees_no_towns_page(client, cast, sign_in):
    sign_in(cast.operator)
    assert client.get("/towns").location == "/towns/manage"
    assert client.get(f"/towns/{cast.dong.id}").status_code == 404
