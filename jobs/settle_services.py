"""Settle services at night: what was given across the border enters the ledger, counts are folded, low marks chased,
callers' numbers forgotten."""

from datetime import datetime

import sqlalchemy as sa

from app.feedback import actions as feedback
from app.kit.db import open_session, transaction
from app.kit.scopes import Reach
from app.settlement import actions as settlement
from app.tallies import actions as tallies
from app.towns import queries as towns


def run(engine: sa.Engine, now: datetime) -> int:
    """Once per town; a second run finds nothing left."""
    with open_session(engine, Reach.nothing(), writes=False, now=now) as session:
        every = [t.id for t in towns.all_towns(session)]
        reaches = [Reach(frozenset({t}), towns.partnership_ids_of(session, frozenset({t}))) for t in every]
    done = 0
    for town_id, reach in zip(every, reaches, strict=True):
        with transaction(engine, reach, now=now) as session:
            done += settlement.enter(session, town_id, now=now) + tallies.fold(session, town_id)
            done += feedback.remind(session, town_id, now=now) + feedback.forget_callers(session, town_id, now=now)
    return done
