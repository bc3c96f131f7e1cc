"""资源共享台账 as people read it: the same for both towns, absent for a stranger, corrected by the giver only."""

import io

import pytest
from freezegun import freeze_time
from openpyxl import load_workbook
from rooms import MONDAY, draft, span

from app.kit import clock
from app.ledger import queries as ledger
from app.misses import actions as misses
from app.spaces import actions as spaces
from jobs import settle_bookings

AFTER = span("2026-03-06", "09:00", "10:00").starts_at
MARCH = "?length=month&first=2026-03-01"
CRITERIA = {"first": "2026-03-05", "starts": "14:00", "ends": "16:00", "seats": 30, "kind": "council_room"}


@pytest.fixture
def month(engine, acting, cast, room, hall, asked):
    """老陈 used Q镇's room for two hours, 小钱 was refused nothing, 老陈 searched once in vain."""
    with acting(cast.dong) as session:
        actor = cast.actor(cast.lao_chen)
        spaces.book(session, draft(room), actor=actor, now=MONDAY)
        spaces.book(session, draft(hall, span(starts="08:00", ends="12:00")), actor=actor, now=MONDAY)
        said = {"town_id": cast.dong.id, "person_id": cast.lao_chen.id, "on": span().day, "criteria": CRITERIA}
        misses.note(session, **said, now=MONDAY)
    settle_bookings.run(engine, AFTER)


def test_both_towns_read_the_same_figures_and_where_there_is_room(client, cast, sign_in, month, room):
    with freeze_time(AFTER):
        pages = []
        for person in (cast.lao_chen, cast.qian):
            sign_in(person)
            pages.append(client.get(f"/balance/{MARCH}").text)
    here, there = pages
    for page in pages:
        assert "D镇场地工作日白天使用率" in page
        assert "Q镇提供给D镇" in page
        assert "查找无结果1次" in page
        assert 'class="chart"' in page
    assert f"/spaces/{room.id}/book?day=" in here
    assert f"/spaces/{room.id}/book?day=" not in there


def test_a_town_without_partners_is_told_what_to_do_first(client, cast, sign_in, month):
    sign_in(cast.wu)
    assert "本镇还没有加入联合体" in client.get("/balance/").text
    assert client.get("/balance/export.xlsx").status_code == 404
    assert client.get("/balance/report.pdf").status_code == 404


def test_a_period_that_cannot_be_says_why(client, cast, sign_in):
    sign_in(cast.ma)
    page = client.get("/balance/?length=custom&first=2026-03-05&last=2026-03-01")
    assert "结束日期不能早于开始日期" in page.text
    assert client.get("/balance/?length=nonsense").status_code == 200


def test_the_workbook_has_every_table_with_numbers_to_reckon_with(client, cast, sign_in, month):
    with freeze_time(AFTER):
        sign_in(cast.ma)
        answer = client.get(f"/balance/export.xlsx{MARCH}")
    book = load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames[0] == "各镇各级场地使用情况"
    entries = [[cell.value for cell in row] for row in book["台账明细"].iter_rows()]
    assert entries[1][1:6] == ["Q镇", "D镇", "场地使用", 2, "小时"]
    total = {row[0].value: row[2].value for row in book["相互提供场地合计"].iter_rows(min_row=2)}
    assert total == {"D镇提供给Q镇": 0, "Q镇提供给D镇": 2}


def test_the_giver_corrects_an_entry_on_its_page_and_nobody_else_can(client, cast, sign_in, month, acting):
    with acting(cast.dong) as session:
        (line,) = ledger.statement(session, cast.pair.id, first=span().day, last=span().day)
    address = f"/balance/entries/{line.id}"
    with freeze_time(AFTER):
        sign_in(cast.ma)
        assert client.get(address).status_code == 404
        assert client.post(address, data={"hours": "1", "reason": "少记"}).status_code == 404
        sign_in(cast.bao)
        assert client.post(address, data={"hours": "1", "reason": "x"}).status_code == 404
        sign_in(cast.yan)
        assert "2小时" in client.get(address).text
        refused = client.post(address, data={"hours": "3", "reason": "多用了"})
        assert refused.status_code == 422
        assert "更正后的数量要少于原记的2小时" in refused.text
        assert client.post(address, data={"hours": "1.5", "reason": "提前半小时结束"}).status_code == 302
        page = client.get("/balance/entries?length=month&first=2026-03-01").text
    assert "提前半小时结束" in page
    assert "已冲销" in page
    assert "1.5小时" in page
    assert "共3笔" in page


@freeze_time(AFTER)
def test_figures_as_pdf(client, cast, sign_in, month):
    sign_in(cast.xu)
    answer = client.get(f"/balance/report.pdf{MARCH}")
    assert answer.data.startswith(b"%PDF")
    assert clock.today().year == 2026
