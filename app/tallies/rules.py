"""From counts to what may be shown of them: the matrix, places and their use, what could not be had. Pure.

Everything that is shown of a measure is a view of one protected table of its calendar year (`suppression`): months,
quarters and the year never contradict each other, so that no two pages together give a small number away.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from app.balance.models import Bars
from app.balance.rules import NO_FIGURE
from app.indicators import rules as periods
from app.indicators.models import Grid, Length, Period
from app.indicators.rules import in_words
from app.kit.i18n import N_
from app.services.models import KINDS, SENSITIVE, Kind
from app.suppression.rules import FEWEST, Key, Sums, totalled, withheld
from app.tallies.models import What

ALL, YEAR = "all", "year"
PRIVATE_SOURCE = "private:"
QUARTERS = tuple(f"Q{n}" for n in range(1, 5))
SMALL, WITHHELD = f"<{FEWEST}", "※"
MONTH_SUMS: Sums = {YEAR: QUARTERS} | {q: tuple(range(3 * n + 1, 3 * n + 4)) for n, q in enumerate(QUARTERS)}
SUMMED = tuple(kind for kind in Kind if kind is not Kind.MEDIATION)
"""Mediation is nearly always small: beside any sum that held it, other services would have to be withheld for it."""
KIND_SUMS: Sums = {ALL: SUMMED}
USED = frozenset({What.ATTENDED})
MISSED = frozenset({What.ABSENT})
UNMET = frozenset({What.UNMET})


@dataclass(frozen=True)
class Count:
    """A sum of the database: so many of something, of one service and home town, in one month."""

    month: date
    service_id: UUID
    kind: Kind
    provider_id: UUID
    home_id: UUID
    what: What
    amount: int


@dataclass(frozen=True)
class Table:
    """One measure of a calendar year by kind, month, home town and provider's town, with every total."""

    cells: Mapping[Key, int]
    kept: Mapping[Key, bool]

    def shown(self, kind: Any, months: Any, home: Any, provider: Any) -> str:
        """ "12", "0", "<5", or "※" for what would give a small number away."""
        key = (kind, months, home, provider)
        if key in self.kept:
            return SMALL if self.kept[key] else WITHHELD
        return str(self.cells.get(key, 0))

    def number(self, kind: Any, months: Any, home: Any, provider: Any) -> int | None:
        """The figure where it may be shown."""
        key = (kind, months, home, provider)
        return None if key in self.kept else self.cells.get(key, 0)


