"""Plan the meetings ahead of every partnership, and follow turns that have moved."""

from datetime import datetime

import sqlalchemy as sa

from app.kit.db import transaction
from app.planning import actions, queries


def run(engine: sa.Engine, now: datetime) -> int:
    done = 0
    for partnership_id, reach in queries.rounds(engine):
        with transaction(engine, reach, now=now) as session:
            done += actions.plan_partnership(session, partnership_id, now=now)
    return done
