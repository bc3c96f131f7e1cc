"""Write down which booking requests nobody answered in time. Their time is free already; this tells who asked."""

from datetime import datetime

import sqlalchemy as sa

from app.kit.db import open_session, transaction
from app.kit.scopes import Reach
from app.spaces import actions
from app.towns import queries as towns


def run(engine: sa.Engine, now: datetime) -> int:
    """Once per owner's town; a second run finds nothing left."""
    with open_session(engine, Reach.nothing(), writes=False, now=now) as session:
        owners = [
            (t.id, Reach(frozenset({t.id}), towns.partnership_ids_of(session, frozenset({t.id}))))
            for t in towns.all_towns(session)
        ]
    expired = 0
    for town_id, reach in owners:
        with transaction(engine, reach, now=now) as session:
            expired += actions.expire_lapsed(session, town_id, now=now)
    return expired
