"""Remind workers of tomorrow's services. Runs every afternoon; twice tells once."""

from datetime import datetime

import sqlalchemy as sa

from app.kit.db import open_session, transaction
from app.kit.scopes import Reach
from app.reminders import actions
from app.towns import queries as towns


def run(engine: sa.Engine, now: datetime) -> int:
    with open_session(engine, Reach.nothing(), writes=False, now=now) as session:
        every = [t.id for t in towns.all_towns(session)]
        reaches = [Reach(frozenset({t}), towns.partnership_ids_of(session, frozenset({t}))) for t in every]
    told = 0
    for town_id, reach in zip(every, reaches, strict=True):
        with transaction(engine, reach, now=now) as session:
            told += actions.remind(session, town_id, now=now)
    return told
