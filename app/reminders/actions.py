"""Reminding workers the day before. Twice tells once. The caller commits."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from app.kit import clock
from app.notifications import actions as notifications
from app.reminders import queries, rules
from app.services.models import Kind


def remind(session: Session, town_id: UUID, *, now: datetime) -> int:
    """One notice for each worker who has signed somebody up for tomorrow; meals speak for themselves every day."""
    tomorrow = clock.to_town(now).date() + timedelta(days=1)
    found = [c for c in queries.coming(session, town_id, tomorrow) if c.kind is not Kind.DINING]
    told = rules.by_worker(found)
    for worker_id, coming in told.items():
        notifications.tell(
            session,
            person_id=worker_id,
            town_id=town_id,
            kind="reminders.tomorrow",
            event=f"services:{tomorrow}:{worker_id}",
            title=rules.title(coming),
            text=rules.text(coming, tomorrow),
            url="/sessions/",
        )
    return len(told)
