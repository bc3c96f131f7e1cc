"""From sessions to the lines of a poster: the same thing on many days is one line, its days said in words. Pure."""

import calendar
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby

from app.posters.models import Line, Poster, Section, Sitting

DAY = timedelta(days=1)
FEW = 3
"""So many days without it are named; when more are missing, the days with it are."""
SHORT = ("一", "二", "三", "四", "五", "六", "日")
OFTEN = 3
"""From so many times on, a line speaks of 每周 where the days are regular."""


def month_span(month: date, today: date) -> tuple[date, date]:
    """First and last day to be shown: the whole month; of the running month what is still to come."""
    first = month.replace(day=1)
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return (max(first, today), last) if first <= today <= last else (first, last)


def months_from(today: date, *, before: int = 1, after: int = 3) -> list[date]:
    """The months that a poster may be made for, the earliest first."""
    number = today.year * 12 + today.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(number - before, number + after + 1)]


def lines_of(sittings: Iterable[Sitting], first: date, last: date) -> tuple[Line, ...]:
    """One line per service, hours and place, in the order of its first day and hour."""
    ordered = sorted(sittings, key=lambda s: (_same(s), s.on))
    groups = [list(group) for _, group in groupby(ordered, key=_same)]
    groups.sort(key=lambda group: (group[0].on, group[0].starts, group[0].title))
    return tuple(_line(group, first, last) for group in groups)


def _same(sitting: Sitting) -> tuple[str, ...]:
    hours = (f"{sitting.starts:%H:%M}", f"{sitting.ends:%H:%M}")
    return (sitting.title, *hours, sitting.place, sitting.price, sitting.bring, sitting.notes)


def _line(group: Sequence[Sitting], first: date, last: date) -> Line:
    one = group[0]
    details = (one.notes, one.price, one.who, f"请带：{one.bring}" if one.bring else "")
    days, dates = days_in_words([s.on for s in group], first, last)
    return Line(
        days=days,
        dates=dates,
        hours=f"{one.starts:%H:%M}–{one.ends:%H:%M}",
        title=one.title,
        place=one.place,
        details=tuple(d for d in details if d),
        phone=one.phone,
    )


def days_in_words(days: Sequence[date], first: date, last: date) -> tuple[str, str]:
    """3日（周四）; 每周四 + 3、10、17日; 周一至周五 + 1、2日除外; 1、3、8日. Days lie from first to last."""
    days = sorted(set(days))
    if len(days) == 1:
        return f"{days[0].day}日（周{SHORT[days[0].weekday()]}）", ""
    weekdays = sorted({d.weekday() for d in days})
    missing = [d for d in _between(first, last) if d.weekday() in weekdays and d not in days]
    if len(weekdays) == 1:
        every = "每" if len(days) >= OFTEN and not missing else ""
        return f"{every}周{SHORT[weekdays[0]]}", _numbers(days)
    if len(days) >= OFTEN + 2 and len(missing) <= min(FEW, len(days) // 4):
        return weekdays_in_words(weekdays), f"{_numbers(missing)}除外" if missing else ""
    return _numbers(days), ""


def weekdays_in_words(weekdays: Sequence[int]) -> str:
    """每天; 周一至周五; 周二、周四. Monday is 0."""
    if len(weekdays) == len(SHORT):
        return "每天"
    if len(weekdays) > 2 and weekdays[-1] - weekdays[0] == len(weekdays) - 1:
        return f"周{SHORT[weekdays[0]]}至周{SHORT[weekdays[-1]]}"
    return "、".join(f"周{SHORT[w]}" for w in weekdays)


def _between(first: date, last: date) -> list[date]:
    return [first + DAY * n for n in range((last - first).days + 1)]


def _numbers(days: Sequence[date]) -> str:
    return "、".join(str(d.day) for d in days) + "日"


def meal_title(service_name: str, meal: str) -> str:
    """社区食堂午餐, not 社区食堂午餐（午餐）."""
    return service_name if meal in service_name else f"{service_name}{meal}"


def to_text(poster: Poster) -> str:
    """The poster as plain text for a WeChat group."""
    parts = [f"【{poster.title}】{poster.month}", f"{poster.community}　{poster.audience}"]
    for section in poster.sections:
        parts += ["", f"◆ {section.heading}", *(_said(line) for line in section.lines)]
        if not section.lines:
            parts.append(section.empty)
    return "\n".join([*parts, "", *poster.how, *([f"查看详情：{poster.url}"] if poster.url else [])])


def _said(line: Line) -> str:
    tail = f"，电话{line.phone}" if line.phone else ""
    more = "".join(f"，{d}" for d in line.details)
    dates = f"（{line.dates}）" if line.dates else ""
    return f"· {line.days}{dates} {line.hours} {line.title}，{line.place}{more}{tail}"


def section_of(heading: str, sittings: Iterable[Sitting], span: tuple[date, date], empty: str) -> Section:
    return Section(heading=heading, lines=lines_of(sittings, *span), empty=empty)
