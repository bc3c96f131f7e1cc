"""Mark minutes as issued as soon as their file exists."""

from datetime import datetime

import sqlalchemy as sa

from app.kit.db import transaction
from app.minutes import actions
from app.planning import queries


def run(engine: sa.Engine, now: datetime) -> int:
    done = 0
    for partnership_id, reach in queries.rounds(engine):
        with transaction(engine, reach, now=now) as session:
            done += actions.publish(session, partnership_id, now=now)
    return done
