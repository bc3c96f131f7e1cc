import io

import pytest
from openpyxl import load_workbook
from sqlmodel import select

from app.accounts import queries as accounts
from app.accounts.models import Assignment, Authorisation, Contact, Invitation, Person, Role
from app.audit.models import AuditEntry
from app.kit import clock

NEW = {"name": "单静", "title": "社区工作者", "role": "worker", "starts_on": "2026-03-02", "phone": "13800001234"}
PASSWORD = "kettle-orbit-maple"


@pytest.fixture
def clerk(client, cast, sign_in):
    sign_in(cast.ma)
    return client


def added(session):
    return session.exec(select(Person).where(Person.name == "单静")).one()


def test_a_clerk_adds_a_colleague_and_gets_a_link_to_hand_over(clerk, session, cast, app):
    page = clerk.post("/people/new", data=NEW | {"unit": str(cast.dong_centre.id)})
    assert "shanjing" in page.text
    link = page.text.partition("http://127.0.0.1:8000")[2].partition("<")[0]
    assert app.test_client().post(link, data={"password": PASSWORD, "again": PASSWORD}).location == "/sign-in"
    person = added(session)
    assert person.town_id == cast.dong.id
    assert {"shanjing", "sj", "danjing", "dj"} <= set(person.phonetic.split())
    assert session.exec(select(Contact.phone)).one() == "13800001234"


def test_people_are_found_by_initials(clerk):
    clerk.post("/people/new", data=NEW)
    for search in ("单静", "shanjing", "SJ", "dj"):
        assert "单静" in clerk.get("/people", query_string={"q": search}).text
    assert "没有找到" in clerk.get("/people?q=zzz").text


def test_everybody_is_indexed_however_the_row_was_written(clerk):
    assert "林芳" in clerk.get("/people?q=lf").text


def test_only_the_towns_own_people_are_listed(clerk):
    page = clerk.get("/people").text
    assert "老陈" in page
    assert "小钱" not in page


@pytest.mark.parametrize("forged", [{"town_id": "x"}, {"may_turn_keys": "1"}, {"login_taken": "1"}, {"id": "x"}])
def test_fields_nobody_offered_change_nothing(clerk, session, cast, forged):
    clerk.post("/people/new", data=NEW | forged | {"town_id": str(cast.qi.id)})
    assert added(session).town_id == cast.dong.id
    post = session.exec(select(Assignment).where(Assignment.person_id == added(session).id)).one()
    assert not post.may_turn_keys


@pytest.mark.parametrize("role", ["secretary", "office_head", "auditor"])
def test_a_clerk_appoints_nobody_above(clerk, session, role):
    answer = clerk.post("/people/new", data=NEW | {"role": role})
    assert answer.status_code == 422
    assert "须由书记办理" in answer.text
    assert session.exec(select(Person).where(Person.name == "单静")).all() == []


def test_nobody_is_made_operator(clerk):
    assert clerk.post("/people/new", data=NEW | {"role": "operator"}).status_code == 422


def test_a_secretary_appoints_another_who_may_turn_keys(client, cast, sign_in, session):
    sign_in(cast.shen)
    client.post("/people/new", data=NEW | {"role": "secretary"})
    post = session.exec(select(Assignment).where(Assignment.person_id == added(session).id)).one()
    assert post.may_turn_keys


def test_a_login_in_use_or_malformed_is_refused(clerk):
    assert "已被使用" in clerk.post("/people/new", data=NEW | {"login": "YAN"}).text
    assert "小写字母" in clerk.post("/people/new", data=NEW | {"login": "a b/c"}).text


def test_another_towns_unit_is_refused(clerk, cast):
    answer = clerk.post("/people/new", data=NEW | {"unit": str(cast.qi_centre.id)})
    assert answer.status_code == 422


def test_a_post_ends_with_its_last_day(clerk, session, cast):
    clerk.post(
        f"/people/{cast.lin.id}/posts", data={"role": "mentor", "starts_on": "2026-03-02", "ends_on": "2026-03-31"}
    )
    for day, held in (("2026-03-31", True), ("2026-04-01", False)):
        roles = accounts.roles_at(session, cast.lin.id, clock.at(clock.date.fromisoformat(day), "12:00"))
        assert (Role.MENTOR in {r.role for r in roles}) is held


def test_ending_a_post_takes_the_rights_at_once(clerk, session, cast, app):
    post = session.exec(select(Assignment).where(Assignment.person_id == cast.lin.id)).one()
    session.commit()
    assert clerk.post(f"/people/{cast.lin.id}/posts/{post.id}/end").status_code == 302
    assert accounts.roles_at(session, cast.lin.id, clock.now()) == []


