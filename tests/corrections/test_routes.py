"""The pages of corrections and excerpts."""

from uuid import UUID

import pytest
from keys import check
from minuting import NEXT_DAY

from app.corrections import queries
from app.documents import queries as documents
from app.resolutions import queries as resolutions
from jobs import publish_minutes, render_documents

TYPED = {
    "fixes-0-place": "第二部分",
    "fixes-0-wrong": "每周二、四下午",
    "fixes-0-right": "每周二下午",
    "fixes-1-place": "",
    "fixes-2-place": "",
    "reason": "记录有误",
}


@pytest.fixture
def printed(engine, issued):
    render_documents.run(engine, NEXT_DAY)
    publish_minutes.run(engine, NEXT_DAY)
    return issued


@pytest.fixture
def proposed(client, sign_in, cast, printed):
    sign_in(cast.yan)
    answer = client.post(f"/corrections/meeting/{printed}/new", data=TYPED)
    assert answer.status_code == 302
    return answer.location


def test_the_partner_proposes_and_the_host_signs(client, sign_in, cast, printed, proposed, acting):
    correction_id = proposed.rsplit("/", 1)[1]
    for town, signer in ((cast.qi, cast.xu), (cast.dong, cast.shen)):
        with acting(town, NEXT_DAY) as session:
            consent = queries.consent_of(session, queries.get_correction(session, correction_id_of(correction_id)))
            check(session, consent.id, cast, town, NEXT_DAY)
            seen = consent.content_hash
        sign_in(signer)
        assert "每周二下午" in client.get(proposed).text
        key = {"turn-seen_hash": seen, "turn-publicity": "open", "turn-secrecy_checked": "y"}
        assert client.post(f"{proposed}/turn", data=key).status_code == 302
    assert "〔2026〕2号" in client.get(f"/corrections/meeting/{printed}").text


def correction_id_of(text):

    return UUID(text)


def test_a_half_filled_line_is_refused_where_it_is(client, sign_in, cast, printed):
    sign_in(cast.ma)
    answer = client.post(f"/corrections/meeting/{printed}/new", data=TYPED | {"fixes-1-wrong": "某处"})
    assert answer.status_code == 422
    assert "请填写更正后的文字" in answer.text
    empty = dict.fromkeys(TYPED, "") | {"reason": "记录有误"}
    answer = client.post(f"/corrections/meeting/{printed}/new", data=empty)
    assert answer.status_code == 422
    assert "请至少填写一处更正" in answer.text


def test_the_host_issues_an_excerpt_and_the_partner_cannot(client, sign_in, cast, printed, acting):
    with acting(cast.dong) as session:
        resolution_id = resolutions.of_meeting(session, printed)[0].id
    url = f"/corrections/meeting/{printed}/excerpts/{resolution_id}"
    sign_in(cast.yan)
    assert client.post(url).status_code == 422
    sign_in(cast.ma)
    assert "印发摘录" in client.get(f"/corrections/meeting/{printed}").text
    assert client.post(url).status_code == 302
    with acting(cast.qi) as session:
        assert documents.find_for_subject(session, f"excerpt:{resolution_id}")


def test_a_proposal_is_refused_and_withdrawn(client, sign_in, cast, proposed, acting):
    with acting(cast.dong) as session:
        found = queries.get_correction(session, correction_id_of(proposed.rsplit("/", 1)[1]))
        seen = queries.consent_of(session, found).content_hash
    sign_in(cast.shen)
    assert (
        client.post(f"{proposed}/refuse", data={"refuse-seen_hash": seen, "refuse-reason": "原文无误"}).status_code
        == 302
    )
    sign_in(cast.yan)
    assert "原文无误" in client.get(proposed).text
    assert client.post(f"{proposed}/withdraw", data={"reason": "同意对方意见"}).status_code == 302


def test_the_stranger_finds_nothing_and_the_worker_does_nothing(client, sign_in, cast, printed, proposed):
    sign_in(cast.fang)
    for page in (proposed, f"/corrections/meeting/{printed}", f"/corrections/meeting/{printed}/new"):
        assert client.get(page).status_code == 404
    for deed in ("check", "turn", "refuse", "withdraw"):
        assert client.post(f"{proposed}/{deed}").status_code == 404
    sign_in(cast.lao_chen)
    assert client.get(proposed).status_code == 200
    assert client.get(f"/corrections/meeting/{printed}/new").status_code == 403
