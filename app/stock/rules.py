"""Which columns the two sheets have, and what a filled spreadsheet would do: row by row, nothing is written. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.kit.clock import WEEKDAYS
from app.kit.errors import Refusal
from app.kit.i18n import N_
from app.kit.text import canonical, sha256
from app.registry.rules import TIER_NAMES, check_parent, check_place
from app.stock.models import UNITS, VENUES, Change, CheckRun, Entry, Known
from app.tabular.models import BadCell, Column, Row
from app.tabular.rules import YES_OR_NO, choice, degree, read_row, text, whole
from app.towns.models import Tier, Unit
from app.venues.models import HOLIDAYS, KINDS, SHARINGS, Holidays, Sharing, Venue
from app.venues.rules import check_parts, read_hours, write_hours, write_tags

WEEK = tuple(f"hours_{n}" for n in range(1, 8))


class NothingInIt(Refusal):
    message = N_("表中没有填写任何一行")


class RowsToMend(Refusal):
    message = N_("有%(count)s处需要更正，本次没有写入任何内容")


class SeenOtherwise(Refusal):
    message = N_("检查之后资料有变动，请核对新的检查结果后再确认")


class TwiceInFile(Refusal):
    message = N_("与第%(row)s行重复")


class UnknownUnit(Refusal):
    message = N_("没有这个单位，请先在“单位”表里填写，或核对名称")


class UnknownNumber(Refusal):
    message = N_("本镇没有编号为%(number)s的场地；新增场地请把编号留空")


class NameOfAnother(Refusal):
    message = N_("该单位已有同名场地（编号%(number)s）")


class SharingElsewhere(Refusal):
    message = N_("已有场地的开放方式不能用表格改，请在共享规则里办理")


class HallElsewhere(Refusal):
    message = N_("已有场地的所属厅不能用表格改")


class UnknownHall(Refusal):
    message = N_("该单位没有叫“%(name)s”的大厅")


def plain(value: Any) -> Any:
    return value


_HOURS = N_("如08:00-12:00 13:30-17:00；留空为不开放")
UNIT_COLUMNS = (
    Column("name", "单位名称", text(60), hint=N_("全称；已有的单位按名称对应，名称不能用表格改"), is_required=True),
    Column("tier", "层级", is_required=True, **choice(TIER_NAMES)),
    Column("parent", "上级单位", text(60), hint=N_("村居填镇中心的名称，网格填村居的名称；可以不填")),
    Column("address", "地址", text(120)),
    Column("phone", "对外电话", text(30), hint=N_("如021-59660128")),
    Column("longitude", "经度", degree, plain, hint=N_("如121.5012，与纬度一起填或都不填")),
    Column("latitude", "纬度", degree, plain, hint=N_("如31.6230")),
)
VENUE_COLUMNS = (
    Column("number", "编号", whole(1, 10**6, None), plain, hint=N_("导出时带出，请勿改动；新增场地留空")),
    Column("unit", "单位", text(60), hint=N_("与“单位”表或系统中的名称完全一致"), is_required=True),
    Column("name", "场地名称", text(40), is_required=True),
    Column("kind", "类型", is_required=True, **choice(KINDS)),
    Column("seats", "座位数", whole(1, 5000, None), plain, is_required=True),
    Column("hall", "所属厅", text(40), hint=N_("大厅分隔成几部分时，每部分填大厅的名称；至少两部分")),
    Column("area_m2", "面积（平方米）", whole(0, 100_000), plain),
    Column("floor", "楼层", text(20)),
    Column("place", "位置", text(80), hint=N_("楼栋、从哪个门进")),
    Column("equipment", "设备", lambda cell: text(300)(write_tags(cell)), hint=N_("用顿号隔开，如投影、音响")),
    Column("parking", "停车", text(120)),
    Column("is_step_free", "可无障碍到达", **choice(YES_OR_NO, empty=False)),
    Column("is_staffed", "由工作人员开门", hint=N_("填“是”的场地不按爽约放开"), **choice(YES_OR_NO, empty=False)),
    Column(
        "sharing", "开放方式", hint=N_("只在新增时有效；之后请在共享规则里改"), **choice(SHARINGS, Sharing.ON_REQUEST)
    ),
    Column("holidays", "法定节假日", **choice(HOLIDAYS, Holidays.CLOSED)),
    Column("gap_before", "使用前准备（分钟）", whole(0, 180), plain),
    Column("gap_after", "使用后整理（分钟）", whole(0, 180), plain),
    Column("desk", "联系窗口", text(40), hint=N_("窗口或岗位，不写个人姓名")),
    Column("phone", "场地电话", text(30)),
    Column("notes", "使用须知", text(500)),
    *(Column(key, day, read_hours, write_hours, hint=_HOURS) for key, day in zip(WEEK, WEEKDAYS, strict=True)),
)
NAMES = {UNITS: {c.key: c.name for c in UNIT_COLUMNS}, VENUES: {c.key: c.name for c in VENUE_COLUMNS}}
Read = tuple[Row, dict[str, Any]]


def check(unit_rows: Sequence[Row], venue_rows: Sequence[Row], known: Known) -> CheckRun:
    """Every row judged by itself, against the other rows, and against what the town has."""
    if not unit_rows and not venue_rows:
        raise NothingInIt
    units, bad_units = _read_all(unit_rows, UNIT_COLUMNS, UNITS, ("name",))
    venues, bad_venues = _read_all(venue_rows, VENUE_COLUMNS, VENUES, ("unit", "name"))
    tiers = {u.name: u.tier for u in known.units} | {v["name"]: v["tier"] for _, v in units}
    bad = [
        *bad_units,
        *bad_venues,
        *_bad_units(units, tiers),
        *_bad_venues(venues, tiers, known),
        *_bad_halls(venues, known),
    ]
    return CheckRun(
        tuple(_unit_entry(row, values, known) for row, values in units),
        tuple(_venue_entry(row, values, known) for row, values in venues),
        tuple(sorted(bad, key=lambda b: (b.sheet != UNITS, b.row))),
    )


def _read_all(
    rows: Iterable[Row], columns: Sequence[Column], sheet: str, key: Sequence[str]
) -> tuple[list[Read], list[BadCell]]:
    """The rows whose cells can all be read; a row that says the same thing again is wrong."""
    read: list[Read] = []
    wrong: list[BadCell] = []
    first_at: dict[tuple[Any, ...], int] = {}
    for row in rows:
        values, bad = read_row(row, columns, sheet)
        if not bad:
            meant = tuple(values[k] for k in key)
            if (before := first_at.setdefault(meant, row.number)) != row.number:
                bad = [BadCell(sheet, row.number, NAMES[sheet][key[-1]], str(meant[-1]), TwiceInFile(row=before))]
            else:
                read.append((row, values))
        wrong += bad
    return read, wrong


def _bad_units(units: Iterable[Read], tiers: Mapping[str, Tier]) -> Iterable[BadCell]:
    for row, values in units:
        parent = values["parent"]
        try:
            if parent and parent not in tiers:
                raise UnknownUnit
            check_parent(values["tier"], tiers.get(parent) if parent else None)
        except Refusal as refusal:
            yield BadCell(UNITS, row.number, NAMES[UNITS]["parent"], parent, refusal)
        try:
            check_place(values["longitude"], values["latitude"])
        except Refusal as refusal:
            yield BadCell(UNITS, row.number, NAMES[UNITS]["longitude"], row.cells.get("经度", ""), refusal)


def _bad_venues(venues: Sequence[Read], tiers: Mapping[str, Tier], known: Known) -> Iterable[BadCell]:
    numbers = Counter(values["number"] for _, values in venues if values["number"])
    for row, values in venues:
        for key, refusal in _against(values, tiers, known):
            yield BadCell(VENUES, row.number, NAMES[VENUES][key], str(row.cells.get(NAMES[VENUES][key], "")), refusal)
        if numbers[values["number"]] > 1:
            first = next(r.number for r, v in venues if v["number"] == values["number"])
            if first != row.number:
                yield BadCell(VENUES, row.number, "编号", str(values["number"]), TwiceInFile(row=first))


def _against(values: Mapping[str, Any], tiers: Mapping[str, Tier], known: Known) -> Iterable[tuple[str, Refusal]]:
    """What speaks against one venue's row, and in which column."""
    if values["unit"] not in tiers:
        yield "unit", UnknownUnit()
    present = present_venue(values, known)
    if values["number"] and not present:
        yield "number", UnknownNumber(number=values["number"])
    namesake = known.venue_named(values["unit"], values["name"])
    if namesake and namesake is not present:
        yield "name", NameOfAnother(number=namesake.number)
    if present and values["sharing"] is not present.sharing:
        yield "sharing", SharingElsewhere()
    if present and values["hall"] != known.hall_of(present):
        yield "hall", HallElsewhere()


