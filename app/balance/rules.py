"""Giving and taking as tables, charts and sentences: the same figures for the page, for Excel and for print. Pure."""

from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

from app.balance.models import Balance, Bars
from app.bookings.models import USES, BookingState, Use
from app.demand.models import Need
from app.indicators.models import Grid
from app.indicators.rules import months_of
from app.kit.i18n import N_
from app.ledger.models import Kind
from app.ledger.queries import Sum
from app.ledger.rules import hours
from app.misses.rules import PARTS
from app.towns.models import Tier
from app.usage.queries import Outcome, Used
from app.usage.rules import TIERS, Share, percent, total
from app.venues.models import KINDS

S = BookingState
ACCEPTED = frozenset({S.CONFIRMED, S.CHECKED_IN, S.COMPLETED, S.NO_SHOW})
CAME = frozenset({S.CHECKED_IN, S.COMPLETED})
# What became a booking or a request for one; places on a waiting list are counted as demand.
COUNTED = (S.REQUESTED, S.CONFIRMED, S.CHECKED_IN, S.COMPLETED, S.DECLINED, S.CANCELLED, S.NO_SHOW, S.EXPIRED)
NO_FIGURE = "—"


def pairs(balance: Balance) -> list[tuple[UUID, UUID]]:
    """Every giver and taker, in the order of the towns."""
    return [(giver, taker) for giver in balance.names for taker in balance.names if giver != taker]


def pair_name(balance: Balance, pair: tuple[UUID, UUID]) -> str:
    return f"{balance.names[pair[0]]}提供给{balance.names[pair[1]]}"


def minutes_of(sums: Iterable[Sum], pair: tuple[UUID, UUID], fits: Callable[[Sum], bool] = lambda _: True) -> int:
    return sum(s.amount for s in sums if s.kind is Kind.VENUE_MINUTES and (s.giver_id, s.taker_id) == pair and fits(s))


def _fell_in(year: int, month: int) -> Callable[[Sum], bool]:
    return lambda s: (s.year, s.month) == (year, month)


def _has(key: Callable[[Sum], str], value: str) -> Callable[[Sum], bool]:
    return lambda s: key(s) == value


def times_of(sums: Iterable[Sum], pair: tuple[UUID, UUID]) -> int:
    return sum(s.times for s in sums if s.kind is Kind.VENUE_MINUTES and (s.giver_id, s.taker_id) == pair)


def shares_by_town(balance: Balance) -> dict[str, Share]:
    return {name: total(u.share for u in balance.used if u.town_id == t) for t, name in balance.names.items()}


def use_by_tier(balance: Balance) -> Grid:
    """How full the venues of each town and tier are; whole towns last."""
    head = (N_("镇"), N_("层级"), N_("场地数"), N_("开放小时"), N_("预约小时"), N_("使用率"), N_("白天使用率"))
    rows = []
    for town_id, name in balance.names.items():
        own = [u for u in balance.used if u.town_id == town_id]
        for tier in Tier:
            if rooms := [u for u in own if u.tier is tier]:
                rows.append((name, TIERS[tier], *_use(rooms)))
        rows.append((name, N_("全镇"), *_use(own)))
    return Grid(N_("各镇各级场地使用情况"), head, tuple(rows))


def _use(rooms: Sequence[Used]) -> tuple[str, ...]:
    share = total(u.share for u in rooms)
    figures = (hours(share.opened), hours(share.booked), _shown(share.percent), _shown(share.day_percent))
    return (str(len(rooms)), *figures)


def _shown(value: int | None) -> str:
    return NO_FIGURE if value is None else f"{value}%"


def tier_bars(balance: Balance) -> Bars:
    """The picture of the case: daytime use by tier, the towns side by side."""
    tiers = [tier for tier in Tier if any(u.tier is tier for u in balance.used)]
    series = []
    for town_id, name in balance.names.items():
        own = [u for u in balance.used if u.town_id == town_id]
        values = [total(u.share for u in own if u.tier is tier).day_percent for tier in tiers]
        series.append((name, (*values, total(u.share for u in own).day_percent)))
    return Bars(N_("工作日白天（8时至18时）使用率"), (*(TIERS[t] for t in tiers), N_("全镇")), tuple(series), "%", 100)


def grid_of(bars: Bars, label: str) -> Grid:
    """A chart as the table that says the same."""
    rows = [
        (name, *(_shown(None if values[n] is None else round(values[n] or 0)) for _, values in bars.series))
        for n, name in enumerate(bars.labels)
    ]
    return Grid(bars.title, (label, *(name for name, _ in bars.series)), tuple(rows))


def lent_by_month(balance: Balance) -> Grid:
    head = (N_("月份"), *(pair_name(balance, p) for p in pairs(balance)))
    rows = [
        (
            _month(y, m),
            *(hours(minutes_of(balance.sums, p, _fell_in(y, m))) for p in pairs(balance)),
        )
        for y, m in months_of(balance.period)
    ]
    return Grid(N_("各月相互提供场地的小时数"), head, tuple(rows))


def _month(year: int, month: int) -> str:
    return f"{year}年{month}月"


def month_bars(grid: Grid) -> Bars:
    """A table of months as a chart: one series per column."""
    labels = tuple(row[0] for row in grid.rows)
    series = [(name, tuple(_value(row[n]) for row in grid.rows)) for n, name in enumerate(grid.head[1:], 1)]
    is_share = "率" in grid.caption
    return Bars(grid.caption, labels, tuple(series), "%" if is_share else "小时", 100 if is_share else 0)


def _value(cell: str) -> float | None:
    return None if cell == NO_FIGURE else float(cell.rstrip("%"))


