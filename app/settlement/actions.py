"""Each place that a town gave to another's residents stands in the ledger. The caller commits."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from app.kit import clock
from app.kit.actor import Actor
from app.ledger import actions as ledger
from app.ledger.models import Kind
from app.settlement import queries, rules
from app.settlement.rules import Due
from app.towns import queries as towns

CORRECTED = "到场登记更正后重新登记"


def enter(session: Session, town_id: UUID, *, now: datetime, back: int = rules.BACK_DAYS) -> int:
    """Enter what a provider gave until yesterday, and set right what was ticked otherwise since: how many entries.

    A second run finds nothing to do. `back`: how many days it looks over.
    """
    today = clock.to_town(now).date()
    first, yesterday = today - timedelta(days=back), today - timedelta(days=1)
    dues = queries.dues_of(session, town_id, first, yesterday)
    dues += queries.gone(session, town_id, first, dues)
    standing = queries.standing(session, town_id, date(first.year, 1, 1))
    dues += _private(session, town_id, first, today, standing)
    return sum(_enter(session, town_id, due, standing, now) for due in rules.changed(dues, standing))


def _private(session: Session, town_id: UUID, first: date, today: date, standing: Mapping[str, int]) -> list[Due]:
    """Sums of health and mediation of the years that the span touches."""
    dues: list[Due] = []
    for partnership in towns.partnerships_of(session, town_id):
        others = [t.id for t in towns.towns_of(session, partnership.id) if t.id != town_id]
        for year in range(first.year, today.year + 1):
            used = queries.used_of(session, partnership.id, year)
            for home in others:
                dues += rules.private_dues(used, home, town_id, year, today, standing)
    return dues


def _enter(session: Session, town_id: UUID, due: Due, standing: Mapping[str, int], now: datetime) -> int:
    """Take back what stands, if anything; enter what is right, if anything."""
    partnership_id = towns.common_partnership(session, town_id, due.home_id)
    if partnership_id is None:
        return 0
    actor, was = Actor.system(town_id), standing.get(due.source, 0)
    if was:
        ledger.cancel(session, source=due.source, kind=Kind.SERVICE_SEATS, reason=CORRECTED, actor=actor, now=now)
    if due.amount:
        ledger.enter(
            session,
            partnership_id=partnership_id,
            giver_id=town_id,
            taker_id=due.home_id,
            kind=Kind.SERVICE_SEATS,
            amount=due.amount,
            source=due.source,
            on=due.on,
            detail=due.detail,
            purpose=due.purpose,
            reason=CORRECTED if was else "",
            actor=actor,
            now=now,
        )
    return 1