def _bad_halls(venues: Sequence[Read], known: Known) -> Iterable[BadCell]:
    """New parts need their hall, which is divided once, into two parts or more that seat no more than it does."""
    seats = {(v["unit"], v["name"]): v["seats"] for _, v in venues}
    for (unit, hall), rows in new_parts(venues, known).items():
        present = known.venue_named(unit, hall)
        try:
            if present is None and (unit, hall) not in seats:
                raise UnknownHall(name=hall)
            most = seats.get((unit, hall)) or (present.seats if present else 0)
            check_parts(
                [(v["name"], v["seats"]) for _, v in rows], most, is_divided=bool(present and known.has_parts(present))
            )
        except Refusal as refusal:
            yield from (BadCell(VENUES, row.number, NAMES[VENUES]["hall"], hall, refusal) for row, _ in rows)


def new_parts(venues: Iterable[Read], known: Known) -> dict[tuple[str, str], list[Read]]:
    """The rows of new parts by unit and hall."""
    found: dict[tuple[str, str], list[Read]] = {}
    for row, values in venues:
        if values["hall"] and present_venue(values, known) is None:
            found.setdefault((values["unit"], values["hall"]), []).append((row, values))
    return found


def present_venue(values: Mapping[str, Any], known: Known) -> Venue | None:
    """The venue that a row speaks of: by its number, else by unit and name."""
    if values["number"]:
        return known.venue_numbered(values["number"])
    return known.venue_named(values["unit"], values["name"])


