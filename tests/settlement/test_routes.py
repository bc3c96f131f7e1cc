"""The sheet of a month, the same for both towns, as page, PDF and Excel file."""

import io

from bs4 import BeautifulSoup
from freezegun import freeze_time
from openpyxl import load_workbook
from papers import text_of
from rooms import span

from app.services.models import Kind, TermsDraft

AFTERWARDS = span("2026-04-09").ends_at


def test_both_towns_sign_the_same_sheet(client, sign_in, cast, service, occasion, visit):
    terms = [TermsDraft(town_id=cast.dong.id, price="12元一份", subsidy="户籍镇补贴4元")]
    meal = occasion(service(name="午餐", kind=Kind.DINING, terms=terms))
    for person in ("wang", "li", "li2"):
        visit(meal, person=person)
    seen = []
    month = f"first={span().starts_at:%Y-%m-%d}"
    with freeze_time(AFTERWARDS):
        for person in (cast.yan, cast.ma):
            sign_in(person)
            page = BeautifulSoup(client.get(f"/settlement/?{month}").text, "html5lib")
            seen.append([t.text for t in page.select("main table")])
            assert "户籍镇补贴4元" in page.text
        assert seen[0] == seen[1]
        book = load_workbook(io.BytesIO(client.get(f"/settlement/sheet.xlsx?{month}").data))
        assert [c.value for c in book["D镇居民在Q镇接受服务"][2]][-2:] == [3, 3]
        assert "请勿签字" not in text_of(client.get(f"/settlement/sheet.pdf?{month}").data)
        assert "请勿签字" in text_of(client.get(f"/settlement/sheet.pdf?first={AFTERWARDS:%Y-%m-%d}").data)
        assert client.get("/settlement/?first=nonsense").status_code == 200


def test_who_has_no_partner_has_no_sheet(client, sign_in, cast):
    sign_in(cast.bao)
    assert "还没有加入联合体" in client.get("/settlement/").text
    assert client.get("/settlement/sheet.pdf").status_code == 404
