"""What a night does with the counts: folds them. The caller commits."""

from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Session, col, func

from app.tallies.models import ServiceTally

KEYS = ("month", "service_id", "provider_town_id", "home_town_id", "what")


def fold(session: Session, town_id: UUID) -> int:
    """One row for each sum of a provider's services, in place of one for each change; how many rows went.

    Whoever reads meanwhile sees all of the old rows or all of the new ones.
    """
    keys: list[Any] = [col(getattr(ServiceTally, name)) for name in KEYS]
    many = sa.select(*keys).where(col(ServiceTally.provider_town_id) == town_id).group_by(*keys)
    gone = 0
    for key in session.execute(many.having(func.count() > 1).order_by(*keys)).all():
        mine = sa.and_(*(column == value for column, value in zip(keys, key, strict=True)))
        taken = session.execute(sa.delete(ServiceTally).where(mine).returning(col(ServiceTally.amount))).scalars().all()
        if total := sum(taken):
            session.add(ServiceTally(id=uuid4(), **dict(zip(KEYS, key, strict=True)), amount=total))
        gone += len(taken) - bool(total)
    session.flush()
    return gone
