"""The pages of an agreement, from the template to the refused article that is adopted: each side, and the stranger."""

import io

import bargaining
import docx
import pytest
from bargaining import seen
from bs4 import BeautifulSoup

from app.agreements import queries
from app.agreements.models import AgreementState


def page_of(answer, code=200):
    assert answer.status_code == code, answer.text[:600]
    return BeautifulSoup(answer.text, "html5lib")


def fields_of(page, action=""):
    """A form's fields as a browser would send them."""
    form = next(f for f in page.find("main").find_all("form", method="post") if f["action"].endswith(action))
    sent = {t["name"]: t.get("value", "") for t in form.find_all("input") if t.get("type") not in {"checkbox", "radio"}}
    sent |= {t["name"]: t.get("value", "on") for t in form.find_all("input", checked=True)}
    sent |= {t["name"]: t.text.removeprefix("\n") for t in form.find_all("textarea")}
    sent |= {s["name"]: (s.find("option", selected=True) or s.find("option"))["value"] for s in form.find_all("select")}
    sent.pop("form_key")  # pressed anew each time, not sent twice
    return sent


def test_a_clerk_drafts_from_a_template_and_the_partner_sees_it_only_when_it_is_put_to_them(client, sign_in, cast):
    sign_in(cast.ma)
    assert "还没有协议" in client.get("/agreements/").text
    begin = page_of(client.get("/agreements/new"))
    assert page_of(client.post("/agreements/new", data=fields_of(begin)), 422).find(class_="error-summary")
    made = client.post("/agreements/new", data=fields_of(begin) | {"kind": "venues"})
    address = made.headers["Location"]
    shown = client.get(address).text
    assert "D镇、Q镇党群服务阵地共享协议" in shown
    assert "现有一方由党委签署" in shown  # the cast's towns have no other organ
    sign_in(cast.yan)
    assert client.get(address).status_code == 404
    sign_in(cast.ma)
    assert client.post(f"{address}/table").status_code == 302
    sign_in(cast.yan)
    assert "第1版" in client.get(address).text
    assert "D镇、Q镇党群服务阵地共享协议" in client.get("/agreements/?state=tabled&q=阵地").text
    assert "没有符合条件" in client.get("/agreements/?kind=project").text
    assert client.get("/agreements/export.xlsx").status_code == 200
    for stranger in (cast.bao, cast.lao_chen):
        sign_in(stranger)
        assert client.get(address).status_code in (403, 404)


def test_the_editor_moves_inserts_and_saves_articles_and_keeps_what_two_people_typed(client, sign_in, reaching, cast):
    agreement = bargaining.tabled(reaching, cast)
    address = f"/agreements/{agreement.id}/text"
    sign_in(cast.ma)
    typed = fields_of(page_of(client.get(address)))
    inserted = page_of(client.post(address, data=typed | {"then": "add-1"}))
    assert len(inserted.select(".clause")) == 13
    again = fields_of(inserted) | {
        "articles-1-heading": "新的一条",
        "articles-1-body": "（一）甲；\n（二）乙。",
        "note": "补一条",
    }
    moved = page_of(client.post(address, data=again | {"then": "up-1"}))
    assert fields_of(moved)["articles-0-heading"] == "新的一条"
    assert client.post(address, data=fields_of(moved)).status_code == 302
    assert client.post(address, data=typed | {"articles-0-body": "慢了一步。"}).status_code == 302  # another article
    clash = client.post(address, data=typed | {"articles-0-body": "又慢了一步。"})
    both = client.get(clash.headers["Location"]).text
    assert "两份内容都已留存" in both
    assert "又慢了一步。" in both
    assert client.post(address, data=typed | {"title": ""}).status_code == 422
    listed = client.get(f"/agreements/{agreement.id}/versions?old=2&new=3")
    assert "第一条　新的一条（新增）" in listed.text
    assert client.get(f"/agreements/{agreement.id}/versions/3").status_code == 200


