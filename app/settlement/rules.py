"""Which lines a settlement sheet has, and what of a month's services belongs into the ledger. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from app.balance.rules import NO_FIGURE
from app.indicators import rules as periods
from app.kit.i18n import N_
from app.services.models import KINDS, SENSITIVE, Kind
from app.settlement.models import Line
from app.suppression.rules import Key
from app.tallies.rules import ALL, MONTH_SUMS, QUARTERS, YEAR, Table, source_of

BACK_DAYS = 62
"""How long a tick can be corrected so that the ledger follows by itself."""


@dataclass(frozen=True)
class Served:
    """A service's month for one home town."""

    service_id: UUID
    kind: Kind
    name: str
    unit: str
    persons: int
    times: int


@dataclass(frozen=True)
class Due:
    """What has to stand in the ledger for one source."""

    source: str
    home_id: UUID
    on: date
    amount: int
    detail: str
    purpose: str = ""


def lines_of(
    served: Iterable[Served], used: Table, place: tuple[int, UUID, UUID], words: Mapping[UUID, tuple[str, str]]
) -> tuple[Line, ...]:
    """One line per service; one per kind where the kind is private.

    `place`: month, home town, provider's town in the table. `words`: price and subsidy of a service for the home town.
    """
    by_kind: dict[Kind, list[Served]] = {}
    for one in served:
        by_kind.setdefault(one.kind, []).append(one)
    lines: list[Line] = []
    for kind in sorted(by_kind, key=list(Kind).index):
        if kind in SENSITIVE:
            lines.append(_of_kind(kind, by_kind[kind], used, place, words))
        else:
            lines += [_of_service(one, words) for one in sorted(by_kind[kind], key=lambda s: (s.name, s.unit))]
    return tuple(lines)


def _of_service(one: Served, words: Mapping[UUID, tuple[str, str]]) -> Line:
    price, subsidy = words.get(one.service_id, ("", ""))
    return Line(one.name, one.unit, price, subsidy, str(one.persons), str(one.times))


def _of_kind(
    kind: Kind,
    served: Sequence[Served],
    used: Table,
    place: tuple[int, UUID, UUID],
    words: Mapping[UUID, tuple[str, str]],
) -> Line:
    """A whole kind in one line; how many people only where it is one service and its figure may be shown."""
    names, units = sorted({s.name for s in served}), sorted({s.unit for s in served})
    said = {words.get(s.service_id, ("", "")) for s in served}
    price, subsidy = said.pop() if len(said) == 1 else (N_("按各项目公布的标准"), N_("按各项目公布的标准"))
    shown = used.shown(kind, *place)
    is_told = used.number(kind, *place) is not None and len(served) == 1
    persons = str(served[0].persons) if is_told else NO_FIGURE if shown.isdecimal() else shown
    called = KINDS[kind] if names == [KINDS[kind]] else f"{KINDS[kind]}（{'、'.join(names)}）"
    return Line(called, "、".join(units), price, subsidy, persons, shown)


def private_dues(
    used: Table, home: UUID, provider: UUID, year: int, today: date, standing: Mapping[str, int]
) -> list[Due]:
    """Health and mediation in sum, and only in sums that the statistics show: a month's where it is shown, what then
    is left of the quarter, what then is left of the year. Only of spans that are over. What stands is not entered
    again within a longer span, though its own figure may not be shown any more."""
    dues: list[Due] = []
    for kind in (kind for kind in Kind if kind in SENSITIVE):
        entered = _stands(standing, kind, home, provider, year)
        for quarter, months in ((q, MONTH_SUMS[q]) for q in QUARTERS):
            for month in months:
                _add(dues, entered, used, (kind, month, home, provider), periods.month(year, month).last, today, ())
            last = periods.month(year, months[-1]).last
            _add(dues, entered, used, (kind, quarter, home, provider), last, today, months)
        spans = (*range(1, 13), *QUARTERS)
        _add(dues, entered, used, (kind, YEAR, home, provider), date(year, 12, 31), today, spans)
    return dues


def _stands(standing: Mapping[str, int], kind: Kind, home: UUID, provider: UUID, year: int) -> dict[Any, int]:
    spans: tuple[Any, ...] = (*range(1, 13), *QUARTERS, YEAR)
    return {span: standing.get(source_of((kind, span, home, provider), year), 0) for span in spans}


def _add(
    dues: list[Due], entered: dict[Any, int], used: Table, place: Key, last: date, today: date, parts: Iterable[Any],
) -> None:  # fmt: skip
    number = used.number(*place)
    if last >= today or number is None:
        return
    left = number - sum(entered.get(part, 0) for part in parts)
    kind, span, home, _provider = place
    if left > 0:
        entered[span] = left
        dues.append(Due(source_of(place, last.year), home, last, left, f"{KINDS[kind]}合计", "private"))


def changed(dues: Iterable[Due], standing: Mapping[str, int]) -> list[Due]:
    """Where the ledger says something else. What is entered of private sums is public and stays."""
    return [due for due in dues if standing.get(due.source, 0) != due.amount]


def since(today: date) -> date:
    return today - timedelta(days=BACK_DAYS)


def total_of(used: Table, place: tuple[int, UUID, UUID]) -> str:
    return used.shown(ALL, *place)
