"""Agreements that end within sixty days, or have just ended: their towns are told. Runs daily; twice tells once."""

from datetime import datetime

import sqlalchemy as sa

from app.kit import clock
from app.kit.db import open_session, transaction
from app.kit.scopes import Reach
from app.towns import queries as towns
from app.validity import actions


def run(engine: sa.Engine, now: datetime) -> int:
    with open_session(engine, Reach.nothing(), writes=False, now=now) as session:
        reaches = {
            t.id: Reach(frozenset({t.id}), towns.partnership_ids_of(session, frozenset({t.id})))
            for t in towns.all_towns(session)
        }
    told = 0
    for town_id, reach in reaches.items():
        with transaction(engine, reach, now=now) as session:
            told += actions.remind(session, town_id, clock.to_town(now).date())
    return told