def test_parties_and_annexes_are_typed_on_their_own_pages(client, sign_in, reaching, cast, venue):
    agreement = bargaining.begun(reaching, cast)
    venue(cast.dong_centre, "二楼会议室", sharing="on_request")
    sign_in(cast.ma)
    address = f"/agreements/{agreement.id}"
    wider = page_of(
        client.post(f"{address}/parties", data=fields_of(page_of(client.get(f"{address}/parties"))) | {"then": "add-2"})
    )
    farm = {
        "parties-2-organ": "",
        "parties-2-name": "崇启农业科技有限公司",
        "parties-2-credit_code": "91310151MA1J0ABC1X",
    }
    assert client.post(f"{address}/parties", data=fields_of(wider) | farm).status_code == 302
    filled = page_of(
        client.post(
            f"{address}/annexes", data=fields_of(page_of(client.get(f"{address}/annexes"))) | {"then": "fill-venues"}
        )
    )
    assert "二楼会议室" in filled.text
    assert client.post(f"{address}/annexes", data=fields_of(filled)).status_code == 302
    shown = client.get(address).text
    assert "丙方" in shown
    assert "共享场地清单" in shown
    assert "二楼会议室" in client.get(f"{address}/preview").text


def test_the_partner_comments_refuses_one_article_and_the_drafter_adopts_it(client, sign_in, reaching, cast):
    agreement = bargaining.asked(reaching, cast)
    address = f"/agreements/{agreement.id}"
    sign_in(cast.yan)
    with reaching(cast.qi) as theirs:
        article = queries.text_of(theirs, seen(theirs, agreement, cast.qi)).articles[3]
    assert client.post(f"{address}/comments", data={"text": ""}).status_code == 422
    assert (
        client.post(f"{address}/comments", data={"text": "请写明联络员", "article_id": article.id}).status_code == 302
    )
    sign_in(cast.xu)
    refusing = fields_of(page_of(client.get(f"{address}/refuse")))
    reworded = {"articles-5-counter_text": "各方据实结算。"}
    assert "改了表述的，请写明理由" in page_of(client.post(f"{address}/refuse", data=refusing | reworded), 422).text
    reason = {"articles-5-reason": "费用要据实"}
    assert client.post(f"{address}/refuse", data=refusing | reworded | reason).status_code == 302
    sign_in(cast.ma)
    shown = page_of(client.get(address))
    assert "各方据实结算。" in shown.text
    assert "有不同意见" in client.get("/agreements/").text
    (adopting,) = [f["action"] for f in shown.find_all("form") if f["action"].endswith("/adopt")]
    assert client.post(adopting).status_code == 302
    with reaching(cast.dong) as ours:
        found = seen(ours, agreement, cast.dong)
        assert (found.state, found.edition) == (AgreementState.SIGNING, 2)
        assert queries.text_of(ours, found).articles[5].body == "各方据实结算。"
    assert client.post(f"{address}/topic").status_code == 302  # what was said can still go to a meeting


def test_a_word_copy_for_work_outside_is_marked_as_a_draft(client, sign_in, reaching, cast):
    agreement = bargaining.tabled(reaching, cast)
    sign_in(cast.yan)
    made = docx.Document(io.BytesIO(client.get(f"/agreements/{agreement.id}/draft.docx").data))
    with reaching(cast.qi) as theirs:
        saved = queries.version_on_table(theirs, seen(theirs, agreement, cast.qi))
    short = f"{saved.content_hash[:4]} {saved.content_hash[4:8]}".upper()
    assert made.sections[0].header.paragraphs[0].text == f"讨论稿　第1版　校验码 {short}"
    sent = {
        "file": (io.BytesIO(client.get(f"/agreements/{agreement.id}/draft.docx").data), "改.docx"),
        "note": "科室意见",
    }
    assert client.post(f"/agreements/{agreement.id}/files", data=sent).status_code == 302
    assert "科室意见" in client.get(f"/agreements/{agreement.id}/files").text


@pytest.mark.parametrize("deed", ["recall", "withdraw"])
def test_taking_back_asks_for_a_reason(client, sign_in, reaching, cast, deed):
    agreement = bargaining.asked(reaching, cast)
    sign_in(cast.ma)
    assert client.post(f"/agreements/{agreement.id}/{deed}").status_code == 422
    assert client.post(f"/agreements/{agreement.id}/{deed}", data={"reason": "再议"}).status_code == 302
    assert client.post(f"/agreements/{agreement.id}/copy").status_code == 302
