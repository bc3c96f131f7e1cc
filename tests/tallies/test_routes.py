"""The page of figures, its files, and who reads them."""

import io

from bs4 import BeautifulSoup
from freezegun import freeze_time
from openpyxl import load_workbook
from rooms import span

from app.services.models import Kind

AFTERWARDS = span("2026-03-06").ends_at


def test_both_towns_read_the_same_figures(client, sign_in, cast, service, occasion, visit):
    meal = occasion(service(name="午餐", kind=Kind.DINING))
    check_up = occasion(service())
    for _ in range(3):
        visit(meal)
        visit(check_up)
    seen = []
    with freeze_time(AFTERWARDS):
        for person in (cast.yan, cast.zhu):
            sign_in(person)
            page = client.get("/tallies/?length=month")
            assert page.status_code == 200
            seen.append([t.text for t in BeautifulSoup(page.text, "html5lib").select("main table")])
            assert "&lt;5" in page.text
        assert seen[0] == seen[1]
        book = load_workbook(io.BytesIO(client.get("/tallies/export.xlsx").data))
        assert "按服务类别（人次）" in book.sheetnames
        assert client.get("/tallies/report.pdf?length=quarter").data.startswith(b"%PDF")
        assert "选择统计时段" in client.get("/tallies/?first=nonsense").text


def test_a_town_without_a_partner_reads_what_it_could_do(client, sign_in, cast):
    sign_in(cast.wu)
    assert "还没有加入联合体" in client.get("/tallies/").text
    assert client.get("/tallies/export.xlsx").status_code == 404
    sign_in(cast.gu)
    assert client.get("/tallies/").status_code == 403
