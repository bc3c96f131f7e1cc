"""Today at the counter: which sessions there are, who is found, what they came for last."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.desk import rules
from app.sessions.models import ServiceSession, SessionState
from app.signups.models import SignUp, SignUpState


def lists_to_settle(session: Session, town_id: UUID, *, now: datetime) -> Sequence[UUID]:
    """Sessions that ended a day ago, whose list was used and is not closed: an untouched list blames nobody."""
    found = (
        select(ServiceSession.id)
        .where(ServiceSession.town_id == town_id, ServiceSession.state == SessionState.OPEN)
        .where(ServiceSession.starts_at > now - rules.SETTLED_WITHIN)
        .where(ServiceSession.ends_at <= now - rules.SETTLED_AFTER)
        .where(_somebody(SignUpState.ATTENDED), _somebody(SignUpState.SIGNED))
    )
    return session.exec(found.order_by(col(ServiceSession.starts_at), col(ServiceSession.id))).all()


def _somebody(state: SignUpState) -> sa.ColumnElement[bool]:
    """Whether anybody of a session stands in this state."""
    there = sa.select(col(SignUp.id)).where(col(SignUp.session_id) == col(ServiceSession.id))
    return there.where(col(SignUp.state) == state).exists()
