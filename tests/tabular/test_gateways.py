"""Spreadsheets as bytes."""

import io
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook

from app.tabular import gateways, rules
from app.tabular.models import Column

COLUMNS = (Column("name", "名称", rules.text(40)), Column("open", "开放", **rules.choice(rules.YES_OR_NO, empty=False)))


def book(*rows, title="表"):
    made = Workbook()
    made.active.title = title
    for row in rows:
        made.active.append(row)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def test_rows_are_numbered_as_in_the_spreadsheet_and_empty_ones_left_out():
    data = book(["名称", "开放"], ["书屋", "是"], [None, None], ["  礼堂 ", None])
    rows = gateways.read_sheet(data, "表", COLUMNS)
    assert [(r.number, r.cells["名称"], r.cells["开放"]) for r in rows] == [(2, "书屋", "是"), (4, "礼堂", "")]


def test_a_formula_stays_a_formula_and_is_refused_by_its_cell():
    (row,) = gateways.read_sheet(book(["名称", "开放"], ["=1+1", "是"]), "表", COLUMNS)
    _, (bad,) = rules.read_row(row, COLUMNS, "表")
    assert isinstance(bad.reason, rules.IsFormula)


def test_what_is_written_reads_back_and_starts_no_formula():
    data = gateways.to_file({"表": (COLUMNS, [["=HYPERLINK(1)", "是"], ["+86 21", "否"]])}, ["说明一句"])
    sheet = load_workbook(io.BytesIO(data))["表"]
    assert [cell.data_type for cell in sheet["A"]] == ["s", "s", "s"]
    assert sheet["A2"].value == "'=HYPERLINK(1)"
    assert [str(v.formula1) for v in sheet.data_validations.dataValidation] == ['"是,否"']
    rows = gateways.read_sheet(data, "表", COLUMNS)
    assert [r.cells["名称"] for r in rows] == ["=HYPERLINK(1)", "+86 21"]


def test_another_file_says_what_is_missing():
    with pytest.raises(rules.SheetMissing, match="表"):
        gateways.read_sheet(book(["名称", "开放"], title="Sheet1"), "表", COLUMNS)
    with pytest.raises(rules.ColumnMissing, match="开放"):
        gateways.read_sheet(book(["名称"]), "表", COLUMNS)
    with pytest.raises(rules.ColumnMissing):
        gateways.read_sheet(book(), "表", COLUMNS)


@pytest.mark.parametrize(
    ("value", "words"),
    [(None, ""), (50, "50"), (31.5, "31.5"), (date(2026, 3, 5), "2026-03-05"), ("'-5", "-5"), (" 是 ", "是")],
)
def test_a_cell_as_text(value, words):
    assert gateways.as_text(value) == words
