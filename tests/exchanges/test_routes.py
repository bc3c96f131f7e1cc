"""The pages of an exchange: both towns fill in and sign; a partner's worker and a stranger find nothing."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from freezegun import freeze_time
from postings import FROM, GOALS, NOW, UNTIL, agreed_pair, begun, filled, home_part
from sqlmodel import select

from app.consents.models import Consent
from app.exchanges import actions
from app.secondments.models import Exchange, Secondment, Stage

pytestmark = pytest.mark.usefixtures("frozen")


@pytest.fixture
def frozen():
    with freeze_time(NOW + timedelta(minutes=1)):
        yield


@pytest.fixture
def exchange_id(reaching, cast):
    with reaching(cast.dong, now=NOW) as session:
        exchange = begun(session, cast)
        actions.fill_home(session, exchange, home_part(cast, "qi"), actor=cast.actor(cast.shi), now=NOW)
        session.commit()
        return exchange.id


def rows(reaching, town, statement):
    with reaching(town) as session:
        return session.exec(statement).all()


def test_an_organiser_begins_and_names_the_own_person(client, sign_in, reaching, cast):
    sign_in(cast.zhu)
    page = client.get("/secondments/exchanges/new")
    assert "Q镇" in page.text
    assert "外镇" not in page.text
    typed = {"partner": str(cast.qi.id), "name": "2026年互派挂职", "from_on": str(FROM), "until_on": str(UNTIL)}
    answer = client.post("/secondments/exchanges/new", data=typed)
    assert answer.status_code == 302
    said = {
        "person": str(cast.lin.id),
        "identity": "community_worker",
        "unit": str(cast.dong_centre.id),
        "mentor": str(cast.lao_chen.id),
        "goals": "\n".join(GOALS),
        "basis": "党委会研究同意",
        "party_tie": "attends",
        "allowance_by": "home",
        "insurance_by": "home",
    }
    wrong = client.post(f"{answer.location}/home", data=said | {"goals": "一条"})
    assert wrong.status_code == 422
    assert "请写3至5条挂职目标" in wrong.text
    assert "党委会研究同意" in wrong.text, "nothing typed is lost"
    assert client.post(f"{answer.location}/home", data=said).status_code == 302
    assert rows(reaching, cast.dong, select(Secondment))[0].person_id == cast.lin.id


def test_the_host_is_told_why_an_elected_post_is_refused(client, sign_in, reaching, cast, exchange_id):
    sign_in(cast.zhu)
    offered = {"unit": str(cast.dong_centre.id), "post": "committee_director", "mentor": str(cast.lao_chen.id)}
    answer = client.post(f"/secondments/exchanges/{exchange_id}/host", data=offered)
    assert answer.status_code == 422
    assert "依法选举产生" in BeautifulSoup(answer.text, "html.parser").find(class_="error-summary").text
    good = client.post(f"/secondments/exchanges/{exchange_id}/host", data=offered | {"post": "centre_deputy"})
    assert good.status_code == 302


def test_the_page_says_what_is_missing_before_the_towns_can_be_asked(client, sign_in, cast, exchange_id):
    sign_in(cast.ma)
    page = client.get(f"/secondments/exchanges/{exchange_id}").text
    assert "还缺：D镇派出的同志、D镇给出的挂职岗位和带教人" in page
    assert client.post(f"/secondments/exchanges/{exchange_id}/ask").status_code == 422


def test_both_secretaries_sign_on_the_page_and_the_agreement_is_issued(client, sign_in, reaching, cast):
    with reaching(cast.dong, now=NOW) as session:
        exchange_id = filled(session, cast).id
        session.commit()
    base = f"/secondments/exchanges/{exchange_id}"
    sign_in(cast.ma)
    assert "互派挂职协议" in client.get(base).text
    assert client.post(f"{base}/ask").status_code == 302
    seen = rows(reaching, cast.dong, select(Consent))[0].content_hash
    signed = {
        "turn-seen_hash": seen,
        "turn-committee": "党委会",
        "turn-decided_on": "2026-03-02",
        "turn-publicity": "on_request",
        "turn-secrecy_checked": "y",
    }
    for person, deed in ((cast.he, "check"), (cast.yan, "check"), (cast.tang, "check")):
        sign_in(person)
        assert client.post(f"{base}/{deed}", data={"check-seen_hash": seen}).status_code == 302
    for person in (cast.shen, cast.xu):
        sign_in(person)
        assert client.post(f"{base}/turn", data=signed).status_code == 302
    assert {p.stage for p in rows(reaching, cast.dong, select(Secondment))} == {Stage.AGREED}
    page = client.get(base).text
    assert "互派挂职协议" in page
    assert "挂职通知" in page


def test_an_exchange_is_refused_and_withdrawn_on_its_page(client, sign_in, reaching, cast, exchange_id):
    sign_in(cast.shi)
    base = f"/secondments/exchanges/{exchange_id}"
    assert client.post(f"{base}/withdraw", data={"reason": ""}).status_code == 422
    assert client.post(f"{base}/withdraw", data={"reason": "人选有变"}).status_code == 302
    assert rows(reaching, cast.qi, select(Exchange))[0].stage is Stage.DROPPED


def test_workers_of_both_towns_and_strangers_find_nothing(client, sign_in, cast, exchange_id):
    for person, code in ((cast.lao_chen, 403), (cast.qian, 403), (cast.bao, 404), (cast.fang, 404)):
        sign_in(person)
        assert client.get(f"/secondments/exchanges/{exchange_id}").status_code == code


def test_a_posting_is_found_by_its_people_and_by_nobody_else(client, sign_in, reaching, cast):
    mine, _ = agreed_pair(reaching, cast, now=NOW)
    page = f"/secondments/{mine.id}"
    seen = [(cast.lin, 200), (cast.lao_chen, 200), (cast.tang, 200), (cast.shi, 200), (cast.ma, 200)]
    unseen = [(cast.qian, 404), (cast.wu, 404), (cast.fang, 404), (cast.bao, 404)]
    for person, code in (*seen, *unseen):
        sign_in(person)
        assert client.get(page).status_code == code, person.name
        assert client.get("/secondments/").status_code == 200
        assert client.get(f"{page}/handover").status_code == code
        assert client.get(f"{page}/appraisal").status_code == code
