"""Close the collection of topics of every meeting whose day for it has passed."""

from datetime import datetime

import sqlalchemy as sa

from app.kit.db import transaction
from app.planning import actions, queries


def run(engine: sa.Engine, now: datetime) -> int:
    done = 0
    for _, reach in queries.rounds(engine):
        with transaction(engine, reach, now=now) as session:
            done += actions.close_topics(session, now=now)
    return done
