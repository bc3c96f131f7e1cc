"""What may be entered and taken back, and how amounts read. Pure."""

from uuid import UUID

from app.kit.errors import Refusal
from app.kit.i18n import N_
from app.ledger.models import Kind, LedgerEntry

UNITS = {Kind.VENUE_MINUTES: N_("小时"), Kind.SERVICE_SEATS: N_("人次"), Kind.SECONDED_DAYS: N_("天")}


class ReasonMissing(Refusal):
    message = N_("请写明更正原因，对方会看到")


class NotTheGiver(Refusal):
    message = N_("台账记的是%(giver)s提供的资源，只能由%(giver)s的文书或党政办主任更正；认为有误的，请联系对方更正")


class AlreadyTakenBack(Refusal):
    message = N_("这笔记录已经冲销，请刷新页面查看更正后的记录")


class NotLess(Refusal):
    message = N_("更正后的数量要少于原记的%(amount)s，并且不小于0；少记的部分请另行登记")


def check_correction(entry: LedgerEntry, amount: int, reason: str, *, town_id: UUID | None, giver: str) -> None:
    """The giver alone may take back what is owed to it; nobody alone can lay more upon the other (parity)."""
    if town_id != entry.giver_id:
        raise NotTheGiver(giver=giver)
    if entry.amount < 0:
        raise AlreadyTakenBack
    if not 0 <= amount < entry.amount:
        raise NotLess(amount=in_words(entry.kind, entry.amount))
    if not reason.strip():
        raise ReasonMissing


def hours(minutes: int) -> str:
    """ "1.5", "12": minutes as hours, at most two places."""
    return f"{minutes / 60:.2f}".rstrip("0").rstrip(".")


def number_of(kind: Kind, amount: int) -> str:
    return hours(amount) if kind is Kind.VENUE_MINUTES else str(amount)


def in_words(kind: Kind, amount: int) -> str:
    """12.5小时, 30人次, 90天"""
    return f"{number_of(kind, amount)}{UNITS[kind]}"
