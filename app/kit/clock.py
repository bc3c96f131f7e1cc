"""Now, today, and the towns' wall time. Only routes and jobs ask for now; everything below is told."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from app.kit.i18n import N_, Said, said_date, worded

TOWN_TIME = ZoneInfo("Asia/Shanghai")
WEEKDAYS = tuple(
    worded(name)
    for name in (N_("星期一"), N_("星期二"), N_("星期三"), N_("星期四"), N_("星期五"), N_("星期六"), N_("星期日"))
)


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


def chinese_date(day: date | datetime) -> Said:
    """2026年11月23日, as official documents write it."""
    if isinstance(day, datetime):
        day = to_town(day).date()
    return said_date(f"{day.year}年{day.month}月{day.day}日", day, "d MMMM yyyy")


def month_day(day: date) -> Said:
    """11月23日, where the year is known."""
    return said_date(f"{day.month}月{day.day}日", day, "d MMMM")


def weekday_name(day: date | datetime) -> Said:
    """星期一"""
    if isinstance(day, datetime):
        day = to_town(day).date()
    return WEEKDAYS[day.weekday()]


def weekday_run(first: int, last: int) -> Said:
    """星期一至星期五, or one day by itself; ISO numbers."""
    if first == last:
        return WEEKDAYS[first - 1]
    return worded(N_("%(first)s至%(last)s"), first=WEEKDAYS[first - 1], last=WEEKDAYS[last - 1])


def wall_time(moment: datetime) -> str:
    """14:00"""
    return f"{to_town(moment):%H:%M}"
