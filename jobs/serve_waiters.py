"""Serve waiters: offers that nobody accepted go to the next, wishes whose time has come end."""

from datetime import datetime

import sqlalchemy as sa

from app.kit.db import open_session, transaction
from app.kit.scopes import Reach
from app.towns import queries as towns
from app.waiting import queries as waiting
from app.waitlists import actions


def run(engine: sa.Engine, now: datetime) -> int:
    """Once per owner's town that has anything due; a second run finds nothing left."""
    with open_session(engine, Reach.nothing(), writes=False, now=now) as session:
        owners = [
            (town_id, Reach(frozenset({town_id}), towns.partnership_ids_of(session, frozenset({town_id}))))
            for town_id in waiting.owners_with_due(session, now=now)
        ]
    served = 0
    for town_id, reach in owners:
        with transaction(engine, reach, now=now) as session:
            served += actions.settle(session, town_id, now=now)
    return served
