"""The signing page: who sees it, what the clerk types, what a stranger finds."""

from collections.abc import Callable

import bargaining
import pytest
from cast import Cast
from flask.testing import FlaskClient
from sqlmodel import Session

from app.accounts.models import Person
from app.concluding import queries
from app.precedents.models import AgreementKind

SignIn = Callable[[Person], None]


def test_a_clerk_enters_the_number_and_a_wrong_one_is_explained(
    client: FlaskClient, sign_in: SignIn, cast: Cast, reaching: Callable[..., Session]
) -> None:
    agreement = bargaining.asked(reaching, cast, kind=AgreementKind.VENUES)
    sign_in(cast.ma)
    address = f"/agreements/{agreement.id}/keys"
    page = client.get(address)
    assert "待D镇登记" in page.text
    assert "协议编号" in page.text
    wrong = client.post(f"{address}/number", data={"number": "D委协(2026)3号"})
    assert wrong.status_code == 422
    assert "六角括号" in wrong.text
    assert "D委协(2026)3号" in wrong.text
    year = bargaining.NOW.year
    assert client.post(f"{address}/number", data={"number": f"D委协〔{year}〕3号"}).status_code == 302
    assert f"D委协〔{year}〕3号" in client.get(address).text
    sign_in(cast.yan)
    assert "待Q镇登记" in client.get(address).text


@pytest.mark.parametrize("who", ["bao", "fang"])
def test_a_stranger_finds_no_signing_page(
    client: FlaskClient, sign_in: SignIn, cast: Cast, reaching: Callable[..., Session], who: str
) -> None:
    agreement = bargaining.asked(reaching, cast, kind=AgreementKind.VENUES)
    sign_in(getattr(cast, who))
    address = f"/agreements/{agreement.id}/keys"
    assert client.get(address).status_code == 404
    assert client.post(f"{address}/number", data={"number": "H委协〔2026〕3号"}).status_code == 404
    with reaching(cast.dong) as session:
        assert queries.given_numbers(session, agreement) == {}


def test_before_it_is_put_for_signing_there_is_no_page(
    client: FlaskClient, sign_in: SignIn, cast: Cast, reaching: Callable[..., Session]
) -> None:
    agreement = bargaining.tabled(reaching, cast)
    sign_in(cast.shen)
    assert client.get(f"/agreements/{agreement.id}/keys").status_code == 404
