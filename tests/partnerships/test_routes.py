"""The pages of partnerships: who can, who cannot, and what a stranger sees."""

import pytest
from keys import check
from sqlmodel import select

from app.kit import clock
from app.partnerships import actions, queries
from app.partnerships.models import PartnershipChange, Terms


@pytest.fixture
def change(session, cast):
    """D镇 proposes a quorum; committed. Only its id is kept."""
    made = actions.propose_terms(session, cast.pair, Terms(quorum=20), actor=cast.actor(cast.ma), now=clock.now()).id
    session.commit()
    return made


def test_a_clerk_founds_a_partnership_from_the_page(client, sign_in, cast, reaching):
    sign_in(cast.ma)
    assert client.get("/partnerships/new").status_code == 200
    typed = {"name": "江海毗邻党建联合体", "short_name": "江海毗邻党建", "town_ids": [str(cast.wai.id)]}
    answer = client.post("/partnerships/new", data=typed)
    assert answer.status_code == 302
    page = client.get(answer.location).text
    assert "成立江海毗邻党建联合体" in page
    assert "双方确认" in page
    with reaching(cast.wai) as invited:
        assert invited.exec(select(PartnershipChange)).one()


def test_a_taken_name_is_refused_on_the_same_page(client, sign_in, cast):
    sign_in(cast.ma)
    typed = {"name": cast.pair.name, "short_name": "红梅", "town_ids": [str(cast.wai.id)]}
    answer = client.post("/partnerships/new", data=typed)
    assert answer.status_code == 422
    assert "请另取名称" in answer.text


@pytest.mark.parametrize("page", ["", "/settings", "/rename", "/join", "/leave"])
def test_the_partner_opens_every_page_and_the_stranger_none(client, sign_in, cast, page):
    for person, code in ((cast.yan, 200), (cast.bao, 404)):
        sign_in(person)
        assert client.get(f"/partnerships/{cast.pair.id}{page}").status_code == code


def test_a_worker_reads_and_proposes_nothing(client, sign_in, cast):
    sign_in(cast.lao_chen)
    assert client.get(f"/partnerships/{cast.pair.id}").status_code == 200
    assert client.get(f"/partnerships/{cast.pair.id}/rename").status_code == 403


def test_the_key_is_turned_on_the_page(client, sign_in, cast, change, reaching):
    with reaching(cast.dong) as ours:
        consent = queries.consent_of(ours, queries.get_change(ours, change))
        consent_id, seen = consent.id, consent.content_hash
        check(ours, consent_id, cast, cast.dong, clock.now())
        ours.commit()
    sign_in(cast.shen)
    page = f"/partnerships/changes/{change}"
    assert "签发" in client.get(page).text
    assert client.post(f"{page}/turn", data={"turn-seen_hash": "another"}).status_code == 422
    assert client.post(f"{page}/turn", data={"turn-seen_hash": seen}).status_code == 302
    assert "沈卫东" in client.get(page).text


def test_a_stranger_finds_no_change_and_turns_nothing(client, sign_in, cast, change):
    sign_in(cast.fang)
    page = f"/partnerships/changes/{change}"
    assert client.get(page).status_code == 404
    for deed in ("check", "turn", "refuse", "withdraw"):
        assert client.post(f"{page}/{deed}", data={"turn-seen_hash": "x"}).status_code == 404


def test_the_partner_refuses_with_a_reason_and_the_proposer_withdraws(client, sign_in, cast, change, reaching):
    with reaching(cast.qi) as theirs:
        seen = queries.consent_of(theirs, queries.get_change(theirs, change)).content_hash
    page = f"/partnerships/changes/{change}"
    sign_in(cast.xu)
    assert client.post(f"{page}/refuse", data={"refuse-seen_hash": seen}).status_code == 422
    typed = {"refuse-seen_hash": seen, "refuse-reason": "人数偏多", "refuse-counter_text": "不少于10人"}
    assert client.post(f"{page}/refuse", data=typed).status_code == 302
    assert client.post(f"{page}/withdraw", data={"reason": "不同意"}).status_code == 422
    sign_in(cast.ma)
    text = client.get(page).text
    assert "人数偏多" in text
    assert "不少于10人" in text
    assert "/topics/new?source=refused_key:" in text.replace("%3A", ":")
    assert client.post(f"{page}/withdraw", data={"reason": "另行商定"}).status_code == 302
    assert "已撤回" in client.get(page).text


def test_the_list_leads_to_what_waits(client, sign_in, cast, change):
    sign_in(cast.yan)
    text = client.get("/partnerships/").text
    assert cast.pair.name in text
    assert f"/partnerships/changes/{change}" in text
