"""Cells as people fill them."""

import pytest

from app.tabular import rules
from app.tabular.models import Column, Row

COLUMNS = (
    Column("name", "名称", rules.text(4), is_required=True),
    Column("seats", "座位", rules.whole(1, 500, None)),
    Column("east", "经度", rules.degree),
    Column("open", "开放", **rules.choice(rules.YES_OR_NO, empty=False)),
)


def read(formulas=(), **cells):
    names = {c.key: c.name for c in COLUMNS}
    row = Row(7, {names[k]: v for k, v in cells.items()}, frozenset(names[k] for k in formulas))
    return rules.read_row(row, COLUMNS, "表")


def test_a_good_row_has_values_by_key():
    assert read(name="书屋", seats="20.0", east="121.5", open="是") == (
        {"name": "书屋", "seats": 20, "east": 121.5, "open": True},
        [],
    )
    assert read(name="=书屋")[0]["name"] == "=书屋"  # a text that looks like a formula is a text
    assert read(name="书屋")[0] == {"name": "书屋", "seats": None, "east": None, "open": False}


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({}, "名称", "必须填写"),
        ({"name": "太长的名称"}, "名称", "最多4个字"),
        ({"name": "=A1", "formulas": ["name"]}, "名称", "不能是公式"),
        ({"name": "书屋", "seats": "二十"}, "座位", "应是1到500之间的整数"),
        ({"name": "书屋", "seats": "0"}, "座位", "应是1到500之间的整数"),
        ({"name": "书屋", "seats": "９"}, "座位", "整数"),
        ({"name": "书屋", "east": "东"}, "经度", "应是小数"),
        ({"name": "书屋", "open": "开"}, "开放", "请填：是、否"),
    ],
)
def test_a_wrong_cell_is_named_with_its_reason(cells, column, words):
    _, (bad,) = read(**cells)
    assert (bad.row, bad.column) == (7, column)
    assert words in str(bad.reason)


def test_a_column_that_was_renamed_is_missed():
    rules.check_head(["开放", "名称", "座位", "经度", "备注"], COLUMNS, "表")
    with pytest.raises(rules.ColumnMissing, match="经度、开放"):
        rules.check_head(["名称", "座位"], COLUMNS, "表")