def test_disabling_signs_out_and_keeps_out(clerk, session, cast, sign_in):
    sign_in(cast.lin)
    sign_in(cast.ma)
    clerk.post(f"/people/{cast.lin.id}/disable")
    assert accounts.live_sessions(session, cast.lin.id) == []
    assert "已停用" in clerk.get("/people").text
    clerk.post(f"/people/{cast.lin.id}/enable")
    session.commit()
    assert accounts.get_person(session, cast.lin.id).disabled_at is None


def test_nobody_disables_themselves_or_somebody_above(clerk, cast, session):
    for person, sentence in ((cast.ma, "请由其他同志办理"), (cast.shen, "须由书记办理")):
        answer = clerk.post(f"/people/{person.id}/disable")
        assert answer.status_code == 422
        assert sentence in answer.text


def test_a_clerk_cannot_take_the_secretarys_account_over(clerk, cast, session):
    assert clerk.post(f"/people/{cast.shen.id}/invite").status_code == 422
    assert session.exec(select(Invitation)).all() == []


def test_a_forgotten_password_gets_a_new_link(clerk, cast):
    assert "/invitations/" in clerk.post(f"/people/{cast.lin.id}/invite").text


@pytest.mark.parametrize("path", ["", "/posts", "/disable", "/enable", "/invite", "/contact"])
def test_another_towns_people_are_not_there(client, cast, sign_in, session, path):
    data = {"role": "worker", "starts_on": "2026-03-02"}
    for person in (cast.yan, cast.bao):
        sign_in(person)
        ask = client.post if path else client.get
        assert ask(f"/people/{cast.lin.id}{path}", **({"data": data} if path else {})).status_code == 404
    assert session.exec(select(AuditEntry).where(AuditEntry.deed.startswith("people."))).all() == []


def test_workers_and_operators_do_not_manage_people(client, cast, sign_in):
    for person in (cast.lao_chen, cast.gu, cast.operator):
        sign_in(person)
        assert client.get("/people").status_code == 403


def test_a_phone_is_masked_until_somebody_says_why(clerk, session):
    clerk.post("/people/new", data=NEW | {"email": "shan@example.org"})
    person = added(session)
    session.commit()
    page = clerk.get(f"/people/{person.id}").text
    assert "138****1234" in page
    assert "s***@example.org" in page
    assert "13800001234" not in page
    assert clerk.post(f"/people/{person.id}/contact", data={"reason": "curious"}).status_code == 422
    assert "13800001234" in clerk.post(f"/people/{person.id}/contact", data={"reason": "call"}).text
    (entry,) = session.exec(select(AuditEntry).where(AuditEntry.deed == "people.look_at_contact")).all()
    assert (entry.subject, entry.detail) == (f"person:{person.id}", {"reason": "call"})


def test_the_list_is_taken_to_excel_without_phones(clerk):
    clerk.post("/people/new", data=NEW | {"name": "=1+1", "login": "formula"})
    answer = clerk.get("/people/export.xlsx")
    sheet = load_workbook(io.BytesIO(answer.data)).active
    names = [row[0] for row in sheet.values]
    assert "马琳" in names
    assert "'=1+1" in names
    assert not any("1380" in str(cell) for row in sheet.values for cell in row)


def test_the_secretary_authorises_a_deputy_who_is_told(client, cast, sign_in, session):
    today = clock.today()
    sign_in(cast.shen)
    data = {
        "deputy": str(cast.zhu.id),
        "from_on": str(today),
        "until_on": str(today),
        "basis": "D镇党委授权委托书〔2026〕2号",
    }
    assert client.post("/people/deputies", data=data).status_code == 302
    granted = session.exec(select(Authorisation)).one()
    assert accounts.find_authorisation(session, cast.dong.id, cast.zhu.id, today)
    session.commit()
    sign_in(cast.zhu)
    assert "您获得代签授权" in client.get("/notices").text
    sign_in(cast.xu)
    assert client.post(f"/people/deputies/{granted.id}/end").status_code == 404
    sign_in(cast.shen)
    assert client.post(f"/people/deputies/{granted.id}/end").status_code == 302
    session.expire_all()
    assert accounts.find_authorisation(session, cast.dong.id, cast.zhu.id, today) is None


def test_another_towns_person_is_no_deputy(client, cast, sign_in):
    sign_in(cast.shen)
    data = {"deputy": str(cast.shi.id), "from_on": "2026-03-02", "until_on": "2026-03-03", "basis": "x"}
    assert client.post("/people/deputies", data=data).status_code == 422


def test_only_the_secretary_authorises(client, cast, sign_in):
    for person in (cast.he, cast.ma):
        sign_in(person)
        assert client.get("/people/deputies").status_code == 403
