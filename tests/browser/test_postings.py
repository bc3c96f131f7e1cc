"""A posting in a browser: secretaries sign, the organisation member sees what is missing, a worker sees nothing."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from keys import check_all
from postings import filled

from app.exchanges import actions
from app.kit import clock
from app.kit.db import open_session
from app.kit.scopes import Reach
from app.towns import queries as towns


@pytest.fixture
def exchange_id(live_app, live_cast):
    """Filled in by both towns, checked in both, waiting for both secretaries."""
    engine, cast = live_app.extensions["engine"], live_cast
    now, first = clock.now(), clock.today() + timedelta(days=1)

    def reaching(town, now=now):
        with open_session(engine, Reach.nothing(), writes=False) as looking:
            partnerships = towns.partnership_ids_of(looking, frozenset({town.id}))
        return open_session(engine, Reach(frozenset({town.id}), partnerships), now=now)

    with reaching(cast.dong) as session:
        exchange = filled(session, cast, now, from_on=first, until_on=first + timedelta(days=180))
        consent_id = actions.ask(session, exchange, actor=cast.actor(cast.ma), now=now).id
        session.commit()
    check_all(reaching, consent_id, cast, now)
    return exchange.id


def test_both_secretaries_sign_and_the_organiser_sees_what_is_missing(visit: Callable, live_cast, exchange_id) -> None:
    page = f"/secondments/exchanges/{exchange_id}"
    for signer in (live_cast.shen, live_cast.xu):
        desk = visit(signer)
        desk.go(page, name=f"exchange-{signer.login}")
        desk.fill(**{"turn-committee": "党委会", "turn-decided_on": str(clock.today())})
        desk.page.locator("#main [name='turn-publicity']").first.check()
        desk.page.locator("#main [name='turn-secrecy_checked']").check()
        desk.press("签发")
    assert "互派挂职协议" in desk.text()
    phone = visit(live_cast.zhu, width=360)
    phone.go("/secondments/board", name="board-phone")
    assert "林芳：派出挂职的报备未登记" in phone.text()
    phone.press("林芳：派出挂职的报备未登记", role="link")
    phone.fill(authority="social_work", filed_on=str(clock.today()), number="崇社工备〔2026〕3号")
    phone.press("登记", name="filings-phone")
    assert "未报备" not in phone.text()
    worker = visit(live_cast.qian)
    worker.go("/secondments/", name="secondments-worker")
    assert "小钱" in worker.text()
    assert "林芳" not in worker.page.inner_text("#main")
