"""Titles, folders and names of files."""

from datetime import date

import pytest

from app.indicators.models import Evidence
from app.indicators.rules import quarter, year
from app.reports import rules


@pytest.mark.parametrize(
    ("period", "title"),
    [(year(2026), "红梅同心联合体2026年度报告"), (quarter(2026, 2), "红梅同心联合体2026年第二季度报告")],
)
def test_titles(period, title):
    assert rules.title_of("红梅同心联合体", period) == title


def test_a_running_year_says_until_when_it_counts():
    said = rules.opening("联合体", ["D镇", "Q镇"], year(2026), date(2026, 11, 23))
    assert said.startswith("2026年（统计截至2026年11月23日），D镇、Q镇依托联合体")
    assert "统计截至" not in rules.opening("联合体", ["D镇"], year(2025), date(2025, 12, 31))


def test_names_that_every_system_keeps():
    assert rules.safe('第1次/会议:"纪要".pdf') == "第1次_会议__纪要_.pdf"
    assert rules.safe("长" * 100 + ".xlsx") == "长" * 60 + ".xlsx"
    assert rules.folder(0, "轮值会议") == "01_轮值会议"
    assert rules.file_names([Evidence("照片.jpg", ""), Evidence("照片.jpg", "")]) == ["01_照片.jpg", "02_照片.jpg"]


def test_a_period_ahead_has_nothing_to_report():
    with pytest.raises(rules.StillAhead):
        rules.check_period(year(2027), date(2026, 11, 23))
