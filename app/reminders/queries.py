"""Who signed up how many for tomorrow. Counted by the database."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, func

from app.kit import clock
from app.reminders.rules import Coming
from app.services.models import Service
from app.sessions.models import ServiceSession, SessionState
from app.signups.models import SignUp, SignUpState


def coming(session: Session, town_id: UUID, day: date) -> list[Coming]:
    """What a town's workers have signed residents up for on a day, session by session."""
    keys: list[Any] = [
        col(SignUp.by_person_id),
        col(ServiceSession.id),
        col(ServiceSession.starts_at),
        col(Service.name),
        col(Service.kind),
        func.coalesce(func.nullif(col(ServiceSession.place), ""), col(Service.place)),
        col(Service.bring),
    ]
    found = (
        sa.select(*keys, func.count())
        .select_from(SignUp)
        .join(ServiceSession, col(ServiceSession.id) == col(SignUp.session_id))
        .join(Service, col(Service.id) == col(SignUp.service_id))
        .where(col(SignUp.by_town_id) == town_id, col(SignUp.by_person_id).is_not(None))
        .where(col(SignUp.state) == SignUpState.SIGNED, col(ServiceSession.state) == SessionState.OPEN)
        .where(
            sa.or_(col(SignUp.provider_town_id) == town_id, col(SignUp.home_town_id) == town_id),
            col(SignUp.starts_at) >= clock.at(day, "00:00"),
            col(SignUp.starts_at) < clock.at(day + timedelta(days=1), "00:00"),
        )
        .group_by(*keys)
        .order_by(keys[0], keys[2], keys[1])
    )
    return [Coming(*row) for row in session.execute(found)]
