"""Remind each town of what is due in seven days, tomorrow, or overdue. Runs every morning; twice tells nobody twice."""

from datetime import datetime

import sqlalchemy as sa

from app.errands import actions as errands
from app.followups import actions
from app.kit import clock
from app.kit.db import open_session, transaction
from app.kit.scopes import Reach
from app.towns import queries as towns


def run(engine: sa.Engine, now: datetime) -> int:
    with open_session(engine, Reach.nothing(), writes=False, now=now) as session:
        reaches = {
            t.id: Reach(frozenset({t.id}), towns.partnership_ids_of(session, frozenset({t.id})))
            for t in towns.all_towns(session)
        }
    told = 0
    for town_id, reach in reaches.items():
        with transaction(engine, reach, now=now) as session:
            today = clock.to_town(now).date()
            told += actions.remind(session, town_id, today=today) + errands.remind(session, town_id, today=today)
    return told
