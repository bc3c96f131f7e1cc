"""Say a word where a log has been silent for a working week. Runs every morning; twice tells nobody twice."""

from datetime import datetime

import sqlalchemy as sa

from app.kit.db import open_session, transaction
from app.kit.scopes import Reach
from app.logs import actions
from app.secondments import queries as secondments
from app.towns import queries as towns


def run(engine: sa.Engine, now: datetime) -> int:
    """Once per host town: it manages the daily work."""
    with open_session(engine, Reach.nothing(), writes=False, now=now) as session:
        reaches = {
            t.id: Reach(frozenset({t.id}), towns.partnership_ids_of(session, frozenset({t.id})))
            for t in towns.all_towns(session)
        }
    told = 0
    for town_id, reach in reaches.items():
        with transaction(engine, reach, now=now) as session:
            here = [p for p in secondments.active(session, now) if p.host_town_id == town_id]
            told += sum(actions.nudge(session, posting, now=now) for posting in here)
    return told
