"""What people read about the agreements in force, and when they are reminded."""

from collections.abc import Callable
from datetime import timedelta

import bargaining
import pytest
import sqlalchemy as sa
from bargaining import NOW
from cast import Cast
from flask.testing import FlaskClient
from sqlmodel import Session, select

from app.accounts.models import Person
from app.agreements.models import Agreement
from app.concluding import actions
from app.kit import clock
from app.notifications.models import Notice
from app.precedents.models import AgreementKind
from jobs import remind_agreements

SignIn = Callable[[Person], None]
Reaching = Callable[..., Session]


@pytest.fixture
def signed(reaching: Reaching, cast: Cast) -> Agreement:
    """A service agreement with both keys and both numbers."""
    agreement = bargaining.asked(reaching, cast, kind=AgreementKind.SERVICES)
    bargaining.checked(reaching, cast, agreement)
    for town, clerk, number in ((cast.dong, cast.ma, "D委协〔2026〕3号"), (cast.qi, cast.yan, "Q委协〔2026〕5号")):
        with reaching(town, now=NOW) as session:
            found = bargaining.seen(session, agreement, town)
            actions.give_number(session, found, number, actor=cast.actor(clerk), now=NOW)
            session.commit()
    for town, secretary in ((cast.dong, cast.shen), (cast.qi, cast.xu)):
        with reaching(town, now=NOW) as session:
            found = bargaining.seen(session, agreement, town)
            seen = bargaining.key(bargaining.queries.version_on_table(session, found).content_hash)
            actions.turn_key(session, found, seen, actor=cast.actor(secretary), now=NOW)
            session.commit()
    return agreement


def test_both_towns_read_what_is_in_force_and_a_stranger_nothing(
    client: FlaskClient, sign_in: SignIn, cast: Cast, signed: Agreement
) -> None:
    for person in (cast.ma, cast.xu):
        sign_in(person)
        page = client.get("/agreements/in-force/").text
        assert signed.title in page
        assert "D委协〔2026〕3号" in page
        assert "共同处理报名居民的个人信息" in page
    assert client.get("/agreements/in-force/list.xlsx?life=ended").status_code == 200
    assert "没有符合条件的协议" in client.get("/agreements/in-force/?life=ended").text
    sign_in(cast.bao)
    assert "还没有已签署的协议" in client.get("/agreements/in-force/").text


def test_each_town_is_reminded_once_before_and_once_after_the_end(
    engine: sa.Engine, reaching: Reaching, cast: Cast, signed: Agreement
) -> None:
    def titles(days: int) -> list[str]:
        when = NOW.replace(year=signed.until_on.year, month=signed.until_on.month, day=signed.until_on.day)
        for _ in range(2):
            remind_agreements.run(engine, when + timedelta(days=days))
        with reaching(cast.qi) as session:
            mine = select(Notice.title).where(col_like(Notice.kind), Notice.person_id == cast.xu.id)
            return list(session.exec(mine.order_by(Notice.made_at)))

    def col_like(column):
        return sa.cast(column, sa.String).like("validity.%")

    assert titles(-61) == []
    assert titles(-60) == [f"协议即将到期，请考虑续签：{signed.title}"]
    assert len(titles(-30)) == 1
    assert titles(1)[-1] == f"协议已到期：{signed.title}"


def test_the_list_says_where_a_signed_agreement_stands_in_its_term(
    client: FlaskClient, sign_in: SignIn, cast: Cast, signed: Agreement, monkeypatch: pytest.MonkeyPatch
) -> None:
    begins, ends = signed.from_on, signed.until_on
    assert begins
    assert ends
    cases = {
        begins - timedelta(days=1): ("coming", "尚未生效"),
        begins: ("in_force", "生效中"),
        ends: ("ending", "即将到期"),
        ends + timedelta(days=1): ("ended", "已到期"),
    }
    for today, (life, words) in cases.items():
        monkeypatch.setattr(clock, "today", lambda today=today: today)
        sign_in(cast.ma)
        assert f">{words}</span>" in client.get(f"/agreements/?state={life}").text
        assert client.get(f"/agreements/export.xlsx?state={life}").status_code == 200
    assert "没有符合条件的协议" in client.get("/agreements/?state=in_force").text
