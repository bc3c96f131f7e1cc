"""Rows of the editor that move, and tables that are pasted as lines."""

import pytest

from app.clauses import rules

ROWS = ["甲", "乙", "丙"]


@pytest.mark.parametrize(
    ("deed", "expected"),
    [
        ("up-1", ["乙", "甲", "丙"]),
        ("up-0", ["甲", "乙", "丙"]),
        ("down-0", ["乙", "甲", "丙"]),
        ("down-2", ["甲", "乙", "丙"]),
        ("drop-1", ["甲", "丙"]),
        ("drop-9", ["甲", "乙", "丙"]),
        ("add-1", ["甲", "新", "乙", "丙"]),
        ("add-99", ["甲", "乙", "丙", "新"]),
        ("", None),
        ("up-x", None),
        ("delete-1", None),
    ],
)
def test_a_button_moves_inserts_or_takes_out_one_row(deed, expected):
    assert rules.moved(ROWS, deed, lambda: "新") == expected


def test_the_page_comes_back_to_the_row_that_was_moved():
    assert [rules.landing(d) for d in ("up-3", "down-3", "add-4", "up-0", "")] == [2, 4, 4, 0, 0]


def test_a_table_pasted_from_a_spreadsheet_keeps_its_columns():
    head, rows = rules.table_of("序号\t场地 ｜ 人数\r\n1\t二楼会议室\r\n\r\n2 | 舞蹈室 | 30 | 多余")
    assert head == ("序号", "场地", "人数")
    assert rows == (("1", "二楼会议室", ""), ("2", "舞蹈室", "30"))
    assert rules.table_of(rules.lines_of(head, rows)) == (head, (("1", "二楼会议室", ""), ("2", "舞蹈室", "30")))
    assert rules.table_of(" \n") == ((), ())


def test_a_table_without_end_is_refused():
    with pytest.raises(rules.TooManyRows):
        rules.table_of("\n".join(["表头", *["行"] * 501]))
