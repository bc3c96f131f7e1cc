"""From the composed letter to the numbered one: 拟稿, 核稿, 签发 inside the town, and what the partner sees when."""

from datetime import timedelta

import pytest
from freezegun import freeze_time
from gathering import ENDS, MONDAY, STARTS
from sqlmodel import select

from app.calls import queries
from app.calls.models import CallPaper, PaperState
from app.consents import queries as consents
from app.documents.models import Document, DocumentKind
from app.meetings import actions as meeting_actions
from app.meetings import queries as meetings
from app.notifications.models import Notice
from app.towns.models import Organ

NUMBER = "D委函〔2026〕8号"


@pytest.fixture(autouse=True)
def clock():
    with freeze_time(MONDAY):
        yield


def papers(acting, town, meeting):
    with acting(town) as session:
        return queries.papers_of(session, meeting.id)


@pytest.fixture
def write(client, cast, sign_in, acting, convened):
    """拟稿 by the town's clerk: composed, given a number, submitted. Returns the paper's URL."""

    def begin(kind="letter", number=NUMBER, clerk=None, town=None):
        sign_in(clerk or cast.ma)
        answer = client.post(f"/meetings/{convened.id}/call/new", data={"kind": kind})
        assert answer.status_code == 302
        paper = papers(acting, town or cast.dong, convened)[0]
        url = f"/meetings/{convened.id}/call/{paper.id}"
        assert client.post(f"{url}/edit", data=typed(paper, entered_number=number)).status_code == 302
        return url

    return begin


def typed(paper, **change):
    content = paper.content
    body = "\n".join(block["text"] for block in content["body"])
    return {
        "title": content["title"],
        "to": content["to"],
        "body": body,
        "copies_to": "",
        "entered_number": "",
    } | change


def step(client, sign_in, acting, town, person, url, name):
    sign_in(person)
    with acting(town) as session:
        paper = session.exec(select(CallPaper)).first()
        seen = consents.get(session, paper.consent_id).content_hash
    data = {f"{name}-seen_hash": seen, f"{name}-publicity": "on_request", f"{name}-secrecy_checked": "y"}
    return client.post(f"{url}/{name}", data=data | {f"{name}-reason": "请补充议题"})


def sign(client, cast, sign_in, acting, url):
    assert client.post(f"{url}/submit").status_code == 302
    assert step(client, sign_in, acting, cast.dong, cast.he, url, "check").status_code == 302
    return step(client, sign_in, acting, cast.dong, cast.shen, url, "turn")


def test_the_signed_letter_is_numbered_issued_and_told(client, cast, sign_in, acting, convened, write):
    url = write()
    assert client.get(url).status_code == 200
    assert sign(client, cast, sign_in, acting, url).status_code == 302
    with acting(cast.qi) as session:
        (document,) = session.exec(select(Document)).all()
        assert (document.number, document.kind) == (NUMBER, DocumentKind.LETTER)
        assert document.secrecy_checked_by == "沈卫东"
        assert [s["label"] for s in document.steps] == ["拟稿", "核稿", "签发"]
        told = session.exec(select(Notice).where(Notice.kind == "calls.letter")).all()
        assert {n.person_id for n in told} == {cast.yan.id, cast.tang.id}
        assert "请填报参会回执" in told[0].text
    sign_in(cast.yan)
    assert NUMBER in client.get(f"/meetings/{convened.id}/call").text
    (paper,) = papers(acting, cast.dong, convened)
    assert paper.state is PaperState.SENT


def test_a_draft_never_leaves_its_town(client, cast, sign_in, acting, convened, write):
    url = write()
    client.post(f"{url}/submit")
    for person in (cast.yan, cast.bao):
        sign_in(person)
        for path in ("", "/edit", "/paper.pdf", "/paper.docx"):
            assert client.get(url + path).status_code == 404
        for path in ("/edit", "/submit", "/drop"):
            assert client.post(url + path, data={}).status_code == 404
    sign_in(cast.yan)
    assert "关于商请参加" not in client.get(f"/meetings/{convened.id}/call").text
    with acting(cast.qi) as session:
        assert session.exec(select(CallPaper)).all() == []
        assert "商请" not in str([c.content for c in session.exec(select(consents.Consent)).all()])


def test_for_a_stranger_there_is_no_call(client, cast, sign_in, convened):
    sign_in(cast.bao)
    assert client.get(f"/meetings/{convened.id}/call").status_code == 404
    assert client.post(f"/meetings/{convened.id}/call/new", data={"kind": "notice"}).status_code == 404


def test_without_a_number_of_the_register_it_is_not_submitted(client, cast, sign_in, acting, write):
    url = write(number="")
    answer = client.post(f"{url}/submit")
    assert answer.status_code == 422
    assert "由本机关登记取号" in answer.text
    url = url + "/edit"
    assert client.get(url).status_code == 200


