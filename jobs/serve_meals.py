"""Serve meals: the coming days of every kitchen, its standing orders, and its count once ordering has closed."""

from datetime import datetime

import sqlalchemy as sa

from app.dining import actions
from app.kit.db import open_session, transaction
from app.kit.scopes import Reach
from app.meals import queries as meals
from app.towns import queries as towns


def run(engine: sa.Engine, now: datetime) -> int:
    """Once per town that cooks; a second run finds nothing left."""
    with open_session(engine, Reach.nothing(), writes=False, now=now) as session:
        cooking = [
            (town_id, Reach(frozenset({town_id}), towns.partnership_ids_of(session, frozenset({town_id}))))
            for town_id in meals.towns_with_meals(session)
        ]
    served = 0
    for town_id, reach in cooking:
        with transaction(engine, reach, now=now) as session:
            served += actions.serve(session, town_id, now=now)
    return served
