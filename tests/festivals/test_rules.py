from datetime import date

import pytest

from app.festivals import rules


def days_of(year, name):
    return [f.day for f in rules.of_year(year) if f.name == name]


@pytest.mark.parametrize(
    ("year", "name", "expected"),
    [
        (2026, "除夕", (2, 16)),
        (2026, "春节", (2, 17)),
        (2026, "元宵节", (3, 3)),
        (2026, "清明节", (4, 5)),
        (2026, "端午节", (6, 19)),
        (2026, "七夕节", (8, 19)),
        (2026, "中秋节", (9, 25)),
        (2026, "重阳节", (10, 18)),
        (2026, "腊八节", (1, 26)),
        (2026, "冬至", (12, 22)),
        (2026, "建党纪念日（七一）", (7, 1)),
        (2026, "全国助残日", (5, 17)),
        (2027, "春节", (2, 6)),
        (2027, "除夕", (2, 5)),
    ],
)
def test_festivals_fall_on_their_days(year, name, expected):
    assert days_of(year, name) == [date(year, *expected)]


@pytest.mark.parametrize(
    ("year", "starts"),
    [(2026, [(7, 15), (7, 25), (8, 14)]), (2027, [(7, 20), (7, 30), (8, 9)])],
)
def test_the_dog_days_warn_of_heat_outdoors(year, starts):
    spells = [f for f in rules.of_year(year) if f.warning]
    assert [f.day for f in spells] == [date(year, *start) for start in starts]
    assert rules.outdoor_warning(spells[0].day)
    assert rules.outdoor_warning(spells[-1].until_on)
    assert not rules.outdoor_warning(date(year, 7, 1))


def test_a_year_may_hold_two_or_no_laba():
    assert [len(days_of(year, "腊八节")) for year in range(2010, 2031)].count(1) >= 15
    assert all(f.day.year == year for year in (2014, 2026, 2030) for f in rules.of_year(year))


def test_festivals_between_two_days_cross_the_year():
    names = [f.name for f in rules.between(date(2026, 12, 20), date(2027, 1, 16))]
    assert names == ["冬至", "元旦", "腊八节"]


def test_every_year_of_the_century_can_be_read():
    for year in range(2020, 2101, 5):
        assert days_of(year, "清明节")
        assert days_of(year, "冬至")
        assert len([f for f in rules.of_year(year) if f.warning]) == 3