@dataclass(frozen=True)
class Figures:
    """The counts of a partnership in a calendar year, and which part of it is asked for."""

    period: Period
    names: Mapping[UUID, str]
    counts: Sequence[Count]
    told: Collection[Key] = ()
    """Private sums that stand in the ledger: everybody has read them."""

    @property
    def months(self) -> Any:
        """The node of the asked period in the year's table."""
        first = self.period.first
        if self.period.length is Length.YEAR:
            return YEAR
        return QUARTERS[(first.month - 1) // 3] if self.period.length is Length.QUARTER else first.month

    @cached_property
    def used(self) -> Table:
        return table(self.counts, USED, list(self.names), self.told)

    @cached_property
    def absent(self) -> Table:
        return table(self.counts, MISSED, list(self.names))

    @cached_property
    def unmet(self) -> Table:
        return table(self.counts, UNMET, list(self.names))


def is_private(key: Key) -> bool:
    return key[0] in SENSITIVE


def is_told(key: Key) -> bool:
    """Services that are not private stand in the ledger session by session: withholding their sums hides nothing."""
    return key[0] != ALL and not is_private(key)


def source_of(key: Key, year: int) -> str:
    """Under which name a private sum of a year stands in the ledger."""
    kind, span, home, provider = key
    return f"{PRIVATE_SOURCE}{kind}:{provider.hex[:12]}:{home.hex[:12]}:{year}-{span}"


def key_of(source: str, home: UUID, provider: UUID) -> Key:
    """The cell that such an entry tells."""
    kind, span = source.split(":")[1], source.rsplit("-", 1)[1]
    return (Kind(kind), int(span) if span.isdecimal() else span, home, provider)


def table(counts: Iterable[Count], whats: frozenset[What], towns: Sequence[UUID], told: Collection[Key] = ()) -> Table:
    """A measure with every total, small numbers of health and mediation withheld. What is small is said by people
    where they are counted (who comes five times is one person), by the number itself elsewhere. What was `told` stays
    told: it hides nothing any more."""
    counts = [c for c in counts if c.home_id in towns and c.provider_id in towns]
    dimensions = (KIND_SUMS, MONTH_SUMS, {ALL: tuple(towns)}, {ALL: tuple(towns)})
    cells = totalled(_leaves(counts, whats), dimensions)
    persons = totalled(_leaves(counts, {What.PERSONS}), dimensions) if whats == USED else cells
    small = [k for k in cells if is_private(k) and _people(k, persons) < FEWEST]
    read = set(told).difference(small)
    movable = {key: value for key, value in cells.items() if not is_told(key) and key not in read}
    return Table(cells, withheld(movable, dimensions, small, lambda k: FEWEST if is_private(k) else 1))


def _leaves(counts: Iterable[Count], whats: Iterable[What]) -> dict[Key, int]:
    leaves: dict[Key, int] = {}
    for c in counts:
        if c.what in whats:
            key = (c.kind, c.month.month, c.home_id, c.provider_id)
            leaves[key] = leaves.get(key, 0) + c.amount
    return leaves


def _people(key: Key, persons: Mapping[Key, int]) -> int:
    """At least how many people: over several months the same may have come again, so the best month counts."""
    months = [key[1]]
    while months and months[0] in MONTH_SUMS:
        months = [part for month in months for part in MONTH_SUMS.get(month, (month,))]
    return max((persons.get((key[0], month, *key[2:]), 0) for month in months), default=0)


def offered(figures: Figures, what: What, kind: Kind, provider: UUID) -> int:
    """Sessions or places in the asked period."""
    first, last = figures.period.first, figures.period.last
    return sum(
        c.amount
        for c in figures.counts
        if (c.what, c.kind, c.provider_id) == (what, kind, provider) and first <= c.month <= last
    )


def kinds_of(figures: Figures) -> list[Kind]:
    """The kinds with anything to say in the asked period, in their order."""
    first, last = figures.period.first, figures.period.last
    found = {c.kind for c in figures.counts if first <= c.month <= last}
    return [kind for kind in Kind if kind in found]


def matrix(figures: Figures, kind: Any = ALL) -> Grid:
    """Rows: whose residents; columns: where they were served."""
    towns = [*figures.names, ALL]
    head = (N_("户籍镇"), *(f"在{figures.names[t]}接受服务" for t in figures.names), N_("合计"))
    rows = tuple(
        (_town(figures, home), *(figures.used.shown(kind, figures.months, home, t) for t in towns)) for home in towns
    )
    return Grid(f"{_kind(kind)}（人次）", head, rows)


def _town(figures: Figures, town: Any) -> str:
    return N_("合计") if town == ALL else f"{figures.names[town]}居民"


def _kind(kind: Any) -> str:
    return N_("全部服务（不含矛盾调解）") if kind == ALL else KINDS[kind]


def by_kind(figures: Figures) -> Grid:
    """Every direction across and within the border, kind by kind."""
    directions = [(home, at) for home in figures.names for at in figures.names]
    head = (N_("服务类别"), *(_direction(figures, *d) for d in directions), N_("合计"))
    rows = []
    for kind in (*kinds_of(figures), ALL):
        shown = (figures.used.shown(kind, figures.months, home, at) for home, at in directions)
        rows.append((_kind(kind), *shown, figures.used.shown(kind, figures.months, ALL, ALL)))
    return Grid(N_("按服务类别（人次）"), head, tuple(rows))


def _direction(figures: Figures, home: UUID, at: UUID) -> str:
    names = figures.names
    return f"{names[home]}居民在本镇" if home == at else f"{names[home]}居民到{names[at]}"


def by_month(figures: Figures) -> Grid:
    """What crosses the border, month by month of the year until the end of the asked period."""
    crossing = [(home, at) for home in figures.names for at in figures.names if home != at]
    head = (N_("月份"), *(_direction(figures, *d) for d in crossing))
    year, months = figures.period.first.year, range(1, figures.period.last.month + 1)
    rows = [(f"{year}年{m}月", *(figures.used.shown(ALL, m, home, at) for home, at in crossing)) for m in months]
    return Grid(N_("各月跨镇服务（人次，不含矛盾调解）"), head, tuple(rows))


def use(figures: Figures) -> Grid:
    """Places offered and used, who stayed away, who waited in vain."""
    head = (
        N_("服务所在镇"), N_("服务类别"), N_("场次"), N_("名额"), N_("到场人次"), N_("名额使用率"),
        N_("未到人次"), N_("候补未得人次"),
    )  # fmt: skip
    rows = []
    for town, name in figures.names.items():
        for kind in kinds_of(figures):
            if places := offered(figures, What.PLACES, kind, town):
                sessions = offered(figures, What.SESSIONS, kind, town)
                rows.append((name, KINDS[kind], str(sessions), str(places), *_outcome(figures, kind, town, places)))
    return Grid(N_("名额提供和使用"), head, tuple(rows))


def _outcome(figures: Figures, kind: Kind, town: UUID, places: int) -> tuple[str, ...]:
    place = (kind, figures.months, ALL, town)
    came = figures.used.number(*place)
    share = NO_FIGURE if came is None else f"{round(100 * came / places)}%"
    return (figures.used.shown(*place), share, figures.absent.shown(*place), figures.unmet.shown(*place))


def grids(figures: Figures) -> list[Grid]:
    """Every table, in the order of the page."""
    each = [matrix(figures, kind) for kind in kinds_of(figures)]
    return [matrix(figures), by_kind(figures), by_month(figures), use(figures), *each]


def bars(grid: Grid, title: str = "") -> Bars:
    """A table as a chart; what is withheld has no bar."""
    series = [(name, tuple(_value(row[n]) for row in grid.rows)) for n, name in enumerate(grid.head[1:], 1)]
    return Bars(title or grid.caption, tuple(row[0] for row in grid.rows), tuple(series), "人次")


def _value(cell: str) -> float | None:
    return float(cell) if cell.isdecimal() else None


def without_totals(grid: Grid) -> Grid:
    """For a chart: the cells alone."""
    rows = tuple(row[:-1] for row in grid.rows if row[0] != N_("合计"))
    return Grid(grid.caption, grid.head[:-1], rows)


def sentence(figures: Figures) -> str:
    """D镇居民到Q镇接受服务96人次，Q镇居民到D镇接受服务40人次，均不含矛盾调解。"""
    crossing = [(home, at) for home in figures.names for at in figures.names if home != at]
    shown = [_said(figures.used.shown(ALL, figures.months, *pair)) for pair in crossing]
    names = figures.names
    parts = [f"{names[home]}居民到{names[at]}接受服务{n}" for (home, at), n in zip(crossing, shown, strict=True)]
    return "，".join(parts) + "，均不含矛盾调解。"


def _said(shown: str) -> str:
    return {SMALL: f"不足{FEWEST}人次", WITHHELD: "的人次不单独列出"}.get(shown, f"{shown}人次")


def viewed(period: Period) -> Period:
    """What a page can show of a period: a month, a quarter or a year; any other span as the year it begins in."""
    return periods.year(period.first.year) if period.length is Length.CUSTOM else period


def report(figures: Figures) -> tuple[str, ...]:
    """Paragraphs for the report: who was served where, how full the places were, what could not be had."""
    places = sum(offered(figures, What.PLACES, kind, t) for kind in SUMMED for t in figures.names)
    if not places:
        return (f"{in_words(figures.period)}没有组织共享服务场次。",)
    sessions = sum(offered(figures, What.SESSIONS, kind, t) for kind in SUMMED for t in figures.names)
    used = figures.used.shown(ALL, figures.months, ALL, ALL)
    unmet = figures.unmet.shown(ALL, figures.months, ALL, ALL)
    waited = "" if unmet == "0" else f"候补未得{_said(unmet)}，已列入下阶段服务安排。"
    first = f"{in_words(figures.period)}双方共组织服务{sessions}场，提供名额{places}个，到场{_said(used)}。{waited}"
    return (first, sentence(figures))


def is_anything_hidden(found: Iterable[Grid]) -> bool:
    return any(cell in (SMALL, WITHHELD) for grid in found for row in grid.rows for cell in row)
