"""Out as a spreadsheet and in again: checked, shown, then all or nothing; nobody but the town's own clerks."""

import io

import pytest
from freezegun import freeze_time
from openpyxl import Workbook, load_workbook
from sqlmodel import select

from app.audit.models import AuditEntry
from app.stock import rules
from app.stock.models import UNITS, VENUES
from app.towns.models import Unit
from app.venues.models import Venue

MORNING = "2026-03-02 01:00"
HEADS = {UNITS: [c.name for c in rules.UNIT_COLUMNS], VENUES: [c.name for c in rules.VENUE_COLUMNS]}


def filled(units=(), venues=()):
    """A spreadsheet with these rows, given by column names."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in ((UNITS, units), (VENUES, venues)):
        sheet = book.create_sheet(title)
        sheet.append(HEADS[title])
        for row in rows:
            sheet.append([row.get(name) for name in HEADS[title]])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def sent(client, data, name="单位和场地.xlsx"):
    return client.post("/venues/table/", data={"sheet": (io.BytesIO(data), name)})


def seen_on(page):
    return page.text.partition('name="seen" type="hidden" value="')[2].partition('"')[0]


CENTRE = "D镇党群服务中心"
HOUSE = {
    "单位名称": "新村中心",
    "层级": "村居党群服务中心",
    "上级单位": "D镇党群服务中心",
    "经度": 121.5,
    "纬度": 31.62,
}
BOOKS = {
    "单位": "新村中心",
    "场地名称": "书屋",
    "类型": "书屋",
    "座位数": 20,
    "设备": "空调,饮水机",
    "星期一": "08:00-12:00",
}
WHOLE = {"单位": "新村中心", "场地名称": "大厅", "类型": "多功能厅", "座位数": 60}
PARTS = [WHOLE | {"场地名称": name, "座位数": 30, "所属厅": "大厅"} for name in ("东厅", "西厅")]


@freeze_time(MORNING)
def test_a_table_is_checked_shown_and_written_in_one_piece(client, cast, sign_in, acting):
    sign_in(cast.ma)
    answer = sent(client, filled([HOUSE], [*PARTS, WHOLE, BOOKS]))
    assert answer.status_code == 302
    page = client.get(answer.location)
    assert "新增5行，修改0行" in page.text
    with acting(cast.dong) as session:
        assert session.exec(select(Venue)).all() == []
    assert client.post(answer.location, data={"seen": seen_on(page)}).location == "/venues/"
    with acting(cast.dong) as session:
        unit = session.exec(select(Unit).where(Unit.name == "新村中心")).one()
        assert (unit.longitude, unit.parent_id) == (121.5, cast.dong_centre.id)
        found = {v.name: v for v in session.exec(select(Venue))}
        assert found["书屋"].equipment == "空调、饮水机"
        assert found["东厅"].parent_id == found["西厅"].parent_id == found["大厅"].id
        deeds = [e.deed for e in session.exec(select(AuditEntry))]
        assert deeds.count("venues.add_venue") == 4
        assert deeds.count("stock.import_file") == 1
    again = client.get(answer.location)
    assert "完全一致" in again.text


@freeze_time(MORNING)
def test_what_is_exported_is_the_same_when_it_comes_in_again(client, cast, sign_in, hall, venue):
    venue(cast.dong_centre, "=SUM(1)厅", phone="+86 21", notes="-")
    sign_in(cast.he)
    data = client.get("/venues/table/export.xlsx").data
    sheet = load_workbook(io.BytesIO(data))[VENUES]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    page = client.get(sent(client, data).location)
    assert "新增0行，修改0行，与现有相同3行，需更正0处" in page.text


@freeze_time(MORNING)
def test_every_bad_row_is_listed_and_nothing_is_written(client, cast, sign_in, acting):
    sign_in(cast.ma)
    bad = filled([HOUSE | {"层级": "村"}], [BOOKS | {"座位数": 0, "星期一": "全天"}, WHOLE])
    path = sent(client, bad).location
    page = client.get(path)
    for words in ("需更正4处", "请填：镇党群服务中心", "1到5000之间", "的写法不对", "没有这个单位", "重新上传"):
        assert words in page.text
    assert "确认写入" not in page.text
    assert client.post(path, data={"seen": "x"}).status_code == 422
    with acting(cast.dong) as session:
        assert session.exec(select(Venue)).all() == []
        assert len(session.exec(select(Unit).where(Unit.town_id == cast.dong.id)).all()) == 1


@freeze_time(MORNING)
def test_what_changed_since_the_check_is_shown_again(client, cast, sign_in, venue, acting):
    sign_in(cast.ma)
    path = sent(client, filled([], [BOOKS | {"单位": CENTRE}])).location
    seen = seen_on(client.get(path))
    venue(cast.dong_centre, "书屋", seats=8)
    late = client.post(path, data={"seen": seen})
    assert late.status_code == 422
    assert "检查之后资料有变动" in late.text or "需更正" in late.text
    with acting(cast.dong) as session:
        assert session.exec(select(Venue.seats)).all() == [8]


@pytest.mark.parametrize(
    ("data", "message"),
    [(b"%PDF-1.7 %%EOF", "不能上传这种文件"), (b"", "表中没有填写任何一行"), (filled(), "表中没有填写任何一行")],
)
def test_what_is_no_filled_table_is_refused(client, cast, sign_in, data, message):
    sign_in(cast.ma)
    answer = sent(client, data, "" if not data else "a.xlsx")
    assert answer.status_code == 422
    assert message in answer.text


@freeze_time(MORNING)
def test_the_pattern_says_how_to_fill_it(client, cast, sign_in):
    sign_in(cast.ma)
    book = load_workbook(io.BytesIO(client.get("/venues/table/template.xlsx").data))
    assert book.sheetnames == ["填写说明", UNITS, VENUES]
    assert book[VENUES].max_row == 1
    told = [cell.value for cell in book["填写说明"]["B"]]
    assert "座位数" in told


@freeze_time(MORNING)
def test_nobody_but_the_towns_own_clerks(client, cast, sign_in):
    sign_in(cast.ma)
    path = sent(client, filled([HOUSE])).location
    for who, code in (("lao_chen", 403), ("yan", 404), ("bao", 404)):
        sign_in(getattr(cast, who))
        assert client.get(path).status_code == code
        assert client.post(path, data={"seen": "x"}).status_code == code
    sign_in(cast.lao_chen)
    assert client.get("/venues/table/export.xlsx").status_code == 403
