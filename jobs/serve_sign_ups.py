"""Serve sign-ups: places that came free go to who waits; sessions that lost their venue are looked after."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from app.announcing import actions as announcing
from app.kit.db import open_session, transaction
from app.kit.scopes import Reach
from app.standby import actions as standby
from app.towns import queries as towns
from app.waiting import queries as waiting


def run(engine: sa.Engine, now: datetime) -> int:
    """One transaction per session with a queue, one per town for lost venues; a second run finds nothing left."""
    with open_session(engine, Reach.nothing(), writes=False, now=now) as session:
        queues = waiting.queues_of_sessions(session)
        reaches = {t.id: _reach(session, t.id) for t in towns.all_towns(session)}
    served = 0
    for town_id, occasion_id in queues:
        with transaction(engine, reaches[town_id], now=now) as session:
            served += standby.settle(session, occasion_id, now=now)
    for town_id, reach in reaches.items():
        with transaction(engine, reach, now=now) as session:
            served += announcing.settle_venues(session, town_id, now=now)
    return served


def _reach(session: Session, town_id: UUID) -> Reach:
    town = frozenset({town_id})
    return Reach(town, towns.partnership_ids_of(session, town))
