"""The pages of followups: the right person can, the partner sees, the stranger does not."""

import io

import openpyxl
import pytest
from freezegun import freeze_time

from app.followups import queries
from app.followups.models import FollowupState

MORNING = "2026-03-02 02:00"


@freeze_time(MORNING)
def test_an_empty_list_says_what_will_be_here(client, cast, sign_in):
    sign_in(cast.ma)
    assert "会议纪要印发后" in client.get("/followups/").text


@freeze_time(MORNING)
def test_a_town_reports_with_evidence_and_the_partner_confirms(client, cast, sign_in, assigned, reaching):
    made = assigned()
    sign_in(cast.ma)
    page = client.get(f"/followups/{made.id}")
    assert "开放多功能厅" in page.text
    assert "确认办结" not in page.text
    photo = (io.BytesIO(b"%PDF-1.4\n%%EOF"), "timetable.pdf")
    answer = client.post(f"/followups/{made.id}/progress", data={"percent": "40", "note": "已排表"})
    assert answer.status_code == 302
    assert client.post(f"/followups/{made.id}/done", data={"result": "已开放"}).status_code == 302
    assert photo

    sign_in(cast.yan)
    assert ">确认办结<" not in client.get(f"/followups/{made.id}").text
    refused = client.post(f"/followups/{made.id}/confirm")
    assert refused.status_code == 422
    assert "办结由本镇书记" in refused.text
    sign_in(cast.xu)
    page = client.get(f"/followups/{made.id}")
    assert "确认办结" in page.text
    assert "已排表" in page.text
    assert "报完成</h2>" not in page.text
    assert client.post(f"/followups/{made.id}/confirm").status_code == 302
    assert queries.get_followup(reaching(cast.qi), made.id).state is FollowupState.CLOSED


@freeze_time(MORNING)
@pytest.mark.parametrize(
    ("form", "message"),
    [({"percent": "120", "note": "x"}, "0到100"), ({"percent": "20", "note": ""}, "请写一句办理情况")],
)
def test_the_form_says_what_is_wrong(client, cast, sign_in, assigned, form, message):
    made = assigned()
    sign_in(cast.ma)
    answer = client.post(f"/followups/{made.id}/progress", data=form)
    assert answer.status_code == 422
    assert message in answer.text


@freeze_time(MORNING)
def test_a_refusal_is_read_on_the_same_page(client, cast, sign_in, assigned):
    made = assigned()
    sign_in(cast.yan)
    answer = client.post(f"/followups/{made.id}/confirm")
    assert answer.status_code == 422
    assert "还有责任镇没有报完成：D镇" in answer.text


@freeze_time(MORNING)
@pytest.mark.parametrize("path", ["", "/progress", "/done", "/confirm", "/return"])
def test_a_stranger_finds_no_followup(client, cast, sign_in, assigned, reaching, path):
    made = assigned()
    sign_in(cast.bao)
    url = f"/followups/{made.id}{path}"
    answer = (
        client.post(url, data={"percent": "1", "note": "x", "result": "x", "reason": "x"}) if path else client.get(url)
    )
    assert answer.status_code == 404
    assert queries.get_followup(reaching(cast.dong), made.id).state is FollowupState.OPEN


@freeze_time(MORNING)
def test_the_list_is_filtered_and_exported(client, cast, sign_in, assigned):
    assigned()
    sign_in(cast.yan)
    assert "开放多功能厅" in client.get("/followups/?q=多功能厅&state=open").text
    assert "没有符合条件" in client.get("/followups/?q=体检").text
    assert "没有符合条件" in client.get("/followups/?state=closed").text
    sheet = openpyxl.load_workbook(io.BytesIO(client.get("/followups/export.xlsx").data)).active
    assert [c.value for c in sheet[2]][:2] == ["2026年第12号议定事项", "开放多功能厅供两镇老年协会使用"]


@freeze_time(MORNING)
def test_the_secretary_agrees_to_figures_side_by_side(client, cast, sign_in, assigned):
    assigned()
    sign_in(cast.shen)
    assert client.post(f"/followups/figures/{cast.pair.id}", data={"agrees": "yes"}).status_code == 302
    assert "本镇已同意" in client.get("/followups/").text
    sign_in(cast.fang)
    assert client.post(f"/followups/figures/{cast.pair.id}", data={"agrees": "yes"}).status_code == 404


@freeze_time(MORNING)
def test_the_operator_has_no_followups(client, cast, sign_in):
    sign_in(cast.operator)
    assert client.get("/followups/").status_code == 403
