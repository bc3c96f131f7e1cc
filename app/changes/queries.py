"""Reading the changes of meetings."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from app.changes.models import ChangeState, MeetingChange
from app.kit.errors import NotFound


def get_change(session: Session, change_id: UUID, *, meeting_id: UUID) -> MeetingChange:
    found = select(MeetingChange).where(MeetingChange.id == change_id, MeetingChange.meeting_id == meeting_id)
    change = session.exec(found).first()
    if change is None:
        raise NotFound
    return change


def find_open(session: Session, meeting_id: UUID) -> MeetingChange | None:
    found = select(MeetingChange).where(MeetingChange.meeting_id == meeting_id, MeetingChange.state == ChangeState.OPEN)
    return session.exec(found).first()


def of_meeting(session: Session, meeting_id: UUID) -> Sequence[MeetingChange]:
    """Every change proposed for a meeting, latest first."""
    found = select(MeetingChange).where(MeetingChange.meeting_id == meeting_id)
    return session.exec(found.order_by(col(MeetingChange.proposed_at).desc(), col(MeetingChange.id))).all()
