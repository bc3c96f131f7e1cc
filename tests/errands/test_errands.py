"""督办 inside one's own town: given, reported, closed; never seen by the partner."""

import io
from datetime import UTC, date, datetime, timedelta

import openpyxl
import pytest
from freezegun import freeze_time
from sqlmodel import select

from app.errands import actions, queries, rules
from app.errands.models import Deed, Errand, ErrandDraft, ErrandState
from app.kit.errors import NotFound
from app.notifications.models import Notice
from jobs import chase_followups

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
MORNING = "2026-03-02 02:00"
DUE = date(2026, 3, 31)


@pytest.fixture
def given(reaching, cast):
    """书记沈卫东 has told 老陈 to do something."""
    with reaching(cast.dong, now=NOW) as session:
        draft = ErrandDraft(
            text="月底前完成多功能厅空调检修", unit_id=cast.dong_centre.id, person_id=cast.lao_chen.id, due_on=DUE
        )
        made = actions.assign(session, draft, town_id=cast.dong.id, actor=cast.actor(cast.shen), now=NOW)
        session.commit()
        return made.id


def state_of(session):
    return session.exec(select(Errand.state)).one()


def test_only_a_leader_gives_it(session, cast):
    draft = ErrandDraft(text="x", unit_id=cast.dong_centre.id, due_on=DUE)
    for person in (cast.lao_chen, cast.ma, cast.xu):
        with pytest.raises(rules.NotALeader):
            actions.assign(session, draft, town_id=cast.dong.id, actor=cast.actor(person), now=NOW)
    past = ErrandDraft(text="x", unit_id=cast.dong_centre.id, due_on=date(2026, 3, 1))
    with pytest.raises(rules.DueInThePast):
        actions.assign(session, past, town_id=cast.dong.id, actor=cast.actor(cast.he), now=NOW)


def test_from_given_to_closed_with_one_return(session, cast, given):
    worker, leader = cast.actor(cast.lao_chen), cast.actor(cast.he)
    errand = queries.get_errand(session, given, town_id=cast.dong.id)
    actions.report_progress(session, errand, percent=40, note="已联系厂家", actor=worker, now=NOW)
    actions.report_done(session, errand, note="已检修", actor=worker, now=NOW)
    with pytest.raises(rules.WrongState, match="已报完成"):
        actions.report_progress(session, errand, percent=50, note="x", actor=worker, now=NOW)
    actions.decide(session, errand, Deed.RETURNED, note="请附检修单", actor=leader, now=NOW)
    assert (errand.state, errand.percent) == (ErrandState.IN_PROGRESS, 90)
    actions.report_done(session, errand, note="已附", actor=worker, now=NOW + timedelta(hours=1))
    actions.decide(session, errand, Deed.CLOSED, note="", actor=leader, now=NOW + timedelta(hours=2))
    assert (errand.state, errand.closed_on) == (ErrandState.CLOSED, date(2026, 3, 2))
    assert [t.deed_words for t in queries.history_of(session, given)] == [
        "交办", "更新进度", "报完成", "退回", "报完成", "办结",
    ]  # fmt: skip


def test_only_who_is_in_charge_reports(session, cast, given):
    errand = queries.get_errand(session, given, town_id=cast.dong.id)
    with pytest.raises(rules.NotInCharge):
        actions.report_done(session, errand, note="x", actor=cast.actor(cast.qian), now=NOW)


def test_the_partner_never_learns_of_it(reaching, cast, given):
    with reaching(cast.qi) as there:
        assert there.exec(select(Errand)).all() == []
        with pytest.raises(NotFound):
            queries.get_errand(there, given, town_id=cast.dong.id)
        assert there.exec(select(Notice).where(Notice.kind == "errands.assigned")).all() == []


def test_the_person_in_charge_is_reminded_once(engine, reaching, cast, given):
    for _ in range(2):
        chase_followups.run(engine, NOW + timedelta(days=22))
    chase_followups.run(engine, NOW + timedelta(days=35))
    with reaching(cast.dong) as session:
        told = session.exec(select(Notice).where(Notice.kind == "errands.due").order_by(Notice.made_at)).all()
        assert {(n.person_id, n.title) for n in told} == {
            (cast.lao_chen.id, "督办事项7天后到期"),
            (cast.lao_chen.id, "督办事项已超过完成时限"),
        }
        assert len(told) == 2


@freeze_time(MORNING)
def test_the_pages_from_giving_to_closing(client, cast, sign_in, reaching):
    sign_in(cast.he)
    assert "没有符合条件的督办事项" in client.get("/errands/").text
    form = {"text": "更新场地公告牌", "unit_id": str(cast.dong_centre.id), "person_id": str(cast.lin.id)}
    assert "请选择完成时限" in client.post("/errands/new", data=form).text
    assert client.post("/errands/new", data=form | {"due_on": "2026-03-31"}).status_code == 302
    with reaching(cast.dong) as session:
        errand_id = session.exec(select(Errand.id)).one()
    sign_in(cast.lin)
    assert "填报办理情况" in client.get(f"/errands/{errand_id}").text
    assert client.post(f"/errands/{errand_id}/close", data={"remark": "x"}).status_code == 403
    done = {"percent": "100", "note": "已更新", "is_done": "y"}
    assert client.post(f"/errands/{errand_id}/progress", data=done).status_code == 302
    sign_in(cast.he)
    assert "退回继续办理" in client.get(f"/errands/{errand_id}").text
    assert client.post(f"/errands/{errand_id}/close", data={"remark": "很好"}).status_code == 302
    assert client.post(f"/errands/{errand_id}/close", data={"remark": "很好"}).status_code == 422
    assert client.post(f"/errands/{errand_id}/open", data={"remark": "x"}).status_code == 404
    assert "更新场地公告牌" in client.get("/errands/?state=closed&q=公告").text
    sheet = openpyxl.load_workbook(io.BytesIO(client.get("/errands/export.xlsx?state=all").data)).active
    assert [c.value for c in sheet[2]][:3] == ["更新场地公告牌", "D镇党群服务中心", "林芳"]


@freeze_time(MORNING)
@pytest.mark.parametrize("who", ["xu", "fang"])
@pytest.mark.parametrize("path", ["", "/progress", "/close"])
def test_other_towns_find_nothing(client, cast, sign_in, reaching, given, who, path):
    sign_in(getattr(cast, who))
    url = f"/errands/{given}{path}"
    said = {"percent": "1", "note": "x", "remark": "x"}
    answer = client.post(url, data=said) if path else client.get(url)
    assert answer.status_code == 404
    with reaching(cast.dong) as session:
        assert state_of(session) is ErrandState.OPEN
