"""An agreement in a browser from the first number to the archive: signed, numbered late, verified, put away."""

from collections.abc import Callable
from datetime import date

import bargaining
import pytest
from sqlmodel import select

from app.documents.models import Document
from app.kit import clock
from app.kit.db import open_session
from app.kit.scopes import Reach
from app.precedents.models import AgreementKind
from app.towns import queries as towns
from jobs import make_archives, render_documents


@pytest.fixture
def reaching(live_app) -> Callable:
    """Sessions on the live application's database."""
    engine = live_app.extensions["engine"]

    def open_one(town, person=None, now=None):
        with open_session(engine, Reach.nothing(), writes=False) as looking:
            partnerships = towns.partnership_ids_of(looking, frozenset({town.id}))
        return open_session(engine, Reach(frozenset({town.id}), partnerships), now=now or clock.now())

    return open_one


def sign(desk, on: date) -> None:
    """What a secretary declares with the key."""
    desk.fill(**{"turn-committee": "党委会", "turn-decided_on": str(on), "turn-legal_review": "司法所：同意"})
    desk.page.locator("#main [name='turn-publicity']").first.check()
    desk.page.locator("#main [name='turn-secrecy_checked']").check()
    desk.press("签发")


def test_from_the_keys_to_the_archive(visit: Callable, live_app, live_cast, reaching) -> None:
    engine, cast, today = live_app.extensions["engine"], live_cast, clock.today()
    agreement = bargaining.asked(reaching, cast, kind=AgreementKind.VENUES)
    bargaining.checked(reaching, cast, agreement)
    keys = f"/agreements/{agreement.id}/keys"
    clerk = visit(cast.ma)
    clerk.go(keys, name="concluding-keys")
    clerk.fill(number=f"D委协〔{today.year}〕3号")
    clerk.press("登记编号")
    for secretary in (cast.shen, cast.xu):
        desk = visit(secretary)
        desk.go(keys)
        sign(desk, today)
    assert "已签发的不会作废" in desk.text()
    phone = visit(cast.yan, width=360)
    phone.go(keys, name="concluding-number-phone")
    phone.fill(number=f"Q委协〔{today.year}〕5号")
    phone.press("登记编号", name="concluding-issued-phone")
    assert "协议正在印发" in phone.text()
    assert render_documents.run(engine, clock.now()) == 1
    clerk.go(f"/agreements/{agreement.id}", name="concluding-standing")
    assert "编号和效力" in clerk.text()
    clerk.go("/agreements/in-force/", name="in-force")
    assert f"Q委协〔{today.year}〕5号" in clerk.text()
    with reaching(cast.dong) as session:
        document = session.exec(select(Document)).one()
    anybody = visit(None)
    anybody.go(f"/verify/{document.code}", name="verify-agreement")
    assert document.number in anybody.text()
    clerk.go(f"/documents?number=Q委协〔{today.year}〕5号", name="register-by-number")
    assert agreement.title in clerk.text()
    clerk.go(f"/archives/?year={today.year}", name="archives")
    clerk.press("生成归档包", role="link", name="archives-ask")
    clerk.fill(fonds="Z109")
    clerk.press("开始生成")
    assert make_archives.run(engine, clock.now()) == 1
    clerk.page.reload()
    clerk.look("archives-ready")
    assert "下载归档包" in clerk.text()
