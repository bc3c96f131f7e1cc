"""An agreement from the template to both keys: changed, commented on, one article refused, adopted, signed."""

from datetime import timedelta

import pytest

from app.kit import clock
from app.kit.db import transaction
from app.kit.scopes import Reach
from app.towns.models import Organ

NOW = clock.at(clock.today(), "09:00")


@pytest.fixture
def governments(live_app, live_cast):
    """Both towns' 人民政府, which sign for venues."""
    cast = live_cast
    with transaction(live_app.extensions["engine"], Reach(frozenset({cast.dong.id})), now=NOW) as session:
        for town in (cast.dong, cast.qi):
            names = {"full_name": f"{town.name}人民政府", "short_name": f"{town.name}人民政府"}
            session.add(Organ(town_id=town.id, code=f"{town.name[:1]}府", printed_by=f"{town.name}党政办公室", **names))


def _sign(visitor, path, *, name=""):
    """Every field of a key that needs committee and legal review."""
    visitor.go(path, name=name)
    visitor.page.fill("[name='turn-committee']", "党委会会议")
    visitor.page.fill("[name='turn-decided_on']", (clock.today() - timedelta(days=1)).isoformat())
    visitor.page.fill("[name='turn-legal_review']", "司法所审查，同意")
    visitor.page.check("[name='turn-secrecy_checked']")
    visitor.press("签发")


@pytest.mark.parametrize(("width", "script"), [(1280, True), (360, False)], ids=["desk", "phone"])
def test_an_agreement_is_drafted_argued_about_and_signed(visit, live_cast, governments, width, script):
    cast = live_cast
    clerk = visit(cast.ma, width=width, script=script)
    clerk.go("/agreements/", name="agreements/empty")
    clerk.press("起草协议", role="link", name="agreements/begin")
    clerk.page.check("[name='kind'][value='framework']")
    clerk.press("按样本起草", name="agreements/draft")
    address = clerk.page.url.removeprefix(clerk.address)

    clerk.press("修改条款", role="link", name="agreements/editor")
    clerk.fill(**{"articles-0-body": "共同建设毗邻党建联合体。"})
    clerk.page.locator("#articles-0").get_by_role("button", name="下移第1条").click()
    clerk.look("agreements/editor-moved")
    clerk.press("保存")
    assert "第二条" in clerk.text()
    clerk.press("协议各方", role="link", name="agreements/parties")
    clerk.go(f"{address}/annexes", name="agreements/annexes")
    clerk.go(f"{address}/preview", name="agreements/preview")
    clerk.go(address)
    clerk.press("提交会商")

    partner = visit(cast.yan, width=width, script=script)
    partner.go(address)
    partner.page.locator(".article").nth(2).locator("summary", has_text="提意见").click()
    partner.page.locator(".article").nth(2).locator("textarea").first.fill("请写明每两个月的哪一周召开。")
    partner.page.locator(".article").nth(2).get_by_role("button", name="提交意见").first.click()
    partner.look("agreements/commented")
    clerk.go(address)
    clerk.press("提请签发", name="agreements/asked")

    secretary = visit(cast.xu, width=width, script=script)
    secretary.go(f"{address}/refuse", name="agreements/refuse")
    costs = secretary.page.locator("details.article", has_text="费用").first
    costs.locator("summary").click()
    costs.locator("input[type='text']").first.fill("共同活动的费用要说清")
    costs.locator("textarea").fill("各自承担；共同活动由承办方承担。")
    secretary.press("退回并说明理由", name="agreements/refused")
    clerk.go(address, name="agreements/objection")
    clerk.press("采纳对方的表述", name="agreements/adopted")
    clerk.go(f"{address}/versions", name="agreements/versions")
    assert "共同活动由承办方承担" in clerk.text()

    for person in (cast.he, cast.yan, cast.tang):
        handler = visit(person, width=width, script=script)
        handler.go(f"{address}/keys")
        handler.press("核稿完毕，送书记签发" if person is not cast.yan else "拟办完毕，送主任核稿")
    _sign(visit(cast.shen, width=width, script=script), f"{address}/keys", name="agreements/keys")
    _sign(visit(cast.xu, width=width, script=script), f"{address}/keys")
    clerk.go(address, name="agreements/concluded")
    assert any(words in clerk.text() for words in ("尚未生效", "生效中"))  # from the first of the next month on
    clerk.go("/agreements/", name="agreements/index")
