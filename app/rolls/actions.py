"""Closing the lists of sessions that are over. Single ticks are deeds of `enrolment`."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.enrolment import actions as enrolment
from app.kit.actor import Actor
from app.rolls import queries


def settle(session: Session, town_id: UUID, *, now: datetime) -> int:
    """Close the lists of a town's sessions that are over since a day (job); how many people were not there."""
    system = Actor.system(town_id)
    return sum(
        enrolment.close_list(session, occasion_id, actor=system, now=now)
        for occasion_id in queries.lists_to_settle(session, town_id, now=now)
    )