@pytest.mark.parametrize("number", ["D委函[2026]8号", "D委函〔2026〕08号"])
def test_a_number_of_the_wrong_form_is_refused_before_anybody_signs(client, cast, write, number):
    answer = client.post(f"{write(number=number)}/submit")
    assert answer.status_code == 422
    assert "格式不对" in answer.text


def test_a_change_of_words_starts_the_steps_again(client, cast, sign_in, acting, convened, write):
    url = write()
    client.post(f"{url}/submit")
    assert step(client, sign_in, acting, cast.dong, cast.he, url, "check").status_code == 302
    sign_in(cast.ma)
    paper = papers(acting, cast.dong, convened)[0]
    client.post(f"{url}/edit", data=typed(paper, title="关于商请参加联席会议的函", entered_number=NUMBER))
    assert step(client, sign_in, acting, cast.dong, cast.shen, url, "turn").status_code == 422
    assert step(client, sign_in, acting, cast.dong, cast.he, url, "check").status_code == 302
    assert step(client, sign_in, acting, cast.dong, cast.shen, url, "turn").status_code == 302


def test_the_secretary_sends_it_back_with_a_reason(client, cast, sign_in, acting, convened, write):
    url = write()
    client.post(f"{url}/submit")
    step(client, sign_in, acting, cast.dong, cast.he, url, "check")
    assert step(client, sign_in, acting, cast.dong, cast.shen, url, "refuse").status_code == 302
    sign_in(cast.ma)
    assert "请补充议题" in client.get(url).text


def test_a_letter_written_before_the_postponement_is_not_signed(client, cast, sign_in, acting, convened, write):
    url = write()
    client.post(f"{url}/submit")
    step(client, sign_in, acting, cast.dong, cast.he, url, "check")
    later = timedelta(days=7)
    with acting(cast.dong) as session:
        meeting = meetings.lock_meeting(session, convened.id)
        meeting_actions.reschedule(
            session, meeting, STARTS + later, ENDS + later, "防汛", actor=cast.actor(cast.ma), now=MONDAY
        )
    answer = step(client, sign_in, acting, cast.dong, cast.shen, url, "turn")
    assert answer.status_code == 422
    assert "拟稿后有变动" in answer.text


def test_a_notice_to_the_own_units_stays_private_and_gets_the_organs_own_number(
    client, cast, sign_in, acting, engine, convened, write
):
    with acting(cast.dong) as session:
        organ = session.exec(select(Organ).where(Organ.town_id == cast.dong.id)).one()
        organ.own_numbers = True
        session.add(organ)
    url = write(kind="notice", number="")
    assert sign(client, cast, sign_in, acting, url).status_code == 302
    (paper,) = papers(acting, cast.dong, convened)
    assert paper.number == "D委〔2026〕1号"
    sign_in(cast.ma)
    pdf = [client.get(f"{url}/paper.pdf").data for _ in range(2)]
    assert pdf[0].startswith(b"%PDF")
    assert pdf[0] == pdf[1]
    assert client.get(f"{url}/paper.docx").data.startswith(b"PK")
    assert client.post(f"{url}/edit", data=typed(paper)).status_code == 422
    with acting(cast.qi) as session:
        assert session.exec(select(Document)).all() == []
        assert session.exec(select(CallPaper)).all() == []


def test_the_partner_writes_no_letter_but_its_own_notice(client, cast, sign_in, acting, convened):
    sign_in(cast.yan)
    url = f"/meetings/{convened.id}/call/new"
    assert client.post(url, data={"kind": "letter"}).status_code == 422
    assert client.post(url, data={"kind": "poem"}).status_code == 404
    assert client.post(url, data={"kind": "notice"}).status_code == 302
    assert client.post(url, data={"kind": "notice"}).status_code == 422
    assert papers(acting, cast.dong, convened) == []


def test_a_dropped_paper_makes_room_for_another(client, cast, sign_in, acting, convened, write):
    url = write()
    client.post(f"{url}/submit")
    assert client.post(f"{url}/drop").status_code == 302
    assert client.post(f"/meetings/{convened.id}/call/new", data={"kind": "letter"}).status_code == 302
    assert sorted(p.state for p in papers(acting, cast.dong, convened)) == ["draft", "dropped"]


def test_the_receipt_is_printed_filled_in(acting, cast, listed, convened):
    with acting(cast.dong) as session:
        receipt = queries.receipt_of(session, meetings.get_meeting(session, convened.id), cast.qi)
        assert [row[:2] for row in receipt.rows] == [("徐建国", "党委书记"), ("小钱", "兴隆社区工作者")]
