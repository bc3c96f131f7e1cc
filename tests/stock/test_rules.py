"""A filled spreadsheet, row by row."""

from uuid import uuid4

import pytest

from app.stock import rules
from app.stock.models import UNITS, VENUES, Change, Known
from app.tabular.models import Row
from app.towns.models import Tier, Unit
from app.venues.models import Sharing, Venue, VenueKind

TOWN = uuid4()
CENTRE = Unit(town_id=TOWN, tier=Tier.TOWN, name="D镇党群服务中心")
HALL = Venue(
    unit_id=CENTRE.id, town_id=TOWN, number=3, name="多功能厅", kind=VenueKind.HALL, seats=120, sharing=Sharing.AT_ONCE
)
KNOWN = Known((CENTRE,), (HALL,), {})
HEAD = {UNITS: rules.UNIT_COLUMNS, VENUES: rules.VENUE_COLUMNS}
ROOM = {"单位": CENTRE.name, "场地名称": "书屋", "类型": "书屋", "座位数": "20"}
HOUSE = {"单位名称": "新村村居中心", "层级": "村居党群服务中心", "上级单位": CENTRE.name}


def rows(*filled):
    return [Row(n, {k: str(v) for k, v in cells.items()}) for n, cells in enumerate(filled, 2)]


def check(units=(), venues=()):
    return rules.check(rows(*units), rows(*venues), KNOWN)


def said(run):
    return [(b.sheet, b.row, b.column, str(b.reason)) for b in run.bad]


def as_row(columns, values):
    return {
        c.name: str(v) if v is not None else "" for c, v in zip(columns, rules.written(values, columns), strict=True)
    }


def test_what_is_new_changed_and_the_same():
    centre = as_row(rules.UNIT_COLUMNS, rules.unit_values(CENTRE, KNOWN))
    hall = as_row(rules.VENUE_COLUMNS, rules.venue_values(HALL, KNOWN))
    run = check([centre, HOUSE], [hall | {"座位数": "100", "楼层": "一楼"}, ROOM])
    assert not run.bad
    assert [(e.name, e.change, e.differs) for e in run.entries()] == [
        (CENTRE.name, Change.SAME, ()),
        ("新村村居中心", Change.NEW, ()),
        ("D镇党群服务中心 多功能厅", Change.CHANGED, ("座位数", "楼层")),
        ("D镇党群服务中心 书屋", Change.NEW, ()),
    ]


def test_a_venue_keeps_its_number_when_it_is_renamed():
    hall = as_row(rules.VENUE_COLUMNS, rules.venue_values(HALL, KNOWN))
    (entry,) = check(venues=[hall | {"场地名称": "红梅厅"}]).venues
    assert (entry.change, entry.differs) == (Change.CHANGED, ("场地名称",))


@pytest.mark.parametrize(
    ("units", "column", "reason"),
    [
        ([HOUSE | {"层级": "网格党群服务点"}], "上级单位", "上级单位须为本镇的村居党群服务中心"),
        ([HOUSE | {"上级单位": "没有的单位"}], "上级单位", "没有这个单位"),
        ([HOUSE | {"层级": "村"}], "层级", "请填：镇党群服务中心"),
        ([HOUSE | {"经度": "121.5"}], "经度", "要么都填"),
        ([HOUSE | {"经度": "31.6", "纬度": "121.5"}], "经度", "是否填反"),
    ],
)
def test_a_bad_unit_is_named_by_row_and_column(units, column, reason):
    ((sheet, row, where, why),) = said(check(units))
    assert (sheet, row, where) == (UNITS, 2, column)
    assert reason in why


@pytest.mark.parametrize(
    ("change", "column", "reason"),
    [
        ({"单位": "没有的单位"}, "单位", "没有这个单位"),
        ({"座位数": "0"}, "座位数", "1到5000"),
        ({"类型": "礼堂"}, "类型", "请填：多功能厅"),
        ({"星期一": "全天"}, "星期一", "的写法不对"),
        ({"编号": "99"}, "编号", "没有编号为99的场地"),
        ({"编号": "3"}, "开放方式", "请在共享规则里办理"),
        ({"场地名称": "多功能厅", "开放方式": "向对方镇开放，预约即确认", "所属厅": "大厅"}, "所属厅", "不能用表格改"),
        ({"所属厅": "没有的厅"}, "所属厅", "没有叫“没有的厅”的大厅"),
        ({"所属厅": "多功能厅"}, "所属厅", "至少写出"),
    ],
)
def test_a_bad_venue_is_named_by_row_and_column(change, column, reason):
    ((sheet, row, where, why),) = said(check(venues=[ROOM | change]))
    assert (sheet, row, where) == (VENUES, 2, column)
    assert reason in why


def test_the_same_row_twice_is_refused():
    assert said(check([HOUSE, HOUSE], [ROOM, ROOM])) == [
        (UNITS, 3, "单位名称", "与第2行重复"),
        (VENUES, 3, "场地名称", "与第2行重复"),
    ]


def test_new_parts_come_together_and_seat_no_more_than_their_hall():
    parts = [ROOM | {"场地名称": name, "所属厅": "多功能厅", "座位数": "60"} for name in ("东厅", "西厅")]
    assert not check(venues=parts).bad
    ((*_, why), _) = said(check(venues=[parts[0], parts[1] | {"座位数": "80"}]))
    assert "合计140座" in why


def test_a_unit_of_the_same_file_may_be_used():
    assert not check([HOUSE], [ROOM | {"单位": "新村村居中心"}]).bad


def test_an_empty_table_is_no_import():
    with pytest.raises(rules.NothingInIt):
        check()


def test_what_was_seen_has_a_mark_of_its_own():
    assert rules.mark_of(check([HOUSE])) == rules.mark_of(check([HOUSE]))
    assert rules.mark_of(check([HOUSE])) != rules.mark_of(check([HOUSE], [ROOM]))