def unit_values(unit: Unit, known: Known) -> dict[str, Any]:
    """A unit as its row says it."""
    return {c.key: getattr(unit, c.key) for c in UNIT_COLUMNS if c.key != "parent"} | {
        "parent": known.unit_name(unit.parent_id)
    }


def venue_values(venue: Venue, known: Known) -> dict[str, Any]:
    """A venue as its row says it."""
    held = known.hours.get(venue.id, {})
    own = {c.key: getattr(venue, c.key) for c in VENUE_COLUMNS if c.key not in ("unit", "hall", *WEEK)}
    hours = {key: held.get(n, ()) for n, key in enumerate(WEEK, 1)}
    return own | hours | {"unit": known.unit_name(venue.unit_id), "hall": known.hall_of(venue)}


def written(values: Mapping[str, Any], columns: Iterable[Column]) -> list[Any]:
    """The row as it stands in the file."""
    return [column.write(values[column.key]) for column in columns]


def _unit_entry(row: Row, values: dict[str, Any], known: Known) -> Entry:
    present = known.unit_named(values["name"])
    before = unit_values(present, known) if present else None
    return _entry(row, values["name"], values, before, NAMES[UNITS])


def _venue_entry(row: Row, values: dict[str, Any], known: Known) -> Entry:
    present = present_venue(values, known)
    before = venue_values(present, known) | {"number": values["number"]} if present else None
    return _entry(row, f"{values['unit']} {values['name']}", values, before, NAMES[VENUES])


def _entry(row: Row, name: str, values: dict[str, Any], before: dict[str, Any] | None, names: dict[str, str]) -> Entry:
    if before is None:
        return Entry(row.number, name, Change.NEW, values)
    differs = tuple(names[key] for key, value in values.items() if before[key] != value)
    return Entry(row.number, name, Change.CHANGED if differs else Change.SAME, values, differs)


def mark_of(run: CheckRun) -> str:
    """What a person has seen of a check run: when it reads otherwise by then, nothing is written."""
    shown = [[e.row, e.name, e.change.value, list(e.differs)] for e in run.entries()]
    return sha256(canonical(shown))


def require_clean(run: CheckRun) -> None:
    if run.bad:
        raise RowsToMend(count=len(run.bad))
