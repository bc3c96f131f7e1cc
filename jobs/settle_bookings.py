"""Settle bookings: pass on or expire what nobody answered, release what nobody came to, complete what is over."""

from datetime import datetime

import sqlalchemy as sa

from app.answers import actions as answers
from app.arrivals import actions as arrivals
from app.kit.db import open_session, transaction
from app.kit.scopes import Reach
from app.towns import queries as towns


def run(engine: sa.Engine, now: datetime) -> int:
    """Once per owner's town; a second run finds nothing left."""
    with open_session(engine, Reach.nothing(), writes=False, now=now) as session:
        owners = [
            (t.id, Reach(frozenset({t.id}), towns.partnership_ids_of(session, frozenset({t.id}))))
            for t in towns.all_towns(session)
        ]
    settled = 0
    for town_id, reach in owners:
        with transaction(engine, reach, now=now) as session:
            settled += answers.expire_lapsed(session, town_id, now=now)
            settled += answers.escalate(session, town_id, now=now)
            settled += arrivals.settle(session, town_id, now=now)
    return settled
