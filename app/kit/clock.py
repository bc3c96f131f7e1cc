"""Now, today, and the towns' wall time. Only routes and jobs ask for now; everything below is told."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

TOWN_TIME = ZoneInfo("Asia/Shanghai")
WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")


def now() -> datetime:
    return datetime.now(UTC)


def today() -> date:
    return to_town(now()).date()


def to_town(moment: datetime) -> datetime:
    """An aware instant as the towns' clock shows it."""
    if moment.tzinfo is None:
        raise ValueError("naive datetime")
    return moment.astimezone(TOWN_TIME)


def at(day: date, wall_time: time | str) -> datetime:
    """The instant (aware UTC) at which the towns' clock shows `wall_time` ("14:00") on `day`."""
    if isinstance(wall_time, str):
        wall_time = time.fromisoformat(wall_time)
    return datetime.combine(day, wall_time, TOWN_TIME).astimezone(UTC)


def chinese_date(day: date | datetime) -> str:
    """2026年11月23日, as official documents write it."""
    if isinstance(day, datetime):
        day = to_town(day).date()
    return f"{day.year}年{day.month}月{day.day}日"


def weekday_name(day: date | datetime) -> str:
    """星期一"""
    if isinstance(day, datetime):
        day = to_town(day).date()
    return WEEKDAYS[day.weekday()]


def wall_time(moment: datetime) -> str:
    """14:00"""
    return f"{to_town(moment):%H:%M}"