def use_by_month(balance: Balance) -> Grid:
    rows = []
    for month in months_of(balance.period):
        shares = [
            total(u.by_month.get(month, Share()) for u in balance.used if u.town_id == town) for town in balance.names
        ]
        rows.append((_month(*month), *(_shown(share.day_percent) for share in shares)))
    return Grid(N_("各月白天使用率"), (N_("月份"), *balance.names.values()), tuple(rows))


def lent_by(balance: Balance, caption: str, label: str, key: Callable[[Sum], str], words: Callable[[str], str]) -> Grid:
    """Hours by tier or by kind of use, what was used most first."""
    keys = {key(s) for s in balance.sums if s.kind is Kind.VENUE_MINUTES}
    counted = {k: [minutes_of(balance.sums, p, _has(key, k)) for p in pairs(balance)] for k in keys}
    ordered = sorted(counted.items(), key=lambda item: (-sum(item[1]), item[0]))
    head = (label, *(pair_name(balance, p) for p in pairs(balance)))
    return Grid(caption, head, tuple((words(k), *map(hours, minutes)) for k, minutes in ordered if any(minutes)))


def lent_by_tier(balance: Balance) -> Grid:
    return lent_by(balance, N_("按提供方场地层级（小时）"), N_("层级"), lambda s: s.tier, _tier_words)


def lent_by_use(balance: Balance) -> Grid:
    return lent_by(balance, N_("按使用类别（小时）"), N_("使用类别"), lambda s: s.purpose, _use_words)


def _tier_words(tier: str) -> str:
    return TIERS[Tier(tier)] if tier in set(Tier) else N_("未分级")


def _use_words(use: str) -> str:
    return USES[Use(use)] if use in set(Use) else N_("其他")


def lent_total(balance: Balance) -> Grid:
    head = (N_("提供与使用"), N_("次数"), N_("小时"))
    rows = [
        (pair_name(balance, p), str(times_of(balance.sums, p)), hours(minutes_of(balance.sums, p)))
        for p in pairs(balance)
    ]
    return Grid(N_("相互提供场地合计"), head, tuple(rows))


def outcome_rates(balance: Balance) -> Grid:
    """How bookings ended. A town's use of its own venues is its own affair: only that town has the row."""
    head = (
        N_("预约方与场地方"),
        N_("预约件数"),
        N_("已到场"),
        N_("爽约"),
        N_("爽约率"),
        N_("未获同意"),
        N_("拒绝率"),
        N_("到期未答复"),
        N_("已取消"),
    )
    sides = [(taker, giver) for giver, taker in pairs(balance)] + [(balance.reader_id, balance.reader_id)]
    rows = []
    for town, owner in sides:
        found = [o for o in balance.outcomes if (o.town_id, o.owner_id) == (town, owner) and o.state in COUNTED]
        if found:
            rows.append((_sides(balance, town, owner), *_rates(found)))
    return Grid(N_("预约结果"), head, tuple(rows), (4, 2, 2, 2, 2, 2, 2, 2, 2))


def _sides(balance: Balance, town: UUID, owner: UUID) -> str:
    if town == owner:
        return N_("本镇用本镇场地（仅本镇可见）")
    return f"{balance.names[town]}用{balance.names[owner]}场地"


def _rates(found: Sequence[Outcome]) -> tuple[str, ...]:
    def count(*states: BookingState) -> int:
        return sum(o.times for o in found if o.state in states)

    came, missed, declined = count(*CAME), count(S.NO_SHOW), count(S.DECLINED)
    return (
        str(count(*COUNTED)),
        str(came),
        str(missed),
        _shown(percent(missed, missed + came)),
        str(declined),
        _shown(percent(declined, declined + count(*ACCEPTED))),
        str(count(S.EXPIRED)),
        str(count(S.CANCELLED)),
    )


def needs_grid(balance: Balance) -> Grid:
    head = (
        N_("镇"),
        N_("时段"),
        N_("场地类型"),
        N_("座位"),
        N_("未获同意或答复"),
        N_("查找无结果"),
        N_("候补未得"),
        N_("本镇同类场地白天使用率"),
    )
    rows = [_need_row(balance.names[town], need) for town, needs in balance.needs.items() for need in needs]
    return Grid(N_("未能满足的需求"), head, tuple(rows))


def _need_row(town: str, need: Need) -> tuple[str, ...]:
    what = KINDS[need.kind] if need.kind else N_("不限")
    counts = (str(need.refused), str(need.missed), str(need.waited))
    return (town, PARTS[need.part], what, str(need.seats or NO_FIGURE), *counts, _shown(need.tight))


def venue_grid(balance: Balance) -> Grid:
    """Venue by venue, as far as the reader may see them; the fullest first."""
    head = (
        N_("镇"), N_("层级"), N_("单位"), N_("场地"), N_("座位"),
        N_("开放小时"), N_("预约小时"), N_("使用率"), N_("白天使用率"),
    )  # fmt: skip
    shown = [u for u in balance.used if u.venue_id in balance.seen]
    shown.sort(key=lambda u: (-(u.share.day_percent or 0), u.unit, u.name))
    rows = [(balance.names[u.town_id], TIERS[u.tier], u.unit, u.name, str(u.seats), *_use([u])[1:]) for u in shown]
    return Grid(N_("各场地使用情况"), head, tuple(rows))


def lent_sentence(balance: Balance) -> str:
    """D镇使用Q镇场地48次、共96小时；Q镇使用D镇场地3次、共6小时。"""
    parts = []
    for giver, taker in pairs(balance):
        times, minutes = times_of(balance.sums, (giver, taker)), minutes_of(balance.sums, (giver, taker))
        names = balance.names
        told = f"{times}次、共{hours(minutes)}小时" if times else "0次"
        parts.append(f"{names[taker]}使用{names[giver]}场地{told}")
    return "；".join(parts) + "。"
