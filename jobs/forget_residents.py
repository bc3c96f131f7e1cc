"""Forget residents: what is kept of people whose last service is long ago is erased; the figures stay."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from app.grounds import gateways as grounds
from app.kit.db import open_session, transaction
from app.kit.scopes import Reach
from app.rights import actions
from app.towns import queries as towns


def run(engine: sa.Engine, now: datetime) -> int:
    """Once per town; a second run finds nothing left."""
    with open_session(engine, Reach.nothing(), writes=False, now=now) as session:
        reaches = {t.id: _reach(session, t.id) for t in towns.all_towns(session)}
    gone = 0
    for town_id, reach in reaches.items():
        with transaction(engine, reach, now=now) as session:
            gone += actions.forget_stale(session, town_id, kept=grounds.period(), now=now)
    return gone


def _reach(session: Session, town_id: UUID) -> Reach:
    town = frozenset({town_id})
    return Reach(town, towns.partnership_ids_of(session, town))
