"""What a town has, as a spreadsheet; and what a filled one would do."""

from uuid import UUID

from sqlmodel import Session

from app.files import gateways as store
from app.files import queries as files
from app.files.models import Kind
from app.kit.errors import NotFound
from app.kit.i18n import N_
from app.stock import rules
from app.stock.models import UNITS, VENUES, CheckRun, Known
from app.tabular import gateways as sheets
from app.towns import queries as towns
from app.towns.models import Tier
from app.venues import queries as venues

NOTES = (
    N_("带“必填”的列不能空；其余可以不填。每行一个单位或场地，不要合并单元格，不要改列名和工作表名。"),
    N_("导入时先检查：有错的行会按行号和列名列出，全部改好之后才会一次写入。"),
    N_("表中没有列出的单位和场地不受影响；停用场地请在场地页面办理。"),
)


def known(session: Session, town_id: UUID) -> Known:
    found = venues.all_of_town(session, town_id)
    tables = venues.timetables(session, found)
    hours = {venue_id: table.by_weekday for venue_id, table in tables.items()}
    return Known(tuple(towns.units_of(session, town_id)), tuple(found), hours)


def to_file(session: Session, town_id: UUID, *, is_empty: bool) -> bytes:
    """The town's units and venues as they can be imported again; empty: the pattern to fill in."""
    have = known(session, town_id)
    by_tier = sorted(have.units, key=lambda u: (list(Tier).index(u.tier), u.name))
    units = [] if is_empty else [rules.written(rules.unit_values(u, have), rules.UNIT_COLUMNS) for u in by_tier]
    rooms = [] if is_empty else [rules.written(rules.venue_values(v, have), rules.VENUE_COLUMNS) for v in have.venues]
    return sheets.to_file({UNITS: (rules.UNIT_COLUMNS, units), VENUES: (rules.VENUE_COLUMNS, rooms)}, NOTES)


def check(session: Session, town_id: UUID, data: bytes) -> CheckRun:
    """What importing the file would do now. Refusals: SheetMissing, ColumnMissing, TooManyRows, NothingInIt."""
    units = sheets.read_sheet(data, UNITS, rules.UNIT_COLUMNS)
    rooms = sheets.read_sheet(data, VENUES, rules.VENUE_COLUMNS)
    return rules.check(units, rooms, known(session, town_id))


def get_data(session: Session, file_id: UUID, *, town_id: UUID) -> bytes:
    """The bytes of a spreadsheet that somebody of the town has sent."""
    file = files.get_private(session, file_id)
    if file.town_id != town_id or file.kind is not Kind.XLSX:
        raise NotFound
    return store.read(file.sha256)
