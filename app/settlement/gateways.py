"""The settlement sheet as paper and as an Excel file."""

from app.indicators.rules import in_words
from app.kit import xlsx
from app.settlement.models import SettlementPaper, Sheet, Side
from app.tallies.gateways import APART, NOTE
from app.typeset import gateways as typesetting

HEAD = ("服务项目", "提供单位", "价格", "补贴", "人数", "人次")
STILL_RUNNING = "（本月尚未结束，仅供核对，请勿签字）"
NO_PAYMENT = "本单只核对服务数量，不涉及资金收付；补贴按各镇公布的办法由户籍镇兑付。"
COUNTED = "人数为当月到场的不同居民人数，人次为到场登记次数。"


def title_of(sheet: Sheet) -> str:
    return f"{in_words(sheet.month)}共享服务结算单"


def to_pdf(sheet: Sheet, *, is_over: bool = True) -> bytes:
    """With a warning in its head while the month still runs: nobody signs that by mistake."""
    notes = (NO_PAYMENT, COUNTED, APART, *((NOTE,) if sheet.is_hidden else ()))
    facts = (f"{sheet.partnership}　{'、'.join(sheet.towns)}", *(() if is_over else (STILL_RUNNING,)))
    paper = SettlementPaper(title_of(sheet), facts, sheet.sides, notes, sheet.towns)
    return typesetting.to_pdf(paper, archival=False)


def to_book(sheet: Sheet) -> bytes:
    return xlsx.to_book([(side.title, HEAD, _rows(side)) for side in sheet.sides])


def _rows(side: Side) -> list[tuple[object, ...]]:
    told = [(x.service, x.unit, x.price or "不收费", x.subsidy, _value(x.persons), _value(x.times)) for x in side.lines]
    return [*told, ("合计（不含矛盾调解）", "", "", "", "", _value(side.total))]


def _value(cell: str) -> object:
    return int(cell) if cell.isdecimal() else cell
