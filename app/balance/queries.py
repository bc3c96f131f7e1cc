"""The figures of a partnership over a period, each asked once, however long the period and however many venues."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from app.balance.models import Balance
from app.demand import queries as demand
from app.demand.models import Proposal
from app.indicators.models import Period
from app.indicators.rules import until
from app.ledger import queries as ledger
from app.towns import queries as towns
from app.usage import queries as usage
from app.venues import queries as venues


def balance_of(session: Session, partnership_id: UUID, period: Period, *, reader_town_id: UUID, today: date) -> Balance:
    """Giving and taking of a partnership; both towns get the same numbers. Days ahead of `today` are left out."""
    been = until(period, today)
    names = {t.id: t.name for t in towns.towns_of(session, partnership_id)}
    used = usage.used(session, list(names), been, reader_town_id=reader_town_id)
    return Balance(
        period=been,
        reader_id=reader_town_id,
        names=names,
        sums=ledger.sums(session, partnership_id, first=been.first, last=been.last),
        used=used,
        seen=frozenset(v.id for v in venues.venues_for(session, reader_town_id)),
        outcomes=usage.outcomes(session, list(names), been),
        needs={t: demand.needs_of(session, partnership_id, t, been, used) for t in names},
    )


def proposals_of(session: Session, balance: Balance, *, now: datetime) -> dict[UUID, list[Proposal]]:
    """For each town's needs the venues of the others that could take them; the reader's own town first."""
    ordered = sorted(balance.names, key=lambda town_id: town_id != balance.reader_id)
    return {
        town_id: demand.proposals_for(
            session, balance.needs[town_id], balance.used, reader_town_id=balance.reader_id, now=now
        )
        for town_id in ordered
    }
