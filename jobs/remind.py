"""Nudge the host before a meeting and remind everybody who comes to it."""

from datetime import datetime

import sqlalchemy as sa

from app.kit.db import transaction
from app.planning import actions, queries


def run(engine: sa.Engine, now: datetime) -> int:
    done = 0
    for _, reach in queries.rounds(engine):
        with transaction(engine, reach, now=now) as session:
            done += actions.remind(session, now=now)
    return done
