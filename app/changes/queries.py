"""Reading the changes of meetings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.calendar import queries as calendar
from app.changes import rules
from app.changes.models import ChangeState, MeetingChange
from app.kit.errors import NotFound
from app.towns import queries as towns


@dataclass(frozen=True)
class ChangeLine:
    """A change in the meeting's list."""

    id: UUID
    kind_name: str
    state: ChangeState
    state_name: str
    town: str
    reason: str
    starts_at: datetime | None
    ends_at: datetime | None


def get_change(session: Session, change_id: UUID, *, meeting_id: UUID) -> MeetingChange:
    found = select(MeetingChange).where(MeetingChange.id == change_id, MeetingChange.meeting_id == meeting_id)
    change = session.exec(found).first()
    if change is None:
        raise NotFound
    return change


def find_open(session: Session, meeting_id: UUID) -> MeetingChange | None:
    found = select(MeetingChange).where(MeetingChange.meeting_id == meeting_id, MeetingChange.state == ChangeState.OPEN)
    return session.exec(found).first()


def day_warning(session: Session, partnership_id: UUID, day: date) -> str:
    """星期六 and 国庆节 are allowed for a joint meeting, but never by accident; "" for a working day."""
    days = calendar.get_working_days(session, partnership_id, day, day)
    return "" if days.is_working_day(day) else days.name_of(day)


def of_meeting(session: Session, meeting_id: UUID) -> Sequence[ChangeLine]:
    """Every change proposed for a meeting, latest first."""
    found = select(MeetingChange).where(MeetingChange.meeting_id == meeting_id)
    rows = session.exec(found.order_by(col(MeetingChange.proposed_at).desc(), col(MeetingChange.id))).all()
    names = towns.names_of(session, [c.town_id for c in rows])
    return [_line(change, names[change.town_id]) for change in rows]


def _line(change: MeetingChange, town: str) -> ChangeLine:
    return ChangeLine(
        id=change.id,
        kind_name=rules.KIND_NAMES[change.kind],
        state=change.state,
        state_name=rules.STATE_NAMES[change.state],
        town=town,
        reason=change.reason,
        starts_at=change.starts_at,
        ends_at=change.ends_at,
    )
