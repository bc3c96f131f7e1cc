"""Charts drawn on the server, the Excel file and the PDF. Everything in them comes from the tables of rules."""

import base64
from collections.abc import Sequence

from markupsafe import Markup

from app.balance import rules
from app.balance.models import Balance, BalancePaper, Bars, Section
from app.demand import rules as demand
from app.indicators.models import Grid
from app.indicators.rules import in_words
from app.kit import xlsx
from app.kit.clock import chinese_date
from app.typeset import gateways as typesetting
from app.usage import rules as usage

INKS = ("#b3131b", "#0b4f9e", "#14663a", "#7a4d00", "#5b3a8c", "#4e5561")
# Narrow enough to be read on a phone, where the picture is drawn at two thirds of its size.
WIDTH, LEFT, RIGHT, BAR, GAP, ROW = 420, 92, 66, 18, 14, 26
FACES = "Microsoft YaHei, PingFang SC, Noto Sans CJK SC, SimHei, FandolHei, sans-serif"
TEXT = Markup('<text x="{:.1f}" y="{:.1f}" fill="#1d2129"{}>{}</text>')
AT_END = Markup(' text-anchor="end"')


def to_svg(bars: Bars) -> Markup:
    """The chart as a picture for print and pages without scripts; hatching tells series apart without colour."""
    most = bars.most or max((v or 0 for _, values in bars.series for v in values), default=0) or 1
    group = len(bars.series) * BAR + GAP
    legend, top = _legend(bars)
    parts = [legend]
    for place, label in enumerate(bars.labels):
        first = top + place * group
        parts.append(TEXT.format(LEFT - 8, first + len(bars.series) * BAR / 2 + 4, AT_END, label))
        parts += [_bar(values[place], first + n * BAR, most, n, bars.unit) for n, (_, values) in enumerate(bars.series)]
    frame = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img" aria-label="{}" font-size="14" '
        'font-family="{}">{}</svg>'
    )
    height = top + len(bars.labels) * group
    return frame.format(WIDTH, height, bars.title, FACES, Markup("").join(parts))


def _legend(bars: Bars) -> tuple[Markup, int]:
    """The series' names in as many lines as they need, and where the bars begin."""
    drawn, left, line = [], 0, 0
    for n, (name, _) in enumerate(bars.series):
        width = 46 + 15 * len(name)
        if left and left + width > WIDTH:
            left, line = 0, line + ROW
        drawn.append(_ink(left, line + 4, 22, 14, n))
        drawn.append(TEXT.format(left + 28, line + 16, "", name))
        left += width
    return Markup("").join(drawn), line + ROW + 8


def _bar(value: float | None, top: float, most: float, series: int, unit: str) -> Markup:
    length = (WIDTH - LEFT - RIGHT) * min(1.0, (value or 0) / most)
    told = rules.NO_FIGURE if value is None else f"{value:g}{unit}"
    return _ink(LEFT, top, length, BAR - 4, series) + TEXT.format(LEFT + length + 6, top + 12, "", told)


def _ink(x: float, y: float, width: float, height: float, series: int) -> Markup:
    """A filled bar; every second series is an outline with stripes."""
    ink = INKS[series % len(INKS)]
    if series % 2 == 0:
        filled = Markup('<rect x="{}" y="{}" width="{:.1f}" height="{}" fill="{}"/>')
        return filled.format(x, y, width, height, ink)
    outline = Markup('<rect x="{}" y="{}" width="{:.1f}" height="{}" fill="#fff" stroke="{}" stroke-width="1.5"/>')
    stripe = Markup('<path d="M{:.1f} {}v{}" stroke="{}" stroke-width="1.5"/>')
    stripes = (stripe.format(x + at, y, height, ink) for at in range(5, int(width), 5))
    return outline.format(x, y, width, height, ink) + Markup("").join(stripes)


def grids(balance: Balance) -> list[Grid]:
    """Every table of the page, in its order."""
    return [
        rules.use_by_tier(balance),
        rules.use_by_month(balance),
        rules.lent_total(balance),
        rules.lent_by_month(balance),
        rules.lent_by_tier(balance),
        rules.lent_by_use(balance),
        rules.outcome_rates(balance),
        rules.needs_grid(balance),
        rules.venue_grid(balance),
    ]


def to_book(balance: Balance, entries: Grid) -> bytes:
    """One sheet per table, and the entries of the ledger behind the figures."""
    tables = [*grids(balance), entries]
    return xlsx.to_book([(g.caption, g.head, [[_value(c) for c in row] for row in g.rows]) for g in tables])


def _value(cell: str) -> object:
    """Figures as numbers, so that a clerk can reckon with them; everything else as text."""
    if cell.endswith("%") and cell[:-1].isdecimal():
        return xlsx.Percent(cell[:-1])
    try:
        return float(cell) if "." in cell else int(cell)
    except ValueError:
        return cell


def to_pdf(balance: Balance, partnership: str) -> bytes:
    return typesetting.to_pdf(_paper(balance, partnership), archival=False)


def _paper(balance: Balance, partnership: str) -> BalancePaper:
    period = balance.period
    facts = (f"{'、'.join(balance.names.values())}　统计时段：{in_words(period)}（截至{chinese_date(period.last)}）",)
    sections = (_use_section(balance), _lent_section(balance), _outcome_section(balance), _needs_section(balance))
    return BalancePaper(f"{partnership}资源共享情况", facts, sections)


def _use_section(balance: Balance) -> Section:
    said = (usage.sentence(rules.shares_by_town(balance)),)
    pictures = _pictures([rules.tier_bars(balance)])
    return Section("一、场地使用", said, pictures, (rules.use_by_tier(balance), rules.use_by_month(balance)))


def _lent_section(balance: Balance) -> Section:
    by_month = rules.lent_by_month(balance)
    tables = (rules.lent_total(balance), by_month, rules.lent_by_tier(balance), rules.lent_by_use(balance))
    return Section("二、相互提供", (rules.lent_sentence(balance),), _pictures([rules.month_bars(by_month)]), tables)


def _outcome_section(balance: Balance) -> Section:
    said = "爽约和取消的预约不计入共享小时。爽约率为爽约件数占应到件数的比例，拒绝率为未获同意件数占已答复件数的比例。"
    return Section("三、预约结果", (said,), (), (rules.outcome_rates(balance),))


def _needs_section(balance: Balance) -> Section:
    told = [demand.in_words(need, balance.names[town]) for town, needs in balance.needs.items() for need in needs[:5]]
    return Section("四、未能满足的需求", tuple(told) or ("本时段没有记录到未能满足的需求。",), (), ())


def _pictures(charts: Sequence[Bars]) -> tuple[str, ...]:
    return tuple(
        "data:image/svg+xml;base64," + base64.b64encode(str(to_svg(chart)).encode()).decode() for chart in charts
    )
