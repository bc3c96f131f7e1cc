"""The pages around a posting: the right person can, the partner can where it is joint, the stranger finds nothing."""

import io
from datetime import UTC, datetime

import pytest
from freezegun import freeze_time
from openpyxl import load_workbook
from postings import agreed_pair

DURING = datetime(2026, 7, 6, 2, 0, tzinfo=UTC)


@pytest.fixture
def page(reaching, cast):
    mine, _ = agreed_pair(reaching, cast)
    with freeze_time(DURING):
        yield f"/secondments/{mine.id}"


def test_the_pages_of_a_posting_do_their_deeds(client, sign_in, cast, page):
    sign_in(cast.zhu)
    assert "林芳" in client.get("/secondments/board").text
    assert "全月" in client.get("/secondments/board/calendar?first=2026-04").text
    said = {"authority": "organisation", "filed_on": "2026-07-01", "number": "崇组备〔2026〕8号", "occasion": "start"}
    assert client.post(f"{page}/filings", data=said | {"number": ""}).status_code == 422
    assert client.post(f"{page}/filings", data=said).status_code == 302
    tick = {"item": "insured", "done_on": "2026-07-01"}
    assert client.post(f"{page}/handover/tick", data=tick).status_code == 302
    stand_in = {"person": str(cast.ma.id), "duties": "负责走访"}
    assert client.post(f"{page}/handover/stand-in", data=stand_in).status_code == 302
    assert "现由马琳代岗" in client.get(f"{page}/handover").text
    longer = {"kind": "extend", "until_on": "2026-12-31", "reason": "项目收尾"}
    assert client.post(f"{page}/changes", data=longer | {"until_on": "2026-08-01"}).status_code == 422
    assert client.post(f"{page}/changes", data=longer).status_code == 302
    assert "征求确认中" in client.get(f"{page}/changes").text

    sign_in(cast.tang)
    mid = {"held_on": "2026-07-02", "progress": "按计划推进", "grade": "competent"}
    assert client.post(f"{page}/appraisal/midterm", data=mid).status_code == 302
    assert "马琳" not in client.get(f"{page}/handover").text, "who stands in is the home town's own affair"
    year = {"year": "2026", "performance": "表现良好", "grade": "competent"}
    assert client.post(f"{page}/appraisal/year", data=year).status_code == 302

    sign_in(cast.lin)
    assert client.post(f"{page}/pledge").status_code == 302
    for paper in ("appraisal/appraisal.pdf", "appraisal/midterm.docx", "appraisal/year-2026.pdf"):
        assert client.get(f"{page}/{paper}").status_code == 200
    assert client.get("/secondments/blank-forms/appraisal.docx").status_code == 200
    early = {"step": "summary", "text": "总结", "on": "2026-07-06"}
    answer = client.post(f"{page}/appraisal/fill", data=early)
    assert (answer.status_code, "期满前30天" in answer.text) == (422, True)


def test_nobody_else_comes_near(client, sign_in, cast, page):
    for person, refused in ((cast.qian, 404), (cast.wu, 404), (cast.fang, 404)):
        sign_in(person)
        for part in ("", "/handover", "/appraisal", "/appraisal/appraisal.pdf"):
            assert client.get(f"{page}{part}").status_code == refused
    for person in (cast.fang, cast.bao):
        sign_in(person)
        for part in ("/changes", "/filings"):
            assert client.get(f"{page}{part}").status_code == 404
        assert "林芳" not in client.get("/secondments/board").text


def test_the_board_can_be_taken_away_as_a_sheet(client, sign_in, reaching, cast):
    agreed_pair(reaching, cast)
    sign_in(cast.zhu)
    book = load_workbook(io.BytesIO(client.get("/secondments/board/board.xlsx").data))
    assert [row[0].value for row in book.active.iter_rows(min_row=2)] == ["小钱", "林芳"]
