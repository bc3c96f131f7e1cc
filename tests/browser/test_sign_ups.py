"""A resident on a phone signs up, looks it up and cancels; a worker signs three up at once; an offer is accepted."""

from datetime import date, timedelta

import pytest
from catalogue import service_draft
from townsfolk import GU, WANG, wish

from app.enrolment import actions as enrolment
from app.grounds import actions as grounds
from app.grounds.models import AssessmentDraft
from app.kit import clock
from app.kit.db import transaction
from app.kit.scopes import Reach
from app.services import actions as services
from app.sessions import actions as sessions
from app.sessions.models import OccasionDraft
from app.towns import actions as towns
from app.towns.models import BasisDraft, BasisKind

MONDAY = clock.at(date(2026, 3, 2), "09:00")
THURSDAY = clock.at(date(2026, 3, 5), "08:30")


@pytest.fixture
def play(live_app, live_cast, monkeypatch):
    """`play(town)`: a transaction of a town, on a Monday morning."""
    monkeypatch.setattr(clock, "now", lambda: MONDAY)

    def begin(town):
        reach = Reach(frozenset({town.id}), frozenset({live_cast.pair.id}))
        return transaction(live_app.extensions["engine"], reach, now=MONDAY)

    return begin


@pytest.fixture
def check_up(play, live_cast):
    """Q镇's health check with four places, and all that it takes to cross the border."""
    cast, yan = live_cast, live_cast.actor(live_cast.yan)
    with play(cast.qi) as session:
        basis = {"kind": BasisKind.PERSONAL_DATA, "valid_from": date(2026, 1, 1), "document": "服务共享协议"}
        towns.write_basis(session, BasisDraft(partnership_id=cast.pair.id, **basis), actor=yan)
        made = services.write(session, service_draft(cast.qi_centre), (), actor=yan, now=MONDAY)
        services.publish(session, made.id, actor=yan, now=MONDAY)
        draft = OccasionDraft(starts_at=THURSDAY, ends_at=THURSDAY + timedelta(hours=2), places=4)
        occasion = sessions.plan_many(session, made, [draft], actor=yan, now=MONDAY)[0]
    for town, clerk in ((cast.dong, cast.ma), (cast.qi, cast.yan)):
        with play(town) as session:
            assessed = AssessmentDraft(
                made_on=date(2026, 1, 10), summary="范围必要，权限分级，风险可控", kept_where="档案室"
            )
            actor = cast.actor(clerk)
            grounds.record_assessment(session, assessed, partnership_id=cast.pair.id, actor=actor, now=MONDAY)
    return occasion.id


@pytest.mark.parametrize(("width", "script"), [(320, False), (360, True)], ids=["bare", "phone"])
def test_a_resident_signs_up_looks_it_up_and_cancels(visit, live_cast, check_up, width, script):
    phone = visit(None, width=width, script=script)
    phone.go(f"/join/{check_up}", name="join")
    assert "共同处理" in phone.text()
    phone.press("报名", name="join-errors")
    assert "请填写手机号码" in phone.text()
    phone.fill(phone="138 0000 1111", name="李秀英", home=f"{live_cast.dong.id}:")
    phone.page.check("#main [name='told']")
    phone.page.check("#main [name='agreed']")
    phone.press("报名", name="slip")
    code = phone.page.inner_text("#main .code")
    assert "138****1111" in phone.text()
    assert "李秀英" not in phone.text()

    other = visit(None, width=width, script=script)
    other.go("/slip/find", name="slip-find")
    other.fill(code=code.lower(), last4="1111")
    other.press("查询", name="slip-found")
    other.page.locator("summary", has_text="取消报名").click()
    other.press("确定取消报名", name="slip-cancelled")
    assert "已取消" in other.text()


@pytest.mark.parametrize(("width", "script"), [(360, True), (1280, False)], ids=["phone", "bare-desk"])
def test_a_worker_signs_up_three_and_an_offer_is_accepted(visit, live_cast, check_up, play, width, script):
    cast = live_cast
    worker = visit(cast.lao_chen, width=width, script=script)
    worker.go("/residents", name="residents-empty")
    worker.go(f"/sessions/{check_up}/sign-up", name="sign-up")
    for n, (name, number) in enumerate((("李秀英", "13800001111"), (WANG, "13800002222"), ("张建国", "13800009999"))):
        worker.fill(**{f"rows-{n}-name": name, f"rows-{n}-phone": number, f"rows-{n}-home": f"{cast.dong.id}:"})
    worker.page.check("#main [name='agreed_by'][value='self']")
    worker.page.check("#main [name='agreed_how'][value='spoken']")
    worker.press("报名", name="roll")
    assert "已为3人报名" in worker.text()
    assert "D镇3人" in worker.text()

    with play(cast.qi) as session:
        fourth = enrolment.sign_up(session, check_up, wish(cast.qi, GU), actor=cast.actor(cast.qian), now=MONDAY).id
    worker.go(f"/sessions/{check_up}/sign-up", name="sign-up-full")
    worker.fill(**{"rows-0-name": "赵大明", "rows-0-phone": "13800007777", "rows-0-home": f"{cast.dong.id}:"})
    worker.page.check("#main [name='agreed_by'][value='self']")
    worker.page.check("#main [name='agreed_how'][value='spoken']")
    worker.page.check("#main [name='wait']")
    worker.press("报名", name="roll-waiting")
    assert "第1位" in worker.text()
    with play(cast.qi) as session:
        enrolment.cancel(session, fourth, actor=cast.actor(cast.qian), now=MONDAY)

    worker.go("/", name="home-calls")
    assert "1位居民要电话告知" in worker.text()
    worker.go("/tellings", name="tellings")
    worker.press("打电话", name="telling")
    assert "13800007777" in worker.text()
    worker.press("居民愿意参加的，到报名页代为接受", role="link", name="offer")
    worker.press("代为接受", name="offer-accepted")
    assert "已代为接受" in worker.text()
    worker.go("/residents?q=zdm", name="residents")
    worker.press("赵** 7777", role="link", name="resident")

    clerk = visit(cast.ma, width=width, script=script)
    clerk.go("/grounds", name="grounds")
    assert "可以跨镇报名" in clerk.text()
    clerk.go("/rights", name="rights")
    clerk.fill(name="李秀英", phone="13800001111")
    clerk.press("查找", name="rights-found")
    assert "1次" in clerk.text()
