from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from app.kit.xlsx import to_xlsx


def read(data):
    return list(load_workbook(BytesIO(data)).active.values)


@pytest.mark.parametrize("typed", ["=1+1", "+86", "-1", "@SUM(A1)", "=HYPERLINK(1)"])
def test_no_cell_starts_a_formula(typed):
    assert read(to_xlsx("名单", ["姓名"], [[typed]]))[1] == (f"'{typed}",)


def test_control_characters_are_taken_out_and_values_keep_their_kind():
    (_, row) = read(to_xlsx("名单", ["a", "b", "c", "d"], [["王\x00喆\x0b", 3, date(2026, 4, 9), None]]))
    assert (row[0], row[1], row[2].date(), row[3]) == ("王喆", 3, date(2026, 4, 9), None)


def test_the_first_row_stays_in_sight_and_columns_are_wide_enough():
    sheet = load_workbook(BytesIO(to_xlsx("很长的表名" * 10, ["会议"], [["红梅同心毗邻党建联席会议"]]))).active
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["A"].width == 27
    assert len(sheet.title) == 31
