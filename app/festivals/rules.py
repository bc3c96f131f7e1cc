"""Festivals and remembrance days, solar and lunar, and 三伏 with its warning. Says nothing on who works."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from lunar_python import Lunar, Solar

from app.kit.i18n import N_

OUTDOOR_WARNING = N_("三伏天气，户外活动请避开中午时段，备好防暑用品")
DAY = timedelta(days=1)

SOLAR = {
    (1, 1): N_("元旦"),
    (3, 5): N_("学雷锋纪念日"),
    (3, 8): N_("妇女节"),
    (3, 12): N_("植树节"),
    (5, 1): N_("劳动节"),
    (5, 4): N_("青年节"),
    (6, 1): N_("儿童节"),
    (7, 1): N_("建党纪念日（七一）"),
    (8, 1): N_("建军节"),
    (9, 10): N_("教师节"),
    (9, 30): N_("烈士纪念日"),
    (10, 1): N_("国庆节"),
    (12, 4): N_("国家宪法日"),
    (12, 5): N_("国际志愿者日"),
}
LUNAR = {
    (1, 1): N_("春节"),
    (1, 15): N_("元宵节"),
    (5, 5): N_("端午节"),
    (7, 7): N_("七夕节"),
    (8, 15): N_("中秋节"),
    (9, 9): N_("重阳节"),
    (12, 8): N_("腊八节"),
}
TERMS = {"清明": N_("清明节"), "冬至": N_("冬至")}
DOG_DAYS = {"初伏": N_("初伏"), "中伏": N_("中伏"), "末伏": N_("末伏")}


@dataclass(frozen=True, order=True)
class Festival:
    """A named day, or the days from `day` to `until_on`; `warning` concerns what is planned outdoors."""

    day: date
    until_on: date
    name: str
    warning: str = ""


def between(from_on: date, until_on: date) -> tuple[Festival, ...]:
    """Festivals that touch the days from `from_on` to `until_on`, both included, in their order."""
    found = (f for year in range(from_on.year, until_on.year + 1) for f in of_year(year))
    return tuple(f for f in found if f.day <= until_on and f.until_on >= from_on)


def on(day: date) -> tuple[Festival, ...]:
    return between(day, day)


def outdoor_warning(day: date) -> str:
    """What to say beside an outdoor activity on `day`; "" on most days."""
    return next((f.warning for f in on(day) if f.warning), "")


@cache
def spring_festival(year: int) -> date:
    """正月初一 of the lunar year that begins in `year`."""
    return _solar(Lunar.fromYmd(year, 1, 1))


@cache
def lantern_festival(year: int) -> date:
    """元宵 of the lunar year that begins in `year`."""
    return _solar(Lunar.fromYmd(year, 1, 15))


@cache
def of_year(year: int) -> tuple[Festival, ...]:
    """All festivals of a calendar year by day, the three parts of 三伏 as spans."""
    single = [Festival(day, day, name) for day, name in (*_fixed(year), *_lunar(year), *_terms(year))]
    return tuple(sorted([*single, *_dog_days(year)]))


def _fixed(year: int) -> Iterator[tuple[date, str]]:
    for (month, day), name in SOLAR.items():
        yield date(year, month, day), name
    yield _third_sunday_of_may(year), N_("全国助残日")


def _third_sunday_of_may(year: int) -> date:
    first = date(year, 5, 1)
    return first + DAY * ((6 - first.weekday()) % 7 + 14)


def _lunar(year: int) -> Iterator[tuple[date, str]]:
    """The lunar twelfth month mostly falls into the next calendar year, so two lunar years are looked at."""
    for lunar_year in (year - 1, year):
        for (month, day), name in LUNAR.items():
            if (found := _solar(Lunar.fromYmd(lunar_year, month, day))).year == year:
                yield found, name
    yield spring_festival(year) - DAY, N_("除夕")


def _terms(year: int) -> Iterator[tuple[date, str]]:
    table = Lunar.fromYmd(year, 6, 1).getJieQiTable()
    for key, name in (("清明", TERMS["清明"]), ("冬至", TERMS["冬至"]), ("DONG_ZHI", TERMS["冬至"])):
        found = date.fromisoformat(table[key].toYmd())
        if found.year == year:
            yield found, name


def _dog_days(year: int) -> Iterator[Festival]:
    """初伏, 中伏 (10 or 20 days) and 末伏."""
    days: dict[str, list[date]] = {}
    day = date(year, 7, 1)
    while day < date(year, 9, 10):
        if fu := Solar.fromYmd(day.year, day.month, day.day).getLunar().getFu():
            days.setdefault(fu.getName(), []).append(day)
        day += DAY
    for name, spell in days.items():
        yield Festival(spell[0], spell[-1], DOG_DAYS[name], OUTDOOR_WARNING)


def _solar(lunar: Lunar) -> date:
    return date.fromisoformat(lunar.getSolar().toYmd())
